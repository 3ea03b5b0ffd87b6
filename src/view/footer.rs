//! The lines at the bottom: what just happened, what the keys do.

mod guides;
mod on_sheet;

use on_sheet::on_sheet;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::filter_line;
use super::hit::unseen;
use super::list;
use super::unfilled;
use super::widgets::Pen;
use crate::app::command::{Command, Context, entry_of, footer, key_of};
use crate::app::effect::Pane;
use crate::app::export;
use crate::app::extend::rest;
use crate::app::facts::DatasetFacts;
use crate::app::form::{ASK, Choice, TARGET};
use crate::app::input::Key;
use crate::app::layout::{Layout, Mode};
use crate::app::listing::list;
use crate::app::mouse::Spot;
use crate::app::notices::Notice;
use crate::app::overlay::Overlay;
use crate::app::progress;
use crate::app::queue::takes_file;
use crate::app::search::Search;
use crate::app::state::{Focus, State};
use crate::app::stopping;
use crate::app::tables;
use crate::app::update::{context_of, list_of};
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::model::catalog::Provider;
use crate::model::column::DATAFORSEO;
use crate::model::job::JobState;

/// A key and what it does now.
type Offer = (String, String);

/// Draws the notice line and the keys.
pub fn draw(state: &State, layout: &Layout, pen: &mut Pen) {
    let shared = layout.notice == layout.footer;
    let below = (!shared).then_some(layout.footer);
    let (typed, area) = (state.overlay.is_none(), layout.notice);
    let taken = if let (Some(search), true) = (&state.search, typed) {
        find_line(state, pen, area, search);
        shared
    } else if let (Some(line), true) = (&state.filtering, typed) {
        filter_line::draw(pen, area, below, line) || shared
    } else if let Some(text) = looking(state, area).filter(|_| typed && !shared) {
        notice_lines(pen, area, &Notice::info(text));
        false
    } else if let Some(notice) = &state.notice {
        // A tally that lies over this line says it itself.
        let is_hidden = matches!(
            state.overlay,
            Some(Overlay::Tally(_) | Overlay::Pictures(_))
        ) && !shared;
        if !is_hidden {
            notice_lines(pen, area, &with_others(state, notice));
        }
        shared
    } else {
        let hit = list_of(state.focus).and_then(|pane| unseen(state, pane));
        if let Some(text) = hit.filter(|_| typed && !shared) {
            let key = key_of(&state.keymap, Command::InFull);
            let text = format!("{text}; {key} shows the row in full");
            notice_lines(pen, area, &Notice::info(text));
        } else if let Some(text) = unfilled_filter(state).filter(|_| typed && !shared) {
            notice_lines(pen, area, &Notice::info(text));
        } else if let Some(text) = export::told(state).filter(|_| typed && !shared) {
            notice_lines(pen, area, &Notice::info(text));
        }
        false
    };
    if !taken {
        keys(state, layout, pen);
    }
}

/// What a filter in force tests, and no row has: it says nothing of any row, whichever way it is asked.
fn unfilled_filter(state: &State) -> Option<String> {
    let own = list(state, list_of(state.focus)?);
    let said = unfilled::said(state, own)?;
    // Where no row passes, the list itself says so.
    let is_in_force = !own.shown_filter().is_empty() && own.total != Some(0);
    is_in_force.then(|| format!("! of the filter: {said}"))
}

/// How far the work is that can be stopped in the focused list. A trouble that was told stays in sight.
fn looking(state: &State, area: Rect) -> Option<String> {
    let own = list(state, list_of(state.focus)?);
    let is_hidden = state.notice.as_ref().is_some_and(|notice| notice.trouble);
    let said = list::looking(own).map(|said| (format!("looking for `{}`:", own.needle), said));
    let ranked = || list::ranked(own).filter(|_| stopping::gives_up(own));
    let (what, said) = said.or_else(ranked).filter(|_| !is_hidden)?;
    let said = said.into_iter().map(|said| format!("{what} {said}"));
    let room = usize::from(area.width.saturating_sub(2));
    Some(progress::fitting(said.collect(), room))
}

/// What is looked for, and behind it what became of it.
fn find_line(state: &State, pen: &mut Pen, area: Rect, search: &Search) {
    let (x, room) = (area.x + 1, area.width.saturating_sub(2));
    let used = pen.pieces(x, area.y, room, &[("find ", Role::Key)]);
    let said = search.said.clone();
    let far = list::looking(list(state, search.pane));
    let far = far.map(|far| progress::fitting(far, usize::from(room / 2)));
    let said = said.or(far).or_else(|| unseen(state, search.pane));
    let said = said.as_deref().unwrap_or_default();
    let kept = u16::try_from(said.width() + 2).unwrap_or(u16::MAX);
    let kept = if said.is_empty() {
        0
    } else {
        kept.min(room / 2)
    };
    let typed = room.saturating_sub(used + kept);
    pen.input(x + used, area.y, typed, &search.input, true);
    if kept > 2 {
        let end = x + room - (kept - 2);
        pen.text(end, area.y, kept - 2, said, Role::Warn);
    }
}

/// A notice, and how many more were told since a key was pressed.
fn with_others(state: &State, notice: &Notice) -> Notice {
    let beside = state.notices.beside;
    if beside == 0 {
        return notice.clone();
    }
    let key = key_of(&state.keymap, Command::Notices);
    let text = format!("{} (+{beside}, {key} reads them)", notice.text);
    match notice.trouble {
        true => Notice::trouble(text),
        false => Notice::info(text),
    }
}

/// A long notice grows upwards over the panes: it is read, then a key takes it away.
pub(super) fn notice_lines(pen: &mut Pen, area: Rect, notice: &Notice) {
    let (text, role) = if notice.trouble {
        (format!("✗ {}", notice.text), Role::Bad)
    } else {
        (notice.text.clone(), Role::Notice)
    };
    let mut lines = wrap(&text, usize::from(area.width.saturating_sub(2)));
    let most = usize::from(area.y.clamp(1, 12));
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.pop();
            last.push('…');
        }
    }
    let count = u16::try_from(lines.len()).unwrap_or(1).max(1);
    let top = area.bottom().saturating_sub(count);
    let place = Rect::new(area.x, top, area.width, count);
    pen.clear(place);
    let inner = Rect::new(area.x + 1, top, area.width.saturating_sub(2), count);
    pen.lines(inner, &lines, role);
}

/// Draws the keys.
fn keys(state: &State, layout: &Layout, pen: &mut Pen) {
    for (place, (key, title)) in placed(state, layout) {
        // Of a pair the first.
        let first = key.split(' ').next().map(Key::parse);
        if let Some(Ok(first)) = first {
            pen.spot(place, Spot::Key(first));
        }
        let pieces = [
            (key.as_str(), Role::Key),
            (" ", Role::Dim),
            (title.as_str(), Role::Dim),
        ];
        pen.pieces(place.x, place.y, place.width, &pieces);
    }
}

/// The keys and their places, the most useful first; help keeps its place, for it names all the others.
fn placed(state: &State, layout: &Layout) -> Vec<(Rect, Offer)> {
    let area = layout.footer;
    let gap = 2 + u16::from(layout.mode == Mode::Wide);
    let wide =
        |(key, title): &Offer| u16::try_from(key.width() + 1 + title.width()).unwrap_or(u16::MAX);
    let mut offers = offered(state);
    let help_key = key_of(&state.keymap, Command::Help);
    let help = offers.iter().position(|(key, _)| *key == help_key);
    let mut room = area.width.saturating_sub(2);
    let last = help.map(|at| offers.split_off(at)).unwrap_or_default();
    let kept = last.first().map_or(0, wide);
    let mut x = area.x + 1;
    let before = offers.len();
    let mut placed = Vec::with_capacity(before + last.len());
    for (at, offer) in offers.into_iter().chain(last).enumerate() {
        let reserve = if at < before && kept > 0 {
            kept + gap
        } else {
            0
        };
        if wide(&offer).saturating_add(reserve) > room {
            if at < before {
                continue;
            }
            break;
        }
        let used = wide(&offer);
        placed.push((Rect::new(x, area.y, used, 1), offer));
        x += used + gap;
        room = room.saturating_sub(used + gap);
    }
    placed
}

fn offered(state: &State) -> Vec<Offer> {
    let key = |command| key_of(&state.keymap, command);
    let offer = |command, title: &str| (key(command), title.to_owned());
    match &state.overlay {
        None if state.search.is_some() => vec![
            ("enter".to_owned(), "stay here".to_owned()),
            ("esc".to_owned(), "back to where it began".to_owned()),
        ],
        None if state.filtering.is_some() => in_filter(state),
        None if state.focus == Focus::Form && state.form.editing => {
            let here = state.form.field == TARGET;
            let price = (here && !state.is_offline()).then(|| offer(Command::Price, "price"));
            let instead = state.form.instead().is_some();
            let instead = instead.then(|| offer(Command::Instead, "ask instead"));
            let price = price.into_iter().chain(instead);
            let others = [
                offer(Command::Open, "next field"),
                offer(Command::Back, "end typing"),
                panes(state),
                offer(Command::QuitNow, "quit"),
            ];
            price.chain(others).collect()
        }
        None => in_pane(state),
        Some(overlay) => on_sheet(state, overlay),
    }
}

/// While a filter is typed.
fn in_filter(state: &State) -> Vec<Offer> {
    let named = |key: &str, title: &str| (key.to_owned(), title.to_owned());
    let mut offers = vec![
        named("enter", "apply"),
        named("esc", "leave"),
        named("tab", "complete"),
        named("up", "earlier"),
    ];
    // A key that writes a character means that character here.
    let help = entry_of(Command::Help);
    let keys = help.map_or(&[][..], |e| state.keymap.keys(e.context.id(), e.id));
    if let Some(key) = keys.iter().find(|key| key.text().is_none()) {
        offers.push((key.to_string(), "what can be written".to_owned()));
    }
    offers
}

/// The commands of the pane that can do something now.
fn in_pane(state: &State) -> Vec<Offer> {
    let mut offers = Vec::new();
    if state.layout().zoomed {
        let key = key_of(&state.keymap, Command::Zoom);
        offers.push((key, "all panes".to_owned()));
    }
    // What can be stopped is seen to be, however little room there is.
    let stops = list_of(state.focus).is_some_and(|pane| stopping::gives_up(list(state, pane)));
    if stops {
        offers.push((key_of(&state.keymap, Command::Back), "stop".to_owned()));
    }
    for (command, key, title) in footer(&state.keymap, context_of(state.focus)) {
        if nothing_listed(state, command) || stops && command == Command::Back {
            continue;
        }
        let takes_digits = matches!(state.form.choice(), Some(Choice::Number(_)));
        if command == Command::NextPane && state.focus == Focus::Form && takes_digits {
            offers.push(panes(state));
            continue;
        }
        if let Some(title) = now(state, command, title) {
            offers.push((key, title));
        }
        if command == Command::Find && state.focus == Focus::Links {
            offers.extend(other_links(state));
        }
    }
    offers
}

/// The keys of the panes where digits and letters are typed.
fn panes(state: &State) -> Offer {
    let of = |command| {
        let keys = entry_of(command).map_or(&[][..], |e| state.keymap.keys(e.context.id(), e.id));
        keys.iter().find(|key| key.text().is_none())
    };
    match (of(Command::PaneForm), of(Command::PaneDetail)) {
        (Some(first), Some(last)) => (format!("{first}…{last}"), "panes".to_owned()),
        _ => (
            key_of(&state.keymap, Command::NextPane),
            "next pane".to_owned(),
        ),
    }
}

/// Whether a command is one for rows, and there are none; or for a filter or a search, and there is none.
fn nothing_listed(state: &State, command: Command) -> bool {
    let list = match list_of(state.focus) {
        Some(Pane::Domains) => &state.domains.list,
        Some(Pane::Links) => &state.links.list,
        None => return false,
    };
    let of_rows = entry_of(command).is_some_and(|entry| entry.context == Context::List);
    let filtered = !list.filter().is_empty();
    match command {
        Command::Unfilter => !filtered,
        Command::FindNext if list.needle.is_empty() => true,
        Command::Filter if filtered => false,
        _ => list.total.unwrap_or(0) == 0 && (of_rows || command == Command::Open),
    }
}

fn now(state: &State, command: Command, title: &'static str) -> Option<String> {
    let job = state.queue.current();
    let form = &state.form;
    let can = match (state.focus, command) {
        (_, Command::Price) => !state.is_offline(),
        (Focus::Jobs, Command::Extend) => {
            let dataset = job.and_then(|job| job.dataset.as_ref());
            !state.is_offline() && dataset.is_some_and(|dataset| rest(state, dataset).is_some())
        }
        (_, Command::ExtendRows) => {
            let dataset = state.dataset.as_ref().map(|facts| &facts.id);
            !state.is_offline() && dataset.is_some_and(|dataset| rest(state, dataset).is_some())
        }
        (Focus::Jobs, Command::CancelJob) => {
            job.is_some_and(|job| !job.state.is_final() && job.can_be_stopped())
        }
        (Focus::Jobs, Command::Reconcile | Command::Doubt) => {
            job.is_some_and(|job| job.state == JobState::ChargeUnknown)
        }
        (Focus::Jobs, Command::Attach) => job.is_some_and(takes_file),
        (Focus::Jobs, Command::Downloads) => state.can_ask(Provider::Majestic),
        (Focus::Jobs, Command::DeleteRemote) => {
            job.is_some_and(|job| job.remote_id.is_some() && job.query.entry().queued())
        }
        (Focus::Domains, Command::FetchMetrics) => {
            let theirs = |facts: &DatasetFacts| facts.provider != DATAFORSEO;
            state.can_ask(Provider::Majestic)
                && state.domains.lists_domains()
                && state.dataset.as_ref().is_none_or(theirs)
        }
        (Focus::Links, Command::FetchMetrics | Command::InFull) => false,
        (Focus::Jobs, Command::Open) => job.is_some_and(|job| job.dataset.is_some()),
        (Focus::Form, Command::Open) => {
            let last = form.field + 1 == form.fields();
            let title = match form.field {
                _ if form.is_text() => "type",
                _ if last => "price",
                _ => "next field",
            };
            return Some(title.to_owned());
        }
        (Focus::Form, Command::NextChoice) => {
            form.field == ASK || matches!(form.choice(), Some(Choice::Of(_)))
        }
        (Focus::Form, Command::FromHeld) => match form.queries().as_deref() {
            Ok([query]) => tables::offered(state, query).is_some(),
            _ => false,
        },
        (Focus::Form, Command::Instead) => form.instead().is_some(),
        (_, Command::Tables) => {
            let facts = state.dataset.as_ref();
            facts.is_some_and(|facts| !facts.tables.is_empty())
        }
        (Focus::Detail, Command::CopyValue | Command::BrowsePage | Command::ShowMarks) => {
            !state.detail.cells.is_empty()
        }
        (Focus::Form, Command::Back) | (Focus::Detail, Command::Open) => false,
        _ => true,
    };
    can.then(|| title.to_owned())
}

/// The way between one domain's links and all.
fn other_links(state: &State) -> Option<Offer> {
    let key = key_of(&state.keymap, Command::PaneLinks);
    match (&state.links.domain, state.links.other_domain()) {
        (Some(_), _) => Some((key, "all links".to_owned())),
        (None, Some(_)) => Some((key, "domain's".to_owned())),
        (None, None) => None,
    }
}
