//! The filter language of the lists, put into the service's own conditions: what the service can filter by is asked
//! for, so that rows that are not wanted are not paid for; what it cannot stays for the list's own filter, which is
//! free.

mod condition;
mod fields;
mod part;

use serde_json::Value;

use super::MOST_CONDITIONS;
use crate::model::filter::{conjuncts, tested};
use crate::model::text::one_line;
pub use fields::{Rows, largest_number};
use part::Sent;

/// What became of an expression.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compiled {
    /// What is sent; none if nothing can be.
    pub sent: Option<Value>,
    /// The parts that are sent, as typed.
    pub asked: Vec<String>,
    /// The parts that stay for the list's own filter, as typed, and why. Some are sent too, where the service lets more
    /// rows through.
    pub local: Vec<(String, String)>,
}

/// Compiles an expression, part by part where it is joined by `and`.
pub fn compile(rows: Rows, text: &str) -> Result<Compiled, String> {
    let table = rows.table();
    let no_files = |_: &str| {
        Err("the lines of a file are not sent; write them in parentheses, or filter the list by it when the rows are here".to_owned())
    };
    let parts = conjuncts(table, text, &no_files).map_err(|why| why.to_string())?;
    for field in tested(table, text) {
        rows.check_filled(field)?;
    }
    let mut compiled = Compiled::default();
    let (mut nodes, mut count) = (Vec::new(), 0);
    for (text, expr) in parts {
        match part::sent(rows, &expr) {
            Ok(sent) if count + sent.count > MOST_CONDITIONS => {
                let why = format!("the service takes {MOST_CONDITIONS} conditions at the most");
                compiled.local.push((text, why));
            }
            Ok(sent) => {
                count += sent.count;
                let loose = sent.loose.clone();
                compiled.local.extend(loose.map(|why| (text.clone(), why)));
                compiled.asked.push(text);
                nodes.push(sent);
            }
            Err(why) => compiled.local.push((text, why)),
        }
    }
    compiled.sent = Sent::joined(nodes, "and").map(|sent| sent.value);
    Ok(compiled)
}

impl Compiled {
    /// The filter that the list applies to the rows that came; empty if the service did all.
    pub fn rest(&self) -> String {
        let parts: Vec<&str> = self.local.iter().map(|(part, _)| part.as_str()).collect();
        parts.join(" and ")
    }

    /// What is sent, what stays here, and what that does to the price.
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        if !self.asked.is_empty() {
            sentences.push(format!(
                "DataForSEO filters by `{}`: rows that it leaves out are not paid for",
                one_line(&self.asked.join(" and "))
            ));
        }
        for (part, why) in &self.local {
            let also = match self.asked.contains(part) {
                true => "is looked at again here",
                false => "stays here",
            };
            sentences.push(format!("`{}` {also}: {why}", one_line(part)));
        }
        if !self.local.is_empty() {
            sentences.push(
                "rows that only the list's own filter leaves out are paid for and held: the list without its filter, or \
                 `show --filter ''`, shows them"
                    .to_owned(),
            );
        }
        sentences
    }
}
