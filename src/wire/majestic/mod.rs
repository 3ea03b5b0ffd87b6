//! Majestic's protocol: result codes, answers with their tables in both forms, dates, the download file.

pub mod answer;
pub mod body;
pub mod code;
pub mod download;
pub mod json;
#[cfg(test)]
mod round_trip;
pub mod time;
pub mod xml;

pub use answer::{Answer, Cell, Table, UnitsLeft};
pub use body::AnswerError;
