//! What is worked out from rows (a tally, the numbers of a picture, a row in full) written where the command line says,
//! with its manifest beside a file, as rows have one.

use std::io::Write;

use super::desk::Desk;
use super::failure::Failure;
use super::records::Records;
use super::sheet;
use crate::model::rows::SortKey;
use crate::store::{Asked, Dataset, Derived, Piece, Ranking, StoreError, summed};

/// The rows that something is worked out from.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'a> {
    /// Where they are.
    pub dataset: &'a Dataset,
    /// Which.
    pub ranking: &'a Ranking,
    /// The filter that they passed; empty where there was none.
    pub filter: &'a str,
    /// Their order; empty where they stand as delivered.
    pub order: &'a [SortKey],
}

impl Basis<'_> {
    /// Writes what `shows` names: `tally` of a column, `picture` of a kind, `row` of a place.
    pub fn deliver(
        &self,
        desk: &Desk,
        shows: (&str, &str),
        records: &Records,
    ) -> Result<(), Failure> {
        if desk.outlet().file().is_none() {
            return desk.deliver(records);
        }
        let (form, envelope) = (desk.form(), desk.common.envelope);
        let what = Derived {
            columns: records.columns(),
            format: form.name(),
            ..self.derived(shows)
        };
        write(desk, what, records.len(), |out| {
            records.write_as(out, form, envelope)
        })
    }

    /// Writes a drawing of what `shows` names.
    pub fn deliver_drawn(
        &self,
        desk: &Desk,
        shows: (&str, &str),
        svg: &str,
    ) -> Result<(), Failure> {
        let what = Derived {
            format: "svg",
            ..self.derived(shows)
        };
        write(desk, what, 0, |out| {
            let written = out.write_all(svg.as_bytes());
            written.map_err(|why| Failure::Failed(format!("writing the output failed: {why}")))
        })
    }

    fn derived<'a>(&'a self, shows: (&'a str, &'a str)) -> Derived<'a> {
        Derived {
            piece: Piece {
                dataset: self.dataset,
                ranking: self.ranking,
                limit: None,
                about: None,
                asked: Asked {
                    filter: self.filter,
                    order: self.order,
                    ..Asked::default()
                },
            },
            shows,
            columns: &[],
            format: "",
            at: Desk::clock()(),
        }
    }
}

fn write(
    desk: &Desk,
    what: Derived<'_>,
    rows: u64,
    write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let outlet = desk.outlet();
    let Some(file) = outlet.file().filter(|_| !desk.common.no_manifest) else {
        return outlet.deliver(write);
    };
    let bought = sheet::purchases(desk, &[what.piece.dataset.manifest()]);
    let mut what = what;
    what.piece.asked.purchase = bought.first();
    let failed = |why: StoreError| Failure::Failed(why.to_string());
    outlet.deliver_described(|out| {
        let written = summed(out, rows, write)?;
        what.manifest(&written, file).map_err(failed)
    })
}
