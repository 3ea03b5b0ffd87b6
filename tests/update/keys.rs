//! Every key does something where it is said to: it changes what is shown, or asks for something to be done.

use backtrail::app::command::{COMMANDS, Command, Context, Entry};
use backtrail::app::input::Key;
use backtrail::app::{self, Action, Effect};
use backtrail::model::catalog::Quote;
use backtrail::model::charge::Doubt;
use backtrail::model::job::{JobId, JobState, RemoteDownload};
use backtrail::model::money::Amounts;
use backtrail::model::rows::DatasetId;

use crate::money::sheet_with;
use crate::world::{World, job, now, priced, query, setup};

/// What does nothing in a pane, and why that is as it should be.
const NOTHING: &[(&str, &str, &str)] = &[
    ("form", "instead", "the question is not deprecated"),
    (
        "form",
        "back",
        "nothing is typed, and there is nothing before the form",
    ),
    ("form", "pane_form", "one is there"),
    ("jobs", "pane_jobs", "one is there"),
    ("list", "pane_domains", "one is there"),
    ("detail", "pane_detail", "one is there"),
    ("jobs", "left", "jobs have no columns"),
    ("jobs", "right", "jobs have no columns"),
    ("detail", "left", "a row in full has no columns"),
    ("detail", "right", "a row in full has no columns"),
    ("detail", "open", "there is nothing further in"),
    ("form", "splits_back", "the lines are where they were"),
    ("jobs", "splits_back", "the lines are where they were"),
    ("list", "splits_back", "the lines are where they were"),
    ("detail", "splits_back", "the lines are where they were"),
];

fn form() -> World {
    let mut world = World::new(setup(Some("example.com")));
    world.keys("1 down");
    world
}

fn jobs() -> World {
    let mut setup = setup(Some("example.com"));
    setup.jobs = (1..6).map(|id| job(id, JobState::Done)).collect();
    let mut doubtful = job(6, JobState::ChargeUnknown);
    doubtful.dataset = Some(DatasetId("d1".into()));
    setup.jobs[2] = doubtful;
    let mut world = World::new(setup);
    world.keys("2 j");
    world
}

fn domains() -> World {
    let mut world = World::with_rows();
    world.keys("j j j j j right");
    world.state.domains.list.needle = "x".to_owned();
    world.state.notice = None;
    world
}

fn links() -> World {
    let mut world = World::with_rows();
    world.keys("4");
    world.serve();
    world.keys("j j j j j right");
    world.serve();
    world.state.links.list.needle = "x".to_owned();
    world.state.notice = None;
    world.take();
    world
}

fn detail() -> World {
    let mut world = links();
    world.keys("enter");
    world.serve();
    world.keys("j j j j");
    world
}

fn price() -> World {
    let mut world = form();
    world.keys("$");
    world.act(priced(vec![Quote::new(query("example.com"), None)]));
    world.take();
    world
}

fn doubt() -> World {
    let mut world = jobs();
    let at = world
        .state
        .queue
        .jobs
        .iter()
        .position(|j| j.state == JobState::ChargeUnknown);
    world.state.queue.cursor = at.unwrap();
    world.keys("u");
    world.act(Action::DoubtRead(Ok(Doubt {
        job: JobId(6),
        events: vec!["sent".into()],
        said: "not known".into(),
        expected: Amounts::new(5_000, 60, 0),
    })));
    world.take();
    world
}

fn downloads() -> World {
    let mut world = jobs();
    world.keys("A");
    let row = |id: &str| RemoteDownload {
        remote_id: id.into(),
        description: "API Job".into(),
        status: "ready".into(),
        created: Some(now()),
        expires: None,
        size: 9,
        location: String::new(),
        ours: None,
    };
    world.act(Action::DownloadsListed(Ok(vec![
        row("A"),
        row("B"),
        row("C"),
    ])));
    world.keys("j");
    world.take();
    world
}

fn exporting() -> World {
    let mut world = links();
    world.keys("e");
    world.take();
    world
}

fn columns() -> World {
    let mut world = links();
    world.keys("c j j j space");
    world.take();
    world
}

fn at_work() -> World {
    let mut world = exporting();
    world.keys("enter");
    world.keys("e");
    world.take();
    world
}

/// The scenes in which the keys of a context are pressed.
fn scenes(context: Context) -> Vec<World> {
    match context {
        Context::Everywhere => vec![form(), jobs(), domains(), links(), detail()],
        Context::Form => vec![form()],
        Context::Jobs => vec![jobs()],
        Context::List => vec![domains(), links()],
        Context::Detail => vec![detail()],
        Context::Price => vec![price()],
        Context::Doubt => vec![doubt()],
        Context::Downloads => vec![downloads()],
        Context::Export => vec![exporting(), at_work()],
        Context::Columns => vec![columns()],
    }
}

/// Whether a key does something.
fn does(world: &World, key: Key) -> bool {
    let mut state = world.state.clone();
    let effects: Vec<Effect> = app::update(&mut state, Action::Key(key));
    !effects.is_empty() || format!("{state:?}") != format!("{:?}", world.state)
}

fn is_let(entry: &Entry, pane: Context) -> bool {
    let told = NOTHING.iter();
    told.into_iter()
        .any(|(at, id, _)| *at == pane.id() && *id == entry.id)
}

/// Keys of a context that do nothing in a scene, and are not let.
fn idle(world: &World, context: Context) -> Vec<String> {
    let pane = app::update::context_of(world.state.focus);
    let mut idle = Vec::new();
    for entry in COMMANDS.iter().filter(|entry| entry.context == context) {
        for key in world.state.keymap.keys(context.id(), entry.id) {
            if !is_let(entry, pane) && !does(world, *key) {
                idle.push(format!("{key} ({})", entry.id));
            }
        }
    }
    idle
}

#[test]
fn keys_that_hold_everywhere_do_something_in_every_pane() {
    for world in scenes(Context::Everywhere) {
        let idle = idle(&world, Context::Everywhere);
        assert!(idle.is_empty(), "{:?}: {idle:?}", world.state.focus);
    }
}

#[test]
fn every_key_of_a_place_does_something_there() {
    for context in Context::ALL
        .into_iter()
        .filter(|c| *c != Context::Everywhere)
    {
        // What stops something does nothing before it began: one of the scenes is enough.
        let mut idle_in = scenes(context)
            .into_iter()
            .map(|world| idle(&world, context));
        let Some(mut idle) = idle_in.next() else {
            continue;
        };
        for other in idle_in {
            idle.retain(|key| other.contains(key));
        }
        assert!(idle.is_empty(), "[{}]: {idle:?}", context.id());
    }
}

#[test]
fn what_is_let_do_nothing_does_nothing() {
    for (pane, id, why) in NOTHING {
        let entry = COMMANDS.iter().find(|entry| entry.id == *id).unwrap();
        let scenes = [form(), jobs(), domains(), links(), detail()];
        let here = |world: &World| app::update::context_of(world.state.focus).id() == *pane;
        let idle = scenes.iter().filter(|world| here(world)).any(|world| {
            let keys = world.state.keymap.keys(entry.context.id(), id);
            keys.iter().any(|key| !does(world, *key))
        });
        assert!(idle, "{id} does something in [{pane}] although {why}");
    }
}

#[test]
fn every_command_has_a_key_or_is_told_how_it_is_typed() {
    let keymap = setup(None).keymap;
    for entry in COMMANDS {
        let word = app::command::key_of(&keymap, entry.command);
        let keys = keymap.keys(entry.context.id(), entry.id);
        match keys.first() {
            Some(key) => assert_eq!(word, key.to_string()),
            None => assert_eq!(word, app::typed::written(entry.command)),
        }
    }
    assert_eq!(app::command::key_of(&keymap, Command::Limit), ":limit");
}

/// The world with keys of somebody's own.
fn with_keys(own: &str) -> World {
    let mut world = World::with_rows();
    world.state.keymap = backtrail::config::Keymap::from_toml(Some(own)).unwrap();
    world
}

#[test]
fn no_keys_file_locks_anybody_into_a_line() {
    let own =
        "[everywhere]\nback = [\"q\"]\nopen = [\"f5\"]\nquit = [\"Q\"]\nnext_pane = [\"f6\"]\n";
    for opened in [
        ":",
        "L",
        "? /",
        "&",
        "/",
        "#",
        "c /",
        "ctrl-p l i m i t enter",
    ] {
        let mut world = with_keys(own);
        world.keys(opened);
        let is_open = |world: &World| {
            let state = &world.state;
            state.overlay.is_some() || state.filtering.is_some() || state.search.is_some()
        };
        world.keys("q");
        assert!(is_open(&world), "{opened}: a letter is a letter");
        world.keys("esc esc");
        assert!(!is_open(&world), "{opened}: {:?}", world.state.overlay);
    }
}

#[test]
fn a_line_is_taken_by_enter_and_by_ones_own_key() {
    for take in ["enter", "f5"] {
        let mut world = with_keys("[everywhere]\nopen = [\"f5\"]\n");
        world.keys(":");
        world.type_text("sort links asc");
        world.keys(take);
        assert!(world.state.overlay.is_none(), "{take}");
        assert_eq!(world.state.domains.list.order().len(), 1);
        world.serve();
        world.keys("&");
        world.type_text("links>3");
        world.keys(take);
        assert_eq!(world.asked().filter, "links>3", "{take}");
    }
    let mut world = with_keys("[everywhere]\nnext_pane = [\"f6\"]\n");
    for complete in ["tab", "f6"] {
        world.keys(":");
        world.type_text("thm");
        world.keys(complete);
        let Some(backtrail::app::overlay::Overlay::Palette(palette)) = &world.state.overlay else {
            panic!("{complete}")
        };
        assert_eq!(palette.line.value(), "theme ", "{complete}");
        world.keys("esc");
    }
}

#[test]
fn enter_buys_nothing_that_the_keys_file_did_not_give_it() {
    let mut world = sheet_with(setup(Some("example.com")), Some(1_500));
    world.state.keymap =
        backtrail::config::Keymap::from_toml(Some("[everywhere]\nopen = [\"f5\"]\n")).unwrap();
    let mut buys = |key: &str| {
        world.keys(key);
        let effects = world.take();
        effects.iter().any(|e| matches!(e, Effect::Submit { .. }))
    };
    assert!(!buys("enter"));
    assert!(buys("f5"));
}
