//! Any sequence of filtering, sorting, reading, finding and counting.

use backtrail::model::filter::Filter;
use backtrail::model::rows::{Direction, Field, List, RowId, SortKey};
use backtrail::store::{Dataset, Ranking};
use proptest::prelude::*;

use crate::naive::Naive;
use crate::scene::{LINKS_OF_ALL, NO, Scene, rows, scene};
use crate::terms::{Term, term};

#[derive(Clone, Debug)]
enum Step {
    Filter(Option<Term>),
    Sort(Vec<(prop::sample::Index, bool)>),
    Page(prop::sample::Index, u64),
    Find(String, prop::sample::Index, bool),
    Tally(&'static str, usize),
}

fn step(list: &List) -> impl Strategy<Value = Step> + use<> {
    let fields: &[&'static str] = match list {
        List::Links { .. } => &[
            "anchor",
            "tf",
            "nofollow",
            "first_seen",
            "source_url",
            "source_topic",
            "tld",
            "follow",
            "best_tf",
            "domain",
            "date_lost",
            "country",
        ],
        _ => &[
            "tld",
            "topic",
            "best_tf",
            "follow",
            "first_seen",
            "domain",
            "country",
        ],
    };
    let needle = prop::sample::select(vec![
        "casino",
        "S",
        "K",
        "казино",
        "zeta",
        "/3",
        "none such",
        "ライ",
    ]);
    let index = || any::<prop::sample::Index>();
    prop_oneof![
        3 => prop::option::weighted(0.9, term(list)).prop_map(Step::Filter),
        2 => prop::collection::vec((index(), any::<bool>()), 0..4).prop_map(Step::Sort),
        2 => (index(), 0u64..40).prop_map(|(from, len)| Step::Page(from, len)),
        3 => (needle, index(), any::<bool>()).prop_map(|(needle, from, back)| Step::Find(needle.to_owned(), from, back)),
        3 => (prop::sample::select(fields.to_vec()), 0usize..8).prop_map(|(field, most)| Step::Tally(field, most)),
    ]
}

/// A list as it stands after some steps, beside its plain evaluation.
struct Beside<'a> {
    dataset: &'a Dataset,
    naive: Naive<'a>,
    filter: Option<Term>,
    order: Vec<SortKey>,
    ranking: Ranking,
    ids: Vec<usize>,
}

impl<'a> Beside<'a> {
    fn new(scene: &'a Scene, list: &'a List) -> Self {
        let ranking = scene.dataset.rank(list, None, &[], &NO).unwrap();
        let naive = Naive { scene, list };
        let ids = naive.rank(&|_| true, &[]);
        Self {
            dataset: &scene.dataset,
            naive,
            filter: None,
            order: Vec::new(),
            ranking,
            ids,
        }
    }

    fn rank(&mut self) {
        let text = self.filter.as_ref().map(Term::text);
        let filter = text.map(|text| {
            let read = Filter::parse(self.naive.list.table(), &text, &|_| Err("no".to_owned()));
            read.unwrap_or_else(|e| panic!("{text}: {e}"))
        });
        let mut first = None;
        let on_first = &mut |ranking| first = Some(ranking);
        self.ranking = self
            .dataset
            .rank_with(self.naive.list, filter.as_ref(), &self.order, &NO, on_first)
            .unwrap();
        let passes = |row| {
            self.filter
                .as_ref()
                .is_none_or(|term| term.holds(&self.naive, row))
        };
        self.ids = self.naive.rank(&passes, &self.order);
        assert_eq!(
            shown(&self.ranking),
            self.ids,
            "{:?} {:?}",
            filter.map(|f| f.text().to_owned()),
            self.order
        );
        assert!(self.ranking.is_whole());
        let first: Option<Ranking> = first;
        if let Some(first) = first {
            let first = shown(&first);
            assert_eq!(
                first,
                self.ids[..first.len()],
                "the first page is the start of the whole"
            );
        }
    }

    fn take(&mut self, step: Step) {
        let len = self.ids.len();
        let table = self.naive.list.table();
        match step {
            Step::Filter(term) => {
                self.filter = term;
                self.rank();
            }
            Step::Sort(keys) => {
                let key = |(column, descending): (prop::sample::Index, bool)| SortKey {
                    column: column.index(table.columns.len()),
                    descending,
                };
                self.order = keys.into_iter().map(key).collect();
                self.rank();
            }
            Step::Page(from, most) => self.page(from.index(len + 1), most),
            Step::Find(needle, from, back) => {
                let direction = if back {
                    Direction::Backward
                } else {
                    Direction::Forward
                };
                let from = if len == 0 { 0 } else { from.index(len) as u64 };
                let found = self
                    .dataset
                    .find(&self.ranking, &needle, from, direction, &NO)
                    .unwrap();
                assert_eq!(
                    found,
                    self.naive.find(&self.ids, &needle, from, direction),
                    "{needle} {direction:?} from {from}"
                );
            }
            Step::Tally(name, most) => self.tally(Field::named(table, name).unwrap(), most),
        }
    }

    fn page(&self, from: usize, most: u64) {
        let columns: Vec<usize> = (0..self.naive.list.table().columns.len())
            .rev()
            .step_by(3)
            .collect();
        let read = self
            .dataset
            .read(&self.ranking, from as u64..from as u64 + most, &columns)
            .unwrap();
        let wanted: Vec<usize> = self
            .ids
            .iter()
            .skip(from)
            .take(most as usize)
            .copied()
            .collect();
        assert_eq!(
            read.iter().map(|row| row.id.0 as usize).collect::<Vec<_>>(),
            wanted
        );
        for row in read {
            let cells = columns.iter().map(|column| {
                let of = backtrail::model::rows::Of::Row;
                self.naive
                    .cell(
                        row.id.0 as usize,
                        Field {
                            of,
                            column: *column,
                        },
                    )
                    .clone()
            });
            assert_eq!(row.cells, cells.collect::<Vec<_>>());
            let position = self
                .ids
                .iter()
                .position(|id| *id as u64 == row.id.0)
                .map(|p| p as u64);
            assert_eq!(self.ranking.position_of(row.id), position);
        }
    }

    fn tally(&self, field: Field, most: usize) {
        let tally = self.dataset.tally(&self.ranking, field, most, &NO).unwrap();
        let wanted = self.naive.tally(&self.ids, field);
        assert_eq!(tally.field, field);
        assert_eq!(
            (tally.rows, tally.distinct),
            (self.ids.len() as u64, wanted.len() as u64)
        );
        assert_eq!(tally.domains, self.naive.domains(&self.ids));
        assert_eq!(
            tally.values,
            wanted[..most.min(wanted.len())],
            "{field:?} {:?}",
            self.order
        );
    }
}

fn shown(ranking: &Ranking) -> Vec<usize> {
    (0..ranking.len())
        .filter_map(|at| ranking.row(at))
        .map(|id| id.0 as usize)
        .collect()
}

fn together(list: List) -> impl Strategy<Value = (List, Vec<crate::scene::Made>, Vec<Step>)> {
    let steps = prop::collection::vec(step(&list), 1..24);
    (Just(list), rows(90), steps)
}

fn lists() -> impl Strategy<Value = (List, Vec<crate::scene::Made>, Vec<Step>)> {
    prop_oneof![
        4 => together(LINKS_OF_ALL),
        1 => together(List::Links { domain: Some(RowId(0)) }),
        2 => together(List::Domains),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn every_sequence_equals_a_plain_evaluation((list, rows, steps) in lists()) {
        let scene = scene(&rows);
        let mut beside = Beside::new(&scene, &list);
        for step in steps {
            beside.take(step);
        }
    }
}
