//! The columns of a GetIndexItemInfo row, in their recorded order and with their recorded types:
//! what the service keeps as numbers is a number in JSON, what it appends is text even if it is a count.

use std::net::Ipv4Addr;

use super::download::{all_links_cost, best_links_cost};
use crate::index::{ItemInfo, ItemKind, LanguageShare, Topic};
use crate::model::catalog::PriceRule;
use crate::model::catalog::majestic::GET_TOP_BACK_LINKS;
use crate::model::column::date_text;
use crate::server::item::type_number;
use crate::wire::majestic::Cell;

/// A row that is being put together: column names with cells.
pub(super) type Row = Vec<(String, Cell)>;

/// What a row says besides the item's summary.
pub(super) struct Subject<'a> {
    pub number: i64,
    /// As it was sent.
    pub item: &'a str,
    pub kind: ItemKind,
    /// Pairs of topic columns.
    pub topics: usize,
    /// Whether the column of all topics is wanted.
    pub all_topics: bool,
}

/// The row of an item; an item that is not known has counts of zero and empty texts.
pub(super) fn row(subject: &Subject<'_>, info: Option<&ItemInfo>) -> Row {
    let mut row = Row::new();
    let status = if info.is_some() { "Found" } else { "NotFound" };
    text(&mut row, "ItemNum", subject.number);
    text(&mut row, "Item", subject.item);
    text(&mut row, "ResultCode", "OK");
    text(&mut row, "Status", status);
    let blank = blank(subject.kind);
    let info = info.unwrap_or(&blank);
    counts_and_costs(&mut row, info);
    sources(&mut row, info);
    crawl(&mut row, info);
    languages(&mut row, info);
    link_types(&mut row, info);
    flows(&mut row, info, subject);
    row
}

/// Adds a cell of either type.
fn text(row: &mut Row, column: &str, cell: impl Into<Cell>) {
    row.push((column.to_owned(), cell.into()));
}

/// Adds numbers.
fn numbers<const N: usize>(row: &mut Row, cells: [(&str, i64); N]) {
    row.extend(cells.map(|(column, n)| (column.to_owned(), Cell::Int(n))));
}

/// Adds counts that are sent as text.
fn text_numbers<const N: usize>(row: &mut Row, cells: [(&str, i64); N]) {
    row.extend(cells.map(|(column, n)| (column.to_owned(), Cell::Text(n.to_string()))));
}

fn counts_and_costs(row: &mut Row, info: &ItemInfo) {
    let download_back_links = all_links_cost(info.ext_back_links, info.indexed_urls);
    // Inferred from recorded answers: the smaller of the two.
    let download_ref_domains = download_back_links.min(best_links_cost(info.ref_domains));
    numbers(
        row,
        [
            ("ExtBackLinks", info.ext_back_links),
            ("RefDomains", info.ref_domains),
            ("AnalysisResUnitsCost", info.ext_back_links),
            ("ACRank", info.acrank),
            ("ItemType", type_number(info.kind)),
            ("IndexedURLs", info.indexed_urls),
            ("GetTopBackLinksAnalysisResUnitsCost", top_links_cost()),
            ("DownloadBacklinksAnalysisResUnitsCost", download_back_links),
            (
                "DownloadRefDomainBacklinksAnalysisResUnitsCost",
                download_ref_domains,
            ),
        ],
    );
}

/// What a level of GetTopBackLinks costs.
fn top_links_cost() -> i64 {
    match GET_TOP_BACK_LINKS.price {
        PriceRule::Call(price) => price.analysis,
        _ => 0,
    }
}

fn sources(row: &mut Row, info: &ItemInfo) {
    numbers(
        row,
        [
            ("RefIPs", info.ref_ips),
            ("RefSubNets", info.ref_subnets),
            ("RefDomainsEDU", info.edu.domains),
            ("ExtBackLinksEDU", info.edu.links),
            ("RefDomainsGOV", info.gov.domains),
            ("ExtBackLinksGOV", info.gov.links),
            ("RefDomainsEDU_Exact", info.edu_exact.domains),
            ("ExtBackLinksEDU_Exact", info.edu_exact.links),
            ("RefDomainsGOV_Exact", info.gov_exact.domains),
            ("ExtBackLinksGOV_Exact", info.gov_exact.links),
        ],
    );
}

fn crawl(row: &mut Row, info: &ItemInfo) {
    let flag = |set: bool| if set { "True" } else { "False" };
    let date = |day: Option<i32>| day.map_or_else(String::new, date_text);
    text(row, "CrawledFlag", flag(info.crawled));
    text(row, "LastCrawlDate", date(info.last_crawl_date));
    text(row, "LastCrawlResult", info.last_crawl_result);
    text(row, "RedirectFlag", flag(info.redirects));
    text(row, "FinalRedirectResult", info.final_redirect_result);
    text_numbers(
        row,
        [
            ("OutDomainsExternal", info.out_domains_external),
            ("OutLinksExternal", info.out_links_external),
            ("OutLinksInternal", info.out_links_internal),
            ("OutLinksPages", info.out_links_pages),
        ],
    );
    text(row, "LastSeen", date(info.last_seen));
    text(
        row,
        "AffectedByAntiSpamAlgo",
        i64::from(info.affected_by_anti_spam),
    );
    text(row, "Title", info.title.as_str());
    text(row, "RedirectTo", info.redirect_to.as_str());
}

fn languages(row: &mut Row, info: &ItemInfo) {
    language_lists(row, "", &info.languages, info.language_total_pages);
    language_lists(
        row,
        "Ref",
        &info.ref_languages,
        info.ref_language_total_pages,
    );
    text(row, "CrawledURLs", info.crawled_urls);
    let address = match info.root_domain_ip {
        0 => String::new(),
        ip => Ipv4Addr::from(ip).to_string(),
    };
    text(row, "RootDomainIPAddress", address);
}

fn language_lists(row: &mut Row, prefix: &str, shares: &[LanguageShare], pages: i64) {
    let list = |cell: &dyn Fn(&LanguageShare) -> String| {
        let cells: Vec<String> = shares.iter().map(cell).collect();
        cells.join(",")
    };
    let lists = [
        ("Language", list(&|s| s.language.code().to_owned())),
        ("LanguageDesc", list(&|s| s.language.name().to_owned())),
        ("LanguageConfidence", list(&|s| s.confidence.to_string())),
        ("LanguagePageRatios", list(&|s| format!("{:.1}", s.ratio))),
    ];
    for (column, cells) in lists {
        text(row, &format!("{prefix}{column}"), cells);
    }
    text(row, &format!("{prefix}LanguageTotalPages"), pages);
}

fn link_types(row: &mut Row, info: &ItemInfo) {
    let (links, domains) = (&info.non_unique, &info.ref_domain_types);
    text_numbers(
        row,
        [
            ("TotalNonUniqueLinks", links.total),
            ("NonUniqueLinkTypeHomepages", links.homepages),
            ("NonUniqueLinkTypeIndirect", links.indirect),
            ("NonUniqueLinkTypeDeleted", links.deleted),
            ("NonUniqueLinkTypeNoFollow", links.nofollow),
            ("NonUniqueLinkTypeProtocolHTTPS", links.https),
            ("NonUniqueLinkTypeFrame", links.frame),
            ("NonUniqueLinkTypeImageLink", links.image),
            ("NonUniqueLinkTypeRedirect", links.redirect),
            ("NonUniqueLinkTypeTextLink", links.text),
            ("RefDomainTypeLive", domains.live),
            ("RefDomainTypeFollow", domains.follow),
            ("RefDomainTypeHomepageLink", domains.homepage),
            ("RefDomainTypeDirect", domains.direct),
            ("RefDomainTypeProtocolHTTPS", domains.https),
        ],
    );
    text(row, "CanonicalURL", info.canonical_url.as_str());
}

fn flows(row: &mut Row, info: &ItemInfo, subject: &Subject<'_>) {
    numbers(
        row,
        [
            ("CitationFlow", i64::from(info.citation_flow)),
            ("TrustFlow", i64::from(info.trust_flow)),
            ("TrustMetric", i64::from(info.trust_metric)),
        ],
    );
    let cap = max_topics(subject.kind).min(subject.topics);
    for n in 0..subject.topics {
        let (topic, value) = match info.topics.get(n).filter(|_| n < cap) {
            Some((topic, value)) => (*topic, Cell::Int(i64::from(*value))),
            None => ("", Cell::from("")),
        };
        text(row, &format!("TopicalTrustFlow_Topic_{n}"), topic);
        text(row, &format!("TopicalTrustFlow_Value_{n}"), value);
    }
    if subject.all_topics {
        text(row, "TrustCategories", trust_categories(&info.topics));
    }
}

/// `topic=share%=value` for every topic. The share is the topic's part of the sum of all values.
fn trust_categories(topics: &[Topic]) -> String {
    let sum: f64 = topics.iter().map(|(_, value)| f64::from(*value)).sum();
    let one =
        |(topic, value): &Topic| format!("{topic}={:.2}%={value}", f64::from(*value) * 100.0 / sum);
    topics.iter().map(one).collect::<Vec<_>>().join(",")
}

/// Most topics for a kind of item (Majestic developer documentation, GetIndexItemInfo page).
pub(super) fn max_topics(kind: ItemKind) -> usize {
    match kind {
        ItemKind::RootDomain => 30,
        ItemKind::SubDomain => 20,
        ItemKind::Url => 10,
    }
}

fn blank(kind: ItemKind) -> ItemInfo {
    ItemInfo {
        kind,
        ext_back_links: 0,
        ref_domains: 0,
        ref_ips: 0,
        ref_subnets: 0,
        edu: Default::default(),
        gov: Default::default(),
        edu_exact: Default::default(),
        gov_exact: Default::default(),
        acrank: -1,
        indexed_urls: 0,
        crawled_urls: 0,
        crawled: false,
        last_crawl_date: None,
        last_crawl_result: "",
        redirects: false,
        final_redirect_result: "",
        redirect_to: String::new(),
        canonical_url: String::new(),
        out_domains_external: 0,
        out_links_external: 0,
        out_links_internal: 0,
        out_links_pages: 0,
        last_seen: None,
        affected_by_anti_spam: false,
        title: String::new(),
        languages: Vec::new(),
        language_total_pages: 0,
        ref_languages: Vec::new(),
        ref_language_total_pages: 0,
        root_domain_ip: 0,
        non_unique: Default::default(),
        ref_domain_types: Default::default(),
        citation_flow: 0,
        trust_flow: 0,
        trust_metric: 0,
        topics: Vec::new(),
        topics_known: 0,
        first_link_date: None,
        last_link_date: None,
    }
}
