//! 2: the jobs. Two lines each, and the selected one in full at the bottom.

use jiff::Timestamp;
use ratatui::layout::Rect;

use super::widgets::{Pen, frame};
use crate::app::budget::{clock, day, short};
use crate::app::command::{Command, key_of};
use crate::app::extend::rest;
use crate::app::layout::Layout;
use crate::app::mouse::Spot;
use crate::app::progress::{self, Pace, Unit, bytes};
use crate::app::queue::takes_file;
use crate::app::state::{Focus, State};
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::model::catalog::Provider;
use crate::model::column::grouped;
use crate::model::dollars::dollars;
use crate::model::job::{HeldRows, JobState, JobSummary};
use crate::model::money::{Amounts, Price};
use crate::model::text::one_line;

/// Draws the queue.
pub fn draw(state: &State, layout: &Layout, pen: &mut Pen) {
    let jobs = &state.queue.jobs;
    let count = if jobs.is_empty() {
        String::new()
    } else {
        format!("{} of {}", state.queue.cursor + 1, jobs.len())
    };
    let area = frame::pane(state, layout, pen, Focus::Jobs, (&[], &count));
    let Some(job) = state.queue.current() else {
        let key = key_of(&state.keymap, Command::Price);
        let form = key_of(&state.keymap, Command::PaneForm);
        let text = format!(
            "No jobs yet. Type a target in the query form ({form}) and press {key} to see its price."
        );
        let text = if state.is_offline() {
            format!(
                "No jobs: no service is set up. {} says how one is; `backtrail demo` needs none.",
                key_of(&state.keymap, Command::Balance)
            )
        } else {
            text
        };
        pen.lines(area, &wrap(&text, usize::from(area.width)), Role::Dim);
        return;
    };
    let full = in_full(state, job, usize::from(area.width));
    let below = below(state, area, full.len());
    let list = Rect::new(area.x, area.y, area.width, area.height - below);
    rows(state, pen, list);
    let bottom = Rect::new(
        area.x,
        list.bottom() + 1,
        area.width,
        below.saturating_sub(1),
    );
    if below > 1 {
        let rule = "╌".repeat(usize::from(area.width));
        pen.text(area.x, list.bottom(), area.width, &rule, Role::Border);
    }
    for (y, (text, role)) in (bottom.y..bottom.bottom()).zip(&full) {
        pen.text(bottom.x, y, bottom.width, text, *role);
    }
}

/// Lines for the selected job in full, which has so many, and the rule above them.
fn below(state: &State, area: Rect, full: usize) -> u16 {
    let below = u16::try_from(full + 1).unwrap_or(0);
    // The jobs keep the upper third, or as much of it as they need.
    let jobs = state.queue.jobs.len();
    let wanted = u16::try_from(jobs.saturating_mul(2)).unwrap_or(u16::MAX);
    let above = wanted.min(area.height / 3).max(2);
    below.min(area.height.saturating_sub(above))
}

/// The first job that is shown, and how many fit.
fn scrolled(state: &State, area: Rect) -> (usize, usize) {
    let fit = usize::from(area.height / 2).max(1);
    let first = state.queue.cursor.saturating_sub(fit.saturating_sub(1));
    (first, fit)
}

fn rows(state: &State, pen: &mut Pen, area: Rect) {
    let (first, fit) = scrolled(state, area);
    let shown = state.queue.jobs.iter().enumerate().skip(first).take(fit);
    for (line, (at, job)) in shown.enumerate() {
        let y = area.y + u16::try_from(line * 2).unwrap_or(0);
        let here = at == state.queue.cursor;
        let height = 2.min(area.bottom().saturating_sub(y));
        let place = Rect::new(area.x, y, area.width, height);
        pen.spot(place, Spot::Job(at));
        let mark = if here { "▸ " } else { "  " };
        let (sign, role) = sign(job.state);
        // It turns only while reports of the job come.
        let pace = state.queue.paces.get(&job.id);
        let moves = pace.filter(|pace| !job.state.is_final() && pace.moves());
        let status = format!("{} {}", moves.map_or(sign, Pace::sign), job.state.title());
        let room = area.width;
        let used = pen.text_right(area.x, y, room, &status, role);
        if let Some(pace) = moves {
            let x = area.x + room.saturating_sub(used);
            pen.text(x, y, 1, pace.sign(), Role::Spinner);
        }
        let name = format!("{mark}{} {}", job.id, one_line(&job.query.title()));
        let name_role = if here { Role::Title } else { Role::Text };
        pen.text(area.x, y, room.saturating_sub(used + 1), &name, name_role);
        if y + 1 < area.bottom() {
            let money = money(job);
            let used = pen.text_right(area.x, y + 1, room, &money, Role::Text);
            let left = format!("    {}", progress(state, job));
            pen.text(
                area.x,
                y + 1,
                room.saturating_sub(used + 1),
                &left,
                Role::Dim,
            );
        }
        if here && state.focus == Focus::Jobs {
            pen.wash(place, Role::Cursor);
        }
    }
}

/// A mark that needs no colour.
fn sign(state: JobState) -> (&'static str, Role) {
    match state {
        JobState::Done => ("✓", Role::Good),
        JobState::Partial => ("◐", Role::Warn),
        JobState::Cancelled => ("–", Role::Dim),
        JobState::ChargeUnknown => ("?!", Role::Warn),
        JobState::Elsewhere => ("!", Role::Warn),
        JobState::FailedUncharged | JobState::FailedAnswerKept | JobState::FailedAnswerLost => {
            ("✗", Role::Bad)
        }
        _ => ("…", Role::Text),
    }
}

fn progress(state: &State, job: &JobSummary) -> String {
    let p = &job.progress;
    let mut parts = vec![job.query.entry().name.to_owned()];
    let several = state.form.providers.len() > 1;
    let asked = |provider| {
        state
            .queue
            .jobs
            .iter()
            .any(|job| job.query.provider() == provider)
    };
    let both = several || asked(Provider::Majestic) && asked(Provider::DataForSeo);
    if both && job.query.provider() == Provider::Majestic {
        parts.push(Provider::Majestic.name().to_owned());
    }
    match (job.query.provider(), job.query.datasource()) {
        (Provider::DataForSeo, _) => parts.push(Provider::DataForSeo.name().to_owned()),
        (Provider::Majestic, "historic" | "") => {}
        (Provider::Majestic, datasource) => parts.push(one_line(datasource)),
    }
    let under_way = !job.state.is_final();
    let pace = state.queue.paces.get(&job.id);
    if under_way && p.total > 0 {
        let percent = p.done.min(p.total) * 100 / p.total;
        parts.push(format!("{percent}% of {}", bytes(p.total)));
        let left = pace.and_then(|pace| pace.left(p.total));
        parts.extend(left.map(|left| format!("{} left", progress::time(left))));
    } else if under_way && p.done > 0 {
        parts.push(format!("{} of ?", bytes(p.done)));
    }
    if under_way && !p.remote.trim().is_empty() {
        parts.push(one_line(p.remote.trim()));
    }
    match &job.held {
        Some(held) if held.rows > 0 && !under_way => parts.push(of_total(held)),
        _ if p.rows > 0 => {
            let rows = i64::try_from(p.rows).unwrap_or(i64::MAX);
            parts.push(format!("{} rows", grouped(rows)));
        }
        _ => {}
    }
    parts.extend(job.expires_soon(state.now));
    parts.push(since(job, state.now));
    let open = state.dataset.as_ref().map(|facts| &facts.id);
    if open.is_some() && open == job.dataset.as_ref() {
        parts.push("shown".to_owned());
    }
    parts.join(" · ")
}

/// How many rows are held of how many: `3,000 of 104,972`.
fn of_total(held: &HeldRows) -> String {
    match held.total {
        Some(total) => format!("{} of {}", grouped(held.rows), grouped(total)),
        None => format!("{} rows", grouped(held.rows)),
    }
}

fn held_words(held: &HeldRows) -> String {
    match held.total {
        Some(total) if held.rows < total => format!("in part, {}", of_total(held)),
        Some(_) => format!("all {} rows", grouped(held.rows)),
        None => of_total(held),
    }
}

/// How long a job has been at work; of one that no longer moves, when it began. Nothing is drawn while idle, so that
/// an age would soon be wrong.
fn since(job: &JobSummary, now: Timestamp) -> String {
    if !job.state.is_final() && job.state != JobState::ChargeUnknown {
        age(job.created, now)
    } else if day(job.created) == day(now) {
        job.created.strftime("%H:%M").to_string()
    } else {
        day(job.created)
    }
}

/// How long ago, in its largest unit.
fn age(from: Timestamp, now: Timestamp) -> String {
    let seconds = now.as_second().saturating_sub(from.as_second()).max(0);
    match seconds {
        0..=59 => format!("{seconds} s"),
        60..=3_599 => format!("{} min", seconds / 60),
        3_600..=86_399 => format!("{} h", seconds / 3_600),
        _ => format!("{} d", seconds / 86_400),
    }
}

/// Price or paid amount in a few cells.
fn money(job: &JobSummary) -> String {
    let both = |a: &Amounts| match (a.analysis, a.retrieval, a.items) {
        (0, 0, 0) if a.usd != 0 => dollars(a.usd),
        (0, 0, 0) => "0".to_owned(),
        (0, 0, 1) => "1 item".to_owned(),
        (0, 0, items) => format!("{} items", short(items)),
        (analysis, retrieval, 0) => format!("{}+{}", short(analysis), short(retrieval)),
        (analysis, retrieval, items) => {
            format!("{}+{}+{}", short(analysis), short(retrieval), short(items))
        }
    };
    match (&job.paid, &job.price) {
        (None, _) if job.state == JobState::FailedUncharged => "paid 0".to_owned(),
        (Some(paid), _) => format!("paid {}", both(&paid.amounts)),
        (None, Price::Exact(a)) => both(a),
        (None, Price::UpTo(a)) => format!("≤ {}", both(a)),
        (None, Price::Unknown) => "price unknown".to_owned(),
    }
}

/// The question, its targets and its options in words; options that are not sent say nothing.
fn asked(job: &JobSummary) -> String {
    let query = &job.query;
    let words = |o: &crate::model::catalog::Opt| {
        let value = o.words(query.value(o.wire));
        let shown = format!("{} {}", o.title.to_lowercase(), one_line(&value));
        // A choice may have words for what is not sent.
        (!query.value(o.wire).is_empty() && !value.is_empty()).then_some(shown)
    };
    let options: Vec<String> = query.entry().options.iter().filter_map(words).collect();
    let about = match query.more.len() {
        0 => query.target.kind().to_owned(),
        _ => names(query.targets().map(|target| target.display())),
    };
    let fills = match &query.enriches {
        Some(_) => "; fills the domains of another answer",
        None => "",
    };
    format!("{}, {about}; {}{fills}", query.command, options.join(", "))
}

/// How far the present step is, how fast it goes and when it may be done.
fn under_way(state: &State, job: &JobSummary) -> Option<String> {
    let at = &job.progress;
    let what = match job.state {
        _ if at.done == 0 => return None,
        JobState::Downloading => "Fetched",
        JobState::Parsing => "Read",
        _ => return None,
    };
    let pace = state.queue.paces.get(&job.id).cloned().unwrap_or_default();
    let said = progress::said(Unit::Bytes, at.done, at.total, &pace);
    said.first().map(|said| format!("{what}: {said}"))
}

/// The first few of many names.
fn names(all: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = all.map(|name| one_line(&name)).collect();
    let shown = all.iter().take(6).cloned().collect::<Vec<_>>().join(" ");
    match all.len().saturating_sub(6) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn in_full(state: &State, job: &JobSummary, width: usize) -> Vec<(String, Role)> {
    let mut lines = Vec::new();
    let mut put = |text: &str, role| {
        lines.extend(wrap(text, width).into_iter().map(|line| (line, role)));
    };
    let key = |command| key_of(&state.keymap, command);
    if !job.note.trim().is_empty() {
        let role = sign(job.state).1;
        put(&one_line(&job.note), role);
    }
    if job.state == JobState::ChargeUnknown {
        let text = format!(
            "{} asks the service what became of it (free). It is never sent again by itself, and its units stay held until that is known.",
            key(Command::Reconcile)
        );
        put(&text, Role::Warn);
    }
    if takes_file(job) {
        let what = if job.state == JobState::Elsewhere {
            "The service delivered the file where only you can reach it"
        } else {
            "If you have the file of this job"
        };
        let text = format!("{what}: {} attaches it.", key(Command::Attach));
        put(&text, Role::Warn);
    }
    if let Some(text) = under_way(state, job) {
        put(&text, Role::Text);
    }
    if let Some(held) = &job.held {
        put(&format!("Held: {}", held_words(held)), Role::Text);
    }
    let behind = job
        .dataset
        .as_ref()
        .and_then(|dataset| rest(state, dataset));
    if behind.is_some() {
        let text = format!("{} shows the price of the rest.", key(Command::Extend));
        put(&text, Role::Warn);
    }
    put(&format!("Price: {}", job.price), Role::Text);
    let paid = match &job.paid {
        Some(paid) => format!("Paid: {} ({})", paid.amounts, paid.source.title()),
        None if job.state.holds_units() => "Paid: not settled yet; the units are held".to_owned(),
        None if job.state == JobState::FailedUncharged => "Paid: nothing".to_owned(),
        None => "Paid: not known".to_owned(),
    };
    put(&paid, Role::Text);
    if let Some(dataset) = &job.dataset {
        put(&format!("Dataset: {}", one_line(&dataset.0)), Role::Dim);
    }
    let mut when = format!("Since: {} {}", day(job.created), clock(job.created));
    if let Some(remote) = &job.remote_id {
        when = format!("{when}, service's job {}", one_line(remote));
    }
    put(&when, Role::Dim);
    if let Some(expires) = job.expires.filter(|_| !job.state.is_final()) {
        put(
            &format!(
                "The service removes the file: {} {}",
                day(expires),
                clock(expires)
            ),
            Role::Dim,
        );
    }
    if let Some(tag) = &job.tag {
        put(&format!("Tag: {}", one_line(tag)), Role::Dim);
    }
    put(&format!("Asked: {}", asked(job)), Role::Dim);
    lines
}
