//! The first page: what needs me, my cases, what happened lately (`R52`, the part without outside sources).

use serde::{Deserialize, Serialize};

use super::{CaseRow, DraftLine, NoticeLine, Page, Tone};

/// `GET /` for somebody signed in. For officers `stages` is empty and `queues` is filled; a person may have both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Home {
    /// Cases that wait for this person (or this person's teams), the most urgent first, at most ten.
    pub needs_me: Vec<CaseRow>,
    /// There are more than those shown; the link goes to `needs_me_href`.
    #[serde(default)]
    pub more_needs_me: bool,
    pub needs_me_href: String,
    /// My own cases, open and lately closed, counted by stage in the order of the workflow.
    pub stages: Vec<StageCount>,
    /// What this person was told last, the newest first, at most eight; `/notices` has them all.
    pub told: Vec<NoticeLine>,
    pub queues: Vec<QueueCount>,
    /// Cases that were sent by mail and not raised yet.
    #[serde(default)]
    pub drafts: Vec<DraftLine>,
    /// How many mails somebody must sort, for those who do; 0 for anybody else.
    #[serde(default)]
    pub mail_to_sort: u32,
    /// How many jobs were given up, for those who decide about them; 0 for anybody else.
    #[serde(default)]
    pub failed_jobs: u32,
    /// How many plans for people wait for this admin; 0 for anybody else.
    #[serde(default)]
    pub people_plans: u32,
    /// How many cases have no councillor any more, for those who give them to another; 0 for anybody else.
    #[serde(default)]
    pub without_councillor: u32,
    /// No mail server is named, for those who look after mail.
    #[serde(default)]
    pub mail_off: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageCount {
    pub name: String,
    pub tone: Tone,
    /// Bounded count; `more` says that there are more than `count`.
    pub count: u32,
    #[serde(default)]
    pub more: bool,
    pub href: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueCount {
    pub name: String,
    pub href: String,
    pub open: u32,
    pub overdue: u32,
    /// `open` is a bound, there are more.
    #[serde(default)]
    pub more: bool,
}

impl Page for Home {
    const TEMPLATE: &'static str = "home";
}
