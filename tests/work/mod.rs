//! What happens when nobody is asking: deadlines, and who is told (R26 to R29).

mod choice;
mod daily;
mod deputies;
mod effects;
mod fair;
mod given_up;
mod killed;
mod leases;
pub mod mail;
mod notes;
mod promises;
mod redis;
mod sweep;
mod year;

use casework::people::Role;
use chrono::{DateTime, Utc};
use serde_json::json;
use server::work::Worker;

use crate::support::{Person, TestApp, potholes};

/// A council with a case that a team has, the time under the test's control, and a worker that looks when it is told to.
struct Office {
    app: TestApp,
    worker: Worker,
    council: std::sync::Arc<server::tenancy::Council>,
    reference: String,
    team: String,
}

impl Office {
    async fn with_a_case() -> Self {
        Self::of(TestApp::start().await).await
    }

    async fn of(app: TestApp) -> Self {
        Self::in_council(app, "five_stages").await
    }

    async fn in_council(app: TestApp, character: &str) -> Self {
        let council = app.council(character);
        let worker = Worker::new(std::sync::Arc::clone(&app.instance.app));
        let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
        let service = potholes(&council.manifest);
        let reference = councillor.raises(&[("summary", "A hole by the school"), ("service", &service)]).await;
        let query = "query($r: String!) { case(reference: $r) { team { key } } }";
        let asked = councillor.asks(query, json!({ "r": reference })).await;
        let team = asked["case"]["team"]["key"].as_str().expect("a team").to_owned();
        Self { app, worker, council, reference, team }
    }

    /// Lets the worker look at this time.
    async fn at(&mut self, time: &str) {
        self.app.clock.set(time.parse::<DateTime<Utc>>().expect("a time"));
        // A hint is due a second after the work that gave it.
        self.app.clock.advance(chrono::TimeDelta::seconds(2));
        while self.worker.pass().await.expect("the worker looks") > 0 {
            self.app.clock.advance(chrono::TimeDelta::seconds(2));
        }
    }

    /// In the council where every case comes to the desk first.
    async fn of_desk() -> Self {
        Self::in_council(TestApp::start().await, "enquiry_route").await
    }

    /// The worker is gone, and another takes its place.
    async fn another_worker(&mut self) {
        let all = self.app.database.all_seeing().await;
        all.run(&self.council.schema, "UPDATE control.lease SET expires_at = '-infinity'").await;
        // What the first had in hand comes up again after a minute.
        all.run(&self.council.schema, "UPDATE control.work SET due_at = least(due_at, '2026-01-01')").await;
        self.worker = Worker::new(std::sync::Arc::clone(&self.app.instance.app));
    }

    async fn events(&self, kind: &str) -> i64 {
        let sql = format!("SELECT count(*) FROM case_event WHERE kind = '{kind}'");
        self.app.database.all_seeing().await.number(&self.council.schema, &sql).await
    }

    async fn notices(&self, kind: &str) -> i64 {
        let sql = format!("SELECT count(*) FROM notice WHERE kind = '{kind}'");
        self.app.database.all_seeing().await.number(&self.council.schema, &sql).await
    }

    /// The one who raised it. Sessions end while the time goes on, so everybody signs in when they are wanted.
    async fn councillor(&self) -> Person {
        self.app.somebody(&self.council, Role::Councillor, |_| true).await
    }

    async fn team(&self) -> Person {
        self.app.somebody(&self.council, Role::TeamMember, |person| person.groups.contains(&self.team)).await
    }

    /// A head of service.
    async fn head(&self) -> Person {
        self.app.somebody(&self.council, Role::HeadOfService, |_| true).await
    }

    /// Somebody of a team that does not have the case.
    async fn elsewhere(&self) -> Person {
        let accepted = |person: &casework::manifest::PersonDef| !person.groups.contains(&self.team);
        self.app.somebody(&self.council, Role::TeamMember, accepted).await
    }

    async fn desk(&self) -> Person {
        self.app.somebody(&self.council, Role::TriageOfficer, |_| true).await
    }

    async fn acts(&self, who: &Person, verb: &str, text: &str) {
        self.acts_with(who, verb, &[("text", text)]).await;
    }

    async fn acts_with(&self, who: &Person, verb: &str, fields: &[(&str, &str)]) {
        who.submits(&format!("/cases/{}/actions/{verb}", self.reference), fields).await;
    }
}

/// Of these mails, those that went to this person.
fn by_mail(office: &Office, mails: &[serde_json::Value], key: &str) -> Vec<serde_json::Value> {
    let person = office.council.manifest.people.iter().find(|person| person.key == key).expect("a person");
    let to = |mail: &&serde_json::Value| mail.to_string().contains(&person.email);
    mails.iter().filter(to).cloned().collect()
}

/// Raised on Tuesday 17 November, so due on Tuesday 24: reminders on Friday 20 and on Tuesday 1 December.
#[tokio::test]
async fn a_reminder_comes_once_and_a_missed_deadline_is_told_to_the_desk() {
    let mut office = Office::with_a_case().await;
    office.at("2026-11-19T23:00:00Z").await;
    assert_eq!(office.events("reminded").await, 0, "too early");
    office.at("2026-11-20T07:30:00Z").await;
    assert_eq!(office.events("reminded").await, 0, "nobody is reminded in the night");
    office.at("2026-11-20T08:30:00Z").await;
    assert_eq!(office.events("reminded").await, 1);
    office.at("2026-11-20T15:00:00Z").await;
    assert_eq!(office.events("reminded").await, 1, "once");

    let team = office.team().await;
    assert!(team.page("/").await.1.contains("A reminder was sent"), "the team is told");
    assert!(!office.desk().await.page("/notices").await.1.contains("overdue"), "not yet");
    assert!(!office.head().await.page("/notices").await.1.contains("overdue"), "not yet");
    let on_time = format!("/queue/{}?show=overdue", office.team);
    assert!(!office.head().await.page(&on_time).await.1.contains(&office.reference), "not yet");

    office.at("2026-11-24T20:00:00Z").await;
    assert_eq!(office.events("breached").await, 0, "the day it is due is not over");
    office.at("2026-11-25T08:30:00Z").await;
    assert_eq!(office.events("breached").await, 1);
    let page = office.desk().await.page("/notices").await.1;
    assert!(page.contains("The answer is overdue") && page.contains(&office.reference), "R28: triage is told");
    let head = office.head().await;
    let page = head.page("/notices").await.1;
    assert!(
        page.contains("The answer is overdue") && page.contains(&office.reference),
        "R28: so is the head of service"
    );
    let queue = format!("/queue/{}?show=overdue", office.team);
    assert!(head.page("/").await.1.contains(&format!("{}\"", office.team)), "the team is on their first page");
    let overdue = head.page(&queue).await.1;
    assert!(overdue.contains(&office.reference), "R28: and it is on their list: {overdue}");
    let elsewhere = office.elsewhere().await;
    assert_eq!(elsewhere.page(&queue).await.0, reqwest::StatusCode::NOT_FOUND, "which is nobody else's");
    let case = office.councillor().await.page(&format!("/cases/{}", office.reference)).await.1;
    assert!(case.contains("This case is overdue"), "and a banner says so");
    assert!(case.contains("did not come in time"), "and the history");

    office.acts(&office.team().await, "record-progress", "The team looked at it.").await;
    office.at("2026-12-01T09:00:00Z").await;
    assert_eq!(office.events("reminded").await, 1, "what was due is done, so nobody is reminded of it");
}

#[tokio::test]
async fn a_worker_that_was_away_catches_up_in_order_and_tells_once() {
    let mut office = Office::with_a_case().await;
    office.at("2026-12-02T09:00:00Z").await;
    assert_eq!((office.events("reminded").await, office.events("breached").await), (2, 1));
    let all = office.app.database.all_seeing().await;
    let order = "SELECT count(*) FROM case_event a JOIN case_event b USING (case_id)
                 WHERE a.kind = 'reminded' AND b.kind = 'breached' AND a.seq < b.seq";
    assert_eq!(all.number(&office.council.schema, order).await, 1, "one reminder was before it was missed");
    assert_eq!(office.notices("reminded").await, 0, "only the worst of the news is told");
    assert!(office.notices("breached").await > 0);
    let chain = server::cases::verify_history(&office.app.instance.app.database, &office.council, &office.reference);
    assert_eq!(chain.await.expect("a history"), Ok(()), "the history is whole");
}

#[tokio::test]
async fn a_question_without_an_answer_closes_the_case_with_notice_and_it_can_be_opened_again() {
    let mut office = Office::with_a_case().await;
    let team = office.team().await;
    office.acts(&team, "request-information", "Which side of the road?").await;
    office.at("2026-11-17T10:00:00Z").await;
    assert!(office.councillor().await.page("/").await.1.contains("asks for information"));
    // Ten working days from Tuesday 17 November: due on Tuesday 1 December, with a reminder half way.
    office.at("2026-11-24T09:00:00Z").await;
    assert!(office.councillor().await.page("/notices").await.1.contains("A reminder was sent"));
    office.at("2026-12-01T18:00:00Z").await;
    assert_eq!(office.events("closed").await, 0);
    office.at("2026-12-02T09:00:00Z").await;
    let path = format!("/cases/{}", office.reference);
    let page = office.councillor().await.page(&path).await.1;
    assert!(page.contains("nobody replied in time"), "{page}");
    assert!(office.councillor().await.page("/notices").await.1.contains(&office.reference), "with notice");

    office.acts(&office.councillor().await, "reopen", "I was on holiday. It is the left side.").await;
    let page = office.councillor().await.page(&path).await.1;
    assert!(page.contains("opened the case again"));
    assert!(office.team().await.page("/").await.1.contains("A hole by the school"), "the team has it again");
}

#[tokio::test]
async fn a_case_raised_by_mistake_is_ended_by_whoever_raised_it_and_by_nobody_else() {
    let office = Office::with_a_case().await;
    let team = office.team().await;
    let path = format!("/cases/{}/actions/withdraw", office.reference);
    assert!(!team.page(&format!("/cases/{}", office.reference)).await.1.contains("/actions/withdraw"));
    assert_eq!(team.post_form(&path, &[("text", "No")]).await.status(), reqwest::StatusCode::UNPROCESSABLE_ENTITY);
    office.acts(&office.councillor().await, "withdraw", "I pressed the button too early.").await;
    let page = office.councillor().await.page(&format!("/cases/{}", office.reference)).await.1;
    assert!(page.contains("ended the case") && page.contains("I pressed the button too early."));
}

#[tokio::test]
async fn notices_are_ones_own_and_are_marked_as_read() {
    let mut office = Office::with_a_case().await;
    let team = office.team().await;
    office.acts(&team, "record-progress", "An inspector goes there tomorrow.").await;
    office.at("2026-11-17T10:00:00Z").await;
    assert!(office.councillor().await.page("/notices").await.1.contains("Mark all as read"));
    assert_eq!(office.councillor().await.page(&format!("/cases/{}?notice=read", office.reference)).await.0, 200);
    assert!(
        !office.councillor().await.page("/notices").await.1.contains("Mark all as read"),
        "seen on the case's page"
    );

    assert!(team.page("/notices").await.1.contains("Mark all as read"), "the team was told of the case");
    team.submits("/notices/read", &[]).await;
    assert!(!team.page("/notices").await.1.contains("Mark all as read"));
    let key = office.councillor().await.key;
    let other = office.app.somebody(&office.council, Role::Councillor, |person| person.key != key);
    let other = other.await;
    assert!(!other.page("/notices").await.1.contains(&office.reference));
    let notices = "SELECT count(*) FROM notice";
    assert!(office.app.counted_by(&office.council, &key, notices).await > 0);
    assert_eq!(office.app.counted_by(&office.council, &other.key, notices).await, 0, "the database keeps them, too");
}
