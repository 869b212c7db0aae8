//! A fuzzer writes the settings.
#![no_main]

#[path = "../faults/properties.rs"]
#[allow(dead_code, reason = "each target uses its own part")]
mod properties;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        properties::settings(text);
    }
});
