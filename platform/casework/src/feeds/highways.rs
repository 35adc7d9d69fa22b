//! Works on streets and roads (R52).

use chrono::{DateTime, NaiveDate, Utc};

use serde::{Deserialize, Serialize};

use super::Item;

/// How far a work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WorkStatus {
    Proposed,
    Planned,
    InProgress,
    Finished,
    Cancelled,
}

/// How much traffic feels of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Traffic {
    RoadClosure,
    /// Temporary lights, or boards.
    Alternating,
    LaneClosure,
    Footway,
    Slight,
    Unknown,
}

/// Degrees, WGS 84.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Position {
    pub longitude: f64,
    pub latitude: f64,
}

/// Where a work is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    Point(Position),
    Line(Vec<Position>),
    /// The outer edge; the last position is the first.
    Area(Vec<Position>),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// The reference by which everybody knows it.
    pub key: String,
    pub promoter: String,
    pub street: String,
    pub area: Option<String>,
    pub description: String,
    pub status: WorkStatus,
    /// First and last day.
    pub starts: NaiveDate,
    pub ends: NaiveDate,
    pub traffic: Traffic,
    pub traffic_words: Option<String>,
    pub shape: Option<Shape>,
    pub url: Option<String>,
    /// When the source last changed it; what is known and newer stays.
    pub changed_at: Option<DateTime<Utc>>,
}

impl Item for Work {
    fn key(&self) -> &str {
        &self.key
    }
}
