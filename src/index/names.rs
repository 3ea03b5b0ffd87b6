//! Invented names of domains and hosts, and the way back from a name.
//!
//! A name is a number written in syllables after a bijective scramble, so names
//! are unique without being stored; the way back goes through a table of hashes.

use crate::index::dice::{Dice, Stream, mix};
use crate::index::population::Population;
use crate::index::sites::SITES;
use crate::index::vocabulary::{Language, SUFFIXES};
use crate::index::words::HOST_LABELS;

const ONSETS: [&str; 16] = [
    "br", "dr", "gl", "kr", "pl", "sk", "tr", "v", "z", "m", "n", "k", "t", "l", "h", "q",
];
const MIDDLES: [&str; 16] = [
    "b", "d", "f", "g", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "w",
];
const VOWELS: [&str; 4] = ["a", "e", "i", "o"];
const TAILS: [&str; 12] = [
    "", "", "", "", "-online", "blog", "media", "wiki", "24", "-werk", "hub", "press",
];

/// Consonants and vowels of one script, for names outside ASCII.
struct Script {
    onsets: &'static str,
    vowels: &'static str,
}

fn script(language: Language) -> Option<Script> {
    let (onsets, vowels) = match language {
        Language::German | Language::Turkish => ("bdfghklmnprstvwz", "äöüo"),
        Language::French => ("bdfghklmnprstvcj", "éèâo"),
        Language::Spanish | Language::Portuguese => ("bdfghclmnprstvñz", "áéóa"),
        Language::Polish => ("bdfgłklmnprstńwź", "ąęóa"),
        Language::Russian => ("бвгджзклмнпрстфх", "аоеи"),
        Language::Japanese => ("さしすせたつてとなにはまみやゆら", "かきのる"),
        Language::Chinese => ("海山川林石云风月星河谷湖泉松竹梅", "城村镇岛"),
        Language::Korean => ("가나다라마바사아자차카타파하고노", "루미도보"),
        Language::Arabic => ("بتجحدرزسشطعفقكلم", "اويه"),
        Language::English | Language::Italian | Language::Dutch => return None,
    };
    Some(Script { onsets, vowels })
}

/// The bits of a name: 18 up to a quarter of a million domains, 24 above.
fn digits(population: &Population) -> u32 {
    if population.domains() <= 1 << 18 {
        3
    } else {
        4
    }
}

/// A permutation of `0..64^digits`, different for every seed.
fn scramble(seed: u64, id: u32, digits: u32) -> u32 {
    let bits = digits * 6;
    let mask = (1_u32 << bits) - 1;
    let key = mix(seed);
    let mut value = id.wrapping_add(key as u32) & mask;
    for round in 0..3_u32 {
        let odd = (mix(key ^ u64::from(round)) as u32) | 1;
        value = value.wrapping_mul(odd) & mask;
        value ^= value >> (bits / 2);
    }
    value
}

/// The invented word that number `id` is written as.
fn word(seed: u64, id: u32, digits: u32) -> String {
    let code = scramble(seed, id, digits);
    let mut text = String::with_capacity(24);
    for place in 0..digits {
        let digit = (code >> (6 * place)) & 63;
        let onsets = if place == 0 { &ONSETS } else { &MIDDLES };
        text.push_str(onsets[(digit >> 2) as usize]);
        text.push_str(VOWELS[(digit & 3) as usize]);
    }
    text
}

fn native_word(seed: u64, id: u32, digits: u32, script: &Script) -> String {
    let code = scramble(seed, id, digits);
    let onsets: Vec<char> = script.onsets.chars().collect();
    let vowels: Vec<char> = script.vowels.chars().collect();
    let mut text = String::with_capacity(32);
    for place in 0..digits {
        let digit = (code >> (6 * place)) & 63;
        text.extend(onsets.get((digit >> 2) as usize));
        text.extend(vowels.get((digit & 3) as usize));
    }
    text
}

/// The registrable domain `domain`, in ASCII (Punycode where it must be).
pub(crate) fn domain_name(population: &Population, domain: u32) -> String {
    if let Some(site) = SITES.get(domain as usize) {
        return idna::domain_to_ascii(site.domain).unwrap_or_else(|_| site.domain.to_owned());
    }
    let suffix = SUFFIXES[population.suffix(domain) as usize];
    let seed = population.seed();
    let digits = digits(population);
    let mut dice = Dice::of(seed, Stream::Name, u64::from(domain), 0);
    if dice.chance(25)
        && let Some(script) = script(suffix.language)
    {
        let name = format!(
            "{}.{}",
            native_word(seed, domain, digits, &script),
            suffix.text
        );
        if let Ok(ascii) = idna::domain_to_ascii(&name) {
            return ascii;
        }
    }
    let mut name = word(seed, domain, digits);
    name.push_str(TAILS[dice.below(TAILS.len() as u32) as usize]);
    name.push('.');
    name.push_str(suffix.text);
    name
}

/// The full name of host `host`.
pub(crate) fn host_name(population: &Population, host: u32) -> String {
    let domain = population.domain_of(host);
    let local = host - population.hosts_of(domain).start;
    let name = domain_name(population, domain);
    if let Some(site) = SITES.get(domain as usize) {
        return match site.hosts.get(local as usize) {
            Some(label) if !label.is_empty() => format!("{label}.{name}"),
            _ => name,
        };
    }
    if local == 0 {
        let bare = Dice::of(population.seed(), Stream::Name, u64::from(domain), 1).chance(380);
        return if bare { name } else { format!("www.{name}") };
    }
    if population.is_platform(domain) {
        return format!("{}{local}.{name}", word(population.seed(), local, 3));
    }
    let at = (local as usize - 1) % HOST_LABELS.len();
    match (local as usize - 1) / HOST_LABELS.len() {
        0 => format!("{}.{name}", HOST_LABELS[at]),
        round => format!("{}{round}.{name}", HOST_LABELS[at]),
    }
}

fn name_hash(name: &str) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in name.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    (mix(hash) >> 32) as u32
}

/// Finds domains and hosts by name; eight bytes for each domain.
#[derive(Debug)]
pub(crate) struct NameTable {
    by_hash: Vec<(u32, u32)>,
}

impl NameTable {
    /// Hashes every domain's name.
    pub(crate) fn build(population: &Population) -> Self {
        let mut by_hash: Vec<(u32, u32)> = (0..population.domains())
            .map(|domain| (name_hash(&domain_name(population, domain)), domain))
            .collect();
        by_hash.sort_unstable();
        Self { by_hash }
    }

    /// The domain of exactly this name.
    pub(crate) fn domain(&self, population: &Population, name: &str) -> Option<u32> {
        let hash = name_hash(name);
        let start = self.by_hash.partition_point(|entry| entry.0 < hash);
        self.by_hash
            .get(start..)?
            .iter()
            .take_while(|entry| entry.0 == hash)
            .map(|entry| entry.1)
            .find(|&domain| domain_name(population, domain) == name)
    }

    /// The host of exactly this name.
    pub(crate) fn host(&self, population: &Population, name: &str) -> Option<u32> {
        let domain = self.domain(population, registrable(name)?)?;
        population
            .hosts_of(domain)
            .find(|&host| host_name(population, host) == name)
    }

    /// Bytes held.
    pub(crate) fn bytes(&self) -> u64 {
        (self.by_hash.len() * size_of::<(u32, u32)>()) as u64
    }
}

/// The registrable domain of a host name: one label more than its public
/// suffix. All suffixes of this world are ICANN rules.
pub(crate) fn registrable(host: &str) -> Option<&str> {
    psl::domain_str(host)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_unique_valid_and_found_again() {
        let population = Population::build(5, 30_000);
        let table = NameTable::build(&population);
        let mut seen = HashSet::new();
        let mut idn = 0;
        for domain in 0..population.domains() {
            let name = domain_name(&population, domain);
            assert_eq!(registrable(&name), Some(name.as_str()), "{name}");
            assert!(name.is_ascii(), "{name}");
            idn += usize::from(name.contains("xn--"));
            assert_eq!(table.domain(&population, &name), Some(domain), "{name}");
            assert!(seen.insert(name));
        }
        assert!(idn > 10, "{idn}");
        for host in (0..population.hosts()).step_by(37) {
            let name = host_name(&population, host);
            assert_eq!(table.host(&population, &name), Some(host), "{name}");
        }
        assert_eq!(table.domain(&population, "nobody.example"), None);
    }

    #[test]
    fn scramble_is_a_permutation() {
        let all: HashSet<u32> = (0..1 << 18).map(|id| scramble(9, id, 3)).collect();
        assert_eq!(all.len(), 1 << 18);
    }
}
