//! Makes what differs from run to run equal: the home directory becomes `[home]`, an entry's id
//! `[id1]`, `[id2]`, … in the order of appearance – the same for the whole UUID and for its first
//! eight digits, by which people name it. Escape characters become `\e`.

use std::path::Path;

pub(super) struct Mask {
    home: String,
    /// The first eight digits of each id seen so far.
    ids: Vec<String>,
}

impl Mask {
    pub(super) fn of(home: &Path) -> Self {
        Self { home: home.to_str().unwrap().to_owned(), ids: Vec::new() }
    }

    pub(super) fn apply(&mut self, text: &str) -> String {
        let text = text.replace(&self.home, "[home]").replace('\x1b', "\\e");
        let mut masked = String::new();
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            let short = is_short_id(run);
            let tail = if short { uuid_tail(after) } else { 0 };
            if tail > 0 || (short && !is_date(run)) {
                masked.push_str(&self.name(run));
                rest = &after[tail..];
            } else {
                masked.push_str(run);
                let next = after.chars().next().map_or(0, char::len_utf8);
                masked.push_str(&after[..next]);
                rest = &after[next..];
            }
        }
        masked
    }

    fn name(&mut self, id: &str) -> String {
        let number = self.ids.iter().position(|seen| seen == id).unwrap_or_else(|| {
            self.ids.push(id.to_owned());
            self.ids.len() - 1
        });
        format!("[id{}]", number + 1)
    }
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_short_id(run: &str) -> bool {
    run.len() == 8 && is_hex(run)
}

/// The length of `-xxxx-xxxx-xxxx-xxxxxxxxxxxx`, if `after` starts with the rest of a UUID.
fn uuid_tail(after: &str) -> usize {
    const LENGTH: usize = 28;
    let Some(tail) = after.get(..LENGTH) else {
        return 0;
    };
    let parts: Vec<&str> = tail.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    if lengths == [0, 4, 4, 4, 12] && parts.iter().all(|part| is_hex(part)) { LENGTH } else { 0 }
}

/// `20261121`, as in the name of a copy.
fn is_date(run: &str) -> bool {
    let (Ok(month), Ok(day)) = (run[4..6].parse::<u8>(), run[6..].parse::<u8>()) else {
        return false;
    };
    run.starts_with("20") && (1..=12).contains(&month) && (1..=31).contains(&day)
}
