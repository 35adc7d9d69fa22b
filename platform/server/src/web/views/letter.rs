//! Writing to a resident by post (`R32`).

use serde::{Deserialize, Serialize};

use super::{FieldProblem, Page};

/// `GET /cases/{reference}/letter?to=…`; posts `to` and `text` to the same address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterPage {
    pub reference: String,
    /// Id of the resident.
    pub to: String,
    /// Name and address, as they stand in the envelope's window.
    pub recipient: Vec<String>,
    pub text: String,
    /// The field is `text`.
    #[serde(default)]
    pub problems: Vec<FieldProblem>,
}

impl Page for LetterPage {
    const TEMPLATE: &'static str = "letter";
}
