//! What the rules need to know of a Rust file: its words without comments and strings, and the
//! paths it names, in full. No parser: enough for code that `rustfmt` and the compiler accept.

/// A word or a sign, and its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) line: usize,
    pub(super) text: String,
}

/// A path that the code names: `crate::store::Store`, or `std::fs` from a crate outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) line: usize,
    /// Whether it lies in this crate; then the path begins below its root.
    pub(super) ours: bool,
    pub(super) path: Vec<String>,
}

/// The words and signs of a file. Comments and strings are left out, for they may name anything.
pub(super) fn tokens(code: &str) -> Vec<Token> {
    let letters: Vec<char> = code.chars().collect();
    let at = |index: usize| letters.get(index).copied().unwrap_or('\0');
    let (mut tokens, mut index, mut line) = (Vec::new(), 0, 1);
    while index < letters.len() {
        let start = index;
        let text = match (at(index), at(index + 1)) {
            ('/', '/') => {
                index = find(&letters, index, "\n");
                continue;
            }
            ('/', '*') => {
                index = find(&letters, index, "*/") + 2;
                String::new()
            }
            ('"', _) => {
                index = string_end(&letters, index + 1);
                String::new()
            }
            ('r', '"' | '#') if raw_string(&letters, index).is_some() => {
                index = raw_string(&letters, index).unwrap();
                String::new()
            }
            ('\'', '\\') => {
                index = find(&letters, index + 3, "'") + 1;
                String::new()
            }
            ('\'', _) => {
                index += if at(index + 2) == '\'' { 3 } else { 1 };
                String::new()
            }
            (':', ':') => {
                index += 2;
                "::".to_owned()
            }
            (letter, _) if letter.is_alphanumeric() || letter == '_' => {
                while at(index).is_alphanumeric() || at(index) == '_' {
                    index += 1;
                }
                letters[start..index].iter().collect()
            }
            (letter, _) => {
                index += 1;
                letter.to_string()
            }
        };
        if !text.trim().is_empty() {
            tokens.push(Token { line, text });
        }
        let passed = letters[start..index.min(letters.len())].iter();
        line += passed.filter(|letter| **letter == '\n').count();
    }
    tokens
}

fn find(letters: &[char], from: usize, wanted: &str) -> usize {
    let wanted: Vec<char> = wanted.chars().collect();
    (from..letters.len()).find(|at| letters[*at..].starts_with(&wanted)).unwrap_or(letters.len())
}

fn string_end(letters: &[char], mut index: usize) -> usize {
    while index < letters.len() && letters[index] != '"' {
        index += if letters[index] == '\\' { 2 } else { 1 };
    }
    index + 1
}

/// Where `r"…"` or `r#"…"#` ends, if it is one and not a name such as `r#type`.
fn raw_string(letters: &[char], index: usize) -> Option<usize> {
    let marks = letters[index + 1..].iter().take_while(|letter| **letter == '#').count();
    let end = format!("\"{}", "#".repeat(marks));
    (letters.get(index + 1 + marks) == Some(&'"'))
        .then(|| find(letters, index + 2 + marks, &end) + 1 + marks)
}

/// Every path in the file of the module `module`, those within `use … {…}` one by one.
pub(super) fn paths(tokens: &[Token], module: &[&str]) -> Vec<Named> {
    let text = |index: usize| tokens.get(index).map_or("", |token| token.text.as_str());
    let mut module: Vec<String> = module.iter().map(|name| (*name).to_owned()).collect();
    let (mut found, mut inline, mut depth, mut index) = (Vec::new(), Vec::new(), 0, 0);
    while index < tokens.len() {
        let before = if index == 0 { "" } else { text(index - 1) };
        let begins = text(index + 1) == "::" || before == "use";
        if is_name(text(index)) && begins && !matches!(before, "::" | ".") {
            let mut here = Vec::new();
            index = branch(tokens, index, &mut Vec::new(), &mut here);
            found.extend(here.into_iter().map(|(line, path)| resolve(line, path, &module)));
            continue;
        }
        match text(index) {
            "mod" if text(index + 2) == "{" => {
                module.push(text(index + 1).to_owned());
                inline.push(depth);
            }
            "{" => depth += 1,
            "}" => {
                depth -= 1;
                if inline.last() == Some(&depth) {
                    inline.pop();
                    module.pop();
                }
            }
            _ => {}
        }
        index += 1;
    }
    found
}

fn is_name(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
}

/// Follows one path, or the tree of a `use`, and returns where the code goes on after it.
fn branch(
    tokens: &[Token],
    mut index: usize,
    path: &mut Vec<String>,
    found: &mut Vec<(usize, Vec<String>)>,
) -> usize {
    let depth = path.len();
    let text = |index: usize| tokens.get(index).map_or("", |token| token.text.as_str());
    let line = tokens.get(index).map_or(0, |token| token.line);
    loop {
        if text(index) == "{" {
            index += 1;
            while !matches!(text(index), "}" | "") {
                index = branch(tokens, index, path, found);
                while !matches!(text(index), "," | "}" | "") {
                    index += 1;
                }
                index += usize::from(text(index) == ",");
            }
            index += 1;
            break;
        }
        if is_name(text(index)) {
            path.push(text(index).to_owned());
            index += 1;
        }
        if text(index) == "::" && (is_name(text(index + 1)) || text(index + 1) == "{") {
            index += 1;
            continue;
        }
        found.push((line, path.clone()));
        break;
    }
    path.truncate(depth);
    // Never stand still, whatever the code is.
    index
}

/// `crate`, `super` and `self` as seen from `module`; any other first word is a crate, or a name
/// that the file has imported, of which it has told already.
fn resolve(line: usize, path: Vec<String>, module: &[String]) -> Named {
    let supers = path.iter().take_while(|name| *name == "super").count();
    let (base, rest) = match path.first().map(String::as_str) {
        Some("crate") => (&module[..0], &path[1..]),
        Some("self") => (module, &path[1..]),
        Some("super") => (&module[..module.len().saturating_sub(supers)], &path[supers..]),
        _ => return Named { line, ours: false, path },
    };
    Named { line, ours: true, path: [base, rest].concat() }
}
