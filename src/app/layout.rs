//! Where each pane stands on a screen of a given size. Pure sums: the lists need their height to know what to
//! read, the view needs the same figures to draw.
//!
//! ```text
//! budget                          budget
//! ┌1 Query─┐┌3 Domains─────────┐  example.com › quietharbour.example
//! └────────┘│                  │  3 Referring domains ─ …
//! ┌2 Jobs──┐└──────────────────┘
//! │        │┌4 Links──┐┌5 Link─┐
//! └────────┘└─────────┘└───────┘
//! notice                          notice
//! keys                            keys
//! ```

use ratatui::layout::Rect;

use super::state::Focus;

/// How much there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Not enough for anything but a sentence.
    TooSmall,
    /// One pane at a time.
    Narrow,
    /// All panes.
    Wide,
}

/// The least size that shows a pane.
pub const LEAST: (u16, u16) = (30, 6);

/// Places of everything on one screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// How much there is room for.
    pub mode: Mode,
    /// The budget line.
    pub budget: Rect,
    /// The breadcrumb, on a narrow screen with enough rows.
    pub crumb: Rect,
    /// Each pane's place, whether it is shown now or not.
    pub panes: [Rect; 5],
    /// Whether each pane is shown now.
    pub shown: [bool; 5],
    /// The line for notices; on a low screen it is the footer's.
    pub notice: Rect,
    /// The line of keys.
    pub footer: Rect,
}

impl Layout {
    /// The places for a size and a focus.
    pub fn of((width, height): (u16, u16), focus: Focus) -> Self {
        if width < LEAST.0 || height < LEAST.1 {
            return Self::too_small(width, height);
        }
        if width >= 120 && height >= 24 {
            Self::wide(width, height, focus)
        } else {
            Self::narrow(width, height, focus)
        }
    }

    /// The place inside a pane's frame: below the title, and on a wide screen inside the border.
    pub fn inner(&self, focus: Focus) -> Rect {
        let pane = self.panes[focus as usize];
        if self.mode == Mode::Wide {
            Rect::new(
                pane.x + 2,
                pane.y + 1,
                pane.width.saturating_sub(4),
                pane.height.saturating_sub(2),
            )
        } else {
            Rect::new(
                pane.x + 1,
                pane.y + 1,
                pane.width.saturating_sub(2),
                pane.height.saturating_sub(1),
            )
        }
    }

    /// Whole rows that a list can show below its heads.
    pub fn list_rows(&self, focus: Focus) -> u16 {
        self.inner(focus).height.saturating_sub(1)
    }

    fn too_small(width: u16, height: u16) -> Self {
        let none = Rect::new(0, 0, width, 0);
        Self {
            mode: Mode::TooSmall,
            budget: none,
            crumb: none,
            panes: [none; 5],
            shown: [false; 5],
            notice: Rect::new(0, 0, width, height),
            footer: none,
        }
    }

    fn narrow(width: u16, height: u16, focus: Focus) -> Self {
        let line = |y| Rect::new(0, y, width, 1);
        let roomy = height >= 12;
        let body = if roomy {
            Rect::new(0, 2, width, height - 4)
        } else {
            Rect::new(0, 1, width, height - 2)
        };
        let mut shown = [false; 5];
        shown[focus as usize] = true;
        Self {
            mode: Mode::Narrow,
            budget: line(0),
            crumb: Rect::new(0, 1, width, u16::from(roomy)),
            panes: [body; 5],
            shown,
            notice: line(if roomy { height - 2 } else { height - 1 }),
            footer: line(height - 1),
        }
    }

    fn wide(width: u16, height: u16, focus: Focus) -> Self {
        let body = height - 3;
        let left = (width * 30 / 100).clamp(40, 54);
        let right = width - left;
        let form = (body * 45 / 100).clamp(14.min(body / 2), 24);
        let upper = body / 2;
        let lower = body - upper;
        let links_wide = if right >= 130 {
            right * 60 / 100
        } else {
            right
        };
        let (x, y) = (left, 1 + upper);
        let side_by_side = links_wide < right;
        let detail = if side_by_side {
            Rect::new(x + links_wide, y, right - links_wide, lower)
        } else {
            Rect::new(x, y, right, lower)
        };
        let in_detail = focus == Focus::Detail;
        Self {
            mode: Mode::Wide,
            budget: Rect::new(0, 0, width, 1),
            crumb: Rect::new(0, 0, width, 0),
            panes: [
                Rect::new(0, 1, left, form),
                Rect::new(0, 1 + form, left, body - form),
                Rect::new(x, 1, right, upper),
                Rect::new(x, y, links_wide, lower),
                detail,
            ],
            shown: [
                true,
                true,
                true,
                side_by_side || !in_detail,
                side_by_side || in_detail,
            ],
            notice: Rect::new(0, height - 2, width, 1),
            footer: Rect::new(0, height - 1, width, 1),
        }
    }
}

/// The place of a sheet that lies over the panes: at most so wide and high, in the middle.
pub fn overlay((width, height): (u16, u16), want: (u16, u16)) -> Rect {
    let w = want.0.min(width);
    let h = want.1.min(height.saturating_sub(1));
    Rect::new((width - w) / 2, (height.saturating_sub(h)) / 2, w, h)
}
