//! What residents are told by itself: that their case was raised, and how it ended. The worker writes it.

use casework::events::{Event, EventBody, standing_answer};
use casework::residents::{What, Writer};
use sea_orm::DbErr;

use super::compose::{Desk, Wanted};
use super::store;
use super::writer::way_to;
use crate::app::Turn;
use crate::cases::{self, CaseRow};
use crate::jobs::{self, Task};
use crate::tenancy::TenantTx;

/// Writes to residents what is due, one event a transaction, and tells how many messages were written.
///
/// # Errors
/// When the database cannot be asked, or the lease was lost.
pub async fn write_due(turn: &Turn) -> Result<usize, DbErr> {
    jobs::tell_due(turn, "residents", |turn, tx, task| Box::pin(tell(turn, tx, task))).await
}

/// Writes to everybody who is to be told of this event. That it was told and the messages are one transaction, and a message's key
/// is its event: however often this is begun, each resident is told once.
async fn tell(turn: &Turn, tx: &TenantTx, task: Task) -> Result<usize, DbErr> {
    let Some(mut row) = cases::hold_by_id(tx, task.case_id).await? else { return Ok(0) };
    let history = cases::history_of(tx, task.case_id).await?;
    let Some((what, answer)) = told_of(&row, &history, task.cause) else { return Ok(0) };
    let before = store::of_cases(tx, vec![task.case_id]).await?;
    let desk = Desk { app: &turn.app, council: &turn.council, tx, now: turn.now };
    let mut written = 0;
    for to in cases::people_of(tx, vec![row.id]).await? {
        // What was said of it may have changed since.
        let Some(way) = way_to(&row, &to, Writer::Council) else { continue };
        if before.iter().any(|message| message.constituent_id == to.id && message.cause == task.cause) {
            continue;
        }
        let wanted = Wanted {
            what,
            to: &to,
            way,
            writer: Writer::Council,
            actor: None,
            cause: Some(task.cause),
            client_id: None,
            answer: &answer,
            message: "",
        };
        row = desk.write(row, wanted).await?;
        written += 1;
    }
    Ok(written)
}

/// What an event tells residents, and the answer. A case that ended without an answer has no outcome to tell.
pub(super) fn told_of(row: &CaseRow, history: &[Event], cause: i32) -> Option<(What, String)> {
    let body = &history.iter().find(|event| event.seq == cause)?.body;
    let what = body.tells_residents()?;
    if matches!(body, EventBody::OutcomeShared { .. }) && row.closed_at.is_none() {
        // An open case may still have an answer of its own; when it is closed, its residents hear of the last one.
        return None;
    }
    let answer = standing_answer(history.iter().filter(|event| event.seq <= cause).map(|event| &event.body));
    match (what, answer) {
        (What::Outcome, None) => None,
        (What::Outcome, Some(answer)) => Some((what, answer.to_owned())),
        (What::Acknowledgement | What::Progress, _) => Some((what, String::new())),
    }
}
