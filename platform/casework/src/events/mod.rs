//! What happened to a case.
//!
//! A case's history is a list of events that only grows; timeline, statistics, audit and deadlines are read from it. Each
//! event carries the hash of the one before (see [`hash_event`]), so that a change to the past shows (R41).
//!
//! To add an event: a variant of [`EventBody`]. New fields of a stored event must be optional and left out when empty,
//! or old hashes no longer match.

mod chain;
mod drafts;
mod telling;
mod verdict;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use chain::{ChainBreak, GENESIS, hash_event, verify_chain};
pub use drafts::{standing_answer, without_drafts};
pub use telling::Told;
pub use verdict::{Opinion, Rating, Verdict, verdict};

use crate::{
    cases::{CaseKind, Channel},
    copies::Ended,
    ids::{CaseId, ConstituentId, CopyId, FileId, GroupId, NoteId, PersonId},
    links::Relation,
    residents::{Route, Tell, Way, What},
    stages::{DueKind, StageKey, TargetKind},
    text::{Lang, Text},
};

/// One thing that happened, with what must be known to tell it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum EventBody {
    Raised {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<Channel>,
        // `kind` is taken by the tag.
        #[serde(rename = "case_kind")]
        kind: CaseKind,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on_behalf_of: Option<PersonId>,
    },
    /// Which team the routing plugin chose and why; `group` is empty when the case went to triage (R18).
    Routed {
        group: Option<GroupId>,
        reason: String,
        plugin: String,
        plugin_version: String,
        failed: bool,
    },
    /// A deadline with the policy that set it (R30).
    DeadlineSet {
        due: NaiveDate,
        target: DueKind,
        policy: String,
        policy_version: String,
        explanation: String,
    },
    Acknowledged,
    Assigned {
        from: Option<GroupId>,
        to: GroupId,
        reason: Option<String>,
    },
    InformationRequested {
        question: String,
    },
    InformationProvided {
        answer: String,
    },
    ProgressRecorded {
        text: String,
    },
    NoteAdded {
        note: NoteId,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentioned: Vec<PersonId>,
    },
    /// A note says something else now; `mentioned` are those who were not mentioned before (R21).
    NoteChanged {
        note: NoteId,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentioned: Vec<PersonId>,
    },
    /// A letter to a resident was written, to be printed and posted (R32).
    LetterWritten {
        to: ConstituentId,
        text: String,
    },
    /// A message to a resident was written: an email, or a letter to be printed and posted (R31).
    ResidentWritten {
        to: ConstituentId,
        way: Way,
        what: What,
        lang: Lang,
        subject: String,
        text: String,
    },
    /// A message to a resident came back, so they do not know; `written` is the number of its event (R31).
    ResidentNotReached {
        to: ConstituentId,
        written: i32,
    },
    /// A message to a resident was not sent, because email was not set up in time; `written` as above.
    ResidentNotSent {
        to: ConstituentId,
        written: i32,
    },
    /// How the residents are told was changed (R12).
    TellingChanged {
        reply_route: Route,
        confidential: bool,
        people: Vec<ToldHow>,
    },
    FileAdded {
        file: FileId,
    },
    /// A file for those alone who work on the case.
    TeamFileAdded {
        file: FileId,
    },
    /// A case without a point on the map got the place at which a photo of it was taken (R10). Which photo, and where, is not told: it may
    /// be one for the team alone, and events are never forgotten.
    PlaceAdded,
    /// A note for those alone who work on the case (R21). The database keeps it from everybody else.
    TeamNoteAdded {
        note: NoteId,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentioned: Vec<PersonId>,
    },
    /// The same of a note for the team.
    TeamNoteChanged {
        note: NoteId,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentioned: Vec<PersonId>,
    },
    Resolved {
        answer: String,
    },
    SentBack {
        reason: String,
    },
    ResolutionConfirmed {
        comment: Option<String>,
    },
    /// Work is promised by a day; `order` is the number of the work order (R23).
    WorkPromised {
        by: NaiveDate,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        order: Option<String>,
        text: String,
    },
    /// The promised work is done, says whoever did it. That it solved the matter is for others to say.
    WorkDone {
        text: String,
    },
    /// The day came, and the work was not said to be done (R23).
    PromiseMissed {
        by: NaiveDate,
    },
    /// Another body was asked, which calls it `reference` and should reply by a day (R24).
    Referred {
        body: String,
        by: NaiveDate,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        text: String,
    },
    /// What the other body said.
    ReplyRecorded {
        text: String,
    },
    /// The other body has said nothing by the day.
    ReplyMissed {
        by: NaiveDate,
    },
    /// The council's deadline stands still, with this many working days left; negative when it was overdue (R28).
    ClockPaused {
        target: TargetKind,
        days_left: i32,
    },
    /// It runs on with what was left (R28).
    ClockResumed {
        target: TargetKind,
        days_left: i32,
    },
    /// The case was connected with another one (R25).
    CaseLinked {
        case: CaseId,
        relation: Relation,
    },
    CaseUnlinked {
        case: CaseId,
        relation: Relation,
    },
    /// The outcome of the case that this one follows.
    OutcomeShared {
        case: CaseId,
        text: String,
    },
    /// The outcome was sent to the cases that follow this one; so many.
    OutcomeSent {
        text: String,
        cases: u32,
    },
    /// An address outside gets copies from now on, with the answer where everybody named agreed (R11, R35).
    CopyAdded {
        to: CopyId,
        name: String,
        agreed: bool,
    },
    /// It gets no more. Nobody who signs in did it where it was asked for there, or a mail came back.
    CopyEnded {
        to: CopyId,
        name: String,
        how: Ended,
    },
    /// Copies were written: what they say, and to whom (R11).
    CopiesWritten {
        what: What,
        to: Vec<CopyId>,
        lang: Lang,
        subject: String,
        text: String,
    },
    /// A resident was given a link to a page of their own about the case (R33).
    ResidentLinkMade {
        resident: ConstituentId,
    },
    /// What a resident wrote on that page. Nobody who signs in did it, so the event names no actor.
    ResidentSaid {
        resident: ConstituentId,
        text: String,
    },
    /// A resident says that it is solved (R23).
    ResidentSolved {
        resident: ConstituentId,
        #[serde(flatten)]
        opinion: Opinion,
    },
    /// A resident says that it is not solved, whatever the case says: closed is not the same as solved (R23).
    ResidentNotSolved {
        resident: ConstituentId,
        #[serde(flatten)]
        opinion: Opinion,
    },
    /// Another party, such as a housing association, was asked something (R20).
    OutsiderAsked {
        name: String,
        question: String,
    },
    /// The other party answered, by the link that was made for it. No actor, as above.
    OutsiderAnswered {
        name: String,
        answer: String,
    },
    /// Somebody outside can no longer open the link that they were given (R36); one of the two is told.
    LinkTakenBack {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        resident: Option<ConstituentId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// Ended by whoever raised it, though it waited for somebody else.
    Withdrawn {
        reason: String,
    },
    /// Opened again after it was closed (R23).
    Reopened {
        reason: String,
    },
    /// Whoever holds the case was reminded of a deadline, before or after it passed (R27).
    Reminded {
        target: DueKind,
        due: NaiveDate,
    },
    /// The deadline passed without what was due (R28).
    Breached {
        target: DueKind,
        due: NaiveDate,
    },
    /// Whoever's case it was has left, and it is somebody else's now (R42, R60). `agreed`: everybody named in it was asked and agreed,
    /// because not all of them had agreed before that others of the ward see it.
    HandedOver {
        from: PersonId,
        to: PersonId,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        agreed: bool,
    },
    /// Whoever's case it is has left, and nobody has taken it over yet (R60).
    MemberLeft {
        member: PersonId,
    },
    /// Somebody of the team who had it in hand has left the team; the team has it (R60).
    OfficerLeft {
        officer: PersonId,
    },
    /// The case goes on by another version of the council's stages (R17).
    StagesChanged {
        from: i32,
        to: i32,
    },
    /// `from` is empty for a new case.
    StageEntered {
        stage: StageKey,
        from: Option<StageKey>,
    },
    Closed {
        how: ClosedHow,
    },
    /// The stage gave the case to a group by itself (R17).
    StageAssigned {
        from: Option<GroupId>,
        to: GroupId,
    },
    /// People were told because the case came to this stage, or left it, in the council's words (R17).
    StageTold {
        stage: StageKey,
        who: Vec<Told>,
        text: Text,
    },
}

impl EventBody {
    /// The event's name as it is stored: the `kind` of its JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Raised { .. } => "raised",
            Self::Routed { .. } => "routed",
            Self::DeadlineSet { .. } => "deadline-set",
            Self::Acknowledged => "acknowledged",
            Self::Assigned { .. } => "assigned",
            Self::InformationRequested { .. } => "information-requested",
            Self::InformationProvided { .. } => "information-provided",
            Self::ProgressRecorded { .. } => "progress-recorded",
            Self::NoteAdded { .. } => "note-added",
            Self::NoteChanged { .. } => "note-changed",
            Self::TeamNoteChanged { .. } => "team-note-changed",
            Self::LetterWritten { .. } => "letter-written",
            Self::ResidentWritten { .. } => "resident-written",
            Self::ResidentNotReached { .. } => "resident-not-reached",
            Self::ResidentNotSent { .. } => "resident-not-sent",
            Self::TellingChanged { .. } => "telling-changed",
            Self::FileAdded { .. } => "file-added",
            Self::TeamFileAdded { .. } => "team-file-added",
            Self::PlaceAdded => "place-added",
            Self::TeamNoteAdded { .. } => "team-note-added",
            Self::Resolved { .. } => "resolved",
            Self::SentBack { .. } => "sent-back",
            Self::ResolutionConfirmed { .. } => "resolution-confirmed",
            Self::WorkPromised { .. } => "work-promised",
            Self::WorkDone { .. } => "work-done",
            Self::PromiseMissed { .. } => "promise-missed",
            Self::Referred { .. } => "referred",
            Self::ReplyRecorded { .. } => "reply-recorded",
            Self::ReplyMissed { .. } => "reply-missed",
            Self::ClockPaused { .. } => "clock-paused",
            Self::ClockResumed { .. } => "clock-resumed",
            Self::CaseLinked { .. } => "case-linked",
            Self::CaseUnlinked { .. } => "case-unlinked",
            Self::OutcomeShared { .. } => "outcome-shared",
            Self::OutcomeSent { .. } => "outcome-sent",
            Self::CopyAdded { .. } => "copy-added",
            Self::CopyEnded { .. } => "copy-ended",
            Self::CopiesWritten { .. } => "copies-written",
            Self::ResidentLinkMade { .. } => "resident-link-made",
            Self::ResidentSaid { .. } => "resident-said",
            Self::ResidentSolved { .. } => "resident-solved",
            Self::ResidentNotSolved { .. } => "resident-not-solved",
            Self::OutsiderAsked { .. } => "outsider-asked",
            Self::OutsiderAnswered { .. } => "outsider-answered",
            Self::LinkTakenBack { .. } => "link-taken-back",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Reopened { .. } => "reopened",
            Self::Reminded { .. } => "reminded",
            Self::Breached { .. } => "breached",
            Self::HandedOver { .. } => "handed-over",
            Self::MemberLeft { .. } => "member-left",
            Self::OfficerLeft { .. } => "officer-left",
            Self::StagesChanged { .. } => "stages-changed",
            Self::StageEntered { .. } => "stage-entered",
            Self::Closed { .. } => "closed",
            Self::StageAssigned { .. } => "stage-assigned",
            Self::StageTold { .. } => "stage-told",
        }
    }
}

/// How one resident is told from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldHow {
    pub to: ConstituentId,
    pub tell: Tell,
}

/// How a case came to an end: closed is not the same as solved (R23).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClosedHow {
    /// The person who raised it says that it is solved.
    Confirmed,
    /// The person who raised it closed it themselves, without an answer to confirm.
    ByRaiser,
    /// The council answered and closed it.
    Answered,
    /// Another case is about the same, and this one follows it (R25).
    Merged,
    /// Whoever raised it was asked something and did not reply in time (R29).
    NoReply,
}

/// An event in its place in a case's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub case: CaseId,
    /// 1, 2, 3 … without gaps.
    pub seq: i32,
    pub at: DateTime<Utc>,
    /// Empty when the program itself did it.
    pub actor: Option<PersonId>,
    pub on_behalf_of: Option<PersonId>,
    pub body: EventBody,
}
