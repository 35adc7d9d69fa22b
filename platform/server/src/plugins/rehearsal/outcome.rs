//! What a rehearsal adds up to.

use std::collections::BTreeMap;

use casework::ids::GroupId;
use casework::sla::TargetKind;
use chrono::{Datelike as _, Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// Counts over all cases that were played so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Cases that were routed, and of these, those that would go to another team.
    #[serde(default)]
    pub routed: u32,
    #[serde(default)]
    pub moved: u32,
    /// From which team to which, and how many.
    #[serde(default)]
    pub shifts: Vec<Shift>,
    /// How many cases each team gets a week. The weeks are known by their Mondays.
    #[serde(default)]
    pub weeks: Vec<Week>,
    /// Deadlines that were set, and those that would be earlier or later.
    #[serde(default)]
    pub deadlines: u32,
    #[serde(default)]
    pub earlier: u32,
    #[serde(default)]
    pub later: u32,
    /// Deadlines that were missed by what is in force, and would be missed; those that would be missed only then, and no more.
    #[serde(default)]
    pub missed: u32,
    #[serde(default)]
    pub would_miss: u32,
    #[serde(default)]
    pub gained: u32,
    #[serde(default)]
    pub lost: u32,
    /// Calls of the candidate that gave no answer, by the code of the failure.
    #[serde(default)]
    pub failures: BTreeMap<String, u32>,
}

/// Cases of one team that would be another's. None is triage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    pub from: Option<GroupId>,
    pub to: Option<GroupId>,
    pub cases: u32,
}

/// One team's cases of one week. None is triage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    pub monday: NaiveDate,
    pub group: Option<GroupId>,
    pub was: u32,
    pub would: u32,
}

/// What would be different in one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Change {
    Moved { raised_on: NaiveDate, from: Option<GroupId>, to: Option<GroupId>, reason: String },
    Due { target: TargetKind, due: Due, explanation: String },
}

/// A deadline by what is in force and by the candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    pub set_on: NaiveDate,
    pub was: NaiveDate,
    pub would: NaiveDate,
    /// The day on which the case went on; none while it waits.
    pub met_on: Option<NaiveDate>,
    /// The day of the rehearsal.
    pub today: NaiveDate,
}

impl Due {
    fn missed(&self, due: NaiveDate) -> bool {
        self.met_on.unwrap_or(self.today) > due
    }

    /// Whether it would be missed, and was not.
    #[must_use]
    pub fn gained(&self) -> bool {
        self.missed(self.would) && !self.missed(self.was)
    }

    /// Whether it would not be missed, and was.
    #[must_use]
    pub fn lost(&self) -> bool {
        self.missed(self.was) && !self.missed(self.would)
    }
}

impl Outcome {
    /// Counts a case, and tells whether it would go elsewhere.
    pub fn routed(&mut self, raised_on: NaiveDate, from: Option<GroupId>, to: Option<GroupId>) -> bool {
        self.routed += 1;
        let monday = raised_on - Days::new(raised_on.weekday().num_days_from_monday().into());
        self.week(monday, from).was += 1;
        self.week(monday, to).would += 1;
        if from == to {
            return false;
        }
        self.moved += 1;
        match self.shifts.iter_mut().find(|shift| (shift.from, shift.to) == (from, to)) {
            Some(shift) => shift.cases += 1,
            None => self.shifts.push(Shift { from, to, cases: 1 }),
        }
        true
    }

    fn week(&mut self, monday: NaiveDate, group: Option<GroupId>) -> &mut Week {
        let place = self.weeks.binary_search_by_key(&(monday, group), |week| (week.monday, week.group));
        let place = place.unwrap_or_else(|place| {
            self.weeks.insert(place, Week { monday, group, was: 0, would: 0 });
            place
        });
        &mut self.weeks[place]
    }

    /// Counts a deadline, and tells whether it would be another.
    pub fn answered(&mut self, due: &Due) -> bool {
        self.deadlines += 1;
        self.missed += u32::from(due.missed(due.was));
        self.would_miss += u32::from(due.missed(due.would));
        self.gained += u32::from(due.gained());
        self.lost += u32::from(due.lost());
        self.earlier += u32::from(due.would < due.was);
        self.later += u32::from(due.would > due.was);
        due.would != due.was
    }

    /// Counts a call of the candidate that gave no answer.
    pub fn failed(&mut self, code: &str) {
        *self.failures.entry(code.to_owned()).or_default() += 1;
    }

    /// Calls of the candidate that gave no answer, for whatever reason.
    #[must_use]
    pub fn failed_in_all(&self) -> usize {
        self.failures.values().map(|&count| usize::try_from(count).unwrap_or(usize::MAX)).sum()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn cases_are_counted_by_team_and_week() {
        let [a, b] = [1, 2].map(|n| Some(GroupId::from_uuid(Uuid::from_u128(n))));
        let mut outcome = Outcome::default();
        for (on, from, to) in
            [("2026-11-16", a, b), ("2026-11-22", a, a), ("2026-11-23", a, b), ("2026-11-24", None, b)]
        {
            assert_eq!(outcome.routed(day(on), from, to), from != to);
        }
        assert_eq!((outcome.routed, outcome.moved), (4, 3));
        let shift = |from, to, cases| Shift { from, to, cases };
        assert_eq!(outcome.shifts, [shift(a, b, 2), shift(None, b, 1)]);
        let first: Vec<_> = outcome.weeks.iter().filter(|week| week.monday == day("2026-11-16")).collect();
        assert_eq!(first.iter().map(|week| (week.was, week.would)).collect::<Vec<_>>(), [(2, 1), (0, 1)]);
        assert_eq!(outcome.weeks.iter().map(|week| week.was).sum::<u32>(), 4);
        assert_eq!(outcome.weeks.iter().map(|week| week.would).sum::<u32>(), 4);
    }

    #[test]
    fn deadlines_are_missed_after_their_day_and_by_waiting_too_long() {
        let due = |was, would, met: Option<&str>| Due {
            set_on: day("2026-11-02"),
            was: day(was),
            would: day(would),
            met_on: met.map(day),
            today: day("2026-11-24"),
        };
        let mut outcome = Outcome::default();
        assert!(outcome.answered(&due("2026-11-09", "2026-11-05", Some("2026-11-09"))), "earlier, and missed by it");
        assert!(outcome.answered(&due("2026-11-05", "2026-11-09", Some("2026-11-09"))), "later, and kept by it");
        assert!(!outcome.answered(&due("2026-11-23", "2026-11-23", None)), "missed either way");
        assert!(outcome.answered(&due("2026-11-24", "2026-11-25", None)), "not missed on its day");
        let counted = (outcome.deadlines, outcome.earlier, outcome.later, outcome.missed, outcome.would_miss);
        assert_eq!(counted, (4, 1, 2, 2, 2));
        assert_eq!((outcome.gained, outcome.lost), (1, 1));
    }
}
