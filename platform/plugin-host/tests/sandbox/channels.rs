//! The shipped channels, against servers that answer as GOV.UK Notify and another program do.

use std::sync::Arc;

use casework::channel::{Cause, Content, Outcome, Outgoing, Receipt, SendError};
use casework::feeds::{FeedError, Message};
use casework::text::Lang;
use plugin_host::{Channel, FeedFailure, Grants, SendFailure};
use serde_json::{Value, json};

use crate::host::{calendar, grants, mistakes, sandbox, sandbox_beside};
use crate::upstream::{Reply, Upstream};

const SERVICE: &str = "00000000-0000-4000-8000-000000000001";
const KEY: &str = "casework-00000000-0000-4000-8000-000000000001-00000000-0000-4000-8000-00000000000f";

fn id(number: u32) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

fn email() -> Content {
    let (to, subject, body) = ("jo@example.org", "Your report", "Hello\n\nWe have it.");
    Content::Email { to: to.to_owned(), subject: subject.to_owned(), body: body.to_owned() }
}

fn sms() -> Content {
    Content::Sms { to: "+447700900123".to_owned(), body: "We have it.".to_owned() }
}

fn letter(pdf: Option<Vec<u8>>) -> Content {
    let address = ["Jo Jones", "1 High Street", "DE1 1AA"].map(str::to_owned).to_vec();
    Content::Letter { address, heading: "Your report".to_owned(), body: "We have it.".to_owned(), pdf }
}

fn event(body: &str) -> Content {
    Content::Webhook { event: "case.raised".to_owned(), body: body.to_owned() }
}

fn outgoing(language: Lang, content: Content) -> Outgoing {
    Outgoing { idempotency_key: "11111111-1111-4111-8111-111111111111".to_owned(), language, content }
}

async fn notify(upstream: &Upstream, more: Value) -> Channel {
    let templates = json!({ "email": id(2), "sms": id(3) });
    let address = format!("http://{}/", upstream.address);
    let mut settings = json!({ "address": address, "service_id": SERVICE, "templates": templates });
    settings.as_object_mut().expect("a table").extend(more.as_object().expect("a table").clone());
    let grants = grants(upstream, &[("api-key", KEY)]);
    sandbox_beside(upstream).channel("notify-govuk", settings, &grants).await.expect("good settings")
}

async fn send(channel: &Channel, content: Content) -> Result<Receipt, SendFailure> {
    channel.send(outgoing(Lang::En, content), &calendar()).await
}

/// A Notify that takes everything.
async fn taking() -> Upstream {
    Upstream::start(|_| Reply::Full(201, Vec::new(), json!({ "id": "n1", "reference": "r" }).to_string().into_bytes()))
        .await
}

fn bodies(upstream: &Upstream) -> Vec<(String, Value)> {
    let body = |body: &[u8]| serde_json::from_slice(body).expect("JSON");
    upstream.asked().iter().map(|asked| (asked.path().to_owned(), body(&asked.body))).collect()
}

#[tokio::test]
async fn emails_and_texts_go_by_templates_with_our_key_as_reference() {
    let upstream = taking().await;
    let channel = notify(&upstream, json!({ "email_reply_to_id": id(8), "templates_cy": { "email": id(4) } })).await;
    assert_eq!(send(&channel, email()).await, Ok(Receipt { reference: Some("n1".to_owned()) }));
    assert!(send(&channel, sms()).await.is_ok());
    assert!(channel.send(outgoing(Lang::Cy, email()), &calendar()).await.is_ok());
    assert!(channel.send(outgoing(Lang::Cy, sms()), &calendar()).await.is_ok());
    let reference = "11111111-1111-4111-8111-111111111111";
    let texts = json!({ "subject": "Your report", "message": "Hello\n\nWe have it." });
    let [(path, mail), (_, text), (_, welsh), (_, fallback)] = &bodies(&upstream)[..] else { panic!("four messages") };
    assert_eq!(path, "/v2/notifications/email");
    let expected = json!({
        "email_address": "jo@example.org", "template_id": id(2), "personalisation": texts, "reference": reference,
        "email_reply_to_id": id(8),
    });
    assert_eq!(*mail, expected);
    let expected = json!({
        "phone_number": "+447700900123", "template_id": id(3), "personalisation": { "message": "We have it." },
        "reference": reference,
    });
    assert_eq!(*text, expected);
    assert_eq!((&welsh["template_id"], &fallback["template_id"]), (&json!(id(4)), &json!(id(3))));

    let asked = &upstream.asked()[0];
    let token = asked.header("authorization").and_then(|header| header.strip_prefix("Bearer ")).expect("a token");
    assert_eq!(token.split('.').count(), 3);
    assert!(!asked.head.contains(KEY) && !asked.head.contains(&KEY[KEY.len() - 36..]), "the key stays with us");
}

#[tokio::test]
async fn letters_go_by_a_template_or_as_the_pdf_that_was_printed() {
    let upstream = taking().await;
    let by_template = notify(&upstream, json!({ "templates": { "letter": id(5) } })).await;
    assert!(send(&by_template, letter(Some(b"%PDF".to_vec()))).await.is_ok());
    let printed = notify(&upstream, json!({})).await;
    assert!(send(&printed, letter(Some(b"%PDF".to_vec()))).await.is_ok());
    let [(_, with_texts), (path, with_pdf)] = &bodies(&upstream)[..] else { panic!("two letters") };
    let texts = json!({
        "address_line_1": "Jo Jones", "address_line_2": "1 High Street", "address_line_3": "DE1 1AA",
        "heading": "Your report", "message": "We have it.",
    });
    assert_eq!(with_texts["personalisation"], texts);
    assert_eq!((path.as_str(), &with_pdf["content"]), ("/v2/notifications/letter", &json!("JVBERg==")));

    let not_this = Err(SendFailure::Channel(SendError::NotThisKind));
    assert_eq!(send(&printed, letter(None)).await, not_this);
    assert_eq!(send(&printed, event("{}")).await, not_this);
    assert_eq!(send(&by_template, sms()).await, not_this, "no template for texts");
    let large = send(&printed, letter(Some(vec![0; 800 * 1024]))).await;
    assert!(
        matches!(large, Err(SendFailure::Channel(SendError::Permanent { cause: Cause::BadContent, .. }))),
        "{large:?}"
    );
    assert_eq!(upstream.asked().len(), 2);
}

/// What a channel says of an answer with this status, error and words.
async fn said(status: u16, error: &str, words: &str) -> SendError {
    let answer = json!({ "status_code": status, "errors": [{ "error": error, "message": words }] }).to_string();
    let upstream = Upstream::start(move |_| Reply::Full(status, Vec::new(), answer.clone().into_bytes())).await;
    let answer = send(&notify(&upstream, json!({})).await, email()).await;
    let Err(SendFailure::Channel(error)) = answer else { panic!("{status} {words}: {answer:?}") };
    error
}

#[tokio::test]
async fn what_notify_refuses_is_told_with_whose_matter_it_is() {
    for (status, error, words, expected) in [
        (400, "ValidationError", "email_address Not a valid email address", Cause::BadAddress),
        (400, "ValidationError", "phone_number Not enough digits", Cause::BadAddress),
        (400, "ValidationError", "Must be a real UK postcode", Cause::BadAddress),
        (400, "BadRequestError", "Missing personalisation: name", Cause::BadContent),
        (
            400,
            "BadRequestError",
            "Content for template has a character count greater than the limit of 918",
            Cause::BadContent,
        ),
        (400, "BadRequestError", "Template not found", Cause::Account),
        (400, "BadRequestError", "Can't send to this recipient using a team-only API key", Cause::Account),
        (403, "AuthError", "Invalid token: API key not found", Cause::Account),
        (404, "", "", Cause::Other),
    ] {
        let said = said(status, error, words).await;
        let SendError::Permanent { cause, why } = said else { panic!("{words}: {said:?}") };
        assert_eq!(cause, expected, "{words}");
        assert!(!why.contains(words) || words.is_empty(), "words of the other side may hold an address");
    }
    for (status, error, words, seconds) in [
        (429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds", Some(60)),
        (429, "TooManyRequestsError", "Exceeded send limits (250,000) for today", Some(3_600)),
        (403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds", Some(600)),
        (500, "Exception", "Internal server error", None),
    ] {
        let said = said(status, error, words).await;
        let SendError::Temporary { retry_after, .. } = said else { panic!("{words}: {said:?}") };
        assert_eq!(retry_after.map(|wait| wait.as_secs()), seconds, "{words}");
    }
}

#[tokio::test]
async fn an_answer_that_does_not_come_may_come_later() {
    let upstream = Upstream::start(|_| Reply::CutShort).await;
    let answer = send(&notify(&upstream, json!({})).await, email()).await;
    assert!(matches!(answer, Err(SendFailure::Channel(SendError::Temporary { .. }))), "{answer:?}");
    let settings = json!({ "service_id": SERVICE, "templates": { "email": id(2) } });
    let denied = sandbox().channel("notify-govuk", settings, &Grants::default()).await.expect("good settings");
    let answer = send(&denied, email()).await;
    let expected = SendError::Permanent { cause: Cause::Account, why: String::new() };
    assert!(matches!(answer, Err(SendFailure::Channel(ref error)) if error.code() == expected.code()), "{answer:?}");
}

#[tokio::test]
async fn what_became_of_a_message_is_read_from_its_receipt() {
    let upstream = taking().await;
    let channel = notify(&upstream, json!({})).await;
    let calendar = Arc::clone(&calendar());
    let told = async |body: String| {
        let message = Message { media_type: "application/json".to_owned(), body: body.into_bytes() };
        channel.receive(message, &calendar).await
    };
    for (status, outcome) in [
        ("delivered", Outcome::Delivered),
        ("sending", Outcome::Sent),
        ("temporary-failure", Outcome::FailedForNow),
        ("technical-failure", Outcome::FailedForNow),
        ("permanent-failure", Outcome::Failed),
    ] {
        let receipt = json!({ "id": "n1", "reference": "r", "to": "jo@example.org", "status": status }).to_string();
        let news = told(receipt).await.expect("news");
        let [delivery] = &news[..] else { panic!("{news:?}") };
        assert_eq!((delivery.reference.as_str(), delivery.outcome), ("n1", outcome));
        assert!(!format!("{delivery:?}").contains("jo@example.org"));
    }
    for bad in ["", "<html>", "{}", r#"{"id": "n1"}"#, r#"{"id": "n1", "status": "teleported"}"#] {
        let answer = told(bad.to_owned()).await;
        assert!(matches!(answer, Err(FeedFailure::Source(FeedError::Unreadable(_)))), "{bad}: {answer:?}");
    }
}

#[tokio::test]
async fn settings_that_cannot_work_are_told() {
    let settings =
        json!({ "service_id": "casework", "templates": { "email": "1", "fax": id(2) }, "address": "notify" });
    let refused = sandbox().channel("notify-govuk", settings, &Grants::default()).await;
    assert_eq!(mistakes(refused), ["$.service_id", "$.address", "$.templates.email", "$.templates.fax"]);
    let refused =
        sandbox().channel("webhook", json!({ "address": "hook", "header": "authorization" }), &Grants::default()).await;
    assert_eq!(mistakes(refused), ["$.header", "$.address"]);
}

async fn hook(upstream: &Upstream) -> Channel {
    let settings = json!({ "address": format!("http://{}/hook", upstream.address), "header": "x-our-secret" });
    let grants = grants(upstream, &[("secret", "hunter2")]);
    sandbox_beside(upstream).channel("webhook", settings, &grants).await.expect("good settings")
}

#[tokio::test]
async fn an_event_is_posted_with_the_secret_and_the_key() {
    let upstream = Upstream::start(|_| Reply::Full(204, Vec::new(), Vec::new())).await;
    let channel = hook(&upstream).await;
    assert_eq!(send(&channel, event(r#"{"case": "C1"}"#)).await, Ok(Receipt { reference: None }));
    let asked = &upstream.asked()[0];
    let key = "11111111-1111-4111-8111-111111111111";
    assert_eq!((asked.method(), asked.path(), asked.header("x-our-secret")), ("POST", "/hook", Some("hunter2")));
    assert_eq!((asked.header("idempotency-key"), asked.header("content-type")), (Some(key), Some("application/json")));
    let expected = json!({ "id": key, "event": "case.raised", "language": "en", "data": { "case": "C1" } });
    assert_eq!(bodies(&upstream)[0].1, expected);
    assert_eq!(send(&channel, sms()).await, Err(SendFailure::Channel(SendError::NotThisKind)));
    let pushed = Message { media_type: String::new(), body: Vec::new() };
    let news = channel.receive(pushed, &calendar()).await;
    assert_eq!(news, Err(FeedFailure::Source(FeedError::NotThisWay)));
}

#[tokio::test]
async fn what_the_other_program_answers_says_whether_to_try_again() {
    for (status, code) in
        [(500, "temporary"), (429, "temporary"), (401, "permanent"), (422, "permanent"), (418, "permanent")]
    {
        let upstream =
            Upstream::start(move |_| Reply::Full(status, vec![("retry-after", "90".to_owned())], Vec::new())).await;
        let Err(SendFailure::Channel(error)) = send(&hook(&upstream).await, event("{}")).await else {
            panic!("{status}")
        };
        assert_eq!(error.code(), code, "{status}");
        if let SendError::Temporary { retry_after, .. } = error {
            assert_eq!(retry_after.map(|wait| wait.as_secs()), Some(90));
        }
    }
}
