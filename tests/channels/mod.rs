//! Messages that leave by the council's own ways, from the admin's page to another service and back (R31, R61).

#[path = "../../platform/egress/tests/upstream/mod.rs"]
#[expect(dead_code, reason = "the tests of egress use more of it")]
mod upstream;

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use casework::people::Role;
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::StatusCode;
use serde_json::{Value, json};
use server::tenancy::Council;
use server::work::Worker;

use crate::support::{Person, TestApp, potholes};
use upstream::{Asked, Reply, Upstream};

const SERVICE: &str = "00000000-0000-4000-8000-000000000001";
const TEMPLATE: &str = "00000000-0000-4000-8000-000000000002";
const KEY: &str = "casework-00000000-0000-4000-8000-000000000001-00000000-0000-4000-8000-00000000000f";
const ADDRESS: &str = "AC1 2QD";

/// A council with an admin, a worker, and another service that answers with the status that the test sets.
struct Desk {
    app: TestApp,
    council: Arc<Council>,
    admin: Person,
    other: Upstream,
    status: Arc<AtomicU16>,
    worker: tokio::sync::Mutex<Worker>,
}

impl Desk {
    async fn open() -> Self {
        let status = Arc::new(AtomicU16::new(201));
        let says = Arc::clone(&status);
        let other = Upstream::start(move |_| {
            let status = says.load(Ordering::Relaxed);
            let body = match status {
                201 => json!({ "id": "n1" }),
                _ => json!({ "status_code": status, "errors": [
                    { "error": "ValidationError", "message": "email_address Not a valid email address" }] }),
            };
            Reply::Full(status, Vec::new(), body.to_string().into_bytes())
        })
        .await;
        let private = format!("http://{}", other.address);
        let app = TestApp::start_as(|options| options.outside.private = vec![private]).await;
        let council = app.council("five_stages");
        let admin = app.somebody(&council, Role::TenantAdmin, |_| true).await;
        let worker = tokio::sync::Mutex::new(Worker::new(Arc::clone(&app.instance.app)));
        Self { app, council, admin, other, status, worker }
    }

    /// Lets the worker look at this time, until nothing is left to do.
    async fn at(&self, time: &str) {
        self.app.clock.set(time.parse::<DateTime<Utc>>().expect("a time"));
        for _ in 0..6 {
            self.app.clock.advance(TimeDelta::seconds(2));
            self.worker.lock().await.pass().await.expect("the worker looks");
        }
    }

    async fn version(&self, setup: &str) -> String {
        let page = self.admin.page(setup).await.1;
        let (_, after) = page.split_once("name=\"version\" value=\"").expect("a version");
        after.split('"').next().expect("its end").to_owned()
    }

    /// Sets a channel up as an admin does, and tries to put it in force.
    async fn sets_up(&self, plugin: &str, carries: &[&str], fields: &[(&str, &str)]) -> reqwest::Response {
        let from = format!("shipped:{plugin}");
        let setup = self.admin.submits("/plugins/notification-channel/begin", &[("from", &from)]).await;
        let host = self.other.address.to_string();
        for _ in 0..2 {
            // Hosts of addresses are known once the addresses are.
            let version = self.version(&setup).await;
            let mut all = vec![("version", version.as_str()), ("do", "save"), ("hosts", host.as_str())];
            all.extend_from_slice(fields);
            all.extend(carries.iter().map(|what| ("carries", *what)));
            let saved = self.admin.post_form(&setup, &all).await;
            assert!(saved.status().is_redirection(), "{}", saved.text().await.expect("a page"));
        }
        let page = self.admin.page(&setup).await.1;
        for what in carries {
            assert!(page.contains(&format!("value=\"{what}\" checked")), "{what} stays ticked");
        }
        let version = self.version(&setup).await;
        self.admin
            .post_form(&format!("{setup}/activate"), &[("version", &version), ("reason", "It was asked for")])
            .await
    }

    async fn has_notify(&self, carries: &[&str]) {
        let address = format!("http://{}/", self.other.address);
        let fields = [
            ("address", address.as_str()),
            ("service_id", SERVICE),
            ("templates.email", TEMPLATE),
            ("secret.api-key", KEY),
        ];
        let answer = self.sets_up("notify-govuk", carries, &fields).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", answer.text().await.expect("text"));
    }

    async fn has_webhook(&self, carries: &[&str]) -> reqwest::Response {
        let address = format!("http://{}/hook", self.other.address);
        self.sets_up("webhook", carries, &[("address", &address), ("secret.secret", "hunter2")]).await
    }

    async fn member(&self) -> Person {
        self.app.somebody(&self.council, Role::Councillor, |_| true).await
    }

    /// Raises a case whose resident the council writes to, and tells its reference.
    async fn raised(&self, tell: &str) -> String {
        let service = potholes(&self.council.manifest);
        let address = format!("14 Mill Lane\nAshcombe\n{ADDRESS}");
        let fields = [
            ("summary", "A hole by the school"),
            ("service", service.as_str()),
            ("people.0.name", "Joan Reeve"),
            ("people.0.email", "joan.reeve@resident.example"),
            ("people.0.address", address.as_str()),
            ("people.0.consent", "yes"),
            ("people.0.tell", tell),
            ("reply_route", "to-resident"),
        ];
        self.member().await.raises(&fields).await
    }

    async fn count(&self, sql: &str) -> i64 {
        self.app.database.all_seeing().await.number(&self.council.schema, sql).await
    }

    async fn text(&self, sql: &str) -> String {
        self.app.database.all_seeing().await.text(&self.council.schema, sql).await
    }

    async fn page(&self, reference: &str) -> String {
        self.member().await.page(&format!("/cases/{reference}")).await.1
    }
}

fn body(asked: &Asked) -> Value {
    serde_json::from_slice(&asked.body).expect("JSON")
}

const STATE: &str = "SELECT state FROM resident_message";

#[tokio::test]
async fn an_acknowledgement_leaves_by_notify_without_a_mail_server_and_news_of_it_counts() {
    let desk = Desk::open().await;
    desk.has_notify(&["email"]).await;
    let reference = desk.raised("email").await;
    desk.at("2026-11-17T09:31:00Z").await;
    let asked = desk.other.asked();
    let [mail] = &asked[..] else { panic!("one message: {asked:?}") };
    assert_eq!(mail.path(), "/v2/notifications/email");
    let token = mail.header("authorization").and_then(|it| it.strip_prefix("Bearer ")).expect("a token");
    assert_eq!(token.split('.').count(), 3);
    assert!(!mail.head.contains(KEY));
    let said = body(mail);
    assert_eq!(said["email_address"], "joan.reeve@resident.example");
    assert_eq!(said["reference"], desk.text("SELECT id::text FROM job WHERE key LIKE 'resident/%'").await);
    let text = said["personalisation"]["message"].as_str().expect("text");
    assert!(text.contains("Joan Reeve") && text.contains(&format!("https://{}/g/", desk.council.host)), "{text}");
    assert_eq!(desk.text(STATE).await, "sent");

    let seat = "/plugins/notification-channel/notify-govuk";
    let page = desk.admin.post_form(&format!("{seat}/address"), &[]).await.text().await.expect("text");
    let page = page.replace("&#x2f;", "/");
    let (_, secret) = page.split_once("/incoming/notification-channel/notify-govuk/").expect("an address");
    let secret = secret.split('"').next().expect("its end").to_owned();
    let tell = async |secret: &str, id: &str, status: &str| {
        let receipt = json!({ "id": id, "reference": "r", "to": "joan.reeve@resident.example", "status": status });
        let request = desk.admin.post_request("/incoming/notification-channel/notify-govuk");
        request.bearer_auth(secret).json(&receipt).send().await.expect("an answer").status()
    };
    assert_eq!(tell("guessed", "n1", "delivered").await, StatusCode::NOT_FOUND);
    assert_eq!(tell(&secret, "of-others", "permanent-failure").await, StatusCode::OK);
    assert_eq!(tell(&secret, "n1", "delivered").await, StatusCode::OK);
    desk.at("2026-11-17T09:40:00Z").await;
    assert_eq!(desk.text(STATE).await, "delivered");
    assert!(desk.page(&reference).await.contains("Arrived"));
    desk.at("2026-11-17T09:50:00Z").await;
    assert_eq!(desk.count("SELECT count(*) FROM feed_message").await, 0, "what is of others is let go");
    assert_eq!(desk.other.asked().len(), 1, "once");
}

#[tokio::test]
async fn trouble_is_tried_again_with_the_same_key_and_a_bad_address_is_told() {
    let desk = Desk::open().await;
    desk.has_notify(&["email"]).await;
    desk.status.store(500, Ordering::Relaxed);
    let reference = desk.raised("email").await;
    desk.at("2026-11-17T09:31:00Z").await;
    assert_eq!(desk.other.asked().len(), 1, "not again at once");
    assert_eq!(desk.text(STATE).await, "waiting");
    desk.status.store(400, Ordering::Relaxed);
    desk.at("2026-11-17T09:35:00Z").await;
    let asked = desk.other.asked();
    assert_eq!(asked.len(), 2);
    assert_eq!(body(&asked[0])["reference"], body(&asked[1])["reference"], "the same key");
    assert_eq!(desk.text(STATE).await, "refused");
    assert!(desk.page(&reference).await.contains("The message to Joan Reeve came back. Check the address"));
    desk.at("2026-11-17T10:35:00Z").await;
    assert_eq!(desk.other.asked().len(), 2, "given up");
}

#[tokio::test]
async fn a_worker_that_dies_after_handing_over_sends_again_with_the_same_key() {
    let desk = Desk::open().await;
    desk.has_notify(&["email"]).await;
    desk.raised("email").await;
    desk.at("2026-11-17T09:31:00Z").await;
    // As it stands in the database when a worker dies before it writes down what was taken over.
    let undone = "UPDATE job SET state = 'waiting', ended_at = NULL, due_at = '2026-11-17T09:33:00Z' WHERE key LIKE 'resident/%'";
    let all = desk.app.database.all_seeing().await;
    all.run(&desk.council.schema, undone).await;
    let unsent = "UPDATE resident_message SET state = 'waiting', channel_reference = NULL";
    all.run(&desk.council.schema, unsent).await;
    desk.app.instance.app.wake.work_for(desk.council.id);
    desk.at("2026-11-17T09:34:00Z").await;
    let asked = desk.other.asked();
    assert_eq!(asked.len(), 2);
    assert_eq!(body(&asked[0])["reference"], body(&asked[1])["reference"]);
    assert_eq!(desk.text(STATE).await, "sent");
}

#[tokio::test]
async fn a_letter_is_handed_over_as_it_would_be_printed_and_waits_for_no_printer() {
    let desk = Desk::open().await;
    desk.has_notify(&["letter"]).await;
    desk.raised("post").await;
    desk.at("2026-11-17T09:31:00Z").await;
    let asked = desk.other.asked();
    let [letter] = &asked[..] else { panic!("one letter: {asked:?}") };
    assert_eq!(letter.path(), "/v2/notifications/letter");
    // Base64 of `%PDF`.
    assert!(body(letter)["content"].as_str().is_some_and(|pdf| pdf.starts_with("JVBERi")));
    assert_eq!(desk.text(STATE).await, "sent");
    let officer = desk.app.somebody(&desk.council, Role::TriageOfficer, |_| true).await;
    assert_eq!(officer.submits("/letters/print", &[]).await, "/letters?done=nothing");
}

#[tokio::test]
async fn what_a_channel_does_not_carry_goes_as_without_it() {
    let desk = Desk::open().await;
    assert_eq!(desk.has_webhook(&["letter"]).await.status(), StatusCode::SEE_OTHER);
    desk.raised("post").await;
    desk.at("2026-11-17T09:31:00Z").await;
    assert_eq!(desk.other.asked().len(), 0);
    assert_eq!(desk.text(STATE).await, "waiting");
    let officer = desk.app.somebody(&desk.council, Role::TriageOfficer, |_| true).await;
    assert_ne!(officer.submits("/letters/print", &[]).await, "/letters?done=nothing", "it is printed");
    let page = desk.admin.page("/plugins/notification-channel/webhook").await.1;
    assert!(page.contains("It does not carry letters"), "the admin is told: {page}");
}

#[tokio::test]
async fn two_channels_carry_no_emails_side_by_side() {
    let desk = Desk::open().await;
    desk.has_notify(&["email"]).await;
    let answer = desk.has_webhook(&["email", "event"]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text().await.expect("text");
    assert!(page.contains("GOV.UK Notify carries emails to residents already"), "{page}");
    assert_eq!(desk.count("SELECT count(*) FROM plugin_activation WHERE seat LIKE '%/webhook'").await, 0);
}

#[tokio::test]
async fn another_program_hears_once_that_a_case_was_raised_and_nothing_that_people_wrote() {
    let desk = Desk::open().await;
    assert_eq!(desk.has_webhook(&["event"]).await.status(), StatusCode::SEE_OTHER);
    let reference = desk.raised("email").await;
    desk.at("2026-11-17T09:31:00Z").await;
    let raised = |desk: &Desk| {
        desk.other.asked().into_iter().filter(|asked| body(asked)["event"] == "case.raised").collect::<Vec<_>>()
    };
    let told = raised(&desk);
    let [asked] = &told[..] else { panic!("once: {told:?}") };
    assert_eq!((asked.path(), asked.header("x-webhook-secret")), ("/hook", Some("hunter2")));
    let data = &body(asked)["data"];
    assert_eq!(data["case"], reference.as_str());
    assert!(data["service"].is_string() && data["happened_at"].is_string(), "{data}");
    let all = String::from_utf8_lossy(&asked.body).to_lowercase();
    assert!(!all.contains("joan") && !all.contains("school") && !all.contains("mill lane"), "{all}");
    desk.at("2026-11-17T10:31:00Z").await;
    assert_eq!(raised(&desk).len(), 1);
    let secret = desk.app.database.all_seeing().await;
    secret.run(&desk.council.schema, "UPDATE outbox SET sent_at = NULL").await;
    desk.app.instance.app.wake.work_for(desk.council.id);
    desk.at("2026-11-17T11:31:00Z").await;
    assert_eq!(raised(&desk).len(), 1, "told again, it is the same job");
}
