//! Majestic's protocol over the embedded index: one file a command.
//!
//! Where the reference is silent, texts of refusals are ours: code `FailedRequestViaAPI` for what concerns the account
//! (units, limits, plan), `InvalidParameter` for parameters; a refused call is never charged. Rows beyond the most of a
//! command are left out, items beyond it refused.
//!
//! Ours are also: that an upload without a public location is served nowhere, how often deliveries are repeated, what
//! an application is told of its user's subscription, and the build of the server that answers.

mod anchor_text;
mod back_link_data;
mod caller;
mod change;
mod charge;
mod delete_downloads;
mod delivery_params;
mod dispatch;
mod domain_columns;
mod download;
mod downloads_list;
mod hosted_domains;
mod item_columns;
mod item_info;
mod keywords;
mod link_profile;
mod links;
mod params;
mod prefix_estimate;
mod queued_top_links;
mod ref_domain_info;
mod ref_domain_match;
mod ref_domains;
mod refusal;
mod related_sites;
mod server_fields;
mod shape;
mod subject;
mod submit_urls;
mod subscription_info;
mod top_back_links;
mod top_pages;
mod topic_filter;
mod topics;

pub(super) use dispatch::{Request, answer};
pub(super) use download::find;
pub(super) use keywords::Rate as KeywordRate;
pub(super) use params::Params;
pub(super) use queued_top_links::top_links_body;
pub use shape::{Shape, ShapeError};
