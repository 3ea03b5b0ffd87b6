//! `overview`: what is known here of a target, the same that `O` shows. Offline: nothing is sent and nothing spent.

use clap::Args;
use serde_json::{Value as Json, json};

use super::args::Form;
use super::desk::Desk;
use super::failure::Failure;
use super::jobs::moment;
use super::records::{Records, text};
use super::verdict;
use crate::jobs;
use crate::model::column::Value;
use crate::model::money::{Amounts, Price};
use crate::model::overview::{Held, Lacking, Overview, Side};
use crate::model::target::Target;

/// The layout of the object that `--format json` writes.
pub const SCHEMA: &str = "backtrail.overview/1";

/// Arguments of `overview`.
#[derive(Debug, Args)]
pub struct OverviewArgs {
    /// A domain, a host or a URL
    pub target: String,
}

const COLUMNS: [&str; 10] = [
    "part", "provider", "name", "value", "known", "source", "dataset", "since", "paid", "price",
];

/// Which columns give way first on a narrow terminal.
const GIVING_WAY: &[&str] = &["since", "known", "part", "dataset", "provider", "source"];

/// Runs the command.
pub fn run(desk: &Desk, args: &OverviewArgs) -> Result<(), Failure> {
    let target = Target::parse(&args.target).map_err(|why| Failure::Usage(why.to_string()))?;
    let store = desk.open_store()?;
    let known = jobs::overview(&store, &[], &target, Desk::clock()());
    let known = known.map_err(|why| verdict::of(&why))?;
    if known.is_empty() {
        desk.talk
            .say(&format!("nothing is held of {}", target.display()));
    }
    if desk.form() == Form::Json {
        return desk.outlet().deliver(|out| {
            serde_json::to_writer_pretty(&mut *out, &object(&known))
                .map_err(std::io::Error::other)
                .and_then(|()| writeln!(out))
                .map_err(|why| Failure::Failed(format!("writing the output failed: {why}")))
        });
    }
    desk.deliver(&records(&known))
}

/// Price in words that a program can tell apart: an amount, or `unknown`.
fn price(price: &Price) -> String {
    match price {
        Price::Unknown => "unknown".to_owned(),
        known => known.to_string(),
    }
}

fn records(known: &Overview) -> Records {
    let mut records = Records::new(COLUMNS).giving_way(GIVING_WAY);
    for side in &known.sides {
        figures(&mut records, side);
    }
    for held in &known.held {
        let rows = format!("{} {}", super::headline::number(held.rows), held.noun);
        records.push(vec![
            text("held"),
            text(held.provider.name()),
            text(held.question.clone()),
            text(rows),
            held.known.map_or(Value::Null, Value::Int),
            text(held.source.clone()),
            text(held.dataset.0.clone()),
            text(moment(held.since)),
            text(held.paid.map_or_else(String::new, |p| {
                format!("{} ({})", p.amounts, p.source.title())
            })),
            text(
                held.query
                    .as_ref()
                    .map_or_else(String::new, |_| price(&held.again)),
            ),
        ]);
    }
    for lacking in &known.lacking {
        let mut row = vec![
            text("not held"),
            text(lacking.query.provider().name()),
            text(lacking.question()),
        ];
        row.resize(COLUMNS.len() - 1, Value::Null);
        row.push(text(price(&lacking.price)));
        records.push(row);
    }
    records
}

fn figures(records: &mut Records, side: &Side) {
    for figure in &side.figures {
        let origin = &side.origins[figure.origin];
        records.push(vec![
            text("figure"),
            text(side.provider.name()),
            text(figure.name),
            figure.value.clone(),
            Value::Null,
            text(origin.source.clone()),
            text(origin.dataset.as_ref().map_or("", |id| id.0.as_str())),
            text(moment(origin.asked)),
            Value::Null,
            Value::Null,
        ]);
    }
}

/// The whole as one object.
fn object(known: &Overview) -> Json {
    let held = known.held.iter().map(held_object);
    let lacking = known.lacking.iter().map(lacking_object);
    json!({
        "schema": SCHEMA,
        "target": known.target.item,
        "scope": known.target.scope.title(),
        "providers": known.sides.iter().map(side_object).collect::<Vec<_>>(),
        "held": held.collect::<Vec<_>>(),
        "not_held": lacking.collect::<Vec<_>>(),
    })
}

fn side_object(side: &Side) -> Json {
    let figures = side.figures.iter().map(|figure| {
        let origin = &side.origins[figure.origin];
        json!({
            "name": figure.name,
            "value": figure.value,
            "source": origin.source,
            "asked": origin.question,
            "dataset": origin.dataset.as_ref().map(|id| &id.0),
            "at": moment(origin.asked),
        })
    });
    json!({ "provider": side.provider.name(), "figures": figures.collect::<Vec<_>>() })
}

fn held_object(held: &Held) -> Json {
    json!({
        "dataset": held.dataset.0,
        "provider": held.provider.name(),
        "question": held.question,
        "source": held.source,
        "since": moment(held.since),
        "rows": held.rows,
        "of": held.noun,
        "known": held.known,
        "complete": held.complete,
        "paid": held.paid.map(|paid| amounts(&paid.amounts)),
        "paid_source": held.paid.map(|paid| paid.source.title()),
        "again": held.query.as_ref().map(|_| price_object(&held.again)),
    })
}

fn lacking_object(lacking: &Lacking) -> Json {
    json!({
        "provider": lacking.query.provider().name(),
        "question": lacking.question(),
        "price": price_object(&lacking.price),
    })
}

fn price_object(price: &Price) -> Json {
    match price {
        Price::Exact(a) => json!({ "kind": "exact", "amounts": amounts(a) }),
        Price::UpTo(a) => json!({ "kind": "at_most", "amounts": amounts(a) }),
        Price::Unknown => json!({ "kind": "unknown" }),
    }
}

fn amounts(amounts: &Amounts) -> Json {
    json!({
        "analysis": amounts.analysis,
        "retrieval": amounts.retrieval,
        "items": amounts.items,
        "usd": crate::model::dollars::plain(amounts.usd),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::majestic::GET_INDEX_ITEM_INFO;
    use crate::model::query::Query;

    #[test]
    fn what_is_not_held_has_its_price_and_no_more() {
        let target = Target::parse("example.com").unwrap();
        let query = Query::new(&GET_INDEX_ITEM_INFO, target.clone());
        let known = Overview {
            target,
            sides: Vec::new(),
            held: Vec::new(),
            lacking: vec![Lacking {
                query,
                price: Price::Exact(Amounts::new(0, 0, 1)),
            }],
        };
        let all = object(&known);
        assert_eq!(all["schema"], SCHEMA);
        assert_eq!(all["not_held"][0]["price"]["amounts"]["items"], 1);
        let mut expected = Records::new(COLUMNS).giving_way(GIVING_WAY);
        let mut row = vec![text("not held"), text("majestic"), text("info")];
        row.resize(COLUMNS.len() - 1, Value::Null);
        row.push(text("exactly 1 item"));
        expected.push(row);
        assert_eq!(records(&known), expected);
    }
}
