//! A plan read and checked as a whole: every name, target, option, filter and output, before anything is sent.

use std::path::{Path, PathBuf};

use toml::Spanned;

use super::age::Age;
use super::file::{PlanFile, QueryFile, Shared};
use crate::cli::args::Form;
use crate::cli::ask_args::TargetArgs;
use crate::cli::desk::{self, Desk};
use crate::cli::failure::Failure;
use crate::cli::filter;
use crate::cli::output::Outlet;
use crate::cli::targets;
use crate::config::{line_of, place};
use crate::model::catalog::dataforseo::check_tag;
use crate::model::catalog::{Entry, Provider};
use crate::model::query::Query;
use crate::model::rows::{List, SortKey, parse_order};
use crate::model::text::one_line;

/// A larger file is no plan.
const LARGEST: u64 = 4 << 20;

/// A checked plan.
pub struct Plan {
    /// What it is called.
    pub name: String,
    /// Whether the first query that fails ends it.
    pub stop_on_error: bool,
    /// Its queries.
    pub items: Vec<Item>,
}

/// One of its queries: as many calls as its targets need.
pub struct Item {
    /// What it is called in the table and the summary.
    pub name: String,
    /// The calls.
    pub queries: Vec<Query>,
    /// The ledger's label.
    pub tag: Option<String>,
    /// How old an answer must be before it is bought anew.
    pub age: Age,
    /// Where its rows go, if anywhere.
    pub out: Option<Out>,
}

impl Item {
    /// Whom it asks.
    pub fn provider(&self) -> Provider {
        self.queries
            .first()
            .map_or_else(Provider::default, Query::provider)
    }
}

/// Where rows go, and which.
pub struct Out {
    /// The file.
    pub file: PathBuf,
    /// How they are written.
    pub form: Form,
    /// Which list they are of.
    pub list: List,
    /// Which pass.
    pub filter: String,
    /// In which order.
    pub order: Vec<SortKey>,
    /// Which columns; all if none is named.
    pub columns: Vec<String>,
    /// How many at the most.
    pub limit: Option<u64>,
}

/// What a mistake is told with.
struct Reader<'a> {
    desk: &'a Desk,
    path: &'a Path,
    text: &'a str,
    folder: &'a Path,
    defaults: Shared,
}

/// Reads a plan file.
pub fn read(desk: &Desk, path: &Path) -> Result<Plan, Failure> {
    let failed = |why: std::io::Error| {
        Failure::Usage(format!(
            "{} cannot be read: {why}; nothing was sent",
            path.display()
        ))
    };
    let length = std::fs::metadata(path).map_err(failed)?.len();
    if length > LARGEST {
        return Err(failed(std::io::Error::other("it is too long for a plan")));
    }
    let text = std::fs::read_to_string(path).map_err(failed)?;
    let file: PlanFile = toml::from_str(&text).map_err(|error| {
        let (line, what) = place(&text, &error);
        at_line(path, line, &what)
    })?;
    let reader = Reader {
        desk,
        path,
        text: &text,
        folder: path.parent().unwrap_or(Path::new("")),
        defaults: file.defaults,
    };
    if file.query.is_empty() {
        return Err(at_line(
            path,
            1,
            "it has no [[query]]: there is nothing to ask",
        ));
    }
    let items = file.query.iter().map(|query| reader.item(query));
    let plan = Plan {
        name: one_line(&file.name),
        stop_on_error: file.stop_on_error,
        items: items.collect::<Result<_, _>>()?,
    };
    reader.outputs_differ(&plan, &file.query)?;
    Ok(plan)
}

fn at_line(path: &Path, line: usize, what: &str) -> Failure {
    Failure::Usage(format!(
        "{}, line {line}: {}; nothing was sent",
        path.display(),
        one_line(what)
    ))
}

impl Reader<'_> {
    /// A mistake, by its place.
    fn wrong(&self, at: usize, what: impl AsRef<str>) -> Failure {
        at_line(self.path, line_of(self.text, at), what.as_ref())
    }

    fn item(&self, spanned: &Spanned<QueryFile>) -> Result<Item, Failure> {
        let file = spanned.get_ref();
        let entry = self.entry(file)?;
        let queries = self.queries(entry, spanned)?;
        let tag = file.tag.as_ref().or(self.defaults.tag.as_ref());
        if let (Some(tag), Provider::DataForSeo) = (tag, entry.provider) {
            check_tag(tag.get_ref()).map_err(|why| self.wrong(tag.span().start, why))?;
        }
        let age = file
            .if_older_than
            .as_ref()
            .or(self.defaults.if_older_than.as_ref());
        let age = age
            .map(|age| Age::read(age.get_ref()).map_err(|why| self.wrong(age.span().start, why)));
        let out = self.out(file, &queries)?;
        let title = queries.first().map(Query::title).unwrap_or_default();
        let name = file.name.as_deref().map(one_line);
        Ok(Item {
            name: name
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| format!("{} {title}", entry.name)),
            queries,
            tag: tag.map(|tag| tag.get_ref().clone()),
            age: age.transpose()?.unwrap_or_default(),
            out,
        })
    }

    /// The function that is asked: of the provider that is named, else of the first that offers it.
    fn entry(&self, file: &QueryFile) -> Result<&'static Entry, Failure> {
        let named = file.provider.as_ref().or(self.defaults.provider.as_ref());
        let provider = named.map(|name| {
            let known = Provider::from_name(name.get_ref());
            known.ok_or_else(|| {
                let what = format!(
                    "no provider is called `{}`: majestic, dataforseo",
                    name.get_ref()
                );
                self.wrong(name.span().start, what)
            })
        });
        let provider = provider.transpose()?.or(self.desk.common.provider);
        let asked = match file.command.get_ref().as_str() {
            "domains" => "refdomains",
            "backlinks" => "links",
            other => other,
        };
        let of = |provider: Provider| {
            let entries = provider.entries().iter().copied();
            entries
                .filter(|entry| entry.is_bought())
                .find(|entry| entry.name == asked)
        };
        let found = match provider {
            Some(provider) => of(provider),
            None => Provider::ALL.into_iter().find_map(of),
        };
        found.ok_or_else(|| {
            let known: Vec<&str> = provider
                .map_or_else(|| Provider::ALL.to_vec(), |one| vec![one])
                .into_iter()
                .flat_map(|provider| provider.entries().iter().copied())
                .filter(|entry| entry.is_bought())
                .map(|entry| entry.name)
                .collect();
            let what = format!(
                "no question is called `{}`{}; there are: {}",
                file.command.get_ref(),
                provider.map_or_else(String::new, |provider| format!(" at {}", provider.title())),
                known.join(", ")
            );
            self.wrong(file.command.span().start, what)
        })
    }

    fn queries(
        &self,
        entry: &'static Entry,
        spanned: &Spanned<QueryFile>,
    ) -> Result<Vec<Query>, Failure> {
        let file = spanned.get_ref();
        let start = spanned.span().start;
        for target in &file.targets {
            let read = entry.takes.read(target.get_ref());
            read.map_err(|why| self.wrong(target.span().start, why.to_string()))?;
        }
        if file.targets.is_empty() && file.targets_from.is_none() {
            return Err(self.wrong(
                start,
                "it names no target: add targets = [\"example.com\"], or targets_from",
            ));
        }
        let about = TargetArgs {
            targets: file
                .targets
                .iter()
                .map(|target| target.get_ref().clone())
                .collect(),
            targets_from: file
                .targets_from
                .as_ref()
                .map(|from| self.folder.join(from.get_ref())),
        };
        let targets = targets::read(&self.desk.talk, &about, entry.takes)?;
        let most = entry.subject.most();
        if entry.subject.matches_targets() && targets.len() > most {
            let what = format!(
                "{} matches at most {most} targets against each other, not {}",
                entry.name,
                targets.len()
            );
            return Err(self.wrong(start, what));
        }
        let mut queries = Query::about_all(entry, targets);
        for (name, value) in &file.options {
            let at = value.span().start;
            let text = plain(value.get_ref()).ok_or_else(|| {
                self.wrong(
                    at,
                    format!("{name}: a text, a number, or true or false is expected"),
                )
            })?;
            for query in &mut queries {
                query
                    .set(name, &text)
                    .map_err(|why| self.wrong(at, format!("{name}: {why}")))?;
            }
        }
        for query in &queries {
            query.check().map_err(|why| self.wrong(start, why))?;
        }
        Ok(queries)
    }

    fn out(&self, file: &QueryFile, queries: &[Query]) -> Result<Option<Out>, Failure> {
        let format = file.format.as_ref().or(self.defaults.format.as_ref());
        let form = format.map(|name| {
            Form::from_name(name.get_ref()).ok_or_else(|| {
                self.wrong(
                    name.span().start,
                    format!("no format is called `{}`", name.get_ref()),
                )
            })
        });
        let form = form.transpose()?;
        let list = queries
            .first()
            .map_or(List::Domains, |query| query.brings().list());
        let table = list.table();
        let filter = self.filter(file, queries, &list)?;
        let order = match &file.sort {
            Some(sort) => parse_order(table, sort.get_ref())
                .map_err(|why| self.wrong(sort.span().start, format!("sort: {why}")))?,
            None => Vec::new(),
        };
        for column in &file.columns {
            if table.position(column.get_ref().trim()).is_none() {
                let what = format!(
                    "columns: no column `{}` in {}",
                    column.get_ref(),
                    table.name
                );
                return Err(self.wrong(column.span().start, what));
            }
        }
        let Some(output) = &file.output else {
            return Ok(None);
        };
        let path = self.folder.join(output.get_ref());
        let form = form.or_else(|| desk::of_file(&path)).unwrap_or(Form::Csv);
        let checked = Outlet::new(Some(&path)).check(form);
        checked.map_err(|why| self.wrong(output.span().start, format!("output: {why}")))?;
        Ok(Some(Out {
            file: path,
            form,
            list,
            filter,
            order,
            columns: file
                .columns
                .iter()
                .map(|column| column.get_ref().clone())
                .collect(),
            limit: file.limit,
        }))
    }

    /// The plan's filter, and the part of the question's that the service cannot do.
    fn filter(&self, file: &QueryFile, queries: &[Query], list: &List) -> Result<String, Failure> {
        let own = file.filter.as_ref();
        if let Some(text) = own {
            filter::read(self.desk, list, text.get_ref())
                .map_err(|why| self.wrong(text.span().start, why.to_string()))?;
        }
        let rest = queries.first().map(Query::list_filter).unwrap_or_default();
        Ok(
            match (own.map(|own| own.get_ref().as_str()), rest.as_str()) {
                (None, rest) => rest.to_owned(),
                (Some(own), "") => own.to_owned(),
                (Some(own), rest) => format!("({own}) and ({rest})"),
            },
        )
    }

    /// Two queries that write the same file would leave the rows of one.
    fn outputs_differ(&self, plan: &Plan, files: &[Spanned<QueryFile>]) -> Result<(), Failure> {
        let outputs: Vec<_> = plan
            .items
            .iter()
            .map(|item| item.out.as_ref().map(|out| &out.file))
            .collect();
        for (at, file) in files.iter().enumerate() {
            let same = outputs[at].is_some() && outputs[..at].contains(&outputs[at]);
            if let (true, Some(output)) = (same, &file.get_ref().output) {
                let what = format!(
                    "output: another query of this plan writes {}",
                    output.get_ref()
                );
                return Err(self.wrong(output.span().start, what));
            }
        }
        Ok(())
    }
}

/// A value as it is typed on the command line.
fn plain(value: &toml::Value) -> Option<String> {
    Some(match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Integer(n) => n.to_string(),
        toml::Value::Float(n) => n.to_string(),
        toml::Value::Boolean(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        toml::Value::Datetime(day) => day.to_string(),
        toml::Value::Array(_) | toml::Value::Table(_) => return None,
    })
}
