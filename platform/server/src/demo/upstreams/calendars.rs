//! Calendars of committees in the iCalendar format, with times on the council's clocks.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::Days;

use super::committees::{self, Meeting, Status};
use super::{World, answer, nothing};

/// `GET …/calendars/all.ics`, `GET …/calendars/<committee>.ics`
pub(super) async fn calendar(State(world): State<Arc<World>>, Path((slug, file)): Path<(String, String)>) -> Response {
    let wanted = file.strip_suffix(".ics").filter(|_| world.councils.contains_key(&slug));
    let Some(wanted) = wanted else { return nothing() };
    let today = world.today();
    let mut meetings = committees::between(today - Days::new(60), today + Days::new(365), today);
    if wanted != "all" {
        meetings.retain(|meeting| meeting.committee.id.to_string() == wanted);
        if meetings.is_empty() {
            return nothing();
        }
    }
    let mut body = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Committees//EN\r\n\
                    BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\nEND:VTIMEZONE\r\n"
        .to_owned();
    for meeting in &meetings {
        write_event(&mut body, meeting, &format!("http://{}/{slug}/moderngov", world.origin));
    }
    body += "END:VCALENDAR\r\n";
    answer("text/calendar; charset=utf-8", body)
}

fn write_event(body: &mut String, meeting: &Meeting, pages: &str) {
    let time = |(hour, minute): (u32, u32)| format!("{}T{hour:02}{minute:02}00", meeting.day.format("%Y%m%d"));
    let (before, status) = match meeting.status {
        Status::Confirmed => ("", "CONFIRMED"),
        Status::Provisional => ("", "TENTATIVE"),
        Status::Postponed => ("Postponed: ", "CONFIRMED"),
        Status::Cancelled => ("", "CANCELLED"),
    };
    let page = format!("{pages}/ieListDocuments.aspx?CId={}&MId={}", meeting.committee.id, meeting.id);
    let _ = write!(
        body,
        "BEGIN:VEVENT\r\nUID:{}@committees.example\r\nDTSTART;TZID=Europe/London:{}\r\nDTEND;TZID=Europe/London:{}\r\n\
         SUMMARY:{before}{}\r\nLOCATION:{}\r\nSTATUS:{status}\r\nURL:{page}\r\n",
        meeting.id,
        time(meeting.begins()),
        time(meeting.ends()),
        meeting.committee.name,
        meeting.committee.room
    );
    for (name, title) in meeting.papers() {
        let address = format!("{pages}/mgConvert2PDF.aspx?ID={}-{name}", meeting.id);
        let _ = write!(body, "ATTACH;FILENAME=\"{title}\":{address}\r\n");
    }
    *body += "END:VEVENT\r\n";
}
