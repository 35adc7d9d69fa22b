//! The home page: cards with what feeds brought (R52), chosen by each person (R53), and the calendar (R54). What the feeds brought is put
//! into the council's rows here, as the slice `feeds` would.

mod calendar;
mod cards;
mod choice;
mod near;

use casework::feeds::{
    Fact, FactUnit, Meeting, MeetingStatus, Paper, PaperKind, Position, Seat, Shape, Traffic, Work, WorkStatus,
    compared_name,
};
use casework::people::Role;
use chrono::NaiveDate;
use serde::Serialize;
use server::tenancy::Council;

use crate::support::{AllSeeing, Person, TestApp, places};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// What is brought in for a council.
struct Feeds<'a> {
    council: &'a Council,
    rows: AllSeeing,
}

const MEETINGS: &str = "committee-calendar/test";
const WORKS: &str = "highways-schedule/test";
const FIGURES: &str = "ward-facts/test";

impl<'a> Feeds<'a> {
    /// A council with feeds of these seats, all of which were read half an hour ago.
    async fn of(app: &TestApp, council: &'a Council, seats: &[&str]) -> Self {
        let rows = app.database.all_seeing().await;
        for seat in seats {
            let sql = format!(
                "WITH setup AS (
                     INSERT INTO plugin_setup (id, seat, plugin, settings, state, made_at, changed_at)
                     VALUES (gen_random_uuid(), '{seat}', 'test', '{{}}', 'used', '2026-11-17T08:00:00Z', '2026-11-17T08:00:00Z')
                     RETURNING id)
                 INSERT INTO feed (seat, setup_id, good_at) SELECT '{seat}', id, '2026-11-17T09:00:00Z' FROM setup"
            );
            rows.run(&council.schema, &sql).await;
        }
        Self { council, rows }
    }

    async fn bring(
        &self,
        seat: &str,
        key: &str,
        about: &[String],
        days: Option<(NaiveDate, NaiveDate)>,
        body: &impl Serialize,
    ) {
        let kind = seat.split('/').next().expect("a kind");
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
        let about: Vec<_> = about.iter().map(|about| quoted(about)).collect();
        let (from, until) = days.map_or_else(
            || ("NULL".to_owned(), "NULL".to_owned()),
            |(from, until)| (quoted(&from.to_string()), quoted(&until.to_string())),
        );
        let body = serde_json::to_string(body).expect("JSON");
        let sql = format!(
            "INSERT INTO feed_item (seat, key, kind, about, from_on, until_on, body, read_at)
             VALUES ('{seat}', {}, '{kind}', ARRAY[{}]::text[], {from}, {until}, {}, '2026-11-17T09:00:00Z')",
            quoted(key),
            about.join(","),
            quoted(&body)
        );
        self.rows.run(&self.council.schema, &sql).await;
    }

    async fn meeting(&self, meeting: Meeting) {
        let seats = meeting.members.as_deref().unwrap_or_default();
        let about: Vec<_> = seats.iter().map(|seat| compared_name(&seat.name)).collect();
        let on = meeting.begins.date();
        self.bring(MEETINGS, &meeting.key.clone(), &about, Some((on, on)), &meeting).await;
    }

    async fn work(&self, work: Work, wards: &[&str]) {
        let about: Vec<_> = wards.iter().map(|ward| (*ward).to_owned()).collect();
        self.bring(WORKS, &work.key.clone(), &about, Some((work.starts, work.ends)), &work).await;
    }

    async fn fact(&self, fact: Fact) {
        self.bring(FIGURES, &fact.key.clone(), std::slice::from_ref(&fact.ward_gss), None, &fact).await;
    }
}

/// A meeting of a committee at six in the evening at which these people sit; nobody knows who if there are none.
fn meeting(key: &str, committee: &str, on: &str, members: &[&str]) -> Meeting {
    let seat = |name: &&str| Seat { key: None, name: (*name).to_owned(), role: None };
    Meeting {
        key: key.to_owned(),
        committee_key: committee.to_lowercase(),
        committee: committee.to_owned(),
        title: None,
        begins: day(on).and_hms_opt(18, 0, 0).expect("a time"),
        all_day: false,
        ends: day(on).and_hms_opt(20, 30, 0),
        place: Some("Room 1".to_owned()),
        status: MeetingStatus::Planned,
        url: Some("https://democracy.example.org/1".to_owned()),
        papers: vec![Paper {
            kind: PaperKind::Agenda,
            title: "Agenda & reports".to_owned(),
            url: "https://democracy.example.org/agenda".to_owned(),
        }],
        members: (!members.is_empty()).then(|| members.iter().map(seat).collect()),
    }
}

fn work(key: &str, street: &str, starts: &str, ends: &str, shape: Option<Shape>) -> Work {
    Work {
        key: key.to_owned(),
        promoter: "Valley Water".to_owned(),
        street: street.to_owned(),
        area: None,
        description: "Water main".to_owned(),
        status: WorkStatus::Planned,
        starts: day(starts),
        ends: day(ends),
        traffic: Traffic::RoadClosure,
        traffic_words: Some("Road closure".to_owned()),
        shape,
        url: None,
        changed_at: None,
    }
}

fn fact(ward: &str, statistic: &str, value: f64) -> Fact {
    Fact {
        key: format!("{ward}/{statistic}/2021"),
        ward_gss: ward.to_owned(),
        statistic: statistic.to_owned(),
        label: format!("Label of {statistic}"),
        label_cy: None,
        value,
        unit: FactUnit::Count,
        period: "2021".to_owned(),
        source: "Census".to_owned(),
        boundary_year: None,
    }
}

/// A councillor of the council with a ward, its code, and a point in it.
struct Member {
    person: Person,
    name: String,
    gss: String,
    at: Position,
}

async fn member(app: &TestApp, council: &Council) -> Member {
    let (ward, latitude, longitude) = places::inside_a_ward_of(&council.manifest, |ward| {
        council.manifest.people.iter().any(|person| person.wards.first() == Some(&ward.gss))
    });
    let is_theirs = |person: &&casework::manifest::PersonDef| person.wards.first() == Some(&ward.gss);
    let known = council.manifest.people.iter().find(is_theirs).expect("somebody of the ward");
    let person = app.sign_in(council, &known.key).await;
    Member { person, name: known.name.clone(), gss: ward.gss.clone(), at: Position { longitude, latitude } }
}

/// Another councillor, of another ward.
async fn another(app: &TestApp, council: &Council, but: &Member) -> Person {
    app.somebody(council, Role::Councillor, |person| !person.wards.contains(&but.gss)).await
}

/// Everything that feeds can bring, for a councillor of this name and their ward; tells where the first of the works is.
pub async fn bring_all(app: &TestApp, council: &Council, name: &str) -> serde_json::Value {
    let feeds = Feeds::of(app, council, &[MEETINGS, WORKS, FIGURES]).await;
    for (key, committee, on) in [
        ("1", "Planning Control Committee", "2026-11-19"),
        ("2", "Adult Social Care, Health and Housing Scrutiny Board", "2026-11-24"),
        ("3", "Licensing Sub-Committee", "2026-12-01"),
        ("4", "Council", "2026-12-02"),
        ("5", "Audit and Accounts Committee", "2026-12-09"),
    ] {
        let status = if key == "3" { MeetingStatus::Cancelled } else { MeetingStatus::Planned };
        feeds.meeting(Meeting { status, ..meeting(key, committee, on, &[name]) }).await;
    }
    let manifest = &council.manifest;
    let known = manifest.people.iter().find(|person| person.name == name).expect("the councillor");
    let (ward, latitude, longitude) = places::inside_a_ward_of(manifest, |ward| known.wards.contains(&ward.gss));
    let kinds = [Traffic::RoadClosure, Traffic::Alternating, Traffic::Footway, Traffic::LaneClosure, Traffic::Slight];
    for (number, traffic) in (0_u32..9).zip(kinds.into_iter().cycle()) {
        let at = |more: f64| Position {
            longitude: longitude + 0.002 * f64::from(number / 3) + more,
            latitude: latitude + 0.0015 * f64::from(number % 3) + more / 2.0,
        };
        let shape = if number % 2 == 0 { Shape::Point(at(0.0)) } else { Shape::Line(vec![at(0.0), at(0.002)]) };
        let street = ["Mill Lane", "Station Road", "The Crescent"][usize::try_from(number % 3).expect("small")];
        let (starts, ends) = (format!("2026-11-{}", 10 + number), format!("2026-12-{}", 10 + number));
        let brought = work(&format!("W{number}"), street, &starts, &ends, Some(shape));
        let status = if number < 8 { WorkStatus::InProgress } else { WorkStatus::Proposed };
        feeds.work(Work { traffic, status, ..brought }, &[&ward.gss]).await;
    }
    feeds.work(work("P", "Various streets", "2026-11-20", "2026-11-22", None), &[]).await;
    for (at, ward) in (0_u32..).zip(&manifest.wards) {
        for (statistic, value, unit) in [
            ("residents", 15_231.0, FactUnit::Count),
            ("density", 4_263.7, FactUnit::PerSquareKilometre),
            ("median-age", 38.5, FactUnit::Years),
            ("rented", 27.4, FactUnit::Percent),
        ] {
            let value = value * (0.7 + 0.05 * f64::from(at % 9));
            feeds.fact(Fact { unit, ..fact(&ward.gss, statistic, value) }).await;
        }
    }
    serde_json::json!({ "at": { "latitude": latitude, "longitude": longitude }, "street": "Mill Lane" })
}
