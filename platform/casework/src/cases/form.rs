//! The shapes of a raise: as typed, and as checked.

use serde::{Deserialize, Serialize};

use super::{CaseKind, Channel, choices};
use crate::ids::{PersonId, WardId};
use crate::residents::{Route, Tell};
use crate::text::Lang;

/// A case as somebody typed it, before any check. Empty text and a missing field mean the same.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RaiseForm {
    /// "What is the problem?": the one thing that must be said.
    pub summary: String,
    pub details: String,
    pub facts: Facts,
    /// A category's key; none means "other".
    pub category: Option<String>,
    /// A service's key within the category; none means "other".
    pub service: Option<String>,
    pub place_words: String,
    pub latitude: Option<String>,
    pub longitude: Option<String>,
    /// A ward's GSS code.
    pub ward: Option<String>,
    pub kind: Option<String>,
    pub channel: Option<String>,
    pub tags: Vec<String>,
    /// The id of the councillor or representative, when an assistant raises it (R13).
    pub on_behalf_of: Option<String>,
    pub people: Vec<PersonForm>,
    /// A word of [`Route`]: who writes to the residents; none means through whoever raised it (R12).
    pub reply_route: Option<String>,
    /// No copy of anything goes to residents (R12).
    pub confidential: bool,
}

/// What else helps whoever deals with a case (R12). Each may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Since when there is the problem, and what happened so far.
    pub history: String,
    /// Who was asked already, and what they said.
    pub approached: String,
    /// What the resident wants.
    pub wanted: String,
}

/// A resident as somebody typed them. A row with nothing in it is no resident.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    pub title: String,
    pub name: String,
    pub phone: String,
    pub email: String,
    pub address: String,
    pub preferred_contact: Option<String>,
    /// Whether they agreed that their details are shared. Must be answered, either way.
    pub consent: Option<bool>,
    /// A word of [`Tell`]: how to tell them what becomes of it; none means not at all (R31).
    pub tell: Option<String>,
    /// The language to write to them in; none means the council's first.
    pub lang: Option<String>,
}

/// A case that may be raised.
#[derive(Debug, Clone, PartialEq)]
pub struct NewCase {
    pub summary: String,
    pub details: String,
    pub facts: Facts,
    pub category: String,
    pub service: String,
    pub place: Place,
    pub ward: Option<NewWard>,
    pub kind: CaseKind,
    pub channel: Option<Channel>,
    pub tags: Vec<String>,
    /// Whether this person exists and may be raised for is for the program to look up.
    pub on_behalf_of: Option<PersonId>,
    pub people: Vec<NewPerson>,
    pub reply_route: Route,
    pub confidential: bool,
}

/// How the ward of a new case is known. `None` in its place: it is not, and a person will say later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewWard {
    /// Chosen, or found from the point on the map.
    Gss(String),
    /// The raiser's only ward.
    Id(WardId),
}

/// Where it is: in words, as a point, both or neither.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Place {
    pub words: String,
    /// Degrees north, WGS 84.
    pub latitude: Option<f64>,
    /// Degrees east, WGS 84.
    pub longitude: Option<f64>,
}

impl Place {
    /// The point, when both halves of it are known.
    pub fn point(&self) -> Option<(f64, f64)> {
        self.latitude.zip(self.longitude)
    }
}

/// A resident named in a new case (R8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    pub title: Option<String>,
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    pub preferred_contact: Option<PreferredContact>,
    pub consent: bool,
    pub tell: Tell,
    pub lang: Lang,
}

choices! {
    /// How a resident would like to hear back (R8).
    PreferredContact {
        Phone = "phone",
        Email = "email",
        Letter = "letter",
    }
}

/// One mistake in one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's path, such as `summary` or `people.0.email`.
    pub field: String,
    pub reason: FieldReason,
}

/// What is wrong with a field. The program has a sentence for each, in each language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum FieldReason {
    /// Something must be said here.
    Missing,
    TooLong {
        max: usize,
    },
    TooMany {
        max: usize,
    },
    /// Not one of the choices that are offered.
    NotAChoice,
    /// The choice is no longer offered.
    Retired,
    /// A service was chosen, but no category.
    NeedsCategory,
    /// Not an email address.
    NotAnEmail,
    /// Not a telephone number.
    NotAPhone,
    /// Not a number, or not one on Earth.
    NotACoordinate,
    /// The other half of the point is missing.
    HalfAPoint,
    /// Whether they agreed to sharing must be answered.
    ConsentMissing,
    /// They are to be told this way, so this must be known (R31).
    NeededToTell,
    /// An assistant must say whose case it is (R13).
    ChooseWho,
    /// This person may not raise cases for others.
    NotForOthers,
    /// This person may not raise cases.
    MayNotRaise,
}

impl FieldReason {
    /// A short name for GraphQL and for the keys of sentences: the `reason` of its JSON.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooLong { .. } => "too-long",
            Self::TooMany { .. } => "too-many",
            Self::NotAChoice => "not-a-choice",
            Self::Retired => "retired",
            Self::NeedsCategory => "needs-category",
            Self::NotAnEmail => "not-an-email",
            Self::NotAPhone => "not-a-phone",
            Self::NotACoordinate => "not-a-coordinate",
            Self::HalfAPoint => "half-a-point",
            Self::ConsentMissing => "consent-missing",
            Self::NeededToTell => "needed-to-tell",
            Self::ChooseWho => "choose-who",
            Self::NotForOthers => "not-for-others",
            Self::MayNotRaise => "may-not-raise",
        }
    }
}
