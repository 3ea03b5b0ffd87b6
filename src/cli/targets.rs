//! What is asked about, from arguments and from a file. The service charges for malformed items, so that every one
//! is checked before anything is priced or sent.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::ask_args::TargetArgs;
use super::failure::Failure;
use super::talk::Talk;
use crate::model::column::grouped;
use crate::model::target::{Takes, Target};

/// A list longer than this is no list of targets.
const LONGEST: u64 = 16 << 20;

/// The targets, each once, in the order they were given.
pub fn read(talk: &Talk, args: &TargetArgs, takes: Takes) -> Result<Vec<Target>, Failure> {
    let mut targets = args
        .targets
        .iter()
        .map(|text| parse(takes, text, String::new))
        .collect::<Result<Vec<_>, _>>()?;
    if let Some(path) = &args.targets_from {
        targets.extend(from_file(path, takes)?);
    }
    if targets.is_empty() {
        return Err(Failure::Usage(
            "nothing to ask about: name at least one TARGET, or a file of them with --targets-from; nothing was sent"
                .to_owned(),
        ));
    }
    let given = targets.len();
    let mut seen = HashSet::new();
    targets.retain(|target| seen.insert(target.clone()));
    if targets.len() < given {
        let twice = i64::try_from(given - targets.len()).unwrap_or(i64::MAX);
        talk.say(&format!(
            "targets that were given more than once are asked about once: {} left out",
            grouped(twice)
        ));
    }
    Ok(targets)
}

fn from_file(path: &Path, takes: Takes) -> Result<Vec<Target>, Failure> {
    let name = path.display();
    let failed = |why: io::Error| {
        Failure::Usage(format!(
            "--targets-from {name} cannot be read: {why}; nothing was sent"
        ))
    };
    let text = if path == Path::new("-") {
        bounded(io::stdin().lock())
    } else {
        File::open(path).and_then(bounded)
    };
    lines(&text.map_err(failed)?, &name.to_string(), takes)
}

fn bounded(from: impl Read) -> io::Result<String> {
    let mut text = String::new();
    from.take(LONGEST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LONGEST {
        return Err(io::Error::other("it is too long for a list of targets"));
    }
    Ok(text)
}

/// One target a line; empty lines and remarks are passed over.
fn lines(text: &str, file: &str, takes: Takes) -> Result<Vec<Target>, Failure> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.lines().enumerate();
    lines
        .map(|(at, line)| (at + 1, without_remark(line).trim()))
        .filter(|(_, target)| !target.is_empty())
        .map(|(at, target)| parse(takes, target, || format!("{file} line {at}: ")))
        .collect()
}

/// A `#` begins a remark at the start of a line or after a blank; within an address it is part of it.
fn without_remark(line: &str) -> &str {
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        if c == '#' && before.is_whitespace() {
            return &line[..at];
        }
        before = c;
    }
    line
}

fn parse(takes: Takes, text: &str, place: impl Fn() -> String) -> Result<Target, Failure> {
    takes
        .read(text)
        .map_err(|why| Failure::Usage(format!("{}{why}; nothing was sent", place())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_or_its_mistake_named_by_line() {
        let text = "\u{feff}# clients\r\nexample.com\r\n\n  b.example  # the second\nhttps://c.example/#top\n";
        let items: Vec<_> = lines(text, "list.txt", Takes::Items).unwrap();
        let items: Vec<_> = items.iter().map(|t| t.item.as_str()).collect();
        assert_eq!(
            items,
            ["example.com", "b.example", "https://c.example/#top"]
        );
        let words = lines("garden shed\nc# # not java\n", "list.txt", Takes::Words).unwrap();
        let words: Vec<_> = words.iter().map(|t| t.item.as_str()).collect();
        assert_eq!(words, ["garden shed", "c#"]);
        let why = lines("example.com\nforbes..com\n", "list.txt", Takes::Items).unwrap_err();
        assert_eq!(why.code(), 2);
        assert!(why.to_string().starts_with("list.txt line 2: "), "{why}");
    }

    #[test]
    fn a_target_is_asked_about_once() {
        let args = |targets: &[&str]| TargetArgs {
            targets: targets.iter().map(|t| (*t).to_owned()).collect(),
            targets_from: None,
        };
        let talk = Talk::new(true, true);
        let read_items =
            |list: &[&str]| read(&talk, &args(list), Takes::Items).map(|targets| targets.len());
        assert_eq!(read_items(&["a.com", "A.com", "b.com"]).unwrap(), 2);
        assert_eq!(read_items(&[]).unwrap_err().code(), 2);
    }
}
