//! Clients of the data services: one call, one file, and what their answers say. Knows nothing of jobs or of
//! what is at rest; every error tells whether the request can have reached the service.

pub mod account;
pub mod client;
pub mod credentials;
pub mod dataforseo;
pub mod download;
pub mod endpoint;
pub mod error;
pub mod file_on_disk;
mod http;
mod inside;
pub mod item_info;
pub mod majestic;
pub mod remote_job;
pub mod sources;

pub use account::{Subscription, SubscriptionRow};
pub use client::Client;
pub use credentials::Credentials;
pub use dataforseo::{DataForSeoClient, DataForSeoEndpoint};
pub use download::{Fetched, FileRequest};
pub use endpoint::{Endpoint, EndpointError};
pub use error::{CallError, DownloadError};
pub use file_on_disk::{Lack, lack_of_room};
pub use majestic::{MajesticClient, RawAnswer};
pub use remote_job::{Deletion, RemoteJob};
pub use sources::{Refused, Why};

pub use crate::model::wire_format::WireFormat;
