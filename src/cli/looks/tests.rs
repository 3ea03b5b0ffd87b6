//! Themes by what names them, and terminals by what the environment says of them.

use clap::Parser;

use super::*;
use crate::cli::args::Cli;

fn told(term: &str) -> Told {
    Told {
        term: term.to_owned(),
        colorterm: "truecolor".to_owned(),
        locale: Some(("LANG", "de_DE.UTF-8".to_owned())),
        ..Told::default()
    }
}

/// A desk whose settings hold this, with these flags.
fn desk(home: &Path, settings: &str, flags: &[&str]) -> Desk {
    let file = home.join("settings.toml");
    std::fs::write(&file, settings).unwrap();
    let args = ["backtrail", "--config", file.to_str().unwrap()];
    let cli = Cli::try_parse_from(args.iter().chain(flags)).unwrap();
    Desk::new(cli.common, true).unwrap()
}

#[test]
fn who_comes_first_names_the_theme() {
    let home = tempfile::tempdir().unwrap();
    let mut here = told("xterm-256color");
    let plain = desk(home.path(), "", &[]);
    assert_eq!(
        named(&plain, &here),
        (theme::AUTO.to_owned(), Namer::Settings)
    );
    here.theme = Some("dark".to_owned());
    let set = desk(home.path(), "theme = \"light\"\n", &["--theme", "plain"]);
    assert_eq!(named(&set, &here), ("plain".to_owned(), Namer::Flag));
    let set = desk(home.path(), "theme = \"light\"\n", &[]);
    assert_eq!(named(&set, &here), ("dark".to_owned(), Namer::Variable));
    here.theme = None;
    assert_eq!(named(&set, &here), ("light".to_owned(), Namer::Settings));
    here.no_color = true;
    let set = desk(home.path(), "", &["--theme", "dark"]);
    let looks = Looks::new(&set, &here).unwrap();
    assert_eq!((looks.theme, looks.grounds), (Theme::plain(), None));
}

#[test]
fn the_ground_decides_where_there_are_colours_for_it() {
    let home = tempfile::tempdir().unwrap();
    let desk = desk(home.path(), "", &[]);
    let light = Theme::builtin("light").unwrap();
    let looks = Looks::new(&desk, &told("xterm-256color")).unwrap();
    assert_eq!(looks.theme, Theme::sixteen(), "until it answers");
    assert_eq!(looks.grounds.unwrap().light, light);
    let mut fewer = told("xterm-256color");
    fewer.colorterm = String::new();
    let looks = Looks::new(&desk, &fewer).unwrap();
    let reduced = light.clone().reduced(Depth::Indexed);
    assert_eq!(looks.grounds.unwrap().light, reduced);
    let mut known = told("xterm-256color");
    known.colorfgbg = "0;15".to_owned();
    assert_eq!(Looks::new(&desk, &known).unwrap().theme, light);
    for (term, colorterm, inside_tmux) in [
        ("linux", "", false),
        ("xterm", "", false),
        ("screen-256color", "truecolor", false),
    ] {
        let quiet = Told {
            colorterm: colorterm.to_owned(),
            inside_tmux,
            ..told(term)
        };
        let looks = Looks::new(&desk, &quiet).unwrap();
        let plainly = Theme::sixteen().reduced(quiet.depth());
        assert_eq!(looks.theme, plainly, "{term}");
        assert_eq!(looks.grounds, None, "{term}");
    }
    let in_tmux = Told {
        inside_tmux: true,
        ..told("screen-256color")
    };
    assert!(Looks::new(&desk, &in_tmux).unwrap().grounds.is_some());
}

#[test]
fn a_theme_of_ones_own_is_read_by_name_or_path() {
    let home = tempfile::tempdir().unwrap();
    let themes = home.path().join("themes");
    std::fs::create_dir(&themes).unwrap();
    std::fs::write(
        themes.join("mine.toml"),
        "base = \"dark\"\nkey = \"#010203\"\n",
    )
    .unwrap();
    let file = themes.join("mine.toml");
    let by_path = format!("theme = \"{}\"\n", file.display());
    for settings in [
        "theme = \"mine\"\n",
        "theme = \"themes/mine.toml\"\n",
        &by_path,
    ] {
        let looks = Looks::new(&desk(home.path(), settings, &[]), &told("xterm")).unwrap();
        assert_eq!(looks.fault, None);
        let key = looks.theme.paint(crate::config::Role::Key);
        assert_eq!(
            key.fg,
            Some(crate::config::Colour::Rgb(1, 2, 3)),
            "{settings}"
        );
    }
    std::fs::write(&file, "key = \"pink\"\nbad = 3\n").unwrap();
    let desk_of = |settings| desk(home.path(), settings, &[]);
    let looks = Looks::new(&desk_of("theme = \"mine\"\n"), &told("xterm")).unwrap();
    let fault = looks.fault.unwrap();
    for part in ["themes/mine.toml: theme, line 1", "`pink`", "and 1 more"] {
        assert!(fault.contains(part), "{fault}");
    }
    assert_eq!(looks.theme, Theme::sixteen());
    let looks = Looks::new(&desk_of("theme = \"other\"\n"), &told("xterm")).unwrap();
    let fault = looks.fault.unwrap();
    for part in ["`other`", "high-contrast", "themes/other.toml"] {
        assert!(fault.contains(part), "{fault}");
    }
    let flag = desk(home.path(), "", &["--theme", "other"]);
    let refused = Looks::new(&flag, &told("xterm")).unwrap_err();
    assert!(matches!(refused, Failure::Usage(_)), "{refused}");
}

#[test]
fn a_locale_without_letters_is_drawn_in_ascii() {
    let home = tempfile::tempdir().unwrap();
    for (locale, letters) in [
        (None, false),
        (Some("C"), false),
        (Some("de_DE.ISO-8859-1"), false),
        (Some("C.UTF-8"), true),
        (Some("en_US.utf8"), true),
    ] {
        let here = Told {
            locale: locale.map(|name| ("LC_ALL", name.to_owned())),
            ..told("xterm")
        };
        assert_eq!(here.knows_letters(), letters, "{locale:?}");
        let of = |settings, flags: &[&str]| ascii(&desk(home.path(), settings, flags), &here);
        assert_eq!(of("", &[]), !letters);
        assert!(!of("ascii = false\n", &[]));
        assert!(of("ascii = true\n", &[]));
        assert!(of("ascii = false\n", &["--ascii"]));
    }
}

#[test]
fn a_terminal_that_cannot_place_text_is_refused() {
    for (term, named) in [("", "TERM is not set"), ("dumb", "TERM=dumb")] {
        let why = told(term).refusal().unwrap();
        for part in [named, "TERM=xterm-256color", "backtrail show"] {
            assert!(why.contains(part), "{why}");
        }
    }
    assert_eq!(told("vt100").refusal(), None);
}

#[test]
fn a_theme_that_is_not_there_is_blamed_on_who_named_it() {
    let home = tempfile::tempdir().unwrap();
    let mut here = told("xterm-256color");
    let of_flag = desk(home.path(), "", &["--theme", "nosuch"]);
    let why = Looks::new(&of_flag, &here).unwrap_err().to_string();
    assert!(
        why.starts_with("--theme: there is no theme `nosuch`"),
        "{why}"
    );
    here.theme = Some("zzz".to_owned());
    let plain = desk(home.path(), "", &[]);
    let why = Looks::new(&plain, &here).unwrap().fault.unwrap();
    assert!(
        why.starts_with("BACKTRAIL_THEME: there is no theme `zzz`"),
        "{why}"
    );
}

#[test]
fn own_themes_are_found_and_read_as_the_settings_would() {
    let home = tempfile::tempdir().unwrap();
    let (settings, folder) = (
        home.path().join("settings.toml"),
        home.path().join("themes"),
    );
    assert!(own_themes(&settings, &told("xterm")).names.is_empty());
    std::fs::create_dir(&folder).unwrap();
    for (name, text) in [
        ("sepia.toml", "base = \"dark\"\ntitle = \"bold #704214\"\n"),
        ("broken.toml", "base = \"dark\"\n\ntitel = \"bold\"\n"),
        ("notes.txt", "no theme"),
    ] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let own = own_themes(&settings, &told("xterm-256color"));
    assert_eq!(own.names, ["broken", "sepia"]);
    let sepia = std::fs::read_to_string(folder.join("sepia.toml")).unwrap();
    let (wanted, faults) = Theme::from_toml(&sepia);
    assert!(faults.is_empty());
    assert_eq!((own.read)("sepia"), Ok(wanted.clone()));
    assert_eq!((own.read)("themes/sepia.toml"), Ok(wanted));
    let why = (own.read)("broken").unwrap_err();
    assert!(
        why.contains("broken.toml") && why.contains("line 3"),
        "{why}"
    );
    let why = (own.read)("none").unwrap_err();
    assert!(why.contains("there is no theme `none`"), "{why}");
}
