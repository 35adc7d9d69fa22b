//! GraphQL over HTTP, by the letter of its specification: content negotiation, status codes, and nothing a form of
//! another site could send (a body must be declared as JSON).

use async_graphql::parser::types::OperationType;
use async_graphql::{Request, Response, ServerError, Variables};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::IntoResponse;
use serde::Deserialize;
use serde_json::Value;

use super::request::{RequestScope, loads};
use super::{Api, limits};
use crate::app::Caller;

/// `POST /graphql`.
pub async fn post(
    State(api): State<Api>,
    caller: Option<Caller>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> axum::response::Response {
    let Some(media) = accepted(&headers) else { return not_acceptable() };
    let Ok(body) = body else {
        return refused(media, StatusCode::PAYLOAD_TOO_LARGE, "The body is too large. Send several queries instead.");
    };
    let declared = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !is_json(declared) {
        let message = "Send the query as JSON, with the header `Content-Type: application/json`.";
        return refused(media, StatusCode::UNSUPPORTED_MEDIA_TYPE, message);
    }
    match serde_json::from_slice::<Value>(&body).map(Parameters::from_json) {
        Ok(Ok(parameters)) => run(api, caller, media, Method::POST, parameters).await,
        Ok(Err(message)) => refused(media, StatusCode::BAD_REQUEST, message),
        Err(error) => refused(media, StatusCode::BAD_REQUEST, &format!("The body is not JSON: {error}.")),
    }
}

/// `GET /graphql`: queries only.
pub async fn get(
    State(api): State<Api>,
    caller: Option<Caller>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> axum::response::Response {
    let Some(media) = accepted(&headers) else { return not_acceptable() };
    match Parameters::from_query(query.as_deref().unwrap_or_default()) {
        Ok(parameters) => run(api, caller, media, Method::GET, parameters).await,
        Err(message) => refused(media, StatusCode::BAD_REQUEST, message),
    }
}

/// The two media types of an answer; they differ in which status code a refused query has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Media {
    /// `application/graphql-response+json`
    GraphQl,
    /// `application/json`, for older clients: whatever was understood is answered with 200.
    Json,
}

#[derive(Default)]
struct Parameters {
    query: String,
    operation_name: Option<String>,
    variables: Variables,
}

impl Parameters {
    fn from_json(body: Value) -> Result<Self, &'static str> {
        let Value::Object(mut body) = body else { return Err("The body must be one JSON object.") };
        let Some(Value::String(query)) = body.remove("query") else {
            return Err("`query` is missing, or is not text.");
        };
        let operation_name = match body.remove("operationName") {
            None | Some(Value::Null) => None,
            Some(Value::String(name)) => Some(name),
            Some(_) => return Err("`operationName` must be text."),
        };
        let variables = match body.remove("variables") {
            None | Some(Value::Null) => Variables::default(),
            Some(variables @ Value::Object(_)) => Variables::from_json(variables),
            Some(_) => return Err("`variables` must be an object."),
        };
        match body.remove("extensions") {
            None | Some(Value::Null | Value::Object(_)) => Ok(Self { query, operation_name, variables }),
            Some(_) => Err("`extensions` must be an object."),
        }
    }

    fn from_query(query: &str) -> Result<Self, &'static str> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Raw {
            query: Option<String>,
            operation_name: Option<String>,
            variables: Option<String>,
        }
        let raw: Raw = serde_urlencoded::from_str(query).map_err(|_| "The address's parameters cannot be read.")?;
        let variables = match raw.variables.as_deref().filter(|text| !text.is_empty()) {
            None => Variables::default(),
            Some(text) => match serde_json::from_str(text) {
                Ok(Value::Null) => Variables::default(),
                Ok(variables @ Value::Object(_)) => Variables::from_json(variables),
                _ => return Err("`variables` must be a JSON object."),
            },
        };
        let query = raw.query.filter(|query| !query.is_empty()).ok_or("`query` is missing.")?;
        Ok(Self { query, operation_name: raw.operation_name.filter(|name| !name.is_empty()), variables })
    }
}

async fn run(
    api: Api,
    caller: Option<Caller>,
    media: Media,
    method: Method,
    parameters: Parameters,
) -> axum::response::Response {
    let Some(caller) = caller else {
        return refused(media, StatusCode::UNAUTHORIZED, "Sign in first: this request carries no session.");
    };
    let mut request = Request::new(parameters.query).variables(parameters.variables);
    if let Some(name) = parameters.operation_name {
        request = request.operation_name(name);
    }
    // A query that cannot be read is refused below, with the library's words.
    let read = api.documents.read(&mut request);
    if method == Method::GET && is_mutation(&mut request) {
        let mut response = refused(media, StatusCode::METHOD_NOT_ALLOWED, "Changes must be sent with POST.");
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
        return response;
    }
    let mut refusal = || request.parsed_query().ok().and_then(limits::refusal);
    if let Some(message) = read.ok().and_then(|()| refusal()) {
        return refused(media, not_run(media), &message);
    }
    let scope = RequestScope::new(caller);
    let loader = loads(&scope);
    let response = api.schema.execute(request.data(scope).data(loader)).await;
    // A query that was never run has errors and no data: it was malformed or not valid against the schema.
    let never_run = response.is_err() && response.data == async_graphql::Value::Null;
    let status = if never_run { not_run(media) } else { StatusCode::OK };
    answer(media, status, &response)
}

/// The status of a query that was understood as one and then refused.
fn not_run(media: Media) -> StatusCode {
    match media {
        Media::GraphQl => StatusCode::BAD_REQUEST,
        Media::Json => StatusCode::OK,
    }
}

fn is_mutation(request: &mut Request) -> bool {
    let name = request.operation_name.clone();
    let Ok(document) = request.parsed_query() else { return false };
    document
        .operations
        .iter()
        .filter(|(operation, _)| name.is_none() || operation.map(async_graphql::Name::as_str) == name.as_deref())
        .any(|(_, operation)| operation.node.ty != OperationType::Query)
}

fn accepted(headers: &HeaderMap) -> Option<Media> {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("*/*");
    accept.split(',').find_map(|range| match range.split(';').next().unwrap_or_default().trim() {
        "application/graphql-response+json" => Some(Media::GraphQl),
        "application/json" | "application/*" | "*/*" | "" => Some(Media::Json),
        _ => None,
    })
}

fn is_json(declared: &str) -> bool {
    let mut parts = declared.split(';').map(str::trim);
    let json = parts.next().is_some_and(|media| media.eq_ignore_ascii_case("application/json"));
    json && parts.all(|part| {
        part.to_ascii_lowercase().strip_prefix("charset=").is_none_or(|charset| charset.trim_matches('"') == "utf-8")
    })
}

fn refused(media: Media, status: StatusCode, message: &str) -> axum::response::Response {
    answer(media, status, &Response::from_errors(vec![ServerError::new(message, None)]))
}

fn not_acceptable() -> axum::response::Response {
    refused(
        Media::Json,
        StatusCode::NOT_ACCEPTABLE,
        "Answers are `application/graphql-response+json` or `application/json`.",
    )
}

fn answer(media: Media, status: StatusCode, response: &Response) -> axum::response::Response {
    let never_run = response.is_err() && response.data == async_graphql::Value::Null && status != StatusCode::OK;
    let body = if never_run {
        // The specification wants no `data` at all where nothing was run.
        serde_json::to_vec(&serde_json::json!({ "errors": response.errors }))
    } else {
        serde_json::to_vec(response)
    };
    let media = match media {
        Media::GraphQl => "application/graphql-response+json; charset=utf-8",
        Media::Json => "application/json; charset=utf-8",
    };
    match body {
        Ok(body) => {
            (status, [(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, "no-store")], body).into_response()
        }
        Err(error) => {
            tracing::error!(error = %error, "a GraphQL answer could not be written as JSON");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
