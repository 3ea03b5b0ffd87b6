//! The report: well-formed, bounded, with its pictures, and nothing in it runs.

use super::*;

/// The tags and the texts of a document that must be well-formed.
fn parsed(html: &str) -> (Vec<String>, String) {
    let mut reader = quick_xml::Reader::from_str(html);
    reader.config_mut().check_end_names = true;
    let (mut tags, mut texts, mut open) = (Vec::new(), String::new(), 0);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                tags.push(tag.name().as_ref().to_owned());
                open += 1;
            }
            Event::Empty(tag) => tags.push(tag.name().as_ref().to_owned()),
            Event::End(_) => open -= 1,
            Event::Text(text) => texts.push_str(&text),
            Event::GeneralRef(name) => {
                texts.push_str(match name.as_ref() {
                    "lt" => "<",
                    "gt" => ">",
                    "amp" => "&",
                    "quot" => "\"",
                    _ => "'",
                });
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open, 0, "every tag is closed");
    (tags, texts)
}

#[test]
fn a_report_is_well_formed_and_runs_and_fetches_nothing() {
    let place = holding(&HOSTILE);
    let html = written(&place, Format::Html, &NAMES, None);
    let (tags, texts) = parsed(&html);
    for tag in [
        "script", "a", "img", "link", "iframe", "object", "form", "base",
    ] {
        assert!(!tags.iter().any(|found| found == tag), "{tag}");
    }
    assert!(!html.contains("<script") && !html.contains("href") && !html.contains("src="));
    assert!(!html.contains("url(") && !html.contains("@import"));
    assert!(html.contains("default-src 'none'; style-src 'sha256-"));
    assert!(html.contains("prefers-color-scheme: dark") && html.contains("@media print"));
    assert_eq!(
        tags.iter().filter(|tag| *tag == "tr").count(),
        HOSTILE.len() + 1
    );
    assert!(
        texts.contains("<script>alert(1)</script> & \"q\" 'a'"),
        "{texts}"
    );
    assert!(texts.contains("a⟨RLO⟩moc.knab⟨PDF⟩") && texts.contains("日本語 한국어 العربية"));
    let steers = |c: char| c.is_control() && c != '\n' || crate::model::text::is_invisible(c);
    assert_eq!(html.chars().find(|c| steers(*c) || *c == '\u{fffe}'), None);
    assert!(texts.contains("12 of 12 links held"), "{texts}");
}

#[test]
fn a_report_is_bounded_and_says_so() {
    let place = holding(&vec!["x"; 1_200]);
    let html = written(&place, Format::Html, &["anchor_text"], None);
    assert_eq!(html.matches("<tr>").count() as u64, REPORT_ROWS + 1);
    assert!(html.contains("The first 1,000 of 1,200 rows; the data is in the dataset"));
    let all = written(&place, Format::Html, &["anchor_text"], Some(5_000));
    assert_eq!(all.matches("<tr>").count(), 1_201);
    assert!(!all.contains("The first"));
    assert_eq!(Format::Html.bound(Some(u64::MAX)), Some(MOST_REPORT_ROWS));
}

#[test]
fn pictures_stand_above_the_rows() {
    let place = holding(&["x"]);
    let ranking = ranked(&place, "", "");
    let piece = Piece {
        dataset: &place.dataset,
        ranking: &ranking,
        limit: None,
        about: None,
        asked: Asked::default(),
    };
    let figures = [Figure {
        svg: "<svg viewBox=\"0 0 1 1\"></svg>".to_owned(),
        caption: "1 link <held>".to_owned(),
    }];
    let export = Export {
        pieces: &[piece],
        columns: &[0],
        format: Format::Html,
        at: Timestamp::UNIX_EPOCH,
        figures: &figures,
    };
    let mut out = Vec::new();
    export.write(&mut out, &mut |_| true).unwrap();
    let html = String::from_utf8(out).unwrap();
    let (tags, texts) = parsed(&html);
    assert!(tags.iter().any(|tag| tag == "svg"));
    assert!(texts.contains("1 link <held>"));
    assert!(html.find("<figure>") < html.find("<table>"));
}
