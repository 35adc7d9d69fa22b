//! Starters, movers and leavers: what a feed of people means for who may come in (R60).
//!
//! The source's view of everybody is kept as [`Records`], which a reading brings up to date. [`plan`] compares them with the people
//! the council has, and says who joins, changes and leaves, and what it cannot say: a [`Conflict`] is reported, never guessed. It is
//! a comparison of two states, so the same reading twice has no consequences the second time, and a plan that nobody has
//! decided about yet loses nothing to the next reading.
//!
//! People who are in no feed are none of its business: it never takes their access.
//!
//! To add something that a feed decides about people: a field of [`Details`], a variant of [`Change`], and the exhaustive matches show
//! the rest.

mod apply;
mod limit;
mod plan;
mod records;
mod units;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use limit::{Held, Limit};
pub use plan::{Setting, plan};
pub use records::{Record, Records};
pub use units::{UnitTo, Units, unit_words};

use crate::ids::{GroupId, PersonId, WardId};
use crate::people::Role;

/// Whether what a feed says happens at once, or when somebody has looked at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    #[default]
    Reviewed,
    Automatic,
}

/// Somebody whom the council has, with or without access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub id: PersonId,
    pub name: String,
    pub email: Option<String>,
    pub roles: BTreeSet<Role>,
    pub groups: BTreeSet<GroupId>,
    pub wards: BTreeSet<WardId>,
    /// Has access, or is to have it from a day on.
    pub has_access: bool,
    /// The first and the last day of it.
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    /// Which row of which feed they are.
    pub bound: Option<Bound>,
}

/// What ties somebody to a row of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    pub seat: String,
    pub key: String,
    /// The team that they have from it: the one that they lose when they move.
    pub group: Option<GroupId>,
}

/// What is to happen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// By key, each once.
    pub steps: Vec<Step>,
    pub conflicts: Vec<Conflict>,
    /// Why nobody but a person may put it in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Held>,
}

impl Plan {
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.conflicts.is_empty()
    }
}

/// What is to happen to one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub key: String,
    /// None for somebody new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// As the feed calls them, or the council where the feed does no more.
    pub name: String,
    /// The council knows them already, and learns now which row they are.
    #[serde(default)]
    pub binds: bool,
    #[serde(flatten)]
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum What {
    /// Somebody new.
    Joins {
        details: Details,
    },
    /// Somebody known who had no access any more.
    Returns {
        details: Details,
    },
    /// Somebody with access; no changes where only the row was found.
    Changes {
        details: Details,
        changes: Vec<Change>,
    },
    Leaves {
        why: Leaving,
    },
}

impl What {
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Joins { .. } => "joins",
            Self::Returns { .. } => "returns",
            Self::Changes { .. } => "changes",
            Self::Leaves { .. } => "leaves",
        }
    }
}

/// Somebody as they are to be. What the feed does not say stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    pub role: Role,
    /// Of an officer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// Of a member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ward: Option<WardId>,
    /// A day to come; none for at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// What is different about somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", rename_all = "kebab-case")]
pub enum Change {
    Name { from: String, to: String },
    Email { from: Option<String>, to: String },
    Team { from: Option<GroupId>, to: GroupId },
    Ward { from: Vec<WardId>, to: WardId },
    Starts { from: Option<NaiveDate>, to: Option<NaiveDate> },
    Ends { from: Option<NaiveDate>, to: Option<NaiveDate> },
}

/// Why somebody loses access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Leaving {
    /// The source does not have them any more.
    Gone,
    /// It says that they are not active.
    Inactive,
    /// Their last day is over.
    Ended,
    /// Where they work now, nobody uses Wardbook.
    Outside,
}

impl Leaving {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Inactive => "inactive",
            Self::Ended => "ended",
            Self::Outside => "outside",
        }
    }
}

/// Something that only a person can say. Until they do, everybody whom it names stays as they are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "conflict", rename_all = "kebab-case")]
pub enum Conflict {
    /// Nobody has said which team a unit is; the largest unit first. It may be empty: they are in none.
    NoTeam { unit: Vec<String>, keys: Vec<String> },
    /// Two rows have one key, and say different things.
    Twice { key: String, name: String },
    /// The address belongs to somebody who is another row, or to whom the source says another address.
    EmailTaken { key: String, name: String, email: String, by: PersonId },
    /// Several people of the council have this address.
    EmailShared { key: String, name: String, email: String, people: Vec<PersonId> },
    /// Several rows have this address, and the council does not know yet whose it is.
    EmailTwice { key: String, name: String, email: String },
    /// The council has no such ward.
    UnknownWard { key: String, name: String, ward: String },
    /// A councillor without a ward.
    NoWard { key: String, name: String },
    /// Staff by the one and a councillor by the other.
    OtherCapacity { key: String, name: String, person: PersonId },
    /// Nobody would be left who sets the council up.
    LastAdmin { key: String, name: String, person: PersonId },
}

impl Conflict {
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::NoTeam { .. } => "no-team",
            Self::Twice { .. } => "twice",
            Self::EmailTaken { .. } => "email-taken",
            Self::EmailShared { .. } => "email-shared",
            Self::EmailTwice { .. } => "email-twice",
            Self::UnknownWard { .. } => "unknown-ward",
            Self::NoWard { .. } => "no-ward",
            Self::OtherCapacity { .. } => "other-capacity",
            Self::LastAdmin { .. } => "last-admin",
        }
    }

    /// The row that it is about; none where it is about many.
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::NoTeam { .. } => None,
            Self::Twice { key, .. }
            | Self::EmailTaken { key, .. }
            | Self::EmailShared { key, .. }
            | Self::EmailTwice { key, .. }
            | Self::UnknownWard { key, .. }
            | Self::NoWard { key, .. }
            | Self::OtherCapacity { key, .. }
            | Self::LastAdmin { key, .. } => Some(key),
        }
    }

    /// Who of the council could be meant, where a person can say so.
    pub fn candidates(&self) -> Vec<PersonId> {
        match self {
            Self::EmailTaken { by, .. } => vec![*by],
            Self::EmailShared { people, .. } => people.clone(),
            _ => Vec::new(),
        }
    }
}
