//! What a function takes for a target. The service charges for what it cannot use, so that each kind is checked here.

use super::{LONGEST_WORDS, Scope, Target, TargetError, printable};

/// What a function is asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Takes {
    /// Domains, hosts and addresses of pages.
    #[default]
    Items,
    /// Domains, hosts and IPv4 addresses.
    Hosts,
    /// Addresses of pages or paths.
    Urls,
    /// Words to search for.
    Words,
}

impl Takes {
    /// Reads one target.
    pub fn read(self, text: &str) -> Result<Target, TargetError> {
        if self == Self::Words {
            return words(text);
        }
        let target = Target::parse(text)?;
        let is_page = target.scope == Scope::Url;
        match self {
            Self::Hosts if is_page => Err(TargetError::Page(target.item)),
            Self::Urls if !is_page => Err(TargetError::NoPage(target.item)),
            _ => Ok(target),
        }
    }

    /// Whether an already checked target is one.
    pub fn fits(self, target: &Target) -> bool {
        match self {
            Self::Items => target.scope != Scope::Words,
            Self::Hosts => matches!(target.scope, Scope::RootDomain | Scope::SubDomain),
            Self::Urls => target.scope == Scope::Url,
            Self::Words => target.scope == Scope::Words,
        }
    }

    /// What several of them are called.
    pub fn nouns(self) -> &'static str {
        match self {
            Self::Items => "domains, hosts or URLs",
            Self::Hosts => "domains, hosts or IPv4 addresses",
            Self::Urls => "URLs",
            Self::Words => "keywords",
        }
    }

    /// What one of them is called.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Items => "domain, host or URL",
            Self::Hosts => "domain, host or IPv4 address",
            Self::Urls => "URL",
            Self::Words => "words to search for",
        }
    }

    /// What so many of them are called in a sum.
    pub fn counted(self, is_one: bool) -> &'static str {
        match (self, is_one) {
            (Self::Items | Self::Hosts, true) => "target",
            (Self::Items | Self::Hosts, false) => "targets",
            (Self::Urls, true) => "address",
            (Self::Urls, false) => "addresses",
            (Self::Words, true) => "keyword",
            (Self::Words, false) => "keywords",
        }
    }

    /// What is asked about, and how several are set apart; `together` in one call, or a call each.
    pub fn about(self, together: bool) -> &'static str {
        match (self, together) {
            (Self::Items, true) => {
                "What is asked about: domains with all their hosts, hosts, or pages, set apart by blanks."
            }
            (Self::Items, false) => {
                "What is asked about: a domain with all its hosts, one host, or one page. Several are set apart by blanks: a call each."
            }
            (Self::Hosts, _) => {
                "What is asked about: a domain, a host, or an IPv4 address such as 192.0.2.7. Several are set apart by blanks: a call each."
            }
            (Self::Urls, true) => {
                "Addresses of pages such as https://example.com/page, set apart by blanks."
            }
            (Self::Urls, false) => {
                "The beginning of addresses, such as https://example.com/blog/. Several are set apart by blanks: a call each."
            }
            (Self::Words, true) => "Keywords, set apart by commas; blanks are part of a keyword.",
            (Self::Words, false) => {
                "The words to search for. Several searches are set apart by commas: a call each."
            }
        }
    }

    /// Makes pasted lines one text of several.
    pub fn joined(self, text: &str) -> String {
        match self {
            Self::Words => self.split(text).join(", "),
            _ => text.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }

    /// Takes one text with several of them apart. Blanks stand within keywords, and between all others.
    pub fn split(self, text: &str) -> Vec<&str> {
        match self {
            Self::Words => {
                let pieces = text.split([',', '\n']).map(str::trim);
                pieces.filter(|piece| !piece.is_empty()).collect()
            }
            _ => text.split_whitespace().flat_map(pieces).collect(),
        }
    }
}

/// Words on one line, each run of blanks as one.
fn words(text: &str) -> Result<Target, TargetError> {
    let item = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if item.is_empty() {
        return Err(TargetError::NoWords);
    }
    if item.chars().any(char::is_control) || item.chars().count() > LONGEST_WORDS {
        return Err(TargetError::Words(printable(&item)));
    }
    Ok(Target {
        domain: item.clone(),
        item,
        scope: Scope::Words,
    })
}

/// Commas set targets apart; only behind the first slash of an address a comma belongs to the address, which may
/// hold commas itself.
fn pieces(word: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = word.trim_matches(',');
    while let Some((first, behind)) = rest.split_once(',') {
        if first.contains('/') {
            break;
        }
        if !first.is_empty() {
            pieces.push(first);
        }
        rest = behind;
    }
    if !rest.is_empty() {
        pieces.push(rest);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_no_domains_and_keep_their_blanks() {
        let target = Takes::Words.read("  garden \t shed ").unwrap();
        assert_eq!(
            (target.item.as_str(), target.scope),
            ("garden shed", Scope::Words)
        );
        assert_eq!(target.display(), "garden shed");
        assert_eq!(
            Takes::Words.read("example.com").unwrap().scope,
            Scope::Words
        );
        assert_eq!(Takes::Words.read("  "), Err(TargetError::NoWords));
        let pasted = Takes::Words.joined("garden shed\r\nc#\n\n");
        assert_eq!(pasted, "garden shed, c#");
        assert!(Takes::Words.read("a\u{1b}[31m").is_err());
        assert!(Takes::Words.read(&"x".repeat(LONGEST_WORDS)).is_ok());
        assert!(Takes::Words.read(&"x".repeat(LONGEST_WORDS + 1)).is_err());
        assert_eq!(
            Takes::Words.split("garden shed, c# ,,b"),
            ["garden shed", "c#", "b"]
        );
        assert_eq!(
            Takes::Items.split("a.com,b.com c.com"),
            ["a.com", "b.com", "c.com"]
        );
    }

    #[test]
    fn neighbours_are_those_of_hosts_and_addresses_and_pages_are_visited() {
        assert_eq!(Takes::Hosts.read("192.0.2.7").unwrap().item, "192.0.2.7");
        assert!(Takes::Hosts.read("www.example.com").is_ok());
        for page in ["https://example.com/", "example.com/x"] {
            assert!(matches!(Takes::Hosts.read(page), Err(TargetError::Page(_))));
            assert!(Takes::Urls.read(page).is_ok());
        }
        for host in ["example.com", "192.0.2.7"] {
            assert!(matches!(
                Takes::Urls.read(host),
                Err(TargetError::NoPage(_))
            ));
        }
        assert!(Takes::Hosts.read("192.0.2.300").is_err());
        for takes in [Takes::Items, Takes::Hosts, Takes::Urls] {
            assert!(!takes.fits(&Takes::Words.read("a.com").unwrap()));
        }
    }
}
