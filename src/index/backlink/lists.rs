//! What a crawler calls things: closed lists, of which links keep the numbers.

/// Kinds of link.
pub const KINDS: [&str; 7] = [
    "anchor",
    "image",
    "link",
    "meta",
    "canonical",
    "alternate",
    "redirect",
];
/// `rel` of a link.
pub const ATTRIBUTES: [&str; 7] = [
    "nofollow",
    "noopener",
    "noreferrer",
    "external",
    "ugc",
    "sponsored",
    "alternate",
];
/// Kinds of site.
pub const PLATFORMS: [&str; 8] = [
    "cms",
    "blogs",
    "ecommerce",
    "message-boards",
    "wikis",
    "news",
    "organization",
    "unknown",
];
/// Elements that a link may stand in; the empty one is none of them.
pub const SEMANTICS: [&str; 12] = [
    "",
    "article",
    "section",
    "main",
    "header",
    "footer",
    "nav",
    "aside",
    "figure",
    "figcaption",
    "details",
    "summary",
];
/// Countries of hosts; the empty one is unknown, `WW` are networks all over the world.
pub const COUNTRIES: [&str; 31] = [
    "", "WW", "AE", "AR", "AT", "AU", "BE", "BR", "CA", "CH", "CN", "DE", "ES", "FR", "GB", "IN",
    "IT", "JP", "KR", "MX", "NL", "NZ", "PL", "PT", "RU", "SA", "TR", "TW", "UA", "US", "ZA",
];
