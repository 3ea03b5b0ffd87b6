//! One call of Majestic's protocol in either form: a form is posted, the body comes back as it is, and is read
//! apart.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};

use super::endpoint::Endpoint;
use super::error::CallError;
use super::http;
use super::sources::Sources;
use crate::model::text::one_line;
use crate::model::wire_format::WireFormat;
use crate::wire::majestic::{Answer, body, code};

/// The largest answer that is taken: 50,000 rows of 41 columns are about 40 MB.
const LARGEST: usize = 256 << 20;

/// A client of one account. Cheap to clone.
#[derive(Clone, Debug)]
pub struct MajesticClient {
    endpoint: Endpoint,
    format: WireFormat,
    commands: reqwest::Client,
    files: reqwest::Client,
    sources: Sources,
}

/// A body as it came, except that the account's secrets are blotted out of it.
#[derive(Clone, Debug)]
pub struct RawAnswer {
    /// HTTP status; the service says 200 even when it refuses.
    pub status: u16,
    /// The body.
    pub body: Bytes,
    /// How long the server asks to be left alone.
    pub retry_after: Option<Duration>,
    asked: WireFormat,
    host: String,
}

impl MajesticClient {
    /// A client that asks for answers in a form; fails only if the system's certificates cannot be read. Nothing
    /// is sent.
    pub fn new(endpoint: Endpoint, format: WireFormat) -> Result<Self, CallError> {
        let build = |made: Result<reqwest::Client, reqwest::Error>| {
            made.map_err(|e| http::classify(&endpoint, &e))
        };
        let commands = build(http::command_client(&endpoint))?;
        let sources = endpoint.sources(Arc::default());
        let files = build(http::file_client(&endpoint, &sources))?;
        Ok(Self {
            endpoint,
            format,
            commands,
            files,
            sources,
        })
    }

    /// The same, which fetches files from these hosts, too.
    pub fn with_file_hosts(mut self, hosts: &[String]) -> Result<Self, CallError> {
        self.sources = self.endpoint.sources(hosts.into());
        self.files = http::file_client(&self.endpoint, &self.sources)
            .map_err(|e| http::classify(&self.endpoint, &e))?;
        Ok(self)
    }

    /// The account asked.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The form that answers are asked for in.
    pub fn format(&self) -> WireFormat {
        self.format
    }

    /// The client that files are fetched with.
    pub(super) fn files(&self) -> &reqwest::Client {
        &self.files
    }

    /// Where files may come from.
    pub(super) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Sends a command once and brings the body as it came. The secrets travel in the form, so that no proxy's
    /// log of addresses holds it. Errors: [`CallError::NotSent`] or [`CallError::NoAnswer`] only.
    pub async fn call(
        &self,
        command: &str,
        params: &[(String, String)],
    ) -> Result<RawAnswer, CallError> {
        let mut form = self.endpoint.account_params();
        form.push(("cmd", command));
        form.extend(params.iter().map(|(n, v)| (n.as_str(), v.as_str())));
        let url = self.endpoint.command_url(self.format);
        let request = self.commands.post(url).form(&form);
        let mut response = request
            .send()
            .await
            .map_err(|e| http::classify(&self.endpoint, &e))?;
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(|e| self.cut(&e))? {
            if body.len() + chunk.len() > LARGEST {
                return Err(CallError::NoAnswer {
                    host: self.endpoint.host(),
                    reason: format!("the answer is longer than {LARGEST} bytes"),
                });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(RawAnswer {
            status: response.status().as_u16(),
            retry_after: http::retry_after(response.headers()),
            body: self.endpoint.redact_bytes(body.freeze()),
            asked: self.format,
            host: self.endpoint.host(),
        })
    }

    fn cut(&self, error: &reqwest::Error) -> CallError {
        CallError::NoAnswer {
            host: self.endpoint.host(),
            reason: http::reason(&self.endpoint, error),
        }
    }
}

impl RawAnswer {
    /// An answer that was kept, to be read again; `asked` is the form it was asked for in.
    pub fn kept(status: u16, body: Bytes, host: String, asked: WireFormat) -> Self {
        Self {
            status,
            body,
            retry_after: None,
            asked,
            host,
        }
    }

    /// The form of the body: the one that was asked for, unless the body is clearly of the other.
    pub fn format(&self) -> WireFormat {
        body::format_of(&self.body).unwrap_or(self.asked)
    }

    /// Reads the body. Errors: every [`CallError`] but those of a call that brought no body.
    pub fn decode(&self) -> Result<Answer, CallError> {
        if self.status != 200 {
            return Err(CallError::HttpStatus {
                host: self.host.clone(),
                status: self.status,
                retry_after: self.retry_after,
            });
        }
        let answer = body::decode(&self.body, self.format()).map_err(|e| CallError::NotAnswer {
            host: self.host.clone(),
            reason: one_line(&e.to_string()),
        })?;
        if answer.is_success() {
            return Ok(answer);
        }
        Err(self.refusal(&answer))
    }

    fn refusal(&self, answer: &Answer) -> CallError {
        let message = one_line(&answer.error_message);
        let full = printable(&answer.full_error);
        if code::is_refusal(&answer.code) {
            let code = one_line(&answer.code);
            return CallError::Refused {
                code,
                message,
                full,
            };
        }
        CallError::UnknownCode {
            host: self.host.clone(),
            code: format!("`{}`", one_line(&answer.code)),
            message,
            full,
        }
    }
}

/// Text of several lines, each made safe to show.
fn printable(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(one_line).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(status: u16, body: &str, asked: WireFormat) -> RawAnswer {
        let body = Bytes::copy_from_slice(body.as_bytes());
        RawAnswer::kept(status, body, "h.example".to_owned(), asked)
    }

    fn error(status: u16, body: &str) -> CallError {
        kept(status, body, WireFormat::Json).decode().unwrap_err()
    }

    #[test]
    fn what_arrives_decides_the_form() {
        let xml = r#"<?xml version="1.0" encoding="utf-8"?><Result Code="OK" ErrorMessage="" FullError=""><GlobalVars A="1"/></Result>"#;
        let json = r#"{"Code":"OK","ErrorMessage":"","FullError":"","A":1}"#;
        for asked in WireFormat::ALL {
            for (body, format) in [(xml, WireFormat::Xml), (json, WireFormat::Json)] {
                let raw = kept(200, body, asked);
                assert_eq!(raw.format(), format);
                let answer = raw.decode().unwrap();
                assert_eq!(answer.global("A").unwrap().int(), Some(1));
            }
        }
        assert_eq!(kept(200, "", WireFormat::Xml).format(), WireFormat::Xml);
    }

    #[test]
    fn a_known_refusal_proves_that_nothing_was_charged() {
        for code in [
            "FailedRequestViaAPI",
            "InvalidParameter",
            "RealTimePrefixQueryNotPossible",
        ] {
            let body = format!(
                r#"{{"Code":"{code}","ErrorMessage":"no\u001b[2J","FullError":"X: no\r\n   at Y"}}"#
            );
            let error = error(200, &body);
            assert!(error.proves_uncharged(), "{code}");
            assert_eq!(error.outcome(), "refused");
            assert_eq!(error.full(), Some("X: no\n   at Y"));
            assert!(!error.to_string().contains('\u{1b}'));
        }
    }

    #[test]
    fn a_code_never_seen_may_have_been_charged() {
        for code in ["RateLimitExceeded", ""] {
            let body = format!(r#"{{"Code":"{code}","ErrorMessage":"slow down","FullError":""}}"#);
            let error = error(200, &body);
            assert!(matches!(error, CallError::UnknownCode { .. }), "{error:?}");
            assert!(!error.proves_uncharged());
            assert_eq!(error.outcome(), "unknown_code");
            assert_eq!(error.full(), None);
            assert!(error.to_string().contains(&format!("`{code}`")), "{error}");
        }
    }

    #[test]
    fn a_page_says_that_it_is_one() {
        for body in [
            "<!DOCTYPE html><html></html>",
            "\n<HTML><body>busy",
            "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"x\" \"y\"><html/>",
        ] {
            for asked in WireFormat::ALL {
                let error = kept(200, body, asked).decode().unwrap_err();
                assert!(matches!(error, CallError::NotAnswer { .. }));
                assert!(error.to_string().contains("HTML"), "{error}");
                assert!(!error.proves_uncharged());
            }
        }
    }

    #[test]
    fn a_status_of_https_own_is_kept_apart() {
        for status in [429, 500, 502] {
            let mut raw = kept(status, "<html>", WireFormat::Json);
            assert_eq!(raw.decode().unwrap_err().retry_after(), None);
            raw.retry_after = Some(Duration::from_secs(7));
            let error = raw.decode().unwrap_err();
            assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
            assert!(error.to_string().contains(&status.to_string()));
            assert!(!error.proves_uncharged());
        }
    }
}
