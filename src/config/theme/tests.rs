//! The built-in themes, a file of one's own, and fewer colours than it names.

use super::*;

fn only(text: &str) -> String {
    let (_, faults) = Theme::from_toml(text);
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults[0].to_string()
}

#[test]
fn every_built_in_theme_is_whole() {
    for (name, text) in BUILTIN {
        let theme = Theme::builtin(name).unwrap();
        let cursor = theme.paint(Role::Cursor);
        assert!(cursor.reverse || cursor.bg.is_some(), "{name}");
        for role in Role::ALL {
            let says = text.lines().any(|line| {
                line.split_once(" = ")
                    .is_some_and(|(left, _)| left == role.name())
            });
            assert!(says, "{name} says nothing of {}", role.name());
        }
    }
    assert_eq!(
        Role::ALL.map(|role| role as usize),
        std::array::from_fn(|n| n)
    );
    assert_eq!(Theme::builtin("default").unwrap(), Theme::sixteen());
    assert!(
        Theme::builtin("pink")
            .unwrap_err()
            .to_string()
            .contains("high-contrast")
    );
}

#[test]
fn the_plain_theme_has_no_colour() {
    let theme = Theme::plain();
    assert_ne!(theme, Theme::default(), "it was read");
    for role in Role::ALL {
        let paint = theme.paint(role);
        assert_eq!((paint.fg, paint.bg), (None, None), "{}", role.name());
    }
}

#[test]
fn the_theme_of_the_palette_names_nothing_else() {
    for role in Role::ALL {
        let paint = Theme::sixteen().paint(role);
        for colour in [paint.fg, paint.bg].into_iter().flatten() {
            assert!(matches!(colour, Colour::Named(_)), "{}", role.name());
        }
    }
}

#[test]
fn text_stays_apart_from_its_ground_with_any_number_of_colours() {
    for (name, _) in BUILTIN {
        for depth in [Depth::Sixteen, Depth::Indexed, Depth::True] {
            let theme = Theme::builtin(name).unwrap().reduced(depth);
            for role in Role::ALL {
                let paint = theme.paint(role);
                let differs = paint.fg != paint.bg || paint.fg.is_none();
                assert!(differs, "{name} {depth:?} {}", role.name());
            }
        }
    }
    let (greys, faults) = Theme::from_toml("cursor = \"bold #101010 on #000000\"");
    assert_eq!(faults, []);
    let reduced = greys.reduced(Depth::Sixteen).paint(Role::Cursor);
    let expected = Paint {
        bold: true,
        reverse: true,
        ..Paint::default()
    };
    assert_eq!(reduced, expected);
}

#[test]
fn a_theme_of_ones_own_lies_over_another() {
    let (theme, faults) = Theme::from_toml("base = \"dark\"\ncursor = \"bold 236 on #0a0b0c\"\n");
    assert_eq!(faults, []);
    let dark = Theme::builtin("dark").unwrap();
    assert_eq!(theme.paint(Role::Dim), dark.paint(Role::Dim));
    let cursor = Paint {
        fg: Some(Colour::Index(236)),
        bg: Some(Colour::Rgb(10, 11, 12)),
        bold: true,
        ..Paint::default()
    };
    assert_eq!(theme.paint(Role::Cursor), cursor);
    assert_eq!(Theme::from_toml(""), (Theme::sixteen(), Vec::new()));
}

#[test]
fn mistakes_are_named_by_line_and_leave_the_rest() {
    let told = only("text = \"\"\ncursor = \"pink\"");
    assert!(told.contains("line 2") && told.contains("pink"), "{told}");
    let told = only("curser = \"red\"");
    assert!(told.contains("line 1") && told.contains("curser"), "{told}");
    let told = only("\nbase = \"mine\"");
    assert!(told.contains("line 2") && told.contains("mine"), "{told}");
    let told = only("base = 3");
    assert!(told.contains("base takes words"), "{told}");
    let told = only("text = \"red");
    assert!(told.contains("line 1"), "{told}");
    let (theme, faults) =
        Theme::from_toml("warn = \"pink\"\ngood = \"bold\"\nbad = 3\nkey = \"#12\"\n");
    let lines: Vec<_> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(lines.len(), 3, "{lines:?}");
    for (at, line) in [(0, "line 1:"), (1, "line 3:"), (2, "line 4:")] {
        assert!(lines[at].starts_with(line), "{lines:?}");
    }
    assert!(theme.paint(Role::Good).bold, "the sound line holds");
    let (_, faults) = Theme::from_toml("warn = \"pink\"\nbase = \"mine\"\nbad = 3\n");
    let lines: Vec<_> = faults.iter().map(|fault| fault.to_string()).collect();
    assert!(
        lines[1].starts_with("line 2: there is no theme `mine`"),
        "{lines:?}"
    );
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert_eq!(theme.paint(Role::Warn), Theme::sixteen().paint(Role::Warn));
}

/// How many times lighter one colour is than the other, as WCAG counts it.
fn contrast(one: Colour, other: Colour) -> f64 {
    let light = |colour: Colour| {
        let Colour::Rgb(r, g, b) = colour else {
            panic!("{colour:?} is the terminal's to choose");
        };
        let linear = |part: u8| match f64::from(part) / 255.0 {
            low if low <= 0.03928 => low / 12.92,
            high => ((high + 0.055) / 1.055).powf(2.4),
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) + 0.05
    };
    let (one, other) = (light(one), light(other));
    one.max(other) / one.min(other)
}

#[test]
fn text_can_be_read_on_the_ground_it_is_made_for() {
    let of = |hex| Colour::parse(hex).unwrap();
    for (name, grounds, least) in [
        ("dark", ["#000000", "#282c34"], 4.5),
        ("light", ["#ffffff", "#fdf6e3"], 4.5),
        ("high-contrast", ["#000000", "#000000"], 7.0),
    ] {
        let theme = Theme::builtin(name).unwrap();
        // A frame is no text.
        let is_text = |role: &Role| !matches!(role, Role::Border | Role::BorderFocused);
        for role in Role::ALL.into_iter().filter(is_text) {
            let paint = theme.paint(role);
            for ground in grounds {
                let ground = paint.bg.unwrap_or(of(ground));
                let Some(text) = paint.fg else { continue };
                let told = contrast(text, ground);
                assert!(told >= least, "{name} {}: {told:.1}", role.name());
            }
        }
    }
}
