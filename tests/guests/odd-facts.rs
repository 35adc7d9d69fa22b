//! Figures that break the contract in the way that the settings name. Each must be told from a good answer.

use sdk::facts::{Fact, Feed, Reading, Unit, complete};
use sdk::feeds::{FeedError, Task};
use sdk::settings::Settings;

struct Guest;

impl Feed for Guest {
    type Prepared<'a> = &'a str;

    fn prepare<'a>(settings: &Settings<'a>) -> &'a str {
        settings.text("way")
    }

    fn read(way: &str, _: Task) -> Result<Reading, FeedError> {
        let mut fact = Fact {
            key: "1".to_owned(),
            ward_gss: "E05001771".to_owned(),
            statistic: "residents".to_owned(),
            label: "Residents".to_owned(),
            label_cy: None,
            value: 1.0,
            unit: Unit::Count,
            period: "2021".to_owned(),
            source: "Census".to_owned(),
            boundary_year: None,
        };
        match way {
            "no number" => fact.value = f64::INFINITY,
            "no ward" => fact.ward_gss = "E0500177".to_owned(),
            "odd statistic" => fact.statistic = "All residents".to_owned(),
            _ => {}
        }
        Ok(complete(vec![fact], Vec::new()))
    }
}

sdk::register_ward_facts!(Guest);
