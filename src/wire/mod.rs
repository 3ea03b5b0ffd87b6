//! What goes over the wire, both directions, no I/O: client and server share it, so that neither can drift.

pub mod dataforseo;
pub mod majestic;
mod mend;
