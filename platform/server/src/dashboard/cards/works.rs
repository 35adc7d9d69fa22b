//! Works on streets and roads in the person's wards: a map and a list with the same numbers.

use casework::feeds::{Traffic, Work, WorkStatus};
use sea_orm::DbErr;

use super::{Reading, fresh, has};
use crate::app::Caller;
use crate::brought::{self, Kind, Sources, traffic};
use crate::dashboard::map;
use crate::web::views::{CardView, WorkLine, WorkState, WorksCard};

/// Works that are shown on the home page, and of those without a place.
const SHOWN: i64 = 6;
const ELSEWHERE: i64 = 4;

pub(super) fn is_for(caller: &Caller, sources: Option<&Sources>) -> bool {
    !caller.actor.wards.is_empty() && has(sources, Kind::Works)
}

pub(super) async fn read(reading: &Reading<'_>) -> Result<Option<CardView>, DbErr> {
    card(reading, SHOWN, ELSEWHERE).await.map(|card| Some(CardView::Works(card)))
}

/// The card with so many works.
pub(in crate::dashboard) async fn card(
    reading: &Reading<'_>,
    shown: i64,
    elsewhere: i64,
) -> Result<WorksCard, DbErr> {
    let (caller, fresh) = (reading.caller, fresh(reading, Kind::Works)?);
    let mut works = brought::works(reading.tx, caller, shown, elsewhere).await?;
    let most = usize::try_from(shown).unwrap_or(usize::MAX);
    let more = works.placed.len() > most;
    works.placed.truncate(most);
    let council = &caller.council;
    let is_mine = |gss: &str| caller.actor.wards.iter().any(|ward| council.wards.gss(*ward) == gss);
    let wards: Vec<_> = council.manifest.wards.iter().filter(|ward| is_mine(&ward.gss)).collect();
    Ok(WorksCard {
        wards: caller.actor.wards.iter().map(|ward| council.wards.name(*ward).to_owned()).collect(),
        fresh,
        map: map::draw(&wards, &works.placed),
        placed: works.placed.into_iter().zip(1..).map(|(work, number)| line(work, number)).collect(),
        more,
        elsewhere: works.elsewhere.into_iter().map(|work| line(work, 0)).collect(),
    })
}

fn line(work: Work, number: u32) -> WorkLine {
    WorkLine {
        number,
        street: work.street,
        area: work.area,
        description: work.description,
        promoter: work.promoter,
        starts: work.starts,
        ends: work.ends,
        state: match work.status {
            WorkStatus::InProgress => WorkState::UnderWay,
            WorkStatus::Proposed => WorkState::Proposed,
            WorkStatus::Planned | WorkStatus::Finished | WorkStatus::Cancelled => WorkState::Planned,
        },
        traffic: traffic(work.traffic).to_owned(),
        traffic_words: work.traffic_words.filter(|_| work.traffic == Traffic::Unknown),
        url: work.url,
    }
}
