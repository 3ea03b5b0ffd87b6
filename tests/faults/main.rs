//! Purchases under trouble: the real client and job runner against the embedded server over loopback, stopped at
//! moments that the server's faults hold open. Whatever happens, the server's account log has one charge.

// Clippy's allowance for tests ends at the test functions; their helpers are test code as well.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answers;
mod asked;
mod bad_input;
mod crashes;
mod dataforseo;
mod dataforseo_script;
mod delivery;
mod downloads;
mod drawn;
mod one_limit;
mod other_answers;
mod refusals;
mod scene;
mod script;
mod together;
mod walks;
