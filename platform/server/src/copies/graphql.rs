//! Copies in the GraphQL schema.

use async_graphql::{Context, Object, Result, SimpleObject};
use casework::copies::CopyForm;
use casework::ids::CopyId;
use chrono::{DateTime, Utc};

use super::{CopyError, CopyRow};
use crate::api::request::{internal, scope};
use crate::cases::graphql::{Case, FieldProblem, Refusal};
use crate::cases::{CaseRow, by_reference};

/// An address outside that gets copies of the case's news, or did.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct CaseCopy {
    id: String,
    name: String,
    email: String,
    /// Hears the answer, because everybody named agreed, or nobody is named.
    agreed: bool,
    added_by: String,
    added_at: DateTime<Utc>,
    /// `removed`, `unsubscribed` or `refused`; null while it gets copies.
    ended: Option<String>,
    ended_at: Option<DateTime<Utc>>,
}

impl From<CopyRow> for CaseCopy {
    fn from(copy: CopyRow) -> Self {
        Self {
            id: CopyId::from_uuid(copy.id).to_string(),
            name: copy.name,
            email: copy.email,
            agreed: copy.agreed,
            added_by: copy.added_by,
            added_at: copy.added_at,
            ended: copy.ended,
            ended_at: copy.ended_at,
        }
    }
}

#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct CopyPayload {
    case: Option<Case>,
    problems: Vec<FieldProblem>,
    refusal: Option<Refusal>,
}

/// A mail that an address outside would get.
#[derive(SimpleObject)]
#[graphql(serial)]
struct CopyExample {
    subject: String,
    text: String,
}

#[derive(Default)]
pub struct CopyQuery;

#[Object(serial)]
impl CopyQuery {
    /// What addresses outside will read when the case moves on and when it ends; null for whoever does not say who gets copies.
    async fn copy_examples(&self, context: &Context<'_>, reference: String) -> Result<Option<Vec<CopyExample>>> {
        let scope = scope(context)?;
        let caller = &scope.caller;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let row = by_reference(tx, &reference).await.map_err(|error| internal(&error))?;
        let examples = |row: CaseRow| super::examples(&caller.council, caller.app.pages.texts(), &row);
        let shown = row.filter(|row| super::may_change(caller, row)).map(examples);
        let line = |it: super::Example| CopyExample { subject: it.subject, text: it.text };
        Ok(shown.map(|shown| shown.into_iter().map(line).collect()))
    }
}

#[derive(Default)]
pub struct CopyMutation;

#[Object(serial)]
impl CopyMutation {
    /// Adds an address outside that gets copies, for whoever raised the case.
    async fn add_copy(
        &self,
        context: &Context<'_>,
        reference: String,
        #[graphql(desc = "Who that is, such as the office of an MP.")] name: String,
        email: String,
        #[graphql(
            desc = "Whether everybody named in the case agreed that they hear the answer; needed where somebody is."
        )]
        agreed: Option<bool>,
    ) -> Result<CopyPayload> {
        payload(super::add(&scope(context)?.caller, &reference, &CopyForm { name, email, agreed }).await)
    }

    /// Takes an address off. What waits for it is stopped.
    async fn remove_copy(&self, context: &Context<'_>, reference: String, id: String) -> Result<CopyPayload> {
        let Ok(id) = id.parse::<CopyId>() else { return payload(Err(CopyError::NotFound)) };
        payload(super::remove(&scope(context)?.caller, &reference, id).await)
    }
}

fn payload(done: std::result::Result<CaseRow, CopyError>) -> Result<CopyPayload> {
    let error = match done {
        Ok(row) => return Ok(CopyPayload { case: Some(Case::from(row)), ..Default::default() }),
        Err(CopyError::Invalid(errors)) => {
            let problems = errors.iter().map(FieldProblem::from).collect();
            return Ok(CopyPayload { problems, ..Default::default() });
        }
        Err(CopyError::Database(error)) => return Err(internal(&error)),
        Err(error) => error,
    };
    let code = match error {
        CopyError::Confidential => "confidential",
        CopyError::TooMany => "too-many",
        CopyError::Already => "already",
        CopyError::HadEnough => "had-enough",
        CopyError::NotFound | CopyError::Invalid(_) | CopyError::Database(_) => "not-found",
    };
    let refusal = Some(Refusal { code: code.to_owned(), message: error.to_string() });
    Ok(CopyPayload { refusal, ..Default::default() })
}
