//! The functions of the Backlinks API and of the appendix: paths, codes in task ids, and which of them are paid.

/// A function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function {
    /// First segment after `/v3`.
    pub api: &'static str,
    /// Its name, which is also `data.function`.
    pub name: &'static str,
    /// Four digits of the ids of its tasks.
    pub code: u16,
    /// Whether `/live` follows the name in its path. Live functions take one task and are paid.
    pub live: bool,
    /// Whether it is asked by POST, else by GET.
    pub post: bool,
}

const fn live(name: &'static str, code: u16) -> Function {
    Function {
        api: "backlinks",
        name,
        code,
        live: true,
        post: true,
    }
}

const fn free(api: &'static str, name: &'static str, code: u16, post: bool) -> Function {
    Function {
        api,
        name,
        code,
        live: false,
        post,
    }
}

/// Every function. Codes as recorded; those of page_intersection, index, id_list, errors and status were never seen
/// and are ours.
pub const FUNCTIONS: [Function; 27] = [
    live("summary", 265),
    live("history", 266),
    live("backlinks", 269),
    live("anchors", 272),
    live("domain_pages", 270),
    live("domain_pages_summary", 445),
    live("referring_domains", 273),
    live("referring_networks", 332),
    live("competitors", 461),
    live("domain_intersection", 268),
    live("page_intersection", 271),
    live("timeseries_summary", 459),
    live("timeseries_new_lost_summary", 460),
    live("bulk_ranks", 347),
    live("bulk_backlinks", 348),
    live("bulk_spam_score", 482),
    live("bulk_referring_domains", 351),
    live("bulk_new_lost_backlinks", 349),
    live("bulk_new_lost_referring_domains", 350),
    live("bulk_pages_summary", 576),
    free("backlinks", "available_filters", 331, false),
    free("backlinks", "index", 330, false),
    free("backlinks", "id_list", 329, true),
    free("backlinks", "errors", 328, true),
    free("appendix", "user_data", 64, false),
    free("appendix", "errors", 161, false),
    free("appendix", "status", 162, false),
];

/// The function of an API with this name.
pub fn function(api: &str, name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|f| f.api == api && f.name == name)
}

impl Function {
    /// Its path, `/v3/backlinks/summary/live`.
    pub fn path(&self) -> String {
        let tail = if self.live { "/live" } else { "" };
        format!("/v3/{}/{}{tail}", self.api, self.name)
    }

    /// The segments of its path, as they stand in a task.
    pub fn segments(&self) -> Vec<String> {
        let path = self.path();
        path.split('/')
            .filter(|s| !s.is_empty())
            .map(str::to_owned)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_codes_are_there_once() {
        let summary = function("backlinks", "summary").unwrap();
        assert_eq!(summary.path(), "/v3/backlinks/summary/live");
        assert_eq!(summary.segments(), ["v3", "backlinks", "summary", "live"]);
        assert_eq!(
            function("appendix", "errors").unwrap().path(),
            "/v3/appendix/errors"
        );
        for (at, function) in FUNCTIONS.iter().enumerate() {
            let others = &FUNCTIONS[at + 1..];
            assert!(
                others
                    .iter()
                    .all(|o| o.code != function.code && o.path() != function.path())
            );
        }
        assert_eq!(function("backlinks", "nothing"), None);
    }
}
