//! The first rows of an order, without ordering the rest.

use crate::columnar::{Code, Codes, for_codes};

/// Rows that are looked at together: most hold none of the first.
const CHUNK: usize = 256;

/// The places of the rows that come before or stand level with the row that is the `count`th by these codes, in
/// order of arrival; none if they are more than `most`.
pub(super) fn leading(codes: &Codes, count: usize, most: usize) -> Option<Vec<u32>> {
    fn leading<C: Code>(codes: &[C], count: usize, most: usize) -> Option<Vec<u32>> {
        let last = nth(codes, count)?;
        let mut places = Vec::new();
        for (chunk, first) in codes.chunks(CHUNK).zip((0u32..).step_by(CHUNK)) {
            if !chunk.iter().fold(false, |any, code| any | (*code <= last)) {
                continue;
            }
            let here = chunk.iter().zip(first..);
            places.extend(
                here.filter(|(code, _)| **code <= last)
                    .map(|(_, place)| place),
            );
            if places.len() > most {
                return None;
            }
        }
        Some(places)
    }
    for_codes!(codes, codes => leading(codes, count, most))
}

/// The same where there is no further key: exactly `count`, in the order of the codes.
pub(super) fn exactly(codes: &Codes, count: usize) -> Option<Vec<u32>> {
    fn exactly<C: Code>(codes: &[C], count: usize) -> Option<Vec<u32>> {
        let last = nth(codes, count)?;
        let (mut before, mut level) = (Vec::new(), Vec::new());
        for (chunk, first) in codes.chunks(CHUNK).zip((0u32..).step_by(CHUNK)) {
            let is_full = level.len() >= count;
            let here = chunk.iter().fold(false, |any, code| {
                any | (*code < last) | ((*code == last) & !is_full)
            });
            if !here {
                continue;
            }
            for (code, place) in chunk.iter().zip(first..) {
                if *code < last {
                    before.push((*code, place));
                } else if *code == last && level.len() < count {
                    level.push(place);
                }
            }
        }
        before.sort_unstable();
        let mut places: Vec<u32> = before.into_iter().map(|(_, place)| place).collect();
        places.extend(level);
        places.truncate(count);
        Some(places)
    }
    for_codes!(codes, codes => exactly(codes, count))
}

/// The `count`th smallest code; none if there are fewer.
fn nth<C: Code>(codes: &[C], count: usize) -> Option<C> {
    let at = count.checked_sub(1).filter(|at| *at < codes.len())?;
    let room = count.saturating_mul(8).max(4 * CHUNK);
    let mut least: Vec<C> = Vec::with_capacity(room + CHUNK);
    let mut limit: Option<C> = None;
    for chunk in codes.chunks(CHUNK) {
        match limit {
            None => least.extend_from_slice(chunk),
            Some(limit) => {
                if !chunk.iter().fold(false, |any, code| any | (*code < limit)) {
                    continue;
                }
                least.extend(chunk.iter().filter(|code| **code < limit));
            }
        }
        if least.len() >= room {
            let (_, nth, _) = least.select_nth_unstable(at);
            limit = Some(*nth);
            least.truncate(count);
        }
    }
    Some(*least.select_nth_unstable(at).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_the_first_of_the_whole_order() {
        let mut random = fastrand::Rng::with_seed(5);
        for most in [1, 3, 100, 60_000] {
            let mut codes: Vec<u16> = (0..20_000).map(|_| random.u16(..=most)).collect();
            for turn in 0..3 {
                if turn == 1 {
                    codes.sort_unstable_by(|a, b| b.cmp(a));
                }
                let mut places: Vec<u32> = (0..20_000).collect();
                places.sort_by_key(|p| codes[*p as usize]);
                let wrapped = Codes::U16(codes.clone());
                for count in [1, 7, 512, 20_000] {
                    assert_eq!(
                        exactly(&wrapped, count).unwrap(),
                        places[..count],
                        "{most} {count}"
                    );
                    let last = codes[places[count - 1] as usize];
                    let level: Vec<u32> =
                        (0..20_000).filter(|p| codes[*p as usize] <= last).collect();
                    assert_eq!(leading(&wrapped, count, 20_000).unwrap(), level);
                    assert!(leading(&wrapped, count, level.len() - 1).is_none());
                }
                assert!(exactly(&wrapped, 20_001).is_none());
            }
        }
        assert!(exactly(&Codes::U8(Vec::new()), 1).is_none());
    }
}
