//! What heads and footers say of DataForSEO's answers: held in part, narrowed by the service, unreadable.

use backtrail::app::Action;
use backtrail::app::facts::{Applied, DatasetFacts};
use backtrail::model::catalog::Provider;
use backtrail::model::catalog::dataforseo::BACKLINKS;
use backtrail::model::column::Value;
use backtrail::model::job::{HeldRows, JobState, JobSummary};
use backtrail::model::link::LINKS;
use backtrail::model::query::Query;
use backtrail::model::rows::{DatasetId, List, RowId, Sheet};
use backtrail::model::target::Target;

use crate::given::{facts, job, other_provider, setup};
use crate::scene::Scene;
use crate::text;

fn shown(width: u16, facts: Box<DatasetFacts>, keys: &str) -> String {
    let mut scene = Scene::showing((width, 30), false, facts);
    scene.keys(keys).serve();
    text(&scene.state)
}

#[test]
fn what_is_held_in_part_is_not_called_all() {
    let links = shown(200, other_provider(None), "4");
    assert!(
        links.contains("held in part: 62,400 of 90,000 known"),
        "{links}"
    );
    let mut domains = other_provider(None);
    (domains.links_held, domains.links_known) = (0, None);
    let domains = shown(200, domains, "3");
    assert!(
        domains.contains("held in part: 12,400 of 104,972 known"),
        "{domains}"
    );
    let anchors = shown(80, other_provider(Some(Sheet::Anchors)), "3");
    assert!(
        anchors.contains("held in part: 1,000 of 104,972"),
        "{anchors}"
    );
    assert!(
        shown(200, facts(), "4").contains("all 62,400 held"),
        "the best of each domain are all"
    );
}

#[test]
fn domains_of_links_name_the_links_they_are_of() {
    let mut facts = other_provider(None);
    facts.domains_known = None;
    let wide = shown(200, facts.clone(), "3");
    assert!(
        wide.contains("12,400 domains of the 62,400 links held, of 90,000"),
        "{wide}"
    );
    facts.applied.narrowed = vec!["filters rank>80".into()];
    let narrow = shown(80, facts, "3");
    assert!(
        narrow.contains("12,400 in 62,400 links · service filter"),
        "{narrow}"
    );
}

#[test]
fn what_the_service_did_is_named_at_every_width() {
    let mut facts = other_provider(None);
    facts.applied = Applied {
        narrowed: vec!["filters rank>80".into(), "lost links".into()],
        other: vec!["rank 0–100".into()],
    };
    let wide = shown(200, facts.clone(), "4");
    assert!(
        wide.contains("filtered by the service: filters rank>80, lost links, rank 0–100"),
        "{wide}"
    );
    let narrow = shown(80, facts.clone(), "4");
    assert!(
        narrow.contains("62,400 of 90,000 · service filter, rank 0–100"),
        "{narrow}"
    );
    // Beside a filter of ours too.
    let mut scene = Scene::showing((200, 30), false, facts);
    scene.keys("4").serve();
    scene.keys("&").type_text("rank>1").keys("enter").serve();
    let own = text(&scene.state);
    assert!(
        own.contains("filtered by the service: filters rank>80"),
        "{own}"
    );
}

#[test]
fn cells_that_cannot_be_read_are_counted_and_shown_as_they_came() {
    let mut facts = other_provider(None);
    facts.bad_cells = 3;
    facts.absent.retain(|name| name != "links.extra");
    let mut scene = Scene::showing((120, 60), false, facts);
    let head = text(&scene.state);
    assert!(head.contains("12,400/104,972 · ! 3 bad cells"), "{head}");
    scene.keys("4").serve();
    scene.keys("enter").serve();
    let mut cells = vec![Value::Null; LINKS.columns.len()];
    cells[LINKS.position("extra").unwrap()] =
        Value::Text(r#"{"rank (unreadable as number)":"\"n/a\"","later":"7"}"#.into());
    let row = scene.state.detail.row.unwrap();
    assert_eq!(row, RowId(0));
    scene.act(Action::RowRead {
        list: List::Links { domain: None },
        row,
        cells,
    });
    let lines = backtrail::app::detail::lines(&scene.state);
    let rank = lines.iter().find(|line| line.title == "Rank").unwrap();
    assert_eq!(rank.value.plain(), "\"n/a\" (unreadable as number)");
    assert_eq!(
        lines
            .iter()
            .filter(|line| line.wire.contains("later"))
            .count(),
        1
    );
    assert!(lines.iter().all(|line| !line.title.contains("unreadable")));
    let full = text(&scene.state);
    assert!(full.contains("\"n/a\" (unreadable as number)"), "{full}");
}

#[test]
fn a_filter_by_what_no_row_has_is_warned_of() {
    let mut facts = other_provider(None);
    facts.absent.push("links.nofollow".into());
    let mut scene = Scene::showing((120, 30), false, facts);
    scene.keys("4").serve();
    scene
        .keys("&")
        .type_text("not nofollow")
        .keys("enter")
        .serve();
    scene.keys("j").serve();
    let said = text(&scene.state);
    assert!(
        said.contains("nofollow is known of none of them; known here: dofollow, the opposite"),
        "{said}"
    );
}

/// With these accounts, and a purchase held in part.
fn with(providers: Vec<Provider>) -> Scene {
    let mut query = Query::new(&BACKLINKS, Target::parse("example.org").unwrap());
    query.set("limit", "5000").unwrap();
    let mut setup = setup(Some("example.com"));
    setup.size = (80, 40);
    setup.providers = providers;
    setup.jobs = vec![
        job(1, "example.com", JobState::Done),
        JobSummary {
            query,
            dataset: Some(DatasetId("d2".into())),
            held: Some(HeldRows {
                rows: 3_000,
                total: Some(104_972),
            }),
            tag: Some("acme".into()),
            ..job(2, "example.org", JobState::Partial)
        },
    ];
    Scene::new(setup)
}

#[test]
fn jobs_name_their_provider_what_is_held_and_the_key_for_the_rest() {
    let mut scene = with(vec![Provider::Majestic, Provider::DataForSeo]);
    let said = text(&scene.keys("2").state);
    for words in [
        "links · dataforseo · 3,000 of 104,972",
        "download · majestic",
        "Held: in part, 3,000 of 104,972",
        "x shows the price of the rest.",
        "Tag: acme",
        "x extend",
        "A account's downloads",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn keys_that_only_majestic_answers_are_not_offered_without_it() {
    let mut scene = with(vec![Provider::DataForSeo]);
    assert!(!text(&scene.keys("2").state).contains("account's downloads"));
    scene.keys("A");
    assert!(scene.state.overlay.is_none());
    let said = &scene.state.notice.as_ref().unwrap().text;
    assert!(said.contains("only Majestic"), "{said}");
    assert!(!shown(200, other_provider(None), "3").contains("fetch metrics"));
    assert!(shown(200, facts(), "3").contains("fetch metrics"));
}

#[test]
fn where_digits_are_typed_the_footer_names_the_way_to_the_panes() {
    let mut scene = with(vec![Provider::DataForSeo]);
    scene.state.form.ask(&BACKLINKS);
    scene.state.form.go(backtrail::app::form::OPTIONS);
    let said = text(&scene.state);
    assert!(said.contains("alt-1…alt-5 panes"), "{said}");
    scene.keys("alt-2");
    assert_eq!(scene.state.focus, backtrail::app::Focus::Jobs);
}
