//! The filter of a question's rows: what of it is sent, and what stays for the list.

use super::Query;
use crate::model::catalog::OptKind;
use crate::model::catalog::dataforseo::{Compiled, Rows, Shape, largest_number};

impl Query {
    /// What became of the filter of its rows, where one was typed in the language of the lists.
    pub fn compiled_filter(&self) -> Option<Compiled> {
        self.entry().options.iter().find_map(|option| {
            let OptKind::Json(shape) = option.kind else {
                return None;
            };
            shape.compiled(self.value(option.wire))?.ok()
        })
    }

    /// The part of its filter that the service cannot do, for the list of its rows; empty where there is none.
    pub fn list_filter(&self) -> String {
        self.compiled_filter()
            .map_or_else(String::new, |compiled| compiled.rest())
    }

    /// Figures by target carry its number: there is none behind the last target.
    pub(super) fn check_numbers(&self) -> Result<(), String> {
        let count = self.targets().count();
        let mut numbered = self.entry().options.iter().filter_map(|option| {
            let is_numbered = matches!(
                option.kind,
                OptKind::Json(Shape::Filters(Rows::Numbered) | Shape::Sort(Rows::Numbered))
            );
            let sent = is_numbered.then(|| option.sent(self.value(option.wire)))?;
            let largest = largest_number(&serde_json::from_str(&sent).ok()?);
            (largest > count).then_some((option.title, largest))
        });
        match numbered.next() {
            Some((title, number)) => Err(format!(
                "{title} asks for target {number}, and there are {count}"
            )),
            None => Ok(()),
        }
    }
}
