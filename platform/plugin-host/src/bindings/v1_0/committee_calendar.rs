//! World `committee-calendar` of `wardbook:plugin@1.0.0`, and the way to the types of `casework`.

use casework::feeds::{Meeting, MeetingStatus, Paper, PaperKind, Seat};
use chrono::NaiveDateTime;

use super::feeds::{day, feed, link, text, words};
use crate::bindings::world;
use crate::failure::GuestFailure;
use crate::guest::Guest;

wasmtime::component::bindgen!({
    path: "../../plugins/wit/v1_0",
    world: "committee-calendar",
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

use wardbook::plugin::committees as found;

world!(CommitteeCalendar, CommitteeCalendarPre);
feed!(committees, Meeting);

impl found::Host for Guest {}

const MOST_PAPERS: usize = 100;
const MOST_MEMBERS: usize = 200;

fn item(meeting: found::Meeting) -> Result<Meeting, GuestFailure> {
    let members = meeting.members;
    if meeting.papers.len() > MOST_PAPERS || members.as_ref().is_some_and(|members| members.len() > MOST_MEMBERS) {
        return Err(GuestFailure::BadOutput { what: "a meeting with more than 100 papers or 200 members" });
    }
    Ok(Meeting {
        key: text(meeting.key, 200)?,
        committee_key: text(meeting.committee_key, 200)?,
        committee: text(meeting.committee, 300)?,
        title: words(meeting.title, 300)?,
        begins: time(meeting.begins)?,
        all_day: meeting.all_day,
        ends: meeting.ends.map(time).transpose()?,
        place: words(meeting.place, 300)?,
        status: match meeting.status {
            found::Status::Planned => MeetingStatus::Planned,
            found::Status::Provisional => MeetingStatus::Provisional,
            found::Status::Postponed => MeetingStatus::Postponed,
            found::Status::Cancelled => MeetingStatus::Cancelled,
        },
        url: meeting.url.map(link).transpose()?,
        papers: meeting.papers.into_iter().map(paper).collect::<Result<_, _>>()?,
        members: members.map(|members| members.into_iter().map(seat).collect::<Result<_, _>>()).transpose()?,
    })
}

fn paper(paper: found::Paper) -> Result<Paper, GuestFailure> {
    Ok(Paper {
        kind: match paper.kind {
            found::PaperKind::Agenda => PaperKind::Agenda,
            found::PaperKind::Reports => PaperKind::Reports,
            found::PaperKind::Minutes => PaperKind::Minutes,
            found::PaperKind::Other => PaperKind::Other,
        },
        title: text(paper.title, 300)?,
        url: link(paper.url)?,
    })
}

fn seat(seat: found::Seat) -> Result<Seat, GuestFailure> {
    Ok(Seat { key: words(seat.key, 200)?, name: text(seat.name, 200)?, role: words(seat.role, 200)? })
}

fn time(time: super::types::LocalTime) -> Result<NaiveDateTime, GuestFailure> {
    let minutes = u32::from(time.minutes);
    day(time.day)?
        .and_hms_opt(minutes / 60, minutes % 60, 0)
        .ok_or(GuestFailure::BadOutput { what: "a time of more than 1,439 minutes" })
}
