//! Effects about marked rows into tasks.

use super::perform::Performer;
use super::running::Work;
use crate::app::effect::Effect;

impl Performer {
    /// Which rows are marked, in the order of the keys as well.
    pub(super) fn on_marks(&self, effect: Effect) {
        match effect {
            Effect::FindRows {
                pane,
                generation,
                range,
                how,
            } => {
                let cancel = self.lists.announce_marking(pane);
                self.blocking(Work::Rank, move |p| {
                    p.lists.rows_at((pane, generation), range, how, &cancel)
                });
            }
            Effect::CountMarked {
                pane,
                generation,
                rows,
            } => {
                let cancel = self.lists.announce_marking(pane);
                self.blocking(Work::Rank, move |p| {
                    p.lists.count_marked((pane, generation), &rows, &cancel)
                });
            }
            _ => {}
        }
    }
}
