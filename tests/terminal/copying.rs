//! What is copied leaves for the terminal, through whatever stands between, or becomes a file.

use std::path::Path;

use crate::screen::Screen;

const ROWS: usize = 3_000;

/// The explorer over a file, on the list of all its links in their order.
fn start(home: &Path, told: &[(&str, &str)]) -> Screen {
    let mut text = String::from("Target URL,Source URL,Anchor Text,SourceTrustFlow\n");
    for n in 0..ROWS {
        text += &format!(
            "http://target.example/,http://host{}.example/page-{n},=words {n},{}\n",
            n % 7,
            n % 50
        );
    }
    std::fs::write(home.join("links.csv"), text).unwrap();
    let mut screen = Screen::start_large(home, told, &["open", "links.csv"]);
    screen.wait_for("1 / 7");
    screen.keys("4");
    screen.wait_for(" 1 / 3,000");
    screen.keys("\\");
    screen.wait("the order of the file", |s| {
        s.contents().contains("host0.example/page-0 ")
    });
    screen
}

/// The bytes of base64.
fn decoded(text: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let values = text.bytes().filter(|byte| *byte != b'=');
    let values = values.map(|byte| LETTERS.iter().position(|letter| *letter == byte).unwrap());
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_usize, 0);
    for value in values {
        held = (held << 6 | value) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// The last text that was sent for the clipboard, whatever stands around it.
fn copied(written: &str) -> String {
    let (_, rest) = written.rsplit_once("]52;c;").unwrap();
    let pieces = rest.split(['\u{7}']).next().unwrap();
    let pieces = pieces.replace("\u{1b}\\\u{1b}P", "");
    decoded(pieces.split('\u{1b}').next().unwrap())
}

#[test]
fn marked_rows_are_copied_in_the_order_of_the_list() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = start(home.path(), &[]);
    // Two rows, then a range of three.
    screen.keys("  jvjj ");
    screen.wait_for("5 rows are marked");
    screen.keys("Y");
    screen.wait_for("marked  5 of 3,000 rows");
    screen.keys("h");
    let sheet = screen.wait_for("5 rows, 140 bytes to the terminal's clipboard");
    assert!(sheet.contains("http://host0.example/page-0"), "{sheet}");
    screen.keys("\r");
    screen.wait_for("5 rows as URLs, 140 bytes, sent through the terminal (OSC 52)");
    let urls: Vec<String> = [0, 1, 3, 4, 5]
        .map(|n| format!("http://host{n}.example/page-{n}"))
        .into();
    assert_eq!(copied(&screen.written()), urls.join("\n") + "\n");

    // CSV is defused; what is shown is what is copied.
    screen.keys("Yhh");
    screen.wait_for("[JSON]");
    screen.keys("h");
    screen.wait_for("[CSV]");
    screen.keys("\r");
    screen.wait_for("5 rows as CSV");
    let text = copied(&screen.written());
    let mut lines = text.lines();
    assert!(
        lines.next().unwrap().contains("source_url,anchor_text"),
        "{text}"
    );
    assert!(text.contains(",'=words 0,"), "{text}");
    screen.keys("\u{3}");
    assert_eq!(screen.end(), 0);
}

#[test]
fn what_is_too_long_for_a_terminal_becomes_a_file_of_ones_own() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = start(home.path(), &[]);
    screen.keys("*");
    screen.wait_for("3,000 rows are marked");
    screen.keys("Yl");
    screen.wait_for("too much for the clipboard");
    screen.keys("\r");
    screen.wait_for("written to backtrail-copy.tsv, which only you can read");
    assert!(!screen.written().contains("]52;c;"));
    let path = home.path().join("backtrail-copy.tsv");
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().count(), ROWS + 1);
    assert!(
        text.contains("\t'=words 7"),
        "a pasted formula would be calculated"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    screen.keys("\u{3}");
    assert_eq!(screen.end(), 0);
}

#[test]
fn tmux_and_gnu_screen_are_passed_through() {
    for (name, opens, said) in [
        (
            "TMUX",
            "\u{1b}Ptmux;\u{1b}\u{1b}]52;c;",
            "allow-passthrough",
        ),
        ("STY", "\u{1b}P\u{1b}]52;c;", "through GNU screen"),
    ] {
        let home = tempfile::tempdir().unwrap();
        let mut screen = start(home.path(), &[(name, "/tmp/some,1,0")]);
        screen.keys("}}y");
        screen.wait_for(said);
        assert!(screen.written().contains(opens), "{name}");
        assert_eq!(copied(&screen.written()), "=words 0", "{name}");
        screen.keys("\u{3}");
        assert_eq!(screen.end(), 0);
    }
}

#[test]
fn without_a_display_or_over_ssh_the_address_is_shown() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = start(home.path(), &[]);
    screen.keys("o");
    screen.wait_for("no display to open a browser on; the address: http://host0.example/page-0");
    screen.keys("\u{3}");
    assert_eq!(screen.end(), 0);
    let home = tempfile::tempdir().unwrap();
    let told = [
        ("SSH_CONNECTION", "192.0.2.1 5 192.0.2.2 22"),
        ("DISPLAY", ":9"),
    ];
    let mut screen = start(home.path(), &told);
    screen.keys("o");
    screen.wait_for("over SSH no browser of yours can be opened");
    screen.keys("\u{3}");
    assert_eq!(screen.end(), 0);
}

#[test]
fn a_row_is_gone_to_by_its_number() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = start(home.path(), &[]);
    screen.keys("#2500\r");
    screen.wait_for(" 2,500 / 3,000");
    screen.wait_for("page-2499");
    screen.keys("#9999\r");
    screen.wait_for("this list has 3,000 rows");
    screen.keys("\u{15}50%\r");
    screen.wait_for(" 1,501 / 3,000");
    screen.keys("\u{3}");
    assert_eq!(screen.end(), 0);
}
