//! Starters, movers and leavers: what waits for an admin, one plan, and the work of those who have left (R60).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Choice, FieldProblem, Page};

/// `GET /people`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeoplePage {
    /// The council lets plans come into force by themselves.
    #[serde(default)]
    pub automatic: bool,
    pub waiting: Vec<PeoplePlanLine>,
    pub coming: Vec<PeopleComing>,
    pub units: Vec<PeopleUnit>,
    pub left_out: Vec<PeopleLeftOut>,
    pub decided: Vec<PeoplePlanLine>,
    pub log: Vec<PeopleLogLine>,
    pub source: PeopleSource,
    /// What was done just now; worded by `people-done-<done>`.
    #[serde(default)]
    pub done: Option<String>,
}

/// A plugin that reads the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleReader {
    /// Where it is looked after.
    pub path: String,
    /// What people call it.
    pub title: String,
}

/// Where the list comes from: plugins that read it, or a directory that sends it. `do` is posted to `/people/push`: `make` or `end`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleSource {
    #[serde(default)]
    pub readers: Vec<PeopleReader>,
    /// Where a directory sends to.
    pub address: String,
    /// There is a token.
    #[serde(default)]
    pub open: bool,
    /// The token that was made just now: shown this once.
    #[serde(default)]
    pub token: Option<String>,
    #[serde(default)]
    pub made_by: Option<String>,
    #[serde(default)]
    pub made_at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub heard_at: Option<DateTime<Utc>>,
    /// From when what was sent is compared.
    #[serde(default)]
    pub due_at: Option<DateTime<Utc>>,
}

/// A plan in one line; its page is `/people/plans/{id}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeoplePlanLine {
    pub id: String,
    /// What people call the plugin; none where a directory sent it.
    #[serde(default)]
    pub feed: Option<String>,
    /// Worded by `people-state-<state>`.
    pub state: String,
    pub made_at: DateTime<Utc>,
    #[serde(default)]
    pub held: Option<PeopleHeld>,
    pub joins: usize,
    pub changes: usize,
    pub leaves: usize,
    pub conflicts: usize,
    #[serde(default)]
    pub by: Option<String>,
    #[serde(default)]
    pub at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub reason: Option<String>,
}

/// Why a plan is held; worded by `people-held-<why>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleHeld {
    pub why: String,
    #[serde(default)]
    pub leave: usize,
    #[serde(default)]
    pub of: usize,
}

/// Access that begins on a day (`join`), or has ended with the day before (`leave`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleComing {
    pub name: String,
    pub what: String,
    /// The first day with access, or the last one.
    pub day: NaiveDate,
    #[serde(default)]
    pub successor: Option<String>,
}

/// What an admin said of a unit; no team where nobody who works there uses Wardbook. `key` is posted to `/people/units/forget`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleUnit {
    pub key: String,
    pub unit: String,
    #[serde(default)]
    pub team: Option<String>,
    pub by: String,
}

/// A row that somebody left out; `feed` and `key` are posted to `/people/taken-in`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleLeftOut {
    pub feed: String,
    pub key: String,
    pub name: String,
}

/// What happened; worded by `people-log-<what>`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleLogLine {
    pub at: DateTime<Utc>,
    /// None for the program itself.
    #[serde(default)]
    pub by: Option<String>,
    pub what: String,
    /// About whom, or which unit or row.
    pub whom: String,
    /// Cases that went to a successor, to triage and back to a team.
    #[serde(default)]
    pub handed: u64,
    #[serde(default)]
    pub triage: u64,
    #[serde(default)]
    pub back: u64,
}

/// `GET /people/plans/{id}`; posts `take` for each step, `successor.<key>` and `checked` to the same address, `reason` to `…/dismiss`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeoplePlanPage {
    pub line: PeoplePlanLine,
    /// Nobody has decided about it.
    pub open: bool,
    /// In the order of `PeopleStep::what`.
    pub steps: Vec<PeopleStep>,
    pub conflicts: Vec<PeopleConflict>,
    /// There are more conflicts than those shown.
    #[serde(default)]
    pub more_conflicts: usize,
    /// By id.
    pub teams: Vec<Choice>,
    pub log: Vec<PeopleLogLine>,
    pub checked: bool,
    pub reason: String,
    pub limit: usize,
    /// Something has changed since the page was opened: this is the plan of now.
    #[serde(default)]
    pub stale: bool,
    pub problems: Vec<FieldProblem>,
}

/// What is to happen to one person; worded by `people-step-<what>`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleStep {
    pub key: String,
    pub name: String,
    /// `joins`, `returns`, `changes`, `leaves`.
    pub what: String,
    pub taken: bool,
    /// The council knows them already, by their address.
    #[serde(default)]
    pub binds: bool,
    /// Their team or ward.
    #[serde(default)]
    pub place: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
    #[serde(default)]
    pub from: Option<NaiveDate>,
    #[serde(default)]
    pub until: Option<NaiveDate>,
    #[serde(default)]
    pub changes: Vec<PeopleChange>,
    /// Of somebody who leaves; worded by `people-why-<why>`.
    #[serde(default)]
    pub why: Option<String>,
    #[serde(default)]
    pub follows: PeopleFollow,
    /// Who can take over open cases, by id.
    #[serde(default)]
    pub successors: Vec<Choice>,
    /// Whoever was chosen.
    #[serde(default)]
    pub successor: String,
}

/// What is different; worded by `people-change-<field>`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleChange {
    pub field: String,
    #[serde(default)]
    pub from: Option<String>,
    #[serde(default)]
    pub to: Option<String>,
    #[serde(default)]
    pub from_day: Option<NaiveDate>,
    #[serde(default)]
    pub to_day: Option<NaiveDate>,
}

/// What becomes of the work of somebody who leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PeopleFollow {
    /// Open cases that can be handed over, and those that cannot before everybody named was asked.
    pub shared: i64,
    pub others: i64,
    /// Team and cases in hand.
    pub back: Vec<PeopleBack>,
    pub drafts: i64,
    /// For how many people they stand in.
    pub stands_in: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleBack {
    pub team: String,
    pub cases: i64,
}

/// Something that only a person can say; worded by `people-conflict-<what>`, and what to do by `…-do`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleConflict {
    pub what: String,
    /// The row; empty where it is about many.
    pub key: String,
    pub name: String,
    /// The address, the ward or the unit, as the feed has it.
    pub said: String,
    /// Whom else it is about.
    pub other: String,
    /// How many rows.
    pub rows: usize,
    /// The unit, from the department down.
    #[serde(default)]
    pub unit: Vec<String>,
    /// Who the row can be, by id.
    #[serde(default)]
    pub candidates: Vec<Choice>,
    /// The row can be left out.
    #[serde(default)]
    pub leave_out: bool,
}

/// `GET /people/behind`; posts `case`, `to` and `agreed` to `/people/behind/cases`, `from` and `to` to `/people/behind/drafts`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleBehindPage {
    pub cases: Vec<BehindCase>,
    /// There are more cases than those shown.
    #[serde(default)]
    pub more: bool,
    pub drafts: Vec<BehindDrafts>,
    pub councillors: Vec<Choice>,
    pub writers: Vec<Choice>,
    /// As typed.
    pub to: String,
    pub agreed: bool,
    #[serde(default)]
    pub done: Option<String>,
    /// How many it was done to.
    #[serde(default)]
    pub count: usize,
    pub problems: Vec<FieldProblem>,
}

/// An open case whose councillor has left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BehindCase {
    pub reference: String,
    pub summary: String,
    /// Whose it was.
    pub member: String,
    #[serde(default)]
    pub ward: Option<String>,
    pub stage: String,
    /// Everybody named in it shares it with the ward.
    pub shared: bool,
    pub chosen: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BehindDrafts {
    /// Id of whoever left them.
    pub from: String,
    pub name: String,
    pub drafts: i64,
}

impl Page for PeoplePage {
    const TEMPLATE: &'static str = "people";
}

impl Page for PeoplePlanPage {
    const TEMPLATE: &'static str = "people-plan";
}

impl Page for PeopleBehindPage {
    const TEMPLATE: &'static str = "people-behind";
}
