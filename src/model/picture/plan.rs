//! Which pictures a list can show, and from which of its columns.

use super::Name;
use crate::model::column::Table;
use crate::model::computed::{OF_LINKS, REF_DOMAINS, domain_flows};
use crate::model::domain::DOMAINS;
use crate::model::link::LINKS;
use crate::model::rows::{Field, List, Of, Sheet};

/// Tells whether no row fills the column of a table with this id.
pub type Absent<'a> = &'a dyn Fn(&Table, &str) -> bool;

/// What is read for a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Rows by two flows.
    Grid {
        /// CitationFlow.
        x: Field,
        /// TrustFlow.
        y: Field,
    },
    /// What rows say of two flows.
    Matrix(MatrixPlan),
    /// Rows by a number.
    Bins(Field),
    /// Rows by month.
    Months(MonthsPlan),
    /// Rows by value.
    Values(Field),
    /// Rows by network.
    Subnets {
        /// The column.
        field: Field,
        /// It holds whole addresses, whose last number is left out.
        by_address: bool,
    },
    /// What rows say of their name.
    Weighted(WeightedPlan),
    /// Rows over time.
    Lines(LinesPlan),
}

/// What is read of rows that say how many have two flows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixPlan {
    /// CitationFlow.
    pub x: Field,
    /// TrustFlow.
    pub y: Field,
    /// How many have both.
    pub value: Field,
    /// What is counted, where several matrices are held.
    pub counted: Option<Field>,
    /// Which of them.
    pub of: &'static str,
}

/// What is read of rows by month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthsPlan {
    /// The day or moment when a row was first seen.
    pub found: Field,
    /// When it was lost.
    pub day: Option<Field>,
    /// What says that it is lost: a flag, or a share that is the whole.
    pub says: Option<Field>,
    /// The day that stands for the loss of what has no day of its own.
    pub seen: Option<Field>,
}

/// What is read of rows that say how many their name has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeightedPlan {
    /// The name.
    pub name: Field,
    /// How many.
    pub rows: Field,
    /// How many referring domains.
    pub domains: Option<Field>,
}

/// What is read of rows over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinesPlan {
    /// The day or moment.
    pub time: Field,
    /// What each row is about, where several may be.
    pub item: Option<Field>,
    /// The figures.
    pub numbers: Vec<Field>,
}

/// The figures of a history that are drawn, the most telling first.
const HISTORY: [&str; 11] = [
    "total_links",
    "ref_domains",
    "backlinks",
    "referring_main_domains",
    "rank",
    "new_backlinks",
    "lost_backlinks",
    "new_referring_domains",
    "lost_referring_domains",
    "new_links",
    "lost_links",
];

/// The pictures that a list can show, of which no row fills the columns that `absent` tells.
pub fn offered(list: &List, absent: Absent<'_>) -> Vec<Name> {
    let all = Name::ALL.into_iter();
    all.filter(|name| plan(list, *name, absent).is_some())
        .collect()
}

/// What is read for a picture of a list; none where the list cannot show it.
pub fn plan(list: &List, name: Name, absent: Absent<'_>) -> Option<Plan> {
    let own = |id: &str| own(list, id, absent);
    let either = |ids: &[&str]| ids.iter().find_map(|id| field(list, id, absent));
    match name {
        Name::Flows => {
            let [x, y] = flows(list, absent)?;
            Some(Plan::Grid { x, y })
        }
        Name::Citation => flows(list, absent).map(|[x, _]| Plan::Bins(x)),
        Name::Trust => flows(list, absent).map(|[_, y]| Plan::Bins(y)),
        Name::Rank if !is_history(list) => own("rank").map(Plan::Bins),
        Name::Spam if !is_history(list) => {
            let spam = own("backlink_spam_score").or_else(|| own("backlinks_spam_score"));
            spam.map(Plan::Bins)
        }
        Name::Rank | Name::Spam => None,
        Name::Months => months(list, absent),
        Name::Topics => match list {
            List::Sheet(Sheet::Topics) => weighted(list, absent, "topic", &["links"]),
            List::Sheet(_) => own("topic").map(Plan::Values),
            List::Domains => either(&["own_topic", "topic"]).map(Plan::Values),
            List::Links { .. } => own("source_topic").map(Plan::Values),
        },
        Name::Anchors => match list {
            List::Sheet(Sheet::Anchors) => {
                weighted(list, absent, "anchor", &["total_links", "backlinks"])
            }
            List::Links { .. } => own("anchor_text").map(Plan::Values),
            _ => None,
        },
        Name::Suffixes if !is_sheet(list) => either(&["tld_from", "tld"]).map(Plan::Values),
        Name::Countries if !is_sheet(list) => {
            either(&["domain_from_country", "country"]).map(Plan::Values)
        }
        Name::Suffixes | Name::Countries => None,
        Name::Subnets => subnets(list, absent),
        Name::History => history(list, absent),
        Name::Profile => matrix(list, absent, OF_LINKS),
        Name::ProfileDomains => matrix(list, absent, REF_DOMAINS),
    }
}

fn is_sheet(list: &List) -> bool {
    matches!(list, List::Sheet(_))
}

fn is_history(list: &List) -> bool {
    matches!(list, List::Sheet(Sheet::Periods | Sheet::Days))
}

/// A column of the list itself that some row fills.
fn own(list: &List, id: &str, absent: Absent<'_>) -> Option<Field> {
    let table = list.table();
    let column = table.columns.iter().position(|c| c.id == id)?;
    let of = Of::Row;
    (!absent(table, id)).then_some(Field { of, column })
}

/// The same; for links also one of their referring domains.
fn field(list: &List, id: &str, absent: Absent<'_>) -> Option<Field> {
    let of_domain = || {
        let column = DOMAINS.columns.iter().position(|c| c.id == id)?;
        let of = Of::Domain;
        let is_given = list.table().name == LINKS.name && !absent(&DOMAINS, id);
        is_given.then_some(Field { of, column })
    };
    own(list, id, absent).or_else(of_domain)
}

/// CitationFlow and TrustFlow of the rows; of domains their own where any was fetched, else the best of their pages.
fn flows(list: &List, absent: Absent<'_>) -> Option<[Field; 2]> {
    let ids = match list {
        List::Links { .. } => ["source_citation_flow", "source_trust_flow"],
        List::Domains => domain_flows(absent),
        List::Sheet(Sheet::Profile) => return None,
        List::Sheet(_) => ["citation_flow", "trust_flow"],
    };
    let [x, y] = ids.map(|id| own(list, id, absent));
    Some([x?, y?])
}

fn months(list: &List, absent: Absent<'_>) -> Option<Plan> {
    let own = |id: &str| own(list, id, absent);
    match list {
        List::Links { .. } => {
            let (says, seen) = (own("deleted"), own("source_crawl_date"));
            let both = says.is_some() && seen.is_some();
            Some(Plan::Months(MonthsPlan {
                found: own("first_found_date")?,
                day: own("date_lost"),
                says: says.filter(|_| both),
                seen: seen.filter(|_| both),
            }))
        }
        List::Domains => {
            let counted = own("first_seen");
            let (says, seen) = (own("lost_share"), own("last_seen"));
            let both = counted.is_some() && says.is_some() && seen.is_some();
            Some(Plan::Months(MonthsPlan {
                found: counted.or_else(|| own("first_link_seen"))?,
                day: own("lost_date").filter(|_| counted.is_none()),
                says: says.filter(|_| both),
                seen: seen.filter(|_| both),
            }))
        }
        List::Sheet(_) => None,
    }
}

fn weighted(list: &List, absent: Absent<'_>, name: &str, rows: &[&str]) -> Option<Plan> {
    let own = |id: &str| own(list, id, absent);
    Some(Plan::Weighted(WeightedPlan {
        name: own(name)?,
        rows: rows.iter().find_map(|id| own(id))?,
        domains: own("ref_domains").or_else(|| own("referring_main_domains")),
    }))
}

fn subnets(list: &List, absent: Absent<'_>) -> Option<Plan> {
    let addresses = ["domain_from_ip", "ip"];
    let whole = match list {
        List::Sheet(Sheet::Neighbours) => None,
        List::Sheet(_) => return None,
        List::Domains | List::Links { .. } => field(list, "subnet", absent),
    };
    let by_address = whole.is_none();
    let mut addresses = addresses.iter();
    let field = whole.or_else(|| addresses.find_map(|id| field(list, id, absent)))?;
    Some(Plan::Subnets { field, by_address })
}

fn history(list: &List, absent: Absent<'_>) -> Option<Plan> {
    if !is_history(list) {
        return None;
    }
    let own = |id: &str| own(list, id, absent);
    let numbers: Vec<Field> = HISTORY.iter().filter_map(|id| own(id)).collect();
    (!numbers.is_empty()).then_some(Plan::Lines(LinesPlan {
        time: own("date")?,
        item: own("item"),
        numbers,
    }))
}

fn matrix(list: &List, absent: Absent<'_>, of: &'static str) -> Option<Plan> {
    if *list != List::Sheet(Sheet::Profile) {
        return None;
    }
    let own = |id: &str| own(list, id, absent);
    let counted = own("counted");
    let is_given = counted.is_some() || of == REF_DOMAINS;
    Some(Plan::Matrix(MatrixPlan {
        x: own("citation_flow")?,
        y: own("trust_flow")?,
        value: own("value").filter(|_| is_given)?,
        counted,
        of,
    }))
}

impl Plan {
    /// Every column that is read, in the order of the plan.
    pub fn fields(&self) -> Vec<Field> {
        match self {
            Self::Grid { x, y } => vec![*x, *y],
            Self::Matrix(plan) => plan.fields(),
            Self::Bins(field) | Self::Values(field) | Self::Subnets { field, .. } => vec![*field],
            Self::Months(plan) => plan.fields(),
            Self::Weighted(plan) => plan.fields(),
            Self::Lines(plan) => plan.fields(),
        }
    }
}

impl MatrixPlan {
    /// Every column that is read, in this order.
    pub fn fields(&self) -> Vec<Field> {
        let flows = [self.x, self.y, self.value];
        flows.into_iter().chain(self.counted).collect()
    }
}

impl MonthsPlan {
    /// Every column that is read, in this order.
    pub fn fields(&self) -> Vec<Field> {
        let all = [Some(self.found), self.day, self.says, self.seen];
        all.into_iter().flatten().collect()
    }
}

impl WeightedPlan {
    /// Every column that is read, in this order.
    pub fn fields(&self) -> Vec<Field> {
        [self.name, self.rows]
            .into_iter()
            .chain(self.domains)
            .collect()
    }
}

impl LinesPlan {
    /// Every column that is read, in this order.
    pub fn fields(&self) -> Vec<Field> {
        let when = std::iter::once(self.time).chain(self.item);
        when.chain(self.numbers.iter().copied()).collect()
    }
}
