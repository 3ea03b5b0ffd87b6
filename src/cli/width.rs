//! Tables that fit the terminal: which columns there is room for, and which are named because there is none.

use std::io::IsTerminal;

use super::output::Outlet;
use super::talk::Talk;
use crate::model::text::one_line;
use crate::shell;

/// Cells between two columns.
pub const GAP: usize = 2;

/// Columns of the terminal that a table goes to; none where it goes to a file or a pipe, which take it whole.
pub fn room(outlet: &Outlet) -> Option<usize> {
    let is_shown = outlet.file().is_none() && std::io::stdout().is_terminal();
    is_shown.then(shell::terminal_width).flatten()
}

/// Columns of the terminal that is talked on; none where nobody looks.
pub fn room_of_talk() -> Option<usize> {
    let is_shown = std::io::stderr().is_terminal();
    is_shown.then(shell::terminal_width).flatten()
}

/// Which columns are kept, given their widths and, for each, its place in the order in which they matter: as many of the
/// first as fit side by side, and the very first in any case.
pub fn fitting(widths: &[usize], order: &[usize], room: usize) -> Vec<usize> {
    let mut used = 0;
    let mut kept = Vec::new();
    for at in order {
        let wide = widths.get(*at).copied().unwrap_or(0);
        let with = if kept.is_empty() {
            wide
        } else {
            used + GAP + wide
        };
        if with <= room || kept.is_empty() {
            used = with;
            kept.push(*at);
        }
    }
    kept.sort_unstable();
    kept
}

/// Names what there is no room for.
pub fn tell_left_out(talk: &Talk, names: &[&str], how: &str) {
    if !names.is_empty() {
        talk.insist(&format!(
            "no room on this terminal for: {}; {how}",
            one_line(&names.join(", "))
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_most_is_kept_and_stands_in_its_place() {
        let widths = [10, 30, 5, 5];
        assert_eq!(fitting(&widths, &[0, 1, 2, 3], 80), [0, 1, 2, 3]);
        assert_eq!(
            fitting(&widths, &[0, 1, 2, 3], 24),
            [0, 2, 3],
            "a wide one gives way to narrow ones"
        );
        assert_eq!(fitting(&widths, &[3, 1, 0, 2], 37), [1, 3]);
        assert_eq!(
            fitting(&widths, &[1, 0], 3),
            [1],
            "one column always stands there"
        );
    }
}
