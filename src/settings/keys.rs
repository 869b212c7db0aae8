//! The names of all settings, read from the defaults so that none is left out.

/// Every setting by its key and its default, section by section in the order of the alphabet.
#[must_use]
pub fn keys() -> Vec<(String, String)> {
    let defaults = super::DEFAULTS.parse::<toml::Table>().unwrap_or_default();
    let mut keys = Vec::new();
    for of_it in defaults.values() {
        for (key, value) in of_it.as_table().into_iter().flatten() {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            keys.push((key.clone(), value));
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_defaults_is_named() {
        let written = super::super::DEFAULTS.lines();
        let written = written.filter(|line| !line.starts_with('#') && line.contains(" = "));
        let keys = keys();
        assert_eq!(keys.len(), written.count());
        let evening = ["evening", "19:30"].map(str::to_owned);
        assert!(keys.contains(&evening.into()), "{keys:?}");
    }
}
