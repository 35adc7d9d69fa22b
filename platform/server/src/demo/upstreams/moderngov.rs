//! Modern.gov's web service, and the pages to which it links. Titles are escaped once more than they should be, as there.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use casework::manifest::Manifest;
use chrono::{Days, NaiveDate};
use serde::Deserialize;

use super::committees::{self, COMMITTEES, Meeting, Status};
use super::page::{document, escaped};
use super::{World, answer, nothing};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Asked {
    #[serde(rename = "sFromDate")]
    from: Option<String>,
    #[serde(rename = "sToDate")]
    until: Option<String>,
    #[serde(rename = "lMeetingId")]
    meeting: Option<u32>,
    #[serde(rename = "MId")]
    page: Option<u32>,
    #[serde(rename = "ID")]
    document: Option<String>,
}

/// `GET …/mgWebService.asmx/…`
pub(super) async fn service(
    State(world): State<Arc<World>>,
    Path((slug, what)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let (Some(council), today) = (world.councils.get(&slug), world.today()) else { return nothing() };
    let body = match what.as_str() {
        "GetCommittees" => all_committees(),
        "GetMeetings" => {
            let day = |typed: Option<&str>| NaiveDate::parse_from_str(typed?, "%d/%m/%Y").ok();
            // Days in another form are ignored, and years of meetings come.
            let from = day(asked.from.as_deref()).unwrap_or(today - Days::new(700));
            let until = day(asked.until.as_deref()).unwrap_or(today + Days::new(700));
            list(from, until, today)
        }
        "GetMeeting" => match asked.meeting.and_then(|id| committees::of_id(id, today)) {
            Some(meeting) => one(&meeting, council, &format!("http://{}/{slug}/moderngov", world.origin)),
            None => "<meeting></meeting>".to_owned(),
        },
        _ => return nothing(),
    };
    answer("text/xml; charset=utf-8", format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{body}"))
}

/// `GET …/ieListDocuments.aspx?CId=&MId=`: the page of a meeting; `GET …/mgConvert2PDF.aspx?ID=`: a paper.
pub(super) async fn page(
    State(world): State<Arc<World>>,
    Path((slug, page)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let Some(council) = world.councils.get(&slug) else { return nothing() };
    let today = world.today();
    match (page.as_str(), asked.page, asked.document) {
        ("ieListDocuments.aspx", Some(id), _) => {
            committees::of_id(id, today).map_or_else(nothing, |meeting| document(council, &meeting, None))
        }
        ("mgConvert2PDF.aspx", _, Some(id)) => {
            let (meeting, name) = id.split_once('-').unwrap_or((&id, ""));
            let meeting = meeting.parse().ok().and_then(|id| committees::of_id(id, today));
            meeting.map_or_else(nothing, |meeting| document(council, &meeting, Some(name)))
        }
        _ => nothing(),
    }
}

fn twice(text: &str) -> String {
    escaped(&escaped(text))
}

fn all_committees() -> String {
    let mut body = format!("<committees><committeescount> {}</committeescount>", COMMITTEES.len());
    for committee in &COMMITTEES {
        let _ = write!(
            body,
            "<committee><committeeid>{}</committeeid><committeetitle>{}</committeetitle><committeedeleted>False</committeedeleted>\
             <committeeexpired>False</committeeexpired><committeecategory>Committees</committeecategory></committee>",
            committee.id,
            twice(committee.name)
        );
    }
    body + "</committees>"
}

fn time((hour, minute): (u32, u32)) -> String {
    let (half, of_twelve) = if hour < 12 { ("am", hour) } else { ("pm", hour - 12) };
    let of_twelve = if of_twelve == 0 { 12 } else { of_twelve };
    format!("{of_twelve}.{minute:02} {half}")
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "Confirmed",
        Status::Provisional => "Provisional",
        Status::Postponed => "Postponed",
        Status::Cancelled => "Cancelled",
    }
}

fn list(from: NaiveDate, until: NaiveDate, today: NaiveDate) -> String {
    let meetings = committees::between(from, until, today);
    let mut body = format!(
        "<getmeetings><meetingscount> {}</meetingscount><committeescount> {}</committeescount>",
        meetings.len(),
        COMMITTEES.len()
    );
    for committee in &COMMITTEES {
        let own: Vec<_> = meetings.iter().filter(|meeting| meeting.committee.id == committee.id).collect();
        let _ = write!(
            body,
            "<committee><committeeid>{}</committeeid><committeetitle>{}</committeetitle>\
             <committeemeetingcount> {}</committeemeetingcount><committeemeetings>",
            committee.id,
            twice(committee.name),
            own.len()
        );
        for meeting in own {
            let _ = write!(
                body,
                "<meeting><meetingid>{}</meetingid><meetingdate>{}</meetingdate><meetingstatus>{}</meetingstatus>\
                 <meetingtime>{}</meetingtime><iswebcast>False</iswebcast></meeting>",
                meeting.id,
                meeting.day.format("%d/%m/%Y"),
                status(meeting.status),
                time(meeting.begins())
            );
        }
        body += "</committeemeetings></committee>";
    }
    body + "</getmeetings>"
}

fn one(meeting: &Meeting, council: &Manifest, address: &str) -> String {
    let says = |so: bool| if so { "True" } else { "False" };
    let mut body = format!(
        "<meeting><meetingid>{}</meetingid><meetingdate>{}</meetingdate><meetingstatus>{}</meetingstatus>\
         <isdisplayallowed>True</isdisplayallowed><meetingtime>{}</meetingtime>\
         <meetingplannedfinishtime>{}</meetingplannedfinishtime><meetinglocation>{}</meetinglocation>\
         <agendapublished>{}</agendapublished><minutepublished>{}</minutepublished><linkeddocuments>",
        meeting.id,
        meeting.day.format("%d/%m/%Y"),
        status(meeting.status),
        time(meeting.begins()),
        time(meeting.ends()),
        twice(meeting.committee.room),
        says(meeting.agenda),
        says(meeting.minutes)
    );
    for (name, title) in meeting.papers().into_iter().filter(|(name, _)| *name == "pack") {
        let _ = write!(
            body,
            "<linkeddoc><attachmentid>{}</attachmentid><title>{title}</title><isurl>False</isurl>\
             <url>{address}/mgConvert2PDF.aspx?ID={}-{name}</url><isrestricted>False</isrestricted></linkeddoc>",
            meeting.id, meeting.id
        );
    }
    body += "</linkeddocuments><attendees>";
    for (at, (number, person)) in committees::members(council, meeting.committee).into_iter().enumerate() {
        let role = match at {
            0 => "Chair",
            1 => "Vice-Chair",
            _ => "Committee Member",
        };
        let name = person.name.replacen("Cllr ", "Councillor ", 1);
        let _ = write!(
            body,
            "<attendee membertype=\"U\" memberid=\"{}\" name=\"{}\" roledescription=\"{role}\" attendance=\"Expected\"/>",
            number + 200,
            escaped(&name)
        );
    }
    body + "</attendees></meeting>"
}
