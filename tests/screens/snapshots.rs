//! Pane × {empty, loading, full, error, wide text} at the sizes people use.

use backtrail::app::{self, Action};
use backtrail::config::Theme;
use backtrail::model::money::{Amounts, Budget, Ceiling, Limits};
use backtrail::model::rows::Sheet;
use insta::assert_snapshot;

use crate::charges;
use crate::given::{answer, facts, jobs, other_provider, setup};
use crate::scene::Scene;
use crate::text;

const SMALL: (u16, u16) = (80, 24);
const MIDDLE: (u16, u16) = (120, 40);
const LARGE: (u16, u16) = (200, 50);

fn fresh(size: (u16, u16), target: Option<&str>) -> Scene {
    let mut setup = setup(target);
    setup.size = size;
    Scene::new(setup)
}

fn in_detail(size: (u16, u16), hostile: bool) -> Scene {
    let mut scene = Scene::listed(size, hostile);
    scene.keys("j j enter").serve().keys("j j enter").serve();
    scene
}

#[test]
fn form() {
    assert_snapshot!("form_empty_80", text(&fresh(SMALL, None).state));
    assert_snapshot!(
        "form_filled_120",
        text(&fresh(MIDDLE, Some("bücher.example")).state)
    );
    let mut wrong = fresh(SMALL, Some("forbes..com"));
    wrong.keys("$");
    assert_snapshot!("form_wrong_80", text(&wrong.state));
    let mut options = fresh(SMALL, Some("https://example.com/page"));
    options.keys("down down down");
    assert_snapshot!("form_options_80", text(&options.state));
    let mut unheard = setup(None);
    unheard.budget = Budget::default();
    assert_snapshot!("balance_unknown_80", text(&Scene::new(unheard).state));
    let mut offline = setup(None);
    offline.header_host = String::new();
    offline.service = "offline".into();
    offline.budget = Budget::default();
    let mut offline = Scene::new(offline);
    offline.keys("esc $");
    assert_snapshot!("offline_80", text(&offline.state));
}

#[test]
fn queue() {
    let mut setup = setup(Some("example.com"));
    setup.jobs = jobs();
    let mut scene = Scene::new(setup);
    scene.keys("2 j j j");
    assert_snapshot!("jobs_80", text(&scene.state));
    scene.state.size = LARGE;
    assert_snapshot!("jobs_200", text(&scene.state));
    scene.keys("k k c");
    scene.state.size = SMALL;
    assert_snapshot!("jobs_cancel_80", text(&scene.state));
    assert_snapshot!(
        "jobs_empty_80",
        text(&fresh(SMALL, Some("example.com")).keys("2").state)
    );
}

#[test]
fn domains() {
    assert_snapshot!("domains_80", text(&Scene::listed(SMALL, false).state));
    assert_snapshot!("domains_120", text(&Scene::listed(MIDDLE, false).state));
    assert_snapshot!("domains_200", text(&Scene::listed(LARGE, false).state));
    assert_snapshot!(
        "domains_hostile_80",
        text(&Scene::listed(SMALL, true).state)
    );
    assert_snapshot!(
        "domains_empty_80",
        text(&fresh(SMALL, Some("example.com")).keys("3").state)
    );
    let mut arriving = fresh(SMALL, Some("example.com"));
    arriving.state.queue = app::queue::Queue::new(jobs());
    app::start(&mut arriving.state);
    let mut facts = facts();
    facts.complete = false;
    arriving.keys("3").act(Action::DatasetOpened(Ok(facts)));
    assert_snapshot!("domains_loading_80", text(&arriving.state));
    arriving.serve();
    assert_snapshot!("domains_arriving_80", text(&arriving.state));
    let mut find = Scene::listed(SMALL, false);
    find.keys("} } } } } } } } } / q u i e t");
    assert_snapshot!("domains_find_80", text(&find.state));
    find.keys("esc").act(Action::Trouble(
        "the disk is full; nothing was charged".into(),
    ));
    assert_snapshot!("domains_trouble_80", text(&find.state));
}

#[test]
fn links() {
    let mut scene = Scene::listed(SMALL, false);
    scene.keys("j j enter").serve();
    assert_snapshot!("links_80", text(&scene.state));
    scene.keys("4").serve();
    assert_snapshot!("links_all_80", text(&scene.state));
    let mut scene = Scene::listed(LARGE, true);
    scene.keys("j j enter").serve();
    assert_snapshot!("links_hostile_200", text(&scene.state));
    let mut scene = Scene::listed(MIDDLE, false);
    scene.keys("4").serve();
    assert_snapshot!("links_all_120", text(&scene.state));
}

#[test]
fn detail() {
    assert_snapshot!("detail_80", text(&in_detail(SMALL, false).state));
    assert_snapshot!("detail_120", text(&in_detail(MIDDLE, false).state));
    assert_snapshot!("detail_200", text(&in_detail(LARGE, false).state));
    assert_snapshot!("detail_hostile_80", text(&in_detail(SMALL, true).state));
}

#[test]
fn price_sheet() {
    assert_snapshot!(
        "price_known_80",
        text(&Scene::priced(SMALL, Some(15_000)).state)
    );
    assert_snapshot!("price_unknown_80", text(&Scene::priced(SMALL, None).state));
    assert_snapshot!(
        "price_skipped_120",
        text(&Scene::priced(MIDDLE, Some(80_000)).state)
    );
    let mut held = Scene::priced(SMALL, Some(15_000));
    held.state.queue = app::queue::Queue::new(jobs());
    held.state.queue.jobs[4].created = crate::given::now();
    assert_snapshot!("price_held_80", text(&held.state));
    let mut limited = Scene::priced(SMALL, Some(15_000));
    limited.state.limits = Limits {
        per_job: Ceiling {
            analysis: Some(100_000),
            ..Ceiling::default()
        },
        ..Limits::default()
    };
    limited.keys("3 5");
    assert_snapshot!("price_over_limit_80", text(&limited.state));
    let mut poor = Scene::priced(SMALL, Some(15_000));
    poor.state.budget.left = Some(Amounts::new(100_000, 500_000, 0));
    poor.state.budget.held = Amounts::ZERO;
    assert_snapshot!("price_exhausted_80", text(&poor.state));
}

#[test]
fn form_of_each_question() {
    for entry in backtrail::model::catalog::majestic::offered() {
        let scene = Scene::asking(SMALL, "example.com blog.example.org", entry.command);
        assert_snapshot!(format!("ask_{}_80", entry.name), text(&scene.state));
    }
    let mut scene = Scene::asking(MIDDLE, "example.com", "GetBackLinkData");
    scene.keys("G up up");
    assert_snapshot!("ask_links_120", text(&scene.state));
    let scene = Scene::asking(LARGE, "example.com", "GetTopBackLinks");
    assert_snapshot!("ask_top-links_200", text(&scene.state));
    // A password is starred as soon as its field is left.
    let mut secret = Scene::asking(SMALL, "example.com", "DownloadBackLinks");
    secret.keys("G up f t p : / / u : p w @ h . e x / i n /");
    assert_snapshot!("ask_typing_80", text(&secret.state));
    secret.keys("down");
    let left = text(&secret.state);
    assert!(
        left.contains("ftp://u:***@h.ex/in/") && !left.contains("pw@"),
        "{left}"
    );
    secret.keys("up ctrl-enter");
    assert!(!text(&secret.state).contains("pw@"));
}

#[test]
fn lists_of_every_kind() {
    for (name, command) in [
        ("overview", "GetIndexItemInfo"),
        ("refdomains", "GetRefDomains"),
        ("backlinks", "GetBackLinkData"),
    ] {
        for (cells, size) in [(80, SMALL), (120, MIDDLE), (200, LARGE)] {
            let scene = Scene::showing(size, false, answer(command));
            assert_snapshot!(format!("{name}_{cells}"), text(&scene.state));
        }
    }
    let mut none = Scene::showing(SMALL, false, answer("GetRefDomains"));
    none.keys("4");
    assert_snapshot!("links_none_80", text(&none.state));
    let mut marked = Scene::listed(MIDDLE, false);
    marked.keys("space j space");
    assert_snapshot!("domains_marked_120", text(&marked.state));
}

#[test]
fn another_provider() {
    let listed = |size, sheet| Scene::showing(size, false, other_provider(sheet));
    for (size, width) in [(SMALL, 80), (LARGE, 200)] {
        let mut link = listed(size, None);
        assert_snapshot!(format!("other_domains_{width}"), text(&link.state));
        link.keys("j j enter").serve();
        assert_snapshot!(format!("other_links_{width}"), text(&link.state));
        link.keys("j j enter").serve();
        assert_snapshot!(format!("other_link_in_full_{width}"), text(&link.state));
        link.keys("G");
        assert_snapshot!(format!("other_link_in_full_end_{width}"), text(&link.state));
    }
    let mut anchors = listed(MIDDLE, Some(Sheet::Anchors));
    assert_snapshot!("other_anchors_120", text(&anchors.state));
    anchors.keys("j d").serve();
    assert_snapshot!("other_anchor_in_full_120", text(&anchors.state));
    let periods = listed(SMALL, Some(Sheet::Periods));
    assert_snapshot!("other_periods_80", text(&periods.state));
}

#[test]
fn domains_and_items_in_full() {
    let mut domain = Scene::showing(SMALL, false, answer("GetRefDomains"));
    domain.keys("j enter").serve();
    assert_snapshot!("domain_in_full_80", text(&domain.state));
    domain.keys("G");
    assert_snapshot!("domain_in_full_end_80", text(&domain.state));
    let mut item = Scene::showing(LARGE, false, answer("GetIndexItemInfo"));
    item.keys("j enter").serve();
    assert_snapshot!("item_in_full_200", text(&item.state));
    let mut hostile = Scene::showing(MIDDLE, true, answer("GetRefDomains"));
    hostile.keys("j enter").serve().keys("G");
    assert_snapshot!("domain_in_full_hostile_120", text(&hostile.state));
}

#[test]
fn the_account() {
    let mut setup = setup(Some("example.com"));
    setup.jobs = jobs();
    setup.jobs[4].state = backtrail::model::job::JobState::Elsewhere;
    setup.jobs[4].query.more = vec![backtrail::model::target::Target::parse("b.example").unwrap()];
    let mut scene = Scene::new(setup);
    scene.keys("2");
    assert_snapshot!("jobs_elsewhere_80", text(&scene.state));
    scene.keys("a i n / f . c s v");
    assert_snapshot!("attach_80", text(&scene.state));
    scene.keys("esc A");
    assert_snapshot!("downloads_asking_80", text(&scene.state));
    scene.act(Action::DownloadsListed(Ok(crate::given::downloads())));
    scene.keys("j space");
    assert_snapshot!("downloads_80", text(&scene.state));
    scene.state.size = MIDDLE;
    assert_snapshot!("downloads_120", text(&scene.state));
    scene.state.size = SMALL;
    scene.keys("esc D");
    scene.keys("B");
    assert_snapshot!("balance_80", text(&scene.state));
    let mut sandbox = crate::given::setup(Some("example.com"));
    sandbox.sandbox = true;
    sandbox.header_host = "developer.majestic.com".into();
    let mut sandbox = Scene::new(sandbox);
    assert_snapshot!("sandbox_80", text(&sandbox.state));
    sandbox.state.size = LARGE;
    assert_snapshot!("sandbox_200", text(&sandbox.state));
}

#[test]
fn price_sheets_of_other_questions() {
    let several = "example.com blog.example.org third.example";
    let mut scene = Scene::asking(SMALL, several, "DownloadRefDomainBackLinks");
    scene.price(&[Some(15_000), None, Some(10)]);
    assert_snapshot!("price_several_80", text(&scene.state));
    let mut scene = Scene::asking(MIDDLE, several, "GetBackLinkData");
    scene.price(&[None, None, None]);
    assert_snapshot!("price_calls_120", text(&scene.state));
    let mut scene = Scene::asking(SMALL, several, "GetIndexItemInfo");
    scene.price(&[None]);
    assert_snapshot!("price_overview_80", text(&scene.state));
    let mut scene = Scene::asking(SMALL, "https://example.com/", "GetTopBackLinks");
    scene.price(&[None]);
    assert_snapshot!("price_deprecated_80", text(&scene.state));
    let mut scene = Scene::listed(SMALL, false);
    scene.keys("space space M");
    assert_snapshot!("price_metrics_80", text(&scene.state));
}

#[test]
fn help() {
    let mut scene = Scene::listed(LARGE, false);
    let mut told = Scene::listed(SMALL, false);
    told.act(Action::Trouble(
        "the file is damaged after 1,204,112 of 5,580,000 bytes; the job was charged and its file is kept, so that nothing is lost. ".repeat(4),
    ));
    assert_snapshot!("long_trouble_80", text(&told.state));
    assert_snapshot!("help_200", text(&scene.keys("?").state));
    let mut scene = Scene::listed(SMALL, false);
    assert_snapshot!("help_80", text(&scene.keys("?").state));
}

#[test]
fn no_colour_reaches_the_screen_with_the_plain_theme() {
    let mut scene = Scene::listed(LARGE, false);
    scene.state.theme = Theme::plain();
    let buffer = crate::drawn(&scene.state);
    for cell in buffer.content() {
        assert_eq!(cell.fg, ratatui::style::Color::Reset);
        assert_eq!(cell.bg, ratatui::style::Color::Reset);
    }
}

#[test]
fn what_was_paid_and_what_may_be() {
    let mut ledger = charges::ledger(SMALL);
    assert_snapshot!("ledger_80", text(&ledger.state));
    ledger.state.size = MIDDLE;
    assert_snapshot!("ledger_120", text(&ledger.state));
    assert_snapshot!("limits_80", text(&charges::limits(SMALL).state));
    assert_snapshot!("elsewhere_80", text(&charges::balance(SMALL).state));
    let mut doubt = charges::doubt(SMALL);
    assert_snapshot!("doubt_80", text(&doubt.state));
    doubt.keys("a");
    assert_snapshot!("doubt_accept_80", text(&doubt.state));
}

#[test]
fn the_price_sheet_warns_of_what_is_paid_for_nothing() {
    let shown = |links| text(&Scene::priced(SMALL, Some(links)).state);
    assert!(shown(0).contains("knows no links of"), "{}", shown(0));
    assert!(!shown(15_000).contains("knows no links of"));
}
