//! Works on streets as Street Manager tells them (R52): permits, activities and section 58 restrictions, each in a message of its
//! own. Wardbook has verified the sender and taken off the envelope of the service that delivers them. Messages are of all
//! England, repeat, come out of order, and have new fields without notice.
//!
//! Settings: see plugin.toml.

use sdk::dates::{self, Date};
use sdk::feeds::{FeedError, Source, Task, done};
use sdk::geo;
use sdk::highways::{Changes, Content, Feed, Reading, Status, Traffic, Work, traffic};
use sdk::settings::Settings;
use sdk::text;
use serde::{Deserialize, Serialize};
use serde_json::Value;

struct StreetManager;

#[derive(Serialize, Deserialize)]
struct Prepared<'a> {
    /// SWA codes; all authorities if there are none.
    #[serde(borrow)]
    authorities: Vec<&'a str>,
}

impl Feed for StreetManager {
    type Prepared<'a> = Prepared<'a>;

    fn prepare<'a>(settings: &Settings<'a>) -> Prepared<'a> {
        let authorities = settings.texts("authorities");
        for (at, code) in authorities.iter().enumerate() {
            let is_code = code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit());
            if !is_code && !code.is_empty() {
                settings.problem(
                    &format!("authorities[{at}]"),
                    "This is not the code of an authority.",
                    "Write four digits.",
                );
            }
        }
        Prepared { authorities }
    }

    fn read(prepared: Prepared<'_>, task: Task) -> Result<Reading, FeedError> {
        let Source::Push(message) = task.source else { return Err(FeedError::NotThisWay) };
        let message: Value =
            serde_json::from_slice(&message.body).map_err(|_| unreadable("The message is not JSON."))?;
        let data = Data(message.get("object_data").filter(|data| data.is_object()).unwrap_or(&Value::Null));
        let kind = message.get("object_type").and_then(Value::as_str).unwrap_or_default();
        let authority = data.text("highway_authority_swa_code").unwrap_or_default();
        let ours = prepared.authorities.is_empty() || prepared.authorities.contains(&authority);
        let work = match kind {
            _ if data.0.is_null() => return Err(unreadable("The message is not one of Street Manager’s.")),
            _ if !ours => None,
            "PERMIT" => Some(permit(data)?),
            "ACTIVITY" => Some(activity(data)?),
            "SECTION_58" => Some(section_58(data)?),
            // There are others, and there will be more.
            _ => None,
        };
        let told = message.get("event_time").and_then(Value::as_str).and_then(dates::instant);
        let changed = work.into_iter().map(|work| Work { changed_at: told, ..work }).collect();
        let content = Content::Changes(Changes { changed, removed: Vec::new() });
        Ok(Reading { content, progress: done(Vec::new()) })
    }
}

/// What a message says of its object.
#[derive(Clone, Copy)]
struct Data<'a>(&'a Value);

impl<'a> Data<'a> {
    fn text(self, name: &str) -> Option<&'a str> {
        self.0.get(name)?.as_str().map(str::trim).filter(|text| !text.is_empty())
    }

    fn line(self, name: &str, most: usize) -> Option<String> {
        text::line(self.text(name)?, most)
    }

    /// The first of these that says a day. A text that says none is a mistake.
    fn day(self, names: &[&str]) -> Result<Date, FeedError> {
        let text = names.iter().find_map(|name| self.text(name));
        let text = text.ok_or_else(|| unreadable("The message lacks a day."))?;
        dates::london_day(text).ok_or_else(|| unreadable("A day of the message is not one."))
    }

    /// What is the same for all kinds of objects.
    fn work(self, key: &str, coordinates: &str, days: (Date, Date)) -> Result<Work, FeedError> {
        let (starts, ends) = days;
        // Works that begin after the day on which they were to end, end when they begin.
        let ends = if dates::order(&ends) < dates::order(&starts) { starts } else { ends };
        let key = self.text(key).and_then(|key| text::key(key, 100));
        let name = |field: &str| self.line(field, 200).map(|name| text::name_in_capitals(&name));
        Ok(Work {
            key: key.ok_or_else(|| unreadable("The message lacks a reference."))?,
            promoter: name("highway_authority").unwrap_or_else(|| "Highway authority".to_owned()),
            street: name("street_name").ok_or_else(|| unreadable("The message lacks a street."))?,
            area: name("town").or_else(|| name("area_name")),
            description: String::new(),
            status: Status::Proposed,
            starts,
            ends,
            traffic: Traffic::Unknown,
            traffic_words: None,
            shape: self.text(coordinates).and_then(geo::well_known),
            url: None,
            changed_at: None,
        })
    }
}

fn permit(data: Data<'_>) -> Result<Work, FeedError> {
    let starts = data.day(&["actual_start_date_time", "proposed_start_date"])?;
    let ends = data.day(&["actual_end_date_time", "proposed_end_date"])?;
    let work = data.work("permit_reference_number", "works_location_coordinates", (starts, ends))?;
    // What holds now, where works that have begun are run in another way than was agreed.
    let words = data.line("current_traffic_management_type", 200).or_else(|| data.line("traffic_management_type", 200));
    let footway = data.text("close_footway_ref").is_some_and(|closed| closed.starts_with("yes"));
    let kind = data.line("activity_type", 200).unwrap_or_else(|| "Works".to_owned());
    let where_exactly = data.line("works_location_type", 250).map(|place| format!(": {}", place.to_lowercase()));
    Ok(Work {
        promoter: data.line("promoter_organisation", 200).unwrap_or(work.promoter),
        description: format!("{kind}{}", where_exactly.unwrap_or_default()),
        status: match (data.text("permit_status"), data.text("work_status_ref")) {
            (Some("refused" | "cancelled" | "revoked"), _) | (_, Some("cancelled")) => Status::Cancelled,
            (_, Some("in_progress")) => Status::InProgress,
            (_, Some("completed" | "historical")) | (Some("closed"), _) => Status::Finished,
            (Some("granted"), _) => Status::Planned,
            _ => Status::Proposed,
        },
        traffic: words.as_deref().map_or(Traffic::Unknown, |words| traffic(words, footway)),
        traffic_words: words,
        ..work
    })
}

fn activity(data: Data<'_>) -> Result<Work, FeedError> {
    let (starts, ends) = (data.day(&["start_time", "start_date"])?, data.day(&["end_time", "end_date"])?);
    let work = data.work("activity_reference_number", "activity_coordinates", (starts, ends))?;
    let words = data.line("traffic_management_type", 200).map(|words| words.replace('_', " "));
    let named = data.line("activity_name", 200);
    let details = data.line("activity_type_details", 250).or_else(|| data.line("activity_type", 200));
    let description: Vec<_> = [named, details].into_iter().flatten().collect();
    Ok(Work {
        description: if description.is_empty() { "Activity".to_owned() } else { description.join(": ") },
        status: if data.text("cancelled") == Some("Yes") { Status::Cancelled } else { Status::Planned },
        traffic: words.as_deref().map_or(Traffic::Unknown, |words| traffic(words, false)),
        traffic_words: words,
        ..work
    })
}

/// A time in which nobody may dig up a street, mostly since it has a new surface.
fn section_58(data: Data<'_>) -> Result<Work, FeedError> {
    let days = (data.day(&["start_date"])?, data.day(&["end_date"])?);
    let work = data.work("section_58_reference_number", "section_58_coordinates", days)?;
    Ok(Work {
        description: "No works may open the street in this time, except in an emergency (section 58)".to_owned(),
        status: match data.text("section_58_status") {
            Some("proposed") | None => Status::Proposed,
            Some("cancelled") => Status::Cancelled,
            Some("closed" | "expired") => Status::Finished,
            Some(_) => Status::InProgress,
        },
        traffic: Traffic::Slight,
        ..work
    })
}

fn unreadable(why: &str) -> FeedError {
    FeedError::Unreadable(why.to_owned())
}

sdk::register_highways_schedule!(StreetManager);
