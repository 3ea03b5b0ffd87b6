//! Titles and anchor texts, drawn from ids when asked for.

use crate::index::dice::{Dice, Stream};
use crate::index::links::{Link, flag};
use crate::index::names::domain_name;
use crate::index::population::Population;
use crate::index::sites::SITES;
use crate::index::words::{HOSTILE, SPAM_ANCHORS, generic_anchors, nouns};

/// One text in so many carries a piece that is hard to read.
const HOSTILE_EVERY: u32 = 25;

/// The title of a page.
pub(crate) fn title(population: &Population, host: u32, page: u32) -> String {
    let mut dice = Dice::of(
        population.seed(),
        Stream::Text,
        u64::from(host) | 1 << 40,
        u64::from(page),
    );
    let words = nouns(population.language(host, page));
    let mut text = phrase(&mut dice, words, 2);
    let brand = brand(population, population.domain_of(host));
    match dice.below(6) {
        0 => text = format!("{brand} | {text}"),
        1 => text = format!("{text} - {brand}"),
        2 => text = format!("{text} | {brand} | {}", phrase(&mut dice, words, 1)),
        3 => text = format!("{text}: \"{}\", {brand}", phrase(&mut dice, words, 1)),
        4 if dice.chance(100) => text.clear(),
        _ => {}
    }
    season(&mut dice, text)
}

/// The anchor text of a link to page `target_page` of `target_host`; for an
/// image its alternative text, which may be empty.
pub(crate) fn anchor(
    population: &Population,
    link: &Link,
    target: (u32, u32),
    url: &str,
) -> String {
    let subject = (u64::from(link.source_host) << 32) | u64::from(link.source_page);
    let place = (u64::from(target.0) << 32) | u64::from(target.1);
    let mut dice = Dice::of(population.seed(), Stream::Text, subject, place | 1 << 63);
    if link.has(flag::REDIRECT | flag::FRAME) || (link.has(flag::IMAGE) && dice.chance(450)) {
        return String::new();
    }
    let domain = population.domain_of(link.source_host);
    if population.is_farm(domain) {
        return (*dice.pick(&SPAM_ANCHORS, &"buy now")).to_owned();
    }
    let language = population.language(link.source_host, link.source_page);
    let target_domain = population.domain_of(target.0);
    let text = match dice.below(100) {
        0..=33 => brand(population, target_domain),
        34..=45 => domain_name(population, target_domain),
        46..=57 => url.to_owned(),
        58..=74 => (*dice.pick(generic_anchors(language), &"link")).to_owned(),
        75..=84 => {
            let words = nouns(population.language(target.0, target.1));
            format!(
                "{} {}",
                brand(population, target_domain),
                phrase(&mut dice, words, 1)
            )
        }
        _ => phrase(&mut dice, nouns(language), 2),
    };
    season(&mut dice, text)
}

/// What a domain calls itself.
fn brand(population: &Population, domain: u32) -> String {
    let name = SITES.get(domain as usize).map_or_else(
        || domain_name(population, domain),
        |site| site.domain.to_owned(),
    );
    let label = name.split('.').next().unwrap_or_default();
    let mut letters = label.chars();
    match letters.next() {
        Some(first) if !label.starts_with("xn--") => first.to_uppercase().chain(letters).collect(),
        _ => label.to_owned(),
    }
}

fn phrase(dice: &mut Dice, words: &[&'static str], least: u32) -> String {
    let mut text = String::new();
    for count in 0..least + dice.below(3) {
        if count > 0 {
            text.push(' ');
        }
        let word = dice.pick(words, &"page");
        text.push_str(word);
    }
    text
}

/// Now and then adds a hostile piece.
fn season(dice: &mut Dice, mut text: String) -> String {
    if dice.below(HOSTILE_EVERY) == 0 {
        let piece = *dice.pick(&HOSTILE, &" | ");
        let middle = text
            .char_indices()
            .nth(text.chars().count() / 2)
            .map_or(0, |found| found.0);
        text.insert_str(middle, piece);
    }
    text
}
