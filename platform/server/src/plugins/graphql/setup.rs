//! A setup: a plugin with its settings, what it may reach and what it is used for.
#![expect(clippy::unused_async, reason = "a resolver is async, whether it waits or not")]

use async_graphql::{Context, Json, Object, Result, SimpleObject};
use casework::ids::SetupId;
use casework::settings::Words;
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::super::life::{self, Candidate, Checked};
use super::super::rehearsal;
use super::super::wrong::{place_in, problems_of, words};
use super::rehearsal::PluginRehearsal;
use super::{failure, found};
use crate::api::request::{internal, scope};
use crate::app::Caller;
use crate::plugins::in_force;

/// A plugin with settings, that is in force, was, or is worked on.
pub struct PluginSetup(pub Candidate);

/// A place in settings that needs attention.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct SettingProblem {
    /// Path in the settings, such as `rows.3.group`; empty where it is about all of them.
    pub path: String,
    /// For programs: `setting-missing`, `setting-unknown`, `setting-plugin` (what the plugin says of it) and so on.
    pub reason: String,
    /// For people.
    pub message: String,
}

impl SettingProblem {
    pub fn all(caller: &Caller, candidate: &Candidate, checked: &Checked) -> Vec<Self> {
        let known = Words::new(&caller.council.manifest, caller.lang);
        let shown = candidate.schema.shown(&candidate.setup.settings, known);
        let problems = problems_of(checked, &place_in(&shown));
        let told = |problem: &crate::web::views::FieldProblem| Self {
            path: problem.field.clone(),
            reason: problem.reason.clone(),
            message: words(caller, problem),
        };
        problems.iter().map(told).collect()
    }
}

/// A host that a plugin wants to reach with these settings.
#[derive(SimpleObject)]
#[graphql(serial)]
struct PluginHost {
    host: String,
    /// For the admin who is asked to allow it.
    why: String,
    allowed: bool,
}

/// Something secret that the plugin needs. What it is nobody is told.
#[derive(SimpleObject)]
#[graphql(serial)]
struct PluginSecret {
    name: String,
    title: String,
    /// Null where it is not filled in.
    set_at: Option<DateTime<Utc>>,
    set_by: Option<String>,
}

/// What a channel can be used for.
#[derive(SimpleObject)]
#[graphql(serial)]
struct PluginUse {
    /// `email`, `letter` or `event`.
    what: &'static str,
    chosen: bool,
}

/// Something that would be set in another way than what is in force.
#[derive(SimpleObject)]
#[graphql(serial)]
struct SettingDifference {
    title: String,
    before: Vec<String>,
    after: Vec<String>,
    /// Rows stand in another order.
    reordered: bool,
}

impl PluginSetup {
    /// Null where there is none, or the caller may not know.
    pub async fn read(context: &Context<'_>, id: SetupId) -> Result<Option<Self>> {
        let scope = scope(context)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        Ok(found(life::candidate(tx, &scope.caller, id).await)?.map(Self))
    }

    /// As it is after it was changed.
    pub async fn anew(caller: &Caller, id: SetupId) -> Result<Self> {
        let tx = caller.begin().await.map_err(|error| internal(&error))?;
        life::candidate(&tx, caller, id).await.map(Self).map_err(|error| failure(&error))
    }
}

#[Object(serial)]
impl PluginSetup {
    async fn id(&self) -> String {
        self.0.setup.id.to_string()
    }

    /// The seat for which it is.
    async fn seat(&self) -> String {
        self.0.setup.seat.to_string()
    }

    async fn plugin(&self) -> &str {
        &self.0.setup.plugin
    }

    async fn plugin_version(&self) -> &str {
        &self.0.description.version
    }

    async fn title(&self, context: &Context<'_>) -> Result<String> {
        Ok(self.0.description.title(scope(context)?.caller.lang).to_owned())
    }

    /// It is worked on: it can be saved, rehearsed and put in force.
    async fn is_candidate(&self) -> bool {
        self.0.setup.is_candidate
    }

    /// Grows with each change; send it along.
    async fn version(&self) -> i32 {
        self.0.setup.version
    }

    async fn changed_at(&self) -> DateTime<Utc> {
        self.0.setup.changed_at
    }

    async fn settings(&self) -> Json<&Value> {
        Json(&self.0.setup.settings)
    }

    /// The JSON Schema of the settings.
    async fn schema(&self) -> Json<&Value> {
        Json(&self.0.description.settings)
    }

    /// The settings as a file, to be taken in by `importPluginSettings`.
    async fn file(&self) -> Json<Value> {
        Json(self.0.exported())
    }

    async fn hosts(&self, context: &Context<'_>) -> Result<Vec<PluginHost>> {
        let lang = scope(context)?.caller.lang;
        let mut hosts: Vec<PluginHost> = Vec::new();
        for wanted in self.0.description.hosts(&self.0.setup.settings) {
            let host = wanted.origin.to_string();
            if hosts.iter().all(|known| known.host != host) {
                let allowed = self.0.setup.hosts.contains(&host);
                hosts.push(PluginHost { host, why: wanted.why.get(lang).to_owned(), allowed });
            }
        }
        Ok(hosts)
    }

    async fn secrets(&self, context: &Context<'_>) -> Result<Vec<PluginSecret>> {
        let scope = scope(context)?;
        // Not the request's own transaction: a mutation has written since that began.
        let tx = scope.caller.begin().await.map_err(|error| internal(&error))?;
        let filled = found(life::filled(&tx, &scope.caller, &self.0.setup.seat).await)?.unwrap_or_default();
        let line = |secret: &plugin_host::description::SecretDescription| {
            let filled = filled.iter().find(|filled| filled.name == secret.name);
            PluginSecret {
                name: secret.name.clone(),
                title: secret.title.get(scope.caller.lang).to_owned(),
                set_at: filled.map(|filled| filled.set_at),
                set_by: filled.and_then(|filled| filled.by.clone()),
            }
        };
        Ok(self.0.description.secrets.iter().map(line).collect())
    }

    async fn carries(&self) -> Vec<PluginUse> {
        let carries = self.0.can_carry().iter();
        carries.map(|what| PluginUse { what: what.as_str(), chosen: self.0.setup.carries.contains(what) }).collect()
    }

    /// Everything that is wrong with it, as it would be used; it can be put in force where there is nothing.
    async fn problems(&self, context: &Context<'_>) -> Result<Vec<SettingProblem>> {
        let caller = &scope(context)?.caller;
        Ok(SettingProblem::all(caller, &self.0, &life::check(caller, &self.0).await))
    }

    /// What it would set in another way than what is in force; empty where another plugin is.
    async fn differences(&self, context: &Context<'_>) -> Result<Vec<SettingDifference>> {
        let caller = &scope(context)?.caller;
        let tx = caller.begin().await.map_err(|error| internal(&error))?;
        let current = in_force(&tx).await.map_err(|error| internal(&error))?.remove(&self.0.setup.seat);
        let Some(current) = current.filter(|current| current.setup.plugin == self.0.setup.plugin) else {
            return Ok(Vec::new());
        };
        let known = Words::new(&caller.council.manifest, caller.lang);
        let found = self.0.schema.differences(&current.setup.settings, &self.0.setup.settings, known);
        let line = |difference: casework::settings::Difference| SettingDifference {
            title: difference.titles.iter().map(|title| title.get(caller.lang)).collect::<Vec<_>>().join(": "),
            before: difference.before,
            after: difference.after,
            reordered: difference.reordered,
        };
        Ok(found.into_iter().map(line).collect())
    }

    /// The newest rehearsal of it.
    async fn rehearsal(&self, context: &Context<'_>) -> Result<Option<PluginRehearsal>> {
        let tx = scope(context)?.caller.begin().await.map_err(|error| internal(&error))?;
        let newest = rehearsal::newest(&tx, self.0.setup.id).await.map_err(|error| internal(&error))?;
        Ok(newest.map(|rehearsal| PluginRehearsal { rehearsal, version: self.0.setup.version }))
    }
}
