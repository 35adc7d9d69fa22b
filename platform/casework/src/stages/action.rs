//! What somebody does to a case, and why it can be refused.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Guard, StageKey, Verb};
use crate::ids::GroupId;
use crate::text;

/// Something that a person does to a case, with the words they give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verb", rename_all = "kebab-case")]
pub enum Action {
    Acknowledge,
    Assign {
        group: GroupId,
        reason: Option<String>,
    },
    RequestInformation {
        question: String,
    },
    ProvideInformation {
        answer: String,
    },
    RecordProgress {
        text: String,
    },
    Resolve {
        answer: String,
    },
    ConfirmResolved {
        comment: Option<String>,
    },
    SendBack {
        reason: String,
    },
    /// `order` is the number of the work order, where there is one.
    PromiseWork {
        by: NaiveDate,
        order: Option<String>,
        text: String,
    },
    WorkDone {
        text: String,
    },
    /// `body` is who was asked, `reference` what they call it, `by` when a reply is expected.
    Refer {
        body: String,
        by: NaiveDate,
        reference: Option<String>,
        text: String,
    },
    RecordReply {
        text: String,
    },
    Withdraw {
        reason: String,
    },
    Reopen {
        reason: String,
    },
}

impl Action {
    pub const fn verb(&self) -> Verb {
        match self {
            Self::Acknowledge => Verb::Acknowledge,
            Self::Assign { .. } => Verb::Assign,
            Self::RequestInformation { .. } => Verb::RequestInformation,
            Self::ProvideInformation { .. } => Verb::ProvideInformation,
            Self::RecordProgress { .. } => Verb::RecordProgress,
            Self::Resolve { .. } => Verb::Resolve,
            Self::ConfirmResolved { .. } => Verb::ConfirmResolved,
            Self::SendBack { .. } => Verb::SendBack,
            Self::PromiseWork { .. } => Verb::PromiseWork,
            Self::WorkDone { .. } => Verb::WorkDone,
            Self::Refer { .. } => Verb::Refer,
            Self::RecordReply { .. } => Verb::RecordReply,
            Self::Withdraw { .. } => Verb::Withdraw,
            Self::Reopen { .. } => Verb::Reopen,
        }
    }

    /// The name of the field that holds the words, and the words. `None` where there are none to give.
    fn words(&self) -> Option<(&'static str, &str)> {
        match self {
            Self::Acknowledge => None,
            Self::Assign { reason, .. } => reason.as_deref().map(|words| ("reason", words)),
            Self::RequestInformation { question } => Some(("question", question)),
            Self::ProvideInformation { answer } | Self::Resolve { answer } => Some(("answer", answer)),
            Self::RecordProgress { text }
            | Self::PromiseWork { text, .. }
            | Self::WorkDone { text }
            | Self::Refer { text, .. }
            | Self::RecordReply { text } => Some(("text", text)),
            Self::ConfirmResolved { comment } => comment.as_deref().map(|words| ("comment", words)),
            Self::SendBack { reason } | Self::Withdraw { reason } | Self::Reopen { reason } => Some(("reason", reason)),
        }
    }

    /// The action with its words as they may be stored.
    pub(super) fn cleaned(mut self) -> Self {
        let words = match &mut self {
            Self::Acknowledge => None,
            Self::Assign { reason: words, .. } | Self::ConfirmResolved { comment: words } => words.as_mut(),
            Self::RequestInformation { question: words }
            | Self::ProvideInformation { answer: words }
            | Self::RecordProgress { text: words }
            | Self::Resolve { answer: words }
            | Self::SendBack { reason: words }
            | Self::PromiseWork { text: words, .. }
            | Self::WorkDone { text: words }
            | Self::Refer { text: words, .. }
            | Self::RecordReply { text: words }
            | Self::Withdraw { reason: words }
            | Self::Reopen { reason: words } => Some(words),
        };
        if let Some(words) = words {
            *words = text::cleaned(words);
        }
        match &mut self {
            Self::PromiseWork { order: mark, .. } | Self::Refer { reference: mark, .. } => {
                *mark = mark.take().map(|mark| mark.trim().to_owned()).filter(|mark| !mark.is_empty());
            }
            _ => {}
        }
        if let Self::Refer { body, .. } = &mut self {
            *body = body.trim().to_owned();
        }
        self
    }

    /// The day that is agreed, if the action agrees one.
    pub(super) const fn day(&self) -> Option<NaiveDate> {
        match self {
            Self::PromiseWork { by, .. } | Self::Refer { by, .. } => Some(*by),
            _ => None,
        }
    }

    /// Refuses a day that has passed or is absurdly far, and what is said beside the words where it is missing or too long.
    pub(super) fn check_details(&self, today: NaiveDate) -> Result<(), Refusal> {
        if let Some(day) = self.day() {
            if day <= today {
                return Err(Refusal::DayNotAhead { field: "by" });
            }
            if today.checked_add_days(Refusal::FURTHEST).is_some_and(|furthest| day > furthest) {
                return Err(Refusal::DayTooFar { field: "by" });
            }
        }
        let (field, mark) = match self {
            Self::PromiseWork { order, .. } => ("order", order.as_deref()),
            Self::Refer { body, .. } if body.is_empty() => return Err(Refusal::TextMissing { field: "body" }),
            Self::Refer { body, .. } if body.chars().count() > Refusal::MAX_MARK => ("body", Some(body.as_str())),
            Self::Refer { reference, .. } => ("reference", reference.as_deref()),
            _ => return Ok(()),
        };
        match mark {
            Some(mark) if mark.chars().count() > Refusal::MAX_MARK => {
                Err(Refusal::TextTooLong { field, max: Refusal::MAX_MARK })
            }
            _ => Ok(()),
        }
    }

    /// Whether the action means nothing without words.
    const fn needs_words(&self) -> bool {
        match self {
            Self::Acknowledge | Self::Assign { .. } | Self::ConfirmResolved { .. } => false,
            Self::RequestInformation { .. }
            | Self::ProvideInformation { .. }
            | Self::RecordProgress { .. }
            | Self::Resolve { .. }
            | Self::SendBack { .. }
            | Self::PromiseWork { .. }
            | Self::WorkDone { .. }
            | Self::Refer { .. }
            | Self::RecordReply { .. }
            | Self::Withdraw { .. }
            | Self::Reopen { .. } => true,
        }
    }

    /// Refuses missing or too many words.
    pub(super) fn check_words(&self) -> Result<(), Refusal> {
        match self.words() {
            Some((field, words)) if words.trim().is_empty() && self.needs_words() => {
                Err(Refusal::TextMissing { field })
            }
            Some((field, words)) if words.chars().count() > Refusal::MAX_WORDS => {
                Err(Refusal::TextTooLong { field, max: Refusal::MAX_WORDS })
            }
            _ => Ok(()),
        }
    }
}

/// Why an action was refused. The case is exactly as it was before.
///
/// These are expected outcomes: the program turns each into a sentence for the person and a payload for GraphQL.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the case is closed")]
    AlreadyClosed,
    #[error("`{verb}` is not one of the actions of stage `{stage}`")]
    NotInThisStage { verb: Verb, stage: StageKey },
    #[error("the case waits for somebody else, so `{verb}` is not yours to do")]
    NotYours { verb: Verb },
    #[error("there is no such group in this council")]
    UnknownGroup,
    #[error("the case is with this group already")]
    SameGroup,
    #[error("the case has no team yet: give it to one first")]
    NoTeamYet,
    #[error("the case came from nowhere that it could go back to")]
    NowhereToGoBack,
    #[error("it was acknowledged already")]
    AlreadyAcknowledged,
    #[error("`{field}` must not be empty")]
    TextMissing { field: &'static str },
    #[error("`{field}` must be at most {max} characters long")]
    TextTooLong { field: &'static str, max: usize },
    #[error("`{field}` must be a day after today")]
    DayNotAhead { field: &'static str },
    #[error("`{field}` must be within two years")]
    DayTooFar { field: &'static str },
    #[error("the case was closed more than {days} days ago")]
    TooLate { days: u16 },
    /// A condition that the council's stages set is not met.
    #[error("`{}` is asked for first", guard.as_str())]
    Unmet { guard: Guard },
    #[error("stage `{stage}` is not in this version of the workflow")]
    UnknownStage { stage: StageKey },
}

impl Refusal {
    /// The most characters that one action's words may have.
    pub const MAX_WORDS: usize = 5_000;

    /// The most characters that a work order, a reference or the name of a body may have.
    pub const MAX_MARK: usize = 120;

    /// How far ahead a day can be agreed.
    const FURTHEST: Days = Days::new(731);

    /// A short name for logs, figures and GraphQL.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AlreadyClosed => "already-closed",
            Self::NotInThisStage { .. } => "not-in-this-stage",
            Self::NotYours { .. } => "not-yours",
            Self::UnknownGroup => "unknown-group",
            Self::SameGroup => "same-group",
            Self::NoTeamYet => "no-team-yet",
            Self::NowhereToGoBack => "nowhere-to-go-back",
            Self::AlreadyAcknowledged => "already-acknowledged",
            Self::TextMissing { .. } => "text-missing",
            Self::TextTooLong { .. } => "text-too-long",
            Self::DayNotAhead { .. } => "day-not-ahead",
            Self::DayTooFar { .. } => "day-too-far",
            Self::TooLate { .. } => "too-late",
            Self::Unmet { guard: Guard::Acknowledged } => "unmet-acknowledged",
            Self::Unmet { guard: Guard::Responded } => "unmet-responded",
            Self::Unmet { guard: Guard::AnotherPerson } => "unmet-another-person",
            Self::UnknownStage { .. } => "unknown-stage",
        }
    }
}
