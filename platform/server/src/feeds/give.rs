//! What an admin does with a feed: gives it a file, has it read now, makes the address to which another system sends.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use casework::feeds::{Source, Upload};
use plugin_host::FeedFailure;
use sea_orm::DbErr;

use super::{items, store};
use crate::app::{Caller, Turn, to_the_end};
use crate::plugins::{Carrier, Seat};
use crate::tenancy::{Acting, Unready};

/// The largest file, in bytes, as the contract has it.
pub const LARGEST: usize = 16 * 1024 * 1024;

/// Why nothing was brought in.
#[derive(Debug, thiserror::Error)]
pub enum GiveError {
    #[error("only the council’s admins look after its feeds")]
    NotAllowed,
    #[error("no such feed is in force")]
    NotFound,
    #[error(transparent)]
    Unready(#[from] Unready),
    /// What the plugin says of the file.
    #[error(transparent)]
    Feed(#[from] FeedFailure),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// What a file brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    pub items: usize,
    pub gone: u64,
    pub skipped: usize,
}

fn allowed(caller: &Caller) -> Result<(), GiveError> {
    if caller.actor.is_admin() { Ok(()) } else { Err(GiveError::NotAllowed) }
}

fn carrier(caller: &Caller, seat: &Seat) -> Result<Carrier, GiveError> {
    let carrying = caller.council.carriers.get(seat).ok_or(GiveError::NotFound)?;
    Ok(carrying.carrier.clone()?)
}

/// Has the plugin read a file, and takes in what that brings.
///
/// # Errors
/// See [`GiveError`]; then what was known is as it was.
pub async fn give(caller: &Caller, seat: &Seat, upload: Upload) -> Result<Given, GiveError> {
    allowed(caller)?;
    let carrier = carrier(caller, seat)?;
    let (caller, seat) = (caller.clone(), seat.clone());
    to_the_end(async move {
        let (council, now) = (&caller.council, caller.now());
        let brought = items::brought(&carrier, Source::File(upload, None), caller.today(), council).await?;
        // Items are the program's to write: the plugin read them, not the person.
        let tx = caller.app.database.begin(&council.schema, Acting::System).await?;
        let in_force = (seat.clone(), council.carriers.get(&seat).ok_or(GiveError::NotFound)?.setup.as_uuid());
        store::known(&tx, &in_force, now).await?;
        // No worker's lease is needed to write what somebody gave.
        let turn = Turn { app: caller.app.clone(), council: council.clone(), fence: 0, now };
        let taken = items::take_in(&turn, &tx, &seat, &brought).await?;
        store::brought_more(&tx, &seat, brought.skipped(), now).await?;
        tx.commit().await?;
        caller.app.wake.work_for(council.id);
        Ok(Given { items: taken.items, gone: taken.gone, skipped: brought.skipped().len() })
    })
    .await
}

/// Has the worker read a feed as soon as it comes by.
///
/// # Errors
/// See [`GiveError`].
pub async fn read_now(caller: &Caller, seat: &Seat) -> Result<(), GiveError> {
    allowed(caller)?;
    let tx = caller.begin().await?;
    if !store::soon(&tx, seat, caller.now()).await? {
        return Err(GiveError::NotFound);
    }
    tx.commit().await?;
    caller.app.wake.work_for(caller.council.id);
    Ok(())
}

/// Makes a new address to which another system may send, and tells it this once. The one before leads nowhere any more.
///
/// # Errors
/// See [`GiveError`].
pub async fn new_address(caller: &Caller, seat: &Seat) -> Result<String, GiveError> {
    allowed(caller)?;
    let setup = caller.council.carriers.get(seat).ok_or(GiveError::NotFound)?.setup;
    let secret = URL_SAFE_NO_PAD.encode(caller.app.ids.secret());
    let tx = caller.app.database.begin(&caller.council.schema, Acting::System).await?;
    store::known(&tx, &(seat.clone(), setup.as_uuid()), caller.now()).await?;
    if !store::set_address(&tx, seat, &super::push::hash_of(&secret)).await? {
        return Err(GiveError::NotFound);
    }
    tx.commit().await?;
    Ok(secret)
}

/// Decides about what was sent and could not be read: it is tried again, or thrown away.
///
/// # Errors
/// See [`GiveError`].
pub async fn decide(caller: &Caller, seat: &Seat, again: bool) -> Result<(), GiveError> {
    allowed(caller)?;
    let tx = caller.begin().await?;
    store::decide(&tx, seat, again, caller.now()).await?;
    tx.commit().await?;
    caller.app.wake.work_for(caller.council.id);
    Ok(())
}
