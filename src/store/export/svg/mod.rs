//! Pictures as inline SVG. Numbers stand in them as text, and no mark tells by its colour alone: densities are shades with
//! their number on them, what was lost is drawn hollow and below the axis. Colours come from the document around.

mod bars;
mod canvas;
mod columns;
mod grid;
mod lines;
#[cfg(test)]
mod tests;

use std::sync::atomic::AtomicBool;

use super::Figure;
use crate::model::picture::{Drawn, Picture};
use crate::model::text::marked;
use crate::store::{Dataset, Ranking, StoreError};
use canvas::Canvas;

/// Cells across.
const WIDTH: f64 = 640.0;

/// A picture as it stands in a document.
pub fn figure(picture: &Picture) -> Figure {
    let caption = format!(
        "{} of {}: {}",
        picture.name.title(),
        picture.basis.noun,
        picture.basis.line()
    );
    Figure {
        svg: drawn(picture).end(),
        caption: marked(&caption),
    }
}

/// A picture as a file of its own, with what its numbers are of below it.
pub fn picture_document(picture: &Picture) -> String {
    let mut canvas = drawn(picture);
    let (title, noun) = (picture.name.title(), &picture.basis.noun);
    canvas.line_below(&format!("{title} of {noun}"));
    for piece in picture.basis.pieces() {
        canvas.line_below(&piece);
    }
    canvas.document()
}

fn drawn(picture: &Picture) -> Canvas {
    let mut canvas = Canvas::new(picture.name.title(), &picture.basis.line());
    match &picture.drawn {
        Drawn::Grid(grid) => grid::draw(&mut canvas, grid, &picture.basis),
        Drawn::Bins(bins) => columns::bins(&mut canvas, bins),
        Drawn::Months(months) => columns::months(&mut canvas, months),
        Drawn::Bars(bars) => bars::draw(&mut canvas, bars, &picture.basis),
        Drawn::Lines(lines) => lines::draw(&mut canvas, lines),
    }
    canvas
}

/// Every picture that a list can show, of the rows of a ranking. One in which nothing would be seen is left out.
pub fn figures(
    dataset: &Dataset,
    ranking: &Ranking,
    filter: &str,
    cancel: &AtomicBool,
) -> Result<Vec<Figure>, StoreError> {
    let mut figures = Vec::new();
    for name in dataset.pictures(ranking.list()) {
        let picture = dataset.picture(ranking, filter, name, cancel)?;
        figures.extend(picture.filter(shows).as_ref().map(figure));
    }
    Ok(figures)
}

/// Whether there is anything in it.
fn shows(picture: &Picture) -> bool {
    match &picture.drawn {
        Drawn::Grid(grid) => grid.total() > 0,
        Drawn::Bins(bins) => bins.total() > 0,
        Drawn::Months(months) => !months.counts.is_empty(),
        Drawn::Bars(bars) => !bars.bars.is_empty(),
        Drawn::Lines(lines) => lines.series.iter().any(|series| series.ends().is_some()),
    }
}
