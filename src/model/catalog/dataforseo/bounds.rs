//! What a DataForSEO task may hold at the most. One table: the form refuses by it before anything is sent, and the
//! embedded server refuses by it as the service does.

/// The most rows of one call (documentation of each list function, `limit`).
pub const MOST_ROWS: i64 = 1_000;

/// The largest offset of backlinks/live; rows behind it are reached by token only (documentation of
/// backlinks/live, `offset`).
pub const LAST_OFFSET: i64 = 20_000;

/// The most entries of each map of an item (documentation of each function with maps, `internal_list_limit`).
pub const MOST_ENTRIES: i64 = 1_000;

/// The most conditions of a filter, counted over the whole tree (documentation, "Filters").
pub const MOST_CONDITIONS: usize = 8;

/// The longest pattern of `regex`, in characters (documentation, "Filters").
pub const LONGEST_PATTERN: usize = 1_000;

/// The most rules of an order (documentation of each list function, `order_by`).
pub const MOST_SORT_RULES: usize = 3;

/// The most targets of an intersection (documentation of domain_intersection/live, `targets`).
pub const MOST_TARGETS: usize = 20;

/// The most targets that may be excluded (documentation of domain_intersection/live, `exclude_targets`).
pub const MOST_EXCLUDED: usize = 10;

/// The most links kept of each group (documentation of backlinks/live, `custom_mode`).
pub const MOST_OF_GROUP: i64 = 1_000;

/// Fields that links can be grouped by (documentation of backlinks/live, `custom_mode`).
pub const GROUPS: [&str; 9] = [
    "anchor",
    "domain_from",
    "domain_from_country",
    "tld_from",
    "page_from_encoding",
    "page_from_language",
    "item_type",
    "page_from_status_code",
    "semantic_location",
];
