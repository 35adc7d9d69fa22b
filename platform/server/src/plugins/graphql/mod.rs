//! A council's plugins in the GraphQL schema (R58, R59, R61): the same as its admins' pages. Whoever is no admin learns nothing: queries give
//! null, and mutations refuse with `not-found`. A component comes as a form: see `docs/api.md`.

mod mutation;
mod query;
mod rehearsal;
mod seat;
mod setup;

pub use mutation::PluginMutation;
pub use query::PluginQuery;

use async_graphql::{Error, Result};
use sea_orm::DbErr;

use super::catalogue::PluginError;
use super::life::LifeError;
use crate::api::request::internal;
use crate::cases::graphql::Refusal;

/// A failure of ours, or nothing where the caller is to learn that there is nothing.
fn found<T>(read: std::result::Result<T, LifeError>) -> Result<Option<T>> {
    match read {
        Ok(found) => Ok(Some(found)),
        Err(
            LifeError::NotAllowed
            | LifeError::NotFound
            | LifeError::Plugin(PluginError::Gone | PluginError::NotInstalled { .. }),
        ) => Ok(None),
        Err(error) => Err(failure(&error)),
    }
}

fn failure(error: &LifeError) -> Error {
    internal(&DbErr::Custom(error.to_string()))
}

/// Why nothing was changed, where that was to be expected.
fn refused(error: &LifeError) -> Result<Refusal> {
    let code = match error {
        LifeError::NotAllowed
        | LifeError::NotFound
        | LifeError::Plugin(PluginError::Gone | PluginError::NotInstalled { .. }) => {
            let message = LifeError::NotFound.to_string();
            return Ok(Refusal { code: "not-found".to_owned(), message });
        }
        LifeError::Stale => "stale",
        LifeError::NoReason => "no-reason",
        LifeError::LongReason => "reason-too-long",
        LifeError::LongSecret => "secret-too-long",
        LifeError::NotReady(_) => "not-in-order",
        LifeError::CarriedAlready { .. } => "carried-already",
        LifeError::Refused(_) => "refused",
        LifeError::Full => "full",
        LifeError::Plugin(_) | LifeError::Inspector(_) | LifeError::Database(_) => return Err(failure(error)),
    };
    Ok(Refusal { code: code.to_owned(), message: error.to_string() })
}
