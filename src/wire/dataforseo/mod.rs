//! DataForSEO's protocol, Backlinks API v3: the frame of every answer, its status codes, the ids of tasks, money,
//! times, the language of filters, and the token that leads on to the next rows.

pub mod envelope;
pub mod fields;
pub mod filter;
pub mod function;
mod lenient;
pub mod status;
pub mod task_id;
pub mod time;
pub mod token;
pub mod usd;

pub use envelope::{Envelope, Task};
pub use function::{FUNCTIONS, Function, function};
pub use task_id::TaskId;

/// The `version` of the answers this program gives: the protocol as it was then (`0.1.YYYYMMDD`).
pub const VERSION: &str = "0.1.20261119";
