//! Cases: raised, acted on, noted, read and listed.
//!
//! The use cases of the slice. Pages and GraphQL call these and hold no rule and no query of their own; the rules are in
//! `casework`, the rows in `store`. To add a use case: a file here, a function in `store`, a resolver in `graphql`, a
//! handler in `pages`.

mod act;
mod adopt;
mod came;
mod change;
mod deadline;
mod files;
pub mod graphql;
mod handover;
mod history;
mod links;
pub mod lists;
mod message;
mod note;
pub mod pages;
mod place;
mod raise;
mod read;
mod steps;
mod store;
mod way;

pub use act::{ActError, Tried, act, try_act};
pub use adopt::{Mapping, MovingCase, OldStage, may_move, move_cases, moving_cases, old_stages};
pub use came::{Agreed, AgreedState, Came, SaidAt, came_of, is_progress};
pub use change::{append, append_from_outside, record};
pub use files::{AT_ONCE as FILES_AT_ONCE, AddFileError, Size, add_file, file, files_of, refusal_code, size_in_words};
pub use handover::{
    Handed, Handing, OpenWork, count_without_member, hand_over, member_leaves, officer_leaves, open_work,
    without_member,
};
pub use links::{
    ConnectError, OutcomeTold, TriedOutcome, connect, links_of, relation_of, send_outcome, split_off, take_apart,
    try_outcome,
};
pub use note::{LONGEST as LONGEST_NOTE, NoteError, Noted, add_note, change_note, own_note};
pub use place::{Answer as PlaceAnswer, PlaceError, answer_offer};
pub use raise::{RaiseError, Raised, raise, raise_draft, representatives};
pub use read::{
    CaseView, NOTES, by_reference, case_by_reference, deadline_of, history_of, hold, hold_by_id, newest_notes_of,
    notes_of, people_of, rows, timelines_of, verify_history, whole_case,
};
pub use steps::take_steps;
pub use store::case::Model as CaseRow;
pub use store::files::FileRow;
pub use store::links::Link;
pub use store::lists::Item;
pub use store::notes::Note;
pub use store::read::{Constituent, DeadlineRow, names};
pub use way::{Step, way_of};

use casework::consent::{Audience, visible_to};
use casework::ids::{GroupId, PersonId, WardId};
use casework::stages::{
    CaseParties, CaseState, HolderNow, Paused, ReturnPoint, StageKey, StageKind, TargetKind, Workflow,
};
use uuid::Uuid;

use crate::tenancy::Council;

/// The state that the stage machine works on, out of a case's row.
#[must_use]
pub fn state_of(row: &CaseRow) -> CaseState {
    CaseState {
        stage: StageKey::new(row.stage.as_str()),
        group: row.group_id.map(GroupId::from_uuid),
        return_to: row
            .return_stage
            .as_deref()
            .map(|stage| ReturnPoint { stage: StageKey::new(stage), group: row.return_group.map(GroupId::from_uuid) }),
        acknowledged_at: row.acknowledged_at,
        first_response_at: row.first_response_at,
        resolved_at: row.resolved_at,
        answered_by: row.answered_by.map(PersonId::from_uuid),
        closed_at: row.closed_at,
        due_on: Some(row.due_on),
        agreed_day: row.agreed_day,
        paused: row
            .paused_target
            .as_deref()
            .and_then(|target| TargetKind::ALL.into_iter().find(|kind| kind.as_str() == target))
            .zip(row.paused_days_left)
            .map(|(target, days_left)| Paused { target, days_left }),
    }
}

/// Who raised the case and for whom.
#[must_use]
pub fn parties_of(row: &CaseRow) -> CaseParties {
    CaseParties {
        raised_by: PersonId::from_uuid(row.raised_by),
        on_behalf_of: (row.member_id != row.raised_by).then(|| PersonId::from_uuid(row.member_id)),
    }
}

/// The four statuses that lists narrow by; a council's stages are finer.
fn status_of(workflow: &Workflow, state: &CaseState) -> &'static str {
    match workflow.stage(&state.stage).map(|stage| stage.kind) {
        Some(StageKind::Closed) => "closed",
        Some(StageKind::Resolution) => "resolved",
        Some(StageKind::Information) => "waiting",
        Some(
            StageKind::Triage | StageKind::WithTeam | StageKind::Promised | StageKind::Referred | StageKind::Check,
        )
        | None => "open",
    }
}

/// Writes a state and its holder into a row, with everything that follows from them: status and who may see the case.
fn put_state(row: &mut CaseRow, state: CaseState, holder: HolderNow, council: &Council, workflow: &Workflow) {
    row.status = status_of(workflow, &state).to_owned();
    row.stage = state.stage.as_str().to_owned();
    row.group_id = state.group.map(|id| id.as_uuid());
    let back = state.return_to;
    row.return_group = back.as_ref().and_then(|back| back.group).map(|id| id.as_uuid());
    row.return_stage = back.map(|back| back.stage.as_str().to_owned());
    row.acknowledged_at = state.acknowledged_at;
    row.first_response_at = state.first_response_at;
    row.resolved_at = state.resolved_at;
    row.answered_by = state.answered_by.map(|id| id.as_uuid());
    row.closed_at = state.closed_at;
    row.agreed_day = state.agreed_day;
    row.paused_target = state.paused.map(|paused| paused.target.as_str().to_owned());
    row.paused_days_left = state.paused.map(|paused| paused.days_left);
    (row.holder, row.holder_group) = match holder {
        HolderNow::Raiser => ("raiser".to_owned(), None),
        HolderNow::Group(group) => ("group".to_owned(), Some(group.as_uuid())),
        HolderNow::Nobody => ("nobody".to_owned(), None),
    };
    for group in [row.group_id, row.holder_group].into_iter().flatten() {
        if !row.worked_groups.contains(&group) {
            row.worked_groups.push(group);
        }
    }
    row.visible_to = audience_of(row, &council.groups.oversee);
}

fn audience_of(row: &CaseRow, overseers: &[GroupId]) -> Vec<Uuid> {
    let worked_on: Vec<GroupId> = row.worked_groups.iter().copied().map(GroupId::from_uuid).collect();
    let wards: Vec<WardId> = row.ward_id.into_iter().map(WardId::from_uuid).collect();
    let parties = parties_of(row);
    visible_to(&Audience {
        raised_by: parties.raised_by,
        on_behalf_of: parties.on_behalf_of,
        team: row.group_id.map(GroupId::from_uuid),
        worked_on: &worked_on,
        held_by: &[],
        overseers,
        wards: &wards,
        // The residents' answers were weighed when the case was raised; the row keeps the result.
        consents: &[row.shared],
    })
}
