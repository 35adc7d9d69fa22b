//! Where one case stands, and who it waits for.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{StageKey, TargetKind};
use crate::{
    ids::{GroupId, PersonId},
    people::Actor,
};

/// Where one case stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CaseState {
    pub stage: StageKey,
    /// The team nearest to delivery, or none yet. It is kept while the case stands with somebody else.
    pub group: Option<GroupId>,
    /// Where a question was asked or an answer was given: where `back` leads.
    pub return_to: Option<ReturnPoint>,
    pub acknowledged_at: Option<DateTime<Utc>>,
    /// The council's first answer of any kind.
    pub first_response_at: Option<DateTime<Utc>>,
    /// When the answer was given that is now being checked or confirmed. Empty again when it is sent back.
    pub resolved_at: Option<DateTime<Utc>>,
    /// Who gave that answer.
    #[serde(default)]
    pub answered_by: Option<PersonId>,
    pub closed_at: Option<DateTime<Utc>>,
    /// When the deadline that runs is due.
    pub due_on: Option<NaiveDate>,
    /// The day that was agreed last, until what was agreed has happened or has not (R23, R24).
    pub agreed_day: Option<NaiveDate>,
    /// The council's deadline that stands still meanwhile (R28).
    pub paused: Option<Paused>,
}

/// A deadline that stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Paused {
    pub target: TargetKind,
    /// Working days that were left; negative when it was overdue already.
    pub days_left: i32,
}

/// The stage and team that a case came from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReturnPoint {
    pub stage: StageKey,
    pub group: Option<GroupId>,
}

/// Whose case it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseParties {
    pub raised_by: PersonId,
    pub on_behalf_of: Option<PersonId>,
}

impl CaseParties {
    /// The person whose case it is: the one it was raised for, else the one who raised it.
    pub fn raiser(&self) -> PersonId {
        self.on_behalf_of.unwrap_or(self.raised_by)
    }

    /// Whether `actor` may act as the raiser. An assistant who raised a case for somebody may (R13): they handed it in
    /// and are the ones at the desk.
    pub fn may_act_as_raiser(&self, actor: &Actor) -> bool {
        actor.person == self.raiser() || actor.person == self.raised_by
    }
}

/// Who a case waits for at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HolderNow {
    Raiser,
    Group(GroupId),
    Nobody,
}

/// The groups of a council: from the key in its files to the id in its database.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GroupLookup(BTreeMap<String, GroupId>);

impl GroupLookup {
    pub fn new(groups: impl IntoIterator<Item = (String, GroupId)>) -> Self {
        groups.into_iter().collect()
    }

    pub fn id(&self, key: &str) -> Option<GroupId> {
        self.0.get(key).copied()
    }

    pub fn key(&self, id: GroupId) -> Option<&str> {
        self.0.iter().find(|(_, held)| **held == id).map(|(key, _)| key.as_str())
    }

    pub fn contains(&self, id: GroupId) -> bool {
        self.0.values().any(|held| *held == id)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, GroupId)> {
        self.0.iter().map(|(key, id)| (key.as_str(), *id))
    }
}

impl FromIterator<(String, GroupId)> for GroupLookup {
    fn from_iter<I: IntoIterator<Item = (String, GroupId)>>(groups: I) -> Self {
        Self(groups.into_iter().collect())
    }
}
