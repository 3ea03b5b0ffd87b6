//! Everything that is refused: the exit code, one clear sentence, and nothing spent.

use crate::bench::{Home, Server};

#[test]
fn nothing_is_spent_without_a_yes() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    for flags in [
        &[][..],
        &["--no-input"],
        &["--max-cost", "analysis=9000000"],
    ] {
        let mut args = vec!["download", &target];
        args.extend_from_slice(flags);
        let ran = home
            .run(&args)
            .ended(3)
            .says(&["nothing was sent", "--yes"]);
        assert_eq!(ran.stdout, "");
    }
    home.run(&["download", &target, "--yes", "--max-cost", "items=0"])
        .ended(3)
        .says(&["items", "nothing was sent"]);
    assert!(server.charges().is_empty());
    home.run(&["download", &target, "--yes", "--skip-cost", "1000"])
        .ended(3)
        .says(&["skip limit of 1,000", "--skip-cost"]);
    assert_eq!(server.charged("analysis"), 0);
}

#[test]
fn nothing_is_bought_for_a_file_that_cannot_be_written() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    for output in ["no/such/folder/links.csv", "/"] {
        home.run(&["download", &target, "--yes", "--output", output])
            .ended(2)
            .says(&["--output", output, "nothing was done"]);
    }
    assert!(server.charges().is_empty());
}

#[test]
fn configured_limits_bind_whatever_is_said() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    let settings = home.path("my.toml");
    std::fs::write(&settings, "[limits.per_job]\nanalysis = 1000\n").unwrap();
    let home = home.with("BACKTRAIL_CONFIG", settings.to_str().unwrap());
    home.run(&[
        "download",
        &target,
        "--yes",
        "--max-cost",
        "analysis=9000000",
    ])
    .ended(3)
    .says(&["per_job", "1,000", "nothing else was sent"]);
    assert_eq!(server.charged("analysis"), 0);
}

#[test]
fn an_account_without_units_is_the_services_refusal() {
    let accounts = tempfile::NamedTempFile::new().unwrap();
    let text = "[[account]]\nkey = \"POOR-POOR-POOR-POOR\"\nuser_id = 9\n\
                [[account.subscription]]\nanalysis = 10\nretrieval = 10\nitems = 5\n";
    std::fs::write(accounts.path(), text).unwrap();
    let server = Server::start(&["--accounts", accounts.path().to_str().unwrap()]);
    let (target, _) = server.largest();
    let home = Home::of(&server).with("BACKTRAIL_MAJESTIC_KEY", "POOR-POOR-POOR-POOR");
    home.run(&["download", &target, "--yes"])
        .ended(4)
        .says(&["analysis units are needed", "nothing else was sent"]);
    assert_eq!(server.charged("analysis"), 0);
}

#[test]
fn a_wrong_key_is_refused_and_never_repeated() {
    let server = Server::start(&[]);
    let key = "WRONG-KEY-0123456789";
    let home = Home::of(&server).with("BACKTRAIL_MAJESTIC_KEY", key);
    let (target, _) = server.largest();
    for args in [
        &["download", &target, "--yes"][..],
        &["info", &target, "--yes"],
        &["budget"],
    ] {
        let ran = home.run(args).ended(4).says(&["nothing was charged"]);
        assert!(
            !ran.stderr.contains(key) && !ran.stdout.contains(key),
            "{ran:?}"
        );
    }
    let log = std::fs::read_to_string(home.data().join("backtrail.log")).unwrap();
    assert!(log.contains("ended") && !log.contains(key), "{log}");
    assert!(server.charges().is_empty());
}

#[test]
fn without_a_key_it_says_how_to_get_going() {
    let home = Home::new();
    for args in [&["download", "example.com", "--yes"][..], &["budget"]] {
        home.run(args).ended(2).says(&[
            "BACKTRAIL_MAJESTIC_KEY",
            "backtrail demo",
            "nothing was sent",
        ]);
    }
}

#[test]
fn a_service_that_is_not_there_costs_nothing() {
    // A port that was just free; nobody listens there.
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let home = Home::new().with("BACKTRAIL_MAJESTIC_URL", &format!("http://{free}"));
    home.run(&["download", "example.com", "--yes"])
        .ended(1)
        .says(&["could not be reached", "nothing was charged"]);
}

/// Arguments, and the words that must be in what is said of them.
type Mistake = (&'static [&'static str], &'static [&'static str]);

const MISTAKES: &[Mistake] = &[
    (
        &["download", "forbes..com", "--yes"],
        &["forbes..com", "nothing was sent"],
    ),
    (&["links", "luc.edu_", "--yes"], &["nothing was sent"]),
    (
        &["info", "example.com", "co.uk", "--yes"],
        &["co.uk", "nothing was sent"],
    ),
    (
        &[
            "refdomains",
            "a.com",
            "b.com",
            "c.com",
            "d.com",
            "e.com",
            "--yes",
        ],
        &["at most 4", "nothing was sent"],
    ),
    (
        &[
            "links",
            "a.com",
            "--filters",
            "NoFollow(\"eq\",\"false\")",
            "--yes",
        ],
        &["Sort and filter", "nothing was sent"],
    ),
    (
        &["links", "a.com", "--prefix-scan", "yes", "--yes"],
        &["Path (URL*)", "nothing was sent"],
    ),
    (
        &["top-links", "a.com", "--root-domain-data", "no", "--yes"],
        &["no level", "nothing was sent"],
    ),
    (
        &["domain-info", "a.com", "--dataset", "latest"],
        &["--dataset"],
    ),
    (&["domain-info", "--yes"], &["TARGET"]),
    (
        &["links", "--targets-from", "/no/such/list"],
        &["/no/such/list", "nothing was sent"],
    ),
    (
        &[
            "download",
            "a.com",
            "--upload-to-ftp",
            "sftp://u:SECRET@h.example/",
        ],
        &["--upload-to-ftp", "ftp://"],
    ),
    (
        &[
            "links",
            "a.com",
            "--notify-listen",
            "127.0.0.1:0",
            "--majestic-url",
            "http://127.0.0.1:9",
        ],
        &["--notify-public"],
    ),
    (
        &[
            "budget",
            "--sandbox",
            "--majestic-url",
            "https://api.majestic.com",
        ],
        &["--sandbox", "--majestic-url"],
    ),
    (
        &["budget", "--sandbox"],
        &["https://developer.majestic.com", "BACKTRAIL_MAJESTIC_KEY"],
    ),
    (
        &["links", "a.com", "--majestic-format", "yaml"],
        &["--majestic-format", "json", "xml"],
    ),
    (
        &["jobs", "attach", "1", "missing.csv.gz"],
        &["missing.csv.gz", "nothing was attached"],
    ),
    (&["jobs", "adopt"], &["REMOTE"]),
    (&["download", "a b", "--yes"], &["blank"]),
    (&["download", "ftp://example.com"], &["http://"]),
    (
        &["download", "example.com", "--per-domain", "11"],
        &["--per-domain", "1 to 10"],
    ),
    (
        &["download", "example.com", "--datasource", "old"],
        &["--datasource", "historic"],
    ),
    (
        &["download", "example.com", "--max-cost", "usd=3"],
        &["--max-cost", "usd"],
    ),
    (&["download"], &["TARGET"]),
    (
        &["budget", "--majestic-url", "http://api.majestic.com"],
        &["in clear"],
    ),
    (
        &["show", "nothing", "--sort", "nope"],
        &["--sort", "nope", "best_source_trust_flow"],
    ),
    (
        &["jobs", "--config", "/no/such/file.toml"],
        &["/no/such/file.toml"],
    ),
    (&["frobnicate"], &["frobnicate"]),
    (&[], &["terminal"]),
    (&["open", "missing.csv"], &["missing.csv"]),
];

#[test]
fn mistakes_of_the_command_line_are_named() {
    let home = Home::new();
    for (args, words) in MISTAKES {
        let ran = home.run(args).ended(2).says(words);
        assert_eq!(ran.stdout, "", "{args:?}");
        assert!(!ran.stderr.contains("SECRET"), "{ran:?}");
    }
}
