//! Where a picture stands on a screen, and how much one of its marks takes together there.

use ratatui::layout::Rect;

use crate::app::layout;
use crate::model::picture::{Drawn, Grain, Grid, Months, Picture, SIDE};

/// Lines below a plot that say how it is read.
pub const LEGEND: u16 = 3;

/// Cells of the numbers beside a plot.
pub const BESIDE: u16 = 5;

/// The places on the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// The sheet with its frame.
    pub sheet: Rect,
    /// Which picture of which.
    pub chooser: Rect,
    /// What its numbers are of.
    pub basis: Rect,
    /// The picture.
    pub plot: Rect,
    /// The mark under the cursor.
    pub mark: Rect,
}

impl Places {
    /// Lines of a list or a table that fit below its heads.
    pub fn lines(&self) -> usize {
        usize::from(self.plot.height.saturating_sub(1)).max(1)
    }

    /// Cells of a plot with a scale at its left and a line of names below it.
    pub fn cells(&self) -> (usize, usize) {
        let width = self.plot.width.saturating_sub(BESIDE);
        let height = self.plot.height.saturating_sub(1);
        (usize::from(width).max(1), usize::from(height).max(1))
    }

    /// The same above the lines that say how it is read.
    pub fn grid_cells(&self) -> (usize, usize) {
        let (width, height) = self.cells();
        let legend = usize::from(self.legend());
        (width, height.saturating_sub(legend).max(1))
    }

    /// Lines that say how a plot is read; none where there is no room.
    pub fn legend(&self) -> u16 {
        if self.plot.height > LEGEND + 4 {
            LEGEND
        } else {
            0
        }
    }
}

/// The places on a screen of a size.
pub fn places(size: (u16, u16)) -> Places {
    let sheet = layout::overlay(size, (size.0, size.1.saturating_sub(2)));
    let (x, width) = (sheet.x + 2, sheet.width.saturating_sub(4));
    let mut y = sheet.y + 1;
    let mut left = sheet.height.saturating_sub(2);
    let mut take = |wanted: u16| {
        let height = wanted.min(left);
        let place = Rect::new(x, y, width, height);
        y += height;
        left -= height;
        place
    };
    let chooser = take(1);
    let roomy = sheet.height >= 14;
    let basis = take(if roomy { 2 } else { 1 });
    let below = if roomy { 2 } else { 1 };
    let inner = sheet.height.saturating_sub(2);
    let plot = take(inner.saturating_sub(chooser.height + basis.height + below));
    let mark = take(below);
    Places {
        sheet,
        chooser,
        basis,
        plot,
        mark,
    }
}

/// Values of a flow that a bucket may take together.
const STEPS: [usize; 11] = [1, 2, 3, 4, 5, 10, 20, 25, 34, 51, SIDE];

/// The same, where numbers stand in the buckets.
const MATRIX: [usize; 7] = [2, 5, 10, 20, 25, 51, SIDE];

/// Cells of a number in a bucket.
const NUMBER: usize = 6;

/// Months that a column may take together.
const MONTHS: [usize; 10] = [1, 3, 6, 12, 24, 60, 120, 600, 1_200, 12_000];

/// How much a mark of a picture takes together on a screen of a size.
pub fn grain(picture: &Picture, size: (u16, u16)) -> Grain {
    let places = places(size);
    match &picture.drawn {
        Drawn::Grid(grid) => of_grid(grid, &places),
        Drawn::Months(months) => of_months(months, &places),
        Drawn::Bins(_) | Drawn::Bars(_) | Drawn::Lines(_) => Grain::FINEST,
    }
}

fn of_grid(grid: &Grid, places: &Places) -> Grain {
    let (width, height) = places.grid_cells();
    let step = |steps: &[usize], room: usize| {
        let fits = |step: &&usize| SIDE.div_ceil(**step) <= room;
        steps.iter().find(fits).copied().unwrap_or(SIDE)
    };
    let (x, y) = if grid.is_matrix {
        let both = step(&MATRIX, (width / NUMBER).min(height));
        (both, both)
    } else {
        (step(&STEPS, width), step(&STEPS, height))
    };
    Grain {
        x,
        y,
        ..Grain::FINEST
    }
}

fn of_months(months: &Months, places: &Places) -> Grain {
    let (width, _) = places.cells();
    // Steps begin with whole years, so that there may be one more than the months fill.
    let fits = |step: &&usize| months.counts.len() / **step + 2 <= width;
    let step = MONTHS.iter().find(fits).copied();
    let months = match months.counts.len() <= width {
        true => 1,
        false => step.unwrap_or(MONTHS[MONTHS.len() - 1]),
    };
    Grain {
        months,
        ..Grain::FINEST
    }
}
