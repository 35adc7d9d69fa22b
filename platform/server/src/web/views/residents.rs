//! Telling residents (`R12`, `R31`, `R32`): writing to them, how they are told, letters to be printed, and the council's texts.

use casework::text::Lang;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{FieldProblem, Page};

/// `GET /cases/{reference}/write?to=…`; posts `to`, `text` and `client_id` to the same address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WritePage {
    pub reference: String,
    pub client_id: String,
    /// Id of the resident.
    pub to: String,
    /// A word of `Way`.
    pub way: String,
    /// Name and address, as they stand in the envelope's window; or name and email address.
    pub recipient: Vec<String>,
    pub text: String,
    /// The field is `text`.
    #[serde(default)]
    pub problems: Vec<FieldProblem>,
}

impl Page for WritePage {
    const TEMPLATE: &'static str = "write";
}

/// `GET /cases/{reference}/telling`; posts `reply_route` and, for each resident, the fields of
/// [`ToldRow`] as `people.0.email` … to the same address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TellingPage {
    pub reference: String,
    /// A word of `Route`, or `confidential`.
    pub reply_route: String,
    pub people: Vec<ToldRow>,
    /// Languages of the council; a choice where there are two.
    pub languages: Vec<Lang>,
    /// No mail server is named: mail waits.
    #[serde(default)]
    pub mail_off: bool,
    #[serde(default)]
    pub problems: Vec<FieldProblem>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToldRow {
    /// Id of the resident.
    pub id: String,
    pub name: String,
    pub email: String,
    pub address: String,
    /// A word of `Tell`.
    pub tell: String,
    pub lang: String,
    /// The last message to them came back.
    #[serde(default)]
    pub not_reached: bool,
}

impl Page for TellingPage {
    const TEMPLATE: &'static str = "telling";
}

/// `GET /letters`; its buttons post to `/letters/print` and `/letters/batches/{id}/return`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letters {
    #[serde(default)]
    pub banner: Option<LettersBanner>,
    /// Those that wait, the oldest first.
    pub waiting: Vec<LetterLine>,
    /// Address of those after them.
    #[serde(default)]
    pub next: Option<String>,
    /// Printed lately, the newest first.
    pub batches: Vec<BatchLine>,
}

/// What just happened, worded by `letters-<banner>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", deny_unknown_fields)]
pub enum LettersBanner {
    Printed {
        /// Id of the batch: `/letters/batches/{id}`.
        id: String,
    },
    Returned,
    /// Nothing waited any more.
    Nothing,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterLine {
    pub reference: String,
    pub summary: String,
    /// The resident.
    pub name: String,
    /// A word of `What`.
    pub what: String,
    /// Number of the letter, as on the case page.
    pub seq: i32,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchLine {
    pub id: String,
    pub at: DateTime<Utc>,
    pub by: String,
    pub letters: i32,
    pub returned: bool,
}

impl Page for Letters {
    const TEMPLATE: &'static str = "letters";
}

/// `GET /templates`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Templates {
    pub lines: Vec<TemplateLine>,
    /// The council has more than one language.
    pub several: bool,
}

/// A text; its page is `/templates/{what}/{lang}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateLine {
    /// A word of `What`.
    pub what: String,
    pub lang: Lang,
    pub subject: String,
    pub standard: bool,
    #[serde(default)]
    pub saved_by: Option<String>,
    #[serde(default)]
    pub saved_at: Option<DateTime<Utc>>,
}

impl Page for Templates {
    const TEMPLATE: &'static str = "templates";
}

/// `GET /templates/{what}/{lang}`; posts `subject`, `text`, `version` and the button as `do` (`save`, `preview`, `standard`) to the
/// same address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplatePage {
    pub what: String,
    pub lang: Lang,
    pub several: bool,
    /// The version that was read; 0 before the first.
    pub version: i32,
    pub standard: bool,
    pub subject: String,
    pub body: String,
    /// Saved just now.
    #[serde(default)]
    pub saved: bool,
    /// Fields are `subject` and `text`; each with `line`.
    #[serde(default)]
    pub problems: Vec<FieldProblem>,
    /// What a text may name.
    pub fields: Vec<String>,
    /// As a resident would read it; none while it cannot be filled.
    #[serde(default)]
    pub preview: Option<Preview>,
    /// The newest first.
    pub versions: Vec<VersionLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preview {
    pub subject: String,
    pub greeting: String,
    pub paragraphs: Vec<String>,
    pub closing: String,
    pub from: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionLine {
    pub version: i32,
    pub by: String,
    pub at: DateTime<Utc>,
    /// None where it was the way back to the standard text.
    #[serde(default)]
    pub text: Option<VersionText>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionText {
    pub subject: String,
    pub body: String,
}

impl Page for TemplatePage {
    const TEMPLATE: &'static str = "template";
}
