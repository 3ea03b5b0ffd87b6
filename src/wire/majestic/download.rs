//! The file of a bulk download: gzipped CSV with a header row, flags as `+` or nothing, days as `YYYY-MM-DD`.

use crate::model::column::Column;
use crate::model::link::LINKS;

/// Number of columns of DownloadRefDomainBackLinks.
pub const COLUMNS: usize = 22;

/// The header row of DownloadRefDomainBackLinks, in its order. Readers go by these names, never by position.
pub fn headers() -> impl Iterator<Item = &'static str> {
    LINKS.columns.iter().take(COLUMNS).map(Column::wire)
}

/// The header row of DownloadBackLinks: no ACRanks, and the topic of the referring domain instead of the target's.
pub fn all_links_headers() -> impl Iterator<Item = &'static str> {
    headers()
        .filter(|name| !name.ends_with("ACRank"))
        .map(|name| match name {
            "TargetTopicalTrustFlow_Topic_0" => "RefDomainTopicalTrustFlow_Topic_0",
            "TargetTopicalTrustFlow_Value_0" => "RefDomainTopicalTrustFlow_Value_0",
            other => other,
        })
}

/// How a flag is written.
pub fn flag_text(set: bool) -> &'static str {
    if set { "+" } else { "" }
}

/// How a flag is read: the file's `+`, or `1` and `true` of other exports.
pub fn flag(text: &str) -> bool {
    matches!(text.trim(), "+" | "1") || text.trim().eq_ignore_ascii_case("true")
}

/// The file's name: index, item with every other character as `_`, `_url` for URLs, day, job.
pub fn file_name(fresh: bool, item: &str, is_url: bool, day: &str, job: &str) -> String {
    let bare = item.split_once("://").map_or(item, |(_, rest)| rest);
    let safe: String = bare
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    let index = if fresh { "fresh" } else { "historical" };
    let url = if is_url { "_url" } else { "" };
    format!("download_{index}_{safe}{url}_{day}_{job}.csv.gz")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_its_columns() {
        assert_eq!(headers().count(), COLUMNS);
        assert_eq!(all_links_headers().count(), 20);
        assert_eq!(
            all_links_headers().last(),
            Some("RefDomainTopicalTrustFlow_Value_0")
        );
        assert_eq!(headers().next(), Some("Target URL"));
        assert_eq!(headers().last(), Some("TargetTopicalTrustFlow_Value_0"));
    }

    #[test]
    fn the_name_tells_what_is_inside() {
        assert_eq!(
            file_name(false, "http://www.example.com/a?b", true, "27_Nov_17", "C7"),
            "download_historical_www_example_com_a_b_url_27_Nov_17_C7.csv.gz"
        );
        assert_eq!(
            file_name(true, "example.com", false, "27_Nov_17", "C7"),
            "download_fresh_example_com_27_Nov_17_C7.csv.gz"
        );
    }
}
