//! A calendar that breaks the contract in the way that its settings name. Each must be told from a good answer.

use sdk::bindings::types::LocalTime;
use sdk::committees::{Feed, Meeting, Paper, PaperKind, Reading, Status, complete};
use sdk::dates::Date;
use sdk::feeds::{FeedError, Task};
use sdk::settings::Settings;

struct Guest;

impl Feed for Guest {
    type Prepared<'a> = &'a str;

    fn prepare<'a>(settings: &Settings<'a>) -> &'a str {
        settings.text("way")
    }

    fn read(way: &str, _: Task) -> Result<Reading, FeedError> {
        let mut meeting = Meeting {
            key: "1".to_owned(),
            committee_key: "1".to_owned(),
            committee: "Planning".to_owned(),
            title: None,
            begins: LocalTime { day: Date { year: 2026, month: 11, day: 24 }, minutes: 600 },
            all_day: false,
            ends: None,
            place: None,
            status: Status::Planned,
            url: None,
            papers: Vec::new(),
            members: None,
        };
        let paper = |url: &str| Paper { kind: PaperKind::Agenda, title: "Agenda".to_owned(), url: url.to_owned() };
        match way {
            "script" => meeting.url = Some("javascript:alert(1)".to_owned()),
            "paper" => meeting.papers.push(paper("data:text/html,x")),
            "papers" => meeting.papers = vec![paper("https://example.org/"); 101],
            "minutes" => meeting.begins.minutes = 1440,
            "split" => meeting.url = Some("https://example.org/\u{a0}x".to_owned()),
            _ => {}
        }
        Ok(complete(vec![meeting], Vec::new()))
    }
}

sdk::register_committee_calendar!(Guest);
