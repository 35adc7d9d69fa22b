//! Telling residents what becomes of their case (R12, R31, R32): allowed or not, once, by email or by post, in the council's words.

mod bounce;
mod copies;
mod foretold;
mod mail_off;
mod print;
mod telling;
mod templates;
mod write;

use std::process::Command;
use std::sync::Arc;

use casework::people::Role;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use server::cli::StartOptions;
use server::tenancy::Council;
use server::work::Worker;

use crate::support::{MailServer, Person, TestApp, potholes};

/// A council with a worker that looks when it is told to, and the mail of its residents.
pub struct Town {
    pub app: TestApp,
    mail: MailServer,
    worker: Worker,
    pub council: Arc<Council>,
}

/// How a case is raised whose resident the council writes to by email.
const BY_EMAIL: [(&str, &str); 6] = [
    ("summary", "A hole by the school"),
    ("people.0.name", "Joan Reeve"),
    ("people.0.email", "joan.reeve@resident.example"),
    ("people.0.consent", "yes"),
    ("people.0.tell", "email"),
    ("reply_route", "to-resident"),
];

/// The same by post.
pub const BY_POST: [(&str, &str); 7] = [
    ("summary", "A hole by the school"),
    ("people.0.title", "Mrs"),
    ("people.0.name", "Siân Ŵyn"),
    ("people.0.address", "14 Mill Lane, Ashcombe, AC1 2QD"),
    ("people.0.consent", "yes"),
    ("people.0.tell", "post"),
    ("reply_route", "to-resident"),
];

/// These fields with one of them changed.
fn but<'a>(fields: &[(&'a str, &'a str)], name: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(field, held)| (*field, if *field == name { value } else { *held })).collect()
}

impl Town {
    pub async fn new() -> Self {
        Self::refusing("nobody-is-refused").await
    }

    /// Its mail server refuses every address that holds this text.
    async fn refusing(refused: &str) -> Self {
        let mail = MailServer::start(refused);
        let options = mail.options();
        Self::with(mail, |start| start.mail = options).await
    }

    async fn with(mail: MailServer, change: impl FnOnce(&mut StartOptions)) -> Self {
        let app = TestApp::start_as(change).await;
        let council = app.council("five_stages");
        let worker = Worker::new(Arc::clone(&app.instance.app));
        Self { app, mail, worker, council }
    }

    /// Gives the council other languages, the first one first.
    async fn speaking(mut self, languages: &str) -> Self {
        let (schema, id) = (&self.council.schema, self.council.id.as_uuid());
        let all = self.app.database.all_seeing().await;
        let sql = format!("UPDATE manifest SET body = jsonb_set(body, '{{languages}}', '{languages}')");
        all.run(schema, &sql).await;
        all.run(schema, &format!("UPDATE control.tenant SET revision = revision + 1 WHERE id = '{id}'")).await;
        self.app.instance.app.directory.refresh().await.expect("the directory looks again");
        self.council = self.app.council("five_stages");
        self
    }

    /// Lets the worker look at this time.
    pub async fn at(&mut self, time: &str) {
        self.app.clock.set(time.parse::<DateTime<Utc>>().expect("a time"));
        self.app.clock.advance(TimeDelta::seconds(2));
        while self.worker.pass().await.expect("the worker looks") > 0 {
            self.app.clock.advance(TimeDelta::seconds(2));
        }
    }

    pub async fn member(&self) -> Person {
        self.app.somebody(&self.council, Role::Councillor, |_| true).await
    }

    pub async fn desk(&self) -> Person {
        self.app.somebody(&self.council, Role::TriageOfficer, |_| true).await
    }

    pub async fn admin(&self) -> Person {
        self.app.somebody(&self.council, Role::TenantAdmin, |_| true).await
    }

    /// Raises a case about potholes, and tells its reference.
    pub async fn raised(&self, fields: &[(&str, &str)]) -> String {
        let service = potholes(&self.council.manifest);
        let all: Vec<_> = fields.iter().copied().chain([("service", service.as_str())]).collect();
        self.member().await.raises(&all).await
    }

    /// Somebody of the team that has the case.
    pub async fn team_of(&self, reference: &str) -> Person {
        let query = "query($r: String!) { case(reference: $r) { team { key } } }";
        let asked = self.member().await.asks(query, json!({ "r": reference })).await;
        let team = asked["case"]["team"]["key"].as_str().expect("a team").to_owned();
        self.app.somebody(&self.council, Role::TeamMember, |person| person.groups.contains(&team)).await
    }

    /// The team answers and the councillor agrees, so the case is closed.
    async fn closed(&self, reference: &str, answer: &str) {
        let act = |verb: &str| format!("/cases/{reference}/actions/{verb}");
        self.team_of(reference).await.submits(&act("resolve"), &[("text", answer)]).await;
        self.member().await.submits(&act("confirm-resolved"), &[("text", "")]).await;
    }

    async fn number(&self, sql: &str) -> i64 {
        self.app.database.all_seeing().await.number(&self.council.schema, sql).await
    }

    async fn messages(&self) -> i64 {
        self.number("SELECT count(*) FROM resident_message").await
    }

    /// The mails to residents that were taken by now; the council's own people get theirs, too.
    fn to_residents(&self) -> Vec<Value> {
        let resident = |mail: &Value| mail["to"][0].as_str().is_some_and(|to| to.ends_with("resident.example"));
        self.mail.taken().into_iter().filter(resident).collect()
    }

    /// The resident of a case, as the API names them.
    pub async fn resident_of(&self, reference: &str) -> String {
        let query = "query($r: String!) { case(reference: $r) { constituents { id } } }";
        let asked = self.member().await.asks(query, json!({ "r": reference })).await;
        asked["case"]["constituents"][0]["id"].as_str().expect("an id").to_owned()
    }
}

/// The text of a mail, its line breaks plain and its soft ones gone.
fn text_of(mail: &Value) -> String {
    mail["text"].as_str().expect("text").replace("=\r\n", "").replace("\r\n", "\n")
}

/// What `pdftotext` reads in a PDF.
pub fn read(pdf: &[u8], arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("read.pdf");
    std::fs::write(&file, pdf).expect("written");
    let output = Command::new("pdftotext").args(arguments).arg(&file).arg("-").output();
    String::from_utf8(output.expect("pdftotext is installed: make setup").stdout).expect("text")
}
