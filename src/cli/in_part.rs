//! A purchase that stopped before its end: how much of it is held, and the command that goes on.

use super::headline::number;
use crate::model::column::grouped;
use crate::model::job::JobState;
use crate::model::query::Query;
use crate::model::rows::List;
use crate::store::{JobRecord, Manifest};

/// What is said of a dataset whose purchase stopped before its end; none of any other. `jobs` are the newest first.
pub fn sentence(manifest: &Manifest, jobs: &[JobRecord]) -> Option<String> {
    let is_of = |job: &&JobRecord| job.summary.dataset.as_ref() == Some(&manifest.id);
    let job = &jobs.iter().find(is_of)?.summary;
    let list = job.query.brings().list();
    (job.state == JobState::Partial).then(|| {
        format!(
            "held in part: {}; goes on with `{}`",
            measure(manifest, &list, &job.query),
            command(&job.query, job.tag.as_deref())
        )
    })
}

/// `1,444 of 2,500 links asked for, 70,747 known`
fn measure(manifest: &Manifest, list: &List, query: &Query) -> String {
    let (held, known) = manifest.held_and_known(list);
    let asked = query.entry().paging.and_then(|p| query.number(p.count));
    let name = list.noun();
    let known = known.map(|known| format!("{} known", grouped(known)));
    match (asked, known) {
        (Some(asked), Some(known)) => {
            format!(
                "{} of {} {name} asked for, {known}",
                number(held),
                grouped(asked)
            )
        }
        (Some(asked), None) => format!("{} of {} {name} asked for", number(held), grouped(asked)),
        (None, Some(known)) => format!("{} {name} of {known}", number(held)),
        (None, None) => format!("{} {name}", number(held)),
    }
}

/// The command that asks a question again, as a shell takes it.
fn command(query: &Query, tag: Option<&str>) -> String {
    let entry = query.entry();
    let mut words = vec!["backtrail".to_owned(), entry.name.to_owned()];
    words.extend(query.targets().map(|target| target.item.clone()));
    words.extend(["--provider".to_owned(), entry.provider.name().to_owned()]);
    for option in entry.options {
        let value = query.value(option.wire);
        if value != option.default {
            let shown = match option.may_be_secret() {
                true => option.words(value),
                false => value.to_owned(),
            };
            words.extend([format!("--{}", option.flag), shown]);
        }
    }
    if let Some(tag) = tag {
        words.extend(["--tag".to_owned(), tag.to_owned()]);
    }
    let quoted = words.iter().map(|word| quoted(word));
    quoted.collect::<Vec<_>>().join(" ")
}

fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || ".-_:/,".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::dataforseo::BACKLINKS;
    use crate::model::target::Target;

    #[test]
    fn the_command_asks_the_same_again() {
        let mut query = Query::new(&BACKLINKS, Target::parse("example.com").unwrap());
        query.set("limit", "2500").unwrap();
        query
            .set("filters", "anchor~\"it's\" and dofollow")
            .unwrap();
        query.set("exclude-internal", "no").unwrap();
        assert_eq!(
            command(&query, Some("ACME & Co")),
            r#"backtrail links example.com --provider dataforseo --limit 2500 --filters 'anchor~"it'\''s" and dofollow' --exclude-internal false --tag 'ACME & Co'"#
        );
    }
}
