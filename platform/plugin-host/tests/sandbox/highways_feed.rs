//! Works on streets from files: tables, GeoJSON and traffic orders, uploaded and fetched.

use casework::feeds::{FeedError, Item, Reading, Shape, Traffic, Work, WorkStatus};
use plugin_host::{FeedFailure, Grants};
use serde_json::{Value, json};

use crate::host::{all, calendar, day, file, grants, mistakes, pull, sample, sandbox, sandbox_beside};
use crate::upstream::{Reply, Upstream};

const TABLE: &str = "Ref,Street,Start,End,Works,Status,Traffic,E,N\n\
    R1,High Street,24/11/2026,30/11/2026,Resurfacing,In progress,Road closed,433573,335358\n\
    R2,Low Street,01/12/2026,02/12/2026,,Planned,Lane closure,,\n\
    R3,Mill Lane,01/12/2026,30/11/2026,,Planned,,,\n\
    R4,Mill Lane,31/06/2026,30/11/2026,,Planned,,,\n\
    R5,Mill Lane,01/12/2026,02/12/2026,,Who knows,,,\n\
    R6,Mill Lane\n";

fn settings() -> Value {
    json!({
        "promoter": "Highways team",
        "fields": {
            "key": "Ref", "street": "Street", "starts": "Start", "ends": "End", "description": "Works", "status": "Status",
            "traffic": "Traffic", "x": "E", "y": "N",
        },
    })
}

async fn upload(content: impl Into<Vec<u8>>, settings: Value) -> Result<Reading<Work>, FeedFailure> {
    let feed = sandbox().works("highways-feed", settings, &Grants::default()).await.expect("good settings");
    feed.read(file("works", "application/octet-stream", content), &calendar()).await
}

#[tokio::test]
async fn a_table_brings_works_and_says_what_it_could_not_read() {
    let reading = upload(TABLE, settings()).await.expect("a reading");
    let [high, low] = all(&reading) else { panic!("{reading:?}") };
    assert_eq!((high.key(), high.promoter.as_str(), high.description.as_str()), ("R1", "Highways team", "Resurfacing"));
    assert_eq!((high.starts, high.ends, high.status), (day("2026-11-24"), day("2026-11-30"), WorkStatus::InProgress));
    assert_eq!((high.traffic, low.traffic), (Traffic::RoadClosure, Traffic::LaneClosure));
    assert!(matches!(high.shape, Some(Shape::Point(at)) if (at.latitude - 52.9146).abs() < 0.001));
    assert_eq!((low.description.as_str(), low.shape.as_ref()), ("Works", None));
    let told: Vec<_> = reading.skipped.iter().map(|row| (row.row, row.key.as_deref())).collect();
    assert_eq!(told, [(4, Some("R3")), (5, Some("R4")), (6, Some("R5")), (7, None)]);
    assert_eq!(upload(TABLE, settings()).await, Ok(reading), "the same again is the same");
}

#[tokio::test]
async fn geojson_brings_its_shapes() {
    let feature = |key: &str, geometry: Value| {
        let properties =
            json!({ "Ref": key, "Street": "High Street", "Start": "2026-12-01", "End": "2026-12-02T10:00:00Z" });
        json!({ "type": "Feature", "properties": properties, "geometry": geometry })
    };
    let features = json!([
        feature("R1", json!({ "type": "LineString", "coordinates": [[-1.5, 52.9], [-1.4, 52.9]] })),
        feature("R2", json!(null)),
        { "type": "Feature", "properties": {}, "geometry": null },
    ]);
    let collection = json!({ "type": "FeatureCollection", "features": features }).to_string();
    let mut settings = settings();
    settings["fields"].as_object_mut().expect("a table").remove("status");
    let reading = upload(format!("\u{feff}{collection}"), settings).await.expect("a reading");
    let [line, nowhere] = all(&reading) else { panic!("{reading:?}") };
    assert!(matches!(&line.shape, Some(Shape::Line(line)) if line.len() == 2));
    assert_eq!((line.status, line.ends), (WorkStatus::Planned, day("2026-12-02")), "the days say the status");
    assert_eq!((nowhere.key(), nowhere.shape.as_ref()), ("R2", None));
    assert_eq!(reading.skipped.len(), 1);
}

/// A traffic order in the form of the Department for Transport's, with this time.
fn order(time: &Value) -> String {
    let place = |kind: &str, words: &str| {
        json!({
            "type": kind, "description": words,
            "linearGeometry": { "version": 1, "linestring": "SRID=27700;LINESTRING(323544 124622, 323464 124595)" },
        })
    };
    let provision = json!({
        "actionType": "new", "reference": "b1", "provisionDescription": "Road closed for works",
        "regulatedPlace": [place("diversionRoute", "By the other road"), place("regulationLocation", "East Street")],
        "regulation": [{ "condition": [{ "timeValidity": time }], "generalRegulation": { "regulationType": "miscRoadClosure" } }],
    });
    json!({ "schemaVersion": "4.0.0", "data": { "source": { "provision": [provision] } } }).to_string()
}

#[tokio::test]
async fn a_traffic_order_brings_its_closures() {
    let settings = json!({ "promoter": "Highways team" });
    let time = json!({ "start": "2026-11-22T06:00:00", "end": "2026-11-24T20:00:00" });
    let reading = upload(order(&time), settings.clone()).await.expect("a reading");
    let [work] = all(&reading) else { panic!("{reading:?}") };
    assert_eq!((work.key(), work.street.as_str(), work.status), ("b1", "East Street", WorkStatus::InProgress));
    assert_eq!((work.traffic, work.ends), (Traffic::RoadClosure, day("2026-11-24")));
    assert!(matches!(&work.shape, Some(Shape::Line(line)) if line.len() == 2));

    let permanent =
        upload(order(&json!({ "start": "2026-11-22T06:00:00" })), settings.clone()).await.expect("a reading");
    assert_eq!((all(&permanent).len(), permanent.skipped.len()), (0, 0), "an order without an end is no work");
    let odd = upload(order(&json!({ "start": "2026-06-31T06:00:00", "end": "2026-11-24" })), settings).await;
    assert_eq!(odd.expect("a reading").skipped[0].key.as_deref(), Some("b1"));
}

#[tokio::test]
async fn what_is_no_whole_file_brings_nothing() {
    let order = order(&json!({ "start": "2026-11-22", "end": "2026-11-24" }));
    for bad in ["", "{\"a\": 1}", "[1]", &order[..order.len() - 1], "Ref,Street\nR1,\"High", "Ref,\"x"] {
        let answer = upload(bad, settings()).await;
        assert!(matches!(answer, Err(FeedFailure::Source(FeedError::Unreadable(_)))), "{bad}: {answer:?}");
    }
    for other in ["<html><body>We are sorry</body></html>", "Ref,Street,Start\nR1,High Street,2026-12-01\n"] {
        let answer = upload(other, settings()).await;
        assert!(matches!(answer, Err(FeedFailure::Source(FeedError::WrongSettings(_)))), "{answer:?}");
    }
    let answer = upload(TABLE, json!({ "promoter": "Highways team" })).await;
    assert!(matches!(answer, Err(FeedFailure::Source(FeedError::WrongSettings(_)))), "{answer:?}");
}

#[tokio::test]
async fn a_file_is_fetched() {
    let upstream = Upstream::start(|_| Reply::ok(TABLE)).await;
    let mut settings = settings();
    settings["address"] = json!(format!("http://{}/works.csv", upstream.address));
    let feed = sandbox_beside(&upstream).works("highways-feed", settings, &grants(&upstream, &[])).await;
    let reading = feed.expect("good settings").read(pull(), &calendar()).await.expect("a reading");
    assert_eq!(all(&reading).len(), 2);
}

#[tokio::test]
async fn settings_that_cannot_work_are_told() {
    let settings =
        json!({ "address": "works.csv", "fields": { "key": "Ref", "street": "Street", "starts": "Start", "x": "E" } });
    let refused = sandbox().works("highways-feed", settings, &Grants::default()).await;
    assert_eq!(mistakes(refused), ["$.fields.ends", "$.fields.x", "$.address", "$.promoter"]);
}

/// An order as the Department for Transport publishes it, where it is at hand.
#[tokio::test]
async fn a_real_order_is_read() {
    let Some(order) = sample("highways", "dtro_", "") else { return };
    let reading = upload(order, json!({ "promoter": "Highways team" })).await.expect("a reading");
    let [work] = all(&reading) else { panic!("{reading:?}") };
    assert_eq!((work.starts, work.ends), (day("2024-10-22"), day("2024-10-24")));
    assert_eq!((work.street.is_empty(), work.traffic), (false, Traffic::RoadClosure));
    assert!(matches!(&work.shape, Some(Shape::Line(line)) if line.len() == 2), "not the way around it");
}
