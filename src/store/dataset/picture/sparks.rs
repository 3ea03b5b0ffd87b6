//! When the links of a few referring domains were first found: read through their postings, nothing else.

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;

use arrow_array::Array as _;
use arrow_array::cast::AsArray;
use arrow_array::types::Date32Type;

use crate::model::column::parse_date;
use crate::model::link::LINKS;
use crate::model::picture::{Spark, month_of};
use crate::model::rows::{List, RowId};
use crate::store::StoreError;
use crate::store::dataset::Dataset;
use crate::store::dataset::rank::stop_if;
use crate::store::dataset::scan::{Rows, Wanted};

impl Dataset {
    /// The latest month that sparks tell: that of the index, or when the dataset was made.
    pub fn last_month(&self) -> i32 {
        let manifest = &self.manifest;
        let day = |text: &str| text.get(..10).and_then(parse_date).and_then(month_of);
        let made = || day(&manifest.created.strftime("%Y-%m-%d").to_string());
        let index = manifest.index_date.as_deref().and_then(day);
        index.or_else(made).unwrap_or(0)
    }

    /// When the links held of some domains were first found, by month.
    pub fn sparks(
        &self,
        domains: &[RowId],
        cancel: &AtomicBool,
    ) -> Result<Vec<(RowId, Spark)>, StoreError> {
        let last = self.last_month();
        let mut sparks: HashMap<u32, Spark> = HashMap::new();
        let mut ids: Vec<u32> = Vec::new();
        for domain in domains {
            stop_if(cancel)?;
            ids.extend(self.links_of(domain.0)?);
            if let Ok(row) = u32::try_from(domain.0) {
                sparks.insert(row, Spark::default());
            }
        }
        ids.sort_unstable();
        ids.dedup();
        let found = LINKS
            .columns
            .iter()
            .position(|c| c.id == "first_found_date");
        let columns: Vec<usize> = found.into_iter().collect();
        let wanted = Wanted {
            columns: &columns,
            domains: true,
        };
        let all = List::Links { domain: None };
        self.scan(&all, &Rows::These(&ids), wanted, cancel, &mut |batch| {
            let days = batch.columns.first().and_then(Option::as_ref);
            let days = days.and_then(|days| days.as_primitive_opt::<Date32Type>());
            for (row, domain) in batch.domains.iter().enumerate() {
                let day = days.filter(|days| days.is_valid(row));
                let month = day.and_then(|days| month_of(days.value(row)));
                if let (Some(spark), Some(month)) = (sparks.get_mut(domain), month) {
                    spark.add(month, last);
                }
            }
            Ok(true)
        })?;
        let of = |row: &RowId| u32::try_from(row.0).ok().and_then(|row| sparks.get(&row));
        let told = domains.iter().filter_map(|row| Some((*row, *of(row)?)));
        Ok(told.collect())
    }
}
