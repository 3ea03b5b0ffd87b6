//! `keys`: the key table, with the person's own bindings.

use super::desk::Desk;
use super::failure::Failure;
use crate::app::command::readme_table;

/// Runs the command.
pub fn run(desk: &Desk) -> Result<(), Failure> {
    let table = readme_table(&desk.places.read_keymap()?);
    desk.outlet().deliver(|out| {
        writeln!(out, "{}", table.trim_end())
            .map_err(|why| Failure::Failed(format!("writing the output failed: {why}")))
    })
}
