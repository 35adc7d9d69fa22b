//! The first page: cards with what needs me, my cases, what happened lately, and what other systems know (R52); and the pages about it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{CardView, FiguresCard, Page, Tone, WorksCard};

/// `GET /` for somebody signed in: the cards that they have, in their order (R53).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Home {
    /// The wide column, the first on a phone.
    pub main: Vec<CardView>,
    pub aside: Vec<CardView>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageCount {
    pub name: String,
    pub tone: Tone,
    /// Bounded count; `more` says that there are more than `count`.
    pub count: u32,
    #[serde(default)]
    pub more: bool,
    pub href: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueCount {
    pub name: String,
    pub href: String,
    pub open: u32,
    pub overdue: u32,
    /// `open` is a bound, there are more.
    #[serde(default)]
    pub more: bool,
}

impl Page for Home {
    const TEMPLATE: &'static str = "home";
}

/// `GET /home/cards`: which cards the home page has, and in which order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HomeCards {
    #[serde(default)]
    pub saved: bool,
    pub columns: Vec<CardColumn>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardColumn {
    /// `main` or `aside`.
    pub key: String,
    pub cards: Vec<CardChoice>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardChoice {
    /// `card-<key>` is its title.
    pub key: String,
    pub shown: bool,
}

impl Page for HomeCards {
    const TEMPLATE: &'static str = "home-cards";
}

/// `GET /home/works`: all works in the reader's wards, on a larger map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorksPage {
    pub works: WorksCard,
}

impl Page for WorksPage {
    const TEMPLATE: &'static str = "home-works";
}

/// `GET /home/figures`: all figures of the reader's wards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FiguresPage {
    pub figures: FiguresCard,
}

impl Page for FiguresPage {
    const TEMPLATE: &'static str = "home-figures";
}

/// `GET /home/calendar`: the secret address of one's calendar (R54).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarPage {
    /// Since when there is an address; absent where there is none.
    #[serde(default)]
    pub since: Option<NaiveDate>,
    /// Every meeting of the council is in it.
    #[serde(default)]
    pub all_meetings: bool,
    /// The council has a feed of meetings.
    pub meetings: bool,
    /// The address, this once: it was made just now.
    #[serde(default)]
    pub url: Option<String>,
    /// What was done: `ended`, `chosen`.
    #[serde(default)]
    pub done: Option<String>,
}

impl Page for CalendarPage {
    const TEMPLATE: &'static str = "home-calendar";
}
