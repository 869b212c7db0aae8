//! The seven, as the programme numbers them.

use super::Story;

pub(super) const NAMES: [&str; 7] = [
    "c1_parent",
    "c2_blocked",
    "c3_out_of_time",
    "c4_letter",
    "c5_shared_home",
    "c6_opening",
    "c7_friend",
];

/// What would speak of writing to them, afterwards or at all.
const OF_A_MESSAGE: [&str; 8] = [
    "think about one message",
    "decide tomorrow",
    "you may say",
    "you can say",
    "taking some time",
    "not yet, or no",
    "before your window ends",
    "warm words can wait",
];

#[track_caller]
pub(super) fn nothing_speaks_of_a_message(story: &Story) {
    let said = story.said.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    for phrase in OF_A_MESSAGE {
        assert!(!said.contains(phrase), "\"{phrase}\" was said");
    }
}

/// A parent who meets the other parent twice a week and reads every look and smile as more. Must
/// hold: contact for the child takes no day off, nothing reads anything into a smile, and what was
/// not about the child is an entry and one day, no more.
#[test]
fn c1_reads_looks_and_smiles() {
    let mut story = Story::of(
        "A parent. They meet at the door twice a week for the child, and every smile there is \
         read for what it might mean.",
    );
    story.at("2026-11-01 20:30");
    story.types("start --since '31 oct 18:20'");
    story.types("about situation children");
    story.writes("about plan add -", "If I stand at the door, then I say the times and go.");
    story.at("2026-11-03 18:10").happens("The handover. A smile.");
    story.writes("contacted --necessary --note -", "handover, bag and medicine");
    story.types("urge 4 --feeling hopeful --trigger 'a smile at the door'");
    story.later("2026-11-03 18:35", "answer same 4");
    story.later("2026-11-03 19:00", "answer easier 2");
    story.types("");
    story.at("2026-11-05 08:15").happens("Can you take Friday instead?");
    story.types("received --kind logistics --via phone");
    story.types("contacted --necessary");
    story.at("2026-11-07 21:40").happens("A picture of the child asleep.");
    story.types("received --kind smalltalk --via phone");
    story.types("urge 3 --feeling hopeful");
    story.types("suggest");
    story.later("2026-11-07 22:05", "answer easier");
    story
        .at("2026-11-13 19:10")
        .happens("Stayed at the door for an hour and asked how things stand.");
    story.types("contacted --at 18:30");
    story.types("mood 2");
    let status = story.types("status");
    assert!(status.contains("12 of 13 days without contact"), "{status}");
    story.types("status --explain");
    story.at("2026-11-20 18:30").happens("The handover. No look at all.");
    story.types("contacted --necessary");
    story.types("urge 5 --feeling sad --trigger 'no look'");
    story.later("2026-11-20 18:55", "answer stronger 5");
    story.types("urge 5");
    story.later("2026-11-20 19:30", "answer easier 3");
    story.at("2026-11-27 17:50").happens("You seem well, I'm glad for you.");
    story.types("received --kind closed");
    story.types("upcoming --days 1");
    story.at("2026-11-30 18:25");
    story.types("");
    let review = story.types("finish");
    assert!(review.contains("29 of 30 without contact"), "{review}");
    story.types("finish --extend 30");
    story.types("log --since '3 days ago'");
    story.ends(NAMES[0]);
}

/// Three years ago the answer was no, and then a block. The count is long complete, the wish is
/// not. Must hold: from the first day on nothing ever speaks of a message, on day 30, 60 or 300.
#[test]
fn c2_was_blocked_three_years_ago() {
    let mut story = Story::of(
        "Three years ago the answer was no, and then a block. The looking has not ended, and now \
         and then there is a new account.",
    );
    story.at("2026-11-01 23:20");
    story.types("about situation asked_no_contact");
    story.types("start --since '14 oct 2023'");
    story.types("status");
    story.types("finish");
    story.happens("There was a letter only yesterday; that is where it counts from.");
    story.types("start --correct --since yesterday");
    story.types("urge 4 --feeling hopeful --peeked");
    story.at("2026-11-04 01:15").happens("A new account, one line.");
    story.types("contacted");
    story.types("urge 5");
    story.types("urge 5");
    story.types("sos --country GB");
    story.later("2026-11-04 01:40", "answer same");
    story.at("2026-11-05 09:00");
    story.types("");
    story.at("2026-11-11 22:30").happens("An old friend passes on that they said hello.");
    story.types("received --kind warm --via 'a friend'");
    story.at("2026-11-15 12:00");
    story.types("received --kind logistics --via mail");
    story.types("received");
    story.types("upcoming --days 1");
    story.at("2026-11-21 21:14");
    story.types("mood 1");
    story.types("suggest");
    story.types("answer done");
    story.at("2026-12-01 08:30");
    let review = story.types("finish");
    assert!(!review.to_lowercase().contains("message"), "{review}");
    story.types("finish --extend 30");
    story.at("2026-12-31 10:00");
    story.types("status");
    story.types("finish");
    story.at("2027-08-27 10:00").happens("Day 300.");
    story.types("");
    let review = story.types("finish");
    assert!(!review.to_lowercase().contains("message"), "{review}");
    story.types("finish --close");
    nothing_speaks_of_a_message(&story);
    story.ends(NAMES[1]);
}

/// A week in, dozens of texts sent, and a month until the other leaves town. Must hold: the hurry
/// is not shared; help comes at once and with a person; after each slip the days before it are
/// there, and a new count is a choice.
#[test]
fn c3_is_running_out_of_time() {
    let mut story = Story::of(
        "One week after the end, and too many texts. The other is in town for a month only, and \
         every day feels like the last.",
    );
    story.at("2026-11-01 23:50").happens("The last of eleven texts today.");
    story.types("start");
    story.types("urge 5 --feeling anxious --trigger 'only a month'");
    story.later("2026-11-02 00:15", "answer stronger");
    story.types("urge 5 --feeling anxious");
    story.types("sos --country US");
    story.types("about person 'Sam, who said any hour'");
    story.at("2026-11-02 00:50");
    story.types("urge 5");
    story.later("2026-11-02 01:15", "answer easier 3");
    story.at("2026-11-03 13:05").happens("Three texts before lunch.");
    story.types("contacted --at 12:40");
    story.at("2026-11-04 22:15");
    story.types("urge 5");
    story.types("answer contacted");
    story.types("");
    story.at("2026-11-05 09:30");
    story.writes("about plan add -", "If it is after ten, then the phone sleeps in the kitchen.");
    story.types("suggest --category screen");
    story.types("answer done");
    story.at("2026-11-07 02:20");
    story.types("urge 5 --trigger 'the last weekend'");
    story.later("2026-11-07 02:45", "answer contacted --restart");
    story.types("status");
    story.types("mood 1");
    story.at("2026-11-08 10:00");
    story.types("log --since '7 nov'");
    story.at("2026-11-14 19:35");
    story.types("urge 3");
    story.later("2026-11-14 19:58", "answer easier 1");
    story.types("");
    story.at("2026-11-28 18:00").happens("The day of the flight.");
    story.types("urge 5 --feeling sad");
    story.later("2026-11-28 18:25", "answer same 5");
    story.later("2026-11-28 18:50", "answer easier 4");
    story.at("2026-12-07 09:10");
    story.types("");
    story.types("finish");
    story.ends(NAMES[2]);
}

/// A long letter went out; a kind and closed reply came. Must hold: the reply is taken at face
/// value, what was logged in hope can be corrected, and the original stays.
#[test]
fn c4_got_a_kind_reply() {
    let mut story = Story::of(
        "Wrote a letter of nine pages. The reply is kind, and closed: thank you, I wish you well.",
    );
    story.at("2026-11-01 19:00");
    story.types("start --since yesterday");
    story.types("upcoming --days 1");
    story.at("2026-11-06 17:30").happens("The reply. Read three times, it sounds warm.");
    story.writes("received --kind warm --via letter --note -", "thank you, I wish you well");
    story.types("urge 4 --feeling hopeful --trigger 'the last line'");
    story.later("2026-11-06 17:55", "answer same 4");
    story.at("2026-11-06 21:00").happens("Read to a friend: it is a goodbye.");
    story.types("received --kind closed --via letter --at 17:30");
    story.types("log");
    story.happens("That is the same letter twice.");
    story.types("undo");
    story.types("log --kind received --notes");
    story.at("2026-11-07 23:30");
    story.types("urge 5 --feeling sad");
    story.later("2026-11-07 23:55", "answer easier 4");
    story.types("mood 2");
    story.at("2026-11-12 12:30");
    story.types("suggest");
    story.types("answer another");
    story.types("answer done");
    story.at("2026-11-16 20:00");
    story.writes("note -", "what I would have liked to hear is not in it, and that is that");
    story.types("status");
    story.at("2026-11-21 20:00");
    story.types("urge 2");
    story.types("answer peeked");
    story.types("status");
    story.at("2026-12-01 09:00");
    story.types("");
    story.types("finish");
    story.types("finish --close");
    story.types("status");
    story.types("about");
    story.ends(NAMES[3]);
}

/// They still live under one roof, with a baby; the other has said no, clearly and more than once.
/// Must hold: what the home and the child need is necessary and takes no day; everything else is
/// met with their no, and nothing ever speaks of a message.
#[test]
fn c5_shares_a_home_and_was_told_no() {
    let mut story = Story::of(
        "One flat, one baby, two rooms. The other has said no, clearly, and more than once.",
    );
    story.at("2026-11-01 22:05");
    story.types("about situation shared_home children");
    story.types("start --since 21:30");
    story.types("received --kind stop --at 21:30");
    story.types("about situation asked_no_contact shared_home children");
    story.types("about");
    story.at("2026-11-02 07:40").happens("Who takes the doctor's appointment?");
    story.types("received --kind logistics");
    story.types("contacted --necessary");
    story.at("2026-11-04 20:10").happens("Laughed together over the bath.");
    story.types("received --kind warm");
    story.types("urge 4 --feeling hopeful --trigger 'the bath'");
    story.later("2026-11-04 20:35", "answer easier 2");
    story.at("2026-11-09 23:10").happens("Asked again. No again.");
    story.types("contacted");
    story.types("received --kind stop");
    story.types("");
    story.at("2026-11-10 03:30").happens("Up with the baby.");
    story.types("urge 5");
    story.types("mood 1");
    story.later("2026-11-10 03:55", "answer same");
    story.at("2026-11-16 18:00");
    story.types("contacted --necessary --note 'rent, and the cot'");
    story.types("suggest --category outside");
    story.types("received --kind meet");
    story.types("received --kind closed");
    story.at("2026-11-24 09:05");
    let status = story.types("");
    assert!(status.contains("22 of 23 days without contact"), "{status}");
    story.types("upcoming --days 1");
    story.at("2026-12-01 21:30");
    story.types("");
    let review = story.types("finish");
    assert!(!review.to_lowercase().contains("message"), "{review}");
    story.types("finish --close");
    nothing_speaks_of_a_message(&story);
    story.ends(NAMES[4]);
}

/// "Glad you're moving on", and the heart hears a door open. Must hold: the words are taken as they
/// stand, contact that follows from it is an entry and not a zero, and days can be added.
#[test]
fn c6_hears_an_opening() {
    let mut story = Story::of("\"Glad you're moving on.\" It sounded like a door left ajar.");
    story.at("2026-11-01 10:00");
    story.types("start --since '31 oct'");
    story.at("2026-11-05 19:45").happens("Glad you're moving on.");
    story.types("received --kind closed --via phone");
    story.types("urge 4 --feeling hopeful");
    story.later("2026-11-05 20:10", "answer stronger 5");
    story.at("2026-11-05 20:25").happens("Wrote back: am I?");
    story.types("answer contacted --extend 7");
    story.types("status");
    story.at("2026-11-06 08:00");
    story.types("mood 2");
    story.types("received --kind smalltalk --via phone");
    story.types("received --kind closed --via phone");
    story.at("2026-11-08 21:00");
    story.types("urge 3 --peeked");
    story.types("log --since '5 nov'");
    story.at("2026-11-15 12:00");
    story.types("pause 2d");
    story.types("status");
    story.types("pause off");
    story.at("2026-11-22 20:30");
    story.types("urge 2");
    story.later("2026-11-22 20:55", "answer easier");
    story.types("upcoming --days 1");
    story.at("2026-12-01 09:15").happens("Day 31: the seven days that were added.");
    story.types("");
    story.at("2026-12-08 09:00");
    story.types("");
    story.types("finish");
    story.types("finish --extend 14");
    story.ends(NAMES[5]);
}

/// The one with the calm voice: sleeps, walks, looks in twice a week. Must hold: nobody is made to
/// report; what they do is met with as few words.
#[test]
fn c7_is_the_calm_one() {
    let mut story =
        Story::of("The one who told the others to rest, go out and see people, and does it too.");
    story.at("2026-11-01 08:30");
    story.types("start --since '31 oct 22:00'");
    story.types("upcoming --days 1");
    story.at("2026-11-03 19:40");
    story.types("mood 3");
    story.types("suggest");
    story.types("answer done");
    story.at("2026-11-07 09:05");
    story.types("");
    story.at("2026-11-10 18:00");
    story.types("urge 2 --trigger 'our song, in a shop'");
    story.later("2026-11-10 18:25", "answer easier 1");
    story.at("2026-11-14 09:00");
    story.types("mood 4");
    story.types("suggest --category people");
    story.types("answer another");
    story.at("2026-11-16 07:00").happens("A week at the sea.");
    story.types("pause 1w");
    story.at("2026-11-23 20:00");
    story.types("");
    story.types("suggest --hide play-002");
    story.types("mood 5");
    story.at("2026-11-30 21:00");
    story.types("");
    story.types("status --line");
    story.at("2026-12-01 10:00");
    story.types("finish");
    story.types("finish --close");
    story.types("");
    story.at("2026-12-24 18:00");
    story.types("urge 2");
    story.types("log --since '1 dec'");
    story.ends(NAMES[6]);
}
