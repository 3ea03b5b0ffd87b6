//! Majestic's protocol over the embedded index: one file a command.
//!
//! Where the reference is silent, texts of refusals are ours: code `FailedRequestViaAPI` for what concerns the account
//! (units, limits), `InvalidParameter` for parameters; a refused call is never charged.

mod delete_downloads;
mod dispatch;
mod download;
mod downloads_list;
mod item_columns;
mod item_info;
mod params;
mod refusal;
mod server_fields;
mod subscription_info;

pub(super) use dispatch::answer;
pub(super) use params::Params;
