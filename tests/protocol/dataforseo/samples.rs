//! Recorded answers of the real service, read where they lie beside the checkout; they are not ours to keep here.

use std::path::Path;

use backtrail::wire::dataforseo::fields::{BACKLINK, METRICS};
use backtrail::wire::dataforseo::token::Token;
use backtrail::wire::dataforseo::{Envelope, TaskId};
use serde_json::Value;

fn sample(name: &str) -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/samples/dataforseo")
        .join(name);
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(serde_json::from_str(&text).unwrap()),
        Err(_) => {
            eprintln!("SKIPPED: no recorded answer at {}", path.display());
            None
        }
    }
}

/// Reads an answer and writes it again: nothing is dropped, nothing changes.
fn round_trip(answer: &Value) -> Envelope {
    let read = Envelope::decode(answer.to_string().as_bytes()).unwrap();
    let again: Value = serde_json::from_slice(&read.encode()).unwrap();
    assert_eq!(again, *answer);
    read
}

#[test]
fn recorded_answers_are_read_and_written_again() {
    for name in [
        "backlinks_live_docs_sample_2023_excerpt.json",
        "domain_intersection_live_2021_plain.json",
        "summary_live_null_result.json",
    ] {
        let Some(answer) = sample(name) else { return };
        let read = round_trip(&answer);
        let task = read.task().unwrap();
        assert!(task.is_success() && task.cost > Some(20_000) && read.cost == task.cost);
        let id = TaskId::parse(&task.id).unwrap();
        assert_eq!(id.to_string(), task.id);
    }
}

#[test]
fn recorded_refusals_are_read() {
    let Some(all) = sample("error_envelopes.json") else {
        return;
    };
    for refusal in all.as_array().unwrap() {
        let read = Envelope::decode(refusal["body"].to_string().as_bytes()).unwrap();
        assert_eq!(
            read.status_code,
            refusal["body"]["status_code"].as_i64().unwrap()
        );
        if refusal["http_status"] == 200 {
            let task = read.task().unwrap();
            assert_eq!(
                task.status_message,
                refusal["body"]["tasks"][0]["status_message"]
                    .as_str()
                    .unwrap()
            );
            assert_eq!(read.tasks_error == 0, task.is_success());
        } else if refusal["body"].get("version").is_some() {
            assert_eq!(round_trip(&refusal["body"]).tasks, None);
        }
    }
}

#[test]
fn recorded_items_have_the_fields_of_ours_and_the_token_opens() {
    let Some(answer) = sample("backlinks_live_docs_sample_2023_excerpt.json") else {
        return;
    };
    let result = &answer["tasks"][0]["result"][0];
    let token = Token::decode(result["search_after_token"].as_str().unwrap()).unwrap();
    assert_eq!(token.raw_request["target"], result["target"]);
    assert_eq!(token.search_after_data.token_real_offset, 5);
    let mut ours: Vec<&str> = vec!["type"];
    for (name, _) in BACKLINK {
        let top = name.split('.').next().unwrap();
        if !ours.contains(&top) {
            ours.push(top);
        }
    }
    for item in result["items"].as_array().unwrap() {
        let keys: Vec<&str> = item
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(keys, ours);
    }
    let Some(answer) = sample("domain_intersection_live_2021_plain.json") else {
        return;
    };
    for block in answer["tasks"][0]["result"][0]["items"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|item| item.as_object().unwrap().values())
    {
        for key in block
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| !["type", "target"].contains(&key.as_str()))
        {
            assert!(METRICS.iter().any(|(name, _)| name == key), "{key}");
        }
    }
}
