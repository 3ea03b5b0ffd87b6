//! Numbers, shares, days and flags as they are typed.

use std::ops::RangeInclusive;

use crate::model::column::parse_date;
use crate::model::moment;
use crate::model::text::one_line;

/// A whole number: `20`, `1,000`, `1_000`, `-1`.
pub(super) fn int(text: &str) -> Result<i64, String> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let parted = digits.split([',', '_']);
    let is_number = parted
        .clone()
        .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    if !is_number {
        return Err(format!("`{}` is no whole number", shown(text)));
    }
    let joined: String = text.chars().filter(|c| !matches!(c, ',' | '_')).collect();
    joined
        .parse()
        .map_err(|_| format!("`{}` is out of range", shown(text)))
}

/// A share between 0 and 1: `50%`, `33.3%`, `0.5`.
pub(super) fn share(text: &str) -> Result<f64, String> {
    let percent = text.strip_suffix('%');
    let number = percent.unwrap_or(text).trim_end();
    let is_number = number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let parsed = if percent.is_some() {
        // Shifted in decimals, so that 33.3% and 0.333 are the same.
        format!("{number}e-2").parse::<f64>()
    } else {
        number.parse::<f64>()
    };
    match parsed {
        Ok(share) if is_number && (0.0..=1.0).contains(&share) => Ok(share),
        Ok(_) if is_number => Err(format!(
            "a share lies between 0% and 100%; write 50% or 0.5, not {}",
            shown(text)
        )),
        _ => Err(format!("`{}` is no share; write 50% or 0.5", shown(text))),
    }
}

/// The days that a day, a month or a year stands for.
pub(super) fn days(text: &str) -> Result<RangeInclusive<i32>, String> {
    let day = |end: String| parse_date(&format!("{text}{end}"));
    let last_of_month = || (28..=31).rev().find_map(|d| day(format!("-{d}")));
    let span = match text.len() {
        4 => day("-01-01".to_owned()).zip(day("-12-31".to_owned())),
        7 => day("-01".to_owned()).zip(last_of_month()),
        _ => day(String::new()).map(|day| (day, day)),
    };
    let (first, last) = span.ok_or_else(|| {
        format!(
            "`{}` is no day; write 2024-05-31, 2024-05 or 2024",
            shown(text)
        )
    })?;
    Ok(first..=last)
}

/// The seconds that a moment, a minute, a day, a month or a year stands for, in UTC.
pub(super) fn moments(text: &str) -> Result<RangeInclusive<i64>, String> {
    if let Ok(days) = days(text) {
        let (first, last) = (i64::from(*days.start()), i64::from(*days.end()));
        return Ok(first * moment::DAY..=(last + 1) * moment::DAY - 1);
    }
    let first = moment::parse(text).ok_or_else(|| {
        format!(
            "`{}` is no moment; write 2024-05-31, 2024-05-31T10:00 or 2024-05-31T10:00:30",
            shown(text)
        )
    })?;
    let to_the_minute = text.matches(':').count() == 1;
    Ok(first..=first + if to_the_minute { 59 } else { 0 })
}

/// Yes or no.
pub(super) fn flag(text: &str) -> Result<bool, String> {
    let is_one_of = |words: &[&str]| words.iter().any(|w| w.eq_ignore_ascii_case(text));
    if is_one_of(&["yes", "true", "1"]) {
        Ok(true)
    } else if is_one_of(&["no", "false", "0"]) {
        Ok(false)
    } else {
        Err(format!("`{}` is neither yes nor no", shown(text)))
    }
}

/// A word of a filter in a message: one line, not too long.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 40;
    let start: String = text.chars().take(MOST + 1).collect();
    let mut safe = one_line(&start);
    if start.chars().count() > MOST {
        safe.pop();
        safe.push('…');
    }
    safe
}

/// The same for a sentence of another's making.
pub(super) fn shown_whole(text: &str) -> String {
    one_line(text).chars().take(200).collect()
}
