//! Several targets in one line of text.

use crate::model::target::{Target, TargetError};

/// The targets of a text, each once, in the order they were typed.
///
/// Blanks set targets apart, and so do commas; only behind the first slash of an address a comma belongs to the
/// address, which may hold commas itself.
pub fn read(text: &str) -> Result<Vec<Target>, TargetError> {
    let mut targets: Vec<Target> = Vec::new();
    for piece in text.split_whitespace().flat_map(pieces) {
        let target = Target::parse(piece)?;
        if !targets.contains(&target) {
            targets.push(target);
        }
    }
    if targets.is_empty() {
        Err(TargetError::Empty)
    } else {
        Ok(targets)
    }
}

fn pieces(word: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = word.trim_matches(',');
    while let Some((first, behind)) = rest.split_once(',') {
        if first.contains('/') {
            break;
        }
        if !first.is_empty() {
            pieces.push(first);
        }
        rest = behind;
    }
    if !rest.is_empty() {
        pieces.push(rest);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Vec<String> {
        read(text).unwrap().into_iter().map(|t| t.item).collect()
    }

    #[test]
    fn targets_are_set_apart_by_blanks_and_commas() {
        assert_eq!(
            items(" a.com, b.com,c.com ,,a.com\td.com,"),
            ["a.com", "b.com", "c.com", "d.com"]
        );
        assert_eq!(
            items("a.com,https://b.com/x,y.html c.com"),
            ["a.com", "https://b.com/x,y.html", "c.com"]
        );
        assert_eq!(read(" , "), Err(TargetError::Empty));
    }

    #[test]
    fn one_that_is_none_is_refused_with_all_others() {
        assert!(matches!(read("a.com b..com"), Err(TargetError::Host(_))));
        assert!(read("luc.edu  _").is_err());
    }
}
