//! GetIndexItemInfo: the parameters of a look-up, and the price figures in its answer.

use jiff::Timestamp;

use super::account::text;
use crate::model::catalog::ItemFigures;
use crate::model::target::Target;
use crate::wire::majestic::{Answer, Cell};

/// The command.
pub const COMMAND: &str = "GetIndexItemInfo";
/// Items that one call takes (`MaxGetIndexInfoBatchCount`).
pub const MOST_ITEMS: usize = 100;

/// The parameters of a look-up. Resource-unit failover stays off: it would spend analysis units unasked.
pub fn params(targets: &[Target], datasource: &str, topics: u8) -> Vec<(String, String)> {
    let mut params = vec![
        ("datasource".to_owned(), datasource.to_owned()),
        ("DesiredTopics".to_owned(), topics.to_string()),
        ("EnableResourceUnitFailover".to_owned(), "0".to_owned()),
        ("items".to_owned(), targets.len().to_string()),
    ];
    let items = targets.iter().enumerate();
    params.extend(items.map(|(n, target)| (format!("item{n}"), target.item.clone())));
    params
}

/// The figures of each item, in the order of the answer, with the item's number in the request.
pub fn figures(answer: &Answer, datasource: &str, now: Timestamp) -> Vec<(usize, ItemFigures)> {
    let Some(table) = answer.table("Results") else {
        return Vec::new();
    };
    (0..table.rows.len())
        .filter_map(|row| {
            let number = |column: &str| table.cell(row, column).and_then(Cell::int);
            let item = number("ItemNum")
                .and_then(|n| usize::try_from(n).ok())
                .unwrap_or(row);
            let figures = ItemFigures {
                ref_domains: number("RefDomains")?.max(0),
                ext_back_links: number("ExtBackLinks")?.max(0),
                listed_cost: number("DownloadRefDomainBacklinksAnalysisResUnitsCost")
                    .unwrap_or(0)
                    .max(0),
                listed_links_cost: number("DownloadBacklinksAnalysisResUnitsCost")
                    .unwrap_or(0)
                    .max(0),
                datasource: datasource.to_owned(),
                index_id: text(answer, "UniqueIndexID"),
                index_date: text(answer, "IndexBuildDate"),
                looked_up: now,
            };
            Some((item, figures))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::majestic::Table;

    #[test]
    fn figures_are_read_in_either_spelling() {
        let mut table = Table::new("Results", &["Item", "ExtBackLinks", "RefDomains"]);
        table
            .rows
            .push(vec!["a.example".into(), 120.into(), "7".into()]);
        table
            .rows
            .push(vec!["b.example".into(), "".into(), 3.into()]);
        let answer = Answer::ok()
            .with("UniqueIndexID", "X-FRESH")
            .with_table(table);
        let found = figures(&answer, "fresh", Timestamp::UNIX_EPOCH);
        assert_eq!(found.len(), 1, "a row without a count prices nothing");
        assert_eq!(found[0].0, 0);
        assert_eq!(
            (found[0].1.ref_domains, found[0].1.ext_back_links),
            (7, 120)
        );
        assert_eq!(found[0].1.index_id, "X-FRESH");
    }

    #[test]
    fn failover_stays_off() {
        let targets = [Target::parse("example.com").unwrap()];
        let sent = params(&targets, "historic", 0);
        assert!(sent.contains(&("EnableResourceUnitFailover".into(), "0".into())));
        assert!(sent.contains(&("item0".into(), "example.com".into())));
        assert!(sent.contains(&("items".into(), "1".into())));
    }
}
