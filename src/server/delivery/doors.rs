//! Where deliveries may go: to this machine, and to the hosts that were allowed when the server was started.

use std::net::{SocketAddr, ToSocketAddrs};
use std::time::Duration;

use tokio::net::lookup_host;
use tokio::time::timeout;

/// How long the look-up of a name may take.
const LOOK_UP: Duration = Duration::from_secs(10);

/// The hosts to which deliveries may go.
#[derive(Clone, Debug, Default)]
pub(in crate::server) struct Doors {
    allowed: Vec<String>,
}

impl Doors {
    /// This machine and these hosts.
    pub(in crate::server) fn new(allowed: Vec<String>) -> Self {
        Self { allowed }
    }

    fn is_named(&self, host: &str) -> bool {
        let bare = |name: &str| {
            name.trim_matches(['[', ']'])
                .trim_end_matches('.')
                .to_owned()
        };
        let host = bare(host);
        self.allowed
            .iter()
            .any(|name| bare(name).eq_ignore_ascii_case(&host))
    }

    fn lets_out(&self, host: &str, address: &SocketAddr) -> bool {
        address.ip().to_canonical().is_loopback() || self.is_named(host)
    }

    /// Whether an order that names this host may be taken on. Looks the name up, on the calling thread.
    pub(in crate::server) fn check(&self, host: &str, port: u16) -> Result<(), String> {
        if self.is_named(host) {
            return Ok(());
        }
        let found = (host, port).to_socket_addrs();
        let is_open = found.is_ok_and(|mut found| found.any(|a| self.lets_out(host, &a)));
        if is_open { Ok(()) } else { Err(shut(host)) }
    }

    /// The addresses of a host to which a delivery may connect: these, not the name, which may mean another by then.
    pub(super) async fn addresses(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, String> {
        let found = timeout(LOOK_UP, lookup_host((host, port)))
            .await
            .map_err(|_| format!("the look-up of {host} took too long"))?
            .map_err(|why| format!("{host} is not known: {why}"))?;
        let open: Vec<_> = found.filter(|a| self.lets_out(host, a)).collect();
        if open.is_empty() {
            Err(shut(host))
        } else {
            Ok(open)
        }
    }
}

fn shut(host: &str) -> String {
    format!(
        "this server delivers to its own machine only; start it with --allow-delivery {host} to let it out to that host"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_this_machine_and_what_was_allowed_is_reached() {
        let doors = Doors::new(vec!["Files.Example.".into(), "192.0.2.9".into()]);
        for open in ["127.0.0.1", "127.8.9.1", "::1", "localhost"] {
            assert_eq!(doors.check(open, 21), Ok(()), "{open}");
        }
        for shut in ["192.0.2.1", "10.0.0.1", "::ffff:192.0.2.1", "0.0.0.0"] {
            let why = doors.check(shut, 21).unwrap_err();
            assert!(why.contains("--allow-delivery"), "{why}");
            assert_eq!(doors.addresses(shut, 21).await, Err(why));
        }
        assert_eq!(doors.check("files.example", 21), Ok(()));
        assert_eq!(
            doors.addresses("192.0.2.9", 21).await,
            Ok(vec!["192.0.2.9:21".parse().unwrap()])
        );
        assert!(
            doors
                .addresses("::ffff:127.0.0.1", 80)
                .await
                .is_ok_and(|found| found.len() == 1)
        );
    }
}
