//! A terminal that is looked at from outside while the program draws on it.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use ratatui::backend::{Backend, ClearType, TestBackend, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Size};
use tokio::sync::Notify;

/// What stands on the terminal after the last whole frame.
#[derive(Clone)]
pub struct Shown {
    buffer: Arc<Mutex<Buffer>>,
    changed: Arc<Notify>,
}

impl Shown {
    /// The screen as it stands.
    pub fn buffer(&self) -> Buffer {
        self.buffer.lock().unwrap().clone()
    }

    /// The lines of a screen.
    pub fn text(buffer: &Buffer) -> String {
        let width = usize::from(buffer.area.width).max(1);
        let lines = buffer.content.chunks(width);
        let line = |cells: &[Cell]| cells.iter().map(Cell::symbol).collect::<String>();
        lines.map(|cells| line(cells) + "\n").collect()
    }

    /// Waits until the screen is as wanted; that screen.
    pub async fn until(&self, wanted: impl Fn(&str) -> bool) -> Buffer {
        loop {
            let changed = self.changed.notified();
            let buffer = self.buffer();
            if wanted(&Self::text(&buffer)) {
                return buffer;
            }
            changed.await;
        }
    }
}

/// The terminal.
pub struct Watched {
    inner: TestBackend,
    shown: Shown,
}

impl Watched {
    pub fn new(width: u16, height: u16) -> (Self, Shown) {
        let inner = TestBackend::new(width, height);
        let shown = Shown {
            buffer: Arc::new(Mutex::new(inner.buffer().clone())),
            changed: Arc::default(),
        };
        let watched = Self {
            inner,
            shown: shown.clone(),
        };
        (watched, shown)
    }
}

impl Backend for Watched {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.inner.draw(content)
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.inner.clear()
    }

    fn clear_region(&mut self, region: ClearType) -> Result<(), Infallible> {
        self.inner.clear_region(region)
    }

    fn size(&self) -> Result<Size, Infallible> {
        self.inner.size()
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        self.inner.flush()?;
        *self.shown.buffer.lock().unwrap() = self.inner.buffer().clone();
        self.shown.changed.notify_waiters();
        Ok(())
    }
}
