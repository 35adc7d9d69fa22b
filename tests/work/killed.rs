//! A worker that is killed at any moment loses nothing and doubles nothing.

use std::process::{Command, Stdio};
use std::time::Duration;

use server::cli::{FileOptions, Instance, MailOptions, OutsideOptions, StartOptions};

use super::Office;
use crate::support::root;

const CASES: i64 = 2_000;
const DATABASE: &str = "WARDBOOK_TEST_WORKER_OF";

/// Not a test: the process that the test below starts and kills.
#[tokio::test]
#[ignore = "the worker that another test starts"]
async fn a_worker_of_its_own() {
    let Ok(app_url) = std::env::var(DATABASE) else { return };
    let options = StartOptions {
        app_url,
        inspector: server::plugins::Inspector::default(),
        plugins_dir: root().join("target/plugins"),
        cache_dir: root().join("target/tmp/plugin-cache"),
        data_dir: root().join("target/tmp/data"),
        files: FileOptions { place: None, clamd: None },
        mail: MailOptions::default(),
        redis_url: None,
        outside: OutsideOptions::default(),
        max_connections: 4,
        clock: std::sync::Arc::new(server::ambient::SystemClock),
        pick_a_person: false,
    };
    let _working = Instance::start(options).await.expect("it starts").working();
    std::future::pending::<()>().await;
}

#[tokio::test]
async fn two_thousand_reminders_survive_a_worker_that_is_killed_again_and_again() {
    let office = Office::with_a_case().await;
    let all = office.app.database.all_seeing().await;
    let schema = &office.council.schema;
    let copies = format!(
        "CREATE TEMP TABLE copy AS SELECT gen_random_uuid() AS id, n FROM generate_series(2, {CASES}) n;
         INSERT INTO cases SELECT (jsonb_populate_record(c, jsonb_build_object('id', copy.id, 'reference', 'X-' || n, 'client_id', NULL))).*
         FROM cases c, copy;
         INSERT INTO deadline SELECT (jsonb_populate_record(d, jsonb_build_object('case_id', copy.id))).* FROM deadline d, copy;
         UPDATE deadline SET due_on = '2099-01-01', remind_on = '{{2020-01-06}}', done_through = NULL, next_on = '2020-01-06'"
    );
    all.run(schema, &copies).await;

    let left = "SELECT (SELECT count(*) FROM deadline WHERE next_on < '2021-01-01')
                + (SELECT count(*) FROM outbox WHERE sent_at IS NULL)";
    let mut kills = 0;
    while all.number(schema, left).await > 0 {
        assert!(kills < 100, "it gets on");
        let mut worker = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "work::killed::a_worker_of_its_own", "--ignored"])
            .env(DATABASE, office.app.database.app_url())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a worker");
        let begun = all.number(schema, left).await;
        // Until it works, and then for a moment that nobody knows.
        for _ in 0..2_000 {
            if all.number(schema, left).await != begun {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        // The first time at once, so that there is something left for another one however fast this machine is.
        let moment = if kills == 0 { 0 } else { u64::from(server::ambient::Ids.secret()[0]) % 150 };
        tokio::time::sleep(Duration::from_millis(moment)).await;
        worker.kill().expect("killed");
        worker.wait().expect("gone");
        kills += 1;
        // Nobody waits half a minute for a dead worker's lease in a test.
        all.try_run("UPDATE control.lease SET expires_at = '-infinity'").await.expect("free");
    }
    assert!(kills > 1, "it was killed in the middle");
    assert_eq!(all.number(schema, "SELECT count(*) FROM case_event WHERE kind = 'reminded'").await, CASES);
    let doubled =
        "SELECT count(*) FROM (SELECT FROM case_event WHERE kind = 'reminded' GROUP BY case_id HAVING count(*) > 1) x";
    assert_eq!(all.number(schema, doubled).await, 0);
    let told = "SELECT count(DISTINCT case_id) FROM notice WHERE kind = 'reminded'";
    assert_eq!(all.number(schema, told).await, CASES, "whoever must know of it was told, of each");
}
