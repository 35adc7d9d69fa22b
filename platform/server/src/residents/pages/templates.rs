//! The council's texts for residents (R31).

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::residents::What;
use casework::text::Lang;
use sea_orm::DbErr;

use crate::app::Caller;
use crate::http::extract::{Asked, Here, frame_for};
use crate::http::problems::{self, problem_for};
use crate::identity::Sent;
use crate::residents::template::{FIELDS, Mistake, Template, Wrong, check};
use crate::residents::{self, Current, SaveError, Version};
use crate::web::views::{
    self, FieldProblem, Preview, ProblemKind, TemplateLine, TemplatePage, VersionLine, VersionText,
};

/// `GET /templates`
pub async fn templates(here: Here, caller: Caller) -> Response {
    if !residents::may_edit(&caller.actor) {
        return problem_for(&here, &caller, ProblemKind::NotAllowed);
    }
    let read = async { residents::templates(&caller, &caller.begin().await?).await };
    match read.await {
        Ok(all) => {
            let several = caller.council.manifest.languages.len() > 1;
            let view = views::Templates { lines: all.into_iter().map(TemplateLine::from).collect(), several };
            problems::page(&here.app, &frame_for(&here, &caller, None), &view, StatusCode::OK)
        }
        Err(error) => problems::something_wrong(&here, &error),
    }
}

/// Which text an address means, for whoever may write it.
fn which(caller: &Caller, what: &str, lang: &str) -> Result<(What, Lang), ProblemKind> {
    if !residents::may_edit(&caller.actor) {
        return Err(ProblemKind::NotAllowed);
    }
    let lang = lang.parse::<Lang>().ok().filter(|lang| caller.council.manifest.languages.contains(lang));
    What::from_word(what).zip(lang).ok_or(ProblemKind::NotFound)
}

/// What the page says beside the text in force.
#[derive(Default)]
struct Typed {
    template: Option<Template>,
    problems: Vec<FieldProblem>,
    saved: bool,
}

/// `GET /templates/{what}/{lang}`
pub async fn template(
    here: Here,
    caller: Caller,
    Path((what, lang)): Path<(String, String)>,
    Asked(asked): Asked,
) -> Response {
    match which(&caller, &what, &lang) {
        Ok((what, lang)) => {
            draw(&here, &caller, what, lang, Typed { saved: asked.get("done") == "saved", ..Typed::default() }).await
        }
        Err(problem) => problem_for(&here, &caller, problem),
    }
}

/// `POST /templates/{what}/{lang}`: `do` is `save`, `preview` or `standard`.
pub async fn save(here: Here, Path((what, lang)): Path<(String, String)>, Sent { caller, fields }: Sent) -> Response {
    let path = format!("/templates/{what}/{lang}");
    let (what, lang) = match which(&caller, &what, &lang) {
        Ok(which) => which,
        Err(problem) => return problem_for(&here, &caller, problem),
    };
    let template = Template { subject: fields.get("subject").to_owned(), body: fields.get("text").to_owned() };
    let seen = fields.get("version").parse().unwrap_or_default();
    let saved = match fields.get("do") {
        "standard" => residents::reset(&caller, what, lang, seen).await,
        "save" => residents::save_template(&caller, what, lang, template.clone(), seen).await,
        _ => {
            let mistakes = check(&template).err().unwrap_or_default();
            let problems = mistakes.iter().map(problem).collect();
            return draw(&here, &caller, what, lang, Typed { template: Some(template), problems, saved: false }).await;
        }
    };
    let problems = match saved {
        Ok(()) => return Redirect::to(&format!("{path}?done=saved")).into_response(),
        Err(SaveError::NotAllowed) => return problem_for(&here, &caller, ProblemKind::NotAllowed),
        Err(SaveError::Database(error)) => return problems::something_wrong(&here, &error),
        Err(SaveError::Mistakes(mistakes)) => mistakes.iter().map(problem).collect(),
        Err(SaveError::Stale) => vec![FieldProblem::new("text", "changed-meanwhile")],
    };
    draw(&here, &caller, what, lang, Typed { template: Some(template), problems, saved: false }).await
}

fn problem(mistake: &Mistake) -> FieldProblem {
    let field = if mistake.part == "body" { "text" } else { mistake.part };
    let problem = FieldProblem::new(field, mistake.what.code()).with("line", mistake.line);
    match &mistake.what {
        Wrong::TooLong { max } => problem.with("max", *max),
        Wrong::UnknownField { name } => problem.with("name", name.as_str()),
        Wrong::NotAllowed { found } => problem.with("found", found.as_str()),
        Wrong::Missing | Wrong::Unfinished | Wrong::TooMuch => problem,
    }
}

async fn draw(here: &Here, caller: &Caller, what: What, lang: Lang, typed: Typed) -> Response {
    let read = async {
        let tx = caller.begin().await?;
        Ok::<_, DbErr>((residents::current(&tx, what, lang).await?, residents::versions(&tx, what, lang).await?))
    };
    let (current, versions) = match read.await {
        Ok(read) => read,
        Err(error) => return problems::something_wrong(here, &error),
    };
    let template = typed.template.unwrap_or(current.template);
    let status = if typed.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = TemplatePage {
        what: what.as_str().to_owned(),
        lang,
        several: caller.council.manifest.languages.len() > 1,
        // What was read meanwhile is what a second try replaces.
        version: current.version,
        standard: current.standard,
        preview: preview(caller, what, lang, &template),
        subject: template.subject,
        body: template.body,
        saved: typed.saved,
        problems: typed.problems,
        fields: FIELDS.iter().map(|&field| field.to_owned()).collect(),
        versions: versions.into_iter().map(VersionLine::from).collect(),
    };
    problems::page(&here.app, &frame_for(here, caller, None), &view, status)
}

fn preview(caller: &Caller, what: What, lang: Lang, template: &Template) -> Option<Preview> {
    check(template).ok()?;
    let message = residents::preview(caller, what, lang, template).ok()?;
    let texts = caller.app.pages.texts();
    let word = |key: &str| texts.get(lang, key, None).into_owned();
    Some(Preview {
        subject: message.subject,
        greeting: format!("{} {}", word("letter-dear"), word("sample-resident")),
        paragraphs: message.text.split("\n\n").map(str::to_owned).collect(),
        closing: word("letter-closing"),
        from: caller.council.manifest.name.get(lang).to_owned(),
    })
}

impl From<Current> for TemplateLine {
    fn from(current: Current) -> Self {
        Self {
            what: current.what.as_str().to_owned(),
            lang: current.lang,
            subject: current.template.subject,
            standard: current.standard,
            saved_by: current.saved_by,
            saved_at: current.saved_at,
        }
    }
}

impl From<Version> for VersionLine {
    fn from(version: Version) -> Self {
        let text = version.template.map(|template| VersionText { subject: template.subject, body: template.body });
        Self { version: version.version, by: version.saved_by, at: version.saved_at, text }
    }
}
