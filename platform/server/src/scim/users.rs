//! What a request does to people of the directory.

use casework::feeds::Content;
use casework::starters::Units;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::path::{self, Schema, Term};
use super::store::{self, UserFilter};
use super::user::{Kept, User};
use super::{Listed, MOST_USERS, Page, ScimError, Wrong, patch, refused};
use crate::app::{Turn, to_the_end};
use crate::people;
use crate::tenancy::{Acting, TenantTx};

/// The longest key by which starters know somebody.
const LONGEST_KEY: usize = 100;

pub(super) async fn begin(turn: &Turn) -> Result<TenantTx, ScimError> {
    Ok(turn.app.database.begin(&turn.council.schema, Acting::System).await?)
}

/// # Errors
/// `invalidFilter`.
pub async fn list(turn: &Turn, filter: Option<&str>, page: Page) -> Result<Listed<Kept>, ScimError> {
    let Some(filter) = read(filter)? else { return Ok(nobody(page)) };
    Ok(store::users(&begin(turn).await?, filter, page).await?)
}

pub(super) const fn nobody<T>(page: Page) -> Listed<T> {
    Listed { total: 0, start: page.start, some: Vec::new() }
}

/// What is asked for; none where nobody can be so.
fn read(filter: Option<&str>) -> Result<Option<UserFilter>, ScimError> {
    let mut wanted = UserFilter::default();
    for Term { path, value } in filter.map(path::filter).transpose()?.unwrap_or_default() {
        // `emails[type eq "work"].value` is asked for as `emails.value`.
        let attribute = path.attribute.to_ascii_lowercase();
        let sub = path.sub.as_deref().map(str::to_ascii_lowercase);
        let (attribute, sub) = (attribute.as_str(), sub.as_deref());
        if attribute == "active" && path.schema == Schema::Core {
            let active = [true, false].into_iter().find(|active| path::same(&Value::Bool(*active), &value));
            let fits = active.is_some() && wanted.active.is_none_or(|before| Some(before) == active);
            wanted.active = active;
            if fits { continue } else { return Ok(None) }
        }
        let Value::String(text) = value else { return Err(unknown()) };
        let place = match (path.schema, attribute, sub) {
            (Schema::Core, "id", None) => {
                let id = text.parse().ok();
                let fits = id.is_some() && wanted.id.is_none_or(|before| Some(before) == id);
                wanted.id = id;
                if fits { continue } else { return Ok(None) }
            }
            (Schema::Core, "username", None) => &mut wanted.user_name,
            (Schema::Core, "externalid", None) => &mut wanted.external_id,
            (Schema::Core, "displayname", None) => &mut wanted.display_name,
            (Schema::Core, "emails", None | Some("value")) => &mut wanted.email,
            _ => return Err(unknown()),
        };
        if place.as_ref().is_some_and(|before| *before != text) {
            return Ok(None);
        }
        *place = Some(text);
    }
    Ok(Some(wanted))
}

fn unknown() -> ScimError {
    let detail = "Users are filtered by userName, externalId, id, emails.value, displayName or active.";
    refused(Wrong::Filter, detail)
}

/// # Errors
/// [`ScimError::NotFound`].
pub async fn one(turn: &Turn, id: Uuid) -> Result<Kept, ScimError> {
    store::user(&begin(turn).await?, id).await?.ok_or(ScimError::NotFound)
}

/// # Errors
/// `invalidValue`, `uniqueness` or `tooMany`.
pub async fn create(turn: Turn, sent: Map<String, Value>) -> Result<Kept, ScimError> {
    let user = User::read(&sent, true)?;
    to_the_end(async move {
        let tx = begin(&turn).await?;
        store::lock(&tx).await?;
        not_taken(&tx, &user, None).await?;
        if store::how_many_users(&tx).await? >= MOST_USERS.unsigned_abs() {
            return Err(refused(Wrong::TooMany, format!("There are {MOST_USERS} users, which is the most.")));
        }
        let id = turn.app.ids.row(turn.now);
        // Whoever is deleted and sent again is the same to starters, if the directory has an id of its own for them.
        let key = match user.external_id.clone().filter(|key| key.chars().count() <= LONGEST_KEY) {
            Some(key) if !store::key_is_taken(&tx, &key).await? => key,
            _ => id.to_string(),
        };
        let kept = Kept { id, key, user, groups: Vec::new(), created_at: turn.now, changed_at: turn.now };
        store::add_user(&tx, &kept).await?;
        commit(&turn, tx, None).await?;
        Ok(kept)
    })
    .await
}

/// Puts what was sent in the place of what was known.
///
/// # Errors
/// `invalidValue` or `uniqueness`, and [`ScimError::NotFound`].
pub async fn put(turn: Turn, id: Uuid, sent: Map<String, Value>) -> Result<Kept, ScimError> {
    change(turn, id, move |before| User::read(&sent, before.active)).await
}

/// # Errors
/// As [`put`], and what a `PATCH` can have wrong.
pub async fn patch(turn: Turn, id: Uuid, body: Value) -> Result<Kept, ScimError> {
    let operations = patch::operations(&body)?;
    change(turn, id, move |before| {
        let mut resource = before.as_sent();
        patch::apply(&mut resource, operations)?;
        User::read(&resource, before.active)
    })
    .await
}

async fn change(
    turn: Turn,
    id: Uuid,
    after: impl FnOnce(&User) -> Result<User, ScimError> + Send + 'static,
) -> Result<Kept, ScimError> {
    to_the_end(async move {
        let tx = begin(&turn).await?;
        store::lock(&tx).await?;
        let before = store::user(&tx, id).await?.ok_or(ScimError::NotFound)?;
        let user = after(&before.user)?;
        if user == before.user {
            return Ok(before);
        }
        not_taken(&tx, &user, Some(id)).await?;
        store::save_user(&tx, id, &user, turn.now).await?;
        let leaves = before.user.active && !user.active;
        let kept = Kept { user, changed_at: turn.now, ..before };
        let gone = leaves.then(|| Content::Changes {
            // Where they worked does not matter any more.
            changed: vec![kept.person(&Units::default(), &turn.council.manifest.starters.members_when)],
            removed: Vec::new(),
        });
        commit(&turn, tx, gone).await?;
        Ok(kept)
    })
    .await
}

/// # Errors
/// [`ScimError::NotFound`].
pub async fn delete(turn: Turn, id: Uuid) -> Result<(), ScimError> {
    to_the_end(async move {
        let tx = begin(&turn).await?;
        store::lock(&tx).await?;
        let before = store::user(&tx, id).await?.ok_or(ScimError::NotFound)?;
        store::delete_user(&tx, id).await?;
        commit(&turn, tx, Some(Content::Changes { changed: Vec::new(), removed: vec![before.key] })).await
    })
    .await
}

async fn not_taken(tx: &TenantTx, user: &User, by_other_than: Option<Uuid>) -> Result<(), ScimError> {
    if store::is_taken(tx, &user.user_name, by_other_than).await? {
        let detail = "Somebody else has this userName, whatever its capitals. Look them up by a filter on userName.";
        return Err(refused(Wrong::Uniqueness, detail));
    }
    Ok(())
}

/// Keeps a change, and has it taken in: who leaves at once, everything else after a quiet time.
pub(super) async fn commit(
    turn: &Turn,
    tx: TenantTx,
    gone: Option<Content<casework::feeds::Person>>,
) -> Result<(), ScimError> {
    let first = people::sent(&tx, turn.now).await?;
    let mut ended = false;
    if let Some(gone) = gone {
        ended = people::leaves_now(turn, &tx, gone).await?.done > 0;
    }
    tx.commit().await?;
    if first || ended {
        turn.app.wake.work_for(turn.council.id);
    }
    Ok(())
}
