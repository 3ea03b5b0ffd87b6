//! Whether the terminal's ground is dark or light, by what the terminal or its environment says of it.

/// The terminal's own background.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Light text stands on it.
    Dark,
    /// Dark text stands on it.
    Light,
}

impl Ground {
    /// What a terminal answers when it is asked for its background: `rgb:1e1e/2a2a/3030`, with one to four digits a part,
    /// or `#1e2a30`.
    pub fn of_answer(answer: &str) -> Option<Self> {
        let parts: Vec<f64> = match answer.strip_prefix('#') {
            Some(hex) if hex.is_ascii() && hex.len() % 3 == 0 => {
                let digits = hex.len() / 3;
                let piece = |n: usize| hex.get(n * digits..(n + 1) * digits);
                (0..3).filter_map(|n| share(piece(n)?)).collect()
            }
            Some(_) => return None,
            None => {
                let (kind, rest) = answer.split_once(':')?;
                let rest = matches!(kind, "rgb" | "rgba").then_some(rest)?;
                rest.split('/').take(3).filter_map(share).collect()
            }
        };
        let [red, green, blue] = parts.as_slice() else {
            return None;
        };
        // How light the eye finds each (Rec. 709).
        let light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        Some(if light < 0.5 { Self::Dark } else { Self::Light })
    }

    /// What `COLORFGBG` says: text and ground as two of the sixteen colours, the ground last.
    pub fn of_colorfgbg(value: &str) -> Option<Self> {
        let (_, ground) = value.rsplit_once(';')?;
        match ground.trim().parse().ok()? {
            0..=6 | 8 => Some(Self::Dark),
            7 | 9..=15 => Some(Self::Light),
            16u8.. => None,
        }
    }
}

/// A part of a colour from 0 to 1.
fn share(digits: &str) -> Option<f64> {
    let is_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    if !is_hex || !(1..=4).contains(&digits.len()) {
        return None;
    }
    let most = [15.0, 255.0, 4095.0, 65535.0][digits.len() - 1];
    let value = u32::from_str_radix(digits, 16).ok()?;
    Some(f64::from(value) / most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_says_how_light_the_ground_is() {
        for (answer, ground) in [
            ("rgb:0000/0000/0000", Some(Ground::Dark)),
            ("rgb:1e1e/2a2a/3030", Some(Ground::Dark)),
            ("rgb:ffff/ffff/ffff", Some(Ground::Light)),
            ("rgb:fd/f6/e3", Some(Ground::Light)),
            ("rgb:f/f/f", Some(Ground::Light)),
            ("rgba:0000/0000/0000/ffff", Some(Ground::Dark)),
            ("#fdf6e3", Some(Ground::Light)),
            ("#002b36", Some(Ground::Dark)),
            // Blue is dark to the eye and green is light.
            ("rgb:0000/0000/ffff", Some(Ground::Dark)),
            ("rgb:0000/ffff/0000", Some(Ground::Light)),
            ("", None),
            ("rgb:", None),
            ("rgb:12/34", None),
            ("rgb:12345/0/0", None),
            ("rgb:+f/0/0", None),
            ("#12345", None),
            ("#é345", None),
            ("hsl:0/0/0", None),
        ] {
            assert_eq!(Ground::of_answer(answer), ground, "{answer}");
        }
    }

    #[test]
    fn the_environment_names_two_of_the_sixteen() {
        for (value, ground) in [
            ("15;0", Some(Ground::Dark)),
            ("0;15", Some(Ground::Light)),
            ("0;default;15", Some(Ground::Light)),
            ("7;8", Some(Ground::Dark)),
            ("0;7", Some(Ground::Light)),
            ("15;default", None),
            ("15", None),
            ("0;99", None),
            ("", None),
        ] {
            assert_eq!(Ground::of_colorfgbg(value), ground, "{value}");
        }
    }
}
