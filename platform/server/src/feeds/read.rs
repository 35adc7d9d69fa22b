//! The worker's part: reading what is due, and what was sent.
//!
//! A plugin may take minutes over a large source, and a council's turn may not: a reading goes on by itself, and its turn waits for it only
//! a little. A feed that is being read is put off by [`when::UNDER_WAY`], so nobody else begins it; what it brings is taken in under
//! the fence of the turn in which it began, so a worker that lost its lease meanwhile writes nothing.

use std::time::Duration;

use casework::feeds::{Cursor, FeedError, Message, Source};
use chrono::{DateTime, Utc};
use futures::future::join_all;
use plugin_host::FeedFailure;
use sea_orm::DbErr;

use super::store::{self, Bad, Due, Good, Sent};
use super::{items, when};
use crate::app::Turn;
use crate::channels;
use crate::plugins::{Carrier, Carrying, Seat};
use crate::tenancy::TenantTx;

/// How long a turn waits for readings that it began.
const PATIENCE: Duration = Duration::from_secs(5);
/// Sent messages that are read in one turn; there may be more after it.
const AT_ONCE: i64 = 100;

/// Follows what was put in force and turned off: what is new is due at once, and of what is gone nothing stays.
///
/// # Errors
/// When the database refuses.
pub async fn keep_to_those_in_force(turn: &Turn) -> Result<(), DbErr> {
    let all = turn.council.carriers.iter().map(|(seat, it)| (seat.clone(), it.setup.as_uuid()));
    let in_force: Vec<_> = all.collect();
    let tx = turn.begin().await?;
    store::keep_to(&tx, &in_force, turn.now).await?;
    tx.commit().await
}

/// Reads every feed that is due, and what was sent. Returns how many were begun.
///
/// # Errors
/// When the database refuses. What goes wrong in one feed is written down with it.
pub async fn read_due(turn: &Turn) -> Result<usize, DbErr> {
    let feeds: Vec<_> = turn.council.carriers.iter().filter(|(seat, _)| Carrying::is_feed(seat)).collect();
    let tx = turn.begin().await?;
    let due = store::claim(&tx, turn.now, turn.now + when::UNDER_WAY).await?;
    tx.commit().await?;
    let mut begun = 0;
    let mut readings = Vec::new();
    for due in due {
        let Some((seat, carrying)) = feeds.iter().find(|(seat, _)| seat.to_string() == due.seat) else { continue };
        let (turn, seat, carrying) = (turn.clone(), (*seat).clone(), (*carrying).clone());
        begun += 1;
        readings.push(tokio::spawn(async move {
            if let Err(error) = pull(&turn, &seat, &carrying, due).await {
                tracing::error!(tenant.id = %turn.council.id, plugin.seat = %seat, error = %error, "a feed's reading could not be written down");
            }
            // When it is due next is known only now.
            turn.app.wake.work_for(turn.council.id);
        }));
    }
    // One that takes longer goes on by itself.
    let _ = tokio::time::timeout(PATIENCE, join_all(readings)).await;
    Ok(begun + read_sent(turn).await?)
}

/// When a feed of the council is due next.
///
/// # Errors
/// When the database cannot be asked.
pub async fn next_due(tx: &TenantTx) -> Result<Option<DateTime<Utc>>, DbErr> {
    store::next_at(tx).await
}

async fn pull(turn: &Turn, seat: &Seat, carrying: &Carrying, due: Due) -> Result<(), DbErr> {
    let brought = match &carrying.carrier {
        Ok(carrier) => {
            let source = Source::Pull(due.cursor.map(Cursor));
            items::brought(carrier, source, turn.today(), &turn.council).await
        }
        Err(unready) => {
            let tx = turn.begin().await?;
            let next_at = Some(turn.now + when::back_off(due.failures + 1));
            let bad = Bad { code: "unready", why: &unready.reason, next_at, forget_cursor: false };
            store::went_badly(&tx, seat, bad, turn.now).await?;
            return tx.commit().await;
        }
    };
    let tx = turn.begin().await?;
    match brought {
        Ok(brought) => {
            let taken = items::take_in(turn, &tx, seat, &brought).await?;
            let good = Good {
                cursor: brought.next().map(|cursor| cursor.0.clone()),
                next_at: Some(when::after_success(seat.kind, turn.now)),
                skipped: brought.skipped(),
            };
            store::went_well(&tx, seat, good, turn.now).await?;
            tracing::info!(tenant.id = %turn.council.id, plugin.seat = %seat, feed.items = taken.items, feed.gone = taken.gone, feed.skipped = brought.skipped().len(), "a feed was read");
        }
        Err(FeedFailure::Source(FeedError::NotThisWay)) => store::never_asked(&tx, seat).await?,
        Err(failure) => write_down(&tx, seat, &failure, due.failures + 1, turn.now).await?,
    }
    tx.commit().await
}

/// Writes down why a feed brought nothing.
pub(super) async fn write_down(
    tx: &TenantTx,
    seat: &Seat,
    failure: &FeedFailure,
    failures: i32,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let bad = Bad {
        code: failure.code(),
        why: &failure.to_string(),
        next_at: when::after_failure(seat.kind, failure, failures, now),
        forget_cursor: matches!(failure, FeedFailure::Source(FeedError::CursorUnknown)),
    };
    store::went_badly(tx, seat, bad, now).await
}

/// Reads what other systems sent, in the order in which it came. Each message and what it brought are one transaction.
async fn read_sent(turn: &Turn) -> Result<usize, DbErr> {
    let sent = store::sent(&turn.begin().await?, turn.now, AT_ONCE).await?;
    let read = sent.len();
    for message in sent {
        let Ok(seat) = message.seat.parse::<Seat>() else { continue };
        let Some(carrying) = turn.council.carriers.get(&seat) else { continue };
        match &carrying.carrier {
            Ok(Carrier::Channel(channel)) => {
                let pushed = Message { media_type: message.media_type.clone(), body: message.body.clone() };
                let deliveries = channel.receive(pushed, &turn.council.calendar).await;
                let tx = turn.begin().await?;
                match deliveries {
                    Ok(deliveries) => {
                        let unknown = channels::delivered(&tx, turn, &seat, &deliveries).await?;
                        // News can be faster than the receipt is written down; it may be of others' messages as well.
                        if unknown > 0 && message.attempts == 0 {
                            later(&tx, turn, &message, "it is about messages that are not known").await?;
                        } else {
                            store::read_them(&tx, vec![message.id]).await?;
                        }
                    }
                    Err(failure) => unread(&tx, turn, &message, &failure).await?,
                }
                tx.commit().await?;
            }
            Ok(carrier) => {
                let pushed = Message { media_type: message.media_type.clone(), body: message.body.clone() };
                let brought = items::brought(carrier, Source::Push(pushed), turn.today(), &turn.council).await;
                let tx = turn.begin().await?;
                match brought {
                    Ok(brought) => {
                        items::take_in(turn, &tx, &seat, &brought).await?;
                        store::brought_more(&tx, &seat, brought.skipped(), turn.now).await?;
                        store::read_them(&tx, vec![message.id]).await?;
                    }
                    Err(failure) => unread(&tx, turn, &message, &failure).await?,
                }
                tx.commit().await?;
            }
            Err(unready) => {
                let tx = turn.begin().await?;
                later(&tx, turn, &message, &unready.reason).await?;
                tx.commit().await?;
            }
        }
    }
    Ok(read)
}

/// Something that was sent could not be read: it is tried again, or waits for an admin.
async fn unread(tx: &TenantTx, turn: &Turn, message: &Sent, failure: &FeedFailure) -> Result<(), DbErr> {
    if when::is_final(failure) {
        return store::put_off(tx, message.id, turn.now, Some(&failure.to_string())).await;
    }
    later(tx, turn, message, &failure.to_string()).await
}

async fn later(tx: &TenantTx, turn: &Turn, message: &Sent, why: &str) -> Result<(), DbErr> {
    let attempts = message.attempts + 1;
    let given_up = (attempts >= when::ATTEMPTS).then_some(why);
    store::put_off(tx, message.id, turn.now + when::back_off(attempts), given_up).await
}
