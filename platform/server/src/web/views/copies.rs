//! Copies of a case's news for addresses outside (`R11`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{FieldProblem, Page};

/// The part of the case page about copies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Copies {
    /// In the order in which they were added; those that ended, too.
    pub lines: Vec<CopyLine>,
    /// The reader may add and take off.
    pub may_change: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyLine {
    pub id: String,
    pub name: String,
    pub email: String,
    /// Hears the answer.
    pub agreed: bool,
    pub added_by: String,
    pub added_on: NaiveDate,
    /// A word of `Ended`, worded by `copy-ended-<ended>`; absent while it gets copies.
    #[serde(default)]
    pub ended: Option<String>,
    #[serde(default)]
    pub ended_on: Option<NaiveDate>,
}

/// `GET /cases/{reference}/copies`; posts the fields of [`TypedCopy`] to the same address, and `…/copies/{id}/remove`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopiesPage {
    pub reference: String,
    /// Nothing goes out.
    #[serde(default)]
    pub confidential: bool,
    /// Residents are named, so it must be said whether they agreed.
    pub ask_agreed: bool,
    /// No mail server is named: mail waits.
    #[serde(default)]
    pub mail_off: bool,
    /// No more can be added.
    #[serde(default)]
    pub full: bool,
    pub most: usize,
    pub lines: Vec<CopyLine>,
    /// What they will read.
    pub examples: Vec<CopyExample>,
    #[serde(default)]
    pub typed: TypedCopy,
    /// What was just done: `added` or `removed`; worded by `copies-done-<done>`.
    #[serde(default)]
    pub done: Option<String>,
    /// Fields are called `copy-<name>`.
    #[serde(default)]
    pub problems: Vec<FieldProblem>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyExample {
    pub subject: String,
    pub text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TypedCopy {
    pub name: String,
    pub email: String,
    /// `yes`, `no` or nothing.
    pub agreed: String,
}

impl Page for CopiesPage {
    const TEMPLATE: &'static str = "copies";
}

/// `GET /g/{token}/unsubscribe`; its button posts to the same address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuestCopy {
    pub path: String,
    pub reference: String,
}

impl Page for GuestCopy {
    const TEMPLATE: &'static str = "guest-copy";
}
