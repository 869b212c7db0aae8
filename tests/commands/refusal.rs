//! What is not understood is named by its place in the grammar: what was typed never comes back.

use insta::assert_snapshot;

use crate::world::World;

#[test]
fn nothing_that_was_typed_comes_back() {
    let world = World::new();
    for line in [
        "urge --secret",
        "secret",
        "answer secret",
        "received --kind secret",
        "received --kind",
        "contacted --extend secret",
        "about situation secret",
        "about secret",
        "config secret",
        "mood 3 --note secret -s",
        "log --kind \u{1b}[2Jsecret",
        "\u{1b}[2Jsecret",
        "note --edit secret",
        "status --line --secret",
        "man secret",
        "completions secret",
        "edit secret --note x",
        "suggest --hide secret",
        "suggest --category secret",
        "start --days secret",
        "upcoming --days=secret",
    ] {
        let ran = world.run(line);
        assert!(
            !ran.to_string().contains("secret") && !ran.to_string().contains('\u{1b}'),
            "{line}\n{ran}"
        );
        assert_ne!(ran.exit, "exit 0", "{line}");
    }
    assert_snapshot!(world.run("urge --feelin lonely"), @"
    exit 2
    --- stderr
    nocontact: there is a word too many, or an option that this command does not have; the nearest is --feeling; see --help
    ");
    assert_snapshot!(world.run("mood 3 3"), @"
    exit 2
    --- stderr
    nocontact: there is a word too many, or an option that this command does not have; see --help
    ");
    assert_snapshot!(world.run("received --kind"), @"
    exit 2
    --- stderr
    nocontact: --kind <KIND> takes one of: logistics, smalltalk, warm, meet, hostile, stop, closed; see --help
    ");
    assert_snapshot!(world.run("start --since"), @"
    exit 2
    --- stderr
    nocontact: --since <WHEN> needs a value; see --help
    ");
    assert_snapshot!(world.run("log --json --json"), @"
    exit 2
    --- stderr
    nocontact: --json is there twice; see --help
    ");
}

#[test]
fn words_need_no_quotes() {
    let world = World::new();
    world.run("note I miss them --at '10 nov 09:00'");
    world.run("about plan add If it is late, I sleep.");
    world.run("about person Sam, 0123 456");
    assert_snapshot!(world.run("log --notes"), @"
    exit 0
    --- stdout
      [id1]  Tue 10 Nov, 09:00 · note · I miss them
    ");
    assert_snapshot!(world.run("about"), @"
    exit 0
    --- stdout
      Plan 1     If it is late, I sleep.
      Situation  not told
      Person     Sam, 0123 456
      Country    not told
    ");
}
