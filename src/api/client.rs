//! The client of one account, whichever service it is with.

use super::dataforseo::DataForSeoClient;
use super::download::{Fetched, FileRequest};
use super::error::{CallError, DownloadError};
use super::http::Party;
use super::majestic::{MajesticClient, RawAnswer};
use super::sources::{Refused, Why};
use crate::model::catalog::Provider;
use crate::model::text::one_line;
use crate::model::wire_format::WireFormat;

/// A client of one account. Cheap to clone. What only Majestic has (its commands, its files) is proven unsent when
/// it is asked of the other.
#[derive(Clone, Debug)]
pub enum Client {
    /// Of Majestic's API.
    Majestic(MajesticClient),
    /// Of DataForSEO's.
    DataForSeo(DataForSeoClient),
}

impl Client {
    /// Whose it is.
    pub fn provider(&self) -> Provider {
        match self {
            Self::Majestic(_) => Provider::Majestic,
            Self::DataForSeo(_) => Provider::DataForSeo,
        }
    }

    /// Host and port, for sentences.
    pub fn host(&self) -> String {
        self.party().host()
    }

    /// Whether the service runs on this machine.
    pub fn is_loopback(&self) -> bool {
        self.party().is_loopback()
    }

    /// Whether nothing that is asked there costs anything.
    pub fn is_sandbox(&self) -> bool {
        match self {
            Self::Majestic(client) => client.endpoint().is_sandbox(),
            Self::DataForSeo(client) => client.endpoint().is_sandbox(),
        }
    }

    /// Whether an application asks in the name of a user.
    pub fn is_openapp(&self) -> bool {
        match self {
            Self::Majestic(client) => client.endpoint().is_openapp(),
            Self::DataForSeo(_) => false,
        }
    }

    /// An opaque name of the account.
    pub fn fingerprint(&self) -> String {
        match self {
            Self::Majestic(client) => client.endpoint().fingerprint(),
            Self::DataForSeo(client) => client.endpoint().fingerprint(),
        }
    }

    /// The form that Majestic's answers are asked for in.
    pub fn format(&self) -> WireFormat {
        match self {
            Self::Majestic(client) => client.format(),
            Self::DataForSeo(_) => WireFormat::Json,
        }
    }

    /// The client of the second provider, if it is that.
    pub fn dataforseo(&self) -> Option<&DataForSeoClient> {
        match self {
            Self::Majestic(_) => None,
            Self::DataForSeo(client) => Some(client),
        }
    }

    /// Sends a command of Majestic's once.
    pub async fn call(
        &self,
        command: &str,
        params: &[(String, String)],
    ) -> Result<RawAnswer, CallError> {
        match self {
            Self::Majestic(client) => client.call(command, params).await,
            Self::DataForSeo(_) => Err(CallError::NotSent {
                host: self.host(),
                reason: format!("{command} is a command of Majestic's"),
            }),
        }
    }

    /// Why no file is fetched from this address, if none is.
    pub fn refuses_file(&self, address: &str, also_from: Option<&str>) -> Option<Refused> {
        match self {
            Self::Majestic(client) => client.sources().and(also_from).admit(address).err(),
            Self::DataForSeo(_) => Some(no_file(address)),
        }
    }

    /// Fetches a file of Majestic's.
    pub async fn fetch(
        &self,
        request: FileRequest<'_>,
        on_progress: &mut (dyn FnMut(u64, u64) + Send),
    ) -> Result<Fetched, DownloadError> {
        match self {
            Self::Majestic(client) => client.fetch(request, on_progress).await,
            Self::DataForSeo(_) => Err(no_file(request.url).into()),
        }
    }

    fn party(&self) -> &dyn Party {
        match self {
            Self::Majestic(client) => client.endpoint(),
            Self::DataForSeo(client) => client.endpoint(),
        }
    }
}

/// DataForSEO has no files.
fn no_file(address: &str) -> Refused {
    Refused {
        address: one_line(address),
        why: Why::Host,
    }
}

impl From<MajesticClient> for Client {
    fn from(client: MajesticClient) -> Self {
        Self::Majestic(client)
    }
}

impl From<DataForSeoClient> for Client {
    fn from(client: DataForSeoClient) -> Self {
        Self::DataForSeo(client)
    }
}
