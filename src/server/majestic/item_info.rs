//! GetIndexItemInfo: counts, flows and price figures of up to 100 items.

use super::charge;
use super::dispatch::Call;
use super::item_columns::{Row, Subject, max_topics, row};
use super::refusal::Refusal;
use super::server_fields::with_index;
use crate::index::{Index, ItemId, ItemKind};
use crate::model::catalog::majestic::GET_INDEX_ITEM_INFO;
use crate::model::column::date_text;
use crate::model::money::Amounts;
use crate::server::item::Item;
use crate::wire::majestic::{Answer, Table};

/// Most items of one call (`MaxGetIndexInfoBatchCount`).
pub(super) const MAX_ITEMS: i64 = 100;

/// Topics that are given unless others are wanted.
const DEFAULT_TOPICS: i64 = 3;

/// Analysis units of a call without item units, and those of each of its items (Majestic developer documentation,
/// GetIndexItemInfo page).
const FAILOVER_BASE: i64 = 500;
const FAILOVER_ITEM: i64 = 50;

/// An item of the call, and what the index knows it as.
struct Asked<'a> {
    text: &'a str,
    kind: ItemKind,
    found: Option<ItemId>,
}

/// One row an item. Unknown and malformed items have a row and a price like others.
pub(super) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    let params = call.params;
    let fresh = params.fresh()?;
    let index = call.shared.index(fresh);
    let items = items(call, index)?;
    let desired = params.int("DesiredTopics", DEFAULT_TOPICS, 0..=i64::from(u32::MAX))?;
    let most = items.iter().map(|i| max_topics(i.kind)).max().unwrap_or(0);
    let topics = usize::try_from(desired).unwrap_or(most).min(most);
    let all_topics = params.switch("AddAllTopics")?;
    charge(call, items.len())?;
    let mut table = Table::new("Results", &[])
        .with(
            "MaxTopicsRootDomain",
            whole(max_topics(ItemKind::RootDomain)),
        )
        .with("MaxTopicsSubDomain", whole(max_topics(ItemKind::SubDomain)))
        .with("MaxTopicsURL", whole(max_topics(ItemKind::Url)))
        .with("TopicsCount", whole(topics));
    for (number, item) in items.iter().enumerate() {
        let subject = Subject {
            number: whole(number),
            item: item.text,
            kind: item.kind,
            topics,
            all_topics,
        };
        let wanted = if all_topics { usize::MAX } else { topics };
        let info = item.found.map(|id| index.info(id, wanted));
        add(&mut table, row(&subject, info.as_ref()));
    }
    let answer = with_dates(Answer::ok(), index, &items);
    let answer = with_queried(answer, &items);
    Ok(with_index(answer, index, fresh).with_table(table))
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn items<'a>(call: &Call<'a>, index: &Index) -> Result<Vec<Asked<'a>>, Refusal> {
    call.params.required("items")?;
    let count = call.params.int("items", 0, 1..=MAX_ITEMS)?;
    let asked = |n: i64| {
        let text = call.params.required(&format!("item{n}"))?;
        let item = Item::parse(text);
        Ok(Asked {
            text,
            kind: item.kind,
            found: item.find(index),
        })
    };
    (0..count).map(asked).collect()
}

/// One item unit each; if these are short and the call allows it, the documented price in the other two allowances.
fn charge(call: &Call<'_>, items: usize) -> Result<(), Refusal> {
    let items = whole(items);
    let failover = call.params.switch("EnableResourceUnitFailover")?;
    let free = call.shared.board().free(call.user_id, call.now);
    let mut amounts = Amounts::new(0, 0, items);
    if failover && free.items < items {
        amounts = Amounts::new(FAILOVER_BASE + FAILOVER_ITEM * items, items, 0);
    }
    charge::charge(call, GET_INDEX_ITEM_INFO.command, amounts)?;
    Ok(())
}

/// All rows have the same columns, since they have the same topics.
fn add(table: &mut Table, row: Row) {
    let (columns, cells) = row.into_iter().unzip();
    table.columns = columns;
    table.rows.push(cells);
}

fn with_dates(answer: Answer, index: &Index, items: &[Asked<'_>]) -> Answer {
    let found: Vec<_> = items.iter().filter_map(|i| i.found).collect();
    let (first, last) = match index.first_and_last_link_dates(&found) {
        Some((first, last)) => (date_text(first), date_text(last)),
        None => (String::new(), String::new()),
    };
    answer
        .with("FirstBackLinkDate", first)
        .with("MostRecentBackLinkDate", last)
}

/// Counts by kind. Every figure here is exact, so no URL is one that may exist.
fn with_queried(answer: Answer, items: &[Asked<'_>]) -> Answer {
    let kinds = [
        ("RootDomains", ItemKind::RootDomain),
        ("SubDomains", ItemKind::SubDomain),
        ("URLs", ItemKind::Url),
    ];
    let counted = |answer: Answer, (name, kind): (&str, ItemKind)| {
        let of_kind = || items.iter().filter(move |i| i.kind == kind);
        let missing = of_kind().filter(|i| i.found.is_none()).count();
        answer
            .with(&format!("Queried{name}"), whole(of_kind().count()))
            .with(&format!("Queried{name}NotFound"), whole(missing))
    };
    kinds
        .into_iter()
        .fold(answer, counted)
        .with("QueriedURLsMayExist", 0)
}
