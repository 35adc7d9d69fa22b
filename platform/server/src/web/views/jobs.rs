//! Jobs that were given up, such as mail that a server refused.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{FieldProblem, Page};

/// `GET /jobs`; a kind's button posts `what` to `/jobs/retry`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobsPage {
    /// The newest first, at most fifty.
    pub jobs: Vec<JobLine>,
    /// There are more than those shown.
    #[serde(default)]
    pub more: bool,
    pub kinds: Vec<JobKind>,
    /// The newest first, at most twenty.
    pub decisions: Vec<JobDecision>,
    /// What was just done: `retried` or `discarded`; worded by `jobs-done-<done>`.
    #[serde(default)]
    pub done: Option<String>,
}

/// A job that was given up; its link is `/jobs/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobLine {
    pub id: String,
    /// Worded by `job-what-<what>`.
    pub what: String,
    /// Of the council, to whom it was.
    #[serde(default)]
    pub person: Option<String>,
    /// Its case, where the reader may see it.
    #[serde(default)]
    pub reference: Option<String>,
    pub created_at: DateTime<Utc>,
    pub given_up_at: DateTime<Utc>,
    pub attempts: u32,
    /// Worded by `job-why-<why>`, with `detail`.
    pub why: String,
    #[serde(default)]
    pub detail: String,
}

/// How many of a kind were given up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobKind {
    pub what: String,
    /// Worded by `job-kind-<words>`.
    pub words: String,
    pub jobs: u32,
}

/// What somebody decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobDecision {
    pub what: String,
    /// `retried` or `discarded`; worded by `job-decision-<decision>`.
    pub decision: String,
    #[serde(default)]
    pub reason: Option<String>,
    /// None for the operator.
    #[serde(default)]
    pub by: Option<String>,
    pub at: DateTime<Utc>,
}

/// `GET /jobs/{id}`. `POST …/retry` takes it up again, `POST …/discard` with `reason` puts it aside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobOne {
    pub job: JobLine,
    pub reason: String,
    /// The most characters of `reason`.
    pub limit: usize,
    #[serde(default)]
    pub problems: Vec<FieldProblem>,
}

impl Page for JobsPage {
    const TEMPLATE: &'static str = "jobs";
}

impl Page for JobOne {
    const TEMPLATE: &'static str = "job";
}
