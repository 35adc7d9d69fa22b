//! Starters and leavers in the GraphQL schema.

use async_graphql::{Context, InputObject, Json, Object, Result, SimpleObject};
use casework::ids::{PersonId, PlanId};
use chrono::{DateTime, NaiveDate, Utc};

use super::{Choice, Decision, Overview, PeopleError, PlanRow, Unit};
use crate::api::request::{internal, scope};

#[derive(Default)]
pub struct PeopleQuery;

#[derive(Default)]
pub struct PeopleMutation;

/// What is to happen to people by a feed, or what was decided about that.
struct Plan(PlanRow);

#[Object(name = "PeoplePlan", serial)]
impl Plan {
    async fn id(&self) -> String {
        PlanId::from_uuid(self.0.id).to_string()
    }

    /// The feed, such as `people-feed/people-csv`.
    async fn feed(&self) -> &str {
        &self.0.seat
    }

    /// `waiting`, `held`, `applied`, `dismissed` or `superseded`.
    async fn state(&self) -> &str {
        &self.0.state
    }

    async fn made_at(&self) -> DateTime<Utc> {
        self.0.made_at
    }

    async fn decided_at(&self) -> Option<DateTime<Utc>> {
        self.0.decided_at
    }

    /// Who decided; null where the council lets plans come into force by themselves.
    async fn decided_by(&self) -> Option<&str> {
        self.0.by.as_deref()
    }

    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// `steps`, each with `key`, `name`, `what` (`joins`, `returns`, `changes` or `leaves`) and what goes with that; `conflicts`, which only
    /// a person can settle; `held`, where it must be looked at whatever the council's way.
    async fn body(&self) -> Json<&serde_json::Value> {
        Json(&self.0.body)
    }
}

/// Access that begins or ends on a day to come.
#[derive(SimpleObject)]
#[graphql(serial)]
struct ComingAccess {
    name: String,
    /// `join`, or `leave` with the day before as the last one.
    what: String,
    on_day: NaiveDate,
    /// Who takes over the cases of a councillor.
    successor: Option<String>,
}

/// Something that happened to somebody's access or work.
#[derive(SimpleObject)]
#[graphql(serial)]
struct PeopleEvent {
    at: DateTime<Utc>,
    /// Null for the program itself.
    by: Option<String>,
    what: String,
    person: Option<String>,
    details: Json<serde_json::Value>,
}

/// An open case whose councillor has left.
#[derive(SimpleObject)]
#[graphql(serial)]
struct CaseWithoutCouncillor {
    reference: String,
    /// Whose it was.
    councillor: String,
    /// Whether everybody named in it shares it with the ward.
    shared: bool,
}

#[Object(serial)]
impl PeopleQuery {
    /// Plans about which nobody has decided. Empty for whoever does not set the council up.
    #[graphql(complexity = "10 * child_complexity")]
    async fn people_plans(&self, context: &Context<'_>) -> Result<Vec<Plan>> {
        Ok(overview(context)
            .await?
            .map_or_else(Vec::new, |seen| seen.open.into_iter().map(|(row, _)| Plan(row)).collect()))
    }

    /// Plans that were decided, the newest first and at most twenty.
    #[graphql(complexity = "20 * child_complexity")]
    async fn decided_people_plans(&self, context: &Context<'_>) -> Result<Vec<Plan>> {
        Ok(overview(context).await?.map_or_else(Vec::new, |seen| seen.decided.into_iter().map(Plan).collect()))
    }

    /// Whose access begins or ends on a day to come, the next first and at most fifty.
    #[graphql(complexity = "50 * child_complexity")]
    async fn coming_access(&self, context: &Context<'_>) -> Result<Vec<ComingAccess>> {
        let coming = overview(context).await?.map_or_else(Vec::new, |seen| seen.coming);
        let line = |it: super::Coming| ComingAccess {
            name: it.name,
            what: it.what,
            on_day: it.on_day,
            successor: it.successor,
        };
        Ok(coming.into_iter().map(line).collect())
    }

    /// What happened to people's access and work, the newest first and at most thirty.
    #[graphql(complexity = "30 * child_complexity")]
    async fn people_log(&self, context: &Context<'_>) -> Result<Vec<PeopleEvent>> {
        let log = overview(context).await?.map_or_else(Vec::new, |seen| seen.log);
        let line = |it: super::LogLine| PeopleEvent {
            at: it.at,
            by: it.by,
            what: it.what,
            person: it.person,
            details: Json(it.details),
        };
        Ok(log.into_iter().map(line).collect())
    }

    /// Open cases whose councillor has left, as far as you see them, at most a hundred. Empty for whoever is neither a triage officer nor
    /// sets the council up.
    #[graphql(complexity = "100 * child_complexity")]
    async fn cases_without_councillor(&self, context: &Context<'_>) -> Result<Vec<CaseWithoutCouncillor>> {
        match super::behind(&scope(context)?.caller).await {
            Ok(behind) => Ok(behind
                .cases
                .into_iter()
                .map(|(item, shared)| CaseWithoutCouncillor {
                    reference: item.reference,
                    councillor: item.member,
                    shared,
                })
                .collect()),
            Err(PeopleError::Database(error)) => Err(internal(&error)),
            Err(_) => Ok(Vec::new()),
        }
    }
}

async fn overview(context: &Context<'_>) -> Result<Option<Overview>> {
    let scope = scope(context)?;
    let tx = scope.tx().await.map_err(|error| internal(&error))?;
    match super::overview(tx, &scope.caller).await {
        Ok(overview) => Ok(Some(overview)),
        Err(PeopleError::Database(error)) => Err(internal(&error)),
        Err(_) => Ok(None),
    }
}

#[derive(InputObject)]
struct PeopleSuccessor {
    /// Of the step.
    key: String,
    /// Id of the councillor who takes over.
    person: String,
}

#[derive(SimpleObject)]
#[graphql(serial)]
struct PeoplePayload {
    /// How many people, cases or drafts it was done to.
    done: u64,
    /// Why to none: `not-allowed`, `not-found`, `stale`, `unchecked`, `not-a-successor`, `not-a-team`, `not-a-person`, `no-reason` or
    /// `reason-too-long`.
    code: Option<&'static str>,
}

#[Object(serial)]
impl PeopleMutation {
    /// Puts a plan in force, but for the steps of these keys. One that is held only with `checked`.
    async fn put_people_plan_in_force(
        &self,
        context: &Context<'_>,
        id: String,
        #[graphql(default)] without: Vec<String>,
        #[graphql(default)] successors: Vec<PeopleSuccessor>,
        #[graphql(default)] checked: bool,
    ) -> Result<PeoplePayload> {
        let Ok(id) = id.parse::<PlanId>() else { return payload(Err(PeopleError::NotFound)) };
        let mut decision = Decision { without: without.into_iter().collect(), checked, ..Decision::default() };
        for PeopleSuccessor { key, person } in successors {
            let Ok(person) = person.parse::<PersonId>() else { return payload(Err(PeopleError::NotASuccessor)) };
            decision.successors.insert(key, person);
        }
        let done = super::put_in_force(&scope(context)?.caller, id, decision).await;
        payload(done.map(|done| u64::try_from(done).unwrap_or(u64::MAX)))
    }

    /// Sets a plan aside, with a reason that is kept.
    async fn dismiss_people_plan(&self, context: &Context<'_>, id: String, reason: String) -> Result<PeoplePayload> {
        let Ok(id) = id.parse::<PlanId>() else { return payload(Err(PeopleError::NotFound)) };
        payload(super::dismiss(&scope(context)?.caller, id, &reason).await.map(|()| 1))
    }

    /// Says which team a unit of a feed is, from the department down; without a team: nobody who works there uses Wardbook.
    async fn say_unit(&self, context: &Context<'_>, unit: Vec<String>, team: Option<String>) -> Result<PeoplePayload> {
        let caller = &scope(context)?.caller;
        let to = match team {
            None => Unit::Outside,
            Some(key) => match caller.council.groups.lookup.id(&key) {
                Some(group) => Unit::Team(group),
                None => return payload(Err(PeopleError::NotATeam)),
            },
        };
        payload(super::say_unit(caller, unit, to).await.map(|()| 1))
    }

    /// Says who a row of a feed is that the feed leaves open; without a person: nobody, and it is left out from now on.
    async fn bind_person(
        &self,
        context: &Context<'_>,
        feed: String,
        key: String,
        person: Option<String>,
    ) -> Result<PeoplePayload> {
        let choice = match person.map(|id| id.parse::<PersonId>()) {
            None => Choice::LeftOut,
            Some(Ok(person)) => Choice::Person(person),
            Some(Err(_)) => return payload(Err(PeopleError::NotAPerson)),
        };
        payload(super::bind(&scope(context)?.caller, &feed, &key, choice).await.map(|()| 1))
    }

    /// Gives open cases whose councillor has left to another one. `agreed`: everybody named in those that are not shared with the ward was
    /// asked, and agreed.
    async fn give_cases(
        &self,
        context: &Context<'_>,
        references: Vec<String>,
        to: String,
        #[graphql(default)] agreed: bool,
    ) -> Result<PeoplePayload> {
        let Ok(to) = to.parse::<PersonId>() else { return payload(Err(PeopleError::NotASuccessor)) };
        let given = super::give_cases(&scope(context)?.caller, references, to, agreed).await;
        payload(given.map(|given| u64::try_from(given).unwrap_or(u64::MAX)))
    }
}

fn payload(done: std::result::Result<u64, PeopleError>) -> Result<PeoplePayload> {
    match done {
        Ok(done) => Ok(PeoplePayload { done, code: None }),
        Err(PeopleError::Database(error)) => Err(internal(&error)),
        Err(refused) => Ok(PeoplePayload { done: 0, code: Some(refused.code()) }),
    }
}
