//! What a crash leaves in the store of the files is swept, and nothing that a row names (R10).

use std::collections::BTreeSet;
use std::sync::Arc;

use casework::people::Role;
use chrono::{DateTime, TimeDelta, Utc};
use files::Key;
use server::ambient::Ids;
use server::sweep::AT_ONCE;
use server::tenancy::Council;
use server::work::Worker;
use uuid::Uuid;

use crate::cases::files::{DOT, PDF};
use crate::support::{Person, TestApp, a_tuesday};

struct Store {
    app: TestApp,
    council: Arc<Council>,
    member: Person,
    worker: Worker,
}

impl Store {
    async fn open() -> Self {
        let app = TestApp::start().await;
        let council = app.council("five_stages");
        let member = app.somebody(&council, Role::Councillor, |_| true).await;
        let worker = Worker::new(Arc::clone(&app.instance.app));
        Self { app, council, member, worker }
    }

    /// Leaves a file in the store as an upload that began at this time and was cut before its row was written.
    async fn leaves(&self, at: DateTime<Utc>) -> Uuid {
        let id = Ids.row(at);
        let file = tempfile::NamedTempFile::new().expect("a file");
        let key = Key::new(self.council.schema.as_str(), id).expect("a key");
        self.app.instance.app.workshop.store().put(&key, file.path()).await.expect("stored");
        id
    }

    fn stored(&self) -> BTreeSet<String> {
        self.app.stored(&self.council).into_iter().collect()
    }

    fn has(&self, id: Uuid) -> bool {
        self.stored().contains(&id.to_string())
    }

    /// Lets the worker do what is due at this time, until nothing is.
    async fn works_at(&mut self, at: DateTime<Utc>) {
        self.app.clock.set(at);
        self.app.clock.advance(TimeDelta::seconds(2));
        while self.worker.pass().await.expect("the worker looks") > 0 {
            self.app.clock.advance(TimeDelta::seconds(2));
        }
    }
}

#[tokio::test]
async fn what_no_row_names_goes_after_a_day_and_what_is_young_stays() {
    let mut store = Store::open().await;
    let now = a_tuesday() + TimeDelta::days(3);
    let old = store.leaves(now - TimeDelta::hours(25)).await;
    let young = store.leaves(now - TimeDelta::hours(23)).await;
    store.works_at(now).await;
    assert!(!store.has(old), "an upload of yesterday, whose row never came");
    assert!(store.has(young), "its row may still be on its way");
    store.works_at(now + TimeDelta::hours(25)).await;
    assert!(!store.has(young), "the next round finds it");
}

#[tokio::test]
async fn nothing_that_a_row_names_is_ever_swept() {
    let mut store = Store::open().await;
    let reference = store.member.raises(&[("summary", "A hole by the school")]).await;
    let desk = store.app.somebody(&store.council, Role::TriageOfficer, |_| true).await;
    let path = format!("/cases/{reference}/files");
    store.member.post_files(&path, &[("audience", "case")], &[("dot.png", DOT), ("plan.pdf", PDF)]).await;
    desk.post_files(&path, &[("audience", "team")], &[("dot.png", DOT)]).await;
    let form = [("client_id", "00000000-0000-7000-8000-00000000000a"), ("do", "add-files")];
    store.member.post_files("/raise", &form, &[("dot.png", DOT)]).await;
    let mail = store.leaves(a_tuesday()).await;
    let sql = format!(
        "INSERT INTO mail_in (id, sha256, bytes, received_at, state, due_at) VALUES ('{mail}', '', 0, now(), 'dismissed', now())"
    );
    store.app.database.all_seeing().await.run(&store.council.schema, &sql).await;
    let left = store.leaves(a_tuesday()).await;
    let before = store.stored();
    assert_eq!(before.len(), 9, "three pictures with their small ones, a document, a mail, and what was left behind");

    for days in 2..6 {
        store.works_at(a_tuesday() + TimeDelta::days(days)).await;
    }
    let gone: Vec<_> = before.difference(&store.stored()).cloned().collect();
    assert_eq!(gone, [left.to_string()]);
}

#[tokio::test]
async fn a_turn_looks_at_so_many_files_and_the_next_one_goes_on_behind_them() {
    let mut store = Store::open().await;
    for _ in 0..=AT_ONCE {
        store.leaves(a_tuesday()).await;
    }
    let now = a_tuesday() + TimeDelta::days(2);
    store.works_at(now).await;
    assert_eq!(store.stored().len(), 1, "one more than a turn looks at");
    store.works_at(now + TimeDelta::minutes(2)).await;
    assert_eq!(store.stored().len(), 0);
}

#[tokio::test]
async fn a_place_that_nobody_wanted_is_forgotten_after_a_month() {
    let mut store = Store::open().await;
    let reference = store.member.raises(&[("summary", "A hole by the school")]).await;
    store.member.post_files(&format!("/cases/{reference}/files"), &[], &[("dot.png", DOT)]).await;
    let all = store.app.database.all_seeing().await;
    all.run(&store.council.schema, "UPDATE file SET latitude = 52.1, longitude = -1.2").await;
    let kept = "SELECT count(*) FROM file WHERE latitude IS NOT NULL";
    store.works_at(a_tuesday() + TimeDelta::days(29)).await;
    assert_eq!(all.number(&store.council.schema, kept).await, 1);
    store.works_at(a_tuesday() + TimeDelta::days(31)).await;
    assert_eq!(all.number(&store.council.schema, kept).await, 0);
}

/// A table whose rows lie in the store says how many `bytes` that are. One that the sweep does not ask loses its files after a day.
#[tokio::test]
async fn every_table_whose_rows_lie_in_the_store_is_asked_before_anything_is_swept() {
    let store = Store::open().await;
    let tables = "SELECT string_agg(table_name, ' ' ORDER BY table_name) FROM information_schema.columns
                  WHERE table_schema = current_schema() AND column_name = 'bytes'";
    let tables = store.app.database.all_seeing().await.text(&store.council.schema, tables).await;
    let asked = "draft_file file mail_in";
    assert_eq!(
        tables, asked,
        "name the new table in sweep::store::unnamed, then here, with a test that its files stay"
    );
}
