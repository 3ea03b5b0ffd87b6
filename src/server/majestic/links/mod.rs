//! What the commands that answer with links share: which links of an item are considered, in which order, through
//! which filters, and the rows they become.
//!
//! Links come in the standard order of the recorded answers: the ACRank of the source page first, falling. Ties are
//! ours: TrustFlow, then CitationFlow of the source page, then domain after domain. Links of which only an image's
//! alternative text or a mention speaks are among them only where GetAnchorText or GetNewLostBackLinks ask (Majestic
//! developer documentation, GetBackLinkData and GetTopBackLinks pages).

mod columns;
mod domain_table;
mod field;
mod filter;
mod grammar;
mod lines;
mod order;
mod sheet;
mod sight;

pub(super) use filter::Filter;
pub(super) use lines::{AVAILABLE_LINES, Event, Line, Referrer, Selection, best, cap};
pub(super) use order::Order;
pub(super) use sheet::Sheet;
pub(super) use sight::Facts;
