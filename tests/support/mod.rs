//! The language of the tests: a running Wardbook, people of its councils, and what they do.

pub mod actions;
#[path = "../../platform/files/tests/way/support/clamd.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "the tests of files use more of it, and are tests from end to end")]
pub mod clamd;
mod database;
pub mod figures;
pub mod forms;
pub mod helpers;
mod mail;
mod person;
#[path = "../../platform/files/tests/way/support/photo.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "the tests of files use more of it, and are tests from end to end")]
pub mod photo;
pub mod places;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use casework::clock::FixedClock;
use casework::manifest::Manifest;
use casework::people::Role;
use chrono::{DateTime, Utc};
use server::cli::{FileOptions, Instance, MailOptions, OutsideOptions, StartOptions};
use server::tenancy::{Acting, Council};

pub use database::{AllSeeing, TestDatabase};
pub use mail::MailServer;
pub use person::Person;

/// A Tuesday morning in November: working days ahead, no bank holiday near.
pub fn a_tuesday() -> DateTime<Utc> {
    "2026-11-17T09:30:00Z".parse().expect("a time")
}

/// The root of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests lie in the project").to_owned()
}

/// A folder of samples of other systems, where this machine has them.
pub fn samples() -> Option<PathBuf> {
    let folder = root().join("../shared/samples");
    folder.is_dir().then_some(folder)
}

/// The council of the tests that has this character (see `councils.toml`), as a slug.
pub fn council_with(character: &str) -> String {
    #[derive(serde::Deserialize)]
    struct Named {
        slug: String,
    }
    let text = std::fs::read_to_string(root().join("tests/councils.toml")).expect("councils.toml");
    let councils: BTreeMap<String, Named> = toml::from_str(&text).expect("councils.toml is in order");
    councils[character].slug.clone()
}

/// The service of a council that is potholes in the national list (LGSL 557), as the raise page writes it.
pub fn potholes(manifest: &Manifest) -> String {
    let found = manifest.categories.iter().find_map(|category| {
        let service = category.services.iter().find(|service| service.lgsl == Some(557))?;
        Some(format!("{}/{}", category.key, service.key))
    });
    found.expect("potholes have LGSL 557")
}

/// A running Wardbook with the councils of `tenants/` in a database of its own.
pub struct TestApp {
    pub instance: Instance,
    pub clock: Arc<FixedClock>,
    pub address: SocketAddr,
    /// Where the files of its councils lie. Councils of other tests have the same names.
    pub files: tempfile::TempDir,
    serving: tokio::task::JoinHandle<()>,
    /// Goes last: everything above reads it.
    pub database: TestDatabase,
}

impl TestApp {
    pub async fn start() -> Self {
        Self::start_with(8).await
    }

    /// With at most this many connections to the database.
    pub async fn start_with(max_connections: u32) -> Self {
        Self::start_as(|options| options.max_connections = max_connections).await
    }

    /// Put together in another way than usual.
    pub async fn start_as(change: impl FnOnce(&mut StartOptions)) -> Self {
        let database = TestDatabase::with_councils().await;
        let clock = Arc::new(FixedClock::new(a_tuesday()));
        let files = tempfile::tempdir().expect("a folder");
        let instance = start(&database, &clock, files.path(), change).await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let router = server::http::router(Arc::clone(&instance.app));
        let router = router.into_make_service_with_connect_info::<SocketAddr>();
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.expect("serving") });
        Self { database, instance, clock, address, files, serving }
    }

    /// Another program on the same database, as on another machine. Nobody can reach its pages.
    pub async fn beside(&self, change: impl FnOnce(&mut StartOptions)) -> Instance {
        start(&self.database, &self.clock, self.files.path(), change).await
    }

    /// The council of this character, as the running program knows it.
    pub fn council(&self, character: &str) -> Arc<Council> {
        let slug = council_with(character);
        let all = self.instance.app.directory.all();
        all.into_iter().find(|council| council.manifest.slug == slug).expect("the council is served")
    }

    /// Names of the files that lie in the store for a council.
    pub fn stored(&self, council: &Council) -> Vec<String> {
        let names = std::fs::read_dir(self.files.path().join(council.schema.as_str())).into_iter().flatten().flatten();
        names.map(|file| file.file_name().into_string().expect("a plain name")).collect()
    }

    /// What the database itself lets somebody of a council count, whatever the program asks.
    pub async fn counted_by(&self, council: &Council, person: &str, sql: &'static str) -> i64 {
        #[derive(sea_orm::FromQueryResult)]
        struct Count {
            count: i64,
        }
        let people = self.instance.app.identity.people(council).await.expect("people");
        let person = people.iter().find(|known| known.key == person).expect("the person");
        let acting = Acting::Person(&person.actor);
        let tx = self.instance.app.database.begin(&council.schema, acting).await.expect("a scope");
        let count = tx.one::<Count>(sql, vec![]).await.expect("a count");
        count.expect("a row").count
    }

    /// Lets the program look again at a council whose schema the test has changed.
    pub async fn reload(&self, council: &Council) {
        let sql = format!("UPDATE control.tenant SET revision = revision + 1 WHERE id = '{}'", council.id.as_uuid());
        self.database.all_seeing().await.run(&council.schema, &sql).await;
        self.instance.app.directory.refresh().await.expect("the councils are read again");
    }

    /// Somebody of a council, signed in over HTTP.
    pub async fn sign_in(&self, council: &Council, key: &str) -> Person {
        Person::sign_in(self.address, council, key).await
    }

    /// The first person of a council who has this role and whom the test accepts.
    pub async fn somebody(
        &self,
        council: &Council,
        role: Role,
        accepted: impl Fn(&casework::manifest::PersonDef) -> bool,
    ) -> Person {
        let manifest: &Manifest = &council.manifest;
        let person = manifest.people.iter().find(|person| person.roles.contains(&role) && accepted(person));
        self.sign_in(council, &person.expect("the council has such a person").key).await
    }
}

async fn start(
    database: &TestDatabase,
    clock: &Arc<FixedClock>,
    files: &Path,
    change: impl FnOnce(&mut StartOptions),
) -> Instance {
    let mut options = StartOptions {
        app_url: database.app_url(),
        plugins_dir: root().join("target/plugins"),
        helpers: helpers::helpers(),
        cache_dir: root().join("target/tmp/plugin-cache"),
        data_dir: root().join("target/tmp/data"),
        files: FileOptions { place: Some(files.display().to_string()), clamd: None },
        mail: MailOptions::default(),
        redis_url: None,
        outside: OutsideOptions::default(),
        max_connections: 8,
        clock: Arc::clone(clock) as Arc<dyn casework::clock::Clock>,
        pick_a_person: true,
    };
    change(&mut options);
    Instance::start(options).await.expect("the program starts")
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
