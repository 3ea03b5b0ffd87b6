//! `search_after_token`: where the next rows of a backlinks/live call begin, and the request that it belongs to.
//!
//! Opaque to clients. It is base64 of JSON; the form of 2023, which wraps that of 2022.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A token in full.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Token {
    /// `offset` of the request.
    #[serde(default)]
    pub current_offset: u64,
    /// The request, so that another one with this token is noticed.
    #[serde(default)]
    pub raw_request: Map<String, Value>,
    /// Where its answer ended.
    pub search_after_data: SearchAfter,
}

/// Where an answer ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct SearchAfter {
    /// 1.
    pub version: u32,
    /// What the last row has in the fields that the rows are ordered by.
    pub search_after_values: Map<String, Value>,
    /// Rows before the next.
    pub token_real_offset: u64,
}

impl Token {
    /// As it is sent.
    pub fn encode(&self) -> String {
        // Maps with text keys: there is nothing that could not be written.
        STANDARD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// Reads a token; `None` for what is none.
    pub fn decode(text: &str) -> Option<Self> {
        let bytes = STANDARD.decode(text.trim()).ok()?;
        serde_json::from_slice(&bytes).ok().or_else(|| {
            let search_after_data = serde_json::from_slice(&bytes).ok()?;
            Some(Self {
                search_after_data,
                ..Self::default()
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_as_it_was_written() {
        let mut token = Token::default();
        token
            .raw_request
            .insert("target".into(), "a.example".into());
        token.search_after_data.version = 1;
        token.search_after_data.token_real_offset = 5;
        let text = token.encode();
        assert_eq!(Token::decode(&text), Some(token.clone()));
        let inner = STANDARD.encode(serde_json::to_vec(&token.search_after_data).unwrap());
        assert_eq!(
            Token::decode(&inner).unwrap().search_after_data,
            token.search_after_data
        );
        for wrong in ["", "x", "e30=", "////", &text[..text.len() - 5]] {
            assert_eq!(Token::decode(wrong), None, "{wrong}");
        }
    }
}
