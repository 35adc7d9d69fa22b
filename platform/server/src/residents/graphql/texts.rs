//! The council's texts for residents in the GraphQL schema (R31).
#![expect(clippy::unused_async, reason = "a resolver is async, whether it waits or not")]

use async_graphql::{Context, Object, Result, SimpleObject};
use casework::residents::What;
use casework::text::Lang;
use chrono::{DateTime, Utc};
use sea_orm::DbErr;

use super::{not_allowed, refusal};
use crate::api::request::{internal, scope};
use crate::cases::graphql::Refusal;
use crate::residents::template::{self, Mistake, Template, Wrong};
use crate::residents::{self, Current, SaveError, Version};

/// The council's text for a kind of message in one language.
#[derive(SimpleObject)]
#[graphql(serial)]
struct ResidentText {
    /// `acknowledgement`, `progress` or `outcome`.
    what: String,
    /// `en` or `cy`.
    lang: String,
    subject: String,
    body: String,
    /// Grows with each change; send it along when saving.
    version: i32,
    /// It is the standard text.
    standard: bool,
    saved_by: Option<String>,
    saved_at: Option<DateTime<Utc>>,
}

impl From<Current> for ResidentText {
    fn from(current: Current) -> Self {
        Self {
            what: current.what.as_str().to_owned(),
            lang: current.lang.as_str().to_owned(),
            subject: current.template.subject,
            body: current.template.body,
            version: current.version,
            standard: current.standard,
            saved_by: current.saved_by,
            saved_at: current.saved_at,
        }
    }
}

/// A version that a text had.
#[derive(SimpleObject)]
#[graphql(serial)]
struct TextVersion {
    version: i32,
    saved_by: String,
    saved_at: DateTime<Utc>,
    /// Null where it was the way back to the standard text.
    subject: Option<String>,
    body: Option<String>,
}

impl From<Version> for TextVersion {
    fn from(version: Version) -> Self {
        let (subject, body) = version.template.map(|template| (template.subject, template.body)).unzip();
        Self { version: version.version, saved_by: version.saved_by, saved_at: version.saved_at, subject, body }
    }
}

/// A text as a resident would read it, with an invented case.
#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct TextPreview {
    subject: Option<String>,
    text: Option<String>,
    /// Places that need attention; there is no preview then.
    problems: Vec<TextProblem>,
}

#[derive(Default)]
pub struct TextQuery;

#[Object(serial)]
impl TextQuery {
    /// The texts of messages to residents, for whoever writes them; null for others.
    async fn resident_texts(&self, context: &Context<'_>) -> Result<Option<Vec<ResidentText>>> {
        let scope = scope(context)?;
        if !residents::may_edit(&scope.caller.actor) {
            return Ok(None);
        }
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let texts = residents::templates(&scope.caller, tx).await.map_err(|error| internal(&error))?;
        Ok(Some(texts.into_iter().map(ResidentText::from).collect()))
    }

    /// What a text for residents may name; null for whoever does not write them.
    async fn resident_text_fields(&self, context: &Context<'_>) -> Result<Option<Vec<&'static str>>> {
        let may = residents::may_edit(&scope(context)?.caller.actor);
        Ok(may.then(|| template::FIELDS.to_vec()))
    }

    /// The versions that a text had, the newest first and at most twenty; null for whoever does not write them.
    #[graphql(complexity = "20 * child_complexity")]
    async fn resident_text_versions(
        &self,
        context: &Context<'_>,
        what: String,
        lang: String,
    ) -> Result<Option<Vec<TextVersion>>> {
        let scope = scope(context)?;
        if !residents::may_edit(&scope.caller.actor) {
            return Ok(None);
        }
        let (what, lang) = text_of(context, &what, &lang)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let versions = residents::versions(tx, what, lang).await.map_err(|error| internal(&error))?;
        Ok(Some(versions.into_iter().map(TextVersion::from).collect()))
    }

    /// A text as a resident would read it, with an invented case; nothing is saved. Null for whoever does not write them.
    async fn preview_resident_text(
        &self,
        context: &Context<'_>,
        what: String,
        lang: String,
        subject: String,
        body: String,
    ) -> Result<Option<TextPreview>> {
        let caller = &scope(context)?.caller;
        if !residents::may_edit(&caller.actor) {
            return Ok(None);
        }
        let (what, lang) = text_of(context, &what, &lang)?;
        let template = Template { subject, body };
        if let Err(mistakes) = template::check(&template) {
            let problems = mistakes.iter().map(TextProblem::from).collect();
            return Ok(Some(TextPreview { problems, ..Default::default() }));
        }
        let said = residents::preview(caller, what, lang, &template)
            .map_err(|error| internal(&DbErr::Custom(error.to_string())))?;
        Ok(Some(TextPreview { subject: Some(said.subject), text: Some(said.text), problems: Vec::new() }))
    }
}

/// A place in a text that needs attention.
#[derive(SimpleObject)]
#[graphql(serial)]
struct TextProblem {
    /// `subject` or `body`.
    part: String,
    /// Counted from 1.
    line: i32,
    /// For programs: `unknown-field`, `not-allowed-here`, `unfinished` and so on.
    reason: String,
    /// What was found there.
    found: Option<String>,
}

impl From<&Mistake> for TextProblem {
    fn from(mistake: &Mistake) -> Self {
        let found = match &mistake.what {
            Wrong::UnknownField { name } => Some(name.clone()),
            Wrong::NotAllowed { found } => Some(found.clone()),
            Wrong::Missing | Wrong::TooLong { .. } | Wrong::Unfinished | Wrong::TooMuch => None,
        };
        Self {
            part: mistake.part.to_owned(),
            line: i32::try_from(mistake.line).unwrap_or(i32::MAX),
            reason: mistake.what.code().to_owned(),
            found,
        }
    }
}

#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct TextPayload {
    saved: bool,
    problems: Vec<TextProblem>,
    /// What a text may name.
    fields: Vec<&'static str>,
    refusal: Option<Refusal>,
}

#[derive(Default)]
pub struct TextMutation;

#[Object(serial)]
impl TextMutation {
    /// Saves the council's text for a kind of message as the version after `version`.
    async fn save_resident_text(
        &self,
        context: &Context<'_>,
        what: String,
        lang: String,
        subject: String,
        body: String,
        version: i32,
    ) -> Result<TextPayload> {
        let (what, lang) = text_of(context, &what, &lang)?;
        let template = Template { subject, body };
        saved(residents::save_template(&scope(context)?.caller, what, lang, template, version).await)
    }

    /// Goes back to the standard text; the council's own stays among the versions.
    async fn reset_resident_text(
        &self,
        context: &Context<'_>,
        what: String,
        lang: String,
        version: i32,
    ) -> Result<TextPayload> {
        let (what, lang) = text_of(context, &what, &lang)?;
        saved(residents::reset(&scope(context)?.caller, what, lang, version).await)
    }
}

fn text_of(context: &Context<'_>, what: &str, lang: &str) -> Result<(What, Lang)> {
    let offered = &scope(context)?.caller.council.manifest.languages;
    let what = What::from_word(what).ok_or("what is acknowledgement, progress or outcome")?;
    let lang = lang.parse::<Lang>().ok().filter(|lang| offered.contains(lang));
    Ok((what, lang.ok_or("the council does not have this language")?))
}

fn saved(outcome: Result<(), SaveError>) -> Result<TextPayload> {
    match outcome {
        Ok(()) => Ok(TextPayload { saved: true, ..Default::default() }),
        Err(SaveError::Mistakes(mistakes)) => Ok(TextPayload {
            problems: mistakes.iter().map(TextProblem::from).collect(),
            fields: template::FIELDS.to_vec(),
            ..Default::default()
        }),
        Err(SaveError::Database(error)) => Err(internal(&error)),
        Err(SaveError::NotAllowed) => Ok(TextPayload { refusal: not_allowed(), ..Default::default() }),
        Err(error @ SaveError::Stale) => {
            Ok(TextPayload { refusal: refusal("stale", &error.to_string()), ..Default::default() })
        }
    }
}
