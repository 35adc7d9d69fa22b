//! Those who take messages over: GOV.UK Notify, which sends none of the emails, texts and letters, and another program that hears what
//! happens. A browser sees the last ones.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Utc};
use chrono_tz::Europe::London;
use serde_json::{Value, json};

use super::page::{escaped, page};
use super::{World, nothing};

/// Messages that are kept for looking at.
const KEPT: usize = 100;

/// What was taken last, the newest first, and how many there were in all.
#[derive(Default)]
pub(super) struct Sent(Mutex<(VecDeque<Message>, u64)>);

struct Message {
    slug: String,
    at: DateTime<Utc>,
    kind: String,
    body: Value,
}

impl Sent {
    /// Keeps a message and tells which one it is.
    fn add(&self, message: Message) -> u64 {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.0.push_front(message);
        kept.0.truncate(KEPT);
        kept.1 += 1;
        kept.1
    }
}

fn refused(status: StatusCode, error: &str, words: &str) -> Response {
    let body = json!({ "status_code": status.as_u16(), "errors": [{ "error": error, "message": words }] });
    (status, Json(body)).into_response()
}

/// `POST …/notify/v2/notifications/{email|sms|letter}`
pub(super) async fn send(
    State(world): State<Arc<World>>,
    Path((slug, kind)): Path<(String, String)>,
    headers: HeaderMap,
    body: String,
) -> Response {
    if !world.councils.contains_key(&slug) {
        return nothing();
    }
    let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = token.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    if token.split('.').filter(|part| !part.is_empty()).count() != 3 {
        return refused(
            StatusCode::FORBIDDEN,
            "AuthError",
            "Invalid token: make sure your API token matches the example",
        );
    }
    let Ok(body) = serde_json::from_str::<Value>(&body) else {
        return refused(StatusCode::BAD_REQUEST, "BadRequestError", "Invalid JSON supplied in POST data");
    };
    let lacks = |field: &str| body.get(field).is_none();
    let missing = match kind.as_str() {
        "email" if lacks("email_address") => Some("email_address"),
        "sms" if lacks("phone_number") => Some("phone_number"),
        "letter" if lacks("content") && lacks("template_id") => Some("template_id"),
        "email" | "sms" if lacks("template_id") => Some("template_id"),
        "email" | "sms" | "letter" => None,
        _ => return nothing(),
    };
    if let Some(field) = missing {
        return refused(StatusCode::BAD_REQUEST, "ValidationError", &format!("{field} is a required property"));
    }
    let reference = body.get("reference").cloned().unwrap_or_default();
    let number = world.sent.add(Message { slug: slug.clone(), at: world.clock.now(), kind, body });
    let id = format!("00000000-0000-4000-8000-{number:012}");
    let uri = format!("http://{}/{slug}/notify/v2/notifications/{id}", world.origin);
    (StatusCode::CREATED, Json(json!({ "id": id, "reference": reference, "uri": uri }))).into_response()
}

/// `POST …/hook`: another program that is told what happens.
pub(super) async fn hear(State(world): State<Arc<World>>, Path(slug): Path<String>, body: String) -> Response {
    if !world.councils.contains_key(&slug) {
        return nothing();
    }
    let Ok(body) = serde_json::from_str::<Value>(&body) else { return StatusCode::BAD_REQUEST.into_response() };
    let kind = body["event"].as_str().unwrap_or_default().to_owned();
    // As a message is kept, so that one page shows both.
    let body = json!({ "personalisation": { "message": format!("{:#}", body["data"]) } });
    world.sent.add(Message { slug, at: world.clock.now(), kind, body });
    StatusCode::NO_CONTENT.into_response()
}

/// `GET …/notify`, `GET …/hook`: the last messages, for people.
pub(super) async fn list(State(world): State<Arc<World>>, Path(slug): Path<String>) -> Response {
    if !world.councils.contains_key(&slug) {
        return nothing();
    }
    let kept = world.sent.0.lock().unwrap_or_else(PoisonError::into_inner);
    let mut body = String::new();
    for message in kept.0.iter().filter(|message| message.slug == slug) {
        let text = |path: &str| message.body.pointer(path).and_then(Value::as_str).unwrap_or_default();
        let to = [text("/email_address"), text("/phone_number"), text("/personalisation/address_line_1")];
        let at = message.at.with_timezone(&London).format("%-d %B %Y, %H:%M:%S");
        let subject = [text("/personalisation/subject"), text("/personalisation/heading")].concat();
        let _ = write!(
            body,
            "<article><h2>{}: {}</h2><p>{at}, {}</p><pre style=\"white-space: pre-wrap\">{}</pre></article>",
            escaped(&message.kind),
            escaped(&subject),
            escaped(&to.concat()),
            escaped(text("/personalisation/message"))
        );
    }
    drop(kept);
    if body.is_empty() {
        body.push_str("<p>No message has been sent yet.</p>");
    }
    page("Messages that other systems took over", &body)
}
