//! Referring domains in the answer itself: GetRefDomains with its columns named after the items, and
//! GetRefDomainInfo.

use super::{AnswerFault, attribute, grid, remove, require, row_texts, texts};
use crate::model::domain::DOMAINS;
use crate::model::query::Query;
use crate::model::text::one_line;
use crate::store::{AnswerRows, Grid};
use crate::wire::majestic::{Answer, Cell, Table};

/// Columns that GetRefDomains makes for each item, with the item behind them (Majestic developer documentation,
/// GetRefDomains page).
const PER_ITEM: [&str; 3] = ["BackLinks_", "FirstLinkDate_", "LastLinkDate_"];

/// GetRefDomains.
pub(super) fn ref_domains(query: &Query, answer: &mut Answer) -> Result<AnswerRows, AnswerFault> {
    let request = remove(answer, "Request");
    let results = require(answer, "Results")?;
    let mut rows = AnswerRows {
        known_domains: known(request.as_ref())
            .or_else(|| attribute(&results, "TotalMatchedDomains")),
        globals: texts(&results.name, &results.attributes),
        ..AnswerRows::default()
    };
    let items = items(query, request.as_ref());
    if let Some(request) = &request {
        rows.globals.extend(requests(request));
    }
    let mut domains = grid(results);
    for (wire, label) in number(&mut domains, &items) {
        if let Some(at) = DOMAINS.position(&wire) {
            let id = DOMAINS.columns[at].id.to_owned();
            rows.labels.insert(id, one_line(&label));
        }
    }
    rows.domains = Some(domains);
    Ok(rows)
}

/// Referring domains of the only item. `TotalMatchedDomains` counts no more than the depth of the analysis, which is
/// all that is said of several items matched against each other.
fn known(request: Option<&Table>) -> Option<i64> {
    let request = request.filter(|table| table.rows.len() == 1)?;
    request.cell(0, "TotalRefDomains").and_then(Cell::int)
}

/// GetRefDomainInfo.
pub(super) fn ref_domain_info(answer: &mut Answer) -> Result<AnswerRows, AnswerFault> {
    let domains = require(answer, "DomainsInfo")?;
    Ok(AnswerRows {
        globals: texts(&domains.name, &domains.attributes),
        domains: Some(grid(domains)),
        ..AnswerRows::default()
    })
}

/// The items in request order: as the answer repeats them, or as they were sent.
fn items(query: &Query, request: Option<&Table>) -> Vec<String> {
    let column = "OriginalRequest";
    let repeated = request.map(|table| {
        (0..table.rows.len())
            .filter_map(|row| Some(table.cell(row, column)?.text().into_owned()))
            .collect::<Vec<_>>()
    });
    repeated
        .filter(|items| items.len() == query.targets().count())
        .unwrap_or_else(|| query.targets().map(|t| t.item.clone()).collect())
}

/// What the answer says of each item, as variables.
fn requests(request: &Table) -> Vec<(String, String)> {
    let row = |n| row_texts(&format!("{}.{n}", request.name), request, n);
    (0..request.rows.len()).flat_map(row).collect()
}

/// Renames the columns of each item by its number in the request; gives back the new and the old names. Names
/// that repeat no item get the numbers that are left, in their order.
fn number(domains: &mut Grid, items: &[String]) -> Vec<(String, String)> {
    let mut renamed = Vec::new();
    for prefix in PER_ITEM {
        let named = |column: &String| {
            let item = column.strip_prefix(prefix)?;
            Some(items.iter().position(|i| i.eq_ignore_ascii_case(item)))
        };
        let taken: Vec<usize> = domains.columns.iter().filter_map(named).flatten().collect();
        let mut left = (0..).filter(|n| !taken.contains(n));
        for column in &mut domains.columns {
            let Some(number) = named(column).and_then(|n| n.or_else(|| left.next())) else {
                continue;
            };
            let new = format!("{prefix}{number}");
            if DOMAINS.position(&new).is_some() {
                renamed.push((new.clone(), std::mem::replace(column, new)));
            }
        }
    }
    renamed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::majestic::{GET_REF_DOMAIN_INFO, GET_REF_DOMAINS};
    use crate::model::target::Target;

    fn query(targets: &[&str]) -> Query {
        let targets = targets.iter().map(|t| Target::parse(t).unwrap());
        Query::about_all(&GET_REF_DOMAINS, targets.collect()).remove(0)
    }

    #[test]
    fn columns_of_items_get_their_numbers_and_keep_their_names_as_labels() {
        let mut results = Table::new(
            "Results",
            &[
                "Position",
                "Domain",
                "BackLinks_b.example",
                "FirstLinkDate_b.example",
                "LastLinkDate_b.example",
                "BackLinks_http://a.example/x y",
            ],
        )
        .with("TotalMatchedDomains", 28);
        results.rows.push(
            ["1", "c.example", "15", "2014-01-08", "2014-02-08", "3"]
                .map(Into::into)
                .to_vec(),
        );
        let answer = Answer::ok().with_table(results);
        let query = query(&["https://a.example/", "b.example"]);
        let taken = super::super::take(&query, answer, jiff::Timestamp::UNIX_EPOCH).unwrap();
        let domains = taken.rows.domains.unwrap();
        assert_eq!(
            domains.columns,
            [
                "Position",
                "Domain",
                "BackLinks_1",
                "FirstLinkDate_1",
                "LastLinkDate_1",
                // Its name repeats no item as sent, so it gets the number that is left.
                "BackLinks_0",
            ]
        );
        assert_eq!(taken.rows.known_domains, Some(28));
        assert_eq!(taken.charged_rows, 1);
        assert_eq!(
            taken.rows.labels["item1_first_link"],
            "FirstLinkDate_b.example"
        );
    }

    #[test]
    fn what_is_known_of_domains_is_one_table() {
        let mut table = Table::new("DomainsInfo", &["RowID", "OriginalItem", "RootDomain"]);
        table
            .rows
            .push(vec![0.into(), "www.a.example".into(), "a.example".into()]);
        let query = Query::new(&GET_REF_DOMAIN_INFO, Target::parse("a.example").unwrap());
        let answer = Answer::ok()
            .with("ChargedAnalysisResUnits", 1_000)
            .with("ChargedRetrievalResUnits", 1)
            .with_table(table);
        let taken = super::super::take(&query, answer, jiff::Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(
            taken.rows.domains.unwrap().columns,
            ["RowID", "OriginalItem", "RootDomain"]
        );
        assert_eq!(
            taken.charged,
            Some(crate::model::money::Amounts::new(1_000, 1, 0))
        );
    }
}
