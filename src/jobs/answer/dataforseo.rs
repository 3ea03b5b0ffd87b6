//! DataForSEO: from the `result` of one task of the Backlinks API to grids that the store takes, one page at a time.
//! Nothing of an item is dropped: what no column of ours is called goes into the column of other columns.

mod flat;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value as Json};

use super::AnswerFault;
use crate::model::domain::DOMAINS;
use crate::model::link::{ICANN_DOMAIN, LINKS};
use crate::model::rows::Sheet;
use crate::model::target::{main_domain, registrable_domain};
use crate::model::text::one_line;
use crate::store::{AnswerRows, Grid};
use flat::{Item, Rows, scalars, text_of};

/// The key under which a list function has its rows, and the one that leads to the next page: neither is said of the
/// answer as a whole.
const NOT_SAID: [&str; 2] = ["items", "search_after_token"];

/// Times that a list also keeps as days under the provider's name: here they have another one.
const AS_TIME: [(&str, &str); 2] = [
    ("first_seen", "first_seen (time)"),
    ("last_seen", "last_seen (time)"),
];

/// What a link says of its source's host, kept with the referring domain too.
const OF_DOMAIN: [(&str, &str); 6] = [
    ("domain_from_rank", "domain_from_rank"),
    ("domain_from_platform_type", "domain_from_platform_type"),
    ("domain_from_country", "domain_from_country"),
    ("domain_from_ip", "domain_from_ip"),
    ("domain_from_is_ip", "domain_from_is_ip"),
    ("tld_from", "tld_from"),
];

/// Takes the `result` of a task apart by the function that was called, such as `backlinks`. No result, and no items,
/// are a list without rows.
pub(in crate::jobs) fn take(function: &str, result: &Json) -> Result<AnswerRows, AnswerFault> {
    let nothing = Map::new();
    let whole = match result {
        Json::Null => &nothing,
        Json::Array(results) => match results.as_slice() {
            [] | [Json::Null] => &nothing,
            [Json::Object(whole)] => whole,
            _ => return Err(unlike(function, "result")),
        },
        Json::Object(whole) => whole,
        _ => return Err(unlike(function, "result")),
    };
    let mut rows = AnswerRows {
        by_main_domain: true,
        ..AnswerRows::default()
    };
    if function == "summary" {
        let item = (!whole.is_empty()).then_some(whole);
        rows.items = Some(sheet(Sheet::Items, item.into_iter()));
        return Ok(rows);
    }
    let items = items(function, whole)?;
    let total = match total_of(whole) {
        Ok(total) => total,
        Err(note) => {
            rows.notes.push(note);
            None
        }
    };
    let objects = items.iter().filter_map(Json::as_object);
    rows.notes.extend(left_out(items));
    match function {
        "backlinks" => {
            (rows.links, rows.domains) = links(objects);
            rows.known_links = total;
        }
        "referring_domains" => {
            rows.domains = Some(domains(objects));
            rows.known_domains = total;
        }
        "domain_intersection" => {
            rows.domains = Some(intersections(objects));
            rows.notes.extend(numbered(whole));
            rows.known_domains = total;
        }
        "anchors" => {
            rows.sheet = Sheet::Anchors;
            rows.items = Some(sheet(rows.sheet, objects));
            rows.known_rows = total;
        }
        "history" => {
            rows.sheet = Sheet::Periods;
            rows.items = Some(sheet(rows.sheet, objects));
        }
        _ => return Err(unlike(function, "rows that this program keeps")),
    }
    rows.globals = scalars(whole, &NOT_SAID);
    Ok(rows)
}

fn unlike(function: &str, what: &str) -> AnswerFault {
    AnswerFault::Lacks {
        code: format!("a success of {function}"),
        table: what.to_owned(),
    }
}

/// How many rows there are at the service, if it says so; a number in quotes is one too. What is no number is told.
fn total_of(whole: &Map<String, Json>) -> Result<Option<i64>, String> {
    let Some(said) = whole.get("total_count").filter(|said| !said.is_null()) else {
        return Ok(None);
    };
    match text_of(said).trim().parse() {
        Ok(total) => Ok(Some(total)),
        Err(_) => Err(format!(
            "how many rows the service knows could not be read (total_count: {}), so that is unknown",
            one_line(&text_of(said))
        )),
    }
}

/// Says how many items are no rows.
fn left_out(items: &[Json]) -> Option<String> {
    let odd = items.iter().filter(|item| !item.is_object()).count();
    let all = items.len();
    (odd > 0).then(|| format!("{odd} of {all} items of an answer are no objects and are left out"))
}

/// The items of a list function. Where none of them is an object they are no rows, and the page is none.
fn items<'a>(function: &str, whole: &'a Map<String, Json>) -> Result<&'a [Json], AnswerFault> {
    match whole.get("items") {
        None | Some(Json::Null) => Ok(&[]),
        Some(Json::Array(items)) if items.is_empty() || items.iter().any(Json::is_object) => {
            Ok(items)
        }
        Some(_) => Err(unlike(function, "items")),
    }
}

/// Links, and their domains as far as the links tell.
fn links<'a>(items: impl Iterator<Item = &'a Map<String, Json>>) -> (Option<Grid>, Option<Grid>) {
    let mut links = Rows::new(&LINKS, &["url_from", "url_to", ICANN_DOMAIN]);
    let mut domains = Rows::new(&DOMAINS, &["domain"]);
    let mut told = std::collections::HashSet::new();
    for item in items {
        let mut row = Item::of(&LINKS, item);
        for (name, as_time) in AS_TIME {
            row.copy(name, as_time);
        }
        if let Some(host) = host_of(item) {
            row.set(ICANN_DOMAIN, registrable_domain(&host).to_owned());
            let domain = main_domain(&host);
            if told.insert(domain.to_owned()) {
                let mut of_domain = Item::default();
                of_domain.set("domain", domain.to_owned());
                for (name, column) in OF_DOMAIN {
                    of_domain.set(column, row.get(name).to_owned());
                }
                domains.push(of_domain);
            }
        }
        links.push(row);
    }
    (Some(links.grid()), Some(domains.grid()))
}

/// The host of the page that carries a link, in small letters.
fn host_of(item: &Map<String, Json>) -> Option<String> {
    let url = item.get("url_from")?.as_str()?;
    let url = url::Url::parse(url).ok();
    let host = url.as_ref().and_then(|url| url.host_str());
    let host = host.or_else(|| item.get("domain_from")?.as_str())?;
    let host = host.trim_matches(['[', ']', '.']).to_ascii_lowercase();
    (!host.is_empty()).then_some(host)
}

/// Referring main domains.
fn domains<'a>(items: impl Iterator<Item = &'a Map<String, Json>>) -> Grid {
    let mut rows = Rows::new(&DOMAINS, &["domain"]);
    for item in items {
        let mut row = Item::of(&DOMAINS, item);
        row.rename("first_seen", "first_seen (time)");
        rows.push(row);
    }
    rows.grid()
}

/// Domains that link to several targets: each figure by the number of its target. Answers of 2021 have the targets
/// where later ones have `domain_intersection` around them.
fn intersections<'a>(items: impl Iterator<Item = &'a Map<String, Json>>) -> Grid {
    let mut rows = Rows::new(&DOMAINS, &["domain"]);
    for item in items {
        rows.push(intersection(item));
    }
    rows.grid()
}

/// Which number stands for which target.
fn numbered(whole: &Map<String, Json>) -> Option<String> {
    let targets = whole.get("targets")?.as_object()?;
    let named = targets.iter();
    let named = named.map(|(number, target)| one_line(&format!("{number} {}", text_of(target))));
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| format!("targets by number: {}", named.join(", ")))
}

fn intersection(item: &Map<String, Json>) -> Item {
    let is_number = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
    let wrapped = item.get("domain_intersection").and_then(Json::as_object);
    let targets = wrapped.unwrap_or(item);
    let mut rest = Map::new();
    let mut by_target: Map<String, Json> = Map::new();
    let mut row = Item::default();
    for (number, figures) in targets {
        let Some(figures) = figures.as_object().filter(|_| is_number(number)) else {
            let name = match wrapped {
                Some(_) => format!("domain_intersection.{number}"),
                None => number.clone(),
            };
            rest.insert(name, figures.clone());
            continue;
        };
        for (name, figure) in figures {
            match name.as_str() {
                "target" if row.get("domain").is_empty() => row.set("domain", text_of(figure)),
                "type" if row.get("type").is_empty() => row.set("type", text_of(figure)),
                "target" | "type" if row.get(of_target(name)) == text_of(figure) => {}
                _ => add(&mut by_target, &mut rest, (number, name), figure),
            }
        }
    }
    if wrapped.is_some() {
        let beside = item
            .iter()
            .filter(|(name, _)| *name != "domain_intersection");
        rest.extend(beside.map(|(name, value)| (name.clone(), value.clone())));
    }
    row.extend(Item::of(&DOMAINS, &by_target));
    row.extend(Item::of(&DOMAINS, &rest));
    row
}

/// Our name of what a target's figures repeat.
fn of_target(name: &str) -> &str {
    match name {
        "target" => "domain",
        other => other,
    }
}

/// Adds a figure of a target: to the counts of its name by target where we keep such, else under its own path.
fn add(
    by_target: &mut Map<String, Json>,
    rest: &mut Map<String, Json>,
    (number, name): (&str, &str),
    figure: &Json,
) {
    let column = format!("N.{name}");
    let is_kept = DOMAINS
        .columns
        .iter()
        .any(|c| c.wires.contains(&column.as_str()));
    let pairs: Vec<(String, Json)> = match figure {
        Json::Null => return,
        Json::Number(_) => vec![(number.to_owned(), figure.clone())],
        Json::Object(counts) => {
            let named = counts.iter().filter(|(_, count)| !count.is_null());
            named
                .map(|(of, count)| (format!("{number}.{of}"), count.clone()))
                .collect()
        }
        _ => Vec::new(),
    };
    let whole = pairs.iter().all(|(_, count)| count.is_i64()) && !pairs.is_empty();
    if !is_kept || !whole {
        rest.insert(format!("{number}.{name}"), figure.clone());
        return;
    }
    let counts = by_target
        .entry(column)
        .or_insert_with(|| Json::Object(Map::new()));
    if let Json::Object(counts) = counts {
        counts.extend(pairs);
    }
}

/// Rows whose fields are called as the columns are.
fn sheet<'a>(sheet: Sheet, items: impl Iterator<Item = &'a Map<String, Json>>) -> Grid {
    let table = sheet.table();
    let needs: Vec<&str> = match sheet {
        Sheet::Items => vec!["target"],
        _ => sheet.needs().to_vec(),
    };
    let mut rows = Rows::new(table, &needs);
    items.for_each(|item| rows.push(Item::of(table, item)));
    rows.grid()
}
