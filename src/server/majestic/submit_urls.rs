//! SubmitURLsToCrawl: addresses that somebody wants to be visited. No tables; the job machine answers.
//!
//! Ours: that every item is charged, even one that is no address and not added; that an address is added once however
//! often a call has it; and what an address is: `http` or `https`, which may be left out, and a host with a dot in it.
//! This world visits nothing, so an address is accepted whether the index knows it or not, and nothing comes of it.

use std::collections::HashSet;

use super::charge::{charge, cost};
use super::dispatch::Call;
use super::refusal::Refusal;
use super::server_fields::with_job_machine;
use crate::model::catalog::majestic::SUBMIT_URLS_TO_CRAWL;
use crate::wire::majestic::Answer;

/// How many addresses were added.
pub(super) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    let entry = &SUBMIT_URLS_TO_CRAWL;
    let items = call.params.numbered(entry)?;
    let added: HashSet<String> = items.iter().filter_map(|(_, text)| address(text)).collect();
    charge(call, entry.command, cost(entry, items.len(), 0))?;
    let added = i64::try_from(added.len()).unwrap_or(i64::MAX);
    Ok(with_job_machine(Answer::ok().with("URLsAdded", added)))
}

/// The address a text is, as a crawler would ask for it.
fn address(text: &str) -> Option<String> {
    let text = match text.split_once("://") {
        Some(("http" | "https", _)) => text.to_owned(),
        Some(_) => return None,
        None => format!("http://{text}"),
    };
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control();
    let mut url = url::Url::parse(&text)
        .ok()
        .filter(|_| text.chars().all(is_plain))?;
    let labels_are_there = match url.host()? {
        url::Host::Domain(name) => {
            name.contains('.') && name.trim_end_matches('.').split('.').all(|l| !l.is_empty())
        }
        url::Host::Ipv4(_) | url::Host::Ipv6(_) => true,
    };
    url.set_fragment(None);
    // A name before the host is a mail address more often than a visitor's name.
    (labels_are_there && url.username().is_empty()).then(|| url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_can_be_visited_are_addresses() {
        for (text, read) in [
            ("http://a.example", "http://a.example/"),
            ("https://a.example/b?c=d#e", "https://a.example/b?c=d"),
            ("a.example/b", "http://a.example/b"),
            ("http://192.0.2.7/", "http://192.0.2.7/"),
            (
                "http://bücher.example/ü",
                "http://xn--bcher-kva.example/%C3%BC",
            ),
        ] {
            assert_eq!(address(text).as_deref(), Some(read), "{text}");
        }
        for text in [
            "",
            "ftp://a.example/",
            "mailto:a@b.example",
            "forbes..com",
            "http://",
            "localhost",
            "http://a b.example/",
            "http://a.example/ b",
            "http://a.example/\u{1b}[2J",
            "javascript:alert(1)",
        ] {
            assert_eq!(address(text), None, "{text}");
        }
    }
}
