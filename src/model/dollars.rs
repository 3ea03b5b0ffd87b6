//! Dollars as they are written and read; counted in micro-dollars everywhere else, so that no sum is rounded.

/// Micro-dollars of a dollar.
const MICRO: i64 = 1_000_000;

/// An amount as it is written: `$0.05`, `$0.024036`, `-$1,200.00`; never fewer than two decimals.
pub fn dollars(micro: i64) -> String {
    let sign = if micro < 0 { "-" } else { "" };
    let whole =
        super::column::grouped(i64::try_from(micro.unsigned_abs() / 1_000_000).unwrap_or(i64::MAX));
    let digits = format!("{:06}", micro.unsigned_abs() % 1_000_000);
    let decimals = digits.trim_end_matches('0');
    format!("{sign}${whole}.{decimals:0<2}")
}

/// The same as data: without sign of the currency and without groups.
pub fn plain(micro: i64) -> String {
    dollars(micro).replace(['$', ','], "")
}

/// A typed amount of dollars, `0.5` or `$1,200`, in micro-dollars; `None` if it is none, is negative, or has more
/// than six decimals.
pub fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    let text = text.strip_prefix('$').unwrap_or(text);
    let text: String = text.chars().filter(|c| !matches!(c, ',' | '_')).collect();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && decimals.is_empty()) || !digits(whole) || !digits(decimals) {
        return None;
    }
    let whole: i64 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    let (kept, rest) = decimals.split_at(decimals.len().min(6));
    if rest.bytes().any(|b| b != b'0') {
        return None;
    }
    let micro: i64 = format!("{kept:0<6}").parse().ok()?;
    whole.checked_mul(MICRO)?.checked_add(micro)
}

/// A dollar amount as a service's JSON spells it: `0.024036`, `3.6e-05`, `0`. Rounded to whole micro-dollars, because
/// binary fractions are off by far less; `None` if it is none.
pub fn of_number(dollars: f64) -> Option<i64> {
    let micro = (dollars * 1e6).round();
    (micro.abs() < 9e15).then_some(micro as i64)
}

/// Optional amounts in a settings file: a number of dollars, or a text such as `"0.50"`.
pub mod optional {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Deserialize)]
    #[serde(untagged, expecting = "usd takes an amount of dollars, such as 0.50")]
    enum Written {
        Whole(i64),
        Broken(f64),
        Text(String),
    }

    /// Reads it.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
        let micro = match Option::<Written>::deserialize(from)? {
            None => return Ok(None),
            Some(Written::Whole(n)) => n.checked_mul(super::MICRO),
            Some(Written::Broken(x)) => super::of_number(x),
            Some(Written::Text(text)) => super::parse(&text),
        };
        let good = micro.filter(|micro| *micro >= 0);
        good.map(Some)
            .ok_or_else(|| D::Error::custom("usd takes an amount of dollars, such as 0.50"))
    }

    /// Writes it.
    pub fn serialize<S: Serializer>(micro: &Option<i64>, to: S) -> Result<S::Ok, S::Error> {
        micro.map(|micro| micro as f64 / 1e6).serialize(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_and_read() {
        for (micro, text) in [
            (0, "$0.00"),
            (24_036, "$0.024036"),
            (500_000, "$0.50"),
            (36, "$0.000036"),
            (1_200_000_000, "$1,200.00"),
            (-50_000, "-$0.05"),
        ] {
            assert_eq!(dollars(micro), text);
            if micro >= 0 {
                assert_eq!(parse(text), Some(micro));
            }
        }
        assert_eq!(parse(".5"), Some(500_000));
        assert_eq!(parse("0.0000360"), Some(36));
        for bad in [
            "",
            ".",
            "-1",
            "1e3",
            "0.0000001",
            "abc",
            "$",
            "99999999999999999999",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_json_spells_is_whole_micro_dollars() {
        for (text, micro) in [
            ("0.024036", 24_036),
            ("3.6e-05", 36),
            ("0", 0),
            ("0.02003", 20_030),
        ] {
            assert_eq!(of_number(text.parse().unwrap()), Some(micro));
        }
        assert_eq!(of_number(f64::NAN), None);
    }

    #[test]
    fn a_setting_is_a_number_or_a_text_of_dollars() {
        #[derive(serde::Deserialize)]
        struct File {
            #[serde(with = "optional")]
            usd: Option<i64>,
        }
        for (text, micro) in [
            ("usd = 2", 2_000_000),
            ("usd = 0.05", 50_000),
            ("usd = \"0.05\"", 50_000),
        ] {
            assert_eq!(toml::from_str::<File>(text).unwrap().usd, Some(micro));
        }
        for text in ["usd = -1", "usd = \"much\"", "usd = true"] {
            assert!(toml::from_str::<File>(text).is_err(), "{text}");
        }
    }
}
