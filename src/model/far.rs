//! How far long work over the rows of a list is.

/// What is done with rows, one by one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// They are tested by a filter.
    Test,
    /// Their texts are read to be put in order.
    Sort,
    /// They are gone through: counted, or looked through for a text.
    #[default]
    Look,
    /// What was counted is looked up by the rows that stand for it.
    Values,
}

/// How far a step is. All rows may have to be read several times: then each time is a pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Far {
    /// Which step.
    pub step: Step,
    /// Rows done in this pass.
    pub done: u64,
    /// Rows of a pass.
    pub rows: u64,
    /// Which pass, from 1.
    pub pass: u64,
    /// Passes in all, as far as it can be told by now.
    pub passes: u64,
    /// Rows done in all passes of this step.
    pub read: u64,
}

impl Far {
    /// Rows that are still to be done in this step.
    pub fn left(&self) -> u64 {
        let later = self.passes.saturating_sub(self.pass);
        let here = self.rows.saturating_sub(self.done);
        here.saturating_add(later.saturating_mul(self.rows))
    }

    /// Rows done and to be done in this step.
    pub fn whole(&self) -> u64 {
        self.read.saturating_add(self.left())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_counts_the_passes_that_follow() {
        let far = Far {
            step: Step::Sort,
            done: 400,
            rows: 1_000,
            pass: 2,
            passes: 4,
            // The first pass was given up half way.
            read: 900,
        };
        assert_eq!((far.left(), far.whole()), (2_600, 3_500));
        let over = Far {
            done: 1_200,
            pass: 5,
            ..far
        };
        assert_eq!(over.left(), 0);
    }
}
