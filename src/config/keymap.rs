//! Which keys mean which command. The built-in file names every command there is, so a user's
//! file is checked against it: unknown commands and doubled keys are refused, with their line.

use thiserror::Error;
use toml::de::{DeTable, DeValue};

use super::key::{Key, KeyError};
use super::lines::{line_of, place};

/// The built-in keys.
pub const BUILTIN: &str = include_str!("../../assets/keys.toml");

/// The context whose keys hold in every pane.
pub const EVERYWHERE: &str = "everywhere";

/// What is wrong with a keys file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeymapError {
    /// Not TOML.
    #[error("keys file, line {line}: {what}")]
    Syntax {
        /// Line.
        line: usize,
        /// What the reader said.
        what: String,
    },
    /// No such table.
    #[error(
        "keys file, line {line}: there is no context [{name}]; there are {known}. It says what each key of the keyboard does; a service's API key and the limits stand in the settings file"
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
    #[error(
        "keys file, line {line}: there is no command `{name}` in [{context}]; there are {known}"
    )]
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
    #[error(
        "keys file, line {line}: `{command}` takes a list of key names, such as [\"q\", \"ctrl-q\"]"
    )]
    Shape {
        /// Line.
        line: usize,
        /// Which command.
        command: String,
    },
    /// No such key.
    #[error("keys file, line {line}: {source}")]
    Key {
        /// Line.
        line: usize,
        /// Which.
        source: KeyError,
    },
    /// One key for two commands.
    #[error(
        "keys file, line {line}: the key {key} means both `{first}` and `{second}`; give one of them another key"
    )]
    Conflict {
        /// Line of the later one; 0 if it stands in the built-in file.
        line: usize,
        /// The key.
        key: Key,
        /// One command.
        first: String,
        /// The other.
        second: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Binding {
    context: String,
    command: String,
    keys: Vec<Key>,
    /// Line in the user's file; 0 in the built-in one.
    line: usize,
}

/// Keys by context and command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Keymap {
    /// The built-in keys.
    pub fn builtin() -> Result<Self, KeymapError> {
        Self::from_toml(None)
    }

    /// The built-in keys with a user's laid over: a command named there gets exactly the keys listed there.
    pub fn from_toml(user: Option<&str>) -> Result<Self, KeymapError> {
        let mut map = Self {
            bindings: read(BUILTIN, None)?,
        };
        for binding in &mut map.bindings {
            binding.line = 0;
        }
        if let Some(text) = user {
            for binding in read(text, Some(&map))? {
                map.lay_over(binding)?;
            }
        }
        map.refuse_conflicts()?;
        Ok(map)
    }

    /// The command of a key in a context, looking in the context first and then in what holds everywhere.
    pub fn command(&self, context: &str, key: Key) -> Option<&str> {
        let find = |context: &str| {
            self.bindings
                .iter()
                .find(|b| b.context == context && b.keys.contains(&key))
                .map(|b| b.command.as_str())
        };
        find(context).or_else(|| find(EVERYWHERE))
    }

    /// The keys of a command in a context, as they were listed.
    pub fn keys(&self, context: &str, command: &str) -> &[Key] {
        self.bindings
            .iter()
            .find(|b| b.context == context && b.command == command)
            .map_or(&[], |b| &b.keys)
    }

    /// Every context with every command in it.
    pub fn commands(&self) -> impl Iterator<Item = (&str, &str)> {
        self.bindings
            .iter()
            .map(|b| (b.context.as_str(), b.command.as_str()))
    }

    fn lay_over(&mut self, new: Binding) -> Result<(), KeymapError> {
        let line = new.line;
        let mut in_context = self
            .bindings
            .iter_mut()
            .filter(|b| b.context == new.context);
        if let Some(old) = in_context.find(|b| b.command == new.command) {
            *old = new;
            return Ok(());
        }
        let known = self
            .commands()
            .filter(|(context, _)| *context == new.context);
        let known: Vec<_> = known.map(|(_, command)| command.to_owned()).collect();
        Err(KeymapError::Command {
            line,
            name: new.command,
            context: new.context,
            known: known.join(", "),
        })
    }

    fn known_contexts(&self) -> String {
        let mut names: Vec<_> = self.bindings.iter().map(|b| b.context.as_str()).collect();
        names.dedup();
        names.join(", ")
    }

    /// A key may mean one thing in a context, and nothing else where it already holds everywhere.
    fn refuse_conflicts(&self) -> Result<(), KeymapError> {
        for (at, one) in self.bindings.iter().enumerate() {
            for other in &self.bindings[at + 1..] {
                let meet = one.context == other.context
                    || one.context == EVERYWHERE
                    || other.context == EVERYWHERE;
                if !meet {
                    continue;
                }
                if let Some(key) = one.keys.iter().find(|key| other.keys.contains(key)) {
                    return Err(KeymapError::Conflict {
                        line: one.line.max(other.line),
                        key: *key,
                        first: one.command.clone(),
                        second: other.command.clone(),
                    });
                }
            }
        }
        Ok(())
    }
}

/// The bindings of a file; the contexts of `known` are all there may be.
fn read(text: &str, known: Option<&Keymap>) -> Result<Vec<Binding>, KeymapError> {
    let table = DeTable::parse(text).map_err(|error| {
        let (line, what) = place(text, &error);
        KeymapError::Syntax { line, what }
    })?;
    let mut bindings = Vec::new();
    for (context, commands) in table.get_ref() {
        let line = line_of(text, context.span().start);
        if let Some(known) = known
            && known
                .bindings
                .iter()
                .all(|b| b.context != *context.get_ref())
        {
            return Err(KeymapError::Context {
                line,
                name: context.get_ref().to_string(),
                known: known.known_contexts(),
            });
        }
        let DeValue::Table(commands) = commands.get_ref() else {
            return Err(KeymapError::Shape {
                line,
                command: context.get_ref().to_string(),
            });
        };
        for (command, keys) in commands {
            let line = line_of(text, command.span().start);
            bindings.push(Binding {
                context: context.get_ref().to_string(),
                command: command.get_ref().to_string(),
                keys: read_keys(text, line, command.get_ref(), keys.get_ref())?,
                line,
            });
        }
    }
    Ok(bindings)
}

fn read_keys(
    text: &str,
    line: usize,
    command: &str,
    value: &DeValue<'_>,
) -> Result<Vec<Key>, KeymapError> {
    let shape = || KeymapError::Shape {
        line,
        command: command.to_owned(),
    };
    let mut keys = Vec::new();
    for name in value.as_array().ok_or_else(shape)?.iter() {
        let line = line_of(text, name.span().start);
        let name = name.get_ref().as_str().ok_or_else(shape)?;
        let key = Key::parse(name).map_err(|source| KeymapError::Key { line, source })?;
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(user: &str) -> String {
        Keymap::from_toml(Some(user)).unwrap_err().to_string()
    }

    #[test]
    fn the_built_in_keys_hold_together() {
        let map = Keymap::builtin().unwrap();
        let key = Key::parse("$").unwrap();
        assert_eq!(map.command("list", key), Some("price"));
        assert_eq!(
            map.command("jobs", Key::parse("c").unwrap()),
            Some("cancel_job")
        );
        assert_eq!(map.command("list", Key::parse("c").unwrap()), None);
    }

    #[test]
    fn a_table_of_another_file_is_no_context_whatever_is_in_it() {
        for text in ["[majestic]\n", "[majestic]\napi_key = \"5EC2E7\"\n"] {
            let told = refusal(text);
            assert!(
                told.contains("line 1: there is no context [majestic]"),
                "{told}"
            );
            assert!(!told.contains("5EC2E7"), "{told}");
        }
    }

    #[test]
    fn a_users_keys_replace_the_built_in_ones() {
        let map = Keymap::from_toml(Some("[everywhere]\nquit = [\"Q\"]\n[list]\nexport = []\n"));
        let map = map.unwrap();
        assert_eq!(map.command("list", Key::parse("q").unwrap()), None);
        assert_eq!(map.command("list", Key::parse("Q").unwrap()), Some("quit"));
        assert!(map.keys("list", "export").is_empty());
    }

    #[test]
    fn mistakes_are_named_by_line() {
        let text = refusal("[everywhere]\nquit = [\"q\"]\n\n[list]\nexport = [\"q\"]\n");
        assert!(
            text.contains("line 5") && text.contains("`quit`") && text.contains("`export`"),
            "{text}"
        );
        let text = refusal("[list]\nexprot = [\"x\"]");
        assert!(
            text.contains("line 2") && text.contains("exprot") && text.contains("export"),
            "{text}"
        );
        let text = refusal("\n[lists]\nexport = [\"x\"]");
        assert!(
            text.contains("line 2") && text.contains("lists") && text.contains("everywhere"),
            "{text}"
        );
        let text = refusal("[list]\nexport = [\n \"hyper-x\"]");
        assert!(
            text.contains("line 3") && text.contains("hyper-x"),
            "{text}"
        );
        let text = refusal("[list]\nexport = \"x\"");
        assert!(
            text.contains("line 2") && text.contains("list of key names"),
            "{text}"
        );
        let text = refusal("[list\n");
        assert!(text.contains("line 1"), "{text}");
    }
}
