//! Both forms carry the same answer: written and read again it is the same, whatever the texts are.

use std::borrow::Cow;

use proptest::prelude::*;

use super::answer::{Answer, Cell, Table};
use super::{json, xml};

/// Text that breaks careless writers: separators, markup, controls of both kinds, marks that turn the reading
/// direction, characters beyond 16 bits, blanks at the edges.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "|", "||", " ", "&", "&#38;", "&amp;", "<", ">", "]]>", "<!--", "\"", "'", "\\", "\\u0000", "\t", "\n",
            "\r", "\r\n", "\0", "\u{1}", "\u{b}", "\u{1b}[31m", "\u{7f}", "\u{85}", "\u{90}", "\u{91}", "\u{94}",
            "\u{9b}", "\u{9d}", "\u{a0}", "\u{ad}", "\u{200f}", "\u{202e}", "\u{2028}", "\u{feff}", "\u{fffd}",
            "\u{fffe}", "\u{ffff}", "\u{10ffff}", "é", "漢字", "😀", "a", "0",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn cell() -> impl Strategy<Value = Cell> {
    prop_oneof![3 => hostile().prop_map(Cell::Text), 1 => any::<i64>().prop_map(Cell::Int)]
}

/// A table with hostile names, columns, variables and cells.
fn table(name: String) -> impl Strategy<Value = Table> {
    prop::collection::btree_set(hostile(), 1..6).prop_flat_map(move |columns| {
        let columns: Vec<String> = columns.into_iter().collect();
        let row = prop::collection::vec(cell(), columns.len());
        let name = name.clone();
        (prop::collection::vec(row, 1..5), cell(), cell()).prop_map(move |(rows, one, two)| {
            let mut table = Table::new(&name, &[])
                .with("AvailableLines", one)
                .with("Count", two);
            table.columns = columns.clone();
            table.rows = rows;
            table
        })
    })
}

fn answer() -> impl Strategy<Value = Answer> {
    let tables = (hostile(), hostile())
        .prop_filter("names of tables differ", |(a, b)| forms_differ(a, b))
        .prop_flat_map(|(a, b)| (table(a), table(b)))
        .prop_map(|(a, b)| vec![a, b]);
    let tables = prop::option::of(prop_oneof![4 => tables, 1 => Just(Vec::new())]);
    let texts = (hostile(), hostile(), hostile());
    (texts, cell(), cell(), tables).prop_map(|((code, message, full), a, b, tables)| Answer {
        code,
        error_message: message,
        full_error: full,
        globals: vec![("UniqueIndexID".to_owned(), a), ("URLsAdded".to_owned(), b)],
        tables,
    })
}

/// Whether two names stay different in XML.
fn forms_differ(a: &str, b: &str) -> bool {
    legal(a) != legal(b) && columns_differ(&[a.to_owned(), b.to_owned()])
}

fn columns_differ(columns: &[String]) -> bool {
    let carried: std::collections::BTreeSet<_> = columns.iter().map(|c| carried(c)).collect();
    carried.len() == columns.len()
}

/// A text without what no XML document may hold: those characters are written as U+FFFD.
fn legal(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' | '\n' | '\r' => c,
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// What XML cells carry of a text. Lost are, and are only: a lone space, which is how an empty cell is written;
/// one space at an edge beside a pipe, which is how a pipe at an edge is guarded; forbidden characters.
fn carried(text: &str) -> String {
    let text = legal(text);
    if text == " " {
        return String::new();
    }
    let text = text
        .strip_prefix(' ')
        .filter(|rest| rest.starts_with('|'))
        .unwrap_or(&text);
    text.strip_suffix(' ')
        .filter(|rest| rest.ends_with('|'))
        .unwrap_or(text)
        .to_owned()
}

/// The answer as XML carries it: everything is text.
fn as_xml_carries(answer: &Answer) -> Answer {
    let text = |cell: &Cell| Cell::Text(legal(&cell.text()));
    let variables = |all: &[(String, Cell)]| {
        all.iter()
            .map(|(name, cell)| (name.clone(), text(cell)))
            .collect::<Vec<_>>()
    };
    let table = |table: &Table| Table {
        name: legal(&table.name),
        attributes: variables(&table.attributes),
        columns: table.columns.iter().map(|column| carried(column)).collect(),
        rows: table
            .rows
            .iter()
            .map(|row| {
                row.iter()
                    .map(|cell| Cell::Text(carried(&cell.text())))
                    .collect()
            })
            .collect(),
    };
    Answer {
        code: legal(&answer.code),
        error_message: legal(&answer.error_message),
        full_error: legal(&answer.full_error),
        globals: variables(&answer.globals),
        tables: answer
            .tables
            .as_ref()
            .map(|all| all.iter().map(table).collect()),
    }
}

/// A table's name, columns and rows, all as texts.
type Texts<'a> = (&'a str, &'a [String], Vec<Vec<Cow<'a, str>>>);

/// Every table as texts, which is what both forms must agree on.
fn rows(answer: &Answer) -> Vec<Texts<'_>> {
    answer
        .tables
        .iter()
        .flatten()
        .map(|table| {
            let rows = table.rows.iter();
            let rows = rows.map(|row| row.iter().map(Cell::text).collect());
            (
                table.name.as_str(),
                table.columns.as_slice(),
                rows.collect(),
            )
        })
        .collect()
}

proptest! {
    #[test]
    fn json_carries_every_text(answer in answer()) {
        prop_assert_eq!(json::decode(&json::encode(&answer)).unwrap(), answer);
    }

    #[test]
    fn xml_carries_what_its_rules_can(answer in answer()) {
        let tables = answer.tables.as_deref().unwrap_or_default();
        prop_assume!(tables.iter().all(|table| columns_differ(&table.columns)));
        let bytes = xml::encode(&answer);
        prop_assert_eq!(xml::decode(&bytes).unwrap(), as_xml_carries(&answer));
    }

    #[test]
    fn both_forms_of_an_answer_hold_the_same_rows(answer in answer()) {
        let tables = answer.tables.as_deref().unwrap_or_default();
        prop_assume!(tables.iter().all(|table| columns_differ(&table.columns)));
        let carried = as_xml_carries(&answer);
        let from_json = json::decode(&json::encode(&carried)).unwrap();
        let from_xml = xml::decode(&xml::encode(&carried)).unwrap();
        prop_assert_eq!(rows(&from_json), rows(&from_xml));
        prop_assert_eq!(from_json.code, from_xml.code);
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in hostile()) {
        let _whatever = json::decode(&bytes);
        let _whatever = xml::decode(&bytes);
        let _whatever = json::decode(format!("{{\"Code\":{text}}}").as_bytes());
        let _whatever = xml::decode(format!("<Result Code=\"OK\">{text}</Result>").as_bytes());
    }

    #[test]
    fn a_cut_answer_is_said_to_be_cut(answer in answer(), at in any::<prop::sample::Index>()) {
        let tables = answer.tables.as_deref().unwrap_or_default();
        prop_assume!(tables.iter().all(|table| columns_differ(&table.columns)));
        let bytes = json::encode(&answer);
        let short = &bytes[..at.index(bytes.len())];
        prop_assert!(matches!(json::decode(short), Err(json::JsonError::Cut(_))), "{:?}", json::decode(short));
        let bytes = xml::encode(&answer);
        // The last byte is the line end after the last element.
        let short = &bytes[..at.index(bytes.len() - 1)];
        prop_assert!(matches!(xml::decode(short), Err(xml::XmlError::Cut(_))), "{:?}", xml::decode(short));
    }
}
