use std::path::Path;

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn calendar(nation: Nation) -> WorkingCalendar {
    WorkingCalendar::new(nation, BTreeSet::new())
}

#[test]
fn a_deadline_counts_from_the_next_working_day() {
    let england = calendar(Nation::England);
    assert_eq!(england.add_working_days(day("2026-11-23"), 5), day("2026-11-30"));
    assert_eq!(england.add_working_days(day("2026-11-21"), 1), day("2026-11-23"), "from a Saturday");
    assert_eq!(england.add_working_days(day("2026-12-24"), 1), day("2026-12-29"), "over Christmas");
    assert_eq!(england.add_working_days(day("2026-12-29"), -1), day("2026-12-24"));
    assert_eq!(england.add_working_days(day("2026-11-21"), 0), day("2026-11-21"), "day 0 is the same day");
}

#[test]
fn nations_keep_different_days() {
    assert!(!calendar(Nation::England).is_working_day(day("2026-04-06")), "Easter Monday");
    assert!(calendar(Nation::Scotland).is_working_day(day("2026-04-06")));
    assert!(!calendar(Nation::Scotland).is_working_day(day("2026-08-03")));
    assert!(!calendar(Nation::Scotland).is_working_day(day("2026-06-15")));
    assert!(!calendar(Nation::Scotland).is_working_day(day("2026-11-30")));
    assert!(!calendar(Nation::NorthernIreland).is_working_day(day("2026-07-13")), "12 July is a Sunday");
    assert!(calendar(Nation::Wales).is_working_day(day("2026-11-30")));
}

#[test]
fn a_council_can_close_on_days_of_its_own() {
    let closed = WorkingCalendar::new(Nation::England, BTreeSet::from([day("2026-12-29")]));
    assert_eq!(closed.add_working_days(day("2026-12-24"), 1), day("2026-12-30"));
}

#[test]
fn an_absurd_number_of_days_ends_soon() {
    let england = calendar(Nation::England);
    assert_eq!(
        england.add_working_days(day("2026-01-01"), i32::MAX),
        england.add_working_days(day("2026-01-01"), WorkingCalendar::MAX_WORKING_DAYS),
    );
    assert!(england.working_days_between(NaiveDate::MIN, NaiveDate::MAX) < 12_000);
    assert_eq!(england.add_working_days(NaiveDate::MAX, 3), NaiveDate::MAX);
}

#[test]
fn the_computed_holidays_are_the_published_ones() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples/calendars/uk_bank_holidays.json");
    let Ok(text) = std::fs::read_to_string(&file) else {
        eprintln!("skipped: the published list of bank holidays is not beside the repository");
        return;
    };
    let published: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut compared = 0;
    for (division, years) in published["divisions"].as_object().unwrap() {
        let nation = match division.as_str() {
            name if name.contains("england-and-wales") => Nation::England,
            name if name.contains("scotland") => Nation::Scotland,
            name if name.contains("northern-ireland") => Nation::NorthernIreland,
            other => panic!("a division that nobody has heard of: {other}"),
        };
        // Beside the years stands the division's title.
        for (year, days) in years.as_object().unwrap().iter().filter(|(_, days)| days.is_array()) {
            let date = |day: &serde_json::Value| NaiveDate::parse_from_str(day["date"].as_str().unwrap(), "%d/%m/%Y");
            let mut expected: Vec<NaiveDate> = days.as_array().unwrap().iter().map(|day| date(day).unwrap()).collect();
            expected.sort_unstable();
            assert_eq!(bank_holidays(nation, year.parse().unwrap()), expected, "{nation} {year}");
            compared += expected.len();
        }
    }
    assert!(compared > 200, "only {compared} holidays were compared");
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..36_500_i64).prop_map(|days| day("1990-01-01") + chrono::TimeDelta::days(days))
}

fn any_nation() -> impl Strategy<Value = Nation> {
    proptest::sample::select(&Nation::ALL[..])
}

proptest! {
    #[test]
    fn counting_undoes_adding(nation in any_nation(), from in any_day(), n in -300..300_i32) {
        let calendar = calendar(nation);
        let to = calendar.add_working_days(from, n);
        prop_assert_eq!(calendar.working_days_between(from, to), n);
        prop_assert!(n == 0 || calendar.is_working_day(to));
    }

    #[test]
    fn a_bank_holiday_is_never_at_a_weekend_and_never_doubled(nation in any_nation(), year in 1990..2100_i32) {
        let days = bank_holidays(nation, year);
        prop_assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
        prop_assert!(days.iter().all(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)));
    }
}
