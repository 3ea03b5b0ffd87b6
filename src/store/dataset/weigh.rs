//! Testing numbers: a stretch of codes against the range of codes that pass.

use std::ops::Range;

use crate::columnar::{Code, Numbers, for_codes};
use crate::model::filter::{Check, Compare};

/// Which codes pass.
enum Pass {
    /// Those within; of the others those that are known, if it is turned around.
    Range(Range<u64>, bool),
    /// These, ascending.
    In(Vec<u64>),
    /// Those within one of these, ascending and apart.
    Among(Vec<Range<u64>>),
    Unknown,
    /// Looked at one by one.
    Each,
}

/// Keeps those of the rows in question that pass.
pub(super) fn keep_numbers(
    numbers: &Numbers,
    check: &Check,
    rows: Range<usize>,
    want: &mut [bool],
) {
    match pass(numbers, check) {
        Pass::Range(codes, turned) => {
            for_codes!(numbers.codes(), all => keep_range(&all[rows], codes, turned, want));
        }
        Pass::In(codes) => for_codes!(numbers.codes(), all => keep_some(&all[rows], &codes, want)),
        Pass::Among(ranges) => {
            for_codes!(numbers.codes(), all => keep_among(&all[rows], &ranges, want));
        }
        Pass::Unknown => for_codes!(numbers.codes(), all => keep_unknown(&all[rows], want)),
        Pass::Each => {
            for (want, row) in want.iter_mut().zip(rows) {
                *want = *want && check.matches(&numbers.value(row));
            }
        }
    }
}

fn pass(numbers: &Numbers, check: &Check) -> Pass {
    // In a column of all numbers the largest has the code of the one before it: its own means the unknown.
    let code = |code: u64| match numbers.span() {
        u64::MAX => code.min(u64::MAX - 1),
        _ => code,
    };
    let codes = |least: i64, most: i64| {
        let codes = numbers.between(least, most).unwrap_or(0..0);
        code(codes.start)..codes.end
    };
    let within = |least: Option<i64>, most: Option<i64>| match (least, most) {
        (Some(least), Some(most)) => codes(least, most),
        _ => 0..0,
    };
    let compare = |compare: Compare, n: i64| {
        let (least, most, turned) = match compare {
            Compare::Equal => (Some(n), Some(n), false),
            Compare::NotEqual => (Some(n), Some(n), true),
            Compare::Less => (Some(i64::MIN), n.checked_sub(1), false),
            Compare::LessOrEqual => (Some(i64::MIN), Some(n), false),
            Compare::Greater => (n.checked_add(1), Some(i64::MAX), false),
            Compare::GreaterOrEqual => (Some(n), Some(i64::MAX), false),
        };
        Pass::Range(within(least, most), turned)
    };
    match check {
        Check::Int(sign, n) => compare(*sign, *n),
        Check::Date(sign, day) => compare(*sign, i64::from(*day)),
        Check::Time(sign, moment) => compare(*sign, *moment),
        Check::Set => compare(Compare::Equal, 1),
        Check::IntIn(list) => {
            let codes = list
                .iter()
                .filter_map(|n| Some(code(numbers.between(*n, *n)?.start)));
            Pass::In(codes.filter(|code| *code <= numbers.span()).collect())
        }
        Check::DateIn(spans) => {
            let spans = spans.iter();
            let codes = spans.map(|(first, last)| codes(i64::from(*first), i64::from(*last)));
            Pass::Among(codes.filter(|codes| !codes.is_empty()).collect())
        }
        Check::TimeIn(spans) => {
            let codes = spans.iter().map(|(first, last)| codes(*first, *last));
            Pass::Among(codes.filter(|codes| !codes.is_empty()).collect())
        }
        Check::Unknown => Pass::Unknown,
        Check::Share(..) | Check::ShareIn(_) => Pass::Each,
        Check::Text(_) | Check::Some(_) | Check::Count(..) | Check::Stop(..) => Pass::Each,
    }
}

fn keep_range<C: Code>(codes: &[C], range: Range<u64>, turned: bool, want: &mut [bool]) {
    // The code of the unknown is the largest; a range that reaches it ends before it.
    let end = C::try_from(range.end).unwrap_or(C::UNKNOWN);
    let Ok(start) = C::try_from(range.start) else {
        return match turned {
            true => want
                .iter_mut()
                .zip(codes)
                .for_each(|(want, c)| *want &= *c != C::UNKNOWN),
            false => want.fill(false),
        };
    };
    let pairs = want.iter_mut().zip(codes);
    match turned {
        true => {
            pairs.for_each(|(want, c)| *want &= ((*c < start) | (*c >= end)) & (*c != C::UNKNOWN))
        }
        false => pairs.for_each(|(want, c)| *want &= (*c >= start) & (*c < end)),
    }
}

fn keep_some<C: Code>(codes: &[C], passing: &[u64], want: &mut [bool]) {
    for (want, code) in want.iter_mut().zip(codes) {
        *want = *want && passing.binary_search(&(*code).into()).is_ok();
    }
}

fn keep_among<C: Code>(codes: &[C], ranges: &[Range<u64>], want: &mut [bool]) {
    for (want, code) in want.iter_mut().zip(codes) {
        let at = |code: u64| ranges.partition_point(|range| range.end <= code);
        let is_within = |code: u64| ranges.get(at(code)).is_some_and(|r| r.contains(&code));
        *want = *want && *code != C::UNKNOWN && is_within((*code).into());
    }
}

fn keep_unknown<C: Code>(codes: &[C], want: &mut [bool]) {
    want.iter_mut()
        .zip(codes)
        .for_each(|(want, code)| *want &= *code == C::UNKNOWN);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::column::{Kind, Value};

    #[test]
    fn codes_pass_as_their_numbers_do() {
        use Compare::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        let tests = [-300, -6, -5, 0, 7, 250, 251, 70_000, i64::MIN, i64::MAX];
        for numbers in [
            vec![Some(-5), None, Some(0), Some(7), Some(249)],
            vec![Some(-5), None, Some(60_000), Some(7)],
            vec![Some(-5), None, Some(70_000)],
            vec![Some(i64::MIN), Some(0), None, Some(i64::MAX - 1)],
            vec![None, None],
        ] {
            let column = Numbers::from_cells(Kind::Int, &numbers);
            let mut ascending = tests.to_vec();
            ascending.sort_unstable();
            let mut checks = vec![Check::Unknown, Check::IntIn(ascending)];
            for sign in [Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual] {
                checks.extend(tests.iter().map(|n| Check::Int(sign, *n)));
            }
            for check in checks {
                let cell = |n: &Option<i64>| n.map_or(Value::Null, Value::Int);
                let expected: Vec<bool> = numbers.iter().map(|n| check.matches(&cell(n))).collect();
                let mut want = vec![true; numbers.len()];
                keep_numbers(&column, &check, 0..numbers.len(), &mut want);
                assert_eq!(want, expected, "{check:?} of {numbers:?}");
            }
        }
    }

    #[test]
    fn the_largest_number_is_not_the_unknown() {
        let cells = [Some(i64::MIN), None, Some(0), Some(i64::MAX)];
        let column = Numbers::from_cells(Kind::Int, &cells);
        for (check, expected) in [
            (
                Check::Int(Compare::Equal, i64::MAX),
                [false, false, false, true],
            ),
            (Check::IntIn(vec![i64::MAX]), [false, false, false, true]),
            (Check::IntIn(vec![0, i64::MAX]), [false, false, true, true]),
            (
                Check::Int(Compare::NotEqual, i64::MAX),
                [true, false, true, false],
            ),
            (
                Check::Int(Compare::GreaterOrEqual, i64::MAX),
                [false, false, false, true],
            ),
            (Check::Unknown, [false, true, false, false]),
        ] {
            let mut want = [true; 4];
            keep_numbers(&column, &check, 0..4, &mut want);
            assert_eq!(want, expected, "{check:?}");
        }
    }

    #[test]
    fn days_pass_by_their_spans() {
        let cells = [
            Some(9),
            None,
            Some(10),
            Some(12),
            Some(13),
            Some(400),
            Some(20),
        ];
        let column = Numbers::from_cells(Kind::Date, &cells);
        let check = Check::DateIn(vec![(-5, 3), (10, 12), (20, 20), (300, 900)]);
        let mut want = vec![true; cells.len()];
        keep_numbers(&column, &check, 0..cells.len(), &mut want);
        let day = |n: &Option<i64>| n.map_or(Value::Null, |n| Value::Date(n as i32));
        let expected: Vec<bool> = cells.iter().map(|n| check.matches(&day(n))).collect();
        assert_eq!(want, expected);
        assert_eq!(want, [false, false, true, true, false, true, true]);
    }
}
