//! What an answer comes to, over its three layers: HTTP's status, the envelope's, the task's.

use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

use crate::api::error::CallError;
use crate::model::text::one_line;
use crate::wire::dataforseo::{Envelope, Task, status};

/// A body as it came, unpacked, and with the account's secrets blotted out.
#[derive(Clone, Debug)]
pub struct RawPage {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub body: Bytes,
    /// How long the server asks to be left alone.
    pub retry_after: Option<Duration>,
    pub(super) host: String,
}

/// A task that was carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The task, its result included.
    pub task: Task,
    /// What it cost in micro-dollars, if the answer says so.
    pub cost: Option<i64>,
}

/// Why a task brought no result, by what it means for the account.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// Not charged, and the same may be asked again after a while: too many calls in a minute or at once.
    Busy {
        /// The service's code.
        code: i64,
        /// In words.
        error: CallError,
        /// How long the service asks to be left alone, if it does.
        retry_after: Option<Duration>,
    },
    /// Not charged.
    Uncharged {
        /// The service's code; none if nothing was sent.
        code: Option<i64>,
        /// In words.
        error: CallError,
    },
    /// The service says that the task failed, and what it cost all the same.
    Charged {
        /// Micro-dollars.
        cost: i64,
        /// In words.
        error: CallError,
    },
    /// It may have been charged.
    Unknown(CallError),
}

impl RawPage {
    /// An answer that was kept, to be read again.
    pub fn kept(status: u16, body: Bytes, host: String) -> Self {
        Self {
            status,
            body,
            retry_after: None,
            host,
        }
    }

    /// The envelope, if the call was carried out; its tasks may have failed. For calls that are free.
    pub fn envelope(&self) -> Result<Envelope, Trouble> {
        let envelope = match Envelope::decode(&self.body) {
            Ok(envelope) if envelope.status_code > 0 => envelope,
            Ok(_) => return Err(self.unreadable("it has no status_code")),
            Err(why) => return Err(self.unreadable(&why.to_string())),
        };
        let (code, message) = (envelope.status_code, &envelope.status_message);
        if status::is_success(code) && self.status == 200 {
            return Ok(envelope);
        }
        // An error of HTTP's own says more than an envelope that contradicts it.
        if status::is_success(code) {
            return Err(self.http_error());
        }
        Err(self.failed(code, message, envelope.cost))
    }

    /// The first task, if it was carried out.
    pub fn read(&self) -> Result<Page, Trouble> {
        let mut envelope = self.envelope()?;
        let mut tasks = envelope.tasks.take().unwrap_or_default().into_iter();
        let Some(task) = tasks.next() else {
            return Err(self.unreadable("a success without a task"));
        };
        if !task.is_success() {
            return Err(self.failed(task.status_code, &task.status_message, task.cost));
        }
        let cost = task.cost.filter(|cost| is_possible(*cost));
        Ok(Page { task, cost })
    }

    fn unreadable(&self, why: &str) -> Trouble {
        if self.status != 200 {
            return self.http_error();
        }
        Trouble::Unknown(CallError::NotAnswer {
            host: self.host.clone(),
            reason: one_line(why),
        })
    }

    /// No page says what a 429 without an envelope means; that nothing ran is what the status is for.
    fn http_error(&self) -> Trouble {
        let error = CallError::HttpStatus {
            host: self.host.clone(),
            status: self.status,
            retry_after: self.retry_after,
        };
        match self.status {
            429 => Trouble::Busy {
                code: status::RATE_LIMIT,
                error,
                retry_after: self.retry_after,
            },
            401..=404 => Trouble::Uncharged {
                code: Some(i64::from(self.status) * 100),
                error,
            },
            _ => Trouble::Unknown(error),
        }
    }

    /// A status that is no success, of the call or its task.
    fn failed(&self, code: i64, message: &str, cost: Option<i64>) -> Trouble {
        let message = one_line(message);
        let error = CallError::Refused {
            code: code.to_string(),
            message: message.clone(),
            full: String::new(),
        };
        if let Some(cost) = cost.filter(|cost| *cost > 0 && is_possible(*cost)) {
            return Trouble::Charged { cost, error };
        }
        match code {
            status::RATE_LIMIT | status::SIMULTANEOUS => Trouble::Busy {
                code,
                error,
                retry_after: self.retry_after,
            },
            _ if status::is_refusal(code) => Trouble::Uncharged {
                code: Some(code),
                error,
            },
            // A listed failure of the service's own, with the cost it names beside it: nothing.
            _ if !status::text(code).is_empty() && cost.is_some() && self.status == 200 => {
                Trouble::Uncharged {
                    code: Some(code),
                    error,
                }
            }
            _ => Trouble::Unknown(CallError::UnknownCode {
                host: self.host.clone(),
                code: code.to_string(),
                message,
                full: String::new(),
            }),
        }
    }
}

impl Page {
    /// The only element of its result; none where there is no data.
    pub fn result(&self) -> Option<&Value> {
        self.task.result.as_deref().unwrap_or_default().first()
    }

    /// Rows that it brought.
    pub fn rows(&self) -> i64 {
        let items = self
            .result()
            .and_then(|result| result.get("items"))
            .and_then(Value::as_array);
        match (items, self.result()) {
            (Some(items), _) => i64::try_from(items.len()).unwrap_or(i64::MAX),
            (None, Some(result)) => i64::from(result.get("items_count").is_none()),
            (None, None) => 0,
        }
    }

    /// Rows that match in all, if the answer says so.
    pub fn total(&self) -> Option<i64> {
        self.result()?.get("total_count")?.as_i64()
    }

    /// The token that leads on; none or empty behind the last row.
    pub fn token(&self) -> Option<&str> {
        let token = self.result()?.get("search_after_token")?.as_str()?;
        (!token.is_empty()).then_some(token)
    }
}

impl Trouble {
    /// The error in words.
    pub fn error(&self) -> &CallError {
        match self {
            Self::Busy { error, .. }
            | Self::Uncharged { error, .. }
            | Self::Charged { error, .. }
            | Self::Unknown(error) => error,
        }
    }
}

impl Trouble {
    /// The error itself.
    pub fn into_error(self) -> CallError {
        match self {
            Self::Busy { error, .. }
            | Self::Uncharged { error, .. }
            | Self::Charged { error, .. }
            | Self::Unknown(error) => error,
        }
    }
}

impl From<CallError> for Trouble {
    fn from(error: CallError) -> Self {
        match error.proves_uncharged() {
            true => Self::Uncharged { code: None, error },
            false => Self::Unknown(error),
        }
    }
}

/// Whether a task can have cost so many micro-dollars: no call costs a thousand dollars, and none brings money in.
pub(super) fn is_possible(cost: i64) -> bool {
    (0..1_000_000_000).contains(&cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(status: u16, body: &str) -> RawPage {
        let body = Bytes::copy_from_slice(body.as_bytes());
        RawPage::kept(status, body, "h.example".to_owned())
    }

    fn envelope(code: i64, tasks: &str) -> String {
        format!(
            r#"{{"status_code":{code},"status_message":"m\u001b[2J","cost":0,"tasks":{tasks}}}"#
        )
    }

    fn task(code: i64, cost: &str, result: &str) -> String {
        let task = format!(
            r#"[{{"id":"i","status_code":{code},"status_message":"t",{cost}"result":{result}}}]"#
        );
        envelope(20_000, &task)
    }

    fn trouble(status: u16, body: &str) -> Trouble {
        raw(status, body).read().unwrap_err()
    }

    #[test]
    fn each_layer_can_refuse_and_nothing_is_charged() {
        for (http, body, code) in [
            (401, envelope(40_100, "null"), 40_100),
            (401, "<html>".to_owned(), 40_100),
            (402, envelope(40_200, "null"), 40_200),
            (402, String::new(), 40_200),
            (404, envelope(40_400, "null"), 40_400),
            (200, envelope(40_503, "null"), 40_503),
            (200, task(40_501, r#""cost":0,"#, "null"), 40_501),
            (200, task(40_210, r#""cost":0,"#, "null"), 40_210),
            (200, task(50_401, r#""cost":0,"#, "null"), 50_401),
        ] {
            match trouble(http, &body) {
                Trouble::Uncharged { code: found, error } => {
                    assert_eq!(found, Some(code));
                    assert!(!error.to_string().contains('\u{1b}'));
                }
                other => panic!("{http} {body}: {other:?}"),
            }
        }
    }

    #[test]
    fn what_may_be_asked_again_is_told_apart() {
        for body in [
            task(40_202, r#""cost":0,"#, "null"),
            envelope(40_209, "null"),
        ] {
            assert!(
                matches!(trouble(200, &body), Trouble::Busy { .. }),
                "{body}"
            );
        }
        assert!(matches!(trouble(429, "slow down"), Trouble::Busy { .. }));
    }

    #[test]
    fn what_proves_nothing_may_have_been_charged() {
        for (http, body) in [
            (200, "<html>busy</html>".to_owned()),
            (200, "\u{1f}\u{8b}cut".to_owned()),
            (200, "{}".to_owned()),
            (200, r#"{"status_code":20000,"tasks":[]}"#.to_owned()),
            (200, r#"{"status_code":20000,"tasks":null}"#.to_owned()),
            (200, task(49_999, r#""cost":0,"#, "null")),
            (200, task(50_000, "", "null")),
            (500, envelope(50_000, "null")),
            (502, "<html>".to_owned()),
        ] {
            assert!(
                matches!(trouble(http, &body), Trouble::Unknown(_)),
                "{body}"
            );
        }
        let charged = trouble(200, &task(40_103, r#""cost":0.024,"#, "null"));
        assert!(matches!(charged, Trouble::Charged { cost: 24_000, .. }));
    }

    #[test]
    fn a_success_tells_rows_cost_and_where_it_goes_on() {
        let items =
            r#"[{"total_count":7,"items_count":2,"items":[{},{}],"search_after_token":"t"}]"#;
        let page = raw(200, &task(20_000, r#""cost":0.024072,"#, items))
            .read()
            .unwrap();
        assert_eq!(
            (page.rows(), page.total(), page.token()),
            (2, Some(7), Some("t"))
        );
        assert_eq!(page.cost, Some(24_072));
        let none = r#"[{"total_count":0,"items_count":0,"items":null,"search_after_token":""}]"#;
        let page = raw(200, &task(20_000, "", none)).read().unwrap();
        assert_eq!(
            (page.rows(), page.total(), page.token(), page.cost),
            (0, Some(0), None, None)
        );
        let null = raw(200, &task(20_000, r#""cost":0.02003,"#, "null"))
            .read()
            .unwrap();
        assert_eq!(
            (null.rows(), null.cost, null.result()),
            (0, Some(20_030), None)
        );
        let summary = raw(200, &task(20_000, r#""cost":0,"#, r#"[{"rank":3}]"#))
            .read()
            .unwrap();
        assert_eq!(summary.rows(), 1);
    }
}
