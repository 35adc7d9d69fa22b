//! The council's stages and the ways between them (R17).

use serde::{Deserialize, Serialize};

use super::{Choice, HeldBack, Page, Tone};

/// `GET /stages`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stages {
    /// Which version of the stages this is: running cases finish on theirs.
    pub version: i32,
    /// The reader may move running cases to this version.
    pub may_move: bool,
    /// In units of the drawing.
    pub width: u32,
    pub height: u32,
    pub stages: Vec<StageBox>,
    pub arrows: Vec<Arrow>,
    /// What the arrows say.
    pub ways: Vec<WayLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageBox {
    pub name: String,
    pub explain: String,
    /// Who a case waits for there; absent at the end.
    #[serde(default)]
    pub holder: Option<String>,
    /// What happens by itself when a case comes or goes.
    #[serde(default)]
    pub effects: Vec<EffectLine>,
    /// Actions that wait for something else first.
    #[serde(default)]
    pub conditions: Vec<HeldBack>,
    pub tone: Tone,
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

/// Something that a stage does by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EffectLine {
    /// `entry` or `exit`.
    pub when: String,
    /// The word for it in the council's file.
    pub kind: String,
    /// Who is told: words of `casework::events::Told`.
    pub who: Vec<String>,
    /// The words, or the name of the group.
    pub text: String,
    pub days: u16,
}

/// From one stage to another, with the number of its line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arrow {
    pub number: usize,
    /// An SVG path.
    pub path: String,
    /// Where the number stands.
    pub x: u32,
    pub y: u32,
    /// Nobody goes this way: cases do by themselves.
    pub by_itself: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WayLine {
    pub number: usize,
    pub from: String,
    pub to: String,
    /// The council's words for the actions; empty for what happens by itself.
    pub actions: Vec<String>,
}

impl Page for Stages {
    const TEMPLATE: &'static str = "stages";
}

/// `GET /stages/move`, and its POST
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoveCases {
    /// The newest version, to which cases go.
    pub version: i32,
    pub lines: Vec<OldStageLine>,
    /// Cases that move as things are chosen.
    pub cases: i64,
    pub step: MoveStep,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is", deny_unknown_fields)]
pub enum MoveStep {
    /// So many were moved just now.
    Choose {
        moved: Option<u64>,
    },
    Preview,
}

/// Open cases of one stage of an older version; `field` posts a value of `homes`, or nothing to leave them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OldStageLine {
    pub field: String,
    pub version: i32,
    pub name: String,
    pub cases: i64,
    pub homes: Vec<Choice>,
    /// A value of `homes`, or empty.
    pub to: String,
    #[serde(default)]
    pub to_name: Option<String>,
    /// Of a preview: the first cases that move, and how many there are beside them.
    #[serde(default)]
    pub named: Vec<MovingLine>,
    #[serde(default)]
    pub more: i64,
}

/// A case that would move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MovingLine {
    pub reference: String,
    /// Where the reader may see the case, which the number then leads to.
    #[serde(default)]
    pub summary: Option<String>,
}

impl Page for MoveCases {
    const TEMPLATE: &'static str = "stages-move";
}
