//! One case: where it stands, what this person may do now, and everything that happened.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    CaseFacts, CasePerson, Choice, Copies, Due, FieldProblem, Happening, LinkedCase, LinksForm, Outcome, OutcomeForm,
    OutsideLinks, Page, PlaceOffer, ProgressStep, ResidentVerdict, RoutedWhy, Telling, Tone,
};

/// `GET /cases/{reference}`, and its POSTs when something is to be corrected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CasePage {
    pub reference: String,
    pub summary: String,
    #[serde(default)]
    pub banner: Option<Banner>,
    pub status: CaseStatus,
    pub stage: StageNow,
    /// Who holds the case now, by name; absent when closed.
    #[serde(default)]
    pub with: Option<String>,
    /// Of those who raised it or for whom it was raised: who is away, and who stands in.
    #[serde(default)]
    pub away: Vec<AwayLine>,
    #[serde(default)]
    pub due: Option<Due>,
    /// Where the case came from and is going, for the progress line.
    pub progress: Vec<ProgressStep>,
    /// Every form of this page sends these along.
    pub client_id: String,
    pub version: i64,
    /// In the workflow's order; the first is drawn as the primary one.
    pub actions: Vec<ActionForm>,
    /// What waits for something else first.
    #[serde(default)]
    pub held_back: Vec<HeldBack>,
    /// Teams a case may be assigned to (empty unless `assign` is among the actions).
    #[serde(default)]
    pub teams: Vec<Choice>,
    #[serde(default)]
    pub outcome: Outcome,
    pub facts: CaseFacts,
    #[serde(default)]
    pub routed: Option<RoutedWhy>,
    pub people: Vec<CasePerson>,
    #[serde(default)]
    pub outside: OutsideLinks,
    #[serde(default)]
    pub copies: Copies,
    /// What the resident says of the outcome, where one said something.
    #[serde(default)]
    pub verdict: Option<ResidentVerdict>,
    pub telling: Telling,
    /// Shared with the ward's councillors, because every resident named agreed, or nobody is named (`R34`).
    pub shared_with_ward: bool,
    pub note: NoteForm,
    /// Cases that belong to it, the oldest connection first.
    #[serde(default)]
    pub links: Vec<LinkedCase>,
    #[serde(default)]
    pub links_form: LinksForm,
    /// Where cases follow this one and the reader may send them its outcome.
    #[serde(default)]
    pub outcome_form: Option<OutcomeForm>,
    /// The newest first.
    pub files: Vec<FileLine>,
    #[serde(default)]
    pub files_form: FilesForm,
    /// Posts `file`, and `do=use` or `no`, to `/cases/{reference}/place` (`R10`).
    #[serde(default)]
    pub offer: Option<PlaceOffer>,
    /// Latest first.
    pub timeline: Vec<Happening>,
    /// How many happened before those; `?history=whole` tells them, too.
    #[serde(default)]
    pub before: usize,
    /// Only progress updates are told: `?history=progress`.
    #[serde(default)]
    pub progress_only: bool,
    /// What the reader is to answer.
    #[serde(default)]
    pub asked: Option<Happening>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseStatus {
    Open,
    Closed,
}

/// What just happened, shown once on the page after a POST.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", deny_unknown_fields)]
pub enum Banner {
    /// The case was raised just now; where it went and why is told from `with`, `routed` and `due` of the page.
    Raised,
    NoteAdded,
    NoteChanged,
    FileAdded,
    /// The place of a photo is the place of the case now.
    PlaceAdded,
    /// A letter to a resident waits to be printed.
    LetterWritten,
    Connected,
    TakenApart,
    OutcomeSent,
    LinkTakenBack,
    /// A mail to a resident waits to be sent.
    MailWritten,
    TellingChanged,
    /// An action was done: the verb, worded by `done-<verb>`.
    Done {
        verb: String,
    },
    /// The same form had been sent before; nothing was done twice.
    AlreadyDone,
    /// The action was refused: `Refusal::code()`, worded by `refused-<reason>`.
    Refused {
        reason: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageNow {
    pub name: String,
    /// What this stage means, in the council's words.
    pub explain: String,
    pub tone: Tone,
    /// It is this person's turn.
    pub mine: bool,
}

/// A form that posts to `/cases/{reference}/actions/{verb}` the fields of [`TypedAction`] that the verb needs, plus
/// `client_id` and `version`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionForm {
    /// `Verb` in kebab-case; decides the fields: none for `acknowledge`, a team and a reason for `assign`, an
    /// optional comment for `confirm-resolved`, a required text for the others.
    pub verb: String,
    /// The council's words.
    pub label: String,
    #[serde(default)]
    pub hint: Option<String>,
    /// It closes the case.
    #[serde(default)]
    pub ends: bool,
    /// What was sent and refused: opens the form with its values.
    #[serde(default)]
    pub typed: Option<TypedAction>,
}

/// An action that cannot be taken yet, and why, worded by `held-<guard>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldBack {
    pub label: String,
    /// A word of `casework::stages::Guard`.
    pub guard: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TypedAction {
    pub text: String,
    /// A value of `teams`.
    pub group: String,
    /// The day, for `promise-work` and `refer`, as typed.
    pub by: String,
    /// The work order, for `promise-work`.
    pub order: String,
    /// Who is asked and what they call it, for `refer`.
    pub body: String,
    pub reference: String,
    /// Fields are named as above.
    pub problems: Vec<FieldProblem>,
}

/// Posts `text` and `audience`, the button pressed (plus `client_id`, `version`), to `/cases/{reference}/notes` (`R21`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NoteForm {
    pub text: String,
    /// The field is `text`.
    pub problems: Vec<FieldProblem>,
    /// The reader may write for the team alone, and chooses by the button for whom the note is.
    pub for_team: bool,
}

/// `GET /cases/{reference}/notes/{id}`; posts `text` to the same address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotePage {
    pub reference: String,
    pub id: String,
    pub text: String,
    /// The field is `text`.
    #[serde(default)]
    pub problems: Vec<FieldProblem>,
}

impl Page for NotePage {
    const TEMPLATE: &'static str = "note";
}

/// A file of the case; `/cases/{reference}/files/{id}` downloads it, with `?size=small` as a small picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileLine {
    pub id: String,
    pub name: String,
    /// Such as `320 KB`.
    pub size: String,
    pub picture: bool,
    pub added_by: String,
    pub at: DateTime<Utc>,
    /// For those alone who work on the case.
    pub team_only: bool,
    /// Nobody looked for viruses in it, because no scanner is set up.
    pub unscanned: bool,
}

/// Posts `file`s, and `audience` before them, to `/cases/{reference}/files` (`R10`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FilesForm {
    /// Names of those that were kept although others were refused.
    pub kept: Vec<String>,
    pub problems: Vec<FileProblem>,
    /// The reader may add files for the team alone.
    pub for_team: bool,
}

/// A file that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileProblem {
    /// Empty where it is about no file in particular.
    pub name: String,
    /// Worded by `file-<reason>`.
    pub reason: String,
}

/// Somebody who is away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AwayLine {
    pub name: String,
    /// The last day away.
    pub until: NaiveDate,
    pub deputy: String,
}

impl Page for CasePage {
    const TEMPLATE: &'static str = "case";
}
