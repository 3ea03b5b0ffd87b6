//! Rankings that are gone back to.

use super::*;
use crate::store::IngestOptions;

/// Enough for a ranking to be worth keeping.
const MANY: u64 = 20_000;

impl Place {
    fn whole(&self, request: &Request) -> Arc<Ranking> {
        let told = self.ask(request);
        let whole = matches!(told.last(), Some(Action::Ranked { whole: true, .. }));
        assert!(whole, "{told:?}");
        self.lists.showing(request.pane, &request.view).unwrap().1
    }
}

#[test]
fn going_back_to_a_ranking_costs_nothing_and_asking_for_it_again_ranks_anew() {
    let place = place_of(MANY);
    let upwards = |number| {
        let mut request = place.request(number, "");
        request.view.order[0].descending = false;
        request
    };
    let mut one = place.request(2, "");
    one.view.list = List::Links {
        domain: Some(RowId(0)),
    };
    let all = place.whole(&place.request(1, ""));
    place.whole(&one);
    let again = place.request(3, "");
    let told = place.ask(&again);
    let [
        Action::Ranked {
            total: MANY,
            of: MANY,
            whole: true,
            kept: Some(kept),
            generation: Generation(3),
            ..
        },
    ] = told.as_slice()
    else {
        panic!("{told:?}")
    };
    assert_eq!(all.position_of(RowId(3)), Some(*kept));
    let back = place.lists.showing(Pane::Links, &again.view).unwrap().1;
    assert!(Arc::ptr_eq(&all, &back));
    assert_eq!(place.first_row(3), all.row(0));
    assert!(!Arc::ptr_eq(&all, &place.whole(&place.request(4, ""))));

    let turned = place.whole(&upwards(5));
    place.whole(&place.request(6, "anchor~word1"));
    assert!(Arc::ptr_eq(&turned, &place.whole(&upwards(7))));
    place.whole(&place.request(8, "anchor~word2"));
    place.whole(&place.request(9, "anchor~word3"));
    place.whole(&place.request(10, "anchor~word4"));
    assert!(
        !Arc::ptr_eq(&turned, &place.whole(&upwards(11))),
        "a bounded number"
    );
}

#[test]
fn what_is_ranked_as_fast_as_looked_up_or_may_have_changed_is_not_kept() {
    let place = place_of(MANY);
    let list = place.dir.path().join("list.txt");
    std::fs::write(&list, "word1\n").unwrap();
    let named = format!("anchor in @\"{}\"", list.display());
    assert_eq!(place.whole(&place.request(1, &named)).len(), 1);
    place.whole(&place.request(2, ""));
    std::fs::write(&list, "word1\nword2\n").unwrap();
    assert_eq!(place.whole(&place.request(3, &named)).len(), 2);
    let few = |number| {
        let mut request = place.request(number, "");
        request.view.list = List::Links {
            domain: Some(RowId(0)),
        };
        request
    };
    let links = place.whole(&few(4));
    place.whole(&place.request(5, ""));
    assert!(!Arc::ptr_eq(&links, &place.whole(&few(6))));
}

#[test]
fn a_ranking_of_fewer_rows_than_are_held_now_is_not_gone_back_to() {
    let mut place = place();
    let mut seen = Vec::new();
    let file = place.dir.path().join("more.csv");
    let mut text = "Target URL,Source URL,Anchor Text,SourceTrustFlow\n".to_owned();
    for n in 0..3 * MANY {
        text += &format!(
            "https://target.example/,https://host.example/{n},word,{}\n",
            n % 101
        );
    }
    std::fs::write(&file, text).unwrap();
    let options = IngestOptions {
        first_part: MANY,
        ..IngestOptions::default()
    };
    let store = place.store.clone();
    let mut on = |id: &DatasetId, _| {
        place.id = id.clone();
        let number = seen.len() as u64 * 2 + 1;
        let request = place.request(number, "");
        seen.push(place.whole(&request).len());
        let mut upwards = place.request(number + 1, "");
        upwards.view.order[0].descending = false;
        place.whole(&upwards);
    };
    crate::jobs::import_with(&store, &file, options, &NEVER, &mut on).unwrap();
    let first = seen.iter().find(|rows| (MANY..3 * MANY).contains(rows));
    assert!(first.is_some(), "{seen:?}");
    assert_eq!(place.whole(&place.request(1_000, "")).len(), 3 * MANY);
    assert!(seen.windows(2).all(|pair| pair[0] <= pair[1]), "{seen:?}");
}
