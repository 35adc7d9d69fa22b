//! A schedule that breaks the contract in the way that its settings name. Each must be told from a good answer.

use sdk::dates::Date;
use sdk::feeds::{FeedError, Task};
use sdk::highways::{Feed, Position, Reading, Shape, Status, Traffic, Work, complete};
use sdk::settings::Settings;

struct Guest;

impl Feed for Guest {
    type Prepared<'a> = &'a str;

    fn prepare<'a>(settings: &Settings<'a>) -> &'a str {
        settings.text("way")
    }

    fn read(way: &str, _: Task) -> Result<Reading, FeedError> {
        let at = |longitude, latitude| Position { longitude, latitude };
        let day = |day| Date { year: 2026, month: 11, day };
        let mut work = Work {
            key: "1".to_owned(),
            promoter: "Water".to_owned(),
            street: "High Street".to_owned(),
            area: None,
            description: "Mending a pipe".to_owned(),
            status: Status::Planned,
            starts: day(24),
            ends: day(24),
            traffic: Traffic::Unknown,
            traffic_words: None,
            shape: Some(Shape::Point(at(-1.5, 53.0))),
            url: None,
            changed_at: Some(0),
        };
        match way {
            "nowhere" => work.shape = Some(Shape::Point(at(f64::NAN, 53.0))),
            "grid" => work.shape = Some(Shape::Point(at(435_000.0, 335_000.0))),
            "short line" => work.shape = Some(Shape::Line(vec![at(-1.5, 53.0)])),
            "long line" => work.shape = Some(Shape::Line(vec![at(-1.5, 53.0); 2_001])),
            "open area" => {
                let edge = [(-1.5, 53.0), (-1.4, 53.0), (-1.4, 53.1), (-1.5, 53.1)];
                work.shape = Some(Shape::Area(edge.map(|(east, north)| at(east, north)).to_vec()));
            }
            "backwards" => work.ends = day(23),
            "never" => work.changed_at = Some(i64::MAX),
            _ => {}
        }
        Ok(complete(vec![work], Vec::new()))
    }
}

sdk::register_highways_schedule!(Guest);
