//! Pick a person: the sign-in of a demonstration, where no identity provider is connected.

use serde::{Deserialize, Serialize};

use super::Page;

/// `GET /sign-in` and `GET /` for nobody. Posts `person` (and `next`, `kept.*`) to `/sign-in`.
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
    pub typed: Vec<TypedBefore>,
    pub groups: Vec<PeopleGroup>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignInNotice {
    SignedOut,
    /// The session ended before a form was sent; nothing was saved, everything typed is kept.
    SessionLost,
    /// A page was asked for that needs somebody signed in.
    SignInFirst,
    /// The posted person does not exist.
    UnknownPerson,
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

impl Page for SignIn {
    const TEMPLATE: &'static str = "sign-in";
}
