//! `wards.geojson`: the council's wards with their codes and outlines.
//!
//! It is read as plain GeoJSON (a collection of polygons with the properties `gss` and `name`); further properties are
//! left alone, because other programs write them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::Listed;
use crate::{
    manifest::file::{At, File},
    wards::WardDef,
};

#[derive(Deserialize)]
struct Collection<'a> {
    #[serde(borrow)]
    features: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Feature {
    properties: BTreeMap<String, serde_json::Value>,
    geometry: Geometry,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Vec<Vec<[f64; 2]>>),
    MultiPolygon(Vec<Vec<Vec<[f64; 2]>>>),
}

pub(super) fn read(file: &File<'_>) -> Option<Listed<WardDef>> {
    let collection: Collection<'_> = match serde_json::from_str(file.text) {
        Ok(collection) => collection,
        Err(error) => {
            let at = offset_of_line(file.text, error.line());
            file.problem(
                at,
                format!("this is not a GeoJSON collection: {error}"),
                "Write {\"type\": \"FeatureCollection\", \"features\": […]}",
            );
            return None;
        }
    };
    let mut wards = Listed::new();
    for raw in &collection.features {
        // A feature is borrowed from the file's text, so its place is where it stands in memory.
        let at = (raw.get().as_ptr() as usize).saturating_sub(file.text.as_ptr() as usize);
        match serde_json::from_str::<Feature>(raw.get()) {
            Ok(feature) => read_ward(file, at, feature, &mut wards),
            Err(error) => {
                let line = at + offset_of_line(raw.get(), error.line());
                file.problem(
                    line,
                    format!("this ward cannot be read: {error}"),
                    "Give it properties and a Polygon or MultiPolygon",
                );
            }
        }
    }
    if collection.features.is_empty() {
        file.problem_of_all("there are no wards", "Add a feature for each ward");
    }
    Some(wards)
}

fn read_ward(file: &File<'_>, at: usize, feature: Feature, wards: &mut Listed<WardDef>) {
    let text = |key: &str| {
        let found = feature.properties.get(key).and_then(serde_json::Value::as_str).map(str::to_owned);
        if found.is_none() {
            file.problem(at, format!("this ward has no `{key}`"), format!("Add \"{key}\": \"…\" to its properties"));
        }
        found
    };
    let (gss, name) = (text("gss"), text("name"));
    let outline = match feature.geometry {
        Geometry::Polygon(rings) => rings,
        Geometry::MultiPolygon(polygons) => polygons.into_iter().flatten().collect(),
    };
    let label = name.clone().unwrap_or_default();
    if let Some(gss) = &gss
        && !(gss.len() == 9 && gss.starts_with(['E', 'W', 'S', 'N']) && gss.bytes().skip(1).all(|b| b.is_ascii_digit()))
    {
        file.problem(
            at,
            format!("`{gss}` is no GSS code"),
            "It is E, W, S or N and eight digits; the ONS publishes it",
        );
    }
    if let Some(fault) = outline_fault(&outline) {
        file.problem(
            at,
            format!("the outline of `{label}` {fault}"),
            "Draw it again, as longitude and latitude in degrees",
        );
    }
    let key = gss.map(|value| At { value, at });
    let ward = (|| Some(WardDef { gss: key.as_ref()?.value.clone(), name: name?, outline }))();
    wards.add(file, "wards", key.as_ref(), ward);
}

/// What is wrong with an outline, as the rest of a sentence.
fn outline_fault(outline: &[Vec<[f64; 2]>]) -> Option<&'static str> {
    let closed = |ring: &Vec<[f64; 2]>| ring.len() >= 4 && ring.first() == ring.last();
    // Whoever writes latitude first lands in the Indian Ocean; the United Kingdom fits in this box.
    let at_home = |[lon, lat]: &[f64; 2]| (-9.0..=3.0).contains(lon) && (49.0..=61.5).contains(lat);
    if outline.is_empty() {
        Some("is empty")
    } else if !outline.iter().all(closed) {
        Some("has a ring that does not end where it began")
    } else if !outline.iter().flatten().all(at_home) {
        Some("leaves the United Kingdom")
    } else {
        None
    }
}

/// Where a line begins, counted in bytes; lines are counted from 1.
fn offset_of_line(text: &str, line: usize) -> usize {
    text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum()
}
