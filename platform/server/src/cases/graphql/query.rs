//! Reading cases.

use async_graphql::{Context, Enum, Error, ErrorExtensions, InputObject, Object, Result, SimpleObject};
use casework::ids::{GroupId, WardId};

use super::types::Case;
use crate::api::request::{RequestScope, internal, scope};
use crate::cases::by_reference;
use crate::cases::lists::{self, ListError, Narrowed, Position, Which};

#[derive(Default)]
pub struct CaseQuery;

/// A page of cases.
#[derive(SimpleObject)]
#[graphql(serial)]
struct CasePage {
    nodes: Vec<Case>,
    /// Give it as `after` to get the next page; none on the last page.
    next: Option<String>,
}

/// Where a case stands, whatever the council calls its stages.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
enum CaseStatus {
    Open,
    /// Something is asked of the councillor.
    Waiting,
    /// To be confirmed by the councillor.
    Resolved,
    Closed,
}

impl CaseStatus {
    fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
        }
    }
}

/// Which cases: the caller's own (no ward, no group), a ward's or a group's.
#[derive(InputObject, Default)]
struct CaseFilter {
    /// GSS code: cases of this ward that the caller may see, in one status (`OPEN` unless told).
    ward: Option<String>,
    /// Key of a group: open cases that it must act on.
    group: Option<String>,
    status: Option<CaseStatus>,
    /// Whether they have not ended. Of a ward, `true` gives those that have not, the most urgent first, and `false` all of them, the
    /// newest first, whatever their status.
    open: Option<bool>,
    /// Key of a stage; for the caller's own cases only.
    stage: Option<String>,
    /// Those that wait for the caller; for their own cases only.
    #[graphql(default)]
    needs_me: bool,
    /// Those past their due date; for a group only.
    #[graphql(default)]
    overdue: bool,
    /// Those of a group that wait for the councillor's answer, in place of those on which it must act.
    #[graphql(default)]
    asked: bool,
    /// Words in reference, summary or place; for the caller's own cases only.
    search: Option<String>,
}

#[Object(serial)]
impl CaseQuery {
    /// The case of this reference; null where there is none, or none that the caller may see.
    async fn case(&self, context: &Context<'_>, reference: String) -> Result<Option<Case>> {
        let tx = scope(context)?.tx().await.map_err(|error| internal(&error))?;
        let row = by_reference(tx, &reference).await.map_err(|error| internal(&error))?;
        Ok(row.map(Case::from))
    }

    /// Cases, a page at a time (25 unless told, 100 at the most). Own cases come newest first, others most urgent first.
    #[graphql(complexity = "(first.unwrap_or(25).clamp(1, 100) as usize).saturating_mul(child_complexity)")]
    async fn cases(
        &self,
        context: &Context<'_>,
        filter: Option<CaseFilter>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<CasePage> {
        let scope = scope(context)?;
        let which = which(scope, filter.unwrap_or_default())?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let size = usize::try_from(first.unwrap_or(25)).unwrap_or(1);
        let page =
            lists::page(&scope.caller, tx, &which, Position { after: after.as_deref(), before: None }, size).await;
        let page = page.map_err(|error| match error {
            ListError::Cursor => invalid("`after` is not a cursor of this list. Begin again without it."),
            ListError::Database(error) => internal(&error),
        })?;
        Ok(CasePage { nodes: page.items.into_iter().map(Case::from).collect(), next: page.next })
    }
}

fn which(scope: &RequestScope, filter: CaseFilter) -> Result<Which> {
    let council = &scope.caller.council;
    match (filter.ward, filter.group) {
        (Some(_), Some(_)) => Err(invalid("Ask for a ward or for a group, not for both.")),
        (Some(gss), None) => {
            let ward: Option<WardId> = council.wards.by_gss.get(&gss).copied();
            let ward = ward.ok_or_else(|| invalid("There is no ward of this GSS code in the council."))?;
            Ok(match filter.open {
                Some(true) => Which::WardOpen { ward },
                Some(false) => Which::WardAll { ward },
                None => Which::WardStatus { ward, status: filter.status.unwrap_or(CaseStatus::Open).as_str() },
            })
        }
        (None, Some(key)) => {
            let group: Option<GroupId> = council.groups.lookup.id(&key);
            let group = group.ok_or_else(|| invalid("There is no group of this key in the council."))?;
            Ok(match filter.asked {
                true => Which::Asked { group },
                false => Which::Queue { group, overdue: filter.overdue },
            })
        }
        (None, None) => Ok(Which::Mine(Narrowed {
            status: filter.status.map(|status| status.as_str().to_owned()),
            words: filter.search.filter(|words| !words.trim().is_empty()),
            stage: filter.stage,
            open: filter.open.or(filter.needs_me.then_some(true)),
            waiting: filter.needs_me,
        })),
    }
}

fn invalid(message: &str) -> Error {
    Error::new(message).extend_with(|_, extensions| extensions.set("code", "INVALID"))
}
