//! The columns of a referring domain, as counted from the links that are held.

use super::column::{Kind, Table, column};

/// Every column of a referring domain. What a bulk download does not hold stays empty until it is fetched.
#[rustfmt::skip]
pub static DOMAINS: Table = Table {
    name: "domains",
    columns: &[
        column("domain", &["referring_domain"], "Domain", "", Kind::Text, (22, 3, 0), "Registrable domain of the sources (ICANN rules)."),
        column("links", &["links_held"], "Links", "", Kind::Int, (6, 0, 3), "Links held from this domain; the download's cap per domain applies."),
        column("best_source_trust_flow", &["best_tf"], "Best TF", "", Kind::Int, (7, 0, 1), "Highest SourceTrustFlow among the links held."),
        column("best_source_citation_flow", &["best_cf"], "Best CF", "", Kind::Int, (7, 0, 2), "Highest SourceCitationFlow among the links held."),
        column("follow_share", &["follow"], "Follow", "", Kind::Share, (6, 0, 4), "Share of the links held that are not nofollow."),
        column("lost_share", &["lost"], "Lost", "", Kind::Share, (5, 0, 7), "Share of the links held that were gone at the last crawl."),
        column("first_seen", &["first"], "First seen", "", Kind::Date, (10, 0, 5), "Earliest first-found day among the links held."),
        column("last_seen", &["last"], "Last seen", "", Kind::Date, (10, 0, 6), "Latest source crawl day among the links held."),
        column("topic", &[], "Topic", "", Kind::Text, (18, 2, 8), "Most frequent leading topic of the source pages held."),
        column("tld", &["suffix"], "TLD", "", Kind::Text, (6, 0, 9), "Public suffix of the domain."),
        column("trust_flow", &["tf"], "TF", "TrustFlow", Kind::Int, (3, 0, 10), "The domain's own TrustFlow; not in a bulk download, empty until fetched."),
        column("citation_flow", &["cf"], "CF", "CitationFlow", Kind::Int, (3, 0, 11), "The domain's own CitationFlow; not in a bulk download, empty until fetched."),
    ],
};
