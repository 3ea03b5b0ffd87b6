//! `key`: an account's key is tried with the free call, kept for its owner alone, and written nowhere else.

use crate::bench::{Home, Server};

const KEY: &str = "SENTINEL/KEY+0123456789ABCDEF";
const LOGIN: &str = "me@h.example";
const PASSWORD: &str = "SENTINEL-PASSWORD-0123456789";

fn accounts() -> String {
    format!(
        "[[account]]\nkey = \"{KEY}\"\nuser_id = 7\n[[account.subscription]]\nanalysis = 90000000\nretrieval = 9000000\n\
         items = 5000\n[account.dataforseo]\nlogin = \"{LOGIN}\"\npassword = \"{PASSWORD}\"\ndeposit = 50.0\n"
    )
}

/// A home whose settings name the server as the service, with a remark of its own.
fn home(url: &str) -> Home {
    let home = Home::new()
        .with("BACKTRAIL_CONFIG", "settings.toml")
        .with("BACKTRAIL_LOG", "trace");
    let text =
        format!("# mine\n[majestic]\nurl = \"{url}\" # theirs\n\n[dataforseo]\nurl = \"{url}\"\n");
    std::fs::write(home.path("settings.toml"), text).unwrap();
    home
}

fn settings(home: &Home) -> String {
    std::fs::read_to_string(home.path("settings.toml")).unwrap()
}

#[test]
fn a_good_key_is_kept_and_used_and_a_bad_one_is_neither() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), accounts()).unwrap();
    let server = Server::start(&["--accounts", file.path().to_str().unwrap()]);
    let home = home(&server.url);
    let before = settings(&home);
    let add =
        |account: &str, input: &str| home.run_with_input(&["key", "add", account, "-vv"], input);

    let refused = add("majestic", "WRONG-0123456789\n").ended(4);
    let refused = refused.says(&["nothing was charged", "it is not kept"]);
    assert!(
        !refused.stderr.contains("WRONG-0123456789"),
        "{}",
        refused.stderr
    );
    assert_eq!(settings(&home), before);
    let kept = add("majestic", &format!("{KEY}\n")).ended(0).says(&[
        "accepted",
        "90,000,000 analysis",
        "only you can read",
    ]);
    let both = add("dataforseo", &format!("{LOGIN}\n{PASSWORD}\n"))
        .ended(0)
        .says(&["accepted", "$50.00 left"]);
    for said in [&kept, &both] {
        assert!(
            !said.stderr.contains("SENTINEL") && !said.stdout.contains("SENTINEL"),
            "{said:?}"
        );
    }
    let text = settings(&home);
    assert!(
        text.starts_with("# mine\n[majestic]\n") && text.contains("# theirs"),
        "{text}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let meta = std::fs::metadata(home.path("settings.toml")).unwrap();
        assert_eq!(meta.permissions().mode() & 0o777, 0o600);
    }
    home.run(&["key", "test"])
        .ended(0)
        .says(&["Majestic at", "DataForSEO at", "$50.00 left"]);
    assert!(server.charges().is_empty(), "trying is free");
    assert_eq!(server.charged("items"), 0);

    // Nothing but the settings holds it.
    let mut folders = vec![home.dir.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if ![home.path("settings.toml"), home.path("input.txt")].contains(&path) {
                let bytes = std::fs::read(&path).unwrap();
                let found = bytes.windows(8).any(|w| w == b"SENTINEL");
                assert!(!found, "the secret is in {}", path.display());
            }
        }
    }
}

#[test]
fn without_a_network_it_is_kept_only_on_purpose() {
    let server = Server::start(&[]);
    let home = home(&server.url);
    drop(server);
    let before = settings(&home);
    let key = format!("{KEY}\n");
    let unheard = home
        .run_with_input(&["key", "add", "majestic"], &key)
        .ended(1);
    unheard.says(&["could not be reached", "--untested", "not kept"]);
    assert_eq!(settings(&home), before);
    home.run_with_input(&["key", "add", "majestic", "--untested"], &key)
        .ended(0)
        .says(&["kept untested"]);
    assert!(settings(&home).contains("api_key"));
    home.run(&["key", "test", "--provider", "majestic"])
        .ended(1)
        .says(&["could not be reached"]);
}

#[test]
fn what_could_not_be_used_afterwards_is_refused_first() {
    let server = Server::start(&[]);
    let home = home(&server.url);
    let key = format!("{KEY}\n");
    let elsewhere = [
        "key",
        "add",
        "majestic",
        "--majestic-url",
        "https://api.majestic.com",
    ];
    home.run_with_input(&elsewhere, &key).ended(2).says(&[
        "goes to",
        "alone",
        "nothing was sent or kept",
    ]);
    home.run_with_input(&["key", "add", "openapps"], "token\n")
        .ended(2)
        .says(&["Private key"]);
    home.run_with_input(&["key", "add", "majestic"], "")
        .ended(2)
        .says(&["type the API key"]);
    let text = settings(&home).replace("# theirs", "\nkey_command = [\"pass\"]");
    std::fs::write(home.path("settings.toml"), &text).unwrap();
    let ran = home
        .run_with_input(&["key", "add", "majestic"], "demo\n")
        .ended(1);
    ran.says(&["key_command stands here already", "BACKTRAIL_MAJESTIC_KEY"]);
    assert_eq!(settings(&home), text);
}
