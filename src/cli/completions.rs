//! `completions`: what a shell needs to complete the arguments of the commands. Names of datasets and numbers of jobs
//! are asked for when tab is pressed, of `backtrail ids`, in the shells whose scripts can do so.

use clap::{Args, Command, CommandFactory, ValueEnum};
use clap_complete::Shell;

use super::args::Cli;
use super::desk::Desk;
use super::failure::Failure;
use super::ids::Of;
use super::offered;

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// For which shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Arguments that are names of datasets or numbers of jobs: the commands that lead there, and the argument.
const ASKED: [(&[&str], &str, Of); 9] = [
    (&["show"], "dataset", Of::Datasets),
    (&["open"], "what", Of::Datasets),
    (&["datasets"], "check", Of::Datasets),
    (&["domain-info"], "dataset", Of::Datasets),
    (&["jobs", "attach"], "job", Of::Jobs),
    (&["jobs", "accept"], "job", Of::Jobs),
    (&["jobs", "dismiss"], "job", Of::Jobs),
    (&["jobs", "reconcile"], "jobs", Of::Jobs),
    (&["jobs", "delete-remote"], "jobs", Of::Jobs),
];

/// Runs the command.
pub fn run(desk: &Desk, args: &CompletionsArgs) -> Result<(), Failure> {
    let script = script(args.shell);
    desk.outlet().deliver(|out| {
        out.write_all(script.as_bytes())
            .map_err(|why| Failure::Failed(format!("writing the output failed: {why}")))
    })
}

fn script(shell: Shell) -> String {
    let marked = matches!(shell, Shell::Bash | Shell::Zsh);
    let mut command = match marked {
        true => ASKED
            .iter()
            .fold(Cli::command(), |command, (way, argument, of)| {
                with_mark(command, way, argument, *of)
            }),
        false => Cli::command(),
    };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "backtrail", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    match shell {
        Shell::Bash => Of::value_variants().iter().fold(script, |script, of| {
            // Every name is plain: nothing in it means anything to the shell.
            script.replace(mark(*of), &asking(*of))
        }),
        Shell::Zsh => zsh(script),
        Shell::Fish => script + &fish(),
        _ => script,
    }
}

/// A word that stands for the names until the script is there.
fn mark(of: Of) -> &'static str {
    match of {
        Of::Datasets => "NAMES-OF-DATASETS",
        Of::Jobs => "NUMBERS-OF-JOBS",
    }
}

fn with_mark(command: Command, way: &[&'static str], argument: &'static str, of: Of) -> Command {
    match way {
        [] => command.mut_arg(argument, |argument| {
            argument.value_parser(offered::word(mark(of)))
        }),
        [first, rest @ ..] => {
            command.mut_subcommand(first, |command| with_mark(command, rest, argument, of))
        }
    }
}

fn name(of: Of) -> &'static str {
    match of {
        Of::Datasets => "datasets",
        Of::Jobs => "jobs",
    }
}

/// What prints the names in bash.
fn asking(of: Of) -> String {
    let latest = if of == Of::Datasets { "latest " } else { "" };
    format!("{latest}$(backtrail ids {} 2>/dev/null)", name(of))
}

fn zsh(script: String) -> String {
    let of_each = Of::value_variants().iter();
    let script = of_each.clone().fold(script, |script, of| {
        let function = format!("_backtrail_{}", name(*of));
        script.replace(&format!("({})", mark(*of)), &function)
    });
    let functions: String = of_each
        .map(|of| {
            let names = asking(*of).replace("$(", "${(f)\"$(").replace("null)", "null)\"}");
            let name = name(*of);
            let files = if *of == Of::Datasets { "    _files\n" } else { "" };
            format!("\n_backtrail_{name}() {{\n    local names=({names})\n    compadd -a names\n{files}}}\n")
        })
        .collect();
    // What is called at the end must know them.
    match script.rfind("\nif [ \"$funcstack[1]\"") {
        Some(at) => format!("{}{functions}{}", &script[..at], &script[at..]),
        None => script + &functions,
    }
}

fn fish() -> String {
    let commands = Cli::command();
    let line = |(way, argument, of): &(&[&str], &str, Of)| {
        let found = way
            .iter()
            .try_fold(&commands, |command, name| command.find_subcommand(name));
        let mut arguments = found.into_iter().flat_map(Command::get_arguments);
        let long = arguments
            .find(|own| own.get_id() == argument)
            .and_then(|own| own.get_long());
        let option = long.map_or_else(String::new, |long| format!(" -x -l {long}"));
        let seen: Vec<String> = way
            .iter()
            .map(|command| format!("__fish_seen_subcommand_from {command}"))
            .collect();
        let latest = if *of == Of::Datasets { "latest " } else { "" };
        format!(
            "complete -c backtrail -n \"{}\"{option} -a \"{latest}(backtrail ids {} 2>/dev/null)\"\n",
            seen.join("; and "),
            name(*of)
        )
    };
    ASKED.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_shell_knows_every_command_that_is_shown() {
        for shell in Shell::value_variants() {
            let script = script(*shell);
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

    #[test]
    fn fixed_sets_are_offered_everywhere() {
        for shell in Shell::value_variants() {
            // The last two know no values of options.
            if matches!(shell, Shell::PowerShell | Shell::Elvish) {
                continue;
            }
            let script = script(*shell);
            for value in ["high-contrast", "citation_flow", "profile-domains", "jsonl"] {
                assert!(script.contains(value), "{shell}: {value}");
            }
        }
    }

    #[test]
    fn names_that_change_are_asked_for_when_tab_is_pressed() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
            let script = script(shell);
            for of in Of::value_variants() {
                let asked = format!("backtrail ids {} 2>/dev/null", name(*of));
                assert!(script.contains(&asked), "{shell}: {asked}");
                assert!(!script.contains(mark(*of)), "{shell}");
            }
        }
        let zsh = script(Shell::Zsh);
        assert!(zsh.contains(":_backtrail_datasets'"), "{zsh}");
        assert!(zsh.contains(":_backtrail_jobs'"), "{zsh}");
    }
}
