//! An answer whose JSON types are other than documented.

use serde_json::Value;

/// The same answer with numbers as texts, texts that are whole numbers as numbers, and yes and no as 1 and 0. What is
/// no JSON stays as it is.
pub(in crate::server) fn other_types(bytes: &[u8]) -> Vec<u8> {
    match serde_json::from_slice(bytes) {
        Ok(value) => other(value).to_string().into_bytes(),
        Err(_) => bytes.to_vec(),
    }
}

fn other(value: Value) -> Value {
    match value {
        Value::Number(number) => number.to_string().into(),
        Value::Bool(yes) => i64::from(yes).into(),
        Value::String(text) => match text.parse::<i64>() {
            Ok(number) => number.into(),
            Err(_) => text.into(),
        },
        Value::Array(all) => all.into_iter().map(other).collect(),
        Value::Object(map) => map.into_iter().map(|(k, v)| (k, other(v))).collect(),
        Value::Null => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_becomes_another() {
        let text = br#"{"a":[1,"2","x",true,null,2.5]}"#;
        let wanted = br#"{"a":["1",2,"x",1,null,"2.5"]}"#;
        assert_eq!(other_types(text), wanted);
        assert_eq!(other_types(b"<x>1</x>"), b"<x>1</x>");
    }
}
