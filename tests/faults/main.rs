//! Purchases under trouble: the real client and job runner against the embedded server over loopback, stopped at
//! moments that the server's faults hold open. Whatever happens, the server's account log has one charge.

mod crashes;
mod refusals;
mod scene;
mod walks;
