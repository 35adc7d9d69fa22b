//! Works on streets in the messages of Street Manager.

use casework::feeds::{Content, FeedError, Item, Message, Position, Reading, Shape, Source, Traffic, Work, WorkStatus};
use plugin_host::{FeedFailure, Grants};
use serde_json::{Value, json};

use crate::host::{calendar, day, mistakes, pull, sample, sandbox, task};

/// A message about a permit, in the form of Street Manager's.
fn permit() -> Value {
    json!({
        "event_reference": 1, "event_type": "WORK_START", "event_time": "2026-06-24T14:21:44.091Z",
        "object_type": "PERMIT", "object_reference": "AB1-01", "version": 1,
        "object_data": {
            "permit_reference_number": "AB1-01", "promoter_organisation": "Water Company", "highway_authority": "A COUNCIL",
            "highway_authority_swa_code": "9001", "works_location_coordinates": "POINT(433573 335358)",
            "street_name": "HIGH STREET", "area_name": "OLD TOWN", "town": null,
            "proposed_start_date": "2026-06-23T23:00:00.000Z", "proposed_end_date": "2026-06-27T23:00:00.000Z",
            "actual_start_date_time": null, "actual_end_date_time": null,
            "permit_status": "granted", "work_status_ref": "planned", "activity_type": "Remedial works",
            "traffic_management_type": "Multi-way signals", "works_location_type": "Footway, Carriageway",
            "a_new_field": { "without": "notice" },
        },
    })
}

async fn pushed(message: &[u8], settings: Value) -> Result<Reading<Work>, FeedFailure> {
    let feed = sandbox().works("highways-street-manager", settings, &Grants::default()).await.expect("good settings");
    let message = Message { media_type: "application/json".to_owned(), body: message.to_vec() };
    feed.read(task(Source::Push(message)), &calendar()).await
}

async fn told(message: &Value) -> Result<Option<Work>, FeedFailure> {
    Ok(one(pushed(message.to_string().as_bytes(), json!({})).await?))
}

fn one(reading: Reading<Work>) -> Option<Work> {
    let Content::Changes { mut changed, removed } = reading.content else { panic!("a message tells a change") };
    assert!(changed.len() <= 1 && removed.is_empty() && !reading.more);
    changed.pop()
}

#[tokio::test]
async fn a_permit_becomes_a_work() {
    let work = told(&permit()).await.expect("a reading").expect("a work");
    assert_eq!((work.key(), work.promoter.as_str(), work.street.as_str()), ("AB1-01", "Water Company", "High Street"));
    assert_eq!((work.area.as_deref(), work.status), (Some("Old Town"), WorkStatus::Planned));
    assert_eq!((work.starts, work.ends), (day("2026-06-24"), day("2026-06-28")), "midnight in summer is 23:00 UTC");
    assert_eq!((work.traffic, work.traffic_words.as_deref()), (Traffic::Alternating, Some("Multi-way signals")));
    assert_eq!(work.description, "Remedial works: footway, carriageway");
    assert_eq!(work.changed_at.map(|at| at.to_rfc3339()), Some("2026-06-24T14:21:44.091+00:00".to_owned()));
    assert_eq!(told(&permit()).await, Ok(Some(work)), "the same again is the same");
}

#[tokio::test]
async fn status_days_and_traffic_follow_the_work() {
    let mut message = permit();
    let mut with = async |fields: Value| {
        for (name, value) in fields.as_object().expect("fields") {
            message["object_data"][name] = value.clone();
        }
        told(&message).await.expect("a reading").expect("a work")
    };
    assert_eq!(with(json!({ "permit_status": "submitted" })).await.status, WorkStatus::Proposed);
    let begun = with(json!({
        "permit_status": "permit_modification_request", "work_status_ref": "in_progress",
        "actual_start_date_time": "2026-06-29T10:11:00.000Z", "current_traffic_management_type": "Road closure",
    }))
    .await;
    assert_eq!((begun.status, begun.traffic), (WorkStatus::InProgress, Traffic::RoadClosure));
    assert_eq!((begun.starts, begun.ends), (day("2026-06-29"), day("2026-06-29")), "it never ends before it begins");
    let done =
        with(json!({ "work_status_ref": "completed", "actual_end_date_time": "2026-07-01T15:00:00.000Z" })).await;
    assert_eq!((done.status, done.ends), (WorkStatus::Finished, day("2026-07-01")));
    assert_eq!(with(json!({ "permit_status": "revoked" })).await.status, WorkStatus::Cancelled);
    let path = with(json!({
        "current_traffic_management_type": "No carriageway incursion", "close_footway_ref": "yes_provide_pedestrian_walkway",
    }))
    .await;
    assert_eq!(path.traffic, Traffic::Footway);
}

#[tokio::test]
async fn only_the_streets_of_the_authorities_in_the_settings_matter() {
    let message = permit().to_string();
    let ours = pushed(message.as_bytes(), json!({ "authorities": ["4321", "9001"] })).await.expect("a reading");
    assert!(one(ours).is_some());
    let theirs = pushed(message.as_bytes(), json!({ "authorities": ["4321"] })).await.expect("a reading");
    assert!(one(theirs).is_none());
}

#[tokio::test]
async fn a_kind_of_object_that_is_not_known_yet_changes_nothing() {
    let mut message = permit();
    message["object_type"] = json!("GEOGRAPHICAL_AREA");
    assert_eq!(told(&message).await, Ok(None));
}

#[tokio::test]
async fn a_message_that_cannot_be_read_brings_nothing() {
    let mut messages = vec![b"{".to_vec(), b"[1]".to_vec(), b"<html>".to_vec()];
    for (name, value) in [
        ("permit_reference_number", json!(null)),
        ("street_name", json!("")),
        ("proposed_start_date", json!(null)),
        ("proposed_end_date", json!("31/06/2026")),
    ] {
        let mut message = permit();
        message["object_data"][name] = value;
        messages.push(message.to_string().into_bytes());
    }
    for message in messages {
        let answer = pushed(&message, json!({})).await;
        assert!(matches!(answer, Err(FeedFailure::Source(FeedError::Unreadable(_)))), "{answer:?}");
    }
    let feed = sandbox().works("highways-street-manager", json!({}), &Grants::default()).await.expect("good settings");
    assert_eq!(feed.read(pull(), &calendar()).await, Err(FeedFailure::Source(FeedError::NotThisWay)));
}

#[tokio::test]
async fn settings_that_cannot_work_are_told() {
    let settings = json!({ "authorities": ["9001", "council"], "authority": "9001" });
    let refused = sandbox().works("highways-street-manager", settings, &Grants::default()).await;
    assert_eq!(mistakes(refused), ["$.authorities[1]", "$.authority"]);
}

/// Metres between a position and what a source of both says.
fn metres(position: Position, longitude: f64, latitude: f64) -> f64 {
    let east = (position.longitude - longitude) * latitude.to_radians().cos();
    (position.latitude - latitude).hypot(east) * 111_320.0
}

/// The middles of wards, where they are at hand, by a source that says them both ways: easting, northing, longitude, latitude.
fn wards() -> Vec<(f64, f64, f64, f64)> {
    let Some(wards) = sample("wards", "", "wards_2025") else { return Vec::new() };
    let wards: Value = serde_json::from_slice(&wards).expect("JSON");
    let middle = |ward: &Value| {
        let number = |name: &str| ward["properties"][name].as_f64().expect("a number");
        (number("BNG_E"), number("BNG_N"), number("LONG"), number("LAT"))
    };
    wards["features"].as_array().expect("wards").iter().map(middle).collect()
}

#[tokio::test]
async fn the_grid_is_turned_into_degrees_within_five_metres() {
    // The worked example in Ordnance Survey's guide to coordinate systems.
    let mut places =
        vec![(651_409.903, 313_177.270, 1.0 + 42.0 / 60.0 + 57.787 / 3_600.0, 52.0 + 39.0 / 60.0 + 28.723 / 3_600.0)];
    places.extend(wards());
    for (easting, northing, longitude, latitude) in places {
        let mut message = permit();
        message["object_data"]["works_location_coordinates"] = json!(format!("POINT({easting} {northing})"));
        let work = told(&message).await.expect("a reading").expect("a work");
        let Some(Shape::Point(at)) = work.shape else { panic!("a point") };
        let off = metres(at, longitude, latitude);
        assert!(off < 5.0, "{easting} {northing}: {off} m");
    }
}

/// Messages as the Department for Transport documents them, where they are at hand.
#[tokio::test]
async fn real_messages_are_read() {
    let known = [
        ("permit", "TSR1591199404915-01", WorkStatus::InProgress, Traffic::Alternating),
        ("activity", "ARN-5990-85775436", WorkStatus::Cancelled, Traffic::RoadClosure),
        ("section58", "S58-5990-46589070", WorkStatus::Proposed, Traffic::Slight),
    ];
    for (kind, key, status, traffic) in known {
        let Some(message) = sample("highways", &format!("street_manager_{kind}"), "") else { return };
        let work = one(pushed(&message, json!({})).await.expect("a reading")).expect("a work");
        assert_eq!((work.key(), work.status, work.traffic), (key, status, traffic));
        assert!(matches!(work.shape, Some(Shape::Line(line)) if line.len() == 2));
    }
    let event = sample("highways", "street_manager_notification_event", "").expect("beside the others");
    let envelope: Value = serde_json::from_slice(&event).expect("JSON");
    let message = envelope["Message"].as_str().expect("a message");
    let work = one(pushed(message.as_bytes(), json!({})).await.expect("a reading")).expect("a work");
    assert_eq!((work.starts, work.ends), (day("2020-06-24"), day("2020-06-28")));
    assert_eq!((work.status, work.traffic), (WorkStatus::InProgress, Traffic::RoadClosure));
}
