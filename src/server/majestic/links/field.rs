//! What of a link can be sorted and filtered by. The names of the sort orders are documented; of the filters only
//! TrustFlow, NoFollow and FirstIndexed are recorded, the others are our choice, after the columns they look at.

/// One thing that is known of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    AcRank,
    SourceTrustFlow,
    SourceCitationFlow,
    TargetTrustFlow,
    TargetCitationFlow,
    DomainTrustFlow,
    DomainCitationFlow,
    TopicValue,
    OutDomainsExternal,
    ExternalOutlinks,
    InternalOutlinks,
    TotalOutlinks,
    TargetUrlLength,
    NoFollow,
    Deleted,
    ImageLink,
    Redirect,
    Frame,
    TextLink,
    Indirect,
    FirstSeen,
    LastSeen,
    LastCrawl,
    DateLost,
    AnchorText,
    SourceUrl,
    SourceTitle,
    TargetUrl,
    TargetTitle,
    Topic,
    TargetTopic,
    DomainTopic,
    Language,
    TargetLanguage,
    RefDomain,
    Tld,
    Country,
    LinkType,
    LinkSubType,
}

/// What a field holds, which decides the operators it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Flag,
    Day,
    Text,
}

/// Every name of a predicate, compared without case.
const NAMES: [(&str, Field); 52] = [
    ("ACRank", Field::AcRank),
    ("TrustFlow", Field::SourceTrustFlow),
    ("SourceTrustFlow", Field::SourceTrustFlow),
    ("CitationFlow", Field::SourceCitationFlow),
    ("SourceCitationFlow", Field::SourceCitationFlow),
    ("TargetTrustFlow", Field::TargetTrustFlow),
    ("TargetCitationFlow", Field::TargetCitationFlow),
    ("DomainTrustFlow", Field::DomainTrustFlow),
    ("DomainCitationFlow", Field::DomainCitationFlow),
    ("TopicalTrustFlow", Field::TopicValue),
    ("OutDomainsExternal", Field::OutDomainsExternal),
    ("ExternalOutlinks", Field::ExternalOutlinks),
    ("InternalOutlinks", Field::InternalOutlinks),
    ("TotalOutlinks", Field::TotalOutlinks),
    ("TargetUrlLength", Field::TargetUrlLength),
    ("NoFollow", Field::NoFollow),
    ("Deleted", Field::Deleted),
    ("ImageLink", Field::ImageLink),
    ("Redirect", Field::Redirect),
    ("Frame", Field::Frame),
    ("TextLink", Field::TextLink),
    ("Indirect", Field::Indirect),
    ("FirstIndexed", Field::FirstSeen),
    ("FirstIndexedDate", Field::FirstSeen),
    ("FirstSeen", Field::FirstSeen),
    ("LastSeen", Field::LastSeen),
    ("LastSeenDate", Field::LastSeen),
    ("Date", Field::LastCrawl),
    ("LastCrawl", Field::LastCrawl),
    ("DateLost", Field::DateLost),
    ("DateDeleted", Field::DateLost),
    ("AnchorText", Field::AnchorText),
    ("SourceUrl", Field::SourceUrl),
    ("SourceTitle", Field::SourceTitle),
    ("TargetUrl", Field::TargetUrl),
    ("TargetTitle", Field::TargetTitle),
    ("Topic", Field::Topic),
    ("SourceTopic", Field::Topic),
    ("TargetTopic", Field::TargetTopic),
    ("DomainTopic", Field::DomainTopic),
    ("RefDomainTopic", Field::DomainTopic),
    ("Language", Field::Language),
    ("SourceLanguage", Field::Language),
    ("TargetLanguage", Field::TargetLanguage),
    ("Domain", Field::RefDomain),
    ("RefDomain", Field::RefDomain),
    ("SourceDomain", Field::RefDomain),
    ("TLD", Field::Tld),
    ("Country", Field::Country),
    ("CountryCode", Field::Country),
    ("LinkType", Field::LinkType),
    ("LinkSubType", Field::LinkSubType),
];

/// The documented sort orders.
const SORTS: [&str; 14] = [
    "AnchorText",
    "DateDeleted",
    "DomainCitationFlow",
    "DomainTrustFlow",
    "ExternalOutlinks",
    "FirstSeen",
    "InternalOutlinks",
    "LastSeen",
    "OutDomainsExternal",
    "SourceCitationFlow",
    "SourceTrustFlow",
    "SourceUrl",
    "TargetUrlLength",
    "TotalOutlinks",
];

impl Field {
    /// The field a predicate looks at.
    pub(super) fn filtered(name: &str) -> Option<Self> {
        let found = NAMES.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map(|(_, field)| *field)
    }

    /// The field a sort order goes by.
    pub(super) fn sorted(name: &str) -> Option<Self> {
        let found = SORTS.iter().find(|n| n.eq_ignore_ascii_case(name));
        found.and_then(|name| Self::filtered(name))
    }

    pub(super) fn kind(self) -> Kind {
        match self {
            Self::AcRank
            | Self::SourceTrustFlow
            | Self::SourceCitationFlow
            | Self::TargetTrustFlow
            | Self::TargetCitationFlow
            | Self::DomainTrustFlow
            | Self::DomainCitationFlow
            | Self::TopicValue
            | Self::OutDomainsExternal
            | Self::ExternalOutlinks
            | Self::InternalOutlinks
            | Self::TotalOutlinks
            | Self::TargetUrlLength => Kind::Number,
            Self::NoFollow
            | Self::Deleted
            | Self::ImageLink
            | Self::Redirect
            | Self::Frame
            | Self::TextLink
            | Self::Indirect => Kind::Flag,
            Self::FirstSeen | Self::LastSeen | Self::LastCrawl | Self::DateLost => Kind::Day,
            Self::AnchorText
            | Self::SourceUrl
            | Self::SourceTitle
            | Self::TargetUrl
            | Self::TargetTitle
            | Self::Topic
            | Self::TargetTopic
            | Self::DomainTopic
            | Self::Language
            | Self::TargetLanguage
            | Self::RefDomain
            | Self::Tld
            | Self::Country
            | Self::LinkType
            | Self::LinkSubType => Kind::Text,
        }
    }
}

/// The names of all sort orders.
pub(super) fn sort_names() -> String {
    SORTS.join(", ")
}

/// The names of all predicates.
pub(super) fn filter_names() -> String {
    NAMES.map(|(name, _)| name).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sort_order_is_a_field() {
        for name in SORTS {
            assert!(Field::sorted(&name.to_lowercase()).is_some(), "{name}");
        }
        assert_eq!(Field::sorted("NoFollow"), None);
        assert_eq!(Field::filtered("nofollow"), Some(Field::NoFollow));
        assert_eq!(Field::filtered("nofollows"), None);
    }
}
