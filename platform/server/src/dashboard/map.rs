//! A map of wards with works on them, drawn here: nothing of it is fetched from elsewhere, and it prints. Each work has the number
//! that it has in the list beside it; numbers that would lie on each other make room.

use casework::feeds::{Position, Shape, Traffic, Work};
use casework::wards::WardDef;

use crate::web::views::{MapWard, MapWork, WorksMap};

/// The most that the drawing is wide and high, in units of its own, and its margin.
const WIDE: f64 = 440.0;
const HIGH: f64 = 380.0;
const MARGIN: f64 = 18.0;
/// How far the middles of two numbers are from each other at least.
const APART: f64 = 27.0;
/// Corners of all outlines together, and of one work.
const CORNERS: usize = 500;
const CORNERS_OF_WORK: usize = 40;

type Point = (f64, f64);

/// A drawing of these wards and works, with works numbered from 1; none without an outline.
#[must_use]
pub fn draw(wards: &[&WardDef], works: &[Work]) -> Option<WorksMap> {
    let sheet = Sheet::of(wards)?;
    let rings: Vec<Vec<Vec<Point>>> =
        wards.iter().map(|ward| ward.outline.iter().map(|ring| sheet.all(ring.iter().copied())).collect()).collect();
    let step = coarse_enough(&rings);
    let outlines = wards.iter().zip(&rings).map(|(ward, rings)| {
        let path: String = rings.iter().map(|ring| path(&thinned(ring, step), true)).collect();
        let (x, y) = rings.first().map_or((0.0, 0.0), |ring| middle(ring));
        MapWard { name: ward.name.clone(), path, x: text(x), y: text(y) }
    });
    let mut taken: Vec<Point> = Vec::new();
    let numbered = works.iter().zip(1_u32..);
    let drawn = numbered.filter_map(|(work, number)| {
        let (line, closed, at) = sheet.shape(work.shape.as_ref()?)?;
        let place = free(sheet.within(at), &taken, &sheet);
        taken.push(place);
        let moved = (place.0 - at.0).hypot(place.1 - at.1) > 1.0;
        Some(MapWork {
            number,
            tone: tone(work.traffic).to_owned(),
            path: line.map(|line| path(&line, closed)),
            x: text(place.0),
            y: text(place.1),
            from: moved.then(|| [text(at.0), text(at.1)]),
        })
    });
    let works = drawn.collect();
    Some(WorksMap { width: text(sheet.width), height: text(sheet.height), wards: outlines.collect(), works })
}

const fn tone(traffic: Traffic) -> &'static str {
    match traffic {
        Traffic::RoadClosure => "strong",
        Traffic::Alternating | Traffic::LaneClosure => "some",
        Traffic::Footway | Traffic::Slight | Traffic::Unknown => "little",
    }
}

fn text(number: f64) -> String {
    format!("{number:.1}")
}

/// How places on the earth become places on the drawing. A council is small enough to be flat.
struct Sheet {
    west: f64,
    north: f64,
    /// Units for a degree of longitude and of latitude.
    scale: Point,
    width: f64,
    height: f64,
}

impl Sheet {
    fn of(wards: &[&WardDef]) -> Option<Self> {
        let corners = || wards.iter().flat_map(|ward| ward.outline.iter().flatten());
        corners().next()?;
        let bound =
            |at: usize, from: f64, pick: fn(f64, f64) -> f64| corners().map(|corner| corner[at]).fold(from, pick);
        let (west, east) = (bound(0, f64::MAX, f64::min), bound(0, f64::MIN, f64::max));
        let (south, north) = (bound(1, f64::MAX, f64::min), bound(1, f64::MIN, f64::max));
        let narrower = f64::midpoint(south, north).to_radians().cos();
        let (across, up) = ((east - west) * narrower, north - south);
        if !(across > 0.0 && up > 0.0) {
            return None;
        }
        let scale = ((WIDE - 2.0 * MARGIN) / across).min((HIGH - 2.0 * MARGIN) / up);
        Some(Self {
            west,
            north,
            scale: (scale * narrower, scale),
            width: across * scale + 2.0 * MARGIN,
            height: up * scale + 2.0 * MARGIN,
        })
    }

    fn at(&self, longitude: f64, latitude: f64) -> Point {
        (MARGIN + (longitude - self.west) * self.scale.0, MARGIN + (self.north - latitude) * self.scale.1)
    }

    fn all(&self, places: impl Iterator<Item = [f64; 2]>) -> Vec<Point> {
        places.map(|[longitude, latitude]| self.at(longitude, latitude)).collect()
    }

    /// The nearest place at which a number is seen whole.
    fn within(&self, (x, y): Point) -> Point {
        (x.clamp(MARGIN, self.width - MARGIN), y.clamp(MARGIN, self.height - MARGIN))
    }

    fn shows(&self, (x, y): Point) -> bool {
        (0.0..=self.width).contains(&x) && (0.0..=self.height).contains(&y)
    }

    /// Its corners, whether they are closed, and where its number belongs. None for a shape without a place.
    fn shape(&self, shape: &Shape) -> Option<(Option<Vec<Point>>, bool, Point)> {
        let on_sheet = |at: &Position| self.at(at.longitude, at.latitude);
        let drawn = |places: &[Position]| {
            let corners: Vec<_> = places.iter().map(on_sheet).collect();
            let mut step = 1.5;
            let mut few = thinned(&corners, step);
            while few.len() > CORNERS_OF_WORK {
                step *= 2.0;
                few = thinned(&corners, step);
            }
            few
        };
        match shape {
            Shape::Point(at) => Some((None, false, on_sheet(at))),
            Shape::Line(places) => {
                let line = drawn(places);
                // In the middle of what is seen of it.
                let seen: Vec<_> = line.iter().copied().filter(|point| self.shows(*point)).collect();
                let at = seen.get(seen.len() / 2).or(line.first()).copied()?;
                let at = if line.len() == 2 { halfway(line[0], line[1]) } else { at };
                Some((Some(line), false, at))
            }
            Shape::Area(places) => {
                let edge = drawn(places);
                edge.first()?;
                let at = middle(&edge);
                Some((Some(edge), true, at))
            }
        }
    }
}

fn halfway(one: Point, other: Point) -> Point {
    (f64::midpoint(one.0, other.0), f64::midpoint(one.1, other.1))
}

/// The middle of the box around a shape.
fn middle(corners: &[Point]) -> Point {
    let bound = |of: fn(&Point) -> f64| {
        let least = corners.iter().map(of).fold(f64::MAX, f64::min);
        f64::midpoint(least, corners.iter().map(of).fold(f64::MIN, f64::max))
    };
    (bound(|corner| corner.0), bound(|corner| corner.1))
}

/// Without corners that are nearer to the one before than a step; the ends stay.
fn thinned(corners: &[Point], step: f64) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    for (at, corner) in corners.iter().enumerate() {
        let far = kept.last().is_none_or(|last| (corner.0 - last.0).hypot(corner.1 - last.1) >= step);
        if far || at + 1 == corners.len() {
            kept.push(*corner);
        }
    }
    kept
}

/// A step that leaves few enough corners of all outlines.
fn coarse_enough(rings: &[Vec<Vec<Point>>]) -> f64 {
    let mut step = 1.0;
    while rings.iter().flatten().map(|ring| thinned(ring, step).len()).sum::<usize>() > CORNERS && step < WIDE {
        step *= 1.5;
    }
    step
}

fn path(corners: &[Point], closed: bool) -> String {
    let mut path = String::new();
    for (at, (x, y)) in corners.iter().enumerate() {
        path.push(if at == 0 { 'M' } else { 'L' });
        path.push_str(&format!("{x:.1} {y:.1}"));
    }
    if closed {
        path.push('Z');
    }
    path
}

/// The place itself, or one around it that no number has taken yet.
fn free(place: Point, taken: &[Point], sheet: &Sheet) -> Point {
    let is_free = |at: &Point| taken.iter().all(|other| (at.0 - other.0).hypot(at.1 - other.1) >= APART);
    let around = (1_u32..=5).flat_map(|ring| {
        let places = 6 * ring;
        (0..places).map(move |turn| {
            let angle = f64::from(turn) / f64::from(places) * std::f64::consts::TAU;
            let far = APART * f64::from(ring);
            (place.0 + far * angle.cos(), place.1 + far * angle.sin())
        })
    });
    let seen = |at: &Point| *at == sheet.within(*at);
    std::iter::once(place).chain(around).filter(seen).find(is_free).unwrap_or(place)
}

#[cfg(test)]
mod tests {
    use casework::feeds::WorkStatus;
    use chrono::NaiveDate;

    use super::*;

    fn ward(corners: &[[f64; 2]]) -> WardDef {
        WardDef { gss: "E05000001".to_owned(), name: "Abbey".to_owned(), outline: vec![corners.to_vec()] }
    }

    fn square() -> WardDef {
        ward(&[[-1.5, 52.9], [-1.4, 52.9], [-1.4, 53.0], [-1.5, 53.0], [-1.5, 52.9]])
    }

    fn work(shape: Option<Shape>) -> Work {
        let day = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");
        Work {
            key: "R1".to_owned(),
            promoter: "Highways".to_owned(),
            street: "High Street".to_owned(),
            area: None,
            description: "Works".to_owned(),
            status: WorkStatus::Planned,
            starts: day,
            ends: day,
            traffic: Traffic::RoadClosure,
            traffic_words: None,
            shape,
            url: None,
            changed_at: None,
        }
    }

    fn at(longitude: f64, latitude: f64) -> Position {
        Position { longitude, latitude }
    }

    fn place(work: &MapWork) -> Point {
        (work.x.parse().expect("a number"), work.y.parse().expect("a number"))
    }

    #[test]
    fn north_is_up_and_a_kilometre_is_as_long_either_way() {
        let works = [at(-1.45, 52.99), at(-1.45, 52.91), at(-1.49, 52.95)].map(|at| work(Some(Shape::Point(at))));
        let map = draw(&[&square()], &works).expect("a map");
        let [north, south, west] = &map.works[..] else { panic!("{map:?}") };
        assert!(place(north).1 < place(south).1 && place(west).0 < place(north).0);
        // A tenth of a degree is 11.1 km up and 6.7 km across there.
        let (width, height): (f64, f64) = (map.width.parse().expect("one"), map.height.parse().expect("one"));
        let ratio = (width - 2.0 * MARGIN) / (height - 2.0 * MARGIN);
        assert!((ratio - 0.6025).abs() < 0.002, "{ratio}");
    }

    #[test]
    fn numbers_make_room_for_each_other_and_are_seen_whole() {
        let works: Vec<_> = (0..12).map(|_| work(Some(Shape::Point(at(-1.5, 53.0))))).collect();
        let map = draw(&[&square()], &works).expect("a map");
        let places: Vec<_> = map.works.iter().map(place).collect();
        for (index, one) in places.iter().enumerate() {
            assert!(one.0 >= MARGIN && one.1 >= MARGIN, "{one:?}");
            assert!(
                places[..index].iter().all(|other| (one.0 - other.0).hypot(one.1 - other.1) > APART - 0.2),
                "{one:?}"
            );
        }
        assert_eq!(map.works.iter().filter(|work| work.from.is_some()).count(), 11);
    }

    #[test]
    fn what_has_no_place_is_left_out_and_the_others_keep_their_numbers() {
        let works = [work(None), work(Some(Shape::Line(Vec::new()))), work(Some(Shape::Point(at(-1.45, 52.95))))];
        let map = draw(&[&square()], &works).expect("a map");
        assert_eq!(map.works.iter().map(|work| work.number).collect::<Vec<_>>(), [3]);
        assert_eq!(draw(&[], &works), None);
        assert_eq!(draw(&[&ward(&[])], &works), None);
        assert_eq!(draw(&[&ward(&[[-1.5, 52.9]])], &works), None, "a point is no ward");
    }

    #[test]
    fn detailed_outlines_and_long_lines_are_drawn_with_few_corners() {
        let turn = |at: u32| f64::from(at) / 20_000.0 * std::f64::consts::TAU;
        let circle: Vec<_> =
            (0..=20_000).map(|at| [-1.45 + 0.05 * turn(at).cos(), 52.95 + 0.05 * turn(at).sin()]).collect();
        let line = (0..2_000).map(|step| at(-1.5 + 0.1 * f64::from(step) / 2_000.0, 52.95)).collect();
        let map = draw(&[&ward(&circle)], &[work(Some(Shape::Line(line)))]).expect("a map");
        let corners = |path: &str| path.matches(['M', 'L']).count();
        assert!((100..=CORNERS).contains(&corners(&map.wards[0].path)));
        let path = map.works[0].path.as_deref().expect("a line");
        assert!((10..=CORNERS_OF_WORK).contains(&corners(path)), "{path}");
    }
}
