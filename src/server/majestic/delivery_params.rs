//! NotifyURL, UploadToFTP and PublicDownloadLocation of an order, refused uncharged where they could not be carried
//! out: the texts of the refusals are ours, and repeat no address, which may hold a password.

use super::dispatch::Call;
use super::refusal::Refusal;
use crate::server::delivery::{Delivery, Errand, FtpAddress, host_of};

/// What is to be done with the file.
pub(super) fn delivery(call: &Call<'_>) -> Result<Delivery, Refusal> {
    let ftp_host = |text: &str| FtpAddress::parse(text).map(|to| (to.host, to.port));
    Ok(Delivery {
        base: call.base.to_owned(),
        upload: errand(call, "UploadToFTP", ftp_host)?,
        notice: errand(call, "NotifyURL", host_of)?,
    })
}

fn errand(
    call: &Call<'_>,
    name: &str,
    host: impl Fn(&str) -> Result<(String, u16), &'static str>,
) -> Result<Option<Errand>, Refusal> {
    let Some(address) = call.params.filled(name) else {
        return Ok(None);
    };
    let (host, port) = host(address).map_err(|why| refusal(name, why))?;
    let doors = &call.shared.doors;
    doors
        .check(&host, port)
        .map_err(|why| refusal(name, &why))?;
    Ok(Some(Errand::new(address)))
}

fn refusal(name: &str, why: &str) -> Refusal {
    Refusal::parameter(format!(
        "The value of the parameter '{name}' cannot be used: {why}. Nothing was charged."
    ))
}
