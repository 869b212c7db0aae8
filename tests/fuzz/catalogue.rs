//! A fuzzer writes texts: the user's own, a file of the catalogue, and phrases that call for care.
#![no_main]

#[path = "../faults/properties.rs"]
#[allow(dead_code, reason = "each target uses its own part")]
mod properties;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    properties::texts(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        properties::shipped(bytes.len(), text);
        properties::care_words(text, text);
    }
});
