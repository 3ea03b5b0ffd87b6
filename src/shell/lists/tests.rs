//! Requests that overtake each other, and rankings that are refused.

use std::sync::Mutex;

use super::*;
use crate::model::far::Step;
use crate::model::rows::{List, SortKey};

mod kept;
mod marked;

static NEVER: AtomicBool = AtomicBool::new(false);

/// What nobody is told of meanwhile.
fn quiet(cancel: &AtomicBool) -> Waiting<'_> {
    Waiting {
        cancel,
        tell: &|_| {},
    }
}

struct Place {
    dir: tempfile::TempDir,
    store: Store,
    lists: Lists,
    id: DatasetId,
}

fn place() -> Place {
    place_of(40)
}

fn place_of(rows: u64) -> Place {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("data")).unwrap();
    let id = imported(&store, &dir.path().join("links.csv"), rows);
    Place {
        lists: Lists::new(store.clone()),
        dir,
        store,
        id,
    }
}

fn imported(store: &Store, file: &std::path::Path, rows: u64) -> DatasetId {
    let mut text = "Target URL,Source URL,Anchor Text,SourceTrustFlow\n".to_owned();
    for n in 0..rows {
        text += &format!(
            "https://target.example/,https://host{}.example/{n},word{n},{}\n",
            n % 7,
            n % 101
        );
    }
    std::fs::write(file, text).unwrap();
    let (id, _) = crate::jobs::import(store, file, &NEVER, &mut |_, _| {}).unwrap();
    id
}

impl Place {
    fn request(&self, number: u64, filter: &str) -> Request {
        let list = List::Links { domain: None };
        let column = list.table().position("source_trust_flow").unwrap();
        Request {
            pane: Pane::Links,
            generation: Generation(number),
            view: View {
                dataset: self.id.clone(),
                list,
                filter: filter.to_owned(),
                order: vec![SortKey {
                    column,
                    descending: true,
                }],
            },
            keep: Some(RowId(3)),
            anew: true,
        }
    }

    fn ask(&self, request: &Request) -> Vec<Action> {
        let cancel = self.lists.announce(request.pane, request.generation);
        self.work(request, &cancel)
    }

    fn work(&self, request: &Request, cancel: &AtomicBool) -> Vec<Action> {
        let told = Mutex::new(Vec::new());
        let tell = |action| told.lock().unwrap().push(action);
        let tell = &tell;
        self.lists.rank(request, Waiting { cancel, tell });
        told.into_inner().unwrap()
    }

    fn first_row(&self, number: u64) -> Option<RowId> {
        match self
            .lists
            .read(Pane::Links, Generation(number), 0..1, vec![0])?
        {
            Action::RowsRead { rows, .. } => rows.first().map(|row| row.id),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_refused_ranking_leaves_the_one_before_it_under_its_number() {
    let place = place();
    let told = place.ask(&place.request(1, ""));
    assert!(
        matches!(
            told.as_slice(),
            [Action::Ranked {
                total: 40,
                of: 40,
                whole: true,
                kept: Some(36),
                ..
            }]
        ),
        "{told:?}"
    );
    let told = place.ask(&place.request(2, "no_such_column>1"));
    assert!(
        matches!(told.as_slice(), [Action::RankRefused { generation: Generation(2), why, .. }] if why.contains("filter")),
        "{told:?}"
    );
    assert_eq!(place.first_row(2), Some(RowId(39)));
    assert_eq!(place.first_row(1), None);
    let find = (String::from("word7"), Direction::Forward);
    let found = place
        .lists
        .find(Pane::Links, Generation(2), find, 0, quiet(&NEVER));
    assert!(
        matches!(
            found,
            Some(Action::Found {
                position: Some(32),
                ..
            })
        ),
        "{found:?}"
    );
}

#[test]
fn a_search_begins_with_the_row_it_is_told_to() {
    let place = place();
    place.ask(&place.request(1, ""));
    // Ranked from 39 down to 0: positions 0 to 9 are 39 to 30, position 36 is 3.
    let cases = [
        (Direction::Forward, 0, 0),
        (Direction::Forward, 5, 5),
        (Direction::Forward, 10, 36),
        (Direction::Forward, 39, 0),
        (Direction::Backward, 39, 36),
        (Direction::Backward, 9, 9),
        (Direction::Backward, 0, 0),
        (Direction::Backward, 20, 9),
    ];
    for (direction, first, expected) in cases {
        let find = (String::from("word3"), direction);
        let found = place
            .lists
            .find(Pane::Links, Generation(1), find, first, quiet(&NEVER));
        let Some(Action::Found { position, .. }) = found else {
            panic!("{found:?}")
        };
        assert_eq!(position, Some(expected), "{direction:?} from {first}");
    }
}

#[test]
fn nobody_waits_for_a_first_ranking_that_was_refused() {
    let place = place();
    let told = place.ask(&place.request(1, "no_such_column>1"));
    assert!(matches!(told.as_slice(), [Action::RankRefused { .. }]));
    let find = (String::from("word7"), Direction::Forward);
    let found = place
        .lists
        .find(Pane::Links, Generation(1), find, 0, quiet(&NEVER));
    assert_eq!(found, None);
}

#[test]
fn a_search_waits_for_its_ranking_and_ends_with_it() {
    let place = place();
    let request = place.request(1, "");
    let find = || (String::from("word7"), Direction::Forward);
    std::thread::scope(|threads| {
        let cancel = place.lists.announce(request.pane, request.generation);
        let finding = place.lists.announce_find(request.pane);
        let lists = &place.lists;
        let waits = threads
            .spawn(move || lists.find(Pane::Links, Generation(1), find(), 0, quiet(&finding)));
        place.work(&request, &cancel);
        assert!(matches!(waits.join().unwrap(), Some(Action::Found { .. })));

        place.lists.announce(Pane::Links, Generation(2));
        let finding = place.lists.announce_find(Pane::Links);
        let waits = threads
            .spawn(move || lists.find(Pane::Links, Generation(2), find(), 0, quiet(&finding)));
        place.lists.announce(Pane::Links, Generation(3));
        assert_eq!(waits.join().unwrap(), None);
    });
}

#[test]
fn what_was_overtaken_says_nothing() {
    let place = place();
    let old = place.lists.announce(Pane::Links, Generation(1));
    assert_eq!(place.ask(&place.request(2, "")).len(), 1);
    assert_eq!(place.work(&place.request(1, ""), &old), []);
    assert_eq!(place.work(&place.request(1, ""), &NEVER), []);
    assert_eq!(place.first_row(2), Some(RowId(39)));
}

#[test]
fn a_dataset_that_did_not_grow_is_opened_once() {
    let place = place();
    let [one, two] = [(), ()].map(|()| place.lists.open(&place.id).unwrap());
    assert!(Arc::ptr_eq(&one, &two));
}

#[test]
fn what_was_overtaken_takes_nothing_away() {
    let place = place();
    let other = imported(&place.store, &place.dir.path().join("other.csv"), 3);
    let mut old = place.request(1, "");
    old.view.dataset = other;
    let cancel = place.lists.announce(old.pane, old.generation);
    assert_eq!(place.ask(&place.request(2, "")).len(), 1);
    assert_eq!(place.work(&old, &cancel), []);
    assert_eq!(place.work(&old, &NEVER), [], "cancelled a moment too late");
    assert_eq!(place.first_row(2), Some(RowId(39)));
    old.generation = Generation(3);
    assert_eq!(place.ask(&old).len(), 1);
    let gone = place.lists.showing(Pane::Links, &place.request(2, "").view);
    assert!(gone.is_none());
}

#[test]
fn a_whole_that_fails_leaves_its_first_page_and_no_other_rows() {
    let place = place_of(20_000);
    let request = |number| Request {
        keep: None,
        ..place.request(number, "")
    };
    let told = place.ask(&request(1));
    assert!(matches!(
        told.last(),
        Some(Action::Ranked { whole: true, .. })
    ));
    let mut upwards = request(2);
    upwards.view.order[0].descending = false;
    let cancel = place.lists.announce(upwards.pane, upwards.generation);
    let told = Mutex::new(Vec::new());
    let tell = |action| {
        let is_first = matches!(action, Action::Ranked { .. });
        told.lock().unwrap().push(action);
        assert!(!is_first, "the rest fails");
    };
    let (cancel, tell) = (&*cancel, &tell);
    place.lists.rank(&upwards, Waiting { cancel, tell });
    let told = told.into_inner().unwrap();
    assert!(
        matches!(
            told.as_slice(),
            [
                Action::Ranked { whole: false, generation: Generation(2), .. },
                Action::RankRefused { generation: Generation(2), why, .. }
            ] if why.contains("the rest fails")
        ),
        "{told:?}"
    );
    assert_eq!(place.first_row(2), Some(RowId(0)));
    assert_eq!(
        place.first_row(1),
        Some(RowId(100)),
        "under its own number only"
    );
    let find = (String::from("word7"), Direction::Forward);
    let lists = &place.lists;
    assert_eq!(
        lists.find(Pane::Links, Generation(2), find, 0, quiet(&NEVER)),
        None,
        "nobody waits for the rest"
    );
    // A refusal behind it makes up for the rest.
    place.ask(&place.request(3, "no_such_column>1"));
    let whole = place.lists.showing(Pane::Links, &upwards.view);
    assert_eq!(whole.unwrap().1.len(), 20_000);
    assert_eq!(place.first_row(3), Some(RowId(0)));
}

#[test]
fn long_work_tells_how_far_it_is_and_stops_when_nobody_waits() {
    let place = place_of(60_000);
    place.ask(&place.request(1, ""));
    let list = List::Links { domain: None };
    let anchor = list.table().position("anchor").unwrap();
    let field = Field {
        of: crate::model::rows::Of::Row,
        column: anchor,
    };
    let name = Name::named("anchors").unwrap();
    let of = (Pane::Links, Generation(1));
    let lists = &place.lists;
    type Long<'a> = Box<dyn Fn(Waiting<'_>) -> Option<Action> + 'a>;
    let find = || (String::from("nowhere at all"), Direction::Forward);
    let works: [(Work, Long<'_>); 3] = [
        (
            Work::Find(find().0),
            Box::new(|waiting| lists.find(of.0, of.1, find(), 0, waiting)),
        ),
        (
            Work::Tally(field),
            Box::new(|waiting| lists.tally(of.0, of.1, field, waiting)),
        ),
        (
            Work::Picture(name),
            Box::new(|waiting| lists.picture(of.0, of.1, name, waiting)),
        ),
    ];
    for (wanted, long) in works {
        // Given up at its first report, it answers nothing.
        let cancel = AtomicBool::new(false);
        let told = Mutex::new(Vec::new());
        let tell = |action| {
            told.lock().unwrap().push(action);
            cancel.store(true, Ordering::Relaxed);
        };
        let (cancel, tell) = (&cancel, &tell);
        assert_eq!(long(Waiting { cancel, tell }), None, "{wanted:?}");
        let told = told.into_inner().unwrap();
        let [
            Action::ListGrows {
                work,
                far,
                pane,
                generation,
            },
        ] = told.as_slice()
        else {
            panic!("{wanted:?}: {told:?}");
        };
        assert_eq!((work, *pane, *generation), (&wanted, of.0, of.1));
        assert!(far.done > 0 && far.done < far.rows, "{far:?}");
        assert_eq!(far.rows, 60_000, "{wanted:?}");
        assert!(long(quiet(&NEVER)).is_some(), "{wanted:?}");
    }
}

#[test]
fn a_sort_by_text_tells_how_far_it_is() {
    let place = place_of(60_000);
    let mut request = place.request(1, "");
    request.keep = None;
    let anchor = request.view.list.table().position("anchor").unwrap();
    request.view.order[0].column = anchor;
    let told = place.ask(&request);
    let sorts = told.iter().filter(|action| {
        matches!(action, Action::ListGrows { work: Work::Rank, far, .. }
            if far.step == Step::Sort && far.rows == 60_000 && far.left() > 0)
    });
    assert!(sorts.count() >= 2, "{told:?}");
    assert!(matches!(
        told.last(),
        Some(Action::Ranked { whole: true, .. })
    ));
}

#[test]
fn what_stands_is_taken_as_it_is_where_it_need_not_be_ranked_anew() {
    let place = place();
    place.ask(&place.request(1, ""));
    let standing = || place.lists.showing(Pane::Links, &place.request(1, "").view);
    let (_, before) = standing().unwrap();
    let given_up = place.lists.announce(Pane::Links, Generation(2));
    let mut back = place.request(3, "");
    back.anew = false;
    assert_eq!(place.ask(&back).len(), 1);
    assert_eq!(place.work(&place.request(2, "tf>50"), &given_up), []);
    let (_, after) = standing().unwrap();
    assert!(Arc::ptr_eq(&before, &after));
    assert_eq!(place.first_row(3), Some(RowId(39)));
    assert_eq!(place.ask(&place.request(4, "")).len(), 1);
    let (_, anew) = standing().unwrap();
    assert!(!Arc::ptr_eq(&before, &anew));
}
