//! Messages that leave by a channel of the council's own, such as GOV.UK Notify (R31, R61).
//!
//! What a channel is used for, an admin ticks beside its settings: mails to residents, which then do not go to the mail server; letters to
//! residents, which then do not wait to be printed; events, for other programs. Each message is a job whose id goes along as the
//! idempotency key, the same in every try: a worker that dies between handing over and writing it down sends the same message again.
//!
//! Trouble that may pass is tried again as mail is, and holds up what else goes that way for as long as the other side says. What will never
//! go is given up: whoever raised the case is told of an address that cannot be used; the rest waits for the council's people (slice
//! `jobs`). A kind of message that the channel does not carry goes by the mail server, or waits to be printed, as without it.
//!
//! To add a kind: a variant of [`Carries`], an arm in [`parcel`].

mod parcel;
mod store;

use std::time::Duration;

use casework::channel::{Carries, Cause, Delivery, Outcome, Outgoing, Receipt, SendError};
use chrono::{DateTime, TimeDelta, Utc};
use plugin_host::SendFailure;
use sea_orm::DbErr;

use crate::app::Turn;
use crate::jobs::Why;
use crate::plugins::{Carrier, Carrying, Seat, seat_for, seats_for};
use crate::tenancy::{Council, TenantTx};
use crate::{feeds, residents};

use parcel::Parcel;
use store::Job;

/// Messages of one kind that are handed over in a row before others have their turn.
const AT_ONCE: usize = 20;
/// The least and the most that is waited when the other side is in trouble.
const SHORTEST_WAIT: TimeDelta = TimeDelta::minutes(1);
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(12);

/// From when there is something to hand over: letters and events that wait for a channel, and mails where one carries them.
///
/// # Errors
/// When the database cannot be asked.
pub async fn next_due(tx: &TenantTx, council: &Council) -> Result<Option<DateTime<Utc>>, DbErr> {
    store::next(tx, seat_for(&council.carriers, Carries::Email).is_some()).await
}

/// Hands over what is due, and tells how many messages were taken.
///
/// # Errors
/// When the database cannot be asked, or the lease was lost.
pub async fn send_due(turn: &Turn) -> Result<usize, DbErr> {
    let mut sent = 0;
    for &what in Carries::ALL {
        // Mail that no channel carries is the mail server's.
        if what != Carries::Email || seat_for(&turn.council.carriers, what).is_some() {
            sent += send_kind(turn, what).await?;
        }
    }
    Ok(sent)
}

async fn send_kind(turn: &Turn, what: Carries) -> Result<usize, DbErr> {
    let mut sent = 0;
    for _ in 0..AT_ONCE {
        let tx = turn.begin().await?;
        let Some(job) = store::claim(&tx, what, turn.now).await? else { break };
        let Some((seat, carrying)) = seat_of(&turn.council, what, &job) else {
            // Turned off meanwhile: a letter is printed after all, and nobody is left to tell of an event.
            if let (Carries::Letter, Some((case, seq))) = (what, job.message()) {
                residents::to_print(&tx, case, seq).await?;
            }
            store::done(&tx, job.id, turn.now).await?;
            tx.commit().await?;
            continue;
        };
        let parcel = parcel::of(turn, &tx, what, &job).await?;
        // Claimed for a while, whatever becomes of this worker.
        tx.commit().await?;
        let answer = match parcel::packed(parcel).await {
            Parcel::Nothing => None,
            Parcel::NoAddress => {
                Some(Err(SendError::Permanent { cause: Cause::BadAddress, why: "the address is not one".to_owned() }))
            }
            Parcel::Ready(language, content) => {
                let outgoing = Outgoing { idempotency_key: job.id.to_string(), language, content };
                Some(hand_over(turn, carrying, outgoing).await)
            }
        };
        let tx = turn.begin().await?;
        let settled = match answer {
            None => store::done(&tx, job.id, turn.now).await.map(|()| Settled::Done),
            Some(answer) => settle(turn, &tx, (seat, what), &job, answer).await,
        };
        let settled = settled?;
        tx.commit().await?;
        match settled {
            Settled::Taken => sent += 1,
            Settled::Done => {}
            Settled::Later => break,
        }
    }
    Ok(sent)
}

/// What became of a job.
enum Settled {
    Taken,
    Done,
    /// The other side is in trouble.
    Later,
}

/// By which seat a job goes.
fn seat_of<'c>(council: &'c Council, what: Carries, job: &Job) -> Option<(&'c Seat, &'c Carrying)> {
    match &job.seat {
        Some(name) => seats_for(&council.carriers, what).find(|(seat, _)| seat.to_string() == *name),
        None => seat_for(&council.carriers, what),
    }
}

async fn hand_over(turn: &Turn, carrying: &Carrying, outgoing: Outgoing) -> Result<Receipt, SendError> {
    let later = |why: String| SendError::Temporary { why, retry_after: None };
    match &carrying.carrier {
        Ok(Carrier::Channel(channel)) => {
            channel.send(outgoing, &turn.council.calendar).await.map_err(|failure| match failure {
                SendFailure::Channel(error) => error,
                // Nobody knows whether it was taken over.
                SendFailure::Plugin(failure) => later(failure.to_string()),
            })
        }
        Ok(_) => Err(SendError::NotThisKind),
        Err(unready) => Err(later(unready.reason.clone())),
    }
}

async fn settle(
    turn: &Turn,
    tx: &TenantTx,
    (seat, what): (&Seat, Carries),
    job: &Job,
    answer: Result<Receipt, SendError>,
) -> Result<Settled, DbErr> {
    let (council, now, message) = (&turn.council, turn.now, job.message().filter(|_| what != Carries::Event));
    if let Err(error) = &answer {
        tracing::warn!(tenant.id = %council.id, job.id = %job.id, plugin.seat = %seat, error.code = error.code(), "a message was not taken over");
    }
    match answer {
        Ok(receipt) => {
            store::done(tx, job.id, now).await?;
            feeds::trouble_over(tx, seat, "account").await?;
            if let Some((case, seq)) = message {
                residents::sent(tx, case, seq, now).await?;
                residents::carried(tx, (case, seq), seat, receipt.reference.as_deref()).await?;
            }
            Ok(Settled::Taken)
        }
        Err(SendError::NotThisKind) => {
            match (what, message) {
                (Carries::Email, _) => store::by_mail_server(tx, job.id, now).await?,
                (Carries::Letter, Some((case, seq))) => {
                    residents::to_print(tx, case, seq).await?;
                    store::done(tx, job.id, now).await?;
                }
                _ => store::give_up(tx, job.id, Why::Channel(SendError::NotThisKind.to_string()), now).await?,
            }
            feeds::trouble(tx, seat, "not-this-kind", what.as_str()).await?;
            Ok(Settled::Done)
        }
        Err(SendError::Temporary { why, retry_after }) => {
            let wait = retry_after.map(wait).unwrap_or(SHORTEST_WAIT);
            store::again(tx, job.id, Why::Channel(why), now + wait, now).await?;
            store::put_off_others(tx, what, job, now + wait, now).await?;
            Ok(Settled::Later)
        }
        Err(SendError::Permanent { cause, why }) => {
            if matches!(cause, Cause::Account) {
                feeds::trouble(tx, seat, "account", &why).await?;
            }
            store::give_up(tx, job.id, Why::Channel(why), now).await?;
            if let (Cause::BadAddress | Cause::RecipientBlocked, Some((case, seq))) = (cause, message) {
                residents::not_reached(&turn.app, council, tx, case, seq, now).await?;
            }
            Ok(Settled::Done)
        }
    }
}

fn wait(said: Duration) -> TimeDelta {
    TimeDelta::from_std(said).unwrap_or(LONGEST_WAIT).clamp(SHORTEST_WAIT, LONGEST_WAIT)
}

/// Writes down what the other side says became of messages. Returns how many of these are not known.
///
/// # Errors
/// When the database refuses.
pub async fn delivered(tx: &TenantTx, turn: &Turn, seat: &Seat, deliveries: &[Delivery]) -> Result<usize, DbErr> {
    let mut unknown = 0;
    for delivery in deliveries {
        let Some((case, seq)) = residents::by_reference(tx, seat, &delivery.reference).await? else {
            unknown += 1;
            continue;
        };
        match delivery.outcome {
            Outcome::Sent => {}
            Outcome::Delivered => residents::delivered(tx, case, seq, turn.now).await?,
            // Whoever raised the case decides whether the same address is worth another try.
            Outcome::FailedForNow | Outcome::Failed => {
                residents::not_reached(&turn.app, &turn.council, tx, case, seq, turn.now).await?;
            }
        }
    }
    Ok(unknown)
}
