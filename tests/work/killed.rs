//! A worker that is killed at any moment loses nothing and doubles nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use casework::clock::FixedClock;
use chrono::{DateTime, TimeDelta, Utc};
use server::cli::{FileOptions, Instance, MailOptions, OutsideOptions, StartOptions};

use super::Office;
use super::mail::office_with;
use crate::support::helpers::helpers;
use crate::support::{MailServer, root};

const DATABASE: &str = "WARDBOOK_TEST_WORKER_OF";
const SMTP: &str = "WARDBOOK_TEST_WORKER_MAILS_BY";
const TIME: &str = "WARDBOOK_TEST_WORKER_AT";

/// Not a test: the process that the test below starts and kills.
#[tokio::test]
#[ignore = "the worker that another test starts"]
async fn a_worker_of_its_own() {
    let Ok(app_url) = std::env::var(DATABASE) else { return };
    let at = std::env::var(TIME).expect("a time").parse::<DateTime<Utc>>().expect("a time");
    let server = std::env::var(SMTP).ok();
    let from = "Casework <casework@council.example>".to_owned();
    let options = StartOptions {
        app_url,
        helpers: helpers(),
        plugins_dir: root().join("target/plugins"),
        cache_dir: root().join("target/tmp/plugin-cache"),
        data_dir: root().join("target/tmp/data"),
        files: FileOptions { place: None, clamd: None },
        mail: MailOptions { server, from, site: "https://{host}".to_owned(), ..MailOptions::default() },
        redis_url: None,
        outside: OutsideOptions::default(),
        max_connections: 4,
        clock: Arc::new(FixedClock::new(at)),
        pick_a_person: false,
    };
    let _working = Instance::start(options).await.expect("it starts").working();
    std::future::pending::<()>().await;
}

/// Makes so many cases of the one there is, each with a reminder that is due.
pub(super) async fn copy(office: &Office, cases: i64) {
    let copies = format!(
        "CREATE TEMP TABLE copy AS SELECT gen_random_uuid() AS id, n FROM generate_series(2, {cases}) n;
         INSERT INTO cases SELECT (jsonb_populate_record(c, jsonb_build_object('id', copy.id, 'reference', 'X-' || n, 'client_id', NULL))).*
         FROM cases c, copy;
         INSERT INTO deadline SELECT (jsonb_populate_record(d, jsonb_build_object('case_id', copy.id))).* FROM deadline d, copy;
         UPDATE deadline SET due_on = '2099-01-01', remind_on = '{{2020-01-06}}', done_through = NULL, next_on = '2020-01-06'"
    );
    office.app.database.all_seeing().await.run(&office.council.schema, &copies).await;
}

/// Lets workers work until nothing is left, each killed at a moment that nobody knows, and tells how many that were.
async fn kill_until_done(office: &Office, mail: Option<&MailServer>) -> u32 {
    let all = office.app.database.all_seeing().await;
    let schema = &office.council.schema;
    let left = "SELECT (SELECT count(*) FROM deadline WHERE next_on < '2021-01-01')
                + (SELECT count(*) FROM outbox WHERE sent_at IS NULL) + (SELECT count(*) FROM job WHERE state = 'waiting')";
    let mut at = "2026-11-18T10:00:00Z".parse::<DateTime<Utc>>().expect("a time");
    let mut kills = 0;
    while all.number(schema, left).await > 0 {
        assert!(kills < 150, "it gets on");
        let mut worker = Command::new(std::env::current_exe().expect("this program"));
        worker
            .args(["--exact", "work::killed::a_worker_of_its_own", "--ignored"])
            .env(DATABASE, office.app.database.app_url())
            .env(TIME, at.to_rfc3339())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some(mail) = mail {
            worker.env(SMTP, mail.options().server.expect("an address"));
        }
        let begun = all.number(schema, left).await;
        let mut worker = worker.spawn().expect("a worker");
        // Until it works, and then for a moment that nobody knows. What is left may be a mail that is tried again later.
        for _ in 0..500 {
            if all.number(schema, left).await != begun {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        // The first time at once, so that there is something left for another one however fast this machine is.
        // Mail takes its time, and a worker that begins does, too.
        let longest = if mail.is_some() { 1_200 } else { 150 };
        let random = u64::from(u16::from_be_bytes(server::ambient::Ids.secret()[..2].try_into().expect("two bytes")));
        let moment = if kills == 0 { 0 } else { random % longest };
        tokio::time::sleep(Duration::from_millis(moment)).await;
        worker.kill().expect("killed");
        worker.wait().expect("gone");
        kills += 1;
        // Nobody waits for a dead worker's lease in a test, nor for what it had in hand to come up again.
        at += TimeDelta::minutes(3);
        all.try_run("UPDATE control.lease SET expires_at = '-infinity'").await.expect("free");
    }
    assert!(kills > 1, "it was killed in the middle");
    kills
}

#[tokio::test]
async fn two_thousand_reminders_survive_a_worker_that_is_killed_again_and_again() {
    const CASES: i64 = 2_000;
    let office = Office::with_a_case().await;
    copy(&office, CASES).await;
    kill_until_done(&office, None).await;
    let all = office.app.database.all_seeing().await;
    let schema = &office.council.schema;
    assert_eq!(all.number(schema, "SELECT count(*) FROM case_event WHERE kind = 'reminded'").await, CASES);
    let doubled =
        "SELECT count(*) FROM (SELECT FROM case_event WHERE kind = 'reminded' GROUP BY case_id HAVING count(*) > 1) x";
    assert_eq!(all.number(schema, doubled).await, 0);
    let told = "SELECT count(DISTINCT case_id) FROM notice WHERE kind = 'reminded'";
    assert_eq!(all.number(schema, told).await, CASES, "whoever must know of it was told, of each");
}

/// Outside, a mail may come twice, since nobody can know whether the server took it before the worker died; but then it is the same mail.
#[tokio::test]
async fn each_mail_of_a_worker_that_is_killed_is_sent_and_a_second_copy_is_the_same_mail() {
    let server = MailServer::start("nobody-is-refused");
    let office = office_with(&server).await;
    copy(&office, 100).await;
    let kills = kill_until_done(&office, Some(&server)).await;
    let all = office.app.database.all_seeing().await;
    let schema = &office.council.schema;
    assert_eq!(all.number(schema, "SELECT count(*) FROM job WHERE state <> 'done'").await, 0);
    let jobs = all.text(schema, "SELECT string_agg(id::text, ' ') FROM job WHERE kind = 'mail'").await;
    let jobs: BTreeSet<&str> = jobs.split(' ').collect();
    let wanted = "SELECT count(*) FROM notice n JOIN person p ON p.id = n.person_id WHERE n.kind = 'reminded'";
    let noticed = all.number(schema, wanted).await;
    assert!(noticed >= 100 && jobs.len() >= 100, "{noticed} notices, {} mails", jobs.len());

    let mails = server.taken();
    let mut copies = BTreeMap::<String, Vec<String>>::new();
    for mail in &mails {
        let text = mail["text"].as_str().expect("text");
        let id = text.split("Message-ID: <").nth(1).and_then(|rest| rest.split('@').next()).expect("an id");
        copies.entry(id.to_owned()).or_default().push(mail.to_string());
    }
    let sent: BTreeSet<&str> = copies.keys().map(String::as_str).collect();
    assert_eq!(sent, jobs, "each job at least once, and nothing that is no job");
    for (id, copies) in &copies {
        // But for the time at which it was sent.
        let undated = |mail: &String| {
            mail.replace(mail.split("Date: ").nth(1).and_then(|rest| rest.split("\\r\\n").next()).expect("a date"), "")
        };
        assert!(copies.iter().all(|copy| undated(copy) == undated(&copies[0])), "{id} is one mail: {copies:?}");
    }
    let most = jobs.len() + usize::try_from(kills).expect("a count");
    assert!(mails.len() <= most, "at most one a kill comes twice: {} mails of {} jobs", mails.len(), jobs.len());
}
