//! Figures of wards: tables of the census, and a table with fixed columns. The figures are invented, but as different as wards are.
//!
//! The last ward of a council got another boundary after the figures were made: they have it under the code that it had before.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use casework::manifest::Manifest;
use casework::wards::WardDef;
use serde_json::{Value, json};

use super::{World, csv, nothing, row, share};

/// A statistic: file, key, what the table calls it, labels in English and Welsh, unit, and from where to where it goes.
struct Statistic {
    file: &'static str,
    key: &'static str,
    when: &'static str,
    label: [&'static str; 2],
    unit: &'static str,
    from: f64,
    to: f64,
}

const STATISTICS: [Statistic; 10] = [
    statistic(
        "population",
        "all-persons",
        "All persons",
        ["Usual residents", "Preswylwyr arferol"],
        "count",
        (9_000.0, 16_500.0),
    ),
    statistic(
        "population",
        "under-16",
        "Aged under 16",
        ["Residents under 16", "Preswylwyr dan 16"],
        "percent",
        (13.0, 26.0),
    ),
    statistic(
        "population",
        "over-65",
        "Aged 65 and over",
        ["Residents of 65 and over", "Preswylwyr 65 oed a throsodd"],
        "percent",
        (9.0, 27.0),
    ),
    statistic("population", "median-age", "Median age", ["Median age", "Oedran canolrifol"], "years", (29.0, 47.0)),
    statistic(
        "density",
        "residents-per-square-kilometre",
        "Usual residents per square kilometre",
        ["Usual residents per square kilometre", "Preswylwyr arferol fesul cilomedr sgwâr"],
        "per-square-kilometre",
        (700.0, 6_800.0),
    ),
    statistic("homes", "households", "Households", ["Households", "Aelwydydd"], "count", (3_900.0, 7_200.0)),
    statistic(
        "homes",
        "rented-private",
        "Privately rented",
        ["Homes rented from a private landlord", "Cartrefi a rentir yn breifat"],
        "percent",
        (8.0, 38.0),
    ),
    statistic(
        "homes",
        "rented-social",
        "Socially rented",
        ["Homes rented from a social landlord", "Cartrefi a rentir yn gymdeithasol"],
        "percent",
        (6.0, 34.0),
    ),
    statistic(
        "homes",
        "no-car",
        "No car or van",
        ["Households without a car or van", "Aelwydydd heb gar na fan"],
        "percent",
        (9.0, 42.0),
    ),
    statistic(
        "homes",
        "alone",
        "One person living alone",
        ["People who live alone", "Pobl sy'n byw ar eu pen eu hunain"],
        "percent",
        (22.0, 43.0),
    ),
];

const fn statistic(
    file: &'static str,
    key: &'static str,
    when: &'static str,
    label: [&'static str; 2],
    unit: &'static str,
    (from, to): (f64, f64),
) -> Statistic {
    Statistic { file, key, when, label, unit, from, to }
}

const PERIOD: &str = "Census day, 21 March 2021";
const SOURCE: &str = "Census 2021 (invented figures)";
const BOUNDARIES: u16 = 2021;

/// The files of the census.
pub const FILES: [&str; 3] = ["census/population.csv", "census/density.csv", "census/homes.csv"];

/// What the census's files hold: everything of the plugin's settings but the addresses.
#[must_use]
pub fn statistics() -> Value {
    let statistics: Vec<_> = STATISTICS
        .iter()
        .map(|statistic| {
            json!({
                "key": statistic.key, "when": statistic.when, "label": statistic.label[0], "label_cy": statistic.label[1],
                "unit": statistic.unit,
            })
        })
        .collect();
    json!({
        "columns": { "ward": "area_code", "statistic": "indicator", "value": "value" },
        "statistics": statistics, "period": PERIOD, "source": SOURCE, "boundary_year": BOUNDARIES,
    })
}

/// The council's wards with the codes that they had when the figures were made.
fn wards(council: &Manifest) -> impl Iterator<Item = (String, &WardDef)> {
    let last = council.wards.len().saturating_sub(1);
    council.wards.iter().enumerate().map(move |(at, ward)| {
        let before = (at == last).then(|| earlier(&ward.gss)).flatten();
        (before.unwrap_or_else(|| ward.gss.clone()), ward)
    })
}

/// A code that the ward may have had before its boundary changed.
fn earlier(gss: &str) -> Option<String> {
    let (kind, number) = gss.split_at_checked(3)?;
    let number: u32 = number.parse().ok()?;
    Some(format!("{kind}{:06}", number.checked_sub(1_200)?))
}

fn value(statistic: &Statistic, ward: &WardDef) -> String {
    let value = statistic.from + (statistic.to - statistic.from) * share(&format!("{} {}", ward.gss, statistic.key), 0);
    match statistic.unit {
        "count" => format!("{value:.0}"),
        _ => format!("{value:.1}"),
    }
}

/// `GET …/census/….csv`, in the form in which councils publish tables of the census.
pub(super) async fn census(State(world): State<Arc<World>>, Path((slug, file)): Path<(String, String)>) -> Response {
    let name = file.strip_suffix(".csv").unwrap_or_default();
    let statistics: Vec<_> = STATISTICS.iter().filter(|statistic| statistic.file == name).collect();
    let Some(council) = world.councils.get(&slug).filter(|_| !statistics.is_empty()) else { return nothing() };
    let mut table = row(["area_code", "area_name", "geography", "period", "indicator", "measure", "unit", "value"]);
    for (code, ward) in wards(council) {
        for statistic in &statistics {
            let value = value(statistic, ward);
            table +=
                &row([&code, &ward.name, "Electoral ward", "2021-03-21", statistic.when, "Value", "Persons", &value]);
        }
    }
    // The whole council is in such tables, too.
    for statistic in &statistics {
        table += &row([&council.gss, "All", "Local authority", "2021-03-21", statistic.when, "Value", "Persons", "1"]);
    }
    csv(table)
}

/// `GET …/facts.csv`: the same figures in the fixed columns of the plain table.
pub(in crate::demo) fn plain(council: &Manifest) -> String {
    let mut table =
        row(["ward", "statistic", "label", "label_cy", "value", "unit", "period", "source", "boundary_year"]);
    let year = BOUNDARIES.to_string();
    for (code, ward) in wards(council) {
        for statistic in &STATISTICS {
            let [label, welsh] = statistic.label;
            let value = value(statistic, ward);
            table += &row([&code, statistic.key, label, welsh, &value, statistic.unit, PERIOD, SOURCE, &year]);
        }
    }
    table
}
