//! The cases of my wards: what colleagues raised and residents agreed to share (`R34`).

use serde::{Deserialize, Serialize};

use super::{CaseRow, Page, Paging};

/// `GET /ward?ward=&status=&after=|before=`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ward {
    /// My wards; one tab each when there are several.
    pub tabs: Vec<WardTab>,
    /// The ward shown.
    pub name: String,
    /// `open` or `all`.
    pub status: String,
    pub rows: Vec<CaseRow>,
    #[serde(default)]
    pub paging: Paging,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WardTab {
    pub name: String,
    /// The value of `ward` in the address: a GSS code.
    pub value: String,
    #[serde(default)]
    pub current: bool,
}

impl Page for Ward {
    const TEMPLATE: &'static str = "ward";
}
