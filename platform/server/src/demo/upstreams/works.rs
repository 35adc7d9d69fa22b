//! Works on streets and roads, the same in whichever format they are asked for. In each ward there are a few at any time: each place of a
//! work begins another one every few weeks, so that some are under way today and others are to come, whenever that is.

use casework::manifest::Manifest;
use casework::wards::WardDef;
use chrono::{Datelike as _, Days, NaiveDate};
use serde_json::{Value, json};

use super::{chance, grid, pick, row, share};

/// Works of a ward that are known at any time.
const OF_A_WARD: u64 = 4;
/// A place of works begins a new one after so many days.
const EVERY: i64 = 70;

const STREETS: [&str; 24] = [
    "Mill Lane",
    "Station Road",
    "Church Street",
    "Park Avenue",
    "The Crescent",
    "Queensway",
    "Orchard Close",
    "Bridge Street",
    "Highfield Road",
    "School Lane",
    "Victoria Street",
    "Meadow Way",
    "Kiln Road",
    "Chapel Hill",
    "Manor Drive",
    "Elm Grove",
    "Quarry Road",
    "Westgate",
    "Alder Walk",
    "Foundry Street",
    "Springfield Avenue",
    "Old Hall Lane",
    "Riverside",
    "North Parade",
];

/// What is done, by whom, and what traffic feels of it.
const KINDS: [(&str, &str, &str); 8] = [
    ("Carriageway resurfacing", "Highways", "Road closure"),
    ("Water main replacement", "Valley Water", "Multi-way signals"),
    ("New gas connection", "Midland Gas Networks", "Some carriageway incursion"),
    ("Fibre ducts in the footway", "FibreFirst", "Footway closed"),
    ("Kerb repairs and dropped crossings", "Highways", "Give and take"),
    ("Sewer repair", "Valley Water", "Road closure"),
    ("Street light replacement", "Highways", "No carriageway incursion"),
    ("Electricity cable repair", "Northern Power Lines", "Lane closure"),
];

/// One work. Where it is is a line of two places in degrees: longitude, latitude.
pub(super) struct Work {
    pub key: String,
    pub street: &'static str,
    pub area: String,
    pub what: &'static str,
    pub promoter: &'static str,
    pub traffic: &'static str,
    pub starts: NaiveDate,
    pub ends: NaiveDate,
    pub line: [[f64; 2]; 2],
}

impl Work {
    fn status(&self, today: NaiveDate) -> &'static str {
        if today < self.starts {
            "Planned"
        } else if today > self.ends {
            "Finished"
        } else {
            "In progress"
        }
    }

    /// The same place as well-known text on the grid.
    pub fn on_grid(&self) -> String {
        let corners = self.line.map(|[longitude, latitude]| {
            let (east, north) = grid::of(longitude, latitude);
            format!("{east:.2} {north:.2}")
        });
        format!("LINESTRING({}, {})", corners[0], corners[1])
    }
}

/// The works of a council that end after yesterday, or not long before.
pub(super) fn all(council: &Manifest, today: NaiveDate) -> Vec<Work> {
    let wards = council.wards.iter();
    wards.flat_map(|ward| (0..OF_A_WARD).filter_map(move |place| work(ward, place, today))).collect()
}

/// The work that is at a place of a ward now: it begins at most so many days before or after today as half a round has.
fn work(ward: &WardDef, place: u64, today: NaiveDate) -> Option<Work> {
    let phase = i64::try_from(chance(&ward.gss, place) % 70).unwrap_or_default();
    let days = (today - NaiveDate::default()).num_days();
    let round = (days + EVERY / 2 + phase).div_euclid(EVERY);
    let number = u64::try_from(round).unwrap_or_default() * OF_A_WARD + place;
    let starts = NaiveDate::default() + Days::new(u64::try_from(round * EVERY - phase).unwrap_or_default());
    let ends = starts + Days::new(chance(&ward.gss, number) % 16);
    let (what, promoter, traffic) = pick(&KINDS, &ward.gss, number + 1);
    let line = within(ward, number)?;
    let code = &ward.gss[ward.gss.len().saturating_sub(4)..];
    Some(Work {
        key: format!("WK{code}-{number}"),
        street: pick(&STREETS, &ward.gss, number + 2),
        area: ward.name.clone(),
        what,
        promoter,
        traffic,
        starts,
        ends,
        line,
    })
}

/// A short street within a ward.
fn within(ward: &WardDef, number: u64) -> Option<[[f64; 2]; 2]> {
    let corners = || ward.outline.iter().flatten();
    let bound = |at: usize, from: f64, pick: fn(f64, f64) -> f64| corners().map(|corner| corner[at]).fold(from, pick);
    let (west, east) = (bound(0, f64::MAX, f64::min), bound(0, f64::MIN, f64::max));
    let (south, north) = (bound(1, f64::MAX, f64::min), bound(1, f64::MIN, f64::max));
    let tries = (0..200_u64).map(|at| number * 1_000 + at * 3);
    let streets = tries.map(|at| {
        let from = [west + (east - west) * share(&ward.gss, at), south + (north - south) * share(&ward.gss, at + 1)];
        // Up to 150 metres long.
        let turn = share(&ward.gss, at + 2) * std::f64::consts::TAU;
        [from, [from[0] + 0.002 * turn.cos(), from[1] + 0.001_3 * turn.sin()]]
    });
    streets.into_iter().find(|street| street.iter().all(|[longitude, latitude]| ward.contains(*latitude, *longitude)))
}

/// Works that the table has without a place.
fn elsewhere(council: &Manifest, today: NaiveDate) -> Vec<[String; 11]> {
    let week = monday_of(today);
    let works = [
        ("Gritting of footways on frosty nights", 0, 20, "No carriageway incursion"),
        ("Cleaning of road drains", 14, 18, "Give and take"),
    ];
    let cells = works.iter().enumerate().map(|(at, (what, starts, ends, traffic))| {
        let (starts, ends) = (week + Days::new(*starts), week + Days::new(*ends));
        [
            format!("{}-area-{at}-{}", council.reference_prefix, week.format("%Y%m%d")),
            "Various streets".to_owned(),
            String::new(),
            (*what).to_owned(),
            "Highways".to_owned(),
            starts.format("%d/%m/%Y").to_string(),
            ends.format("%d/%m/%Y").to_string(),
            if starts <= today { "In progress" } else { "Planned" }.to_owned(),
            (*traffic).to_owned(),
            String::new(),
            String::new(),
        ]
    });
    cells.collect()
}

fn monday_of(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

const COLUMNS: [&str; 11] = [
    "Reference",
    "Street",
    "Area",
    "Works",
    "Promoter",
    "Start",
    "End",
    "Status",
    "Traffic management",
    "Easting",
    "Northing",
];

/// What the columns of the table, and the properties of GeoJSON, hold: the plugin's `fields`.
#[must_use]
pub fn columns() -> Value {
    json!({
        "key": "Reference", "street": "Street", "area": "Area", "description": "Works", "promoter": "Promoter", "starts": "Start",
        "ends": "End", "status": "Status", "traffic": "Traffic management", "x": "Easting", "y": "Northing",
    })
}

/// `GET …/works.csv`, with places on the grid.
pub(super) fn table(council: &Manifest, today: NaiveDate) -> String {
    let mut table = row(COLUMNS);
    for work in all(council, today) {
        let (east, north) = grid::of(work.line[0][0], work.line[0][1]);
        let days = [work.starts, work.ends].map(|day| day.format("%d/%m/%Y").to_string());
        let place = [east, north].map(|number| format!("{number:.0}"));
        table += &row([
            work.key.as_str(),
            work.street,
            &work.area,
            work.what,
            work.promoter,
            &days[0],
            &days[1],
            work.status(today),
            work.traffic,
            &place[0],
            &place[1],
        ]);
    }
    for cells in elsewhere(council, today) {
        table += &row(cells.iter().map(String::as_str));
    }
    table
}

/// `GET …/works.geojson`, with lines in degrees.
pub(super) fn geojson(council: &Manifest, today: NaiveDate) -> String {
    let feature = |work: Work| {
        json!({
            "type": "Feature",
            "properties": {
                "Reference": work.key, "Street": work.street, "Area": work.area, "Works": work.what, "Promoter": work.promoter,
                "Start": work.starts.to_string(), "End": work.ends.to_string(), "Status": work.status(today),
                "Traffic management": work.traffic,
            },
            "geometry": { "type": "LineString", "coordinates": work.line },
        })
    };
    let features: Vec<_> = all(council, today).into_iter().map(feature).collect();
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

/// `GET …/orders.json`: traffic orders for the works that close a road or a lane.
pub(super) fn orders(council: &Manifest, today: NaiveDate) -> String {
    let closing = all(council, today).into_iter().filter_map(|work| {
        let kind = match work.traffic {
            "Road closure" => "miscRoadClosure",
            "Lane closure" => "miscLaneClosure",
            _ => return None,
        };
        Some(order(&work, kind))
    });
    Value::Array(closing.collect()).to_string()
}

fn order(work: &Work, kind: &str) -> Value {
    let provision = json!({
        "actionType": "new", "orderReportingPoint": "ttroTtmoNoticeOfIntention", "reference": format!("order-{}", work.key),
        "provisionDescription": format!("{} for: {}", if kind.contains("Road") { "Temporary road closure" } else { "Temporary lane closure" },
            work.what),
        "regulatedPlace": [{
            "type": "regulationLocation", "description": format!("{}, {}", work.street, work.area),
            "directedLinear": { "version": 1, "directedLineString": format!("SRID=27700;{}", work.on_grid()) },
        }],
        "regulation": [{
            "condition": [{ "timeValidity": {
                "start": format!("{}T07:00:00", work.starts), "end": format!("{}T18:00:00", work.ends), "isPlaceholderTro": false,
            } }],
            "generalRegulation": { "regulationType": kind }, "isDynamic": false, "timeZone": "Europe/London",
        }],
    });
    let source = json!({ "actionType": "new", "provision": [provision], "troName": "Temporary traffic order", "section": "All" });
    json!({ "schemaVersion": "4.0.0", "data": { "source": source } })
}
