//! GetTopBackLinks: the best links of an address, of its sub-domain and of its root domain, one table a level.
//!
//! The cap of a domain is applied to the lines that were chosen, so that fewer rows may come than were asked for
//! (Majestic developer documentation, GetTopBackLinks page). A call that asks for no level is refused; that is our
//! choice.

use super::charge::{Charged, analysis_cost, charge};
use super::dispatch::Call;
use super::links::{AVAILABLE_LINES, Facts, Line, Selection, Sheet, best, cap};
use super::params::Params;
use super::refusal::Refusal;
use super::server_fields::with_index;
use crate::index::{Index, ItemId, ItemKind};
use crate::model::catalog::majestic::{GET_TOP_BACK_LINKS, LEVELS};
use crate::model::money::Amounts;
use crate::model::target::registrable_domain;
use crate::server::shared::Shared;
use crate::wire::majestic::{Answer, Table};

/// What is asked, all parameters checked.
pub(in crate::server) struct Asked {
    fresh: bool,
    /// Name of the table with what it is about, for every level that is asked for.
    levels: Vec<Level>,
    most: usize,
    per_domain: Option<usize>,
    with_domains: bool,
}

struct Level {
    table: &'static str,
    name: String,
    id: Option<ItemId>,
}

/// The lines of every level that was asked for, not written out yet.
pub(in crate::server) struct Chosen<'a> {
    asked: &'a Asked,
    index: &'a Index,
    facts: Facts<'a>,
    levels: Vec<(Vec<Line>, u64)>,
}

/// The best links, in the answer itself.
pub(super) fn answer(call: &Call<'_>) -> Result<Answer, Refusal> {
    let asked = Asked::read(call.shared, call.params, call.report_backlinks())?;
    let chosen = Chosen::of(call.shared, &asked);
    let charged = charge(call, GET_TOP_BACK_LINKS.command, chosen.cost())?;
    Ok(chosen.answer(&charged))
}

impl Asked {
    /// Checks the parameters of a call; charges nothing. `shown` is the most links a level that the account's plan shows.
    pub(in crate::server) fn read(
        shared: &Shared,
        params: &Params,
        shown: i64,
    ) -> Result<Self, Refusal> {
        let fresh = params.fresh()?;
        let address = params.required(GET_TOP_BACK_LINKS.subject.param())?;
        let (most, _) = params.page(&GET_TOP_BACK_LINKS, 100)?;
        let limit = AVAILABLE_LINES.min(usize::try_from(shown).unwrap_or(0));
        let per_domain = params.int("MaxSourceURLsPerRefDomain", -1, -1..=i64::MAX)?;
        Ok(Self {
            fresh,
            levels: levels(shared.index(fresh), params, address)?,
            most: usize::try_from(most).map_or(limit, |n| n.min(limit)),
            per_domain: usize::try_from(per_domain).ok().filter(|&n| n > 0),
            with_domains: params.switch("ShowDomainInfo")?,
        })
    }

    fn analysis_cost(&self) -> i64 {
        analysis_cost(&GET_TOP_BACK_LINKS).saturating_mul(whole(self.levels.len()))
    }

    /// The most that the answer can cost.
    pub(in crate::server) fn most_cost(&self) -> Amounts {
        let rows = self.most.saturating_mul(self.levels.len());
        Amounts::new(self.analysis_cost(), whole(rows), 0)
    }
}

fn levels(index: &Index, params: &Params, address: &str) -> Result<Vec<Level>, Refusal> {
    let mut levels = Vec::new();
    for (switch, table) in LEVELS {
        // The address itself is the one level that is on unless it is switched off.
        let default = i64::from(table == LEVELS[0].1);
        if params.int(switch, default, 0..=1)? == 1 {
            levels.push(level(index, table, address));
        }
    }
    if levels.is_empty() {
        return Err(Refusal::parameter(format!(
            "None of the parameters {} is 1, so nothing is asked. Nothing was charged.",
            LEVELS.map(|(switch, _)| switch).join(", ")
        )));
    }
    Ok(levels)
}

/// The address, reduced to its host or to its registrable domain where that is the level.
fn level(index: &Index, table: &'static str, address: &str) -> Level {
    let text = match address.split_once("://") {
        Some(_) => address.to_owned(),
        None => format!("http://{address}"),
    };
    let (url, host) = match url::Url::parse(&text) {
        Ok(url) => {
            let host = url.host_str().unwrap_or_default().to_owned();
            (String::from(url), host)
        }
        Err(_) => (text, address.to_owned()),
    };
    let (kind, name) = match table {
        "URL" => (ItemKind::Url, url),
        "SubDomain" => (ItemKind::SubDomain, host),
        _ => (ItemKind::RootDomain, registrable_domain(&host).to_owned()),
    };
    Level {
        table,
        id: index.resolve(kind, &name),
        name,
    }
}

impl<'a> Chosen<'a> {
    /// Chooses the lines; charges nothing.
    pub(in crate::server) fn of(shared: &'a Shared, asked: &'a Asked) -> Self {
        let index = shared.index(asked.fresh);
        let facts = Facts::new(index);
        let selection = Selection {
            live_only: true,
            most: asked.most,
            ..Selection::default()
        };
        let lines_of = |level: &Level| {
            let (mut lines, all) = level
                .id
                .map_or((Vec::new(), 0), |id| best(&facts, id, &selection));
            cap(&mut lines, asked.per_domain, None);
            (lines, all)
        };
        let levels = asked.levels.iter().map(lines_of).collect();
        Self {
            asked,
            index,
            facts,
            levels,
        }
    }

    /// What the answer costs.
    pub(in crate::server) fn cost(&self) -> Amounts {
        let rows = self.levels.iter().map(|(lines, _)| lines.len()).sum();
        Amounts::new(self.asked.analysis_cost(), whole(rows), 0)
    }

    /// Writes the answer out. Reports are sold on the web site only, so there are none left here.
    pub(in crate::server) fn answer(&self, charged: &Charged) -> Answer {
        let answer = Answer::ok()
            .with("AnalysisMode", "AnalyseAllBackLinks")
            .with("RemainingDetailedReportsPerPeriod", 0)
            .with("RemainingStandardReports", 0);
        let mut answer = with_index(charged.say(answer), self.index, self.asked.fresh);
        let mut sheet = Sheet::new(&self.facts, self.asked.with_domains);
        for (level, (lines, all)) in self.asked.levels.iter().zip(&self.levels) {
            let table = sheet.links(level.table, lines);
            answer = answer.with_table(self.with_attributes(table, level, *all));
        }
        match sheet.domains() {
            Some(domains) => answer.with_table(domains),
            None => answer,
        }
    }

    fn with_attributes(&self, table: Table, level: &Level, all: u64) -> Table {
        let known = level.id.map_or(0, |id| self.index.external_links(id));
        let lines = usize::try_from(all).map_or(AVAILABLE_LINES, |n| n.min(AVAILABLE_LINES));
        table
            .with("AvailableLines", whole(AVAILABLE_LINES))
            .with("BackLinkItem", level.name.as_str())
            .with("TotalBackLinks", i64::try_from(known).unwrap_or(i64::MAX))
            .with("TotalLines", whole(lines))
    }
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
