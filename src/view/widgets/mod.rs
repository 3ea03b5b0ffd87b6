//! What every pane draws with: a pen that keeps to its cells, text cut to a width, frames with titles.

pub mod frame;
pub mod text;
pub mod typed;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::widgets::{Clear, Widget};
use unicode_width::UnicodeWidthStr;

use super::spot::Spots;
use crate::app::mouse::Spot;
use crate::config::{Colour, Paint, Role, Theme};
use crate::model::text::Safe;
use text::cut;
use typed::Typed;

/// Draws by role; everything it writes is cut to the cells it is given. It knows what it drew where, for the pointer.
pub struct Pen<'a> {
    buffer: &'a mut Buffer,
    theme: &'a Theme,
    cursor: Option<Position>,
    spots: Spots,
}

impl<'a> Pen<'a> {
    /// A pen for the cells of a screen.
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme) -> Self {
        Self {
            buffer,
            theme,
            cursor: None,
            spots: Spots::default(),
        }
    }

    /// What is drawn into these cells means something to the pointer.
    pub fn spot(&mut self, area: Rect, spot: Spot) {
        self.spots.push(area, Some(spot));
    }

    /// Something lies over these cells: what stood there is reached neither by the pointer nor by what is typed.
    pub fn cover(&mut self, area: Rect) {
        self.spots.push(area, None);
        self.cursor = self.cursor.filter(|cursor| !area.contains(*cursor));
    }

    /// What was drawn where.
    pub fn into_spots(self) -> Spots {
        self.spots
    }

    /// Where the terminal's cursor is shown, if it is.
    pub fn cursor_at(&self) -> Option<Position> {
        self.cursor
    }

    /// Writes text into at most `width` cells of a line, cut with `…`; returns the cells used. Text reaches the screen
    /// here and nowhere else.
    pub fn text(&mut self, x: u16, y: u16, width: u16, text: &str, role: Role) -> u16 {
        let screen = self.area();
        if y >= screen.bottom() || x >= screen.right() {
            return 0;
        }
        let width = width.min(screen.right() - x);
        let safe = Safe::line(text);
        let shown = cut(safe.as_str(), usize::from(width));
        let style = self.style(role);
        self.buffer.set_string(x, y, &shown, style);
        u16::try_from(shown.width()).unwrap_or(width)
    }

    /// Writes text so that it ends at the right of its cells.
    pub fn text_right(&mut self, x: u16, y: u16, width: u16, text: &str, role: Role) -> u16 {
        let safe = Safe::line(text);
        let shown = cut(safe.as_str(), usize::from(width));
        let used = u16::try_from(shown.width()).unwrap_or(width);
        self.text(x + width.saturating_sub(used), y, used, &shown, role)
    }

    /// Writes pieces one after the other; returns the cells used.
    pub fn pieces(&mut self, x: u16, y: u16, width: u16, pieces: &[(&str, Role)]) -> u16 {
        let mut used = 0;
        for (text, role) in pieces {
            used += self.text(x + used, y, width.saturating_sub(used), text, *role);
        }
        used
    }

    /// Writes lines one under the other, as many as fit; returns the next free line.
    pub fn lines(&mut self, area: Rect, lines: &[String], role: Role) -> u16 {
        let mut y = area.y;
        for line in lines {
            if y >= area.bottom() {
                break;
            }
            self.text(area.x, y, area.width, line, role);
            y += 1;
        }
        y
    }

    /// Lays the look of a hit over letters of a text that was written into some cells of a line: how many characters
    /// stand before each run of them, and how many they are.
    pub fn hits(&mut self, (x, y, width): (u16, u16, u16), text: &str, letters: &[(usize, usize)]) {
        let cells = |chars: usize| {
            let text: String = text.chars().take(chars).collect();
            u16::try_from(text.width()).unwrap_or(u16::MAX).min(width)
        };
        for (at, len) in letters {
            let (from, to) = (cells(*at), cells(at + len));
            self.wash(Rect::new(x + from, y, to - from, 1), Role::Match);
        }
    }

    /// Lays a role's look over cells that are already written.
    pub fn wash(&mut self, area: Rect, role: Role) {
        let style = self.style(role);
        let area = area.intersection(self.area());
        self.buffer.set_style(area, style);
    }

    /// Empties cells, so that something can lie over them; the ground is the theme's.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.area());
        Clear.render(area, self.buffer);
        self.wash(area, Role::Text);
    }

    /// Shows the terminal's cursor.
    pub fn cursor(&mut self, x: u16, y: u16) {
        let area = self.area();
        if x < area.right() && y < area.bottom() {
            self.cursor = Some(Position::new(x, y));
        }
    }

    /// A text line that can be typed in, scrolled so that its cursor is seen.
    pub fn input(&mut self, x: u16, y: u16, width: u16, input: &tui_input::Input, active: bool) {
        if width == 0 {
            return;
        }
        let typed = Typed::new(input, width, active);
        let role = if active { Role::Input } else { Role::Text };
        self.text(x, y, width, typed.shown(), role);
        if active {
            self.cursor(x + typed.cursor(), y);
        }
    }

    /// The size of the screen.
    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    fn style(&self, role: Role) -> Style {
        style(self.theme.paint(role))
    }

    fn buffer(&mut self) -> &mut Buffer {
        self.buffer
    }
}

fn style(paint: Paint) -> Style {
    let mut style = Style::default();
    if let Some(colour) = paint.fg {
        style = style.fg(ansi(colour));
    }
    if let Some(colour) = paint.bg {
        style = style.bg(ansi(colour));
    }
    for (on, modifier) in [
        (paint.bold, Modifier::BOLD),
        (paint.dim, Modifier::DIM),
        (paint.underline, Modifier::UNDERLINED),
        (paint.reverse, Modifier::REVERSED),
    ] {
        if on {
            style = style.add_modifier(modifier);
        }
    }
    style
}

fn ansi(colour: Colour) -> Color {
    const NAMED: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    match colour {
        Colour::Named(n) => NAMED.get(usize::from(n)).copied().unwrap_or(Color::Reset),
        Colour::Index(n) => Color::Indexed(n),
        Colour::Rgb(r, g, b) => Color::Rgb(r, g, b),
    }
}
