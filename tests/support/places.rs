//! Photos that say where they were taken, and places to take them at.

use casework::manifest::Manifest;
use casework::wards::WardDef;
use image::{Rgb, RgbImage};

use super::photo::{Exif, PHONE, flag};

/// A photo that a phone took at a place.
pub fn photo_at(latitude: f64, longitude: f64) -> Vec<u8> {
    taken_at(latitude, longitude, flag(40, 30))
}

/// One with so much in it that it takes its time to send: half a megabyte or so.
pub fn large_photo_at(latitude: f64, longitude: f64) -> Vec<u8> {
    let grain =
        |x: u32, y: u32, by: u32| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503 * by)).to_be_bytes()[1];
    taken_at(
        latitude,
        longitude,
        RgbImage::from_fn(800, 600, |x, y| Rgb([grain(x, y, 1), grain(x, y, 3), grain(x, y, 7)])),
    )
}

fn taken_at(latitude: f64, longitude: f64, picture: RgbImage) -> Vec<u8> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "degrees of the earth, times a million"
    )]
    let degrees = |degrees: f64| [((degrees.abs() * 1e6).round() as u32, 1_000_000), (0, 1), (0, 1)];
    let exif = Exif {
        latitude: (if latitude < 0.0 { "S" } else { "N" }, degrees(latitude)),
        longitude: (if longitude < 0.0 { "W" } else { "E" }, degrees(longitude)),
        ..PHONE
    };
    exif.jpeg(picture)
}

/// A ward of the council, and a point in it.
pub fn inside_a_ward(council: &Manifest) -> (&WardDef, f64, f64) {
    inside_a_ward_of(council, |_| true)
}

/// The first ward of the council that the test accepts, and a point in it.
pub fn inside_a_ward_of(council: &Manifest, accepted: impl Fn(&WardDef) -> bool) -> (&WardDef, f64, f64) {
    let ward =
        council.wards.iter().find(|ward| !ward.outline.is_empty() && accepted(ward)).expect("a ward with an outline");
    let ring = &ward.outline[0];
    let west = ring.iter().map(|point| point[0]).fold(f64::MAX, f64::min);
    let east = ring.iter().map(|point| point[0]).fold(f64::MIN, f64::max);
    let south = ring.iter().map(|point| point[1]).fold(f64::MAX, f64::min);
    let north = ring.iter().map(|point| point[1]).fold(f64::MIN, f64::max);
    let steps = (1..20).flat_map(|x| (1..20).map(move |y| (f64::from(x) / 20.0, f64::from(y) / 20.0)));
    let mut points = steps.map(|(x, y)| (south + y * (north - south), west + x * (east - west)));
    let (latitude, longitude) =
        points.find(|(latitude, longitude)| ward.contains(*latitude, *longitude)).expect("a point in the ward");
    (ward, latitude, longitude)
}
