//! Absences in the GraphQL schema.

use async_graphql::{Context, Object, Result, SimpleObject};
use casework::ids::PersonId;
use chrono::NaiveDate;

use super::{Absence, SayError};
use crate::api::request::{internal, scope};
use crate::cases::graphql::{FieldProblem, Person};

#[derive(Default)]
pub struct AwayQuery;

#[derive(Default)]
pub struct AwayMutation;

/// Days on which somebody is away, and who stands in.
struct Away(Absence);

#[Object(name = "Absence", serial)]
impl Away {
    /// Who is away.
    async fn person(&self) -> Person {
        Person { id: self.0.person_id, name: Some(self.0.name.clone()) }
    }

    /// Who stands in.
    async fn deputy(&self) -> Person {
        Person { id: self.0.deputy_id, name: Some(self.0.deputy.clone()) }
    }

    /// The first day away.
    async fn from(&self) -> NaiveDate {
        self.0.from_on
    }

    /// The last day away.
    async fn until(&self) -> NaiveDate {
        self.0.until_on
    }
}

#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct AbsencePayload {
    /// None where it was not kept.
    absence: Option<Away>,
    /// Fields are `from`, `until` and `deputy`.
    problems: Vec<FieldProblem>,
}

#[Object(serial)]
impl AwayQuery {
    /// The caller's own absence that runs or is to come; null where there is none.
    async fn absence(&self, context: &Context<'_>) -> Result<Option<Away>> {
        let scope = scope(context)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        Ok(super::mine(tx, &scope.caller).await.map_err(|error| internal(&error))?.map(Away))
    }

    /// Absences that run or are to come in which the caller stands in.
    #[graphql(complexity = "10 * child_complexity")]
    async fn standing_in(&self, context: &Context<'_>) -> Result<Vec<Away>> {
        let scope = scope(context)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let absences = super::standing_in(tx, &scope.caller).await.map_err(|error| internal(&error))?;
        Ok(absences.into_iter().map(Away).collect())
    }

    /// Those who may stand in for the caller.
    #[graphql(complexity = "50 * child_complexity")]
    async fn deputies(&self, context: &Context<'_>) -> Result<Vec<Person>> {
        let people = super::deputies(&scope(context)?.caller).await.map_err(|error| internal(&error))?;
        Ok(people.into_iter().map(|person| Person { id: person.id.as_uuid(), name: Some(person.actor.name) }).collect())
    }
}

#[Object(serial)]
impl AwayMutation {
    /// Keeps that the caller is away on these days and who stands in, in place of what they said before.
    async fn say_away(
        &self,
        context: &Context<'_>,
        from: NaiveDate,
        until: NaiveDate,
        #[graphql(desc = "Id of a person, one of `deputies`.")] deputy: String,
    ) -> Result<AbsencePayload> {
        let caller = &scope(context)?.caller;
        let problem = |field: &str, reason: &str| AbsencePayload {
            problems: vec![FieldProblem::new(field.to_owned(), reason)],
            ..AbsencePayload::default()
        };
        let Ok(deputy) = deputy.parse::<PersonId>() else { return Ok(problem("deputy", "not-a-choice")) };
        match super::say(caller, from, until, deputy).await {
            Ok(()) => {
                let read = async { super::mine(&caller.begin().await?, caller).await };
                let absence = read.await.map_err(|error| internal(&error))?.map(Away);
                Ok(AbsencePayload { absence, problems: vec![] })
            }
            Err(SayError::Refused(refused)) => {
                let (field, reason) = super::refusal(refused);
                Ok(problem(field, reason))
            }
            Err(SayError::Database(error)) => Err(internal(&error)),
        }
    }

    /// Ends the caller's absence, or one that is to come. Tells whether there was one.
    async fn end_away(&self, context: &Context<'_>) -> Result<bool> {
        super::end(&scope(context)?.caller).await.map_err(|error| internal(&error))
    }
}
