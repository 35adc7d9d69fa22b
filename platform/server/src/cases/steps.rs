//! What deadlines ask for when nobody is asking: reminders, breaches, and cases that close by themselves (R27 to R29).

use casework::events::EventBody;
use casework::sla::{DueKind, Step, steps};
use casework::stages::{Moment, UnknownDueKind};
use sea_orm::DbErr;

use super::change::Author;
use super::store::steps::{self as due_steps, DueDeadline};
use super::store::write::DeadlineChange;
use super::{CaseRow, state_of};
use crate::app::Turn;
use crate::tenancy::TenantTx;

/// Cases whose deadlines are dealt with in one transaction: enough that its commit costs little, few enough that nobody who
/// wants to work on one of them waits long.
const AT_ONCE: i64 = 50;
/// Transactions before other councils have their turn.
const IN_A_ROW: usize = 4;

/// Does some of what the council's deadlines ask for by now, the oldest first, and tells how many cases were changed. A case that
/// somebody is changing at this moment is left for the next turn.
///
/// # Errors
/// When the database cannot be asked, or the lease was lost. What was done before is kept.
pub async fn take_steps(turn: &Turn) -> Result<usize, DbErr> {
    let mut done = 0;
    for _ in 0..IN_A_ROW {
        let tx = turn.begin().await?;
        let due = due_steps::due_deadlines(&tx, turn.today(), AT_ONCE).await?;
        let found = due.len();
        for (due, row) in due {
            step(turn, &tx, due, row).await?;
        }
        tx.commit().await?;
        done += found;
        if i64::try_from(found).is_ok_and(|found| found < AT_ONCE) {
            break;
        }
    }
    Ok(done)
}

/// Takes every step of one deadline that is due by now, in order: after a week without a worker there may be several.
async fn step(turn: &Turn, tx: &TenantTx, due: DueDeadline, row: CaseRow) -> Result<(), DbErr> {
    let (council, today, author) = (&*turn.council, turn.today(), Author::from(turn));
    let workflow = council.workflow(row.workflow_version);
    let kind: DueKind = due.target.parse().map_err(|error: UnknownDueKind| DbErr::Type(error.to_string()))?;
    let moment = Moment { at: turn.now, calendar: &council.calendar };
    let mut events = Vec::new();
    let mut moved = None;
    for (_, step) in steps(due.due_on, &due.remind_on, due.done_through).into_iter().filter(|(day, _)| *day <= today) {
        match step {
            Step::Remind => events.push(EventBody::Reminded { target: kind, due: due.due_on }),
            Step::Passed => match workflow.expire(&state_of(&row), &council.groups.lookup, moment) {
                None => events.push(EventBody::Breached { target: kind, due: due.due_on }),
                Some(transition) => {
                    // What else this deadline asked for is asked of nobody any more.
                    moved = Some(transition);
                    break;
                }
            },
        }
    }
    let stored = match moved {
        Some(mut transition) => {
            transition.events.splice(0..0, events);
            author.step(tx, row, transition).await?
        }
        None => {
            let next_on = steps(due.due_on, &due.remind_on, Some(today)).first().map(|(day, _)| *day);
            author.change(tx, row, events, DeadlineChange::Step { done_through: today, next_on }).await?
        }
    };
    stored.map(|_| ()).ok_or_else(|| DbErr::Custom("a locked case was changed by somebody else".to_owned()))
}
