//! What heads the lists of a dataset, as its manifest says it.

use super::perform::Performer;
use crate::app::facts::{Applied, CountedFrom, DatasetFacts};
use crate::model::catalog::{self, Provider};
use crate::model::rows::DatasetId;
use crate::model::text::one_line;
use crate::store::{Gap, Manifest};

/// Options that leave rows, or links behind them, out of an answer and of its counts.
const NARROWS: [&str; 5] = [
    "filters",
    "backlinks_filters",
    "mode",
    "custom_mode",
    "include_subdomains",
];

/// What heads the lists of a dataset.
pub(super) fn of(manifest: &Manifest) -> DatasetFacts {
    let known = |n: Option<i64>| n.and_then(|n| u64::try_from(n).ok());
    DatasetFacts {
        id: manifest.id.clone(),
        target: title(manifest),
        source: manifest.source(),
        command: manifest.command.clone().unwrap_or_default(),
        mode: param(manifest, "Mode"),
        datasource: param(manifest, "datasource"),
        provider: manifest.provider.clone().unwrap_or_default(),
        sheet: manifest.sheet,
        rows_known: known(manifest.known_rows),
        items_held: manifest.items,
        links_held: manifest.rows,
        links_known: known(manifest.links_known()),
        domains_held: manifest.domains,
        domains_known: known(manifest.domains_known()),
        applied: applied(manifest),
        bad_rows: manifest.bad_rows,
        bad_cells: manifest.bad_cells,
        complete: manifest.complete,
        stopped: None,
        notes: manifest.notes.clone(),
        lacks_second_pass: manifest.lacks_second_pass(),
        filter: manifest.filter.clone(),
        absent: manifest.absent.clone(),
        labels: manifest.labels.clone(),
        counted_from: manifest.computed.as_ref().map(|of| CountedFrom {
            dataset: of.dataset.clone(),
            links: of.links,
        }),
        tables: Vec::new(),
    }
}

/// Options of Majestic that leave rows out, with the words before their value; a switch is its words alone.
const NARROWS_MAJESTIC: [(&str, &str); 8] = [
    ("Datefrom", "from"),
    ("Dateto", "before"),
    ("FilterAnchorText", "anchor"),
    ("FilterRefDomain", "from domain"),
    ("RefDomain", "from domain"),
    ("FilterTopic", "topic"),
    ("Filters", "filters"),
    ("UsePrefixScan", ""),
];

/// What Majestic was asked to leave out, in the order of the form; of links of some days first which of both kinds
/// they are.
fn narrowed(manifest: &Manifest, entry: &catalog::Entry) -> Vec<String> {
    let kind = entry.option("Datefrom").and_then(|_| entry.option("Mode"));
    let kind = kind.map(|option| option.words(&param(manifest, "Mode")));
    let sent = entry.options.iter().filter_map(|option| {
        let (_, words) = NARROWS_MAJESTIC.iter().find(|(w, _)| *w == option.wire)?;
        let value = param(manifest, option.wire);
        (!value.is_empty() && value != option.default).then(|| match *words {
            "" => "all under the path".to_owned(),
            words => one_line(&format!("{words} {}", option.words(&value))),
        })
    });
    kind.into_iter().chain(sent).collect()
}

impl Performer {
    /// What heads the lists of a dataset as it is published now, with the tables that its links give.
    pub(super) fn facts(&self, id: &DatasetId) -> Result<DatasetFacts, String> {
        let dataset = self.lists.open(id).map_err(|e| e.to_string())?;
        let stopped = match self.store.gap(dataset.manifest()) {
            Some(Gap::Stopped(why)) => Some(why),
            Some(Gap::Arriving) | None => None,
        };
        let mut own = of(dataset.manifest());
        // Where nothing can be written, what is not counted stays so.
        own.lacks_second_pass &= !self.store.is_looked_at();
        // What the service did to the links, it did to what is counted from them.
        if let Some(from) = &dataset.manifest().computed {
            let links = self.store.manifest(&from.dataset);
            own.applied = of(&links.map_err(|e| e.to_string())?).applied;
        }
        Ok(DatasetFacts {
            stopped,
            tables: self.store.tables(dataset.manifest()),
            ..own
        })
    }
}

/// What the service itself did to the answer, so that its counts are of less than all, or its ranks of another scale.
fn applied(manifest: &Manifest) -> Applied {
    let command = manifest.command.as_deref();
    let entry = command.and_then(catalog::entry);
    let entry = match entry {
        Some(entry) if entry.provider == Provider::DataForSeo => entry,
        Some(entry) => {
            return Applied {
                narrowed: narrowed(manifest, entry),
                other: Vec::new(),
            };
        }
        None => return Applied::default(),
    };
    let mut applied = Applied::default();
    for option in entry.options {
        let sent = manifest.params.iter().find(|(name, _)| name == option.wire);
        let Some((_, value)) = sent.filter(|(_, v)| !v.is_empty() && *v != option.default) else {
            continue;
        };
        let words = format!("{} {}", option.title.to_lowercase(), option.words(value));
        match option.wire {
            "rank_scale" => applied.other.push("rank 0–100".to_owned()),
            "backlinks_status_type" if value == "all" => {
                applied.other.push("live and lost links".to_owned());
            }
            "backlinks_status_type" => applied.narrowed.push(format!("{value} links")),
            wire if NARROWS.contains(&wire) => applied.narrowed.push(one_line(&words)),
            _ => {}
        }
    }
    // Figures by target carry its number alone.
    let numbers = manifest
        .notes
        .iter()
        .find_map(|n| n.strip_prefix("targets by number: "));
    applied.other.extend(numbers.map(str::to_owned));
    applied
}

/// What was asked about; of several targets the first, and how many more there were.
fn title(manifest: &Manifest) -> String {
    let is_item = |name: &str| {
        let number = name.strip_prefix("item");
        number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    let items = manifest.params.iter().filter(|(name, _)| is_item(name));
    match items.count() {
        0 | 1 => manifest.title(),
        n => format!("{} +{}", manifest.title(), n - 1),
    }
}

/// What was sent as a parameter; empty where it was not.
fn param(manifest: &Manifest, name: &str) -> String {
    let named = |(sent, _): &&(String, String)| sent.eq_ignore_ascii_case(name);
    let asked = manifest.params.iter().find(named);
    asked.map(|(_, value)| value.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::dataforseo::REFERRING_DOMAINS;
    use crate::model::job::JobId;
    use crate::model::query::Query;
    use crate::model::target::Target;
    use crate::store::{Origin, Store};

    fn applied_of(options: &[(&str, &str)]) -> Applied {
        applied_to(&REFERRING_DOMAINS, options)
    }

    fn applied_to(entry: &'static catalog::Entry, options: &[(&str, &str)]) -> Applied {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let mut query = Query::new(entry, Target::parse("a.com").unwrap());
        for (name, value) in options {
            query.set(name, value).unwrap();
        }
        let origin = Origin::Query {
            query: Box::new(query),
            job: JobId(1),
            figures: None,
        };
        let id = store.create_dataset(origin).unwrap();
        of(&store.manifest(&id).unwrap()).applied
    }

    #[test]
    fn what_narrows_an_answer_is_named_and_defaults_are_not() {
        assert_eq!(applied_of(&[]), Applied::default());
        let applied = applied_of(&[
            ("filters", r#"["rank",">",80]"#),
            ("backlinks_filters", r#"["dofollow","=",true]"#),
            ("backlinks_status_type", "lost"),
            ("rank_scale", "one_hundred"),
            ("limit", "7"),
        ]);
        assert_eq!(applied.other, ["rank 0–100"]);
        let narrowed = applied.narrowed.join("; ");
        assert_eq!(applied.narrowed.len(), 3, "{narrowed}");
        for words in ["rank", "dofollow", "lost links"] {
            assert!(narrowed.contains(words), "{narrowed}");
        }
        let split = applied_of(&[("filters", "rank>80 and not domain~x")]);
        let [narrowed] = split.narrowed.try_into().unwrap();
        assert!(
            narrowed.contains("rank") && !narrowed.contains("domain"),
            "{narrowed}"
        );
        let here = applied_of(&[("filters", "not domain~x")]);
        assert_eq!(here, Applied::default(), "nothing was sent");
        let all = applied_of(&[("backlinks_status_type", "all")]);
        assert_eq!(
            (all.narrowed.len(), all.other),
            (0, vec!["live and lost links".to_owned()])
        );
    }
    #[test]
    fn a_part_of_majestics_links_says_which() {
        use crate::model::catalog::majestic as m;
        let narrowed = |entry, options: &[(&str, &str)]| applied_to(entry, options).narrowed;
        assert!(narrowed(&m::GET_TOPICS, &[("count", "7")]).is_empty());
        assert_eq!(narrowed(&m::GET_NEW_LOST_BACK_LINKS, &[]), ["new links"]);
        let days = [
            ("mode", "1"),
            ("since", "2026-09-01"),
            ("until", "2026-10-01"),
        ];
        assert_eq!(
            narrowed(&m::GET_NEW_LOST_BACK_LINKS, &days),
            ["lost links", "from 2026-09-01", "before 2026-10-01"]
        );
        let text = [
            ("mode", "2"),
            ("anchor", "garden sheds"),
            ("prefix-scan", "yes"),
        ];
        assert_eq!(
            narrowed(&m::GET_ANCHOR_TEXT, &text),
            ["anchor garden sheds", "all under the path"]
        );
    }
}
