//! An FTP server of our own on loopback: it takes one user's files into a folder.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

/// The password that it knows.
pub const PASSWORD: &str = "SECRET-0123456789";

/// A server that lives as long as the test.
pub struct FtpServer {
    pub address: SocketAddr,
    folder: Arc<TempDir>,
}

impl FtpServer {
    /// Starts one.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let taken = folder.clone();
        // The thread ends with the test's process.
        std::thread::spawn(move || {
            for control in listener.incoming() {
                let folder = taken.clone();
                std::thread::spawn(move || serve(&control.unwrap(), folder.path()));
            }
        });
        Self { address, folder }
    }

    /// The address of a folder in it, with the user and the password.
    pub fn url(&self, folder: &str) -> String {
        format!("ftp://user:{PASSWORD}@{}/{folder}", self.address)
    }

    /// The files that came.
    pub fn files(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect()
    }
}

/// One client, until it goes.
fn serve(control: &TcpStream, folder: &Path) -> Option<()> {
    let mut say = control.try_clone().ok()?;
    let mut answer = move |line: &str| say.write_all(format!("{line}\r\n").as_bytes()).ok();
    let mut data: Option<TcpListener> = None;
    answer("220 ready")?;
    for line in BufReader::new(control).lines() {
        let line = line.ok()?;
        let (command, argument) = line.split_once(' ').unwrap_or((&line, ""));
        match command.to_ascii_uppercase().as_str() {
            "USER" => answer("331 the password?")?,
            "PASS" if argument == PASSWORD => answer("230 come in")?,
            "PASS" => answer("530 no")?,
            "PWD" => answer("257 \"/\" is here")?,
            "MKD" => answer("257 \"it\" is made")?,
            "TYPE" | "NOOP" | "MODE" | "STRU" | "OPTS" => answer("200 yes")?,
            "CWD" => answer("250 there")?,
            "PASV" | "EPSV" => {
                let listener = TcpListener::bind("127.0.0.1:0").ok()?;
                let port = listener.local_addr().ok()?.port();
                data = Some(listener);
                if command.eq_ignore_ascii_case("EPSV") {
                    answer(&format!("229 passive (|||{port}|)"))?;
                } else {
                    answer(&format!(
                        "227 passive (127,0,0,1,{},{})",
                        port / 256,
                        port % 256
                    ))?;
                }
            }
            "STOR" => {
                let name = argument.rsplit('/').next()?;
                answer("150 send it")?;
                let mut bytes = Vec::new();
                data.take()?.accept().ok()?.0.read_to_end(&mut bytes).ok()?;
                std::fs::write(folder.join(name), bytes).ok()?;
                answer("226 taken")?;
            }
            "QUIT" => {
                answer("221 bye")?;
                return Some(());
            }
            _ => answer("502 not here")?,
        }
    }
    Some(())
}
