//! Where the panes were moved apart, as values: for each layout the share that its first part takes, so that it fits a
//! terminal of another size too.

use serde::{Deserialize, Serialize};

/// A line between panes that can be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// All panes: between the form with the jobs and the lists.
    WideLeft,
    /// All panes: between the form and the jobs.
    WideForm,
    /// All panes: between the domains and what is below them.
    WideUpper,
    /// All panes: between the links and the row in full.
    WideLinks,
    /// Two panes, one above the other.
    MediumUpper,
    /// Two panes side by side.
    MediumLeft,
}

/// Shares are counted in these parts of the whole: fine enough for every cell of a large screen.
const WHOLE: u32 = 10_000;

/// Every split that was moved; the others stand where the layout puts them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Splits {
    /// Share of the form and the jobs, of the columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wide_left: Option<u16>,
    /// Share of the form, of the rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wide_form: Option<u16>,
    /// Share of the domains, of the rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wide_upper: Option<u16>,
    /// Share of the links beside the row in full, of the columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wide_links: Option<u16>,
    /// Share of the upper of two panes, of the rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium_upper: Option<u16>,
    /// Share of the left of two panes, of the columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium_left: Option<u16>,
}

impl Splits {
    /// The cells before a split of a length, where it was moved.
    pub fn cells(&self, split: Split, length: u16) -> Option<u16> {
        let share = u32::from((*self.place(split))?).min(WHOLE);
        let cells = (share * u32::from(length) + WHOLE / 2) / WHOLE;
        u16::try_from(cells).ok()
    }

    /// Moves a split to so many cells of a length.
    pub fn put(&mut self, split: Split, cells: u16, length: u16) {
        let length = u32::from(length.max(1));
        let share = (u32::from(cells) * WHOLE + length / 2) / length;
        *self.place_mut(split) = u16::try_from(share.min(WHOLE)).ok();
    }

    /// Puts a split back to where the layout has it.
    pub fn forget(&mut self, split: Split) {
        *self.place_mut(split) = None;
    }

    fn place(&self, split: Split) -> &Option<u16> {
        match split {
            Split::WideLeft => &self.wide_left,
            Split::WideForm => &self.wide_form,
            Split::WideUpper => &self.wide_upper,
            Split::WideLinks => &self.wide_links,
            Split::MediumUpper => &self.medium_upper,
            Split::MediumLeft => &self.medium_left,
        }
    }

    fn place_mut(&mut self, split: Split) -> &mut Option<u16> {
        match split {
            Split::WideLeft => &mut self.wide_left,
            Split::WideForm => &mut self.wide_form,
            Split::WideUpper => &mut self.wide_upper,
            Split::WideLinks => &mut self.wide_links,
            Split::MediumUpper => &mut self.medium_upper,
            Split::MediumLeft => &mut self.medium_left,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_split_stands_on_the_cell_it_was_moved_to() {
        let mut splits = Splits::default();
        assert_eq!(splits.cells(Split::WideLeft, 200), None);
        for length in [1, 30, 119, 200, 1_000, 5_000] {
            for cells in (0..=length).step_by(7) {
                splits.put(Split::WideLeft, cells, length);
                assert_eq!(splits.cells(Split::WideLeft, length), Some(cells));
            }
        }
        assert_eq!(
            splits.cells(Split::WideForm, 50),
            None,
            "only what was moved"
        );
        splits.forget(Split::WideLeft);
        assert_eq!(splits, Splits::default());
    }

    #[test]
    fn shares_out_of_all_bounds_are_taken_for_the_whole() {
        let splits = Splits {
            medium_left: Some(u16::MAX),
            ..Splits::default()
        };
        assert_eq!(splits.cells(Split::MediumLeft, 120), Some(120));
    }

    #[test]
    fn they_are_kept_as_text() {
        let mut splits = Splits::default();
        splits.put(Split::MediumUpper, 8, 20);
        let text = toml::to_string(&splits).unwrap();
        assert_eq!(text, "medium_upper = 4000\n");
        assert_eq!(toml::from_str::<Splits>(&text).unwrap(), splits);
    }
}
