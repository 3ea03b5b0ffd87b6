//! The command line as data: subcommands, their flags, and the flags they share.
//!
//! Options of a provider's function are not written here: they come from its catalog entry, so that
//! the form, the price sheet and the command line can never disagree about them.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, RangedU64ValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};

use super::access::AccessArgs;
use super::completions::CompletionsArgs;
use super::config::ConfigArgs;
use super::docs::DocsArgs;
use super::ids::IdsArgs;
use super::jobs_args::JobsArgs;
use super::journal::JournalArgs;
use super::keys::KeysArgs;
use super::ledger::BudgetArgs;
use super::offered;
use super::overview::OverviewArgs;
use super::plan::{self, RunArgs};
use super::questions::Question;
use super::show_args::{self, ShowArgs};
use crate::index::MOST_LINKS;
use crate::model::catalog::Provider;
pub use crate::model::export::Format as Form;
use crate::model::wire_format::WireFormat;
use crate::server::Shape;

/// A terminal explorer for backlink indexes.
#[derive(Debug, Parser)]
#[command(
    name = "backtrail",
    version,
    about = "A terminal explorer for backlink indexes",
    after_help = "Without a subcommand the explorer opens. Keys of a service are never arguments: \
put them in BACKTRAIL_MAJESTIC_KEY, in the settings file, or name a key command there; an OpenApps token \
and its private key go into BACKTRAIL_MAJESTIC_ACCESS_TOKEN and BACKTRAIL_MAJESTIC_PRIVATE_KEY; DataForSEO's \
login and API password into BACKTRAIL_DATAFORSEO_LOGIN and BACKTRAIL_DATAFORSEO_PASSWORD.\n\n\
Exit codes: 0 done, 1 failed, 2 usage, 3 refused by price or limit, 4 refused by the service \
(key, funds), 5 charge unknown, 130 interrupted."
)]
pub struct Cli {
    /// What to do; the explorer if nothing is said.
    #[command(subcommand)]
    pub task: Option<Task>,
    /// Flags of every subcommand.
    #[command(flatten)]
    pub common: Common,
}

/// Flags of every subcommand.
#[derive(Clone, Debug, Args)]
pub struct Common {
    /// How data is written [default: what the name of --output ends with, else table]
    #[arg(long, global = true, value_name = "FORMAT", env = "BACKTRAIL_FORMAT", value_parser = form())]
    pub format: Option<Form>,
    /// Write the data to a file instead of standard output; one named .csv, .tsv, .jsonl, .json, .parquet, .md or .html is
    /// written in that format unless --format says another
    #[arg(long, global = true, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Put the rows of JSON into an object, or behind a first line, that names the layout: schema, columns, source
    #[arg(long, global = true)]
    pub envelope: bool,
    /// Write no FILE.manifest.json beside a file of rows: it says from where they are, how they were chosen, how many of
    /// how many, and what they cost
    #[arg(long, global = true)]
    pub no_manifest: bool,
    /// Settings file; what each key of the explorer does is read from keys.toml beside it
    #[arg(long, global = true, value_name = "FILE", env = "BACKTRAIL_CONFIG")]
    pub config: Option<PathBuf>,
    /// How the explorer looks: auto, dark, light, high-contrast, 16-colour, plain, a file in the folder themes beside the
    /// settings, or a path [also BACKTRAIL_THEME]
    #[arg(
        long,
        global = true,
        value_name = "THEME",
        value_parser = offered::themes(),
        hide_possible_values = true
    )]
    pub theme: Option<String>,
    /// Draw the explorer with ASCII characters alone
    #[arg(long, global = true)]
    pub ascii: bool,
    /// Where the journal and the datasets lie
    #[arg(long, global = true, value_name = "DIR", env = "BACKTRAIL_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
    /// Address of Majestic's API, or of a `backtrail serve`
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "BACKTRAIL_MAJESTIC_URL",
        hide_env_values = true
    )]
    pub majestic_url: Option<String>,
    /// Address of DataForSEO's API, or of a `backtrail serve`
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "BACKTRAIL_DATAFORSEO_URL",
        hide_env_values = true
    )]
    pub dataforseo_url: Option<String>,
    /// Whom to ask [default: majestic, or whoever offers it]
    #[arg(
        long,
        global = true,
        value_name = "PROVIDER",
        env = "BACKTRAIL_PROVIDER",
        value_parser = provider()
    )]
    pub provider: Option<Provider>,
    /// Ask the provider's sandbox: little data, nothing is charged
    #[arg(long, global = true)]
    pub sandbox: bool,
    /// How Majestic's answers come; the rows are the same [default: json]
    #[arg(
        long,
        global = true,
        value_name = "FORMAT",
        env = "BACKTRAIL_MAJESTIC_FORMAT",
        value_parser = wire_format()
    )]
    pub majestic_format: Option<WireFormat>,
    /// Take the service's notifications here, for the time that jobs are waited for; needs --notify-public
    #[arg(long, global = true, value_name = "ADDR")]
    pub notify_listen: Option<std::net::SocketAddr>,
    /// The same place as the service reaches it; each job adds a random path of its own
    #[arg(long, global = true, value_name = "URL")]
    pub notify_public: Option<url::Url>,
    /// Write when each key of the explorer was read and when its frame was finished, for measurements
    #[arg(long, global = true, value_name = "FILE", hide = true)]
    pub trace_latency: Option<PathBuf>,
    /// Never ask; behave as without a terminal
    #[arg(long, global = true)]
    pub no_input: bool,
    /// Say only what went wrong
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Log more (repeat for still more)
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Open the explorer over the embedded index; no key needed
    Demo(DemoArgs),
    /// Open the explorer over a file (csv, csv.gz) or a stored dataset; no service involved
    Open(OpenArgs),
    /// Ask a provider's function.
    #[command(flatten)]
    Ask(Question),
    /// Take files (csv, csv.gz, Parquet) into datasets
    Import(ImportArgs),
    /// Print rows of a stored dataset; works offline
    #[command(after_help = show_args::EXAMPLES)]
    Show(ShowArgs),
    /// What was bought and what is running; downloads that lie in the account
    Jobs(JobsArgs),
    /// What is left in the account, what is held, what was spent today; every charge with --ledger
    Budget(BudgetArgs),
    /// The record of what was asked and paid: check it, or write it as JSON lines
    Journal(JournalArgs),
    /// What is stored, and whether it is sound
    Datasets(DatasetsArgs),
    /// Run the embedded server until Ctrl-C
    Serve(ServeArgs),
    /// Write a download of any size from the embedded index, the same for the same arguments
    Generate(GenerateArgs),
    /// Times of a stored dataset's answers, for benches
    #[command(hide = true)]
    Measure(MeasureArgs),
    /// Print the key table
    Keys(KeysArgs),
    /// Accounts: add a key, or try those that are known; free
    Key(AccessArgs),
    /// Ask the queries of a plan (TOML): priced together, agreed to once, what is held and young enough left out
    #[command(after_help = plan::EXAMPLE)]
    Run(RunArgs),
    /// What is known here of a target: both providers' counts, what is held, what asking again would cost; offline
    Overview(OverviewArgs),
    /// What is set and where it came from, where the files lie, and what is wrong with them
    Config(ConfigArgs),
    /// Print a page of help, or the list of pages
    Docs(DocsArgs),
    /// Print the man page
    Man,
    /// Names for a shell that completes them
    #[command(hide = true)]
    Ids(IdsArgs),
    /// Print what a shell needs to complete the arguments
    Completions(CompletionsArgs),
}

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Target to fill the form with; the largest of the embedded index if nothing is said
    pub target: Option<String>,
    /// Links to the targets of the embedded index
    #[arg(long, default_value_t = DEFAULT_LINKS, value_parser = links())]
    pub links: u64,
    /// Seed of the embedded index
    #[arg(long, default_value_t = DEFAULT_SEED)]
    pub seed: u64,
}

impl Default for DemoArgs {
    fn default() -> Self {
        Self {
            target: None,
            links: DEFAULT_LINKS,
            seed: DEFAULT_SEED,
        }
    }
}

/// Arguments of `open`.
#[derive(Debug, Args)]
pub struct OpenArgs {
    /// Files, or stored datasets by id, unique prefix or `latest`
    #[arg(required = true, value_name = "FILE|DATASET")]
    pub what: Vec<String>,
    /// Guards against traps.
    #[command(flatten)]
    pub guards: Guards,
}

/// Arguments of `import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Tables of links or of referring domains (csv, tsv, csv.gz), Parquet files of links, folders of datasets
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Guards against traps.
    #[command(flatten)]
    pub guards: Guards,
}

/// How far a file may go before it is taken for a trap.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct Guards {
    /// Take files that unpack to at most so many times their size
    #[arg(long, value_name = "N", value_parser = RangedU64ValueParser::<u64>::new().range(1..))]
    pub max_ratio: Option<u64>,
    /// Take rows of at most so many bytes
    #[arg(long, value_name = "BYTES", value_parser = RangedU64ValueParser::<u64>::new().range(1..))]
    pub max_row: Option<u64>,
}

impl Guards {
    /// For the import.
    pub fn of_import(self) -> crate::jobs::Guards {
        let Self { max_ratio, max_row } = self;
        crate::jobs::Guards { max_ratio, max_row }
    }
}

/// Arguments of `datasets`.
#[derive(Debug, Args)]
pub struct DatasetsArgs {
    /// Read every file of a dataset, or of all, and tell what is damaged (exit code 1)
    #[arg(long, value_name = "DATASET", num_args = 0..=1, default_missing_value = "")]
    pub check: Option<String>,
}

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    pub listen: std::net::SocketAddr,
    /// Links to the targets
    #[arg(long, value_name = "N", default_value_t = DEFAULT_LINKS, value_parser = links())]
    pub links: u64,
    /// The same seed makes the same index
    #[arg(long, value_name = "S", default_value_t = DEFAULT_SEED)]
    pub seed: u64,
    /// Keep accounts, jobs and files here over a restart
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
    /// Accounts other than the built-in `demo`
    #[arg(long, value_name = "FILE")]
    pub accounts: Option<PathBuf>,
    /// Faults to play, for tests of clients; the grammar is in the README
    #[arg(long, value_name = "SPEC")]
    pub fault: Option<String>,
    /// Majestic's answers with the columns they had in a month such as 2014-06; 2012 stands for 2012-06, 2014 for
    /// 2014-03, 2017 for 2017-06, 2020 for 2020-06
    #[arg(long, value_name = "YEAR")]
    pub shape: Option<Shape>,
    /// Also deliver files (FTP) and notifications to this host; without it only to this machine. Repeatable
    #[arg(long, value_name = "HOST")]
    pub allow_delivery: Vec<String>,
}

/// Arguments of `generate`; the file is `--output`.
#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// Links, exactly
    #[arg(long, value_name = "N", value_parser = rows())]
    pub rows: u64,
    /// The same seed makes the same file
    #[arg(long, value_name = "S", default_value_t = DEFAULT_SEED)]
    pub seed: u64,
    /// In a drawn order instead of domain after domain
    #[arg(long)]
    pub shuffle: bool,
}

/// Arguments of `measure`.
#[derive(Debug, Args)]
pub struct MeasureArgs {
    /// Id of a dataset, a unique beginning of it, or `latest`
    pub dataset: String,
    /// The filter that is timed
    #[arg(long, value_name = "EXPR", default_value = "anchor~garden and tf>=20")]
    pub filter: String,
}

/// The providers by their names.
fn provider() -> impl TypedValueParser<Value = Provider> {
    let names = Provider::ALL.map(Provider::name);
    let known = |name: String| Provider::from_name(&name).ok_or("no such provider");
    PossibleValuesParser::new(names).try_map(known)
}

/// The forms of data by their names.
fn form() -> impl TypedValueParser<Value = Form> {
    let names = Form::ALL.map(|form| PossibleValue::new(form.name()).help(form.help()));
    let known = |name: String| Form::from_name(&name).ok_or("no such format");
    PossibleValuesParser::new(names).try_map(known)
}

/// The forms by their names.
fn wire_format() -> impl TypedValueParser<Value = WireFormat> {
    let names = WireFormat::ALL.map(WireFormat::name);
    let known = |name: String| WireFormat::from_name(&name).ok_or("no such form");
    PossibleValuesParser::new(names).try_map(known)
}

/// More links than the index builds are a slip of the finger.
fn links() -> RangedU64ValueParser {
    RangedU64ValueParser::new().range(..=MOST_LINKS)
}

/// A file without a row is none, and below a hundred links there is no world.
fn rows() -> RangedU64ValueParser {
    RangedU64ValueParser::new().range(1..=MOST_LINKS)
}

/// Size of the embedded index when nothing is said.
pub const DEFAULT_LINKS: u64 = 200_000;
/// Seed of the embedded index when nothing is said.
pub const DEFAULT_SEED: u64 = 1;

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn options_of_a_function_come_from_its_catalog_entry() {
        let parse = |args: &[&str]| Cli::try_parse_from(args);
        let cli = parse(&["backtrail", "download", "a.com", "--per-domain", "3"]).unwrap();
        let Some(Task::Ask(Question::Download(args))) = cli.task else {
            panic!("no download")
        };
        assert_eq!(args.options.explicit("per-domain"), Some("3"));
        assert_eq!(args.options.explicit("mode"), None);
        let wrong = parse(&["backtrail", "download", "a.com", "--per-domain", "11"]).unwrap_err();
        assert_eq!(wrong.exit_code(), 2);
        let text = wrong.to_string();
        assert!(
            text.contains("--per-domain") && text.contains("1 to 10"),
            "{text}"
        );
        assert!(parse(&["backtrail", "info", "a.com", "--per-domain", "3"]).is_err());
        let links = parse(&["backtrail", "backlinks", "a.com", "--count", "5"]).unwrap();
        let Some(Task::Ask(Question::Links(args))) = links.task else {
            panic!("no links")
        };
        assert_eq!(args.options.value("count"), "5");
    }

    #[test]
    fn shared_flags_stand_anywhere() {
        let before = Cli::try_parse_from(["backtrail", "--format", "csv", "jobs"]).unwrap();
        let after = Cli::try_parse_from(["backtrail", "jobs", "--format", "csv"]).unwrap();
        assert_eq!(before.common.format, Some(Form::Csv));
        assert_eq!(after.common.format, Some(Form::Csv));
    }

    #[test]
    fn no_argument_takes_a_key() {
        let mut command = Cli::command();
        command.build();
        let all = command
            .get_subcommands()
            .flat_map(clap::Command::get_arguments)
            .chain(command.get_arguments());
        for argument in all {
            let long = argument.get_long().unwrap_or_default();
            assert!(
                !["key", "password", "token"]
                    .iter()
                    .any(|word| long.contains(word)),
                "--{long} would put a secret into the process list"
            );
        }
    }
}
