//! The buttons of a notification: what can be answered where it stands.
//!
//! Owns their words, their labels, and which of them go where there is room for few. What a press
//! does is `answering`'s and the daemon's; the CLI's `answer` does the same.

use super::words;

words! {
    /// One button. The word is what the notification server sends back.
    pub enum Button {
        /// A suggestion was done.
        Done = "done",
        /// Another suggestion instead.
        Another = "another",
        /// The same suggestion once more in an hour.
        Later = "later",
        /// An urge, right now.
        Urge = "urge",
        /// Ask me how the day was.
        Mood = "mood",
        /// The urge eased.
        Easier = "easier",
        /// The urge is as it was.
        Same = "same",
        /// The urge grew.
        Stronger = "stronger",
        /// Show what the window held.
        Review = "review",
        /// Show the text that was held back from onlookers.
        Read = "read",
        /// The mood was 1, low.
        Mood1 = "1",
        /// The mood was 2.
        Mood2 = "2",
        /// The mood was 3.
        Mood3 = "3",
        /// The mood was 4.
        Mood4 = "4",
        /// The mood was 5, good.
        Mood5 = "5",
    }
}

impl Button {
    /// The moods from low to good.
    pub const MOODS: [Self; 5] = [Self::Mood1, Self::Mood2, Self::Mood3, Self::Mood4, Self::Mood5];

    /// What is written on it; harmless to an onlooker.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Done => "Done",
            Self::Another => "Another",
            Self::Later => "Later",
            Self::Urge => "Hard moment",
            Self::Mood => "Mood",
            Self::Easier => "Easier",
            Self::Same => "Same",
            Self::Stronger => "Stronger",
            Self::Review => "Review",
            Self::Read => "Read",
            moods => moods.word(),
        }
    }

    /// Whether who presses it needs something to do right now.
    #[must_use]
    pub fn asks_for_help(self) -> bool {
        matches!(self, Self::Urge | Self::Same | Self::Stronger)
    }

    /// Where there is room for few, the lower ranks stay: help first.
    fn rank(self) -> u8 {
        match self {
            Self::Done => 1,
            Self::Another => 2,
            Self::Later => 3,
            Self::Mood => 4,
            _ => 0,
        }
    }
}

/// What a click on the notification itself presses: its only button. Where it has several, or none,
/// a click answers nothing.
#[must_use]
pub fn only(buttons: &[Button]) -> Option<Button> {
    match buttons {
        [only] => Some(*only),
        _ => None,
    }
}

/// As many of the buttons as there is `room` for, in their order. A button that leads to more
/// buttons than fit is left out: *Mood* asks with five.
#[must_use]
pub fn fitting(buttons: &[Button], room: usize) -> Vec<Button> {
    let mut kept: Vec<Button> = buttons.to_vec();
    kept.retain(|button| *button != Button::Mood || room >= Button::MOODS.len());
    while kept.len() > room {
        let last = kept.iter().copied().max_by_key(|button| button.rank());
        let Some(index) = kept.iter().rposition(|button| Some(*button) == last) else { break };
        kept.remove(index);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::Button::{Another, Done, Easier, Later, Mood, Same, Stronger, Urge};
    use super::{Button, fitting, only};

    #[test]
    fn where_there_is_room_for_few_the_hard_moment_stays_and_the_order_too() {
        let all = [Done, Another, Later, Urge, Mood];
        assert_eq!(fitting(&all, usize::MAX), all);
        assert_eq!(fitting(&all, 5), all);
        assert_eq!(fitting(&all, 4), [Done, Another, Later, Urge]);
        assert_eq!(fitting(&all, 3), [Done, Another, Urge]);
        assert_eq!(fitting(&all, 2), [Done, Urge]);
        assert_eq!(fitting(&all, 1), [Urge]);
        assert_eq!(fitting(&all, 0), []);
        assert_eq!(fitting(&[Easier, Same, Stronger], 3), [Easier, Same, Stronger]);
    }

    #[test]
    fn a_click_presses_the_only_button_and_no_other() {
        assert_eq!(only(&[]), None);
        assert_eq!(only(&[Button::Review]), Some(Button::Review));
        assert_eq!(only(&[Easier, Same]), None);
    }

    #[test]
    fn no_button_says_what_it_is_about() {
        for button in Button::ALL {
            let label = button.label().to_lowercase();
            for told in ["urge", "ex", "contact", "break"] {
                assert!(!label.split(' ').any(|word| word == told), "{label}");
            }
            assert!(label.chars().count() <= 12, "{label}");
        }
    }
}
