//! The house keeps its doors: imports between the rooms of `src/` run downward only.
//!
//! Every path that begins with `crate::`, `super::` or the crate's name is read from every source file
//! (comments and strings left out) and held against the table below.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Room, and the rooms it may name.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("config", &["model"]),
    ("wire", &["model"]),
    ("columnar", &["model"]),
    ("api", &["wire", "model"]),
    ("store", &["columnar", "model"]),
    ("index", &[]),
    ("server", &["index", "wire", "model"]),
    ("jobs", &["api", "store", "wire", "model"]),
    ("app", &["config", "model"]),
    ("view", &["app", "config", "model"]),
    (
        "shell",
        &["view", "app", "config", "jobs", "store", "api", "model"],
    ),
    (
        "cli",
        &[
            "shell", "server", "index", "view", "app", "config", "jobs", "store", "api",
            "columnar", "wire", "model",
        ],
    ),
    ("main", &["cli"]),
    ("lib", &[]),
];

/// Crates and modules of the outside world that a pure room must not name.
const PURE: &[(&str, &[&str])] = &[
    (
        "model",
        &[
            "tokio",
            "reqwest",
            "axum",
            "std::fs",
            "std::net::Tcp",
            "rusqlite",
        ],
    ),
    ("wire", &["tokio", "reqwest", "axum", "std::fs", "rusqlite"]),
    ("config", &["tokio", "reqwest", "std::fs", "std::env"]),
    (
        "app",
        &[
            "tokio",
            "reqwest",
            "std::fs",
            "std::env",
            "std::time",
            "Timestamp::now",
            "crossterm",
            "rusqlite",
        ],
    ),
    (
        "view",
        &[
            "tokio",
            "reqwest",
            "std::fs",
            "std::env",
            "std::time",
            "Timestamp::now",
            "rusqlite",
        ],
    ),
];

#[test]
fn imports_run_downward_only() {
    let mut wrong = Vec::new();
    for (file, room, depth) in sources() {
        let text = std::fs::read_to_string(&file).unwrap();
        wrong.extend(
            trespasses(&room, depth, &text)
                .into_iter()
                .map(|what| format!("{}: {what}", file.display())),
        );
    }
    assert!(wrong.is_empty(), "wrong imports:\n{}", wrong.join("\n"));
}

#[test]
fn pure_rooms_name_no_outside_world() {
    let mut wrong = Vec::new();
    for (file, room, _) in sources() {
        let text = std::fs::read_to_string(&file).unwrap();
        wrong.extend(
            impurities(&room, &text)
                .into_iter()
                .map(|what| format!("{}: {what}", file.display())),
        );
    }
    assert!(
        wrong.is_empty(),
        "pure rooms reach outside:\n{}",
        wrong.join("\n")
    );
}

/// Text reaches the screen through one pen, which takes none that steers a terminal.
#[test]
fn text_is_drawn_in_one_place() {
    const WAYS: [&str; 5] = [
        "set_string",
        "set_span",
        "set_line",
        "Paragraph",
        "ratatui::text",
    ];
    let mut places = Vec::new();
    for (path, room, _) in sources() {
        let code = code_only(&std::fs::read_to_string(&path).unwrap());
        if room == "view" && WAYS.iter().any(|way| code.contains(way)) {
            places.push(path);
        }
    }
    assert_eq!(places.len(), 1, "{places:?}");
    assert!(places[0].ends_with("view/widgets/mod.rs"), "{places:?}");
}

#[test]
fn every_room_is_in_the_table_and_the_table_has_no_circle() {
    let rooms: BTreeSet<String> = sources().into_iter().map(|(_, room, _)| room).collect();
    let known: BTreeMap<&str, &[&str]> = MAY_NAME.iter().copied().collect();
    for room in &rooms {
        assert!(
            known.contains_key(room.as_str()),
            "room `{room}` has no row in the table"
        );
    }
    fn visit<'a>(room: &'a str, known: &BTreeMap<&'a str, &'a [&'a str]>, path: &mut Vec<&'a str>) {
        assert!(!path.contains(&room), "circle: {path:?} -> {room}");
        path.push(room);
        for next in known[room] {
            visit(next, known, path);
        }
        path.pop();
    }
    for (room, _) in MAY_NAME {
        visit(room, &known, &mut Vec::new());
    }
}

#[test]
fn a_planted_wrong_import_is_caught() {
    let found = |room, depth, text| !trespasses(room, depth, text).is_empty();
    assert!(found("app", 1, "use crate::store::Journal;"));
    assert!(found("api", 1, "use backtrail::server;"));
    assert!(
        found("server", 2, "use super::super::api::x;"),
        "two steps up from a nested file"
    );
    assert!(
        found("view", 1, "use crate::{app::State, jobs};"),
        "inside a group"
    );
    assert!(found(
        "view",
        1,
        "use crate::{\n    app::{State, x},\n    jobs::Runner,\n};"
    ));
    assert!(
        found("model", 1, "fn f() -> crate::wire::Answer { g() }"),
        "without use"
    );
    assert!(!found("app", 1, "use crate::model::rows; // crate::store"));
    assert!(!found("app", 1, "const TEXT: &str = \"crate::store\";"));
    assert!(!found("model", 1, "use super::column::Column;"));
    assert!(!impurities("app", "use std::fs;").is_empty());
    assert!(!impurities("app", "let now = jiff::Timestamp::now();").is_empty());
    assert!(impurities("app", "// tokio").is_empty());
}

/// Every source file with its room and how many modules deep it lies below `src/`.
fn sources() -> Vec<(PathBuf, String, usize)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                files.push(path);
            }
        }
    }
    assert!(files.len() > 20, "the sources were not found");
    let describe = |path: PathBuf| {
        let inside = path.strip_prefix(&root).unwrap().with_extension("");
        let mut parts: Vec<String> = inside
            .iter()
            .map(|p| p.to_string_lossy().into_owned())
            .collect();
        if parts.last().is_some_and(|p| p == "mod") {
            parts.pop();
        }
        (path, parts[0].clone(), parts.len())
    };
    files.into_iter().map(describe).collect()
}

fn trespasses(room: &str, depth: usize, text: &str) -> Vec<String> {
    let allowed = MAY_NAME
        .iter()
        .find(|(r, _)| *r == room)
        .map_or(&[][..], |(_, a)| *a);
    let rooms: BTreeSet<&str> = MAY_NAME.iter().map(|(r, _)| *r).collect();
    let named = rooms_named(depth, &code_only(text));
    let foreign = named
        .into_iter()
        .filter(|n| rooms.contains(n.as_str()) && n != room);
    foreign
        .filter(|n| !allowed.contains(&n.as_str()))
        .map(|n| format!("{room} names {n}"))
        .collect()
}

fn impurities(room: &str, text: &str) -> Vec<String> {
    let code = code_only(text);
    let forbidden = PURE
        .iter()
        .find(|(r, _)| *r == room)
        .map_or(&[][..], |(_, f)| *f);
    let names = |word: &&&str| {
        code.match_indices(**word).any(|(at, _)| {
            let before = code[..at].chars().next_back();
            let after = code[at + word.len()..].chars().next();
            let part_of_name = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
            !part_of_name(before) && (word.ends_with("Tcp") || !part_of_name(after))
        })
    };
    forbidden
        .iter()
        .filter(names)
        .map(|word| format!("{room} names {word}"))
        .collect()
}

/// The first path segments after `crate::`, the crate's name, or enough `super::` to reach the crate.
fn rooms_named(depth: usize, code: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    let up = "super::".repeat(depth);
    for prefix in ["crate::", "backtrail::", up.as_str()] {
        for (at, _) in code.match_indices(prefix) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            named.extend(first_segments(&code[at + prefix.len()..]));
        }
    }
    named
}

/// `a::b` gives `a`; `{a::{b, c}, d}` gives `a` and `d`.
fn first_segments(rest: &str) -> Vec<String> {
    let word = |text: &str| {
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect::<String>()
    };
    let Some(inside) = rest.strip_prefix('{') else {
        return vec![word(rest)];
    };
    let mut segments = Vec::new();
    let mut level = 0;
    let mut start = true;
    for (at, c) in inside.char_indices() {
        match c {
            '{' => level += 1,
            '}' if level == 0 => break,
            '}' => level -= 1,
            ',' if level == 0 => start = true,
            c if start && level == 0 && (c.is_alphanumeric() || c == '_') => {
                segments.push(word(&inside[at..]));
                start = false;
            }
            _ => {}
        }
    }
    segments
}

/// The text with comments and string contents blanked.
fn code_only(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '/' if chars.peek() == Some(&'/') => {
                for c in chars.by_ref() {
                    if c == '\n' {
                        code.push('\n');
                        break;
                    }
                }
            }
            '"' => {
                code.push('"');
                while let Some(c) = chars.next() {
                    match c {
                        '\\' => {
                            chars.next();
                        }
                        '"' => break,
                        _ => {}
                    }
                }
                code.push('"');
            }
            '\'' if chars.peek() == Some(&'"') => {
                chars.next();
            }
            c => code.push(c),
        }
    }
    code
}

#[test]
fn the_readme_shows_the_keys_that_are() {
    let readme =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, rest) = readme
        .split_once("<!-- keys: generated, checked by a test -->\n")
        .unwrap();
    let (shown, _) = rest.split_once("<!-- end of keys -->").unwrap();
    let keymap = backtrail::config::Keymap::builtin().unwrap();
    let wanted = backtrail::app::command::readme_table(&keymap);
    assert_eq!(
        shown.trim(),
        wanted.trim(),
        "print it with `backtrail keys`"
    );
}

#[test]
fn the_readme_shows_what_is_typed() {
    let readme =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, rest) = readme
        .split_once("<!-- typed: generated, checked by a test -->\n")
        .unwrap();
    let (shown, _) = rest.split_once("<!-- end of typed -->").unwrap();
    assert_eq!(
        shown.trim(),
        backtrail::app::typed::readme_table().trim(),
        "print it with `backtrail keys`"
    );
}

#[test]
fn the_readme_shows_how_tables_differ() {
    let readme =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, rest) = readme
        .split_once("<!-- differences: generated, checked by a test -->\n")
        .unwrap();
    let (shown, _) = rest.split_once("<!-- end of differences -->").unwrap();
    assert_eq!(shown, backtrail::model::computed::readme_table());
}

#[test]
fn the_readme_shows_every_setting() {
    let readme =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, rest) = readme
        .split_once("<!-- settings: generated, checked by a test -->\n")
        .unwrap();
    let (shown, _) = rest.split_once("<!-- end of settings -->").unwrap();
    assert_eq!(shown, backtrail::config::table::readme_table());
}

#[test]
fn the_map_of_the_house_names_every_room_and_its_doors() {
    let map =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    for (room, may_name) in MAY_NAME
        .iter()
        .filter(|(room, _)| !matches!(*room, "main" | "lib" | "cli"))
    {
        let row = map
            .lines()
            .find(|line| line.starts_with(&format!("//! | [`{room}`] |")));
        let row = row.unwrap_or_else(|| panic!("src/lib.rs has no row for {room}"));
        let doors = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let named: BTreeSet<&str> = doors.split(", ").filter(|d| *d != "–").collect();
        assert_eq!(named, may_name.iter().copied().collect(), "doors of {room}");
    }
}

#[test]
fn the_readme_shows_the_forms_that_are() {
    let readme =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, rest) = readme
        .split_once("<!-- forms: generated, checked by a test -->\n")
        .unwrap();
    let (shown, _) = rest.split_once("<!-- end of forms -->").unwrap();
    assert_eq!(shown, backtrail::model::export::readme_table());
}

/// The prose of a page: no code, and nothing that is printed by the program itself.
fn prose(text: &str) -> String {
    let mut kept = String::new();
    let (mut in_code, mut is_generated) = (false, false);
    for line in text.lines() {
        in_code ^= line.trim_start().starts_with("```");
        is_generated |= line.ends_with(": generated, checked by a test -->");
        let is_fence = line.trim_start().starts_with("```");
        if !(in_code || is_fence || is_generated || line.starts_with("{{")) {
            kept.push_str(line);
        }
        is_generated &= !line.starts_with("<!-- end of ");
        kept.push('\n');
    }
    kept
}

/// What stands between backticks, each with what follows it on its line.
fn quoted(prose: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for line in prose.lines() {
        let pieces: Vec<(usize, &str)> = line.match_indices('`').collect();
        for pair in pieces.chunks_exact(2) {
            found.push((&line[pair[0].0 + 1..pair[1].0], &line[pair[1].0 + 1..]));
        }
    }
    found
}

/// Why a key that the README names beside a command, as in `` `O`<!-- overview --> ``, is not to stand there.
fn fault_of_key(text: &str, behind: &str) -> Option<String> {
    use backtrail::app::command::{by_id, entry_of};
    let key = backtrail::app::input::Key::parse(text).ok()?;
    let named = behind
        .strip_prefix("<!-- ")
        .and_then(|rest| rest.split_once(" -->"));
    let Some((id, _)) = named else {
        return Some(format!(
            "`{text}` stands there without the command it means: `{text}`<!-- id -->, or <!-- no key -->"
        ));
    };
    if id == "no key" {
        return None;
    }
    let Some(entry) = by_id(id).and_then(entry_of) else {
        return Some(format!("`{text}`: there is no command {id}"));
    };
    let keymap = backtrail::config::Keymap::builtin().unwrap();
    let keys = keymap.keys(entry.context.id(), entry.id);
    (!keys.contains(&key)).then(|| format!("`{text}` is no key of {id}, which has {keys:?}"))
}

/// Why a typed command is not to stand there.
fn fault_of_typed(text: &str) -> Option<String> {
    let is_typed = text.starts_with(':') && text.len() > 1;
    let is_read = backtrail::app::typed::read(text).is_some();
    (is_typed && !is_read).then(|| format!("`{text}` is no command"))
}

/// Keys that prose names without backticks.
fn bare_keys(prose: &str) -> Vec<String> {
    const NAMES: [&str; 7] = ["Enter", "Esc", "Tab", "enter", "esc", "ctrl", "alt"];
    let mut found = Vec::new();
    for line in prose.lines() {
        let outside: String = line.split('`').step_by(2).collect::<Vec<_>>().join(" ");
        let words = outside.split(|c: char| !c.is_alphanumeric());
        let words = words.collect::<Vec<_>>();
        for pair in words.windows(2) {
            let is_modifier = matches!(pair[0], "ctrl" | "alt") && pair[1].len() != 1;
            if NAMES.contains(&pair[0]) && !is_modifier {
                found.push(format!("{} without backticks: {line}", pair[0]));
            }
        }
    }
    found
}

#[test]
fn every_key_in_the_readmes_prose_is_one_of_the_command_named_beside_it() {
    let readme =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let prose = prose(&readme);
    let quoted = quoted(&prose);
    let named = quoted
        .iter()
        .filter(|(_, behind)| behind.starts_with("<!-- "));
    assert!(named.count() > 30, "the keys of the README were not found");
    let faults = quoted
        .iter()
        .flat_map(|(text, behind)| fault_of_key(text, behind).or(fault_of_typed(text)));
    let faults: Vec<String> = faults.chain(bare_keys(&prose)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The pages of help take keys from the keymap, as `{overview}`: only fixed ones are written out.
#[test]
fn the_pages_of_help_write_out_no_key_that_can_be_changed() {
    let fixed: Vec<&str> = backtrail::app::line_keys::FIXED
        .iter()
        .flat_map(|(keys, _)| keys.iter().copied())
        .collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/docs");
    let mut faults = Vec::new();
    let mut pages = 0;
    for page in std::fs::read_dir(folder).unwrap() {
        let prose = prose(&std::fs::read_to_string(page.unwrap().path()).unwrap());
        pages += 1;
        for (text, _) in quoted(&prose) {
            let is_key = backtrail::app::input::Key::parse(text).is_ok();
            if is_key && !fixed.contains(&text) {
                faults.push(format!(
                    "`{text}` may be another key for somebody: write {{id}}"
                ));
            }
            faults.extend(fault_of_typed(text));
        }
        faults.extend(bare_keys(&prose));
    }
    assert!(pages > 8 && faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_planted_wrong_key_is_caught() {
    for (text, behind, wanted) in [
        ("O", "<!-- overview --> shows", None),
        ("O", "<!-- ledger --> shows", Some("no key of ledger")),
        ("O", "<!-- nonesuch -->", Some("no command nonesuch")),
        ("O", " shows", Some("without the command")),
        ("=", "<!-- no key -->", None),
        ("settings.toml", " has", None),
    ] {
        let fault = fault_of_key(text, behind);
        match wanted {
            None => assert_eq!(fault, None, "{text}{behind}"),
            Some(part) => assert!(fault.unwrap().contains(part), "{text}{behind}"),
        }
    }
    assert!(fault_of_typed(":conect").is_some());
    assert_eq!(fault_of_typed(":limit per_day usd=5"), None);
    assert_eq!(
        bare_keys("Press Enter there, or `esc`, with ctrl and alt").len(),
        1
    );
    assert_eq!(prose("a\n```sh\nb\n```\nc\n").replace('\n', ""), "ac");
}
