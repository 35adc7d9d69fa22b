//! The other systems of the demo: each plugin that is shipped reads its own to the end, as a council would have it do.
#![expect(clippy::disallowed_methods, reason = "a browser of our own is the point")]

use std::collections::BTreeSet;
use std::sync::Arc;

use casework::calendar::WorkingCalendar;
use casework::clock::FixedClock;
use casework::feeds::{
    Content, Cursor, Fact, Item, Meeting, Message, Person, Reading, Shape, Source, Task, Upload, Work,
};
use casework::ids::TenantId;
use casework::manifest::Manifest;
use casework::wards;
use chrono::NaiveDate;
use egress::{Egress, EgressLimits, Origin, PrivateHost, Secret};
use plugin_host::{Feed, Grants, Installed, Limits, PluginHost, PluginHostConfig, description_in};
use serde_json::{Value, json};
use uuid::Uuid;

use server::demo::upstreams::{Upstreams, figures, people, street_manager, works};
use server::tenancy::apply::read_folder;

use crate::support::root;

fn councils() -> Vec<Manifest> {
    let folders = std::fs::read_dir(root().join("tenants")).expect("tenants").flatten();
    let folders = folders.map(|entry| entry.path()).filter(|path| path.join("tenant.toml").is_file());
    folders.map(|path| Manifest::from_files(&read_folder(&path).expect("a folder")).expect("a council")).collect()
}

fn a_port() -> std::net::TcpListener {
    std::net::TcpListener::bind("127.0.0.1:0").expect("a free port")
}

/// The other systems of all councils on some day, and a host that may reach them.
struct Scene {
    upstreams: Upstreams,
    host: PluginHost,
    councils: Vec<Manifest>,
    today: NaiveDate,
}

impl Scene {
    fn on(day: &str) -> Self {
        let clock = Arc::new(FixedClock::new(format!("{day}T09:30:00Z").parse().expect("a time")));
        let councils = councils();
        let upstreams = Upstreams::start(a_port(), Arc::clone(&clock) as _, &councils).expect("serving");
        let private = PrivateHost { origin: Origin::parse(&upstreams.origin()).expect("a host"), plain: true };
        let host = PluginHost::new(PluginHostConfig {
            cache_dir: root().join("target/tmp/plugin-cache"),
            limits: Limits::default(),
            clock,
            egress: Egress::new(EgressLimits::default()).with_private_hosts([private]),
        });
        let today = day.parse().expect("a day");
        Self { upstreams, host: host.expect("a host"), councils, today }
    }

    fn at(&self, council: &Manifest, path: &str) -> String {
        format!("http://{}/{}/{path}", self.upstreams.origin(), council.slug)
    }

    fn calendar(council: &Manifest) -> Arc<WorkingCalendar> {
        Arc::new(WorkingCalendar::new(council.nation, council.closures.iter().copied().collect()))
    }

    /// What all parts of a reading say together.
    async fn read<T: Item>(&self, council: &Manifest, feed: Feed<T>, source: Source) -> Vec<T> {
        let again = |cursor: Option<Cursor>| match &source {
            Source::File(upload, _) => Source::File(upload.clone(), cursor),
            _ => Source::Pull(cursor),
        };
        let calendar = Self::calendar(council);
        let task = |source| Task { source, today: self.today };
        let mut reading: Reading<T> = feed.read(task(source.clone()), &calendar).await.expect("a part");
        while reading.more {
            let part = feed.read(task(again(reading.next.clone())), &calendar).await.expect("a part");
            reading = reading.joined(part).expect("they go together");
        }
        assert_eq!(reading.skipped, [], "every row is read");
        match reading.content {
            Content::Complete(items) => items,
            Content::Changes { changed, .. } => changed,
        }
    }
}

/// A feed of this kind by the name of its plugin, made ready with these settings.
macro_rules! feed {
    ($scene:expr, $kind:ident, $plugin:literal, $settings:expr) => {{
        let component =
            std::fs::read(root().join(concat!("target/plugins/", $plugin, ".wasm"))).expect("scripts/build-plugins");
        let artefact = $scene.host.load($plugin, &component).expect("a component");
        let description = description_in(&component).expect("it says what it is");
        let origin = Origin::parse(&$scene.upstreams.origin()).expect("a host");
        let grants = Grants { hosts: [origin].into(), secrets: [("api-key".to_owned(), Secret::new(KEY))].into() };
        let (settings, tenant) = ($settings, TenantId::from_uuid(Uuid::from_u128(1)));
        let installed =
            Installed { artefact: &artefact, description: &description, settings: &settings, tenant, grants: &grants };
        $scene.host.$kind(installed).await.expect("good settings")
    }};
}

const KEY: &str = "casework-00000000-0000-4000-8000-000000000001-00000000-0000-4000-8000-00000000000f";

const DAY: &str = "2026-11-24";

fn with(mut settings: Value, more: &Value) -> Value {
    settings.as_object_mut().expect("a table").extend(more.as_object().expect("a table").clone());
    settings
}

#[tokio::test]
async fn meetings_come_from_modern_gov_with_those_who_sit() {
    let scene = Scene::on(DAY);
    for council in &scene.councils {
        let settings = json!({ "address": scene.at(council, "moderngov"), "days_past": 30, "days_ahead": 90 });
        let feed = feed!(scene, committee_calendar, "committees-moderngov", settings);
        let meetings: Vec<Meeting> = scene.read(council, feed, Source::Pull(None)).await;
        assert!(meetings.len() > 15, "{}", meetings.len());
        assert!(meetings.iter().any(|meeting| meeting.committee == "Health & Housing Scrutiny Board"), "escaped twice");
        assert!(meetings.iter().any(|meeting| meeting.papers.len() > 1));
        let name = casework::feeds::compared_name(&council.people[0].name);
        let sits = |meeting: &&Meeting| {
            let seats = meeting.members.as_deref().unwrap_or_default();
            seats.iter().any(|seat| casework::feeds::compared_name(&seat.name) == name)
        };
        let own = meetings.iter().filter(sits).count();
        assert!((3..meetings.len()).contains(&own), "{name} sits on some: {own}");
        let paper =
            meetings.iter().find_map(|meeting| meeting.papers.iter().find(|paper| paper.title.contains("pack")));
        let url = paper.expect("a paper").url.clone();
        assert!(page_of(&url).await.contains("<h1>Public reports pack"), "a link leads somewhere");
    }
}

pub async fn page_of(url: &str) -> String {
    let client = reqwest::Client::builder().build().expect("a client");
    client.get(url).send().await.expect("an answer").text().await.expect("text")
}

#[tokio::test]
async fn meetings_come_from_cmis_and_from_calendars() {
    let scene = Scene::on(DAY);
    for council in &scene.councils {
        let any = "cmis/Meetings/tabid/70/ctl/ViewMeetingPublic/mid/397/Meeting/1/Committee/1/Default.aspx";
        for address in [any, "cmis/Meetings.aspx"] {
            let settings = json!({ "address": scene.at(council, address), "months_past": 1, "months_ahead": 2 });
            let feed = feed!(scene, committee_calendar, "committees-cmis", settings);
            let meetings: Vec<Meeting> = scene.read(council, feed, Source::Pull(None)).await;
            assert!(meetings.len() > 15 && meetings.iter().any(|meeting| !meeting.papers.is_empty()), "{address}");
            assert!(meetings.iter().all(|meeting| meeting.place.is_some() && !meeting.all_day));
        }
        let calendars = json!([{ "address": scene.at(council, "calendars/103.ics") }, { "address": scene.at(council, "calendars/all.ics") }]);
        let feed = feed!(scene, committee_calendar, "committees-ical", json!({ "calendars": calendars }));
        let meetings: Vec<Meeting> = scene.read(council, feed, Source::Pull(None)).await;
        assert!(meetings.len() > 60 && meetings.iter().any(|meeting| !meeting.papers.is_empty()));
    }
}

fn is_in_a_ward(council: &Manifest, work: &Work) -> bool {
    let at = match work.shape.as_ref() {
        Some(Shape::Point(at)) => Some(*at),
        Some(Shape::Line(line)) => line.first().copied(),
        _ => None,
    };
    at.is_some_and(|at| wards::find(&council.wards, at.latitude, at.longitude).is_some())
}

#[tokio::test]
async fn works_come_from_tables_geojson_and_traffic_orders() {
    for day in [DAY, "2027-06-30"] {
        let scene = Scene::on(day);
        for council in &scene.councils {
            for (file, fields) in [("works.csv", true), ("works.geojson", true), ("orders.json", false)] {
                let mut settings = json!({ "promoter": "Highways", "address": scene.at(council, file) });
                if fields {
                    settings["fields"] = works::columns();
                }
                let feed = feed!(scene, highways_schedule, "highways-feed", settings);
                let works: Vec<Work> = scene.read(council, feed, Source::Pull(None)).await;
                let (placed, nowhere): (Vec<_>, Vec<_>) = works.iter().partition(|work| work.shape.is_some());
                let inside = placed.iter().filter(|work| is_in_a_ward(council, work)).count();
                // A place that is right to 5 metres may lie just beyond the edge.
                assert!(inside + 2 >= placed.len() && inside > 3, "{file} on {day}: {inside} of {}", placed.len());
                assert_eq!(nowhere.is_empty(), file != "works.csv", "{file}");
                if file == "works.csv" {
                    let now =
                        works.iter().filter(|work| work.starts <= scene.today && scene.today <= work.ends).count();
                    let coming = works.iter().filter(|work| work.starts > scene.today).count();
                    assert!(now > 1 && coming > 1, "{day}: {now} and {coming}");
                }
            }
        }
    }
}

#[tokio::test]
async fn works_come_from_the_messages_of_street_manager() {
    let scene = Scene::on(DAY);
    for council in &scene.councils {
        let settings = json!({ "authorities": [street_manager::AUTHORITY] });
        let feed = feed!(scene, highways_schedule, "highways-street-manager", settings);
        let now = "2026-11-24T09:30:00Z".parse().expect("a time");
        let sent = street_manager::messages(council, "arn:aws:sns:eu-west-2:1:permits", now);
        let mut works: Vec<Work> = Vec::new();
        for envelope in &sent {
            assert_eq!((&envelope["Type"], envelope["Signature"].as_str()), (&json!("Notification"), Some("")));
            let body = envelope["Message"].as_str().expect("a text").as_bytes().to_vec();
            let message = Message { media_type: "application/json".to_owned(), body };
            let task = Task { source: Source::Push(message), today: scene.today };
            let reading = feed.read(task, &Scene::calendar(council)).await.expect("a reading");
            let Content::Changes { changed, .. } = reading.content else { panic!("a message tells a change") };
            works.extend(changed);
        }
        assert_eq!(works.len() + 1, sent.len(), "one is of another authority");
        let inside = works.iter().filter(|work| is_in_a_ward(council, work)).count();
        assert!(inside + 2 >= works.len(), "{inside} of {}", works.len());
    }
}

#[tokio::test]
async fn figures_come_from_the_census_and_from_a_plain_table() {
    let scene = Scene::on(DAY);
    for council in &scene.councils {
        let addresses: Vec<_> = figures::FILES.iter().map(|file| scene.at(council, file)).collect();
        let settings = with(figures::statistics(), &json!({ "addresses": addresses }));
        let feed = feed!(scene, ward_facts, "ward-facts-census", settings);
        let facts: Vec<Fact> = scene.read(council, feed, Source::Pull(None)).await;
        assert_eq!(facts.len(), council.wards.len() * 10);
        let unknown = facts.iter().filter(|fact| !council.wards.iter().any(|ward| ward.gss == fact.ward_gss)).count();
        assert_eq!(unknown, 10, "one ward has a new boundary, and so no figure");

        let content = page_of(&scene.at(council, "facts.csv")).await.into_bytes();
        let upload = Upload { name: "facts.csv".to_owned(), media_type: "text/csv".to_owned(), content };
        let feed = feed!(scene, ward_facts, "ward-facts-plain", json!({}));
        let plain: Vec<Fact> = scene.read(council, feed, Source::File(upload, None)).await;
        assert_eq!(plain.len(), facts.len());
    }
}

#[tokio::test]
async fn people_come_from_the_export_of_an_hr_system() {
    let scene = Scene::on(DAY);
    for council in &scene.councils {
        let settings = with(people::columns(), &json!({ "address": scene.at(council, "people.csv") }));
        let feed = feed!(scene, people_feed, "people-csv", settings);
        let people: Vec<Person> = scene.read(council, feed, Source::Pull(None)).await;
        let keys: BTreeSet<_> = people.iter().map(Item::key).collect();
        assert_eq!(keys.len(), people.len(), "everybody has a number of their own");
        for known in council.people.iter().filter(|known| !known.groups.is_empty() || !known.wards.is_empty()) {
            let found = people.iter().find(|person| person.email.as_deref() == Some(&known.email));
            let found = found.unwrap_or_else(|| panic!("{} is there", known.key));
            assert!(found.active && known.name.ends_with(found.family_name.as_deref().expect("a name")));
        }
        assert_eq!(people.iter().filter(|person| person.starts.is_some_and(|day| day > scene.today)).count(), 1);
        assert_eq!(people.iter().filter(|person| !person.active).count(), 1);
    }
}

#[tokio::test]
async fn messages_are_taken_as_notify_takes_them_and_can_be_looked_at() {
    use casework::channel::{Content, Outgoing};
    let scene = Scene::on(DAY);
    let council = &scene.councils[0];
    let templates = json!({ "email": "00000000-0000-4000-8000-000000000002" });
    let settings = json!({
        "address": scene.at(council, "notify"), "service_id": "00000000-0000-4000-8000-000000000001", "templates": templates,
    });
    let channel = feed!(scene, notification_channel, "notify-govuk", settings);
    let mut references = BTreeSet::new();
    for number in 0..105 {
        let (to, subject, body) = ("jo@example.org", format!("Report <{number}>"), "We have it.".to_owned());
        let content = Content::Email { to: to.to_owned(), subject, body };
        let key = format!("11111111-1111-4111-8111-{number:012}");
        let message = Outgoing { idempotency_key: key, language: casework::text::Lang::En, content };
        let receipt = channel.send(message, &Scene::calendar(council)).await.expect("taken");
        references.insert(receipt.reference.expect("a number"));
    }
    assert_eq!(references.len(), 105);
    let page = page_of(&scene.at(council, "notify")).await;
    assert!(page.contains("Report &lt;104&gt;") && page.contains("We have it."), "{page}");
    assert_eq!(page.matches("<article>").count(), 100, "the last hundred");
    assert!(!page_of(&scene.at(&scene.councils[1], "notify")).await.contains("Report"), "each council sees its own");
}
