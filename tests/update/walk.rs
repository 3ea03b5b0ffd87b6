//! The analyst's whole loop, and leaving.

use backtrail::app::detail::place;
use backtrail::app::{Action, Effect, Focus};
use backtrail::model::job::{JobId, JobState};
use backtrail::model::link::LINKS;
use backtrail::model::report::Report;
use backtrail::model::rows::{DatasetId, List};

use crate::world::{World, all_started, facts, job, priced, quote, setup};

#[test]
fn from_the_form_to_the_domains() {
    let mut world = World::new(setup(None));
    world.type_text("example.com$");
    let Some(Effect::PriceFromCache(mut queries)) = world.take().pop() else {
        panic!()
    };
    world.act(priced(vec![quote(queries.remove(0), 15_000)]));
    world.keys("enter");
    let effects = world.take();
    assert!(
        matches!(
            effects.as_slice(),
            [Effect::Submit {
                confirmed: false,
                ..
            }]
        ),
        "{effects:?}"
    );
    world.act(Action::Report(Report::Job(Box::new(job(
        1,
        JobState::Reserved,
    )))));
    world.act(all_started(1));
    assert!(
        world.state.overlay.is_none(),
        "the sheet closes when its job was started"
    );
    assert_eq!(world.state.focus, Focus::Jobs);
    let mut done = job(1, JobState::Done);
    done.dataset = Some(DatasetId("d1".into()));
    world.act(Action::Report(Report::Job(Box::new(done))));
    world.keys("enter");
    assert_eq!(world.take(), [Effect::OpenDataset(DatasetId("d1".into()))]);
    world.act(Action::DatasetOpened(Ok(facts("d1", 5_000, 1_000, true))));
    world.serve();
    assert_eq!(world.state.focus, Focus::Domains);
}

#[test]
fn from_the_domains_to_one_link_and_back() {
    let mut world = World::with_rows();
    world.keys("ctrl-f j j j enter");
    let (cursor, top) = (
        world.state.domains.list.cursor,
        world.state.domains.list.top,
    );
    world.serve();
    assert_eq!(world.state.focus, Focus::Links);
    assert_eq!(
        world.state.links.domain.as_ref().unwrap().1,
        format!("site{}.example", 999 - cursor)
    );
    world.keys("j j enter");
    world.serve();
    assert_eq!(world.state.focus, Focus::Detail);
    assert_eq!(place(&world.state), Some((3, 10)));
    assert_eq!(world.state.detail.cells.len(), LINKS.columns.len());
    world.take();
    world.keys("o");
    assert_eq!(
        world.take(),
        [Effect::OpenInBrowser("https://site.example/page7".into())]
    );
    world.keys("j j y");
    assert_eq!(
        world.take(),
        [Effect::Copy("https://site.example/page7".into())]
    );
    world.keys("esc");
    assert_eq!(
        (world.state.focus, world.state.links.list.cursor),
        (Focus::Links, 2)
    );
    world.keys("esc");
    let list = &world.state.domains.list;
    assert_eq!(
        (world.state.focus, list.cursor, list.top),
        (Focus::Domains, cursor, top)
    );
    world.keys("enter");
    assert_eq!(
        world.state.links.list.cursor, 2,
        "the same domain keeps its place"
    );
    world.keys("esc esc esc");
    assert_eq!(world.state.focus, Focus::Form);
    assert!(world.take().is_empty());
}

#[test]
fn quitting_asks_only_while_a_job_runs() {
    let mut world = World::new(setup(Some("example.com")));
    world.act(Action::Report(Report::Job(Box::new(job(
        4,
        JobState::Downloading,
    )))));
    world.keys("q");
    assert!(world.take().is_empty());
    world.keys("n");
    assert!(world.state.overlay.is_none());
    world.keys("q y");
    assert_eq!(world.take(), [Effect::Quit]);
    world.act(Action::Report(Report::Job(Box::new(job(
        4,
        JobState::Done,
    )))));
    world.keys("n q");
    assert_eq!(world.take(), [Effect::Quit]);
    world.keys("? ctrl-c");
    assert_eq!(world.take(), [Effect::Quit]);
}

#[test]
fn jobs_are_cancelled_after_a_question_and_reconciled_only_when_unknown() {
    let mut world = World::new(setup(Some("example.com")));
    for (id, state) in [
        (1, JobState::Done),
        (2, JobState::ChargeUnknown),
        (3, JobState::Waiting),
    ] {
        world.act(Action::Report(Report::Job(Box::new(job(id, state)))));
    }
    world.keys("2 c");
    assert!(world.take().is_empty());
    world.keys("y");
    assert_eq!(world.take(), [Effect::Cancel(JobId(3))]);
    world.keys("r");
    assert!(world.take().is_empty());
    world.keys("j r");
    assert_eq!(world.take(), [Effect::Reconcile(JobId(2))]);
    world.keys("c");
    assert!(
        world.state.overlay.is_none(),
        "an unknown charge is reconciled, not cancelled"
    );
    world.keys("j c");
    assert!(
        world.state.overlay.is_none(),
        "a job that is over cannot be cancelled"
    );
}

#[test]
fn all_links_are_listed_where_no_domain_was_opened() {
    let mut world = World::with_rows();
    world.keys("4");
    world.serve();
    assert_eq!(world.state.links.list.total, Some(5_000));
    assert_eq!(world.state.links.domain, None);
}

#[test]
fn hostile_addresses_stay_out_of_the_browser() {
    let mut world = World::with_rows();
    world.keys("enter");
    world.serve();
    world.keys("enter");
    world.take();
    let row = world.state.detail.row.unwrap();
    let mut cells = vec![backtrail::model::column::Value::Null; LINKS.columns.len()];
    cells[2] = backtrail::model::column::Value::Text("file:///etc/passwd".into());
    world.act(Action::RowRead {
        list: List::Links { domain: None },
        row,
        cells,
    });
    world.keys("o");
    assert!(world.take().is_empty());
    assert!(world.state.notice.as_ref().unwrap().trouble);
}

#[test]
fn help_scrolls_and_closes() {
    let mut world = World::new(setup(Some("example.com")));
    world.act(Action::Resize(80, 24));
    world.keys("? G");
    assert!(
        matches!(world.state.overlay, Some(backtrail::app::overlay::Overlay::Help { top, .. }) if top > 10)
    );
    world.keys("?");
    assert!(world.state.overlay.is_none());
}

fn notice(world: &World) -> &str {
    world
        .state
        .notice
        .as_ref()
        .map_or("", |notice| &notice.text)
}

/// Job 1's rows are shown; job 2 is under way under the cursor of the jobs pane.
fn waiting_for_a_second_job() -> World {
    let mut world = World::with_rows();
    world.act(Action::Report(Report::Job(Box::new(job(
        2,
        JobState::Waiting,
    )))));
    world.keys("2 g");
    world
}

fn rows_of_job_2(rows: u64) -> Action {
    Action::Report(Report::Published {
        job: Some(JobId(2)),
        dataset: DatasetId("d2".into()),
        rows,
        domains: rows / 5,
        items: 0,
        complete: false,
    })
}

#[test]
fn first_rows_are_offered_once_to_whoever_waits_for_them() {
    let mut world = waiting_for_a_second_job();
    world.act(rows_of_job_2(100));
    assert_eq!(
        notice(&world),
        "job 2: the first rows are here, enter opens them"
    );
    assert_eq!(world.state.focus, Focus::Jobs, "the focus is the analyst's");
    world.keys("k");
    world.act(rows_of_job_2(200));
    assert_eq!(notice(&world), "", "once");
    let mut elsewhere = World::with_rows();
    elsewhere.act(Action::Report(Report::Job(Box::new(job(
        2,
        JobState::Waiting,
    )))));
    elsewhere.act(rows_of_job_2(100));
    assert_eq!(notice(&elsewhere), "");
}

#[test]
fn a_job_that_ends_out_of_sight_is_told() {
    let mut world = waiting_for_a_second_job();
    let mut done = job(2, JobState::Done);
    done.dataset = Some(DatasetId("d2".into()));
    world.act(Action::Report(Report::Job(Box::new(done.clone()))));
    assert_eq!(
        notice(&world),
        "job 2 (example.com) is done: enter opens its rows"
    );
    let mut away = waiting_for_a_second_job();
    away.keys("3");
    away.act(Action::Report(Report::Job(Box::new(done.clone()))));
    assert_eq!(
        notice(&away),
        "job 2 (example.com) is done: enter in the jobs (2) opens its rows"
    );
    away.keys("j");
    away.act(Action::Report(Report::Job(Box::new(done))));
    assert_eq!(
        notice(&away),
        "",
        "told when it steps, not when it is heard of again"
    );
    let mut failed = waiting_for_a_second_job();
    let mut over = job(2, JobState::FailedUncharged);
    over.note = "The service refused it.".into();
    failed.act(Action::Report(Report::Job(Box::new(over))));
    assert_eq!(
        notice(&failed),
        "job 2 (example.com): failed, not charged. The service refused it."
    );
}

#[test]
fn a_notice_under_a_sheet_waits_for_its_end() {
    let mut world = World::new(setup(Some("example.com")));
    world.keys("?");
    world.act(Action::Notice("12 rows written".into()));
    world.keys("j j esc");
    assert_eq!(notice(&world), "12 rows written");
    world.keys("2");
    assert_eq!(notice(&world), "");
}

#[test]
fn without_a_service_the_price_key_says_how_to_get_one() {
    let mut setup = setup(Some("example.com"));
    setup.header_host = String::new();
    let mut world = World::new(setup);
    for key in ["$", "B"] {
        world.keys(key);
        assert!(world.take().is_empty() && world.state.overlay.is_none());
        let said = notice(&world);
        assert!(
            said.contains("BACKTRAIL_MAJESTIC_KEY") && said.contains("backtrail demo"),
            "{said}"
        );
    }
}

#[test]
fn the_place_of_a_row_in_full_is_one_of_the_present_list() {
    let mut world = World::with_rows();
    world.keys("4");
    world.serve();
    world.keys("j j enter");
    world.serve();
    assert_eq!(place(&world.state), Some((3, 5_000)));
    world.keys("4 [");
    world.serve();
    assert_eq!(
        place(&world.state),
        Some((4_998, 5_000)),
        "the list is turned around"
    );
    world.keys("g");
    world.serve();
    assert_eq!(place(&world.state), None, "it is not among the rows here");
    world.keys("3 enter");
    world.serve();
    assert_eq!(world.state.links.list.total, Some(10));
    assert_eq!(place(&world.state), None, "another domain's links");
}

#[test]
fn the_dataset_of_the_last_time_is_shown_before_that_of_the_newest_job() {
    let mut jobs = setup(None);
    let mut done = job(1, JobState::Done);
    done.dataset = Some(DatasetId("newest".into()));
    jobs.jobs = vec![done];
    jobs.resume = Some(DatasetId("last".into()));
    let mut state = backtrail::app::State::new(jobs);
    let effects = backtrail::app::start(&mut state);
    let last = DatasetId("last".into());
    assert!(
        effects.contains(&Effect::OpenDataset(last.clone())),
        "{effects:?}"
    );
    let facts = facts("last", 5, 2, true);
    backtrail::app::update(&mut state, Action::DatasetOpened(Ok(facts)));
    assert_eq!(state.session.opened, [last.0]);
}
