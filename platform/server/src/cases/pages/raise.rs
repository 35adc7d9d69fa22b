//! Raising a case on one screen (R1 to R13).

use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::cases::{CaseKind, Channel, Facts, FieldError, PersonForm, RaiseForm};
use casework::ids::{ClientId, DraftId, FileId, PersonId};
use casework::manifest::OTHER;
use sea_orm::DbErr;

use super::near;
use super::part::whole;
use super::raise_files::{FILES_LOST, Received, draft_of, held, offer as offer_of, position, receive};
use crate::app::Caller;
use crate::cases::{self, RaiseError};
use crate::drafts::Origin;
use crate::http::extract::{Asked, Fields, Here, frame_for};
use crate::http::problems::{self, problem_for};
use crate::web::Section;
use crate::web::views::{
    CONFIDENTIAL, Category, Choice, DraftLine, DraftShown, FieldProblem, FileProblem, GatePoint, PersonRow,
    ProblemKind, Raise, RaiseFiles, RaiseNotice, RaiseValues,
};
use crate::{drafts, identity};

/// `GET /raise`; `?draft=` opens one of the person's drafts, `?part_of=` splits a part off a case (R25).
pub async fn raise_page(here: Here, caller: Caller, Asked(asked): Asked) -> Response {
    if !caller.actor.may_raise() {
        return problem_for(&here, &caller, ProblemKind::NotAllowed);
    }
    let read = match (asked.filled("draft"), asked.filled("part_of")) {
        (Some(id), _) => opened(&caller, &id).await.map(|draft| draft.as_ref().map(RaiseValues::from)),
        (None, Some(reference)) => whole(&caller, &reference).await,
        (None, None) => Ok(Some(RaiseValues { people: vec![PersonRow::default()], ..RaiseValues::default() })),
    };
    match read {
        Ok(Some(values)) => {
            draw(&here, &caller, Sheet { client_id: fresh_client_id(&here), values, ..Sheet::default() }).await
        }
        Ok(None) => problem_for(&here, &caller, ProblemKind::NotFound),
        Err(error) => problems::something_wrong(&here, &error),
    }
}

/// `POST /raise`, as a form with files or without.
pub async fn raise(here: Here, caller: Option<Caller>, request: Request) -> Response {
    let received = match receive(&here, caller.as_ref(), request).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let Received { fields, uploaded, broken } = received;
    let draft = (!uploaded.kept.is_empty()).then(|| draft_of(&fields)).flatten();
    let fields = Fields(fields);
    let Some(caller) = caller else { return identity::pages::session_lost(&here, fields).await };
    let mut values = values_of(&fields, usize::from(caller.council.manifest.people_max));
    if let Some(draft) = draft {
        values.draft = draft.to_string();
    }
    let client_id = fields.filled("client_id").unwrap_or_else(|| fresh_client_id(&here));
    let lost = fields.filled(FILES_LOST).map(|_| FileProblem { name: String::new(), reason: "session".to_owned() });
    let file_problems = uploaded.problems.into_iter().chain(lost).collect();
    let mut sheet = Sheet { client_id, values, file_problems, ..Sheet::default() };
    if !sheet.file_problems.is_empty() {
        sheet.status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let pressed = fields.get("do");
    if !matches!(pressed, "" | "raise") {
        if pressed == "add-files" && uploaded.kept.is_empty() && sheet.file_problems.is_empty() {
            sheet.file_problems.push(FileProblem { name: String::new(), reason: "none".to_owned() });
            sheet.status = StatusCode::UNPROCESSABLE_ENTITY;
        }
        return match press(&caller, &mut sheet, pressed).await {
            Ok(()) => redraw(&here, &caller, sheet).await,
            Err(error) => problems::something_wrong(&here, &error),
        };
    }
    if broken || !sheet.file_problems.is_empty() {
        // Whoever sent it sees first what is missing, and raises it without, or with another one.
        return redraw(&here, &caller, sheet).await;
    }
    let form = form_of(&sheet.values);
    let raised = match sheet.values.draft.parse::<DraftId>() {
        Ok(draft) => cases::raise_draft(&caller, form, draft).await,
        Err(_) => cases::raise(&caller, form, sheet.client_id.parse::<ClientId>().ok()).await,
    };
    match raised {
        Ok(raised) => {
            if !sheet.values.part_of.is_empty()
                && let Err(error) = cases::split_off(&caller, &raised.reference, &sheet.values.part_of).await
            {
                return problems::something_wrong(&here, &error);
            }
            let done = if raised.repeated { "already" } else { "raised" };
            Redirect::to(&format!("/cases/{}?done={done}", raised.reference)).into_response()
        }
        Err(RaiseError::Invalid(errors)) => {
            (sheet.errors, sheet.status) = (errors, StatusCode::UNPROCESSABLE_ENTITY);
            redraw(&here, &caller, sheet).await
        }
        Err(RaiseError::NotAllowed) => problem_for(&here, &caller, ProblemKind::NotAllowed),
        Err(RaiseError::Database(error)) => problems::something_wrong(&here, &error),
    }
}

/// What a button of the form does, but for the one that raises the case. One that this page does not have does nothing.
async fn press(caller: &Caller, sheet: &mut Sheet, button: &str) -> Result<(), DbErr> {
    let values = &mut sheet.values;
    let numbered = |prefix: &str| button.strip_prefix(prefix);
    if button == "add-person" {
        values.people.push(PersonRow::default());
    } else if button == "enter" {
        sheet.notice = Some(RaiseNotice::Enter);
    } else if let Some(index) = numbered("remove-person-").and_then(|index| index.parse::<usize>().ok()) {
        if index < values.people.len() {
            values.people.remove(index);
        }
    } else if let Some(draft) = opened(caller, &values.draft).await? {
        if let Some(file) = numbered("remove-file-").and_then(|id| id.parse::<FileId>().ok()) {
            drafts::take_away(caller, draft.id, file).await?;
        } else if button == "use-place" {
            if let Some((_, (latitude, longitude))) = position(&draft) {
                (values.latitude, values.longitude) = (latitude.to_string(), longitude.to_string());
            }
            drafts::forget_positions(caller, draft.id).await?;
        } else if button == "no-place" {
            drafts::forget_positions(caller, draft.id).await?;
        }
    }
    Ok(())
}

/// The form again, with everything that was typed. Where files wait with it, the list of drafts tells it by what was typed.
async fn redraw(here: &Here, caller: &Caller, sheet: Sheet) -> Response {
    if let Ok(draft) = sheet.values.draft.parse::<DraftId>()
        && let Err(error) = drafts::remember(caller, draft, &sheet.values.summary, &sheet.values.details).await
    {
        return problems::something_wrong(here, &error);
    }
    draw(here, caller, sheet).await
}

/// The draft of this id, if it is the person's own.
async fn opened(caller: &Caller, id: &str) -> Result<Option<drafts::Draft>, DbErr> {
    let Ok(id) = id.parse::<DraftId>() else { return Ok(None) };
    drafts::one(&caller.begin().await?, caller, id).await
}

fn fresh_client_id(here: &Here) -> String {
    here.app.ids.row(here.app.clock.now()).to_string()
}

fn values_of(fields: &Fields, people_max: usize) -> RaiseValues {
    let text = |name: &str| fields.get(name).to_owned();
    let sent = |index: &usize| {
        let prefix = format!("people.{index}.");
        fields.0.iter().any(|(name, _)| name.starts_with(&prefix))
    };
    // One row more than allowed is kept, so that a mistake shows and nothing typed is lost.
    let people = (0..=people_max).take_while(sent).map(|index| {
        let of = |name: &str| text(&format!("people.{index}.{name}"));
        PersonRow {
            title: of("title"),
            name: of("name"),
            phone: of("phone"),
            email: of("email"),
            address: of("address"),
            preferred_contact: of("preferred_contact"),
            consent: of("consent"),
            tell: of("tell"),
            lang: of("lang"),
        }
    });
    RaiseValues {
        summary: text("summary"),
        details: text("details"),
        history: text("history"),
        approached: text("approached"),
        wanted: text("wanted"),
        service: text("service"),
        place_words: text("place_words"),
        latitude: text("latitude"),
        longitude: text("longitude"),
        ward: text("ward"),
        kind: text("kind"),
        channel: text("channel"),
        tags: text("tags"),
        on_behalf_of: text("on_behalf_of"),
        draft: text("draft"),
        part_of: text("part_of"),
        people: people.collect(),
        reply_route: text("reply_route"),
    }
}

fn form_of(values: &RaiseValues) -> RaiseForm {
    let chosen = |value: &str| Some(value.trim().to_owned()).filter(|value| !value.is_empty());
    let (category, service) = match values.service.split_once('/') {
        Some((category, service)) => (chosen(category), chosen(service)),
        None => (chosen(&values.service), None),
    };
    RaiseForm {
        summary: values.summary.clone(),
        details: values.details.clone(),
        facts: Facts {
            history: values.history.clone(),
            approached: values.approached.clone(),
            wanted: values.wanted.clone(),
        },
        category,
        service,
        place_words: values.place_words.clone(),
        latitude: chosen(&values.latitude),
        longitude: chosen(&values.longitude),
        ward: chosen(&values.ward),
        kind: chosen(&values.kind),
        channel: chosen(&values.channel),
        tags: values.tags.split(',').filter_map(chosen).collect(),
        on_behalf_of: chosen(&values.on_behalf_of),
        people: values.people.iter().map(person_form).collect(),
        reply_route: chosen(&values.reply_route).filter(|word| word != CONFIDENTIAL),
        confidential: values.reply_route == CONFIDENTIAL,
    }
}

fn person_form(row: &PersonRow) -> PersonForm {
    PersonForm {
        title: row.title.clone(),
        name: row.name.clone(),
        phone: row.phone.clone(),
        email: row.email.clone(),
        address: row.address.clone(),
        preferred_contact: Some(row.preferred_contact.clone()).filter(|way| !way.is_empty()),
        consent: match row.consent.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        tell: Some(row.tell.clone()),
        lang: Some(row.lang.clone()),
    }
}

/// The form as it is drawn.
#[derive(Default)]
struct Sheet {
    client_id: String,
    values: RaiseValues,
    errors: Vec<FieldError>,
    file_problems: Vec<FileProblem>,
    notice: Option<RaiseNotice>,
    status: StatusCode,
}

async fn draw(here: &Here, caller: &Caller, sheet: Sheet) -> Response {
    let Sheet { client_id, mut values, errors, file_problems, notice, status } = sheet;
    let read = async {
        let drafts = match values.draft.is_empty() {
            true => drafts::mine(&caller.begin().await?, caller).await?,
            false => Vec::new(),
        };
        Ok::<_, DbErr>((representatives(caller).await?, drafts, opened(caller, &values.draft).await?))
    };
    let (representatives, drafts, draft) = match read.await {
        Ok(read) => read,
        Err(error) => return problems::something_wrong(here, &error),
    };
    let offer = draft.as_ref().filter(|_| values.latitude.is_empty()).and_then(position);
    let near = near::of(caller, &values.latitude, &values.longitude).await;
    let files = RaiseFiles {
        held: draft.as_ref().map(held).unwrap_or_default(),
        problems: file_problems,
        offer: offer.map(|(photo, at)| offer_of(caller, photo, at)),
    };
    if values.people.is_empty() {
        values.people.push(PersonRow::default());
    }
    let manifest = &caller.council.manifest;
    let lang = here.lang;
    let gate = manifest.gate.iter().map(|item| GatePoint {
        title: item.title.get(lang).to_owned(),
        text: item.text.get(lang).to_owned(),
        instead: item.instead.get(lang).to_owned(),
    });
    let categories = manifest.categories.iter().filter(|category| !category.retired).map(|category| Category {
        name: category.name.get(lang).to_owned(),
        services: category
            .services
            .iter()
            .filter(|service| !service.retired)
            .map(|service| Choice {
                value: format!("{}/{}", category.key, service.key),
                name: match service.key.as_str() {
                    // Read one after the other, a dozen of the same name tell nothing.
                    OTHER => format!("{}: {}", service.name.get(lang), category.name.get(lang)),
                    _ => service.name.get(lang).to_owned(),
                },
            })
            .collect(),
    });
    let wards = &caller.council.wards;
    let own: Vec<String> = caller.actor.wards.iter().map(|ward| wards.gss(*ward).to_owned()).collect();
    let offered = manifest.wards.iter().filter(|ward| own.is_empty() || own.contains(&ward.gss));
    let view = Raise {
        client_id,
        values,
        near,
        problems: errors.iter().map(FieldProblem::from).collect(),
        notice,
        gate: gate.collect(),
        categories: categories.collect(),
        wards: offered.map(|ward| Choice { value: ward.gss.clone(), name: ward.name.clone() }).collect(),
        representatives,
        kinds: CaseKind::ALL.iter().map(|kind| kind.as_str().to_owned()).collect(),
        channels: Channel::ALL.iter().map(|channel| channel.as_str().to_owned()).collect(),
        people_max: usize::from(manifest.people_max),
        drafts: drafts.into_iter().map(DraftLine::from).collect(),
        draft: draft.as_ref().filter(|draft| draft.origin != Origin::Form.as_str()).map(DraftShown::from),
        files,
        languages: manifest.languages.clone(),
    };
    problems::page(&here.app, &frame_for(here, caller, Some(Section::Raise)), &view, status)
}

/// Whom an assistant may raise cases for (R13); nobody for anybody else.
async fn representatives(caller: &Caller) -> Result<Vec<Choice>, DbErr> {
    let choice = |(id, name, detail): (PersonId, String, String)| {
        let name = if detail.is_empty() { name } else { format!("{name} ({detail})") };
        Choice { value: id.to_string(), name }
    };
    Ok(cases::representatives(caller).await?.into_iter().map(choice).collect())
}
