//! What somebody was told of cases (R28).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Page;

/// `GET /notices`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notices {
    /// The newest first.
    pub lines: Vec<NoticeLine>,
    /// Some notice, on this page or another, is unread: a button marks them all as read.
    pub unread: bool,
    /// Address of the older ones.
    #[serde(default)]
    pub next: Option<String>,
}

/// One thing that somebody was told; its link is `/cases/{reference}?notice=read`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeLine {
    pub at: DateTime<Utc>,
    /// The kind of event as in the timeline (`EventBody`'s tag), worded by `recent-<kind>`.
    pub kind: String,
    /// Who did it; absent when the platform did.
    #[serde(default)]
    pub actor: Option<String>,
    pub reference: String,
    pub summary: String,
    pub unread: bool,
}

impl Page for Notices {
    const TEMPLATE: &'static str = "notices";
}
