//! The item a call is about, read with `UsePrefixScan` where the call sends it.

use super::dispatch::Call;
use super::refusal::Refusal;
use crate::index::{Index, ItemId, ItemKind, PREFIX_LIMIT};
use crate::model::catalog::Entry;
use crate::model::column::grouped;
use crate::server::item::Item;
use crate::wire::majestic::code;

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

/// The items of a command that takes them as `item0` and on, each with its parameter; see [`Params::numbered`].
///
/// [`Params::numbered`]: super::params::Params::numbered
pub(super) fn numbered<'a>(
    call: &Call<'a>,
    index: &Index,
    entry: &Entry,
) -> Result<Vec<(String, Subject<'a>)>, Refusal> {
    let is_prefix = call.params.switch("UsePrefixScan")?;
    let items = call.params.numbered(entry)?.into_iter();
    items
        .map(|(number, text)| Ok((format!("item{number}"), read(index, text, is_prefix)?)))
        .collect()
}
