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
