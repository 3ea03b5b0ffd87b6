//! What an item of a request means (Majestic's item convention, recorded answers): with a scheme or a path a URL,
//! a host that is a registrable domain the whole domain, any longer host a sub-domain.
//!
//! Nothing is refused here: the service answers malformed items as it answers unknown ones. With `UsePrefixScan` the
//! item is the beginning of an address instead, and means everything under it on its host.

use crate::index::{Index, ItemId, ItemKind};
use crate::model::target::registrable_domain;

/// An item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub kind: ItemKind,
    /// As the index spells it.
    name: String,
    /// Whether it is the beginning of addresses.
    is_prefix: bool,
}

impl Item {
    pub(super) fn parse(text: &str) -> Self {
        if text.contains("://") {
            return Self::url(text.to_owned());
        }
        if text.contains(['/', '?', '#']) {
            return Self::url(format!("http://{text}"));
        }
        let name = idna::domain_to_ascii(text).unwrap_or_else(|_| text.to_owned());
        let kind = if registrable_domain(&name) == name {
            ItemKind::RootDomain
        } else {
            ItemKind::SubDomain
        };
        Self {
            kind,
            name,
            is_prefix: false,
        }
    }

    /// The same text as the beginning of addresses; a bare host covers all of its pages.
    pub(super) fn prefix(text: &str) -> Self {
        let address = if text.contains("://") {
            text.to_owned()
        } else {
            format!("http://{text}")
        };
        Self {
            is_prefix: true,
            ..Self::url(address)
        }
    }

    /// The host of the text, or the registrable domain of that, whatever the text would mean by itself.
    pub(super) fn forced(kind: ItemKind, text: &str) -> Self {
        let address = Self::prefix(text);
        let host = || {
            let parsed = url::Url::parse(&address.name).ok()?;
            Some(parsed.host_str()?.to_owned())
        };
        let name = match kind {
            ItemKind::RootDomain => address.root_domain(),
            ItemKind::SubDomain => host().unwrap_or_else(|| text.to_owned()),
            ItemKind::Url => address.name.clone(),
        };
        Self {
            kind,
            name,
            is_prefix: false,
        }
    }

    fn url(text: String) -> Self {
        // Lower-cases the host, maps it to ASCII and gives a bare host its slash.
        let name = url::Url::parse(&text).map_or(text, String::from);
        Self {
            kind: ItemKind::Url,
            name,
            is_prefix: false,
        }
    }

    /// The registrable domain the item belongs to; of a malformed one what stands in its place.
    pub(super) fn root_domain(&self) -> String {
        // Suffix rules would find a domain between two dots.
        if self.name.contains("..") {
            return self.name.clone();
        }
        if self.kind != ItemKind::Url {
            return registrable_domain(&self.name).to_owned();
        }
        let parsed = url::Url::parse(&self.name).ok();
        let host = parsed.as_ref().and_then(|url| url.host_str());
        registrable_domain(host.unwrap_or(&self.name)).to_owned()
    }

    /// The item in an index, if that knows it.
    pub(super) fn find(&self, index: &Index) -> Option<ItemId> {
        if self.is_prefix {
            index.resolve_prefix(&self.name)
        } else {
            index.resolve(self.kind, &self.name)
        }
    }
}

/// `ItemType` of the answers.
pub(super) fn type_number(kind: ItemKind) -> i64 {
    match kind {
        ItemKind::RootDomain => 1,
        ItemKind::SubDomain => 2,
        ItemKind::Url => 3,
    }
}

/// The same in the words of table attributes and of GetLinkProfile. Only that of a root domain is recorded.
pub(super) fn type_word(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::RootDomain => "RootDomain",
        ItemKind::SubDomain => "SubDomain",
        ItemKind::Url => "URL",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_tells_the_kind() {
        let kind = |text: &str| type_number(Item::parse(text).kind);
        assert_eq!(kind("example.com"), 1);
        assert_eq!(kind("example.co.uk"), 1);
        assert_eq!(kind("www.example.com"), 2);
        assert_eq!(kind("https://example.com"), 3);
        assert_eq!(kind("example.com/a"), 3);
        assert_eq!(
            Item::parse("HTTP://Example.com").name,
            "http://example.com/"
        );
        assert_eq!(Item::parse("Bücher.example").name, "xn--bcher-kva.example");
        let prefix = Item::prefix("Example.com/blog");
        assert_eq!(type_number(prefix.kind), 3);
        assert_eq!(prefix.name, "http://example.com/blog");
        assert_eq!(
            Item::prefix("www.example.com").name,
            "http://www.example.com/"
        );
        for (text, root) in [
            ("blog.example.co.uk", "example.co.uk"),
            ("https://WWW.example.com/a?b", "example.com"),
            ("example.com", "example.com"),
            ("forbes..com", "forbes..com"),
        ] {
            assert_eq!(Item::parse(text).root_domain(), root);
        }
        let forced = |kind, text: &str| Item::forced(kind, text).name;
        let text = "https://Blog.example.co.uk/a?b";
        assert_eq!(forced(ItemKind::RootDomain, text), "example.co.uk");
        assert_eq!(forced(ItemKind::SubDomain, text), "blog.example.co.uk");
        assert_eq!(
            forced(ItemKind::Url, "Example.com/a"),
            "http://example.com/a"
        );
        assert_ne!(forced(ItemKind::RootDomain, "a..b.com"), "b.com");
        for malformed in [
            "",
            ".",
            "..",
            "forbes..com",
            "luc.edu  _",
            "\u{1b}[2J",
            "http://",
        ] {
            Item::parse(malformed).root_domain();
            Item::prefix(malformed).root_domain();
            Item::forced(ItemKind::SubDomain, malformed);
        }
    }
}
