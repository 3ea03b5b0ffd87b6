//! The first screen: the demo, a key, or a file.

use ratatui::layout::Rect;
use tui_input::Input;

use super::sheet;
use crate::app::command::{Command, key_of};
use crate::app::mouse::Spot;
use crate::app::overlay::connect::{Choice, ConnectSheet, Stage};
use crate::app::state::State;
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::model::access::{AccessKind, Tried};
use crate::view::widgets::Pen;

const WIDTH: u16 = 76;

/// Lines inside the sheet.
const HEIGHT: u16 = 17;

pub(super) fn draw(state: &State, pen: &mut Pen, shown: &ConnectSheet) {
    if shown.is_first {
        // Behind it is nothing yet that anybody could look at.
        let (width, height) = state.size;
        pen.clear(Rect::new(0, 0, width, height.saturating_sub(1)));
    }
    let title = if shown.is_first {
        "Welcome to backtrail"
    } else {
        "Connect"
    };
    let inner = sheet(state, pen, (WIDTH.min(state.size.0), HEIGHT + 2), title);
    let mut page = Page {
        pen,
        area: inner,
        y: inner.y,
    };
    match &shown.stage {
        Stage::Choose => choices(&mut page, shown),
        Stage::Account => accounts(&mut page, shown),
        Stage::Typing => typing(&mut page, shown),
        Stage::Trying => {
            let text = format!(
                "Asking {} ({}) … this call is free.",
                shown.kind.provider().title(),
                shown.kind.tried_with()
            );
            page.say(&text, Role::Text);
        }
        Stage::Heard(tried) => heard(state, &mut page, shown.kind, tried),
        Stage::Keeping => page.say("Writing the settings …", Role::Text),
        Stage::Kept(place) => {
            page.say(
                &format!("Kept in {place}, which only you can read."),
                Role::Text,
            );
            page.gap();
            let key = key_of(&state.keymap, Command::Open);
            page.say(
                &format!("{key} goes on with {}.", shown.kind.provider().title()),
                Role::Title,
            );
        }
        Stage::File => file(&mut page, shown),
    }
    if !shown.said.is_empty() {
        page.gap();
        page.say(&shown.said, Role::Warn);
    }
}

/// Where the next line goes.
struct Page<'a, 'b> {
    pen: &'a mut Pen<'b>,
    area: Rect,
    y: u16,
}

impl Page<'_, '_> {
    fn say(&mut self, text: &str, role: Role) {
        let lines = wrap(text, usize::from(self.area.width).max(1));
        let place = Rect::new(
            self.area.x,
            self.y.min(self.area.bottom()),
            self.area.width,
            self.area.bottom().saturating_sub(self.y),
        );
        self.y = self.pen.lines(place, &lines, role);
    }

    fn gap(&mut self) {
        self.y += 1;
    }

    fn line(&mut self, title: &str, input: &Input, (is_hidden, active): (bool, bool), at: usize) {
        if self.y >= self.area.bottom() {
            return;
        }
        let place = Rect::new(self.area.x, self.y, self.area.width, 1);
        self.pen.spot(place, Spot::Row(at, 0));
        let name = format!("{title:<14}");
        let used = self
            .pen
            .text(self.area.x, self.y, self.area.width, &name, Role::Dim);
        let room = self.area.width.saturating_sub(used);
        let x = self.area.x + used;
        match is_hidden {
            false => self.pen.input(x, self.y, room, input, active),
            true => {
                // As many dots as characters: who pastes sees that something came.
                let dots = "•".repeat(input.value().chars().count());
                let hidden = Input::new(dots).with_cursor(input.cursor());
                self.pen.input(x, self.y, room, &hidden, active);
            }
        }
        self.y += 1;
    }
}

fn choices(page: &mut Page, shown: &ConnectSheet) {
    if shown.is_first {
        page.say("Backlinks by keyboard. No key is known and nothing is held yet. How do you want to begin?", Role::Text);
        page.gap();
    }
    for (at, choice) in Choice::ALL.into_iter().enumerate() {
        let (letter, name, about) = choice.words();
        entry(page, (at, at == shown.cursor), &format!("{letter}  {name}"));
        let x = page.area.x;
        page.area.x += 5;
        page.area.width = page.area.width.saturating_sub(5);
        page.say(about, Role::Dim);
        page.area.x = x;
        page.area.width += 5;
        page.gap();
    }
    page.say(
        "Nothing here is sent before you say so, and only the price sheet ever spends.",
        Role::Dim,
    );
}

fn entry(page: &mut Page, (at, is_here): (usize, bool), text: &str) {
    if page.y >= page.area.bottom() {
        return;
    }
    let place = Rect::new(page.area.x, page.y, page.area.width, 1);
    page.pen.spot(place, Spot::Row(at, 0));
    let mark = if is_here { "▸ " } else { "  " };
    page.pen.text(
        page.area.x,
        page.y,
        page.area.width,
        &format!("{mark}{text}"),
        Role::Title,
    );
    if is_here {
        page.pen.wash(place, Role::Cursor);
    }
    page.y += 1;
}

fn accounts(page: &mut Page, shown: &ConnectSheet) {
    page.say("Which account?", Role::Text);
    page.gap();
    for (at, kind) in AccessKind::ALL.into_iter().enumerate() {
        entry(page, (at, at == shown.cursor), kind.title());
    }
    page.gap();
    page.say(
        "Or keep it elsewhere: in an environment variable, or behind a command that prints it (key_command, \
         password_command in the settings).",
        Role::Dim,
    );
}

fn typing(page: &mut Page, shown: &ConnectSheet) {
    page.say(shown.kind.title(), Role::Title);
    page.gap();
    for (at, part) in shown.kind.parts().iter().enumerate() {
        let line = &shown.lines[at].0;
        page.line(part.title, line, (part.is_hidden, at == shown.line), at);
    }
    page.gap();
    let text = format!(
        "Pasting works. It is tried with {}, which is free, before it is kept.",
        shown.kind.tried_with()
    );
    page.say(&text, Role::Dim);
    let variables: Vec<&str> = shown
        .kind
        .parts()
        .iter()
        .map(|part| part.variable)
        .collect();
    page.say(
        &format!("In the environment instead: {}.", variables.join(" and ")),
        Role::Dim,
    );
}

fn heard(state: &State, page: &mut Page, kind: AccessKind, tried: &Tried) {
    let (open, back) = (
        key_of(&state.keymap, Command::Open),
        key_of(&state.keymap, Command::Back),
    );
    let who = kind.provider().title();
    match tried {
        Tried::Accepted(words) => {
            page.say(&format!("{who} accepted it: {words}."), Role::Title);
            page.gap();
            page.say(
                &format!(
                    "{open} keeps it in the settings file, readable by you alone; {back} goes back."
                ),
                Role::Text,
            );
        }
        Tried::Refused(why) => {
            page.say(&format!("{who} refused it: {why}."), Role::Warn);
            page.gap();
            page.say(
                &format!("{back} goes back to correct it. Nothing was kept."),
                Role::Text,
            );
        }
        Tried::Unheard(why) => {
            page.say(&format!("It could not be tried: {why}."), Role::Warn);
            page.gap();
            page.say(
                &format!("{open} tries again, s keeps it untested, {back} goes back."),
                Role::Text,
            );
        }
    }
}

fn file(page: &mut Page, shown: &ConnectSheet) {
    page.say(
        "The file, or the folder of a dataset. It is read where it is; nothing is sent or charged.",
        Role::Text,
    );
    page.gap();
    page.line("Path", &shown.lines[0].0, (false, true), 0);
    page.gap();
    page.say("tab completes · ~/ is your home folder", Role::Dim);
}
