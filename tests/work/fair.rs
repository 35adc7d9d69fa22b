//! Nobody holds up anybody: turns are bounded, slow servers are waited for beside them, and a slow turn keeps its lease.

use std::sync::Arc;
use std::time::Duration;

use casework::people::Role;
use server::cli::MailOptions;
use server::work::Worker;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::Office;
use crate::support::{TestApp, potholes};

/// A mail server that answers nobody. Whoever connects to it is kept waiting until the test is over.
async fn silent_server() -> MailOptions {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        let mut kept = Vec::new();
        while let Ok((client, _)) = listener.accept().await {
            kept.push(client);
        }
    });
    MailOptions {
        server: Some(format!("smtp://127.0.0.1:{port}")),
        from: "casework@council.example".to_owned(),
        site: "https://{host}".to_owned(),
        ..MailOptions::default()
    }
}

/// A case in another council of the same program, with a reminder that is due.
async fn one_elsewhere(office: &Office) -> Arc<server::tenancy::Council> {
    let council = office.app.council("enquiry_route");
    let councillor = office.app.somebody(&council, Role::Councillor, |_| true).await;
    let service = potholes(&council.manifest);
    councillor.raises(&[("summary", "A hole elsewhere"), ("service", &service)]).await;
    council
}

const REMIND: &str = "UPDATE deadline SET due_on = '2099-01-01', remind_on = '{2020-01-06}', done_through = NULL, next_on = '2020-01-06'";
const REMINDED: &str = "SELECT count(*) FROM case_event WHERE kind = 'reminded'";

#[tokio::test]
async fn a_council_with_much_to_do_does_not_hold_up_another() {
    const CASES: i64 = 1_500;
    let mut office = Office::with_a_case().await;
    let other = one_elsewhere(&office).await;
    office.at("2026-11-17T10:00:00Z").await;
    super::killed::copy(&office, CASES).await;
    let all = office.app.database.all_seeing().await;
    all.run(&other.schema, REMIND).await;
    // The busy one has waited longer.
    let due = |schema: &str, at: &str| {
        format!(
            "UPDATE control.work SET due_at = '{at}' WHERE tenant_id = (SELECT id FROM control.tenant WHERE schema_name = '{schema}')"
        )
    };
    all.run(&other.schema, &due(office.council.schema.as_str(), "2026-11-17T09:00:00Z")).await;
    all.run(&other.schema, &due(other.schema.as_str(), "2026-11-17T09:30:00Z")).await;

    office.worker.pass().await.expect("it looks");
    let done = office.events("reminded").await;
    assert!((1..CASES).contains(&done), "a turn does some of it: {done}");
    assert_eq!(all.number(&other.schema, REMINDED).await, 1, "and then the other one has its turn");
    // The clock stands still: whoever has more to do is due again at once.
    for _ in 0..100 {
        if office.worker.pass().await.expect("it looks") == 0 {
            break;
        }
    }
    assert_eq!(office.events("reminded").await, CASES, "all of it is done, without any waiting");
    let told = "SELECT count(DISTINCT case_id) FROM notice WHERE kind = 'reminded'";
    assert_eq!(all.number(&office.council.schema, told).await, CASES);
}

#[tokio::test]
async fn a_mail_server_that_does_not_answer_holds_up_nothing_but_mail() {
    let mail = silent_server().await;
    let office = Office::of(TestApp::start_as(|options| options.mail = mail).await).await;
    let other = one_elsewhere(&office).await;
    let all = office.app.database.all_seeing().await;
    let (stop, told) = watch::channel(false);
    let working = tokio::spawn(Worker::new(Arc::clone(&office.app.instance.app)).run(told));
    let schema = office.council.schema.as_str();
    let waits = format!("SELECT count(*) FROM {schema}.job WHERE kind = 'mail' AND state = 'waiting' AND attempts = 1");
    assert!(all.settles_at(&waits, 1).await, "a mail is on its way");

    for council in [&office.council, &other] {
        all.run(&council.schema, REMIND).await;
        office.app.instance.app.wake.work_for(council.id);
    }
    for council in [&office.council, &other] {
        let reminded = format!("SELECT count(*) FROM {}.case_event WHERE kind = 'reminded'", council.schema);
        assert!(all.settles_at(&reminded, 1).await, "while nobody answers, reminders go on");
    }
    assert!(all.settles_at(&waits, 1).await, "the same mail is still on its way");
    drop(stop);
    working.abort();
}

#[tokio::test]
async fn a_turn_that_lasts_longer_than_a_lease_keeps_it() {
    const SECONDS: u32 = 3;
    let mut office = Office::with_a_case().await;
    office.worker = Worker::leasing_for(Arc::clone(&office.app.instance.app), SECONDS);
    office.at("2026-11-17T10:00:00Z").await;
    let all = office.app.database.all_seeing().await;
    let schema = office.council.schema.clone();
    let fences = "SELECT sum(fence)::bigint FROM control.lease";
    let before = all.number(&schema, fences).await;
    all.run(&schema, REMIND).await;
    office.app.instance.app.wake.work_for(office.council.id);

    // Something in the database keeps the turn waiting for more than two leases.
    let lock = format!("BEGIN; LOCK TABLE {schema}.deadline IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(7); COMMIT");
    let locking = office.app.database.all_seeing().await;
    let locked = tokio::spawn(async move { locking.try_run(&lock).await });
    let is_locked = "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND locktype = 'relation'
                     AND relation = (SELECT max(oid) FROM pg_class WHERE relname = 'deadline' AND relnamespace = (SELECT relnamespace FROM pg_class WHERE relname = 'work_fence' AND relnamespace::regnamespace::text = '";
    assert!(all.settles_at(&format!("{is_locked}{schema}'))"), 1).await, "the table is locked");

    let mut second = Worker::leasing_for(Arc::clone(&office.app.instance.app), SECONDS);
    let watching = tokio::spawn(async move {
        for _ in 0..12 {
            tokio::time::sleep(Duration::from_millis(500)).await;
            second.pass().await.expect("it looks");
        }
    });
    office.worker.pass().await.expect("the lease was kept");
    assert_eq!(office.events("reminded").await, 1, "and what the turn did counts");
    assert_eq!(all.number(&schema, fences).await, before, "nobody took a lease away");
    watching.await.expect("the second one looked in vain");
    locked.await.expect("joined").expect("unlocked");
}
