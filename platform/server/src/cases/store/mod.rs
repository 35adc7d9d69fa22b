//! Rows of cases. Every function takes a [`crate::tenancy::TenantTx`], so none can see another council or a case that
//! its actor may not see: no query here repeats that filter.

pub mod adopt;
pub mod files;
pub mod handover;
pub mod links;
pub mod lists;
pub mod notes;
pub mod read;
pub mod steps;
pub mod write;

/// Table `cases`, one case as it stands now.
pub mod case {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cases")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub reference: String,
        pub version: i32,
        pub client_id: Option<Uuid>,
        pub raised_by: Uuid,
        pub member_id: Uuid,
        pub member_kind: String,
        pub summary: String,
        pub details: String,
        pub history: String,
        pub approached: String,
        pub wanted: String,
        pub category: String,
        pub service: String,
        pub kind: String,
        pub channel: Option<String>,
        pub tags: Vec<String>,
        pub place: Option<String>,
        pub latitude: Option<f64>,
        pub longitude: Option<f64>,
        pub ward_id: Option<Uuid>,
        pub workflow_version: i32,
        pub stage: String,
        pub status: String,
        pub group_id: Option<Uuid>,
        pub return_stage: Option<String>,
        pub return_group: Option<Uuid>,
        pub holder: String,
        pub holder_group: Option<Uuid>,
        pub worked_groups: Vec<Uuid>,
        pub visible_to: Vec<Uuid>,
        pub shared: bool,
        pub due_on: Date,
        pub raised_at: ChronoDateTimeUtc,
        pub first_response_at: Option<ChronoDateTimeUtc>,
        pub acknowledged_at: Option<ChronoDateTimeUtc>,
        pub resolved_at: Option<ChronoDateTimeUtc>,
        pub closed_at: Option<ChronoDateTimeUtc>,
        pub updated_at: ChronoDateTimeUtc,
        pub last_seq: i32,
        pub last_hash: Vec<u8>,
        pub agreed_day: Option<Date>,
        pub paused_target: Option<String>,
        pub paused_days_left: Option<i32>,
        /// A word of `casework::residents::Route`.
        pub reply_route: String,
        pub confidential: bool,
        pub answered_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
