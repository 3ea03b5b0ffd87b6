//! An overview: one row an item, in the answer itself.

use super::{AnswerFault, grid, require, texts};
use crate::store::AnswerRows;
use crate::wire::majestic::Answer;

/// GetIndexItemInfo.
pub(super) fn index_item_info(answer: &mut Answer) -> Result<AnswerRows, AnswerFault> {
    let results = require(answer, "Results")?;
    Ok(AnswerRows {
        globals: texts(&results.name, &results.attributes),
        items: Some(grid(results)),
        ..AnswerRows::default()
    })
}

#[cfg(test)]
mod tests {
    use crate::model::catalog::majestic::GET_INDEX_ITEM_INFO;
    use crate::model::query::Query;
    use crate::model::target::Target;
    use crate::wire::majestic::{Answer, Table};

    #[test]
    fn an_overview_prices_each_item_as_it_was_asked() {
        let targets = ["a.example", "b.example"].map(|t| Target::parse(t).unwrap());
        let query = Query::about_all(&GET_INDEX_ITEM_INFO, targets.to_vec()).remove(0);
        let mut table = Table::new(
            "Results",
            &[
                "ItemNum",
                "Item",
                "RefDomains",
                "ExtBackLinks",
                "DownloadBacklinksAnalysisResUnitsCost",
            ],
        );
        table.rows = vec![
            vec![
                1.into(),
                "B.example".into(),
                4.into(),
                "9".into(),
                25_000.into(),
            ],
            vec![
                0.into(),
                "a.example".into(),
                "".into(),
                "".into(),
                "".into(),
            ],
        ];
        let answer = Answer::ok().with_table(table);
        let taken = super::super::take(&query, answer, jiff::Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(
            taken.figures.len(),
            1,
            "a row without counts prices nothing"
        );
        assert_eq!(taken.figures[0].0, "b.example");
        assert_eq!(taken.figures[0].1.listed_links_cost, 25_000);
        assert_eq!(taken.charged_rows, 0);
        assert_eq!(taken.rows.items.unwrap().rows.len(), 2);
    }
}
