//! One call of Majestic's JSON protocol: a form is posted, the body comes back as it is, and is read apart.

use std::time::Duration;

use bytes::{Bytes, BytesMut};

use super::endpoint::Endpoint;
use super::error::CallError;
use super::http;
use crate::model::text::one_line;
use crate::wire::majestic::{Answer, json};

/// The largest answer that is taken: 50,000 rows of 41 columns are about 40 MB.
const LARGEST: usize = 256 << 20;

/// A client of one account. Cheap to clone.
#[derive(Clone, Debug)]
pub struct MajesticClient {
    endpoint: Endpoint,
    commands: reqwest::Client,
    files: reqwest::Client,
}

/// A body as it came, except that the key is blotted out of it.
#[derive(Clone, Debug)]
pub struct RawAnswer {
    /// HTTP status; the service says 200 even when it refuses.
    pub status: u16,
    /// The body.
    pub body: Bytes,
    /// How long the server asks to be left alone.
    pub retry_after: Option<Duration>,
    host: String,
}

impl MajesticClient {
    /// A client; fails only if the system's certificates cannot be read. Nothing is sent.
    pub fn new(endpoint: Endpoint) -> Result<Self, CallError> {
        let build = |made: Result<reqwest::Client, reqwest::Error>| {
            made.map_err(|e| http::classify(&endpoint, &e))
        };
        let commands = build(http::command_client(&endpoint))?;
        let files = build(http::file_client(&endpoint))?;
        Ok(Self {
            endpoint,
            commands,
            files,
        })
    }

    /// The account asked.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The client that files are fetched with.
    pub(super) fn files(&self) -> &reqwest::Client {
        &self.files
    }

    /// Sends a command once and brings the body as it came. The key travels in the form, so that no proxy's
    /// log of addresses holds it. Errors: [`CallError::NotSent`] or [`CallError::NoAnswer`] only.
    pub async fn call(
        &self,
        command: &str,
        params: &[(String, String)],
    ) -> Result<RawAnswer, CallError> {
        let mut form = vec![("app_api_key", self.endpoint.key()), ("cmd", command)];
        form.extend(params.iter().map(|(n, v)| (n.as_str(), v.as_str())));
        let request = self.commands.post(self.endpoint.command_url()).form(&form);
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
    /// An answer that was kept, to be read again.
    pub fn kept(status: u16, body: Bytes, host: String) -> Self {
        Self {
            status,
            body,
            retry_after: None,
            host,
        }
    }

    /// Reads the body. Errors: [`CallError::HttpStatus`], [`CallError::NotAnswer`] or [`CallError::Refused`].
    pub fn decode(&self) -> Result<Answer, CallError> {
        if self.status != 200 {
            return Err(CallError::HttpStatus {
                host: self.host.clone(),
                status: self.status,
                retry_after: self.retry_after,
            });
        }
        let answer = json::decode(&self.body).map_err(|e| CallError::NotAnswer {
            host: self.host.clone(),
            reason: e.to_string(),
        })?;
        if answer.is_success() {
            Ok(answer)
        } else {
            Err(CallError::Refused {
                code: one_line(&answer.code),
                message: one_line(&answer.error_message),
            })
        }
    }
}
