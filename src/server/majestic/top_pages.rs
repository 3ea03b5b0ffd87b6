//! GetTopPages: the most linked pages of a domain, a host or a path, or one exact address, which is the sure test whether
//! the index knows it (Majestic developer documentation, GetTopPages page).
//!
//! The order of the columns, that of the rows and the columns of `DomainInfo` are not documented and ours: pages come by
//! referring domains, then links; the summary is that of the registrable domain, as in other tables of domains.

use super::charge::{analysis_cost, charge};
use super::dispatch::Call;
use super::domain_columns::{FIGURES, FLOWS, figures, flows, topic_cells, topic_columns, topics};
use super::params::Params;
use super::refusal::Refusal;
use super::server_fields::with_index;
use super::subject::{Subject, subject};
use crate::index::{DOMAIN_TOPICS, Index, PageReader, TopPage};
use crate::model::catalog::majestic::GET_TOP_PAGES;
use crate::model::column::date_text;
use crate::model::money::Amounts;
use crate::wire::majestic::{Answer, Cell, Table};

/// Rows unless another count is sent.
const USUAL_ROWS: i64 = 10;
/// Topics of a page.
const TOPICS: usize = 3;

/// Columns before the topics; counts of outgoing links are text, as in the other tables of pages.
const COLUMNS: [&str; 17] = [
    "URL",
    "Title",
    "ACRank",
    "TrustFlow",
    "CitationFlow",
    "RefDomains",
    "RefIPs",
    "ExtBackLinks",
    "OutDomainsExternal",
    "OutLinksExternal",
    "OutLinksInternal",
    "Language",
    "LanguageDesc",
    "LanguageConfidence",
    "LastCrawlResult",
    "Date",
    "FlagPageData",
];

/// The pages, and a summary of their domain.
pub(super) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    let params = call.params;
    let fresh = params.fresh()?;
    let index = call.shared.index(fresh);
    let (count, from) = page(params)?;
    let query = subject(call, GET_TOP_PAGES.subject.param())?;
    let size = |n: i64| usize::try_from(n).unwrap_or(usize::MAX);
    let pages = query
        .id
        .map_or_else(Vec::new, |id| index.top_pages(id, size(from), size(count)));
    let rows = i64::try_from(pages.len()).unwrap_or(i64::MAX);
    let amounts = Amounts::new(analysis_cost(&GET_TOP_PAGES), rows, 0);
    let charged = charge(call, GET_TOP_PAGES.command, amounts)?;
    let total = query.id.map_or(0, |id| index.page_counts(id).0);
    let matches = matches(index, &pages)
        .with("Count", count)
        .with("MaxTopics", TOPICS as i64)
        .with("Query", query.text)
        .with("StartDoc", from)
        .with("TopicsCount", TOPICS as i64)
        .with("TotalMatches", total);
    Ok(with_index(charged.say(Answer::ok()), index, fresh)
        .with_table(matches)
        .with_table(domain_info(index, &query)))
}

/// How many rows, and the first of them, counted from 0; older clients send that as `From`. The documentation bounds it by
/// the value of `Count`, which would leave most pages out of reach: here a row beyond the last is no row.
fn page(params: &Params) -> Result<(i64, i64), Refusal> {
    let (count, start) = params.page(&GET_TOP_PAGES, USUAL_ROWS)?;
    let is_older = params.filled("StartDoc").is_none();
    let from = params.int("From", 0, 0..=i64::MAX)?;
    Ok((count, if is_older { from } else { start }))
}

fn matches(index: &Index, pages: &[TopPage]) -> Table {
    let mut reader = PageReader::new(index);
    let mut table = Table::new("Matches", &COLUMNS);
    table.columns.extend(topic_columns(TOPICS));
    table.rows = pages
        .iter()
        .map(|page| row(index, &mut reader, page))
        .collect();
    table
}

fn row(index: &Index, reader: &mut PageReader<'_>, page: &TopPage) -> Vec<Cell> {
    let standing = index.page_standing(page.place, TOPICS);
    let facts = reader.facts(page.place);
    let known = |n: i64| {
        Cell::Text(if facts.crawled {
            n.to_string()
        } else {
            String::new()
        })
    };
    let day = standing.fetched.or(page.first_found);
    let (language, confidence) = match facts.language {
        Some((language, confidence)) => ((language.code(), language.name()), confidence),
        None => (("", ""), 0),
    };
    let mut row = vec![
        index.page_url(page.place).into(),
        facts.title.as_str().into(),
        i64::from(standing.metrics.acrank).into(),
        i64::from(standing.metrics.trust_flow).into(),
        i64::from(standing.metrics.citation_flow).into(),
        page.ref_domains.into(),
        page.ref_ips.into(),
        page.ext_back_links.into(),
        known(facts.out_domains),
        known(facts.out_links),
        known(facts.internal_links),
        language.0.into(),
        language.1.into(),
        i64::from(confidence).into(),
        standing.result.into(),
        day.map(date_text).unwrap_or_default().into(),
        if standing.fetched.is_some() {
            "True"
        } else {
            "False"
        }
        .into(),
    ];
    row.extend(topic_cells(&standing.topics, TOPICS, false));
    row
}

/// One row; none where the index does not know the item.
fn domain_info(index: &Index, query: &Subject<'_>) -> Table {
    let mut table = Table::new("DomainInfo", &["Domain", "AlexaRank", "RefDomains"]);
    let others = FIGURES.into_iter().chain(FLOWS).map(str::to_owned);
    table.columns.extend(others);
    table.columns.extend(topic_columns(DOMAIN_TOPICS));
    if let Some(id) = query.id {
        let facts = index.domain_facts_of(index.domain_of_item(id));
        let mut row = vec![
            facts.domain.as_str().into(),
            facts.alexa_rank.into(),
            facts.ref_domains.into(),
        ];
        row.extend(figures(Some(&facts)));
        row.extend(flows(Some(&facts)));
        row.extend(topics(Some(&facts), DOMAIN_TOPICS, false));
        table.rows.push(row);
    }
    table
}
