//! A stable sort of row places by 64-bit codes. Counting passes over the bytes that differ: a flow of
//! 0 to 100 takes one pass, and several sort rules are several sorts, the last rule first.

/// Sorts `places` by `codes[place]`, keeping the order of equals.
pub(super) fn sort(places: &mut Vec<u32>, codes: &[u64]) {
    let Some(first) = codes.first() else { return };
    let differ = codes.iter().fold(0, |bits, code| bits | (code ^ first));
    let mut sorted = vec![0u32; places.len()];
    for shift in (0..64).step_by(8) {
        if (differ >> shift) & 0xff == 0 {
            continue;
        }
        let byte = |place: &u32| ((codes[*place as usize] >> shift) & 0xff) as usize;
        let mut starts = [0usize; 257];
        for place in places.iter() {
            starts[byte(place) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        for place in places.iter() {
            let start = &mut starts[byte(place)];
            sorted[*start] = *place;
            *start += 1;
        }
        std::mem::swap(places, &mut sorted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_sorts_as_the_standard_sort_does() {
        let mut random = fastrand::Rng::with_seed(7);
        for bits in [1, 8, 20, 64] {
            let codes: Vec<u64> = (0..5_000).map(|_| random.u64(..) >> (64 - bits)).collect();
            let mut places: Vec<u32> = (0..5_000).collect();
            let mut expected = places.clone();
            expected.sort_by_key(|p| codes[*p as usize]);
            sort(&mut places, &codes);
            assert_eq!(places, expected, "{bits} bits");
        }
        sort(&mut Vec::new(), &[]);
    }
}
