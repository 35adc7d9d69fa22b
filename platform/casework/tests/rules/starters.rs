//! Starters, movers and leavers: what a feed of people means, and what it can never do (R60).

use std::collections::{BTreeMap, BTreeSet};

use casework::feeds::{Capacity, Content, Person, Reading, Skipped};
use casework::ids::{PersonId, WardId};
use casework::people::Role;
use casework::starters::{
    Bound, Change, Conflict, Held, Known, Leaving, Limit, Plan, Records, Setting, Step, UnitTo, Units, What, plan,
};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use uuid::Uuid;

use crate::help::{DESK, PARKS, STREETS};

const FEED: &str = "people-feed/people-csv";
const WARD: WardId = WardId::from_uuid(Uuid::from_u128(900));
const OTHER_WARD: WardId = WardId::from_uuid(Uuid::from_u128(901));

fn today() -> NaiveDate {
    "2026-11-17".parse().expect("a day")
}

fn day(from_today: i64) -> NaiveDate {
    let days = Days::new(from_today.unsigned_abs());
    let found = if from_today < 0 { today().checked_sub_days(days) } else { today().checked_add_days(days) };
    found.expect("a day")
}

fn units() -> Units {
    let mut units = Units::default();
    units.say(&["Streets".to_owned()], UnitTo::Team(STREETS));
    units.say(&["Parks".to_owned()], UnitTo::Team(PARKS));
    units.say(&["Desk".to_owned()], UnitTo::Team(DESK));
    units.say(&["Theatre".to_owned()], UnitTo::Outside);
    units
}

fn compared(records: &Records, known: &[Known]) -> Plan {
    compared_after(0, records, known)
}

/// The comparison when so many have left lately.
fn compared_after(lately: usize, records: &Records, known: &[Known]) -> Plan {
    let wards =
        [("E05000001".to_owned(), "Abbey".to_owned(), WARD), ("E05000002".to_owned(), "Mill".to_owned(), OTHER_WARD)];
    let setting = Setting {
        seat: FEED,
        today: today(),
        units: &units(),
        wards: &wards,
        triage: &BTreeSet::from([DESK]),
        officers: Role::TeamMember,
        limit: Limit::default(),
        lately,
    };
    plan(records, known, &setting)
}

fn officer(key: &str, unit: &str) -> Person {
    Person {
        key: key.to_owned(),
        capacity: Capacity::Officer,
        name: format!("Person {key}"),
        given_name: None,
        family_name: None,
        email: Some(format!("{key}@council.example")),
        phone: None,
        job_title: None,
        units: vec![unit.to_owned()],
        manager: None,
        starts: None,
        ends: None,
        active: true,
        ward_gss: None,
        ward_name: None,
    }
}

fn member(key: &str, ward: Option<&str>) -> Person {
    Person { capacity: Capacity::Member, units: vec![], ward_name: ward.map(str::to_owned), ..officer(key, "") }
}

fn complete(rows: Vec<Person>) -> Reading<Person> {
    Reading { content: Content::Complete(rows), next: None, more: false, skipped: vec![] }
}

/// Somebody of the council's files.
fn filed(n: u128, role: Role, email: &str) -> Known {
    Known {
        id: PersonId::from_uuid(Uuid::from_u128(n)),
        name: format!("Known {n}"),
        email: Some(email.to_owned()),
        roles: [role].into(),
        groups: BTreeSet::new(),
        wards: BTreeSet::new(),
        has_access: true,
        from: None,
        until: None,
        bound: None,
    }
}

/// A council with its people, and what the source has said.
#[derive(Debug, Clone, Default)]
struct Town {
    known: Vec<Known>,
    records: Records,
}

impl Town {
    fn reads(&mut self, reading: &Reading<Person>) -> Plan {
        self.records.read(reading);
        compared(&self.records, &self.known)
    }

    fn puts_in_force(&mut self, plan: &Plan) {
        for step in &plan.steps {
            let at = self.known.iter().position(|known| Some(known.id) == step.person);
            let new = PersonId::from_uuid(Uuid::from_u128(10_000 + self.known.len() as u128));
            let after = step.after(at.map(|at| &self.known[at]), FEED, new).expect("the person is there");
            match at {
                Some(at) => self.known[at] = after,
                None => self.known.push(after),
            }
        }
    }

    fn takes_in(&mut self, rows: Vec<Person>) -> Plan {
        let plan = self.reads(&complete(rows));
        self.puts_in_force(&plan);
        plan
    }

    fn one(&self, key: &str) -> &Known {
        let is = |known: &&Known| known.bound.as_ref().is_some_and(|bound| bound.key == key);
        self.known.iter().find(is).expect("the person was taken in")
    }
}

fn words(plan: &Plan) -> Vec<String> {
    plan.steps.iter().map(|step| format!("{} {}", step.key, step.what.as_str())).collect()
}

fn conflicts(plan: &Plan) -> Vec<&str> {
    plan.conflicts.iter().map(Conflict::as_str).collect()
}

#[test]
fn a_joiner_a_mover_and_a_leaver_are_told_apart() {
    let mut town = Town::default();
    let joins = town.takes_in(vec![officer("1", "Streets"), officer("2", "Streets"), member("3", Some("abbey"))]);
    assert_eq!(words(&joins), ["1 joins", "2 joins", "3 joins"]);
    assert_eq!(
        (town.one("1").groups.clone(), town.one("1").roles.clone()),
        ([STREETS].into(), [Role::TeamMember].into())
    );
    assert_eq!((town.one("3").wards.clone(), town.one("3").roles.clone()), ([WARD].into(), [Role::Councillor].into()));

    let plan = town.takes_in(vec![officer("1", "Desk"), member("3", Some("E05000002")), officer("4", "Theatre")]);
    assert_eq!(words(&plan), ["1 changes", "2 leaves"], "the ward's code is no name");
    assert_eq!(conflicts(&plan), ["unknown-ward"]);
    assert_eq!(town.one("1").groups, [DESK].into(), "one team is left for the other");
    assert_eq!(town.one("1").roles, [Role::TriageOfficer].into(), "whoever works at the desk sorts");
    assert!(!town.one("2").has_access);
    assert_eq!(town.one("3").wards, [WARD].into(), "what cannot be said changes nothing");

    let mut gone = member("3", Some("Abbey"));
    gone.active = false;
    let plan = town.takes_in(vec![officer("1", "Desk"), officer("2", "Parks"), gone]);
    assert_eq!(words(&plan), ["2 returns", "3 leaves"]);
    assert_eq!(plan.steps[1].what, What::Leaves { why: Leaving::Inactive });
    assert_eq!((town.one("2").has_access, town.one("2").groups.clone()), (true, [PARKS].into()));
}

#[test]
fn somebody_known_is_found_by_the_exact_address_alone_and_keeps_what_is_theirs() {
    let mut town = Town { known: vec![filed(1, Role::TenantAdmin, "1@Council.example")], records: Records::default() };
    let mut same_name = officer("2", "Streets");
    same_name.name = "Known 1".to_owned();
    let plan = town.takes_in(vec![officer("1", "Streets"), same_name]);
    assert_eq!(words(&plan), ["1 changes", "2 joins"], "a name says nothing");
    assert!(plan.steps[0].binds);
    let admin = town.one("1");
    assert_eq!(admin.id, PersonId::from_uuid(Uuid::from_u128(1)));
    assert_eq!(admin.roles, [Role::TenantAdmin, Role::TeamMember].into(), "a role that the feed did not give stays");
}

#[test]
fn an_address_that_could_be_somebody_elses_is_a_conflict() {
    let known = vec![filed(1, Role::TeamMember, "a@x.example"), filed(2, Role::TeamMember, "a@x.example")];
    let mut town = Town { known, records: Records::default() };
    let row = |key: &str, email: &str| Person { email: Some(email.to_owned()), ..officer(key, "Streets") };
    assert_eq!(conflicts(&town.takes_in(vec![row("1", "a@x.example")])), ["email-shared"]);
    assert_eq!(
        conflicts(&town.takes_in(vec![row("1", "b@x.example"), row("2", "B@x.example")])),
        ["email-twice", "email-twice"]
    );
    assert!(town.takes_in(vec![row("1", "c@x.example"), row("2", "d@x.example")]).conflicts.is_empty());
    let plan = town.takes_in(vec![row("1", "c@x.example"), row("2", "c@x.example")]);
    assert_eq!((conflicts(&plan), words(&plan)), (vec!["email-taken"], vec![]));
    let by = town.one("1").id;
    assert_eq!(plan.conflicts[0].candidates(), [by]);
    let plan = town.reads(&complete(vec![row("1", "c@x.example"), row("2", "d@x.example"), row("3", "d@x.example")]));
    assert_eq!(
        (conflicts(&plan), words(&plan)),
        (vec!["email-taken"], vec![]),
        "a row that nobody knows takes nobody over"
    );
}

#[test]
fn rows_that_nobody_can_place_are_told_once_a_unit() {
    let mut town = Town::default();
    let rows = vec![
        officer("1", "Roads"),
        officer("2", "Roads"),
        officer("3", "Roof"),
        member("4", None),
        member("5", Some("Nowhere")),
    ];
    let plan = town.takes_in(rows);
    let unit = |name: &str, keys: &[&str]| Conflict::NoTeam {
        unit: vec![name.to_owned()],
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
    };
    assert_eq!(plan.conflicts[..2], [unit("Roads", &["1", "2"]), unit("Roof", &["3"])]);
    assert_eq!(conflicts(&plan)[2..], ["unknown-ward", "no-ward"]);
    assert!(town.known.is_empty());
}

#[test]
fn two_rows_of_one_key_change_nothing_until_one_is_put_right() {
    let mut town = Town::default();
    town.takes_in(vec![officer("1", "Streets")]);
    let plan = town.takes_in(vec![officer("1", "Streets"), officer("1", "Parks")]);
    assert_eq!((conflicts(&plan), words(&plan)), (vec!["twice"], vec![]));
    assert_eq!(town.one("1").groups, [STREETS].into());
    assert!(town.takes_in(vec![officer("1", "Streets"), officer("1", "Streets")]).is_empty(), "the same twice is once");
    let new = town.takes_in(vec![officer("2", "Streets"), officer("2", "Parks"), officer("1", "Streets")]);
    assert_eq!((conflicts(&new), words(&new)), (vec!["twice"], vec![]), "of one that was never seen, none is chosen");
}

#[test]
fn days_to_come_wait_and_a_known_last_day_ends_by_itself() {
    let mut town = Town::default();
    let mut row = officer("1", "Streets");
    row.starts = Some(day(10));
    town.takes_in(vec![row.clone()]);
    assert_eq!(town.one("1").from, Some(day(10)));
    row.starts = Some(day(20));
    let plan = town.takes_in(vec![row.clone()]);
    let starts = Change::Starts { from: Some(day(10)), to: Some(day(20)) };
    assert!(matches!(&plan.steps[0].what, What::Changes { changes, .. } if *changes == [starts]));
    row.ends = Some(day(30));
    town.takes_in(vec![row.clone()]);
    assert_eq!((town.one("1").from, town.one("1").until), (Some(day(20)), Some(day(30))));
    // As it is when that day is over, and nobody has looked yet.
    town.known[0].until = Some(day(-1));
    row.ends = Some(day(-1));
    assert!(town.reads(&complete(vec![row.clone()])).is_empty(), "it ends by itself");
    row.ends = Some(day(-2));
    assert_eq!(words(&town.reads(&complete(vec![row]))), ["1 leaves"], "an earlier one does not");
}

#[test]
fn who_has_access_keeps_it_whatever_first_day_a_source_gives() {
    let mut town = Town { known: vec![filed(1, Role::TeamMember, "1@council.example")], records: Records::default() };
    let row = Person { starts: Some(day(30)), ..officer("1", "Streets") };
    town.takes_in(vec![row.clone()]);
    assert_eq!(town.one("1").from, None);
    assert!(town.takes_in(vec![row]).is_empty());
}

#[test]
fn an_inactive_row_of_somebody_known_takes_access_unless_another_row_has_the_address() {
    let inactive = Person { active: false, email: Some("x@council.example".to_owned()), ..officer("old", "Streets") };
    let current = Person { email: Some("x@council.example".to_owned()), ..officer("new", "Streets") };
    let known = vec![filed(1, Role::TeamMember, "x@council.example")];
    let mut town = Town { known: known.clone(), records: Records::default() };
    assert_eq!(words(&town.takes_in(vec![inactive.clone()])), ["old leaves"]);
    assert!(town.takes_in(vec![inactive.clone()]).is_empty());
    let mut town = Town { known, records: Records::default() };
    assert_eq!(words(&town.takes_in(vec![inactive, current])), ["new changes"]);
}

#[test]
fn a_feed_never_takes_the_last_admin_and_a_sudden_loss_waits_for_a_person() {
    let mut town = Town { known: vec![filed(1, Role::TenantAdmin, "1@council.example")], records: Records::default() };
    let rows: Vec<Person> = (1..=20).map(|n| officer(&n.to_string(), "Streets")).collect();
    town.takes_in(rows.clone());
    let plan = town.reads(&complete(rows[1..].to_vec()));
    assert_eq!((plan.held, conflicts(&plan), words(&plan)), (Some(Held::LastAdmin), vec!["last-admin"], vec![]));
    let ends = Person { ends: Some(day(9)), ..rows[0].clone() };
    let plan = town.reads(&complete(std::iter::once(ends).chain(rows[1..].to_vec()).collect()));
    assert_eq!(conflicts(&plan), ["last-admin"], "a last day to come is the same");

    town.known.push(filed(2, Role::TenantAdmin, "boss@council.example"));
    let plan = town.reads(&complete(rows[1..].to_vec()));
    assert_eq!((plan.held, words(&plan)), (None, vec!["1 leaves".to_owned()]), "another one is left");
    let plan = town.reads(&complete(rows[5..].to_vec()));
    assert_eq!(plan.held, Some(Held::Share { leave: 5, of: 20 }));
}

#[test]
fn leavers_who_come_one_at_a_time_count_together() {
    let mut town = Town { known: vec![], records: Records::default() };
    let rows: Vec<Person> = (1..=20).map(|n| officer(&n.to_string(), "Streets")).collect();
    town.takes_in(rows.clone());
    town.reads(&complete(rows[1..].to_vec()));
    let held = |lately| compared_after(lately, &town.records, &town.known).held;
    assert_eq!((held(0), held(2)), (None, None), "three may always leave");
    assert_eq!(held(3), Some(Held::Share { leave: 4, of: 23 }));
    town.reads(&complete(rows));
    assert_eq!(compared_after(9, &town.records, &town.known), Plan::default(), "nobody leaves now");
}

/// A few keys, units, addresses and states, so that they meet often.
fn any_row() -> impl Strategy<Value = Person> {
    let days = prop::option::of(-3..4_i64);
    (0..6_u8, 0..5_usize, prop::option::of(0..5_u8), any::<bool>(), days.clone(), days, 0..6_u8).prop_map(
        |(key, unit, email, active, starts, ends, capacity)| {
            let unit = ["Streets", "Parks", "Desk", "Theatre", "Unknown"][unit];
            let key = key.to_string();
            let row = if capacity == 0 { member(&key, Some("Abbey")) } else { officer(&key, unit) };
            Person {
                email: email.map(|n| format!("{n}@council.example")),
                active,
                starts: starts.map(day),
                ends: ends.map(day),
                ..row
            }
        },
    )
}

fn any_rows() -> impl Strategy<Value = Vec<Person>> {
    prop::collection::vec(any_row(), 0..8)
}

fn any_town() -> impl Strategy<Value = Town> {
    let filed_ones = prop::collection::btree_map(0..5_u8, 0..3_usize, 0..4);
    (filed_ones, any_rows()).prop_map(|(people, rows)| {
        let roles = [Role::TeamMember, Role::TenantAdmin, Role::Councillor];
        let known = people.into_iter().map(|(n, role)| filed(n.into(), roles[role], &format!("{n}@council.example")));
        let mut town = Town { known: known.collect(), records: Records::default() };
        town.takes_in(rows);
        town
    })
}

fn without_bound(known: &[Known]) -> BTreeMap<PersonId, Known> {
    known.iter().filter(|known| known.bound.is_none()).map(|known| (known.id, known.clone())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// What a conflict holds up may become clear by what else happened; after a few readings there is nothing left to do.
    #[test]
    fn the_same_reading_again_comes_to_rest(mut town in any_town(), rows in any_rows()) {
        for _ in 0..4 {
            town.takes_in(rows.clone());
        }
        let again = town.reads(&complete(rows));
        prop_assert_eq!(again.steps, Vec::<Step>::new());
    }

    #[test]
    fn once_is_enough_where_nothing_was_in_conflict(mut town in any_town(), rows in any_rows()) {
        if town.takes_in(rows.clone()).conflicts.is_empty() {
            prop_assert!(town.reads(&complete(rows)).is_empty());
        }
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter(town in any_town(), rows in any_rows()) {
        let (mut one, mut other) = (town.clone(), town);
        let mut turned = rows.clone();
        turned.reverse();
        prop_assert_eq!(one.reads(&complete(rows)), other.reads(&complete(turned)));
    }

    #[test]
    fn a_row_that_could_not_be_read_removes_nobody(mut town in any_town(), rows in any_rows(), unread in prop::option::of(0..6_u8)) {
        let unread = unread.map(|key| key.to_string());
        let rows: Vec<Person> = rows.into_iter().filter(|row| Some(&row.key) != unread.as_ref()).collect();
        let skipped = Skipped { row: 1, key: unread.clone(), what: "It is torn.".to_owned(), remedy: "Mend it.".to_owned() };
        let before = town.records.clone();
        let plan = town.reads(&Reading { skipped: vec![skipped], ..complete(rows) });
        for step in plan.steps.iter().filter(|step| step.what == (What::Leaves { why: Leaving::Gone })) {
            // A row whose key is not known either could be anybody's.
            let may_be_gone = unread.as_ref().is_some_and(|unread| step.key != *unread);
            prop_assert!(may_be_gone || before.0[&step.key].gone, "{:?}", step);
        }
    }

    #[test]
    fn nobody_who_is_in_no_feed_is_touched_and_an_admin_is_left(mut town in any_town(), rows in any_rows()) {
        let admins = |town: &Town| town.known.iter().filter(|known| known.has_access && known.roles.contains(&Role::TenantAdmin)).count();
        let (before, had) = (without_bound(&town.known), admins(&town));
        let named: BTreeSet<String> = rows.iter().filter_map(|row| row.email.clone()).collect();
        let plan = town.takes_in(rows);
        for (id, known) in before {
            let theirs = known.email.as_ref().is_some_and(|email| named.contains(email));
            let touched = plan.steps.iter().any(|step| step.person == Some(id));
            prop_assert!(theirs || !touched, "{:?}", known);
        }
        prop_assert!(had == 0 || admins(&town) > 0, "the last admin is never taken");
    }

    #[test]
    fn nobody_is_given_the_right_to_set_the_council_up(mut town in any_town(), rows in any_rows()) {
        let admins: BTreeSet<PersonId> = town.known.iter().filter(|known| known.roles.contains(&Role::TenantAdmin)).map(|known| known.id).collect();
        town.takes_in(rows);
        for known in &town.known {
            prop_assert!(admins.contains(&known.id) || !known.roles.contains(&Role::TenantAdmin));
        }
    }

    #[test]
    fn each_row_of_the_feed_is_one_person(mut town in any_town(), rows in any_rows()) {
        town.takes_in(rows);
        let mut keys: Vec<&Bound> = town.known.iter().filter_map(|known| known.bound.as_ref()).collect();
        let all = keys.len();
        keys.sort_by(|a, b| a.key.cmp(&b.key));
        keys.dedup_by(|a, b| a.key == b.key);
        prop_assert_eq!(keys.len(), all);
    }
}
