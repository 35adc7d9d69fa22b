//! What the program gave up: seen by those who look after the council's mail, taken up again or put aside by them alone.

use casework::people::Role;
use reqwest::StatusCode;
use serde_json::{Value, json};
use server::tenancy::Acting;

use super::Office;
use crate::support::figures::{read, sum, watched};
use crate::support::{MailServer, Person, TestApp};

/// An office whose mail server refuses every address for good, with mail that was given up.
async fn refused() -> (MailServer, Office, i64) {
    let server = MailServer::start("@");
    let mut office = Office::of(TestApp::start_as(|options| options.mail = server.options()).await).await;
    office.at("2026-11-17T10:00:00Z").await;
    let dead = jobs(&office, "state = 'dead'").await;
    assert!(dead > 0);
    (server, office, dead)
}

async fn jobs(office: &Office, narrowed: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM job WHERE {narrowed}");
    office.app.database.all_seeing().await.number(&office.council.schema, &sql).await
}

async fn decisions(office: &Office, decision: &str, by: &Person) -> i64 {
    let sql = format!(
        "SELECT count(*) FROM job_decision d JOIN person p ON p.id = d.made_by WHERE decision = '{decision}' AND p.key = '{}'",
        by.key
    );
    office.app.database.all_seeing().await.number(&office.council.schema, &sql).await
}

async fn admin(office: &Office) -> Person {
    let admin = |roles: &[Role]| roles.contains(&Role::TenantAdmin);
    office.app.somebody(&office.council, Role::TenantAdmin, |person| admin(&person.roles)).await
}

fn first_job(page: &str) -> String {
    let id = page.split("href=\"/jobs/").nth(1).and_then(|rest| rest.split('"').next()).expect("a job");
    format!("/jobs/{id}")
}

#[tokio::test]
async fn what_was_given_up_is_on_the_first_page_and_each_decision_is_kept_with_its_name() {
    let (_server, mut office, dead) = refused().await;
    let desk = office.desk().await;
    let home = desk.page("/").await.1;
    assert!(home.contains("What could not be done") && home.contains("href=\"/jobs\""), "{home}");
    let list = desk.page("/jobs").await.1;
    assert!(list.contains("The mail server refused it (code 550)") && list.contains("Tried once"), "{list}");
    let job = first_job(&list);
    assert!(desk.page(&job).await.1.contains("Put it aside"));
    let (retry, discard) = (format!("{job}/retry"), format!("{job}/discard"));

    let empty = desk.post_form(&discard, &[("reason", " ")]).await;
    assert_eq!(empty.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let long = "x".repeat(501);
    let long = desk.post_form(&discard, &[("reason", &long)]).await;
    let text = long.text().await.expect("a page");
    assert!(text.contains("Use 500 characters or fewer") && text.contains("xxxxxxxx"), "what was typed is kept");
    assert_eq!(jobs(&office, "state = 'dead'").await, dead);

    assert_eq!(desk.submits(&retry, &[]).await, "/jobs?done=retried");
    assert_eq!(desk.post_form(&retry, &[]).await.status(), StatusCode::NOT_FOUND, "once");
    assert_eq!((jobs(&office, "state = 'waiting'").await, decisions(&office, "retried", &desk).await), (1, 1));
    office.at("2026-11-17T10:05:00Z").await;
    assert_eq!(jobs(&office, "state = 'dead'").await, dead, "it was tried, and refused again");

    assert_eq!(desk.submits(&discard, &[("reason", "She left in October.")]).await, "/jobs?done=discarded");
    assert_eq!((jobs(&office, "state = 'dead'").await, decisions(&office, "discarded", &desk).await), (dead - 1, 1));
    let list = desk.page("/jobs").await.1;
    assert!(list.contains("She left in October."), "{list}");
    office.at("2026-12-17T10:05:00Z").await;
    assert_eq!(jobs(&office, "state = 'discarded'").await, 1, "what was put aside stays there");
}

#[tokio::test]
async fn monitoring_sees_how_many_wait() {
    let (_server, mut office, dead) = refused().await;
    let monitoring = watched(&office.app).await;
    let council = format!("council=\"{}\"", office.council.manifest.slug);
    let told = async || sum(&read(monitoring).await, "wardbook_jobs_given_up", &[&council]);
    office.at("2026-11-17T11:30:00Z").await;
    assert_eq!(told().await.to_string(), dead.to_string());
    let desk = office.desk().await;
    let job = first_job(&desk.page("/jobs").await.1);
    desk.submits(&format!("{job}/discard"), &[("reason", "She left in October.")]).await;
    office.at("2026-11-17T12:30:00Z").await;
    assert_eq!(told().await.to_string(), (dead - 1).to_string());
}

#[tokio::test]
async fn a_mail_that_is_taken_up_again_is_the_same_mail() {
    let server = MailServer::start("@refused.example");
    let mut office = Office::of(TestApp::start_as(|options| options.mail = server.options()).await).await;
    let all = office.app.database.all_seeing().await;
    let schema = office.council.schema.clone();
    all.run(&schema, "UPDATE person SET email = key || '@refused.example'").await;
    office.at("2026-11-17T10:00:00Z").await;
    let dead = jobs(&office, "state = 'dead'").await;
    assert!(dead > 0);
    let ids = all.text(&schema, "SELECT string_agg(id::text, ' ') FROM job").await;

    all.run(&schema, "UPDATE person SET email = key || '@right.example'").await;
    let desk = office.desk().await;
    let retry = "mutation { retryJobs(what: \"mail-staff\") { jobs code } }";
    let done = desk.asks(retry, json!({})).await;
    assert_eq!(done["retryJobs"], json!({ "jobs": dead, "code": null }), "all of a kind");
    assert_eq!(desk.asks(retry, json!({})).await["retryJobs"]["code"], "not-found");
    assert_eq!(decisions(&office, "retried", &desk).await, dead, "one for each");
    office.at("2026-11-17T10:05:00Z").await;
    office.at("2026-11-17T10:15:00Z").await;
    let mails = server.taken();
    assert_eq!(i64::try_from(mails.len()).expect("a count"), dead);
    for mail in mails {
        let text = mail["text"].as_str().expect("text");
        let id = text.split("Message-ID: <").nth(1).and_then(|rest| rest.split('@').next()).expect("an id");
        assert!(ids.contains(id), "the id of before: {text}");
    }
}

#[tokio::test]
async fn nobody_else_sees_or_decides_and_the_database_holds_to_it() {
    let (_server, office, dead) = refused().await;
    let job = first_job(&office.desk().await.page("/jobs").await.1);
    let id = job.trim_start_matches("/jobs/").to_owned();
    for other in [office.councillor().await, office.team().await] {
        for path in ["/jobs", job.as_str()] {
            assert_eq!(other.page(path).await.0, StatusCode::FORBIDDEN, "{}", other.key);
        }
        for (path, field) in [
            (format!("{job}/retry"), ("", "")),
            (format!("{job}/discard"), ("reason", "Because")),
            ("/jobs/retry".to_owned(), ("what", "mail-staff")),
        ] {
            assert_eq!(other.post_form(&path, &[field]).await.status(), StatusCode::FORBIDDEN, "{path}");
        }
        let retry = "mutation($id: String!) { retryJob(id: $id) { code } }";
        assert_eq!(other.asks(retry, json!({ "id": id })).await["retryJob"]["code"], "not-allowed");
        let discard = "mutation($id: String!) { discardJob(id: $id, reason: \"Because\") { code } }";
        assert_eq!(other.asks(discard, json!({ "id": id })).await["discardJob"]["code"], "not-allowed");
        assert_eq!(other.asks("{ failedJobs { id } jobDecisions { at } }", json!({})).await["failedJobs"], json!([]));
        assert!(!other.page("/").await.1.contains("href=\"/jobs\""));
    }
    assert_eq!(jobs(&office, "state = 'dead'").await, dead);

    // Whatever the program forgets to ask: a decision is written by whoever may decide, in their own name.
    let app = &office.app.instance.app;
    let people = app.identity.people(&office.council).await.expect("people");
    let decide = "INSERT INTO job_decision (id, job_id, decision, made_by, made_at)
                  SELECT gen_random_uuid(), j.id, 'retried', p.id, now() FROM job j, person p WHERE p.key = $1 LIMIT 1";
    let desk = office.desk().await.key;
    let team = office.team().await.key;
    for (who, name, allowed) in [(&team, &team, false), (&desk, &team, false), (&desk, &desk, true)] {
        let person = people.iter().find(|person| &person.key == who).expect("a person");
        let tx = app.database.begin(&office.council.schema, Acting::Person(&person.actor)).await.expect("a scope");
        assert_eq!(tx.run(decide, vec![name.clone().into()]).await.is_ok(), allowed, "{who} as {name}");
    }
    let discard = office.desk().await;
    discard.submits(&format!("{job}/discard"), &[("reason", "Because")]).await;
    let seen = "SELECT count(*) FROM job_decision";
    assert_eq!(office.app.counted_by(&office.council, &team, seen).await, 0);
    assert_eq!(office.app.counted_by(&office.council, &desk, seen).await, 1);
}

#[tokio::test]
async fn the_list_names_no_case_to_whoever_may_not_see_it() {
    let (_server, office, _) = refused().await;
    let desk = office.desk().await.page("/jobs").await.1;
    assert!(desk.contains(&office.reference), "the desk sees every case: {desk}");
    let admin = admin(&office).await;
    let case = format!("/cases/{}", office.reference);
    assert_eq!(admin.page(&case).await.0, StatusCode::NOT_FOUND, "the administrator does not");
    let list = admin.page("/jobs").await.1;
    assert!(list.contains("Email to somebody of the council") && !list.contains(&office.reference), "{list}");
    let one = admin.page(&first_job(&list)).await.1;
    assert!(one.contains("not shared with you") && !one.contains(&office.reference), "{one}");
    let asked = admin.asks("{ failedJobs { case what why detail attempts } }", json!({})).await;
    let Value::Array(listed) = &asked["failedJobs"] else { panic!("{asked}") };
    let first = json!({ "case": null, "what": "mail-staff", "why": "answer", "detail": "550", "attempts": 1 });
    assert_eq!(listed.first(), Some(&first));
}
