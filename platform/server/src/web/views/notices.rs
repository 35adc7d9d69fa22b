//! What somebody was told of cases (R28), how they want to be told, and who stands in while they are away.

use casework::text::Lang;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Choice, FieldProblem, Page};

/// `GET /notices`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notices {
    /// The newest first.
    pub lines: Vec<NoticeLine>,
    /// Some notice, on this page or another, is unread: a button marks them all as read.
    pub unread: bool,
    /// For whom this person stands in.
    #[serde(default)]
    pub standing_in: Vec<StandingIn>,
    /// Address of the older ones.
    #[serde(default)]
    pub next: Option<String>,
}

/// Somebody who is away, or will be; both days belong to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandingIn {
    /// Who is away.
    pub name: String,
    pub from: NaiveDate,
    pub until: NaiveDate,
    /// It has begun.
    pub now: bool,
}

/// One thing that somebody was told; its link is `/cases/{reference}?notice=read`, with `#actions` where it waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeLine {
    pub at: DateTime<Utc>,
    /// The kind of event as in the timeline (`EventBody`'s tag), worded by `recent-<kind>`.
    pub kind: String,
    /// Who did it; absent when the platform did.
    #[serde(default)]
    pub actor: Option<String>,
    /// None where a case waits for somebody who is away, and whoever stands in may not see it.
    #[serde(default)]
    pub reference: Option<String>,
    #[serde(default)]
    pub summary: Option<String>,
    /// Who is away, where the reader stands in.
    #[serde(default)]
    pub for_name: Option<String>,
    pub unread: bool,
    /// The case waits for the reader, or for whom they stand in.
    #[serde(default)]
    pub waits: bool,
}

impl Page for Notices {
    const TEMPLATE: &'static str = "notices";
}

/// `GET /notices/choice`; posts a word of `How` for each topic, by its name, and `lang`, to the same address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeChoice {
    /// Saved just now.
    #[serde(default)]
    pub saved: bool,
    pub topics: Vec<TopicChoice>,
    /// Of the council; a choice where there are two.
    pub languages: Vec<Lang>,
    /// Of the person's mails.
    pub lang: String,
    #[serde(default)]
    pub problems: Vec<FieldProblem>,
}

/// A kind of news; worded by `topic-<topic>` and `how-<how>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicChoice {
    /// A word of `Topic`.
    pub topic: String,
    /// A word of `How`.
    pub chosen: String,
    pub offered: Vec<String>,
}

impl Page for NoticeChoice {
    const TEMPLATE: &'static str = "notice-choice";
}

/// `GET /notices/away`; posts `from`, `until` and `deputy` to the same address, and nothing to `/notices/away/end`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AwayPage {
    /// What was done just now: `away-<done>`.
    #[serde(default)]
    pub done: Option<String>,
    /// The absence that runs or is to come.
    #[serde(default)]
    pub mine: Option<MyAbsence>,
    pub standing_in: Vec<StandingIn>,
    /// Who may stand in, by id.
    pub deputies: Vec<Choice>,
    /// As typed.
    pub from: String,
    pub until: String,
    pub deputy: String,
    #[serde(default)]
    pub problems: Vec<FieldProblem>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MyAbsence {
    pub deputy: String,
    pub from: NaiveDate,
    pub until: NaiveDate,
    /// It has begun.
    pub now: bool,
}

impl Page for AwayPage {
    const TEMPLATE: &'static str = "away";
}
