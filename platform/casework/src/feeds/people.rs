//! Starters, movers and leavers (R60).

use chrono::NaiveDate;

use serde::{Deserialize, Serialize};

use super::Item;

/// What somebody is to the council.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Capacity {
    Officer,
    Member,
}

/// One person, as the council's own records have them. Contact details are those of work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The employee id, or what else the source calls them for good.
    pub key: String,
    pub capacity: Capacity,
    pub name: String,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub job_title: Option<String>,
    /// The department, then what is in it, down to the team.
    pub units: Vec<String>,
    /// Key of the line manager.
    pub manager: Option<String>,
    /// First and last day; none means already, and open.
    pub starts: Option<NaiveDate>,
    pub ends: Option<NaiveDate>,
    /// Somebody inactive has no access, whatever the days say.
    pub active: bool,
    pub ward_gss: Option<String>,
    pub ward_name: Option<String>,
}

impl Item for Person {
    fn key(&self) -> &str {
        &self.key
    }
}
