//! `ftp://user:password@host/folder/` and `ftp://user:password@host//folder/`: the one folder counts from where the
//! login leads, the other from the root. What follows the last slash goes before the file's name
//! (Majestic developer documentation, DownloadBackLinks page).

use url::{Host, Url};

/// Where a file is to be put. Its password is nowhere shown.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::server) struct FtpAddress {
    pub host: String,
    pub port: u16,
    pub(super) user: String,
    pub(super) password: String,
    /// As it is given to the FTP server; empty for where the login leads.
    pub(super) folder: String,
    /// Goes before the file's name.
    pub prefix: String,
}

impl FtpAddress {
    /// Reads an address, or says what is wrong with it without repeating it.
    pub(in crate::server) fn parse(text: &str) -> Result<Self, &'static str> {
        let url = Url::parse(text).map_err(|_| "it is no address")?;
        if url.scheme() != "ftp" {
            return Err("it does not begin with ftp://");
        }
        let decoded =
            |text: &str| decode(text).ok_or("it holds control characters or is not UTF-8");
        let (folder, prefix) = url
            .path()
            .strip_prefix('/')
            .and_then(|path| path.rsplit_once('/'))
            .map_or_else(
                || (String::new(), url.path().trim_start_matches('/')),
                |(folder, prefix)| (absolute_or_relative(folder), prefix),
            );
        let user = if url.username().is_empty() {
            "anonymous"
        } else {
            url.username()
        };
        Ok(Self {
            host: host_text(&url).ok_or("it names no host")?,
            port: url.port_or_known_default().unwrap_or(21),
            user: decoded(user)?,
            password: decoded(url.password().unwrap_or("anonymous"))?,
            folder: decoded(&folder)?,
            prefix: decoded(prefix)?,
        })
    }
}

/// `in` stays, `/in` is absolute, and the empty folder before a lone second slash is the root.
fn absolute_or_relative(folder: &str) -> String {
    if folder.is_empty() {
        "/".to_owned()
    } else {
        folder.to_owned()
    }
}

/// The host of an address as a resolver takes it: IPv6 without brackets.
pub(super) fn host_text(url: &Url) -> Option<String> {
    match url.host()? {
        Host::Ipv6(address) => Some(address.to_string()),
        host => Some(host.to_string()).filter(|host| !host.is_empty()),
    }
}

/// Takes percent-encoding away. `None` for what no command of FTP can carry.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let escaped = (byte == b'%').then(|| tail.get(..2)).flatten();
        let escaped = escaped
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match escaped {
            Some(value) => {
                bytes.push(value);
                rest = &tail[2..];
            }
            None => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    (!text.chars().any(char::is_control)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_relative_or_absolute_and_a_name_is_a_prefix() {
        for (path, folder, prefix) in [
            ("", "", ""),
            ("/", "", ""),
            ("/in/", "in", ""),
            ("/in/a%20b/", "in/a b", ""),
            ("/in/pre_", "in", "pre_"),
            ("/pre_", "", "pre_"),
            ("//", "/", ""),
            ("//srv/in/", "/srv/in", ""),
            ("//srv/in/pre_", "/srv/in", "pre_"),
            ("//pre_", "/", "pre_"),
        ] {
            let address = FtpAddress::parse(&format!("ftp://u:p@h.example{path}")).unwrap();
            assert_eq!(
                (address.folder.as_str(), address.prefix.as_str()),
                (folder, prefix),
                "{path}"
            );
        }
    }

    #[test]
    fn user_and_host_are_read() {
        let address = FtpAddress::parse("ftp://u%40x:p%3Aw%25@[::1]:2121/").unwrap();
        assert_eq!(
            (address.user.as_str(), address.password.as_str()),
            ("u@x", "p:w%")
        );
        assert_eq!((address.host.as_str(), address.port), ("::1", 2121));
        let address = FtpAddress::parse("ftp://h.example/x").unwrap();
        assert_eq!((address.user.as_str(), address.port), ("anonymous", 21));
        for bad in [
            "",
            "h.example/in/",
            "http://h.example/",
            "ftps://h.example/",
            "ftp://u:p@h.example/a%0d%0aDELE%20x/",
            "ftp://u%0a:p@h.example/",
        ] {
            assert!(FtpAddress::parse(bad).is_err(), "{bad}");
        }
    }
}
