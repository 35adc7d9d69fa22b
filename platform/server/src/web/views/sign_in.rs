//! Pick a person: the sign-in of a demonstration, where no identity provider is connected.

use serde::{Deserialize, Serialize};

use super::Page;

/// `GET /sign-in` and `GET /` for nobody. Posts `person` (and `next`, `form`, `kept.*`) to `/sign-in`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    #[serde(default)]
    pub notice: Option<SignInNotice>,
    /// Where to go after signing in: a path of this site, sent along as the hidden field `next`.
    #[serde(default)]
    pub next: Option<String>,
    /// What was typed before the session was lost; sent along so that nothing typed is lost (`R1`).
    #[serde(default)]
    pub unsent: Option<UnsentForm>,
    pub groups: Vec<PeopleGroup>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignInNotice {
    SignedOut,
    /// The session ended before a form was sent; nothing was saved, everything typed is kept.
    SessionLost,
    /// The session ended before a file was sent, which could not be kept.
    FileLost,
    /// A page was asked for that needs somebody signed in.
    SignInFirst,
    /// The posted person does not exist.
    UnknownPerson,
}

/// After a new sign-in: a form that could not be sent, to be sent now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedInAgain {
    /// Who is signed in: it may be somebody else than before.
    pub name: String,
    /// Back without sending it.
    pub next: String,
    pub unsent: UnsentForm,
    /// The first of what was typed in words, to be seen before it is sent.
    #[serde(default)]
    pub words: Vec<String>,
}

/// A form that could not be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnsentForm {
    /// Where it goes: a path of this site, sent along as the hidden field `form`.
    pub action: String,
    pub typed: Vec<TypedBefore>,
}

/// One field of the form that could not be sent; travels as hidden field `kept.<name>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypedBefore {
    pub name: String,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleGroup {
    /// `councillors`, `representatives`, `assistants`, `triage`, `team`, `heads`, `others`: the words are
    /// `sign-in-group-<kind>`.
    pub kind: String,
    /// A team's own name, used as the heading instead.
    #[serde(default)]
    pub name: Option<String>,
    pub people: Vec<SignInPerson>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInPerson {
    /// Posted as `person`.
    pub value: String,
    pub name: String,
    /// Wards or team, e.g. "Abbey ward".
    #[serde(default)]
    pub detail: Option<String>,
}

impl From<(String, String)> for TypedBefore {
    fn from((name, value): (String, String)) -> Self {
        Self { name, value }
    }
}

impl Page for SignedInAgain {
    const TEMPLATE: &'static str = "signed-in-again";
}

impl Page for SignIn {
    const TEMPLATE: &'static str = "sign-in";
}
