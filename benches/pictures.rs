//! What pictures cost, beside a plain pass of a filter over the same rows.
//!
//! `cargo bench --bench pictures`; `BACKTRAIL_BENCH_ROWS` sets how many links (500,000 unless said otherwise). The rows
//! are those of `reading`, the links of a host adjacent.

#![allow(
    clippy::expect_used,
    reason = "a bench that cannot do its work has nothing to measure"
)]
#![allow(missing_docs, reason = "made by criterion's macros")]

mod made;

use criterion::{Criterion, criterion_group, criterion_main};

use backtrail::model::rows::List;

use made::{ALL, NEVER, dataset, ranked, rows};

fn pictures(c: &mut Criterion) {
    let rows = rows();
    let dataset = dataset(rows, false);
    let lists = [
        ("links", ALL, "source_trust_flow>=20"),
        ("domains", List::Domains, "best_tf>=20"),
    ];
    for (noun, list, filtered) in lists {
        let mut group = c.benchmark_group(format!("{noun} of {rows} links"));
        group.sample_size(10);
        let whole = ranked(&dataset, &list, "", "");
        group.bench_function("a filter", |b| {
            b.iter(|| ranked(&dataset, &list, filtered, ""));
        });
        for name in dataset.pictures(&list) {
            group.bench_function(name.title(), |b| {
                b.iter(|| {
                    dataset
                        .picture(&whole, "", name, &NEVER)
                        .expect("a picture")
                });
            });
        }
        group.finish();
    }
}

criterion_group!(benches, pictures);
criterion_main!(benches);
