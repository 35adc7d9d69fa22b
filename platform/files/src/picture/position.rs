//! What a photo's metadata tells about where and when it was taken.

use exif::{Error, Exif, In, Reader, Tag, Value};
use serde::{Deserialize, Serialize};

/// A place in degrees (WGS 84), north and east positive. Never outside the earth, and never the 0, 0 that phones write
/// when they do not know.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(into = "(f64, f64)", try_from = "(f64, f64)")]
pub struct Position {
    latitude: f64,
    longitude: f64,
}

impl Position {
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let on_earth = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        let unknown = latitude.abs() < f64::EPSILON && longitude.abs() < f64::EPSILON;
        (on_earth && !unknown).then_some(Self { latitude, longitude })
    }

    pub fn latitude(self) -> f64 {
        self.latitude
    }

    pub fn longitude(self) -> f64 {
        self.longitude
    }
}

impl From<Position> for (f64, f64) {
    fn from(Position { latitude, longitude }: Position) -> Self {
        (latitude, longitude)
    }
}

impl TryFrom<(f64, f64)> for Position {
    type Error = &'static str;

    fn try_from((latitude, longitude): (f64, f64)) -> Result<Self, Self::Error> {
        Self::new(latitude, longitude).ok_or("no place on the earth")
    }
}

#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) position: Option<Position>,
    pub(super) taken_at: Option<String>,
}

/// Reads the metadata's bytes as they stand in the picture. What cannot be understood is left out.
pub(super) fn read(metadata: Vec<u8>) -> Facts {
    let read = Reader::new().continue_on_error(true).read_raw(metadata);
    let Ok(exif) = read.or_else(|error: Error| error.distill_partial_result(|_| ())) else { return Facts::default() };
    Facts { position: position(&exif), taken_at: taken_at(&exif) }
}

fn position(exif: &Exif) -> Option<Position> {
    let latitude = angle(exif, Tag::GPSLatitude, Tag::GPSLatitudeRef, b"N", b"S")?;
    let longitude = angle(exif, Tag::GPSLongitude, Tag::GPSLongitudeRef, b"E", b"W")?;
    Position::new(latitude, longitude)
}

/// Degrees, minutes and seconds, and on which side of zero.
fn angle(exif: &Exif, tag: Tag, side: Tag, positive: &[u8], negative: &[u8]) -> Option<f64> {
    let Value::Rational(parts) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let [degrees, minutes, seconds] = parts.as_slice() else { return None };
    let sum = degrees.to_f64() + minutes.to_f64() / 60.0 + seconds.to_f64() / 3600.0;
    let side = ascii(exif, side)?;
    // A part with nothing under its line is infinite, or no number.
    match (sum.is_finite(), side) {
        (true, side) if side == positive => Some(sum),
        (true, side) if side == negative => Some(-sum),
        _ => None,
    }
}

fn taken_at(exif: &Exif) -> Option<String> {
    let time = exif::DateTime::from_ascii(ascii(exif, Tag::DateTimeOriginal)?).ok()?;
    let plausible = time.year > 0
        && (1..=12).contains(&time.month)
        && (1..=31).contains(&time.day)
        && time.hour < 24
        && time.minute < 60
        && time.second <= 60;
    plausible.then(|| {
        let exif::DateTime { year, month, day, hour, minute, second, .. } = time;
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    })
}

fn ascii(exif: &Exif, tag: Tag) -> Option<&[u8]> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(texts) => texts.first().map(Vec::as_slice),
        _ => None,
    }
}
