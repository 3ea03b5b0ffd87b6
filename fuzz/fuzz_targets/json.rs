//! See `tests/inputs/targets.rs`.
#![no_main]

#[path = "../../tests/inputs/targets.rs"]
#[allow(dead_code)]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::json(bytes));
