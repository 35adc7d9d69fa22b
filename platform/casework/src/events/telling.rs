//! Who is told of what happened, so that nobody must look for it.

use serde::{Deserialize, Serialize};

use super::{ClosedHow, EventBody};
use crate::copies::Ended;
use crate::ids::PersonId;
use crate::links::Relation;
use crate::residents::What;

/// Somebody who is told, as seen from the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Told {
    /// Whoever the case waits for now.
    Holder,
    /// Whoever raised it, and for whom it was raised.
    Raiser,
    /// The team that works on it or worked on it last.
    Team,
    /// Triage, and the groups that keep an eye on every deadline (R28).
    Overseers,
}

impl Told {
    pub const ALL: [Self; 4] = [Self::Holder, Self::Raiser, Self::Team, Self::Overseers];

    /// The name used in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Holder => "holder",
            Self::Raiser => "raiser",
            Self::Team => "team",
            Self::Overseers => "overseers",
        }
    }
}

impl EventBody {
    /// Who is told of this. Whoever did it is never told, whatever they are to the case.
    ///
    /// A transition's later events follow from its first, which tells it; a case that closes by itself has no other.
    pub fn tells(&self) -> &[Told] {
        match self {
            Self::Raised { .. }
            | Self::Assigned { .. }
            | Self::InformationRequested { .. }
            | Self::InformationProvided { .. }
            | Self::Resolved { .. }
            | Self::WorkDone { .. }
            | Self::SentBack { .. }
            | Self::Reopened { .. }
            | Self::ResolutionConfirmed { .. }
            | Self::Reminded { .. } => &[Told::Holder],
            Self::Acknowledged => &[Told::Raiser],
            Self::ProgressRecorded { .. }
            | Self::WorkPromised { .. }
            | Self::Referred { .. }
            | Self::ReplyRecorded { .. }
            | Self::NoteAdded { .. }
            | Self::FileAdded { .. }
            | Self::LetterWritten { .. }
            | Self::ResidentSaid { .. }
            | Self::ResidentSolved { .. }
            | Self::ResidentNotSolved { .. }
            | Self::OutsiderAsked { .. }
            | Self::OutsiderAnswered { .. } => &[Told::Raiser, Told::Holder],
            // A copy for whoever raised it (R12), and the news that somebody must look at an address.
            Self::ResidentWritten { .. } | Self::ResidentNotReached { .. } | Self::ResidentNotSent { .. } => {
                &[Told::Raiser]
            }
            Self::CopyEnded { how: Ended::Refused | Ended::Unsubscribed, .. } => &[Told::Raiser],
            Self::TeamNoteAdded { .. } | Self::TeamFileAdded { .. } => &[Told::Team],
            Self::Withdrawn { .. }
            | Self::CaseLinked { relation: Relation::MergedInto, .. }
            | Self::CaseUnlinked { relation: Relation::MergedInto, .. } => &[Told::Raiser, Told::Team],
            Self::CaseLinked { relation: Relation::Absorbed | Relation::SplitInto | Relation::PartOf, .. } => {
                &[Told::Holder]
            }
            Self::OutcomeShared { .. } => &[Told::Raiser, Told::Holder],
            // Whoever has it now, and those who work on it: they know whom to ask.
            Self::HandedOver { .. } => &[Told::Raiser, Told::Holder],
            Self::OfficerLeft { .. } => &[Told::Holder],
            Self::Breached { .. } | Self::MemberLeft { .. } => &[Told::Holder, Told::Overseers],
            // Both sides, and whoever keeps an eye on promises.
            Self::PromiseMissed { .. } => &[Told::Raiser, Told::Holder, Told::Overseers],
            Self::ReplyMissed { .. } => &[Told::Raiser, Told::Holder],
            Self::StageTold { who, .. } => who,
            Self::Closed { how: ClosedHow::NoReply } => &[Told::Raiser, Told::Team],
            Self::Routed { .. }
            | Self::DeadlineSet { .. }
            | Self::CaseLinked { .. }
            | Self::CaseUnlinked { .. }
            | Self::OutcomeSent { .. }
            | Self::ClockPaused { .. }
            | Self::ClockResumed { .. }
            | Self::StagesChanged { .. }
            | Self::StageEntered { .. }
            | Self::NoteChanged { .. }
            | Self::TeamNoteChanged { .. }
            | Self::StageAssigned { .. }
            | Self::Closed { .. }
            | Self::CopyAdded { .. }
            | Self::CopyEnded { .. }
            | Self::CopiesWritten { .. }
            | Self::ResidentLinkMade { .. }
            | Self::LinkTakenBack { .. }
            | Self::PlaceAdded
            | Self::TellingChanged { .. } => &[],
        }
    }

    /// Who is told because somebody named them in it (R21).
    pub fn mentions(&self) -> &[PersonId] {
        match self {
            Self::NoteAdded { mentioned, .. }
            | Self::TeamNoteAdded { mentioned, .. }
            | Self::NoteChanged { mentioned, .. }
            | Self::TeamNoteChanged { mentioned, .. } => mentioned,
            _ => &[],
        }
    }

    /// People of the council whom its words name, besides whoever did it.
    pub fn people(&self) -> Vec<PersonId> {
        match self {
            Self::HandedOver { from, to, .. } => vec![*from, *to],
            Self::MemberLeft { member: left } | Self::OfficerLeft { officer: left } => vec![*left],
            _ => Vec::new(),
        }
    }

    /// Whether this is news for the other councillors of the ward, where the case is shared with them (R34).
    #[must_use]
    pub const fn tells_ward(&self) -> bool {
        matches!(self, Self::Raised { .. })
    }

    /// What the residents are told of this by itself, where they are told at all (R31).
    #[must_use]
    pub const fn tells_residents(&self) -> Option<What> {
        match self {
            Self::Raised { .. } => Some(What::Acknowledgement),
            // What was merged hears of the outcome when the other case has one.
            Self::Closed { how: ClosedHow::Merged } => None,
            Self::Closed { .. } | Self::OutcomeShared { .. } => Some(What::Outcome),
            _ => None,
        }
    }

    /// What other programs are told of this (R61).
    #[must_use]
    pub const fn tells_programs(&self) -> Option<&'static str> {
        match self {
            Self::Raised { .. } => Some("case.raised"),
            // A case begins at a stage, and that is no news.
            Self::StageEntered { from: Some(_), .. } => Some("case.stage-changed"),
            Self::Closed { .. } => Some("case.closed"),
            _ => None,
        }
    }

    /// What those outside are told of this who get copies, where there are any (R11).
    #[must_use]
    pub const fn tells_copies(&self) -> Option<What> {
        match self {
            // A case begins at a stage, and that is no news.
            Self::StageEntered { from: Some(_), .. } => Some(What::Progress),
            Self::CopyAdded { .. } => Some(What::Acknowledgement),
            _ => match self.tells_residents() {
                Some(What::Outcome) => Some(What::Outcome),
                _ => None,
            },
        }
    }
}
