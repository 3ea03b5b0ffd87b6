//! Words pages of this world are written with, by language, and the pieces of
//! text that make life hard for whoever reads them. Texts are drawn from ids
//! when asked for; none is stored.

use crate::index::vocabulary::{LANGUAGES, Language};

/// Words for titles, slugs and keyword anchors; ten for each language, in the
/// order of [`Language::ALL`].
const NOUNS: [[&str; 10]; LANGUAGES] = [
    [
        "harbour", "guide", "review", "workshop", "garden", "lantern", "history", "kitchen",
        "mountain", "festival",
    ],
    [
        "Hafen",
        "Übersicht",
        "Prüfung",
        "Werkstatt",
        "Gärten",
        "Laterne",
        "Geschichte",
        "Küche",
        "Gebirge",
        "Straßenfest",
    ],
    [
        "port",
        "guide",
        "critique",
        "atelier",
        "forêt",
        "lumière",
        "été",
        "pâtisserie",
        "montagne",
        "fête",
    ],
    [
        "puerto", "guía", "reseña", "taller", "jardín", "farol", "montaña", "cocina", "música",
        "año",
    ],
    [
        "porto",
        "guida",
        "recensione",
        "bottega",
        "giardino",
        "lanterna",
        "città",
        "cucina",
        "montagna",
        "perché",
    ],
    [
        "porto",
        "revisão",
        "oficina",
        "jardim",
        "lampião",
        "história",
        "cozinha",
        "coração",
        "estação",
        "maçã",
    ],
    [
        "haven",
        "overzicht",
        "werkplaats",
        "tuin",
        "lantaarn",
        "geschiedenis",
        "keuken",
        "ideeën",
        "berg",
        "fietstocht",
    ],
    [
        "przystań",
        "przewodnik",
        "źródło",
        "ogród",
        "światło",
        "książka",
        "kuchnia",
        "góry",
        "święto",
        "łódź",
    ],
    [
        "гавань",
        "обзор",
        "мастерская",
        "сад",
        "фонарь",
        "история",
        "кухня",
        "горы",
        "праздник",
        "книга",
    ],
    [
        "港町",
        "ガイド",
        "レビュー",
        "工房",
        "庭園",
        "提灯",
        "歴史",
        "台所",
        "山歩き",
        "お祭り",
    ],
    [
        "港口", "指南", "评论", "工坊", "花园", "灯笼", "历史", "厨房", "山脉", "节日",
    ],
    [
        "항구", "안내", "후기", "공방", "정원", "등불", "역사", "부엌", "산길", "축제",
    ],
    [
        "ميناء",
        "دليل",
        "مراجعة",
        "ورشة",
        "حديقة",
        "فانوس",
        "تاريخ",
        "مطبخ",
        "جبال",
        "مهرجان",
    ],
    [
        "liman", "kılavuz", "inceleme", "atölye", "bahçe", "fener", "tarihçe", "mutfak", "dağ",
        "şenlik",
    ],
];

/// Words for titles, slugs and keyword anchors.
pub(crate) fn nouns(language: Language) -> &'static [&'static str] {
    &NOUNS[language as usize]
}

/// Anchors that say nothing about the target.
pub(crate) fn generic_anchors(language: Language) -> &'static [&'static str] {
    match language {
        Language::English => &["click here", "website", "read more", "source", "here"],
        Language::German => &["hier klicken", "Zur Webseite", "mehr erfahren", "Quelle"],
        Language::French => &[
            "cliquez ici",
            "site web",
            "en savoir plus",
            "voir l’article",
        ],
        Language::Spanish => &["haz clic aquí", "sitio web", "leer más", "fuente"],
        Language::Italian => &["clicca qui", "sito web", "scopri di più", "fonte"],
        Language::Portuguese => &["clique aqui", "página", "leia mais", "fonte"],
        Language::Dutch => &["klik hier", "website", "lees meer", "bron"],
        Language::Polish => &["kliknij tutaj", "strona", "czytaj więcej", "źródło"],
        Language::Russian => &["здесь", "сайт", "читать далее", "источник"],
        Language::Japanese => &["こちら", "公式サイト", "続きを読む", "出典"],
        Language::Chinese => &["点击这里", "网站", "阅读更多", "来源"],
        Language::Korean => &["여기", "웹사이트", "더 보기", "출처"],
        Language::Arabic => &["اضغط هنا", "الموقع", "اقرأ المزيد", "المصدر"],
        Language::Turkish => &["buraya tıklayın", "web sitesi", "devamını oku", "kaynak"],
    }
}

/// Pieces that break careless readers: separators of tables, quotes, line
/// breaks, terminal escape sequences, C1 introducers, bidirectional overrides,
/// wide emoji and combining marks.
pub(crate) const HOSTILE: [&str; 16] = [
    " | ",
    " || ",
    "||| ",
    "\"quoted\" ",
    "it''s, well, ",
    "\r\n",
    "\n\t",
    "\u{1b}[31mred\u{1b}[0m ",
    "\u{1b}]0;owned\u{7} ",
    "\u{9b}2J",
    "\u{93}smart\u{94} ",
    "\u{85}\u{90}x\u{9d}",
    "\u{202e}drawkcab\u{202c} ",
    "\u{200b}\u{feff}\u{2066}iso\u{2069} ",
    "👩‍🚀🧭 ",
    "Z\u{0351}\u{0323}a\u{0316}lgo ",
];

/// What link farms write.
pub(crate) const SPAM_ANCHORS: [&str; 6] = [
    "cheap lanterns online",
    "best harbour deals 2026",
    "buy now",
    "casino bonus no deposit",
    "payday loan fast",
    "replica watches",
];

/// Path segments and script names of addresses.
pub(crate) const SECTIONS: [&str; 8] = [
    "news",
    "articles",
    "blog",
    "links",
    "resources",
    "archive",
    "p",
    "topics",
];

/// Labels of the second and later hosts of an ordinary domain.
pub(crate) const HOST_LABELS: [&str; 10] = [
    "blog", "shop", "forum", "news", "en", "m", "docs", "support", "media", "old",
];
