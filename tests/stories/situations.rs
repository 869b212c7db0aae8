//! One person in each situation of programme C.1, and one in none, from `start` to day 31. Must
//! hold: what that situation forbids is not said on any day, and what is needed is there.

use super::Story;
use super::people::nothing_speaks_of_a_message;

pub(super) const NAMES: [&str; 8] = [
    "s0_none",
    "s1_order_on_me",
    "s2_order_for_me",
    "s3_asked_no_contact",
    "s4_afraid_or_hurt",
    "s5_children",
    "s6_shared_home",
    "s7_work",
];

const YES: (&str, &str) = ("or Enter for no:", "y\n");
const NO: (&str, &str) = ("or Enter for no:", "\n");

/// What would ask somebody who was hurt for their own share.
const OWN_PART: [&str; 5] = ["own part", "your part", "your share", "your fault", "say sorry"];
/// What would name a day on which it ends.
const AN_END: [&str; 4] = ["days left", "complete", "end of the window", "finish --extend"];
/// What helps to answer what is practical.
const AN_ANSWER: [&str; 2] = ["two to four plain sentences", "settle practical things"];

/// Nothing is told. Must hold: after the window one message may be thought about, by day and by
/// questions; the first no ends it kindly, and two without an answer close it.
#[test]
fn s0_none() {
    let mut story = Story::of("Two years together, a calm end, nothing of what is asked holds.");
    story.at("2026-11-01 20:00");
    story.types("start --since '1 nov 14:00'");
    story.at("2026-11-05 22:40");
    story.types("urge 4 --feeling lonely");
    story.later("2026-11-05 23:05", "answer same 4");
    story.at("2026-11-12 18:00").happens("How are you? Thinking of the summer.");
    story.types("received --kind warm --via phone");
    story.at("2026-11-20 19:40");
    story.types("mood 4");
    story.types("finish --message");
    story.at("2026-12-01 23:30").happens("The window is complete since two; it is late.");
    let review = story.types("finish");
    assert!(review.contains("finish --message"), "{review}");
    let night = story.talks("finish --message", &[]);
    assert!(night.contains("in daylight"), "{night}");
    story.at("2026-12-02 10:00");
    let gate = story.talks("finish --message", &[YES, YES, YES, YES, YES, NO]);
    assert!(gate.contains("Then keep the space"), "{gate}");
    story.at("2026-12-12 11:00").happens("Ten quiet days later.");
    let gate = story.talks("finish --message", &[YES; 10]);
    assert!(gate.contains("Five rules"), "{gate}");
    story.at("2026-12-14 16:00").happens("One message went out.");
    story.types("contacted --keep");
    story.at("2026-12-28 11:00").happens("No answer came.");
    let mut answers = vec![YES; 9];
    answers.push(NO);
    story.talks("finish --message", &answers);
    story.at("2026-12-31 23:55").happens("And a second one, at night.");
    story.types("contacted --keep");
    story.at("2027-01-02 10:00");
    let closed = story.talks("finish --message", &[]);
    assert!(closed.contains("two with no answer is an answer"), "{closed}");
    let review = story.types("finish");
    assert!(!review.contains("--message"), "{review}");
    story.types("finish --close");
    story.ends(NAMES[0]);
}

/// An order restrains them. Must hold: no end date, no answer to anything, no page on any day, and
/// leaving it takes typed words.
#[test]
fn s1_order_on_me() {
    let mut story = Story::of("A court order came on Friday. It says no contact of any kind.");
    story.at("2026-11-01 21:00");
    story.types("about situation order_on_me");
    story.types("start --since '30 oct' --days 30");
    story.types("upcoming --days 1");
    story.at("2026-11-04 23:30");
    story.types("urge 5 --feeling angry");
    story.later("2026-11-04 23:55", "answer stronger 5");
    story.types("sos --country US");
    story.at("2026-11-08 12:00").happens("A message: can we talk?");
    story.types("received --kind meet");
    story.types("received --kind logistics");
    story.at("2026-11-09 22:00");
    story.types("contacted");
    story.types("contacted --necessary");
    story.at("2026-11-15 20:00");
    story.types("mood 2");
    story.types("suggest");
    story.at("2026-11-20 01:10").happens("It would be easier if this did not hold.");
    let kept = story.types("about situation none");
    assert!(kept.is_empty(), "{kept}");
    story.talks("about situation none", &[("changes nothing:", "\n")]);
    story.types("about situation");
    story.at("2026-12-01 10:00");
    story.types("");
    story.types("finish");
    story.types("finish --message");
    story.types("finish --close");
    nothing_speaks_of_a_message(&story);
    story.holds_none_of(&AN_END);
    story.holds_none_of(&AN_ANSWER);
    story.ends(NAMES[1]);
}

/// An order protects them. Must hold: what comes is kept and not answered, nothing asks for their
/// share, and there is somebody to talk to.
#[test]
fn s2_order_for_me() {
    let mut story = Story::of("The order is new, and it protects them. The messages go on.");
    story.at("2026-11-01 19:00");
    let told = story.types("about situation order_for_me");
    assert!(told.contains("nocontact sos"), "{told}");
    story.types("start --since '31 oct 09:00'");
    story.at("2026-11-02 20:00").happens("Sorry. I'll change. Please.");
    story.types("received --kind warm");
    story.at("2026-11-03 07:50").happens("You'll see what you get.");
    story.types("received --kind hostile");
    story.types("sos --country GB");
    story.at("2026-11-07 22:15");
    story.types("urge 3 --feeling guilty");
    story.later("2026-11-07 22:40", "answer easier 2");
    story.types("mood 1");
    story.at("2026-11-10 18:00").happens("When do I get my post?");
    story.types("received --kind logistics");
    story.types("contacted");
    story.types("contacted --necessary");
    story.at("2026-11-18 20:00");
    story.types("suggest");
    story.types("log --kind received");
    story.at("2026-11-30 09:00");
    story.types("");
    story.at("2026-12-01 10:00");
    story.types("finish");
    story.types("finish --message");
    story.types("finish --extend 30");
    nothing_speaks_of_a_message(&story);
    story.holds_none_of(&OWN_PART);
    story.holds_none_of(&AN_ANSWER);
    story.ends(NAMES[2]);
}

/// They were asked for no contact. Must hold: it is kept to whatever comes, and leaving it takes
/// typed words and the next day, also when a message sounds like another answer.
#[test]
fn s3_asked_no_contact() {
    let mut story = Story::of("Please don't write to me any more. That was the last message.");
    story.at("2026-11-01 22:00");
    story.types("start --since 21:10");
    story.types("received --kind stop --at 21:10");
    story.types("about situation asked_no_contact");
    story.at("2026-11-03 00:20");
    story.types("urge 5");
    story.types("contacted");
    story.at("2026-11-06 19:00").happens("Happy birthday.");
    story.types("received --kind warm");
    story.types("received --kind smalltalk");
    story.types("urge 4 --feeling hopeful");
    story.later("2026-11-06 19:25", "answer peeked");
    story.at("2026-11-06 23:40").happens("Perhaps the birthday wish was a yes.");
    story.types("about situation --remove asked_no_contact");
    story.talks(
        "about situation --remove asked_no_contact",
        &[("changes nothing:", "this no longer holds\n")],
    );
    story.types("received --kind meet");
    story.happens("No, it was a birthday wish.");
    story.types("about situation asked_no_contact");
    story.at("2026-11-08 09:00");
    story.types("about situation");
    story.at("2026-11-19 20:00");
    story.types("mood 3");
    story.types("suggest");
    story.at("2026-12-01 22:30");
    story.types("");
    story.types("finish");
    story.types("finish --message");
    story.types("finish --extend 60");
    nothing_speaks_of_a_message(&story);
    story.ends(NAMES[3]);
}

/// They were hurt, and are afraid. Must hold: no share of theirs is asked for, what comes is kept
/// and not answered, and help is a command away.
#[test]
fn s4_afraid_or_hurt() {
    let mut story = Story::of("Left three days ago. Checks the street before going out.");
    story.at("2026-11-01 18:00");
    let told = story.types("about situation afraid_or_hurt");
    assert!(told.contains("a device that only you use"), "{told}");
    story.types("start --since '29 oct'");
    story.at("2026-11-02 23:10").happens("I love you. Where are you?");
    story.types("received --kind warm");
    story.types("urge 4 --feeling guilty");
    story.later("2026-11-02 23:35", "answer same");
    story.types("sos --country DE");
    story.at("2026-11-05 03:00");
    story.types("mood 1");
    story.types("mood 2");
    story.at("2026-11-09 17:00").happens("The keys have to come back.");
    story.types("received --kind logistics");
    story.types("received --kind hostile");
    story.at("2026-11-14 21:00");
    story.types("contacted");
    story.types("status");
    story.at("2026-11-22 10:00");
    story.types("suggest --category people");
    story.types("suggest");
    story.types("upcoming --days 1");
    story.at("2026-12-01 10:00");
    story.types("");
    story.types("finish");
    story.types("finish --message");
    story.types("finish --close");
    nothing_speaks_of_a_message(&story);
    story.holds_none_of(&OWN_PART);
    story.holds_none_of(&AN_ANSWER);
    story.ends(NAMES[4]);
}

/// Children together. Must hold: what is for them takes no day and is answered plainly; the rest is
/// contact like any other, and the page after the window asks first.
#[test]
fn s5_children() {
    let mut story = Story::of("Two children, every other weekend.");
    story.at("2026-11-01 20:00");
    story.types("about situation children");
    story.types("start --since '1 nov 18:00'");
    story.at("2026-11-06 16:00").happens("Can you bring the rain boots?");
    let said = story.types("received --kind logistics");
    assert!(!said.contains("decide tomorrow"), "{said}");
    let said = story.types("contacted --necessary");
    assert!(said.contains("changes no count"), "{said}");
    story.at("2026-11-08 20:30").happens("Do you miss the Sundays too?");
    story.types("received --kind warm");
    story.types("urge 4");
    story.later("2026-11-08 20:55", "answer contacted --keep");
    story.at("2026-11-15 19:00");
    story.types("contacted --necessary");
    let status = story.types("");
    assert!(status.contains("13 of 14 days without contact"), "{status}");
    story.at("2026-11-22 19:00").happens("The times for the holidays.");
    story.types("received --kind logistics");
    story.at("2026-12-02 10:00");
    story.types("finish");
    story.talks("finish --message", &[YES, YES, YES, YES, NO]);
    story.ends(NAMES[5]);
}

/// One home. Must hold: what the home needs is necessary, on the first day and the last.
#[test]
fn s6_shared_home() {
    let mut story = Story::of("The lease runs until spring; one kitchen, two shelves.");
    story.at("2026-11-01 09:00");
    story.types("about situation shared_home");
    story.types("start --since '31 oct 22:00'");
    story.at("2026-11-03 19:00").happens("The boiler.");
    story.types("received --kind logistics --via kitchen");
    story.types("contacted --necessary");
    story.types("urge 3 --trigger 'the kitchen'");
    story.later("2026-11-03 19:25", "answer easier");
    story.at("2026-11-10 23:50").happens("Talked until two, about everything.");
    story.types("contacted --keep");
    story.types("mood 2");
    story.at("2026-11-17 08:00");
    story.types("suggest --category outside");
    story.types("received --kind meet");
    story.at("2026-11-24 21:00");
    let status = story.types("");
    assert!(status.contains("23 of 24 days without contact"), "{status}");
    story.at("2026-12-01 10:00");
    story.types("finish");
    story.types("finish --extend 30");
    story.ends(NAMES[6]);
}

/// Work together. Must hold: what the work needs takes no day; what is said over coffee is taken as
/// it stands.
#[test]
fn s7_work() {
    let mut story = Story::of("Desks in one room, a stand-up every morning.");
    story.at("2026-11-01 21:00");
    story.types("about situation work");
    story.types("start --since '30 oct 17:30'");
    story.at("2026-11-02 09:40");
    story.types("contacted --necessary");
    story.types("received --kind logistics --via chat");
    story.at("2026-11-05 12:30").happens("Coffee? As friends.");
    story.types("received --kind closed");
    story.types("urge 4 --feeling hopeful");
    story.later("2026-11-05 12:55", "answer same 3");
    story.at("2026-11-05 13:20");
    story.types("answer easier 2");
    story.at("2026-11-13 18:00");
    story.types("mood 3");
    story.types("suggest");
    story.types("answer done");
    story.at("2026-11-20 17:00");
    let status = story.types("");
    assert!(status.contains("21 of 21 days without contact"), "{status}");
    story.at("2026-12-01 12:00");
    let review = story.types("finish");
    assert!(!review.contains("--message"), "they said where they stand: {review}");
    story.types("finish --message");
    story.types("finish --close");
    story.ends(NAMES[7]);
}
