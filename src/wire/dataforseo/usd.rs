//! Money: whole micro-dollars here, a number of US dollars on the wire.
//!
//! Every known price is a whole number of micro-dollars, so that sums are exact. For `#[serde(with = "usd")]`.

use serde::{Deserializer, Serialize, Serializer};

use super::lenient;

/// Micro-dollars of one dollar.
pub const DOLLAR: i64 = 1_000_000;

/// Writes dollars as [`json`] does; `null` where no sum is known.
pub fn serialize<S: Serializer>(micro: &Option<i64>, to: S) -> Result<S::Ok, S::Error> {
    micro.map(json).serialize(to)
}

/// Reads dollars, as a number or as a text with one in it. What is neither names no sum.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    Ok(lenient::number(from)?.map(from_dollars))
}

/// Dollars as a number, for showing and for JSON.
pub fn dollars(micro: i64) -> f64 {
    micro as f64 / DOLLAR as f64
}

/// Micro-dollars of a number of dollars, to the nearest.
pub fn from_dollars(dollars: f64) -> i64 {
    (dollars * DOLLAR as f64).round() as i64
}

/// Dollars as a JSON number: an integer where it is whole (`0` when free), else the shortest decimal.
pub fn json(micro: i64) -> serde_json::Value {
    if micro % DOLLAR == 0 {
        (micro / DOLLAR).into()
    } else {
        dollars(micro).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_prices_are_exact_both_ways() {
        for (micro, text) in [
            (0, "0"),
            (24_000, "0.024"),
            (24_036, "0.024036"),
            (27_600, "0.0276"),
            (27_312, "0.027312"),
            (5_000_000, "5"),
        ] {
            assert_eq!(json(micro).to_string(), text);
            let read: serde_json::Value = serde_json::from_str(text).unwrap();
            assert_eq!(deserialize(read).unwrap(), Some(micro));
        }
        for text in ["3.6e-05", "3.6e-5", "0.000036", "\"0.000036\""] {
            let read: serde_json::Value = serde_json::from_str(text).unwrap();
            assert_eq!(deserialize(read).unwrap(), Some(36));
        }
        for text in ["null", "\"free\"", "{}", "true"] {
            let read: serde_json::Value = serde_json::from_str(text).unwrap();
            assert_eq!(deserialize(read).unwrap(), None, "{text}");
        }
        assert!((0..200_000).all(|n| from_dollars(dollars(24_000 + 36 * n)) == 24_000 + 36 * n));
    }
}
