//! What a path under `/v3` asks for.

use crate::wire::dataforseo::{FUNCTIONS, Function, function};

/// In which form the answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// The usual one.
    Json,
    /// `.ai`: one level, without what is empty.
    Compact,
    /// `.xml`, `.html` and what else there may be: not given here.
    Other,
}

/// A path, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path {
    /// Its segments as they stand in a task.
    pub segments: Vec<String>,
    pub form: Form,
    /// What it leads to.
    pub leads: Leads,
}

/// Where a path leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leads {
    /// To a function.
    To(&'static Function),
    /// To a known API, but to no function of it.
    Astray,
    /// Nowhere.
    Nowhere,
}

/// Reads the segments of a path, of which `v3` is the first. The suffix of the last one names the form.
pub(super) fn read(mut segments: Vec<String>) -> Path {
    let mut form = Form::Json;
    if let Some(last) = segments.last_mut()
        && let Some((name, suffix)) = last.rsplit_once('.')
    {
        form = match suffix {
            "ai" => Form::Compact,
            "json" => Form::Json,
            _ => Form::Other,
        };
        *last = name.to_owned();
    }
    let texts: Vec<&str> = segments.iter().map(String::as_str).collect();
    let found = match texts[..] {
        [_, api, name] => function(api, name).filter(|f| !f.live),
        [_, api, name, "live"] => function(api, name).filter(|f| f.live),
        _ => None,
    };
    let leads = match found {
        Some(function) => Leads::To(function),
        None if texts
            .get(1)
            .is_some_and(|api| FUNCTIONS.iter().any(|f| f.api == *api)) =>
        {
            Leads::Astray
        }
        None => Leads::Nowhere,
    };
    Path {
        segments,
        form,
        leads,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_and_tails_are_told_apart() {
        let read = |text: &str| {
            let path = read(text.split('/').map(str::to_owned).collect());
            let name = match path.leads {
                Leads::To(function) => function.name,
                Leads::Astray => "astray",
                Leads::Nowhere => "nowhere",
            };
            (name, path.form)
        };
        for (text, name, form) in [
            ("v3/backlinks/summary/live", "summary", Form::Json),
            ("v3/backlinks/summary/live.ai", "summary", Form::Compact),
            ("v3/backlinks/summary/live.xml", "summary", Form::Other),
            ("v3/backlinks/summary", "astray", Form::Json),
            ("v3/backlinks/errors", "errors", Form::Json),
            ("v3/backlinks/errors/live", "astray", Form::Json),
            ("v3/appendix/user_data", "user_data", Form::Json),
            ("v3/serp/google", "nowhere", Form::Json),
            ("v3", "nowhere", Form::Json),
        ] {
            assert_eq!(read(text), (name, form), "{text}");
        }
    }
}
