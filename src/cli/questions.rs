//! The subcommands that ask a provider's function about targets.

use clap::Subcommand;

use super::ask_args::{AskArgs, DomainInfoArgs};
use super::desk::Desk;
use super::entry_options::{
    Anchors, Calendar, Crawl, Download, DownloadAll, Estimate, History, Info, Intersect, Keywords,
    Links, Neighbours, NewLost, Pages, Profile, RefDomains, Related, Search, TopLinks, Topics,
};
use super::failure::Failure;
use super::{ask, domain_info};

/// What is asked.
#[derive(Debug, Subcommand)]
pub enum Question {
    /// Counts of targets. Majestic: with price figures, one item unit a target; DataForSEO: one request a target
    Info(AskArgs<Info>),
    /// Referring domains of a target; of Majestic's also those of up to four matched against each other
    #[command(name = "refdomains", visible_alias = "domains")]
    RefDomains(AskArgs<RefDomains>),
    /// Backlinks of a target with their referring domains
    #[command(visible_alias = "backlinks")]
    Links(AskArgs<Links>),
    /// Anchor texts of the links to a target; of Majestic's also the domains or the links that use one
    Anchors(AskArgs<Anchors>),
    /// Topics of the pages and domains that link to a target (Majestic)
    Topics(AskArgs<Topics>),
    /// Pages of a target, the strongest first; of one URL whether it is known at all (Majestic)
    Pages(AskArgs<Pages>),
    /// How the links of up to five targets spread over CitationFlow and TrustFlow (Majestic)
    Profile(AskArgs<Profile>),
    /// What came in each period: of up to five targets by Majestic, of a domain month by month by DataForSEO
    History(AskArgs<History>),
    /// Links that came, or went, on some days; each day is charged (Majestic)
    #[command(name = "newlost")]
    NewLost(AskArgs<NewLost>),
    /// How many links came and went on each day (Majestic)
    Calendar(AskArgs<Calendar>),
    /// Domains on the same address and network as a domain or an IPv4 address (Majestic)
    Neighbours(AskArgs<Neighbours>),
    /// Sites that are linked from the same pages (Majestic, beta)
    Related(AskArgs<Related>),
    /// Domains that link to 2 to 20 targets (DataForSEO)
    Intersect(AskArgs<Intersect>),
    /// Pages or root domains that keywords find, three calls a second (Majestic)
    Search(AskArgs<Search>),
    /// How much keywords are searched for, and where they stand (Majestic)
    Keywords(AskArgs<Keywords>),
    /// How much lies under a path, and whether questions about it are answered (Majestic)
    Estimate(AskArgs<Estimate>),
    /// Ask for URLs to be visited soon (Majestic)
    Crawl(AskArgs<Crawl>),
    /// Backlinks in the service's old, deprecated way; `links` takes its place
    TopLinks(AskArgs<TopLinks>),
    /// What the service knows of domains; fills the referring domains of a stored dataset
    DomainInfo(DomainInfoArgs),
    /// Download the best links of every referring domain of a target, after pricing it
    Download(AskArgs<Download>),
    /// Download all links of a target, after pricing it
    DownloadAll(AskArgs<DownloadAll>),
}

/// Asks it.
pub async fn run(desk: &Desk, question: &Question) -> Result<(), Failure> {
    match question {
        Question::Info(args) => ask::run(desk, args).await,
        Question::RefDomains(args) => ask::run(desk, args).await,
        Question::Links(args) => ask::run(desk, args).await,
        Question::Anchors(args) => ask::run(desk, args).await,
        Question::Topics(args) => ask::run(desk, args).await,
        Question::Pages(args) => ask::run(desk, args).await,
        Question::Profile(args) => ask::run(desk, args).await,
        Question::History(args) => ask::run(desk, args).await,
        Question::NewLost(args) => ask::run(desk, args).await,
        Question::Calendar(args) => ask::run(desk, args).await,
        Question::Neighbours(args) => ask::run(desk, args).await,
        Question::Related(args) => ask::run(desk, args).await,
        Question::Intersect(args) => ask::run(desk, args).await,
        Question::Search(args) => ask::run(desk, args).await,
        Question::Keywords(args) => ask::run(desk, args).await,
        Question::Estimate(args) => ask::run(desk, args).await,
        Question::Crawl(args) => ask::run(desk, args).await,
        Question::TopLinks(args) => ask::run(desk, args).await,
        Question::DomainInfo(args) => domain_info::run(desk, args).await,
        Question::Download(args) => ask::run(desk, args).await,
        Question::DownloadAll(args) => ask::run(desk, args).await,
    }
}
