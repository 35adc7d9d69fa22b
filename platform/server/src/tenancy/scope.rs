//! The one door to the database (R55).
//!
//! Everything the program reads or writes happens in a [`TenantTx`]: a transaction that took a council's role and search
//! path, and the actor's subjects for the row-level policies, in the same message as its `BEGIN`. Nothing else sees the
//! pool, which is why the lints ban every other way to a connection and allow them here.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use casework::ids::SchemaName;
use casework::people::Actor;
use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgRow};
use sea_orm::sqlx::{self, Executor as _, PgPool, Postgres, pool::PoolConnection};
use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, ExecResult, FromQueryResult, QueryResult, RuntimeErr, Statement, Value,
};
use sea_query_sqlx::SqlxValues;
use tokio::sync::Mutex;

/// In whose name a transaction reads and writes; decides what the row-level policies let it see.
#[derive(Clone, Copy, Debug)]
pub enum Acting<'a> {
    /// A signed-in person: sees the cases that name them, one of their groups or one of their wards.
    Person(&'a Actor),
    /// Background work and `tenant apply`: sees every case of the one council.
    System,
    /// Somebody outside, with a link: reads what that link is for and nothing else of the council, in a role that may open three
    /// views (`tenant_0009_guests.sql`). Nothing at all once the link has run out at `at`, was taken back or was answered.
    Guest { link: &'a [u8; 32], at: DateTime<Utc> },
    /// Nobody yet: sees no case. For looking up a session and for the sign-in page.
    Nobody,
}

/// A pool of connections that can do nothing until a scope is taken.
#[derive(Clone, Debug)]
pub struct Database {
    pool: PgPool,
    statements: Arc<AtomicU64>,
    control_statements: Arc<AtomicU64>,
}

#[expect(clippy::disallowed_methods, reason = "this is the one door: it makes the pool and opens scopes on it")]
impl Database {
    /// Connects lazily as the program's login role, which owns nothing and sees nothing by itself.
    ///
    /// # Errors
    /// When the URL cannot be read.
    pub fn connect(url: &str, max_connections: u32) -> Result<Self, DbErr> {
        let options: PgConnectOptions = url.parse().map_err(database_error)?;
        // Statements are few, fixed and used for ever: planning one anew for each use, which PostgreSQL may prefer for those
        // that bind an array, takes several times as long as running it.
        let options = options
            .application_name("wardbook")
            .options([("search_path", "nowhere"), ("plan_cache_mode", "force_generic_plan")]);
        let pool = PgPoolOptions::new()
            .max_connections(max_connections)
            .max_lifetime(std::time::Duration::from_secs(20 * 60))
            .test_before_acquire(false)
            // sqlx 0.9.0 returns a connection to the pool inside an open transaction when the future that sent `BEGIN` is
            // dropped, as axum does when a client hangs up: later writes on it would be acknowledged and never committed.
            // The same hook ends the transactions of reads, which have nothing to commit.
            .after_release(|connection, _| Box::pin(async move { connection.execute("ROLLBACK").await.map(|_| true) }))
            .connect_lazy_with(options);
        Ok(Self { pool, statements: Arc::default(), control_statements: Arc::default() })
    }

    /// Opens a transaction in one council's scope: one round trip.
    ///
    /// # Errors
    /// When no connection is free in time, or the council's role or schema does not exist.
    pub async fn begin(&self, schema: &SchemaName, acting: Acting<'_>) -> Result<TenantTx, DbErr> {
        let role = match acting {
            Acting::Guest { .. } => format!("{schema}_guest"),
            Acting::Person(_) | Acting::System | Acting::Nobody => schema.to_string(),
        };
        self.open(&opening(&role, schema.as_str(), acting), Arc::clone(&self.statements)).await
    }

    /// Opens a transaction on the control plane, of which the program may change leases and hints of work only.
    ///
    /// # Errors
    /// As [`Database::begin`].
    pub async fn begin_control(&self) -> Result<TenantTx, DbErr> {
        // Counted apart: the directory is looked at again every few seconds, whoever asks for what.
        let counted = Arc::clone(&self.control_statements);
        self.open(&opening("wardbook_control", "control", Acting::Nobody), counted).await
    }

    /// Opens a transaction for background work under a lease: as [`Acting::System`], and as long as no higher fence was seen.
    ///
    /// # Errors
    /// As [`Database::begin`], and when the council's lease went to another worker.
    pub async fn begin_fenced(&self, schema: &SchemaName, fence: i64) -> Result<TenantTx, DbErr> {
        let tx = self.begin(schema, Acting::System).await?;
        let held = tx.run("UPDATE work_fence SET fence = $1 WHERE fence <= $1", vec![fence.into()]).await?;
        if held == 0 {
            return Err(DbErr::Custom("the lease of this council went to another worker".to_owned()));
        }
        Ok(tx)
    }

    /// How many statements have been sent inside councils' scopes, for tests that count them.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// How many statements have been sent on the control plane, among them those of the directory's refresh.
    #[must_use]
    pub fn control_statements(&self) -> u64 {
        self.control_statements.load(Ordering::Relaxed)
    }

    /// Waits for running transactions and closes every connection.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    async fn open(&self, opening: &str, statements: Arc<AtomicU64>) -> Result<TenantTx, DbErr> {
        let mut connection = self.pool.acquire().await.map_err(database_error)?;
        connection.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(opening))).await.map_err(database_error)?;
        Ok(TenantTx { connection: Mutex::new(connection), failed: AtomicBool::new(false), statements })
    }
}

/// The message that opens a scope. Built from validated names, UUIDs, hashes and times only, never from text that a person wrote.
fn opening(role: &str, search_path: &str, acting: Acting<'_>) -> String {
    use std::fmt::Write as _;
    let mut sql = format!("BEGIN; SET LOCAL ROLE {role}; SET LOCAL search_path = {search_path}");
    match acting {
        Acting::Person(actor) => {
            sql.push_str("; SET LOCAL app.subjects = '");
            for (index, subject) in actor.subjects().iter().enumerate() {
                let separator = if index == 0 { "" } else { "," };
                // Writing to a string cannot fail.
                let _ = write!(sql, "{separator}{subject}");
            }
            sql.push('\'');
            if actor.is_officer() {
                sql.push_str("; SET LOCAL app.officer = 'on'");
            }
            if actor.is_admin() {
                sql.push_str("; SET LOCAL app.admin = 'on'");
            }
            if actor.may_sort_mail() {
                sql.push_str("; SET LOCAL app.desk = 'on'");
            }
        }
        Acting::System => sql.push_str("; SET LOCAL app.system = 'on'"),
        Acting::Guest { link, at } => {
            sql.push_str("; SET LOCAL app.guest = '");
            for byte in link {
                let _ = write!(sql, "{byte:02x}");
            }
            let at = at.to_rfc3339_opts(SecondsFormat::Micros, true);
            let _ = write!(sql, "'; SET LOCAL app.guest_at = '{at}'");
        }
        Acting::Nobody => {}
    }
    sql
}

/// A transaction in one council's scope. Dropped without [`TenantTx::commit`], it is rolled back.
#[derive(Debug)]
pub struct TenantTx {
    connection: Mutex<PoolConnection<Postgres>>,
    failed: AtomicBool,
    statements: Arc<AtomicU64>,
}

#[expect(clippy::disallowed_methods, reason = "this is the one door: what it sends has gone through a scope")]
impl TenantTx {
    /// All rows of a statement. The text is fixed when the program is built: whatever varies is a bound value.
    ///
    /// # Errors
    /// What PostgreSQL answered, or a row that is not a `T`.
    pub async fn all<T: FromQueryResult>(&self, sql: &'static str, values: Vec<Value>) -> Result<Vec<T>, DbErr> {
        let rows = self.query_all_raw(bound(sql, values)).await?;
        rows.iter().map(|row| T::from_query_result(row, "")).collect()
    }

    /// The first row of a statement, if any.
    ///
    /// # Errors
    /// As [`TenantTx::all`].
    pub async fn one<T: FromQueryResult>(&self, sql: &'static str, values: Vec<Value>) -> Result<Option<T>, DbErr> {
        let row = self.query_one_raw(bound(sql, values)).await?;
        row.map(|row| T::from_query_result(&row, "")).transpose()
    }

    /// Runs a statement and tells how many rows it touched.
    ///
    /// # Errors
    /// What PostgreSQL answered.
    pub async fn run(&self, sql: &'static str, values: Vec<Value>) -> Result<u64, DbErr> {
        Ok(self.execute_raw(bound(sql, values)).await?.rows_affected())
    }

    /// Makes the writes last.
    ///
    /// # Errors
    /// When an earlier statement failed (PostgreSQL would answer this `COMMIT` with a silent rollback) or the commit did.
    pub async fn commit(self) -> Result<(), DbErr> {
        if self.failed.load(Ordering::Relaxed) {
            return Err(DbErr::Custom("a statement of this transaction failed, so nothing of it was kept".to_owned()));
        }
        let mut connection = self.connection.into_inner();
        // The next transaction, which this opens, is what the pool's hook ends: without it, every write would leave a
        // warning in the server's log that there was nothing to roll back.
        connection.execute("COMMIT AND CHAIN").await.map_err(database_error)?;
        Ok(())
    }

    async fn guarded<T>(
        &self,
        statement: Statement,
        send: impl AsyncFnOnce(
            &mut sqlx::PgConnection,
            sqlx::query::Query<'_, Postgres, SqlxValues>,
        ) -> Result<T, sqlx::Error>,
    ) -> Result<T, DbErr> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        let values = statement.values.unwrap_or_else(|| sea_orm::Values(Vec::new()));
        let query = sqlx::query_with(sqlx::AssertSqlSafe(statement.sql), SqlxValues(values));
        let mut connection = self.connection.lock().await;
        send(&mut connection, query).await.map_err(|error| {
            self.failed.store(true, Ordering::Relaxed);
            database_error(error)
        })
    }
}

#[expect(clippy::disallowed_methods, reason = "the text is `'static`, so nothing was put together at run time")]
fn bound(sql: &'static str, values: Vec<Value>) -> Statement {
    Statement::from_sql_and_values(DbBackend::Postgres, sql, values)
}

fn database_error(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))
}

#[async_trait::async_trait]
impl ConnectionTrait for TenantTx {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Postgres
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.guarded(statement, async |connection, query| query.execute(connection).await.map(ExecResult::from)).await
    }

    /// Always refused: a statement without bound values could leave the scope.
    async fn execute_unprepared(&self, _sql: &str) -> Result<ExecResult, DbErr> {
        Err(DbErr::Custom("unprepared statements are not allowed inside a council's scope".to_owned()))
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.guarded(statement, async |connection, query| {
            query.fetch_optional(connection).await.map(|row: Option<PgRow>| row.map(QueryResult::from))
        })
        .await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.guarded(statement, async |connection, query| {
            query.fetch_all(connection).await.map(|rows: Vec<PgRow>| rows.into_iter().map(QueryResult::from).collect())
        })
        .await
    }
}
