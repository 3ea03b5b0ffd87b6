//! What is worked out of a list, and how far it is.

use super::titles::{count, noun};
use crate::app::command::{Command, key_of};
use crate::app::facts::DatasetFacts;
use crate::app::list::{List, Standing};
use crate::app::progress::Gone;
use crate::config::Keymap;
use crate::model::far::Step;
use crate::model::rows;

/// What is being worked out, and how far the rows had come that the list knows: long and short. Where nothing more is
/// worked out although it was asked for, the key that asks again.
pub fn standing(
    list: &List,
    facts: &DatasetFacts,
    keymap: &Keymap,
) -> (Option<String>, Option<String>) {
    let reread = key_of(keymap, Command::Reread);
    let other_rows = list.filter() != list.shown_filter();
    let working = match list.standing() {
        _ if list.total.is_none() => None,
        Standing::Whole => None,
        Standing::Asked if other_rows && !list.filter().is_empty() => Some("filtering …".into()),
        Standing::Asked if !other_rows && !list.order().is_empty() => Some("sorting …".into()),
        Standing::Asked => Some("ranking …".into()),
        Standing::FirstPage if list.filter().is_empty() => Some("sorting …".into()),
        Standing::FirstPage => Some("filtering …".into()),
        Standing::BrokenOff if list.whole => Some(format!("not ranked anew, {reread} tries again")),
        Standing::BrokenOff => Some(format!("broken off, {reread} ranks anew")),
    };
    let (working, short_working) = match (list.standing(), &list.gone) {
        (Standing::BrokenOff, _) if list.whole && working.is_some() => {
            (working, Some(format!("{reread} tries again")))
        }
        (Standing::Asked | Standing::FirstPage, Some(gone)) => {
            let at = |wording| working.as_ref().map(|_| going(list, gone, wording));
            (at(0), at(3))
        }
        _ => (working.clone(), working),
    };
    let (long, short) = match list.total {
        _ if facts.complete => (None, None),
        _ if facts.stopped.is_some() => (
            Some("not read to its end".to_owned()),
            Some("cut off".to_owned()),
        ),
        None => (Some("arriving".to_owned()), Some("arriving".to_owned())),
        Some(_) => {
            // One domain's links say nothing of how far the rows had come.
            let one = list.shown.as_ref().map(|view| &view.list);
            let one = matches!(one, Some(rows::List::Links { domain: Some(_) }));
            let known = count(if one { list.known } else { list.of });
            (
                Some(format!("as of {known}, more arriving")),
                Some(format!("as of {known}")),
            )
        }
    };
    (
        arriving_and(long, working),
        arriving_and(short, short_working),
    )
}

/// What is worked out, and how far it is: `filtering 1,200,000 of 30,000,000 links · 4 s left`.
fn going(list: &List, gone: &Gone, wording: usize) -> String {
    let said = gone.said(noun(list));
    let said = said.get(wording).map_or("", String::as_str);
    format!("{} {said}", doing(gone.far.step))
}

fn doing(step: Step) -> &'static str {
    match step {
        Step::Test => "filtering",
        Step::Sort => "sorting",
        Step::Look | Step::Values => "ranking",
    }
}

/// What is done for a ranking that tells of itself, and how far it is in ever fewer words.
pub fn ranked(list: &List) -> Option<(String, Vec<String>)> {
    let gone = list.gone.as_ref()?;
    Some((doing(gone.far.step).to_owned(), gone.said(noun(list))))
}

/// How far a search is that tells of itself, in ever fewer words.
pub fn looking(list: &List) -> Option<Vec<String>> {
    let gone = list.sought.as_ref().filter(|_| list.seek.is_some())?;
    Some(gone.said(noun(list)))
}

/// What is said where no rows are here yet, and those asked for are worked out or read.
pub fn awaited(list: &List) -> Option<String> {
    let what = match list.filter().is_empty() {
        true => "ranking …",
        false => "filtering …",
    };
    match &list.gone {
        _ if !list.ranking => list.coming.map(|_| "reading rows …".to_owned()),
        Some(gone) => Some(going(list, gone, 0)),
        None => Some(what.to_owned()),
    }
}

fn arriving_and(arriving: Option<String>, working: Option<String>) -> Option<String> {
    match (arriving, working) {
        (Some(arriving), Some(working)) => Some(format!("{arriving} · {working}")),
        (arriving, working) => arriving.or(working),
    }
}
