//! DataForSEO's protocol over the embedded index: one file a function.
//!
//! Where the documentation is silent, the choice is ours and stands in one place: what is refused before the body is
//! read (credentials, path, limit of the minute) is said by the envelope, everything later by the task; a parameter that
//! a function does not have is refused with 40506; a task that gives no rows costs its request alone, but for a summary,
//! which costs a row even then (recorded). Of the two views of the world this is the historic one.

mod answer;
mod appendix;
mod body;
mod compact;
mod dispatch;
mod errors;
mod id_list;
mod login;
mod meter;
mod params;
mod path;
mod refusal;
mod respond;
mod user_data;

pub(super) use meter::Meter;
pub(super) use respond::respond;
