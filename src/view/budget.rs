//! The line on top: the balances, what is held, when the service said so, and who that is.

use unicode_width::UnicodeWidthStr;

use super::widgets::Pen;
use crate::app::budget::accounts;
use crate::app::layout::Layout;
use crate::app::state::State;
use crate::config::Role;

/// Draws the line.
pub fn draw(state: &State, layout: &Layout, pen: &mut Pen) {
    let area = layout.budget;
    let wide = |text: &str| u16::try_from(text.width()).unwrap_or(u16::MAX);
    let who = who(state);
    let variants = if state.is_offline() {
        vec![
            "no service: nothing can be asked or spent".to_owned(),
            "no service".to_owned(),
        ]
    } else {
        accounts(state)
    };
    let prefix = if state.sandbox { "[SANDBOX] " } else { "" };
    let room = area.width.saturating_sub(2).saturating_sub(wide(prefix));
    let start = area.x + 1 + pen.text(area.x + 1, area.y, area.width, prefix, Role::Warn);
    let fits = |text: &&String| wide(text) <= room;
    let Some(text) = variants.iter().find(fits).or(variants.last()) else {
        return;
    };
    let beside = who.iter().find(|who| {
        let with_who = wide(who).saturating_add(4).saturating_add(wide(text));
        with_who <= room
    });
    let known = state.budget.left.is_some() || state.money.left.is_some();
    let role = if known { Role::Title } else { Role::Dim };
    pen.text(start, area.y, room, text, role);
    if let Some(who) = beside {
        pen.text_right(start, area.y, room, who, Role::Dim);
    }
}

/// The service in ever fewer words.
pub(super) fn who(state: &State) -> Vec<String> {
    let safe = crate::model::text::one_line;
    let (service, host) = (safe(&state.service), safe(&state.header_host));
    // Not by colour alone: who works in the sandbox reads it in every head.
    let service = if state.sandbox {
        format!("SANDBOX {service}")
    } else {
        service
    };
    let mut words = Vec::new();
    if !host.is_empty() {
        words.push(format!("backtrail · {service} · {host}"));
        words.push(format!("{service} · {host}"));
    }
    words.push(service);
    words
}
