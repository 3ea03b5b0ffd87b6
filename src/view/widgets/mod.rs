//! What every pane draws with: a pen that keeps to its cells, text cut to a width, frames with titles.

pub mod frame;
pub mod text;
pub mod typed;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::widgets::{Clear, Widget};
use unicode_width::UnicodeWidthStr;

use crate::config::{Colour, Paint, Role, Theme};
use crate::model::text::Safe;
use text::cut;
use typed::Typed;

/// Draws by role; everything it writes is cut to the cells it is given.
pub struct Pen<'a, 'b> {
    frame: &'a mut Frame<'b>,
    theme: &'a Theme,
}

impl<'a, 'b> Pen<'a, 'b> {
    /// A pen for a frame.
    pub fn new(frame: &'a mut Frame<'b>, theme: &'a Theme) -> Self {
        Self { frame, theme }
    }

    /// Writes text into at most `width` cells of a line, cut with `…`; returns the cells used. Text reaches the screen
    /// here and nowhere else.
    pub fn text(&mut self, x: u16, y: u16, width: u16, text: &str, role: Role) -> u16 {
        let screen = self.frame.area();
        if y >= screen.bottom() || x >= screen.right() {
            return 0;
        }
        let width = width.min(screen.right() - x);
        let safe = Safe::line(text);
        let shown = cut(safe.as_str(), usize::from(width));
        let style = self.style(role);
        self.frame.buffer_mut().set_string(x, y, &shown, style);
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

    /// Lays a role's look over cells that are already written.
    pub fn wash(&mut self, area: Rect, role: Role) {
        let style = self.style(role);
        let area = area.intersection(self.frame.area());
        self.frame.buffer_mut().set_style(area, style);
    }

    /// Empties cells, so that something can lie over them; the ground is the theme's.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.frame.area());
        Clear.render(area, self.frame.buffer_mut());
        self.wash(area, Role::Text);
    }

    /// Shows the terminal's cursor.
    pub fn cursor(&mut self, x: u16, y: u16) {
        let area = self.frame.area();
        if x < area.right() && y < area.bottom() {
            self.frame.set_cursor_position(Position::new(x, y));
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
        self.frame.area()
    }

    fn style(&self, role: Role) -> Style {
        style(self.theme.paint(role))
    }

    fn buffer(&mut self) -> &mut ratatui::buffer::Buffer {
        self.frame.buffer_mut()
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
