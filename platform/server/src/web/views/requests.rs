//! My requests: every case of mine, to filter, search and page through (`R43`).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Choice, Due, Page, Paging, Tone};

/// `GET /requests?status=&search=&size=&after=|before=`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requests {
    pub filter: RequestFilter,
    /// Stages to filter by, in the workflow's order.
    #[serde(default)]
    pub stages: Vec<Choice>,
    /// Page sizes to offer.
    pub sizes: Vec<u32>,
    /// Nothing was ever raised: the page says how to begin instead of "nothing found".
    #[serde(default)]
    pub never_raised: bool,
    pub rows: Vec<Request>,
    #[serde(default)]
    pub paging: Paging,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RequestFilter {
    /// `all`, `open`, `needs-me` or `closed`.
    pub status: String,
    /// A value of `stages`, or empty.
    pub stage: String,
    pub search: String,
    pub size: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    pub reference: String,
    pub summary: String,
    /// Category or service.
    pub what: String,
    pub start: DateTime<Utc>,
    #[serde(default)]
    pub end: Option<DateTime<Utc>>,
    pub status: RequestStatus,
    pub stage: String,
    pub tone: Tone,
    #[serde(default)]
    pub due: Option<Due>,
    /// The stages the case went through, latest first.
    #[serde(default)]
    pub tasks: Vec<RequestTask>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequestStatus {
    /// With a team or with Triage.
    WithCouncil,
    /// Waiting for the councillor.
    WithYou,
    Closed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestTask {
    /// Stage's name.
    pub stage: String,
    pub start: DateTime<Utc>,
    #[serde(default)]
    pub completed: Option<DateTime<Utc>>,
    /// One line: who held it or what was said.
    pub summary: String,
    /// Where to view it.
    pub href: String,
}

impl Page for Requests {
    const TEMPLATE: &'static str = "requests";
}
