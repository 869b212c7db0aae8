//! A fuzzer says when it was, and how long.
#![no_main]

#[path = "../faults/properties.rs"]
#[allow(dead_code, reason = "each target uses its own part")]
mod properties;

use chrono::FixedOffset;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (i64, i32, &str)| {
    let (at, offset, text) = input;
    if let Some(zone) = FixedOffset::east_opt(offset % 86_400) {
        properties::when(text, at, &zone);
    }
    properties::span(text);
    properties::clock(text);
});
