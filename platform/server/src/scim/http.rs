//! `/scim/v2`: addresses, who may come in, and answers (RFC 7644). A directory comes with the council's token and nothing else; sessions of
//! people open nothing here.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRef, FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Page, ScimError, Wrong, describe, group, groups, refused, user, users};
use crate::app::{App, Turn};
use crate::guests::DEARER;
use crate::http::Shared;
use crate::http::extract::{Asked, Here};
use crate::http::from::From as Sender;
use crate::people::{self, Door};

const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

/// Every address of it.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/scim/v2/ServiceProviderConfig", get(config))
        .route("/scim/v2/ResourceTypes", get(resource_types))
        .route("/scim/v2/ResourceTypes/{id}", get(resource_type))
        .route("/scim/v2/Schemas", get(schemas))
        .route("/scim/v2/Schemas/{id}", get(schema))
        .route("/scim/v2/Users", get(list_users).post(create_user))
        .route("/scim/v2/Users/{id}", get(one_user).put(put_user).patch(patch_user).delete(delete_user))
        .route("/scim/v2/Groups", get(list_groups).post(create_group))
        .route("/scim/v2/Groups/{id}", get(one_group).put(put_group).patch(patch_group).delete(delete_group))
        .route("/scim", any(nothing))
        .route("/scim/{*rest}", any(nothing))
}

/// The council's directory, which has said its token.
pub struct Directory(Turn);

impl<S: Send + Sync> FromRequestParts<S> for Directory
where
    Arc<App>: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let here = Here::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        let Here { app, council, .. } = here;
        let now = app.clock.now();
        let door = match token(&parts.headers) {
            None => Ok(Door::Closed),
            Some(token) => people::door(&app, &council, token).await,
        };
        match door {
            Ok(Door::Open) if app.pushed.admits(council.id, now) => {
                // No worker's lease is needed to keep what a directory says.
                Ok(Self(Turn { app, council, fence: 0, now }))
            }
            Ok(Door::Open) => Err(too_many()),
            Ok(Door::Elsewhere) => {
                let detail =
                    "A plugin reads this council's list of people. An admin turns it off before a directory may send.";
                Err(error(StatusCode::FORBIDDEN, None, detail))
            }
            Ok(Door::Closed) => {
                let sender = Sender::from_request_parts(parts, state).await;
                let allowed = sender.is_ok_and(|sender| app.guests.address(sender.0, DEARER, now));
                Err(if allowed { stranger() } else { too_many() })
            }
            Err(error) => Err(answer_error(&ScimError::Database(error))),
        }
    }
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim())
}

fn stranger() -> Response {
    let detail =
        "Send the council's token as Authorization: Bearer. An admin makes one on the page Starters and leavers.";
    let answer = error(StatusCode::UNAUTHORIZED, None, detail);
    ([(header::WWW_AUTHENTICATE, "Bearer realm=\"scim\"")], answer).into_response()
}

fn too_many() -> Response {
    let answer = error(StatusCode::TOO_MANY_REQUESTS, None, "Too much at once: send it again in a minute.");
    ([(header::RETRY_AFTER, "60")], answer).into_response()
}

fn answer(status: StatusCode, body: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/scim+json")], body.to_string()).into_response()
}

fn error(status: StatusCode, wrong: Option<Wrong>, detail: &str) -> Response {
    let mut body = json!({ "schemas": [ERROR], "status": status.as_str(), "detail": detail });
    if let Some(wrong) = wrong {
        body["scimType"] = wrong.as_str().into();
    }
    answer(status, &body)
}

fn answer_error(why: &ScimError) -> Response {
    match why {
        ScimError::Refused { wrong: Wrong::Uniqueness, detail } => {
            error(StatusCode::CONFLICT, Some(Wrong::Uniqueness), detail)
        }
        ScimError::Refused { wrong, detail } => error(StatusCode::BAD_REQUEST, Some(*wrong), detail),
        ScimError::NotFound => error(StatusCode::NOT_FOUND, None, &why.to_string()),
        ScimError::Database(failure) => {
            tracing::error!(error = %failure, "what a directory sent could not be kept");
            error(StatusCode::SERVICE_UNAVAILABLE, None, "It could not be done: send it again later.")
        }
    }
}

async fn nothing(_: Directory) -> Response {
    answer_error(&ScimError::NotFound)
}

impl Directory {
    fn site(&self) -> String {
        people::push_address(&self.0.app, &self.0.council)
    }

    fn user(&self, status: StatusCode, kept: Result<user::Kept, ScimError>) -> Response {
        match kept {
            Ok(kept) => self.resource(status, "Users", kept.id, &kept.resource(&self.site())),
            Err(error) => answer_error(&error),
        }
    }

    fn group(&self, status: StatusCode, kept: Result<group::Kept, ScimError>) -> Response {
        match kept {
            Ok(kept) => self.resource(status, "Groups", kept.id, &kept.resource(&self.site())),
            Err(error) => answer_error(&error),
        }
    }

    fn resource(&self, status: StatusCode, kind: &str, id: Uuid, resource: &Value) -> Response {
        let answer = answer(status, resource);
        if status != StatusCode::CREATED {
            return answer;
        }
        ([(header::LOCATION, format!("{}/{kind}/{id}", self.site()))], answer).into_response()
    }
}

/// A resource that was sent.
fn object(body: Result<Bytes, BytesRejection>) -> Result<Map<String, Value>, Response> {
    match json_of(body)? {
        Value::Object(object) => Ok(object),
        _ => Err(answer_error(&refused(Wrong::Syntax, "The body is one JSON object."))),
    }
}

fn json_of(body: Result<Bytes, BytesRejection>) -> Result<Value, Response> {
    let body = body.map_err(|_| {
        let detail = "The body is larger than a megabyte: send less at once.";
        error(StatusCode::PAYLOAD_TOO_LARGE, None, detail)
    })?;
    serde_json::from_slice(&body).map_err(|_| answer_error(&refused(Wrong::Syntax, "The body is not JSON.")))
}

/// What is no id is nobody's.
fn id(text: &str) -> Result<Uuid, Response> {
    text.parse().map_err(|_| answer_error(&ScimError::NotFound))
}

fn page(asked: &Asked) -> Result<Page, Response> {
    let (start, count) = (asked.0.filled("startIndex"), asked.0.filled("count"));
    Page::asked(start.as_deref(), count.as_deref()).map_err(|error| answer_error(&error))
}

fn gone(done: Result<(), ScimError>) -> Response {
    match done {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => answer_error(&error),
    }
}

async fn config(directory: Directory) -> Response {
    answer(StatusCode::OK, &describe::config(&directory.site()))
}

async fn resource_types(directory: Directory) -> Response {
    answer(StatusCode::OK, &describe::list(&describe::resource_types(&directory.site())))
}

async fn resource_type(directory: Directory, Path(id): Path<String>) -> Response {
    described(&describe::resource_types(&directory.site()), &id)
}

async fn schemas(directory: Directory) -> Response {
    answer(StatusCode::OK, &describe::list(&describe::schemas(&directory.site())))
}

async fn schema(directory: Directory, Path(id): Path<String>) -> Response {
    described(&describe::schemas(&directory.site()), &id)
}

fn described(all: &[Value], id: &str) -> Response {
    match all.iter().find(|one| one["id"] == id) {
        Some(one) => answer(StatusCode::OK, one),
        None => answer_error(&ScimError::NotFound),
    }
}

async fn list_users(directory: Directory, asked: Asked) -> Response {
    let page = match page(&asked) {
        Ok(page) => page,
        Err(refused) => return refused,
    };
    match users::list(&directory.0, asked.0.filled("filter").as_deref(), page).await {
        Ok(listed) => {
            let site = directory.site();
            let some: Vec<Value> = listed.some.iter().map(|kept| kept.resource(&site)).collect();
            answer(StatusCode::OK, &describe::page(&some, listed.total, listed.start))
        }
        Err(error) => answer_error(&error),
    }
}

async fn create_user(directory: Directory, body: Result<Bytes, BytesRejection>) -> Response {
    match object(body) {
        Ok(sent) => {
            let kept = users::create(directory.0.clone(), sent).await;
            directory.user(StatusCode::CREATED, kept)
        }
        Err(refused) => refused,
    }
}

async fn one_user(directory: Directory, Path(text): Path<String>) -> Response {
    match id(&text) {
        Ok(id) => directory.user(StatusCode::OK, users::one(&directory.0, id).await),
        Err(refused) => refused,
    }
}

async fn put_user(directory: Directory, Path(text): Path<String>, body: Result<Bytes, BytesRejection>) -> Response {
    match id(&text).and_then(|id| Ok((id, object(body)?))) {
        Ok((id, sent)) => directory.user(StatusCode::OK, users::put(directory.0.clone(), id, sent).await),
        Err(refused) => refused,
    }
}

async fn patch_user(directory: Directory, Path(text): Path<String>, body: Result<Bytes, BytesRejection>) -> Response {
    match id(&text).and_then(|id| Ok((id, json_of(body)?))) {
        Ok((id, sent)) => directory.user(StatusCode::OK, users::patch(directory.0.clone(), id, sent).await),
        Err(refused) => refused,
    }
}

async fn delete_user(Directory(turn): Directory, Path(text): Path<String>) -> Response {
    match id(&text) {
        Ok(id) => gone(users::delete(turn, id).await),
        Err(refused) => refused,
    }
}

/// Whether the members of groups are wanted. Entra ID asks without them, for groups may be large.
fn with_members(asked: &Asked) -> bool {
    let names = |list: String| list.split(',').any(|name| name.trim().eq_ignore_ascii_case("members"));
    !asked.0.filled("excludedAttributes").is_some_and(names) && asked.0.filled("attributes").is_none_or(names)
}

async fn list_groups(directory: Directory, asked: Asked) -> Response {
    let page = match page(&asked) {
        Ok(page) => page,
        Err(refused) => return refused,
    };
    let filter = asked.0.filled("filter");
    match groups::list(&directory.0, filter.as_deref(), page, with_members(&asked)).await {
        Ok(listed) => {
            let site = directory.site();
            let some: Vec<Value> = listed.some.iter().map(|kept| kept.resource(&site)).collect();
            answer(StatusCode::OK, &describe::page(&some, listed.total, listed.start))
        }
        Err(error) => answer_error(&error),
    }
}

async fn create_group(directory: Directory, body: Result<Bytes, BytesRejection>) -> Response {
    match object(body) {
        Ok(sent) => directory.group(StatusCode::CREATED, groups::create(directory.0.clone(), sent).await),
        Err(refused) => refused,
    }
}

async fn one_group(directory: Directory, Path(text): Path<String>, asked: Asked) -> Response {
    match id(&text) {
        Ok(id) => directory.group(StatusCode::OK, groups::one(&directory.0, id, with_members(&asked)).await),
        Err(refused) => refused,
    }
}

async fn put_group(directory: Directory, Path(text): Path<String>, body: Result<Bytes, BytesRejection>) -> Response {
    match id(&text).and_then(|id| Ok((id, object(body)?))) {
        Ok((id, sent)) => directory.group(StatusCode::OK, groups::put(directory.0.clone(), id, sent).await),
        Err(refused) => refused,
    }
}

async fn patch_group(
    Directory(turn): Directory,
    Path(text): Path<String>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    match id(&text).and_then(|id| Ok((id, json_of(body)?))) {
        Ok((id, sent)) => gone(groups::patch(turn, id, sent).await),
        Err(refused) => refused,
    }
}

async fn delete_group(Directory(turn): Directory, Path(text): Path<String>) -> Response {
    match id(&text) {
        Ok(id) => gone(groups::delete(turn, id).await),
        Err(refused) => refused,
    }
}
