//! A real Chromium without a screen, driven through its `DevTools` protocol over two pipes.
//!
//! Owns what a page did there: its requests, what it said on the console, how it looks, prints and
//! measures. One test, one browser.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// One that hangs is ended: then its pipe is closed, and the test says so.
const PROGRAM: &str = "exec timeout 600 chromium-headless-shell \"$@\" \
                       3<&0 4>&1 </dev/null >/dev/null 2>/dev/null";

/// Root has no sandbox to run it in, and there is no bus for it to ask.
const OPTIONS: &[&str] = &[
    "--no-sandbox",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
];

pub(super) struct Browser {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    session: Option<String>,
    calls: u64,
    events: Vec<Value>,
    _home: TempDir,
}

/// How a page is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub(super) width: u32,
    pub(super) dark: bool,
}

impl Browser {
    pub(super) fn start() -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut child = Command::new("/bin/sh")
            .args(["-c", PROGRAM, "sh"])
            .args(OPTIONS)
            .arg(format!("--user-data-dir={}", home.path().display()))
            .env("HOME", home.path())
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, from) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (from, events) = (BufReader::new(from), Vec::new());
        let mut browser = Self { child, to, from, session: None, calls: 0, events, _home: home };
        let target = browser.call("Target.createTarget", &json!({"url": "about:blank"}));
        let target = json!({"targetId": target["targetId"], "flatten": true});
        let attached = browser.call("Target.attachToTarget", &target);
        browser.session = attached["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.call(&format!("{domain}.enable"), &json!({}));
        }
        browser
    }

    /// Opens a file and waits until all of it is there.
    pub(super) fn open(&mut self, file: &Path) {
        self.events.clear();
        let url = format!("file://{}", file.display());
        self.call("Page.navigate", &json!({"url": url}));
        while !self.events.iter().any(|event| event["method"] == "Page.loadEventFired") {
            let event = self.read();
            self.events.push(event);
        }
        // What the page does in its first two frames has been heard of after them.
        let frames =
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))";
        self.evaluate(&format!("{frames}.then(() => 0)"));
    }

    /// Everything that the page asked for and was not refused by its policy, itself included.
    pub(super) fn requests(&self) -> Vec<String> {
        let of = |method: &'static str| {
            let events = self.events.iter().filter(move |event| event["method"] == method);
            events.map(|event| &event["params"])
        };
        let is_refused = |id: &Value| {
            of("Network.loadingFailed")
                .any(|failed| failed["requestId"] == *id && failed["blockedReason"] == "csp")
        };
        of("Network.requestWillBeSent")
            .filter(|asked| !is_refused(&asked["requestId"]))
            .map(|asked| asked["request"]["url"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Everything that appeared on its console: what it said, what went wrong, what was refused.
    pub(super) fn messages(&self) -> Vec<String> {
        let said = |event: &Value| match event["method"].as_str()? {
            "Runtime.consoleAPICalled" | "Runtime.exceptionThrown" | "Log.entryAdded" => {
                Some(event["params"].to_string())
            }
            _ => None,
        };
        self.events.iter().filter_map(said).collect()
    }

    /// From here on the page is looked at in this way.
    pub(super) fn look(&mut self, look: Look) {
        let metrics = json!({
            "width": look.width, "height": 800, "deviceScaleFactor": 1, "mobile": false
        });
        self.call("Emulation.setDeviceMetricsOverride", &metrics);
        let scheme = if look.dark { "dark" } else { "light" };
        let feature = json!({"name": "prefers-color-scheme", "value": scheme});
        self.call("Emulation.setEmulatedMedia", &json!({"features": [feature]}));
    }

    /// From here on it is looked at as it is printed, on a desktop that is dark.
    pub(super) fn look_on_paper(&mut self) {
        let feature = json!({"name": "prefers-color-scheme", "value": "dark"});
        let media = json!({"media": "print", "features": [feature]});
        self.call("Emulation.setEmulatedMedia", &media);
    }

    /// What an expression comes to in the page; a promise is waited for.
    pub(super) fn evaluate(&mut self, expression: &str) -> Value {
        let asked = json!({"expression": expression, "awaitPromise": true, "returnByValue": true});
        let answer = self.call("Runtime.evaluate", &asked);
        assert!(answer["exceptionDetails"].is_null(), "{}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// A picture of the whole page, PNG.
    fn screenshot(&mut self) -> Vec<u8> {
        let shot = self.call("Page.captureScreenshot", &json!({"captureBeyondViewport": true}));
        decoded(shot["data"].as_str().unwrap())
    }

    /// The page on paper as it wants to be, with its structure.
    pub(super) fn pdf(&mut self) -> Vec<u8> {
        let wanted = json!({"preferCSSPageSize": true, "generateTaggedPDF": true});
        let printed = self.call("Page.printToPDF", &wanted);
        decoded(printed["data"].as_str().unwrap())
    }

    /// Keeps a picture of the page for whoever wants to look at it, below target/tmp.
    pub(super) fn keep_picture(&mut self, name: &str) {
        let picture = self.screenshot();
        self.keep(&format!("{name}.png"), &picture);
    }

    #[expect(clippy::unused_self, reason = "what is kept is this browser's")]
    pub(super) fn keep(&self, name: &str, bytes: &[u8]) {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page");
        fs::create_dir_all(&dir).unwrap();
        fs::write(dir.join(name), bytes).unwrap();
    }

    fn call(&mut self, method: &str, params: &Value) -> Value {
        self.calls += 1;
        let mut message = json!({"id": self.calls, "method": method, "params": params});
        if let Some(session) = &self.session {
            message["sessionId"] = session.as_str().into();
        }
        self.to.write_all(format!("{message}\0").as_bytes()).unwrap();
        loop {
            let mut heard = self.read();
            if heard["id"] == self.calls {
                assert!(heard["error"].is_null(), "{method}: {}", heard["error"]);
                return heard["result"].take();
            }
            self.events.push(heard);
        }
    }

    fn read(&mut self) -> Value {
        let mut message = Vec::new();
        self.from.read_until(0, &mut message).unwrap();
        assert_eq!(message.pop(), Some(0), "Chromium is gone");
        serde_json::from_slice(&message).unwrap()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // `timeout` passes this on to what it started.
        let pid = rustix::process::Pid::from_child(&self.child);
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        let _ = self.child.wait();
    }
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 as it comes: with padding and on one line.
fn decoded(text: &str) -> Vec<u8> {
    let mut values = [0_u32; 256];
    for (digit, value) in DIGITS.iter().zip(0..) {
        values[usize::from(*digit)] = value;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for four in text.trim_end_matches('=').as_bytes().chunks(4) {
        let bits = four.iter().fold(0, |bits, digit| bits << 6 | values[usize::from(*digit)]);
        let bits = bits << (6 * (4 - four.len()));
        bytes.extend(&bits.to_be_bytes()[1..four.len()]);
    }
    bytes
}

/// Bytes as Base64, with padding.
pub(super) fn encoded(bytes: &[u8]) -> String {
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        let bits = bits << (8 * (3 - three.len()));
        let digit = |at: usize| char::from(DIGITS[bits >> (18 - 6 * at) & 63]);
        text.extend((0..4).map(|at| if at <= three.len() { digit(at) } else { '=' }));
    }
    text
}
