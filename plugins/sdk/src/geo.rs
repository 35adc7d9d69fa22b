//! Where things are: coordinates of the British National Grid, which councils use, become those of WGS 84, which maps of the web
//! use; and shapes in the ways in which other systems write them.
//!
//! The grid is turned with the seven numbers that Ordnance Survey gives for it (a Helmert transformation), which is right to
//! 5 metres throughout Great Britain. The exact way needs a table of 15 MB; a work on a street is found without.

use serde_json::Value;

use crate::highways::{Position, Shape};

/// Positions that a shape may have by the contract.
const MOST: usize = 2_000;

/// Half axes of an ellipsoid in metres.
struct Ellipsoid {
    a: f64,
    b: f64,
}

const AIRY_1830: Ellipsoid = Ellipsoid { a: 6_377_563.396, b: 6_356_256.909 };
const WGS_84: Ellipsoid = Ellipsoid { a: 6_378_137.0, b: 6_356_752.314_245 };

impl Ellipsoid {
    fn eccentricity_squared(&self) -> f64 {
        1.0 - (self.b * self.b) / (self.a * self.a)
    }
}

/// A position by its easting and northing in metres; within 5 metres. None if they are not within the grid.
pub fn from_grid(easting: f64, northing: f64) -> Option<Position> {
    if !(0.0..700_000.0).contains(&easting) || !(0.0..1_300_000.0).contains(&northing) {
        return None;
    }
    let (latitude, longitude) = on_airy(easting, northing);
    Some(to_wgs_84(latitude, longitude))
}

/// A position that a source writes as two numbers, the eastern one first: of the grid, or in degrees, which are too small to be
/// of it.
pub fn position(x: f64, y: f64) -> Option<Position> {
    if (-180.0..=180.0).contains(&x) && (-90.0..=90.0).contains(&y) {
        return Some(Position { longitude: x, latitude: y });
    }
    from_grid(x, y)
}

/// Latitude and longitude in radians on the grid's own ellipsoid (Ordnance Survey, “A guide to coordinate systems in Great
/// Britain”, annexe C).
fn on_airy(easting: f64, northing: f64) -> (f64, f64) {
    const SCALE: f64 = 0.999_601_271_7;
    let (true_latitude, true_longitude) = (49_f64.to_radians(), (-2_f64).to_radians());
    let Ellipsoid { a, b } = AIRY_1830;
    let e2 = AIRY_1830.eccentricity_squared();
    let n = (a - b) / (a + b);
    let meridian = |latitude: f64| {
        let (minus, plus) = (latitude - true_latitude, latitude + true_latitude);
        b * SCALE
            * ((1.0 + n + 1.25 * n * n + 1.25 * n.powi(3)) * minus
                - (3.0 * n + 3.0 * n * n + 2.625 * n.powi(3)) * minus.sin() * plus.cos()
                + (1.875 * n * n + 1.875 * n.powi(3)) * (2.0 * minus).sin() * (2.0 * plus).cos()
                - 35.0 / 24.0 * n.powi(3) * (3.0 * minus).sin() * (3.0 * plus).cos())
    };
    let mut latitude = true_latitude;
    // Ten rounds are more than enough for a tenth of a millimetre.
    for _ in 0..10 {
        latitude += (northing + 100_000.0 - meridian(latitude)) / (a * SCALE);
    }
    let (sin, tan, sec) = (latitude.sin(), latitude.tan(), 1.0 / latitude.cos());
    let nu = a * SCALE / (1.0 - e2 * sin * sin).sqrt();
    let rho = a * SCALE * (1.0 - e2) / (1.0 - e2 * sin * sin).powf(1.5);
    let (eta2, t2, east) = (nu / rho - 1.0, tan * tan, easting - 400_000.0);
    let vii = tan / (2.0 * rho * nu);
    let viii = tan / (24.0 * rho * nu.powi(3)) * (5.0 + 3.0 * t2 + eta2 - 9.0 * t2 * eta2);
    let ix = tan / (720.0 * rho * nu.powi(5)) * (61.0 + 90.0 * t2 + 45.0 * t2 * t2);
    let x = sec / nu;
    let xi = sec / (6.0 * nu.powi(3)) * (nu / rho + 2.0 * t2);
    let xii = sec / (120.0 * nu.powi(5)) * (5.0 + 28.0 * t2 + 24.0 * t2 * t2);
    let xiia = sec / (5_040.0 * nu.powi(7)) * (61.0 + 662.0 * t2 + 1_320.0 * t2 * t2 + 720.0 * t2.powi(3));
    (
        latitude - vii * east.powi(2) + viii * east.powi(4) - ix * east.powi(6),
        true_longitude + x * east - xi * east.powi(3) + xii * east.powi(5) - xiia * east.powi(7),
    )
}

/// From the grid’s ellipsoid to that of WGS 84 by way of a point in space.
fn to_wgs_84(latitude: f64, longitude: f64) -> Position {
    let nu = AIRY_1830.a / (1.0 - AIRY_1830.eccentricity_squared() * latitude.sin().powi(2)).sqrt();
    let (x, y, z) = (
        nu * latitude.cos() * longitude.cos(),
        nu * latitude.cos() * longitude.sin(),
        (1.0 - AIRY_1830.eccentricity_squared()) * nu * latitude.sin(),
    );
    let seconds = |seconds: f64| (seconds / 3_600.0).to_radians();
    let (rx, ry, rz, scale) = (seconds(0.1502), seconds(0.2470), seconds(0.8421), 1.0 - 20.4894e-6);
    let (x, y, z) = (
        446.448 + scale * x - rz * y + ry * z,
        -125.157 + rz * x + scale * y - rx * z,
        542.060 - ry * x + rx * y + scale * z,
    );
    let (e2, flat) = (WGS_84.eccentricity_squared(), x.hypot(y));
    let mut latitude = z.atan2(flat * (1.0 - e2));
    for _ in 0..6 {
        let nu = WGS_84.a / (1.0 - e2 * latitude.sin().powi(2)).sqrt();
        latitude = (z + e2 * nu * latitude.sin()).atan2(flat);
    }
    Position { longitude: y.atan2(x).to_degrees(), latitude: latitude.to_degrees() }
}

/// A shape in well-known text, with or without `SRID=…;` before it: a point, a line, or the outer edge of an area. Of several the
/// one with most positions stands for all. None if it is none of these, or one of its positions is nowhere.
pub fn well_known(text: &str) -> Option<Shape> {
    let text = text.trim();
    let text =
        text.split_once(';').filter(|(srid, _)| srid.starts_with("SRID")).map_or(text, |(_, shape)| shape.trim());
    let (name, rest) = text.split_at(text.find('(')?);
    let name = name.trim().to_ascii_uppercase();
    let rings: Option<Vec<Vec<Position>>> = rest
        .split(['(', ')'])
        .filter(|ring| ring.contains(|letter: char| letter.is_ascii_digit()))
        .map(|ring| ring.split(',').filter(|pair| !pair.trim().is_empty()).map(pair).collect())
        .collect();
    // Of one area, the first ring is the outer edge.
    let rings = rings?;
    let ring =
        if name == "POLYGON" { rings.into_iter().next()? } else { rings.into_iter().rev().max_by_key(Vec::len)? };
    match name.trim_start_matches("MULTI") {
        "POINT" => Some(Shape::Point(*ring.first()?)),
        "LINESTRING" => line(ring),
        "POLYGON" => area(ring),
        _ => None,
    }
}

fn pair(text: &str) -> Option<Position> {
    let mut numbers = text.split_whitespace().map(str::parse);
    position(numbers.next()?.ok()?, numbers.next()?.ok()?)
}

/// A shape in GeoJSON. As of [`well_known`].
pub fn geojson(geometry: &Value) -> Option<Shape> {
    let coordinates = geometry.get("coordinates")?;
    let at = |value: &Value| position(value.get(0)?.as_f64()?, value.get(1)?.as_f64()?);
    let ring = |value: &Value| value.as_array()?.iter().map(at).collect::<Option<Vec<_>>>();
    let longest = |rings: Option<Vec<Vec<Position>>>| rings?.into_iter().rev().max_by_key(Vec::len);
    let several = || coordinates.as_array().into_iter().flatten();
    match geometry.get("type")?.as_str()? {
        "Point" => at(coordinates).map(Shape::Point),
        "MultiPoint" => at(coordinates.get(0)?).map(Shape::Point),
        "LineString" => line(ring(coordinates)?),
        "MultiLineString" => line(longest(several().map(ring).collect())?),
        "Polygon" => area(ring(coordinates.get(0)?)?),
        "MultiPolygon" => area(longest(several().map(|area| ring(area.get(0)?)).collect())?),
        _ => None,
    }
}

fn line(positions: Vec<Position>) -> Option<Shape> {
    let positions = thinned(positions);
    (positions.len() >= 2).then_some(Shape::Line(positions))
}

fn area(mut edge: Vec<Position>) -> Option<Shape> {
    let (first, last) = (*edge.first()?, *edge.last()?);
    if (first.longitude, first.latitude) != (last.longitude, last.latitude) {
        edge.push(first);
    }
    let edge = thinned(edge);
    (edge.len() >= 4).then_some(Shape::Area(edge))
}

/// As many positions as the contract takes, at even distances in the list, with the first and the last one.
fn thinned(positions: Vec<Position>) -> Vec<Position> {
    let many = positions.len();
    if many <= MOST {
        return positions;
    }
    (0..MOST).map(|at| positions[at * (many - 1) / (MOST - 1)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metres(position: Position, latitude: f64, longitude: f64) -> f64 {
        let north = (position.latitude - latitude) * 111_320.0;
        north.hypot((position.longitude - longitude) * 111_320.0 * latitude.to_radians().cos())
    }

    fn degrees(degrees: f64, minutes: f64, seconds: f64) -> f64 {
        degrees + minutes / 60.0 + seconds / 3_600.0
    }

    #[test]
    fn the_worked_example_of_ordnance_survey_comes_out() {
        let (latitude, longitude) = on_airy(651_409.903, 313_177.270);
        assert!((latitude.to_degrees() - degrees(52.0, 39.0, 27.2531)).abs() < 1e-7);
        assert!((longitude.to_degrees() - degrees(1.0, 43.0, 4.5177)).abs() < 1e-7);
        let there = from_grid(651_409.903, 313_177.270).expect("on the grid");
        assert!(metres(there, degrees(52.0, 39.0, 28.723), degrees(1.0, 42.0, 57.787)) < 0.1);
    }

    #[test]
    fn what_is_nowhere_is_none() {
        assert!(from_grid(-1.0, 0.0).is_none() && from_grid(0.0, 1_300_000.0).is_none());
        assert!(position(-1.5, 52.9).is_some_and(|at| at.longitude == -1.5));
        assert!(position(200.0, f64::NAN).is_none());
    }

    #[test]
    fn shapes_as_other_systems_write_them() {
        let many = |shape: Option<Shape>| match shape {
            Some(Shape::Point(_)) => Some(("point", 1)),
            Some(Shape::Line(line)) => Some(("line", line.len())),
            Some(Shape::Area(edge)) => Some(("area", edge.len())),
            None => None,
        };
        for (text, expected) in [
            ("POINT(527155.33 182227.94)", Some(("point", 1))),
            ("SRID=27700;LINESTRING(323544 124622, 323464 124595)", Some(("line", 2))),
            ("POLYGON ((1 50, 2 50, 2 51, 1 50),(1.1 50, 1.2 50, 1.2 50.1, 1.3 50.1, 1.1 50))", Some(("area", 4))),
            ("POLYGON ((1 50, 2 50, 2 51))", Some(("area", 4))),
            ("MULTILINESTRING((1 50, 2 50),(1 50, 2 50, 3 50))", Some(("line", 3))),
            ("MULTIPOINT((1 50),(2 50))", Some(("point", 1))),
            ("LINESTRING(323544 124622)", None),
            ("LINESTRING(323544 124622, x 1)", None),
            ("POINT(9000000 1)", None),
            ("POINT EMPTY", None),
            ("CIRCLE(1 2)", None),
        ] {
            assert_eq!(many(well_known(text)), expected, "{text}");
        }
        let json = |text| serde_json::from_str::<Value>(text).expect("JSON");
        for (text, expected) in [
            (r#"{"type": "Point", "coordinates": [-1.5, 52.9, 12]}"#, Some(("point", 1))),
            (r#"{"type": "MultiLineString", "coordinates": [[[1, 50], [2, 50]]]}"#, Some(("line", 2))),
            (r#"{"type": "MultiPolygon", "coordinates": [[[[1, 50], [2, 50], [2, 51], [1, 50]]]]}"#, Some(("area", 4))),
            (r#"{"type": "Point", "coordinates": ["x", 1]}"#, None),
            (r#"{"type": "GeometryCollection", "geometries": []}"#, None),
        ] {
            assert_eq!(many(geojson(&json(text))), expected, "{text}");
        }
        let long: Vec<_> = (0..5_000).map(|at| format!("{} 50", f64::from(at) / 1e4)).collect();
        let Some(Shape::Line(line)) = well_known(&format!("LINESTRING({})", long.join(","))) else { panic!("a line") };
        assert_eq!((line.len(), line[0].longitude, line[1_999].longitude), (2_000, 0.0, 0.4999));
    }
}
