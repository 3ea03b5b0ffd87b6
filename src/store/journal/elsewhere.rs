//! What a balance fell by without us: two readings of it, less what our ledger and our open jobs explain.

use rusqlite::{Connection, params};

use super::ledger::amounts;
use super::{JournalError, moment};
use crate::model::money::{Amounts, Elsewhere};

/// Readings closer together are one: a minute, in microseconds.
const MOMENT: i64 = 60_000_000;

/// One reading of a balance.
struct Reading {
    at: i64,
    left: Amounts,
}

/// What the last two readings tell, and those since midnight.
pub(super) fn heard(
    connection: &Connection,
    account: &str,
    midnight: i64,
) -> Result<Elsewhere, JournalError> {
    let readings = since(connection, account, midnight)?;
    let Some(newest) = readings.last() else {
        return Ok(Elsewhere::default());
    };
    // Both indexes are asked in one breath: that is one reading.
    let before = readings
        .iter()
        .rposition(|reading| newest.at - reading.at >= MOMENT);
    let Some(before) = before.or((readings.len() > 1).then_some(0)) else {
        return Ok(Elsewhere::default());
    };
    Ok(Elsewhere {
        last: unexplained(connection, account, &readings[before..])?,
        today: unexplained(connection, account, &readings)?,
        since: Some(moment::read(readings[before].at)?),
    })
}

/// The readings since a time with the last one before it, and at least the last two; in the order they were heard,
/// whatever their clock said.
fn since(
    connection: &Connection,
    account: &str,
    midnight: i64,
) -> Result<Vec<Reading>, JournalError> {
    let mut statement = connection.prepare(
        "SELECT analysis, retrieval, items, usd, at FROM balances
         WHERE account = ?1 ORDER BY id DESC",
    )?;
    let mut rows = statement.query([account])?;
    let mut readings = Vec::new();
    while let Some(row) = rows.next()? {
        let reading = Reading {
            at: row.get(4)?,
            left: amounts(row)?,
        };
        let reading_at = reading.at;
        let is_before = reading_at < midnight;
        readings.push(reading);
        if is_before && readings.len() > 1 && readings[0].at - reading_at >= MOMENT {
            break;
        }
    }
    readings.reverse();
    Ok(readings)
}

/// The falls between readings, less what we paid or may have been charged between the first and the last. What was
/// added in between hides no fall: rises are left out.
fn unexplained(
    connection: &Connection,
    account: &str,
    readings: &[Reading],
) -> Result<Amounts, JournalError> {
    let (Some(first), Some(last)) = (readings.first(), readings.last()) else {
        return Ok(Amounts::ZERO);
    };
    let pairs = readings.iter().zip(readings.iter().skip(1));
    let fell: Amounts = pairs
        .map(|(before, after)| (before.left - after.left).at_least_zero())
        .sum();
    if fell.is_zero() {
        return Ok(Amounts::ZERO);
    }
    let ours = ours(connection, account, first.at, last.at)?;
    Ok((fell - ours).at_least_zero())
}

/// The most that can be ours between two times. A job may be charged at any moment from its sending to its settling,
/// so whatever touches that time counts; while it is unsettled, all that is granted to it does.
fn ours(
    connection: &Connection,
    account: &str,
    from: i64,
    to: i64,
) -> Result<Amounts, JournalError> {
    let paid = connection.query_row(
        "SELECT coalesce(sum(l.analysis), 0), coalesce(sum(l.retrieval), 0), coalesce(sum(l.items), 0),
                coalesce(sum(l.usd), 0)
         FROM ledger l LEFT JOIN jobs j ON j.id = l.job
         WHERE l.account = ?1 AND l.at >= ?2 AND coalesce(min(j.sent_at, l.at), l.at) <= ?3",
        params![account, from, to],
        amounts,
    )?;
    let open = connection.query_row(
        "SELECT coalesce(sum(max(granted_analysis - coalesce(paid_analysis, 0), 0)), 0),
                coalesce(sum(max(granted_retrieval - coalesce(paid_retrieval, 0), 0)), 0),
                coalesce(sum(max(granted_items - coalesce(paid_items, 0), 0)), 0),
                coalesce(sum(max(granted_usd - coalesce(paid_usd, 0), 0)), 0)
         FROM jobs WHERE account = ?1 AND sent_at <= ?2
           AND (state IN ('sent', 'charge_unknown')
             OR (paid_source IS NULL AND state IN ('waiting', 'ready', 'downloading', 'parsing', 'elsewhere')))",
        params![account, to],
        amounts,
    )?;
    Ok(paid + open)
}
