//! Which page comes next: as the pages held and the granted amount say. Pure.

use super::words;
use crate::model::catalog::dataforseo::{Page, Rates};
use crate::store::{JobRecord, PageRecord};

/// What comes next.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// This page; none for a function without pages.
    Ask(Option<Page>),
    /// Nothing: all is held that was asked for or that there is. With what a person should know.
    Whole(String),
    /// Nothing, though there is more; why.
    Stop(String),
}

/// The next step of a job over the pages that its dataset holds.
pub(super) fn next(record: &JobRecord, held: &[PageRecord], rates: &Rates) -> Step {
    let query = &record.summary.query;
    let rows: i64 = held.iter().map(|page| page.rows).sum();
    let Some(first) = Page::first(query) else {
        return match held.is_empty() {
            true => Step::Ask(None),
            false => Step::Whole(String::new()),
        };
    };
    let wanted = query.number("limit").unwrap_or(0);
    let total = held.iter().rev().find_map(|page| page.total);
    let page = match held.last() {
        None => Some(first),
        Some(_) if is_all(query.number("offset").unwrap_or(0) + rows, total) => None,
        Some(last) => Page::of_task(&last.task)
            .and_then(|page| page.next(query, last.rows, last.token.as_deref(), wanted - rows)),
    };
    match page {
        None => Step::Whole(words::whole(rows, wanted, total, query)),
        Some(page) => afford(record, rates, page, rows, wanted, total),
    }
}

fn is_all(reached: i64, total: Option<i64>) -> bool {
    total.is_some_and(|total| reached >= total)
}

/// Cuts a page to what the granted amount pays, or stops. A page by token must be as long as those before it.
fn afford(
    record: &JobRecord,
    rates: &Rates,
    page: Page,
    rows: i64,
    wanted: i64,
    total: Option<i64>,
) -> Step {
    let paid = record.summary.paid.map_or(0, |paid| paid.amounts.usd);
    let left = record.granted.usd.saturating_sub(paid);
    let affordable = rates.rate.rows_for(left);
    if affordable >= page.limit {
        return Step::Ask(Some(page));
    }
    if affordable < 1 || page.token.is_some() {
        return Step::Stop(words::granted_is_used(record, rows, wanted, total));
    }
    Step::Ask(Some(Page {
        limit: affordable,
        ..page
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::Quote;
    use crate::model::catalog::dataforseo::{BACKLINKS, SUMMARY, task};
    use crate::model::job::{JobId, JobState, JobSummary, Progress};
    use crate::model::money::{Amounts, Paid, PaidSource};
    use crate::model::query::Query;
    use crate::model::target::Target;
    use crate::store::{PageState, RequestId};

    fn rates() -> Rates {
        let now = "2026-11-20T10:00:00Z".parse().unwrap();
        Rates::of(None, BACKLINKS.command, now)
    }

    fn record(limit: &str, granted: i64, paid: i64) -> JobRecord {
        let now = "2026-11-20T10:00:00Z".parse().unwrap();
        let mut query = Query::new(&BACKLINKS, Target::parse("a.com").unwrap());
        query.set("limit", limit).unwrap();
        let quote = Quote::at(query, rates());
        JobRecord {
            summary: JobSummary {
                id: JobId(1),
                price: quote.price,
                query: quote.query,
                state: JobState::Sent,
                progress: Progress::default(),
                created: now,
                updated: now,
                paid: Some(Paid {
                    amounts: Amounts::money(paid),
                    source: PaidSource::Reported,
                }),
                dataset: None,
                remote_id: None,
                expires: None,
                note: String::new(),
                tag: None,
                held: None,
            },
            account: String::new(),
            granted: Amounts::money(granted),
            figures: None,
            remote_file: None,
            remote_size: None,
            balance_before: None,
            sent_at: None,
            cause: None,
        }
    }

    fn held(page: &Page, query: &Query, rows: i64, total: i64) -> PageRecord {
        PageRecord {
            request: RequestId(1),
            job: JobId(1),
            chain: JobId(1),
            number: 1,
            tag: String::new(),
            task: task(query, Some(page), "#"),
            at: "2026-11-20T10:00:00Z".parse().unwrap(),
            is_answered: true,
            state: PageState::Held,
            rows,
            cost: 0,
            token: Some("t".into()),
            total: Some(total),
        }
    }

    #[test]
    fn pages_follow_until_all_is_held() {
        let job = record("2500", 1_000_000, 0);
        let query = &job.summary.query;
        let Step::Ask(Some(first)) = next(&job, &[], &rates()) else {
            panic!("no first page");
        };
        assert_eq!((first.limit, first.offset), (1_000, 0));
        let one = held(&first, query, 1_000, 9_999);
        let Step::Ask(Some(second)) = next(&job, std::slice::from_ref(&one), &rates()) else {
            panic!("no second page");
        };
        assert_eq!((second.limit, second.offset), (1_000, 1_000));
        let all = held(&first, query, 1_000, 1_000);
        assert!(matches!(next(&job, &[all], &rates()), Step::Whole(_)));
        let short = held(&first, query, 700, 9_999);
        let Step::Whole(note) = next(&job, &[short], &rates()) else {
            panic!("a short page is the last");
        };
        assert!(note.contains("700") && note.contains("9,999"), "{note}");
    }

    #[test]
    fn the_granted_amount_cuts_a_page_and_then_stops() {
        let job = record("5000", 200_000, 60_000);
        let query = &job.summary.query;
        let first = Page::first(query).unwrap();
        let one = held(&first, query, 1_000, 9_999);
        let Step::Ask(Some(cut)) = next(
            &record("5000", 100_000, 60_000),
            std::slice::from_ref(&one),
            &rates(),
        ) else {
            panic!("nothing affordable");
        };
        assert_eq!((cut.limit, cut.offset), ((40_000 - 24_000) / 36, 1_000));
        let Step::Stop(note) = next(
            &record("5000", 84_000, 60_000),
            std::slice::from_ref(&one),
            &rates(),
        ) else {
            panic!("bought more than was granted");
        };
        assert!(
            note.contains("1,000 of 5,000") && note.contains("$0.06"),
            "{note}"
        );
        assert!(matches!(next(&job, &[one], &rates()), Step::Ask(Some(_))));
    }

    #[test]
    fn one_answer_is_all_where_there_are_no_pages() {
        let mut job = record("1", 100_000, 0);
        job.summary.query = Query::new(&SUMMARY, Target::parse("a.com").unwrap());
        assert_eq!(next(&job, &[], &rates()), Step::Ask(None));
        let page = Page {
            limit: 1,
            offset: 0,
            token: None,
        };
        let one = held(&page, &job.summary.query.clone(), 1, 1);
        assert!(matches!(next(&job, &[one], &rates()), Step::Whole(_)));
    }
}
