//! Words that call for care (programme C.2, C.3): saved first and as typed, then a card, and nothing
//! of it anywhere else. Guards promises 2, 3 and 6 of design §1.

use std::collections::BTreeMap;
use std::fs;

use insta::assert_snapshot;
use nocontact::catalogue::care::load;
use rusqlite::types::Value;

use super::{begun, damage, id_of};
use crate::desktop::Desktop;
use crate::desktop::faketime::{self, FakeClock};
use crate::world::{NOW, Ran, World};

const HEAVY: &str = "I don\u{2019}t want to live, honestly";
const ANGRY: &str = "I could kill them";
const NEAR: &str = "I'll wait outside their flat";

/// The first words of each card.
const CARDS: [&str; 3] =
    ["This sounds very heavy.", "Anger can be this big", "Wanting to is human."];

/// Which cards were shown, in their order.
fn cards(ran: &Ran) -> Vec<usize> {
    let text = format!("{}{}", ran.stdout, ran.terminal);
    let mut found: Vec<(usize, usize)> = CARDS
        .iter()
        .enumerate()
        .flat_map(|(card, words)| text.match_indices(words).map(move |(at, _)| (at, card)))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, card)| card).collect()
}

/// The user's own phrases.
fn phrases(world: &World, text: &str) {
    let file = world.settings().with_file_name("care-words.toml");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

#[test]
fn of_harm_to_oneself() {
    let world = World::new();
    assert_snapshot!(world.run_args(&["note", HEAVY]), @"
    exit 0
    --- stdout
    Saved, 21:14.
    This sounds very heavy. If you might hurt yourself, please talk to a person now:
      To talk    Directory of help lines: findahelpline.com
      To talk    Directory of emotional support: befrienders.org
      In danger  Emergency: your local emergency number
    You can stay here for a minute too. One slow breath first, out for longer than in.
    For your country: nocontact sos --country GB (or DE, US, FR, …)
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
    ");
    world.run("about country GB");
    world.run("about person 'Sam, 0123 456'");
    assert_snapshot!(world.run_args(&["note", HEAVY]), @"
    exit 0
    --- stdout
    Saved, 21:14.
    This sounds very heavy. If you might hurt yourself, please talk to a person now:
      Call       Sam, 0123 456
      To talk    Samaritans: 116 123
      To talk    Directory of help lines: findahelpline.com
      To talk    Directory of emotional support: befrienders.org
      In danger  Emergency: 999 or 112
    You can stay here for a minute too. One slow breath first, out for longer than in.
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
    ");
    assert_snapshot!(world.run("log --notes"), @"
    exit 0
    --- stdout
      [id1]  today 21:14 · note · I don’t want to live, honestly
      [id2]  today 21:14 · note · I don’t want to live, honestly
    ");
}

#[test]
fn of_harm_to_somebody_else() {
    let world = begun();
    assert_snapshot!(world.run_args(&["contacted", "--keep", "--note", ANGRY]), @"
    exit 0
    --- stdout
    Saved, 21:14.
    Anger can be this big, and it can pass without anybody being harmed. Put distance between
    you first, then talk to a person:
      To talk    Directory of help lines: findahelpline.com
      To talk    Directory of emotional support: befrienders.org
      In danger  Emergency: your local emergency number
    For your country: nocontact sos --country GB (or DE, US, FR, …)
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
    Look after what was underneath. Hungry, tired, lonely or bored: whichever it was beforehand,
    see to that first, in the plainest way you can.
    17 of 18 days without contact · longest stretch 17
    Day 18 of 30 · 12 days left · until Thu 3 Dec, 14:05.
    ");
    world.run("about country GB");
    assert_snapshot!(world.run_args(&["mood", "3", "--note", ANGRY]), @"
    exit 0
    --- stdout
    Saved: mood 3.
    Anger can be this big, and it can pass without anybody being harmed. Put distance between
    you first, then talk to a person:
      My own acts  Respect: 0808 802 4040
      In danger    Emergency: 999 or 112
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
    ");
    world.run("about situation afraid_or_hurt");
    assert_snapshot!(world.run_args(&["mood", "3", "--note", ANGRY]), @"
    exit 0
    --- stdout
    Saved: mood 3.
    Anger can be this big, and it can pass without anybody being harmed. Put distance between
    you first, then talk to a person:
      Abuse        Domestic abuse helpline: 0808 2000 247 (24 h)
      Abuse        Domestic abuse helpline for men: 0808 801 0327 (men)
      Abuse        Galop: 0800 999 5428 (LGBT+)
      My own acts  Respect: 0808 802 4040
      In danger    Emergency: 999 or 112
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
    ");
}

#[test]
fn of_pursuit() {
    let world = begun();
    world.run("about country DE");
    assert_snapshot!(world.run_args(&["note", NEAR]), @"
    exit 0
    --- stdout
    Saved, 21:14.
    Wanting to is human. Turning up, keeping watch or writing through others frightens people,
    and it can be an offence.
    For the next ten minutes:
      Now   Close the chat and its tabs. Close every page and app where you could reach them.
            Nothing is deleted; it's simply not in front of you.
      Then  A fresh pillowcase. Put a clean one on and turn the pillow over. It gives your hands
            a job and your head a cool place for later.
    Somebody to talk to about it:
      To talk  Emotional support: 0800 111 0 111
      To talk  Emotional support, second number: 0800 111 0 222
      To talk  Emotional support, short number: 116 123
      To talk  Directory of help lines: findahelpline.com
      To talk  Directory of emotional support: befrienders.org
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
    ");
    world.run("about country GB");
    assert_snapshot!(world.run_args(&["urge", "4", "--note", NEAR]), @"
    exit 0
    --- stdout
    Saved, 21:14.
    Wanting to is human. Turning up, keeping watch or writing through others frightens people,
    and it can be an offence.
    Somebody to talk to about it:
      My own acts  Respect: 0808 802 4040
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
      Now   Close the chat and its tabs. Close every page and app where you could reach them.
            Nothing is deleted; it's simply not in front of you.
      Then  A fresh pillowcase. Put a clean one on and turn the pillow over. It gives your hands
            a job and your head a cool place for later.
    When it has moved: nocontact answer easier|same|stronger
    ");
}

#[test]
fn of_all_three() {
    let world = begun();
    world.run("about country US");
    let all = format!("{NEAR}. {ANGRY}. {HEAVY}. {ANGRY}! {NEAR}!");
    assert_snapshot!(world.run_args(&["note", &all]), @"
    exit 0
    --- stdout
    Saved, 21:14.
    This sounds very heavy. If you might hurt yourself, please talk to a person now:
      To talk    Crisis line: 988, text 988
      To talk    Directory of help lines: findahelpline.com
      To talk    Directory of emotional support: befrienders.org
      In danger  Emergency: 911
    You can stay here for a minute too. One slow breath first, out for longer than in.
    Anger can be this big, and it can pass without anybody being harmed. Put distance between
    you first, then talk to a person:
      My own acts  Domestic abuse hotline, also takes these calls: 1-800-799-7233
      In danger    Emergency: 911
    Wanting to is human. Turning up, keeping watch or writing through others frightens people,
    and it can be an offence.
    For the next ten minutes:
      Now   Close the chat and its tabs. Close every page and app where you could reach them.
            Nothing is deleted; it's simply not in front of you.
      Then  A fresh pillowcase. Put a clean one on and turn the pillow over. It gives your hands
            a job and your head a cool place for later.
    Somebody to talk to about it:
      My own acts  Domestic abuse hotline, also takes these calls: 1-800-799-7233
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
    ");
}

/// An urge gives its two steps by itself, and a feeling is words as well.
#[test]
fn at_an_urge() {
    let world = begun();
    let ran = world.run("urge 5 --feeling suicidal");
    assert_eq!(cards(&ran), [0], "{ran}");
    let ran = world.run("urge 5 --trigger 'I was outside their house'");
    assert_eq!(cards(&ran), [2], "{ran}");
    assert_eq!(ran.stdout.matches("  Now  ").count(), 1, "{ran}");
}

/// Its steps are others than those of an urge without such words.
#[test]
fn an_urge_to_go_there_is_not_sent_out_of_the_door() {
    let out = ["errand", "open air", "out of the door", "walk out"];
    let plain = begun().run("urge 5");
    assert!(out.iter().any(|words| plain.stdout.contains(words)), "{plain}");
    let world = begun();
    for _ in 0..12 {
        let ran = world.run_args(&["urge", "5", "--trigger", NEAR]);
        assert!(ran.stdout.contains("  Now  ") && ran.stdout.contains("  Then  "), "{ran}");
        assert!(!out.iter().any(|words| ran.stdout.contains(words)), "{ran}");
    }
    damage(&world);
    let ran = world.run_args(&["urge", "5", "--trigger", NEAR]);
    assert!(!out.iter().any(|words| ran.stdout.contains(words)), "{ran}");
}

/// A correction gives no steps by itself, whatever it corrects.
#[test]
fn a_correction_of_an_urge_has_the_steps_of_the_card() {
    let world = begun();
    world.run("urge 2");
    let ran = world.run_args(&["edit", &id_of(&world, 0), "--note", NEAR]);
    assert_eq!(cards(&ran), [2], "{ran}");
    assert!(ran.stdout.contains("For the next ten minutes:"), "{ran}");
}

/// The first `start` takes words as well.
#[test]
fn of_the_plan_that_the_first_start_asks_for() {
    let world = World::new();
    let until_then = [("When was it?", "\n"), ("Their numbers", "\n"), ("How many days", "\n")];
    let [when, numbers, days] = until_then;
    let answers = [when, numbers, days, ("If … then I …", "I want to end it all\n")];
    let ran = world.run_in_terminal("start --no-daemon", 80, &answers);
    assert_eq!((ran.exit.as_str(), cards(&ran)), ("exit 0", vec![0]), "{ran}");
    assert!(ran.terminal.contains("Day 0 of 30."), "{ran}");
    assert!(world.run("about").stdout.contains("I want to end it all"));
    let ran = World::new().run_in_terminal(
        "start --no-daemon",
        80,
        &[when, numbers, days, ("If … then I …", "\n")],
    );
    assert_eq!(cards(&ran), Vec::<usize>::new(), "{ran}");
}

/// The words of a message received are the other person's.
#[test]
fn of_a_message_received() {
    let world = begun();
    world.run("about country GB");
    let threat = format!("{ANGRY}, {NEAR}, I'll make you pay");
    let ran = world.run_args(&["received", "--kind", "hostile", "--note", &threat]);
    assert_eq!(ran, begun().run("received --kind hostile"));
    assert_snapshot!(world.run_args(&["received", "--kind", "warm", "--note", HEAVY]), @"
    exit 0
    --- stdout
    Saved, 21:14.
    These are heavy words, whoever they are about. If a life is in danger, the emergency number
    can send somebody; it need not be you who answers. If it is about you, please talk to a
    person now:
      In danger  Emergency: 999 or 112
      To talk    Samaritans: 116 123
      To talk    Directory of help lines: findahelpline.com
      To talk    Directory of emotional support: befrienders.org
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
    You don't have to answer now. Put the device down, and decide tomorrow, in daylight.
    Read it to someone you trust. All of it, aloud, and then say what it stirs up in you. You
    needn't carry it by yourself.
    ");
}

#[test]
fn of_a_plan_and_of_a_correction() {
    let world = begun();
    assert_eq!(cards(&world.run_args(&["about", "plan", "add", "If", NEAR, "then I stop"])), [2]);
    world.run("note 'a quiet day'");
    let id = id_of(&world, 0);
    let ran = world.run_args(&["edit", &id, "--note", HEAVY]);
    assert!(ran.stdout.starts_with("Changed: note of today 21:14."), "{ran}");
    assert_eq!(cards(&ran), [0], "{ran}");
    // What stood there before, and was not typed now, brings nothing up again.
    for command in [format!("edit {id} --at 20:00"), "log --notes".to_owned(), "undo".to_owned()] {
        assert_eq!(cards(&world.run(&command)), [0; 0], "{command}");
    }
    world.run("received --kind warm");
    let id = id_of(&world, 1);
    let ran = world.run_args(&["edit", &id, "--note", HEAVY]);
    assert!(ran.stdout.contains("These are heavy words, whoever they are about."), "{ran}");
}

#[test]
fn of_words_from_elsewhere() {
    let mut world = begun();
    let wide = 92;
    for command in ["note", "urge 3 --note", "contacted --keep --note", "mood 3 --note"] {
        let question = if command == "note" { "Note:" } else { "A note (Enter for none):" };
        let ran = world.run_in_terminal(command, wide, &[(question, "I want to die\n")]);
        assert_eq!(cards(&ran), [0], "{command}: {ran}");
        let asked = ran.terminal.find(question).unwrap();
        assert!(ran.terminal.find(CARDS[0]).unwrap() > asked, "{command}: {ran}");
    }
    for command in ["note -", "urge 3 --note -", "contacted --note -", "about plan add -"] {
        world.stdin("a first line\nI want to\ndie\n");
        assert_eq!(cards(&world.run(command)), [0], "{command}");
    }
    let editor = world.home().join("editor");
    fs::write(&editor, "#!/bin/sh\nprintf 'I want to die' > \"$1\"\n").unwrap();
    world.env("EDITOR", &format!("/bin/sh {}", editor.display()));
    for command in ["note --edit", "urge 3 --edit"] {
        assert_eq!(cards(&world.run(command)), [0], "{command}");
    }
}

#[test]
fn in_forty_columns_without_colour_and_in_a_pipe() {
    let mut world = begun();
    world.run("about country GB");
    world.env("NO_COLOR", "1");
    let all = format!("note '{ANGRY}. I want to die. I was outside their flat.'");
    assert_snapshot!(world.run_in_terminal(&all, 40, &[]), @"
    exit 0
    --- terminal
    Saved, 21:14.
    This sounds very heavy. If you might
    hurt yourself, please talk to a person
    now:
      To talk    Samaritans: 116 123
      To talk    Directory of help lines:
                 findahelpline.com
      To talk    Directory of emotional
                 support: befrienders.org
      In danger  Emergency: 999 or 112
    You can stay here for a minute too. One
    slow breath first, out for longer than
    in.
    Anger can be this big, and it can pass
    without anybody being harmed. Put
    distance between you first, then talk to
    a person:
      My own acts  Respect: 0808 802 4040
      In danger    Emergency: 999 or 112
    Wanting to is human. Turning up, keeping
    watch or writing through others
    frightens people, and it can be an
    offence.
    For the next ten minutes:
      Now   Close the chat and its tabs.
            Close every page and app where
            you could reach them. Nothing is
            deleted; it's simply not in
            front of you.
      Then  A fresh pillowcase. Put a clean
            one on and turn the pillow over.
            It gives your hands a job and
            your head a cool place for
            later.
    Somebody to talk to about it:
      My own acts  Respect: 0808 802 4040
    These numbers are as public pages showed
    them in 2026-10. Nobody has checked them
    with the organisations themselves;
    findahelpline.com keeps a list. In
    danger, call your emergency number.
    ");
    let piped = world.run_in_shell(&format!("nocontact {all} | cat"));
    assert_eq!(cards(&piped), [0, 1, 2], "{piped}");
    assert!(!piped.stdout.contains("\\e"), "{piped}");
    let gone = world.run_in_shell(&format!("(sleep 0.1; nocontact {all}; echo $? >&2) | true"));
    assert_eq!(gone.stderr, "0\n", "{gone}");
}

/// Help does not wait for the disk: the card comes, and then the error.
#[test]
fn although_nothing_can_be_saved() {
    let world = begun();
    world.run("note 'as it was'");
    let id = id_of(&world, 0);
    damage(&world);
    assert_snapshot!(world.run_args(&["note", HEAVY]), @"
    exit 5
    --- stdout
    This sounds very heavy. If you might hurt yourself, please talk to a person now:
      To talk    Directory of help lines: findahelpline.com
      To talk    Directory of emotional support: befrienders.org
      In danger  Emergency: your local emergency number
    You can stay here for a minute too. One slow breath first, out for longer than in.
    For your country: nocontact sos --country GB (or DE, US, FR, …)
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
    --- stderr
    nocontact: could not read [home]/.local/share/nocontact/nocontact.db: it is damaged or not ours; move it elsewhere and keep it; copies made earlier, if there are any, are in [home]/.local/share/nocontact/backups
    ");
    let commands = [
        "urge 5 --note 'I want to die'",
        "contacted --keep --note 'I want to die'",
        "mood 1 --note 'I want to die'",
        "about plan add 'I want to die'",
        &format!("edit {id} --note 'I want to die'"),
    ];
    for command in commands {
        let ran = world.run(command);
        assert_eq!((ran.exit.as_str(), cards(&ran)), ("exit 5", vec![0]), "{command}: {ran}");
        assert!(ran.stderr.starts_with("nocontact: could not read"), "{command}: {ran}");
    }
    let ran = world.run("received --note 'I want to die'");
    assert!(ran.exit == "exit 5" && ran.stdout.starts_with("These are heavy words"), "{ran}");
}

/// Where it is saved, it is saved before the card: whoever closes the terminal on it loses nothing.
#[test]
fn although_the_card_cannot_be_printed() {
    let world = begun();
    let ran = world.run_in_shell("nocontact note 'I want to die' > /dev/full");
    assert_eq!(ran.exit, "exit 1", "{ran}");
    assert!(world.run("log --notes").stdout.contains("I want to die"));
}

#[test]
fn by_phrases_of_ones_own() {
    let world = World::new();
    assert_eq!(cards(&world.run("note 'ich kann nicht mehr'")), [0; 0]);
    phrases(&world, "[self_harm]\nphrases = [\"ich kann nicht mehr\"]\nexcept = [\"suicidal\"]\n");
    assert_eq!(cards(&world.run("note 'Ich kann nicht mehr!'")), [0]);
    assert_eq!(cards(&world.run("note 'I want to die'")), [0]);
    assert_eq!(cards(&world.run("note 'suicidal again'")), [0; 0]);
    assert_eq!(world.run("config check").exit, "exit 0");
}

#[test]
fn with_phrases_that_cannot_be_used() {
    let world = World::new();
    phrases(
        &world,
        "[self_harm]\nphrases = [\n  \"ich kann nicht mehr\",\n  \"\",\n  5,\n  \"a//b\",\n]\n\
         excpet = [\"x\"]\n\n[threat]\nexcept = \"x\"\n\n[sorrow]\nphrases = []\n",
    );
    assert_snapshot!(world.run("config check"), @r#"
    exit 1
    --- stdout
    [home]/.config/nocontact/care-words.toml, line 4: self_harm.phrases: use 1 to 16 words, and at most 16 between slashes
    [home]/.config/nocontact/care-words.toml, line 5: self_harm.phrases: a phrase is text within quotes
    [home]/.config/nocontact/care-words.toml, line 6: self_harm.phrases: between slashes stands one word each
    [home]/.config/nocontact/care-words.toml, line 8: self_harm: use the fields phrases and except
    [home]/.config/nocontact/care-words.toml, line 11: threat.except: use a list such as ["one phrase"]
    [home]/.config/nocontact/care-words.toml, line 13: a list of another name; there are self_harm, threat, pursuit
    --- stderr
    nocontact: the phrases above cannot be used; all the others can
    "#);
    assert_snapshot!(world.run("note 'Ich kann nicht mehr'"), @"
    exit 0
    --- stdout
    Saved, 21:14.
    This sounds very heavy. If you might hurt yourself, please talk to a person now:
      To talk    Directory of help lines: findahelpline.com
      To talk    Directory of emotional support: befrienders.org
      In danger  Emergency: your local emergency number
    You can stay here for a minute too. One slow breath first, out for longer than in.
    For your country: nocontact sos --country GB (or DE, US, FR, …)
    These numbers are as public pages showed them in 2026-10. Nobody has checked them with the
    organisations themselves; findahelpline.com keeps a list. In danger, call your emergency
    number.
    ");
    phrases(&world, "[self_harm]\nphrases = [\"one\"\n");
    assert_snapshot!(world.run("config check"), @"
    exit 1
    --- stdout
    [home]/.config/nocontact/care-words.toml, line 2: this is not TOML, so that none of it can be read: unclosed array, expected `]`
    --- stderr
    nocontact: the phrases above cannot be used; all the others can
    ");
    phrases(&world, "pursuit = 3\n");
    assert_snapshot!(world.run("config check"), @"
    exit 1
    --- stdout
    [home]/.config/nocontact/care-words.toml, line 1: pursuit: this is a section: write [pursuit]
    --- stderr
    nocontact: the phrases above cannot be used; all the others can
    ");
    assert_eq!(cards(&world.run("note 'I want to die'")), [0]);
}

#[test]
fn the_shipped_phrases_are_in_order() {
    let world = World::new();
    let (lists, faults) = load(&world.settings().with_file_name("care-words.toml"));
    assert_eq!(faults, []);
    assert!(lists.count() > 150);
}

/// Schema and rows of the data file, without what differs from run to run.
fn kept(world: &World) -> BTreeMap<String, Vec<String>> {
    let file = world.data().join("nocontact.db");
    let data = rusqlite::Connection::open(file).unwrap();
    let mut tables = data.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").unwrap();
    let tables: Vec<(String, Option<String>)> =
        tables.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().flatten().collect();
    let mut kept = BTreeMap::new();
    for (name, sql) in tables {
        let is_table = sql.as_deref().is_some_and(|sql| sql.starts_with("CREATE TABLE"));
        let mut lines = vec![sql.unwrap_or_default()];
        if is_table {
            let mut rows = data.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
            let columns = rows.column_count();
            let mut rows = rows.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                let values = (0..columns).map(|at| match row.get_unwrap::<_, Value>(at) {
                    Value::Text(text) if text.len() == 36 && text.contains('-') => "id".to_owned(),
                    // When the daemon did something is its own clock's matter.
                    Value::Integer(instant) if name == "ledger" && instant > 1_000_000 => {
                        "instant".to_owned()
                    }
                    value => format!("{value:?}"),
                });
                lines.push(values.collect::<Vec<_>>().join("|"));
            }
        }
        kept.insert(name, lines);
    }
    kept
}

/// Every file of this home, by its name.
fn files(world: &World) -> Vec<String> {
    let mut open = vec![world.home().to_owned()];
    let mut files = Vec::new();
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.push(path.strip_prefix(world.home()).unwrap().display().to_string());
            }
        }
    }
    files.sort();
    files
}

/// The same month with words that call for care and with words that do not, of the same length: what
/// is left of them differs in those words and in nothing else.
#[test]
fn leave_nothing_but_themselves() {
    faketime::program();
    let cases = [("I want to die", "I want to dye"), ("kill them all", "fill them all")];
    for (care, other) in cases {
        let lives = [care, other].map(|words| {
            let (clock, mut desktop) = (FakeClock::at(NOW), Desktop::start());
            let mut world = World::new();
            // The daemon goes by the clock, commands by the moment: their rows are the same each time.
            world.by(&clock).on(&desktop).at(NOW);
            world.run("start --since '3 nov 14:05' --no-daemon");
            let daemon = world.spawn("daemon");
            desktop.wait_for(1);
            for command in ["urge 4 --note", "note", "contacted --keep --note", "mood 3 --note"] {
                let mut line: Vec<&str> = command.split(' ').collect();
                line.push(words);
                let ran = world.run_args(&line);
                assert_eq!(cards(&ran).len(), usize::from(words == care), "{ran}");
            }
            world.run_args(&["about", "plan", "add", words]);
            let seen = [
                "status",
                "status --json",
                "status --explain",
                "upcoming --days 3",
                "answer",
                "log",
                "log --json",
                "log --notes --json",
                "about",
                "finish",
                "config check",
            ]
            .map(|command| world.run(command).to_string().replace(words, "[words]"));
            let home = world.home().to_str().unwrap();
            let told: Vec<String> =
                desktop.shown().iter().map(|it| format!("{it:?}").replace(home, "")).collect();
            let (_, _, log) = daemon.stop();
            let kept: BTreeMap<_, Vec<String>> = kept(&world)
                .into_iter()
                .map(|(name, rows)| {
                    (name, rows.iter().map(|row| row.replace(words, "[words]")).collect())
                })
                .collect();
            (seen, told, log, kept, files(&world))
        });
        let [with, without] = lives;
        assert_eq!(with.0, without.0, "{care}: what is said later");
        assert_eq!(with.1, without.1, "{care}: what is shown on the desktop");
        assert_eq!(with.2, without.2, "{care}: the daemon's log");
        assert_eq!(with.3, without.3, "{care}: the data file");
        assert_eq!(with.4, without.4, "{care}: the files");
        assert_eq!(with.1.len(), 1, "the welcome and nothing else: {:?}", with.1);
    }
}

#[test]
fn on_the_pages_of_help() {
    let world = World::new();
    let commands =
        ["note", "urge", "received", "contacted", "mood", "edit", "about plan add", "log", "sos"];
    let told = commands.map(|command| {
        let page = world.run(&format!("{command} --help")).stdout;
        page.split_whitespace().collect::<Vec<_>>().join(" ").contains(
            "Some phrases bring help up below your words once they are saved. What is said \
             indirectly is missed, so nocontact sos works any time.",
        )
    });
    assert_eq!(told, [true, true, true, true, true, true, true, false, false]);
}
