//! What the server does with a finished file besides serving it: carries it to an FTP server, and tells somebody.
//!
//! Both connect to where a stranger's order says, so `doors` lets them out to this machine only, unless a host was
//! allowed when the server was started; what was looked up and found allowed is what is connected to. `carry` repeats
//! what fails, by the server's clock, and gives up in the end.

mod carry;
mod doors;
mod errand;
mod ftp;
mod ftp_address;
mod notify;

pub(super) use carry::deliver;
pub(super) use doors::Doors;
pub(super) use errand::{Delivery, Errand};
pub(super) use ftp_address::FtpAddress;
pub(super) use notify::host_of;
