//! The progress of a case as a document to keep or to print (R22).

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use casework::text::Lang;
use fluent_bundle::FluentArgs;
use letters::{Entry, Record, Reference};

use super::case::facts_and_timeline;
use super::timeline::History;
use crate::app::Caller;
use crate::cases::whole_case;
use crate::http::extract::{Asked, Here};
use crate::http::problems::{self, problem_for};
use crate::print;
use crate::web::views::{CaseFacts, Happening, ProblemKind};
use crate::web::{Texts, moment};

/// `GET /cases/{reference}/progress.pdf`: what this reader may see of the case, the oldest first; with `?history=progress`, its progress
/// updates alone.
pub async fn progress(here: Here, caller: Caller, Path(reference): Path<String>, Asked(asked): Asked) -> Response {
    let read = async { whole_case(&caller, &caller.begin().await?, &reference).await };
    let case = match read.await {
        Ok(Some(case)) => case,
        Ok(None) => return problem_for(&here, &caller, ProblemKind::NotFound),
        Err(error) => return problems::something_wrong(&here, &error),
    };
    let history = History::asked(&asked);
    let (facts, timeline) = facts_and_timeline(&caller, &case, history);
    let manifest = &caller.council.manifest;
    let (lang, texts) = (here.lang, here.app.pages.texts());
    let word = |key: &str| texts.get(lang, key, None).into_owned();
    let record = Record {
        language: print::language(lang),
        council: manifest.name.get(lang).to_owned(),
        colour: match manifest.branding.colour.parse() {
            Ok(colour) => colour,
            Err(error) => return problems::something_wrong(&here, &error),
        },
        reference: Reference { label: word("record-reference"), value: case.row.reference.clone() },
        title: case.row.summary.clone(),
        facts: told_facts(&facts, lang, texts),
        entries_heading: word(if history == History::Progress { "timeline-progress" } else { "timeline-title" }),
        entries: timeline.iter().rev().map(|happening| entry(happening, lang, texts)).collect(),
    };
    match print::record(record).await {
        Ok(printed) => {
            let name = format!("attachment; filename=\"{}.pdf\"", case.row.reference);
            ([(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, name)], printed.pdf)
                .into_response()
        }
        Err(error) => problems::something_wrong(&here, &error),
    }
}

fn told_facts(facts: &CaseFacts, lang: Lang, texts: &Texts) -> Vec<Reference> {
    let word = |key: &str| texts.get(lang, key, None).into_owned();
    let about = match &facts.service {
        Some(service) => format!("{} – {service}", facts.category),
        None => facts.category.clone(),
    };
    let place = facts.place.as_ref().map(|place| place.words.clone());
    let closed = facts.closed_at.map(|at| moment(at, lang, texts));
    let rows = [
        ("facts-what", Some(about)),
        ("facts-where", place),
        ("facts-ward", facts.ward.clone()),
        ("facts-raised", Some(moment(facts.raised_at, lang, texts))),
        ("facts-raised-by", Some(facts.raised_by.clone())),
        ("facts-on-behalf-of", facts.on_behalf_of.clone()),
        ("facts-closed", closed),
        ("record-details", facts.details.clone()),
        ("facts-history", facts.history.clone()),
        ("facts-approached", facts.approached.clone()),
        ("facts-wanted", facts.wanted.clone()),
    ];
    let filled = rows.into_iter().filter_map(|(key, value)| Some((key, value.filter(|value| !value.is_empty())?)));
    filled.map(|(key, value)| Reference { label: word(key), value }).collect()
}

/// One thing that happened, with what followed from it.
fn entry(happening: &Happening, lang: Lang, texts: &Texts) -> Entry {
    let mut lines = vec![told(happening, lang, texts)];
    lines.extend(happening.text.clone());
    lines.extend(happening.reason.clone());
    for next in &happening.then {
        // The explanation of a deadline names the day.
        lines.push(match (next.kind.as_str(), &next.reason) {
            ("deadline-set", Some(reason)) => match &next.policy {
                Some(policy) => format!("{reason} {}", worked_out_by(policy, lang, texts)),
                None => reason.clone(),
            },
            (_, Some(reason)) => format!("{}. {reason}", told(next, lang, texts)),
            (_, None) => told(next, lang, texts),
        });
    }
    Entry { date: moment(happening.at, lang, texts), author: String::new(), text: lines.join("\n") }
}

fn worked_out_by(policy: &str, lang: Lang, texts: &Texts) -> String {
    let mut args = FluentArgs::new();
    args.set("policy", policy);
    texts.get(lang, "due-worked-out-by", Some(&args)).into_owned()
}

/// As the timeline of the page words it.
fn told(happening: &Happening, lang: Lang, texts: &Texts) -> String {
    let platform = texts.get(lang, "actor-platform", None).into_owned();
    let mut args = FluentArgs::new();
    args.set("actor", happening.actor.clone().unwrap_or(platform));
    args.set("team", happening.team.clone().unwrap_or_default());
    args.set("stage", happening.stage.clone().unwrap_or_default());
    args.set("how", happening.how.clone().unwrap_or_else(|| "confirmed".to_owned()));
    args.set("whom", happening.whom.clone().unwrap_or_default());
    args.set("from", happening.from_whom.clone().unwrap_or_default());
    let message = happening.message.clone().unwrap_or_default();
    args.set("to", message.to);
    args.set("way", message.way);
    args.set("what", message.what);
    args.set("date", happening.due.map(|day| crate::web::day(day, lang, texts)).unwrap_or_default());
    let key = match (happening.kind.as_str(), &happening.team) {
        ("routed", None) => "event-routed-none".to_owned(),
        (kind, _) => format!("event-{kind}"),
    };
    texts.get(lang, &key, Some(&args)).into_owned()
}
