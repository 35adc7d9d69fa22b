//! The person's own open cases by stage.

use sea_orm::DbErr;

use super::Reading;
use crate::app::Caller;
use crate::brought::Sources;
use crate::cases::pages::present;
use crate::dashboard;
use crate::web::views::{CardView, StageCount, StagesCard};

pub(super) fn is_for(caller: &Caller, _: Option<&Sources>) -> bool {
    caller.actor.may_raise_as_self()
}

pub(super) async fn read(reading: &Reading<'_>) -> Result<Option<CardView>, DbErr> {
    let caller = reading.caller;
    let counts = dashboard::stage_counts(caller, reading.tx).await?;
    // In the order of the workflow, as a councillor thinks of a case's way.
    let stages = caller.council.manifest.workflow.stages.iter().filter_map(|stage| {
        let count = counts.iter().find(|count| count.stage == stage.key.as_str())?;
        Some(StageCount {
            name: stage.name.get(caller.lang).to_owned(),
            tone: present::tone(stage.kind),
            count: u32::try_from(count.cases).unwrap_or(u32::MAX),
            more: false,
            href: format!("/requests?stage={}", stage.key),
        })
    });
    Ok(Some(CardView::Stages(StagesCard { stages: stages.collect() })))
}
