//! A target that is broken on purpose: a window of less than three weeks is called a crash. A fuzzer that does
//! not find it reaches nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nocontact::settings::Settings;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        assert!(Settings::parse(text).0.window.length.is_none_or(|days| days >= 21));
    }
});
