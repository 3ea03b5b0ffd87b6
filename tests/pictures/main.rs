//! The pictures of the README: the explorer's own screens, drawn by the explorer over the embedded index, walked through
//! as an analyst does. They are compared with the files in `assets/screens`; `BACKTRAIL_PICTURES=write` writes those
//! anew.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what builds the scenes of a test may fail it"
)]

mod backend;
mod chance;
mod explorer;
mod svg;

use std::path::PathBuf;

use ratatui::buffer::Buffer;

/// Compares a screen with its picture, or writes that anew; says what differs.
fn picture(screen: Buffer, name: &str, title: &str, differing: &mut Vec<String>) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("assets/screens")
        .join(format!("{name}.svg"));
    let drawn = svg::picture(&chance::settled(screen), title);
    if std::env::var_os("BACKTRAIL_PICTURES").is_some_and(|how| how == "write") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &drawn).unwrap();
    }
    assert!(
        include_str!("../../README.md").contains(&format!("](assets/screens/{name}.svg)")),
        "the README does not show {name}"
    );
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    if kept != drawn {
        let line = kept.lines().zip(drawn.lines()).find(|(a, b)| a != b);
        differing.push(format!("{name}: {line:?}"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pictures_of_the_readme_are_the_screens_of_the_program() {
    let mut differing = Vec::new();
    let listed = "6,302 of 6,302 · historic";
    explorer::walk(async |analyst, targets| {
        analyst
            .sees(&["✓ done", "Analysis", listed, "1 / 6,302"])
            .await;
        analyst.sees(&["Tour, step"]).await;
        analyst.keys("3 esc");
        analyst.misses("Tour, step").await;
        analyst.keys("j j j enter");
        let screen = analyst.sees(&[listed, "▸4 Backlinks", "http"]).await;
        let title = "Referring domains, the links of one of them, jobs and the query form";
        picture(screen, "explorer", title, &mut differing);
        analyst.keys("enter");
        let screen = analyst.sees(&[listed, "FlagNoFollow"]).await;
        let title = "One link in full, every column under the provider's name";
        picture(screen, "link", title, &mut differing);
        analyst.keys("4 4");
        analyst.sees(&["1 / 12,952"]).await;
        analyst.keys("p");
        let screen = analyst.sees(&["cited more than trusted"]).await;
        let title = "TrustFlow against CitationFlow of all links, with how many are trusted and how many are cited more than trusted";
        picture(screen, "picture", title, &mut differing);
        analyst.keys("esc O");
        let screen = analyst.sees(&["Held: 1 dataset", "Not held"]).await;
        let title = "What is known of a target: each provider's counts, what is held, what asking would cost";
        picture(screen, "overview", title, &mut differing);
        analyst.keys("esc z");
        analyst.sees(&["zoomed"]).await;
        analyst.keys(":");
        analyst.types("so");
        let screen = analyst.sees(&["sort also ↑"]).await;
        let title = "Any command by a few of its letters, with its key";
        picture(screen, "palette", title, &mut differing);
        analyst.keys("esc z 1 enter ctrl-u");
        let second = targets
            .iter()
            .find(|t| !t.contains('/') && **t != targets[0]);
        analyst.types(second.unwrap());
        analyst.keys("$");
        analyst.sees(&["look-up"]).await;
        analyst.keys("i");
        let screen = analyst.sees(&["referring domains ="]).await;
        let title =
            "The price sheet: what the question costs at most, what is left, what the limits say";
        picture(screen, "price", title, &mut differing);
    })
    .await;
    assert!(
        differing.is_empty(),
        "pictures differ from the screens; `BACKTRAIL_PICTURES=write cargo test --test pictures` draws them anew: {differing:#?}"
    );
}
