//! Splitting a part off a case (R25): the form begins with what both have in common.

use casework::ids::{PersonId, WardId};
use sea_orm::DbErr;

use crate::app::Caller;
use crate::cases;
use crate::web::views::{CONFIDENTIAL, PersonRow, RaiseValues};

/// What a part of a case has in common with it: where it is, whom it is about, and what is known of it so far (R12).
pub(super) async fn whole(caller: &Caller, reference: &str) -> Result<Option<RaiseValues>, DbErr> {
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
        history: row.history,
        approached: row.approached,
        wanted: row.wanted,
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
