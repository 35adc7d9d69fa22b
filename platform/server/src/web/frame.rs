//! What every page shows around its content: the council, the person, the way around.

use casework::text::Lang;
use serde::{Deserialize, Serialize};

/// One per page. Made by the handler's extractor from tenant, session and request.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    pub lang: Lang,
    /// Languages the council offers; the switch appears when there are two.
    pub languages: Vec<Lang>,
    /// Path and query of this page, to come back to after a switch of language.
    pub path: String,
    pub brand: Brand,
    /// Nobody when not signed in.
    pub person: Option<SignedIn>,
    /// Which entry of the navigation this page belongs to.
    #[serde(default)]
    pub section: Option<Section>,
    /// Say on every page that this is a demonstration with invented people.
    #[serde(default)]
    pub demo: bool,
}

/// The council's face. Its colours reach the page through [`crate::web::brand`]'s stylesheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brand {
    /// In the reader's language.
    pub name: String,
    /// A line under the name; may be empty.
    pub strapline: String,
    /// `#rrggbb`: the header and the main button.
    pub colour: String,
    /// `#rrggbb`: text on `colour`.
    pub colour_text: String,
    /// `#rrggbb`: a thin line of decoration.
    pub accent: String,
    #[serde(default)]
    pub email: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedIn {
    pub name: String,
    /// E.g. "Abbey ward" or "Street Care team", in the reader's language; may be empty.
    pub detail: String,
    /// What this person's navigation offers.
    pub may_raise: bool,
    /// Has cases of their own: My requests.
    pub has_requests: bool,
    /// Has wards: Ward cases.
    pub has_wards: bool,
    /// Works in a group: Queues.
    pub has_queues: bool,
    /// Prints the council's letters to residents.
    #[serde(default)]
    pub prints_letters: bool,
    /// Writes the council's texts for residents.
    #[serde(default)]
    pub writes_texts: bool,
    /// Looks after the council’s plugins.
    #[serde(default)]
    pub sets_up: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    Home,
    Raise,
    Requests,
    Ward,
    Queue,
}
