//! The columns of a link row (Majestic developer documentation, GetTopBackLinks page, 2017: 41 columns with one topic
//! pair for either page), in their order and with their types: counts of outgoing links are text even though they are
//! numbers, flags and flows are numbers.

use super::lines::Line;
use crate::index::{Language, Link, LinkRecord, PageFacts, Topic, flag};
use crate::model::column::date_text;
use crate::wire::majestic::Cell;

/// Names of the columns.
pub(super) const LINK_COLUMNS: [&str; 41] = [
    "SourceURL",
    "ACRank",
    "AnchorText",
    "Date",
    "SourceTitle",
    "SourceOutDomainsExternal",
    "SourceOutLinksExternal",
    "SourceOutLinksInternal",
    "SourceLanguage",
    "SourceLanguageDesc",
    "SourceLanguageConfidence",
    "FlagRedirect",
    "FlagFrame",
    "FlagNoFollow",
    "FlagImages",
    "FlagDeleted",
    "FlagAltText",
    "FlagMention",
    "TargetURL",
    "IndirectTargetURL",
    "IndirectTargetType",
    "TargetTitle",
    "TargetLanguage",
    "TargetLanguageDesc",
    "TargetLanguageConfidence",
    "LinksAvailableForRootDomain",
    "DomainID",
    "FirstIndexedDate",
    "LastSeenDate",
    "DateLost",
    "ReasonLost",
    "LinkType",
    "LinkSubType",
    "TargetCitationFlow",
    "TargetTrustFlow",
    "TargetTopicalTrustFlow_Topic_0",
    "TargetTopicalTrustFlow_Value_0",
    "SourceCitationFlow",
    "SourceTrustFlow",
    "SourceTopicalTrustFlow_Topic_0",
    "SourceTopicalTrustFlow_Value_0",
];

/// Characters of an anchor text before it is cut; recorded ones go a little over 100.
const ANCHOR_LENGTH: usize = 105;

/// The anchor text as the link commands show it: in lower case, trimmed, cut with `...` (recorded answers).
pub(super) fn anchor_text(raw: &str) -> String {
    let text = raw.to_lowercase();
    let text = text.trim();
    match text.char_indices().nth(ANCHOR_LENGTH) {
        Some((end, _)) => format!("{}...", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// `LinkType` and `LinkSubType`.
pub(super) fn link_type(link: &Link) -> (&'static str, &'static str) {
    if link.has(flag::REDIRECT) {
        ("Redirect", "Redirect_Permanent")
    } else if link.has(flag::FRAME) {
        ("Frame", "Frame_IFRAME")
    } else if link.has(flag::IMAGE) {
        ("ImageLink", "ImageLink_Normal")
    } else {
        ("TextLink", "TextLink_Normal")
    }
}

/// The row of a link. `domain_id` is the key of its domain in the table of domains, -1 without one.
pub(super) fn row(
    line: &Line,
    record: LinkRecord,
    source: &PageFacts,
    target: &PageFacts,
    domain_id: i64,
) -> Vec<Cell> {
    let mut row = Vec::with_capacity(LINK_COLUMNS.len());
    source_cells(&mut row, &record, source);
    row.extend(
        [
            record.redirect,
            record.frame,
            record.nofollow,
            record.image,
            record.deleted,
            record.alt_text,
            record.mention,
        ]
        .map(|set| Cell::Int(i64::from(set))),
    );
    target_cells(&mut row, &record, target);
    row.push(i64::from(line.of_domain).into());
    row.push(domain_id.into());
    history_cells(&mut row, &record);
    let (kind, sub_kind) = link_type(&line.found.link);
    row.extend([kind.into(), sub_kind.into()]);
    flow_cells(
        &mut row,
        (record.target_cf, record.target_tf),
        record.target_topic,
    );
    flow_cells(
        &mut row,
        (record.source_cf, record.source_tf),
        record.source_topic,
    );
    row
}

fn source_cells(row: &mut Vec<Cell>, record: &LinkRecord, source: &PageFacts) {
    row.extend([
        record.source_url.as_str().into(),
        i64::from(record.source_acrank).into(),
        anchor_text(&record.anchor).into(),
        date_text(record.source_crawl_date).into(),
        source.title.as_str().into(),
        source.out_domains.to_string().into(),
        source.out_links.to_string().into(),
        source.internal_links.to_string().into(),
    ]);
    language_cells(row, source.language);
}

fn target_cells(row: &mut Vec<Cell>, record: &LinkRecord, target: &PageFacts) {
    let (address, kind) = if record.indirect {
        (other_scheme(&record.target_url), "PermanentRedirect")
    } else {
        (String::new(), "")
    };
    row.extend([
        record.target_url.as_str().into(),
        address.into(),
        kind.into(),
        target.title.as_str().into(),
    ]);
    language_cells(row, target.language);
}

/// The address an indirect link names: the same page by the other scheme, which redirects to it.
fn other_scheme(url: &str) -> String {
    match url.strip_prefix("https://") {
        Some(rest) => format!("http://{rest}"),
        None => url.replacen("http://", "https://", 1),
    }
}

fn language_cells(row: &mut Vec<Cell>, language: Option<(Language, u8)>) {
    row.extend(match language {
        Some((language, confidence)) => [
            language.code().into(),
            language.name().into(),
            i64::from(confidence).into(),
        ],
        None => ["".into(), "".into(), 0.into()],
    });
}

fn history_cells(row: &mut Vec<Cell>, record: &LinkRecord) {
    // The page was fetched and the link was not on it any more: the only way links get lost in this world.
    let (lost, reason) = match record.date_lost {
        Some(day) => (date_text(day), "DownloadedSuccessfully"),
        None => (String::new(), ""),
    };
    row.extend([
        date_text(record.first_found).into(),
        date_text(record.last_seen).into(),
        lost.into(),
        reason.into(),
    ]);
}

fn flow_cells(row: &mut Vec<Cell>, (citation, trust): (u8, u8), topic: Topic) {
    row.extend([i64::from(citation).into(), i64::from(trust).into()]);
    row.extend(match topic {
        ("", _) => ["".into(), "".into()],
        (name, value) => [name.into(), i64::from(value).into()],
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_lowered_trimmed_and_cut() {
        assert_eq!(anchor_text("\r\n ÜBER Uns \t"), "über uns");
        assert_eq!(anchor_text(&"É".repeat(105)), "é".repeat(105));
        assert_eq!(
            anchor_text(&"É".repeat(106)),
            format!("{}...", "é".repeat(105))
        );
        assert_eq!(anchor_text(" "), "");
    }

    #[test]
    fn an_indirect_address_is_the_same_page_by_the_other_scheme() {
        assert_eq!(
            other_scheme("https://a.example/?u=http://b/"),
            "http://a.example/?u=http://b/"
        );
        assert_eq!(other_scheme("http://a.example/"), "https://a.example/");
    }
}
