//! The pages for what goes wrong: each says what happened, what became of what was typed, and what to do now.

use serde::{Deserialize, Serialize};

use super::Page;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    pub kind: ProblemKind,
    /// Where the way out leads, e.g. the case's page for a stale form; `/` when absent.
    #[serde(default)]
    pub href: Option<String>,
    /// What was typed and not saved, so that it can be copied.
    #[serde(default)]
    pub kept: Vec<Kept>,
    /// Reference to tell support (`SomethingWrong`).
    #[serde(default)]
    pub reference: Option<String>,
    /// The host name that no council has (`UnknownCouncil`).
    #[serde(default)]
    pub host: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// 404: does not exist, or is not for this person.
    NotFound,
    /// 404, without a council's look: no council has this host name.
    UnknownCouncil,
    /// 503: the council's subscription is suspended.
    Suspended,
    /// 409: somebody else changed the case after the form was drawn.
    Stale,
    /// 403: signed in, but not for this person's role.
    NotAllowed,
    /// 400: the request makes no sense, e.g. a form cut short.
    BadRequest,
    /// 413: too much was sent.
    TooLarge,
    /// 429.
    TooMany,
    /// 500.
    SomethingWrong,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// Key of the words of the field, `field-<name>` in the locale files: `summary`, `text` …
    pub field: String,
    pub value: String,
}

impl Page for Problem {
    const TEMPLATE: &'static str = "problem";
}
