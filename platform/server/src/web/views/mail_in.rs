//! Incoming mail that somebody must look at (R15).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Choice, FieldProblem, Page};

/// `GET /mail-in`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailInPage {
    /// The newest first, at most fifty.
    pub mails: Vec<MailLine>,
    /// There are more than those shown.
    #[serde(default)]
    pub more: bool,
    /// What was just done: `dismissed` or `handed-over`; worded by `mail-in-done-<done>`.
    #[serde(default)]
    pub done: Option<String>,
}

/// A mail that was put aside; its link is `/mail-in/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailLine {
    pub id: String,
    pub at: DateTime<Utc>,
    /// Who it says it is from; empty where that could not be read.
    pub sender: String,
    pub subject: String,
    /// Why it was put aside; worded by `mail-in-why-<reason>`.
    pub reason: String,
}

/// `GET /mail-in/{id}`: a mail as plain text. `POST …/dismiss` closes it, `POST …/hand-over` with `person` makes it a draft of theirs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailInOne {
    pub mail: MailLine,
    /// Plain text; whatever a page would do is out of it.
    pub text: String,
    /// The text goes on; this is its beginning.
    #[serde(default)]
    pub cut: bool,
    /// Names of what is attached.
    pub attachments: Vec<String>,
    /// To whom it can be handed.
    pub people: Vec<Choice>,
    #[serde(default)]
    pub problems: Vec<FieldProblem>,
}

impl Page for MailInPage {
    const TEMPLATE: &'static str = "mail-in";
}

impl Page for MailInOne {
    const TEMPLATE: &'static str = "mail-in-one";
}
