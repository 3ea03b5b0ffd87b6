//! Addresses of pages: written from a host and a page number, and read back.
//! Every address carries its page number in some place, so that no address
//! needs to be stored to be found again.

use crate::index::dice::{Dice, Stream};
use crate::index::names::{NameTable, host_name};
use crate::index::population::Population;
use crate::index::words::{SECTIONS, nouns};

/// The address of page `page` of `host`, in ASCII.
pub(crate) fn url(population: &Population, host: u32, page: u32) -> String {
    let scheme = if population.is_https(host) {
        "https"
    } else {
        "http"
    };
    format!(
        "{scheme}://{}{}",
        host_name(population, host),
        path(population, host, page)
    )
}

/// Path and query of a page, in ASCII.
pub(crate) fn path(population: &Population, host: u32, page: u32) -> String {
    if page == 0 {
        return "/".to_owned();
    }
    let style = Dice::of(population.seed(), Stream::Host, u64::from(host), 6).below(8);
    let mut dice = Dice::of(
        population.seed(),
        Stream::Text,
        u64::from(host),
        u64::from(page),
    );
    let section = *dice.pick(&SECTIONS, &"p");
    let mut slug = String::new();
    for count in 0..1 + dice.below(3) {
        if count > 0 {
            slug.push('-');
        }
        let word = dice.pick(nouns(population.language(host, page)), &"page");
        push_encoded(&mut slug, &word.to_lowercase());
    }
    match style {
        0..=2 => format!("/{section}/{slug}-{page}"),
        3 => format!(
            "/{}/{:02}/{slug}-{page}/",
            2008 + dice.below(18),
            1 + dice.below(12)
        ),
        4 => format!("/index.php?id={page}&s={section}"),
        5 => format!("/{slug}/p{page}.html"),
        6 => format!("/forum/showthread.php?t={page}"),
        _ => format!("/{section}/{page}/{slug}"),
    }
}

/// Percent-encodes whatever is not a plain letter or digit.
fn push_encoded(text: &mut String, word: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in word.bytes() {
        if byte.is_ascii_alphanumeric() {
            text.push(char::from(byte));
        } else {
            text.push('%');
            text.push(char::from(HEX[usize::from(byte >> 4)]));
            text.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

/// Host and path of an address; the scheme is left out, and the path may be empty.
pub(crate) fn split(url: &str) -> Option<(&str, &str)> {
    let bare = url.split_once("://").map_or(url, |parts| parts.1);
    let cut = bare.find(['/', '?', '#']).unwrap_or(bare.len());
    bare.split_at_checked(cut)
}

/// Host and number of the page with this address. The scheme does not matter.
pub(crate) fn find(population: &Population, names: &NameTable, url: &str) -> Option<(u32, u32)> {
    let (name, wanted) = split(url)?;
    let host = names.host(population, &name.to_ascii_lowercase())?;
    if wanted.is_empty() || wanted == "/" {
        return Some((host, 0));
    }
    wanted
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse::<u32>().ok())
        .find(|&page| page < population.known_pages(host) && path(population, host, page) == wanted)
        .map(|page| (host, page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_valid_and_lead_back() {
        let population = Population::build(2, 10_000);
        let names = NameTable::build(&population);
        for host in (0..population.hosts()).step_by(11) {
            for page in [0, 1, population.crawled_pages(host) - 1] {
                let text = url(&population, host, page);
                assert!(text.is_ascii(), "{text}");
                assert_eq!(url::Url::parse(&text).expect("an address").as_str(), text);
                assert_eq!(
                    find(&population, &names, &text),
                    Some((host, page)),
                    "{text}"
                );
            }
        }
        assert_eq!(find(&population, &names, "https://nobody.example/1"), None);
        assert_eq!(
            find(
                &population,
                &names,
                "https://velmoriahaven.com/no-such-page"
            ),
            None
        );
        assert_eq!(find(&population, &names, "\u{1b}é://\u{0}"), None);
    }
}
