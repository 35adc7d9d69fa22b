//! The next meetings of the committees on which the person sits, with their papers.

use casework::feeds::{Meeting, MeetingStatus};
use sea_orm::DbErr;

use super::{Reading, fresh, has};
use crate::app::Caller;
use crate::brought::{self, Kind, Sources};
use crate::web::views::{CardView, MeetingLine, MeetingsCard, PaperLink};

/// Meetings that are shown.
pub(in crate::dashboard) const NEXT: i64 = 5;
/// Papers of each.
const PAPERS: usize = 4;

pub(super) fn is_for(_: &Caller, sources: Option<&Sources>) -> bool {
    has(sources, Kind::Meetings)
}

pub(super) async fn read(reading: &Reading<'_>) -> Result<Option<CardView>, DbErr> {
    let fresh = fresh(reading, Kind::Meetings)?;
    let brought::Meetings { meetings, own } = brought::next_meetings(reading.tx, reading.caller, NEXT).await?;
    let meetings = meetings.into_iter().map(line).collect();
    Ok(Some(CardView::Meetings(MeetingsCard { own, fresh, meetings })))
}

fn line(meeting: Meeting) -> MeetingLine {
    let more_papers = meeting.papers.len() > PAPERS;
    let papers = meeting.papers.into_iter().take(PAPERS);
    MeetingLine {
        committee: meeting.committee,
        title: meeting.title,
        begins: meeting.begins,
        all_day: meeting.all_day,
        ends: meeting.ends,
        place: meeting.place,
        status: status(meeting.status).to_owned(),
        url: meeting.url,
        papers: papers.map(|paper| PaperLink { title: paper.title, url: paper.url }).collect(),
        more_papers,
    }
}

/// A status in the words of the API and of the locales.
pub(in crate::dashboard) const fn status(status: MeetingStatus) -> &'static str {
    match status {
        MeetingStatus::Planned => "planned",
        MeetingStatus::Provisional => "provisional",
        MeetingStatus::Postponed => "postponed",
        MeetingStatus::Cancelled => "cancelled",
    }
}
