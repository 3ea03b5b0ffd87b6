//! A charge in doubt: what was sent when, what the free calls said, what it may have cost.

use super::sheet;
use crate::app::command::{Command, key_of};
use crate::app::overlay::DoubtSheet;
use crate::app::overlay::doubt::Stage;
use crate::app::state::State;
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::view::widgets::Pen;

const WIDTH: u16 = 100;

/// Events that are shown, the latest.
const EVENTS: usize = 6;

pub(super) fn draw(state: &State, pen: &mut Pen, doubt: &DoubtSheet) {
    let width = WIDTH.min(state.size.0);
    let room = usize::from(width.saturating_sub(4)).max(1);
    let mut lines: Vec<(String, Role)> = Vec::new();
    let mut say = |text: &str, role| match text {
        "" => lines.push((String::new(), role)),
        text => lines.extend(wrap(text, room).into_iter().map(|line| (line, role))),
    };
    match &doubt.known {
        None => say("reading …", Role::Dim),
        Some(known) => {
            let first = known.events.len().saturating_sub(EVENTS);
            if first > 0 {
                say(&format!("{first} events before"), Role::Dim);
            }
            for event in &known.events[first..] {
                say(event, Role::Text);
            }
            say("", Role::Text);
            say(&known.said, Role::Warn);
            say("", Role::Text);
            say(
                &format!("It may have cost {}; that is held.", known.expected),
                Role::Title,
            );
        }
    }
    let key = |command| key_of(&state.keymap, command);
    let (last, line) = match &doubt.stage {
        Stage::Shown => (
            format!(
                "{} asks the free calls again, {} accepts it as charged, {} dismisses it as not charged.",
                key(Command::AskAgain),
                key(Command::AcceptCharge),
                key(Command::DismissCharge)
            ),
            None,
        ),
        Stage::Amount(line) => (
            "What was charged; empty: what was expected. One line of the ledger, then nothing is held.".to_owned(),
            Some(line),
        ),
        Stage::Dismiss => (
            "Take it for not charged? What is held for it is free again. y / n".to_owned(),
            None,
        ),
    };
    say("", Role::Text);
    say(&last, Role::Text);
    if let Some(why) = &doubt.trouble {
        say(&format!("✗ {why}"), Role::Bad);
    }
    let height = u16::try_from(lines.len() + 2 + usize::from(line.is_some())).unwrap_or(u16::MAX);
    let title = format!("Job {}: charge in doubt", doubt.job);
    let inner = sheet(state, pen, (width, height), &title);
    // What is asked stands last: where there is no room for all, the beginning is left out.
    let fit = usize::from(inner.height).saturating_sub(usize::from(line.is_some()));
    let skipped = lines.len().saturating_sub(fit);
    let mut y = inner.y;
    for (text, role) in lines.iter().skip(skipped) {
        pen.text(inner.x, y, inner.width, text, *role);
        y += 1;
    }
    if let Some(line) = line.filter(|_| y < inner.bottom()) {
        let used = pen.text(inner.x, y, inner.width, "Charged  ", Role::Key);
        let room = inner.width.saturating_sub(used);
        pen.input(inner.x + used, y, room, line, true);
    }
}
