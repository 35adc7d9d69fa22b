//! Works near a place: what a councillor should know before they report it (R14).

use std::collections::BTreeSet;

use casework::feeds::{Position, Shape, Work};
use casework::wards::{self, WardDef};
use chrono::TimeDelta;
use sea_orm::DbErr;

use super::store;
use crate::app::Caller;
use crate::tenancy::TenantTx;

/// So many metres are near.
pub const NEAR: f64 = 200.0;
/// Works that begin within so many days are told.
const AHEAD: TimeDelta = TimeDelta::days(42);
/// Works of the wards around that are looked at.
const LOOKED_AT: i64 = 500;
/// Metres of a degree of latitude.
const DEGREE: f64 = 111_320.0;

/// Works that go on or begin in the next weeks within [`NEAR`] of a place, the nearest first, with their distance in metres.
///
/// # Errors
/// When the database cannot be asked, or a row is no work.
pub async fn works_near(
    tx: &TenantTx,
    caller: &Caller,
    latitude: f64,
    longitude: f64,
    most: usize,
) -> Result<Vec<(f64, Work)>, DbErr> {
    let here = Position { longitude, latitude };
    let around = wards_around(&caller.council.manifest.wards, here);
    if around.is_empty() {
        return Ok(Vec::new());
    }
    let today = caller.today();
    let works = store::works_between(tx, around, today, today + AHEAD, LOOKED_AT).await?;
    let distance = |work: Work| Some((metres(here, work.shape.as_ref()?), work));
    let mut near: Vec<_> = works.into_iter().filter_map(distance).filter(|(metres, _)| *metres <= NEAR).collect();
    near.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    near.truncate(most);
    Ok(near)
}

/// Codes of the wards of a place and of what is near it.
fn wards_around(wards: &[WardDef], here: Position) -> Vec<String> {
    let (up, aside) = (NEAR / DEGREE, NEAR / DEGREE / here.latitude.to_radians().cos());
    let steps = [-1.0, 0.0, 1.0];
    let points =
        steps.iter().flat_map(|x| steps.iter().map(move |y| (here.latitude + y * up, here.longitude + x * aside)));
    let found = points.filter_map(|(latitude, longitude)| wards::find(wards, latitude, longitude));
    found.map(|ward| ward.gss.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// How far a shape is from a place: nothing where it lies within an area.
fn metres(here: Position, shape: &Shape) -> f64 {
    let flat = |at: &Position| {
        let east = (at.longitude - here.longitude) * here.latitude.to_radians().cos();
        (east * DEGREE, (at.latitude - here.latitude) * DEGREE)
    };
    match shape {
        Shape::Point(at) => {
            let (x, y) = flat(at);
            x.hypot(y)
        }
        Shape::Line(line) => to_line(line.iter().map(flat)),
        Shape::Area(edge) => {
            let outline = vec![edge.iter().map(|at| [at.longitude, at.latitude]).collect()];
            let area = WardDef { gss: String::new(), name: String::new(), outline };
            if area.contains(here.latitude, here.longitude) { 0.0 } else { to_line(edge.iter().map(flat)) }
        }
    }
}

/// From the middle to the nearest place of a line.
fn to_line(points: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (mut nearest, mut before) = (f64::INFINITY, None);
    for (x, y) in points {
        let (from_x, from_y) = before.unwrap_or((x, y));
        let (along_x, along_y) = (x - from_x, y - from_y);
        let length = along_x * along_x + along_y * along_y;
        let share = if length > 0.0 { (-(from_x * along_x + from_y * along_y) / length).clamp(0.0, 1.0) } else { 0.0 };
        nearest = nearest.min((from_x + share * along_x).hypot(from_y + share * along_y));
        before = Some((x, y));
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(longitude: f64, latitude: f64) -> Position {
        Position { longitude, latitude }
    }

    fn is_about(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 1.0
    }

    #[test]
    fn a_distance_is_that_of_the_nearest_part() {
        let here = at(-1.5, 52.9);
        assert!(is_about(metres(here, &Shape::Point(at(-1.5, 52.901))), 111.3));
        assert!(is_about(metres(here, &Shape::Point(at(-1.501, 52.9))), 67.2));
        let past = Shape::Line(vec![at(-1.6, 52.901), at(-1.4, 52.901)]);
        assert!(is_about(metres(here, &past), 111.3), "the line passes between its ends");
        let away = Shape::Line(vec![at(-1.499, 52.9), at(-1.4, 52.9)]);
        assert!(is_about(metres(here, &away), 67.2), "it ends before it is here");
    }

    #[test]
    fn within_an_area_there_is_no_distance() {
        let area = |west: f64| {
            Shape::Area(vec![
                at(west, 52.8),
                at(west + 0.2, 52.8),
                at(west + 0.2, 53.0),
                at(west, 53.0),
                at(west, 52.8),
            ])
        };
        assert!(metres(at(-1.5, 52.9), &area(-1.6)) < f64::EPSILON);
        assert!(is_about(metres(at(-1.501, 52.9), &area(-1.5)), 67.2));
    }

    #[test]
    fn near_the_edge_the_next_ward_counts_too() {
        let ward = |gss: &str, west: f64| {
            let ring = vec![[west, 52.0], [west + 1.0, 52.0], [west + 1.0, 53.0], [west, 53.0], [west, 52.0]];
            WardDef { gss: gss.to_owned(), name: gss.to_owned(), outline: vec![ring] }
        };
        let wards = [ward("A", -2.0), ward("B", -1.0)];
        assert_eq!(wards_around(&wards, at(-1.001, 52.5)), ["A", "B"]);
        assert_eq!(wards_around(&wards, at(-1.5, 52.5)), ["A"]);
        assert_eq!(wards_around(&wards, at(5.0, 52.5)), [""; 0]);
    }
}
