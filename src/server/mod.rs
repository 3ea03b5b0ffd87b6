//! The embedded server: Majestic's and DataForSEO's protocols over the embedded index, with accounts, units and
//! dollars, jobs that are worked on in the background, and the files they make. It speaks real HTTP on a real socket, so
//! that a client cannot tell it from the service, and it keeps a log of every charge, so that a test can.
//!
//! `run` starts it, `route` takes requests, `majestic` and `dataforseo` answer them, `jobs` makes files,
//! `accounts` keeps units, `downloads` serves files, `link_sheet` writes their rows, `delivery` carries them and the news of them out, `faults` and `gates` let a test stop a client at a chosen moment.

mod accounts;
pub mod clock;
mod connections;
mod dataforseo;
mod delivery;
mod downloads;
mod error;
mod faults;
mod home;
mod item;
mod jobs;
mod link_sheet;
mod majestic;
mod pages;
mod range;
mod route;
mod run;
mod shared;

pub use accounts::{Charge, DEMO_KEY, DEMO_LOGIN, DEMO_PRIVATE_KEY, DEMO_TOKEN, PastTask};
pub use clock::{Clock, SystemClock};
pub use error::ServeError;
pub use faults::{FaultError, Faults};
pub use link_sheet::{Columns, LinkSheet, compression};
pub use majestic::{Shape, ShapeError};
pub use run::{Running, ServeOptions, serve};
