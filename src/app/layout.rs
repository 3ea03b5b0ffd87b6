//! Where each pane stands on a screen of a given size. Pure sums: the lists need their height to know what to
//! read, the view needs the same figures to draw, the pointer the same to know what it is on.
//!
//! ```text
//! wide                            medium                 narrow
//! budget                          budget                 budget
//! example.com › quietharbour      example.com › quiet…   example.com › quiet…
//! ┌1 Query─┐┌3 Domains─────────┐  ┌3 Domains────────┐    3 Referring domains ─ …
//! └────────┘│                  │  └─────────────────┘
//! ┌2 Jobs──┐└──────────────────┘  ┌4 Links──────────┐
//! │        │┌4 Links──┐┌5 Link─┐  │                 │
//! └────────┘└─────────┘└───────┘  └─────────────────┘
//! notice                          notice                 notice
//! keys                            keys                   keys
//! ```

use ratatui::layout::Rect;

use super::state::Focus;
use crate::config::{Split, Splits};

/// How much there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Not enough for anything but a sentence.
    TooSmall,
    /// One pane at a time.
    Narrow,
    /// A list and what it leads to; the form and the jobs alone.
    Medium,
    /// All panes.
    Wide,
}

/// The least size that shows a pane.
pub const LEAST: (u16, u16) = (30, 6);

/// Columns and rows from which all panes are shown.
const WIDE: (u16, u16) = (120, 24);

/// Columns and rows from which two panes stand one above the other.
const STACKED: (u16, u16) = (90, 20);

/// Rows from which a wide screen that is low shows two panes side by side.
const BESIDE: u16 = 12;

/// Rows from which a breadcrumb stands above all panes.
const CRUMBED: u16 = 30;

/// Columns that the lists need beside the form.
const LEAST_LISTS: u16 = 60;

/// What decides how a screen is divided.
#[derive(Clone, Copy, Debug)]
pub struct Divided<'a> {
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The pane that the keys go to.
    pub focus: Focus,
    /// The pane that the row in full was opened from.
    pub from: Focus,
    /// The rows of pane 3 lead to no links: what they lead to is the row in full.
    pub no_links: bool,
    /// Where the panes were moved apart.
    pub splits: &'a Splits,
    /// The focused pane takes the whole body.
    pub zoomed: bool,
}

/// A line between panes that can be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seam {
    /// Which.
    pub split: Split,
    /// It runs from top to bottom.
    pub upright: bool,
    /// The first column or row behind it.
    pub at: u16,
    /// Where it may stand.
    pub bounds: (u16, u16),
    /// The first column or row of what it divides, and how many there are.
    pub span: (u16, u16),
    /// Where it begins and ends the other way: rows of an upright one.
    pub run: (u16, u16),
}

/// Places of everything on one screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// How much there is room for.
    pub mode: Mode,
    /// The budget line.
    pub budget: Rect,
    /// The breadcrumb, on a screen with enough rows.
    pub crumb: Rect,
    /// Each pane's place, whether it is shown now or not.
    pub panes: [Rect; 5],
    /// Whether each pane is shown now.
    pub shown: [bool; 5],
    /// Panes stand in boxes; else below a line.
    pub boxed: bool,
    /// The focused pane has taken the place of others.
    pub zoomed: bool,
    /// The lines between panes that can be moved, the outermost first.
    pub seams: Vec<Seam>,
    /// The line for notices; on a low screen it is the footer's.
    pub notice: Rect,
    /// The line of keys.
    pub footer: Rect,
}

impl Layout {
    /// The places on a divided screen.
    pub fn of(divided: &Divided) -> Self {
        let (width, height) = divided.size;
        if width < LEAST.0 || height < LEAST.1 {
            return Self::too_small(width, height);
        }
        let mode = mode(divided.size);
        if mode == Mode::Narrow {
            return Self::narrow(width, height, divided.focus);
        }
        let crumb = mode == Mode::Medium || height >= CRUMBED || divided.zoomed;
        let mut layout = Self::bare(mode, divided.size, crumb);
        let top = 1 + u16::from(crumb);
        let body = Rect::new(0, top, width, height - top - 2);
        if divided.zoomed {
            layout.zoomed = true;
            layout.alone(body, divided.focus);
        } else if mode == Mode::Wide {
            layout.all(body, divided);
        } else {
            layout.two(body, divided);
        }
        layout
    }

    /// The place inside a pane's frame: below the title, and inside the border where there is one.
    pub fn inner(&self, focus: Focus) -> Rect {
        let pane = self.panes[focus as usize];
        let (aside, below) = if self.boxed { (2, 2) } else { (1, 1) };
        Rect::new(
            pane.x + aside,
            pane.y + 1,
            pane.width.saturating_sub(2 * aside),
            pane.height.saturating_sub(below),
        )
    }

    /// Whole rows that a list can show below its heads.
    pub fn list_rows(&self, focus: Focus) -> u16 {
        self.inner(focus).height.saturating_sub(1)
    }

    /// The pane that is drawn on a cell.
    pub fn pane_at(&self, x: u16, y: u16) -> Option<Focus> {
        let holds = |focus: &Focus| {
            let at = *focus as usize;
            self.shown[at] && self.panes[at].contains((x, y).into())
        };
        Focus::ALL.into_iter().find(holds)
    }

    /// The innermost line between panes that can be moved left and right, or up and down, and touches a pane.
    pub fn seam_of(&self, focus: Focus, upright: bool) -> Option<&Seam> {
        let pane = self.panes[focus as usize];
        let touches = |seam: &&Seam| {
            let (from, to) = match seam.upright {
                true => (pane.x, pane.right()),
                false => (pane.y, pane.bottom()),
            };
            seam.upright == upright && (seam.at == from || seam.at == to)
        };
        self.seams.iter().rev().find(touches)
    }

    fn too_small(width: u16, height: u16) -> Self {
        let none = Rect::new(0, 0, width, 0);
        Self {
            budget: none,
            notice: Rect::new(0, 0, width, height),
            footer: none,
            boxed: false,
            ..Self::bare(Mode::TooSmall, (width, height), false)
        }
    }

    /// The lines above and below, and no pane yet.
    fn bare(mode: Mode, (width, height): (u16, u16), crumb: bool) -> Self {
        let line = |y| Rect::new(0, y, width, 1);
        Self {
            mode,
            budget: line(0),
            crumb: Rect::new(0, u16::from(crumb), width, u16::from(crumb)),
            panes: [Rect::new(0, 0, width, 0); 5],
            shown: [false; 5],
            boxed: true,
            zoomed: false,
            seams: Vec::new(),
            notice: line(height.saturating_sub(2)),
            footer: line(height.saturating_sub(1)),
        }
    }

    fn alone(&mut self, body: Rect, focus: Focus) {
        self.panes = [body; 5];
        self.shown[focus as usize] = true;
    }

    fn narrow(width: u16, height: u16, focus: Focus) -> Self {
        let roomy = height >= 12;
        let mut layout = Self::bare(Mode::Narrow, (width, height), roomy);
        layout.boxed = false;
        let body = if roomy {
            Rect::new(0, 2, width, height - 4)
        } else {
            layout.notice = layout.footer;
            Rect::new(0, 1, width, height - 2)
        };
        layout.alone(body, focus);
        layout
    }

    /// A list and what it leads to.
    fn two(&mut self, body: Rect, divided: &Divided) {
        let (first, second) = match divided.focus {
            Focus::Form | Focus::Jobs => return self.alone(body, divided.focus),
            Focus::Domains if divided.no_links => (Focus::Domains, Focus::Detail),
            Focus::Domains | Focus::Links => (Focus::Domains, Focus::Links),
            Focus::Detail => (divided.from, Focus::Detail),
        };
        self.panes = [body; 5];
        let (one, other) = if divided.size.1 >= STACKED.1 {
            let usual = body.height * 45 / 100;
            self.above(Split::MediumUpper, divided.splits, body, (usual, LEAST.1))
        } else {
            let usual = body.width * 45 / 100;
            let least = (LEAST.0, LEAST.0);
            self.beside(Split::MediumLeft, divided.splits, body, (usual, least))
        };
        for (focus, place) in [(first, one), (second, other)] {
            self.panes[focus as usize] = place;
            self.shown[focus as usize] = true;
        }
    }

    /// Every pane.
    fn all(&mut self, body: Rect, divided: &Divided) {
        let splits = divided.splits;
        let usual = (body.width * 30 / 100).clamp(40, 54);
        let least = (LEAST.0, LEAST_LISTS);
        let (left, right) = self.beside(Split::WideLeft, splits, body, (usual, least));
        let usual = (body.height * 45 / 100).clamp(14.min(body.height / 2), 24);
        let (form, jobs) = self.above(Split::WideForm, splits, left, (usual, LEAST.1));
        let usual = body.height / 2;
        let (upper, lower) = self.above(Split::WideUpper, splits, right, (usual, LEAST.1));
        let side_by_side = right.width >= 130;
        let (links, detail) = if side_by_side {
            let usual = right.width * 60 / 100;
            let least = (LEAST.0, LEAST.0);
            self.beside(Split::WideLinks, splits, lower, (usual, least))
        } else {
            (lower, lower)
        };
        let in_detail = divided.focus == Focus::Detail;
        self.panes = [form, jobs, upper, links, detail];
        self.shown = [
            true,
            true,
            true,
            side_by_side || !in_detail,
            side_by_side || in_detail,
        ];
    }

    /// Two places side by side: usually with so many columns for the first, and never with fewer than these.
    fn beside(
        &mut self,
        split: Split,
        splits: &Splits,
        area: Rect,
        (usual, least): (u16, (u16, u16)),
    ) -> (Rect, Rect) {
        let (cells, bounds) = cells(splits.cells(split, area.width), usual, area.width, least);
        self.seams.push(Seam {
            split,
            upright: true,
            at: area.x + cells,
            bounds: (area.x + bounds.0, area.x + bounds.1),
            span: (area.x, area.width),
            run: (area.y, area.bottom()),
        });
        (
            Rect {
                width: cells,
                ..area
            },
            Rect {
                x: area.x + cells,
                width: area.width - cells,
                ..area
            },
        )
    }

    /// Two places one above the other.
    fn above(
        &mut self,
        split: Split,
        splits: &Splits,
        area: Rect,
        (usual, least): (u16, u16),
    ) -> (Rect, Rect) {
        let least = (least, least);
        let (cells, bounds) = cells(splits.cells(split, area.height), usual, area.height, least);
        self.seams.push(Seam {
            split,
            upright: false,
            at: area.y + cells,
            bounds: (area.y + bounds.0, area.y + bounds.1),
            span: (area.y, area.height),
            run: (area.x, area.right()),
        });
        (
            Rect {
                height: cells,
                ..area
            },
            Rect {
                y: area.y + cells,
                height: area.height - cells,
                ..area
            },
        )
    }
}

/// How a screen of this size is divided.
fn mode((width, height): (u16, u16)) -> Mode {
    if width >= WIDE.0 && height >= WIDE.1 {
        Mode::Wide
    } else if width >= STACKED.0 && height >= STACKED.1 || width >= WIDE.0 && height >= BESIDE {
        Mode::Medium
    } else {
        Mode::Narrow
    }
}

/// The cells of the first of two parts, and between which bounds they may be moved.
fn cells(moved: Option<u16>, usual: u16, length: u16, least: (u16, u16)) -> (u16, (u16, u16)) {
    let most = length.saturating_sub(least.1);
    let bounds = (least.0.min(most), most);
    (moved.unwrap_or(usual).clamp(bounds.0, bounds.1), bounds)
}

/// The place of a sheet that lies over the panes: at most so wide and high, in the middle.
pub fn overlay((width, height): (u16, u16), want: (u16, u16)) -> Rect {
    let w = want.0.min(width);
    let h = want.1.min(height.saturating_sub(1));
    Rect::new((width - w) / 2, (height.saturating_sub(h)) / 2, w, h)
}
