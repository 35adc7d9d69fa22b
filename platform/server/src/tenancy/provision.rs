//! Makes councils exist in the database: roles, schemas, migrations, rows of the control plane.
//!
//! Runs as the owner of the schemas (`WARDBOOK_OWNER_DATABASE_URL`), apart from the program's own login role, which can
//! make nothing. Every step can be repeated.

use casework::ids::{SchemaName, TenantId};
use chrono::{DateTime, Utc};
use migrations::{Control, TENANT_GRANTS, Tenant};
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, FromQueryResult,
    Statement, TransactionTrait, Value,
};
use sea_orm_migration::MigratorTrait;
use uuid::Uuid;

/// The role that `wardbook serve` logs in as.
pub const APP_ROLE: &str = "wardbook_app";

/// A connection as the owner of every schema.
pub struct Owner {
    connection: DatabaseConnection,
}

/// A council in the control plane.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: TenantId,
    pub slug: String,
    pub schema: SchemaName,
    pub suspended: bool,
    pub hosts: Vec<String>,
}

#[derive(FromQueryResult)]
struct ListedRow {
    id: Uuid,
    slug: String,
    schema_name: String,
    status: String,
    hosts: Vec<String>,
}

#[expect(clippy::disallowed_methods, reason = "the owner's door: makes roles and schemas, which no scope can")]
impl Owner {
    /// Connects as the owner.
    ///
    /// # Errors
    /// When the server cannot be reached or refuses the login.
    pub async fn connect(url: &str) -> Result<Self, DbErr> {
        let mut options = ConnectOptions::new(url);
        options.max_connections(2).sqlx_logging(false);
        Ok(Self { connection: sea_orm::Database::connect(options).await? })
    }

    /// Makes the database if the server has none of this name.
    ///
    /// # Errors
    /// What PostgreSQL answered.
    pub async fn ensure_database(server_url: &str, name: &'static str) -> Result<(), DbErr> {
        let server = Self::connect(server_url).await?;
        let found = Statement::from_sql_and_values(
            DbBackend::Postgres,
            "SELECT 1 AS found FROM pg_database WHERE datname = $1",
            [name.into()],
        );
        if server.connection.query_one_raw(found).await?.is_none() {
            server.connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
        }
        server.connection.close().await
    }

    /// The roles that every database of Wardbook has, and the control plane with all its migrations.
    ///
    /// # Errors
    /// What PostgreSQL answered.
    pub async fn migrate_control(&self) -> Result<(), DbErr> {
        self.connection
            .execute_unprepared(&format!(
                "DO $$ BEGIN
                    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP_ROLE}') THEN
                        CREATE ROLE {APP_ROLE} LOGIN NOINHERIT;
                    END IF;
                    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'wardbook_control') THEN
                        CREATE ROLE wardbook_control NOLOGIN;
                    END IF;
                END $$;
                ALTER ROLE {APP_ROLE} SET search_path = nowhere;
                GRANT wardbook_control TO {APP_ROLE};
                CREATE SCHEMA IF NOT EXISTS control;
                REVOKE ALL ON SCHEMA public FROM public;"
            ))
            .await?;
        let tx = self.connection.begin().await?;
        tx.execute_unprepared("SET LOCAL search_path = control").await?;
        Control::up(&tx, None).await?;
        tx.commit().await
    }

    /// Brings one council's schema to the newest migration, with the role of its guests, and repeats its grants; all or nothing.
    ///
    /// # Errors
    /// What PostgreSQL answered; the council then stays on the version it had.
    pub async fn migrate_tenant(&self, schema: &SchemaName) -> Result<(), DbErr> {
        let tx = self.connection.begin().await?;
        tx.execute_unprepared(&format!(
            "DO $$ BEGIN
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{schema}_guest') THEN
                    CREATE ROLE {schema}_guest NOLOGIN;
                END IF;
            END $$;
            GRANT {schema}_guest TO {APP_ROLE};
            SET LOCAL search_path = {schema}"
        ))
        .await?;
        Tenant::up(&tx, None).await?;
        tx.execute_unprepared(&TENANT_GRANTS.replace(":schema", schema.as_str())).await?;
        tx.commit().await
    }

    /// The council of this slug, made with an opaque schema and role if it is new.
    ///
    /// # Errors
    /// What PostgreSQL answered, for example when a host name belongs to another council.
    pub async fn ensure_tenant(
        &self,
        slug: &str,
        hosts: &[String],
        new_id: Uuid,
        at: DateTime<Utc>,
    ) -> Result<Listed, DbErr> {
        if self.find(slug).await?.is_none() {
            let schema = schema_name(new_id)?;
            let tx = self.connection.begin().await?;
            tx.execute_unprepared(&format!(
                "CREATE ROLE {schema} NOLOGIN; GRANT {schema} TO {APP_ROLE}; CREATE SCHEMA {schema};"
            ))
            .await?;
            run(
                &tx,
                "INSERT INTO control.tenant (id, slug, schema_name, created_at, changed_at) VALUES ($1, $2, $3, $4, $4)",
                vec![new_id.into(), slug.into(), schema.as_str().into(), at.into()],
            )
            .await?;
            run(&tx, "INSERT INTO control.placement (tenant_id, node) VALUES ($1, 'main')", vec![new_id.into()])
                .await?;
            tx.commit().await?;
        }
        let listed = self.find(slug).await?.ok_or_else(|| DbErr::RecordNotFound(slug.to_owned()))?;
        for host in hosts {
            self.statement(
                "INSERT INTO control.host (name, tenant_id) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
                vec![host.as_str().into(), listed.id.as_uuid().into()],
            )
            .await?;
        }
        self.migrate_tenant(&listed.schema).await?;
        self.find(slug).await?.ok_or_else(|| DbErr::RecordNotFound(slug.to_owned()))
    }

    /// Tells every running server to reload the council.
    ///
    /// # Errors
    /// What PostgreSQL answered.
    pub async fn touch(&self, tenant: TenantId, at: DateTime<Utc>) -> Result<(), DbErr> {
        self.statement(
            "UPDATE control.tenant SET revision = revision + 1, changed_at = $2 WHERE id = $1",
            vec![tenant.as_uuid().into(), at.into()],
        )
        .await
    }

    /// Suspends a council (its people see a page that says so) or resumes it.
    ///
    /// # Errors
    /// [`DbErr::RecordNotFound`] when no council has this slug.
    pub async fn set_suspended(&self, slug: &str, suspended: bool, at: DateTime<Utc>) -> Result<(), DbErr> {
        let listed = self.find(slug).await?.ok_or_else(|| DbErr::RecordNotFound(slug.to_owned()))?;
        let status = if suspended { "suspended" } else { "active" };
        self.statement(
            "UPDATE control.tenant SET status = $2, revision = revision + 1, changed_at = $3 WHERE id = $1",
            vec![listed.id.as_uuid().into(), status.into(), at.into()],
        )
        .await
    }

    /// Every council, by slug.
    ///
    /// # Errors
    /// What PostgreSQL answered.
    pub async fn list(&self) -> Result<Vec<Listed>, DbErr> {
        let rows = self
            .connection
            .query_all_raw(Statement::from_sql_and_values(
                DbBackend::Postgres,
                "SELECT t.id, t.slug, t.schema_name, t.status,
                        coalesce(array_agg(h.name ORDER BY h.name) FILTER (WHERE h.name IS NOT NULL), '{}') AS hosts
                 FROM control.tenant t LEFT JOIN control.host h ON h.tenant_id = t.id GROUP BY t.id ORDER BY t.slug",
                [],
            ))
            .await?;
        rows.iter()
            .map(|row| {
                let row = ListedRow::from_query_result(row, "")?;
                Ok(Listed {
                    id: TenantId::from_uuid(row.id),
                    slug: row.slug,
                    schema: row.schema_name.parse().map_err(|error| DbErr::Custom(format!("{error}")))?,
                    suspended: row.status == "suspended",
                    hosts: row.hosts,
                })
            })
            .collect()
    }

    /// Closes the connections; a database cannot be copied or renamed before.
    ///
    /// # Errors
    /// What PostgreSQL answered.
    pub async fn close(self) -> Result<(), DbErr> {
        self.connection.close().await
    }

    async fn find(&self, slug: &str) -> Result<Option<Listed>, DbErr> {
        Ok(self.list().await?.into_iter().find(|listed| listed.slug == slug))
    }

    async fn statement(&self, sql: &'static str, values: Vec<Value>) -> Result<(), DbErr> {
        self.connection.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await.map(|_| ())
    }
}

#[expect(clippy::disallowed_methods, reason = "the owner's door: a fixed text with bound values")]
async fn run(tx: &DatabaseTransaction, sql: &'static str, values: Vec<Value>) -> Result<(), DbErr> {
    tx.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await.map(|_| ())
}

/// An opaque name: the council cannot be told from its schema, nor one council from the next.
fn schema_name(id: Uuid) -> Result<SchemaName, DbErr> {
    // The last 12 hexadecimal digits of a version 7 UUID are random.
    let simple = id.simple().to_string();
    let random = simple.get(20..).unwrap_or(&simple);
    format!("t_{random}").parse().map_err(|error| DbErr::Custom(format!("{error}")))
}
