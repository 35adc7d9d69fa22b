//! Connecting cases (R25). What can be refused is refused in the payload.

use async_graphql::{Context, Object, Result};
use casework::links::Relation;
use uuid::Uuid;

use super::mutation::{CasePayload, refusal};
use super::types::Case;
use crate::api::request::{internal, scope};
use crate::app::Caller;
use crate::cases::{ConnectError, by_reference, connect, send_outcome, take_apart};

#[derive(Default)]
pub struct LinkMutation;

#[Object(serial)]
impl LinkMutation {
    /// Connects a case with another one. `relation` is what the other one is to it: `related`, `merged-into` (the case ends
    /// and follows the other), `member-of` (the outcome of the other counts for it) or `master-of`.
    async fn connect_cases(
        &self,
        context: &Context<'_>,
        reference: String,
        relation: String,
        other: String,
    ) -> Result<CasePayload> {
        let mut all = Relation::STORED.into_iter().flat_map(|relation| [relation, relation.inverse()]);
        let Some(relation) = all.find(|known| known.as_str() == relation) else {
            let refusal = Some(refusal("unknown-relation", "There is no relation of this name."));
            return Ok(CasePayload { refusal, ..Default::default() });
        };
        let caller = &scope(context)?.caller;
        done(caller, &reference, connect(caller, &reference, relation, &other).await).await
    }

    /// Ends a connection of a case; one that was merged comes back as it was.
    async fn disconnect_cases(&self, context: &Context<'_>, reference: String, link: String) -> Result<CasePayload> {
        let caller = &scope(context)?.caller;
        let ended = match link.parse::<Uuid>() {
            Ok(link) => take_apart(caller, &reference, link).await,
            Err(_) => Err(ConnectError::NotFound),
        };
        done(caller, &reference, ended).await
    }

    /// Sends the outcome of a case to all that follow it.
    async fn send_outcome(
        &self,
        context: &Context<'_>,
        reference: String,
        text: String,
        version: Option<i32>,
    ) -> Result<CasePayload> {
        let caller = &scope(context)?.caller;
        done(caller, &reference, send_outcome(caller, &reference, &text, version).await.map(|_| ())).await
    }
}

async fn done(caller: &Caller, reference: &str, done: std::result::Result<(), ConnectError>) -> Result<CasePayload> {
    match done {
        Ok(()) => {
            let tx = caller.begin().await.map_err(|error| internal(&error))?;
            let row = by_reference(&tx, reference).await.map_err(|error| internal(&error))?;
            Ok(CasePayload { case: row.map(Case::from), refusal: None })
        }
        Err(ConnectError::Database(error)) => Err(internal(&error)),
        Err(refused) => {
            let refusal = Some(refusal(refused.code(), &refused.to_string()));
            Ok(CasePayload { refusal, ..Default::default() })
        }
    }
}
