//! Pages of CMIS: a month of meetings, and a meeting. Like the real one it has nothing for programs.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::response::{Html, IntoResponse as _, Response};
use chrono::{Datelike, Days, Months, NaiveDate};

use super::committees::{self, Meeting, Status};
use super::page::{document, escaped};
use super::{World, nothing};

/// Where the calendar lies: number of the page, and of the module on it.
const TAB: &str = "Meetings/tabid/70";
const MODULE: &str = "397";

/// `GET …/cmis/…`
pub(super) async fn page(
    State(world): State<Arc<World>>,
    Path((slug, path)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(council) = world.councils.get(&slug) else { return nothing() };
    let today = world.today();
    let base = format!("/{slug}/cmis/{TAB}");
    if path == "Meetings.aspx" {
        return match query.as_deref() {
            Some(query) if query.contains("MeetingCalendarListView") => framed(&month_list(&base, today)),
            _ => framed(&format!("<form><input id=\"dnn_ctr{MODULE}_MeetingCalendarPublic_btnList\"></form>")),
        };
    }
    let Some(view) = path.strip_prefix(TAB) else { return nothing() };
    if let Some(day) = view.strip_prefix(&format!("/ctl/MeetingCalendarPublicNoJava/mid/{MODULE}/Date/")) {
        let day = day.split('/').next().and_then(|day| day.parse::<NaiveDate>().ok());
        return day.map_or_else(nothing, |day| framed(&month(&base, day, today)));
    }
    let Some(view) = view.strip_prefix(&format!("/ctl/ViewMeetingPublic/mid/{MODULE}/Meeting/")) else {
        return nothing();
    };
    let meeting = view.split('/').next().and_then(|id| id.parse().ok()).and_then(|id| committees::of_id(id, today));
    let Some(meeting) = meeting else { return nothing() };
    match view.split_once("/Document/").and_then(|(_, rest)| rest.split('/').next()) {
        Some(paper) => document(council, &meeting, Some(paper)),
        None => framed(&one(&base, &meeting)),
    }
}

fn framed(content: &str) -> Response {
    Html(format!("<html><body><div class=\"DNNModuleContent ModCMISMeetingsC\">{content}</div></body></html>"))
        .into_response()
}

fn address(base: &str, meeting: &Meeting) -> String {
    format!("{base}/ctl/ViewMeetingPublic/mid/{MODULE}/Meeting/{}/Committee/{}", meeting.id, meeting.committee.id)
}

fn link(base: &str, meeting: &Meeting) -> String {
    let (hour, minute) = meeting.begins();
    format!(
        "<p class=\"Meeting\"><a href=\"{}/SelectedTab/Documents/Default.aspx\">{hour:02}:{minute:02} {}</a></p>",
        address(base, meeting),
        escaped(meeting.committee.name)
    )
}

/// First and last day of a month.
fn bounds(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = day.with_day(1).unwrap_or(day);
    (first, first + Months::new(1) - Days::new(1))
}

fn month_list(base: &str, today: NaiveDate) -> String {
    let (first, last) = bounds(today);
    committees::between(first, last, today).iter().map(|meeting| link(base, meeting)).collect()
}

fn month(base: &str, day: NaiveDate, today: NaiveDate) -> String {
    let (first, last) = bounds(day);
    let meetings = committees::between(first, last, today);
    let mut rows = String::new();
    for day in first.iter_days().take_while(|day| *day <= last) {
        let _ = write!(rows, "<tr><td class=\"SimpleCalendarDate\">{}</td><td>", day.format("%A, %-d %B"));
        rows.extend(meetings.iter().filter(|meeting| meeting.day == day).map(|meeting| link(base, meeting)));
        rows += "</td></tr>\n";
    }
    format!("<table>{rows}</table>")
}

fn one(base: &str, meeting: &Meeting) -> String {
    let pair = |label: &str, value: &str| {
        format!(
            "<div class=\"holder\"><div class=\"DNNLabel VenueLabel\"><div><label><span>{label}:</span></label></div></div>\
             <div class=\"Value Venue\">{}</div></div>",
            escaped(value)
        )
    };
    let status = match meeting.status {
        Status::Confirmed => "Scheduled",
        Status::Provisional => "Provisional",
        Status::Postponed => "Postponed",
        Status::Cancelled => "Cancelled",
    };
    let mut papers = String::new();
    for (name, title) in meeting.papers() {
        let at = address(base, meeting);
        let _ =
            write!(papers, "<li><a class=\"TitleLink\" href=\"{at}/Document/{name}/Default.aspx\">{title}</a></li>");
    }
    format!(
        "{}{}<ol class=\"DocumentList\">{papers}</ol>",
        pair("Status", status),
        pair("Venue", meeting.committee.room)
    )
}
