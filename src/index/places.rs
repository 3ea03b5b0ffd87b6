//! Where on Earth the countries of this world lie.

use crate::index::dice::mix;

/// Country code, degrees north, degrees east of about its middle.
const COUNTRIES: [(&str, f64, f64); 29] = [
    ("AE", 23.9, 54.3),
    ("AR", -35.4, -65.2),
    ("AT", 47.6, 14.1),
    ("AU", -25.7, 134.5),
    ("BE", 50.6, 4.7),
    ("BR", -10.8, -53.1),
    ("CA", 61.4, -98.3),
    ("CH", 46.8, 8.2),
    ("CN", 36.6, 103.8),
    ("DE", 51.1, 10.4),
    ("ES", 40.2, -3.6),
    ("FR", 46.6, 2.5),
    ("GB", 54.1, -2.9),
    ("IN", 22.9, 79.6),
    ("IT", 42.8, 12.1),
    ("JP", 37.6, 138.0),
    ("KR", 36.4, 127.8),
    ("MX", 23.9, -102.5),
    ("NL", 52.1, 5.3),
    ("NZ", -41.8, 171.5),
    ("PL", 52.1, 19.4),
    ("PT", 39.6, -8.5),
    ("RU", 61.9, 96.7),
    ("SA", 24.1, 44.5),
    ("TR", 39.1, 35.2),
    ("TW", 23.7, 121.0),
    ("UA", 49.0, 31.4),
    ("US", 39.8, -98.6),
    ("ZA", -29.0, 25.1),
];

/// Degrees north and east of an address in a country: up to one degree from its middle, the same for a whole /24.
pub(crate) fn position(country: &str, ip: u32) -> (f64, f64) {
    let middle = COUNTRIES
        .iter()
        .find(|(code, ..)| *code == country)
        .map_or((0.0, 0.0), |&(_, north, east)| (north, east));
    let bits = mix(u64::from(ip >> 8));
    let away = |part: u64| (part % 2_001) as f64 / 1_000.0 - 1.0;
    (middle.0 + away(bits), middle.1 + away(bits >> 32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::vocabulary::SUFFIXES;

    #[test]
    fn every_country_of_a_suffix_has_a_place() {
        for suffix in SUFFIXES {
            let (north, east) = position(suffix.country, 0x0A00_0001);
            assert!(north.abs() + east.abs() > 3.0, "{}", suffix.country);
            assert!(north.abs() < 90.0 && east.abs() < 180.0);
            assert_eq!(position(suffix.country, 0x0A00_00FE), (north, east));
        }
    }
}
