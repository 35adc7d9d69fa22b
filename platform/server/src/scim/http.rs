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

use super::path::{self, ENTERPRISE, Schema};
use super::{Page, ScimError, Wrong, describe, group, groups, refused, user, users};
use crate::app::{App, Turn};
use crate::guests::DEARER;
use crate::http::extract::{Asked, Here};
use crate::http::from::From as Sender;
use crate::people::{self, Door};

const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

/// Every address of it.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S>
where
    Arc<App>: FromRef<S>,
{
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
            Err(error) => Err(ScimError::Database(error).into_response()),
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

impl IntoResponse for ScimError {
    fn into_response(self) -> Response {
        let (status, wrong) = match &self {
            Self::Refused { wrong: Wrong::Uniqueness, .. } => (StatusCode::CONFLICT, Some(Wrong::Uniqueness)),
            Self::Refused { wrong, .. } => (StatusCode::BAD_REQUEST, Some(*wrong)),
            Self::NotFound => (StatusCode::NOT_FOUND, None),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, None),
            Self::Database(failure) => {
                tracing::error!(error = %failure, "what a directory sent could not be kept");
                return error(StatusCode::SERVICE_UNAVAILABLE, None, "It could not be done: send it again later.");
            }
        };
        error(status, wrong, &self.to_string())
    }
}

/// What came of a request.
type Answer = Result<Response, ScimError>;
type Body = Result<Bytes, BytesRejection>;

impl Directory {
    fn site(&self) -> String {
        people::push_address(&self.0.app, &self.0.council)
    }

    fn turn(&self) -> Turn {
        self.0.clone()
    }

    fn user(&self, kept: &user::Kept) -> Value {
        kept.resource(&self.site())
    }

    fn group(&self, kept: &group::Kept) -> Value {
        kept.resource(&self.site())
    }
}

fn ok(resource: &Value) -> Answer {
    Ok(answer(StatusCode::OK, resource))
}

fn created(resource: &Value) -> Answer {
    let location = resource["meta"]["location"].as_str().unwrap_or_default().to_owned();
    Ok(([(header::LOCATION, location)], answer(StatusCode::CREATED, resource)).into_response())
}

fn done() -> Answer {
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A resource that was sent.
fn object(body: Body) -> Result<Map<String, Value>, ScimError> {
    match json_of(body)? {
        Value::Object(object) => Ok(object),
        _ => Err(refused(Wrong::Syntax, "The body is one JSON object.")),
    }
}

fn json_of(body: Body) -> Result<Value, ScimError> {
    let body = body.map_err(|_| ScimError::TooLarge)?;
    serde_json::from_slice(&body).map_err(|_| refused(Wrong::Syntax, "The body is not JSON."))
}

/// What is no id is nobody's.
fn id(text: &str) -> Result<Uuid, ScimError> {
    text.parse().map_err(|_| ScimError::NotFound)
}

fn page(asked: &Asked) -> Result<Page, ScimError> {
    Page::asked(asked.0.filled("startIndex").as_deref(), asked.0.filled("count").as_deref())
}

/// Which attributes are wanted (RFC 7644, 3.9): by `attributes` or `excludedAttributes`, as far as whole attributes go. Entra ID asks for
/// groups without their members, for they may be large.
struct Wanted {
    only: Option<Vec<String>>,
    without: Vec<String>,
}

impl Wanted {
    fn of(asked: &Asked) -> Result<Self, ScimError> {
        let names = |list: String| -> Result<Vec<String>, ScimError> { list.split(',').map(key_of).collect() };
        let (only, without) = (asked.0.filled("attributes"), asked.0.filled("excludedAttributes"));
        Ok(Self { only: only.map(names).transpose()?, without: without.map(names).transpose()?.unwrap_or_default() })
    }

    fn wants(&self, key: &str) -> bool {
        let is = |name: &String| name.eq_ignore_ascii_case(key);
        self.only.as_ref().is_none_or(|only| only.iter().any(is)) && !self.without.iter().any(is)
    }

    fn shown(&self, mut resource: Value) -> Value {
        if let Some(resource) = resource.as_object_mut() {
            resource.retain(|key, _| matches!(key.as_str(), "id" | "schemas") || self.wants(key));
        }
        resource
    }
}

/// The name of a whole attribute, as it stands in a resource.
fn key_of(name: &str) -> Result<String, ScimError> {
    let path = path::Path::parse(name)?;
    Ok(if path.schema == Schema::Enterprise { ENTERPRISE.to_owned() } else { path.attribute })
}

async fn nothing(_: Directory) -> ScimError {
    ScimError::NotFound
}

async fn config(directory: Directory) -> Answer {
    ok(&describe::config(&directory.site()))
}

async fn resource_types(directory: Directory) -> Answer {
    ok(&describe::list(&describe::resource_types(&directory.site())))
}

async fn resource_type(directory: Directory, Path(id): Path<String>) -> Answer {
    described(&describe::resource_types(&directory.site()), &id)
}

async fn schemas(directory: Directory) -> Answer {
    ok(&describe::list(&describe::schemas(&directory.site())))
}

async fn schema(directory: Directory, Path(id): Path<String>) -> Answer {
    described(&describe::schemas(&directory.site()), &id)
}

fn described(all: &[Value], id: &str) -> Answer {
    ok(all.iter().find(|one| one["id"] == id).ok_or(ScimError::NotFound)?)
}

async fn list_users(directory: Directory, asked: Asked) -> Answer {
    let (filter, wanted) = (asked.0.filled("filter"), Wanted::of(&asked)?);
    let listed = users::list(&directory.0, filter.as_deref(), page(&asked)?).await?;
    let some: Vec<Value> = listed.some.iter().map(|kept| wanted.shown(directory.user(kept))).collect();
    ok(&describe::page(&some, listed.total, listed.start))
}

async fn create_user(directory: Directory, body: Body) -> Answer {
    created(&directory.user(&users::create(directory.turn(), object(body)?).await?))
}

async fn one_user(directory: Directory, Path(text): Path<String>, asked: Asked) -> Answer {
    let wanted = Wanted::of(&asked)?;
    ok(&wanted.shown(directory.user(&users::one(&directory.0, id(&text)?).await?)))
}

async fn put_user(directory: Directory, Path(text): Path<String>, body: Body) -> Answer {
    ok(&directory.user(&users::put(directory.turn(), id(&text)?, object(body)?).await?))
}

async fn patch_user(directory: Directory, Path(text): Path<String>, body: Body) -> Answer {
    ok(&directory.user(&users::patch(directory.turn(), id(&text)?, json_of(body)?).await?))
}

async fn delete_user(directory: Directory, Path(text): Path<String>) -> Answer {
    users::delete(directory.turn(), id(&text)?).await?;
    done()
}

async fn list_groups(directory: Directory, asked: Asked) -> Answer {
    let (filter, wanted) = (asked.0.filled("filter"), Wanted::of(&asked)?);
    let listed = groups::list(&directory.0, filter.as_deref(), page(&asked)?, wanted.wants("members")).await?;
    let some: Vec<Value> = listed.some.iter().map(|kept| wanted.shown(directory.group(kept))).collect();
    ok(&describe::page(&some, listed.total, listed.start))
}

async fn create_group(directory: Directory, body: Body) -> Answer {
    created(&directory.group(&groups::create(directory.turn(), object(body)?).await?))
}

async fn one_group(directory: Directory, Path(text): Path<String>, asked: Asked) -> Answer {
    let wanted = Wanted::of(&asked)?;
    ok(&wanted.shown(directory.group(&groups::one(&directory.0, id(&text)?, wanted.wants("members")).await?)))
}

async fn put_group(directory: Directory, Path(text): Path<String>, body: Body) -> Answer {
    ok(&directory.group(&groups::put(directory.turn(), id(&text)?, object(body)?).await?))
}

/// Entra ID wants no answer, for groups may be large.
async fn patch_group(directory: Directory, Path(text): Path<String>, body: Body) -> Answer {
    groups::patch(directory.turn(), id(&text)?, json_of(body)?).await?;
    done()
}

async fn delete_group(directory: Directory, Path(text): Path<String>) -> Answer {
    groups::delete(directory.turn(), id(&text)?).await?;
    done()
}
