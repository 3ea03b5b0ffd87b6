//! Opening an address, or saying it where there is no display to open it on.

use url::Url;

use crate::model::text::Safe;

/// Opens an address in the browser; the sentence for the analyst says what happened.
pub(super) fn open(address: &str) -> String {
    let shown = Safe::line(address);
    // Addresses come from strangers: only web pages are handed to the system.
    if !Url::parse(address).is_ok_and(|u| matches!(u.scheme(), "http" | "https")) {
        return format!("not a web address, not opened: {shown}");
    }
    if !has_display() {
        return format!("no display here; the address is {shown}");
    }
    match open::that_detached(address) {
        Ok(()) => format!("opened {shown}"),
        Err(error) => format!("no browser could be started ({error}); the address is {shown}"),
    }
}

fn has_display() -> bool {
    cfg!(not(all(unix, not(target_os = "macos"))))
        || std::env::var_os("DISPLAY").is_some()
        || std::env::var_os("WAYLAND_DISPLAY").is_some()
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
            assert!(open(address).starts_with("not a web address"), "{address}");
        }
    }
}
