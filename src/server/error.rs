//! Why a server does not start.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use thiserror::Error;

/// Why a server did not start. Nothing was charged to any account.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The address is taken or not ours.
    #[error(
        "cannot listen on {address}: {source}; choose another address, port 0 takes a free one"
    )]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The state folder cannot be used.
    #[error("cannot use the state folder {}: {source}", path.display())]
    State {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another server runs on the same folder.
    #[error("another server is using the state folder {}; stop it or choose another folder", .0.display())]
    StateInUse(PathBuf),
    /// A file in the state folder is not what this program writes.
    #[error("{} line {line} is damaged ({reason}); nothing was changed; move the file away to start anew", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Its line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// The accounts file cannot be read or says something impossible.
    #[error("cannot use the accounts file {}: {reason}", path.display())]
    Accounts {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The system gives no random numbers.
    #[error("the system gives no random numbers: {0}")]
    Random(String),
    /// The index could not be built.
    #[error("building the index failed: {0}")]
    Index(String),
}
