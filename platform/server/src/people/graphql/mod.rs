//! Starters and leavers in the GraphQL schema.

mod payload;
mod push;

use async_graphql::{Context, InputObject, Json, Object, Result, SimpleObject};
use casework::ids::{GroupId, PersonId, PlanId};
use chrono::{DateTime, NaiveDate, Utc};

use payload::{PeoplePayload, payload};
pub use push::{PushMutation, PushQuery};

use super::{Choice, Decision, PeopleError, PlanRow, Unit};
use crate::api::request::{internal, scope};
use crate::app::Caller;
use crate::cases::graphql::{Group, Person};
use crate::tenancy::TenantTx;

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
        Ok(part(context, super::open_plans).await?.into_iter().map(|(row, _)| Plan(row)).collect())
    }

    /// Plans that were decided, the newest first and at most twenty.
    #[graphql(complexity = "20 * child_complexity")]
    async fn decided_people_plans(&self, context: &Context<'_>) -> Result<Vec<Plan>> {
        Ok(part(context, super::decided_plans).await?.into_iter().map(Plan).collect())
    }

    /// Whose access begins or ends on a day to come, the next first and at most fifty.
    #[graphql(complexity = "50 * child_complexity")]
    async fn coming_access(&self, context: &Context<'_>) -> Result<Vec<ComingAccess>> {
        let coming = part(context, super::coming_access).await?;
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
        let log = part(context, super::newest_log).await?;
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
        let cases = left_behind(context).await?.map_or_else(Vec::new, |behind| behind.cases);
        let line = |(item, shared): (crate::cases::Item, bool)| CaseWithoutCouncillor {
            reference: item.reference,
            councillor: item.member,
            shared,
        };
        Ok(cases.into_iter().map(line).collect())
    }

    /// Drafts of people who have left, for the same people.
    #[graphql(complexity = "20 * child_complexity")]
    async fn drafts_left_behind(&self, context: &Context<'_>) -> Result<Vec<DraftsLeftBehind>> {
        let drafts = left_behind(context).await?.map_or_else(Vec::new, |behind| behind.drafts);
        let line = |left: crate::drafts::LeftBehind| DraftsLeftBehind {
            person: Person::named(left.person_id, &left.name),
            drafts: left.drafts,
        };
        Ok(drafts.into_iter().map(line).collect())
    }

    /// To whom `giveCases` can give, or with `drafts`, `giveDrafts`; empty for others.
    #[graphql(complexity = "50 * child_complexity")]
    async fn successors(&self, context: &Context<'_>, #[graphql(default)] drafts: bool) -> Result<Vec<Person>> {
        let behind = left_behind(context).await?;
        let named = behind.map(|behind| if drafts { behind.writers } else { behind.councillors });
        Ok(people_named(&named.unwrap_or_default()))
    }

    /// What would follow from the steps of a plan about which nobody has decided; null where there is none.
    #[graphql(complexity = "50 * child_complexity")]
    async fn people_plan_follows(&self, context: &Context<'_>, id: String) -> Result<Option<Vec<PlanFollow>>> {
        let Ok(id) = id.parse::<PlanId>() else { return Ok(None) };
        match super::plan(&scope(context)?.caller, id).await {
            Ok(seen) => {
                let line = |(key, follow): (String, super::Follow)| PlanFollow {
                    key,
                    shared_cases: follow.work.member.shared,
                    other_cases: follow.work.member.others,
                    in_hand: follow.work.in_hand.iter().map(|held| held.cases).sum(),
                    drafts: follow.drafts,
                    stands_in: i32::try_from(follow.stands_in).unwrap_or(i32::MAX),
                    successors: people_named(&follow.successors),
                };
                Ok(Some(seen.follows.into_iter().map(line).collect()))
            }
            Err(PeopleError::Database(error)) => Err(internal(&error)),
            Err(_) => Ok(None),
        }
    }

    /// What was said of units of feeds. Empty for whoever does not set the council up.
    #[graphql(complexity = "50 * child_complexity")]
    async fn people_units(&self, context: &Context<'_>) -> Result<Vec<PeopleUnit>> {
        let units = part(context, super::said_of_units).await?;
        let line = |row: super::UnitRow| PeopleUnit {
            key: row.key,
            unit: row.unit,
            team: row.group_id.map(|id| Group(GroupId::from_uuid(id))),
            said_by: row.by,
            said_at: row.said_at,
        };
        Ok(units.into_iter().map(line).collect())
    }

    /// Rows of feeds that were left out, for the same people; at most two hundred.
    #[graphql(complexity = "50 * child_complexity")]
    async fn people_left_out(&self, context: &Context<'_>) -> Result<Vec<LeftOutRow>> {
        let left_out = part(context, super::rows_left_out).await?;
        let line = |row: super::LeftOut| LeftOutRow { feed: row.seat, key: row.key, name: row.name };
        Ok(left_out.into_iter().map(line).collect())
    }
}

/// What was said of a unit of a feed.
#[derive(SimpleObject)]
#[graphql(serial)]
struct PeopleUnit {
    /// The unit as it is compared.
    key: String,
    unit: Vec<String>,
    /// Null where nobody who works there uses Wardbook.
    team: Option<Group>,
    said_by: String,
    said_at: DateTime<Utc>,
}

/// A row of a feed that was left out.
#[derive(SimpleObject)]
#[graphql(serial)]
struct LeftOutRow {
    feed: String,
    key: String,
    name: String,
}

/// Drafts of somebody who has left: how many, and nothing of what they say.
#[derive(SimpleObject)]
#[graphql(serial)]
struct DraftsLeftBehind {
    person: Person,
    drafts: i64,
}

/// What would follow from a step of a plan.
#[derive(SimpleObject)]
#[graphql(serial)]
struct PlanFollow {
    /// Of the step.
    key: String,
    /// Open cases of theirs that everybody named shares with the ward, which a successor gets; and the others, which triage gets.
    shared_cases: i64,
    other_cases: i64,
    /// Cases that they have in hand for a team, which go back to it.
    in_hand: i64,
    /// Drafts that nobody raises then.
    drafts: i64,
    /// For how many people they stand in.
    stands_in: i32,
    /// Who can take over their cases.
    successors: Vec<Person>,
}

fn people_named(people: &[(PersonId, String)]) -> Vec<Person> {
    people.iter().map(|(id, name)| Person::named(id.as_uuid(), name)).collect()
}

async fn left_behind(context: &Context<'_>) -> Result<Option<super::Behind>> {
    match super::behind(&scope(context)?.caller).await {
        Ok(behind) => Ok(Some(behind)),
        Err(PeopleError::Database(error)) => Err(internal(&error)),
        Err(_) => Ok(None),
    }
}

/// What is listed, and nothing for whoever may not see it.
async fn part<T>(
    context: &Context<'_>,
    read: impl AsyncFnOnce(&TenantTx, &Caller) -> Result<Vec<T>, PeopleError>,
) -> Result<Vec<T>> {
    let scope = scope(context)?;
    let tx = scope.tx().await.map_err(|error| internal(&error))?;
    match read(tx, &scope.caller).await {
        Ok(all) => Ok(all),
        Err(PeopleError::Database(error)) => Err(internal(&error)),
        Err(_) => Ok(Vec::new()),
    }
}

#[derive(InputObject)]
struct PeopleSuccessor {
    /// Of the step.
    key: String,
    /// Id of the councillor who takes over.
    person: String,
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

    /// Forgets what was said of a unit, by the key of `peopleUnits`.
    async fn forget_unit(&self, context: &Context<'_>, key: String) -> Result<PeoplePayload> {
        payload(super::forget_unit(&scope(context)?.caller, &key).await.map(|()| 1))
    }

    /// Takes a row of a feed in again that was left out.
    async fn take_in_again(&self, context: &Context<'_>, feed: String, key: String) -> Result<PeoplePayload> {
        payload(super::leave_out(&scope(context)?.caller, &feed, &key, false).await.map(|()| 1))
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

    /// Gives the drafts of somebody who has left to somebody who raises cases.
    async fn give_drafts(&self, context: &Context<'_>, from: String, to: String) -> Result<PeoplePayload> {
        let Ok(from) = from.parse::<PersonId>() else { return payload(Err(PeopleError::NotFound)) };
        let Ok(to) = to.parse::<PersonId>() else { return payload(Err(PeopleError::NotASuccessor)) };
        payload(super::give_drafts(&scope(context)?.caller, from, to).await)
    }
}
