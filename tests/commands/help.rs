//! Help, completions and manual pages: all from one grammar, and all complete.

use insta::assert_snapshot;

use crate::world::World;

/// Every command of the first page.
const COMMANDS: [&str; 21] = [
    "status",
    "urge",
    "answer",
    "received",
    "contacted",
    "mood",
    "note",
    "suggest",
    "sos",
    "about",
    "log",
    "undo",
    "edit",
    "stats",
    "report",
    "start",
    "upcoming",
    "pause",
    "finish",
    "daemon",
    "config",
];

#[test]
fn the_first_page() {
    let world = World::new();
    assert_snapshot!(world.run("--help"), @"
    exit 0
    --- stdout
    Counts the days of a no-contact period, reminds kindly, and helps when the urge to reach out comes.

    Everything stays on this computer. Without a command it shows the status.

    Usage: nocontact [COMMAND]

    Every day
      status     Show where you are: the day, what is open, what comes next
      urge       Log the urge to reach out, and get help for right now
      answer     Answer what is open: how the urge is now, how a suggestion went
      received   Log a message or call from the other person; it changes no count
      contacted  Log that you made contact; nothing is lost by it
      mood       Log how you feel, from 1 (low) to 5 (good)
      note       Write something down

    Help
      suggest    Suggest one small thing to do
      sos        Help right now: your plan, a first step, your person, help lines
      about      Tell the program about you: plans, safety, a person, a country

    Look back
      log        List what was logged
      undo       Take back the last command that logged or changed something
      edit       Correct an entry; the original stays for the record
      stats      See the month: the days, the urges, when they came and how they went
      report     Make one page of it, to keep or to show to somebody you trust

    The window
      start      Open a window, and start the daemon in the background
      upcoming   Show which notices come next, and the words of the first
      pause      Stop all notices for a while; the days go on counting
      finish     Look back at the window; extend it, or close it

    The system
      daemon     Run the background service in the foreground, or end it
      service    Start the daemon at every login, and have it watched over
      config     Look at the settings, or change one
      data       Backups, exports, and erasing for good
      doctor     Check everything that notices need, and say what to do

    Options
      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version

    If it is too much right now: nocontact sos
    ");
    assert_eq!(world.run("-h").exit, "exit 0");
    assert_snapshot!(world.run("--version"), @"
    exit 0
    --- stdout
    nocontact 0.1.0
    ");
}

#[test]
fn each_page_has_an_example_that_is_understood_and_the_way_to_help() {
    let world = World::new();
    let sub = [
        "about plan",
        "about plan add",
        "about plan remove",
        "about plan list",
        "about situation",
        "about person",
        "about country",
        "config path",
        "config show",
        "config check",
    ];
    for command in COMMANDS.iter().chain(&["completions", "man"]).chain(&sub) {
        let page = world.run(&format!("{command} --help"));
        assert_eq!((page.exit.as_str(), page.stderr.as_str()), ("exit 0", ""), "{command}");
        assert!(page.stdout.ends_with("If it is too much right now: nocontact sos\n"), "{page}");
        let example = page.stdout.lines().find_map(|line| line.strip_prefix("Example: nocontact "));
        let example = example.unwrap_or_else(|| panic!("{command} has no example:\n{page}"));
        assert!(example.starts_with(command), "{command}: {example}");
        assert!(page.stdout.lines().all(|line| !line.contains('`')), "{page}");
    }
}

#[test]
fn the_page_of_urge() {
    let world = World::new();
    assert_snapshot!(world.run("urge --help"), @r#"
    exit 0
    --- stdout
    Log the urge to reach out, and get help for right now

    Usage: nocontact urge [OPTIONS] [STRENGTH] [WORDS]...

    Arguments:
      [STRENGTH]  How strong it is, from 1 to 5
      [WORDS]...  Words to keep with it, as with --note

    Options:
          --feeling <WORD>  One word for the feeling: lonely, sad, angry, anxious, guilty, bored, tired,
                            hopeful, …
          --trigger <WORD>  What set it off: a song, a place, a photo, a hard day, …
          --note [<TEXT>]   Words to keep with it. Bare: asks for them. "-": reads standard input. Words
                            given here are kept in your shell's history
          --edit            Write the words in your editor ($EDITOR)
          --at <WHEN>       When it was, if not now: "21:50", "yesterday 22:00", "20m ago"
          --peeked          You looked at a profile or at old messages; it changes no count
      -h, --help            Print help

    Example: nocontact urge 4 --feeling lonely

    Some phrases bring help up below your words once they are saved. What is said indirectly is missed,
    so nocontact sos works any time.

    If it is too much right now: nocontact sos
    "#);
}

#[test]
fn the_page_of_status() {
    let world = World::new();
    assert_snapshot!(world.run("status -h"), @r#"
    exit 0
    --- stdout
    Show where you are: the day, what is open, what comes next

    Usage: nocontact status [OPTIONS]

    Options:
          --explain          Show how the count comes about
          --line             One line, for a prompt or a bar; it says as much as the setting privacy
                             lets others read
          --format <FORMAT>  One line of your own, such as "day {day}"; the fields are below
          --waybar           For the bar waybar: JSON with text, tooltip, class and percentage
          --json             JSON, version 1
      -h, --help             Print help

    Fields of --format ({{ and }} are braces):
      {count}      18/30, or 18 with no end date
      {day}        the day, 0 on the date of last contact
      {length}     days of the window, or none
      {days_left}  days left, or none
      {percent}    how much of the length has passed, 0 to 100, or none
      {until}      the end, or none
      {complete}   yes or no
      {without}    days without contact
      {longest}    the longest stretch between contacts, in days
      {urges}      urges logged
      {let_pass}   urges let pass
      {open}       how many questions are open
      {next}       when the next notice comes, or nothing planned
      {next_in}    in how long: 20m, 3h or 2d, or none
      {daemon}     running or not running

    With no window open --line and --format print nothing in a bar, with exit code 3; the text of
    --waybar is empty, and waybar hides it. Its classes: calm, open (a question), complete, paused,
    daemon-down, no-window.

    Example: nocontact status --format "day {day}"

    If it is too much right now: nocontact sos
    "#);
}

#[test]
fn completions() {
    let world = World::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = world.run(&format!("completions {shell}"));
        assert_eq!((script.exit.as_str(), script.stderr.as_str()), ("exit 0", ""), "{shell}");
        assert!(script.stdout.contains("NOCONTACT_COMPLETE"), "{script}");
    }
    assert_snapshot!(world.run("completions"), @"
    exit 2
    --- stderr
    nocontact: something is missing: nocontact completions <SHELL>; see --help
    ");
    assert_snapshot!(world.run("completions tcsh"), @"
    exit 2
    --- stderr
    nocontact: use one of: bash, zsh, fish; see --help
    ");
    // Without the variable it is a command like any other, and not understood.
    assert_snapshot!(world.run("-- nocontact edit"), @"
    exit 2
    --- stderr
    nocontact: there is no such command; the nearest is contacted; see --help
    ");
}

#[test]
fn a_word_that_is_no_command() {
    let world = World::new();
    assert_snapshot!(world.run("urg"), @"
    exit 2
    --- stderr
    nocontact: there is no such command; the nearest is urge; see --help
    ");
    assert_snapshot!(world.run("service instal"), @"
    exit 2
    --- stderr
    nocontact: there is no such command; the nearest is install; see --help
    ");
    assert_snapshot!(world.run("config set"), @"
    exit 2
    --- stderr
    nocontact: something is missing: nocontact config set <KEY> <VALUE>; see --help
    ");
    assert_snapshot!(world.run("help"), @"
    exit 0
    --- stdout
    Counts the days of a no-contact period, reminds kindly, and helps when the urge to reach out comes.

    Everything stays on this computer. Without a command it shows the status.

    Usage: nocontact [COMMAND]

    Every day
      status     Show where you are: the day, what is open, what comes next
      urge       Log the urge to reach out, and get help for right now
      answer     Answer what is open: how the urge is now, how a suggestion went
      received   Log a message or call from the other person; it changes no count
      contacted  Log that you made contact; nothing is lost by it
      mood       Log how you feel, from 1 (low) to 5 (good)
      note       Write something down

    Help
      suggest    Suggest one small thing to do
      sos        Help right now: your plan, a first step, your person, help lines
      about      Tell the program about you: plans, safety, a person, a country

    Look back
      log        List what was logged
      undo       Take back the last command that logged or changed something
      edit       Correct an entry; the original stays for the record
      stats      See the month: the days, the urges, when they came and how they went
      report     Make one page of it, to keep or to show to somebody you trust

    The window
      start      Open a window, and start the daemon in the background
      upcoming   Show which notices come next, and the words of the first
      pause      Stop all notices for a while; the days go on counting
      finish     Look back at the window; extend it, or close it

    The system
      daemon     Run the background service in the foreground, or end it
      service    Start the daemon at every login, and have it watched over
      config     Look at the settings, or change one
      data       Backups, exports, and erasing for good
      doctor     Check everything that notices need, and say what to do

    Options
      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version

    If it is too much right now: nocontact sos
    ");
    assert_snapshot!(world.run("--frob"), @"
    exit 2
    --- stderr
    nocontact: there is a word too many, or an option that this command does not have; see --help
    ");
}
