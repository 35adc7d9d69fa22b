//! What a request does to groups of the directory.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::group::{self, Edit, Kept};
use super::path::{self, Schema, Term};
use super::store::{self, GroupFilter};
use super::users::{begin, commit, nobody};
use super::{Listed, MOST_GROUPS, Page, ScimError, Wrong, refused};
use crate::app::{Turn, to_the_end};
use crate::tenancy::TenantTx;

/// Groups, with their members if they are wanted.
///
/// # Errors
/// `invalidFilter`.
pub async fn list(turn: &Turn, filter: Option<&str>, page: Page, members: bool) -> Result<Listed<Kept>, ScimError> {
    let Some(filter) = read(filter)? else { return Ok(nobody(page)) };
    let tx = begin(turn).await?;
    let mut listed = store::groups(&tx, filter, page).await?;
    if members {
        store::fill(&tx, &mut listed.some).await?;
    }
    Ok(listed)
}

/// What is asked for; none where no group can be so.
fn read(filter: Option<&str>) -> Result<Option<GroupFilter>, ScimError> {
    let mut wanted = GroupFilter::default();
    for Term { path, value } in filter.map(path::filter).transpose()?.unwrap_or_default() {
        let sub = path.sub.as_deref().map(str::to_ascii_lowercase);
        let (Value::String(text), Schema::Core) = (value, path.schema) else { return Err(unknown()) };
        let names = match (path.attribute.to_ascii_lowercase().as_str(), sub.as_deref()) {
            ("id", None) => (&mut wanted.id, text.parse::<Uuid>().ok()).into(),
            ("members", None | Some("value")) => (&mut wanted.member, text.parse::<Uuid>().ok()).into(),
            ("displayname", None) => Wanted::Text(&mut wanted.name, text),
            ("externalid", None) => Wanted::Text(&mut wanted.external_id, text),
            _ => return Err(unknown()),
        };
        if !names.fits() {
            return Ok(None);
        }
    }
    Ok(Some(wanted))
}

/// What an attribute is to be, and what was asked of it before.
enum Wanted<'a> {
    Id(&'a mut Option<Uuid>, Option<Uuid>),
    Text(&'a mut Option<String>, String),
}

impl<'a> From<(&'a mut Option<Uuid>, Option<Uuid>)> for Wanted<'a> {
    fn from((before, id): (&'a mut Option<Uuid>, Option<Uuid>)) -> Self {
        Self::Id(before, id)
    }
}

impl Wanted<'_> {
    /// Whether it can be so.
    fn fits(self) -> bool {
        match self {
            Self::Id(_, None) => false,
            Self::Id(before, id) => {
                before.is_none_or(|before| Some(before) == id) && {
                    *before = id;
                    true
                }
            }
            Self::Text(before, text) => {
                before.as_ref().is_none_or(|before| *before == text) && {
                    *before = Some(text);
                    true
                }
            }
        }
    }
}

fn unknown() -> ScimError {
    refused(Wrong::Filter, "Groups are filtered by displayName, externalId, id or members.value.")
}

/// # Errors
/// [`ScimError::NotFound`].
pub async fn one(turn: &Turn, id: Uuid, members: bool) -> Result<Kept, ScimError> {
    kept(&begin(turn).await?, id, members).await
}

async fn kept(tx: &TenantTx, id: Uuid, members: bool) -> Result<Kept, ScimError> {
    let mut group = store::group(tx, id).await?.ok_or(ScimError::NotFound)?;
    if members {
        store::fill(tx, std::slice::from_mut(&mut group)).await?;
    }
    Ok(group)
}

/// # Errors
/// `invalidValue` or `tooMany`.
pub async fn create(turn: Turn, sent: Map<String, Value>) -> Result<Kept, ScimError> {
    let (name, edits) = group::whole(&sent)?;
    to_the_end(async move {
        let tx = begin(&turn).await?;
        store::lock(&tx).await?;
        if store::how_many_groups(&tx).await? >= MOST_GROUPS.unsigned_abs() {
            return Err(refused(Wrong::TooMany, format!("There are {MOST_GROUPS} groups, which is the most.")));
        }
        let id = turn.app.ids.row(turn.now);
        store::add_group(&tx, id, &name, turn.now).await?;
        done(&tx, id, edits).await?;
        let group = kept(&tx, id, true).await?;
        commit(&turn, tx, None).await?;
        Ok(group)
    })
    .await
}

/// # Errors
/// `invalidValue` or `tooMany`, and [`ScimError::NotFound`].
pub async fn put(turn: Turn, id: Uuid, sent: Map<String, Value>) -> Result<Kept, ScimError> {
    let (name, mut edits) = group::whole(&sent)?;
    edits.push(Edit::Name(name));
    change(turn, id, edits).await
}

/// # Errors
/// As [`put`], and what a `PATCH` can have wrong.
pub async fn patch(turn: Turn, id: Uuid, body: Value) -> Result<(), ScimError> {
    let edits = group::edits(&body)?;
    change(turn, id, edits).await.map(|_| ())
}

async fn change(turn: Turn, id: Uuid, edits: Vec<Edit>) -> Result<Kept, ScimError> {
    to_the_end(async move {
        let tx = begin(&turn).await?;
        store::lock(&tx).await?;
        kept(&tx, id, false).await?;
        let changed = done(&tx, id, edits).await?;
        if changed {
            store::changed_group(&tx, id, turn.now).await?;
        }
        let group = kept(&tx, id, true).await?;
        if changed {
            commit(&turn, tx, None).await?;
        }
        Ok(group)
    })
    .await
}

/// # Errors
/// [`ScimError::NotFound`].
pub async fn delete(turn: Turn, id: Uuid) -> Result<(), ScimError> {
    to_the_end(async move {
        let tx = begin(&turn).await?;
        store::lock(&tx).await?;
        if !store::delete_group(&tx, id).await? {
            return Err(ScimError::NotFound);
        }
        commit(&turn, tx, None).await
    })
    .await
}

/// Does what was said, in order. Tells whether anything is different.
async fn done(tx: &TenantTx, id: Uuid, edits: Vec<Edit>) -> Result<bool, ScimError> {
    let mut changed = false;
    for edit in edits {
        changed |= match edit {
            Edit::Name(name) => store::name_group(tx, id, &name).await?,
            Edit::ExternalId(external_id) => store::know_group_by(tx, id, external_id).await?,
            Edit::Add(members) => store::add_members(tx, id, &known(tx, &members).await?).await?,
            // Who is not there is in no group.
            Edit::Remove(members) => {
                let users: Vec<Uuid> = members.iter().filter_map(|id| id.parse().ok()).collect();
                store::remove_members(tx, id, &users).await?
            }
            Edit::Only(members) => {
                let users = known(tx, &members).await?;
                store::keep_members(tx, id, &users).await? | store::add_members(tx, id, &users).await?
            }
        };
    }
    Ok(changed)
}

/// Members who are there, all of them.
async fn known(tx: &TenantTx, members: &[String]) -> Result<Vec<Uuid>, ScimError> {
    let users: Option<Vec<Uuid>> = members.iter().map(|id| id.parse().ok()).collect();
    let mut users = users.unwrap_or_default();
    users.sort_unstable();
    users.dedup();
    if (users.is_empty() && !members.is_empty()) || store::how_many_of(tx, &users).await? < users.len() {
        return Err(refused(Wrong::Value, "A member is no user that there is. Create the user first, and use its id."));
    }
    Ok(users)
}
