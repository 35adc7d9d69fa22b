//! The page on which people decide about what was given up.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::ids::JobId;

use super::{A_PAGE, Decision, Given, JobError, Kind, LONGEST_REASON, Which, Why};
use crate::app::Caller;
use crate::http::extract::{Asked, Here, frame_for};
use crate::http::problems::{self, problem_for};
use crate::identity::Sent;
use crate::web::Section;
use crate::web::views::{FieldProblem, JobDecision, JobKind, JobLine, JobOne, JobsPage, ProblemKind};

/// `GET /jobs`
pub async fn list(here: Here, caller: Caller, Asked(asked): Asked) -> Response {
    let read = async { super::list(&caller.begin().await?, &caller).await };
    let mut listed = match read.await {
        Ok(listed) => listed,
        Err(error) => return refused(&here, &caller, &error),
    };
    let more = listed.jobs.len() > A_PAGE;
    listed.jobs.truncate(A_PAGE);
    let done = asked.filled("done").filter(|done| ["retried", "discarded"].contains(&done.as_str()));
    let view = JobsPage {
        jobs: listed.jobs.into_iter().map(JobLine::from).collect(),
        more,
        kinds: listed.kinds.into_iter().map(JobKind::from).collect(),
        decisions: listed.decisions.into_iter().map(JobDecision::from).collect(),
        done,
    };
    problems::page(&here.app, &frame_for(&here, &caller, Some(Section::Home)), &view, StatusCode::OK)
}

/// `GET /jobs/{id}`
pub async fn one(here: Here, caller: Caller, Path(id): Path<String>) -> Response {
    draw(&here, &caller, &id, "", vec![]).await
}

/// `POST /jobs/{id}/retry`
pub async fn retry(here: Here, Path(id): Path<String>, Sent { caller, .. }: Sent) -> Response {
    match id.parse::<JobId>() {
        Ok(id) => retried(&here, &caller, Which::One(id)).await,
        Err(_) => problem_for(&here, &caller, ProblemKind::NotFound),
    }
}

/// `POST /jobs/retry` with `what`: all of a kind.
pub async fn retry_kind(here: Here, Sent { caller, fields }: Sent) -> Response {
    retried(&here, &caller, Which::Kind(fields.get("what").to_owned())).await
}

/// `POST /jobs/{id}/discard` with `reason`.
pub async fn discard(here: Here, Path(id): Path<String>, Sent { caller, fields }: Sent) -> Response {
    let Ok(job) = id.parse::<JobId>() else { return problem_for(&here, &caller, ProblemKind::NotFound) };
    let reason = fields.get("reason");
    let problem = match super::discard(&caller, job, reason).await {
        Ok(()) => return Redirect::to("/jobs?done=discarded").into_response(),
        Err(JobError::Missing) => FieldProblem::new("reason", "missing"),
        Err(JobError::TooLong) => FieldProblem::new("reason", "too-long").with("max", LONGEST_REASON),
        Err(error) => return refused(&here, &caller, &error),
    };
    draw(&here, &caller, &id, reason, vec![problem]).await
}

async fn retried(here: &Here, caller: &Caller, which: Which) -> Response {
    match super::retry(caller, which).await {
        Ok(_) => Redirect::to("/jobs?done=retried").into_response(),
        Err(error) => refused(here, caller, &error),
    }
}

async fn draw(here: &Here, caller: &Caller, id: &str, reason: &str, problems: Vec<FieldProblem>) -> Response {
    let Ok(id) = id.parse::<JobId>() else { return problem_for(here, caller, ProblemKind::NotFound) };
    let read = async { super::one(&caller.begin().await?, caller, id).await };
    let job = match read.await {
        Ok(job) => JobLine::from(job),
        Err(error) => return refused(here, caller, &error),
    };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = JobOne { job, reason: reason.to_owned(), limit: LONGEST_REASON, problems };
    problems::page(&here.app, &frame_for(here, caller, Some(Section::Home)), &view, status)
}

fn refused(here: &Here, caller: &Caller, error: &JobError) -> Response {
    match error {
        JobError::NotAllowed => problem_for(here, caller, ProblemKind::NotAllowed),
        JobError::NotFound => problem_for(here, caller, ProblemKind::NotFound),
        JobError::Missing | JobError::TooLong => problem_for(here, caller, ProblemKind::BadRequest),
        JobError::Database(error) => problems::something_wrong(here, error),
    }
}

/// A kind for which there are words.
fn worded(what: String) -> String {
    let known =
        ["mail-staff", "mail-resident", "mail-copy", "residents", "copies", "letter", "event"].contains(&what.as_str());
    if known { what } else { "other".to_owned() }
}

impl From<Given> for JobLine {
    fn from(job: Given) -> Self {
        let why = job.last_error.as_deref().unwrap_or_default().parse::<Why>().unwrap_or_else(|never| match never {});
        Self {
            id: JobId::from_uuid(job.id).to_string(),
            what: worded(job.what),
            person: job.person,
            reference: job.reference,
            created_at: job.created_at,
            given_up_at: job.ended_at.unwrap_or(job.created_at),
            attempts: u32::try_from(job.attempts).unwrap_or_default(),
            why: why.code().to_owned(),
            detail: why.detail().unwrap_or_default().to_owned(),
        }
    }
}

impl From<Kind> for JobKind {
    fn from(kind: Kind) -> Self {
        let jobs = u32::try_from(kind.jobs).unwrap_or(u32::MAX);
        Self { words: worded(kind.what.clone()), what: kind.what, jobs }
    }
}

impl From<Decision> for JobDecision {
    fn from(decision: Decision) -> Self {
        Self {
            what: worded(decision.what),
            decision: decision.decision,
            reason: decision.reason,
            by: decision.by,
            at: decision.at,
        }
    }
}
