//! The cards of the home page (R52, R53), each with what its template in `web/templates/cards/` draws. To add one: its struct, its
//! variant of [`CardView`], the template of that name, and a sample that shows it.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{CaseRow, DraftLine, NoticeLine, QueueCount, StageCount};

/// A card. The name of the variant is that of the template.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "card", rename_all = "kebab-case")]
pub enum CardView {
    NeedsMe(NeedsMeCard),
    Drafts(DraftsCard),
    Recent(RecentCard),
    MailIn(MailInCard),
    Jobs(JobsCard),
    People(PeopleCard),
    Queues(QueuesCard),
    Stages(StagesCard),
    Meetings(MeetingsCard),
    Works(WorksCard),
    Figures(FiguresCard),
    /// One that cannot be shown now.
    Failed(FailedCard),
}

/// Cases that wait for this person (or this person's teams), the most urgent first, at most ten.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedsMeCard {
    pub cases: Vec<CaseRow>,
    /// There are more than those shown; the link goes to `href`.
    #[serde(default)]
    pub more: bool,
    pub href: String,
}

/// Cases that were sent by mail and not raised yet; not empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftsCard {
    pub drafts: Vec<DraftLine>,
}

/// What this person was told last, the newest first, at most eight; `/notices` has them all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecentCard {
    pub told: Vec<NoticeLine>,
}

/// Mail for those who look after it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailInCard {
    /// How many mails somebody must sort.
    #[serde(default)]
    pub to_sort: u32,
    /// No mail server is named.
    #[serde(default)]
    pub off: bool,
}

/// How many jobs were given up, for those who decide about them; more than none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobsCard {
    pub failed: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleCard {
    /// Plans that wait for this admin.
    pub plans: u32,
    /// Cases without a councillor, counted up to a hundred.
    pub behind: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueuesCard {
    pub queues: Vec<QueueCount>,
}

/// My own cases, open and lately closed, counted by stage in the order of the workflow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StagesCard {
    pub stages: Vec<StageCount>,
}

/// How old what a card shows is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Freshness {
    /// When it was read; absent where nothing was yet.
    #[serde(default)]
    pub at: Option<DateTime<Utc>>,
    pub day: FreshDay,
    /// The source has not answered since.
    #[serde(default)]
    pub silent: bool,
}

/// In which words the day of a moment is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FreshDay {
    Today,
    Yesterday,
    /// Within the last week.
    Weekday,
    Date,
    Never,
}

/// Meetings of committees, the next first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeetingsCard {
    /// Those of committees on which the reader sits; else the council's.
    pub own: bool,
    pub fresh: Freshness,
    pub meetings: Vec<MeetingLine>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeetingLine {
    pub committee: String,
    #[serde(default)]
    pub title: Option<String>,
    /// On the council's clocks.
    pub begins: NaiveDateTime,
    #[serde(default)]
    pub all_day: bool,
    #[serde(default)]
    pub ends: Option<NaiveDateTime>,
    #[serde(default)]
    pub place: Option<String>,
    /// `planned`, `provisional`, `postponed`, `cancelled`.
    pub status: String,
    #[serde(default)]
    pub url: Option<String>,
    pub papers: Vec<PaperLink>,
    /// There are more papers than these, on the meeting's page.
    #[serde(default)]
    pub more_papers: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperLink {
    pub title: String,
    pub url: String,
}

/// Works on streets and roads in the reader's wards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorksCard {
    /// Names of the wards.
    pub wards: Vec<String>,
    pub fresh: Freshness,
    /// Absent where nothing can be drawn.
    #[serde(default)]
    pub map: Option<WorksMap>,
    /// Those on the map.
    pub placed: Vec<WorkLine>,
    /// There are more than these; `/home/works` has them.
    #[serde(default)]
    pub more: bool,
    /// Those of which nobody knows where they are.
    pub elsewhere: Vec<WorkLine>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkLine {
    /// As on the map; 0 for one that is not on it.
    pub number: u32,
    pub street: String,
    #[serde(default)]
    pub area: Option<String>,
    pub description: String,
    pub promoter: String,
    pub starts: NaiveDate,
    pub ends: NaiveDate,
    pub state: WorkState,
    /// A word of `casework::feeds::Traffic`, worded by `traffic-…`.
    pub traffic: String,
    /// The source's own words, where ours say nothing.
    #[serde(default)]
    pub traffic_words: Option<String>,
    #[serde(default)]
    pub url: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WorkState {
    UnderWay,
    /// It is to begin.
    Planned,
    /// It may begin.
    Proposed,
}

/// Outlines of wards with works on them, in units of its own. Numbers are texts, since they are only drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorksMap {
    pub width: String,
    pub height: String,
    pub wards: Vec<MapWard>,
    pub works: Vec<MapWork>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MapWard {
    pub name: String,
    /// Data of an SVG path.
    pub path: String,
    /// Where its name stands.
    pub x: String,
    pub y: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MapWork {
    pub number: u32,
    /// How much traffic feels of it: `strong`, `some`, `little`.
    pub tone: String,
    /// A line or an area; absent for a point.
    #[serde(default)]
    pub path: Option<String>,
    /// Where its number stands.
    pub x: String,
    pub y: String,
    /// Where it is, if its number had to make room.
    #[serde(default)]
    pub from: Option<[String; 2]>,
}

/// Figures of the reader's wards beside the average over the council's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FiguresCard {
    pub fresh: Freshness,
    pub wards: Vec<WardFigures>,
    /// There are more than these; `/home/figures` has them.
    #[serde(default)]
    pub more: bool,
    /// Where the figures come from, where that is the same for all: source and period.
    #[serde(default)]
    pub origin: Option<Origin>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WardFigures {
    pub name: String,
    /// Empty where there is no figure for the ward's boundary.
    pub figures: Vec<FigureLine>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureLine {
    pub label: String,
    /// As people write it, without the unit; absent where there is none for this boundary.
    #[serde(default)]
    pub value: Option<String>,
    pub average: String,
    /// How many wards have this figure.
    pub wards: i64,
    /// A word of `casework::feeds::FactUnit`, worded by `figure-…`.
    pub unit: String,
    /// Lengths of the bars, of 100.
    pub bar: String,
    pub average_bar: String,
    /// Absent where all have the same.
    #[serde(default)]
    pub origin: Option<Origin>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    pub source: String,
    pub period: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FailedCard {
    /// Which one: `card-<of>` is its title.
    pub of: String,
    /// Its column.
    #[serde(default)]
    pub aside: bool,
}
