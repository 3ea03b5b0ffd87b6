//! See `tests/inputs/targets.rs`. What the fuzzer makes up is packed, so that it does not only meet check sums.
#![no_main]

use std::io::Write;

#[path = "../../tests/inputs/targets.rs"]
#[allow(dead_code)]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    targets::file(bytes);
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    if encoder.write_all(bytes).is_ok() && let Ok(packed) = encoder.finish() {
        targets::file(&packed);
    }
});
