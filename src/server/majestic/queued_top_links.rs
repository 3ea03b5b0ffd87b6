//! GetTopBackLinks, in the answer itself or, where DebugForceQueue wants that, as a job whose file is the gzipped
//! body in the format that was asked for. Both cost the same; the job's levels are charged when it is accepted, its
//! rows when they are there.

use super::charge::Charged;
use super::dispatch::Call;
use super::download::{order, queue};
use super::params::Params;
use super::refusal::Refusal;
use super::top_back_links::{self, Asked, Chosen};
use crate::index::ItemKind;
use crate::model::catalog::majestic::GET_TOP_BACK_LINKS;
use crate::model::money::Amounts;
use crate::model::wire_format::WireFormat;
use crate::server::item::Item;
use crate::server::jobs::{Expected, Kind, Order};
use crate::server::shared::Shared;
use crate::wire::majestic::{Answer, body};

/// The links, or the job.
pub(super) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    if !call.params.switch("DebugForceQueue")? {
        return top_back_links::answer(call);
    }
    let asked = Asked::read(call.shared, call.params, call.report_backlinks())?;
    let kind = Kind::Top {
        params: shaping(call.params)?,
        format: call.format,
    };
    let order = order(call, kind)?;
    let most = asked.most_cost();
    let expected = Expected {
        is_url: Item::parse(&order.item).kind == ItemKind::Url,
        ref_domains: 0,
        analysis_cost: most.analysis,
        rows_bound: most.retrieval,
    };
    queue(call, order, expected)
}

/// The parameters that shape the answer, as they were sent.
fn shaping(params: &Params) -> Result<Vec<(String, String)>, Refusal> {
    let index = if params.fresh()? { "fresh" } else { "historic" };
    let sent = |name: &'static str| params.filled(name).map(|value| (name, value));
    let options = GET_TOP_BACK_LINKS.options.iter().map(|option| option.wire);
    Ok(options
        .filter(|name| *name != "datasource")
        .chain([GET_TOP_BACK_LINKS.subject.param()])
        .filter_map(sent)
        .chain([("datasource", index)])
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect())
}

/// The body of a job's file, and how many rows it charges for.
pub(in crate::server) fn top_links_body(
    shared: &Shared,
    order: &Order,
    params: &[(String, String)],
    format: WireFormat,
) -> Result<(Vec<u8>, i64), String> {
    let now = shared.clock.now();
    let (shown, balance) = {
        let board = shared.board();
        let shown = board.ledger.report_backlinks(order.user_id, now);
        (shown, board.ledger.balance(order.user_id, now))
    };
    let asked = Asked::read(shared, &Params::of(params), shown).map_err(|why| why.message)?;
    let chosen = Chosen::of(shared, &asked);
    let cost = chosen.cost();
    let charged = Charged {
        amounts: cost,
        // The levels were charged when the job was accepted.
        before: balance + Amounts::new(cost.analysis, 0, 0),
    };
    let answer = chosen.answer(&charged);
    let answer = shared.shape.of(GET_TOP_BACK_LINKS.command, answer);
    Ok((body::encode(&answer, format), cost.retrieval))
}
