//! The parts of the case page which are only read.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{FieldProblem, Tone};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseFacts {
    #[serde(default)]
    pub details: Option<String>,
    /// What happened so far, who was asked already, what the resident wants (`R12`).
    #[serde(default)]
    pub history: Option<String>,
    #[serde(default)]
    pub approached: Option<String>,
    #[serde(default)]
    pub wanted: Option<String>,
    pub category: String,
    #[serde(default)]
    pub service: Option<String>,
    #[serde(default)]
    pub ward: Option<String>,
    #[serde(default)]
    pub place: Option<Place>,
    /// Keys of `CaseKind` and `Channel`.
    #[serde(default)]
    pub kind: Option<String>,
    #[serde(default)]
    pub channel: Option<String>,
    #[serde(default)]
    pub tags: Vec<String>,
    pub raised_at: DateTime<Utc>,
    pub raised_by: String,
    #[serde(default)]
    pub on_behalf_of: Option<String>,
    #[serde(default)]
    pub closed_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    #[serde(default)]
    pub words: String,
    #[serde(default)]
    pub latitude: Option<f64>,
    #[serde(default)]
    pub longitude: Option<f64>,
}

/// Why the case went where it went first (`R18`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoutedWhy {
    /// The team's name; absent means Triage.
    #[serde(default)]
    pub team: Option<String>,
    pub reason: String,
    /// What people call it.
    pub plugin: String,
    pub plugin_version: String,
    /// The plugin failed, so that the case went to Triage.
    #[serde(default)]
    pub failed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CasePerson {
    /// With title, e.g. "Mrs Joan Reeve".
    pub name: String,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
    #[serde(default)]
    pub address: Option<String>,
    /// A word of `PreferredContact`.
    #[serde(default)]
    pub preferred_contact: Option<String>,
    /// Agreed that their details are shared (`R34`).
    pub consent: bool,
    /// A word of `Tell`: how they are told what becomes of it (`R31`).
    pub tell: String,
    /// In which language, where it is not the council's first: its code.
    #[serde(default)]
    pub lang: Option<String>,
    /// The last message to them came back.
    #[serde(default)]
    pub not_reached: bool,
    /// Id of the resident, where the reader may write to them.
    #[serde(default)]
    pub write_to: Option<String>,
}

/// How the residents of the case are told (`R12`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Telling {
    /// A word of `Route`.
    pub route: String,
    pub confidential: bool,
    /// The council tells somebody how the case ends: the forms of actions post `do=preview`.
    #[serde(default)]
    pub tells: bool,
    /// The reader may change it.
    #[serde(default)]
    pub may_change: bool,
}

/// A message to a resident (`R31`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Message {
    /// Name of the resident.
    pub to: String,
    /// A word of `Way`.
    pub way: String,
    /// A word of `What`.
    pub what: String,
    pub subject: String,
    /// What became of it: `waiting`, `sent`, `printed`, `refused`, `stopped` or `unsent`.
    pub state: String,
}

/// What came of a case (`R23`, `R24`): each a fact of its own, because closed is not solved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Outcome {
    /// The answer that counts now.
    pub answered: Option<Told>,
    /// The oldest first.
    pub promises: Vec<Agreed>,
    pub referrals: Vec<Agreed>,
    /// Somebody who should know says that it is solved.
    pub verified: Option<Told>,
    pub closed: bool,
}

/// Somebody said so, then. Without `by`, the platform did, or the resident where somebody verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    pub at: DateTime<Utc>,
    #[serde(default)]
    pub by: Option<String>,
}

/// Something that is to happen by a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreed {
    pub by: NaiveDate,
    /// Who was asked, where it is another body.
    #[serde(default)]
    pub body: Option<String>,
    /// The work order, or what the other body calls it.
    #[serde(default)]
    pub mark: Option<String>,
    pub state: AgreedState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is", content = "at")]
pub enum AgreedState {
    Waiting,
    Done(DateTime<Utc>),
    Missed,
}

/// A case that belongs to this one (`R25`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkedCase {
    /// Of the connection: `POST /cases/{reference}/links/{id}/end` ends it.
    pub id: String,
    /// A word of `Relation`: what the other case is to this one.
    pub relation: String,
    pub reference: String,
    pub summary: String,
    pub stage: String,
    pub tone: Tone,
    /// The reader may end the connection.
    pub may_end: bool,
}

/// Posts `other` and `relation` to `/cases/{reference}/links`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LinksForm {
    /// Words of `Relation` that the reader may choose; with one, there is nothing to choose.
    pub relations: Vec<String>,
    /// The reader may raise a part of the case as one of its own.
    pub may_split: bool,
    pub other: String,
    pub relation: String,
    /// The field is `other`.
    pub problems: Vec<FieldProblem>,
}

/// Posts `text` and `version` to `/cases/{reference}/outcome`, for all cases that follow this one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OutcomeForm {
    /// Cases that will learn of it and that the reader may see.
    pub followers: usize,
    pub text: String,
    /// Its author wants to change it.
    pub open: bool,
    /// The field is `text`.
    pub problems: Vec<FieldProblem>,
}

/// A step of the progress line: the stages visited, the current one, and the way to the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgressStep {
    pub name: String,
    pub state: StepState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepState {
    Done,
    Now,
    Ahead,
}

/// What a note said before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    pub at: DateTime<Utc>,
    pub text: String,
}

/// One entry of the timeline. `kind` is the tag of `EventBody` (`note-added`, `assigned` …); the other fields are
/// filled as that kind needs them and worded by `event-<kind>`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Happening {
    pub at: DateTime<Utc>,
    pub kind: String,
    /// Who did it; absent when the platform did.
    #[serde(default)]
    pub actor: Option<String>,
    #[serde(default)]
    pub on_behalf_of: Option<String>,
    /// A team's name: where it was routed or assigned to; absent means Triage. The other body, for `referred`.
    #[serde(default)]
    pub team: Option<String>,
    /// The stage's name, for `stage-entered`.
    #[serde(default)]
    pub stage: Option<String>,
    /// The date, for `deadline-set` and for whatever was agreed by a day.
    #[serde(default)]
    pub due: Option<NaiveDate>,
    /// Question, answer, progress, note or comment, as typed.
    #[serde(default)]
    pub text: Option<String>,
    /// How it was closed, for `closed`: a word of `ClosedHow`.
    #[serde(default)]
    pub how: Option<String>,
    /// Reason of a routing, an assignment or a sending back; explanation of a deadline.
    #[serde(default)]
    pub reason: Option<String>,
    /// Name and version of the policy that worked a deadline out (`R30`).
    #[serde(default)]
    pub policy: Option<String>,
    /// Number of the letter, for `letter-written` and `resident-written`: `/cases/{reference}/letters/{letter}`.
    #[serde(default)]
    pub letter: Option<i32>,
    /// A work order, or what another body calls the case.
    #[serde(default)]
    pub mark: Option<String>,
    /// Number of another case, where the reader may see it, and what it is to this one: a word of `Relation`.
    #[serde(default)]
    pub case: Option<String>,
    #[serde(default)]
    pub relation: Option<String>,
    /// Working days that are left of a deadline that stands still or runs on; cases that learned of an outcome.
    #[serde(default)]
    pub days: Option<i32>,
    /// Somebody without an account whom it is about: a resident, or another party.
    #[serde(default)]
    pub whom: Option<String>,
    /// Whose it was before, where it was handed over.
    #[serde(default)]
    pub from_whom: Option<String>,
    /// How a resident rates the handling, 1 to 5, worded by `rating-<number>`.
    #[serde(default)]
    pub rating: Option<u8>,
    /// Of a note: when its words were changed, what they were before, and where the reader may change them.
    #[serde(default)]
    pub changed_at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub earlier: Vec<Earlier>,
    #[serde(default)]
    pub change: Option<String>,
    /// Who was told, for `stage-told`: words of `casework::events::Told`.
    #[serde(default)]
    pub told: Vec<String>,
    /// The message to a resident, for `resident-written`; of `resident-not-reached`, only who it was to.
    #[serde(default)]
    pub message: Option<Message>,
    /// What followed from it at once: the stage entered, the deadline set, the end. These have nothing in `then`.
    #[serde(default)]
    pub then: Vec<Happening>,
}
