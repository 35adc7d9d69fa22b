//! `wardbook plugin rehearse`: what a component decides over many cases, and what would be different beside another, before any
//! council has it.
//!
//! What differs is found as in a council's own rehearsal; there it is the council's past cases that are played.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, anyhow, bail};
use casework::calendar::{Nation, WorkingCalendar};
use casework::clock::Clock as _;
use casework::ids::{GroupId, TenantId};
use casework::manifest::Manifest;
use casework::routing::RouteDecision;
use casework::sla::DefaultTargets;
use casework::stages::GroupLookup;
use clap::Args;
use plugin_host::{GuestFailure, Kind, Limits, PluginHost, RoutingPlugin, SlaPlugin};
use serde_json::Value;
use uuid::Uuid;

use super::super::{Places, say, tenant};
use super::cases::{self, Case};
use super::component::{Loaded, sandbox, settings_in};
use super::played::Played;
use crate::ambient::SystemClock;
use crate::plugins::rehearsal::compare::{self, Rules, Said};

/// Where no council says otherwise.
const USUAL_TARGETS: DefaultTargets =
    DefaultTargets { first_response: 10, next_response: 10, representative_reply: 10 };

/// What is played, over which cases, and beside what.
#[derive(Args, Debug)]
pub struct Asked {
    component: PathBuf,
    /// Cases with name and given, as a list or one a line, as JSON.
    #[arg(long)]
    cases: PathBuf,
    /// Settings as JSON, such as the pages give out; else the first of the examples.
    #[arg(long)]
    settings: Option<PathBuf>,
    /// Another component to compare with; with `--against-settings` alone, the same one.
    #[arg(long)]
    against: Option<PathBuf>,
    /// Settings of what is compared with; else those of `--settings`, else the first of its examples.
    #[arg(long)]
    against_settings: Option<PathBuf>,
    /// A council's folder, whose teams, calendar and default targets count. Else every team is there, and England's holidays are free.
    #[arg(long)]
    council: Option<PathBuf>,
}

pub(super) async fn rehearse(places: &Places, asked: &Asked) -> anyhow::Result<()> {
    // One that fails is asked about every case all the same: each is to be told.
    let mut limits = Limits::default();
    limits.patience.failures = u32::MAX;
    let host = sandbox(places, limits)?;
    let settings = asked.settings.as_deref().map(settings_in).transpose()?;
    let candidate = Side::of(&host, &asked.component, settings.as_ref())?;
    let against = match (&asked.against, &asked.against_settings) {
        (None, None) => None,
        (component, other) => {
            let other = other.as_deref().map(settings_in).transpose()?;
            Some(Side::of(&host, component.as_ref().unwrap_or(&asked.component), other.or(settings).as_ref())?)
        }
    };
    let kind = candidate.loaded.description.kind;
    if !kind.decides() {
        bail!("only plugins that decide can be rehearsed, and this one is of kind {kind}");
    }
    if let Some(against) = &against
        && against.loaded.description.kind != kind
    {
        bail!(
            "{} is of kind {}, and cannot be compared with one of kind {kind}",
            against.named(),
            against.loaded.description.kind
        );
    }
    let cases = cases::read(&asked.cases)?;
    if cases.is_empty() {
        bail!("there is no case in {}", asked.cases.display());
    }
    if let Some(case) = cases.iter().find(|case| case.settings.is_some()) {
        bail!("{}: a rehearsal plays all cases with the same settings, so a case cannot bring its own", case.name);
    }
    let council = Council::of(asked.council.as_deref())?;
    let rehearsal = Rehearsal { host, candidate, against, council };
    let played = match kind {
        Kind::SlaPolicy => rehearsal.deadlines(&cases).await?,
        _ => rehearsal.routes(&cases).await?,
    };
    let beside = rehearsal.against.as_ref().map(|against| format!(" beside {}", against.named())).unwrap_or_default();
    let title = format!("{}{beside}, over {} case(s)", rehearsal.candidate.named(), cases.len());
    say(&format!("{title}\n\n{}", played.told(rehearsal.against.is_some())))?;
    match played.failed() {
        0 => Ok(()),
        failed => bail!("{failed} of {} case(s) got no answer that can be used", cases.len()),
    }
}

/// A component with settings.
struct Side {
    loaded: Loaded,
    settings: Value,
}

impl Side {
    fn of(host: &PluginHost, component: &Path, settings: Option<&Value>) -> anyhow::Result<Self> {
        let loaded = Loaded::from(host, component)?;
        let settings = loaded.usual(settings);
        Ok(Self { loaded, settings })
    }

    fn named(&self) -> String {
        let description = &self.loaded.description;
        format!("{} {}", description.name, description.version)
    }

    async fn routing(&self, host: &PluginHost) -> anyhow::Result<RoutingPlugin> {
        let (version, tenant) = (&self.loaded.description.version, TenantId::from_uuid(Uuid::nil()));
        let ready = host.routing(&self.loaded.artefact, &self.settings, version, tenant).await;
        ready.with_context(|| self.named())
    }

    async fn sla(&self, host: &PluginHost) -> anyhow::Result<SlaPlugin> {
        let (version, tenant) = (&self.loaded.description.version, TenantId::from_uuid(Uuid::nil()));
        let ready = host.sla(&self.loaded.artefact, &self.settings, version, tenant).await;
        ready.with_context(|| self.named())
    }
}

/// What cases are decided in.
struct Council {
    /// None where every team is there.
    teams: Option<Vec<String>>,
    calendar: Arc<WorkingCalendar>,
    targets: DefaultTargets,
}

impl Council {
    fn of(folder: Option<&Path>) -> anyhow::Result<Self> {
        let Some(folder) = folder else {
            let calendar = WorkingCalendar::new(Nation::England, std::collections::BTreeSet::new());
            return Ok(Self { teams: None, calendar: Arc::new(calendar), targets: USUAL_TARGETS });
        };
        let manifest = Manifest::from_files(&tenant::read(folder)?)
            .map_err(|_| anyhow!("{0} has mistakes: see `wardbook tenant check {0}`", folder.display()))?;
        let calendar = WorkingCalendar::new(manifest.nation, manifest.closures.iter().copied().collect());
        let teams = manifest.groups.iter().map(|group| group.key.clone()).collect();
        Ok(Self { teams: Some(teams), calendar: Arc::new(calendar), targets: manifest.targets })
    }
}

/// Ids of teams by their keys. Without a council, a team is there when it is named.
struct Teams {
    keys: Vec<String>,
    open: bool,
    lookup: GroupLookup,
}

impl Teams {
    fn of(council: &Council) -> Self {
        let mut teams = Self { keys: Vec::new(), open: council.teams.is_none(), lookup: GroupLookup::new([]) };
        council.teams.iter().flatten().for_each(|key| teams.add(key));
        teams
    }

    fn add(&mut self, key: &str) {
        if self.keys.iter().any(|known| known == key) {
            return;
        }
        self.keys.push(key.to_owned());
        let ids = (1..).map(|number| GroupId::from_uuid(Uuid::from_u128(number)));
        self.lookup = GroupLookup::new(self.keys.iter().cloned().zip(ids));
    }

    fn hear(&mut self, decision: &Result<RouteDecision, GuestFailure>) {
        if let (true, Ok(RouteDecision { group: Some(key), .. })) = (self.open, decision) {
            self.add(key);
        }
    }
}

struct Rehearsal {
    host: PluginHost,
    candidate: Side,
    against: Option<Side>,
    council: Council,
}

impl Rehearsal {
    async fn routes(&self, cases: &[Case]) -> anyhow::Result<Played> {
        let would = self.candidate.routing(&self.host).await?;
        let was = match &self.against {
            Some(against) => Some(against.routing(&self.host).await?),
            None => None,
        };
        let (mut teams, mut played) = (Teams::of(&self.council), Played::default());
        for case in cases {
            let enquiry = case.enquiry()?;
            let after = self.measured(&mut played, would.route(&enquiry, &self.council.calendar)).await;
            let before = match &was {
                Some(was) => was.route(&enquiry, &self.council.calendar).await,
                None => after.clone(),
            };
            teams.hear(&before);
            teams.hear(&after);
            let told = after.as_ref().map(|said| (said.group.clone(), said.reason.clone())).map_err(Clone::clone);
            let said = Said { was: before, would: after };
            let sides = [was.as_ref().unwrap_or(&would), &would];
            let compared = compare::route(said, sides, &teams.lookup, enquiry.raised_on, &mut played.outcome);
            played.routed(&case.name, told, compared);
        }
        played.teams = teams.lookup;
        Ok(played)
    }

    async fn deadlines(&self, cases: &[Case]) -> anyhow::Result<Played> {
        let would = self.candidate.sla(&self.host).await?;
        let was = match &self.against {
            Some(against) => Some(against.sla(&self.host).await?),
            None => None,
        };
        let mut played = Played::default();
        let rules = Rules { targets: &self.council.targets, calendar: &self.council.calendar };
        for case in cases {
            let situation = case.situation()?;
            let after = self.measured(&mut played, would.deadline(&situation, &self.council.calendar)).await;
            let before = match &was {
                Some(was) => was.deadline(&situation, &self.council.calendar).await,
                None => after.clone(),
            };
            let told = after.as_ref().map(|said| (said.due, said.explanation.clone())).map_err(Clone::clone);
            let said = Said { was: before, would: after };
            let sides = [was.as_ref().unwrap_or(&would), &would];
            // Nobody has answered such a case: what is missed cannot be told.
            let days = (None, situation.today);
            let compared = compare::deadline(said, sides, &situation, &rules, days, &mut played.outcome);
            played.answered(&case.name, told, compared);
        }
        Ok(played)
    }

    /// Asks, and writes down what that cost.
    async fn measured<T>(&self, played: &mut Played, call: impl Future<Output = T>) -> T {
        let fuel = || -> u64 { self.host.status().iter().map(|status| status.figures.fuel).sum() };
        let (burnt, begun) = (fuel(), SystemClock.now());
        let answer = call.await;
        played.cost((SystemClock.now() - begun).to_std().unwrap_or_default(), fuel() - burnt);
        answer
    }
}
