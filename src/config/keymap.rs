//! Which keys mean which command. The built-in file names every command there is, so a user's
//! file is checked against it: unknown commands, doubled keys and digits taken from the panes are refused, all at
//! once and each with its line.

use toml::de::{DeTable, DeValue};

use super::key::{Code, Key};
use super::key_faults::{Bound, KeyFault, KeymapError};
use super::lines::{line_of, place};

/// The built-in keys.
pub const BUILTIN: &str = include_str!("../../assets/keys.toml");

/// The context whose keys hold in every pane.
pub const EVERYWHERE: &str = "everywhere";

/// The panes' own commands, in the order of the digits that go to them.
const PANES: [&str; 5] = [
    "pane_form",
    "pane_jobs",
    "pane_domains",
    "pane_links",
    "pane_detail",
];

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

    /// The built-in keys with a user's laid over: a command named there gets exactly the keys listed there. All that is
    /// wrong is told at once.
    pub fn from_toml(user: Option<&str>) -> Result<Self, KeymapError> {
        let mut faults = Vec::new();
        let (_, map) = Self::laid_over(user, &mut faults);
        faults.extend(map.refused());
        if faults.is_empty() {
            return Ok(map);
        }
        faults.sort_by_key(KeyFault::line);
        Err(KeymapError { faults })
    }

    /// The same as far as it goes: a command whose line is at fault keeps its built-in keys.
    pub fn as_far_as_it_goes(user: &str) -> Self {
        let (built_in, mut map) = Self::laid_over(Some(user), &mut Vec::new());
        loop {
            let lines: Vec<usize> = map.refused().iter().map(KeyFault::line).collect();
            let mut went_back = false;
            let own = map.bindings.iter_mut().zip(&built_in.bindings);
            for (binding, built_in) in own.filter(|(own, _)| own.line > 0) {
                if lines.contains(&binding.line) {
                    binding.clone_from(built_in);
                    went_back = true;
                }
            }
            if !went_back {
                return map;
            }
        }
    }

    /// The built-in keys, and the same with a user's laid over, as far as each line can be read.
    fn laid_over(user: Option<&str>, faults: &mut Vec<KeyFault>) -> (Self, Self) {
        let mut built_in = Self {
            bindings: read(BUILTIN, None, faults),
        };
        for binding in &mut built_in.bindings {
            binding.line = 0;
        }
        let mut map = built_in.clone();
        if let Some(text) = user {
            for binding in read(text, Some(&built_in), faults) {
                faults.extend(map.lay_over(binding).err());
            }
        }
        (built_in, map)
    }

    /// What holds in no table of keys, however it is written.
    fn refused(&self) -> Vec<KeyFault> {
        let mut faults = self.taken_digits();
        faults.extend(self.conflicts());
        faults
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

    fn lay_over(&mut self, new: Binding) -> Result<(), KeyFault> {
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
        Err(KeyFault::Command {
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
    fn conflicts(&self) -> Vec<KeyFault> {
        let mut found = Vec::new();
        for (at, one) in self.bindings.iter().enumerate() {
            for other in &self.bindings[at + 1..] {
                let meet = one.context == other.context
                    || one.context == EVERYWHERE
                    || other.context == EVERYWHERE;
                let shared = one.keys.iter().filter(|key| other.keys.contains(key));
                let told = shared.filter(|key| meet && pane_of(**key).is_none());
                found.extend(told.map(|key| KeyFault::Conflict {
                    line: one.line.max(other.line),
                    key: *key,
                    both: Box::new((one.bound(), other.bound())),
                }));
            }
        }
        found
    }

    /// The digits that mean something else than the pane of their number.
    fn taken_digits(&self) -> Vec<KeyFault> {
        let mut found = Vec::new();
        for binding in &self.bindings {
            let own = |pane: &str| binding.context == EVERYWHERE && binding.command == pane;
            let keys = binding.keys.iter();
            let taken = keys.filter(|key| pane_of(**key).is_some_and(|pane| !own(pane)));
            found.extend(taken.map(|key| KeyFault::Digit {
                line: binding.line,
                key: *key,
                command: binding.command.clone(),
            }));
        }
        found
    }
}

impl Binding {
    fn bound(&self) -> Bound {
        Bound {
            command: self.command.clone(),
            context: self.context.clone(),
            line: self.line,
        }
    }
}

/// The command of the pane whose number a key is.
fn pane_of(key: Key) -> Option<&'static str> {
    let Code::Char(digit) = key.code else {
        return None;
    };
    let number = digit.to_digit(10).filter(|_| !key.ctrl && !key.alt)?;
    let at = usize::try_from(number).ok()?.checked_sub(1)?;
    PANES.get(at).copied()
}

/// The bindings of a file; the contexts of `known` are all there may be. What is wrong is told, and left out.
fn read(text: &str, known: Option<&Keymap>, faults: &mut Vec<KeyFault>) -> Vec<Binding> {
    let mut bindings = Vec::new();
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let (line, what) = place(text, &error);
            faults.push(KeyFault::Syntax { line, what });
            return bindings;
        }
    };
    for (context, commands) in table.get_ref() {
        let line = line_of(text, context.span().start);
        let name = context.get_ref().to_string();
        let has = |known: &&Keymap| known.bindings.iter().any(|b| b.context == name);
        if let Some(known) = known.filter(|known| !has(known)) {
            let known = known.known_contexts();
            faults.push(KeyFault::Context { line, name, known });
            continue;
        }
        let DeValue::Table(commands) = commands.get_ref() else {
            faults.push(KeyFault::Shape {
                line,
                command: name,
            });
            continue;
        };
        for (command, keys) in commands {
            let line = line_of(text, command.span().start);
            match read_keys(text, line, command.get_ref(), keys.get_ref()) {
                Ok(keys) => bindings.push(Binding {
                    context: name.clone(),
                    command: command.get_ref().to_string(),
                    keys,
                    line,
                }),
                Err(fault) => faults.push(fault),
            }
        }
    }
    bindings
}

fn read_keys(
    text: &str,
    line: usize,
    command: &str,
    value: &DeValue<'_>,
) -> Result<Vec<Key>, KeyFault> {
    let shape = || KeyFault::Shape {
        line,
        command: command.to_owned(),
    };
    let mut keys = Vec::new();
    for name in value.as_array().ok_or_else(shape)?.iter() {
        let line = line_of(text, name.span().start);
        let name = name.get_ref().as_str().ok_or_else(shape)?;
        let key = Key::parse(name).map_err(|source| KeyFault::Key { line, source })?;
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
            map.command("jobs", Key::parse("r").unwrap()),
            Some("reconcile")
        );
        assert_eq!(map.command("list", Key::parse("r").unwrap()), None);
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

    #[test]
    fn every_mistake_is_told_at_once_with_both_commands_and_their_lines() {
        let user = "[everywhere]\nquit = [\"q\"]\nhelp = [\"x\"]\n\n[list]\nexport = [\"q\", \"hyper-x\"]\n\
                    copy = [\"q\", \"n\"]\nfinde = []\n[lsit]\nfind = []\n";
        let error = Keymap::from_toml(Some(user)).unwrap_err();
        let lines: Vec<_> = error.faults.iter().map(KeyFault::line).collect();
        assert!(lines.is_sorted(), "{lines:?}");
        let told: Vec<_> = error.faults.iter().map(ToString::to_string).collect();
        for wanted in [
            "line 3: the key x means both `help` of [everywhere] (line 3) and `extend` of [jobs] (built in)",
            "line 6: `hyper-x` is no key",
            "line 7: the key q means both `quit` of [everywhere] (line 2) and `copy` of [list] (line 7)",
            "line 7: the key n means both `copy` of [list] (line 7) and `find_next` of [list] (built in)",
            "line 8: there is no command `finde` in [list]",
            "line 9: there is no context [lsit]",
        ] {
            assert!(
                told.iter().any(|told| told.starts_with(wanted)),
                "{wanted} in {told:#?}"
            );
        }
        let brief = format!("keys file, {}; and {} more", told[0], told.len() - 1);
        assert!(error.to_string().starts_with(&brief), "{error}");
    }

    #[test]
    fn digits_stay_with_their_panes() {
        let told = refusal("[everywhere]\npane_form = []\n[list]\nexport = [\"1\"]\n");
        assert_eq!(
            told,
            "keys file, line 4: the key 1 goes to the pane of that number and to nothing else; give `export` another key"
        );
        let told = refusal("[everywhere]\npane_form = [\"2\"]\n");
        assert!(
            told.contains("line 2: the key 2 goes to the pane"),
            "{told}"
        );
        let sound = "[everywhere]\npane_form = [\"f6\"]\n[list]\nexport = [\"6\", \"alt-9\"]\n";
        assert!(Keymap::from_toml(Some(sound)).is_ok());
    }

    #[test]
    fn a_line_at_fault_leaves_its_command_the_built_in_keys() {
        let text = "[everywhere]\nquit = [\"Q\"]\nhelp = [\"j\"]\n[list]\nexprot = [\"x\"]\nopen = [\"hyper-x\"]\nfind = [\"ctrl-f\", \"f5\"]\n";
        let map = Keymap::as_far_as_it_goes(text);
        let key = |name| Key::parse(name).unwrap();
        assert_eq!(
            map.command("list", key("Q")),
            Some("quit"),
            "the sound line"
        );
        assert_eq!(map.command("list", key("q")), None);
        let built_in = Keymap::builtin().unwrap();
        for (context, command) in [(EVERYWHERE, "help"), ("list", "find")] {
            assert!(!built_in.keys(context, command).is_empty(), "{command}");
            assert_eq!(map.keys(context, command), built_in.keys(context, command));
        }
        assert!(map.refused().is_empty());
        assert_eq!(Keymap::as_far_as_it_goes("[list\n"), built_in);
    }
}
