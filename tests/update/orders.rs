//! Sorting by one column, by several, by none.

use backtrail::app::Effect;
use backtrail::app::effect::Pane;
use backtrail::model::rows::SortKey;

use crate::world::World;

fn key(column: usize, descending: bool) -> SortKey {
    SortKey { column, descending }
}

#[test]
fn up_to_three_columns_decide() {
    let mut world = World::with_rows();
    world.keys("]");
    assert_eq!(world.asked().order, [key(0, true)]);
    world.keys("} )");
    assert_eq!(world.asked().order, [key(0, true), key(1, true)]);
    world.keys("} (");
    let three = [key(0, true), key(1, true), key(2, false)];
    assert_eq!(world.asked().order, three);
    world.serve();
    world.keys("}");
    world.take();
    world.keys(")");
    assert!(world.take().is_empty(), "a fourth would never be reached");
    assert_eq!(
        world.told(),
        "three columns decide already (Domain ↓, Links ↓, Best TF ↑); ] sorts by the chosen one alone, \\ leaves \
         the rows as delivered"
    );
    assert_eq!(world.state.domains.list.order(), three);
}

#[test]
fn a_column_that_decides_already_is_turned_around_in_its_place() {
    let mut world = World::with_rows();
    world.keys("] } ) {");
    world.keys(")");
    assert_eq!(world.asked().order, [key(0, false), key(1, true)]);
    world.keys(")");
    assert_eq!(world.asked().order, [key(0, true), key(1, true)]);
    world.keys("[");
    assert_eq!(world.asked().order, [key(0, false)], "alone again");
}

#[test]
fn rows_can_stay_as_delivered_and_are_exported_so() {
    let mut world = World::with_rows();
    world.keys("ctrl-f");
    let record = world.state.domains.list.current().unwrap().id;
    world.keys("\\");
    assert!(world.asked().order.is_empty());
    world.serve();
    let list = &world.state.domains.list;
    assert_eq!(
        list.current().unwrap().id,
        record,
        "the cursor's record stays"
    );
    assert_eq!(list.order_text(list.order()), "as delivered");
    world.keys(") e enter");
    let exported = world.take().into_iter().find_map(|effect| match effect {
        Effect::Export(order) => Some((order.pane, order.view)),
        _ => None,
    });
    let (pane, view) = exported.unwrap();
    assert_eq!((pane, view.order), (Pane::Domains, vec![key(0, true)]));
}
