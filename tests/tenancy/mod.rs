//! Attempts to break out of a council's scope (R55).

mod crowd;
mod directory;
mod hang_up;

use casework::ids::SchemaName;
use sea_orm::{DbErr, FromQueryResult};
use server::tenancy::{Acting, Database};

use crate::support::{AllSeeing, TestApp};

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

async fn count(database: &Database, schema: &SchemaName, sql: &'static str) -> Result<i64, DbErr> {
    let tx = database.begin(schema, Acting::System).await?;
    Ok(tx.one::<Count>(sql, vec![]).await?.map_or(0, |row| row.count))
}

#[tokio::test]
async fn a_qualified_name_of_another_councils_table_is_refused() {
    let app = TestApp::start().await;
    let (here, there) = (app.council("five_stages"), app.council("enquiry_route"));
    let database = &app.instance.app.database;
    let own = count(database, &here.schema, "SELECT count(*) FROM cases").await;
    assert_eq!(own.expect("our own cases can be counted"), 0);
    for table in ["cases", "person", "session", "constituent", "outbox", "manifest"] {
        let sql = String::leak(format!("SELECT count(*) FROM {}.{table}", there.schema));
        let error = count(database, &here.schema, sql).await.expect_err("refused");
        assert!(error.to_string().contains("permission denied for schema"), "{error}");
    }
    let error = count(database, &here.schema, "SELECT count(*) FROM control.tenant").await.expect_err("refused");
    assert!(error.to_string().contains("permission denied for schema"), "{error}");
}

#[tokio::test]
async fn the_programs_own_login_can_read_nothing_outside_a_scope() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let seen = app.database.as_the_program().await;
    for sql in [
        "SELECT 1 FROM cases".to_owned(),
        format!("SELECT 1 FROM {}.cases", council.schema),
        "SELECT 1 FROM control.tenant".to_owned(),
        "CREATE TABLE public.mine (x int)".to_owned(),
    ] {
        let error = seen.try_run(&sql).await.expect_err(&sql);
        assert!(error.contains("permission denied") || error.contains("does not exist"), "{sql}: {error}");
    }
}

#[tokio::test]
async fn a_scope_that_ends_leaves_nothing_behind_on_its_connection() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let database = &app.instance.app.database;
    for broken in [false, true] {
        let tx = database.begin(&council.schema, Acting::System).await.expect("a scope");
        if broken {
            tx.run("SELECT 1 / 0", vec![]).await.expect_err("a division by zero");
        }
        drop(tx);
    }
    let all: AllSeeing = app.database.all_seeing().await;
    // The pool ends transactions of scopes that were only read in the background.
    let open = all.settles_at(
        "SELECT count(*) FROM pg_stat_activity
         WHERE datname = current_database() AND usename = 'wardbook_app' AND state LIKE 'idle in transaction%'",
        0,
    );
    assert!(open.await, "a connection went back to the pool inside a transaction");
}

#[tokio::test]
async fn a_commit_after_a_failed_statement_says_that_nothing_was_kept() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let tx = app.instance.app.database.begin(&council.schema, Acting::System).await.expect("a scope");
    tx.run("SELECT 1 / 0", vec![]).await.expect_err("a division by zero");
    let error = tx.commit().await.expect_err("the commit is refused");
    assert!(error.to_string().contains("nothing of it was kept"), "{error}");
}

#[tokio::test]
async fn nobody_writes_an_event_in_somebody_elses_name_or_changes_one() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, casework::people::Role::Councillor, |_| true).await;
    councillor.raises(&[("summary", "A street light is out")]).await;

    let people = app.instance.app.identity.people(&council).await.expect("people");
    let me = people.iter().find(|person| person.key == councillor.key).expect("me");
    let other = people.iter().find(|person| person.key != councillor.key).expect("somebody else");
    let database = &app.instance.app.database;

    let tx = database.begin(&council.schema, Acting::Person(&me.actor)).await.expect("a scope");
    let forged = "INSERT INTO case_event (case_id, seq, at, actor_id, kind, body, hash)
        SELECT id, 99, now(), $1, 'closed', '{}', '' FROM cases";
    let error = tx.run(forged, vec![other.id.as_uuid().into()]).await.expect_err("refused");
    assert!(error.to_string().contains("row-level security"), "{error}");

    for change in ["UPDATE case_event SET kind = 'closed'", "DELETE FROM case_event"] {
        let tx = database.begin(&council.schema, Acting::Person(&me.actor)).await.expect("a scope");
        let error = tx.run(change, vec![]).await.expect_err("refused");
        assert!(error.to_string().contains("permission denied"), "{error}");
    }
}
