//! DataForSEO's protocol over the embedded index: one file a function.
//!
//! Where the documentation is silent, the choice is ours and stands in one place: what is refused before the body is
//! read (credentials, path, limit of the minute) is said by the envelope, everything later by the task; a parameter that
//! a function does not have is refused with 40506; a task that gives no rows costs its request alone, but for a summary,
//! which costs a row even then (recorded). Of the two views of the world this is the historic one.

mod about;
mod anchors;
mod answer;
mod appendix;
mod available_filters;
mod backlinks;
mod body;
mod bulk;
mod cells;
mod compact;
mod competitors;
mod dispatch;
mod domain_intersection;
mod domain_pages;
mod errors;
mod grouping;
mod history;
mod id_list;
mod life;
mod listed;
mod listing;
mod login;
mod meter;
mod metrics;
mod networks;
mod order;
mod page_intersection;
mod params;
mod path;
mod referring_domains;
mod refusal;
mod respond;
mod restrict;
mod scale;
mod selection;
mod several;
mod summary;
mod target;
mod timeseries;
mod user_data;

pub(super) use meter::Meter;
pub(super) use respond::respond;
pub(super) use selection::Selections;
