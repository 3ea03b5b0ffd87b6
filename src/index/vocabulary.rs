//! The closed lists of the world: public suffixes with their country, languages
//! and topics. Suffixes are real, so that statistics by TLD are; all of them are
//! ICANN rules of the public suffix list.

/// A language pages are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// English.
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Italian.
    Italian,
    /// Portuguese.
    Portuguese,
    /// Dutch.
    Dutch,
    /// Polish.
    Polish,
    /// Russian.
    Russian,
    /// Japanese.
    Japanese,
    /// Chinese.
    Chinese,
    /// Korean.
    Korean,
    /// Arabic.
    Arabic,
    /// Turkish.
    Turkish,
}

/// How many languages there are.
pub(crate) const LANGUAGES: usize = 14;

impl Language {
    /// All languages, in the order of their discriminants.
    pub const ALL: [Self; LANGUAGES] = [
        Self::English,
        Self::German,
        Self::French,
        Self::Spanish,
        Self::Italian,
        Self::Portuguese,
        Self::Dutch,
        Self::Polish,
        Self::Russian,
        Self::Japanese,
        Self::Chinese,
        Self::Korean,
        Self::Arabic,
        Self::Turkish,
    ];

    /// ISO 639-1 code, lower case.
    pub fn code(self) -> &'static str {
        [
            "en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "ja", "zh", "ko", "ar", "tr",
        ][self as usize]
    }

    /// English name.
    pub fn name(self) -> &'static str {
        [
            "English",
            "German",
            "French",
            "Spanish",
            "Italian",
            "Portuguese",
            "Dutch",
            "Polish",
            "Russian",
            "Japanese",
            "Chinese",
            "Korean",
            "Arabic",
            "Turkish",
        ][self as usize]
    }
}

/// Whether a suffix is reserved for schools or governments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reserved {
    /// Anybody may register.
    No,
    /// Educational, of some country (`ac.uk`).
    Education,
    /// Exactly `edu`.
    EducationExact,
    /// Governmental, of some country (`gov.uk`).
    Government,
    /// Exactly `gov`.
    GovernmentExact,
}

/// A public suffix and what it tells about the domains below it.
#[derive(Clone, Copy, Debug)]
pub struct Suffix {
    /// Text without a leading dot.
    pub text: &'static str,
    /// Share of all domains, in arbitrary units.
    pub weight: u16,
    /// ISO 3166 code of the country most of its hosts stand in.
    pub country: &'static str,
    /// Language most of its pages are written in.
    pub language: Language,
    /// Who may register.
    pub reserved: Reserved,
}

const fn open(
    text: &'static str,
    weight: u16,
    country: &'static str,
    language: Language,
) -> Suffix {
    kept(text, weight, country, language, Reserved::No)
}

const fn kept(
    text: &'static str,
    weight: u16,
    country: &'static str,
    language: Language,
    reserved: Reserved,
) -> Suffix {
    Suffix {
        text,
        weight,
        country,
        language,
        reserved,
    }
}

use Language as L;
use Reserved as R;

/// Every suffix domains are registered under. The weights add up to 1000.
pub(crate) const SUFFIXES: [Suffix; 50] = [
    open("com", 330, "US", L::English),
    open("org", 68, "US", L::English),
    open("net", 46, "US", L::English),
    open("info", 18, "US", L::English),
    open("io", 12, "US", L::English),
    open("biz", 6, "US", L::English),
    open("blog", 6, "US", L::English),
    open("de", 66, "DE", L::German),
    open("at", 9, "AT", L::German),
    open("ch", 11, "CH", L::German),
    open("co.uk", 44, "GB", L::English),
    open("org.uk", 9, "GB", L::English),
    open("com.au", 20, "AU", L::English),
    open("co.nz", 7, "NZ", L::English),
    open("co.za", 6, "ZA", L::English),
    open("co.in", 8, "IN", L::English),
    open("ca", 13, "CA", L::English),
    open("fr", 33, "FR", L::French),
    open("be", 8, "BE", L::Dutch),
    open("es", 20, "ES", L::Spanish),
    open("com.mx", 7, "MX", L::Spanish),
    open("com.ar", 6, "AR", L::Spanish),
    open("it", 27, "IT", L::Italian),
    open("com.br", 22, "BR", L::Portuguese),
    open("pt", 5, "PT", L::Portuguese),
    open("nl", 24, "NL", L::Dutch),
    open("pl", 19, "PL", L::Polish),
    open("ru", 34, "RU", L::Russian),
    open("com.ua", 6, "UA", L::Russian),
    open("jp", 20, "JP", L::Japanese),
    open("co.jp", 10, "JP", L::Japanese),
    open("ne.jp", 3, "JP", L::Japanese),
    open("cn", 17, "CN", L::Chinese),
    open("com.cn", 8, "CN", L::Chinese),
    open("com.tw", 5, "TW", L::Chinese),
    open("co.kr", 9, "KR", L::Korean),
    open("ae", 3, "AE", L::Arabic),
    open("com.sa", 3, "SA", L::Arabic),
    open("com.tr", 9, "TR", L::Turkish),
    kept("edu", 8, "US", L::English, R::EducationExact),
    kept("ac.uk", 3, "GB", L::English, R::Education),
    kept("edu.au", 2, "AU", L::English, R::Education),
    kept("ac.jp", 2, "JP", L::Japanese, R::Education),
    kept("edu.cn", 1, "CN", L::Chinese, R::Education),
    kept("edu.pl", 1, "PL", L::Polish, R::Education),
    kept("gov", 3, "US", L::English, R::GovernmentExact),
    kept("gov.uk", 1, "GB", L::English, R::Government),
    kept("gov.au", 1, "AU", L::English, R::Government),
    kept("gov.br", 1, "BR", L::Portuguese, R::Government),
    open("xyz", 0, "US", L::English),
];

/// The suffix of link farms: cheap, and of no other use in this world.
pub(crate) const SPAM_SUFFIX: u8 = 49;

/// How many topics there are.
pub(crate) const TOPICS: usize = 32;

/// Topic paths, in the spelling of open web directories.
pub(crate) const TOPIC_NAMES: [&str; TOPICS] = [
    "Arts/Music",
    "Arts/Movies and Titles",
    "Arts/Photography",
    "Arts/Literature",
    "Business/Industrial Goods and Services",
    "Business/Marketing and Advertising",
    "Business/Financial Services",
    "Business/Construction and Maintenance",
    "Computers/Internet/Web Design and Development",
    "Computers/Internet/Searching",
    "Computers/Software",
    "Computers/Security",
    "Games/Video Games",
    "Games/Board Games",
    "Health/Medicine",
    "Health/Nutrition",
    "Home/Cooking",
    "Home/Gardening",
    "News/Newspapers",
    "Recreation/Travel",
    "Recreation/Outdoors",
    "Recreation/Boating",
    "Reference/Education",
    "Reference/Libraries",
    "Regional/Europe",
    "Regional/North America",
    "Science/Earth Sciences",
    "Science/Astronomy",
    "Shopping/Clothing",
    "Society/Government",
    "Society/History",
    "Sports/Cycling",
];

/// The name of topic number `topic`.
pub(crate) fn topic_name(topic: u8) -> &'static str {
    TOPIC_NAMES[topic as usize % TOPICS]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_are_icann_rules_and_their_weights_add_up() {
        let total: u32 = SUFFIXES.iter().map(|s| u32::from(s.weight)).sum();
        assert_eq!(total, 1000);
        for suffix in SUFFIXES {
            let host = format!("kelimor.{}", suffix.text);
            let found = psl::suffix(host.as_bytes()).expect("a suffix");
            assert_eq!(found.as_bytes(), suffix.text.as_bytes());
            assert_eq!(found.typ(), Some(psl::Type::Icann), "{}", suffix.text);
        }
        assert_eq!(SUFFIXES[SPAM_SUFFIX as usize].text, "xyz");
    }

    #[test]
    fn languages_are_listed_in_their_own_order() {
        for (i, language) in Language::ALL.iter().enumerate() {
            assert_eq!(*language as usize, i);
        }
    }
}
