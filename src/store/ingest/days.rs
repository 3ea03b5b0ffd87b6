//! Dates of many rows: there are few different ones, so that most need no reading.

use super::cells::{Cell, EmptyFlag, cell};
use crate::model::column::Kind;

/// Dates remembered; a power of two.
const REMEMBERED: usize = 1_024;

/// The dates read last.
#[derive(Debug)]
pub(super) struct Days {
    remembered: Vec<([u8; 10], i32)>,
}

impl Default for Days {
    fn default() -> Self {
        Self {
            // Found in another place than its own it would be right as well.
            remembered: vec![(*b"1970-01-01", 0); REMEMBERED],
        }
    }
}

impl Days {
    /// The day of a field, and whether there is something else instead.
    #[inline]
    pub(super) fn read(&mut self, bytes: &[u8]) -> (Option<i32>, bool) {
        let Ok(date) = <[u8; 10]>::try_from(bytes) else {
            return read(bytes);
        };
        let place = place(date);
        if let Some((known, day)) = self.remembered.get(place)
            && *known == date
        {
            return (Some(*day), false);
        }
        let read = read(bytes);
        if let (Some(day), Some(memory)) = (read.0, self.remembered.get_mut(place)) {
            *memory = (date, day);
        }
        read
    }
}

/// The last eight bytes tell dates of a century apart.
fn place(date: [u8; 10]) -> usize {
    let [_, _, rest @ ..] = date;
    let mixed = u64::from_le_bytes(rest).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 54) as usize
}

fn read(bytes: &[u8]) -> (Option<i32>, bool) {
    match cell(bytes, Kind::Date, EmptyFlag::Unknown) {
        Cell::Date(day) => (Some(day), false),
        other => (None, other == Cell::Bad),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::column::{date_text, parse_date};

    #[test]
    fn remembered_dates_are_the_same() {
        let mut days = Days::default();
        for day in [0, 19_000, 20_758, -400, 11_016, 19_000, 0]
            .into_iter()
            .chain(10_000..16_000)
        {
            let text = date_text(day);
            assert_eq!(days.read(text.as_bytes()), (parse_date(&text), false));
            assert_eq!(days.read(text.as_bytes()), (Some(day), false));
        }
        assert_eq!(days.read(b""), (None, false));
        for _ in 0..2 {
            assert_eq!(days.read(b"2023-02-29"), (None, true));
            assert_eq!(days.read(&[0; 10]), (None, true));
        }
        assert_eq!(days.read(b" 1970-01-02 10:00"), (Some(1), false));
    }
}
