//! 1: the query form.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::widgets::{Pen, frame};
use crate::app::command::{Command, key_of};
use crate::app::form::{ASK, Choice, Form, OPTIONS, TARGET};
use crate::app::layout::Layout;
use crate::app::mouse::Spot;
use crate::app::state::{Focus, State};
use crate::app::tables;
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::model::catalog::OptKind;
use crate::model::catalog::dataforseo::{Compiled, Shape};
use crate::model::column::grouped;
use crate::model::query::Query;
use crate::model::target::Target;
use crate::model::text::one_line;

/// Cells for the labels.
const LABEL: u16 = 20;

/// Cells for the label of what may need the room more: the question and the targets.
const SHORT_LABEL: u16 = 9;

/// Draws the form.
pub fn draw(state: &State, layout: &Layout, pen: &mut Pen) {
    let form = &state.form;
    let inner = layout.inner(Focus::Form);
    let help = help(state, usize::from(inner.width));
    let (top, above) = scrolled(form, inner, help.len());
    let scrolls = usize::from(above) < form.fields() + 1;
    let right = if scrolls {
        format!("field {} of {}", form.field + 1, form.fields())
    } else {
        who(state, layout)
    };
    let area = frame::pane(state, layout, pen, Focus::Form, (&[], &right));
    for field in 0..form.fields() {
        let line = line_of(field);
        let Some(y) = place(line, top, above) else {
            continue;
        };
        let place = Rect::new(area.x, area.y + y, area.width, 1);
        pen.spot(place, Spot::Field(field));
        row(state, pen, place, field);
    }
    if let Some(y) = place(TARGET + 1, top, above) {
        recognised(form, pen, Rect::new(area.x, area.y + y, area.width, 1));
    }
    let below = Rect::new(
        area.x,
        area.y + above,
        area.width,
        area.height.saturating_sub(above),
    );
    let gap = u16::from(usize::from(below.height) > help.len());
    for (y, (text, role)) in (below.y + gap..below.bottom()).zip(&help) {
        pen.text(below.x, y, below.width, text, *role);
    }
}

/// Lines scrolled away, and how many are shown above the explanation, which has so many.
fn scrolled(form: &Form, inner: Rect, help: usize) -> (usize, u16) {
    // The targets' line is followed by what was recognised in them.
    let lines = u16::try_from(form.fields() + 1).unwrap_or(u16::MAX);
    let wanted = u16::try_from(help + 1).unwrap_or(u16::MAX);
    let least = inner.height.saturating_sub(wanted).max(inner.height / 2);
    let above = lines.min(least.max(3)).min(inner.height);
    let middle = line_of(form.field).saturating_sub(usize::from(above / 2));
    (middle.min(usize::from(lines - above)), above)
}

fn line_of(field: usize) -> usize {
    field + usize::from(field > TARGET)
}

fn place(line: usize, top: usize, height: u16) -> Option<u16> {
    let at = u16::try_from(line.checked_sub(top)?).ok()?;
    (at < height).then_some(at)
}

fn who(state: &State, layout: &Layout) -> String {
    let who = super::budget::who(state);
    let room = usize::from(layout.panes[Focus::Form as usize].width);
    let who = who.iter().skip(1).find(|who| who.width() + 20 <= room);
    who.cloned().unwrap_or_default()
}

fn row(state: &State, pen: &mut Pen, area: Rect, field: usize) {
    let form = &state.form;
    let here = state.focus == Focus::Form && form.field == field;
    let mark = if here { "▸ " } else { "  " };
    let option = field
        .checked_sub(OPTIONS)
        .and_then(|at| form.entry.options.get(at));
    let title = match (field, option) {
        (ASK, _) => "Ask",
        (_, Some(option)) => option.title,
        _ if form.tag_field() == Some(field) => "Tag",
        _ => "Target",
    };
    let label = label_of(form, field, area.width);
    let role = if here { Role::Title } else { Role::Dim };
    pen.pieces(
        area.x,
        area.y,
        label.saturating_sub(1),
        &[(mark, role), (title, role)],
    );
    let value = Rect::new(area.x + label, area.y, area.width.saturating_sub(label), 1);
    value_in(state, pen, value, field, here);
}

/// Titles of questions and rows of targets are long: where they do not fit beside the labels, they begin earlier.
fn label_of(form: &Form, field: usize, width: u16) -> u16 {
    let label = LABEL.min(width * 3 / 5);
    let room = usize::from(width.saturating_sub(label));
    let needed = match field {
        ASK => form.question().width() + 4,
        TARGET => form.target.value().width() + 1,
        _ => 0,
    };
    if needed > room {
        SHORT_LABEL.min(label)
    } else {
        label
    }
}

fn value_in(state: &State, pen: &mut Pen, area: Rect, field: usize, here: bool) {
    let form = &state.form;
    let live = here && state.overlay.is_none();
    let (x, y, room) = (area.x, area.y, area.width);
    let chosen = |words: &str| {
        if here {
            format!("‹ {words} ›")
        } else {
            words.to_owned()
        }
    };
    let at = match field {
        ASK => {
            pen.text(x, y, room, &chosen(&form.question()), Role::Text);
            return;
        }
        TARGET => {
            pen.input(x, y, room, &form.target, live && form.editing);
            return;
        }
        _ if form.tag_field() == Some(field) && live && form.editing => {
            pen.input(x, y, room, &form.tag, true);
            return;
        }
        _ if form.tag_field() == Some(field) => {
            let (text, role) = match form.label() {
                Some(label) => (one_line(&label), Role::Text),
                None => ("–".to_owned(), Role::Dim),
            };
            pen.text(x, y, room, &text, role);
            return;
        }
        _ => field - OPTIONS,
    };
    let Some(option) = form.entry.options.get(at) else {
        return;
    };
    match form.choices.get(at) {
        Some(Choice::Number(input)) if live => pen.input(x, y, room, input, true),
        Some(Choice::Text(input)) if live && form.editing => pen.input(x, y, room, input, true),
        Some(Choice::Number(input) | Choice::Text(input)) => {
            let text = match form.value(at) {
                Ok(value) => option.words(&value),
                // What may hold a password is not shown even where it is wrong.
                Err(_) if option.may_be_secret() => format!("✗ {}", option.words(input.value())),
                Err(_) => format!("✗ {}", input.value()),
            };
            let (text, role) = if text.is_empty() {
                ("–".to_owned(), Role::Dim)
            } else {
                (one_line(&text), Role::Text)
            };
            pen.text(x, y, room, &text, role);
        }
        Some(Choice::Of(_)) | None => {
            let value = form.value(at).unwrap_or_default();
            pen.text(x, y, room, &chosen(&option.words(&value)), Role::Text);
        }
    }
}

/// What the text of the targets was recognised as, and how many calls it makes.
fn recognised(form: &Form, pen: &mut Pen, area: Rect) {
    let label = LABEL.min(area.width * 3 / 5);
    let (text, role) = match form.targets() {
        Ok(targets) => (kinds(form, &targets), Role::Good),
        Err(_) if form.target.value().trim().is_empty() => {
            let takes = form.entry.takes;
            let text = match form.entry.subject.most() > 1 {
                true => takes.nouns(),
                false => takes.noun(),
            };
            (text.to_owned(), Role::Dim)
        }
        Err(_) => ("✗ not a target yet".to_owned(), Role::Bad),
    };
    let room = area.width.saturating_sub(label);
    // A long text may begin further left than the other values.
    let wide = u16::try_from(text.width()).unwrap_or(u16::MAX);
    let more = wide.saturating_sub(room).min(label.saturating_sub(4));
    pen.text(area.x + label - more, area.y, room + more, &text, role);
}

fn kinds(form: &Form, targets: &[Target]) -> String {
    let count = |n: usize| grouped(i64::try_from(n).unwrap_or(i64::MAX));
    let [target] = targets else {
        let calls = Query::about_all(form.entry, targets.to_vec()).len();
        let noun = if calls == 1 { "call" } else { "calls" };
        return format!("{} targets · {} {noun}", count(targets.len()), count(calls));
    };
    let text = target.kind().to_owned();
    let own_script = target.display();
    if own_script != target.item {
        format!("{text} · {}", one_line(&own_script))
    } else if target.item != form.target.value().trim() {
        format!("{text} · {}", one_line(&target.item))
    } else {
        text
    }
}

/// What is wrong, else what the field means; what must be known before spending; which key goes on.
fn help(state: &State, width: usize) -> Vec<(String, Role)> {
    let form = &state.form;
    let mut lines = Vec::new();
    let mut put = |text: &str, role| {
        lines.extend(wrap(text, width).into_iter().map(|line| (line, role)));
    };
    if state.is_offline() {
        how_to_begin(&mut put);
        return lines;
    }
    let key = |command| key_of(&state.keymap, command);
    let empty = form.target.value().trim().is_empty();
    let query = form.queries();
    match &query {
        Err((_, why)) if !empty => put(&format!("✗ {}", one_line(why)), Role::Bad),
        _ => match filter_of(form, &query) {
            Some(filter) => filter.sentences().iter().for_each(|s| put(s, Role::Text)),
            None => put(about(form), Role::Dim),
        },
    }
    for warning in form.entry.warnings() {
        put(&format!("! {warning}"), Role::Warn);
    }
    if let Some(instead) = form.instead() {
        let text = format!(
            "{} asks `{}` instead.",
            key(Command::Instead),
            instead.title
        );
        put(&text, Role::Text);
    }
    if let Ok([query]) = query.as_deref()
        && let Some(offer) = tables::offer(state, query, Command::FromHeld)
    {
        put(&offer, Role::Good);
    }
    if query.is_ok() {
        let text = format!(
            "{} shows the price; nothing is spent before you say so.",
            price_key(state)
        );
        put(&text, Role::Text);
    }
    lines
}

/// What becomes of the filter under the cursor, once one is typed.
fn filter_of(form: &Form, query: &Result<Vec<Query>, (usize, String)>) -> Option<Compiled> {
    let is_here = form
        .option()
        .is_some_and(|option| matches!(option.kind, OptKind::Json(Shape::Filters(_))));
    let first = query.as_ref().ok()?.first().filter(|_| is_here)?;
    first.compiled_filter()
}

/// The key that opens the price sheet from the field one is in: where text is typed, one that is no text.
fn price_key(state: &State) -> String {
    let form = &state.form;
    let typing = form.editing && form.field != TARGET;
    if !typing {
        return key_of(&state.keymap, Command::Price);
    }
    let keys = state
        .keymap
        .keys(crate::config::keymap::EVERYWHERE, "price");
    keys.iter()
        .find(|key| key.text().is_none())
        .or(keys.first())
        .map_or_else(|| "(no key)".to_owned(), ToString::to_string)
}

fn about(form: &Form) -> &'static str {
    match (form.field, form.option()) {
        (ASK, _) => form.entry.about,
        (_, Some(option)) => option.about,
        _ if form.tag_field() == Some(form.field) => {
            "Your own label: it goes with every task of these jobs, before # and our own name of the task, and stands in the ledger. At most 222 characters."
        }
        _ => form.entry.takes.about(form.entry.subject.most() > 1),
    }
}

/// What a first run without a key can do.
fn how_to_begin(put: &mut impl FnMut(&str, Role)) {
    put(
        "No service is set up: nothing is asked, nothing is spent. Ways to begin:",
        Role::Warn,
    );
    for (command, what) in [
        (
            ":connect",
            "takes a key, opens a file or the demo, here and now",
        ),
        ("backtrail demo", "explores a made-up index; no key needed"),
        (
            "BACKTRAIL_MAJESTIC_KEY=… backtrail",
            "asks Majestic with your key",
        ),
        (
            "BACKTRAIL_DATAFORSEO_LOGIN=… BACKTRAIL_DATAFORSEO_PASSWORD=… backtrail",
            "asks DataForSEO with your API password",
        ),
        (
            "backtrail open FILE.csv.gz",
            "shows a download you already have",
        ),
    ] {
        put(command, Role::Key);
        put(what, Role::Dim);
    }
}
