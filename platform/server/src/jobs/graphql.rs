//! What was given up, in the GraphQL schema.

use async_graphql::{Context, Object, Result, SimpleObject};
use casework::ids::JobId;
use chrono::{DateTime, Utc};

use super::{Decision, Given, JobError, Which, Why};
use crate::api::request::{internal, scope};

#[derive(Default)]
pub struct JobQuery;

#[derive(Default)]
pub struct JobMutation;

#[Object(serial)]
impl JobQuery {
    /// Jobs that were given up, such as mail that a server refused, the newest first and at most fifty. Empty for whoever does not look
    /// after the council's mail.
    #[graphql(complexity = "50 * child_complexity")]
    async fn failed_jobs(&self, context: &Context<'_>) -> Result<Vec<FailedJob>> {
        let listed = listed(context).await?;
        Ok(listed.map_or_else(Vec::new, |listed| listed.jobs.into_iter().take(super::A_PAGE).map(FailedJob).collect()))
    }

    /// What was decided about such jobs, the newest first and at most twenty.
    #[graphql(complexity = "20 * child_complexity")]
    async fn job_decisions(&self, context: &Context<'_>) -> Result<Vec<JobDecision>> {
        let listed = listed(context).await?;
        Ok(listed.map_or_else(Vec::new, |listed| listed.decisions.into_iter().map(JobDecision::from).collect()))
    }

    /// How many jobs of each kind were given up, however many there are.
    #[graphql(complexity = "10 * child_complexity")]
    async fn failed_job_kinds(&self, context: &Context<'_>) -> Result<Vec<FailedJobKind>> {
        let kinds = listed(context).await?.map_or_else(Vec::new, |listed| listed.kinds);
        Ok(kinds.into_iter().map(|kind| FailedJobKind { what: kind.what, jobs: kind.jobs }).collect())
    }
}

/// Jobs of a kind that were given up.
#[derive(SimpleObject)]
#[graphql(serial)]
struct FailedJobKind {
    /// As `FailedJob.what`.
    what: String,
    jobs: i64,
}

async fn listed(context: &Context<'_>) -> Result<Option<super::Listed>> {
    let scope = scope(context)?;
    let tx = scope.tx().await.map_err(|error| internal(&error))?;
    match super::list(tx, &scope.caller).await {
        Ok(listed) => Ok(Some(listed)),
        Err(JobError::Database(error)) => Err(internal(&error)),
        Err(_) => Ok(None),
    }
}

#[derive(SimpleObject)]
#[graphql(serial)]
struct JobPayload {
    /// How many jobs it was done to.
    jobs: u64,
    /// Why to none: `not-allowed`, `not-found`, `missing` or `too-long`.
    code: Option<&'static str>,
    /// The same for people.
    message: Option<String>,
}

#[Object(serial)]
impl JobMutation {
    /// Takes up again a job that was given up. It keeps its id, which goes along as the idempotency key.
    async fn retry_job(&self, context: &Context<'_>, id: String) -> Result<JobPayload> {
        let Ok(id) = id.parse::<JobId>() else { return payload(Err(JobError::NotFound)) };
        payload(super::retry(&scope(context)?.caller, Which::One(id)).await)
    }

    /// Takes up again all jobs of a kind, as `FailedJob.what` names it.
    async fn retry_jobs(&self, context: &Context<'_>, what: String) -> Result<JobPayload> {
        payload(super::retry(&scope(context)?.caller, Which::Kind(what)).await)
    }

    /// Puts a job aside for good, with a reason that is kept.
    async fn discard_job(&self, context: &Context<'_>, id: String, reason: String) -> Result<JobPayload> {
        let Ok(id) = id.parse::<JobId>() else { return payload(Err(JobError::NotFound)) };
        payload(super::discard(&scope(context)?.caller, id, &reason).await.map(|()| 1))
    }
}

fn payload(done: std::result::Result<u64, JobError>) -> Result<JobPayload> {
    let refused = match done {
        Ok(jobs) => return Ok(JobPayload { jobs, code: None, message: None }),
        Err(refused) => refused,
    };
    let code = match &refused {
        JobError::NotAllowed => "not-allowed",
        JobError::NotFound => "not-found",
        JobError::Missing => "missing",
        JobError::TooLong => "too-long",
        JobError::Database(error) => return Err(internal(error)),
    };
    Ok(JobPayload { jobs: 0, code: Some(code), message: Some(refused.to_string()) })
}

/// A job that was given up.
struct FailedJob(Given);

#[Object(serial)]
impl FailedJob {
    async fn id(&self) -> String {
        JobId::from_uuid(self.0.id).to_string()
    }

    /// What it was to do, for programs: `mail-staff`, `mail-resident` and so on.
    async fn what(&self) -> &str {
        &self.0.what
    }

    /// Reference of its case; null where you may not see the case.
    async fn case(&self) -> Option<&str> {
        self.0.reference.as_deref()
    }

    /// Name of somebody of the council to whom it was.
    async fn person(&self) -> Option<&str> {
        self.0.person.as_deref()
    }

    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    async fn given_up_at(&self) -> Option<DateTime<Utc>> {
        self.0.ended_at
    }

    async fn attempts(&self) -> i32 {
        self.0.attempts
    }

    /// Why the last try failed, for programs: `address`, `no-answer`, `not-set-up`, `inside`, `answer`, `channel` or `other`.
    async fn why(&self) -> &'static str {
        self.why_of().code()
    }

    /// What goes with `why`: the mail server's code, or words of the channel or for an operator.
    async fn detail(&self) -> Option<String> {
        self.why_of().detail().map(str::to_owned)
    }
}

impl FailedJob {
    fn why_of(&self) -> Why {
        self.0.last_error.as_deref().unwrap_or_default().parse().unwrap_or_else(|never| match never {})
    }
}

/// What was decided about a job that was given up.
#[derive(SimpleObject)]
#[graphql(serial)]
struct JobDecision {
    job: String,
    /// As `FailedJob.what`.
    what: String,
    /// `retried` or `discarded`.
    decision: String,
    reason: Option<String>,
    /// Null for the operator.
    by: Option<String>,
    at: DateTime<Utc>,
}

impl From<Decision> for JobDecision {
    fn from(decision: Decision) -> Self {
        Self {
            job: JobId::from_uuid(decision.job_id).to_string(),
            what: decision.what,
            decision: decision.decision,
            reason: decision.reason,
            by: decision.by,
            at: decision.at,
        }
    }
}
