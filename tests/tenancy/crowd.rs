//! Fifty councils at once, without any filter, with cancellations and errors mixed in.

use std::sync::Arc;
use std::time::Duration;

use casework::ids::SchemaName;
use sea_orm::FromQueryResult;
use server::ambient::Ids;
use server::tenancy::provision::Owner;
use server::tenancy::{Acting, Database};
use tokio::sync::Mutex;

use crate::support::{TestDatabase, a_tuesday};

const COUNCILS: usize = 50;
const REQUESTS: usize = 3_000;

#[derive(FromQueryResult)]
struct Topic {
    topic: String,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_councils_never_see_or_write_each_others_rows() {
    let test_database = TestDatabase::with_councils().await;
    let owner = Owner::connect(&test_database.owner_url()).await.expect("the owner");
    let mut schemas: Vec<SchemaName> = Vec::new();
    for number in 0..COUNCILS {
        let id = Ids.row(a_tuesday());
        let listed = owner.ensure_tenant(&format!("crowd-{number}"), &[], id, a_tuesday()).await.expect("a council");
        schemas.push(listed.schema);
    }
    // Few connections, so that each serves many councils in turn.
    let database = Database::connect(&test_database.app_url(), 4).expect("a URL");
    let acknowledged = Arc::new(Mutex::new(Vec::<SchemaName>::new()));
    let schemas = Arc::new(schemas);

    let mut requests = tokio::task::JoinSet::new();
    for number in 0..REQUESTS {
        let (database, schemas, acknowledged) = (database.clone(), Arc::clone(&schemas), Arc::clone(&acknowledged));
        requests.spawn(async move {
            let schema = &schemas[(number * 7) % COUNCILS];
            let request = one_request(&database, schema, number);
            // Every third client hangs up somewhere on the way.
            if number % 3 == 0 {
                let patience = Duration::from_micros(u64::try_from(number % 97).unwrap_or(0) * 40);
                let _ = tokio::time::timeout(patience, request).await;
            } else if request.await {
                acknowledged.lock().await.push(schema.clone());
            }
        });
    }
    while let Some(ended) = requests.join_next().await {
        ended.expect("no request panics");
    }

    // What was acknowledged is there, in the council it was written for.
    let acknowledged = acknowledged.lock().await;
    assert!(acknowledged.len() > REQUESTS / 4, "only {} writes were acknowledged", acknowledged.len());
    for schema in schemas.iter() {
        let tx = database.begin(schema, Acting::System).await.expect("a scope");
        let rows = tx.all::<Topic>("SELECT topic FROM outbox", vec![]).await.expect("rows");
        let wanted = acknowledged.iter().filter(|written| *written == schema).count();
        assert!(rows.len() >= wanted, "{schema}: {} of {wanted} acknowledged writes are there", rows.len());
        assert!(rows.iter().all(|row| row.topic == schema.as_str()), "{schema} holds a foreign row");
    }
    database.close().await;
}

/// Reads everything without a filter, then writes, or fails on purpose. Returns whether a write was acknowledged.
async fn one_request(database: &Database, schema: &SchemaName, number: usize) -> bool {
    let Ok(tx) = database.begin(schema, Acting::System).await else { return false };
    let rows = tx.all::<Topic>("SELECT topic FROM outbox", vec![]).await.expect("rows");
    assert!(rows.iter().all(|row| row.topic == schema.as_str()), "{schema} sees a foreign row");
    match number % 5 {
        0 => {
            tx.run("SELECT 1 / 0", vec![]).await.expect_err("a division by zero");
            false
        }
        1 => false,
        _ => {
            let values = vec![Ids.row(a_tuesday()).into(), schema.as_str().into()];
            tx.run("INSERT INTO outbox (id, at, topic, payload) VALUES ($1, now(), $2, '{}')", values)
                .await
                .expect("a row");
            tx.commit().await.is_ok()
        }
    }
}
