//! Who asks, and whom: OpenApps tokens, the sandbox, the settings' secrets.

use crate::bench::{Home, Server};

const TOKEN: &str = "BACKTRAIL_MAJESTIC_ACCESS_TOKEN";
const PRIVATE: &str = "BACKTRAIL_MAJESTIC_PRIVATE_KEY";
const KEY: &str = "BACKTRAIL_MAJESTIC_KEY";

#[test]
fn an_application_spends_its_users_units() {
    let server = Server::start(&[]);
    let app = Home::of(&server)
        .with(TOKEN, "demo-token")
        .with(PRIVATE, "demo-private");
    let (target, ref_domains) = server.largest();
    let told = app
        .run(&["info", &target, "--yes", "--format", "json"])
        .ended(0);
    assert!(!told.stderr.contains("key `demo`"), "{told:?}");
    assert_eq!(told.json()[0]["ref_domains"].as_u64(), Some(ref_domains));
    let links = app.run(&[
        "links", &target, "--count", "10", "--yes", "--format", "jsonl",
    ]);
    assert_eq!(links.ended(0).stdout.lines().count(), 10);
    assert_eq!(
        (server.charged("items"), server.charged("retrieval")),
        (1, 10)
    );

    let wrong = Home::of(&server)
        .with(TOKEN, "demo-token")
        .with(PRIVATE, "WRONG-0123456789-PRIVATE");
    let ran = wrong
        .run(&["info", &target, "--yes"])
        .ended(4)
        .says(&["nothing was charged"]);
    assert!(!ran.stderr.contains("WRONG-0123456789"), "{ran:?}");
    assert_eq!(server.charged("items"), 1);
}

#[test]
fn two_accounts_at_once_and_half_an_account_are_refused() {
    let server = Server::start(&[]);
    let (target, _) = server.largest();
    let order = ["info", target.as_str(), "--yes"];
    let both = Home::of(&server)
        .with(KEY, "demo")
        .with(TOKEN, "SECRET")
        .with(PRIVATE, "SECRET");
    let half = Home::of(&server).with(TOKEN, "SECRET");
    for (home, words) in [
        (both, [KEY, "two accounts"]),
        (half, [PRIVATE, "private_key"]),
    ] {
        let ran = home
            .run(&order)
            .ended(2)
            .says(&words)
            .says(&["nothing was sent"]);
        assert!(!ran.stderr.contains("SECRET"), "{ran:?}");
    }
    let settings = Home::of(&server);
    let file = settings.path("my.toml");
    let text =
        "[majestic]\napi_key = \"SECRET\"\naccess_token = \"SECRET\"\nprivate_key = \"SECRET\"\n";
    std::fs::write(&file, text).unwrap();
    let settings = settings.with("BACKTRAIL_CONFIG", file.to_str().unwrap());
    let ran = settings
        .run(&order)
        .ended(2)
        .says(&["line 3", "two accounts"]);
    assert!(!ran.stderr.contains("SECRET"), "{ran:?}");
    assert!(server.charges().is_empty());
}

#[test]
fn the_settings_say_who_asks_and_in_which_form() {
    let server = Server::start(&[]);
    let home = Home::new();
    let text = format!(
        "[majestic]\nurl = \"{}/api/json\"\nformat = \"xml\"\naccess_token = \"demo-token\"\nprivate_key = \"demo-private\"\n",
        server.url
    );
    let file = home.settings(&text);
    let home = home.with("BACKTRAIL_CONFIG", file.to_str().unwrap());
    let (target, _) = server.largest();
    home.run(&["info", &target, "--yes"]).ended(0);
    assert_eq!(server.charged("items"), 1);
    // Another address than the settings' own gets none of their secrets.
    let other = Server::start(&[]);
    home.run(&["info", &target, "--yes", "--majestic-url", &other.url])
        .ended(0)
        .says(&["key `demo`"]);
}

#[test]
fn the_sandbox_is_named_before_anything_is_sent() {
    let home = Home::new().with(KEY, "NO-SUCH-KEY-0123456789");
    let sandbox = |home: &Home, flags: &[&str]| {
        let order = ["links", "example.com", "--dry-run"];
        home.run(&[&order[..], flags].concat()).ended(0).says(&[
            "developer.majestic.com",
            "no units are taken",
            "nothing was sent",
        ])
    };
    sandbox(&home, &["--sandbox"]);
    let file = home.path("my.toml");
    std::fs::write(&file, "[majestic]\nsandbox = true\n").unwrap();
    let home = home.with("BACKTRAIL_CONFIG", file.to_str().unwrap());
    sandbox(&home, &[]);
}
