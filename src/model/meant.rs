//! What a person means by a short name in a list that has it under another one, or whose own column of that name is
//! empty: `tf` in a list of domains is the best TrustFlow of their links as long as their own is not fetched.

use super::column::Table;

/// Words, and the columns that they may mean, the likeliest first. A list takes the first that it has and that is
/// filled. Case, blanks, dashes and underscores of a word do not matter.
#[rustfmt::skip]
const MEANT: &[(&[&str], &[&str])] = &[
    (&["tf", "trustflow", "trust"], &["best_source_trust_flow", "source_trust_flow", "trust_flow", "topical_trust_flow"]),
    (&["cf", "citationflow", "citation"], &["best_source_citation_flow", "source_citation_flow", "citation_flow"]),
    (&["topic"], &["own_topic", "source_topic", "domain_topic"]),
    (&["topicvalue", "topictf"], &["own_topic_value", "source_topic_value", "domain_topic_value", "topical_trust_flow"]),
    (&["links", "backlinks", "extbacklinks"], &["links", "matched_links", "backlinks", "target_backlinks", "total_links", "ext_back_links", "new_links", "links_count"]),
    (&["domains", "refdomains", "referringdomains"], &["ref_domains", "referring_main_domains", "referring_domains", "new_referring_domains"]),
    (&["ips", "refips"], &["ref_ips", "referring_ips"]),
    (&["subnets", "refsubnets"], &["ref_subnets", "referring_subnets"]),
    (&["rank"], &["rank", "domain_from_rank", "page_from_rank", "target_rank"]),
    (&["spam", "spamscore"], &["backlinks_spam_score", "backlink_spam_score", "target_backlinks_spam_score", "target_spam_score"]),
    (&["first", "firstseen", "found"], &["first_seen", "first_link_seen", "first_found_date", "item0_first_link"]),
    (&["last", "lastseen", "seen"], &["last_seen", "last_seen_date", "source_crawl_date", "item0_last_link", "last_crawl_date"]),
    (&["date", "day", "month"], &["date", "source_crawl_date", "last_seen", "last_crawl_date"]),
    (&["lost", "deleted"], &["lost_share", "deleted", "lost_date", "date_lost", "deleted_links", "links_deleted", "lost_links", "lost_backlinks"]),
    (&["new"], &["is_new", "new_links", "new_backlinks"]),
    (&["follow", "dofollow"], &["follow_share", "dofollow"]),
    (&["nofollow"], &["nofollow", "nofollow_links", "links_nofollow"]),
    (&["domain", "host"], &["domain", "source_domain", "domain_from", "item"]),
    (&["url", "page", "source"], &["source_url", "url", "item"]),
    (&["pages"], &["source_pages", "pages", "referring_pages", "crawled_pages", "indexed_urls"]),
    (&["target", "item"], &["target_url", "item"]),
    (&["anchor", "text"], &["anchor_text", "anchor"]),
    (&["title"], &["title", "source_title", "page_from_title"]),
    (&["language", "lang"], &["language", "source_language", "page_from_language"]),
    (&["country"], &["country", "domain_from_country"]),
    (&["ip", "address"], &["ip", "domain_from_ip", "ip_address"]),
    (&["platform"], &["domain_from_platform_type", "platform_type"]),
    (&["tld", "suffix"], &["tld", "tld_from"]),
    (&["type", "kind"], &["link_type", "item_type", "type"]),
    (&["status"], &["status", "page_from_status_code", "last_crawl_result"]),
    (&["cost", "price"], &["download_cost", "analysis_cost"]),
    (&["score"], &["search_score"]),
    (&["volume"], &["phrase_volume"]),
];

/// The columns of a table that a word may mean beside the one that has it for a name, the likeliest first.
pub fn by(table: &Table, word: &str) -> Vec<usize> {
    let word = joined(word);
    let row = MEANT
        .iter()
        .find(|(words, _)| words.contains(&word.as_str()));
    let ids = row.map_or(&[][..], |(_, ids)| ids);
    let at = |id: &&str| table.columns.iter().position(|column| column.id == *id);
    ids.iter().filter_map(at).collect()
}

/// The columns that say the same of something else as the column at this place, which is empty: those that its names
/// may mean, then those whose name ends with its own.
pub fn instead_of(table: &Table, column: usize) -> Vec<usize> {
    let Some(own) = table.columns.get(column) else {
        return Vec::new();
    };
    let names = std::iter::once(own.id).chain(own.aliases.iter().copied());
    let mut found: Vec<usize> = names.flat_map(|name| by(table, name)).collect();
    let ending = format!("_{}", own.id);
    let columns = table.columns.iter().enumerate();
    found.extend(
        columns
            .filter(|(_, c)| c.id.ends_with(&ending))
            .map(|(at, _)| at),
    );
    let mut seen = std::collections::HashSet::from([column]);
    found.retain(|at| seen.insert(*at));
    found
}

fn joined(word: &str) -> String {
    let letters = word.chars().filter(|c| !matches!(c, ' ' | '-' | '_'));
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::domain::DOMAINS;
    use crate::model::link::LINKS;
    use crate::model::rows::tables;

    fn ids(table: &Table, columns: &[usize]) -> Vec<&'static str> {
        columns.iter().map(|at| table.columns[*at].id).collect()
    }

    #[test]
    fn every_word_stands_once_and_every_column_in_some_list() {
        let mut words = std::collections::HashSet::new();
        for (row, columns) in MEANT {
            for word in *row {
                assert!(words.insert(word), "{word}");
                assert_eq!(joined(word), *word);
            }
            for id in *columns {
                let has = |table: &&Table| table.columns.iter().any(|column| column.id == *id);
                assert!(tables().any(|table| has(&table)), "{id}");
            }
        }
    }

    #[test]
    fn a_word_leads_to_what_a_list_has() {
        assert_eq!(
            ids(&LINKS, &by(&LINKS, "Trust-Flow")),
            ["source_trust_flow"]
        );
        assert_eq!(ids(&LINKS, &by(&LINKS, "url")), ["source_url"]);
        assert_eq!(by(&LINKS, "sideways"), Vec::<usize>::new());
        let own = DOMAINS.position("tf").unwrap();
        let instead = instead_of(&DOMAINS, own);
        assert_eq!(
            ids(&DOMAINS, &instead)[..1],
            ["best_source_trust_flow"],
            "the domain's own is not there"
        );
        let rank = DOMAINS.position("rank").unwrap();
        assert_eq!(
            ids(&DOMAINS, &instead_of(&DOMAINS, rank))[0],
            "domain_from_rank"
        );
    }
}
