//! Completions in the real shells, in a terminal, with a person's keys: what TAB puts on the line is
//! what the program is then called with.
//!
//! Guards promise 3 of design §1: a command is typed in a second or two.

use std::fs;

use crate::world::World;

/// What the shells here ask with.
const PROMPT: &str = "ready> ";
const TAB: &str = "\t";
const ENTER: &str = "\r";
/// Ctrl-U.
const CLEAR: &str = "\u{15}";

/// A shell as a person has it: how it is called, and its start-up file with what that says.
struct Shell {
    line: &'static [&'static str],
    file: &'static str,
    text: &'static str,
    /// The keys that list.
    list: &'static str,
    /// What is in the list of suggestions: bash has no descriptions in it.
    listed: &'static str,
}

const BASH: Shell = Shell {
    line: &["bash", "--noprofile", "--rcfile", ".bashrc", "-i"],
    file: ".bashrc",
    text: "PS1='ready> '\nsource <(nocontact completions bash)\n",
    list: "\t\t",
    listed: "screen-002",
};
const ZSH: Shell = Shell {
    line: &["zsh", "-i"],
    file: ".zshrc",
    text: "PROMPT='ready> '\nautoload -U compinit && compinit -u -D\nsource <(nocontact completions zsh)\n",
    list: TAB,
    listed: "Out of the feed",
};
/// As from a package: found in a directory when the first completion is asked for.
const ZSH_PACKAGED: Shell = Shell {
    line: &["zsh", "-i"],
    file: ".zshrc",
    text: "PROMPT='ready> '\nmkdir -p site\nnocontact completions zsh >site/_nocontact\n\
           fpath=(~/site $fpath)\nautoload -U compinit && compinit -u -D\n",
    list: TAB,
    listed: "Out of the feed",
};
const FISH: Shell = Shell {
    line: &["fish", "-i"],
    file: ".config/fish/config.fish",
    text: "set -g fish_greeting\nset -g fish_autosuggestion_enabled 0\n\
           function fish_prompt; echo -n 'ready> '; end\nnocontact completions fish | source\n",
    list: TAB,
    listed: "Out of the feed",
};

impl Shell {
    fn type_in(&self, world: &World, dialogue: &[(&str, &str)]) {
        let file = world.home().join(self.file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, self.text).unwrap();
        let end = format!("exit{ENTER}");
        let dialogue: Vec<_> = dialogue.iter().copied().chain([(PROMPT, end.as_str())]).collect();
        world.run_other_in_terminal(self.line, &dialogue);
    }
}

/// What TAB inserts is seen in what the program then does; what it lists, on the screen.
fn completes(shell: &Shell) {
    let world = World::new();
    world.run("start --since '3 nov 14:05' --no-daemon");
    let list = shell.list;
    shell.type_in(
        &world,
        &[
            (PROMPT, &format!("nocontact urge 4 --fe{TAB}lonely{ENTER}")),
            ("Saved", ""),
            // The only entry there is.
            (PROMPT, &format!("nocontact edit {TAB}--strength 2{ENTER}")),
            ("Changed: urge", ""),
            (PROMPT, &format!("nocontact received --kind {list}")),
            ("smalltalk", &format!("w{TAB}--via phone{ENTER}")),
            ("Saved", ""),
            (PROMPT, &format!("nocontact suggest --category out{TAB}{ENTER}")),
            (PROMPT, &format!("nocontact suggest --hide screen-00{list}")),
            (shell.listed, &format!("2{ENTER}")),
            ("will not come again", ""),
            (PROMPT, &format!("nocontact suggest --unhide {TAB}{ENTER}")),
            ("may come again", ""),
            (PROMPT, &format!("nocontact config set {list}")),
            ("quiet_hours", &format!("{CLEAR}nocontact sos --country G{TAB}{ENTER}")),
            ("Somebody to talk to", ""),
        ],
    );
    let logged = world.run("log").stdout;
    assert!(logged.contains("urge 2, lonely"), "{:?}: {logged}", shell.line);
    assert!(logged.contains("received warm, via phone"), "{:?}: {logged}", shell.line);
}

#[test]
fn bash_completes() {
    completes(&BASH);
}

#[test]
fn zsh_completes() {
    completes(&ZSH);
}

#[test]
fn zsh_completes_from_the_first_key_on_where_a_package_brought_the_script() {
    completes(&ZSH_PACKAGED);
}

#[test]
fn fish_completes() {
    completes(&FISH);
}
