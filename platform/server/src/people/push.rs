//! A directory that pushes its people: the token that lets it in, and from when what it sent is taken in. What it sends, and how, is for
//! `scim`.
//!
//! A council's list is read by a plugin or pushed, never both: while a plugin reads it, no directory is let in.

use casework::feeds::{Content, Person, Reading};
use casework::starters::{Units, Way};
use chrono::{DateTime, TimeDelta, Utc};
use plugin_host::Kind;
use sea_orm::DbErr;
use serde_json::json;
use subtle::ConstantTimeEq as _;

use super::decide::doing;
use super::store::{self, plans, push, units};
use super::take::{PUSHED, Taken, take, units_of};
use super::{PeopleError, allowed, own};
use crate::app::{App, Caller, Turn, to_the_end};
use crate::guests;
use crate::plugins::Seat;
use crate::tenancy::{Acting, Council, TenantTx};

pub use push::Push;

/// A directory sends a change in several requests, such as out of one group and into another: so long after the last one, they are taken
/// in as one. But not later than this after the first.
const QUIET: TimeDelta = TimeDelta::seconds(30);
const LATEST: TimeDelta = TimeDelta::minutes(5);
/// Whether a directory is let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Open,
    /// This is not the council's token, or it has none.
    Closed,
    /// It is, and a plugin reads the list.
    Elsewhere,
}

/// Seats of plugins that read the council's list.
pub fn readers(council: &Council) -> impl Iterator<Item = &Seat> {
    council.carriers.keys().filter(|seat| seat.kind == Kind::PeopleFeed)
}

/// Where the council's directory sends to.
#[must_use]
pub fn address(app: &App, council: &Council) -> String {
    format!("{}/scim/v2", app.site.replace("{host}", &council.host))
}

/// The token and when it was used; none where none was ever made.
///
/// # Errors
/// See [`PeopleError`].
pub async fn state(tx: &TenantTx, caller: &Caller) -> Result<Option<Push>, PeopleError> {
    allowed(caller)?;
    Ok(push::state(tx).await?)
}

/// Makes a token, and tells it this once. The one before opens nothing any more.
///
/// # Errors
/// See [`PeopleError`].
pub async fn make_token(caller: &Caller) -> Result<String, PeopleError> {
    allowed(caller)?;
    if readers(&caller.council).next().is_some() {
        return Err(PeopleError::ReadByPlugin);
    }
    let caller = caller.clone();
    to_the_end(async move {
        let (token, hash) = guests::make_token(caller.app.ids);
        let tx = own(&caller).await?;
        push::open(&tx, &hash, caller.actor.person, caller.now()).await?;
        doing(&caller, &tx).log("push-made", None, json!({})).await?;
        tx.commit().await?;
        Ok(token)
    })
    .await
}

/// Takes the token back at once. What was sent so far stays, and so does everybody's access.
///
/// # Errors
/// See [`PeopleError`].
pub async fn revoke_token(caller: &Caller) -> Result<(), PeopleError> {
    allowed(caller)?;
    let caller = caller.clone();
    to_the_end(async move {
        let tx = own(&caller).await?;
        if !push::close(&tx).await? {
            return Err(PeopleError::NotFound);
        }
        doing(&caller, &tx).log("push-ended", None, json!({})).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// Whether a token lets a directory in, which is written down as heard.
///
/// # Errors
/// When the database cannot be asked.
pub async fn door(app: &App, council: &Council, token: &str) -> Result<Door, DbErr> {
    let Some(hash) = guests::read_token(token) else { return Ok(Door::Closed) };
    let tx = app.database.begin(&council.schema, Acting::System).await?;
    let known = push::hash(&tx).await?;
    if !known.is_some_and(|known| bool::from(known.as_slice().ct_eq(&hash))) {
        return Ok(Door::Closed);
    }
    if push::heard(&tx, app.clock.now()).await? {
        tx.commit().await?;
    }
    Ok(if readers(council).next().is_none() { Door::Open } else { Door::Elsewhere })
}

/// Something was sent that is different: it is taken in after a quiet time. Tells whether it is the first.
///
/// # Errors
/// When the database cannot be written to.
pub async fn sent(tx: &TenantTx, now: DateTime<Utc>) -> Result<bool, DbErr> {
    push::wait(tx, now, now + QUIET, LATEST).await
}

/// Takes in that somebody does not work for the council any more. Where people change by themselves, that does not wait for the quiet
/// time; where an admin decides or is to look at a plan, it does.
///
/// # Errors
/// When the database cannot be written to.
pub async fn leaves_now(turn: &Turn, tx: &TenantTx, content: Content<Person>) -> Result<Taken, DbErr> {
    store::lock(tx).await?;
    let held = plans::open_of(tx, PUSHED).await?.is_some_and(|plan| plan.state == "held");
    if turn.council.manifest.starters.apply != Way::Automatic || held {
        return Ok(Taken::default());
    }
    take(turn, tx, PUSHED, &Reading { content, next: None, more: false, skipped: Vec::new() }).await
}

/// From when what was sent is to be taken in.
///
/// # Errors
/// When the database cannot be asked.
pub async fn push_due(tx: &TenantTx, council: &Council) -> Result<Option<DateTime<Utc>>, DbErr> {
    if readers(council).next().is_none() { push::due(tx).await } else { Ok(None) }
}

/// Takes in everybody whom the directory has sent, as a feed's reading is.
///
/// # Errors
/// When the database cannot be written to.
pub async fn take_pushed(turn: &Turn, tx: &TenantTx, everybody: Vec<Person>) -> Result<Taken, DbErr> {
    let content = Content::Complete(everybody);
    let taken = take(turn, tx, PUSHED, &Reading { content, next: None, more: false, skipped: Vec::new() }).await?;
    push::taken(tx).await?;
    Ok(taken)
}

/// What is known of units.
///
/// # Errors
/// When the database cannot be asked.
pub async fn known_units(tx: &TenantTx, council: &Council) -> Result<Units, DbErr> {
    Ok(units_of(council, &units::all(tx).await?))
}
