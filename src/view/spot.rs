//! What stands on a cell of the screen, for the pointer: drawing says it, each thing as it is drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::everything;
use super::widgets::Pen;
use crate::app::mouse::Spot;
use crate::app::state::State;

/// What stands where on a screen.
#[derive(Clone, Debug, Default)]
pub struct Spots {
    /// The upper last; none where something lies over what is below.
    drawn: Vec<(Rect, Option<Spot>)>,
}

impl Spots {
    /// What is drawn for a state.
    pub fn of(state: &State) -> Self {
        let (width, height) = state.screen;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let mut pen = Pen::new(&mut buffer, &state.theme);
        everything(state, &mut pen);
        pen.into_spots()
    }

    pub(super) fn push(&mut self, area: Rect, spot: Option<Spot>) {
        self.drawn.push((area, spot));
    }

    /// What a click on a cell means; none where geometry alone tells it, or nothing stands there.
    pub fn at(&self, x: u16, y: u16) -> Option<Spot> {
        let mut upper_first = self.drawn.iter().rev();
        let found = upper_first.find(|(area, _)| area.contains(Position::new(x, y)));
        found.and_then(|(_, spot)| *spot)
    }
}
