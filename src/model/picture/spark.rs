//! How many links of a referring domain were first found in each of the last months.

/// Months that are told.
pub const SPARK_MONTHS: usize = 24;

/// Heights of a month; 0 is nothing.
const HEIGHTS: u64 = 8;

/// Links by month, the latest last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spark {
    counts: [u32; SPARK_MONTHS],
}

impl Spark {
    /// Counts a link that was first found in a month, where `last` is the latest month told; one of another time is not
    /// told.
    pub fn add(&mut self, month: i32, last: i32) {
        let before = usize::try_from(i64::from(last) - i64::from(month)).ok();
        let at = before.and_then(|before| (SPARK_MONTHS - 1).checked_sub(before));
        if let Some(count) = at.and_then(|at| self.counts.get_mut(at)) {
            *count += 1;
        }
    }

    /// Links of each month.
    pub fn counts(&self) -> &[u32; SPARK_MONTHS] {
        &self.counts
    }

    /// Heights of each month against the highest of this domain: 1 to 8, and 0 where there is none.
    pub fn heights(&self) -> [usize; SPARK_MONTHS] {
        let most = self.counts.iter().copied().max().unwrap_or(0).max(1);
        self.counts.map(|count| {
            let height = (u64::from(count) * HEIGHTS).div_ceil(u64::from(most));
            usize::try_from(height).unwrap_or(0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_stand_against_the_highest() {
        let mut spark = Spark::default();
        for (month, count) in [(100, 16), (99, 1), (77, 8), (76, 5), (101, 5)] {
            (0..count).for_each(|_| spark.add(month, 100));
        }
        spark.add(i32::MIN, 100);
        spark.add(i32::MAX, 100);
        let heights = spark.heights();
        assert_eq!(
            (heights[23], heights[22], heights[0], heights[1]),
            (8, 1, 4, 0)
        );
        assert_eq!(spark.counts().iter().sum::<u32>(), 25);
        assert_eq!(Spark::default().heights(), [0; SPARK_MONTHS]);
    }
}
