//! The line for the path of a file that joins a job.

use super::sheet;
use crate::app::overlay::Attach;
use crate::app::state::State;
use crate::app::wrap::wrap;
use crate::config::Role;
use crate::view::widgets::Pen;

const WIDTH: u16 = 76;

pub(super) fn draw(state: &State, pen: &mut Pen, attach: &Attach) {
    let width = WIDTH.min(state.size.0);
    let text = format!(
        "The file that was delivered for job {}, as it came (.csv.gz or .csv). It is copied beside the job and read; \
         nothing is sent or charged.",
        attach.job
    );
    let lines = wrap(&text, usize::from(width.saturating_sub(4)).max(1));
    let height = u16::try_from(lines.len() + 4).unwrap_or(u16::MAX);
    let inner = sheet(state, pen, (width, height), "Attach a file");
    let y = pen.lines(inner, &lines, Role::Text);
    if inner.height > 0 {
        let y = (y + 1).min(inner.bottom() - 1);
        let used = pen.text(inner.x, y, inner.width, "Path  ", Role::Dim);
        let room = inner.width.saturating_sub(used);
        pen.input(inner.x + used, y, room, &attach.path, true);
    }
}
