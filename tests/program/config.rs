//! What is set, where it came from, and what is wrong with it.

use serde_json::Value as Json;

use crate::bench::Home;

const FILE: &str = "# mine\ntheme = \"light\"\n\n[majestic]\napi_key = \"5EC2E7\"\nsandbox = true\n\n[limits.per_day]\nusd = 20\n";

/// The value that holds and who said so.
fn held(all: &Json, name: &str) -> (String, String) {
    let rows = all.as_array().unwrap();
    let row = rows.iter().find(|row| row["setting"] == name).unwrap();
    let text = |column: &str| row[column].as_str().unwrap_or("-").to_owned();
    (text("value"), text("from"))
}

#[test]
fn every_setting_is_shown_with_where_it_came_from() {
    let home = Home::new()
        .with("BACKTRAIL_DATAFORSEO_LOGIN", "me@example.com")
        .with("BACKTRAIL_DATAFORSEO_PASSWORD", "5EC2E7")
        .with("BACKTRAIL_MAJESTIC_URL", "http://me:5EC2E7@127.0.0.1:1")
        .with("LC_ALL", "C");
    let file = home.settings(FILE);
    let file = file.to_str().unwrap();
    let args = [
        "--config",
        file,
        "config",
        "show",
        "--effective",
        "--format",
        "json",
        "--theme",
        "plain",
    ];
    let ran = home.run(&args).ended(0);
    assert!(!ran.stdout.contains("5EC2E7"), "{}", ran.stdout);
    let all = ran.json();
    let of_file = |line: usize| format!("{file}, line {line}");
    let variable = |name: &str| format!("environment variable {name}");
    for (name, value, from) in [
        ("theme", "plain", "--theme".to_owned()),
        (
            "ascii",
            "true",
            "built-in (auto, after LC_ALL=C)".to_owned(),
        ),
        ("mouse", "true", "built-in".to_owned()),
        ("majestic.api_key", "set", of_file(5)),
        ("majestic.sandbox", "true", of_file(6)),
        (
            "majestic.url",
            "http://me:***@127.0.0.1:1",
            variable("BACKTRAIL_MAJESTIC_URL"),
        ),
        ("majestic.access_token", "-", "-".to_owned()),
        (
            "dataforseo.login",
            "me@example.com",
            variable("BACKTRAIL_DATAFORSEO_LOGIN"),
        ),
        (
            "dataforseo.password",
            "set",
            variable("BACKTRAIL_DATAFORSEO_PASSWORD"),
        ),
        ("limits.per_day.usd", "20.00", of_file(9)),
        ("limits.per_day.items", "-", "-".to_owned()),
        ("--config", file, "--config".to_owned()),
    ] {
        assert_eq!(held(&all, name), (value.to_owned(), from), "{name}");
    }
    let names = backtrail::config::table::settings().map(|setting| setting.name);
    for name in names {
        held(&all, &name);
    }
    let colourless = home.with("NO_COLOR", "1").run(&args).ended(0).json();
    let (value, from) = held(&colourless, "theme");
    assert_eq!((value.as_str(), from), ("plain", variable("NO_COLOR")));
}

#[test]
fn what_holds_can_be_kept_as_a_settings_file() {
    let home = Home::new();
    let file = home.settings(FILE);
    let shown = home
        .run(&[
            "--config",
            file.to_str().unwrap(),
            "config",
            "show",
            "--effective",
            "--toml",
        ])
        .ended(0)
        .stdout;
    assert!(shown.contains("# api_key is set"), "{shown}");
    let again = home.path("again.toml");
    std::fs::write(&again, &shown).unwrap();
    let again = again.to_str().unwrap();
    home.run(&["--config", again, "config", "check"]).ended(0);
    let held_again = home
        .run(&[
            "--config",
            again,
            "config",
            "show",
            "--effective",
            "--format",
            "json",
        ])
        .ended(0)
        .json();
    assert_eq!(held(&held_again, "theme").0, "light");
    assert_eq!(held(&held_again, "limits.per_day.usd").0, "20.00");
    assert_eq!(held(&held_again, "majestic.api_key").0, "-");
}

#[test]
fn the_file_is_shown_as_it_was_read() {
    let home = Home::new();
    let file = home.settings(FILE);
    let path = file.to_str().unwrap();
    let ran = home.run(&["--config", path, "config", "show"]).ended(0);
    assert_eq!(ran.stdout, FILE.replace("5EC2E7", "set"));
    let ran = home.run(&["--config", path, "config", "path"]).ended(0);
    assert_eq!(ran.stdout, format!("{path}\n"));
    // None there is no mistake.
    let ran = home.run(&["config", "show"]).ended(0);
    assert!(ran.says(&["built-in settings hold"]).stdout.is_empty());
    home.run(&["config", "check"])
        .ended(0)
        .says(&["no file of your own"]);
}

#[test]
fn every_mistake_is_named_by_file_and_line() {
    let home = Home::new();
    let text = "colour = 1\nmouse = 3\ntheme = \"mine\"\n[majestic]\nurl = \"nowhere\"\napi_key = 5\n[downloads]\nallowed_hosts = [\"a/b\"]\n";
    let file = home.settings(text);
    std::fs::write(home.path("keys.toml"), "[list]\nexprot = [\"x\"]\n").unwrap();
    std::fs::create_dir(home.path("themes")).unwrap();
    std::fs::write(home.path("themes/mine.toml"), "\nkey = \"pink\"\n").unwrap();
    std::fs::write(home.path("themes/other.toml"), "curser = \"red\"\n").unwrap();
    let path = file.to_str().unwrap();
    let ran = home
        .run(&["--config", path, "config", "check", "--format", "jsonl"])
        .ended(1);
    let told: Vec<(String, String)> = ran
        .stdout
        .lines()
        .map(|line| {
            let row: Json = serde_json::from_str(line).unwrap();
            let text = |column: &str| row[column].as_str().unwrap().to_owned();
            (text("file"), text("fault"))
        })
        .collect();
    for (file, line, word) in [
        ("my.toml", "line 1:", "colour"),
        ("my.toml", "line 2:", "true or false"),
        ("my.toml", "line 5:", "majestic.url"),
        ("my.toml", "line 6:", "api_key takes one text"),
        ("my.toml", "line 8:", "a/b"),
        ("keys.toml", "line 2:", "exprot"),
        ("mine.toml", "line 2:", "pink"),
        ("other.toml", "line 1:", "curser"),
    ] {
        let is_told = |(of, what): &(String, String)| {
            of.ends_with(file) && what.contains(line) && what.contains(word)
        };
        assert!(told.iter().any(is_told), "{file} {line} {word}: {told:#?}");
    }
    assert_eq!(told.len(), 8, "{told:#?}");
    // Nobody works under settings that are half known.
    home.run(&["--config", path, "config", "show"])
        .ended(2)
        .says(&["line 1"]);
    home.run(&["--config", path, "datasets"])
        .ended(2)
        .says(&["line 1"]);
    // What holds instead is told, and the pages that help to mend the file are there.
    let args = ["config", "show", "--effective", "--format", "json"];
    let ran = home.run(&[&["--config", path], &args[..]].concat());
    let ran = ran.ended(0).says(&["line 1", "`backtrail config check`"]);
    let mouse = held(&ran.json(), "mouse");
    assert_eq!(mouse, ("true".to_owned(), "built-in".to_owned()));
    home.run(&["--config", path, "docs", "keys"])
        .ended(0)
        .says(&["The built-in keys hold", "exprot"]);
}

#[test]
fn a_broken_table_of_keys_keeps_no_command_from_its_work() {
    let home = Home::new();
    let file = home.settings("mouse = false\n");
    std::fs::write(home.path("keys.toml"), "[list]\nexprot = [\"x\"]\n").unwrap();
    let path = file.to_str().unwrap();
    let said = [
        "the explorer will have the built-in keys",
        "line 2",
        "exprot",
    ];
    home.run(&["--config", path, "datasets"])
        .ended(0)
        .says(&said);
    home.run(&["--config", path, "keys"]).ended(2);
}

#[test]
fn a_theme_of_the_flag_or_the_variable_is_not_blamed_on_the_settings() {
    let home = Home::new();
    for (args, variable, blamed) in [
        (&["config", "check", "--theme", "nosuch"][..], "", "--theme"),
        (&["config", "check"][..], "nosuch", "BACKTRAIL_THEME"),
    ] {
        let mut command = home.command(&[args, &["--format", "json"]].concat());
        if !variable.is_empty() {
            command.env("BACKTRAIL_THEME", variable);
        }
        command.env_remove("NO_COLOR");
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(found[0]["file"], blamed, "{found}");
    }
}
