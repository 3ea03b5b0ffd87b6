//! Cells between pipes, as every recorded row has them: a single pipe separates, a literal one is doubled, an empty
//! cell is one space, and a pipe at a cell's edge gets a guard space so that runs of pipes stay even.

use std::borrow::Cow;

/// Splits a row's text by the vendor's own rule (its connectors' regular expression): of a run of pipes one
/// alone separates; a longer run is text, half as many pipes, and one more if the run is odd. A cell of one
/// space is empty. Guard spaces stay.
pub(super) fn split(row: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut rest = row;
    while let Some(at) = rest.find('|') {
        cell.push_str(&rest[..at]);
        rest = &rest[at..];
        let run = rest.bytes().take_while(|b| *b == b'|').count();
        if run == 1 {
            cells.push(unblank(std::mem::take(&mut cell)));
        } else {
            cell.extend(std::iter::repeat_n('|', run.div_ceil(2)));
        }
        rest = &rest[run..];
    }
    cell.push_str(rest);
    cells.push(unblank(cell));
    cells
}

fn unblank(cell: String) -> String {
    if cell == " " { String::new() } else { cell }
}

/// Takes the guard spaces off a cell: a space at its edge whose neighbour is a literal pipe.
pub(super) fn unguarded(mut cell: String) -> String {
    if cell.ends_with("| ") {
        cell.pop();
    }
    if cell.starts_with(" |") {
        cell.remove(0);
    }
    cell
}

/// A value as it stands between separators, not yet escaped.
pub(super) fn guarded(value: &str) -> Cow<'_, str> {
    if value.is_empty() {
        return " ".into();
    }
    if !value.contains('|') {
        return value.into();
    }
    let mut cell = value.replace('|', "||");
    if value.starts_with('|') {
        cell.insert(0, ' ');
    }
    if value.ends_with('|') {
        cell.push(' ');
    }
    cell.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(row: &str) -> Vec<String> {
        split(row).into_iter().map(unguarded).collect()
    }

    #[test]
    fn the_vendors_vectors_split_as_its_connectors_split_them() {
        assert_eq!(
            split("a|b|c||c|d|e|||f|||g|h|||i|j"),
            ["a", "b", "c|c", "d", "e||f||g", "h||i", "j"]
        );
        assert_eq!(split("x| |y"), ["x", "", "y"]);
        assert_eq!(split("q| || z|r"), ["q", " | z", "r"]);
    }

    #[test]
    fn a_guard_space_is_taken_off_beside_a_literal_pipe_only() {
        assert_eq!(values("q| || z|r"), ["q", "| z", "r"]);
        assert_eq!(
            values(" || 4.5 out of 5|app advice || | || "),
            ["| 4.5 out of 5", "app advice |", "|"]
        );
        assert_eq!(values(" a|b | c "), [" a", "b ", " c "]);
        assert_eq!(values("  || |x"), ["  |", "x"]);
    }

    #[test]
    fn recorded_edges_are_written_as_recorded() {
        for (value, cell) in [
            ("", " "),
            ("| 4.5 out of 5", " || 4.5 out of 5"),
            ("app advice |", "app advice || "),
            ("|", " || "),
            ("a || b", "a |||| b"),
            (" a ", " a "),
        ] {
            assert_eq!(guarded(value), cell);
            assert_eq!(values(cell), [value]);
        }
    }

    #[test]
    fn edges_of_a_row_are_cells() {
        assert_eq!(split(""), [""]);
        assert_eq!(split("|"), ["", ""]);
        assert_eq!(
            split("a|"),
            ["a", ""],
            "as some documentation samples lost the last space"
        );
        assert_eq!(split("||||||"), ["|||"]);
    }
}
