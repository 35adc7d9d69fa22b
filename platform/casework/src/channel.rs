//! Messages that leave by a channel of the council's (R31), and what becomes of them.

use std::time::Duration;

use crate::cases::choices;
use crate::text::Lang;

choices! {
    /// What a council uses a channel for.
    Carries {
        /// Mails to residents.
        Email = "email",
        /// Letters to residents.
        Letter = "letter",
        /// News of cases, for another program.
        Event = "event",
    }
}

/// A message to hand over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The same in every attempt to send this message, and in no other; nothing personal.
    pub idempotency_key: String,
    /// The language in which it is written.
    pub language: Lang,
    pub content: Content,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Email {
        to: String,
        subject: String,
        body: String,
    },
    /// `to` is in international form: `+447700900123`.
    Sms {
        to: String,
        body: String,
    },
    Letter {
        /// Three to seven lines, the last one a postcode or a country.
        address: Vec<String>,
        heading: String,
        body: String,
        /// As Wardbook would print it.
        pdf: Option<Vec<u8>>,
    },
    /// Something that happened, for another program; `body` is a JSON object.
    Webhook {
        event: String,
        body: String,
    },
}

/// The other side has taken a message over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// What the other side calls it.
    pub reference: Option<String>,
}

/// Why a message was not taken over. The texts are for the admin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The channel does not carry this kind of content.
    #[error("this channel does not carry messages of this kind")]
    NotThisKind,
    /// It may go later, with the same key.
    #[error("{why}")]
    Temporary { why: String, retry_after: Option<Duration> },
    /// It will never go this way.
    #[error("{why}")]
    Permanent { cause: Cause, why: String },
}

impl SendError {
    /// A short name for logs and figures.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotThisKind => "not-this-kind",
            Self::Temporary { .. } => "temporary",
            Self::Permanent { .. } => "permanent",
        }
    }
}

/// Whose matter a refusal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    BadAddress,
    RecipientBlocked,
    BadContent,
    /// Our key, account or budget.
    Account,
    Other,
}

/// What became of a message later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Sent,
    Delivered,
    FailedForNow,
    Failed,
}

/// News about one message, told by the other side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Of its receipt.
    pub reference: String,
    pub outcome: Outcome,
    pub why: Option<String>,
}
