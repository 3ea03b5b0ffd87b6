//! Every size from nothing: no panic, and nothing on screen that steers a terminal.

use backtrail::app::{Action, State};
use backtrail::model::text::is_invisible;

use crate::drawn;
use crate::given::{answer, downloads, jobs, setup};
use crate::scene::Scene;

fn scenes() -> Vec<Scene> {
    let size = (80, 24);
    let mut form = Scene::new(setup(Some("日本語.example")));
    form.keys("enter");
    let mut queue = setup(Some("example.com"));
    queue.jobs = jobs();
    queue.jobs[1].note = "bad \u{1b}[31m note \u{202e} here".into();
    let mut queue = Scene::new(queue);
    queue.keys("2 j j j");
    let mut links = Scene::listed(size, true);
    links.keys("enter").serve();
    let mut detail = Scene::listed(size, true);
    detail
        .keys("enter")
        .serve()
        .keys("enter")
        .serve()
        .keys("j j");
    let mut help = Scene::listed(size, false);
    help.keys("? j j");
    let mut ask = Scene::listed(size, false);
    ask.keys("q");
    let mut find = Scene::listed(size, true);
    find.keys("/ x y");
    let mut trouble = Scene::listed(size, false);
    trouble.act(Action::Trouble("a long \u{1b}[31m sentence ".repeat(30)));
    let mut domain = Scene::showing(size, true, answer("GetRefDomains"));
    domain.keys("d").serve().keys("G");
    let mut account = Scene::listed(size, false);
    account.keys("2 A");
    account.act(Action::DownloadsListed(Ok(downloads())));
    account.keys("j space");
    let mut attach = setup(Some("example.com"));
    attach.jobs = jobs();
    attach.jobs[4].state = backtrail::model::job::JobState::Elsewhere;
    attach.sandbox = true;
    let mut attach = Scene::new(attach);
    attach.keys("2 a x y");
    let mut balance = Scene::listed(size, false);
    balance.keys("B");
    let mut several = Scene::asking(size, "a.example b.example", "DownloadRefDomainBackLinks");
    several.price(&[Some(10), None]);
    vec![
        Scene::asking(size, "a.example b.example", "GetBackLinkData"),
        Scene::asking(size, "a.example", "GetTopBackLinks"),
        Scene::showing(size, true, answer("GetIndexItemInfo")),
        Scene::showing(size, true, answer("GetBackLinkData")),
        domain,
        account,
        attach,
        balance,
        several,
        form,
        queue,
        Scene::listed(size, true),
        links,
        detail,
        help,
        ask,
        find,
        trouble,
        Scene::priced(size, Some(15_000)),
        Scene::priced(size, None),
    ]
}

fn check(state: &State) {
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
