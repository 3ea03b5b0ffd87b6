//! Majestic's protocol: result codes, answers with their tables, dates, the download file.

pub mod answer;
pub mod code;
pub mod download;
pub mod json;
pub mod time;

pub use answer::{Answer, Cell, Table};
