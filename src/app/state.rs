//! All that the screen shows.

use jiff::Timestamp;

use super::choosing::Choices;
use super::detail::Detail;
use super::domains::Domains;
use super::export::Exporting;
use super::filtering::{FilterLine, Past};
use super::form::Form;
use super::layout::{Divided, Layout};
use super::links::Links;
use super::notices::{Notice, Notices};
use super::overlay::Overlay;
use super::progress::Pace;
use super::queue::Queue;
use super::search::Search;
use super::sparks::{self, Sparks};
use super::tables::Tables;
use super::tour::{Asked, Tour};
use crate::app::effect::Pane;
use crate::app::facts::DatasetFacts;
use crate::config::{Keymap, Options, Session, Split, Theme};
use crate::model::catalog::Provider;
use crate::model::job::JobSummary;
use crate::model::money::{Budget, Limits};
use crate::model::picture::Name;
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
    /// Names of the themes of a person's own.
    pub themes: Vec<String>,
    /// What else the settings say of the screen, of exports and of copying.
    pub options: Options,
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
    /// What is remembered of the last time.
    pub session: Session,
    /// The dataset to go on with; else that of the newest job is shown.
    pub resume: Option<DatasetId>,
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

/// A file that is shown as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRead {
    /// Into which dataset.
    pub dataset: DatasetId,
    /// Bytes read.
    pub done: u64,
    /// Bytes in all; 0 if that is not known.
    pub total: u64,
    /// How fast.
    pub pace: Pace,
}

/// All that the screen shows.
#[derive(Clone, Debug)]
pub struct State {
    /// Effective keys.
    pub keymap: Keymap,
    /// Effective look.
    pub theme: Theme,
    /// Names of the themes of a person's own.
    pub themes: Vec<String>,
    /// What else the settings say of the screen, of exports and of copying.
    pub options: Options,
    /// The picture that was looked at last.
    pub picture: Option<Name>,
    /// When links of the domains on screen were first found.
    pub sparks: Sparks,
    /// Columns and rows that everything but the tour's note is laid out on.
    pub size: (u16, u16),
    /// Columns and rows of the terminal.
    pub screen: (u16, u16),
    /// The tour, while it is under way.
    pub tour: Option<Tour>,
    /// What the demo asks by itself at its start; none elsewhere.
    pub asked_by_itself: Option<Asked>,
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
    /// What is remembered for the next time; the shell keeps it whenever it has changed.
    pub session: Session,
    /// The dataset to go on with at the start.
    pub resume: Option<DatasetId>,
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
    /// What was told, to be read again.
    pub notices: Notices,
    /// The focused pane takes the whole body.
    pub zoomed: bool,
    /// The file that is read in, and how far it is.
    pub file: Option<FileRead>,
    /// The line between panes that the pointer holds.
    pub dragged: Option<Split>,
    /// Tables that are being counted, or wait for their links to be opened.
    pub tables: Tables,
    /// What was chosen of the columns of the lists.
    pub columns: Choices,
    /// Number of the last order to copy rows.
    pub copies: u64,
    /// The dataset whose domains were counted last, or are being counted: it is not asked for again by itself.
    pub counting: Option<DatasetId>,
    /// Where exports go, and the one that is being written.
    pub export: Exporting,
    /// The commands that were typed, the newest last.
    pub typed: Vec<String>,
}

impl State {
    /// The first state. Ask [`super::start`] for its first effects.
    pub fn new(setup: Setup) -> Self {
        Self {
            form: Form::of(setup.providers, setup.form_target.as_deref()),
            queue: Queue::new(setup.jobs),
            keymap: setup.keymap,
            theme: setup.theme,
            themes: setup.themes,
            options: setup.options,
            picture: None,
            sparks: Sparks::default(),
            size: setup.size,
            screen: setup.size,
            tour: None,
            asked_by_itself: None,
            service: setup.service,
            header_host: setup.header_host,
            sandbox: setup.sandbox,
            limits: setup.limits,
            budget: setup.budget,
            money: setup.money,
            columns: Choices::recalled(&setup.session),
            copies: 0,
            session: setup.session,
            resume: setup.resume,
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
            notices: Notices::default(),
            zoomed: false,
            file: None,
            dragged: None,
            tables: Tables::default(),
            counting: None,
            export: Exporting::default(),
            typed: Vec::new(),
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

    /// Cells that the columns of a list have.
    pub fn list_width(&self, pane: Pane) -> u16 {
        let room = self.layout().inner(pane.into()).width;
        match pane {
            Pane::Domains => room - sparks::width(self, room),
            Pane::Links => room,
        }
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
        let facts = self.dataset.as_ref();
        Layout::of(&Divided {
            size: self.size,
            focus: self.focus,
            from: self.detail.from,
            no_links: facts.is_some_and(DatasetFacts::has_no_links),
            splits: &self.session.splits,
            zoomed: self.zoomed,
        })
    }
}
