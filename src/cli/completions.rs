//! `completions`: what a shell needs to complete the arguments of the commands.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::args::Cli;
use super::desk::Desk;
use super::failure::Failure;

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// For which shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Runs the command.
pub fn run(desk: &Desk, args: &CompletionsArgs) -> Result<(), Failure> {
    let script = script(args.shell);
    desk.outlet().deliver(|out| {
        out.write_all(&script)
            .map_err(|why| Failure::Failed(format!("writing the output failed: {why}")))
    })
}

fn script(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "backtrail", &mut script);
    script
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum;

    #[test]
    fn each_shell_knows_every_command_that_is_shown() {
        for shell in Shell::value_variants() {
            let script = String::from_utf8(script(*shell)).unwrap();
            let commands = Cli::command();
            let shown = commands.get_subcommands().filter(|c| !c.is_hide_set());
            for command in shown {
                assert!(
                    script.contains(command.get_name()),
                    "{shell}: {}",
                    command.get_name()
                );
            }
            assert!(script.contains("max-cost"), "{shell}");
        }
    }
}
