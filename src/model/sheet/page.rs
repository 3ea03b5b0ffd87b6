//! The columns of a page of the target, as Majestic's GetTopPages answers.

use crate::model::column::{Column, EXTRA_COLUMN, Kind, Table, column};

#[rustfmt::skip]
const COLUMNS: &[Column] = &[
    column("url", &["page"], "Page", &["URL"], Kind::Text, (30, 4, 0), "Address of the page."),
    column("trust_flow", &["tf"], "TF", &["TrustFlow"], Kind::Int, (3, 0, 1), "TrustFlow, 0 to 100."),
    column("citation_flow", &["cf"], "CF", &["CitationFlow"], Kind::Int, (3, 0, 2), "CitationFlow, 0 to 100."),
    column("ref_domains", &[], "Ref domains", &["RefDomains"], Kind::Int, (11, 0, 1), "Referring domains of the page."),
    column("ext_back_links", &["links"], "Ext backlinks", &["ExtBackLinks"], Kind::Int, (13, 0, 2), "External backlinks of the page."),
    column("title", &[], "Title", &["Title"], Kind::Text, (20, 2, 5), "Title of the page."),
    column("last_crawl_result", &[], "Crawl result", &["LastCrawlResult"], Kind::Text, (22, 0, 6), "How the last fetch ended."),
    column("date", &[], "Date", &["Date"], Kind::Date, (10, 0, 7), "Day of the last fetch; of a page that was never fetched the day when a link to it was first seen."),
    column("crawled", &[], "Crawled", &["FlagPageData"], Kind::Flag, (7, 0, 8), "The page was fetched."),
    column("ref_ips", &[], "Ref IPs", &["RefIPs"], Kind::Int, (8, 0, 9), "Distinct referring addresses."),
    column("acrank", &[], "ACRank", &["ACRank"], Kind::Int, (6, 0, 11), "ACRank, 0 to 15."),
    column("out_domains", &[], "Out domains", &["OutDomainsExternal"], Kind::Int, (11, 0, 12), "Domains linked to from the page."),
    column("out_links", &[], "Out links", &["OutLinksExternal"], Kind::Int, (9, 0, 13), "External links on the page."),
    column("internal_links", &[], "Internal links", &["OutLinksInternal"], Kind::Int, (14, 0, 14), "Internal links on the page."),
    column("language", &[], "Language", &["Language"], Kind::Text, (8, 0, 15), "Language code of the page."),
    column("topic", &[], "Topic", &["TopicalTrustFlow_Topic_0"], Kind::Text, (18, 2, 16), "Leading topic."),
    column("topic_value", &[], "Topic TF", &["TopicalTrustFlow_Value_0"], Kind::Int, (8, 0, 17), "Topical TrustFlow of that topic."),
    column("topic_1", &[], "Topic 2", &["TopicalTrustFlow_Topic_1"], Kind::Text, (18, 1, 18), "Second topic."),
    column("topic_1_value", &[], "Topic 2 TF", &["TopicalTrustFlow_Value_1"], Kind::Int, (10, 0, 19), "Topical TrustFlow of that topic."),
    column("topic_2", &[], "Topic 3", &["TopicalTrustFlow_Topic_2"], Kind::Text, (18, 1, 20), "Third topic."),
    column("topic_2_value", &[], "Topic 3 TF", &["TopicalTrustFlow_Value_2"], Kind::Int, (10, 0, 21), "Topical TrustFlow of that topic."),
    EXTRA_COLUMN,
];

/// Every column of a page.
pub static PAGES: Table = Table {
    name: "pages",
    columns: COLUMNS,
};
