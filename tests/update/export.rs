//! The export sheet: what is chosen is what is written.

use backtrail::app::action::Action;
use backtrail::app::effect::{Effect, Pane};
use backtrail::app::export::{Order, Picked};
use backtrail::app::overlay::Overlay;
use backtrail::model::export::Format;
use backtrail::model::rows::RowId;
use backtrail::model::rowset::RowSet;

use crate::world::World;

fn order(world: &mut World) -> Order {
    let exported = world.take().into_iter().find_map(|effect| match effect {
        Effect::Export(order) => Some(*order),
        _ => None,
    });
    exported.unwrap()
}

fn ended(world: &mut World) {
    world.act(Action::Exported(Ok("5 rows written to x".to_owned())));
    world.take();
}

#[test]
fn enter_writes_what_the_sheet_says() {
    let mut world = World::with_rows();
    world.keys("e");
    assert!(world.take().is_empty(), "nothing is written before enter");
    assert!(matches!(world.state.overlay, Some(Overlay::Export(_))));
    world.keys("enter");
    let first = order(&mut world);
    assert_eq!(
        (first.pane, first.format),
        (Pane::Domains, Format::CsvExcel)
    );
    assert_eq!(
        (first.picked, first.limit, first.manifest),
        (Picked::All, None, true)
    );
    assert!(first.file.starts_with("backtrail-") && first.file.ends_with("-domains.csv"));
    assert_eq!(first.columns.len(), 10);
    ended(&mut world);
    assert_eq!(world.told(), "5 rows written to x");

    // Markdown, the first 25 rows, the columns on screen, without a manifest.
    world.keys("e left left down 2 5 down space down space");
    world.keys("down ctrl-u");
    world.type_text("links q.md");
    world.keys("enter");
    let second = order(&mut world);
    assert_eq!((second.format, second.limit), (Format::Markdown, Some(25)));
    assert!(second.columns.len() < 10 && !second.columns.is_empty());
    assert_eq!(
        (second.manifest, second.file.as_str()),
        (false, "links q.md")
    );
    ended(&mut world);

    world.keys("E");
    let again = order(&mut world);
    assert_eq!((again.format, again.limit), (second.format, second.limit));
    assert_eq!((again.columns, again.manifest), (second.columns, false));
    assert!(
        again.file.ends_with("-domains.md"),
        "under its own name: {}",
        again.file
    );
}

#[test]
fn the_ending_goes_with_the_form_and_is_left_alone_where_another_was_typed() {
    let mut world = World::with_rows();
    let name = |world: &World| match &world.state.overlay {
        Some(Overlay::Export(sheet)) => sheet.name.value().to_owned(),
        other => panic!("{other:?}"),
    };
    world.keys("e left");
    assert!(name(&world).ends_with("-domains.html"));
    world.keys("G ctrl-u");
    world.type_text("my.txt");
    world.keys("g home");
    assert_eq!(name(&world), "my.txtg", "letters are typed on its line");
    world.keys("up up up up space");
    assert_eq!(name(&world), "my.txtg");
    world.keys("esc");
    assert!(world.state.overlay.is_none() && world.take().is_empty());
}

#[test]
fn marked_rows_alone_are_written_and_none_is_told() {
    let mut world = World::with_rows();
    world.keys("e down space enter");
    assert!(world.take().is_empty());
    let Some(Overlay::Export(sheet)) = &world.state.overlay else {
        panic!("the sheet stays");
    };
    let said = sheet.said.as_ref().unwrap();
    assert!(
        said.trouble && said.text.contains("no row is marked"),
        "{said:?}"
    );
    world.keys("esc");
    let row: RowId = world.state.domains.list.current().unwrap().id;
    world.keys("space");
    world.serve();
    world.keys("e down space enter");
    let one: RowSet = [row].into_iter().collect();
    assert_eq!(order(&mut world).picked, Picked::These(one.into()));
    ended(&mut world);
    world.keys("* * g space");
    world.take();
    world.keys("E");
    let all = world.domains;
    assert!(matches!(order(&mut world).picked, Picked::These(rows) if rows.len() == all - 1));
}

#[test]
fn one_is_written_at_a_time_and_can_be_watched_and_stopped() {
    let mut world = World::with_rows();
    world.keys("E");
    order(&mut world);
    world.act(Action::ExportGrows {
        done: 300,
        of: 1_000,
    });
    assert_eq!(world.state.export.at_work.as_ref().unwrap().done, 300);
    world.keys("E");
    assert!(world.take().is_empty());
    assert!(world.told().contains("is still being written"));
    world.keys("e esc");
    assert!(
        world.state.overlay.is_none() && world.take().is_empty(),
        "it goes on"
    );
    world.keys("e x");
    assert_eq!(world.take(), [Effect::StopExport]);
    world.act(Action::Exported(Err("it was stopped".to_owned())));
    assert!(world.state.overlay.is_none() && world.state.export.at_work.is_none());
    assert_eq!(world.told(), "it was stopped");
}

#[test]
fn what_was_chosen_is_remembered() {
    let mut world = World::with_rows();
    world.keys("e right enter");
    order(&mut world);
    let kept = world.state.session.to_toml().unwrap();
    assert!(kept.contains("format = \"csv-data\""), "{kept}");
    let mut later = World::with_rows();
    later.state.session = backtrail::config::Session::from_toml(&kept).unwrap();
    later.keys("E");
    assert_eq!(order(&mut later).format, Format::CsvData);
}

#[test]
fn a_hostile_name_of_a_dataset_becomes_a_plain_one() {
    let mut world = World::with_rows();
    let view = world.state.domains.list.view.as_mut().unwrap();
    view.dataset.0 = format!("..\\..\u{1b}[31m:{}", "x".repeat(300));
    world.keys("e enter");
    let file = order(&mut world).file;
    assert!(file.len() < 130, "{file}");
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    assert!(
        file.chars().all(plain) && file.starts_with("backtrail-"),
        "{file}"
    );
}
