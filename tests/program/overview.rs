//! `info`: counts of targets, a call for each hundred, kept as datasets.

use crate::bench::{Home, Server};

#[test]
fn an_overview_is_one_call_for_one_unit_a_target() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, ref_domains) = server.largest();
    let targets = server.targets();
    let asked = ["info", &target, &targets[1], "no-such-name.example"];
    home.run(&asked)
        .ended(3)
        .says(&["nothing was sent", "--yes", "3 items"]);
    home.run(&[&asked[..], &["--yes", "--max-cost", "items=2"]].concat())
        .ended(3)
        .says(&["--max-cost", "nothing was sent"]);
    assert!(server.charges().is_empty());
    let told = home
        .run(&[&asked[..], &["--yes", "--tag", "acme", "--format", "json"]].concat())
        .ended(0)
        .says(&["exactly 3 items", "3 of 3 items held", "index of 20"]);
    let rows = told.json();
    assert_eq!(rows[0]["item"], target.as_str());
    assert_eq!(rows[0]["ref_domains"].as_u64(), Some(ref_domains));
    assert_eq!(rows[1]["item"], targets[1].as_str());
    assert_eq!(rows[2]["item"], "no-such-name.example");
    assert_eq!(server.charges().len(), 1, "one call");
    assert_eq!(server.charged("items"), 3);

    let kept = home
        .run(&["show", "latest", "--format", "json"])
        .ended(0)
        .json();
    assert_eq!(kept, rows);
    let links = ["show", "latest", "--view", "links", "--format", "csv"];
    let none = home
        .run(&links)
        .ended(0)
        .says(&["holds no links", "GetIndexItemInfo"]);
    assert_eq!(none.stdout.lines().count(), 1, "the header alone");
    let table = home
        .run(&["show", "latest", "--view", "items", "--sort", "tf:desc"])
        .ended(0);
    assert!(table.stdout.starts_with("Item"), "{}", table.stdout);
    assert_eq!(table.stdout.lines().count(), 4);
    let job = home.run(&["jobs", "--format", "json"]).ended(0).json();
    assert_eq!(job[0]["paid_items"], 3);
    assert_eq!(
        (&job[0]["targets"], &job[0]["tag"]),
        (&3.into(), &"acme".into())
    );

    home.run(&[&asked[..], &["--dry-run"]].concat())
        .ended(0)
        .says(&["exactly 3 items", "nothing was sent"]);
    home.run(&[&asked[..], &["--yes"]].concat())
        .ended(0)
        .says(&["held already", "backtrail show"]);
    assert_eq!(server.charged("items"), 6, "who says yes gets it again");

    let target = &server.targets()[0];
    let buy = |count| {
        home.run(&["links", target, "--count", count, "--yes"])
            .ended(0)
    };
    buy("50");
    buy("10").says(&["held already", "backtrail show"]);
    assert!(!buy("60").stderr.contains("held already"));
}

#[test]
fn a_long_list_is_a_call_for_each_hundred_and_one_table() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let mut list = String::from("# clients\n");
    for n in 0..101 {
        list.push_str(&format!("name-{n}.example\n\n"));
    }
    list.push_str("name-7.example # again\n");
    let args = ["info", "--targets-from", "-", "--yes", "--format", "csv"];
    let told = home
        .run_with_input(&args, &list)
        .ended(0)
        .says(&["2 calls in all: exactly 101 items", "1 left out"]);
    let mut reader = csv::Reader::from_reader(told.stdout.as_bytes());
    let at = reader
        .headers()
        .unwrap()
        .iter()
        .position(|h| h == "item")
        .unwrap();
    let items: Vec<_> = reader
        .records()
        .map(|r| r.unwrap()[at].to_owned())
        .collect();
    assert_eq!(items.len(), 101);
    assert_eq!(
        (items[0].as_str(), items[100].as_str()),
        ("name-0.example", "name-100.example")
    );
    assert_eq!(server.charges().len(), 2);
    assert_eq!(server.charged("items"), 101);

    std::fs::write(home.path("list.txt"), "fine.example\nforbes..com\n").unwrap();
    home.run(&["info", "--targets-from", "list.txt", "--yes"])
        .ended(2)
        .says(&["list.txt line 2", "nothing was sent"]);
    assert_eq!(server.charged("items"), 101);
}

#[test]
fn what_is_known_of_a_target_is_told_offline_in_each_providers_own_terms() {
    let server = Server::start(&[]);
    let home = Home::of(&server).with("BACKTRAIL_DATAFORSEO_URL", &server.url);
    let (target, ref_domains) = server.largest();
    home.run(&["overview", "b..com"]).ended(2);
    let nothing = home
        .run(&["overview", &target, "--format", "json"])
        .ended(0);
    let nothing = nothing.says(&["nothing is held of"]).json();
    assert_eq!(nothing["schema"], "backtrail.overview/1");
    assert_eq!(nothing["not_held"][0]["price"]["amounts"]["items"], 1);
    assert_eq!(nothing["not_held"][2]["price"]["kind"], "unknown");

    home.run(&["info", &target, &server.targets()[1], "--yes"])
        .ended(0);
    home.run(&["info", &target, "--provider", "dataforseo", "--yes"])
        .ended(0);
    home.run(&["links", &target, "--count", "7", "--yes"])
        .ended(0);
    let charges = server.charges().len();
    let known = home
        .run(&["overview", &target, "--format", "json"])
        .ended(0)
        .json();
    assert_eq!(server.charges().len(), charges, "looking is free");
    let figure = |provider: usize, name: &str| {
        let figures = known["providers"][provider]["figures"].as_array().unwrap();
        figures
            .iter()
            .find(|f| f["name"] == name)
            .unwrap_or_else(|| panic!("{name}: {figures:?}"))
            .clone()
    };
    assert_eq!(figure(0, "RefDomains")["value"].as_u64(), Some(ref_domains));
    assert!(
        figure(0, "TrustFlow")["source"]
            .as_str()
            .unwrap()
            .contains("index of 20")
    );
    assert!(
        figure(1, "rank")["source"]
            .as_str()
            .unwrap()
            .starts_with("dataforseo, asked on")
    );
    assert!(figure(1, "backlinks")["value"].as_u64().is_some());
    let held = known["held"].as_array().unwrap();
    assert_eq!(held.len(), 3);
    assert_eq!(
        (&held[0]["question"], &held[0]["rows"]),
        (&"links".into(), &7.into())
    );
    assert_eq!(held[0]["again"]["kind"], "at_most");
    // The figures that the answer brought price a download now.
    let download = known["not_held"]
        .as_array()
        .unwrap()
        .iter()
        .find(|q| q["question"] == "download");
    assert!(download.is_some(), "{known}");
    let table = home.run(&["overview", &target]).ended(0).stdout;
    assert!(
        table.contains("TrustFlow") && table.contains("not held"),
        "{table}"
    );
}
