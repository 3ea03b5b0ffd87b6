//! What a call asks about: a domain, a host, or a page.

use crate::index::{Index, ItemId, ItemKind};
use crate::server::dataforseo::refusal::Refusal;

/// A target as it was sent, and what it is here.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Target {
    /// As it was sent.
    pub text: String,
    /// Its name in ASCII, without `www.`; the address of a page.
    pub name: String,
    /// Which kind it is.
    pub kind: ItemKind,
    /// `None` if nobody ever saw it.
    pub item: Option<ItemId>,
}

/// What a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// Domains, hosts and pages.
    All,
    /// Domains.
    Domains,
}

/// Reads a target. A page is an absolute address; a host has no scheme; `www.` in front of it is taken off. The refusal
/// names `field`.
pub(super) fn read(
    index: &Index,
    text: &str,
    takes: Takes,
    field: &str,
) -> Result<Target, Refusal> {
    let wrong = || Refusal::field(field);
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") {
        let url = url::Url::parse(text).map_err(|_| wrong())?;
        if takes != Takes::All || url.host_str().is_none() {
            return Err(wrong());
        }
        let name = url.to_string();
        let item = index.resolve(ItemKind::Url, &name);
        return Ok(Target {
            text: text.to_owned(),
            name,
            kind: ItemKind::Url,
            item,
        });
    }
    let name = idna::domain_to_ascii(text).map_err(|_| wrong())?;
    let name = name.strip_prefix("www.").unwrap_or(&name).to_owned();
    let is_name = name.split('.').all(|label| {
        !label.is_empty()
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    });
    let domain = psl::domain(name.as_bytes()).filter(|domain| domain.suffix().is_known());
    let Some(domain) = domain.filter(|_| is_name) else {
        return Err(wrong());
    };
    let kind = if domain.as_bytes() == name.as_bytes() {
        ItemKind::RootDomain
    } else {
        ItemKind::SubDomain
    };
    if takes == Takes::Domains && kind != ItemKind::RootDomain {
        return Err(wrong());
    }
    let item = index.resolve(kind, &name);
    Ok(Target {
        text: text.to_owned(),
        name,
        kind,
        item,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{BuildOptions, Datasource};

    #[test]
    fn targets_are_told_apart() {
        let options = BuildOptions {
            seed: 7,
            links: 1_000,
            datasource: Datasource::Historic,
        };
        let index = Index::build(&options);
        let read = |text: &str, takes| {
            read(&index, text, takes, "target").map(|t| (t.kind, t.name, t.item.is_some()))
        };
        let known = |kind, name: &str, is_known| Ok((kind, name.to_owned(), is_known));
        for (text, kind, name, is_known) in [
            (
                "velmoriahaven.com",
                ItemKind::RootDomain,
                "velmoriahaven.com",
                true,
            ),
            (
                "WWW.Velmoriahaven.com",
                ItemKind::RootDomain,
                "velmoriahaven.com",
                true,
            ),
            (
                "grünhöfeltal.de",
                ItemKind::RootDomain,
                "xn--grnhfeltal-fcb0f.de",
                true,
            ),
            (
                "blog.velmoriahaven.com",
                ItemKind::SubDomain,
                "blog.velmoriahaven.com",
                true,
            ),
            ("nobody.co.uk", ItemKind::RootDomain, "nobody.co.uk", false),
            (
                "https://www.velmoriahaven.com",
                ItemKind::Url,
                "https://www.velmoriahaven.com/",
                true,
            ),
            (
                "https://www.velmoriahaven.com/nothing",
                ItemKind::Url,
                "https://www.velmoriahaven.com/nothing",
                false,
            ),
        ] {
            let found = read(text, Takes::All);
            if text.starts_with("grün") {
                assert_eq!(found.map(|f| (f.0, f.2)), Ok((kind, is_known)));
            } else {
                assert_eq!(found, known(kind, name, is_known), "{text}");
            }
        }
        for wrong in [
            "",
            " ",
            "com",
            "co.uk",
            "a.nosuchtld",
            "velmoriahaven.com/path",
            "a b.com",
            "http://",
            "ftp://a.com",
            "a..com",
        ] {
            assert_eq!(
                read(wrong, Takes::All).err(),
                Some(Refusal::field("target")),
                "{wrong}"
            );
        }
        assert!(read("https://velmoriahaven.com/", Takes::Domains).is_err());
        assert!(read("blog.velmoriahaven.com", Takes::Domains).is_err());
    }
}
