//! A year of deadlines in an English and a Scottish council, kept by the worker day by day (R26, R27).
//!
//! What is expected is counted here once more, on a table of the published holidays and one day after the other, so that a mistake
//! of the calendar, the plugins or the worker cannot hide in itself.

use std::collections::BTreeMap;

use casework::calendar::Nation;
use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};
use sea_orm::FromQueryResult;

use super::Office;
use crate::support::TestApp;

/// Bank holidays as published, from the winter of 2026 to that of 2027.
const ENGLAND: &[&str] = &[
    "2026-12-25",
    "2026-12-28",
    "2027-01-01",
    "2027-03-26",
    "2027-03-29",
    "2027-05-03",
    "2027-05-31",
    "2027-08-30",
    "2027-12-27",
    "2027-12-28",
];
const SCOTLAND: &[&str] = &[
    "2026-11-30",
    "2026-12-25",
    "2026-12-28",
    "2027-01-01",
    "2027-01-04",
    "2027-03-26",
    "2027-05-03",
    "2027-05-31",
    "2027-08-02",
    "2027-11-30",
    "2027-12-27",
    "2027-12-28",
];
/// Both councils shut between the holidays of the first winter.
const SHUT: &[&str] = &["2026-12-29", "2026-12-30", "2026-12-31"];

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn works(nation: Nation, on: NaiveDate) -> bool {
    let holidays = if nation == Nation::Scotland { SCOTLAND } else { ENGLAND };
    let free = || holidays.iter().chain(SHUT).any(|holiday| day(holiday) == on);
    !matches!(on.weekday(), Weekday::Sat | Weekday::Sun) && !free()
}

/// So many working days after, or before, a day.
fn count(nation: Nation, from: NaiveDate, days: i32) -> NaiveDate {
    let (mut on, mut left) = (from, days.abs());
    while left > 0 {
        on = if days > 0 { on + Days::new(1) } else { on - Days::new(1) };
        left -= i32::from(works(nation, on));
    }
    on
}

/// Everything that happens to a case that nobody answers until `end`.
fn expected(nation: Nation, raised: NaiveDate, days: i32, end: NaiveDate) -> Vec<(NaiveDate, String)> {
    let due = count(nation, raised, days);
    let before = Some(count(nation, due, -2)).filter(|reminder| *reminder > raised);
    let after = (1..=19).map(|n| count(nation, due, 5 * n));
    let reminders = before.into_iter().chain(after).map(|on| (on, "reminded".to_owned()));
    let mut all: Vec<_> = reminders.chain([(due + Days::new(1), "breached".to_owned())]).collect();
    all.retain(|(on, _)| *on <= end);
    all.sort();
    all
}

#[derive(FromQueryResult)]
struct Happened {
    reference: String,
    kind: String,
    at: DateTime<Utc>,
}

/// Raises cases on days of all kinds, lets the worker look every morning, and compares. `days` is what the council gives for a first
/// answer to a matter of no special kind.
async fn a_year(character: &str, nation: Nation, days: i32) {
    let mut office = Office::in_council(TestApp::start().await, character).await;
    assert_eq!(office.council.manifest.nation, nation);
    let mut raised = BTreeMap::from([(office.reference.clone(), day("2026-11-17"))]);
    let (mut today, end) = (day("2026-11-18"), day("2027-11-30"));
    while today <= end {
        office.at(&format!("{today}T09:30:00Z")).await;
        // Every third day is of every weekday in turn; those around the holidays are taken all.
        let near = [ENGLAND, SCOTLAND].concat().iter().any(|holiday| (day(holiday) - today).num_days().abs() <= 2);
        if today.num_days_from_ce() % 3 == 0 || near {
            let reference = office.councillor().await.raises(&[("summary", "A matter of no special kind")]).await;
            raised.insert(reference, today);
        }
        today = today + Days::new(1);
    }
    let scope = office
        .app
        .instance
        .app
        .database
        .begin(&office.council.schema, server::tenancy::Acting::System)
        .await
        .expect("a scope");
    let happened: Vec<Happened> = scope
        .all(
            "SELECT c.reference, e.kind, e.at FROM case_event e JOIN cases c ON c.id = e.case_id
             WHERE e.kind IN ('reminded', 'breached') ORDER BY c.reference, e.seq",
            vec![],
        )
        .await
        .expect("what happened");
    assert!(raised.len() > 130 && happened.len() > 1_000, "{} cases, {} steps", raised.len(), happened.len());
    for (reference, on) in raised {
        let mut found: Vec<_> = happened
            .iter()
            .filter(|step| step.reference == reference)
            .map(|step| (step.at.date_naive(), step.kind.clone()))
            .collect();
        found.sort();
        assert_eq!(found, expected(nation, on, days, end), "{reference}, raised on {on}");
    }
}

#[tokio::test]
async fn a_year_in_england_is_kept_to_the_day() {
    a_year("five_stages", Nation::England, 5).await;
}

#[tokio::test]
async fn a_year_in_scotland_is_kept_to_the_day() {
    a_year("enquiry_route", Nation::Scotland, 2).await;
}
