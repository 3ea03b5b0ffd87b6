//! Opening an address, or showing it where there is no display to open it on, or not that of the analyst.

use url::Url;

use crate::app::action::Action;
use crate::model::text::Safe;

/// Opens an address in the browser, or has it shown.
pub(super) fn open(address: &str) -> Action {
    let shown = Safe::line(address);
    // Addresses come from strangers: only web pages are handed to the system.
    if !Url::parse(address).is_ok_and(|u| matches!(u.scheme(), "http" | "https")) {
        return Action::Trouble(format!("not a web address, not opened: {shown}"));
    }
    let told = |why: String| Action::Address {
        url: address.to_owned(),
        why,
    };
    if let Some(why) = elsewhere(&|name| {
        let value = std::env::var_os(name);
        value.is_some_and(|value| !value.is_empty())
    }) {
        return told(why.to_owned());
    }
    match open::that_detached(address) {
        Ok(()) => Action::Notice(format!("opened {shown}")),
        Err(error) => told(format!("no browser could be started ({error})")),
    }
}

/// Why a browser that is started here would be seen by nobody, if it would.
fn elsewhere(is_set: &dyn Fn(&str) -> bool) -> Option<&'static str> {
    let has_display = cfg!(not(all(unix, not(target_os = "macos"))))
        || is_set("DISPLAY")
        || is_set("WAYLAND_DISPLAY");
    if is_set("SSH_CONNECTION") || is_set("SSH_TTY") {
        Some("over SSH no browser of yours can be opened; the address")
    } else if !has_display {
        Some("no display to open a browser on; the address")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_pages_are_opened() {
        for address in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "-h",
            "smb://x/y",
        ] {
            let Action::Trouble(said) = open(address) else {
                panic!("{address} was opened");
            };
            assert!(said.starts_with("not a web address"), "{address}");
        }
    }

    #[test]
    fn a_browser_is_opened_where_the_analyst_sits_only() {
        let with = |names: &'static [&'static str]| elsewhere(&move |name| names.contains(&name));
        assert!(with(&["SSH_TTY", "DISPLAY"]).unwrap().contains("SSH"));
        assert_eq!(with(&["DISPLAY"]), None);
        assert_eq!(with(&["WAYLAND_DISPLAY"]), None);
        if cfg!(target_os = "linux") {
            assert!(with(&[]).unwrap().contains("no display"));
        }
    }
}
