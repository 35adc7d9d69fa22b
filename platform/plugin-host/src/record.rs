//! What is known of one plugin of one council while the program runs: figures, notes, how often it asked outside, and
//! whether it is left alone for a while because it keeps failing.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use casework::clock::Clock;
use casework::ids::TenantId;
use chrono::{DateTime, TimeDelta, Utc};

use crate::limits::Patience;

/// Notes that are kept; older ones go.
const NOTES: usize = 200;

/// How much a note matters, as its plugin says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteLevel {
    Debug,
    Info,
    Warn,
}

/// A note of a plugin. Notes of calls hold no more than their length, since calls are about people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub at: DateTime<Utc>,
    pub level: NoteLevel,
    pub text: String,
}

/// What calls of a plugin cost and came to, since the program started.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// All calls, also those that failed.
    pub calls: u64,
    /// Fuel of all calls that came to an end.
    pub fuel: u64,
    /// Time from asking to answer, waiting included, of all calls.
    pub time: Duration,
    /// Requests to the outside.
    pub requests: u64,
    /// Calls that gave no answer, by [`GuestFailure::code`](crate::GuestFailure::code) and its like.
    pub failures: BTreeMap<&'static str, u64>,
}

/// How a plugin is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// Its last call was good, or there was none.
    Good,
    /// Its last so many calls failed.
    Failing { in_a_row: u32, last: Failed },
    /// It failed so often that it is not called until then; after that, one call shows whether it is well again.
    Suspended { until: DateTime<Utc>, last: Failed },
}

/// A call that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    pub at: DateTime<Utc>,
    pub code: &'static str,
    /// For the admin.
    pub message: String,
}

/// One plugin of one council.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PluginStatus {
    pub tenant: TenantId,
    pub plugin: String,
    pub version: String,
    pub health: Health,
    pub figures: Figures,
}

/// What is known of one plugin of one council.
pub(crate) struct Record {
    pub(crate) tenant: TenantId,
    pub(crate) plugin: Arc<str>,
    pub(crate) version: String,
    clock: Arc<dyn Clock>,
    patience: Patience,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    figures: Figures,
    notes: VecDeque<Note>,
    breaker: Breaker,
    /// Requests since the minute began.
    minute: Option<(DateTime<Utc>, u32)>,
}

/// Closed while calls go through. Too many failures in a row open it; after a pause it lets one call through, which closes
/// it or opens it for another pause.
#[derive(Default)]
struct Breaker {
    in_a_row: u32,
    last: Option<Failed>,
    open_until: Option<DateTime<Utc>>,
}

/// How a call ended.
pub(crate) enum End<'a> {
    Good,
    /// `trouble` tells that it may be the same with the next call, whatever that is about.
    Failed {
        code: &'static str,
        message: &'a dyn ToString,
        trouble: bool,
    },
}

impl Record {
    pub(crate) fn new(
        tenant: TenantId,
        plugin: &Arc<str>,
        version: &str,
        clock: &Arc<dyn Clock>,
        patience: &Patience,
    ) -> Self {
        Self {
            tenant,
            plugin: Arc::clone(plugin),
            version: version.to_owned(),
            clock: Arc::clone(clock),
            patience: patience.clone(),
            known: Mutex::default(),
        }
    }

    /// The time at which a call begins, if calls may begin.
    pub(crate) fn begin(&self) -> Option<DateTime<Utc>> {
        let now = self.clock.now();
        let mut known = self.known();
        if let Some(until) = known.breaker.open_until {
            if now < until {
                known.figures.calls += 1;
                *known.figures.failures.entry("suspended").or_default() += 1;
                return None;
            }
            // This call is the trial. The others wait for its end, or for another pause if it has none.
            known.breaker.open_until = Some(now + self.patience.pause);
        }
        Some(now)
    }

    pub(crate) fn end(&self, begun: DateTime<Utc>, end: &End<'_>) {
        let now = self.clock.now();
        let mut known = self.known();
        known.figures.calls += 1;
        known.figures.time += (now - begun).to_std().unwrap_or_default();
        match end {
            End::Good => {
                if known.breaker.in_a_row > 0 {
                    known.breaker = Breaker::default();
                }
            }
            End::Failed { code, message, trouble } => {
                *known.figures.failures.entry(code).or_default() += 1;
                if *trouble {
                    let failed = Failed { at: now, code, message: message.to_string() };
                    known.breaker.failed(failed, &self.patience);
                }
            }
        }
    }

    pub(crate) fn burnt(&self, fuel: u64) {
        self.known().figures.fuel += fuel;
    }

    /// Counts a request to the outside, or says after how many seconds one may be made.
    pub(crate) fn request(&self, now: DateTime<Utc>, per_minute: u32) -> Result<(), u32> {
        const MINUTE: TimeDelta = TimeDelta::minutes(1);
        let mut known = self.known();
        let (began, made) = known.minute.filter(|(began, _)| now - *began < MINUTE).unwrap_or((now, 0));
        if made >= per_minute {
            let wait = (began + MINUTE - now).num_seconds() + 1;
            return Err(u32::try_from(wait).unwrap_or(60));
        }
        known.minute = Some((began, made + 1));
        known.figures.requests += 1;
        Ok(())
    }

    /// Keeps a note, and tells the program's log of it.
    pub(crate) fn note(&self, level: NoteLevel, text: String) {
        let plugin = &*self.plugin;
        match level {
            NoteLevel::Debug => tracing::debug!(plugin.name = plugin, plugin.note = text, "plugin left a note"),
            NoteLevel::Info => tracing::info!(plugin.name = plugin, plugin.note = text, "plugin left a note"),
            NoteLevel::Warn => tracing::warn!(plugin.name = plugin, plugin.note = text, "plugin left a note"),
        }
        let note = Note { at: self.clock.now(), level, text };
        let mut known = self.known();
        if known.notes.len() == NOTES {
            known.notes.pop_front();
        }
        known.notes.push_back(note);
    }

    /// The notes that are kept, oldest first.
    pub(crate) fn notes(&self) -> Vec<Note> {
        self.known().notes.iter().cloned().collect()
    }

    /// New settings were read: what was wrong with the old ones does not count any more.
    pub(crate) fn renewed(&self) {
        self.known().breaker = Breaker::default();
    }

    pub(crate) fn status(&self) -> PluginStatus {
        let known = self.known();
        let health = match (known.breaker.open_until, known.breaker.last.clone()) {
            (Some(until), Some(last)) => Health::Suspended { until, last },
            (None, Some(last)) => Health::Failing { in_a_row: known.breaker.in_a_row, last },
            (_, None) => Health::Good,
        };
        PluginStatus {
            tenant: self.tenant,
            plugin: self.plugin.to_string(),
            version: self.version.clone(),
            health,
            figures: known.figures.clone(),
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // Counters: a panic elsewhere cannot have left them half written in a way that matters.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Breaker {
    fn failed(&mut self, failed: Failed, patience: &Patience) {
        self.in_a_row += 1;
        if self.in_a_row >= patience.failures {
            self.open_until = Some(failed.at + patience.pause);
        }
        self.last = Some(failed);
    }
}
