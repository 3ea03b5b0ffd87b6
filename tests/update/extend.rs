//! DataForSEO on the sheet: fewer rows than the price is for, the rest of what is held in part, the analyst's label.

use backtrail::app::overlay::Overlay;
use backtrail::app::price_sheet::Verdict;
use backtrail::app::{Action, Effect};
use backtrail::model::catalog::dataforseo::{BACKLINKS, Rates};
use backtrail::model::catalog::{Provider, Quote};
use backtrail::model::job::{HeldRows, JobState, JobSummary};
use backtrail::model::money::{Amounts, Budget};
use backtrail::model::query::Query;
use backtrail::model::rows::DatasetId;
use backtrail::model::target::Target;

use crate::money::{purchases, verdict};
use crate::world::{World, facts, job, now, priced, setup};

const REQUEST: i64 = 24_000;
const ROW: i64 = 36;

fn world(jobs: Vec<JobSummary>) -> World {
    let mut setup = setup(Some("example.com"));
    setup.providers = vec![Provider::DataForSeo];
    setup.money = Budget {
        provider: Provider::DataForSeo,
        left: Some(Amounts::money(100_000_000)),
        as_of: Some(now()),
        ..Budget::default()
    };
    setup.jobs = jobs;
    World::new(setup)
}

/// A purchase of at most so many links that holds some of what there is.
fn bought(id: i64, state: JobState, wanted: &str, rows: i64) -> JobSummary {
    let mut query = Query::new(&BACKLINKS, Target::parse("example.com").unwrap());
    query.set("limit", wanted).unwrap();
    JobSummary {
        query,
        dataset: Some(DatasetId("d1".into())),
        held: Some(HeldRows {
            rows,
            total: Some(104_972),
        }),
        tag: Some("acme".into()),
        ..job(id, state)
    }
}

/// Answers the request for prices by the public list.
fn answer(world: &mut World) -> Vec<Query> {
    let Some(Effect::PriceFromCache(queries)) = world.take().pop() else {
        panic!("no price was asked for")
    };
    let rates = |query: &Query| Rates::of(None, &query.command, now());
    let quotes = queries
        .iter()
        .map(|query| Quote::at(query.clone(), rates(query)));
    world.act(priced(quotes.collect()));
    queries
}

#[test]
fn fewer_rows_are_granted_than_the_price_is_for() {
    let mut world = world(Vec::new());
    // The first questions are the account's; links are asked for by rows.
    world.state.form.ask(&BACKLINKS);
    world.keys("$");
    answer(&mut world);
    assert!(
        matches!(verdict(&world), Verdict::Ready { granted, .. } if granted.usd == REQUEST + 1_000 * ROW)
    );
    world.type_text("0");
    assert_eq!(verdict(&world), Verdict::NeedsRows);
    world.keys("enter backspace");
    assert!(world.take().is_empty(), "nothing is bought for no row");
    world.type_text("300");
    world.keys("enter");
    let effects = world.take();
    let bought = &purchases(&effects)[0];
    assert_eq!(bought.granted, Amounts::money(REQUEST + 300 * ROW));
    assert_eq!(
        bought.quote.query.number("limit"),
        Some(1_000),
        "the question stays"
    );
    assert_eq!(bought.tag, None);
}

#[test]
fn what_is_held_in_part_is_gone_on_with_from_the_job_and_from_the_list() {
    let partial = bought(1, JobState::Partial, "5000", 3_000);
    let mut world = world(vec![partial]);
    world.keys("2 x");
    let asked = answer(&mut world);
    let continued = asked[0].continues.as_ref().unwrap();
    assert_eq!((continued.rows, continued.total), (3_000, Some(104_972)));
    assert!(
        matches!(verdict(&world), Verdict::Ready { granted, .. } if granted.usd == 2 * REQUEST + 2_000 * ROW)
    );
    world.keys("enter");
    let effects = world.take();
    assert_eq!(
        purchases(&effects)[0].tag.as_deref(),
        Some("acme"),
        "under the same label"
    );

    world.act(Action::Submitted {
        started: 1,
        refused: None,
    });
    let mut shown = facts("d1", 3_000, 40, true);
    shown.provider = "dataforseo".into();
    world.act(Action::DatasetOpened(Ok(shown)));
    world.serve();
    world.keys("3");
    world.take();
    world.keys("x");
    assert_eq!(answer(&mut world), asked);
}

#[test]
fn where_all_that_was_wanted_is_held_the_rest_is_all_there_is() {
    let mut world = world(vec![bought(1, JobState::Done, "3000", 3_000)]);
    world.keys("2 x");
    assert_eq!(answer(&mut world)[0].number("limit"), Some(104_972));
}

#[test]
fn nothing_is_offered_where_nothing_is_behind_or_somebody_brings_it() {
    let whole = JobSummary {
        held: Some(HeldRows {
            rows: 3_000,
            total: Some(3_000),
        }),
        ..bought(1, JobState::Done, "5000", 3_000)
    };
    let partial = bought(1, JobState::Partial, "5000", 3_000);
    let going_on = JobSummary {
        query: partial.rest().unwrap(),
        dataset: None,
        held: None,
        ..bought(2, JobState::Reserved, "5000", 0)
    };
    let short = bought(1, JobState::Done, "5000", 700);
    for jobs in [
        vec![whole],
        vec![partial, going_on],
        vec![short],
        vec![job(1, JobState::Done)],
    ] {
        let mut world = world(jobs);
        world.keys("2 G x");
        assert!(world.take().is_empty() && world.state.overlay.is_none());
        let said = world.state.notice.as_ref().unwrap();
        assert!(
            said.text.contains("nothing is known to be behind"),
            "{}",
            said.text
        );
    }
}

#[test]
fn the_label_of_the_form_goes_with_every_job_and_has_its_longest() {
    let mut world = world(Vec::new());
    world.state.form.ask(&BACKLINKS);
    let field = world.state.form.tag_field().unwrap();
    world.state.form.go(field);
    world.type_text(" acme 1$ ");
    world.keys("ctrl-enter");
    answer(&mut world);
    world.keys("enter");
    let effects = world.take();
    assert_eq!(purchases(&effects)[0].tag.as_deref(), Some("acme 1$"));

    let mut world = self::world(Vec::new());
    world.state.form.ask(&BACKLINKS);
    world.state.form.go(field);
    world.type_text(&"x".repeat(223));
    world.keys("ctrl-enter");
    assert!(world.take().is_empty() && !matches!(world.state.overlay, Some(Overlay::Price(_))));
    assert_eq!(world.state.form.field, field);
    let said = &world.state.notice.as_ref().unwrap().text;
    assert!(said.contains("223") && said.contains("222"), "{said}");
}
