//! What a job cost. Queued answers name no charge, so two balances are compared where nothing else of ours can
//! have been charged between them; otherwise the price rule and the rows that came say it, marked as assumed.

use super::desk::Desk;
use super::error::JobError;
use crate::model::catalog::PriceRule;
use crate::model::job::JobId;
use crate::model::money::{Amounts, Paid, PaidSource};
use crate::store::JobRecord;

/// What is known of the file when a job is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rows {
    /// Not yet counted.
    Unknown,
    /// Never to be counted: the service made no file, or has it no more. What it takes is taken by now.
    Over,
    /// Rows in the file, unreadable ones included, and referring domains.
    Counted { rows: i64, domains: i64 },
}

/// Since when the service has the job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Made {
    /// Since ours was sent, as far as is known.
    ForUs,
    /// Its list says: from before ours was sent. Repeated orders are not charged again (Majestic developer
    /// documentation, DownloadRefDomainBackLinks page), but clocks differ, so the balance must agree.
    Earlier,
}

impl Desk {
    /// The cost by balance difference, or `None` where it proves nothing: no balance before or now, other
    /// charges in between, or a difference that this job cannot have caused.
    pub async fn difference(
        &self,
        record: &JobRecord,
        rows: Rows,
        made: Made,
    ) -> Result<Option<Paid>, JobError> {
        if record.balance_before.is_none() {
            return Ok(None);
        }
        match self.balance(record.summary.query.datasource()).await {
            Ok(now) => self.difference_to(record, now.left, rows, made),
            Err(_) => Ok(None),
        }
    }

    /// The same by a balance that was heard just now.
    pub fn difference_to(
        &self,
        record: &JobRecord,
        left: Option<Amounts>,
        rows: Rows,
        made: Made,
    ) -> Result<Option<Paid>, JobError> {
        let Some((before, left)) = record.balance_before.zip(left) else {
            return Ok(None);
        };
        let other = self.journal().jobs()?;
        if !quiet(record, &other) {
            return Ok(None);
        }
        let amounts = own(record, before - left);
        // Somebody else with this key may have ordered it before.
        let repeated =
            self.same_remote_job(record)?.is_some() || (made == Made::Earlier && amounts.is_zero());
        Ok(fits(record, amounts, rows, repeated).then_some(Paid {
            amounts,
            source: PaidSource::BalanceDifference,
        }))
    }

    /// Another job of ours that the service answers with the same number: a repeated request, which is not
    /// charged again.
    pub fn same_remote_job(&self, record: &JobRecord) -> Result<Option<JobId>, JobError> {
        let Some(remote) = &record.summary.remote_id else {
            return Ok(None);
        };
        let twin = self.journal().jobs()?.into_iter().find(|other| {
            other.summary.id < record.summary.id
                && other.account == record.account
                && other.summary.remote_id.as_ref() == Some(remote)
        });
        Ok(twin.map(|other| other.summary.id))
    }

    /// The cost by the price rule.
    pub fn assumed(&self, record: &JobRecord, rows: Rows) -> Result<Paid, JobError> {
        // The sandbox takes nothing (Majestic developer documentation, sandbox page).
        let sandbox = self.setup.client.is_sandbox();
        let amounts = if sandbox || self.same_remote_job(record)?.is_some() {
            Amounts::ZERO
        } else {
            by_rule(record, rows)
        };
        Ok(Paid {
            amounts,
            source: PaidSource::Assumed,
        })
    }
}

/// Whether no other job of the account can have been charged since this one was sent.
pub(super) fn quiet(record: &JobRecord, others: &[JobRecord]) -> bool {
    let Some(sent) = record.sent_at else {
        return false;
    };
    others
        .iter()
        .filter(|o| o.account == record.account && o.summary.id != record.summary.id)
        .all(|o| match o.sent_at {
            None => true,
            Some(at) if at >= sent => false,
            Some(_) => {
                o.summary.paid.is_some() || (o.summary.state.is_final() && o.summary.updated < sent)
            }
        })
}

/// Whether a job that was granted so much can have caused this difference.
fn plausible(fell: Amounts, granted: Amounts, rows: Rows, repeated: bool) -> bool {
    if repeated {
        return fell.is_zero();
    }
    let charged = fell.analysis > 0 && fell.analysis <= granted.analysis;
    charged
        && match rows {
            // Before the rows are counted a missing retrieval charge may only be late.
            Rows::Unknown => fell.retrieval > 0 && fell.retrieval <= granted.retrieval,
            Rows::Over => (0..=granted.retrieval).contains(&fell.retrieval),
            Rows::Counted { rows, .. } => fell.retrieval == rows,
        }
}

/// The part of a balance's fall that a job can have caused: look-ups may spend item units meanwhile, and few functions
/// buy them.
pub(super) fn own(record: &JobRecord, fell: Amounts) -> Amounts {
    match record.summary.query.entry().price {
        PriceRule::ItemUnits => fell,
        PriceRule::Call(call) if call.rows_cost_items || call.is_unverified => fell,
        _ => Amounts::new(fell.analysis, fell.retrieval, 0),
    }
}

/// Whether a job can have caused this fall of the balance.
pub(super) fn fits(record: &JobRecord, fell: Amounts, rows: Rows, repeated: bool) -> bool {
    match record.summary.query.entry().price {
        PriceRule::ItemUnits => fell == by_rule(record, rows),
        PriceRule::Call(call) if !repeated => {
            let query = &record.summary.query;
            if call.is_unverified {
                // The rule may be wrong, and then the balance alone says what it costs.
                let expected =
                    call.analysis_cost(query) > 0 || !matches!(rows, Rows::Counted { .. });
                let falls = [fell.analysis, fell.retrieval, fell.items];
                return falls.iter().all(|n| *n >= 0) && (!expected || !fell.is_zero());
            }
            let items_fit = !call.rows_cost_items || fell.items == fell.retrieval;
            let rows_fit = match rows {
                Rows::Unknown | Rows::Over => (0..=call.most_rows(query)).contains(&fell.retrieval),
                Rows::Counted { rows, .. } => fell.retrieval == rows,
            };
            fell.analysis == call.analysis_cost(query) && rows_fit && items_fit
        }
        _ => plausible(fell, record.granted, rows, repeated),
    }
}

fn by_rule(record: &JobRecord, rows: Rows) -> Amounts {
    let query = &record.summary.query;
    let ceiling = record.summary.price.ceiling();
    match (query.entry().price, rows) {
        (PriceRule::Free, _) => Amounts::ZERO,
        (PriceRule::Money(_), _) => ceiling.unwrap_or(record.granted),
        (PriceRule::ItemUnits, _) => {
            let items = i64::try_from(query.targets().count()).unwrap_or(i64::MAX);
            Amounts::new(0, 0, items)
        }
        (PriceRule::Call(call), Rows::Counted { rows, .. }) => call.amounts(query, rows),
        (PriceRule::Call(call), Rows::Unknown | Rows::Over) => {
            call.amounts(query, call.most_rows(query))
        }
        (PriceRule::RefDomainDownload { base, per_domain }, Rows::Counted { rows, domains }) => {
            let by_domain = base.saturating_add(per_domain.saturating_mul(domains));
            Amounts::new(ceiling.map_or(by_domain, |price| price.analysis), rows, 0)
        }
        (PriceRule::LinkDownload { .. }, Rows::Counted { rows, .. }) => {
            Amounts::new(ceiling.unwrap_or(record.granted).analysis, rows, 0)
        }
        (_, Rows::Unknown | Rows::Over) => ceiling.unwrap_or(record.granted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_difference_that_this_job_can_have_made_counts() {
        let granted = Amounts::new(60_000, 100, 0);
        let counted = Rows::Counted {
            rows: 40,
            domains: 9,
        };
        let fell = |a, r| Amounts::new(a, r, 0);
        assert!(plausible(fell(50_180, 40), granted, counted, false));
        assert!(plausible(fell(50_180, 40), granted, Rows::Unknown, false));
        assert!(
            !plausible(fell(50_180, 0), granted, Rows::Unknown, false),
            "retrieval may come late"
        );
        assert!(plausible(fell(50_180, 0), granted, Rows::Over, false));
        assert!(!plausible(fell(50_180, 101), granted, Rows::Over, false));
        assert!(!plausible(fell(50_180, 41), granted, counted, false));
        assert!(
            !plausible(fell(100_360, 80), granted, counted, false),
            "two jobs' worth"
        );
        assert!(
            !plausible(fell(-5, 40), granted, counted, false),
            "units were renewed"
        );
        assert!(plausible(Amounts::ZERO, granted, counted, true));
        assert!(!plausible(fell(50_180, 40), granted, counted, true));
    }
}
