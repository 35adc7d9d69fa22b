//! What an author is told of a rehearsal.

use std::collections::BTreeMap;
use std::time::Duration;

use casework::ids::GroupId;
use casework::stages::GroupLookup;
use chrono::NaiveDate;
use plugin_host::GuestFailure;

use super::component::fuel_in_words;
use crate::plugins::rehearsal::compare::Compared;
use crate::plugins::rehearsal::{Change, Outcome};

/// Cases that are told one by one; all are counted.
const MOST_TOLD: usize = 20;

/// A rehearsal as far as it was played.
#[derive(Default)]
pub(super) struct Played {
    pub outcome: Outcome,
    pub teams: GroupLookup,
    /// What was decided, and what would be different, in a line for each case.
    answers: Vec<String>,
    changes: Vec<(String, Change)>,
    failures: Vec<String>,
    calls: u32,
    time: Duration,
    longest: Duration,
    most_fuel: u64,
}

impl Played {
    pub(super) fn cost(&mut self, time: Duration, fuel: u64) {
        self.calls += 1;
        self.time += time;
        self.longest = self.longest.max(time);
        self.most_fuel = self.most_fuel.max(fuel);
    }

    pub(super) fn routed(
        &mut self,
        case: &str,
        said: Result<(Option<String>, String), GuestFailure>,
        compared: Compared,
    ) {
        match said {
            Err(failure) => self.failures.push(failed(case, &failure)),
            Ok((group, _)) if compared.failed => {
                let group = group.unwrap_or_default();
                self.failures.push(format!("{case}: the council has no team “{group}”"));
            }
            Ok((group, reason)) => {
                self.answers.push(format!("{case}: {}. {reason}", group.as_deref().unwrap_or(TRIAGE)));
            }
        }
        self.changes.extend(compared.change.map(|change| (case.to_owned(), change)));
    }

    pub(super) fn answered(&mut self, case: &str, said: Result<(NaiveDate, String), GuestFailure>, compared: Compared) {
        match said {
            Err(failure) => self.failures.push(failed(case, &failure)),
            Ok((due, _)) if compared.failed => {
                self.failures.push(format!("{case}: {due} is before the case was raised, or too far away"));
            }
            Ok((due, explanation)) => self.answers.push(format!("{case}: {due}. {explanation}")),
        }
        self.changes.extend(compared.change.map(|change| (case.to_owned(), change)));
    }

    /// Cases without an answer that can be used.
    pub(super) const fn failed(&self) -> usize {
        self.failures.len()
    }

    /// All of it, in words; `compared` with something else.
    pub(super) fn told(&self, compared: bool) -> String {
        let mut parts = Vec::new();
        if self.outcome.routed > 0 {
            parts.push(self.table(compared));
        }
        if self.outcome.deadlines > 0 && compared {
            let Outcome { deadlines, earlier, later, .. } = &self.outcome;
            let same = deadlines - earlier - later;
            parts.push(format!(
                "{deadlines} deadline(s): {earlier} would be earlier, {later} would be later, {same} would be the same"
            ));
        }
        if compared {
            let changes: Vec<String> = self.changes.iter().map(|(case, change)| self.change(case, change)).collect();
            parts.extend(listed("What would be different", &changes));
        } else {
            parts.extend(listed("What it decided", &self.answers));
        }
        parts.extend(listed("Cases without an answer that can be used", &self.failures));
        if !self.outcome.failures.is_empty() {
            let codes = self.outcome.failures.iter().map(|(code, times)| format!("{code} {times}"));
            parts.push(format!("Calls that failed: {}", codes.collect::<Vec<_>>().join(", ")));
        }
        parts.push(self.costs());
        parts.join("\n\n")
    }

    /// How many cases go to each team, and from which.
    fn table(&self, compared: bool) -> String {
        let mut cells: BTreeMap<(Option<GroupId>, Option<GroupId>), u32> = BTreeMap::new();
        for week in &self.outcome.weeks {
            *cells.entry((week.group, week.group)).or_default() += week.was;
        }
        for shift in &self.outcome.shifts {
            *cells.entry((shift.from, shift.from)).or_default() -= shift.cases;
            *cells.entry((shift.from, shift.to)).or_default() += shift.cases;
        }
        let mut cells: Vec<_> = cells.into_iter().filter(|(_, cases)| *cases > 0).collect();
        cells.sort_by_key(|(_, cases)| std::cmp::Reverse(*cases));
        let names = cells.iter().map(|((from, _), _)| self.team(*from).chars().count());
        let wide = names.max().unwrap_or_default().max("from".len());
        let head =
            if compared { format!("{:>7}  {:wide$}  to", "cases", "from") } else { format!("{:>7}  team", "cases") };
        let row = |((from, to), cases): &((Option<GroupId>, Option<GroupId>), u32)| {
            let (from, to) = (self.team(*from), self.team(*to));
            if compared { format!("{cases:>7}  {from:wide$}  {to}") } else { format!("{cases:>7}  {to}") }
        };
        std::iter::once(head).chain(cells.iter().map(row)).collect::<Vec<_>>().join("\n")
    }

    fn team(&self, id: Option<GroupId>) -> &str {
        id.and_then(|id| self.teams.key(id)).unwrap_or(TRIAGE)
    }

    fn change(&self, case: &str, change: &Change) -> String {
        match change {
            Change::Moved { from, to, reason, .. } => {
                format!("{case}: {} → {}. {reason}", self.team(*from), self.team(*to))
            }
            Change::Due { due, explanation, .. } => format!("{case}: {} → {}. {explanation}", due.was, due.would),
        }
    }

    fn costs(&self) -> String {
        let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
        format!(
            "A call took {:.2} ms on average and {:.2} ms at most; the dearest took {} of the fuel that a decision may have",
            milliseconds(self.time / self.calls.max(1)),
            milliseconds(self.longest),
            fuel_in_words(self.most_fuel),
        )
    }
}

const TRIAGE: &str = "Triage";

fn failed(case: &str, failure: &GuestFailure) -> String {
    format!("{case}: {} ({failure})", failure.code())
}

/// The first lines of many, under a title; nothing where there is none.
fn listed(title: &str, lines: &[String]) -> Option<String> {
    let more = lines.len().saturating_sub(MOST_TOLD);
    let mut text = format!("{title}:");
    lines.iter().take(MOST_TOLD).for_each(|line| text.extend(["\n  ", line]));
    if more > 0 {
        text.push_str(&format!("\n  … and {more} more"));
    }
    (!lines.is_empty()).then_some(text)
}
