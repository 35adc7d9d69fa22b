//! What a council's files say, once they are known to be right.
//!
//! A manifest is stored as JSON with each version that was applied, and reads back as it was.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    calendar::{Nation, WorkingCalendar},
    channel::Carries,
    people::Role,
    sla::DefaultTargets,
    stages::Workflow,
    starters::{Limit, Way},
    text::{Lang, Text},
    wards::WardDef,
};

/// The category and the service that everything falls into which has no place of its own (R5). Each council has them.
pub const OTHER: &str = "other";

/// Everything that makes one council different from another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The council's name in addresses: lower-case letters, digits and dashes.
    pub slug: String,
    pub name: Text,
    pub gss: String,
    pub nation: Nation,
    pub languages: Vec<Lang>,
    /// The letters before the dash of a case's reference.
    pub reference_prefix: String,
    pub branding: Branding,
    pub contact: Contact,
    /// What stands on letters beside the council's name (R32).
    #[serde(default)]
    pub letterhead: Letterhead,
    /// How a feed of people becomes who may come in (R60).
    #[serde(default, skip_serializing_if = "StartersDef::is_standard")]
    pub starters: StartersDef,
    pub gate: Vec<GateItem>,
    /// How many residents one case may name (R8).
    pub people_max: u8,
    pub closures: Vec<NaiveDate>,
    pub representatives: Vec<BodyDef>,
    pub groups: Vec<GroupDef>,
    pub categories: Vec<CategoryDef>,
    pub wards: Vec<WardDef>,
    pub workflow: Workflow,
    pub targets: DefaultTargets,
    pub plugins: PluginChoices,
    pub people: Vec<PersonDef>,
}

/// How the council's pages look. Colours are `#` and six hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branding {
    pub colour: String,
    /// Readable on `colour` (R62).
    pub colour_text: String,
    pub accent: String,
    pub strapline: Text,
}

/// Where to get help with the system itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub email: String,
    pub phone: String,
}

/// Where answers by post go, and what else stands on letters. Empty where a council has said nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letterhead {
    /// Lines of the postal address, the last one with its postcode.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub address: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub web: String,
}

/// What the council says of starters, movers and leavers. Admins add to `units` in the pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartersDef {
    #[serde(default)]
    pub apply: Way,
    /// What an officer becomes; in a team that does triage, a team member is a triage officer.
    pub officers: Role,
    pub limit: Limit,
    /// What a directory that pushes says of councillors (`userType`); everybody else is staff.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members_when: Vec<String>,
    #[serde(default)]
    pub units: Vec<UnitDef>,
}

/// Which team a unit is, as the feed calls it from the department down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitDef {
    pub unit: Vec<String>,
    /// A group's key; none where nobody of the unit uses Wardbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

impl Default for StartersDef {
    fn default() -> Self {
        let (members_when, units) = (Vec::new(), Vec::new());
        Self { apply: Way::default(), officers: Role::TeamMember, limit: Limit::default(), members_when, units }
    }
}

impl StartersDef {
    fn is_standard(&self) -> bool {
        *self == Self::default()
    }
}

/// Something that does not belong here, and where it belongs instead (R4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateItem {
    pub key: String,
    pub title: Text,
    pub text: Text,
    pub instead: Text,
}

/// A body whose members' enquiries the council answers, such as Parliament (R13).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyDef {
    pub key: String,
    pub name: Text,
    /// What its members carry after their name, such as `MP`.
    pub title: String,
}

/// A team of officers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupDef {
    pub key: String,
    pub name: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Sees every case of the council.
    #[serde(default)]
    pub oversees: bool,
    /// Decides which team a case is for, and hears about missed deadlines (R28).
    #[serde(default)]
    pub triage: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryDef {
    pub key: String,
    pub name: Text,
    pub services: Vec<ServiceDef>,
    /// No longer offered; old cases keep it.
    #[serde(default)]
    pub retired: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceDef {
    pub key: String,
    pub name: Text,
    /// The service's number in the Local Government Services List.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lgsl: Option<u32>,
    /// Words that people use for it, for search.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    #[serde(default)]
    pub retired: bool,
}

/// Which plugin decides what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PluginChoices {
    pub routing: PluginChoice,
    pub sla: PluginChoice,
    /// Plugins that read from, or hand over to, other systems.
    #[serde(default)]
    pub integrations: Vec<Integration>,
}

/// A plugin that reads from, or hands over to, another system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Integration {
    /// Its kind, by the name that the contract gives it: `committee-calendar`.
    pub kind: String,
    pub choice: PluginChoice,
    /// The hosts that the council lets it reach.
    pub hosts: Vec<String>,
    /// What the council uses it for, where it is a channel.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carries: Vec<Carries>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PluginChoice {
    pub plugin: String,
    /// As the plugin itself defines them; it checks them when it is activated.
    pub settings: Value,
}

/// The kinds of decision that a council's plugins make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PluginKind {
    Routing,
    Sla,
}

impl PluginKind {
    /// The name of its table in `plugins.toml`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Routing => "routing",
            Self::Sla => "sla",
        }
    }
}

/// An invented person, for the demonstration and the tests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonDef {
    pub key: String,
    pub name: String,
    pub email: String,
    pub roles: Vec<Role>,
    /// GSS codes.
    #[serde(default)]
    pub wards: Vec<String>,
    /// Groups' keys.
    #[serde(default)]
    pub groups: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

impl Manifest {
    /// The days on which this council works.
    pub fn calendar(&self) -> WorkingCalendar {
        WorkingCalendar::new(self.nation, self.closures.iter().copied().collect())
    }

    pub fn group(&self, key: &str) -> Option<&GroupDef> {
        self.groups.iter().find(|group| group.key == key)
    }

    pub fn category(&self, key: &str) -> Option<&CategoryDef> {
        self.categories.iter().find(|category| category.key == key)
    }

    pub fn service(&self, category: &str, service: &str) -> Option<&ServiceDef> {
        self.category(category)?.service(service)
    }

    pub fn ward(&self, gss: &str) -> Option<&WardDef> {
        self.wards.iter().find(|ward| ward.gss == gss)
    }

    /// What plugins are told about the kind of person who raised a case: the key of the body of another
    /// representative, known by the title they carry, else `councillor`.
    pub fn raiser_kind(&self, is_other_representative: bool, title: Option<&str>) -> &str {
        let body = title
            .filter(|_| is_other_representative)
            .and_then(|title| self.representatives.iter().find(|body| body.title == title));
        body.map_or(Role::Councillor.as_str(), |body| body.key.as_str())
    }
}

impl CategoryDef {
    pub fn service(&self, key: &str) -> Option<&ServiceDef> {
        self.services.iter().find(|service| service.key == key)
    }
}
