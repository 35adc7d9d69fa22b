//! What a council can write down about its stages.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

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
    /// An answer is read by somebody before the person who raised it gets it.
    Check,
    /// The person who raised it says whether it is solved.
    Resolution,
    /// It is over.
    Closed,
}

impl StageKind {
    pub const ALL: [Self; 6] =
        [Self::Triage, Self::WithTeam, Self::Information, Self::Check, Self::Resolution, Self::Closed];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Triage => "triage",
            Self::WithTeam => "with-team",
            Self::Information => "information",
            Self::Check => "check",
            Self::Resolution => "resolution",
            Self::Closed => "closed",
        }
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
    Withdraw,
    Reopen,
}

impl Verb {
    pub const ALL: [Self; 10] = [
        Self::Acknowledge,
        Self::Assign,
        Self::RequestInformation,
        Self::ProvideInformation,
        Self::RecordProgress,
        Self::Resolve,
        Self::ConfirmResolved,
        Self::SendBack,
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
            Self::Withdraw => "withdraw",
            Self::Reopen => "reopen",
        }
    }

    /// Whether whoever raised a case may do it though the case waits for somebody else, or for nobody. Such an action stands
    /// beside the stages, not in one.
    pub const fn is_standing(self) -> bool {
        matches!(self, Self::Withdraw | Self::Reopen)
    }

    /// Whether it only makes sense when the case then stands somewhere else.
    pub const fn must_move(self) -> bool {
        match self {
            Self::Acknowledge | Self::Assign | Self::RecordProgress => false,
            Self::RequestInformation
            | Self::ProvideInformation
            | Self::Resolve
            | Self::ConfirmResolved
            | Self::SendBack
            | Self::Withdraw
            | Self::Reopen => true,
        }
    }

    /// Whether it tells the person who raised the case something, and so counts as a response (R26).
    pub const fn is_response(self) -> bool {
        match self {
            Self::Acknowledge | Self::RequestInformation | Self::RecordProgress | Self::Resolve => true,
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
}

/// One thing that the holder of a stage may do, in the council's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionDef {
    pub verb: Verb,
    pub label: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    pub to: Destination,
}

/// One stage of a council's workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageDef {
    pub key: StageKey,
    pub name: Text,
    /// One or two sentences that tell everybody what happens now.
    pub explain: Text,
    pub kind: StageKind,
    pub holder: Holder,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<TargetKind>,
    /// Where the case goes by itself when its deadline has passed (R29). Without it, the case stays and is overdue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue: Option<StageKey>,
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
