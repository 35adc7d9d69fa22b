//! Removes from the store what no row names (R10): what was stored when its upload was cut, or its program killed, before the row was
//! written. And forgets where photos were taken, once nobody is going to answer the offer.
//!
//! Keys are ids that begin with the time of their making, so the age of what lies in the store is known without asking it: nothing younger
//! than [`SAFE`] is touched, and no upload lasts that long. A turn looks at [`AT_ONCE`] keys, in their order, and the next one goes on
//! behind them; a round begins each day.
//!
//! **Whoever stores something new must name it in `store::unnamed`**, or it is gone after a day.

mod store;

use chrono::{DateTime, TimeDelta, Utc};
use files::Key;
use files::store::StoreError;
use sea_orm::DbErr;
use uuid::Uuid;

use crate::app::Turn;

/// How old something is that no row will name any more.
pub const SAFE: TimeDelta = TimeDelta::hours(24);
/// The most keys that a turn looks at.
pub const AT_ONCE: usize = 500;
/// Between two turns of a round, and between two rounds.
const GO_ON: TimeDelta = TimeDelta::minutes(1);
const REST: TimeDelta = TimeDelta::hours(24);
/// How long the place of a photo is offered.
const OFFERED: TimeDelta = TimeDelta::days(30);

/// Looks at some of what lies in the store, if it is time to. Returns how many files were removed.
///
/// # Errors
/// When the database cannot be asked. A store that fails is asked again in the next round.
pub async fn sweep(turn: &Turn) -> Result<usize, DbErr> {
    let Some(begun) = store::due(&turn.begin().await?, turn.now).await? else { return Ok(0) };
    let seen = match look(turn, begun.after.unwrap_or_default()).await? {
        Ok(seen) => seen,
        Err(error) => {
            tracing::warn!(tenant.id = %turn.council.id, error = %error, "the store of the files could not be swept");
            Seen::default()
        }
    };
    let tx = turn.begin().await?;
    if begun.after.is_none() {
        store::forget_offers(&tx, turn.now - OFFERED).await?;
    }
    let next = turn.now + if seen.last.is_some() { GO_ON } else { REST };
    store::go_on(&tx, seen.last, next).await?;
    tx.commit().await?;
    Ok(seen.removed)
}

/// What was seen of the store.
#[derive(Default)]
struct Seen {
    removed: usize,
    /// Behind this the next turn goes on; none at the end.
    last: Option<Uuid>,
}

async fn look(turn: &Turn, after: Uuid) -> Result<Result<Seen, StoreError>, DbErr> {
    let files = turn.app.workshop.store();
    let after = Key::new(turn.council.schema.as_str(), after).map_err(|error| DbErr::Custom(error.to_string()))?;
    let found = match files.list(&after, AT_ONCE).await {
        Ok(found) => found,
        Err(error) => return Ok(Err(error)),
    };
    let old: Vec<Uuid> =
        found.iter().map(Key::id).take_while(|id| made_at(*id).is_some_and(|at| at < turn.now - SAFE)).collect();
    let unnamed = store::unnamed(&turn.begin().await?, old.clone()).await?;
    for id in &unnamed {
        if let Err(error) = files.delete(&after.beside(*id)).await {
            return Ok(Err(error));
        }
    }
    // Behind one that is young there are only younger ones.
    let more = found.len() == AT_ONCE && old.len() == AT_ONCE;
    Ok(Ok(Seen { removed: unnamed.len(), last: old.last().copied().filter(|_| more) }))
}

/// When an id was made; none of an id that does not say.
fn made_at(id: Uuid) -> Option<DateTime<Utc>> {
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
}
