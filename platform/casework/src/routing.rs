//! Which team gets a new case (R18).
//!
//! A council's routing plugin decides; what it says is settled here. Whatever a plugin does, the case goes somewhere and the
//! reason is kept: no decision, an unknown team or a failure all mean triage.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{ids::GroupId, stages::GroupLookup};

/// What a routing plugin is told about a new case. Nothing about residents: their names are no reason for a team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Enquiry {
    pub category: String,
    pub service: String,
    pub ward_gss: Option<String>,
    pub ward_name: Option<String>,
    pub summary: String,
    pub details: String,
    pub place_words: String,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub raised_on: NaiveDate,
    /// Minutes after midnight, by the clock on the wall of the council.
    pub raised_at_minutes: u16,
    /// `councillor`, or the key of another representative's body, such as `msp`
    /// (see [`crate::manifest::Manifest::raiser_kind`]).
    pub raiser_kind: String,
}

/// What a routing plugin says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteDecision {
    /// A group's key; `None` means triage.
    pub group: Option<String>,
    /// A sentence for the councillor.
    pub reason: String,
}

/// Where the case goes, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Routed {
    pub group: Option<GroupId>,
    pub reason: String,
    pub plugin: String,
    pub plugin_version: String,
    /// The plugin failed or named no team of this council: its health is shown to the council's administrator.
    pub failed: bool,
}

/// The longest reason that is kept, in characters.
pub const MAX_REASON: usize = 500;

const NO_REASON: &str = "The routing rules gave no reason.";
const FAILED: &str = "The routing rules could not decide, so a person will choose the team.";
const UNKNOWN: &str =
    "The routing rules chose a team that this council does not have, so a person will choose the team.";

/// Turns what a plugin said, or why it said nothing, into where the case goes.
///
/// The sentence is for councillors; the technical cause of a failure belongs in the log of the program, not here.
pub fn settle(
    decision: Result<RouteDecision, String>,
    groups: &GroupLookup,
    plugin: &str,
    plugin_version: &str,
) -> Routed {
    let (group, reason, failed) = match decision {
        Ok(RouteDecision { group: None, reason }) => (None, reason, false),
        Ok(RouteDecision { group: Some(key), reason }) => match groups.id(&key) {
            Some(id) => (Some(id), reason, false),
            None => (None, UNKNOWN.to_owned(), true),
        },
        Err(_) => (None, FAILED.to_owned(), true),
    };
    let reason = match reason.trim() {
        "" => NO_REASON.to_owned(),
        words => words.chars().take(MAX_REASON).collect(),
    };
    Routed { group, reason, plugin: plugin.to_owned(), plugin_version: plugin_version.to_owned(), failed }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const STREETS: GroupId = GroupId::from_uuid(Uuid::from_u128(1));

    fn settled(decision: Result<RouteDecision, String>) -> Routed {
        let groups = GroupLookup::new([("streets".to_owned(), STREETS)]);
        settle(decision, &groups, "table", "1.0.0")
    }

    fn says(group: Option<&str>, reason: &str) -> Result<RouteDecision, String> {
        Ok(RouteDecision { group: group.map(str::to_owned), reason: reason.to_owned() })
    }

    #[test]
    fn a_known_team_gets_the_case_with_the_reason() {
        let routed = settled(says(Some("streets"), " Potholes go to the street team. "));
        assert_eq!(routed.group, Some(STREETS));
        assert_eq!(routed.reason, "Potholes go to the street team.");
        assert!(!routed.failed);
    }

    #[test]
    fn no_match_is_triage_and_no_failure() {
        let routed = settled(says(None, "No team is set for Other."));
        assert_eq!((routed.group, routed.failed), (None, false));
    }

    #[test]
    fn an_unknown_team_and_a_failure_are_triage_with_a_reason() {
        for routed in [settled(says(Some("nobody"), "x")), settled(Err("out of fuel".to_owned()))] {
            assert_eq!((routed.group, routed.failed), (None, true));
            assert!(routed.reason.ends_with("a person will choose the team."), "{}", routed.reason);
            assert!(!routed.reason.contains("fuel"), "the cause is for the log");
        }
    }

    #[test]
    fn a_reason_is_never_empty_and_never_endless() {
        assert_eq!(settled(says(None, "  ")).reason, NO_REASON);
        assert_eq!(settled(says(None, &"é".repeat(10_000))).reason.chars().count(), MAX_REASON);
    }
}
