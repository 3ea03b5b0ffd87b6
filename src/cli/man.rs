//! `man`: the man page. Its commands and options come from the command line itself, the rest from the pages of help.

mod roff;

use clap::{Arg, Command, CommandFactory};

use super::args::Cli;
use super::desk::Desk;
use super::failure::Failure;
use crate::app::docs::{Block, TOPICS};
use crate::config::Keymap;
use roff::Roff;

/// Runs the command.
pub fn run(desk: &Desk) -> Result<(), Failure> {
    let page = page(&Keymap::builtin().map_err(|why| Failure::Failed(why.to_string()))?);
    desk.outlet().deliver(|out| {
        out.write_all(page.as_bytes())
            .map_err(|why| Failure::Failed(format!("writing the output failed: {why}")))
    })
}

/// The whole page.
fn page(keymap: &Keymap) -> String {
    let mut cli = Cli::command();
    cli.build();
    let mut page = Roff::new("BACKTRAIL", "1", env!("CARGO_PKG_VERSION"));
    page.section("Name");
    let about = cli.get_about().map(ToString::to_string).unwrap_or_default();
    page.text(&format!("backtrail - {}", about.to_lowercase()));
    page.section("Synopsis");
    page.text("backtrail [OPTIONS] [COMMAND]");
    page.section("Description");
    let after = cli.get_after_help().map(ToString::to_string);
    for paragraph in after.unwrap_or_default().split("\n\n") {
        page.text(paragraph);
    }
    page.section("Options of every command");
    options(&mut page, cli.get_arguments());
    page.section("Commands");
    for command in shown(&cli) {
        self::command(&mut page, command);
    }
    for topic in TOPICS {
        page.section(topic.title);
        blocks(&mut page, &topic.blocks(keymap));
    }
    page.section("Environment");
    for argument in cli.get_arguments().filter(|a| !a.is_hide_set()) {
        if let (Some(name), Some(long)) = (argument.get_env(), argument.get_long()) {
            page.entry(&name.to_string_lossy(), &format!("As --{long}."));
        }
    }
    page.section("Files");
    page.entry(
        "settings.toml",
        "The settings, in the system's folder for them, such as ~/.config/backtrail.",
    );
    page.entry("keys.toml", "Keys of your own, beside the settings.");
    page.entry("journal.db, datasets/", "What was asked and paid, and what is held, in the data folder, such as ~/.local/share/backtrail.");
    page.finish()
}

fn shown(command: &Command) -> impl Iterator<Item = &Command> {
    let all = command.get_subcommands();
    all.filter(|c| !c.is_hide_set() && c.get_name() != "help")
}

/// A command with its own options, then the commands below it.
fn command(page: &mut Roff, of: &Command) {
    let usage = of.clone().render_usage().to_string();
    page.subsection(usage.trim_start_matches("Usage:").trim());
    if let Some(about) = of.get_long_about().or(of.get_about()) {
        page.text(&about.to_string());
    }
    options(page, of.get_arguments().filter(|a| !a.is_global_set()));
    if let Some(after) = of.get_after_help() {
        page.code(after.to_string().lines());
    }
    for below in shown(of) {
        command(page, below);
    }
}

fn options<'a>(page: &mut Roff, arguments: impl Iterator<Item = &'a Arg>) {
    let own = arguments.filter(|argument| {
        !argument.is_hide_set() && !matches!(argument.get_id().as_str(), "help" | "version")
    });
    for argument in own {
        page.entry(&written(argument), &meaning(argument));
    }
}

/// How an argument is written: `-q, --quiet`, `--format FORMAT`, `FILE`.
fn written(argument: &Arg) -> String {
    let names = argument.get_value_names().unwrap_or_default();
    let takes = argument.get_action().takes_values();
    let values: Vec<&str> = names
        .iter()
        .filter(|_| takes)
        .map(|name| name.as_str())
        .collect();
    let values = values.join(" ");
    let short = argument.get_short().map(|short| format!("-{short}"));
    let long = argument.get_long().map(|long| format!("--{long}"));
    let flags: Vec<String> = short.into_iter().chain(long).collect();
    match flags.is_empty() {
        true => values,
        false => format!("{} {values}", flags.join(", "))
            .trim_end()
            .to_owned(),
    }
}

/// What an argument means, what it may be, and what it is if nothing is said.
fn meaning(argument: &Arg) -> String {
    let help = argument.get_help().map(ToString::to_string);
    let mut text = help.unwrap_or_default();
    let takes = argument.get_action().takes_values();
    let values = argument.get_possible_values();
    let values: Vec<&str> = values
        .iter()
        .filter(|v| !v.is_hide_set())
        .map(|v| v.get_name())
        .collect();
    if takes && !values.is_empty() && !argument.is_hide_possible_values_set() {
        text.push_str(&format!(" [{}]", values.join(", ")));
    }
    let default = argument.get_default_values().iter();
    let default: Vec<String> = default.map(|v| v.to_string_lossy().into_owned()).collect();
    if takes && !default.is_empty() && !argument.is_hide_default_value_set() {
        text.push_str(&format!(" [default: {}]", default.join(" ")));
    }
    text
}

fn blocks(page: &mut Roff, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Heading(text) => page.subsection(text),
            Block::Text(text) => page.text(text),
            Block::Item(mark, text) => page.item(mark, text),
            Block::Row(left, right) => page.entry(left, right),
            Block::Code(lines) => page.code(lines.iter().map(String::as_str)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::command::{COMMANDS, keys_text};

    fn given() -> String {
        page(&Keymap::builtin().unwrap())
    }

    #[test]
    fn the_page_has_every_command_every_topic_and_every_key() {
        let keymap = Keymap::builtin().unwrap();
        let page = given();
        let mut cli = Cli::command();
        cli.build();
        for command in shown(&cli) {
            let wanted = Roff::escaped(&format!("backtrail {}", command.get_name()));
            assert!(page.contains(&format!(".SS \"{wanted}")), "{wanted}");
        }
        let hidden = Roff::escaped("backtrail measure");
        assert!(!page.contains(&hidden), "a hidden command");
        for topic in TOPICS {
            let title = Roff::escaped(&topic.title.to_uppercase());
            assert!(page.contains(&format!(".SH \"{title}\"")), "{title}");
        }
        for entry in COMMANDS {
            assert!(page.contains(&Roff::escaped(entry.help)), "{}", entry.id);
            let keys = keys_text(&keymap, entry);
            if !keys.is_empty() {
                let keys = format!("\\fB{}\\fR\n", Roff::escaped(&keys));
                assert!(page.contains(&keys), "{keys}");
            }
        }
    }

    #[test]
    fn no_line_is_a_request_that_was_not_meant() {
        const REQUESTS: [&str; 9] = ["TH", "SH", "SS", "PP", "TP", "IP", "EX", "EE", "\\\""];
        for line in given().lines() {
            assert!(!line.starts_with('\''), "{line}");
            if let Some(request) = line.strip_prefix('.') {
                let name = request.split(' ').next().unwrap();
                assert!(REQUESTS.contains(&name), "{line}");
            }
            assert!(line.is_ascii(), "{line}");
        }
    }
}
