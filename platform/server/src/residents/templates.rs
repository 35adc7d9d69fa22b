//! A council's own words for messages to residents (R31): a text for each kind and language, with every version that it had.

use casework::people::{Actor, Role};
use casework::residents::What;
use casework::text::{Lang, cleaned};
use chrono::{DateTime, Utc};
use sea_orm::DbErr;

use super::standard;
use super::store::templates::{self as store, Saved};
use super::template::{Broken, CaseFacts, Facts, Message, Mistake, ResidentFacts, Template, check, render};
use crate::app::{Caller, to_the_end};
use crate::tenancy::TenantTx;
use crate::web;

/// Whether this person writes the council's texts for residents.
#[must_use]
pub fn may_edit(actor: &Actor) -> bool {
    actor.is(Role::TenantAdmin) || actor.is(Role::TriageOfficer)
}

/// Why a text was not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    #[error("this person does not write texts for residents")]
    NotAllowed,
    #[error("{} places need attention", .0.len())]
    Mistakes(Vec<Mistake>),
    /// Somebody else saved a version since this one was read.
    #[error("somebody else has changed this text meanwhile")]
    Stale,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// The text in force for a kind of message in a language.
#[derive(Clone, Debug)]
pub struct Current {
    pub what: What,
    pub lang: Lang,
    pub template: Template,
    /// 0 where nobody has ever changed it.
    pub version: i32,
    /// The standard text.
    pub standard: bool,
    pub saved_by: Option<String>,
    pub saved_at: Option<DateTime<Utc>>,
}

/// A version of a text.
#[derive(Clone, Debug)]
pub struct Version {
    pub version: i32,
    pub saved_by: String,
    pub saved_at: DateTime<Utc>,
    /// None where it was the way back to the standard text.
    pub template: Option<Template>,
}

impl Current {
    fn of(what: What, lang: Lang, saved: Option<Saved>) -> Self {
        let (version, by, at) = match &saved {
            Some(saved) => (saved.version, Some(saved.saved_by.clone()), Some(saved.saved_at)),
            None => (0, None, None),
        };
        let own = saved.and_then(Saved::template);
        let standard = own.is_none();
        let template = own.unwrap_or_else(|| standard::of(what, lang));
        Self { what, lang, template, version, standard, saved_by: by, saved_at: at }
    }
}

/// The text that counts, for whoever composes a message.
///
/// # Errors
/// When the database cannot be asked.
pub(super) async fn in_force(tx: &TenantTx, what: What, lang: Lang) -> Result<Template, DbErr> {
    Ok(current(tx, what, lang).await?.template)
}

/// The text in force.
///
/// # Errors
/// When the database cannot be asked.
pub async fn current(tx: &TenantTx, what: What, lang: Lang) -> Result<Current, DbErr> {
    Ok(Current::of(what, lang, store::newest(tx, what.as_str(), lang.as_str()).await?))
}

/// The texts in force, of every kind in each of the council's languages.
///
/// # Errors
/// When the database cannot be asked.
pub async fn templates(caller: &Caller, tx: &TenantTx) -> Result<Vec<Current>, DbErr> {
    let mut saved = store::all_newest(tx).await?;
    let mut take = |what: What, lang: Lang| {
        let at = saved.iter().position(|saved| saved.what == what.as_str() && saved.lang == lang.as_str())?;
        Some(saved.swap_remove(at))
    };
    let languages = &caller.council.manifest.languages;
    let each = What::ALL.iter().flat_map(|&what| languages.iter().map(move |&lang| (what, lang)));
    Ok(each.map(|(what, lang)| Current::of(what, lang, take(what, lang))).collect())
}

/// The versions that a text had, the newest first; twenty at the most.
///
/// # Errors
/// When the database cannot be asked.
pub async fn versions(tx: &TenantTx, what: What, lang: Lang) -> Result<Vec<Version>, DbErr> {
    let saved = store::versions(tx, what.as_str(), lang.as_str()).await?;
    let version = |saved: Saved| Version {
        version: saved.version,
        saved_by: saved.saved_by.clone(),
        saved_at: saved.saved_at,
        template: saved.template(),
    };
    Ok(saved.into_iter().map(version).collect())
}

/// Saves a text as the version after `seen`, which its author read.
///
/// # Errors
/// See [`SaveError`]; nothing is saved then.
pub async fn save_template(
    caller: &Caller,
    what: What,
    lang: Lang,
    template: Template,
    seen: i32,
) -> Result<(), SaveError> {
    let template = Template {
        subject: cleaned(&template.subject).trim().to_owned(),
        body: cleaned(&template.body).trim().to_owned(),
    };
    check(&template).map_err(SaveError::Mistakes)?;
    keep(caller, what, lang, Some(template), seen).await
}

/// Goes back to the standard text. The council's own stays among the versions.
///
/// # Errors
/// See [`SaveError`].
pub async fn reset(caller: &Caller, what: What, lang: Lang, seen: i32) -> Result<(), SaveError> {
    keep(caller, what, lang, None, seen).await
}

async fn keep(caller: &Caller, what: What, lang: Lang, template: Option<Template>, seen: i32) -> Result<(), SaveError> {
    if !may_edit(&caller.actor) {
        return Err(SaveError::NotAllowed);
    }
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        let by = caller.actor.person.as_uuid();
        let (what, lang) = (what.as_str(), lang.as_str());
        if !store::save(&tx, what, lang, template, seen, by, caller.now()).await? {
            return Err(SaveError::Stale);
        }
        Ok(tx.commit().await?)
    })
    .await
}

/// A text as a resident would read it, with an invented case.
///
/// # Errors
/// When it cannot be filled; `check` says why.
pub fn preview(caller: &Caller, what: What, lang: Lang, template: &Template) -> Result<Message, Broken> {
    let (manifest, texts) = (&caller.council.manifest, caller.app.pages.texts());
    let word = |key: &str| texts.get(lang, key, None).into_owned();
    let stage = manifest.workflow.stages.iter().find(|stage| stage.key == manifest.workflow.entry.routed);
    let only = |wanted: What, key: &str| if what == wanted { word(key) } else { String::new() };
    let facts = Facts {
        resident: ResidentFacts { name: word("sample-resident") },
        case: CaseFacts { reference: format!("{}-010042", manifest.reference_prefix), summary: word("sample-summary") },
        stage: stage.map(|stage| stage.name.get(lang).to_owned()).unwrap_or_default(),
        team: manifest
            .groups
            .iter()
            .find(|group| !group.triage)
            .map(|group| group.name.get(lang).to_owned())
            .unwrap_or_default(),
        councillor: word("sample-councillor"),
        council: manifest.name.get(lang).to_owned(),
        due: web::day(caller.council.calendar.add_working_days(caller.today(), 5), lang, texts),
        answer: only(What::Outcome, "sample-answer"),
        message: only(What::Progress, "sample-message"),
    };
    render(template, &facts)
}
