//! Columns as data: one table a kind of row, read by lists, sorting, export, Parquet and help.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde::Serialize;

use super::moment;
use super::nested::{self, Counts, Hop};

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text from outside.
    Text,
    /// A whole number.
    Int,
    /// A share between 0 and 1, shown in percent.
    Share,
    /// A day.
    Date,
    /// Yes or no.
    Flag,
    /// A moment, to the second.
    Time,
    /// Several texts.
    Texts,
    /// Counts by name.
    Counts,
    /// The stops on the way to a target.
    Path,
}

impl Kind {
    /// Whether a cell holds several values.
    pub fn is_nested(self) -> bool {
        matches!(self, Self::Texts | Self::Counts | Self::Path)
    }
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Stable name in exports, sort orders and Parquet files.
    pub id: &'static str,
    /// Other names a person may type.
    pub aliases: &'static [&'static str],
    /// Head of the column on screen.
    pub title: &'static str,
    /// The provider's own names, the first one shown; none where the figure is ours. Downloads and answers name
    /// the same thing differently.
    pub wires: &'static [&'static str],
    /// What its cells hold.
    pub kind: Kind,
    /// Cells it needs on screen at the least.
    pub width: u16,
    /// Its share of the room that is left over; 0 keeps the width.
    pub grow: u16,
    /// Order in which columns give way on a narrow screen: the highest go first.
    pub rank: u8,
    /// One line of help: what the figure means, where it comes from.
    pub about: &'static str,
}

/// A column; its last three measures are width, share of what is left over, and rank.
pub(in crate::model) const fn column(
    id: &'static str,
    aliases: &'static [&'static str],
    title: &'static str,
    wires: &'static [&'static str],
    kind: Kind,
    (width, grow, rank): (u16, u16, u8),
    about: &'static str,
) -> Column {
    Column {
        id,
        aliases,
        title,
        wires,
        kind,
        width,
        grow,
        rank,
        about,
    }
}

/// The columns of several tables of columns as one.
pub(in crate::model) const fn joined<const N: usize>(pieces: &[&[Column]]) -> [Column; N] {
    let mut all = [pieces[0][0]; N];
    let (mut piece, mut at) = (0, 0);
    while piece < pieces.len() {
        let mut column = 0;
        while column < pieces[piece].len() {
            all[at] = pieces[piece][column];
            column += 1;
            at += 1;
        }
        piece += 1;
    }
    all
}

/// How many columns several tables of columns have.
pub(in crate::model) const fn count(pieces: &[&[Column]]) -> usize {
    let (mut piece, mut all) = (0, 0);
    while piece < pieces.len() {
        all += pieces[piece].len();
        piece += 1;
    }
    all
}

impl Column {
    /// The provider's own name as it is shown; empty where the figure is ours.
    pub fn wire(&self) -> &'static str {
        self.wires.first().copied().unwrap_or("")
    }

    /// The name that a provider has for it, as it is shown; empty where the figure is ours. Several providers may fill a
    /// column: all names of DataForSEO begin with a small letter, none of Majestic does.
    pub fn wire_of(&self, provider: &str) -> &'static str {
        let is_small = provider == DATAFORSEO;
        let of = |wire: &&&str| wire.starts_with(char::is_lowercase) == is_small;
        let found = self.wires.iter().find(of).copied();
        let name = found.unwrap_or_else(|| self.wire());
        name.strip_suffix(" (time)").unwrap_or(name)
    }

    /// Whether the provider calls it so, compared without case.
    pub fn is_named(&self, wire: &str) -> bool {
        self.wires.iter().any(|w| w.eq_ignore_ascii_case(wire))
    }

    /// Numbers and dates stand right, so that digits line up.
    pub fn is_right_aligned(&self) -> bool {
        matches!(self.kind, Kind::Int | Kind::Share)
    }
}

/// The provider whose fields begin with small letters, as datasets name it.
pub const DATAFORSEO: &str = "dataforseo";

/// Column of what no other column holds, in every table: one JSON object of name and text.
pub const EXTRA: &str = "extra";

/// That column; it stands last.
#[rustfmt::skip]
pub(in crate::model) const EXTRA_COLUMN: Column =
    column(EXTRA, &[], "Other columns", &[], Kind::Text, (13, 1, 99), "Columns that this program does not know, as one JSON object of name and text.");

/// The columns of one kind of row.
#[derive(Debug)]
pub struct Table {
    /// Name of the view: `links`, `domains`, `items` and so on.
    pub name: &'static str,
    /// In their standard order.
    pub columns: &'static [Column],
}

impl Table {
    /// Position of the column with this id, alias or provider's name (without case).
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| {
            c.id.eq_ignore_ascii_case(name)
                || c.is_named(name)
                || c.aliases.iter().any(|a| a.eq_ignore_ascii_case(name))
        })
    }
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Not known or not given.
    Null,
    /// Text as it came; make it safe before showing it ([`super::text::one_line`]).
    Text(String),
    /// A whole number.
    Int(i64),
    /// A share between 0 and 1.
    Share(f64),
    /// Days since 1970-01-01.
    #[serde(serialize_with = "date_as_text")]
    Date(i32),
    /// Yes or no.
    Flag(bool),
    /// Seconds since 1970-01-01 00:00 UTC.
    #[serde(serialize_with = "moment_as_text")]
    Time(i64),
    /// Several texts.
    Texts(Box<[String]>),
    /// Counts by name.
    Counts(Counts),
    /// The stops on the way to a target.
    Path(Box<[Hop]>),
}

impl Value {
    /// The kind of column that it is a cell of; none where it is not known.
    pub fn kind(&self) -> Option<Kind> {
        Some(match self {
            Self::Null => return None,
            Self::Text(_) => Kind::Text,
            Self::Int(_) => Kind::Int,
            Self::Share(_) => Kind::Share,
            Self::Date(_) => Kind::Date,
            Self::Flag(_) => Kind::Flag,
            Self::Time(_) => Kind::Time,
            Self::Texts(_) => Kind::Texts,
            Self::Counts(_) => Kind::Counts,
            Self::Path(_) => Kind::Path,
        })
    }

    /// The cell as an export writes it: `2026-11-20`, `0.25`, `true`, and JSON where it holds several values; nothing
    /// for [`Value::Null`].
    pub fn plain(&self) -> Cow<'_, str> {
        match self {
            Self::Null => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Int(n) => Cow::Owned(n.to_string()),
            Self::Share(share) => Cow::Owned(format!("{share:.4}")),
            Self::Date(days) => Cow::Owned(date_text(*days)),
            Self::Flag(yes) => Cow::Borrowed(if *yes { "true" } else { "false" }),
            Self::Time(seconds) => Cow::Owned(moment::text(*seconds)),
            Self::Texts(_) | Self::Counts(_) | Self::Path(_) => {
                Cow::Owned(serde_json::to_string(self).unwrap_or_default())
            }
        }
    }

    /// The cell as the screen shows it, safe for a terminal.
    pub fn shown(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Text(text) => super::text::one_line(text),
            Self::Int(n) => grouped(*n),
            Self::Share(share) => format!("{:.0}%", share * 100.0),
            Self::Date(days) => date_text(*days),
            Self::Flag(yes) => if *yes { "yes" } else { "" }.to_owned(),
            Self::Time(seconds) => moment::short(*seconds),
            Self::Texts(texts) => nested::texts_line(texts),
            Self::Counts(counts) => nested::counts_line(counts),
            Self::Path(path) => nested::path_line(path),
        }
    }

    /// The cell where its text alone must tell: as [`Self::shown`], but a flag that is not set says so, unlike one of
    /// which nothing is known, and a moment is told to the second.
    pub fn told(&self) -> String {
        match self {
            Self::Flag(false) => "no".to_owned(),
            Self::Time(seconds) => moment::full(*seconds),
            other => other.shown(),
        }
    }

    /// Each value of a cell that holds several, in one line each and safe for a terminal; one line of any other cell.
    pub fn elements(&self) -> Vec<String> {
        match self {
            Self::Texts(texts) => texts.iter().map(|text| nested::name(text)).collect(),
            Self::Counts(counts) => {
                let line = |(name, count)| format!("{} {}", nested::name(name), grouped(count));
                counts.iter().map(line).collect()
            }
            Self::Path(path) => path.iter().map(Hop::line).collect(),
            other => vec![other.told()],
        }
    }

    /// Order within a column; unknown cells come last in both directions, so the caller must not reverse them. Cells
    /// that hold several values stand by how many.
    pub fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Int(a), Self::Int(b)) => a.cmp(b),
            (Self::Share(a), Self::Share(b)) => a.total_cmp(b),
            (Self::Date(a), Self::Date(b)) => a.cmp(b),
            (Self::Flag(a), Self::Flag(b)) => a.cmp(b),
            (Self::Time(a), Self::Time(b)) => a.cmp(b),
            (Self::Texts(a), Self::Texts(b)) => a.len().cmp(&b.len()),
            (Self::Counts(a), Self::Counts(b)) => a.len().cmp(&b.len()),
            (Self::Path(a), Self::Path(b)) => a.len().cmp(&b.len()),
            _ => Ordering::Equal,
        }
    }

    /// Whether nothing is known.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

fn moment_as_text<S: serde::Serializer>(seconds: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&moment::text(*seconds))
}

fn date_as_text<S: serde::Serializer>(days: &i32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&date_text(*days))
}

/// `YYYY-MM-DD` of a day counted from 1970-01-01; empty for a day outside the calendar.
pub fn date_text(days: i32) -> String {
    let epoch = jiff::civil::date(1970, 1, 1);
    let span = jiff::Span::new().try_days(i64::from(days));
    span.and_then(|span| epoch.checked_add(span))
        .map(|d| d.to_string())
        .unwrap_or_default()
}

/// The day of a `YYYY-MM-DD` text, counted from 1970-01-01.
pub fn parse_date(text: &str) -> Option<i32> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let digits = |from: usize, to: usize| {
        bytes[from..to].iter().try_fold(0i32, |n, b| {
            b.is_ascii_digit().then(|| n * 10 + i32::from(b - b'0'))
        })
    };
    let (year, month, day) = (digits(0, 4)?, digits(5, 7)?, digits(8, 10)?);
    let valid = jiff::civil::Date::new(year as i16, month as i8, day as i8).is_ok();
    valid.then(|| days_from_civil(year, month, day))
}

/// Days since 1970-01-01 of a civil date (proleptic Gregorian).
fn days_from_civil(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// A number of bytes with thousands set apart.
pub fn bytes(n: u64) -> String {
    grouped(n.try_into().unwrap_or(i64::MAX))
}

/// A whole number with thousands set apart: `104,972`.
pub fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if n < 0 {
        text.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_go_both_ways() {
        for days in [i32::MIN, -4_400_000, 3_700_000, 7_304_485, i32::MAX] {
            assert_eq!(date_text(days), "", "{days}");
        }
        for text in [
            "1970-01-01",
            "2006-06-06",
            "2024-02-29",
            "2026-11-20",
            "1969-12-31",
        ] {
            assert_eq!(date_text(parse_date(text).unwrap()), text);
        }
        for text in [
            "",
            "2023-02-29",
            "2024-13-01",
            "20240101",
            "2024-1-01x",
            "+024-01-01",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(-1_234), "-1,234");
        assert_eq!(grouped(104_972), "104,972");
        assert_eq!(grouped(i64::MIN), "-9,223,372,036,854,775,808");
    }

    #[test]
    fn a_column_is_found_by_every_name() {
        let table = &crate::model::link::LINKS;
        let at = table.position("source_trust_flow");
        assert!(at.is_some());
        assert_eq!(table.position("tf"), at);
        assert_eq!(table.position("SourceTrustFlow"), at);
        assert_eq!(table.position("no such"), None);
    }

    #[test]
    fn a_cell_takes_no_more_room_than_its_text() {
        assert_eq!(size_of::<Value>(), size_of::<String>());
    }

    #[test]
    fn cells_of_several_values_are_json_in_exports_and_lines_on_screen() {
        let texts = Value::Texts(Box::from(["nofollow".to_owned(), "ugc".to_owned()]));
        assert_eq!(texts.plain(), r#"["nofollow","ugc"]"#);
        assert_eq!(texts.shown(), "nofollow, ugc");
        assert_eq!(texts.elements(), ["nofollow", "ugc"]);
        let counts = Value::Counts(Counts::new([("a".to_owned(), 1), (String::new(), 2_000)]));
        assert_eq!(counts.plain(), r#"{"":2000,"a":1}"#);
        assert_eq!(counts.shown(), "(none) 2,000, a 1");
        assert_eq!(Value::Time(0).plain(), "1970-01-01T00:00:00Z");
        assert_eq!(Value::Time(0).told(), "1970-01-01 00:00:00 UTC");
    }

    #[test]
    fn names_are_used_once() {
        for table in crate::model::rows::tables() {
            for (at, column) in table.columns.iter().enumerate() {
                let names = std::iter::once(&column.id).chain(column.aliases);
                for name in names.chain(column.wires) {
                    assert_eq!(table.position(name), Some(at), "{name} in {}", table.name);
                }
            }
        }
    }
}
