//! The database's history: one small SQL file a step, for the control plane and for each council.
//!
//! To add a step: write `sql/{control|tenant}_NNNN_what.sql`, add its line below, and class each new column in
//! `personal_data.toml`. A step must be safe beside the program that is still running (expand, then contract); a step
//! that has landed is never edited.

use sea_orm_migration::prelude::*;

struct Step {
    name: &'static str,
    sql: &'static str,
}

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    #[expect(clippy::disallowed_methods, reason = "a step is text fixed when the program is built, run by the owner")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(self.sql).await?;
        Ok(())
    }
}

macro_rules! steps {
    ($($name:literal),* $(,)?) => {
        vec![$(Box::new(Step { name: $name, sql: include_str!(concat!("../sql/", $name, ".sql")) }) as Box<dyn MigrationTrait>),*]
    };
}

/// Steps of schema `control`; runs with `search_path` set to it.
pub struct Control;

#[async_trait::async_trait]
impl MigratorTrait for Control {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        steps!["control_0001_tenants", "control_0002_work", "control_0003_reload"]
    }
}

/// Steps of one council's schema; runs with `search_path` set to it.
pub struct Tenant;

#[async_trait::async_trait]
impl MigratorTrait for Tenant {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        steps![
            "tenant_0001_council",
            "tenant_0002_visibility",
            "tenant_0003_home",
            "tenant_0004_own_cases",
            "tenant_0005_work",
            "tenant_0006_audience",
            "tenant_0007_files",
            "tenant_0008_agreed_day",
            "tenant_0009_guests",
            "tenant_0010_residents",
            "tenant_0011_mail_in",
            "tenant_0012_links",
            "tenant_0013_held_files",
            "tenant_0014_telling",
            "tenant_0015_jobs_and_copies",
            "tenant_0016_four_eyes",
            "tenant_0017_note_history",
            "tenant_0018_plugins",
            "tenant_0019_feeds",
            "tenant_0020_people",
            "tenant_0021_cards",
            "tenant_0022_facts",
            "tenant_0023_scim",
            "tenant_0024_background",
        ]
    }
}

/// What a council's role may do with the tables of its schema; repeated after its migrations.
/// `:schema` stands for the council's schema and role, which have the same (validated) name; `:schema_guest` for the role of its guests.
pub const TENANT_GRANTS: &str = include_str!("../sql/tenant_grants.sql");

/// Every column of every table, with its class of personal data (TOML).
pub const PERSONAL_DATA: &str = include_str!("../personal_data.toml");
