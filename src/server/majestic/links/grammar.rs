//! The grammar of the parameter `Filters`. Recorded requests show `TrustFlow("gt","10") and NoFollow("eq","false")`
//! and the short form `NoFollow("1")`; the rest is our choice:
//!
//! ```text
//! filters   = predicate *( "and" predicate )
//! predicate = name "(" [ text "," ] text ")"      operator and value, or the value alone
//! text      = in double quotes; \" and \\ stand for a quote and a backslash
//! ```
//!
//! Names, operators and `and` have no case; blanks may stand between all parts.

use std::iter::Peekable;
use std::str::Chars;

/// A mistake in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// Of the character, counted from 1.
    pub(super) position: usize,
    pub(super) what: String,
}

impl Mistake {
    pub(super) fn new(position: usize, what: impl Into<String>) -> Self {
        Self {
            position,
            what: what.into(),
        }
    }
}

/// A piece of the text and the position at which it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) position: usize,
    pub(super) text: String,
}

/// One predicate as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) name: Piece,
    /// None in the short form.
    pub(super) operator: Option<Piece>,
    pub(super) value: Piece,
}

/// Reads all predicates; none of an empty text.
pub(super) fn parse(text: &str) -> Result<Vec<Written>, Mistake> {
    let mut reader = Reader {
        rest: text.chars().peekable(),
        position: 1,
    };
    let mut all = Vec::new();
    if reader.next_char().is_none() {
        return Ok(all);
    }
    loop {
        all.push(reader.predicate()?);
        if reader.next_char().is_none() {
            return Ok(all);
        }
        let joint = reader.word()?;
        if !joint.text.eq_ignore_ascii_case("and") {
            let what = format!("'and' is expected, not '{}'", joint.text);
            return Err(Mistake::new(joint.position, what));
        }
    }
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    position: usize,
}

impl Reader<'_> {
    fn take(&mut self) -> Option<char> {
        let next = self.rest.next()?;
        self.position += 1;
        Some(next)
    }

    /// The next character that is no blank, left where it is.
    fn next_char(&mut self) -> Option<char> {
        while self.rest.peek().is_some_and(|c| c.is_whitespace()) {
            self.take();
        }
        self.rest.peek().copied()
    }

    fn unexpected<T>(&self, wanted: &str, found: Option<char>) -> Result<T, Mistake> {
        let what = match found {
            Some(found) => format!("{wanted} is expected, not '{}'", found.escape_debug()),
            None => format!("{wanted} is expected, but the text ends"),
        };
        Err(Mistake::new(self.position, what))
    }

    fn expect(&mut self, wanted: char) -> Result<(), Mistake> {
        match self.next_char() {
            Some(found) if found == wanted => {
                self.take();
                Ok(())
            }
            other => self.unexpected(&format!("'{wanted}'"), other),
        }
    }

    fn word(&mut self) -> Result<Piece, Mistake> {
        let first = self.next_char();
        let position = self.position;
        let mut text = String::new();
        while let Some(c) = self.rest.next_if(|c| c.is_alphanumeric() || *c == '_') {
            self.position += 1;
            text.push(c);
        }
        if text.is_empty() {
            return self.unexpected("a name", first);
        }
        Ok(Piece { position, text })
    }

    fn quoted(&mut self) -> Result<Piece, Mistake> {
        self.expect('"')?;
        let position = self.position;
        let mut text = String::new();
        loop {
            match self.take() {
                Some('"') => return Ok(Piece { position, text }),
                Some('\\') => match self.take() {
                    Some(escaped @ ('"' | '\\')) => text.push(escaped),
                    other => {
                        self.position -= usize::from(other.is_some());
                        return self.unexpected("'\"' or '\\' after a backslash", other);
                    }
                },
                Some(plain) => text.push(plain),
                None => return self.unexpected("the closing '\"'", None),
            }
        }
    }

    fn predicate(&mut self) -> Result<Written, Mistake> {
        let name = self.word()?;
        self.expect('(')?;
        let first = self.quoted()?;
        let (operator, value) = if self.next_char() == Some(',') {
            self.take();
            (Some(first), self.quoted()?)
        } else {
            (None, first)
        };
        self.expect(')')?;
        Ok(Written {
            name,
            operator,
            value,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<(String, Option<String>, String)> {
        let all = parse(text).unwrap();
        let one = |w: Written| (w.name.text, w.operator.map(|o| o.text), w.value.text);
        all.into_iter().map(one).collect()
    }

    #[test]
    fn both_forms_are_read_with_any_blanks() {
        let expected = vec![
            ("TrustFlow".into(), Some("gt".into()), "10".into()),
            ("NoFollow".into(), None, "1".into()),
        ];
        for text in [
            r#"TrustFlow("gt","10") and NoFollow("1")"#,
            r#"  TrustFlow ( "gt" , "10" )AND NoFollow( "1" )  "#,
            "TrustFlow(\"gt\",\"10\")\tAnd\r\nNoFollow(\"1\")",
        ] {
            assert_eq!(texts(text), expected, "{text}");
        }
        assert_eq!(texts(" "), vec![]);
        assert_eq!(
            texts(r#"A("contains","say \"and\" \\ (x)")"#)[0].2,
            r#"say "and" \ (x)"#
        );
        assert_eq!(texts(r#"A("é","")"#)[0].2, "");
    }

    #[test]
    fn mistakes_name_their_position() {
        for (text, position) in [
            ("TrustFlow", 10),
            ("TrustFlow(10)", 11),
            (r#"TrustFlow("gt","10""#, 20),
            (r#"TrustFlow("gt","10)"#, 20),
            (r#"TrustFlow("gt" "10")"#, 16),
            (r#"TrustFlow("gt","10","5")"#, 20),
            (r#"TrustFlow("gt","10") or NoFollow("1")"#, 22),
            (r#"TrustFlow("gt","10") and"#, 25),
            (r#"and and"#, 5),
            (r#"("1")"#, 1),
            (r#"é("1") and ="#, 12),
            (r#"A("\n")"#, 5),
        ] {
            let mistake = parse(text).unwrap_err();
            assert_eq!(mistake.position, position, "{text}: {}", mistake.what);
        }
    }
}
