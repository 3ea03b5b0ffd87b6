//! Bulk downloads of both kinds, of lists of targets, delivered elsewhere, and taken over from the account.

use serde_json::Value as Json;

use crate::bench::{Home, Server};

/// Charges without the free and the look-ups: of the downloads themselves.
fn downloads(server: &Server) -> Vec<(String, Json)> {
    let charges = server.charges().into_iter();
    charges
        .filter(|(command, _)| command.starts_with("Download"))
        .collect()
}

#[test]
fn all_links_are_downloaded_at_the_listed_price() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, ref_domains) = server.largest();
    let told = home
        .run(&["download-all", &target, "--yes", "--format", "json"])
        .ended(0)
        .says(&["what the service lists for all links", "done"]);
    let row = &told.json()[0];
    assert_eq!(row["state"], "done");
    assert_eq!(row["rows"].as_i64(), Some(server.charged("retrieval")));
    assert_eq!(
        row["domains"].as_u64(),
        Some(ref_domains),
        "every referring domain came"
    );
    assert_eq!(
        row["paid_analysis"].as_i64(),
        Some(server.charged("analysis"))
    );
    let links = [
        "show", "latest", "--view", "links", "--limit", "5", "--format", "json",
    ];
    let links = home.run(&links).ended(0).says(&["links held (of "]).json();
    assert!(links[0]["domain_topic"].is_string() || links[0]["domain_topic"].is_null());
    assert!(links[0]["source_url"].is_string());
}

#[test]
fn a_list_of_targets_is_priced_together() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let targets = server.targets();
    let list = format!("# two clients\n{}\n{}\n", targets[0], targets[1]);
    std::fs::write(home.path("list.txt"), list).unwrap();
    let asked = ["download", "--targets-from", "list.txt"];
    home.run(&[&asked[..], &["--yes", "--max-cost", "items=1"]].concat())
        .ended(3)
        .says(&["2 item units", "--max-cost", "nothing was sent"]);
    assert!(server.charges().is_empty(), "not even one of two look-ups");
    home.run(&[&asked[..], &["--yes", "--max-cost", "analysis=60000"]].concat())
        .ended(3)
        .says(&["2 calls in all", "--max-cost"]);
    assert!(downloads(&server).is_empty(), "neither of the two");
    let told = home
        .run(&[&asked[..], &["--yes", "--format", "json"]].concat())
        .ended(0)
        .json();
    assert_eq!(told.as_array().unwrap().len(), 2);
    for (row, target) in told.as_array().unwrap().iter().zip(&targets) {
        assert_eq!(
            (&row["target"], &row["state"]),
            (&target.as_str().into(), &"done".into())
        );
    }
    assert_eq!(server.charged("items"), 2, "prices are looked up once");
}

#[test]
fn a_download_of_the_account_is_taken_over_and_not_paid_again() {
    let server = Server::start(&[]);
    let (first, second) = (Home::of(&server), Home::of(&server));
    let (target, _) = server.largest();
    let bought = first
        .run(&["download", &target, "--yes", "--format", "json"])
        .ended(0)
        .json();
    let charges = server.charges();
    let listed = second
        .run(&["jobs", "remote", "--format", "json"])
        .ended(0)
        .json();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert!(listed[0]["job"].is_null(), "no job here yet");
    let here = first
        .run(&["jobs", "remote", "--format", "json"])
        .ended(0)
        .json();
    assert_eq!(here[0]["job"], 1);
    let remote = listed[0]["remote_id"].as_str().unwrap();
    let adopted = second
        .run(&["jobs", "adopt", remote, "--format", "json"])
        .ended(0)
        .json();
    for name in ["target", "rows", "domains", "state"] {
        assert_eq!(adopted[0][name], bought[0][name], "{name}");
    }
    assert_eq!(adopted[0]["paid_analysis"], 0);
    let links = [
        "show", "latest", "--view", "links", "--format", "csv", "--quiet",
    ];
    assert_eq!(
        first.run(&links).ended(0).stdout,
        second.run(&links).ended(0).stdout
    );
    second
        .run(&["jobs", "adopt", "--all"])
        .ended(0)
        .says(&["is a job here already"]);
    assert_eq!(server.charges(), charges, "nothing was charged again");

    second
        .run(&["jobs", "delete-remote", "1"])
        .ended(3)
        .says(&["nothing was deleted", "--yes"]);
    second
        .run(&["jobs", "delete-remote", "1", "--yes"])
        .ended(0)
        .says(&["what is held here stays"]);
    let left = second
        .run(&["jobs", "remote", "--format", "json"])
        .ended(0)
        .json();
    assert_eq!(left.as_array().unwrap().len(), 0);
    second.run(&["show", "latest", "--limit", "1"]).ended(0);
}
