//! Version 0.1.0 of the contract: `routing` and `sla-policy`. Frozen; served for plugins that were built for it.

pub(crate) mod routing;
pub(crate) mod sla_policy;

use casework::manifest::SettingsProblem;
use chrono::{Datelike, NaiveDate};

use super::border;
use crate::failure::GuestFailure;
use crate::guest::{Guest, MOST_PROBLEMS, NoAnswer, plain, prepared_unreadable};
use crate::record::NoteLevel;

border!(routing::wardbook::plugin::types, routing::wardbook::plugin::calendar, routing::wardbook::plugin::log);
