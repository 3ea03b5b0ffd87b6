//! A stable sort of row places by their codes: counting passes over the bits in use. A flow of 0 to 100 takes one pass,
//! a day one, and several sort rules are several sorts, the last rule first.

use crate::columnar::Code;

/// Bits of one pass: its counters fit the nearest memory of a processor.
const BITS: u32 = 12;

/// Sorts `places` by `codes[place]`, keeping the order of equals.
pub(super) fn sort<C: Code>(places: &mut Vec<u32>, codes: &[C]) {
    let Some(first) = codes.first() else { return };
    let first: u64 = (*first).into();
    let differ = codes
        .iter()
        .fold(0, |bits, code| bits | ((*code).into() ^ first));
    let used = 64 - differ.leading_zeros();
    let passes = used.div_ceil(BITS);
    if passes == 0 {
        return;
    }
    let width = used.div_ceil(passes);
    let mask = (1u64 << width) - 1;
    let mut sorted = vec![0u32; places.len()];
    for shift in (0..passes).map(|pass| pass * width) {
        if (differ >> shift) & mask == 0 {
            continue;
        }
        let digit = |place: &u32| {
            let code: u64 = codes[*place as usize].into();
            ((code >> shift) & mask) as usize
        };
        let mut starts = vec![0u32; mask as usize + 2];
        for place in places.iter() {
            starts[digit(place) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        for place in places.iter() {
            let start = &mut starts[digit(place)];
            sorted[*start as usize] = *place;
            *start += 1;
        }
        std::mem::swap(places, &mut sorted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<C: Code>(codes: &[C], what: &str) {
        let mut places: Vec<u32> = (0..codes.len() as u32).collect();
        let mut expected = places.clone();
        expected.sort_by_key(|p| codes[*p as usize]);
        sort(&mut places, codes);
        assert_eq!(places, expected, "{what}");
    }

    #[test]
    fn it_sorts_as_the_standard_sort_does() {
        let mut random = fastrand::Rng::with_seed(7);
        for bits in [1, 8, 12, 13, 20, 24, 33, 64] {
            let codes: Vec<u64> = (0..5_000).map(|_| random.u64(..) >> (64 - bits)).collect();
            check(&codes, &format!("{bits} bits"));
        }
        let bytes: Vec<u8> = (0..5_000).map(|_| random.u8(..)).collect();
        check(&bytes, "bytes");
        check(&[5u32; 100], "equals");
        check::<u16>(&[], "none");
    }
}
