//! The signs that pictures are drawn with: blocks and braille, or what every terminal has.

/// Shades, from few to many.
pub(super) const SHADES: usize = 5;

/// The signs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signs {
    /// The same number of different signs, few to many: they differ without any colour.
    pub(super) shades: [&'static str; SHADES],
    /// The top of a bar in eighths.
    pub(super) eighths: [&'static str; 8],
    /// A part of a bar that hangs down.
    pub(super) down: &'static str,
    /// A piece of a bar that lies.
    pub(super) lying: &'static str,
    /// Where both regions meet.
    pub(super) line: &'static str,
    /// A piece of an axis.
    pub(super) axis: &'static str,
    /// Beside what the cursor is on.
    pub(super) here: &'static str,
    /// Over or under the mark that the cursor is on.
    pub(super) at: &'static str,
    /// Points are drawn in braille.
    pub(super) braille: bool,
}

impl Signs {
    pub(super) fn of(ascii: bool) -> Self {
        if ascii {
            Self {
                shades: [".", ":", "+", "%", "#"],
                eighths: [".", ".", ".", ":", ":", ":", "#", "#"],
                down: "v",
                lying: "=",
                line: "/",
                axis: "-",
                here: ">",
                at: "^",
                braille: false,
            }
        } else {
            Self {
                shades: ["·", "░", "▒", "▓", "█"],
                eighths: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
                down: "▒",
                lying: "▇",
                line: "╱",
                axis: "─",
                here: "▸",
                at: "▲",
                braille: true,
            }
        }
    }
}

/// The least count of each shade; shades stand for the same factor, so that few and many are told apart.
pub(super) fn shade_starts(most: u64) -> [u64; SHADES] {
    let base = (most as f64 + 1.0).max(2.0);
    std::array::from_fn(|at| {
        let start = base.powf(at as f64 / SHADES as f64).ceil() as u64;
        if at == 0 { 1 } else { start.max(2) }
    })
}

/// The shade of a count that is not nothing: the last that begins at it or before it.
pub(super) fn shade(starts: &[u64; SHADES], count: u64) -> usize {
    starts
        .iter()
        .rposition(|start| *start <= count)
        .unwrap_or(0)
}

/// A number in at most four cells, five below nothing; never rounded up: `999`, `1.2K`, `97M`.
pub(super) fn compact(n: i64) -> String {
    const STEPS: [(u64, &str); 6] = [
        (1_000_000_000_000_000_000, "E"),
        (1_000_000_000_000_000, "P"),
        (1_000_000_000_000, "T"),
        (1_000_000_000, "G"),
        (1_000_000, "M"),
        (1_000, "K"),
    ];
    let (sign, size) = (if n < 0 { "-" } else { "" }, n.unsigned_abs());
    let Some((step, mark)) = STEPS.into_iter().find(|(step, _)| size >= *step) else {
        return n.to_string();
    };
    let (whole, tenth) = (size / step, size % step * 10 / step);
    match (whole, tenth) {
        (1..10, 1..) => format!("{sign}{whole}.{tenth}{mark}"),
        _ => format!("{sign}{whole}{mark}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_fit_beside_a_plot() {
        let told = [0, 999, 1_000, 1_299, 97_999, 999_999, 1_900_000, -4_210].map(compact);
        let expected = ["0", "999", "1K", "1.2K", "97K", "999K", "1.9M", "-4.2K"];
        assert_eq!(told, expected);
        assert_eq!(compact(i64::MAX), "9.2E");
    }

    #[test]
    fn shades_go_from_one_to_the_most() {
        for most in [1, 2, 5, 40, 1_000, u64::MAX] {
            let starts = shade_starts(most);
            assert!(starts.is_sorted(), "{starts:?}");
            assert_eq!(shade(&starts, 1), 0);
            assert!(starts.iter().any(|start| *start <= most));
        }
        assert_eq!(shade(&shade_starts(100), 100), SHADES - 1);
        assert_eq!(shade(&shade_starts(1), 1), 0);
    }

    #[test]
    fn no_two_shades_look_alike() {
        for ascii in [true, false] {
            let signs = Signs::of(ascii);
            let mut shades = signs.shades.to_vec();
            shades.sort_unstable();
            shades.dedup();
            assert_eq!(shades.len(), SHADES);
            let all = signs.shades.iter().chain(&signs.eighths);
            assert!(!ascii || all.into_iter().all(|sign| sign.is_ascii()));
        }
    }
}
