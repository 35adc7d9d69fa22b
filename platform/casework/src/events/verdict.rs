//! What a resident says of the outcome (R23, R33).

use serde::{Deserialize, Serialize};

use super::{Event, EventBody};

/// How a resident rates the way in which their matter was handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Rating(u8);

impl Rating {
    /// From very poor to very good.
    pub const ALL: [Self; 5] = [Self(1), Self(2), Self(3), Self(4), Self(5)];

    /// 1 to 5; 5 is the best.
    pub const fn number(self) -> u8 {
        self.0
    }
}

/// A number that rates nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a rating is a whole number from 1 to 5")]
pub struct NotARating;

impl TryFrom<u8> for Rating {
    type Error = NotARating;

    fn try_from(number: u8) -> Result<Self, NotARating> {
        Self::ALL.into_iter().find(|rating| rating.0 == number).ok_or(NotARating)
    }
}

impl From<Rating> for u8 {
    fn from(rating: Rating) -> Self {
        rating.0
    }
}

/// What goes with a resident's yes or no.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Opinion {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// Whether it is solved, in the resident's eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict<'a> {
    pub solved: bool,
    pub opinion: &'a Opinion,
}

/// The verdict that counts: the newest one since the case was last opened again. `history` is oldest first.
pub fn verdict(history: &[Event]) -> Option<Verdict<'_>> {
    let latest = history.iter().rev().find_map(|event| match &event.body {
        EventBody::ResidentSolved { opinion, .. } => Some(Some(Verdict { solved: true, opinion })),
        EventBody::ResidentNotSolved { opinion, .. } => Some(Some(Verdict { solved: false, opinion })),
        EventBody::Reopened { .. } => Some(None),
        _ => None,
    });
    latest.flatten()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;
    use crate::ids::{CaseId, ConstituentId};

    fn history(bodies: impl IntoIterator<Item = EventBody>) -> Vec<Event> {
        let (case, at) = (CaseId::from_uuid(Uuid::from_u128(7)), DateTime::UNIX_EPOCH);
        let event = |(seq, body)| Event { case, seq, at, actor: None, on_behalf_of: None, body };
        (1..).zip(bodies).map(event).collect()
    }

    fn says(solved: bool) -> EventBody {
        let (resident, opinion) = (ConstituentId::from_uuid(Uuid::from_u128(8)), Opinion::default());
        match solved {
            true => EventBody::ResidentSolved { resident, opinion },
            false => EventBody::ResidentNotSolved { resident, opinion },
        }
    }

    #[test]
    fn the_newest_verdict_counts_until_the_case_is_opened_again() {
        let reopened = || EventBody::Reopened { reason: "The resident says no".to_owned() };
        let counts = |bodies: Vec<EventBody>| verdict(&history(bodies)).map(|verdict| verdict.solved);
        assert_eq!(counts(vec![EventBody::Acknowledged]), None);
        assert_eq!(counts(vec![says(true), says(false), EventBody::Acknowledged]), Some(false));
        assert_eq!(counts(vec![says(false), reopened()]), None);
        assert_eq!(counts(vec![says(false), reopened(), says(true)]), Some(true));
    }

    #[test]
    fn a_verdict_reads_back_as_it_was_stored_and_a_rating_has_five_steps() {
        let body = says(true);
        let stored = serde_json::to_string(&body).unwrap();
        assert_eq!(serde_json::from_str::<EventBody>(&stored).unwrap(), body);
        assert!(stored.starts_with(r#"{"kind":"resident-solved","resident":"constituent_"#), "{stored}");
        for number in [0, 6, 200] {
            assert_eq!(Rating::try_from(number), Err(NotARating));
            assert!(serde_json::from_str::<Rating>(&number.to_string()).is_err());
        }
        assert_eq!(Rating::try_from(5).map(Rating::number), Ok(5));
    }
}
