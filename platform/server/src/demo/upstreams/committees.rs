//! Committees and their meetings, the same in whichever format they are asked for. A committee meets on its weekday every few weeks,
//! counted from a Monday long ago, so that a meeting keeps its number and day for ever.

use casework::manifest::{Manifest, PersonDef};
use casework::people::Role;
use chrono::{Days, NaiveDate};

use super::chance;

pub(super) struct Committee {
    pub id: u32,
    pub name: &'static str,
    /// It meets every so many weeks, this many after the first.
    every: u32,
    after: u32,
    /// Days after Monday.
    weekday: u64,
    /// Minutes after midnight.
    begins: u32,
    minutes: u32,
    pub room: &'static str,
    /// Of so many councillors, one sits on it.
    one_of: usize,
}

pub(super) const COMMITTEES: [Committee; 7] = [
    committee(101, "Council", (8, 2), 2, (18, 0, 150), "Council Chamber", 1),
    committee(102, "Cabinet", (4, 1), 1, (18, 0, 120), "Council Chamber", 3),
    committee(103, "Planning Control Committee", (3, 0), 3, (18, 0, 180), "Council Chamber", 2),
    committee(104, "Licensing Committee", (4, 3), 0, (10, 0, 120), "Committee Room 1", 2),
    committee(105, "Audit and Accounts Committee", (6, 4), 2, (14, 0, 90), "Committee Room 2", 3),
    committee(106, "Health & Housing Scrutiny Board", (5, 2), 1, (18, 0, 120), "Committee Room 1", 2),
    committee(107, "Communities and Place Scrutiny Board", (4, 0), 3, (14, 30, 120), "On-line meeting", 2),
];

const fn committee(
    id: u32,
    name: &'static str,
    (every, after): (u32, u32),
    weekday: u64,
    (hour, minute, minutes): (u32, u32, u32),
    room: &'static str,
    one_of: usize,
) -> Committee {
    Committee { id, name, every, after, weekday, begins: hour * 60 + minute, minutes, room, one_of }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Confirmed,
    Provisional,
    Postponed,
    Cancelled,
}

pub(super) struct Meeting {
    pub id: u32,
    pub committee: &'static Committee,
    pub day: NaiveDate,
    pub status: Status,
    /// The agenda is out a week before; minutes two weeks after.
    pub agenda: bool,
    pub minutes: bool,
}

impl Meeting {
    /// Hour and minute at which it begins and ends.
    pub fn begins(&self) -> (u32, u32) {
        (self.committee.begins / 60, self.committee.begins % 60)
    }

    pub fn ends(&self) -> (u32, u32) {
        let ends = self.committee.begins + self.committee.minutes;
        (ends / 60, ends % 60)
    }

    /// Papers by name and title.
    pub fn papers(&self) -> Vec<(&'static str, &'static str)> {
        let agenda = [("agenda", "Agenda"), ("pack", "Public reports pack")].into_iter().filter(|_| self.agenda);
        agenda.chain([("minutes", "Minutes")].into_iter().filter(|_| self.minutes)).collect()
    }
}

/// A Monday before which no committee met.
fn first_monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 1, 6).unwrap_or_default()
}

/// The meeting of a committee in a week, if it meets in that week.
fn in_week(committee: &'static Committee, week: u32, today: NaiveDate) -> Option<Meeting> {
    if week % committee.every != committee.after % committee.every {
        return None;
    }
    let day = first_monday() + Days::new(u64::from(week) * 7 + committee.weekday);
    let id = committee.id * 10_000 + week;
    let ahead = (day - today).num_days();
    let status = match chance("meeting", u64::from(id)) % 12 {
        0 => Status::Cancelled,
        1 => Status::Postponed,
        _ if ahead > 150 => Status::Provisional,
        _ => Status::Confirmed,
    };
    let takes_place = matches!(status, Status::Confirmed);
    Some(Meeting { id, committee, day, status, agenda: takes_place && ahead <= 7, minutes: takes_place && ahead < -14 })
}

/// All meetings of these days, by committee.
pub(super) fn between(from: NaiveDate, until: NaiveDate, today: NaiveDate) -> Vec<Meeting> {
    let week = |day: NaiveDate| u32::try_from((day - first_monday()).num_days().div_euclid(7)).unwrap_or_default();
    let weeks = || week(from)..=week(until);
    let all = COMMITTEES.iter().flat_map(|committee| weeks().filter_map(move |week| in_week(committee, week, today)));
    all.filter(|meeting| (from..=until).contains(&meeting.day)).collect()
}

/// The meeting of this number.
pub(super) fn of_id(id: u32, today: NaiveDate) -> Option<Meeting> {
    let committee = COMMITTEES.iter().find(|committee| committee.id == id / 10_000)?;
    in_week(committee, id % 10_000, today)
}

/// The council's own councillors who sit on a committee, with their number; the first one is the chair.
pub(super) fn members<'m>(council: &'m Manifest, committee: &Committee) -> Vec<(usize, &'m PersonDef)> {
    let councillors = council.people.iter().filter(|person| person.roles.contains(&Role::Councillor)).enumerate();
    let at = usize::try_from(committee.id).unwrap_or_default();
    councillors.filter(|(number, _)| (number + at) % committee.one_of == 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn a_meeting_keeps_its_number_and_day() {
        let (from, until) = (day("2026-11-01"), day("2027-01-31"));
        let now = between(from, until, day("2026-11-17"));
        let later = between(from, until, day("2026-12-17"));
        assert!(now.len() > 12);
        let known = |meetings: &[Meeting]| meetings.iter().map(|meeting| (meeting.id, meeting.day)).collect::<Vec<_>>();
        assert_eq!(known(&now), known(&later));
        for meeting in &now {
            let found = of_id(meeting.id, day("2026-11-17")).expect("it is there");
            assert!(found.day == meeting.day && found.status == meeting.status);
        }
        assert!(of_id(1_080_000, day("2026-11-17")).is_none());
    }

    #[test]
    fn in_any_fortnight_something_is_on_and_in_a_year_something_is_off() {
        let mut begins = day("2026-11-01");
        let mut seen = Vec::new();
        for _ in 0..26 {
            let fortnight = between(begins, begins + Days::new(13), begins);
            assert!(fortnight.len() >= 2, "{begins}");
            seen.extend(fortnight.into_iter().map(|meeting| meeting.status));
            begins = begins + Days::new(14);
        }
        assert!(seen.contains(&Status::Cancelled) && seen.contains(&Status::Postponed));
    }
}
