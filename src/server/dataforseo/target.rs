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

    fn reader() -> impl Fn(&str, Takes) -> Result<(ItemKind, String, bool), Refusal> {
        let options = BuildOptions {
            seed: 7,
            links: 1_000,
            datasource: Datasource::Historic,
        };
        let index = Index::build(&options);
        move |text, takes| {
            let target = read(&index, text, takes, "target")?;
            Ok((target.kind, target.name, target.item.is_some()))
        }
    }

    #[test]
    fn targets_are_told_apart() {
        use ItemKind::{RootDomain, SubDomain, Url};
        let read = reader();
        let home = "https://www.velmoriahaven.com/";
        for (text, kind, name, is_known) in [
            ("velmoriahaven.com", RootDomain, "velmoriahaven.com", true),
            (
                "WWW.Velmoriahaven.com",
                RootDomain,
                "velmoriahaven.com",
                true,
            ),
            (
                "grünhöfeltal.de",
                RootDomain,
                "xn--grnhfeltal-fcb1j.de",
                true,
            ),
            (
                "blog.velmoriahaven.com",
                SubDomain,
                "blog.velmoriahaven.com",
                true,
            ),
            ("nobody.co.uk", RootDomain, "nobody.co.uk", false),
            ("https://www.velmoriahaven.com", Url, home, true),
            (
                "https://www.velmoriahaven.com/no",
                Url,
                "https://www.velmoriahaven.com/no",
                false,
            ),
        ] {
            let found = read(text, Takes::All).unwrap();
            assert_eq!((found.0, found.2), (kind, is_known), "{text}");
            assert!(found.1 == name || found.1.starts_with("xn--"), "{text}");
        }
    }

    #[test]
    fn what_is_no_target_is_refused() {
        let read = reader();
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
            let refused = read(wrong, Takes::All).err();
            assert_eq!(refused, Some(Refusal::field("target")), "{wrong}");
        }
        assert!(read("https://velmoriahaven.com/", Takes::Domains).is_err());
        assert!(read("blog.velmoriahaven.com", Takes::Domains).is_err());
    }
}
