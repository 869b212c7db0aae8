//! A fuzzer writes an export; the end with its checksum is made to fit.
#![no_main]

#[path = "../faults/properties.rs"]
#[allow(dead_code, reason = "each target uses its own part")]
mod properties;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    properties::import(bytes);
});
