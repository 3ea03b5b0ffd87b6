//! From kept bytes to an answer: those of the exchange itself, or the packed file of an answer that was queued.

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use super::AnswerFault;
use crate::api::{CallError, RawAnswer};
use crate::model::text::one_line;
use crate::model::wire_format::WireFormat;
use crate::wire::majestic::Answer;

/// Unpacked, an answer is no larger; the client takes none larger over the network either.
const LARGEST: u64 = 256 << 20;

/// The first bytes of a gzip file.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// What stands against reading.
#[derive(Debug)]
pub(in crate::jobs) enum Trouble {
    /// The disk; a later try may succeed.
    Disk(std::io::Error),
    /// The bytes, today and any day.
    Bytes(AnswerFault),
}

/// Reads a kept body, unpacking it if it is packed. Blocks.
pub(in crate::jobs) fn read(path: &Path, host: &str, asked: WireFormat) -> Result<Answer, Trouble> {
    let mut body = Vec::new();
    let file = File::open(path).map_err(Trouble::Disk)?;
    let read = file.take(LARGEST + 1).read_to_end(&mut body);
    if read.map_err(Trouble::Disk)? as u64 > LARGEST {
        return Err(Trouble::Bytes(AnswerFault::TooLarge(LARGEST)));
    }
    if body.starts_with(&GZIP) {
        body = unpack(path, LARGEST)?;
    }
    decode(body, host, asked).map_err(Trouble::Bytes)
}

fn unpack(path: &Path, most: u64) -> Result<Vec<u8>, Trouble> {
    let file = File::open(path).map_err(Trouble::Disk)?;
    let mut unpacked = Vec::new();
    let mut limited = MultiGzDecoder::new(BufReader::new(file)).take(most + 1);
    if let Err(error) = limited.read_to_end(&mut unpacked) {
        let damage = matches!(
            error.kind(),
            ErrorKind::UnexpectedEof | ErrorKind::InvalidData | ErrorKind::InvalidInput
        );
        return Err(match damage {
            true => Trouble::Bytes(AnswerFault::Damaged(one_line(&error.to_string()))),
            false => Trouble::Disk(error),
        });
    }
    if unpacked.len() as u64 > most {
        return Err(Trouble::Bytes(AnswerFault::TooLarge(most)));
    }
    Ok(unpacked)
}

fn decode(body: Vec<u8>, host: &str, asked: WireFormat) -> Result<Answer, AnswerFault> {
    let raw = RawAnswer::kept(200, body.into(), host.to_owned(), asked);
    raw.decode().map_err(|error| match error {
        CallError::NotAnswer { reason, .. } => AnswerFault::Unreadable(reason),
        error => AnswerFault::Refused(error.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn fault(bytes: &[u8]) -> AnswerFault {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answer");
        std::fs::write(&path, bytes).unwrap();
        match read(&path, "h.example", WireFormat::Json) {
            Err(Trouble::Bytes(fault)) => fault,
            other => panic!("{other:?}"),
        }
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn packed_and_plain_bodies_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answer");
        let body = br#"{"Code":"OK","ErrorMessage":"","FullError":""}"#;
        for bytes in [body.to_vec(), packed(body)] {
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(
                read(&path, "h.example", WireFormat::Json).unwrap().code,
                "OK"
            );
        }
    }

    #[test]
    fn each_fault_has_its_name() {
        assert!(matches!(
            fault(b"<html>busy</html>"),
            AnswerFault::Unreadable(_)
        ));
        let whole = packed(&[b' '; 10_000]);
        assert!(matches!(
            fault(&whole[..whole.len() / 2]),
            AnswerFault::Damaged(_)
        ));
        let refusal = br#"{"Code":"FailedRequestViaAPI","ErrorMessage":"no","FullError":""}"#;
        assert!(matches!(fault(&packed(refusal)), AnswerFault::Refused(_)));
    }

    #[test]
    fn what_unpacks_without_end_is_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answer");
        std::fs::write(&path, packed(&[b' '; 5_000])).unwrap();
        assert_eq!(unpack(&path, 5_000).unwrap().len(), 5_000);
        let stopped = unpack(&path, 4_999);
        assert!(matches!(
            stopped,
            Err(Trouble::Bytes(AnswerFault::TooLarge(4_999)))
        ));
    }
}
