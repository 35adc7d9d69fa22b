//! A form that somebody signed in sent.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequest, FromRequestParts as _, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use super::pages::session_lost;
use crate::app::{App, Caller};
use crate::http::extract::{Fields, Here};

/// Who sent a form, and what it says; a handler's last argument. Where their session is gone, the sign-in page answers, with everything
/// that they typed: nothing is lost.
pub struct Sent {
    pub caller: Caller,
    pub fields: Fields,
}

impl<S: Send + Sync> FromRequest<S> for Sent
where
    Arc<App>: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let here = Here::from_request_parts(&mut parts, state).await.map_err(StatusCode::into_response)?;
        let caller = Option::<Caller>::from_request_parts(&mut parts, state).await?;
        let fields = Fields::from_request(Request::from_parts(parts, body), state).await?;
        match caller {
            Some(caller) => Ok(Self { caller, fields }),
            None => Err(session_lost(&here, fields).await),
        }
    }
}
