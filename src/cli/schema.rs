//! What JSON says of its own layout. Rows are arrays, or lines, of objects, and stay so; `--envelope` puts them into an
//! object that names its schema. Answers that are one object name theirs in any case.

use serde_json::{Value as Json, json};

use super::args::Form;
use super::failure::Failure;

/// The layout of an envelope around rows. A new number means that a program which reads the old one may fail; columns
/// and names that are added change no number.
pub const ROWS: &str = "backtrail.rows/1";

/// Refuses an envelope around what is no JSON.
pub fn check(envelope: bool, form: Form) -> Result<(), Failure> {
    match (envelope, form) {
        (false, _) | (true, Form::Json | Form::Jsonl) => Ok(()),
        (true, _) => Err(Failure::Usage(
            "--envelope goes with --format json or jsonl; nothing was done".to_owned(),
        )),
    }
}

/// The head of an envelope: of JSON lines the first line, of JSON all but the rows.
pub fn head(columns: &[String], about: &[(&str, Json)]) -> Json {
    let mut head = json!({ "schema": ROWS, "columns": columns });
    for (name, value) in about {
        head[*name] = value.clone();
    }
    head
}

/// What stands before and behind the rows.
pub fn around(head: &Json, form: Form) -> (String, &'static str) {
    let text = head.to_string();
    match form {
        Form::Jsonl => (format!("{text}\n"), ""),
        _ => {
            let open = text.strip_suffix('}').unwrap_or(&text);
            (format!("{open},\"rows\":"), "}\n")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_in_an_envelope_are_one_object_or_lines_behind_a_head() {
        let head = head(&["a".to_owned()], &[("list", "links".into())]);
        let (before, behind) = around(&head, Form::Json);
        let all: Json = serde_json::from_str(&format!("{before}[{{\"a\":1}}]{behind}")).unwrap();
        assert_eq!(
            (&all["schema"], &all["list"]),
            (&ROWS.into(), &"links".into())
        );
        assert_eq!(all["rows"][0]["a"], 1);
        let (before, behind) = around(&head, Form::Jsonl);
        let first: Json = serde_json::from_str(before.trim_end()).unwrap();
        assert_eq!((first["columns"][0].as_str(), behind), (Some("a"), ""));
        assert!(check(true, Form::Csv).is_err() && check(true, Form::Json).is_ok());
    }
}
