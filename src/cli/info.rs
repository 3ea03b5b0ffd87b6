//! `info`: counts and price figures of targets, one item unit each.

use super::args::{Form, InfoArgs};
use super::desk::Desk;
use super::failure::Failure;
use super::max_cost::Allowance;
use super::reception::Reception;
use super::records::Records;
use super::service;
use crate::model::column::{Value, grouped};
use crate::model::money::{Amounts, Paid};
use crate::model::target::Target;
use crate::wire::majestic::{Answer, Cell};

/// What a terminal shows of the provider's many columns; the other formats hold all.
const SHOWN: [&str; 9] = [
    "Item",
    "Status",
    "ExtBackLinks",
    "RefDomains",
    "RefIPs",
    "TrustFlow",
    "CitationFlow",
    "IndexedURLs",
    "DownloadRefDomainBacklinksAnalysisResUnitsCost",
];

/// The service takes so many items in one call.
const BATCH: usize = 100;

/// Runs the command.
pub async fn run(desk: &Desk, args: &InfoArgs) -> Result<(), Failure> {
    let targets = args
        .targets
        .iter()
        .map(|text| Target::parse(text))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|why| Failure::Usage(format!("{why}; nothing was sent")))?;
    let price = Amounts::new(0, 0, i64::try_from(targets.len()).unwrap_or(i64::MAX));
    let words = match price.items {
        1 => "exactly 1 item unit".to_owned(),
        units => format!("exactly {} item units", grouped(units)),
    };
    desk.talk.say(&format!("counts and price figures: {words}"));
    Allowance::new(args.spending.max_cost)
        .check(&price)
        .map_err(Failure::Limit)?;
    if args.spending.dry_run {
        desk.talk.say("--dry-run: nothing was sent");
        return Ok(());
    }
    if !args.spending.yes && !desk.talk.can_ask() {
        return Err(Failure::Limit(format!(
            "this would spend {words}; nobody is here to ask, so nothing was sent. Add --yes to spend it"
        )));
    }
    let service = service::need(desk)?;
    let mut reception = Reception::open(desk, &service, desk.open_store()?).await?;
    let outcome = ask(args, &mut reception, &targets, &words).await;
    reception.close().await;
    let (records, paid) = outcome?;
    desk.talk
        .say(&format!("paid {} ({})", paid.amounts, paid.source.title()));
    let shown = match desk.form() {
        Form::Table => records.only(&SHOWN),
        _ => records,
    };
    desk.deliver(&shown)
}

async fn ask(
    args: &InfoArgs,
    reception: &mut Reception,
    targets: &[Target],
    words: &str,
) -> Result<(Records, Paid), Failure> {
    let runner = reception.runner.clone();
    reception
        .unless_interrupted(
            "stopped; nothing was sent that costs",
            runner.refresh_budget(),
        )
        .await?;
    if !args.spending.yes && !reception.ask(format!("Spend {words}?")).await? {
        return Err(Failure::Limit("not confirmed; nothing was sent".to_owned()));
    }
    let datasource = args.options.value("datasource");
    let topics = args.options.value("topics").parse().unwrap_or_default();
    let mut records: Option<Records> = None;
    let mut paid: Option<Paid> = None;
    for batch in targets.chunks(BATCH) {
        let limit = Amounts::new(0, 0, i64::try_from(batch.len()).unwrap_or(i64::MAX));
        let asked = runner.item_info(batch, datasource, topics, limit);
        let left = "stopped while the service was asked; that may have cost its item units";
        let (answer, cost) = reception.unless_interrupted(left, asked).await?;
        add_rows(&mut records, &answer);
        paid = Some(match paid {
            Some(before) => Paid {
                amounts: before.amounts + cost.amounts,
                source: cost.source,
            },
            None => cost,
        });
    }
    match (records, paid) {
        (Some(records), Some(paid)) => Ok((records, paid)),
        _ => Err(Failure::Failed(
            "the service's answer holds no table of results; its item units are spent, the raw answer is in the journal"
                .to_owned(),
        )),
    }
}

fn add_rows(records: &mut Option<Records>, answer: &Answer) {
    let Some(table) = answer.table("Results") else {
        return;
    };
    let records = records.get_or_insert_with(|| Records::new(table.columns.iter().cloned()));
    for row in 0..table.rows.len() {
        let names: Vec<String> = records.columns().to_vec();
        let cells = names.iter().map(|name| value(table.cell(row, name)));
        records.push(cells.collect());
    }
}

fn value(cell: Option<&Cell>) -> Value {
    match cell {
        None => Value::Null,
        Some(Cell::Int(n)) => Value::Int(*n),
        Some(Cell::Text(text)) => super::records::text(text.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::majestic::Table;

    #[test]
    fn batches_are_joined_by_column_name() {
        let mut first = Table::new("Results", &["Item", "RefDomains"]);
        first.rows.push(vec!["a.example".into(), 3.into()]);
        let mut second = Table::new("Results", &["RefDomains", "Item"]);
        second.rows.push(vec![7.into(), "b.example".into()]);
        let mut records = None;
        for table in [first, second] {
            add_rows(&mut records, &Answer::ok().with_table(table));
        }
        let mut expected = Records::new(["Item", "RefDomains"]);
        expected.push(vec![Value::Text("a.example".into()), Value::Int(3)]);
        expected.push(vec![Value::Text("b.example".into()), Value::Int(7)]);
        assert_eq!(records, Some(expected));
    }
}
