//! Lists of cases, in pages.
//!
//! A page is asked for by the cursor of the one before; cursors are opaque to whoever holds them and name the last case
//! shown, so that a page costs the same however deep it lies and nothing is shown twice when cases are added meanwhile.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use casework::ids::{GroupId, WardId};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::store::lists::{self, Item, Part};
pub use super::store::lists::{Narrowed, StageStep};
use crate::app::Caller;
use crate::tenancy::TenantTx;

/// The most cases on one page.
pub const LARGEST: usize = 100;

/// Which list.
#[derive(Clone, Debug)]
pub enum Which {
    /// The elected member's own cases, the newest first (R43).
    Mine(Narrowed),
    /// Cases of one ward in one status, the most urgent first (R34 decides which of them are seen).
    WardStatus { ward: WardId, status: &'static str },
    /// Open cases of one ward, the most urgent first.
    WardOpen { ward: WardId },
    /// Every case of one ward, the newest first.
    WardAll { ward: WardId },
    /// Open cases that a group must act on, the most urgent first; with `overdue`, only those past their date.
    Queue { group: GroupId, overdue: bool },
    /// Open cases of a team that wait for the councillor, the most urgent first.
    Asked { group: GroupId },
}

/// Where a page begins.
#[derive(Clone, Copy, Debug, Default)]
pub struct Position<'a> {
    /// Cursor of the last case of the page before.
    pub after: Option<&'a str>,
    /// Cursor of the first case of the page after.
    pub before: Option<&'a str>,
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page {
    pub items: Vec<Item>,
    /// To be given as `before`; `None` on the first page.
    pub previous: Option<String>,
    /// To be given as `after`; `None` on the last page.
    pub next: Option<String>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Cursor {
    Due(NaiveDate, Uuid),
    Raised(DateTime<Utc>, Uuid),
}

/// Why a list could not be given.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    #[error("this cursor is not one of this list")]
    Cursor,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// One page of at most `size` cases (1 to [`LARGEST`]).
///
/// # Errors
/// [`ListError::Cursor`] for a cursor of another list or an invented one.
pub async fn page(
    caller: &Caller,
    tx: &TenantTx,
    which: &Which,
    position: Position<'_>,
    size: usize,
) -> Result<Page, ListError> {
    let size = size.clamp(1, LARGEST);
    // One more than is shown tells whether there is another page, without counting what is stored.
    let limit = i64::try_from(size + 1).unwrap_or(i64::MAX);
    let mut items = match which {
        Which::Mine(narrowed) => {
            let part = part(position, raised_key)?;
            lists::of_member(tx, caller.actor.person.as_uuid(), narrowed, part, limit).await?
        }
        Which::WardAll { ward } => lists::all_of_ward(tx, ward.as_uuid(), part(position, raised_key)?, limit).await?,
        Which::WardStatus { ward, status } => {
            lists::of_ward(tx, ward.as_uuid(), status, part(position, due_key)?, limit).await?
        }
        Which::WardOpen { ward } => lists::open_of_ward(tx, ward.as_uuid(), part(position, due_key)?, limit).await?,
        Which::Queue { group, overdue } => {
            let due_before = if *overdue { caller.today() } else { FAR };
            lists::of_group(tx, group.as_uuid(), due_before, part(position, due_key)?, limit).await?
        }
        Which::Asked { group } => {
            lists::asked_by_group(tx, group.as_uuid(), FAR, part(position, due_key)?, limit).await?
        }
    };
    let more = items.len() > size;
    items.truncate(size);
    let backwards = position.before.is_some();
    if backwards {
        items.reverse();
    }
    let cursor = |item: &Item| {
        write_cursor(&match which {
            Which::Mine(_) | Which::WardAll { .. } => Cursor::Raised(item.raised_at, item.id),
            Which::WardStatus { .. } | Which::WardOpen { .. } | Which::Queue { .. } | Which::Asked { .. } => {
                Cursor::Due(item.due_on, item.id)
            }
        })
    };
    let (has_previous, has_next) = if backwards { (more, true) } else { (position.after.is_some(), more) };
    let previous = items.first().filter(|_| has_previous).map(cursor);
    let next = items.last().filter(|_| has_next).map(cursor);
    Ok(Page { items, previous, next })
}

/// Later than any deadline: narrows nothing.
const FAR: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date of the calendar");

/// Open cases that wait for this person or one of their groups, the most urgent first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn waiting(caller: &Caller, tx: &TenantTx, limit: i64) -> Result<Vec<Item>, DbErr> {
    let groups = caller.actor.groups.iter().map(GroupId::as_uuid).collect();
    lists::waiting_for(tx, caller.actor.person.as_uuid(), groups, limit).await
}

/// The stages that some cases went through, oldest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn stage_steps(tx: &TenantTx, items: &[Item]) -> Result<Vec<StageStep>, DbErr> {
    lists::stage_steps(tx, items.iter().map(|item| item.id).collect()).await
}

fn part<K>(position: Position<'_>, key: impl Fn(Cursor) -> Result<K, ListError>) -> Result<Part<K>, ListError> {
    match (position.after, position.before) {
        (None, None) => Ok(Part::Start),
        (Some(after), _) => Ok(Part::After(key(read_cursor(after)?)?)),
        (None, Some(before)) => Ok(Part::Before(key(read_cursor(before)?)?)),
    }
}

fn due_key(cursor: Cursor) -> Result<lists::DueKey, ListError> {
    match cursor {
        Cursor::Due(due, id) => Ok((due, id)),
        Cursor::Raised(..) => Err(ListError::Cursor),
    }
}

fn raised_key(cursor: Cursor) -> Result<lists::RaisedKey, ListError> {
    match cursor {
        Cursor::Raised(at, id) => Ok((at, id)),
        Cursor::Due(..) => Err(ListError::Cursor),
    }
}

fn read_cursor(text: &str) -> Result<Cursor, ListError> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| ListError::Cursor)?;
    serde_json::from_slice(&bytes).map_err(|_| ListError::Cursor)
}

fn write_cursor(cursor: &Cursor) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(cursor).unwrap_or_default())
}

/// Name of a category for people to read, in the caller's language; its key where no manifest names it any more.
#[must_use]
pub fn category_name(caller: &Caller, category: &str) -> String {
    let named = caller.council.manifest.category(category);
    named.map_or_else(|| category.to_owned(), |category| category.name.get(caller.lang).to_owned())
}

/// Name of a service, as [`category_name`].
#[must_use]
pub fn service_name(caller: &Caller, category: &str, service: &str) -> String {
    let named = caller.council.manifest.service(category, service);
    named.map_or_else(|| service.to_owned(), |service| service.name.get(caller.lang).to_owned())
}
