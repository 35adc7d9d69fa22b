//! Plain pages for people who follow a link out of the demo.

use axum::response::{Html, IntoResponse as _, Response};
use casework::manifest::Manifest;
use casework::text::Lang;

use super::committees::Meeting;

/// A text as it stands in HTML and XML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A page with this title; the body is markup.
pub(super) fn page(title: &str, body: &str) -> Response {
    let title = escaped(title);
    Html(format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"></head>\
         <body><main><h1>{title}</h1>{body}<p><small>Invented, for the demonstration of Wardbook.</small></p></main></body></html>"
    ))
    .into_response()
}

/// The page of a meeting, or of one of its papers.
pub(super) fn document(council: &Manifest, meeting: &Meeting, paper: Option<&str>) -> Response {
    let papers = meeting.papers();
    let title = paper.and_then(|paper| papers.iter().find(|(name, _)| *name == paper)).map(|(_, title)| *title);
    let title = match title {
        Some(title) => format!("{title}: {}", meeting.committee.name),
        None => meeting.committee.name.to_owned(),
    };
    let (hour, minute) = meeting.begins();
    let body = format!(
        "<p>{}</p><p>{}, {hour}:{minute:02}, {}</p><ol><li>Apologies</li><li>Declarations of interest</li><li>Minutes</li>\
         <li>Reports</li></ol>",
        escaped(council.name.get(Lang::En)),
        meeting.day.format("%A %-d %B %Y"),
        escaped(meeting.committee.room)
    );
    page(&title, &body)
}
