//! One case of the demo, from its raise to its end or to today, through the same use cases as any other case.

use std::sync::Arc;

use anyhow::Context as _;
use casework::cases::NoteAudience;
use casework::clock::FixedClock;
use casework::people::Actor;
use casework::stages::{HolderNow, StageKind, Workflow};
use casework::text::Lang;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rand::Rng as _;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;

use super::cast::Cast;
use super::hours;
use super::opening::Opening;
use super::plot::{Plot, Speaker};
use super::words::{Words, one_of};
use crate::app::{App, Caller, local_date};
use crate::cases::{self, CaseRow, parties_of, state_of};
use crate::tenancy::Council;

/// A case that is not closed after so many steps is left as it stands.
const MOST_STEPS: usize = 30;
/// How long ago a case may have come that nobody has come back to.
const FORGETFUL: TimeDelta = TimeDelta::days(60);

/// What all stories of a council share.
pub(super) struct Teller {
    pub app: App,
    pub council: Arc<Council>,
    pub cast: Cast,
    pub words: Arc<Words>,
    /// Where every story ends.
    pub now: DateTime<Utc>,
}

/// A case that was raised and waits for the rest of its story.
pub(super) struct Begun {
    reference: String,
    opening: Opening,
    time: Time,
}

/// The time of one case, and the program as it was then.
#[derive(Clone)]
struct Time {
    clock: Arc<FixedClock>,
    app: Arc<App>,
    council: Arc<Council>,
}

impl Time {
    fn caller(&self, actor: &Arc<Actor>) -> Caller {
        Caller {
            app: Arc::clone(&self.app),
            council: Arc::clone(&self.council),
            actor: Arc::clone(actor),
            lang: Lang::En,
        }
    }
}

impl Teller {
    /// Raises the case.
    pub async fn begin(&self, mut opening: Opening) -> anyhow::Result<Begun> {
        let clock = Arc::new(FixedClock::new(opening.at));
        let app = App { clock: clock.clone(), ..self.app.clone() };
        let time = Time { clock, app: Arc::new(app), council: Arc::clone(&self.council) };
        let form = std::mem::take(&mut opening.form);
        let raised = cases::raise(&time.caller(&opening.by), form, None).await.context("a demo case was refused")?;
        Ok(Begun { reference: raised.reference, opening, time })
    }

    /// Goes on until the case is closed or the next thing has not happened yet.
    pub async fn go_on(self: Arc<Self>, begun: Begun) -> anyhow::Result<()> {
        let Begun { reference, opening, time } = begun;
        let mut rng = opening.rng.clone();
        let rng = &mut rng;
        let mut plot = Plot::new(rng);
        // Some that came lately lie forgotten, so that there is something overdue to look at.
        let lately = self.now - opening.at < FORGETFUL;
        let forgotten_after = if lately && rng.random_bool(0.07) { rng.random_range(0..4) } else { MOST_STEPS };
        let mut row = {
            let tx = time.caller(&opening.by).begin().await?;
            cases::by_reference(&tx, &reference).await?.context("a demo case was not found again")?
        };
        for _ in 0..forgotten_after {
            let Some((actor, action, at)) = self.next(&row, &opening, &mut plot, rng) else { break };
            if at > self.now {
                break;
            }
            if rng.random_bool(0.11) {
                self.note(&row, &opening, &time, &actor, at, rng).await?;
            }
            time.clock.set(at);
            row = cases::act(&time.caller(&actor), &reference, action, None)
                .await
                .context("a demo action was refused")?;
        }
        Ok(())
    }

    /// Who does what next, and when. `None` at the end of the story.
    fn next<'w>(
        &'w self,
        row: &CaseRow,
        opening: &Opening,
        plot: &mut Plot<'w>,
        rng: &mut StdRng,
    ) -> Option<(Arc<Actor>, casework::stages::Action, DateTime<Utc>)> {
        let workflow: &Workflow = self.council.workflow(row.workflow_version);
        let (state, parties) = (state_of(row), parties_of(row));
        let groups = &self.council.groups.lookup;
        let holder = workflow.holder_now(&state, groups);
        let actor = match holder {
            HolderNow::Raiser => {
                // The assistant at the desk answers now and then.
                let id = if rng.random_bool(0.3) { parties.raised_by } else { parties.raiser() };
                self.cast.raiser(id)?
            }
            HolderNow::Group(group) => self.cast.officer(group, rng)?,
            HolderNow::Nobody => return None,
        };
        let kind = workflow.stage(&state.stage)?.kind;
        let allowed = workflow.allowed(&state, &parties, actor, groups, row.updated_at);
        let verb = plot.wanted(kind, rng).into_iter().find(|verb| allowed.iter().any(|action| action.verb == *verb))?;
        let speaker = Speaker {
            words: &self.words,
            subject: self.words.subjects.get(opening.subject)?,
            scene: &opening.scene,
            cast: &self.cast,
            team: state.group,
            kind,
        };
        let action = speaker.say(verb, plot, rng)?;
        let at = if holder == HolderNow::Raiser {
            hours::any_day(row.updated_at, answered_in(rng), rng)
        } else {
            let days = self.working_days(kind, row.updated_at, row.due_on, rng);
            hours::in_office(&self.council.calendar, row.updated_at, days, rng)
        };
        Some((Arc::clone(actor), action, at))
    }

    /// How many working days an office takes: mostly within the deadline, now and then beyond it.
    fn working_days(&self, kind: StageKind, since: DateTime<Utc>, due: NaiveDate, rng: &mut StdRng) -> i32 {
        let left = self.council.calendar.working_days_between(local_date(since), due).max(0);
        if rng.random_bool(0.05) {
            return left + rng.random_range(1..=6);
        }
        let most = match kind {
            StageKind::Triage | StageKind::Check => left.min(3),
            // A promise is kept on its last days, as promises are.
            StageKind::Promised | StageKind::Referred => left,
            StageKind::WithTeam | StageKind::Information | StageKind::Resolution | StageKind::Closed => left.min(8),
        };
        rng.random_range(0..=most)
    }

    /// A note by the member or by whoever acts next, some time before they act.
    async fn note(
        &self,
        row: &CaseRow,
        opening: &Opening,
        time: &Time,
        actor: &Arc<Actor>,
        before: DateTime<Utc>,
        rng: &mut StdRng,
    ) -> anyhow::Result<()> {
        let common = &self.words.common;
        let member = self.cast.raiser(parties_of(row).raiser()).filter(|_| rng.random_bool(0.5));
        let author = member.unwrap_or(actor);
        let texts = if author.may_raise_as_self() { &common.notes_member } else { &common.notes_officer };
        let minutes = (before - row.updated_at).num_minutes().min(180);
        if minutes < 4 {
            return Ok(());
        }
        let earlier = TimeDelta::minutes(rng.random_range(1..minutes));
        time.clock.set(before - earlier);
        let text = opening.scene.fill(one_of(rng, texts));
        cases::add_note(&time.caller(author), &row.reference, &text, NoteAudience::Case, None)
            .await
            .context("a demo note was refused")?;
        Ok(())
    }
}

/// In how many days an elected member answers.
fn answered_in(rng: &mut StdRng) -> u64 {
    const SOONER_OR_LATER: [u64; 20] = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 10, 13, 19];
    SOONER_OR_LATER.choose(rng).copied().unwrap_or_default()
}
