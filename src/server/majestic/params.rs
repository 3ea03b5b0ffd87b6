//! The parameters of a call. Names are compared without case, unknown ones are ignored,
//! and where query and body both name one, the body wins.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::refusal::Refusal;
use crate::model::catalog::Entry;

/// What the names of numbered items begin with.
const ITEM: &str = "item";

/// The parameters of one call.
#[derive(Clone, Debug, Default)]
pub(in crate::server) struct Params(Vec<(String, String)>);

impl Params {
    /// Reads a query string and a form body.
    pub(in crate::server) fn read(query: &str, body: &[u8]) -> Self {
        let body = url::form_urlencoded::parse(body);
        let query = url::form_urlencoded::parse(query.as_bytes());
        let owned =
            |(name, value): (Cow<'_, str>, Cow<'_, str>)| (name.into_owned(), value.into_owned());
        Self(body.chain(query).map(owned).collect())
    }

    /// Those that a job was ordered with.
    pub(super) fn of(sent: &[(String, String)]) -> Self {
        Self(sent.to_vec())
    }

    /// Adds one that counts only if it was not sent.
    pub(super) fn add_default(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    /// Puts a value in the place of whatever was sent.
    pub(super) fn put(&mut self, name: &str, value: &str) {
        self.0.insert(0, (name.to_owned(), value.to_owned()));
    }

    /// Adds the key of a cookie, which counts only where the call itself does not say who makes it.
    pub(in crate::server) fn add_cookie_key(&mut self, key: &str) {
        if ["app_api_key", "accesstoken", "privatekey"]
            .into_iter()
            .all(|name| self.get(name).is_none())
        {
            self.add_default("app_api_key", key);
        }
    }

    /// The value of a parameter.
    pub(in crate::server) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The value of a parameter that means something only if it is not empty.
    pub(super) fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).map(str::trim).filter(|v| !v.is_empty())
    }

    /// The value of a parameter that must be sent.
    pub(super) fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.get(name).filter(|v| !v.is_empty()).ok_or_else(|| {
            Refusal::parameter(format!(
                "The parameter '{name}' is required. Nothing was charged."
            ))
        })
    }

    /// The texts of a command that takes them as `item0` and on, each with its number, in the order of their numbers.
    /// The first must be there; a gap after it is skipped, and more of them than the command takes are refused.
    pub(super) fn numbered(&self, entry: &Entry) -> Result<Vec<(usize, &str)>, Refusal> {
        self.required(entry.subject.param())?;
        let most = entry.subject.most();
        let mut items: BTreeMap<usize, &str> = BTreeMap::new();
        for (name, text) in self.0.iter().filter(|(_, text)| !text.is_empty()) {
            let prefix = name.get(..ITEM.len()).unwrap_or_default();
            let number = name
                .get(ITEM.len()..)
                .and_then(|digits| digits.parse().ok());
            // The first of a name is the one that counts.
            if let Some(number) = number.filter(|_| prefix.eq_ignore_ascii_case(ITEM)) {
                items.entry(number).or_insert(text.as_str());
            }
        }
        if let Some((number, _)) = items.iter().nth(most) {
            return Err(Refusal::parameter(format!(
                "The parameter '{ITEM}{number}' is one item too many: a call of {} takes at most {most}. Nothing was charged.",
                entry.command
            )));
        }
        Ok(items.into_iter().collect())
    }

    /// A whole number in a range.
    pub(super) fn int(
        &self,
        name: &str,
        default: i64,
        range: RangeInclusive<i64>,
    ) -> Result<i64, Refusal> {
        let Some(text) = self.filled(name) else {
            return Ok(default);
        };
        let value = text.parse().ok().filter(|n| range.contains(n));
        value.ok_or_else(|| {
            Refusal::parameter(format!(
                "The value '{text}' of the parameter '{name}' is not a whole number from {} to {}. Nothing was charged.",
                range.start(),
                range.end()
            ))
        })
    }

    /// The page of rows that is asked for by the entry's own parameters: how many rows, no more than a call of it
    /// takes, and the number of the first.
    pub(super) fn page(&self, entry: &Entry, usual: i64) -> Result<(i64, i64), Refusal> {
        let Some(paging) = entry.paging else {
            return Ok((usual, 0));
        };
        let count = self.int(paging.count, usual, 0..=i64::MAX)?;
        let from = match paging.from {
            "" => 0,
            from => self.int(from, 0, 0..=i64::MAX)?,
        };
        Ok((count.min(paging.most), from))
    }

    /// A switch, 0 or 1, off unless sent.
    pub(super) fn switch(&self, name: &str) -> Result<bool, Refusal> {
        Ok(self.int(name, 0, 0..=1)? == 1)
    }

    /// Whether the fresh index is asked. The historic one is the default; where a plan lacks it, `fresh` was added
    /// to the call before it came here.
    pub(super) fn fresh(&self) -> Result<bool, Refusal> {
        match self.filled("datasource") {
            None => Ok(false),
            Some(name) if name.eq_ignore_ascii_case("historic") => Ok(false),
            Some(name) if name.eq_ignore_ascii_case("fresh") => Ok(true),
            Some(other) => Err(Refusal::parameter(format!(
                "The value '{other}' of the parameter 'datasource' is neither 'fresh' nor 'historic'. Nothing was charged."
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_no_case_and_the_body_wins() {
        let params = Params::read("Cmd=A&item=q%2B+x&Count=7", b"item=body&Mode=2");
        assert_eq!(params.get("cmd"), Some("A"));
        assert_eq!(params.get("ITEM"), Some("body"));
        assert_eq!(Params::read("item=q%2B+x", b"").get("item"), Some("q+ x"));
        assert_eq!(params.int("count", 1, 0..=10), Ok(7));
        assert_eq!(params.int("absent", 1, 0..=10), Ok(1));
        assert!(params.switch("mode").unwrap_err().message.contains("'2'"));
        assert!(
            params
                .required("url")
                .unwrap_err()
                .message
                .contains("'url'")
        );
        assert_eq!(params.fresh(), Ok(false));
        assert!(Params::read("datasource=stale", b"").fresh().is_err());
    }
}
