//! Version 1.0.0 of the contract.

pub(crate) mod committee_calendar;
mod feeds;
pub(crate) mod highways_schedule;
mod http;
pub(crate) mod notification_channel;
pub(crate) mod people_feed;
pub(crate) mod routing;
pub(crate) mod sla_policy;
pub(crate) mod ward_facts;

use casework::manifest::SettingsProblem;
use chrono::{Datelike, NaiveDate};

use super::border;
use crate::failure::GuestFailure;
use crate::guest::{Guest, MOST_PROBLEMS, NoAnswer, plain, prepared_unreadable};
use crate::record::NoteLevel;

border!(routing::wardbook::plugin::types, routing::wardbook::plugin::calendar, routing::wardbook::plugin::log);
