//! How cases look in lists and on their page, whatever page shows them.

use casework::ids::{GroupId, WardId};
use casework::stages::StageKind;
use chrono::NaiveDate;

use crate::app::Caller;
use crate::cases::{DeadlineRow, Item, lists};
use crate::web::views::{CaseRow, Due, DueState, Tone};

/// Colour of a stage's tag.
#[must_use]
pub fn tone(kind: StageKind) -> Tone {
    match kind {
        StageKind::Triage => Tone::Triage,
        StageKind::WithTeam | StageKind::Promised | StageKind::Referred | StageKind::Check => Tone::Team,
        StageKind::Information | StageKind::Resolution => Tone::You,
        StageKind::Closed => Tone::Closed,
    }
}

/// A stage's name and tone, by its version of the workflow.
#[must_use]
pub fn stage(caller: &Caller, workflow_version: i32, key: &str) -> (String, Tone) {
    let workflow = caller.council.workflow(workflow_version);
    let found = workflow.stages.iter().find(|stage| stage.key.as_str() == key);
    found.map_or_else(
        || (key.to_owned(), Tone::default()),
        |stage| (stage.name.get(caller.lang).to_owned(), tone(stage.kind)),
    )
}

/// A due date as people see it today.
#[must_use]
pub fn due(caller: &Caller, date: NaiveDate) -> Due {
    let today = caller.today();
    let between = caller.council.calendar.working_days_between(today, date);
    // A date that has passed is overdue even when no working day lies between.
    let working_days = if date < today { between.min(-1) } else { between };
    let state = match (date == today, DueState::from_working_days(working_days)) {
        (true, _) => DueState::Today,
        (false, DueState::Today) => DueState::Soon,
        (false, state) => state,
    };
    Due { date, state, working_days, explanation: None, policy: None }
}

/// The running deadline as its case's page tells it: with why it is that day, and what worked it out (R30).
#[must_use]
pub fn running(caller: &Caller, deadline: &DeadlineRow) -> Due {
    let policy = policy(caller, &deadline.policy, &deadline.policy_version);
    Due { explanation: Some(deadline.explanation.clone()), policy: Some(policy), ..due(caller, deadline.due_on) }
}

/// What worked a deadline out, as people call it, with its version.
#[must_use]
pub fn policy(caller: &Caller, plugin: &str, version: &str) -> String {
    format!("“{}” {version}", caller.council.titles.of(plugin, caller.lang))
}

/// What the case is about, for lists: the service, or the category where the service is "other".
#[must_use]
pub fn what(caller: &Caller, item: &Item) -> String {
    if item.service == casework::manifest::OTHER {
        lists::category_name(caller, &item.category)
    } else {
        lists::service_name(caller, &item.category, &item.service)
    }
}

/// Who holds a case now, by name: a group, the councillor, or nobody once it is closed.
#[must_use]
pub fn with(caller: &Caller, item: &Item) -> Option<String> {
    match (item.holder_group, item.holder.as_str()) {
        (Some(group), _) => Some(caller.council.group_name(GroupId::from_uuid(group), caller.lang).to_owned()),
        (None, "raiser") => Some(item.member.clone()),
        (None, _) => None,
    }
}

/// Whether the reader, or one of the reader's groups, must act on the case now.
fn is_held_by(caller: &Caller, item: &Item) -> bool {
    match item.holder_group {
        Some(group) => caller.actor.groups.contains(&GroupId::from_uuid(group)),
        None => item.holder == "raiser" && item.member_id == caller.actor.person.as_uuid(),
    }
}

/// A line of a list; with `names`, it says whose case it is. Who holds it is left out where the reader does.
#[must_use]
pub fn row(caller: &Caller, item: &Item, names: bool) -> CaseRow {
    let (stage, tone) = stage(caller, item.workflow_version, &item.stage);
    let ward = item.ward_id.map(|id| caller.council.wards.name(WardId::from_uuid(id)).to_owned());
    let mine = item.member_id == caller.actor.person.as_uuid();
    CaseRow {
        reference: item.reference.clone(),
        summary: item.summary.clone(),
        what: what(caller, item),
        ward: ward.filter(|name| !name.is_empty()),
        stage,
        tone,
        with: with(caller, item).filter(|_| !is_held_by(caller, item)),
        raised_by: Some(item.member.clone()).filter(|_| names && !mine),
        raised_at: item.raised_at,
        due: item.closed_at.is_none().then(|| due(caller, item.due_on)),
    }
}
