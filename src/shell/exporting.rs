//! Lists written out, behind the screen.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::exports::Export as Announced;
use super::perform::Performer;
use super::running::Work;
use crate::app::action::Action;
use crate::app::effect::Pane;
use crate::app::export::{Order, Picked};
use crate::model::export::{Format, SPREADSHEET_ROWS};
use crate::model::rows::View;
use crate::store::{Asked, Dataset, Export, Piece, Ranking, StoreError, figures, filter, number};

/// Parts of an export after each of which it is told how far it is.
const TOLD: u64 = 100;

impl Performer {
    /// Announced here and not by its task: who leaves before that begins is told too.
    pub(super) fn export(&self, order: Order) {
        let file = Path::new(&order.file);
        let part = |part: Option<&std::ffi::OsStr>| {
            part.map_or_else(String::new, |part| part.to_string_lossy().into_owned())
        };
        let folder = file.parent().unwrap_or(Path::new(""));
        let announced =
            self.exports
                .announce(folder, part(file.file_stem()), part(file.extension()));
        self.blocking(Work::Export, move |p| {
            let written = p.write_export(&order, announced);
            Some(Action::Exported(
                written.map_err(|why| format!("nothing was exported: {why}")),
            ))
        });
    }

    fn write_export(&self, order: &Order, announced: Announced) -> Result<String, String> {
        check(Path::new(&order.file))?;
        let failed = |error: StoreError| match error {
            StoreError::Cancelled => "it was stopped, and nothing of it was kept".to_owned(),
            other => other.to_string(),
        };
        let rows = self.rows_of(order.pane, &order.view, announced.stop());
        let (dataset, whole) = rows.map_err(failed)?;
        let marked_of = (order.picked != Picked::All).then_some(whole.len());
        let ranking = match &order.picked {
            Picked::All => Arc::clone(&whole),
            Picked::These(rows) => Arc::new(whole.only(rows)),
        };
        let purchase = self.store.purchase(dataset.manifest());
        let piece = Piece {
            dataset: &dataset,
            ranking: &ranking,
            limit: order.limit,
            about: None,
            asked: Asked {
                filter: &order.view.filter,
                order: &order.view.order,
                marked_of,
                purchase: Some(&purchase),
            },
        };
        // Pictures are of all that pass the filter, as they say.
        let figures = match order.format {
            Format::Html => {
                figures(&dataset, &whole, &order.view.filter, announced.stop()).map_err(failed)?
            }
            _ => Vec::new(),
        };
        let export = Export {
            pieces: &[piece],
            columns: &order.columns,
            format: order.format,
            at: self.now(),
            figures: &figures,
        };
        let mut file = announced.begin().map_err(|why| why.to_string())?;
        let of = export.rows();
        let mut told = 0;
        let mut going = |done: u64| {
            let now = (done * TOLD).checked_div(of).unwrap_or(TOLD);
            if now > told {
                told = now;
                self.tell(Action::ExportGrows { done, of });
            }
            !announced.is_stopped()
        };
        let written = export.write(&mut file, &mut going).map_err(failed)?;
        if announced.is_stopped() {
            return Err(failed(StoreError::Cancelled));
        }
        let place = announced.finish(file, |place| {
            let manifest = order.manifest.then(|| export.manifest(&written, place));
            manifest.transpose().map_err(std::io::Error::other)
        });
        let place = place.map_err(|why| trouble(&order.file, &why))?;
        Ok(said(&export, &place, order.manifest))
    }

    /// The rows that a view shows: those on screen, unless they are being ranked still.
    pub(super) fn rows_of(
        &self,
        pane: Pane,
        view: &View,
        stop: &AtomicBool,
    ) -> Result<(Arc<Dataset>, Arc<Ranking>), StoreError> {
        if let Some(shown) = self.lists.showing(pane, view) {
            return Ok(shown);
        }
        let dataset = self.lists.open(&view.dataset)?;
        let filter = filter(&view.list, &view.filter)?;
        let ranking = dataset.rank(&view.list, filter.as_ref(), &view.order, stop)?;
        Ok((dataset, Arc::new(ranking)))
    }
}

/// What a typed path must be.
fn check(file: &Path) -> Result<(), String> {
    let typed = file.to_string_lossy();
    if file.file_name().is_none() || typed.ends_with(['/', std::path::MAIN_SEPARATOR]) {
        return Err(format!(
            "{typed} names no file; type a name behind the folder"
        ));
    }
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => Err(format!(
            "there is no folder {}; folders are not made, so make it or choose another",
            folder.display()
        )),
        _ => Ok(()),
    }
}

fn trouble(file: &str, why: &std::io::Error) -> String {
    format!(
        "{file}: {why}; nothing of it was kept. Choose another folder or name, or free some space"
    )
}

fn said(export: &Export<'_>, place: &Path, manifest: bool) -> String {
    let (rows, wanted) = (export.rows(), export.wanted());
    let rows_text = match rows < wanted {
        true => format!("the first {} of {}", number(rows), number(wanted)),
        false => number(rows),
    };
    let mut said = format!("{rows_text} rows written to {}", place.display());
    if manifest {
        said.push_str(" with its manifest beside it");
    }
    if export.format == Format::CsvExcel && rows >= SPREADSHEET_ROWS {
        let most = number(SPREADSHEET_ROWS - 1);
        said.push_str(&format!("; a sheet of a spreadsheet shows {most} of them"));
    }
    said
}
