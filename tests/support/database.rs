//! A database for one test, copied from one that has the councils in it.
#![expect(clippy::disallowed_methods, reason = "tests look at what is stored past every guard")]

use std::fs::File;
use std::sync::OnceLock;

use casework::ids::SchemaName;
use casework::manifest::Manifest;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use server::ambient::Ids;
use server::embedded::{EmbeddedOptions, SUPERUSER, SharedPostgres};
use server::tenancy::Database;
use server::tenancy::apply::{apply, read_folder};
use server::tenancy::provision::{APP_ROLE, Owner};

use super::{a_tuesday, root};

const TEMPLATE: &str = "with_councils";

fn cluster() -> &'static SharedPostgres {
    static CLUSTER: OnceLock<SharedPostgres> = OnceLock::new();
    CLUSTER.get_or_init(|| {
        let folder = root().join("target/tmp/postgres");
        SharedPostgres::join(EmbeddedOptions::for_tests(folder)).expect("a PostgreSQL for tests")
    })
}

/// A database that only this test uses, and that is gone after it: a small disk does not hold one for every test.
pub struct TestDatabase {
    name: String,
}

impl TestDatabase {
    /// A copy of a database with every council of `tenants/`.
    pub async fn with_councils() -> Self {
        tokio::task::spawn_blocking(cluster).await.expect("the cluster");
        let lock = File::create(root().join("target/tmp/template.lock")).expect("a lock");
        // One test at a time copies the template, and the first one makes it.
        let lock =
            tokio::task::spawn_blocking(move || lock.lock().map(|()| lock)).await.expect("joined").expect("locked");
        let server = owner_connection("postgres").await;
        if !exists(&server, TEMPLATE).await {
            Self::make_template(&server).await;
        }
        let name = format!("test_{}", Ids.row(a_tuesday()).simple());
        run(&server, &format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}")).await;
        server.close().await.expect("closed");
        drop(lock);
        Self { name }
    }

    async fn make_template(server: &DatabaseConnection) {
        let unfinished = "with_councils_unfinished";
        run(server, &format!("DROP DATABASE IF EXISTS {unfinished}")).await;
        run(server, &format!("CREATE DATABASE {unfinished}")).await;
        let owner = Owner::connect(&cluster().url(unfinished, SUPERUSER)).await.expect("the owner");
        owner.migrate_control().await.expect("the control plane");
        let app_url = cluster().url(unfinished, APP_ROLE);
        for folder in std::fs::read_dir(root().join("tenants")).expect("tenants").flatten() {
            if folder.path().join("tenant.toml").is_file() {
                let files = read_folder(&folder.path()).expect("a council's folder");
                let mut manifest = Manifest::from_files(&files).expect("a council in order");
                // What reads from other systems is set up by the tests that are about it.
                manifest.plugins.integrations.clear();
                let hosts = [format!("{}.localhost", manifest.slug)];
                let id = Ids.row(a_tuesday());
                let listed = owner.ensure_tenant(&manifest.slug, &hosts, id, a_tuesday()).await.expect("a tenant");
                let database = Database::connect(&app_url, 1).expect("a URL");
                apply(&database, &listed.schema, &manifest, Ids, a_tuesday()).await.expect("applied");
                database.close().await;
            }
        }
        owner.close().await.expect("closed");
        run(server, &format!("ALTER DATABASE {unfinished} RENAME TO {TEMPLATE}")).await;
    }

    /// As the program logs in.
    pub fn app_url(&self) -> String {
        cluster().url(&self.name, APP_ROLE)
    }

    /// As the owner of every schema.
    pub fn owner_url(&self) -> String {
        cluster().url(&self.name, SUPERUSER)
    }

    /// A connection that no scope and no policy holds back, to look at what is really stored.
    pub async fn all_seeing(&self) -> AllSeeing {
        AllSeeing(owner_connection(&self.name).await)
    }

    /// A bare connection as the program's login role, without a scope.
    pub async fn as_the_program(&self) -> AllSeeing {
        AllSeeing(connect(self.app_url()).await)
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let name = std::mem::take(&mut self.name);
        // The runtime of the test may not be blocked on from within, and is not needed to take the database away: who is
        // still connected to it is sent off.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let server = owner_connection("postgres").await;
                run(&server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
            });
        });
        let dropped = dropped.join();
        assert!(dropped.is_ok() || std::thread::panicking(), "the database of this test stays behind");
    }
}

/// Looks at stored rows past every guard.
pub struct AllSeeing(DatabaseConnection);

impl AllSeeing {
    /// A number out of one council's schema.
    pub async fn number(&self, schema: &SchemaName, sql: &str) -> i64 {
        run(&self.0, &format!("SET search_path = {schema}")).await;
        let row = self.0.query_one_raw(Statement::from_string(DbBackend::Postgres, sql.to_owned())).await;
        row.expect("a query").expect("a row").try_get_by_index(0).expect("a number")
    }

    /// A text out of one council's schema.
    pub async fn text(&self, schema: &SchemaName, sql: &str) -> String {
        run(&self.0, &format!("SET search_path = {schema}")).await;
        let row = self.0.query_one_raw(Statement::from_string(DbBackend::Postgres, sql.to_owned())).await;
        row.expect("a query").expect("a row").try_get_by_index(0).expect("a text")
    }

    /// Columns of a schema as `table.column`, but for the migrations' own table.
    pub async fn columns_of(&self, schema: &str) -> Vec<String> {
        let sql = format!(
            "SELECT table_name || '.' || column_name FROM information_schema.columns
             WHERE table_schema = '{schema}' AND table_name <> 'seaql_migrations'"
        );
        let rows = self.0.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await.expect("columns");
        rows.iter().map(|row| row.try_get_by_index(0).expect("a name")).collect()
    }

    /// Whether a number of the whole database comes to be what is wanted, soon.
    pub async fn settles_at(&self, sql: &str, wanted: i64) -> bool {
        for _ in 0..50 {
            let statement = Statement::from_string(DbBackend::Postgres, sql.to_owned());
            let row = self.0.query_one_raw(statement).await.expect("a query").expect("a row");
            if row.try_get_by_index::<i64>(0).expect("a number") == wanted {
                return true;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        false
    }

    /// Runs a statement as whoever this is, and tells what the server said against it.
    pub async fn try_run(&self, sql: &str) -> Result<(), String> {
        self.0.execute_unprepared(sql).await.map(|_| ()).map_err(|error| error.to_string())
    }

    pub async fn run(&self, schema: &SchemaName, sql: &str) {
        run(&self.0, &format!("SET search_path = {schema}")).await;
        run(&self.0, sql).await;
    }
}

async fn owner_connection(database: &str) -> DatabaseConnection {
    connect(cluster().url(database, SUPERUSER)).await
}

async fn connect(url: String) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options).await.expect("the cluster answers")
}

async fn exists(server: &DatabaseConnection, name: &str) -> bool {
    let found =
        Statement::from_string(DbBackend::Postgres, format!("SELECT 1 FROM pg_database WHERE datname = '{name}'"));
    server.query_one_raw(found).await.expect("a query").is_some()
}

async fn run(connection: &DatabaseConnection, sql: &str) {
    connection.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}
