//! Raising a case on one screen (`R1`–`R8`, `R12`, `R13`).

use casework::text::Lang;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Choice, DraftLine, DraftShown, FieldProblem, FileProblem, Page};

/// Stands on pages among the answers to who writes to the residents: nobody does (R12).
pub const CONFIDENTIAL: &str = "confidential";

/// `GET /raise`, and `POST /raise` when something is to be corrected or a person row is added.
///
/// The form posts the fields of [`RaiseValues`] under their names, people as `people.0.name` …, and `client_id`.
/// The button pressed comes as `do`: `raise` (or absent), `enter` (the Enter key in a line), `add-person`, `remove-person-<n>` counted
/// from 0, `add-files`, `remove-file-<id>`, `use-place` or `no-place`; all but the first draw the page again without checking anything.
/// The form is multipart: `client_id` and `draft` come before any `file`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Raise {
    /// Sent back with the form, so that a second click raises nothing twice.
    pub client_id: String,
    pub values: RaiseValues,
    /// Works on streets near the place that was set, the nearest first (R14).
    #[serde(default)]
    pub near: Vec<NearWork>,
    #[serde(default)]
    pub problems: Vec<FieldProblem>,
    #[serde(default)]
    pub notice: Option<RaiseNotice>,
    /// What Wardbook is not for, and where to go instead (`R4`).
    pub gate: Vec<GatePoint>,
    pub categories: Vec<Category>,
    /// The person's wards (or all wards, for an assistant); a select appears when there are at least two.
    pub wards: Vec<Choice>,
    /// Whom this person may raise for; a select appears when not empty (`R13`).
    #[serde(default)]
    pub representatives: Vec<Choice>,
    /// Kinds and channels to offer, as the keys of `CaseKind` and `Channel`; worded by `kind-<key>`, `channel-<key>`.
    pub kinds: Vec<String>,
    pub channels: Vec<String>,
    /// At most this many people (`R8`); `values.people` holds one or more rows.
    pub people_max: usize,
    /// The person's drafts, while none is opened.
    #[serde(default)]
    pub drafts: Vec<DraftLine>,
    /// The draft that was opened; its id is in `values.draft` too.
    #[serde(default)]
    pub draft: Option<DraftShown>,
    pub files: RaiseFiles,
    /// Languages of the council; where there are two, each resident's is asked for.
    pub languages: Vec<Lang>,
}

/// Photos and files of the form (`R10`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RaiseFiles {
    /// Those that have arrived.
    pub held: Vec<HeldFile>,
    pub problems: Vec<FileProblem>,
    pub offer: Option<PlaceOffer>,
}

/// A file that waits with the form; `/drafts/{draft}/files/{id}` is the small picture of a photo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldFile {
    pub id: String,
    pub name: String,
    /// Such as `320 KB`.
    pub size: String,
    pub picture: bool,
    /// Nobody looked for viruses in it, because no scanner is set up.
    pub unscanned: bool,
}

/// Where a photo was taken, offered as the place of a case that has no point on the map (`R10`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceOffer {
    /// Name of the photo.
    pub photo: String,
    /// As `52.92195, -1.47630`.
    pub position: String,
    /// The ward around it, where there is one of the council's.
    pub ward: Option<String>,
    /// Id of the photo, on a case's page.
    #[serde(default)]
    pub file: String,
}

/// Why the page comes back with everything on it; worded by `raise-notice-<notice>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RaiseNotice {
    /// Enter was pressed in a line. A case cannot be taken back, so only its button raises it.
    Enter,
}

/// As typed; absent and empty are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RaiseValues {
    pub summary: String,
    pub details: String,
    /// The facts (`R12`).
    pub history: String,
    pub approached: String,
    pub wanted: String,
    /// `category/service` keys; empty while nothing is chosen.
    pub service: String,
    pub place_words: String,
    pub latitude: String,
    pub longitude: String,
    /// GSS code.
    pub ward: String,
    pub kind: String,
    pub channel: String,
    /// Separated by commas.
    pub tags: String,
    pub on_behalf_of: String,
    /// Id of the draft that is raised.
    pub draft: String,
    /// Number of the case of which this one was a part (`R25`).
    pub part_of: String,
    pub people: Vec<PersonRow>,
    /// A word of `Route`, `confidential`, or empty: through whoever raises it (`R12`).
    pub reply_route: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PersonRow {
    pub title: String,
    pub name: String,
    pub phone: String,
    pub email: String,
    pub address: String,
    /// A word of `PreferredContact`, or empty.
    pub preferred_contact: String,
    /// `yes`, `no` or empty: no answer yet.
    pub consent: String,
    /// A word of `Tell`, or empty: not (`R31`).
    pub tell: String,
    /// The code of one of the languages, or empty: the council's first.
    pub lang: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GatePoint {
    pub title: String,
    pub text: String,
    /// Where to go instead.
    pub instead: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub name: String,
    /// Values are `category/service`.
    pub services: Vec<Choice>,
}

impl Page for Raise {
    const TEMPLATE: &'static str = "raise";
}

/// A work near a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NearWork {
    pub street: String,
    pub description: String,
    /// A word of `casework::feeds::Traffic`, worded by `traffic-…`.
    pub traffic: String,
    pub starts: NaiveDate,
    pub ends: NaiveDate,
    /// It has begun.
    pub under_way: bool,
    /// How far away it is.
    pub metres: String,
}
