//! The line of steps on a case's page.

use super::present;
use crate::app::Caller;
use crate::cases::{CaseView, Step, way_of};
use crate::web::views::{ProgressStep, StepState};

pub(super) fn progress(caller: &Caller, case: &CaseView) -> Vec<ProgressStep> {
    let step = |(key, step): (String, Step)| ProgressStep {
        name: present::stage(caller, case.row.workflow_version, &key).0,
        state: match step {
            Step::Done => StepState::Done,
            Step::Now => StepState::Now,
            Step::Ahead => StepState::Ahead,
        },
    };
    way_of(caller, &case.row, &case.events).into_iter().map(step).collect()
}
