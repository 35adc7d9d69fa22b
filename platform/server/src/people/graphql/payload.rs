//! What a mutation about people answers.

use async_graphql::{Result, SimpleObject};

use crate::api::request::internal;
use crate::people::PeopleError;

#[derive(SimpleObject)]
#[graphql(serial)]
pub(super) struct PeoplePayload {
    /// How many people, cases or drafts it was done to.
    done: u64,
    /// Why to none: `not-allowed`, `not-found`, `stale`, `unchecked`, `not-a-successor`, `not-a-team`, `not-a-person`, `no-reason` or
    /// `reason-too-long`.
    code: Option<&'static str>,
    /// The same for people.
    message: Option<String>,
}

pub(super) fn payload(done: std::result::Result<u64, PeopleError>) -> Result<PeoplePayload> {
    match done {
        Ok(done) => Ok(PeoplePayload { done, code: None, message: None }),
        Err(PeopleError::Database(error)) => Err(internal(&error)),
        Err(refused) => Ok(PeoplePayload { done: 0, code: Some(refused.code()), message: Some(refused.to_string()) }),
    }
}
