//! Arguments of `show`.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::offered;
use crate::model::picture::Name;
use crate::model::rows::{List, Sheet};

/// What names the pictures there are instead of one.
pub const LIST: &str = "list";

/// What `show --help` ends with; each line runs as it is written.
pub const EXAMPLES: &str = "\
Examples:
  backtrail show latest --sort best_tf --limit 20
  backtrail show latest --filter 'best_tf>=20 and tld=de' --format csv
  backtrail show latest --view links --filter 'tf>=20 and (anchor~casino or tld=de) and not nofollow'
  backtrail show latest --tally anchor --filter 'not nofollow' --limit 20
  backtrail show latest --picture months --filter 'tf>=20' --format csv";

/// Arguments of `show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Id of a dataset, a unique beginning of it, or `latest`
    pub dataset: String,
    /// What to list; if nothing is said what was asked for (of `links` the links, of a download or a file the domains),
    /// the links with --tally
    #[arg(long, value_name = "LIST", value_parser = view())]
    pub view: Option<List>,
    /// Only rows that pass, such as `best_tf>=20 and tld=de`; the columns are those of the list that --view names. Without
    /// it what was bought with a filter is shown through the part of that which the service could not do; '' shows all
    #[arg(long, value_name = "EXPR")]
    pub filter: Option<String>,
    /// Count the values of a column instead: value, rows, share, domains. Where a cell holds several values or counts by
    /// name, rows are counted by each value or name they have
    #[arg(long, value_name = "COL", conflicts_with = "columns", value_parser = offered::columns(), hide_possible_values = true)]
    pub tally: Option<String>,
    /// Print the numbers of a picture instead: flows, tf, cf, rank, spam, months, topics, anchors, tld, country, subnets,
    /// history, profile, profile-domains; `list` names those that the dataset can show. Without --view of the first list
    /// that can. With --output FILE.svg the picture itself
    #[arg(long, value_name = "NAME", conflicts_with_all = ["tally", "columns", "sort"], value_parser = pictures())]
    pub picture: Option<String>,
    /// Up to three columns to sort by, each as COL, COL:asc or COL:desc; without a direction numbers and dates begin
    /// with the largest, flags with yes, and texts are in alphabetical order. A tally has the columns value, rows, share
    /// and domains
    #[arg(long, value_name = "COL[:desc],...", default_value = "", value_parser = offered::columns(), hide_possible_values = true)]
    pub sort: String,
    /// Print one row in full instead, by its place in this order from 1: every column that it fills, a line each, with the
    /// provider's own name of it
    #[arg(long, value_name = "N", conflicts_with_all = ["tally", "picture", "columns", "limit"], value_parser = clap::value_parser!(u64).range(1..))]
    pub row: Option<u64>,
    /// At most so many rows; of a picture at most so many marks, 100,000 values if nothing is said
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,
    /// Columns to print, in this order; all if nothing is said (tables: those that fit)
    #[arg(long, value_name = "a,b", value_delimiter = ',', value_parser = offered::columns(), hide_possible_values = true)]
    pub columns: Vec<String>,
}

/// The pictures by their names, and the word that asks for these.
fn pictures() -> PossibleValuesParser {
    let all = Name::ALL.into_iter();
    let names = all.map(|name| PossibleValue::new(name.id()).help(name.title()));
    let list = PossibleValue::new(LIST).help("Which pictures there are");
    PossibleValuesParser::new(names.chain([list]))
}

/// The lists by the names of their tables.
fn view() -> impl TypedValueParser<Value = List> {
    let lists = [List::Domains, List::Links { domain: None }];
    let sheets = Sheet::all().map(List::Sheet);
    let names = lists.into_iter().chain(sheets).map(|list| {
        let about = match &list {
            List::Domains => "Referring domains".to_owned(),
            List::Links { .. } => "Links".to_owned(),
            List::Sheet(sheet) => sheet.title().to_owned(),
        };
        PossibleValue::new(list.table().name).help(about)
    });
    PossibleValuesParser::new(names).try_map(|name| List::named(&name).ok_or("no such list"))
}
