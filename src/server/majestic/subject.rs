//! The item a call is about, read with `UsePrefixScan` where the call sends it.

use super::dispatch::Call;
use super::refusal::Refusal;
use crate::index::{Index, ItemId, ItemKind, PREFIX_LIMIT};
use crate::model::catalog::Entry;
use crate::model::column::grouped;
use crate::server::item::Item;
use crate::wire::majestic::code;

/// Numbers beyond the most items of a command that items are looked for under, to refuse them.
const ITEM_NUMBERS: usize = 100;

/// What a call is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subject<'a> {
    /// As it was sent.
    pub text: &'a str,
    /// What kind of item the text means; a prefix is a URL.
    pub kind: ItemKind,
    /// The item, if the asked index knows it. Unknown and malformed items are answered with no rows.
    pub id: Option<ItemId>,
    /// Whether it means everything under an address.
    pub is_prefix: bool,
}

impl Subject<'_> {
    /// As the index spells it; an unknown item as it was sent.
    pub(super) fn name(&self, index: &Index) -> String {
        self.id
            .map_or_else(|| self.text.to_owned(), |id| index.name(id))
    }
}

/// Reads the item in a required parameter, in the index that the call asks.
pub(super) fn subject<'a>(call: &Call<'a>, param: &str) -> Result<Subject<'a>, Refusal> {
    let text = call.params.required(param)?;
    let is_prefix = call.params.switch("UsePrefixScan")?;
    let index = call.shared.index(call.params.fresh()?);
    read(index, text, is_prefix)
}

/// Reads an item. A prefix with more links than can be scanned is refused.
pub(super) fn read<'a>(
    index: &Index,
    text: &'a str,
    is_prefix: bool,
) -> Result<Subject<'a>, Refusal> {
    let item = if is_prefix {
        Item::prefix(text)
    } else {
        Item::parse(text)
    };
    let id = item.find(index);
    let links = id.map_or(0, |id| index.external_links(id));
    if is_prefix && !scanned_in_real_time(links) {
        let count = |n: u64| grouped(i64::try_from(n).unwrap_or(i64::MAX));
        return Err(Refusal {
            code: code::PREFIX_TOO_LARGE,
            message: format!(
                "The prefix '{text}' covers {} links; one of more than {} cannot be scanned in real time. Ask for a longer path. Nothing was charged.",
                count(links),
                count(PREFIX_LIMIT)
            ),
        });
    }
    Ok(Subject {
        text,
        kind: item.kind,
        id,
        is_prefix,
    })
}

/// Whether a path with so many links under it is scanned in real time. How much the service scans is not known; the
/// limit is ours.
pub(super) fn scanned_in_real_time(links: u64) -> bool {
    links <= PREFIX_LIMIT
}

/// The items of a command that takes them as `item0` and on, each with its parameter, in the order of their numbers.
/// The first must be there; a gap after it is skipped, and more items than the command takes are refused.
pub(super) fn numbered<'a>(
    call: &Call<'a>,
    index: &Index,
    entry: &Entry,
) -> Result<Vec<(String, Subject<'a>)>, Refusal> {
    let params = call.params;
    params.required(entry.subject.param())?;
    let is_prefix = params.switch("UsePrefixScan")?;
    let most = entry.subject.most();
    let mut items = Vec::new();
    for number in 0..most + ITEM_NUMBERS {
        let name = format!("item{number}");
        let Some(text) = params.get(&name).filter(|text| !text.is_empty()) else {
            continue;
        };
        if items.len() == most {
            return Err(Refusal::parameter(format!(
                "The parameter '{name}' is one item too many: a call of {} takes at most {most}. Nothing was charged.",
                entry.command
            )));
        }
        items.push((name, read(index, text, is_prefix)?));
    }
    Ok(items)
}
