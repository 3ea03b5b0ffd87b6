//! What may be written: the operators, in one table for reading, completing and help, and the lines of help.

use crate::model::column::Kind;

/// What stands between a column and a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Equal,
    Exactly,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
    Lacks,
    Matches,
    Word,
    Starts,
    Ends,
    In,
    NotIn,
    Is,
}

/// One way to write one.
#[derive(Debug)]
pub(super) struct Operator {
    pub(super) sign: &'static str,
    pub(super) op: Op,
    kinds: &'static [Kind],
    pub(super) about: &'static str,
}

impl Operator {
    /// Whether columns of a kind can be tested so.
    pub(super) fn fits(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }

    /// Whether it is written in letters, so that blanks part it from its neighbours.
    pub(super) fn is_word(&self) -> bool {
        self.sign.starts_with(|c: char| c.is_ascii_alphabetic())
    }
}

const ANY: &[Kind] = &[
    Kind::Text,
    Kind::Int,
    Kind::Share,
    Kind::Date,
    Kind::Flag,
    Kind::Time,
    Kind::Texts,
    Kind::Counts,
    Kind::Path,
];
const SINGLE: &[Kind] = &[
    Kind::Text,
    Kind::Int,
    Kind::Share,
    Kind::Date,
    Kind::Flag,
    Kind::Time,
];
const EXACT: &[Kind] = &[
    Kind::Text,
    Kind::Int,
    Kind::Share,
    Kind::Date,
    Kind::Flag,
    Kind::Time,
    Kind::Texts,
    Kind::Counts,
];
const SCALES: &[Kind] = &[Kind::Int, Kind::Share, Kind::Date, Kind::Time];
const LISTED: &[Kind] = &[
    Kind::Text,
    Kind::Int,
    Kind::Share,
    Kind::Date,
    Kind::Time,
    Kind::Texts,
    Kind::Counts,
];
const TEXT: &[Kind] = &[Kind::Text, Kind::Texts, Kind::Counts];

const fn operator(
    sign: &'static str,
    op: Op,
    kinds: &'static [Kind],
    about: &'static str,
) -> Operator {
    Operator {
        sign,
        op,
        kinds,
        about,
    }
}

/// Every operator; of signs that begin alike the longer stands first.
pub(super) static OPERATORS: &[Operator] = &[
    operator(">=", Op::GreaterOrEqual, SCALES, "at least"),
    operator("<=", Op::LessOrEqual, SCALES, "at most"),
    operator("=~", Op::Matches, TEXT, "matches a regular expression"),
    operator("==", Op::Exactly, EXACT, "exactly, case counts"),
    operator("!=", Op::NotEqual, SINGLE, "is another"),
    operator("!~", Op::Lacks, TEXT, "does not contain"),
    operator("~w", Op::Word, TEXT, "contains as whole words"),
    operator("~", Op::Contains, TEXT, "contains"),
    operator("=", Op::Equal, SINGLE, "is, in any case"),
    operator(">", Op::Greater, SCALES, "more or later than"),
    operator("<", Op::Less, SCALES, "less or earlier than"),
    operator("contains", Op::Contains, TEXT, "contains"),
    operator(
        "has",
        Op::Word,
        TEXT,
        "contains as whole words; of several texts or names: one of them is it",
    ),
    operator("starts", Op::Starts, TEXT, "begins with"),
    operator("ends", Op::Ends, TEXT, "ends with"),
    operator("matches", Op::Matches, TEXT, "matches a regular expression"),
    operator(
        "in",
        Op::In,
        LISTED,
        "is one of a list or of the lines of a file",
    ),
    operator(
        "not in",
        Op::NotIn,
        LISTED,
        "is none of a list or of the lines of a file",
    ),
    operator(
        "is",
        Op::Is,
        ANY,
        "is null or is not null: whether it is known",
    ),
];

/// The signs that fit a kind, for a message.
pub(super) fn signs_for(kind: Kind) -> String {
    let signs: Vec<&str> = OPERATORS
        .iter()
        .filter(|o| o.fits(kind))
        .map(|o| o.sign)
        .collect();
    signs.join(" ")
}

/// A kind of cell in a sentence.
pub(super) fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Int => "a number",
        Kind::Share => "a share",
        Kind::Date => "a day",
        Kind::Flag => "yes or no",
        Kind::Time => "a moment",
        Kind::Texts => "a list of texts",
        Kind::Counts => "counts by name (one of them is written behind a dot)",
        Kind::Path => "a way of several stops (.type, .status_code or .url of one goes behind it)",
    }
}

/// A line of help: a filter of links that can be typed so, and what it means.
#[derive(Debug)]
pub struct Rule {
    /// To be typed.
    pub write: &'static str,
    /// Its meaning.
    pub means: &'static str,
}

const fn rule(write: &'static str, means: &'static str) -> Rule {
    Rule { write, means }
}

/// The language by examples, for help and README. Each is a filter of links.
pub static GRAMMAR: &[Rule] = &[
    rule(
        "tf>=20",
        "numbers: = != < <= > >= (1,000 and 1_000 are read too)",
    ),
    rule(
        "cf<=2*tf",
        "numbers beside each other: a column, or some times it, of the same row",
    ),
    rule(
        "first_seen>2024-01-31",
        "days: YYYY-MM-DD, or a month or year for the whole of it",
    ),
    rule(
        "first_seen=2024-05",
        "in May 2024; < is before its first day, > after its last",
    ),
    rule(
        "first_seen_time>=2024-01-31T10:00",
        "moments in UTC: a day, month or year too, or to the minute or second",
    ),
    rule("follow>=50%", "shares: 50% or 0.5"),
    rule("nofollow", "flags by name; nofollow=no is known not to be"),
    rule(
        "anchor~casino",
        "text contains, in any case; !~ does not contain",
    ),
    rule(
        "anchor=\"online slots\"",
        "the whole text, in any case; == where case counts, != is another",
    ),
    rule(
        "anchor has bet",
        "contains as a whole word (also ~w): neither letter nor digit next to it",
    ),
    rule(
        "attributes has nofollow",
        "lists: one of the texts is it; ~ one contains it, !~ none does, in (a, b) one is one of these",
    ),
    rule(
        "referring_links_types.anchor>3",
        "counts by name: that of one name; quote what is no word: .\"co.uk\"; has, ~ and in test the names",
    ),
    rule(
        "indirect_link_path.status_code=302",
        "one of the stops on an indirect link's way: .type, .status_code or .url",
    ),
    rule(
        "source_url starts https://blog.",
        "begins so; ends: ends so",
    ),
    rule(
        "anchor =~ \"^(best|top) \\d+\"",
        "regular expression (also matches), linear in time",
    ),
    rule(
        "topic in (Business, \"Arts/Music\")",
        "one of a list; not in: none of it",
    ),
    rule("tf is null", "nothing is known; is not null: something is"),
    rule(
        "tf>=20 and not nofollow",
        "both; and may be left out; not before a test or a parenthesis",
    ),
    rule(
        "(anchor~casino or anchor~bet) tld=de",
        "parentheses; and binds closer than or",
    ),
    rule(
        "country=fr",
        "links: columns of the referring domain count too",
    ),
    rule(
        "domain.topic~sports",
        "links: domain. means the domain's column where both have it",
    ),
];

/// Further lines of help that are no examples.
pub static NOTES: &[&str] = &[
    "domain in @competitors.txt: one of the lines of a file (one value a line, # begins a comment), in any case.",
    "In quotes \\\" is a quote, \\\\ a backslash, \\n \\t \\r \\u{..} characters that are hard to type; expressions keep theirs.",
    "A test of a cell in which nothing is known is false, with != and !~ too; not of it is true.",
    "Case is folded by Unicode: STRASSE is Straße. Regular expressions fold character by character.",
];
