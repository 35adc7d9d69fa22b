//! Figures about wards (R52).

use serde::{Deserialize, Serialize};

use super::Item;

/// How a figure is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactUnit {
    Count,
    /// 0 to 100.
    Percent,
    PerSquareKilometre,
    Years,
    Pounds,
    Other,
}

/// One figure of one ward.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    pub key: String,
    /// The ward for which it was made, which may not be a ward any more.
    pub ward_gss: String,
    /// The same for all wards and periods.
    pub statistic: String,
    pub label: String,
    pub label_cy: Option<String>,
    pub value: f64,
    pub unit: FactUnit,
    /// As people say it.
    pub period: String,
    pub source: String,
    /// Of the boundaries for which it was made.
    pub boundary_year: Option<u16>,
}

impl Item for Fact {
    fn key(&self) -> &str {
        &self.key
    }
}
