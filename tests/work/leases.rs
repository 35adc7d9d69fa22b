//! Who works for which council.

use std::sync::Arc;

use server::app::Turn;
use server::work::Worker;

use super::Office;
use crate::support::TestApp;

#[tokio::test]
async fn a_second_worker_takes_its_share_and_all_of_it_when_the_first_has_gone() {
    let app = TestApp::start().await;
    let all = app.database.all_seeing().await;
    let holders = "SELECT count(DISTINCT holder) FROM control.lease WHERE expires_at > now()";
    let held = "SELECT count(*) FROM control.lease WHERE expires_at > now()";
    let mut first = Worker::new(Arc::clone(&app.instance.app));
    first.pass().await.expect("it looks");
    assert!(all.settles_at(held, 16).await, "alone, it has every council");

    let mut second = Worker::new(Arc::clone(&app.instance.app));
    second.pass().await.expect("it looks");
    assert!(all.settles_at(holders, 1).await, "nothing is free yet");
    all.try_run("UPDATE control.lease SET expires_at = now() - interval '1 second' WHERE slot < 8")
        .await
        .expect("run out");
    let mut second = Worker::new(Arc::clone(&app.instance.app));
    second.pass().await.expect("it looks");
    assert!(all.settles_at(holders, 2).await);
    assert!(
        all.settles_at("SELECT max(fence) - min(fence) FROM control.lease", 1).await,
        "a new holder has a higher fence"
    );
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_can_change_nothing() {
    let office = Office::with_a_case().await;
    let turn = |fence| Turn {
        app: Arc::clone(&office.app.instance.app),
        council: Arc::clone(&office.council),
        fence,
        now: "2026-11-25T09:00:00Z".parse().expect("a time"),
    };
    turn(7).begin().await.expect("the newest").commit().await.expect("kept");
    let late = server::cases::take_steps(&turn(6)).await;
    assert!(late.is_err_and(|error| error.to_string().contains("another worker")));
    assert_eq!(office.events("breached").await, 0);
    assert_eq!(server::cases::take_steps(&turn(7)).await.expect("its own"), 1);
    assert_eq!(server::notices::tell(&turn(7)).await.expect("its own"), 2, "raised, and missed");
}

/// Looking for work costs the same, however many councils have none.
#[tokio::test]
async fn councils_without_work_cost_nothing() {
    let mut office = Office::with_a_case().await;
    office.at("2026-11-17T10:00:00Z").await;
    let before = office.app.instance.app.database.statements();
    for _ in 0..20 {
        assert_eq!(office.worker.pass().await.expect("it looks"), 0);
    }
    assert_eq!(office.app.instance.app.database.statements(), before, "no council was asked");
}

/// A thousand councils with nothing to do: looking is one statement of the control plane, and what looking at each of them costs, once an
/// hour, is spread over that hour.
#[tokio::test]
async fn a_thousand_councils_without_work_cost_one_statement_a_look_and_never_have_their_turn_at_once() {
    let mut office = Office::with_a_case().await;
    office.at("2026-11-17T10:00:00Z").await;
    let all = office.app.database.all_seeing().await;
    // Suspended, so that the directory does not look for their schemas. The worker gives them turns as it does all others.
    let councils = "INSERT INTO control.tenant (id, slug, schema_name, status, created_at, changed_at)
        SELECT gen_random_uuid(), 'idle-' || n, 't_' || lpad(n::text, 12, '0'), 'suspended', now(), now() FROM generate_series(1, 1000) n";
    all.try_run(councils).await.expect("a thousand councils");

    let mut worker = Worker::new(Arc::clone(&office.app.instance.app));
    all.try_run("UPDATE control.lease SET expires_at = '-infinity'").await.expect("free");
    // Nobody has heard of them yet: each has one turn, and from then on one an hour.
    while worker.pass().await.expect("it looks") > 0 {}
    let listed = "SELECT count(*) FROM control.work";
    assert!(all.number(&office.council.schema, listed).await >= 1_000);
    let database = &office.app.instance.app.database;
    let (inside, control) = (database.statements(), database.control_statements());
    for _ in 0..20 {
        assert_eq!(worker.pass().await.expect("it looks"), 0);
    }
    assert_eq!(database.statements(), inside, "no council was asked");
    // One a look, and room for a lease that was renewed and a directory that was refreshed meanwhile.
    let cost = database.control_statements() - control;
    assert!((20..60).contains(&cost), "{cost} statements for 20 looks at a thousand councils");

    let mut turns = Vec::new();
    for _ in 0..60 {
        office.app.clock.advance(chrono::TimeDelta::minutes(1));
        let mut served = 0;
        loop {
            match worker.pass().await.expect("it looks") {
                0 => break,
                more => served += more,
            }
        }
        turns.push(served);
    }
    assert!(turns.iter().sum::<usize>() >= 1_000, "each is looked at in an hour: {turns:?}");
    assert!(turns.iter().all(|served| *served < 100), "and never many in the same minute: {turns:?}");
}
