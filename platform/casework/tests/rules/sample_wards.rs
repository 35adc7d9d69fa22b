//! Finding a ward in real boundaries, where they are at hand: holes, islands and thousands of corners.

use std::fs;

use casework::wards::{WardDef, find};
use serde_json::Value;

use crate::help::repository;

/// The rings of a Polygon or MultiPolygon, however deep they stand.
fn rings(coordinates: &Value, out: &mut Vec<Vec<[f64; 2]>>) {
    let Some(items) = coordinates.as_array() else { return };
    let point = |at: &Value| Some([at.get(0)?.as_f64()?, at.get(1)?.as_f64()?]);
    match items.iter().map(point).collect::<Option<Vec<_>>>() {
        Some(ring) if !ring.is_empty() => out.push(ring),
        _ => items.iter().for_each(|inner| rings(inner, out)),
    }
}

#[test]
fn the_published_middle_of_each_real_ward_is_found_in_it() {
    let folder = repository().join("../shared/samples/wards");
    let Ok(files) = fs::read_dir(&folder) else {
        eprintln!("skipped: the published ward boundaries are not beside the repository");
        return;
    };
    let mut checked = 0;
    for file in files.map(|entry| entry.unwrap().path()) {
        let collection: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        let features = collection["features"].as_array().unwrap();
        let text = |feature: &Value, key: &str| feature["properties"][key].as_str().unwrap_or_default().to_owned();
        let wards: Vec<WardDef> = features
            .iter()
            .map(|feature| {
                let mut outline = Vec::new();
                rings(&feature["geometry"]["coordinates"], &mut outline);
                WardDef { gss: text(feature, "WD25CD"), name: text(feature, "WD25NM"), outline }
            })
            .collect();
        for feature in features {
            // Superseded boundaries come without a middle.
            let (Some(longitude), Some(latitude)) =
                (feature["properties"]["LONG"].as_f64(), feature["properties"]["LAT"].as_f64())
            else {
                continue;
            };
            let found = find(&wards, latitude, longitude).map(|ward| ward.gss.clone());
            assert_eq!(found, Some(text(feature, "WD25CD")), "{}", text(feature, "WD25NM"));
            checked += 1;
        }
    }
    assert!(checked >= 20, "only {checked} wards were checked");
}
