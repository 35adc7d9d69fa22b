//! What a team, or Triage, has to work on.

use serde::{Deserialize, Serialize};

use super::{CaseRow, Page, Paging};

/// `GET /queue` and `GET /queue/{group}?show=&after=|before=`. Overdue first, then by due date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Queue {
    /// The person's groups, or every group for those who oversee; tabs appear when there are several.
    pub tabs: Vec<QueueTab>,
    /// Name of the group shown.
    pub name: String,
    /// It is Triage: cases that no team took.
    #[serde(default)]
    pub triage: bool,
    pub show: QueueFilter,
    /// Over the whole queue, not only the page shown; bounded.
    pub overdue: u32,
    pub rows: Vec<CaseRow>,
    #[serde(default)]
    pub paging: Paging,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QueueFilter {
    /// Everything this group holds.
    Open,
    Overdue,
    /// Sent to the councillor with a question or an answer, and not back yet.
    Waiting,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueTab {
    pub name: String,
    /// `/queue/{group key}`.
    pub href: String,
    pub open: u32,
    /// `open` is a bound, there are more.
    #[serde(default)]
    pub more: bool,
    #[serde(default)]
    pub current: bool,
}

impl Page for Queue {
    const TEMPLATE: &'static str = "queue";
}
