//! One call of DataForSEO's protocol: a task is posted, the body comes back as it is, and is read apart.

mod answer;
mod endpoint;
mod past;
mod prices;

use std::io::Read;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use flate2::read::MultiGzDecoder;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE};
use serde_json::Value;

use super::error::CallError;
use super::http;

pub use answer::{Page, RawPage, Trouble};
pub use endpoint::DataForSeoEndpoint;
pub use past::{Past, PastTask};
pub use prices::UserData;

/// The largest answer that is taken, unpacked: 1,000 rows with their maps are a few megabytes.
const LARGEST: usize = 256 << 20;

/// Time without a single byte after which a call is given up: more than the 120 seconds after which the service
/// itself ends a live call (documentation, "Live" methods).
const SILENCE: Duration = Duration::from_secs(150);

/// A client of one account. Cheap to clone.
#[derive(Clone, Debug)]
pub struct DataForSeoClient {
    endpoint: DataForSeoEndpoint,
    http: reqwest::Client,
}

impl DataForSeoClient {
    /// A client; fails only if the system's certificates cannot be read. Nothing is sent.
    pub fn new(endpoint: DataForSeoEndpoint) -> Result<Self, CallError> {
        let made = http::one_shot_client(&endpoint, SILENCE);
        let http = made.map_err(|e| http::classify(&endpoint, &e))?;
        Ok(Self { endpoint, http })
    }

    /// The account asked.
    pub fn endpoint(&self) -> &DataForSeoEndpoint {
        &self.endpoint
    }

    /// Posts one task once and brings the body as it came. Errors: [`CallError::NotSent`] or
    /// [`CallError::NoAnswer`] only.
    pub async fn post(&self, function: &str, task: &Value) -> Result<RawPage, CallError> {
        let body = Value::from(vec![task.clone()]).to_string();
        let request = self
            .http
            .post(self.endpoint.url(function))
            .header(CONTENT_TYPE, "application/json")
            .body(body);
        self.send(request).await
    }

    /// Asks for something free once.
    pub async fn get(&self, function: &str) -> Result<RawPage, CallError> {
        self.send(self.http.get(self.endpoint.url(function))).await
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<RawPage, CallError> {
        let request = self
            .endpoint
            .authorize(request)
            .header(ACCEPT_ENCODING, "gzip");
        let mut response = request
            .send()
            .await
            .map_err(|e| http::classify(&self.endpoint, &e))?;
        let packed = response
            .headers()
            .get(CONTENT_ENCODING)
            .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"gzip"));
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(|e| self.cut(&e))? {
            if body.len() + chunk.len() > LARGEST {
                return Err(self.too_long());
            }
            body.extend_from_slice(&chunk);
        }
        let body = body.freeze();
        // A damaged body stays as it came: it is kept, and what is wrong with it is told when it is read.
        let body = match packed {
            true => unpacked(&body).unwrap_or(body),
            false => body,
        };
        if body.len() > LARGEST {
            return Err(self.too_long());
        }
        Ok(RawPage {
            status: response.status().as_u16(),
            retry_after: http::retry_after(response.headers()),
            body: self.endpoint.redact_bytes(body),
            host: self.endpoint.host(),
        })
    }

    fn cut(&self, error: &reqwest::Error) -> CallError {
        CallError::NoAnswer {
            host: self.endpoint.host(),
            reason: http::reason(&self.endpoint, error),
        }
    }

    fn too_long(&self) -> CallError {
        CallError::NoAnswer {
            host: self.endpoint.host(),
            reason: format!("the answer is longer than {LARGEST} bytes"),
        }
    }
}

/// The unpacked bytes, of which one more than the largest answer is enough to tell that it is too long.
fn unpacked(packed: &Bytes) -> Option<Bytes> {
    let mut body = Vec::new();
    let most = u64::try_from(LARGEST).unwrap_or(u64::MAX) + 1;
    let read = MultiGzDecoder::new(&packed[..])
        .take(most)
        .read_to_end(&mut body);
    read.is_ok().then(|| body.into())
}
