//! Wards, and which of them a place is in (R9).

use serde::{Deserialize, Serialize};

/// A ward with its published code and its outline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WardDef {
    /// The nine-character code of the Office for National Statistics, such as `E05000001`.
    pub gss: String,
    pub name: String,
    /// Closed rings of `[longitude, latitude]` in degrees. A point is inside when a line from it crosses the rings an
    /// odd number of times, so holes and islands need no marks of their own.
    pub outline: Vec<Vec<[f64; 2]>>,
}

impl WardDef {
    /// Whether the point lies in this ward. A point exactly on a shared edge belongs to one of the neighbours.
    pub fn contains(&self, latitude: f64, longitude: f64) -> bool {
        self.outline.iter().map(|ring| crossings(ring, latitude, longitude)).sum::<usize>() % 2 == 1
    }
}

/// The ward that a point lies in; `None` when it lies in none of them (outside the council, or in a gap).
pub fn find(wards: &[WardDef], latitude: f64, longitude: f64) -> Option<&WardDef> {
    if !(latitude.is_finite() && longitude.is_finite()) {
        return None;
    }
    wards.iter().find(|ward| ward.contains(latitude, longitude))
}

/// The codes of the wards in which something lies that goes through these points (latitude, longitude), in the order of `wards`. Halfway
/// between two points is looked at, too: a road goes through a ward in which it has no bend.
pub fn touched(wards: &[WardDef], points: impl IntoIterator<Item = (f64, f64)>) -> Vec<&str> {
    let points: Vec<_> = points.into_iter().collect();
    let halfway =
        points.windows(2).map(|pair| (f64::midpoint(pair[0].0, pair[1].0), f64::midpoint(pair[0].1, pair[1].1)));
    let all: Vec<_> = points.iter().copied().chain(halfway).collect();
    let lies_in = |ward: &&WardDef| all.iter().any(|(latitude, longitude)| ward.contains(*latitude, *longitude));
    wards.iter().filter(lies_in).map(|ward| ward.gss.as_str()).collect()
}

/// How often a line from the point towards the east crosses the ring. Half-open on purpose (`>` on both ends): a line
/// through a corner counts once, and an edge shared by two wards counts for one of them only.
fn crossings(ring: &[[f64; 2]], latitude: f64, longitude: f64) -> usize {
    let ends = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(ends)
        .filter(|([ax, ay], [bx, by])| {
            (*ay > latitude) != (*by > latitude) && longitude < (bx - ax) * (latitude - ay) / (by - ay) + ax
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(gss: &str, west: f64, south: f64, side: f64) -> WardDef {
        let (east, north) = (west + side, south + side);
        let ring = vec![[west, south], [east, south], [east, north], [west, north], [west, south]];
        WardDef { gss: gss.to_owned(), name: gss.to_owned(), outline: vec![ring] }
    }

    #[test]
    fn a_point_is_found_in_its_ward_and_in_no_other() {
        let wards = [square("A", 0.0, 50.0, 1.0), square("B", 1.0, 50.0, 1.0)];
        assert_eq!(find(&wards, 50.5, 0.5).map(|w| w.gss.as_str()), Some("A"));
        assert_eq!(find(&wards, 50.5, 1.5).map(|w| w.gss.as_str()), Some("B"));
        assert_eq!(find(&wards, 50.5, 2.5), None);
        assert_eq!(find(&wards, f64::NAN, 0.5), None);
    }

    #[test]
    fn a_point_on_a_shared_edge_belongs_to_exactly_one_ward() {
        let wards = [square("A", 0.0, 50.0, 1.0), square("B", 1.0, 50.0, 1.0)];
        assert_eq!(wards.iter().filter(|w| w.contains(50.5, 1.0)).count(), 1);
        assert_eq!(wards.iter().filter(|w| w.contains(50.0, 1.0)).count(), 1);
    }

    #[test]
    fn a_road_lies_in_every_ward_that_it_goes_through() {
        let wards = [square("A", 0.0, 50.0, 1.0), square("B", 1.0, 50.0, 1.0), square("C", 2.0, 50.0, 1.0)];
        assert_eq!(touched(&wards, [(50.5, 0.5)]), ["A"]);
        assert_eq!(touched(&wards, [(50.5, 0.5), (50.5, 2.5)]), ["A", "B", "C"]);
        assert_eq!(touched(&wards, [(60.0, 0.5)]), [""; 0]);
        assert_eq!(touched(&wards, []), [""; 0]);
    }

    #[test]
    fn a_hole_is_outside_and_an_island_in_it_is_inside() {
        let mut ward = square("A", 0.0, 50.0, 3.0);
        ward.outline.push(square("hole", 0.5, 50.5, 2.0).outline.remove(0));
        ward.outline.push(square("island", 1.0, 51.0, 1.0).outline.remove(0));
        assert!(ward.contains(50.2, 0.2));
        assert!(!ward.contains(50.7, 0.7));
        assert!(ward.contains(51.5, 1.5));
    }
}
