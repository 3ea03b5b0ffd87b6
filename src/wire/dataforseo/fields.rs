//! The fields of items: which there are, and by which a call may filter and order.
//!
//! The service's own lists (`available_filters`) could not be obtained; by our choice every scalar field of an item
//! can be filtered by, lists of texts too, and the counts of a map by a dotted path (`referring_links_types.anchor`).

use super::filter::FieldType;

/// What a field of an item holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// One value, or a list of texts.
    One(FieldType),
    /// A map from a text to a count.
    Counts,
    /// What is only shown.
    Shown,
}

/// A field: its name and what it holds. Names with a dot lie in an object.
pub type Field = (&'static str, Holds);

const BOOL: Holds = Holds::One(FieldType::Bool);
const NUM: Holds = Holds::One(FieldType::Num);
const STR: Holds = Holds::One(FieldType::Str);
const TIME: Holds = Holds::One(FieldType::Time);
const TEXTS: Holds = Holds::One(FieldType::ArrayStr);

/// Item of backlinks/live, without `type`, in the order of recorded items.
pub const BACKLINK: [Field; 48] = [
    ("domain_from", STR),
    ("url_from", STR),
    ("url_from_https", BOOL),
    ("domain_to", STR),
    ("url_to", STR),
    ("url_to_https", BOOL),
    ("tld_from", STR),
    ("is_new", BOOL),
    ("is_lost", BOOL),
    ("backlink_spam_score", NUM),
    ("rank", NUM),
    ("page_from_rank", NUM),
    ("domain_from_rank", NUM),
    ("domain_from_platform_type", TEXTS),
    ("domain_from_is_ip", BOOL),
    ("domain_from_ip", STR),
    ("domain_from_country", STR),
    ("page_from_external_links", NUM),
    ("page_from_internal_links", NUM),
    ("page_from_size", NUM),
    ("page_from_encoding", STR),
    ("page_from_language", STR),
    ("page_from_title", STR),
    ("page_from_status_code", NUM),
    ("first_seen", TIME),
    ("prev_seen", TIME),
    ("last_seen", TIME),
    ("item_type", STR),
    ("attributes", TEXTS),
    ("dofollow", BOOL),
    ("original", BOOL),
    ("alt", STR),
    ("image_url", STR),
    ("anchor", STR),
    ("text_pre", STR),
    ("text_post", STR),
    ("semantic_location", STR),
    ("links_count", NUM),
    ("group_count", NUM),
    ("is_broken", BOOL),
    ("url_to_status_code", NUM),
    ("url_to_spam_score", NUM),
    ("url_to_redirect_target", STR),
    ("ranked_keywords_info.page_from_keywords_count_top_3", NUM),
    ("ranked_keywords_info.page_from_keywords_count_top_10", NUM),
    ("ranked_keywords_info.page_from_keywords_count_top_100", NUM),
    ("is_indirect_link", BOOL),
    ("indirect_link_path", Holds::Shown),
];

/// Item of domain_pages/live but for its `page_summary`, which are [`METRICS`].
pub const PAGE: [Field; 32] = [
    ("main_domain", STR),
    ("domain", STR),
    ("tld", STR),
    ("page", STR),
    ("ip", STR),
    ("first_visited", TIME),
    ("prev_visited", TIME),
    ("fetch_time", TIME),
    ("status_code", NUM),
    ("location", STR),
    ("size", NUM),
    ("encoded_size", NUM),
    ("content_encoding", STR),
    ("media_type", STR),
    ("server", STR),
    ("meta.title", STR),
    ("meta.canonical", STR),
    ("meta.internal_links_count", NUM),
    ("meta.external_links_count", NUM),
    ("meta.images_count", NUM),
    ("meta.words_count", NUM),
    ("meta.page_spam_score", NUM),
    ("meta.social_media_tags", Holds::Shown),
    ("meta.h1", TEXTS),
    ("meta.h2", TEXTS),
    ("meta.h3", TEXTS),
    ("meta.images_alt", TEXTS),
    ("meta.powered_by", TEXTS),
    ("meta.language", STR),
    ("meta.charset", STR),
    ("meta.platform_type", TEXTS),
    ("meta.technologies", Holds::Shown),
];

/// What the items of every aggregate have in common, in the order of the documentation.
pub const METRICS: [Field; 21] = [
    ("rank", NUM),
    ("backlinks", NUM),
    ("first_seen", TIME),
    ("lost_date", TIME),
    ("backlinks_spam_score", NUM),
    ("broken_backlinks", NUM),
    ("broken_pages", NUM),
    ("referring_domains", NUM),
    ("referring_domains_nofollow", NUM),
    ("referring_main_domains", NUM),
    ("referring_main_domains_nofollow", NUM),
    ("referring_ips", NUM),
    ("referring_subnets", NUM),
    ("referring_pages", NUM),
    ("referring_pages_nofollow", NUM),
    ("referring_links_tld", Holds::Counts),
    ("referring_links_types", Holds::Counts),
    ("referring_links_attributes", Holds::Counts),
    ("referring_links_platform_types", Holds::Counts),
    ("referring_links_semantic_locations", Holds::Counts),
    ("referring_links_countries", Holds::Counts),
];

/// The fields of a function's items that stand before the metrics, and whether metrics follow. `None` for functions
/// whose items cannot be filtered.
fn parts(function: &str) -> Option<(&'static [Field], bool)> {
    Some(match function {
        "backlinks" | "page_intersection" => (&BACKLINK, false),
        "domain_pages" => (&PAGE, false),
        "referring_domains" => (&[("domain", STR)], true),
        "anchors" => (&[("anchor", STR)], true),
        "domain_pages_summary" => (&[("url", STR)], true),
        "referring_networks" => (&[("network_address", STR)], true),
        "domain_intersection" => (&[("target", STR)], true),
        "competitors" => (
            &[("target", STR), ("rank", NUM), ("intersections", NUM)],
            false,
        ),
        _ => return None,
    })
}

/// Whether the fields of a function's items begin with the number of a target: `1.rank`.
pub fn is_numbered(function: &str) -> bool {
    matches!(function, "domain_intersection" | "page_intersection")
}

/// The fields of a function's items.
pub fn fields(function: &str) -> Option<Vec<Field>> {
    let (own, with_metrics) = parts(function)?;
    let metrics: &[Field] = if with_metrics { &METRICS } else { &[] };
    Some(own.iter().chain(metrics).copied().collect())
}

/// The type of a field by its path, without the number of a target; `None` if it cannot be filtered by.
pub fn field_type(function: &str, path: &str) -> Option<FieldType> {
    if function == "domain_pages"
        && let Some(of_summary) = path.strip_prefix("page_summary.")
    {
        return field_type("referring_domains", of_summary);
    }
    let (own, with_metrics) = parts(function)?;
    let metrics: &[Field] = if with_metrics { &METRICS } else { &[] };
    own.iter()
        .chain(metrics)
        .find_map(|(name, holds)| match holds {
            Holds::One(kind) => (*name == path).then_some(*kind),
            Holds::Counts => map_key(name, path).map(|_| FieldType::Num),
            Holds::Shown => None,
        })
}

/// The key of a path into the map `name`: `co.uk` of `referring_links_tld.co.uk`.
pub fn map_key<'a>(name: &str, path: &'a str) -> Option<&'a str> {
    path.strip_prefix(name)?.strip_prefix('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_types() {
        for (function, path, kind) in [
            ("backlinks", "rank", Some(FieldType::Num)),
            ("backlinks", "attributes", Some(FieldType::ArrayStr)),
            (
                "backlinks",
                "ranked_keywords_info.page_from_keywords_count_top_3",
                Some(FieldType::Num),
            ),
            ("backlinks", "indirect_link_path", None),
            ("backlinks", "backlinks", None),
            ("anchors", "anchor", Some(FieldType::Str)),
            ("anchors", "lost_date", Some(FieldType::Time)),
            (
                "referring_domains",
                "referring_links_tld.co.uk",
                Some(FieldType::Num),
            ),
            ("referring_domains", "referring_links_tld", None),
            ("referring_domains", "anchor", None),
            (
                "domain_pages",
                "page_summary.backlinks",
                Some(FieldType::Num),
            ),
            ("domain_pages", "meta.title", Some(FieldType::Str)),
            ("domain_pages", "meta", None),
            ("summary", "rank", None),
        ] {
            assert_eq!(field_type(function, path), kind, "{function} {path}");
        }
        assert_eq!(fields("anchors").unwrap().len(), 22);
    }
}
