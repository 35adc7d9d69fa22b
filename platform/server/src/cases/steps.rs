//! What deadlines ask for when nobody is asking: reminders, breaches, and cases that close by themselves (R27 to R29).

use casework::events::EventBody;
use casework::ids::CaseId;
use casework::sla::{Step, TargetKind, steps};
use casework::stages::DeadlineStep;
use sea_orm::DbErr;

use super::history::Chain;
use super::message::message;
use super::store::steps::{self as due_steps, DueDeadline};
use super::store::write::{self, DeadlineChange};
use super::{CaseRow, deadline, put_state, state_of};
use crate::app::Turn;
use crate::tenancy::TenantTx;

/// Cases whose deadlines are dealt with in one transaction: enough that its commit costs little, few enough that nobody who
/// wants to work on one of them waits long.
const AT_ONCE: i64 = 50;

/// Does what the council's deadlines ask for by now, the oldest first, and tells how many cases were changed. A case that
/// somebody is changing at this moment is left for the next turn.
///
/// # Errors
/// When the database cannot be asked, or the lease was lost. What was done before is kept.
pub async fn take_steps(turn: &Turn) -> Result<usize, DbErr> {
    let mut done = 0;
    loop {
        let tx = turn.begin().await?;
        let due = due_steps::due_deadlines(&tx, turn.today(), AT_ONCE).await?;
        let found = due.len();
        for (due, row) in due {
            step(turn, &tx, due, row).await?;
        }
        tx.commit().await?;
        done += found;
        if i64::try_from(found).is_ok_and(|found| found < AT_ONCE) {
            return Ok(done);
        }
    }
}

/// Takes every step of one deadline that is due by now, in order: after a week without a worker there may be several.
async fn step(turn: &Turn, tx: &TenantTx, due: DueDeadline, mut row: CaseRow) -> Result<(), DbErr> {
    let (council, now, today) = (&*turn.council, turn.now, turn.today());
    let workflow = council.workflow(row.workflow_version);
    let target = TargetKind::ALL.into_iter().find(|target| target.as_str() == due.target);
    let target = target.ok_or_else(|| DbErr::Type(format!("no deadline is called {}", due.target)))?;
    let mut events = Vec::new();
    let mut change = None;
    for (_, step) in steps(due.due_on, &due.remind_on, due.done_through).into_iter().filter(|(day, _)| *day <= today) {
        match step {
            Step::Remind => events.push(EventBody::Reminded { target, due: due.due_on }),
            Step::Passed => match workflow.expire(&state_of(&row), &council.groups.lookup, now) {
                None => events.push(EventBody::Breached { target, due: due.due_on }),
                Some(transition) => {
                    events.extend(transition.events);
                    put_state(&mut row, transition.state, transition.holder, council, workflow);
                    change = Some(match transition.deadline {
                        DeadlineStep::Keep => DeadlineChange::Keep,
                        DeadlineStep::Clear => DeadlineChange::End,
                        DeadlineStep::Set(target) => {
                            DeadlineChange::Begin(deadline::begin(council, &mut row, target, &mut events, now).await)
                        }
                    });
                    // What else this deadline asked for is asked of nobody any more.
                    break;
                }
            },
        }
    }
    let next_on = steps(due.due_on, &due.remind_on, Some(today)).first().map(|(day, _)| *day);
    let change = change.unwrap_or(DeadlineChange::Step { done_through: today, next_on });

    let id = CaseId::from_uuid(row.id);
    let hash = row.last_hash.as_slice().try_into().map_err(|_| DbErr::Type("a hash is 32 bytes".to_owned()))?;
    let mut chain = Chain { case: id, seq: row.last_seq, hash };
    let message = message(turn.app.ids.row(now), council, &row, chain.seq + 1, &events, None);
    let events = chain.extend(events, None, None, now)?;
    row.last_seq = chain.seq;
    row.last_hash = chain.hash.to_vec();
    if write::change_case(tx, row, now, &events, change, message).await? {
        return Ok(());
    }
    Err(DbErr::Custom("a locked case was changed by somebody else".to_owned()))
}
