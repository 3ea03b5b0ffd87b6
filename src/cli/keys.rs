//! `keys`: the key table, with the person's own bindings; or all that is wrong with these.

use clap::Args;

use super::desk::Desk;
use super::failure::Failure;
use crate::app::{command, typed};
use crate::config::Keymap;

/// Arguments of `keys`.
#[derive(Debug, Args)]
pub struct KeysArgs {
    /// Name every mistake of your own keys file with its line (exit code 2), instead of printing the keys
    #[arg(long)]
    pub check: bool,
}

/// Runs the command.
pub fn run(desk: &Desk, args: &KeysArgs) -> Result<(), Failure> {
    if args.check {
        return check(desk);
    }
    let keys = command::readme_table(&desk.places.read_keymap()?);
    let text = format!("{}\n\n{}", keys.trim_end(), typed::readme_table());
    deliver(desk, &text)
}

fn deliver(desk: &Desk, text: &str) -> Result<(), Failure> {
    desk.outlet().deliver(|out| {
        writeln!(out, "{}", text.trim_end())
            .map_err(|why| Failure::Failed(format!("writing the output failed: {why}")))
    })
}

/// That nothing is wrong, or all that is, a line each.
fn check(desk: &Desk) -> Result<(), Failure> {
    let file = desk.places.keys.display();
    let Some(own) = desk.places.keys_file()? else {
        desk.talk
            .say(&format!("there is no {file}: the built-in keys hold"));
        return Ok(());
    };
    let Err(wrong) = Keymap::from_toml(Some(&own)) else {
        desk.talk.say(&format!("{file}: nothing is wrong"));
        return Ok(());
    };
    let told: Vec<String> = wrong.faults.iter().map(ToString::to_string).collect();
    deliver(desk, &told.join("\n"))?;
    let noun = if told.len() == 1 {
        "mistake"
    } else {
        "mistakes"
    };
    Err(Failure::Usage(format!(
        "{file} has {} {noun}; the built-in keys hold until they are corrected",
        told.len()
    )))
}
