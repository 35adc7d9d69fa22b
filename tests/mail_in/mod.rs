//! Mail that comes in: drafts, notes by answering, and what somebody must look at (R15, R3).

mod answers;
mod desk;
mod drafts;
mod pipe;
mod taking;

use std::sync::Arc;

use casework::manifest::PersonDef;
use casework::people::Role;
use reqwest::{Response, StatusCode};
use server::cli::{MailInOptions, StartOptions};
use server::tenancy::Council;
use server::work::Worker;

use crate::support::{Person, TestApp};

const KEY: &str = "a-key-of-the-tests-that-nobody-must-guess";

/// A picture of one red dot.
const DOT: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVQI12P4z8AAAAMBAQAY3Y2wAAAAAElFTkSuQmCC";

/// A council whose mail server sends in what it gets, and a worker that looks when it is told to.
pub struct Post {
    pub app: TestApp,
    pub council: Arc<Council>,
    worker: Worker,
}

impl Post {
    pub async fn open() -> Self {
        Self::open_as(|_| {}).await
    }

    async fn open_as(change: impl FnOnce(&mut StartOptions)) -> Self {
        let incoming =
            MailInOptions { key: Some(KEY.to_owned()), domain: Some("{slug}.in.example".to_owned()), trusted: None };
        let app = TestApp::start_as(|options| {
            options.mail.incoming = incoming;
            change(options);
        });
        let app = app.await;
        let (council, worker) = (app.council("five_stages"), Worker::new(Arc::clone(&app.instance.app)));
        Self { app, council, worker }
    }

    /// Somebody of the council, as its folder describes them.
    fn person(&self, accepted: impl Fn(&PersonDef) -> bool) -> PersonDef {
        self.council.manifest.people.iter().find(|person| accepted(person)).expect("such a person").clone()
    }

    fn councillor(&self) -> PersonDef {
        self.person(|person| person.roles == [Role::Councillor])
    }

    fn another_councillor(&self) -> PersonDef {
        let first = self.councillor().key;
        self.person(|person| person.roles == [Role::Councillor] && person.key != first)
    }

    async fn sign_in(&self, person: &PersonDef) -> Person {
        self.app.sign_in(&self.council, &person.key).await
    }

    pub async fn desk(&self) -> Person {
        self.app.somebody(&self.council, Role::TriageOfficer, |_| true).await
    }

    /// Sends a message as the council's mail server does.
    async fn sends(&self, message: impl Into<reqwest::Body>) -> Response {
        let secret = self.app.instance.app.mail_in.secret(self.council.id).expect("there is a key");
        self.mail_server().post_request("/mail-in").bearer_auth(secret).body(message).send().await.expect("an answer")
    }

    fn mail_server(&self) -> Person {
        Person::stranger(self.app.address, &format!("{}.localhost", self.council.manifest.slug), "the mail server")
    }

    /// Sends a message, which is taken, and lets the worker see to it.
    pub async fn receives(&mut self, message: &str) {
        assert_eq!(self.sends(message.to_owned()).await.status(), StatusCode::ACCEPTED);
        self.works().await;
    }

    /// Lets the worker do what is due.
    async fn works(&mut self) {
        // A hint is due a second after the work that gave it.
        self.app.clock.advance(chrono::TimeDelta::seconds(2));
        while self.worker.pass().await.expect("the worker looks") > 0 {
            self.app.clock.advance(chrono::TimeDelta::seconds(2));
        }
    }

    async fn count(&self, sql: &str) -> i64 {
        self.app.database.all_seeing().await.number(&self.council.schema, sql).await
    }

    /// How many mails are in this state, for this reason if one is given.
    async fn mails(&self, state: &str, reason: Option<&str>) -> i64 {
        let narrowed = reason.map(|reason| format!("AND reason = '{reason}'")).unwrap_or_default();
        self.count(&format!("SELECT count(*) FROM mail_in WHERE state = '{state}' {narrowed}")).await
    }

    async fn drafts(&self) -> i64 {
        self.count("SELECT count(*) FROM draft").await
    }

    async fn notes(&self) -> i64 {
        self.count("SELECT count(*) FROM note").await
    }
}

/// A message with a few headers of one's own.
pub fn mail(from: &str, subject: &str, headers: &[&str], body: &str) -> String {
    let own: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    format!(
        "From: Somebody <{from}>\r\nTo: cases@in.example\r\nSubject: {subject}\r\nMessage-ID: <{}@mail.example>\r\n{own}\r\n{body}\r\n",
        subject.len() + body.len() * 1000
    )
}

/// A message with files: name, type and base64.
fn mail_with_files(from: &str, subject: &str, body: &str, files: &[(&str, &str, &str)]) -> String {
    let parts: String = files
        .iter()
        .map(|(name, kind, base64)| {
            format!(
                "--b\r\nContent-Type: {kind}; name=\"{name}\"\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\
                 Content-Transfer-Encoding: base64\r\n\r\n{base64}\r\n"
            )
        })
        .collect();
    let body = format!("--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n{parts}--b--");
    mail(from, subject, &["MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=\"b\""], &body)
}

/// What stands behind `begin` in a text, up to `end`.
fn between(text: &str, begin: &str, end: char) -> String {
    let found = text.split(begin).nth(1).unwrap_or_else(|| panic!("{begin} in {text}"));
    found.split(end).next().unwrap_or_default().to_owned()
}

/// The address of the newest draft on a person's home page.
async fn draft_of(person: &Person) -> String {
    let home = person.page("/").await.1;
    format!("/raise?draft={}", between(&home, "href=\"/raise?draft=", '"'))
}
