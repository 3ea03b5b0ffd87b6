//! All that the screen shows.

use jiff::Timestamp;

use super::detail::Detail;
use super::domains::Domains;
use super::filtering::{FilterLine, Past};
use super::form::Form;
use super::layout::Layout;
use super::links::Links;
use super::notices::Notice;
use super::overlay::Overlay;
use super::queue::Queue;
use super::search::Search;
use super::tables::Tables;
use crate::app::action::DatasetFacts;
use crate::app::effect::Pane;
use crate::config::{Keymap, Theme};
use crate::model::catalog::Provider;
use crate::model::job::JobSummary;
use crate::model::money::{Budget, Limits};
use crate::model::rows::{DatasetId, List};

/// The pane that the keys go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Focus {
    /// 1, the query form.
    Form,
    /// 2, the job queue.
    Jobs,
    /// 3, the referring domains, or the items of an overview, anchor texts, periods.
    Domains,
    /// 4, the backlinks.
    Links,
    /// 5, one row in full.
    Detail,
}

impl Focus {
    /// Every pane in the order of its number.
    pub const ALL: [Self; 5] = [
        Self::Form,
        Self::Jobs,
        Self::Domains,
        Self::Links,
        Self::Detail,
    ];

    /// Its number on screen.
    pub fn number(self) -> usize {
        self as usize + 1
    }
}

impl From<Pane> for Focus {
    fn from(pane: Pane) -> Self {
        match pane {
            Pane::Domains => Self::Domains,
            Pane::Links => Self::Links,
        }
    }
}

/// What the shell knows when the screen opens.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Effective keys.
    pub keymap: Keymap,
    /// Effective look.
    pub theme: Theme,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// Who answers: `majestic`, `embedded demo`.
    pub service: String,
    /// The host that requests go to; empty where no service is set up.
    pub header_host: String,
    /// The service is its developer sandbox: no units are taken, and it knows little.
    pub sandbox: bool,
    /// Limits of every purchase.
    pub limits: Limits,
    /// A target to fill the form with.
    pub form_target: Option<String>,
    /// The shell submits a first job by itself (the demo): the focus follows its rows.
    pub auto_start: bool,
    /// Jobs of the journal, in any order.
    pub jobs: Vec<JobSummary>,
    /// Who can be asked, in the order of the form.
    pub providers: Vec<Provider>,
    /// The account with Majestic as last known.
    pub budget: Budget,
    /// The account with DataForSEO as last known.
    pub money: Budget,
    /// The time.
    pub now: Timestamp,
}

/// A dataset that was asked for and has not come yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Which.
    pub id: DatasetId,
    /// Whether the focus goes to its domains.
    pub follow: bool,
}

/// All that the screen shows.
#[derive(Clone, Debug)]
pub struct State {
    /// Effective keys.
    pub keymap: Keymap,
    /// Effective look.
    pub theme: Theme,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// Who answers.
    pub service: String,
    /// The host that requests go to.
    pub header_host: String,
    /// The service is its developer sandbox.
    pub sandbox: bool,
    /// Limits of every purchase.
    pub limits: Limits,
    /// The account with Majestic as last heard.
    pub budget: Budget,
    /// The account with DataForSEO as last heard.
    pub money: Budget,
    /// The time of the last action.
    pub now: Timestamp,
    /// Where the keys go.
    pub focus: Focus,
    /// 1.
    pub form: Form,
    /// 2.
    pub queue: Queue,
    /// The dataset that the lists show.
    pub dataset: Option<DatasetFacts>,
    /// The dataset that will come.
    pub opening: Option<Opening>,
    /// 3.
    pub domains: Domains,
    /// 4.
    pub links: Links,
    /// 5.
    pub detail: Detail,
    /// What lies over the panes.
    pub overlay: Option<Overlay>,
    /// The line in which a search is typed.
    pub search: Option<Search>,
    /// The line in which a filter is typed.
    pub filtering: Option<FilterLine>,
    /// The filters of this session.
    pub filters: Past,
    /// What just happened.
    pub notice: Option<Notice>,
    /// The demo's first rows take the focus once.
    pub follow_first: bool,
    /// The dataset whose first rows were offered while another one is shown.
    pub offered: Option<DatasetId>,
    /// The dataset whose domains' names are being read for a price sheet; a key pressed meanwhile forgets it.
    pub naming: Option<DatasetId>,
    /// Tables that are being counted, or wait for their links to be opened.
    pub tables: Tables,
    /// The dataset whose domains were counted last, or are being counted: it is not asked for again by itself.
    pub counting: Option<DatasetId>,
}

impl State {
    /// The first state. Ask [`super::start`] for its first effects.
    pub fn new(setup: Setup) -> Self {
        Self {
            form: Form::of(setup.providers, setup.form_target.as_deref()),
            queue: Queue::new(setup.jobs),
            keymap: setup.keymap,
            theme: setup.theme,
            size: setup.size,
            service: setup.service,
            header_host: setup.header_host,
            sandbox: setup.sandbox,
            limits: setup.limits,
            budget: setup.budget,
            money: setup.money,
            now: setup.now,
            focus: Focus::Form,
            dataset: None,
            opening: None,
            domains: Domains::new(),
            links: Links::new(),
            detail: Detail::default(),
            overlay: None,
            search: None,
            filtering: None,
            filters: Past::default(),
            notice: None,
            follow_first: setup.auto_start,
            offered: None,
            naming: None,
            tables: Tables::default(),
            counting: None,
        }
    }

    /// The account with a provider as last heard.
    pub fn budget_with(&self, provider: Provider) -> &Budget {
        match provider {
            Provider::Majestic => &self.budget,
            Provider::DataForSeo => &self.money,
        }
    }

    /// Whether a provider can be asked.
    pub fn can_ask(&self, provider: Provider) -> bool {
        !self.is_offline() && self.form.providers.contains(&provider)
    }

    /// Whether there is nobody to ask: only what is held can be looked at.
    pub fn is_offline(&self) -> bool {
        self.header_host.is_empty()
    }

    /// What heads the list of a pane: pane 3 may list a table that was counted from the links of the dataset, or that was
    /// bought while the links are of another.
    pub fn facts(&self, pane: Pane) -> Option<&DatasetFacts> {
        let table = self.domains.table.as_ref();
        table
            .filter(|_| pane == Pane::Domains)
            .or(self.dataset.as_ref())
    }

    /// The name of a pane on screen, after what it shows now.
    pub fn title(&self, pane: Focus) -> &'static str {
        match pane {
            Focus::Form => "Query",
            Focus::Jobs => "Jobs",
            Focus::Domains if self.domains.lists_domains() => "Referring domains",
            Focus::Domains => self.domains.sheet().title(),
            Focus::Links => "Backlinks",
            Focus::Detail => match self.detail.list {
                List::Links { .. } => "Link in full",
                List::Domains => "Domain in full",
                List::Sheet(sheet) => sheet.title_in_full(),
            },
        }
    }

    /// Where everything stands now.
    pub fn layout(&self) -> Layout {
        Layout::of(self.size, self.focus)
    }
}
