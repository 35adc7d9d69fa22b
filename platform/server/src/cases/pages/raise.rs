//! Raising a case on one screen (R1 to R13).

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::cases::{CaseKind, Channel, FieldError, PersonForm, RaiseForm};
use casework::ids::{ClientId, DraftId, PersonId, WardId};
use casework::links::Relation;
use casework::manifest::OTHER;
use casework::people::Role;
use sea_orm::DbErr;

use crate::app::Caller;
use crate::cases::{self, ConnectError, RaiseError};
use crate::http::extract::{Asked, Fields, Here, frame_for};
use crate::http::problems::{self, problem_for};
use crate::web::Section;
use crate::web::views::{
    Category, Choice, DraftLine, DraftShown, FieldProblem, GatePoint, PersonRow, ProblemKind, Raise, RaiseNotice,
    RaiseValues,
};
use crate::{drafts, identity};

/// Stands on pages among the answers to who writes to the residents: nobody does (R12).
pub const CONFIDENTIAL: &str = "confidential";

/// `GET /raise`; `?draft=` opens one of the person's drafts, `?part_of=` splits a part off a case (R25).
pub async fn raise_page(here: Here, caller: Caller, Asked(asked): Asked) -> Response {
    if !caller.actor.may_raise() {
        return problem_for(&here, &caller, ProblemKind::NotAllowed);
    }
    let values = RaiseValues { people: vec![PersonRow::default()], ..RaiseValues::default() };
    if let Some(id) = asked.filled("draft") {
        return match opened(&caller, &id).await {
            Ok(Some(draft)) => {
                draw(&here, &caller, fresh_client_id(&here), RaiseValues::from(&draft), &[], None, StatusCode::OK).await
            }
            Ok(None) => problem_for(&here, &caller, ProblemKind::NotFound),
            Err(error) => problems::something_wrong(&here, &error),
        };
    }
    if let Some(reference) = asked.filled("part_of") {
        return match whole(&caller, &reference).await {
            Ok(Some(values)) => draw(&here, &caller, fresh_client_id(&here), values, &[], None, StatusCode::OK).await,
            Ok(None) => problem_for(&here, &caller, ProblemKind::NotFound),
            Err(error) => problems::something_wrong(&here, &error),
        };
    }
    draw(&here, &caller, fresh_client_id(&here), values, &[], None, StatusCode::OK).await
}

/// What a part of a case has in common with it: where it is, and whom it is about.
async fn whole(caller: &Caller, reference: &str) -> Result<Option<RaiseValues>, DbErr> {
    let tx = caller.begin().await?;
    let Some(row) = cases::by_reference(&tx, reference).await? else { return Ok(None) };
    let people = cases::people_of(&tx, vec![row.id]).await?.into_iter().map(|person| PersonRow {
        title: person.title.unwrap_or_default(),
        name: person.name,
        phone: person.phone.unwrap_or_default(),
        email: person.email.unwrap_or_default(),
        address: person.address.unwrap_or_default(),
        preferred_contact: person.preferred_contact.unwrap_or_default(),
        consent: if person.consent { "yes" } else { "no" }.to_owned(),
        tell: person.tell,
        lang: person.lang.unwrap_or_default(),
    });
    let degrees = |degrees: Option<f64>| degrees.map(|degrees| degrees.to_string()).unwrap_or_default();
    let wards = &caller.council.wards;
    let for_somebody = row.member_id != caller.actor.person.as_uuid() && !caller.actor.may_raise_as_self();
    Ok(Some(RaiseValues {
        part_of: row.reference,
        place_words: row.place.unwrap_or_default(),
        latitude: degrees(row.latitude),
        longitude: degrees(row.longitude),
        ward: row.ward_id.map(|id| wards.gss(WardId::from_uuid(id)).to_owned()).unwrap_or_default(),
        kind: row.kind,
        channel: row.channel.unwrap_or_default(),
        on_behalf_of: if for_somebody { PersonId::from_uuid(row.member_id).to_string() } else { String::new() },
        people: people.collect(),
        reply_route: if row.confidential { CONFIDENTIAL.to_owned() } else { row.reply_route },
        ..RaiseValues::default()
    }))
}

/// Connects a part with the case that it was split off. Sent again, it is connected already.
async fn connect_part(caller: &Caller, part: &str, whole: &str) -> Result<(), DbErr> {
    match cases::connect(caller, part, Relation::PartOf, whole).await {
        Err(ConnectError::Database(error)) => Err(error),
        // The whole is not theirs to see any more: the part stands for itself.
        Ok(()) | Err(_) => Ok(()),
    }
}

/// `POST /raise`
pub async fn raise(here: Here, caller: Option<Caller>, fields: Fields) -> Response {
    let Some(caller) = caller else { return identity::pages::session_lost(&here, "/raise", fields).await };
    let mut values = values_of(&fields, usize::from(caller.council.manifest.people_max));
    let client_id = fields.filled("client_id").unwrap_or_else(|| fresh_client_id(&here));
    let pressed = fields.get("do");
    if pressed == "add-person" {
        values.people.push(PersonRow::default());
        return draw(&here, &caller, client_id, values, &[], None, StatusCode::OK).await;
    }
    if let Some(index) = pressed.strip_prefix("remove-person-").and_then(|index| index.parse::<usize>().ok()) {
        if index < values.people.len() {
            values.people.remove(index);
        }
        return draw(&here, &caller, client_id, values, &[], None, StatusCode::OK).await;
    }
    if !matches!(pressed, "" | "raise") {
        // A button that this page does not have raises nothing.
        let notice = (pressed == "enter").then_some(RaiseNotice::Enter);
        return draw(&here, &caller, client_id, values, &[], notice, StatusCode::OK).await;
    }
    let raised = match values.draft.parse::<DraftId>() {
        Ok(draft) => cases::raise_draft(&caller, form_of(&values), draft).await,
        Err(_) => cases::raise(&caller, form_of(&values), client_id.parse::<ClientId>().ok()).await,
    };
    match raised {
        Ok(raised) => {
            if !values.part_of.is_empty()
                && let Err(error) = connect_part(&caller, &raised.reference, &values.part_of).await
            {
                return problems::something_wrong(&here, &error);
            }
            let done = if raised.repeated { "already" } else { "raised" };
            Redirect::to(&format!("/cases/{}?done={done}", raised.reference)).into_response()
        }
        Err(RaiseError::Invalid(errors)) => {
            draw(&here, &caller, client_id, values, &errors, None, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(RaiseError::NotAllowed) => problem_for(&here, &caller, ProblemKind::NotAllowed),
        Err(RaiseError::Database(error)) => problems::something_wrong(&here, &error),
    }
}

/// After a new sign-in: the form that could not be sent, with everything that was typed into it.
pub async fn restore(here: &Here, caller: &Caller, next: &str, fields: Fields) -> Response {
    if next != "/raise" || !caller.actor.may_raise() {
        // A note or an answer belongs to a case, whose page keeps it beside its own form.
        return super::case::restore(here, caller, next, &fields).await;
    }
    let values = values_of(&fields, usize::from(caller.council.manifest.people_max));
    let client_id = fields.filled("client_id").unwrap_or_else(|| fresh_client_id(here));
    draw(here, caller, client_id, values, &[], Some(RaiseNotice::Restored), StatusCode::OK).await
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

async fn draw(
    here: &Here,
    caller: &Caller,
    client_id: String,
    mut values: RaiseValues,
    errors: &[FieldError],
    notice: Option<RaiseNotice>,
    status: StatusCode,
) -> Response {
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
        draft: draft.as_ref().map(DraftShown::from),
        languages: manifest.languages.clone(),
    };
    problems::page(&here.app, &frame_for(here, caller, Some(Section::Raise)), &view, status)
}

/// Whom an assistant may raise cases for (R13); nobody for anybody else.
async fn representatives(caller: &Caller) -> Result<Vec<Choice>, DbErr> {
    if !caller.actor.may_raise_for_others() {
        return Ok(Vec::new());
    }
    let people = caller.app.identity.people(&caller.council).await?;
    let members = people.into_iter().filter(|person| person.actor.may_raise_as_self());
    Ok(members
        .map(|person| {
            let wards: Vec<_> = person.actor.wards.iter().map(|ward| caller.council.wards.name(*ward)).collect();
            let detail = match &person.title {
                Some(title) if person.actor.is(Role::OtherRepresentative) => title.clone(),
                _ => wards.join(", "),
            };
            let name = if detail.is_empty() { person.actor.name } else { format!("{} ({detail})", person.actor.name) };
            Choice { value: person.id.to_string(), name }
        })
        .collect())
}
