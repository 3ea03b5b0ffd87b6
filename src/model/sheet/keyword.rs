//! The columns of a keyword, as Majestic's GetKeywordInfo answers.

use crate::model::column::{Column, EXTRA_COLUMN, Kind, Table, column};

#[rustfmt::skip]
const COLUMNS: &[Column] = &[
    column("keyword", &["item"], "Keyword", &["Keyword"], Kind::Text, (24, 3, 0), "The keyword as it was sent."),
    column("phrase_volume", &["volume"], "Volume", &["PhraseSearchVolume"], Kind::Int, (6, 0, 1), "How much it is searched for as a phrase, 0 to 100."),
    column("broad_volume", &[], "Volume (broad)", &["BroadSearchVolume"], Kind::Int, (14, 0, 2), "How much its words are searched for, 0 to 100."),
    column("phrase_found", &[], "Found", &["PhraseFoundFlag"], Kind::Flag, (5, 0, 3), "The phrase is in the index."),
    column("broad_found", &[], "Found (broad)", &["BroadFoundFlag"], Kind::Flag, (13, 0, 4), "Its words are in the index."),
    column("words", &[], "Words", &["WordCount"], Kind::Int, (5, 0, 5), "How many words it has."),
    column("treated_as", &[], "Treated as", &["TreatedAs"], Kind::Text, (12, 1, 6), "What the service looked for."),
    column("pages_in_title", &[], "Pages in title", &["PhraseURLsInTitle"], Kind::Int, (14, 0, 8), "Pages with the phrase in their title."),
    column("domains_in_title", &[], "Domains in title", &["PhraseDomainsInTitle"], Kind::Int, (16, 0, 9), "Domains of these."),
    column("pages_in_url", &[], "Pages in URL", &["PhraseURLsInURL"], Kind::Int, (12, 0, 10), "Pages with the phrase in their address."),
    column("domains_in_url", &[], "Domains in URL", &["PhraseDomainsInURL"], Kind::Int, (14, 0, 11), "Domains of these."),
    column("pages_in_anchor", &[], "Pages in anchor", &["PhraseURLsInAnchor"], Kind::Int, (15, 0, 12), "Pages that are linked to with the phrase."),
    column("domains_in_anchor", &[], "Domains in anchor", &["PhraseDomainsInAnchor"], Kind::Int, (17, 0, 13), "Domains of these."),
    column("pages_in_both", &[], "Pages in both", &["PhraseURLsInAnchorAndInTitle"], Kind::Int, (13, 0, 14), "Pages with the phrase in anchor and title."),
    column("domains_in_both", &[], "Domains in both", &["PhraseDomainsInAnchorAndInTitle"], Kind::Int, (15, 0, 15), "Domains of these."),
    column("broad_pages_in_title", &[], "Pages in title (broad)", &["BroadURLsInTitle"], Kind::Int, (22, 0, 16), "Pages with all its words in their title."),
    column("broad_domains_in_title", &[], "Domains in title (broad)", &["BroadDomainsInTitle"], Kind::Int, (24, 0, 17), "Domains of these."),
    column("broad_pages_in_url", &[], "Pages in URL (broad)", &["BroadURLsInURL"], Kind::Int, (20, 0, 18), "Pages with all its words in their address."),
    column("broad_domains_in_url", &[], "Domains in URL (broad)", &["BroadDomainsInURL"], Kind::Int, (22, 0, 19), "Domains of these."),
    column("broad_pages_in_anchor", &[], "Pages in anchor (broad)", &["BroadURLsInAnchor"], Kind::Int, (23, 0, 20), "Pages that are linked to with all its words."),
    column("broad_domains_in_anchor", &[], "Domains in anchor (broad)", &["BroadDomainsInAnchor"], Kind::Int, (25, 0, 21), "Domains of these."),
    column("broad_pages_in_both", &[], "Pages in both (broad)", &["BroadURLsInAnchorAndInTitle"], Kind::Int, (21, 0, 22), "Pages with all its words in anchor and title."),
    column("broad_domains_in_both", &[], "Domains in both (broad)", &["BroadDomainsInAnchorAndInTitle"], Kind::Int, (23, 0, 23), "Domains of these."),
    EXTRA_COLUMN,
];

/// Every column of a keyword.
pub static KEYWORDS: Table = Table {
    name: "keywords",
    columns: COLUMNS,
};
