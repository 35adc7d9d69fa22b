//! Who acts: a person as one request sees them.
//!
//! A role says what kind of person somebody is; wards and groups say what is theirs. To add a role, add a variant and
//! let the exhaustive matches (here and in the program) show what must be decided about it.

use std::{collections::BTreeSet, fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{GroupId, PersonId, WardId};

/// What kind of person somebody is in a council.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// An elected member of the council.
    Councillor,
    /// An MP, MSP or other elected person whose enquiries the council answers (R13).
    OtherRepresentative,
    /// Raises cases on behalf of a councillor or representative.
    Assistant,
    /// Reads what no team could be found for, and sends it on.
    TriageOfficer,
    /// Works on cases in a team.
    TeamMember,
    /// Watches deadlines across teams.
    HeadOfService,
    /// Sets the council up: stages, teams, people.
    TenantAdmin,
}

impl Role {
    pub const ALL: [Self; 7] = [
        Self::Councillor,
        Self::OtherRepresentative,
        Self::Assistant,
        Self::TriageOfficer,
        Self::TeamMember,
        Self::HeadOfService,
        Self::TenantAdmin,
    ];

    /// The name used in files and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Councillor => "councillor",
            Self::OtherRepresentative => "other-representative",
            Self::Assistant => "assistant",
            Self::TriageOfficer => "triage-officer",
            Self::TeamMember => "team-member",
            Self::HeadOfService => "head-of-service",
            Self::TenantAdmin => "tenant-admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no role is called `{0}`")]
pub struct UnknownRole(pub String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(name: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|role| role.as_str() == name).ok_or_else(|| UnknownRole(name.to_owned()))
    }
}

/// The person behind a request, with everything that a rule may ask about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub person: PersonId,
    pub name: String,
    pub roles: BTreeSet<Role>,
    pub wards: Vec<WardId>,
    pub groups: Vec<GroupId>,
}

impl Actor {
    /// Everything a case can be shared with that is this person: themselves, their groups and their wards.
    /// The database compares these with [`crate::consent::visible_to`].
    pub fn subjects(&self) -> Vec<Uuid> {
        std::iter::once(self.person.as_uuid())
            .chain(self.groups.iter().map(GroupId::as_uuid))
            .chain(self.wards.iter().map(WardId::as_uuid))
            .collect()
    }

    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether this person may raise a case at all (R13).
    pub fn may_raise(&self) -> bool {
        self.may_raise_as_self() || self.may_raise_for_others()
    }

    /// Whether this person may raise a case in their own name.
    pub fn may_raise_as_self(&self) -> bool {
        self.is(Role::Councillor) || self.is(Role::OtherRepresentative)
    }

    /// Whether this person works on cases for the council, and so reads what is meant for teams alone (R21). Elected members do
    /// not, whatever groups they may sit in.
    pub fn is_officer(&self) -> bool {
        !self.groups.is_empty() && !self.may_raise_as_self()
    }

    /// Whether this person sorts the council's incoming mail: what no rule could place is read by them alone (R15). They look after
    /// what the program could not send, too.
    pub fn may_sort_mail(&self) -> bool {
        self.is(Role::TriageOfficer) || self.is(Role::TenantAdmin)
    }

    /// Whether this person watches over the deadlines of every team (R28).
    pub fn watches_deadlines(&self) -> bool {
        self.is(Role::HeadOfService)
    }

    /// Whether this person sets the council up: its stages, its plugins.
    pub fn is_admin(&self) -> bool {
        self.is(Role::TenantAdmin)
    }

    /// Whether this person may raise a case on behalf of a councillor or representative (R13).
    pub fn may_raise_for_others(&self) -> bool {
        self.is(Role::Assistant)
    }
}
