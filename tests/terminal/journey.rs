//! The analyst's whole journey at 80 × 24, by keyboard alone: from nothing to a priced, bought, sliced, drawn and exported
//! list. What was written to the terminal is kept as a recording, `journey.cast`, beside the build's other files.

use std::path::Path;

use crate::screen::Screen;

const ESC: &str = "\u{1b}";

/// The journey under way, and what was seen of it.
struct Journey {
    screen: Screen,
    /// What was written up to each step.
    steps: Vec<usize>,
}

impl Journey {
    fn begin(home: &Path) -> Self {
        Self {
            screen: Screen::start(home, &[], 24, 80),
            steps: Vec::new(),
        }
    }

    /// Presses keys and waits for what they lead to.
    #[track_caller]
    fn step(&mut self, keys: &str, wanted: &str) -> String {
        self.screen.keys(keys);
        let text = self.screen.wait_for(wanted);
        self.steps.push(self.screen.written().len());
        text
    }

    /// Presses escape and waits until something has gone, so that no key behind it is taken for a part of it.
    #[track_caller]
    fn back(&mut self, gone: &str) {
        self.screen.keys(ESC);
        self.screen.wait(&format!("an end of `{gone}`"), |s| {
            !s.contents().contains(gone)
        });
        self.steps.push(self.screen.written().len());
    }

    /// The recording: a second for each step, in the form that terminal players read.
    fn recording(&self) -> String {
        let written = self.screen.written();
        let mut text = String::from("{\"version\":2,\"width\":80,\"height\":24}\n");
        let mut from = 0;
        for (second, to) in self.steps.iter().enumerate() {
            let piece = written.get(from..*to).unwrap_or_default();
            let line = serde_json::json!([second, "o", piece]);
            text.push_str(&format!("{line}\n"));
            from = *to;
        }
        text
    }
}

#[test]
fn from_nothing_to_an_exported_list_by_keyboard_alone() {
    let home = tempfile::tempdir().unwrap();
    let mut journey = Journey::begin(home.path());
    let first = journey.step("", "How do");
    assert!(
        first.contains("Demo") && first.contains("Add a key"),
        "{first}"
    );
    journey.step("d", "Tour, step 1 of 6");
    journey.step("", "Best TF");
    journey.back("Tour, step");

    // What is held of it, and what asking again would cost, for nothing.
    journey.step("1", "1 Query");
    journey.step("O", "Held: 1 dataset");
    journey.back("Held: 1 dataset");

    // Another question about it: priced, then bought on purpose.
    journey.step(":", "Any command");
    journey.step("price\r", "Price");
    let sheet = journey.step("", "held already");
    assert!(sheet.contains("spend"), "{sheet}");
    journey.back("held already");
    journey.step("kl", "Majestic");
    journey.step("$", "─ Price ─");
    let priced = journey.step("", "enter spends");
    assert!(
        priced.contains("left"),
        "a price beside what is left: {priced}"
    );
    journey.step("\r", "▸2 Jobs");
    journey
        .screen
        .wait("both done", |s| s.contents().matches("✓ done").count() == 2);

    // The first one's rows: domains, their links, one link in full, and back.
    journey.step("j\r", "3 Referring domains");
    journey.step("", "Best TF");
    journey.step("jj\r", "4 Backlinks");
    journey.step("", "links held · TF");
    journey.step("", " 1 / ");
    journey.step("\r", "5 Link in full");
    journey.back("5 Link in full");
    journey.back("▸4 Backlinks");

    // Judged, compared, sliced.
    journey.step("&best_tf>=20\r", "of 20,903 held");
    journey.step("  ", "2 marked");
    journey.step(":sort links desc\r", "Links↓");
    journey.step("p", "Picture of");
    journey.step("t", "drawn");
    journey.back("Picture of");
    journey.step("Y", "Copy");
    journey.back("─ Copy");
    journey.step("U", "20,903 of 20,903");

    // Written out as it stands.
    journey.step("e", "Export:");
    journey.step("\r", "rows written");
    journey.step("?", "Keys");
    journey.back("(this pane)");
    journey.step("!", "rows written");
    journey.back("What was told");
    let recording = journey.recording();
    journey.screen.keys("q");
    assert_eq!(journey.screen.end(), 0);

    let exported = std::fs::read_dir(home.path()).unwrap();
    let names: Vec<String> = exported
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("backtrail-"))
        .collect();
    assert_eq!(names.len(), 2, "the list and its manifest: {names:?}");
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("journey.cast");
    std::fs::write(place, recording).unwrap();
}
