//! Pane × {empty, loading, full, error, wide text} at the sizes people use.

use backtrail::app::{self, Action};
use backtrail::config::Theme;
use backtrail::model::money::{Amounts, Budget, Ceiling, Limits};
use insta::assert_snapshot;

use crate::scene::{Scene, facts, jobs, setup};
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
    options.keys("down down down down");
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
    held.state.queue.jobs[4].created = crate::scene::now();
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
