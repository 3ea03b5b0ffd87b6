//! `datasets --check`: what is stored is what was written, or the file that is not is named.

use crate::bench::Home;

/// A home with one dataset: its name and its folder.
fn home() -> (Home, String, std::path::PathBuf) {
    let home = Home::new();
    let make = ["generate", "--rows", "800", "--output", "g.csv.gz"];
    home.run(&make).ended(0);
    let taken = home
        .run(&["import", "g.csv.gz", "--format", "json"])
        .ended(0)
        .json();
    let id = taken[0]["dataset"].as_str().unwrap().to_owned();
    let folder = home.data().join("datasets").join(&id);
    (home, id, folder)
}

/// Turns one bit in the middle of a file.
fn spoil(path: &std::path::Path) {
    let mut bytes = std::fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(path, bytes).unwrap();
}

fn file(folder: &std::path::Path, start: &str) -> std::path::PathBuf {
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().path());
    let is_it = |path: &std::path::PathBuf| {
        path.file_name()
            .unwrap()
            .to_string_lossy()
            .starts_with(start)
    };
    files.filter(is_it).min().unwrap()
}

#[test]
fn a_sound_dataset_has_no_findings() {
    let (home, id, _) = home();
    for args in [&["datasets", "--check"][..], &["datasets", "--check", &id]] {
        let told = home.run(args).ended(0).says(&["1 datasets checked"]);
        assert_eq!(told.stdout.lines().count(), 1, "the heads only");
    }
    home.run(&["datasets", "--check", "nothing-like-it"])
        .ended(2);
}

#[test]
fn damage_is_found_and_named() {
    for start in ["links-", "domains", "postings"] {
        let (home, id, folder) = home();
        let spoilt = file(&folder, start);
        spoil(&spoilt);
        let told = home
            .run(&["datasets", "--check", "--format", "json"])
            .ended(1)
            .says(&["findings in 1 of 1 datasets", "import"]);
        let found = &told.json()[0];
        assert_eq!(found["dataset"], id.as_str());
        let name = spoilt.file_name().unwrap().to_string_lossy().into_owned();
        assert_eq!(found["file"], name);
        std::fs::remove_file(&spoilt).unwrap();
        let told = home.run(&["datasets", "--check", &id]).ended(1);
        assert!(told.stdout.contains("missing"), "{told:?}");
    }
}

#[test]
fn a_manifest_that_cannot_be_read_is_a_finding() {
    let (home, id, folder) = home();
    std::fs::write(folder.join("manifest.json"), "{ not any more").unwrap();
    let told = home.run(&["datasets", "--check", &id]).ended(1);
    assert!(told.stdout.contains("manifest.json"), "{told:?}");
}

#[test]
fn a_datasets_folder_joins_another_store() {
    let (from, id, folder) = home();
    let other = Home::new();
    let path = folder.to_str().unwrap();
    let taken = other
        .run(&["import", path, "--format", "json"])
        .ended(0)
        .json();
    assert_eq!(
        (&taken[0]["dataset"], &taken[0]["rows"]),
        (&id.as_str().into(), &800.into())
    );
    let links = |home: &Home| {
        home.run(&["show", "latest", "--view", "links", "--format", "jsonl"])
            .ended(0)
            .stdout
    };
    assert_eq!(links(&from), links(&other));
    other
        .run(&["import", path])
        .ended(1)
        .says(&["stored already"]);

    let third = Home::new();
    spoil(&file(&folder, "links-"));
    third
        .run(&["import", path])
        .ended(1)
        .says(&["damaged", "links-"]);
    let left = std::fs::read_dir(third.data().join("datasets")).unwrap();
    assert_eq!(left.count(), 0, "nothing stays of it");
}
