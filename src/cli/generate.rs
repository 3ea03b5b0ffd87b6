//! `generate`: a download of any size from the embedded index, the same for the same arguments.
//!
//! Rows are written out on one thread and packed on another; what is held of the text is a few pieces between them.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use flate2::write::GzEncoder;

use super::args::GenerateArgs;
use super::desk::Desk;
use super::failure::Failure;
use super::headline::number;
use crate::index::{Datasource, Sample, SampleOrder, World};
use crate::server::{Columns, LinkSheet, compression};

/// Bytes of a piece of text. Part of what makes the packed file the same every time.
const PIECE: usize = 1 << 20;
/// Pieces that may wait to be packed.
const WAITING: usize = 4;

/// Runs the command.
pub fn run(desk: &Desk, args: &GenerateArgs) -> Result<(), Failure> {
    let output = desk.common.output.as_deref();
    if output.is_none() && io::stdout().is_terminal() {
        return Err(Failure::Usage(
            "a packed file does not belong on a terminal; name one with --output FILE.csv.gz"
                .to_owned(),
        ));
    }
    desk.talk.say("building the index");
    let world = World::build(args.seed, args.rows);
    let order = if args.shuffle {
        SampleOrder::Shuffled
    } else {
        SampleOrder::Delivered
    };
    let sample = world.sample(Datasource::Historic, args.rows, order);
    if sample.len() < args.rows {
        return Err(Failure::Failed(format!(
            "the index of this seed has only {} links; nothing was written. Ask for fewer rows",
            number(sample.len())
        )));
    }
    desk.outlet()
        .deliver(|out| write(desk, &sample, is_plain(output), out))?;
    desk.talk.say(&format!(
        "{} links from {} hosts of {} domains, by seed {}",
        number(sample.len()),
        number(sample.hosts()),
        number(sample.domains()),
        args.seed
    ));
    Ok(())
}

/// A file that is named `.csv` is not packed.
fn is_plain(output: Option<&Path>) -> bool {
    let extension = output.and_then(Path::extension);
    extension.is_some_and(|e| e.eq_ignore_ascii_case("csv"))
}

fn write(
    desk: &Desk,
    sample: &Sample<'_>,
    plain: bool,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let (pieces, taken) = sync_channel(WAITING);
    let failed = |why: io::Error| Failure::Failed(format!("writing the output failed: {why}"));
    std::thread::scope(|scope| {
        scope.spawn(move || write_rows(sample, pieces));
        if plain {
            return take(desk, taken, out).map_err(failed);
        }
        let mut gzip = GzEncoder::new(out, compression());
        take(desk, taken, &mut gzip)
            .and_then(|()| gzip.finish().map(drop))
            .map_err(failed)
    })
}

/// Whoever makes the pieces hears of a failure by the end of the channel.
fn take(desk: &Desk, taken: Receiver<io::Result<Vec<u8>>>, out: &mut dyn Write) -> io::Result<()> {
    let mut bytes = 0_u64;
    for piece in taken {
        let piece = piece?;
        out.write_all(&piece)?;
        bytes += piece.len() as u64;
        desk.talk
            .progress(&format!("{} MB of text", number(bytes / 1_000_000)));
    }
    Ok(())
}

/// Ends early, without a word, when nobody takes the pieces any more.
fn write_rows(sample: &Sample<'_>, pieces: SyncSender<io::Result<Vec<u8>>>) {
    let sink = Pieces {
        piece: Vec::with_capacity(PIECE),
        to: pieces.clone(),
    };
    let written = LinkSheet::new(sink, Columns::Best).and_then(|mut sheet| {
        let mut rows = sample.records();
        rows.try_for_each(|link| sheet.row(&link, link.source_topic))?;
        sheet.into_inner()?.end()
    });
    if let Err(why) = written {
        // Either it is heard, or nobody is there.
        drop(pieces.send(Err(why)));
    }
}

/// Cuts text into pieces of always the same size.
struct Pieces {
    piece: Vec<u8>,
    to: SyncSender<io::Result<Vec<u8>>>,
}

impl Pieces {
    fn end(mut self) -> io::Result<()> {
        self.send()
    }

    fn send(&mut self) -> io::Result<()> {
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        self.to
            .send(Ok(piece))
            .map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = PIECE - self.piece.len();
        let taken = bytes.len().min(room);
        self.piece.extend_from_slice(&bytes[..taken]);
        if self.piece.len() == PIECE {
            self.send()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
