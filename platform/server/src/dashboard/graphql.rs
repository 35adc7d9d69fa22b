//! `me`: who is asking, and their home page.
#![expect(clippy::unused_async, reason = "a resolver is async, whether it waits or not")]

use async_graphql::{Context, Object, Result, SimpleObject};

use super::{StageCount, Update};
use crate::api::request::{internal, scope};
use crate::app::Caller;
use crate::cases::graphql::{Case, Group, Stage, Ward};
use crate::cases::lists;

#[derive(Default)]
pub struct MeQuery;

#[Object(serial)]
impl MeQuery {
    /// The person who is asking.
    async fn me(&self) -> Me {
        Me
    }
}

/// The person who is asking.
pub struct Me;

#[Object(serial)]
impl Me {
    async fn id(&self, context: &Context<'_>) -> Result<String> {
        Ok(scope(context)?.caller.actor.person.to_string())
    }

    async fn name(&self, context: &Context<'_>) -> Result<String> {
        Ok(scope(context)?.caller.actor.name.clone())
    }

    /// What the person may do: `councillor`, `assistant`, `triage-officer`, `team-member` and so on.
    async fn roles(&self, context: &Context<'_>) -> Result<Vec<&'static str>> {
        Ok(scope(context)?.caller.actor.roles.iter().map(|role| role.as_str()).collect())
    }

    /// The wards the person was elected for.
    async fn wards(&self, context: &Context<'_>) -> Result<Vec<Ward>> {
        Ok(scope(context)?.caller.actor.wards.iter().copied().map(Ward).collect())
    }

    /// The groups the person works in.
    async fn groups(&self, context: &Context<'_>) -> Result<Vec<Group>> {
        Ok(scope(context)?.caller.actor.groups.iter().copied().map(Group).collect())
    }

    /// Open cases of the person's own, by stage.
    async fn stages(&self, context: &Context<'_>) -> Result<Vec<StageLine>> {
        let scope = scope(context)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let counts = super::stage_counts(&scope.caller, tx).await.map_err(|error| internal(&error))?;
        Ok(counts.into_iter().map(|count| StageLine::new(&scope.caller, count)).collect())
    }

    /// The last ten cases of the person's own that changed, each with its newest note.
    #[graphql(complexity = "10 * child_complexity")]
    async fn updates(&self, context: &Context<'_>) -> Result<Vec<UpdateLine>> {
        let scope = scope(context)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let updates = super::updates(&scope.caller, tx).await.map_err(|error| internal(&error))?;
        Ok(updates.into_iter().map(UpdateLine).collect())
    }

    /// Open cases that wait for the person, the most urgent first; ten at the most.
    #[graphql(complexity = "10 * child_complexity")]
    async fn needs_me(&self, context: &Context<'_>) -> Result<Vec<Case>> {
        let scope = scope(context)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let items = lists::waiting(&scope.caller, tx, super::NEEDS_ME).await.map_err(|error| internal(&error))?;
        Ok(items.into_iter().map(Case::from).collect())
    }
}

/// The person's open cases in one stage.
#[derive(SimpleObject)]
#[graphql(serial)]
struct StageLine {
    stage: Stage,
    cases: i64,
    /// How many of them are past their due date.
    overdue: i64,
}

impl StageLine {
    fn new(caller: &Caller, count: StageCount) -> Self {
        let stage = Stage { key: count.stage, workflow_version: caller.council.workflow_version };
        Self { stage, cases: count.cases, overdue: count.overdue }
    }
}

/// A case that changed lately.
struct UpdateLine(Update);

#[Object(serial)]
impl UpdateLine {
    async fn reference(&self) -> &str {
        &self.0.reference
    }

    async fn summary(&self) -> &str {
        &self.0.summary
    }

    async fn stage(&self) -> Stage {
        Stage { key: self.0.stage.clone(), workflow_version: self.0.workflow_version }
    }

    async fn updated_at(&self) -> chrono::DateTime<chrono::Utc> {
        self.0.updated_at
    }

    /// The newest note, if there is one.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    async fn noted_at(&self) -> Option<chrono::DateTime<chrono::Utc>> {
        self.0.noted_at
    }
}
