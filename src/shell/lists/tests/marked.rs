use crate::app::effect::Marking;
use crate::model::rowset::RowSet;

use super::*;

#[test]
fn rows_are_looked_up_and_counted_in_the_ranking_that_stands() {
    let place = place();
    let request = place.request(1, "");
    place.ask(&request);
    let cancel = place.lists.announce_marking(Pane::Links);
    let found = |range| {
        let list = (Pane::Links, Generation(1));
        match place.lists.rows_at(list, range, Marking::Add, &cancel) {
            Some(Action::RowsFound { rows, .. }) => rows,
            other => panic!("{other:?}"),
        }
    };
    // The strongest first: the last rows of the file lead.
    let first = found(0..3);
    assert_eq!(first.iter().collect::<Vec<_>>(), [37, 38, 39].map(RowId));
    assert_eq!(found(0..40).len(), 40);
    assert_eq!(found(38..90).len(), 2, "beyond the end there is nothing");

    let request = place.request(2, "anchor=word38");
    place.ask(&request);
    let counted = |marked: &RowSet, number| {
        let list = (Pane::Links, Generation(number));
        let cancel = place.lists.announce_marking(Pane::Links);
        place.lists.count_marked(list, marked, &cancel)
    };
    let told = counted(&first, 2);
    assert!(
        matches!(told, Some(Action::MarkedCounted { here: 1, .. })),
        "{told:?}"
    );
    assert_eq!(counted(&first, 1), None, "another ranking took its place");
    let given_up = AtomicBool::new(true);
    let list = (Pane::Links, Generation(2));
    assert_eq!(place.lists.count_marked(list, &first, &given_up), None);
}
