//! Drafts: cases that were not raised yet (R3, R15).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::FileProblem;

/// A draft in a list; its link is `/raise?draft={id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftLine {
    pub id: String,
    /// May be empty: a mail without a subject and words.
    pub summary: String,
    pub at: DateTime<Utc>,
}

/// What stands above the form of an opened draft. `POST /drafts/{id}/delete` throws it away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftShown {
    pub id: String,
    /// Worded by `draft-from-<origin>`.
    pub origin: String,
    pub at: DateTime<Utc>,
    /// Files that could not be taken.
    pub refused: Vec<FileProblem>,
}
