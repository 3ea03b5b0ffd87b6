//! Puts a file on an FTP server: passive mode, binary, into the folder as it was given, which must be there.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use suppaftp::tokio::AsyncFtpStream;
use suppaftp::types::FileType;
use suppaftp::{FtpError, Mode};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::doors::Doors;
use super::ftp_address::FtpAddress;

/// How long one step of the conversation may take.
const STEP: Duration = Duration::from_secs(30);
/// How long a server may take to confirm that it has the whole file.
const CONFIRMATION: Duration = Duration::from_secs(120);
/// Bytes sent at a time.
const PIECE: usize = 64 * 1024;
/// Longest text of a failure; it comes from a stranger.
const LONGEST: usize = 300;

/// Why an upload failed.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}")]
    Door(String),
    #[error("the file cannot be read: {0}")]
    File(#[source] io::Error),
    #[error("{0} took too long")]
    Late(&'static str),
    #[error("{0} failed: {1}")]
    Step(&'static str, #[source] FtpError),
}

/// Puts the file there under this name, or says why that failed: without the password and without control characters.
pub(super) async fn upload(
    doors: &Doors,
    to: &FtpAddress,
    name: &str,
    file: &Path,
) -> Result<(), String> {
    let outcome = send(doors, to, name, file).await;
    outcome.map_err(|why| presentable(&why.to_string(), &to.password))
}

async fn send(doors: &Doors, to: &FtpAddress, name: &str, file: &Path) -> Result<(), Failure> {
    let mut source = File::open(file).await.map_err(Failure::File)?;
    let addresses = doors.addresses(&to.host, to.port).await;
    let mut ftp = greet(&addresses.map_err(Failure::Door)?).await?;
    step("the login", ftp.login(&to.user, &to.password)).await?;
    step("TYPE", ftp.transfer_type(FileType::Binary)).await?;
    if !to.folder.is_empty() {
        step("changing to the folder", ftp.cwd(&to.folder)).await?;
    }
    let mut sink = open(&mut ftp, name).await?;
    let mut piece = vec![0; PIECE];
    loop {
        let length = source.read(&mut piece).await.map_err(Failure::File)?;
        if length == 0 {
            break;
        }
        let written = timeout(STEP, sink.write_all(&piece[..length])).await;
        written
            .map_err(|_| Failure::Late("the transfer"))?
            .map_err(|why| Failure::Step("the transfer", FtpError::ConnectionError(why)))?;
    }
    timeout(CONFIRMATION, sink.finish())
        .await
        .map_err(|_| Failure::Late("the end of the transfer"))?
        .map_err(|why| Failure::Step("the transfer", why))?;
    // The file is there whether the farewell succeeds or not.
    let _ = timeout(STEP, ftp.quit()).await;
    Ok(())
}

/// Connects to the first address that answers.
async fn greet(addresses: &[SocketAddr]) -> Result<AsyncFtpStream, Failure> {
    let mut last = Failure::Late("the connection");
    for address in addresses {
        match timeout(STEP, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                let greeting = AsyncFtpStream::connect_with_stream(stream);
                return step("the greeting", greeting).await;
            }
            Ok(Err(why)) => {
                last = Failure::Step("the connection", FtpError::ConnectionError(why));
            }
            Err(_) => {}
        }
    }
    Err(last)
}

/// Opens the data connection, always to the host of the control connection: a server's own idea of its address
/// could lead the file elsewhere. Old servers know only PASV.
async fn open(
    ftp: &mut AsyncFtpStream,
    name: &str,
) -> Result<suppaftp::tokio::TransferStream<suppaftp::tokio::AsyncNoTlsStream>, Failure> {
    ftp.set_mode(Mode::ExtendedPassive);
    let refused = match timeout(STEP, ftp.put_with_stream(name)).await {
        Ok(Ok(stream)) => return Ok(stream),
        Ok(Err(why)) => why,
        Err(_) => return Err(Failure::Late("storing the file")),
    };
    let knows_no_epsv = matches!(&refused, FtpError::UnexpectedResponse(response)
        if matches!(response.status.code(), 500 | 501 | 502 | 504 | 522));
    if !knows_no_epsv {
        return Err(Failure::Step("storing the file", refused));
    }
    ftp.set_mode(Mode::Passive);
    ftp.set_passive_nat_workaround(true);
    step("storing the file", ftp.put_with_stream(name)).await
}

async fn step<T>(
    what: &'static str,
    work: impl Future<Output = Result<T, FtpError>>,
) -> Result<T, Failure> {
    timeout(STEP, work)
        .await
        .map_err(|_| Failure::Late(what))?
        .map_err(|why| Failure::Step(what, why))
}

/// One line of bounded length. A server may repeat the password in what it says.
fn presentable(text: &str, password: &str) -> String {
    let text = if password.is_empty() {
        text.to_owned()
    } else {
        text.replace(password, "***")
    };
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(clean).take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_is_shown_without_the_password() {
        assert_eq!(
            presentable("530 hunter2\u{1b}[2J is wrong", "hunter2"),
            "530 *** [2J is wrong"
        );
        assert_eq!(presentable(&"x".repeat(9_999), "").len(), LONGEST);
    }
}
