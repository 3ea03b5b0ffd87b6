//! Finding commands by what is typed: by their name, by their title, or by what they do.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::app::command::{COMMANDS, Command, Context, Entry};
use crate::app::state::State;
use crate::app::typed;
use crate::app::update::context_of;

/// How well a command fits, the best last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    level: Level,
    score: u32,
    /// It means something in the pane one is in, or everywhere.
    near: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    /// The words stand in what it does.
    Told,
    /// The letters stand in its title or name, in this order.
    Letters,
    /// Its title or name begins so.
    Begins,
    /// The line begins with its name.
    Typed,
    /// Its title.
    Whole,
    /// Its name.
    Named,
}

/// The commands that fit, the likeliest first; with nothing typed all, those of the pane first.
pub(super) fn find(state: &State, line: &str) -> Vec<Command> {
    let here = context_of(state.focus);
    let text = typed_text(line);
    let meant = typed::read(line).map(|(entry, _)| entry.command);
    let mut sieve = Sieve::new(&text);
    let fits = COMMANDS.iter().filter(|e| e.command != Command::Palette);
    let mut fits: Vec<_> = fits
        .filter_map(|entry| {
            let near = match entry.context {
                context if context == here => 2,
                Context::Everywhere => 1,
                _ => 0,
            };
            let (level, score) = match sieve.fit(entry, &text) {
                // With nothing typed, what the footer of the pane has comes first.
                _ if text.is_empty() => (Level::Letters, u32::from(near) * 1_000 + useful(entry)),
                Some((level, _)) if level >= Level::Whole => (level, 0),
                _ if meant == Some(entry.command) => (Level::Typed, 0),
                fit => fit?,
            };
            Some((Fit { level, score, near }, entry.command))
        })
        .collect();
    // Equals stay in the order of the table.
    fits.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
    fits.into_iter().map(|(_, command)| command).collect()
}

/// Which letters of a command's title are those that were typed; none where it was found by something else.
pub fn letters(title: &str, line: &str) -> Vec<(usize, usize)> {
    let text = typed_text(line);
    let mut sieve = Sieve::new(&text);
    let title = title.to_lowercase();
    let title = Utf32Str::new(&title, &mut sieve.room);
    let mut found = Vec::new();
    let is_found = !text.is_empty()
        && (sieve.letters)
            .indices(title, &mut sieve.matcher, &mut found)
            .is_some();
    found.sort_unstable();
    found.dedup();
    let at = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
    let all = found.into_iter().filter(|_| is_found);
    all.map(|letter| (at(letter), 1)).collect()
}

fn typed_text(line: &str) -> String {
    line.trim_start_matches([':', ' ']).trim().to_lowercase()
}

/// The more useful, the more; nothing where the footer never has it.
fn useful(entry: &Entry) -> u32 {
    u32::from(entry.footer)
        .checked_sub(1)
        .map_or(0, |at| 255 - at)
}

struct Sieve {
    matcher: Matcher,
    letters: Pattern,
    words: Pattern,
    room: Vec<char>,
}

impl Sieve {
    fn new(text: &str) -> Self {
        let pattern = |kind| Pattern::new(text, CaseMatching::Ignore, Normalization::Smart, kind);
        Self {
            matcher: Matcher::new(Config::DEFAULT),
            letters: pattern(AtomKind::Fuzzy),
            words: pattern(AtomKind::Substring),
            room: Vec::new(),
        }
    }

    fn fit(&mut self, entry: &Entry, text: &str) -> Option<(Level, u32)> {
        let names = [
            entry.title.to_lowercase(),
            typed::name_of(entry.command),
            entry.id.replace('_', " "),
        ];
        let in_names = names.iter().filter_map(|name| {
            let name = Utf32Str::new(name, &mut self.room);
            self.letters.score(name, &mut self.matcher)
        });
        if let Some(score) = in_names.max() {
            let level = match () {
                () if names[1..].iter().any(|name| name == text) => Level::Named,
                () if names[0] == text => Level::Whole,
                () if names.iter().any(|name| name.starts_with(text)) => Level::Begins,
                () => Level::Letters,
            };
            return Some((level, score));
        }
        let help = Utf32Str::new(entry.help, &mut self.room);
        let score = self.words.score(help, &mut self.matcher)?;
        Some((Level::Told, score))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_were_typed_are_told() {
        assert_eq!(letters("Export", ":exp"), [(0, 1), (1, 1), (2, 1)]);
        assert_eq!(letters("own columns", "oc"), [(0, 1), (4, 1)]);
        assert_eq!(letters("help", "zz"), []);
        assert_eq!(letters("help", " "), []);
    }
}
