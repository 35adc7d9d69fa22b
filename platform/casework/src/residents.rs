//! Whether and how a resident is told what becomes of a case (R12, R31).
//!
//! Two things are said when a case is raised and can be changed later: for each resident, how to tell them ([`Tell`]), and for
//! the case, who writes to them ([`Route`]) and whether it is confidential. [`told`] is what follows from them, and the only
//! place that says so; the database refuses a message that goes against it.
//!
//! To add a kind of message: a variant of [`What`], the event that asks for it in `events::telling`, and its standard text.

use crate::cases::choices;

choices! {
    /// How to tell a resident. Unless somebody says otherwise, they are not told.
    Tell {
        Email = "email",
        Post = "post",
        Not = "not",
    }
}

choices! {
    /// Who writes to the residents of a case (R12).
    Route {
        /// Everything goes through whoever raised it.
        ThroughMe = "through-me",
        /// The council writes to them, and whoever raised it gets a copy.
        ToResident = "to-resident",
    }
}

choices! {
    /// How a message goes.
    Way {
        Email = "email",
        Post = "post",
    }
}

choices! {
    /// What a message tells.
    What {
        /// That the case was raised, and what happens next.
        Acknowledgement = "acknowledgement",
        /// What somebody who works on it, or who raised it, wants to say.
        Progress = "progress",
        /// How it ended.
        Outcome = "outcome",
    }
}

choices! {
    /// In whose name a message is written.
    Writer {
        /// Whoever raised the case, or for whom it was raised.
        Member = "member",
        /// An officer, or the program.
        Council = "council",
    }
}

choices! {
    /// Why a resident gets nothing.
    Withheld {
        /// The case is confidential.
        Confidential = "confidential",
        /// Everything goes through whoever raised it.
        ThroughMember = "through-member",
        /// They are not to be told.
        NotToBeTold = "not-to-be-told",
    }
}

/// How this writer may write to a resident, or why they may not. Nothing goes to the residents of a confidential case, and where
/// everything goes through the member, nobody else writes.
///
/// # Errors
/// Why the resident gets nothing.
pub const fn told(route: Route, confidential: bool, tell: Tell, writer: Writer) -> Result<Way, Withheld> {
    match (confidential, route, writer, tell) {
        (true, ..) => Err(Withheld::Confidential),
        (.., Tell::Not) => Err(Withheld::NotToBeTold),
        (_, Route::ThroughMe, Writer::Council, _) => Err(Withheld::ThroughMember),
        (.., Tell::Email) => Ok(Way::Email),
        (.., Tell::Post) => Ok(Way::Post),
    }
}

/// As [`told`], without the reason.
#[must_use]
pub const fn way(route: Route, confidential: bool, tell: Tell, writer: Writer) -> Option<Way> {
    match told(route, confidential, tell, writer) {
        Ok(way) => Some(way),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_written_to_against_what_was_said() {
        for &tell in Tell::ALL {
            for &writer in Writer::ALL {
                for &route in Route::ALL {
                    assert_eq!(way(route, true, tell, writer), None, "confidential");
                }
            }
            assert_eq!(way(Route::ThroughMe, false, tell, Writer::Council), None, "through the member alone");
        }
        assert_eq!(way(Route::ToResident, false, Tell::Not, Writer::Member), None);
        let why = |route, confidential, tell| told(route, confidential, tell, Writer::Council);
        assert_eq!(why(Route::ToResident, true, Tell::Email), Err(Withheld::Confidential));
        assert_eq!(why(Route::ThroughMe, false, Tell::Email), Err(Withheld::ThroughMember));
        assert_eq!(why(Route::ThroughMe, false, Tell::Not), Err(Withheld::NotToBeTold));
        assert_eq!(way(Route::ThroughMe, false, Tell::Email, Writer::Member), Some(Way::Email));
        assert_eq!(way(Route::ToResident, false, Tell::Post, Writer::Council), Some(Way::Post));
    }
}
