//! How somebody of the council hears of things: what a piece of news is to them, and the way that they chose for it.
//!
//! Whatever they choose, everything that they are told stands in their list (R28): the choice is about mail alone. News of what
//! colleagues do is the only kind that they need not hear of at all, and do not unless they ask for it.
//!
//! To add a kind of news: a variant of [`Topic`], a column of `telling_choice`, its words `topic-…`, and who hears of it in
//! `notices::store::tell`.

use serde::{Deserialize, Serialize};

use crate::cases::choices;

choices! {
    /// What a piece of news is to whoever is told.
    Topic {
        /// The case waits for them, or for a group of theirs.
        Waiting = "waiting",
        /// They raised the case, or it was raised for them.
        Own = "own",
        /// Their group works on it or keeps an eye on it.
        Team = "team",
        /// A colleague raised it in their ward.
        Colleagues = "colleagues",
    }
}

choices! {
    /// How somebody hears of news.
    How {
        /// By a mail of its own, in office hours.
        AtOnce = "at-once",
        /// In one mail at the start of the next working day.
        Daily = "daily",
        /// In the list alone.
        Here = "here",
        /// Not at all.
        Not = "not",
    }
}

impl Topic {
    /// The ways that can be chosen for it. Nobody can miss what waits for them, what is theirs or what their team must know.
    pub const fn offered(self) -> &'static [How] {
        match self {
            Self::Waiting | Self::Own | Self::Team => &[How::AtOnce, How::Daily, How::Here],
            Self::Colleagues => &[How::AtOnce, How::Daily, How::Here, How::Not],
        }
    }
}

/// What somebody chose. The default is for whoever has chosen nothing: mail at once of all that concerns them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub waiting: How,
    pub own: How,
    pub team: How,
    pub colleagues: How,
}

impl Default for Choice {
    fn default() -> Self {
        Self { waiting: How::AtOnce, own: How::AtOnce, team: How::AtOnce, colleagues: How::Not }
    }
}

impl Choice {
    pub const fn of(&self, topic: Topic) -> How {
        match topic {
            Topic::Waiting => self.waiting,
            Topic::Own => self.own,
            Topic::Team => self.team,
            Topic::Colleagues => self.colleagues,
        }
    }

    /// Takes what was chosen for a topic; false, and nothing changes, where that is not offered for it.
    pub fn set(&mut self, topic: Topic, how: How) -> bool {
        let offered = topic.offered().contains(&how);
        if offered {
            let field = match topic {
                Topic::Waiting => &mut self.waiting,
                Topic::Own => &mut self.own,
                Topic::Team => &mut self.team,
                Topic::Colleagues => &mut self.colleagues,
            };
            *field = how;
        }
        offered
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_can_choose_to_miss_what_waits_for_them_or_is_theirs() {
        let mut choice = Choice::default();
        for topic in [Topic::Waiting, Topic::Own, Topic::Team] {
            assert!(!choice.set(topic, How::Not));
        }
        assert_eq!(choice, Choice::default());
        assert!(choice.set(Topic::Colleagues, How::Daily) && choice.set(Topic::Own, How::Here));
        assert_eq!((choice.of(Topic::Colleagues), choice.of(Topic::Own)), (How::Daily, How::Here));
        assert_eq!(choice.of(Topic::Waiting), How::AtOnce, "the others stay");
    }
}
