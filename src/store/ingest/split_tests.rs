//! Records cut like the csv crate cuts them, whatever pieces the bytes come in.

use std::io::{self, Read};

use proptest::prelude::*;

use super::record::Fields;
use super::split::{SplitError, Splitter};

/// Hands out a few bytes at a time, and an error at the end if there is one.
struct Pieces<'a> {
    bytes: &'a [u8],
    size: usize,
    error: bool,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.bytes.is_empty() && self.error {
            return Err(io::Error::other("cut"));
        }
        let n = self.size.min(buffer.len()).min(self.bytes.len());
        let (now, rest) = self.bytes.split_at(n);
        buffer[..n].copy_from_slice(now);
        self.bytes = rest;
        Ok(n)
    }
}

type Rows = Vec<Vec<Vec<u8>>>;

fn cut(bytes: &[u8], size: usize, error: bool) -> (Rows, Vec<u64>, bool) {
    cut_within(bytes, size, error, 1 << 20)
}

fn cut_within(bytes: &[u8], size: usize, error: bool, most: u64) -> (Rows, Vec<u64>, bool) {
    let pieces = Pieces { bytes, size, error };
    let mut splitter = Splitter::new(pieces, most);
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    loop {
        match splitter.next() {
            Ok(Some(record)) => {
                lines.push(record.line());
                let fields = (0..record.count()).map(|at| record.field(at).unwrap().to_vec());
                rows.push(fields.collect());
            }
            Ok(None) => return (rows, lines, false),
            Err(SplitError::Read(_)) => return (rows, lines, true),
            Err(SplitError::Long) => panic!("no record is long"),
        }
    }
}

fn reference(bytes: &[u8]) -> Rows {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    let rows = reader.byte_records().map(|record| {
        let record = record.unwrap();
        record.iter().map(<[u8]>::to_vec).collect()
    });
    rows.collect()
}

fn texts() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        3 => Just("a"), 2 => Just(","), 2 => Just("\""), 1 => Just("\n"), 1 => Just("\r\n"),
        1 => Just("\r"), 1 => Just("é"), 1 => Just(" "), 1 => Just("longer text,with"), 1 => Just("\",\""),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat().into_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn records_are_those_of_the_csv_crate(bytes in texts(), size in 1usize..40) {
        let (rows, _, _) = cut(&bytes, size, false);
        prop_assert_eq!(rows, reference(&bytes));
    }

    #[test]
    fn a_read_that_fails_takes_no_half_record(bytes in texts(), size in 1usize..40) {
        let (rows, _, failed) = cut(&bytes, size, true);
        prop_assert!(failed);
        let (whole, _, _) = cut(&bytes, size, false);
        prop_assert!(whole.starts_with(&rows));
        prop_assert!(rows.len() + 1 >= whole.len());
    }
}

#[test]
fn lines_are_counted_over_blank_ones_and_breaks_in_quotes() {
    let text = b"a,b\n\n\nc,\"d\n\ne\"\r\nf,g\r\n\"h\"\ni";
    let (rows, lines, _) = cut(text, 3, false);
    assert_eq!(lines, [1, 4, 7, 8, 9]);
    assert_eq!(rows[1], [b"c".to_vec(), b"d\n\ne".to_vec()]);
    let (rows, lines, _) = cut(b"\xef\xbb\xbf\"a\",b", 1, false);
    assert_eq!((rows[0][0].as_slice(), lines[0]), (b"a".as_slice(), 1));
}

#[test]
fn a_record_longer_than_any_is_an_error_with_what_came_before_kept() {
    let mut text = b"a,b\n".to_vec();
    text.resize(3 << 20, b'x');
    for quote in [false, true] {
        if quote {
            text[4] = b'"';
        }
        let pieces = Pieces {
            bytes: &text,
            size: 1 << 16,
            error: false,
        };
        let mut splitter = Splitter::new(pieces, 1 << 20);
        assert_eq!(splitter.next().unwrap().unwrap().count(), 2);
        assert!(matches!(splitter.next(), Err(SplitError::Long)));
        assert_eq!((splitter.line(), splitter.passed()), (2, 4));
    }
}

/// Hands out a piece and counts.
struct Counted<'a> {
    pieces: &'a [&'a [u8]],
    reads: usize,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some((now, rest)) = self.pieces.split_first() else {
            return Ok(0);
        };
        buffer[..now.len()].copy_from_slice(now);
        (self.pieces, self.reads) = (rest, self.reads + 1);
        Ok(now.len())
    }
}

#[test]
fn the_first_record_does_not_wait_for_a_whole_buffer() {
    let input = Counted {
        pieces: &[b"a,", b"b\nc", b",d\n", b"e,f\n"],
        reads: 0,
    };
    let mut splitter = Splitter::new(input, 1 << 20);
    assert_eq!(splitter.next().unwrap().unwrap().count(), 2);
    assert_eq!(splitter.input().reads, 2);
}

#[test]
fn a_first_record_in_many_small_pieces_is_not_searched_anew_after_each() {
    let mut text = vec![b'\n'; 8 << 20];
    text[0] = b'"';
    text.push(b'"');
    let (rows, lines, _) = cut_within(&text, 64, false, 16 << 20);
    assert_eq!(
        (rows.len(), rows[0][0].len(), lines[0]),
        (1, (8 << 20) - 1, 1)
    );
}

#[test]
fn between_tabs_quotes_mean_what_they_mean_between_commas() {
    let mut splitter = Splitter::new(&b"\n\nname\tsaid\na,b\t\"c\td\"\n"[..], 1 << 20);
    assert_eq!(splitter.peek_line().unwrap(), b"name\tsaid");
    splitter.separate_by(b'\t');
    assert_eq!(splitter.next().unwrap().unwrap().line(), 3);
    let record = splitter.next().unwrap().unwrap();
    let fields: Vec<_> = (0..record.count()).map(|at| record.text(at)).collect();
    assert_eq!(fields, [Some("a,b".into()), Some("c\td".into())]);
}

#[test]
fn lines_of_our_own_between_tabs_are_given_back() {
    let text = b"\"a\\tb\t\\\\n\\n\t\n=1\t\"\tc\\x\\\r\n";
    for size in 1..text.len() {
        let pieces = Pieces {
            bytes: text,
            size,
            error: false,
        };
        let mut splitter = Splitter::new(pieces, 1 << 20);
        splitter.separate_by(b'\t');
        splitter.unescape();
        for wanted in [["\"a\tb", "\\n\n", ""], ["=1", "\"", "c\\x\\"]] {
            let record = splitter.next().unwrap().unwrap();
            let fields = (0..record.count()).map(|at| record.text(at).unwrap().into_owned());
            assert_eq!(fields.collect::<Vec<_>>(), wanted, "{size}");
        }
        assert!(splitter.next().unwrap().is_none());
    }
}
