use casework::feeds::{Content, Reading};
use casework::people::Role;
use reqwest::StatusCode;
use server::people;

use super::{SEAT, Town};

#[tokio::test]
async fn only_admins_see_plans_and_the_database_says_so_too() {
    let town = Town::open().await;
    town.reads(town.rows()).await;
    let (path, _) = town.plan().await;
    let councillor = town.one(Role::Councillor, |_| true).key;
    let triage = town.one(Role::TriageOfficer, |_| true).key;
    for key in [&councillor, &triage] {
        let person = town.signs_in(key).await;
        for page in ["/people", path.as_str()] {
            assert_eq!(person.page(page).await.0, StatusCode::FORBIDDEN, "{key} at {page}");
        }
        let fields =
            [("take", "1"), ("checked", "yes"), ("unit", "X"), ("to", "outside"), ("reason", "No"), ("key", "x")];
        let dismiss = format!("{path}/dismiss");
        for page in [path.as_str(), &dismiss, "/people/units", "/people/units/forget", "/people/taken-in"] {
            assert_eq!(person.post_form(page, &fields).await.status(), StatusCode::FORBIDDEN, "{key} at {page}");
        }
        let seen = "SELECT (SELECT count(*) FROM people_plan) + (SELECT count(*) FROM people_record) + (SELECT count(*) FROM people_unit)
                    + (SELECT count(*) FROM people_step) + (SELECT count(*) FROM people_log) AS count";
        assert_eq!(town.app.counted_by(&town.council, key, seen).await, 0, "{key}");
    }
    let seen = "SELECT count(*) FROM people_record";
    assert!(town.app.counted_by(&town.council, &town.admin.key, seen).await > 0, "an admin does");
    let councillor = town.signs_in(&councillor).await;
    assert_eq!(councillor.page("/people/behind").await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_happened_is_only_added_to() {
    let town = Town::open().await;
    town.takes_in(town.rows()).await;
    assert!(town.number("SELECT count(*) FROM people_log").await > 0);
    let program = town.app.database.as_the_program().await;
    let schema = &town.council.schema;
    let scoped = |sql: &str| {
        format!(
            "BEGIN; SET LOCAL ROLE {schema}; SET LOCAL search_path = {schema}; SET LOCAL app.system = 'on'; {sql}; ROLLBACK"
        )
    };
    for sql in ["UPDATE people_log SET what = 'nothing'", "DELETE FROM people_log", "TRUNCATE people_log"] {
        let refused = program.try_run(&scoped(sql)).await.expect_err("it is refused");
        assert!(refused.contains("permission denied"), "{sql}: {refused}");
        program.try_run("ROLLBACK").await.expect("it goes on");
    }
    let decided = scoped("UPDATE people_plan SET reason = 'x'").replace("ROLLBACK", "COMMIT");
    program.try_run(&decided).await.expect("it finds nothing to change");
    let kept = "SELECT count(*) FROM people_plan WHERE state = 'applied' AND reason IS NULL";
    assert_eq!(town.number(kept).await, 1, "what was decided stays as it was");
}

#[tokio::test]
async fn a_worker_that_dies_in_between_has_done_all_of_it_or_nothing() {
    let town = Town::open().await;
    town.takes_in(town.rows()).await;
    let leaver = town.one(Role::TeamMember, |_| true).key;
    let reading =
        Reading { content: Content::Complete(town.rows_without(&leaver)), next: None, more: false, skipped: vec![] };
    let turn = town.turn().await;
    let before = town.number("SELECT count(*) FROM people_record WHERE gone").await;
    {
        let tx = turn.begin().await.expect("a turn");
        people::take(&turn, &tx, SEAT, &reading).await.expect("it is taken in");
        // The program dies here.
    }
    assert_eq!(town.number("SELECT count(*) FROM people_record WHERE gone").await, before);
    assert!(town.nothing_waits().await);

    let mut rows = town.rows();
    rows.iter_mut().find(|row| row.key == leaver).expect("the row").ends = Some("2026-11-17".parse().expect("a day"));
    town.takes_in(rows).await;
    town.app.clock.set("2026-11-18T06:00:00Z".parse().expect("a time"));
    let stale = server::app::Turn { fence: -1, ..town.turn().await };
    assert!(people::apply_due(&stale).await.is_err(), "a worker whose lease went to another does nothing");
    assert_eq!(town.number("SELECT count(*) FROM people_step").await, 1);
    let (one, other) = (town.turn().await, town.turn().await);
    let (one, other) = tokio::join!(people::apply_due(&one), people::apply_due(&other));
    assert_eq!(one.expect("done") + other.expect("done"), 1, "two at once do it once");
    assert_eq!(town.number("SELECT count(*) FROM people_log WHERE what = 'access-ended'").await, 1);
}

#[tokio::test]
async fn two_readings_and_a_decision_at_once_come_after_each_other() {
    let town = Town::open().await;
    town.reads(town.rows()).await;
    let (path, page) = town.plan().await;
    let keys = super::ticks(&page);
    let fields: Vec<(&str, &str)> = keys.iter().map(|key| ("take", key.as_str())).collect();
    let (first, second, read) = tokio::join!(
        town.admin.post_form(&path, &fields),
        town.admin.post_form(&path, &fields),
        town.reads(town.rows()),
    );
    assert!(first.status() == StatusCode::SEE_OTHER || second.status() == StatusCode::SEE_OTHER);
    assert_eq!(read.conflicts, 0);
    assert!(town.nothing_waits().await);
    let log = "SELECT count(*) FROM people_log WHERE what = 'changes'";
    assert_eq!(town.number(log).await, i64::try_from(keys.len()).expect("a number"), "each once");
}
