//! World `highways-schedule` of `wardbook:plugin@1.0.0`, and the way to the types of `casework`.

use casework::feeds::{Position, Shape, Traffic, Work, WorkStatus};
use chrono::DateTime;

use super::feeds::{day, feed, link, text, words};
use crate::bindings::world;
use crate::failure::GuestFailure;
use crate::guest::Guest;

wasmtime::component::bindgen!({
    path: "../../plugins/wit/v1_0",
    world: "highways-schedule",
    imports: { default: trappable },
    exports: { default: async },
    with: {
        "wardbook:plugin/types@1.0.0": super::routing::wardbook::plugin::types,
        "wardbook:plugin/log@1.0.0": super::routing::wardbook::plugin::log,
        "wardbook:plugin/calendar@1.0.0": super::routing::wardbook::plugin::calendar,
        "wardbook:plugin/http@1.0.0": super::people_feed::wardbook::plugin::http,
        "wardbook:plugin/feeds@1.0.0": super::people_feed::wardbook::plugin::feeds,
    },
});

use wardbook::plugin::highways as found;

world!(HighwaysSchedule, HighwaysSchedulePre);
feed!(highways, Work);

impl found::Host for Guest {}

const MOST_POSITIONS: usize = 2_000;

fn item(work: found::Work) -> Result<Work, GuestFailure> {
    let (starts, ends) = (day(work.starts)?, day(work.ends)?);
    if ends < starts {
        return Err(GuestFailure::BadOutput { what: "a work that ends before it starts" });
    }
    let changed_at = work.changed_at.map(|milliseconds| {
        DateTime::from_timestamp_millis(milliseconds).ok_or(GuestFailure::BadOutput { what: "a time out of range" })
    });
    Ok(Work {
        key: text(work.key, 100)?,
        promoter: text(work.promoter, 200)?,
        street: text(work.street, 200)?,
        area: words(work.area, 200)?,
        description: text(work.description, 500)?,
        status: match work.status {
            found::Status::Proposed => WorkStatus::Proposed,
            found::Status::Planned => WorkStatus::Planned,
            found::Status::InProgress => WorkStatus::InProgress,
            found::Status::Finished => WorkStatus::Finished,
            found::Status::Cancelled => WorkStatus::Cancelled,
        },
        starts,
        ends,
        traffic: match work.traffic {
            found::Traffic::RoadClosure => Traffic::RoadClosure,
            found::Traffic::Alternating => Traffic::Alternating,
            found::Traffic::LaneClosure => Traffic::LaneClosure,
            found::Traffic::Footway => Traffic::Footway,
            found::Traffic::Slight => Traffic::Slight,
            found::Traffic::Unknown => Traffic::Unknown,
        },
        traffic_words: words(work.traffic_words, 200)?,
        shape: work.shape.map(shape).transpose()?,
        url: work.url.map(link).transpose()?,
        changed_at: changed_at.transpose()?,
    })
}

fn shape(shape: found::Shape) -> Result<Shape, GuestFailure> {
    Ok(match shape {
        found::Shape::Point(at) => Shape::Point(position(at)?),
        found::Shape::Line(line) => Shape::Line(positions(line, 2)?),
        found::Shape::Area(edge) => {
            let edge = positions(edge, 4)?;
            if edge.first() != edge.last() {
                return Err(GuestFailure::BadOutput { what: "an area that is not closed" });
            }
            Shape::Area(edge)
        }
    })
}

fn positions(positions: Vec<found::Position>, fewest: usize) -> Result<Vec<Position>, GuestFailure> {
    if !(fewest..=MOST_POSITIONS).contains(&positions.len()) {
        return Err(GuestFailure::BadOutput { what: "a shape with too few or more than 2,000 positions" });
    }
    positions.into_iter().map(position).collect()
}

/// Also refuses what is not a number, which lies in no range.
fn position(found::Position { longitude, latitude }: found::Position) -> Result<Position, GuestFailure> {
    if (-180.0..=180.0).contains(&longitude) && (-90.0..=90.0).contains(&latitude) {
        return Ok(Position { longitude, latitude });
    }
    Err(GuestFailure::BadOutput { what: "a position that is not on Earth" })
}
