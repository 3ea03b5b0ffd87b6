//! What can be wrong with a keys file: every mistake of it at once, each with its line.

use std::fmt;

use thiserror::Error;

use super::key::{Key, KeyError};

/// All that is wrong with a keys file, in the order of its lines.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub struct KeymapError {
    /// The mistakes; never none.
    pub faults: Vec<KeyFault>,
}

impl fmt::Display for KeymapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self.faults.first().map(ToString::to_string);
        write!(f, "keys file, {}", first.unwrap_or_default())?;
        match self.faults.len().saturating_sub(1) {
            0 => Ok(()),
            more => write!(
                f,
                "; and {more} more: `backtrail keys --check` tells them all"
            ),
        }
    }
}

/// A command of a keys file, and where it is bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The command.
    pub command: String,
    /// In which context.
    pub context: String,
    /// Line in the person's own file; 0 where the built-in keys bind it.
    pub line: usize,
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` of [{}]", self.command, self.context)?;
        match self.line {
            0 => f.write_str(" (built in)"),
            line => write!(f, " (line {line})"),
        }
    }
}

/// One mistake of a keys file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyFault {
    /// Not TOML.
    #[error("line {line}: {what}")]
    Syntax {
        /// Line.
        line: usize,
        /// What the reader said.
        what: String,
    },
    /// No such table.
    #[error(
        "line {line}: there is no context [{name}]; there are {known}. It says what each key of the keyboard does; a service's API key and the limits stand in the settings file"
    )]
    Context {
        /// Line.
        line: usize,
        /// What was written.
        name: String,
        /// The contexts.
        known: String,
    },
    /// No such command there.
    #[error("line {line}: there is no command `{name}` in [{context}]; there are {known}")]
    Command {
        /// Line.
        line: usize,
        /// What was written.
        name: String,
        /// Where.
        context: String,
        /// The commands of that context.
        known: String,
    },
    /// Not a list of key names.
    #[error("line {line}: `{command}` takes a list of key names, such as [\"q\", \"ctrl-q\"]")]
    Shape {
        /// Line.
        line: usize,
        /// Which command.
        command: String,
    },
    /// No such key.
    #[error("line {line}: {source}")]
    Key {
        /// Line.
        line: usize,
        /// Which.
        source: KeyError,
    },
    /// One key for two commands.
    #[error(
        "line {line}: the key {key} means both {} and {}; give one of them another key", .both.0, .both.1
    )]
    Conflict {
        /// Line of the later one; 0 if both stand in the built-in file.
        line: usize,
        /// The key.
        key: Key,
        /// The commands.
        both: Box<(Bound, Bound)>,
    },
    /// A digit of a pane for something else.
    #[error(
        "line {line}: the key {key} goes to the pane of that number and to nothing else; give `{command}` another key"
    )]
    Digit {
        /// Line.
        line: usize,
        /// The digit.
        key: Key,
        /// What it was bound to.
        command: String,
    },
}

impl KeyFault {
    /// The line it is told at.
    pub fn line(&self) -> usize {
        match self {
            Self::Syntax { line, .. }
            | Self::Context { line, .. }
            | Self::Command { line, .. }
            | Self::Shape { line, .. }
            | Self::Key { line, .. }
            | Self::Conflict { line, .. }
            | Self::Digit { line, .. } => *line,
        }
    }
}
