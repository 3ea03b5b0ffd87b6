//! From mark to mark.

use super::{PictureSheet, grain, places};
use crate::app::command::Command;
use crate::model::picture::{Bucket, Drawn};

/// Moves the cursor.
pub(super) fn step(sheet: &mut PictureSheet, command: Command, size: (u16, u16)) {
    let Some(picture) = sheet.picture() else {
        return;
    };
    let marks = picture.marks(grain(picture, size)).len() + picture.regions().len();
    let numbers = picture.numbers().len();
    let last = marks.saturating_sub(1);
    let page = match sheet.as_table || matches!(picture.drawn, Drawn::Bars(_)) {
        true => places(size).lines(),
        false => 12,
    };
    let buckets = match &picture.drawn {
        Drawn::Grid(grid) if !sheet.as_table => {
            let grain = grain(picture, size);
            let mut buckets = grid.buckets((grain.x, grain.y));
            buckets.retain(|bucket| bucket.count > 0);
            Some(buckets)
        }
        _ => None,
    };
    let mark = sheet.mark.min(last);
    let on = |by: usize| (mark + by).min(last);
    let back = |by: usize| mark.saturating_sub(by);
    sheet.mark = match (command, &buckets) {
        // The regions stand one below the other under the lowest bucket.
        (Command::Down, Some(buckets)) => match below(buckets, mark) {
            stays if stays == mark && mark >= buckets.len() => on(1),
            stays if stays == mark => buckets.len().min(last),
            lower => lower,
        },
        (Command::Up, Some(buckets)) if mark >= buckets.len() => back(1),
        (Command::Up, Some(buckets)) => above(buckets, mark),
        (Command::Down, None) => on(1),
        (Command::Up, None) => back(1),
        (Command::ColumnRight | Command::ColumnLeft, _) if numbers > 1 => {
            let by = if command == Command::ColumnRight {
                1
            } else {
                numbers - 1
            };
            sheet.number = (sheet.number + by) % numbers;
            mark
        }
        (Command::ColumnRight, _) => on(1),
        (Command::ColumnLeft, _) => back(1),
        (Command::Top, _) => 0,
        (Command::Bottom, _) => last,
        (Command::HalfDown, _) => on(page.div_ceil(2)),
        (Command::HalfUp, _) => back(page.div_ceil(2)),
        (Command::PageDown, _) => on(page),
        (Command::PageUp, _) => back(page),
        _ => mark,
    };
}

/// The nearest bucket in the next line that has one.
fn below(buckets: &[Bucket], at: usize) -> usize {
    let Some(here) = buckets.get(at) else {
        return at;
    };
    let next = buckets[at..].iter().find(|bucket| bucket.y.0 < here.y.0);
    next.map_or(at, |next| nearest(buckets, here, next.y.0))
}

/// The nearest bucket in the line before that has one.
fn above(buckets: &[Bucket], at: usize) -> usize {
    let Some(here) = buckets.get(at) else {
        return at;
    };
    let before = buckets[..at].iter().rev();
    let before = before.clone().find(|bucket| bucket.y.0 > here.y.0);
    before.map_or(at, |before| nearest(buckets, here, before.y.0))
}

fn nearest(buckets: &[Bucket], here: &Bucket, line: usize) -> usize {
    let own = buckets.iter().enumerate();
    let own = own.filter(|(_, bucket)| bucket.y.0 == line);
    let nearest = own.min_by_key(|(_, bucket)| bucket.x.0.abs_diff(here.x.0));
    nearest.map_or(0, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_grid_lead_to_the_nearest_bucket() {
        let bucket = |x: usize, y: usize| Bucket {
            x: (x, x),
            y: (y, y),
            count: 1,
        };
        let all = [
            bucket(1, 9),
            bucket(8, 9),
            bucket(2, 4),
            bucket(7, 4),
            bucket(5, 0),
        ];
        assert_eq!(below(&all, 1), 3);
        assert_eq!(below(&all, 3), 4);
        assert_eq!(below(&all, 4), 4);
        assert_eq!(above(&all, 4), 3);
        assert_eq!(above(&all, 2), 0);
        assert_eq!(above(&all, 0), 0);
        assert_eq!((below(&[], 0), above(&[], 3)), (0, 3));
    }
}
