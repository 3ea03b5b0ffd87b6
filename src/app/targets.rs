//! Several targets in one line of text.

use crate::model::target::{Takes, Target, TargetError};

/// The targets of a text, each once, in the order they were typed.
pub fn read(takes: Takes, text: &str) -> Result<Vec<Target>, TargetError> {
    let mut targets: Vec<Target> = Vec::new();
    for piece in takes.split(text) {
        let target = takes.read(piece)?;
        if !targets.contains(&target) {
            targets.push(target);
        }
    }
    match targets.is_empty() {
        // What is wrong with nothing at all is a matter of the kind.
        true => takes.read("").map(|target| vec![target]),
        false => Ok(targets),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Vec<String> {
        let targets = read(Takes::Items, text).unwrap();
        targets.into_iter().map(|t| t.item).collect()
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
        assert_eq!(read(Takes::Items, " , "), Err(TargetError::Empty));
        assert_eq!(read(Takes::Words, " , "), Err(TargetError::NoWords));
    }

    #[test]
    fn one_that_is_none_is_refused_with_all_others() {
        let read = |text| read(Takes::Items, text);
        assert!(matches!(read("a.com b..com"), Err(TargetError::Host(_))));
        assert!(read("luc.edu  _").is_err());
    }
}
