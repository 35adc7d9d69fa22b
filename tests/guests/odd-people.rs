//! A feed that breaks the contract in the way that its settings name. Each must be told from a good answer.

use sdk::dates::Date;
use sdk::feeds::{Delay, FeedError, Progress, Task, done, skipped};
use sdk::people::{Capacity, Changes, Content, Feed, Person, Reading, complete};
use sdk::settings::Settings;

struct Guest;

impl Feed for Guest {
    type Prepared<'a> = &'a str;

    fn prepare<'a>(settings: &Settings<'a>) -> &'a str {
        settings.text("way")
    }

    fn read(way: &str, _: Task) -> Result<Reading, FeedError> {
        let alone = |person: Person| Ok(complete(vec![person], Vec::new()));
        let good = || person("1");
        let progress = |progress: Progress| Ok(Reading { content: Content::Complete(vec![good()]), progress });
        match way {
            "none" => alone(good()),
            "many" => Ok(complete((0..5_001).map(|at| person(&at.to_string())).collect(), Vec::new())),
            "many removed" => {
                let removed = (0..5_001).map(|at| at.to_string()).collect();
                Ok(Reading {
                    content: Content::Changes(Changes { changed: Vec::new(), removed }),
                    progress: done(Vec::new()),
                })
            }
            "no key" => alone(person(" ")),
            "long key" => alone(person(&"k".repeat(101))),
            "odd key" => alone(person("a\nb")),
            "no name" => alone(Person { name: String::new(), ..good() }),
            "long name" => alone(Person { name: "n".repeat(201), ..good() }),
            "odd name" => alone(Person { name: "Jo\u{1b}[31m".to_owned(), ..good() }),
            "impossible day" => alone(Person { starts: Some(Date { year: 2026, month: 6, day: 31 }), ..good() }),
            "no ward" => alone(Person { ward_gss: Some("Abbey".to_owned()), ..good() }),
            "many units" => alone(Person { units: vec!["unit".to_owned(); 9], ..good() }),
            "long cursor" => progress(Progress { next: Some(vec![0; 4_097]), more: false, skipped: Vec::new() }),
            "more of nothing" => progress(Progress { next: None, more: true, skipped: Vec::new() }),
            "more" => progress(Progress { next: Some(vec![1]), more: true, skipped: Vec::new() }),
            "many skipped" => progress(done((0..1_001).map(|row| skipped(row, None, "What.", "Do.")).collect())),
            "long words" => Err(FeedError::Unreadable("w\n".repeat(1_000))),
            "unavailable" => Err(FeedError::Unavailable(Delay { why: "It sleeps.".to_owned(), retry_after: Some(60) })),
            "spins" => loop {
                core::hint::black_box(way);
            },
            mebibytes => {
                let mebibytes: usize = mebibytes.parse().expect("a number, or a way that was named above");
                let hoard: Vec<Vec<u8>> = (0..mebibytes).map(|_| Vec::with_capacity(1024 * 1024)).collect();
                core::hint::black_box(&hoard);
                alone(good())
            }
        }
    }
}

fn person(key: &str) -> Person {
    Person {
        key: key.to_owned(),
        capacity: Capacity::Officer,
        name: "Jo".to_owned(),
        given_name: None,
        family_name: None,
        email: None,
        phone: None,
        job_title: None,
        units: Vec::new(),
        manager: None,
        starts: None,
        ends: None,
        active: true,
        ward_gss: None,
        ward_name: None,
    }
}

sdk::register_people_feed!(Guest);
