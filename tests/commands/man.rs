//! The manual: a page for each command that the help names, made from the grammar, and in a form
//! that the programs which show manuals have nothing against.

use std::fs;
use std::process::Command;

use insta::assert_snapshot;

use crate::world::World;

#[test]
fn a_page_for_every_command_in_order_and_without_a_warning() {
    let world = World::new();
    let directory = world.home().join("man");
    fs::create_dir(&directory).unwrap();
    let ran = world.run("man --all man");
    assert_eq!((ran.exit.as_str(), ran.stderr.as_str()), ("exit 0", ""));
    let pages: Vec<_> =
        fs::read_dir(&directory).unwrap().map(|page| page.unwrap().path()).collect();
    assert!(pages.len() > 30, "{} pages", pages.len());
    for page in pages {
        let name = page.file_stem().unwrap().to_str().unwrap().to_owned();
        let lint =
            Command::new("mandoc").args(["-Tlint", "-Wwarning"]).arg(&page).output().unwrap();
        assert!(lint.status.success() && lint.stdout.is_empty(), "{name}: {lint:?}");
        let mut man = Command::new("man");
        man.args(["--warnings", "-l"]).arg(&page).env("LC_ALL", "C.UTF-8");
        let shown = man.output().unwrap();
        assert!(shown.status.success() && shown.stderr.is_empty(), "{name}: {shown:?}");

        let words = name.trim_start_matches("nocontact").replace('-', " ");
        let help = world.run(&format!("{words} -h")).stdout;
        let about = help.lines().next().unwrap().trim_end_matches('.');
        let text = fs::read_to_string(&page).unwrap().replace("\\-", "-");
        let heading = format!(".SH NAME\n{name} - {about}");
        assert!(text.contains(&heading), "{heading}\n{text}");
        let page = world.run(&format!("man {words}")).stdout.replace("\\-", "-");
        assert!(page.contains(&heading), "{heading}\n{page}");
    }
    assert_snapshot!(world.run("man frob"), @"
    exit 2
    --- stderr
    nocontact: there is no such command; nocontact --help
    ");
    assert_snapshot!(world.run("man --all nowhere"), @"
    exit 1
    --- stderr
    nocontact: could not write the page nowhere/nocontact.1: No such file or directory (os error 2)
    ");
}

/// As in a terminal of 80 columns.
fn shown(page: &str) -> String {
    let world = World::new();
    let text = world.run(&format!("man {page}")).stdout;
    let file = world.home().join("page.1");
    fs::write(&file, text).unwrap();
    let mandoc = Command::new("mandoc").args(["-Tutf8", "-Owidth=80"]).arg(file).output().unwrap();
    // Bold is a letter over itself, underlined one over a line.
    let text = String::from_utf8(mandoc.stdout).unwrap();
    let mut plain = String::new();
    for c in text.chars() {
        if c == '\u{8}' {
            plain.pop();
        } else {
            plain.push(c);
        }
    }
    plain
}

#[test]
fn the_page_of_the_program() {
    assert_snapshot!(shown(""), @"
    NOCONTACT(1)                      User Commands                     NOCONTACT(1)

    NAME
           nocontact - Counts the days of a no-contact period, reminds kindly, and
           helps when the urge to reach out comes

    SYNOPSIS
           nocontact [COMMAND]

    DESCRIPTION
           Counts the days of a no-contact period, reminds kindly, and helps when
           the urge to reach out comes.

           Everything stays on this computer. Without a command it shows the status.

    OPTIONS
           -h, --help
                  Print help (see a summary with '-h')

           -V, --version
                  Print version

    COMMANDS
           nocontact-status(1)
                  Show where you are: the day, what is open, what comes next

           nocontact-urge(1)
                  Log the urge to reach out, and get help for right now

           nocontact-answer(1)
                  Answer what is open: how the urge is now, how a suggestion went

           nocontact-received(1)
                  Log a message or call from the other person; it changes no count

           nocontact-contacted(1)
                  Log that you made contact; nothing is lost by it

           nocontact-mood(1)
                  Log how you feel, from 1 (low) to 5 (good)

           nocontact-note(1)
                  Write something down

           nocontact-suggest(1)
                  Suggest one small thing to do

           nocontact-sos(1)
                  Help right now: your plan, a first step, your person, help lines

           nocontact-about(1)
                  Tell the program about you: plans, safety, a person, a country

           nocontact-log(1)
                  List what was logged

           nocontact-undo(1)
                  Take back the last command that logged or changed something

           nocontact-edit(1)
                  Correct an entry; the original stays for the record

           nocontact-stats(1)
                  See the month: the days, the urges, when they came and how they
                  went

           nocontact-report(1)
                  Make one page of it, to keep or to show to somebody you trust

           nocontact-start(1)
                  Open a window, and start the daemon in the background

           nocontact-upcoming(1)
                  Show which notices come next, and the words of the first

           nocontact-pause(1)
                  Stop all notices for a while; the days go on counting

           nocontact-finish(1)
                  Look back at the window; extend it, or close it

           nocontact-daemon(1)
                  Run the background service in the foreground, or end it

           nocontact-service(1)
                  Start the daemon at every login, and have it watched over

           nocontact-config(1)
                  Look at the settings, or change one

           nocontact-data(1)
                  Backups, exports, and erasing for good

           nocontact-doctor(1)
                  Check everything that notices need, and say what to do

    EXIT STATUS
           0      Done.

           1      It could not be done.

           2      The command was not understood.

           3      No window is open.

           4      A daemon is already running.

           5      The data file cannot be used.

    FILES
           ~/.local/share/nocontact/nocontact.db
                  All that is kept, readable to you alone.

           ~/.local/share/nocontact/daemon.log
                  What a daemon in the background had to say.

           ~/.local/share/nocontact/backups/
                  Copies of it.

           ~/.local/share/nocontact/settings-in-use.toml
                  Those of your settings that hold, for when the file cannot be
                  used.

           ~/.config/nocontact/config.toml
                  Your settings; nocontact config show explains each.

           ~/.config/nocontact/texts.toml
                  Texts of your own; nocontact config texts is an example.

           ~/.config/nocontact/care-words.toml
                  Phrases of your own that bring help up.

           $XDG_RUNTIME_DIR/nocontact.sock
                  Where the daemon hears that something was logged.

           ~/.local/share/applications/nocontact.desktop
                  The name of notices on your desktop; no menu lists it.

           ~/.local/share/icons/hicolor/scalable/apps/nocontact.svg
                  Their icon.

           ~/.config/systemd/user/nocontact.service
                  What nocontact service install has systemd start.

           ~/.config/autostart/nocontact.desktop
                  The same for a desktop without systemd.

    ENVIRONMENT
           NOCONTACT_NOW
                  The time that one command goes by, for tests and for what it would
                  say then, as in 2026-12-01T12:00:00+01:00. The daemon ignores it.

           TZ     The time zone, if not that of the computer.

           XDG_DATA_HOME
                  In place of ~/.local/share.

           XDG_CONFIG_HOME
                  In place of ~/.config.

           XDG_RUNTIME_DIR
                  A directory that lives as long as the login, for the socket.

           VISUAL, EDITOR
                  The editor for --edit and nocontact config edit.

           NO_COLOR
                  If it holds anything, help is printed without colours.

    NOTES
           If it is too much right now: nocontact sos

    nocontact 0.1.0                    2026-11-22                       NOCONTACT(1)
    ");
}

#[test]
fn the_page_of_a_command() {
    assert_snapshot!(shown("received"), @r#"
    NOCONTACT-RECEIVED(1)             User Commands            NOCONTACT-RECEIVED(1)

    NAME
           nocontact-received - Log a message or call from the other person; it
           changes no count

    SYNOPSIS
           nocontact received [OPTIONS]

    DESCRIPTION
           Log a message or call from the other person; it changes no count.

    OPTIONS
           --kind <KIND>
                  What it was like. One of: logistics, smalltalk, warm, meet,
                  hostile, stop, closed

           --via <CHANNEL>
                  How it came: phone, mail, a card, …

           --note [<TEXT>]
                  Words to keep with it. Bare: asks for them. "-": reads standard
                  input. Words given here are kept in your shell's history

           --edit Write the words in your editor ($EDITOR)

           --at <WHEN>
                  When it came, if not now

           -h, --help
                  Print help

    EXAMPLES
           nocontact received --kind warm --via phone

    NOTES
           Some phrases bring help up below your words once they are saved. What is
           said indirectly is missed, so nocontact sos works any time.

           If it is too much right now: nocontact sos

    SEE ALSO
           nocontact(1)

    nocontact 0.1.0                    2026-11-22              NOCONTACT-RECEIVED(1)
    "#);
}

#[test]
fn the_page_of_a_command_of_a_command() {
    assert_snapshot!(shown("about plan"), @r#"
    NOCONTACT-ABOUT-PLAN(1)           User Commands          NOCONTACT-ABOUT-PLAN(1)

    NAME
           nocontact-about-plan - Your own if-then plans, shown first when an urge
           comes

    SYNOPSIS
           nocontact about plan [COMMAND]

    DESCRIPTION
           Your own if-then plans, shown first when an urge comes.

    OPTIONS
           -h, --help
                  Print help

    COMMANDS
           nocontact-about-plan-add(1)
                  Add one: "If it is late and I want to write, I put the phone in
                  the kitchen."

           nocontact-about-plan-remove(1)
                  Remove one

           nocontact-about-plan-list(1)
                  List them

    EXAMPLES
           nocontact about plan add

    NOTES
           If it is too much right now: nocontact sos

    SEE ALSO
           nocontact-about(1)

    nocontact 0.1.0                    2026-11-22            NOCONTACT-ABOUT-PLAN(1)
    "#);
}
