//! The settings of a candidate.

use std::collections::BTreeMap;

use axum::extract::{Path, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use casework::channel::Carries;
use casework::ids::SetupId;
use casework::settings::{RowChange, Words};
use casework::text::Lang;
use serde_json::Value;

use super::super::life::{self, Candidate, Checked, Filled, LifeError, Typed};
use super::super::rehearsal;
use super::super::secrets::LONGEST as LONGEST_SECRET;
use super::super::transfer::NotImported;
use super::super::wrong::problems_of;
use super::form::{Drawing, place};
use super::{line, refused};
use crate::app::Caller;
use crate::http::extract::{Asked, Fields, Here, frame_for};
use crate::http::files::{FileForm, Part};
use crate::http::problems::{self, problem_for};
use crate::identity::{self, Sent};
use crate::web::Section;
use crate::web::views::{
    FieldProblem, PluginCarriesLine, PluginHostLine, PluginSecretLine, PluginSetupPage, ProblemKind,
};

/// The most bytes of settings in a file.
const MOST_IMPORTED: usize = 1024 * 1024;

/// What the page says besides the settings.
#[derive(Default)]
struct Said {
    done: Option<String>,
    pasted: usize,
    problems: Vec<FieldProblem>,
    /// Check and say what is wrong.
    check: bool,
    /// What was pasted into which table, and could not be taken over.
    refused: Option<(String, String)>,
}

async fn candidate(caller: &Caller, id: &str) -> Result<Candidate, LifeError> {
    let id: SetupId = id.parse().map_err(|_| LifeError::NotFound)?;
    let tx = caller.begin().await?;
    let found = life::candidate(&tx, caller, id).await?;
    if found.setup.is_candidate { Ok(found) } else { Err(LifeError::NotFound) }
}

/// `GET /plugins/setups/{id}`
pub async fn setup_page(here: Here, caller: Caller, Path(id): Path<String>, Asked(asked): Asked) -> Response {
    let candidate = match candidate(&caller, &id).await {
        Ok(candidate) => candidate,
        Err(error) => return refused(&here, &caller, &error),
    };
    let done = asked.filled("done").filter(|done| ["saved", "pasted", "imported"].contains(&done.as_str()));
    // A form in which nothing was typed yet need not be told that all is missing.
    let check = candidate.setup.version > 1 || candidate.setup.settings != serde_json::json!({});
    let pasted = asked.get("rows").parse().unwrap_or_default();
    draw(&here, &caller, candidate, Said { done, pasted, check, ..Said::default() }).await
}

/// `POST /plugins/setups/{id}` with the fields of the form, `version`, and in `do` what to do: `save`, or something with the rows
/// of a table: `add:rows`, `remove:rows.3`, `up:rows.3`, `down:rows.3`, `paste:rows`.
pub async fn save(here: Here, Path(id): Path<String>, Sent { caller, fields }: Sent) -> Response {
    let path = format!("/plugins/setups/{id}");
    let mut candidate = match candidate(&caller, &id).await {
        Ok(candidate) => candidate,
        Err(error) => return refused(&here, &caller, &error),
    };
    let words = Words::new(&caller.council.manifest, caller.lang);
    let (what, table) = fields.get("do").split_once(':').unwrap_or(("save", ""));
    let typed = |name: &str| Some(fields.get(name).to_owned());
    let mut settings = candidate.schema.read(words, what == "save", &typed).settings;
    let mut said = Said { done: Some("saved".to_owned()), check: what == "save", ..Said::default() };
    if what == "paste" {
        let text = fields.get(&format!("{table}.paste"));
        let replace = fields.get(&format!("{table}.replace")) == "yes";
        match candidate.schema.paste(&mut settings, table, text, replace, words) {
            Ok(rows) => said = Said { done: Some("pasted".to_owned()), pasted: rows, check: true, ..said },
            Err(problem) => {
                candidate.setup.settings = settings;
                let refused = Some((table.to_owned(), text.to_owned()));
                said = Said { problems: vec![paste_problem(table, problem)], refused, ..Said::default() };
                return draw(&here, &caller, candidate, said).await;
            }
        }
    } else if let Some((table, change)) = row_change(what, table) {
        candidate.schema.change_rows(&mut settings, table, change);
        said.done = None;
    }
    let seen: i32 = fields.get("version").parse().unwrap_or_default();
    if candidate.setup.version != seen {
        return stale(&here, &caller, candidate, settings).await;
    }
    let hosts = hosts_in(&candidate, &settings, &fields);
    let carries = carries_in(&candidate, &fields);
    match life::save(
        &caller,
        &candidate.setup,
        Typed { settings: settings.clone(), hosts: hosts.clone(), carries: carries.clone() },
    )
    .await
    {
        Ok(()) => {}
        Err(LifeError::Stale) => return stale(&here, &caller, candidate, settings).await,
        Err(error) => return refused(&here, &caller, &error),
    }
    candidate.setup.settings = settings;
    candidate.setup.hosts = hosts;
    candidate.setup.carries = carries;
    candidate.setup.version += 1;
    match life::fill_in(&caller, &candidate, secrets_in(&candidate, &fields)).await {
        Ok(()) => {}
        Err(LifeError::LongSecret) => {
            let problem = FieldProblem::new("secrets", "secret-long").with("max", LONGEST_SECRET);
            return draw(&here, &caller, candidate, Said { problems: vec![problem], ..Said::default() }).await;
        }
        Err(error) => return refused(&here, &caller, &error),
    }
    if what == "save" && said.check {
        // So that reloading the page sends nothing again.
        return Redirect::to(&format!("{path}?done=saved")).into_response();
    }
    draw(&here, &caller, candidate, said).await
}

/// The hosts that were allowed, of those that the plugin wants to reach with these settings.
fn hosts_in(candidate: &Candidate, settings: &Value, fields: &Fields) -> Vec<String> {
    let ticked = |host: &String| fields.0.iter().any(|(name, value)| name == "hosts" && value == host);
    candidate.wanted(settings).into_iter().filter(ticked).collect()
}

/// What a channel is to be used for.
fn carries_in(candidate: &Candidate, fields: &Fields) -> Vec<Carries> {
    let ticked = |what: &Carries| fields.0.iter().any(|(name, value)| name == "carries" && value == what.as_str());
    candidate.can_carry().iter().copied().filter(ticked).collect()
}

fn carries_lines(candidate: &Candidate) -> Vec<PluginCarriesLine> {
    let line = |what: &Carries| PluginCarriesLine {
        what: what.as_str().to_owned(),
        chosen: candidate.setup.carries.contains(what),
    };
    candidate.can_carry().iter().map(line).collect()
}

/// Secrets that were typed, and those that are to be taken out.
fn secrets_in(candidate: &Candidate, fields: &Fields) -> Vec<(String, String)> {
    let said = |name: &str| match fields.filled(&format!("secret.{name}")) {
        Some(typed) => Some(typed),
        None if fields.get(&format!("unset.{name}")) == "yes" => Some(String::new()),
        None => None,
    };
    let known = candidate.description.secrets.iter().map(|secret| secret.name.clone());
    known.filter_map(|name| said(&name).map(|secret| (name, secret))).collect()
}

fn host_lines(candidate: &Candidate, lang: Lang) -> Vec<PluginHostLine> {
    let mut lines: BTreeMap<String, PluginHostLine> = BTreeMap::new();
    for wanted in candidate.description.hosts(&candidate.setup.settings) {
        let host = wanted.origin.to_string();
        let allowed = candidate.setup.hosts.contains(&host);
        let why = wanted.why.get(lang).to_owned();
        lines.entry(host.clone()).or_insert(PluginHostLine { host, why, allowed });
    }
    lines.into_values().collect()
}

fn secret_lines(candidate: &Candidate, filled: &[Filled], lang: Lang) -> Vec<PluginSecretLine> {
    let line = |secret: &plugin_host::description::SecretDescription| {
        let filled = filled.iter().find(|filled| filled.name == secret.name);
        PluginSecretLine {
            name: secret.name.clone(),
            title: secret.title.get(lang).to_owned(),
            filled_at: filled.map(|filled| filled.set_at),
            filled_by: filled.and_then(|filled| filled.by.clone()),
        }
    };
    candidate.description.secrets.iter().map(line).collect()
}

/// Somebody else has saved meanwhile: what was typed stays on the page, and goes over theirs if it is saved again.
async fn stale(here: &Here, caller: &Caller, mut candidate: Candidate, settings: Value) -> Response {
    candidate.setup.settings = settings;
    let problem = FieldProblem::new("settings", "setting-stale");
    draw(here, caller, candidate, Said { problems: vec![problem], ..Said::default() }).await
}

fn row_change<'t>(what: &str, place: &'t str) -> Option<(&'t str, RowChange)> {
    if what == "add" {
        return Some((place, RowChange::Add));
    }
    let (table, at) = place.rsplit_once('.')?;
    let at = at.parse().ok()?;
    match what {
        "remove" => Some((table, RowChange::Remove(at))),
        "up" => Some((table, RowChange::Up(at))),
        "down" => Some((table, RowChange::Down(at))),
        _ => None,
    }
}

fn paste_problem(table: &str, problem: casework::settings::PasteProblem) -> FieldProblem {
    use casework::settings::{MOST_ROWS, PasteProblem};
    let of = |reason: &str| FieldProblem::new(format!("{table}.paste"), reason);
    match problem {
        PasteProblem::Empty => of("paste-empty"),
        PasteProblem::TooWide { row, cells, columns } => {
            of("paste-wide").with("row", row).with("cells", cells).with("columns", columns)
        }
        PasteProblem::TooMany => of("paste-many").with("most", MOST_ROWS),
        PasteProblem::Unreadable { row } => of("paste-unreadable").with("row", row),
    }
}

async fn draw(here: &Here, caller: &Caller, candidate: Candidate, said: Said) -> Response {
    let read = async {
        let tx = caller.begin().await?;
        let filled = life::filled(&tx, caller, &candidate.setup.seat).await?;
        Ok::<_, LifeError>((rehearsal::newest(&tx, candidate.setup.id).await?, filled))
    };
    let (rehearsal, filled) = match read.await {
        Ok(read) => read,
        Err(error) => return refused(here, caller, &error),
    };
    let checked = if said.check { life::check(caller, &candidate).await } else { Checked::default() };
    let words = Words::new(&caller.council.manifest, caller.lang);
    let mut shown = candidate.schema.shown(&candidate.setup.settings, words);
    shown.extend(said.refused);
    let mut drawing = Drawing::new(&shown, caller.lang);
    let fields = drawing.fields(&candidate.schema);
    let lists = drawing.lists(words);
    let mut problems = said.problems;
    problems.extend(problems_of(&checked, &|name| place(&fields, name)));
    let ready = said.check && problems.is_empty();
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let hosts = host_lines(&candidate, caller.lang);
    let carries = carries_lines(&candidate);
    let secrets = secret_lines(&candidate, &filled, caller.lang);
    let Candidate { setup, description, .. } = candidate;
    let view = PluginSetupPage {
        id: setup.id.to_string(),
        version: setup.version,
        kind: setup.seat.kind.to_string(),
        plugin: description.title(caller.lang).to_owned(),
        plugin_version: description.version.clone(),
        summary: description.summary.get(caller.lang).to_owned(),
        fields,
        lists,
        carries,
        hosts,
        secrets,
        decides: setup.seat.kind.decides(),
        back: format!("/plugins/{}", setup.seat.kind),
        ready,
        done: said.done,
        pasted: said.pasted,
        rehearsal: rehearsal.map(|it| line(&it, setup.version)),
        problems,
    };
    problems::page(&here.app, &frame_for(here, caller, Some(Section::Home)), &view, status)
}

/// `GET /plugins/setups/{id}/settings.json`: the settings as a file.
pub async fn exported(here: Here, caller: Caller, Path(id): Path<String>) -> Response {
    match candidate(&caller, &id).await {
        Ok(candidate) => {
            let (plugin, body) = (&candidate.setup.plugin, candidate.exported());
            attachment(&format!("{plugin}.json"), "application/json", format!("{body:#}\n"))
        }
        Err(error) => refused(&here, &caller, &error),
    }
}

/// `GET /plugins/setups/{id}/table/{name}`: a table as a file for a spreadsheet.
pub async fn copied(here: Here, caller: Caller, Path((id, table)): Path<(String, String)>) -> Response {
    match candidate(&caller, &id).await {
        Ok(candidate) => {
            let words = Words::new(&caller.council.manifest, caller.lang);
            let text = candidate.schema.copied(&candidate.setup.settings, &table, words, caller.lang);
            if text.is_empty() {
                return problem_for(&here, &caller, ProblemKind::NotFound);
            }
            // Spreadsheets take a file for UTF-8 by its first character.
            let name = format!("{}.csv", candidate.setup.plugin);
            attachment(&name, "text/csv; charset=utf-8", format!("\u{feff}{text}"))
        }
        Err(error) => refused(&here, &caller, &error),
    }
}

fn attachment(name: &str, kind: &'static str, body: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], body).into_response()
}

/// `POST /plugins/setups/{id}/import`: settings as a file, in the field `file`.
pub async fn import(here: Here, caller: Option<Caller>, Path(id): Path<String>, request: Request) -> Response {
    let path = format!("/plugins/setups/{id}");
    let Some(caller) = caller else { return identity::pages::file_lost(&here).await };
    let candidate = match candidate(&caller, &id).await {
        Ok(candidate) => candidate,
        Err(error) => return refused(&here, &caller, &error),
    };
    let settings = match file_in(request).await.and_then(|bytes| settings_in(&bytes, &candidate)) {
        Ok(settings) => settings,
        Err(problem) => {
            return draw(&here, &caller, candidate, Said { problems: vec![problem], ..Said::default() }).await;
        }
    };
    let (hosts, carries) = (candidate.setup.hosts.clone(), candidate.setup.carries.clone());
    let typed = Typed { settings, hosts, carries };
    match life::save(&caller, &candidate.setup, typed).await {
        Ok(()) => Redirect::to(&format!("{path}?done=imported")).into_response(),
        Err(error) => refused(&here, &caller, &error),
    }
}

async fn file_in(request: Request) -> Result<Vec<u8>, FieldProblem> {
    let problem = |reason: &str| FieldProblem::new("file", reason);
    let Some(mut form) = FileForm::open(request).await else { return Err(problem("import-none")) };
    while let Some(part) = form.next().await.map_err(|_| problem("import-none"))? {
        let Part::File(_, mut file) = part else { continue };
        let mut bytes = Vec::new();
        while let Some(chunk) = file.chunk().await.map_err(|_| problem("import-none"))? {
            if bytes.len() + chunk.len() > MOST_IMPORTED {
                return Err(problem("import-large"));
            }
            bytes.extend_from_slice(&chunk);
        }
        return if bytes.is_empty() { Err(problem("import-none")) } else { Ok(bytes) };
    }
    Err(problem("import-none"))
}

/// The settings in a file that was exported from the same plugin.
fn settings_in(bytes: &[u8], candidate: &Candidate) -> Result<Value, FieldProblem> {
    let read = serde_json::from_slice::<Value>(bytes);
    let value = read.map_err(|error| FieldProblem::new("file", "import-unreadable").with("line", error.line()))?;
    candidate.imported(&value).map_err(|refused| match refused {
        NotImported::Empty => FieldProblem::new("file", "import-empty"),
        NotImported::OtherPlugin(other) => {
            let plugin = candidate.setup.plugin.as_str();
            FieldProblem::new("file", "import-other").with("plugin", plugin).with("other", other)
        }
    })
}

/// `POST /plugins/setups/{id}/discard` with `version`.
pub async fn discard(here: Here, Path(id): Path<String>, Sent { caller, fields }: Sent) -> Response {
    let discarded = async {
        let candidate = candidate(&caller, &id).await?;
        let seen = fields.get("version").parse().unwrap_or_default();
        life::discard(&caller, candidate.setup.id, seen).await?;
        Ok::<_, LifeError>(candidate.setup.seat)
    };
    match discarded.await {
        Ok(seat) => Redirect::to(&format!("/plugins/{seat}?done=discarded")).into_response(),
        Err(error) => refused(&here, &caller, &error),
    }
}
