//! Pages for people without an account (`R20`, `R33`), and those on which their links are made.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{FieldProblem, Page};

/// `GET /g/{token}` of a resident. Forms post to `{path}/words` (`text`) and `{path}/verdict` (`solved`, `rating`, `comment`),
/// each with `client_id`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuestMatter {
    /// `/g/{token}`
    pub path: String,
    pub client_id: String,
    /// What was sent just now: `words` or `verdict`.
    #[serde(default)]
    pub done: Option<String>,
    pub reference: String,
    /// What it is about, from the council's list: no word that anybody typed.
    #[serde(default)]
    pub about: Option<String>,
    pub raised_at: DateTime<Utc>,
    #[serde(default)]
    pub closed_at: Option<DateTime<Utc>>,
    /// The team's name.
    #[serde(default)]
    pub team: Option<String>,
    /// A word of `StageKind`, worded by `guest-stage-<kind>`.
    pub stage: String,
    /// The council's own words for the stage, where it has some for residents.
    #[serde(default)]
    pub explain: Option<String>,
    /// The newest first.
    pub said: Vec<GuestLine>,
    /// What was typed and refused.
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub verdict: TypedVerdict,
    /// Fields are `text`, `solved` and `comment`.
    #[serde(default)]
    pub problems: Vec<FieldProblem>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TypedVerdict {
    /// `yes` or `no`.
    pub solved: String,
    /// `1` to `5`.
    pub rating: String,
    pub comment: String,
}

/// Something the resident was told, or said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuestLine {
    pub at: DateTime<Utc>,
    /// `told`, `said`, `solved` or `not-solved`, worded by `guest-line-<kind>`.
    pub kind: String,
    #[serde(default)]
    pub text: Option<String>,
    /// 1 to 5, worded by `rating-<number>`.
    #[serde(default)]
    pub rating: Option<u8>,
}

impl Page for GuestMatter {
    const TEMPLATE: &'static str = "guest-matter";
}

/// `GET /g/{token}` of another party, which answers once. Posts `text` and `client_id` to `{path}/answer`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuestQuestion {
    pub path: String,
    pub client_id: String,
    pub shown: ShownOutside,
    #[serde(default)]
    pub text: String,
    /// The field is `text`.
    #[serde(default)]
    pub problems: Vec<FieldProblem>,
}

/// What another party sees: the page has nothing else to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShownOutside {
    pub question: String,
    #[serde(default)]
    pub summary: Option<String>,
    #[serde(default)]
    pub place: Option<String>,
    /// The last day on which it can be answered.
    pub until: NaiveDate,
}

impl Page for GuestQuestion {
    const TEMPLATE: &'static str = "guest-question";
}

/// What a guest is told where there is nothing to show. The same for every link that opens nothing, so that nobody learns why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuestNotice {
    pub kind: GuestNoticeKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GuestNoticeKind {
    /// Unknown, run out, taken back, answered or of another council.
    Gone,
    /// The answer has arrived.
    Thanks,
    /// No more copies are sent.
    Unsubscribed,
}

impl Page for GuestNotice {
    const TEMPLATE: &'static str = "guest-notice";
}

/// `GET /cases/{reference}/outside`: asking another party. Posts `name`, `text`, `show_summary`, `show_place`, `days`, `client_id`, and
/// the button pressed as `do` (`preview`, `change` or `make`) to the same address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskOutside {
    pub reference: String,
    pub client_id: String,
    /// What they can be shown beside the question.
    pub summary: String,
    #[serde(default)]
    pub place: Option<String>,
    pub longest_days: i64,
    #[serde(default)]
    pub typed: TypedAsk,
    /// What they would see; the link can be made only from here.
    #[serde(default)]
    pub preview: Option<ShownOutside>,
    #[serde(default)]
    pub problems: Vec<FieldProblem>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TypedAsk {
    pub name: String,
    pub text: String,
    pub show_summary: bool,
    pub show_place: bool,
    pub days: String,
}

impl Page for AskOutside {
    const TEMPLATE: &'static str = "ask-outside";
}

/// A link that was made just now, to be copied: it is shown this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkMade {
    pub reference: String,
    /// For a resident; else for another party.
    pub resident: bool,
    /// Absent when the same form was sent before: the link was shown then.
    #[serde(default)]
    pub url: Option<String>,
    pub until: NaiveDate,
}

impl Page for LinkMade {
    const TEMPLATE: &'static str = "link-made";
}

/// The part of the case page about links for people outside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OutsideLinks {
    /// The newest first.
    pub lines: Vec<LinkLine>,
    /// Residents for whom the reader may make one: ids and names.
    pub residents: Vec<super::Choice>,
    /// The reader may ask another party.
    pub may_ask: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkLine {
    pub id: String,
    pub name: String,
    pub resident: bool,
    pub state: LinkState,
    /// When it runs out or ran out, was answered, or was taken back.
    pub on: NaiveDate,
}

/// Worded by `guest-link-<state>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkState {
    Open,
    Answered,
    RanOut,
    TakenBack,
}

/// What the resident says of the outcome (`R23`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResidentVerdict {
    pub solved: bool,
    #[serde(default)]
    pub comment: Option<String>,
}
