//! What a council can write down about its stages.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Effect, Guard};
use crate::text::Text;

/// The name of a stage in files and in the database, such as `triage`. People see [`StageDef::name`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StageKey(String);

impl StageKey {
    pub fn new(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a stage is for. Pages and figures use it; the way of a case is decided by actions alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StageKind {
    /// Somebody decides which team it is for.
    Triage,
    /// A team works on it.
    WithTeam,
    /// The person who raised it is asked something.
    Information,
    /// Work is promised by a day, and the case waits for it (R23).
    Promised,
    /// Another body was asked, and the case waits for its reply (R24).
    Referred,
    /// An answer is read by somebody before the person who raised it gets it.
    Check,
    /// The person who raised it says whether it is solved.
    Resolution,
    /// It is over.
    Closed,
}

impl StageKind {
    pub const ALL: [Self; 8] = [
        Self::Triage,
        Self::WithTeam,
        Self::Information,
        Self::Promised,
        Self::Referred,
        Self::Check,
        Self::Resolution,
        Self::Closed,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Triage => "triage",
            Self::WithTeam => "with-team",
            Self::Information => "information",
            Self::Promised => "promised",
            Self::Referred => "referred",
            Self::Check => "check",
            Self::Resolution => "resolution",
            Self::Closed => "closed",
        }
    }

    /// What the case waits for here by a day that was agreed, not by one that the policy sets.
    pub const fn awaits(self) -> Option<Verb> {
        match self {
            Self::Promised => Some(Verb::WorkDone),
            Self::Referred => Some(Verb::RecordReply),
            Self::Triage | Self::WithTeam | Self::Information | Self::Check | Self::Resolution | Self::Closed => None,
        }
    }

    /// Whether the case waits for a day that was agreed.
    pub const fn waits_for_agreed_day(self) -> bool {
        self.awaits().is_some()
    }
}

/// Who a case waits for in a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holder {
    /// The person who raised it, or for whom it was raised.
    Raiser,
    /// The team that the case was given to.
    Team,
    /// One named group, whatever the case is about. The text is a group's key.
    Group(String),
    /// Nobody: the case is over.
    Nobody,
}

/// What people can do to move a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    Acknowledge,
    Assign,
    RequestInformation,
    ProvideInformation,
    RecordProgress,
    Resolve,
    ConfirmResolved,
    SendBack,
    /// Work is promised by a day, with a work order where there is one (R23).
    PromiseWork,
    /// The promised work is done.
    WorkDone,
    /// Another body is asked: an agency, a housing association, an ombudsman (R24).
    Refer,
    /// What the other body said.
    RecordReply,
    Withdraw,
    Reopen,
}

impl Verb {
    pub const ALL: [Self; 14] = [
        Self::Acknowledge,
        Self::Assign,
        Self::RequestInformation,
        Self::ProvideInformation,
        Self::RecordProgress,
        Self::Resolve,
        Self::ConfirmResolved,
        Self::SendBack,
        Self::PromiseWork,
        Self::WorkDone,
        Self::Refer,
        Self::RecordReply,
        Self::Withdraw,
        Self::Reopen,
    ];

    /// The name used in files, addresses and the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::Assign => "assign",
            Self::RequestInformation => "request-information",
            Self::ProvideInformation => "provide-information",
            Self::RecordProgress => "record-progress",
            Self::Resolve => "resolve",
            Self::ConfirmResolved => "confirm-resolved",
            Self::SendBack => "send-back",
            Self::PromiseWork => "promise-work",
            Self::WorkDone => "work-done",
            Self::Refer => "refer",
            Self::RecordReply => "record-reply",
            Self::Withdraw => "withdraw",
            Self::Reopen => "reopen",
        }
    }

    /// Whether whoever raised a case may do it though the case waits for somebody else, or for nobody. Such an action stands
    /// beside the stages, not in one.
    pub const fn is_standing(self) -> bool {
        matches!(self, Self::Withdraw | Self::Reopen)
    }

    /// Whether it says by which day something will have happened.
    pub const fn agrees_a_day(self) -> bool {
        matches!(self, Self::PromiseWork | Self::Refer)
    }

    /// Whether it only makes sense when the case then stands somewhere else.
    pub const fn must_move(self) -> bool {
        match self {
            Self::Acknowledge | Self::Assign | Self::RecordProgress | Self::PromiseWork => false,
            Self::RequestInformation
            | Self::ProvideInformation
            | Self::Resolve
            | Self::ConfirmResolved
            | Self::SendBack
            | Self::WorkDone
            | Self::Refer
            | Self::RecordReply
            | Self::Withdraw
            | Self::Reopen => true,
        }
    }

    /// Whether it tells the person who raised the case something, and so counts as a response (R26).
    pub const fn is_response(self) -> bool {
        match self {
            Self::Acknowledge
            | Self::RequestInformation
            | Self::RecordProgress
            | Self::Resolve
            | Self::PromiseWork
            | Self::WorkDone
            | Self::Refer
            | Self::RecordReply => true,
            Self::Assign
            | Self::ProvideInformation
            | Self::ConfirmResolved
            | Self::SendBack
            | Self::Withdraw
            | Self::Reopen => false,
        }
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that names no action.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no action is called `{0}`")]
pub struct UnknownVerb(pub String);

impl FromStr for Verb {
    type Err = UnknownVerb;

    fn from_str(name: &str) -> Result<Self, UnknownVerb> {
        Self::ALL.into_iter().find(|verb| verb.as_str() == name).ok_or_else(|| UnknownVerb(name.to_owned()))
    }
}

/// Where an action leads. Written `stay`, `back` or a stage's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// The case stays where it is.
    Stay,
    /// To a stage.
    Stage(StageKey),
    /// To where the question was asked or the answer was given, and to the same team.
    Back,
}

impl Destination {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Stay => "stay",
            Self::Back => "back",
            Self::Stage(key) => key.as_str(),
        }
    }
}

impl From<&str> for Destination {
    fn from(word: &str) -> Self {
        match word {
            "stay" => Self::Stay,
            "back" => Self::Back,
            key => Self::Stage(StageKey::new(key)),
        }
    }
}

impl Serialize for Destination {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Destination {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Ok(Self::from(word.as_ref()))
    }
}

/// Which deadline runs while a case stands in a stage (R26, R29). `FirstResponse` becomes `NextResponse` once a first
/// response was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TargetKind {
    /// The council's first answer of any kind.
    FirstResponse,
    /// Each answer after that.
    NextResponse,
    /// What the councillor or representative was asked.
    RepresentativeReply,
}

impl TargetKind {
    pub const ALL: [Self; 3] = [Self::FirstResponse, Self::NextResponse, Self::RepresentativeReply];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FirstResponse => "first-response",
            Self::NextResponse => "next-response",
            Self::RepresentativeReply => "representative-reply",
        }
    }

    /// Whether the council is the one who must answer.
    pub const fn is_councils(self) -> bool {
        !matches!(self, Self::RepresentativeReply)
    }
}

/// What decides by when a stage must be left. Written as a [`TargetKind`], or `agreed-day`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "&'static str", try_from = "String")]
pub enum DueKind {
    /// The council's SLA policy (R30).
    Target(TargetKind),
    /// The day that somebody gave: until when work is promised, or when another body is expected to reply (R23, R24).
    AgreedDay,
}

impl DueKind {
    pub const ALL: [Self; 4] = [
        Self::Target(TargetKind::FirstResponse),
        Self::Target(TargetKind::NextResponse),
        Self::Target(TargetKind::RepresentativeReply),
        Self::AgreedDay,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Target(target) => target.as_str(),
            Self::AgreedDay => "agreed-day",
        }
    }

    /// The target that the council must meet, if it is one.
    pub const fn councils(self) -> Option<TargetKind> {
        match self {
            Self::Target(target) if target.is_councils() => Some(target),
            Self::Target(_) | Self::AgreedDay => None,
        }
    }
}

impl From<TargetKind> for DueKind {
    fn from(target: TargetKind) -> Self {
        Self::Target(target)
    }
}

impl From<DueKind> for &'static str {
    fn from(kind: DueKind) -> Self {
        kind.as_str()
    }
}

/// A word that names no deadline.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no deadline is called `{0}`")]
pub struct UnknownDueKind(pub String);

impl FromStr for DueKind {
    type Err = UnknownDueKind;

    fn from_str(name: &str) -> Result<Self, UnknownDueKind> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name).ok_or_else(|| UnknownDueKind(name.to_owned()))
    }
}

impl TryFrom<String> for DueKind {
    type Error = UnknownDueKind;

    fn try_from(name: String) -> Result<Self, UnknownDueKind> {
        name.parse()
    }
}

/// What an action does to the council's deadline that runs (R28).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClockRule {
    /// A new one begins in the stage that comes next.
    #[default]
    Restart,
    /// It runs on, whoever has the case now.
    Continue,
    /// It stops, and when the case comes back as many working days are left as there were.
    Pause,
}

impl ClockRule {
    pub const ALL: [Self; 3] = [Self::Restart, Self::Continue, Self::Pause];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Restart => "restart",
            Self::Continue => "continue",
            Self::Pause => "pause",
        }
    }

    // Taken by reference, as serde calls it.
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// One thing that the holder of a stage may do, in the council's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionDef {
    pub verb: Verb,
    pub label: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    pub to: Destination,
    /// Left out of what is stored where it is the usual, so that older versions of a workflow read the same.
    #[serde(default, skip_serializing_if = "ClockRule::is_default")]
    pub clock: ClockRule,
    /// What must be so before it can be taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<Guard>,
}

/// One stage of a council's workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageDef {
    pub key: StageKey,
    pub name: Text,
    /// One or two sentences that tell everybody what happens now.
    pub explain: Text,
    /// The same for a resident, who reads no other page of ours (R33). Without it, the program says what this kind of stage means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resident: Option<Text>,
    pub kind: StageKind,
    pub holder: Holder,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<DueKind>,
    /// Where the case goes by itself when its deadline has passed (R29). Without it, the case stays and is overdue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue: Option<StageKey>,
    /// What happens by itself when a case comes here, and when it leaves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on_entry: Vec<Effect>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on_exit: Vec<Effect>,
    pub actions: Vec<ActionDef>,
}

impl StageDef {
    pub fn action(&self, verb: Verb) -> Option<&ActionDef> {
        self.actions.iter().find(|action| action.verb == verb)
    }
}

/// Where a new case starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When the routing plugin found a team.
    pub routed: StageKey,
    /// When it found none, or failed.
    pub unrouted: StageKey,
}

/// A council's stages. Stored with each version, so that a running case finishes on the version it began with (R17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workflow {
    pub entry: Entry,
    pub stages: Vec<StageDef>,
    /// What ends a case for whoever raised it, if the council allows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdraw: Option<ActionDef>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopen: Option<Reopen>,
}

/// Opening a closed case again (R23, R29): it goes to the team that had it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopen {
    pub action: ActionDef,
    /// Days after closing in which it can be done, weekends included.
    pub within_days: u16,
}

impl Workflow {
    pub fn stage(&self, key: &StageKey) -> Option<&StageDef> {
        self.stages.iter().find(|stage| &stage.key == key)
    }
}
