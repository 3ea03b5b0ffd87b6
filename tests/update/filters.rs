//! The filter line: checked, completed, applied, refused, remembered.

use backtrail::app::effect::Pane;
use backtrail::app::overlay::Overlay;
use backtrail::app::overlay::help::Page;
use backtrail::app::{Action, Effect};
use backtrail::model::job::JobId;
use backtrail::model::report::Report;
use backtrail::model::rows::DatasetId;

use crate::world::World;

fn line(world: &World) -> &str {
    world.state.filtering.as_ref().unwrap().input.value()
}

fn filter(world: &mut World, text: &str) {
    world.keys("& ctrl-u");
    world.type_text(text);
    world.keys("enter");
}

#[test]
fn a_filter_is_typed_applied_and_taken_away() {
    let mut world = World::with_rows();
    filter(&mut world, "best_tf>=20");
    let effects = world.take();
    let [
        Effect::Rank {
            pane: Pane::Domains,
            view,
            ..
        },
    ] = effects.as_slice()
    else {
        panic!("{effects:?}");
    };
    assert_eq!(view.filter, "best_tf>=20");
    let list = &world.state.domains.list;
    assert_eq!(
        (list.total, list.shown_filter()),
        (Some(1_000), ""),
        "the old rows stay meanwhile"
    );
    world.effects = effects;
    world.serve();
    let list = &world.state.domains.list;
    assert_eq!((list.total, list.of), (Some(37), 1_000));
    assert_eq!(list.shown_filter(), "best_tf>=20");
    world.keys("&");
    assert_eq!(
        line(&world),
        "best_tf>=20",
        "the line begins with what is in force"
    );
    world.keys("ctrl-u enter");
    assert_eq!(world.asked().filter, "");
    world.serve();
    assert_eq!(world.state.domains.list.total, Some(1_000));
    filter(&mut world, "links>1");
    world.serve();
    world.keys("U");
    assert_eq!(world.asked().filter, "", "one key takes it away");
    world.serve();
    world.keys("U");
    assert!(world.take().is_empty());
    assert_eq!(world.told(), "no filter is in force; & sets one");
}

#[test]
fn esc_leaves_the_list_as_it_was() {
    let mut world = World::with_rows();
    filter(&mut world, "links>1");
    world.serve();
    world.keys("&");
    world.type_text(" and no such thing");
    world.keys("esc");
    assert!(world.take().is_empty() && world.state.filtering.is_none());
    assert_eq!(world.state.domains.list.filter(), "links>1");
}

#[test]
fn a_mistake_is_shown_with_every_key_and_holds_enter_up() {
    let mut world = World::with_rows();
    world.keys("&");
    world.type_text("best_tf");
    let typed = world.state.filtering.as_ref().unwrap();
    assert!(
        typed.mistake.is_some() && typed.is_unfinished(),
        "{typed:?}"
    );
    world.type_text(">=20 and nonesuch=1");
    world.keys("enter");
    let typed = world.state.filtering.as_ref().unwrap();
    let mistake = typed.mistake.as_ref().unwrap();
    assert_eq!(mistake.at, "best_tf>=20 and ".len());
    assert!(!typed.is_unfinished());
    assert_eq!(
        typed.input.cursor(),
        mistake.at + mistake.len,
        "the cursor goes there"
    );
    assert!(world.take().is_empty(), "nothing is ranked by it");
    world.keys("ctrl-u");
    assert!(world.state.filtering.as_ref().unwrap().mistake.is_none());
}

#[test]
fn columns_are_completed() {
    let mut world = World::with_rows();
    world.keys("&");
    world.type_text("follow_sh");
    world.keys("tab");
    assert!(line(&world).starts_with("follow_share"), "{}", line(&world));
    world.keys("ctrl-u");
    world.type_text("l");
    world.keys("tab");
    let choices = world
        .state
        .filtering
        .as_ref()
        .unwrap()
        .choices
        .clone()
        .unwrap();
    let words: Vec<_> = choices
        .offered
        .choices
        .iter()
        .map(|c| c.text.as_str())
        .collect();
    assert!(
        words.len() > 2 && words.iter().any(|w| w.starts_with("links")),
        "{words:?}"
    );
    assert_eq!(choices.chosen, Some(0), "the first begins so: it is taken");
    assert_eq!(line(&world), words[0]);
    world.keys("tab");
    assert_eq!(line(&world), words[1]);
    world.keys("shift-tab");
    assert_eq!(line(&world), words[0]);
    world.type_text(">");
    assert!(
        world.state.filtering.as_ref().unwrap().choices.is_none(),
        "typing goes on"
    );
}

#[test]
fn a_name_that_is_only_part_of_others_is_completed_at_once() {
    let mut world = World::with_rows();
    world.keys("4");
    world.serve();
    world.keys("&");
    world.type_text("tf>=20 and not nofollo");
    world.keys("tab");
    assert_eq!(line(&world), "tf>=20 and not nofollow");
    let choices = |world: &World| world.state.filtering.as_ref().unwrap().choices.clone();
    let offered = choices(&world).unwrap().offered.choices;
    assert!(offered.iter().any(|c| c.text == "flag_nofollow"));
    world.keys("ctrl-u tab");
    assert_eq!(line(&world), "", "nothing typed means no one choice");
    assert_eq!(choices(&world).unwrap().chosen, None);
}

#[test]
fn filters_of_the_session_come_back_by_list() {
    let mut world = World::with_rows();
    for text in ["links>1", "links>2", "links>1"] {
        filter(&mut world, text);
        world.serve();
    }
    world.keys("& ctrl-u");
    world.type_text("best");
    world.keys("up");
    assert_eq!(
        line(&world),
        "links>1",
        "the newest, though it was typed before too"
    );
    world.keys("up");
    assert_eq!(line(&world), "links>2");
    world.keys("up");
    assert_eq!(line(&world), "links>2", "there are no more");
    world.keys("down down");
    assert_eq!(line(&world), "best", "what was typed is not lost");
    world.keys("esc enter");
    world.serve();
    world.keys("& up");
    assert_eq!(line(&world), "", "links are filtered by other columns");
}

#[test]
fn each_list_has_a_filter_of_its_own() {
    let mut world = World::with_rows();
    world.keys("4");
    world.serve();
    filter(&mut world, "tf>=20");
    world.serve();
    assert_eq!(world.state.links.list.total, Some(37));
    assert_eq!(world.state.domains.list.filter(), "");
    world.keys("3 enter");
    assert_eq!(
        world.asked().filter,
        "",
        "a domain's links begin unfiltered"
    );
    world.serve();
    assert_eq!(world.state.links.list.total, Some(10));
    world.keys("4");
    assert_eq!(world.asked().filter, "tf>=20", "all links keep theirs");
}

#[test]
fn the_record_stays_under_the_cursor_or_the_first_row_is_shown() {
    let mut world = World::with_rows();
    world.keys("ctrl-f ctrl-f j");
    world.serve();
    let record = world.state.domains.list.current().unwrap().id;
    filter(&mut world, "links>1");
    let Some(Effect::Rank {
        generation, keep, ..
    }) = world.take().pop()
    else {
        panic!()
    };
    assert_eq!(keep, Some(record));
    world.act(Action::Ranked {
        pane: Pane::Domains,
        generation,
        total: 37,
        of: 1_000,
        whole: true,
        kept: None,
    });
    world.serve();
    assert_eq!(world.state.domains.list.cursor, 0, "it did not pass");
}

#[test]
fn a_refused_filter_leaves_the_one_before_in_force() {
    let mut world = World::with_rows();
    let refuse = |world: &mut World| {
        let Some(Effect::Rank { generation, .. }) = world.take().pop() else {
            panic!()
        };
        world.act(Action::RankRefused {
            pane: Pane::Domains,
            generation,
            why: "the filter: `list.txt` cannot be read: no such file (at column 11)".into(),
        });
    };
    filter(&mut world, "domain in @list.txt");
    refuse(&mut world);
    assert!(
        world
            .told()
            .starts_with("the filter was not applied and the list shows every row: ")
    );
    assert_eq!(world.state.domains.list.filter(), "");
    world.serve();
    let list = &world.state.domains.list;
    assert_eq!((list.total, list.whole), (Some(1_000), true));
    filter(&mut world, "links>1");
    world.serve();
    filter(&mut world, "domain in @list.txt");
    refuse(&mut world);
    assert!(world.told().contains("the one before it stays in force"));
    assert!(world.state.notice.as_ref().unwrap().trouble);
    world.serve();
    assert_eq!(world.state.domains.list.shown_filter(), "links>1");
    world.keys("R");
    refuse(&mut world);
    assert!(
        world.take().is_empty(),
        "what is refused again is not asked for without end"
    );
    assert!(!world.state.domains.list.ranking);
    assert_eq!(world.state.domains.list.total, Some(37));
}

#[test]
fn a_filter_holds_while_rows_arrive() {
    let mut world = World::showing(*crate::world::facts("d1", 100, 20, false));
    filter(&mut world, "links>1");
    world.serve();
    world.act(Action::Report(Report::Published {
        job: Some(JobId(1)),
        dataset: DatasetId("d1".into()),
        rows: 400,
        domains: 80,
        items: 0,
        complete: false,
    }));
    assert_eq!(world.asked().filter, "links>1");
    world.keys("&");
    assert_eq!(line(&world), "links>1");
    world.serve();
    assert!(
        world.state.filtering.is_some(),
        "arriving rows close no line"
    );
}

#[test]
fn columns_that_some_row_fills_are_offered_first() {
    let mut world = World::with_rows();
    world.keys("& t tab");
    let offered = |world: &World| -> Vec<String> {
        let line = world.state.filtering.as_ref().unwrap();
        let choices = line.choices.as_ref().unwrap();
        let texts = choices.offered.choices.iter();
        texts.map(|choice| choice.text.clone()).collect()
    };
    assert_eq!(offered(&world)[..4], ["topic", "tld", "trust_flow", "tf"]);
    world.keys("ctrl-u tab");
    let texts = offered(&world);
    let at = |name: &str| texts.iter().position(|text| text == name).unwrap();
    assert!(at("tld") < at("not") && at("not") < at("trust_flow"));
    world.keys("esc 4");
    world.serve();
    world.keys("& tab");
    let texts = offered(&world);
    let at = |name: &str| texts.iter().position(|text| text == name).unwrap();
    assert!(at("domain.topic") < at("not") && at("not") < at("country"));
}

#[test]
fn what_can_be_written_is_a_key_away() {
    let mut world = World::with_rows();
    world.keys("&");
    world.type_text("links>1?");
    assert_eq!(
        line(&world),
        "links>1?",
        "a key that writes is no command here"
    );
    world.keys("backspace f1");
    assert!(matches!(
        world.state.overlay,
        Some(Overlay::Help {
            page: Page::Filters,
            ..
        })
    ));
    world.keys("j esc");
    assert!(world.state.overlay.is_none());
    assert_eq!(line(&world), "links>1", "the line is as it was");
    world.keys("esc ? &");
    assert!(matches!(
        world.state.overlay,
        Some(Overlay::Help {
            page: Page::Filters,
            ..
        })
    ));
    world.keys("&");
    assert!(matches!(
        world.state.overlay,
        Some(Overlay::Help {
            page: Page::Keys,
            ..
        })
    ));
}

#[test]
fn another_dataset_closes_the_line() {
    let mut world = World::with_rows();
    world.keys("&");
    let mut other = crate::world::facts("d2", 10, 2, true);
    other.target = "example.org".into();
    world.state.opening = Some(backtrail::app::state::Opening {
        id: DatasetId("d2".into()),
        follow: true,
    });
    world.act(Action::DatasetOpened(Ok(other)));
    assert!(world.state.filtering.is_none());
}
