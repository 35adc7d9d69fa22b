//! What each resident will get, before it goes (`R21`, `R31`).

use casework::text::Lang;
use serde::{Deserialize, Serialize};

use super::{Page, TypedBefore};

/// The second step of a form that sends something to residents. It posts `kept`, `seal` and the button as `do` (`send`, `change`) to
/// `action`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForetoldPage {
    pub reference: String,
    pub action: String,
    /// What was typed.
    pub kept: Vec<TypedBefore>,
    pub seal: String,
    /// It is not what was shown before.
    #[serde(default)]
    pub changed: bool,
    /// The case is closed by it.
    #[serde(default)]
    pub closes: bool,
    pub people: Vec<ForetoldLine>,
    /// The council has more than one language, so it is said in which each is written.
    #[serde(default)]
    pub several: bool,
    /// Residents of other cases who get it, too, and whom the reader may not see.
    #[serde(default)]
    pub unseen: usize,
}

/// One resident: with a `sheet`, or with the reason why not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForetoldLine {
    pub name: String,
    /// In which it is written.
    pub lang: Lang,
    /// The case, where residents of several cases are told.
    #[serde(default)]
    pub reference: Option<String>,
    #[serde(default)]
    pub sheet: Option<ForetoldSheet>,
    /// Worded by `foretold-not-<why>`.
    #[serde(default)]
    pub why: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForetoldSheet {
    /// A word of `Way`.
    pub way: String,
    /// Name of the council's channel, where one carries it.
    #[serde(default)]
    pub channel: Option<String>,
    /// No mail goes out at present.
    #[serde(default)]
    pub waits: bool,
    pub recipient: Vec<String>,
    pub subject: String,
    pub text: String,
    /// What comes before the address of the resident's own page.
    #[serde(default)]
    pub page: Option<String>,
}

impl Page for ForetoldPage {
    const TEMPLATE: &'static str = "foretold";
}
