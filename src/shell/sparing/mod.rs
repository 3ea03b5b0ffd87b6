//! A frame in few bytes: over a slow line a list that scrolls by a row must not cost the whole list.
//!
//! Rows that only went up or down are moved by the terminal itself, and what did not move with them is written again.
//! Between two changes that stand close together, what is there is written once more where that is shorter than an
//! address. For both it is known what the terminal shows; what it was never told, and what it was told to clear, is blank.

mod screen;
mod shift;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use screen::Screen;
use shift::Shift;

/// Changed cells from which on it is looked whether rows moved.
const WORTH_A_LOOK: usize = 160;

/// What is drawn on: crossterm's own backend, given fewer bytes to write.
#[derive(Debug)]
pub struct Sparing<W: Write> {
    inner: CrosstermBackend<W>,
    screen: Screen,
}

impl<W: Write> Sparing<W> {
    /// Over a terminal that shows nothing.
    pub fn new(out: W) -> Self {
        Self {
            inner: CrosstermBackend::new(out),
            screen: Screen::default(),
        }
    }

    fn send(&mut self, changes: &[(u16, u16, &Cell)]) -> io::Result<()> {
        let changes = self.screen.bridged(changes);
        self.inner.draw(changes.into_iter())
    }
}

impl<W: Write> Backend for Sparing<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let changes: Vec<_> = content.collect();
        if changes.len() < WORTH_A_LOOK {
            self.send(&changes)?;
            self.screen.put_all(&changes);
            return Ok(());
        }
        let mut next = self.screen.clone();
        next.put_all(&changes);
        match Shift::of(&self.screen, &next, &changes) {
            None => self.send(&changes)?,
            Some((shift, moved)) => {
                shift.write(&mut self.inner)?;
                self.screen = moved;
                let changes = self.screen.differences(&next);
                self.send(&changes)?;
            }
        }
        self.screen = next;
        Ok(())
    }

    fn append_lines(&mut self, n: u16) -> io::Result<()> {
        self.inner.append_lines(n)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.screen = Screen::default();
        self.inner.clear()
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        // Whoever clears a part draws the whole anew, from nothing.
        self.screen = Screen::default();
        self.inner.clear_region(region)
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.inner)
    }
}
