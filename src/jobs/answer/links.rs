//! Links in the answer itself: GetBackLinkData, and the levels of GetTopBackLinks joined into one list.

use super::{AnswerFault, attribute, grid, lacks, remove, require, row_texts, texts};
use crate::model::catalog::majestic::LEVELS;
use crate::model::query::Query;
use crate::store::{AnswerRows, Grid};
use crate::wire::majestic::{Answer, Table};

/// The column that says which level a joined row was listed for.
const LEVEL: &str = "BackLinkType";

/// GetBackLinkData: its links, their domains, and what the extra processing counted.
pub(super) fn back_link_data(answer: &mut Answer) -> Result<AnswerRows, AnswerFault> {
    let links = require(answer, "BackLinks")?;
    let mut rows = AnswerRows {
        known_links: attribute(&links, "TotalBackLinks"),
        globals: texts(&links.name, &links.attributes),
        links: Some(grid(links)),
        domains: domains_info(answer),
        ..AnswerRows::default()
    };
    if let Some(statistics) = remove(answer, "Statistics") {
        let said = row_texts(&statistics.name, &statistics, 0);
        rows.globals.extend(said);
    }
    Ok(rows)
}

/// GetNewLostBackLinks: the links of the days that were asked about. How many there are on these days stands before
/// what the service knows of the target, where it says both.
pub(super) fn new_or_lost(answer: &mut Answer) -> Result<AnswerRows, AnswerFault> {
    let mut rows = back_link_data(answer)?;
    let on_these_days = ["BackLinks.TotalLines", "BackLinks.AvailableLines"];
    let said = |name: &str| {
        let found = rows.globals.iter().find(|(n, _)| n == name)?;
        found.1.trim().parse().ok()
    };
    if let Some(count) = on_these_days.into_iter().find_map(said) {
        rows.known_links = Some(count);
    }
    Ok(rows)
}

/// GetTopBackLinks: every level that came, in the order of its tables (Majestic developer documentation,
/// GetTopBackLinks page).
pub(super) fn top_back_links(
    query: &Query,
    answer: &mut Answer,
    notes: &mut Vec<String>,
) -> Result<AnswerRows, AnswerFault> {
    let mut rows = AnswerRows::default();
    let mut joined: Option<Grid> = None;
    for (switch, level) in LEVELS {
        let Some(table) = remove(answer, level) else {
            if query.value(switch) == "1" {
                notes.push(format!("the answer came without the level {level}"));
            }
            continue;
        };
        // Levels lie within each other: the widest one's count is the one that holds for all.
        rows.known_links = rows.known_links.max(attribute(&table, "TotalBackLinks"));
        rows.globals.extend(texts(&table.name, &table.attributes));
        join(
            joined.get_or_insert_with(|| Grid::with_columns(&[LEVEL])),
            level,
            table,
        );
    }
    let Some(joined) = joined else {
        return Err(lacks(answer, "of any level"));
    };
    rows.links = Some(joined);
    rows.domains = domains_info(answer);
    Ok(rows)
}

fn domains_info(answer: &mut Answer) -> Option<Grid> {
    remove(answer, "DomainsInfo").map(grid)
}

/// Appends a table's rows, each with the same first cell, such as its level; columns that only one table has are empty
/// in the rows of the others.
pub(super) fn join(all: &mut Grid, first: &str, table: Table) {
    let level_rows = grid(table);
    let places: Vec<usize> = level_rows
        .columns
        .iter()
        .map(|name| all.place(name))
        .collect();
    let width = all.columns.len();
    for row in &mut all.rows {
        row.resize(width, String::new());
    }
    all.rows.extend(level_rows.rows.into_iter().map(|row| {
        let mut cells = vec![String::new(); width];
        for (at, cell) in places.iter().zip(row) {
            cells[*at] = cell;
        }
        first.clone_into(&mut cells[0]);
        cells
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::majestic::{GET_BACK_LINK_DATA, GET_TOP_BACK_LINKS};
    use crate::model::target::Target;

    fn query(entry: &'static crate::model::catalog::Entry) -> Query {
        Query::new(entry, Target::parse("example.com").unwrap())
    }

    fn take(query: &Query, answer: Answer) -> super::super::Taken {
        super::super::take(query, answer, jiff::Timestamp::UNIX_EPOCH).unwrap()
    }

    #[test]
    fn links_and_their_domains_come_from_one_answer() {
        let mut links = Table::new("BackLinks", &["SourceURL", "DomainID", "New"])
            .with("TotalBackLinks", 2_812_912_800);
        links.rows = vec![
            vec!["http://a.example/".into(), 0.into(), "x".into()],
            vec!["http://b.example/".into(), 1.into(), "".into()],
        ];
        let mut domains = Table::new("DomainsInfo", &["DomainID", "Domain", "TrustFlow"]);
        domains.rows = vec![vec![0.into(), "a.example".into(), "7".into()]];
        let mut statistics = Table::new("Statistics", &["Matches"]);
        statistics.rows = vec![vec![41.into()]];
        let answer = Answer::ok()
            .with("UniqueIndexID", "X-FRESH")
            .with_table(links)
            .with_table(domains)
            .with_table(statistics);
        let taken = take(&query(&GET_BACK_LINK_DATA), answer);
        let rows = taken.rows;
        let links = rows.links.unwrap();
        assert_eq!(links.columns, ["SourceURL", "DomainID", "New"]);
        assert_eq!(links.rows[0], ["http://a.example/", "0", "x"]);
        assert_eq!(
            rows.domains.unwrap().columns,
            ["DomainID", "Domain", "TrustFlow"]
        );
        assert_eq!(rows.known_links, Some(2_812_912_800));
        assert_eq!(taken.charged_rows, 2);
        assert_eq!(rows.index_id.as_deref(), Some("X-FRESH"));
        let said = |name: &str| rows.globals.iter().find(|(n, _)| n == name).cloned();
        assert_eq!(said("Statistics.Matches").unwrap().1, "41");
        assert!(said("BackLinks.TotalBackLinks").is_some() && said("UniqueIndexID").is_some());
    }

    #[test]
    fn levels_are_joined_by_name() {
        let mut url = Table::new("URL", &["SourceURL", "ACRank"]).with("TotalBackLinks", 5);
        url.rows = vec![vec!["http://a.example/".into(), 3.into()]];
        let mut root = Table::new("RootDomain", &["ACRank", "SourceURL", "Later"])
            .with("TotalBackLinks", "90");
        root.rows = vec![vec![9.into(), "http://b.example/".into(), "l".into()]];
        let mut query = query(&GET_TOP_BACK_LINKS);
        query.set("sub-domain-data", "1").unwrap();
        query.set("root-domain-data", "1").unwrap();
        let taken = take(&query, Answer::ok().with_table(url).with_table(root));
        let links = taken.rows.links.unwrap();
        assert_eq!(
            links.columns,
            ["BackLinkType", "SourceURL", "ACRank", "Later"]
        );
        assert_eq!(links.rows[0], ["URL", "http://a.example/", "3", ""]);
        assert_eq!(links.rows[1], ["RootDomain", "http://b.example/", "9", "l"]);
        assert_eq!(taken.rows.known_links, Some(90));
        assert_eq!(taken.notes, ["the answer came without the level SubDomain"]);
    }

    #[test]
    fn a_success_without_its_table_is_a_fault() {
        for entry in [&GET_BACK_LINK_DATA, &GET_TOP_BACK_LINKS] {
            let fault =
                super::super::take(&query(entry), Answer::ok(), jiff::Timestamp::UNIX_EPOCH);
            assert!(matches!(fault, Err(AnswerFault::Lacks { .. })), "{fault:?}");
        }
    }
}
