//! When the loop draws, told by its own trace.

use std::path::Path;
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use futures_util::stream;
use jiff::Timestamp;
use ratatui::backend::TestBackend;

use super::*;
use crate::app::Setup;
use crate::config::{Keymap, Theme};
use crate::model::money::{Budget, Limits};
use crate::shell::around::Around;
use crate::shell::exports::Exports;
use crate::shell::lists::Lists;
use crate::shell::running::{Running, Work};
use crate::store::Store;

const ROOM: usize = 128;

pub(super) struct Rig {
    pub(super) home: tempfile::TempDir,
    pub(super) screen: Loop,
    pub(super) reports: mpsc::Sender<Report>,
}

pub(super) fn rig() -> Rig {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(&home.path().join("data")).unwrap();
    let (sender, actions) = mpsc::channel(ROOM);
    let (reports, heard) = mpsc::channel(ROOM);
    let state = State::new(Setup {
        keymap: Keymap::builtin().unwrap(),
        theme: Theme::plain(),
        themes: Vec::new(),
        options: Default::default(),
        size: (80, 24),
        service: "offline".to_owned(),
        header_host: String::new(),
        sandbox: false,
        limits: Limits::default(),
        form_target: Some("example.com".to_owned()),
        auto_start: false,
        jobs: Vec::new(),
        providers: Vec::new(),
        money: Budget::default(),
        budget: Budget::default(),
        session: Default::default(),
        resume: None,
        now: Timestamp::UNIX_EPOCH,
    });
    let performer = Performer {
        counting: Default::default(),
        imports: crate::shell::imports::Imports::default(),
        lists: Lists::new(store.clone()),
        store,
        runners: Vec::new(),
        actions: sender,
        running: Running::default(),
        exports: Exports::default(),
        copying: Default::default(),
        clipboard: Default::default(),
        clock: Arc::new(|| Timestamp::UNIX_EPOCH),
        limits: Arc::default(),
        settings_file: Some(home.path().join("settings.toml")),
        access: None,
        themes: crate::shell::OwnThemes::none().read,
        around: Around::default(),
        remembering: Default::default(),
    };
    let trace = Trace::create(&home.path().join("trace")).unwrap();
    Rig {
        screen: Loop::new(state, performer, actions, heard, Some(trace)),
        reports,
        home,
    }
}

/// The lines of the trace that are about one thing.
pub(super) fn told(home: &Path, what: &str) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(home.join("trace")).unwrap();
    let lines = text
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    lines.filter(|line| line["what"] == what).collect()
}

#[tokio::test]
async fn a_hundred_reports_are_one_frame() {
    let Rig {
        home,
        mut screen,
        reports,
    } = rig();
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    for n in 0..100 {
        reports.try_send(Report::Trouble(format!("{n}"))).unwrap();
    }
    // There is room for all again when the last report was taken.
    let taken = async { drop(reports.reserve_many(ROOM).await) };
    let outcome = screen.run(&mut terminal, stream::pending(), taken).await;
    assert_eq!(outcome.unwrap(), Outcome::Ended);
    let notice = screen.state.notice.as_ref().unwrap();
    assert_eq!(notice.text, "99");
    drop(screen);
    // The first frame, and one more where taking them took longer than a frame's pace.
    assert!(told(home.path(), "frame").len() <= 2);
}

#[tokio::test]
async fn work_that_panics_is_told() {
    let Rig {
        home: _home,
        mut screen,
        ..
    } = rig();
    let rows: Vec<Action> = Vec::new();
    screen.performer.blocking(Work::Import, move |_| {
        assert!(!rows.is_empty(), "no rows came");
        None
    });
    let told = screen.actions.recv().await;
    assert!(
        matches!(&told, Some(Action::Trouble(why)) if why.contains("no rows came")),
        "{told:?}"
    );
    assert_eq!(screen.performer.running.names(), "");
}

#[tokio::test]
async fn a_key_is_answered_by_the_next_frame() {
    let Rig {
        home, mut screen, ..
    } = rig();
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let key = |c| {
        Ok(Event::Key(KeyEvent::new(
            KeyCode::Char(c),
            KeyModifiers::NONE,
        )))
    };
    let keys = stream::iter([key('2'), key('3')]);
    let outcome = screen
        .run(&mut terminal, keys, std::future::pending())
        .await;
    assert_eq!(outcome.unwrap(), Outcome::Ended);
    assert_eq!(screen.state.focus, crate::app::state::Focus::Domains);
    drop(screen);
    let keys = told(home.path(), "key");
    let answered: Vec<_> = keys.iter().map(|k| (&k["key"], &k["frame"])).collect();
    assert_eq!(answered.len(), 2, "{keys:?}");
    // Both were waiting when the first frame was done.
    assert!(
        answered.iter().all(|(_, frame)| **frame == 2),
        "{answered:?}"
    );
}

#[tokio::test]
async fn limits_that_somebody_else_sets_bind_and_are_shown() {
    let Rig {
        home, mut screen, ..
    } = rig();
    let file = home.path().join("settings.toml");
    let mut heeded = async |text: Option<&str>| {
        if let Some(text) = text {
            std::fs::write(&file, text).unwrap();
        }
        let performer = screen.performer.clone();
        let heeding = tokio::task::spawn_blocking(move || performer.heed_limits());
        heeding.await.unwrap();
        screen.actions.try_recv().ok()
    };
    assert!(heeded(None).await.is_none(), "there is no file");
    let told = heeded(Some("[limits.per_day]\nanalysis = 100\n")).await;
    let Some(Action::LimitsRead(limits)) = told else {
        panic!("{told:?}")
    };
    assert_eq!(limits.per_day.analysis, Some(100));
    assert!(heeded(None).await.is_none(), "told once");
    let told = heeded(Some("[limits.per_day]\nanalysis = many\n")).await;
    assert!(
        matches!(&told, Some(Action::Trouble(why)) if why.contains("stay as they were")),
        "{told:?}"
    );
    let held = *screen.performer.limits.lock().unwrap();
    assert_eq!(held, limits);
}

#[tokio::test]
async fn what_another_program_writes_into_the_journal_is_seen_at_the_next_key() {
    let Rig {
        home, mut screen, ..
    } = rig();
    let look = async |screen: &mut Loop| {
        screen.performer.around = Around::default();
        let before = screen.performer.store.journal().version_of_others();
        screen.take_event(Event::Key(KeyEvent::new(
            KeyCode::Char('3'),
            KeyModifiers::NONE,
        )));
        (before.unwrap(), screen.actions.recv().await)
    };
    let (quiet, first) = look(&mut screen).await;
    assert_eq!(first, Some(Action::JobsSeen(Vec::new())));
    let other = Store::open(&home.path().join("data")).unwrap();
    let prices = crate::model::catalog::dataforseo::PriceList {
        heard: Timestamp::UNIX_EPOCH,
        functions: std::collections::BTreeMap::new(),
    };
    other.journal().keep_prices("a", &prices).unwrap();
    let (moved, seen) = look(&mut screen).await;
    assert_ne!(moved, quiet);
    assert_eq!(seen, Some(Action::JobsSeen(Vec::new())));
}

#[tokio::test]
async fn what_the_screen_remembers_is_kept_and_the_newest_wins() {
    let Rig {
        home: _home,
        mut screen,
        ..
    } = rig();
    for name in ["first", "second"] {
        screen.state.session.open(name);
        screen.take(Action::Resize(80, 24), Due::Now);
    }
    assert_eq!(screen.write_remembered(), None);
    let (session, trouble) = super::super::remembering::recall(&screen.performer.store);
    assert_eq!((session, trouble), (screen.state.session.clone(), None));
    assert_eq!(screen.state.session.opened, ["second", "first"]);
    screen.performer.store.remember("opened = 3\n").unwrap();
    let (session, trouble) = super::super::remembering::recall(&screen.performer.store);
    assert_eq!(session, crate::config::Session::default());
    let trouble = trouble.unwrap();
    assert!(trouble.contains("session.toml, line 1"), "{trouble}");
}
