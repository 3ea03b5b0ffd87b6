//! Every size from nothing: no panic, and nothing on screen that steers a terminal.

use backtrail::app::{Action, State};
use backtrail::model::text::is_invisible;

use crate::charges;
use crate::drawn;
use crate::given::{answer, downloads, jobs, setup};
use crate::scene::Scene;

const SIZE: (u16, u16) = (80, 24);

/// Scenes of every kind.
pub fn scenes() -> Vec<Scene> {
    let mut scenes = forms();
    scenes.extend(lists());
    scenes.extend(filters());
    scenes.extend(tallies());
    scenes.extend(money());
    scenes.extend(guides());
    scenes
}

fn guides() -> Vec<Scene> {
    let mut tour = crate::guides::tour(SIZE);
    tour.keys("$");
    vec![
        crate::guides::overview(SIZE, "j j"),
        crate::guides::first_run(SIZE, "j"),
        crate::guides::first_run(SIZE, "a enter s e c"),
        crate::guides::first_run(SIZE, "o x"),
        tour,
    ]
}

fn forms() -> Vec<Scene> {
    let mut form = Scene::new(setup(Some("日本語.example")));
    form.keys("enter");
    let mut queue = setup(Some("example.com"));
    queue.jobs = jobs();
    queue.jobs[1].note = "bad \u{1b}[31m note \u{202e} here".into();
    let mut queue = Scene::new(queue);
    queue.keys("2 j j j");
    let mut attach = setup(Some("example.com"));
    attach.jobs = jobs();
    attach.jobs[4].state = backtrail::model::job::JobState::Elsewhere;
    attach.sandbox = true;
    let mut attach = Scene::new(attach);
    attach.keys("2 a x y");
    vec![form, queue, attach]
}

fn lists() -> Vec<Scene> {
    let mut links = Scene::listed(SIZE, true);
    links.keys("enter").serve();
    let mut detail = Scene::listed(SIZE, true);
    detail.keys("enter").serve().keys("enter").serve();
    detail.keys("j j");
    let mut help = Scene::listed(SIZE, false);
    help.keys("? j j");
    let mut ask = Scene::listed(SIZE, false);
    ask.keys("q");
    let mut find = Scene::listed(SIZE, true);
    find.keys("/ x y");
    find.act(Action::Found {
        pane: backtrail::app::effect::Pane::Domains,
        generation: find.state.domains.list.generation,
        needle: "xy".into(),
        position: None,
    });
    let mut trouble = Scene::listed(SIZE, false);
    trouble.act(Action::Trouble("a long \u{1b}[31m sentence ".repeat(30)));
    let mut domain = Scene::showing(SIZE, true, answer("GetRefDomains"));
    domain.keys("d").serve().keys("G");
    vec![
        Scene::listed(SIZE, true),
        links,
        detail,
        help,
        ask,
        find,
        trouble,
        domain,
        Scene::showing(SIZE, true, answer("GetIndexItemInfo")),
        Scene::showing(SIZE, true, answer("GetBackLinkData")),
    ]
}

fn filters() -> Vec<Scene> {
    let mut mistake = Scene::listed(SIZE, true);
    mistake.keys("4").serve().keys("&");
    mistake.act(Action::Paste(
        "anchor~\"日本語 \u{202e}\u{200b} x\" and nonesuch>=20 and tf".into(),
    ));
    mistake.keys("enter");
    let mut choices = Scene::listed(SIZE, false);
    choices.keys("4").serve().keys("& tab tab tab");
    let mut first = Scene::listed(SIZE, false);
    first.keys("& l i n k s > 1 enter").serve_first_page();
    let mut nothing = Scene::listed(SIZE, true);
    nothing.keys("&").type_text("domain=nobody");
    nothing.keys("enter").serve();
    let mut grammar = Scene::listed(SIZE, false);
    grammar.keys("? & j");
    let mut palette = Scene::listed(SIZE, true);
    palette.keys("4").serve().keys(": s o r t space s tab tab");
    let mut told = Scene::listed(SIZE, false);
    told.keys(":");
    told.act(Action::Paste("日本 \u{202e} nonesuch ".repeat(300)));
    let mut contents = Scene::listed(SIZE, false);
    contents.keys("? left j / o p e n");
    vec![
        mistake, choices, first, nothing, grammar, palette, told, contents,
    ]
}

fn tallies() -> Vec<Scene> {
    let mut tally = Scene::listed(SIZE, true);
    tally.keys("4").serve().keys("} } F").serve();
    tally.keys("j j j");
    let mut counting = Scene::listed(SIZE, false);
    counting.keys("F");
    vec![tally, counting]
}

fn money() -> Vec<Scene> {
    let mut account = Scene::listed(SIZE, false);
    account.keys("2 A");
    account.act(Action::DownloadsListed(Ok(downloads())));
    account.keys("j space");
    let mut balance = Scene::listed(SIZE, false);
    balance.keys("B");
    let mut several = Scene::asking(SIZE, "a.example b.example", "DownloadRefDomainBackLinks");
    several.price(&[Some(10), None]);
    vec![
        Scene::asking(SIZE, "a.example b.example", "GetBackLinkData"),
        Scene::asking(SIZE, "a.example", "GetTopBackLinks"),
        account,
        balance,
        several,
        charges::ledger(SIZE),
        charges::limits(SIZE),
        charges::balance(SIZE),
        charges::doubt(SIZE),
        Scene::priced(SIZE, Some(15_000)),
        Scene::priced(SIZE, None),
    ]
}

/// Draws a state and looks at every cell.
pub fn check(state: &State) {
    let buffer = drawn(state);
    for cell in buffer.content() {
        for c in cell.symbol().chars() {
            // A joiner inside one emoji shows a family, not a direction; it is taken out all the same.
            assert!(
                !c.is_control() && !is_invisible(c),
                "{c:?} at {:?}",
                state.size
            );
        }
    }
}

#[test]
fn every_size_is_survived() {
    for mut scene in scenes() {
        for width in 0..=60 {
            for height in 0..=20 {
                scene.act(Action::Resize(width, height));
                scene.serve();
                check(&scene.state);
            }
        }
        for (width, height) in [
            (61, 24),
            (79, 24),
            (80, 24),
            (119, 40),
            (120, 23),
            (120, 24),
            (121, 25),
            (160, 40),
            (186, 30),
            (200, 50),
            (400, 120),
            (1000, 300),
        ] {
            scene.act(Action::Resize(width, height));
            scene.serve();
            check(&scene.state);
        }
    }
}

#[test]
fn keys_at_a_size_of_nothing_do_no_harm() {
    let mut scene = Scene::listed((80, 24), true);
    scene.act(Action::Resize(0, 0));
    scene
        .keys("j ctrl-d ctrl-f G k } ] 2 j 5 j ctrl-d ? j G esc $ 1 enter esc 1 down x")
        .serve();
    check(&scene.state);
    scene.act(Action::Resize(80, 24));
    scene.serve();
    check(&scene.state);
}

#[test]
fn a_frame_smaller_than_the_known_size_is_survived() {
    let mut scene = Scene::listed((200, 50), false);
    scene.keys("j");
    let mut terminal = ratatui::Terminal::new(ratatui::backend::TestBackend::new(20, 5)).unwrap();
    terminal
        .draw(|frame| backtrail::view::draw(&scene.state, frame))
        .unwrap();
}
