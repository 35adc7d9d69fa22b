//! Changing how the residents of a case are told (R12), and mending an address from which a message came back.

use casework::cases::{FieldError, NewTelling, TellingForm, validate_telling};
use casework::events::{EventBody, ToldHow};
use sea_orm::DbErr;

use super::compose::Desk;
use super::store::{self, SetTold};
use crate::app::{Caller, to_the_end};
use crate::cases::{self, CaseRow, parties_of};

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// No such case, or not one whose residents this person speaks for.
    #[error("there is no such case")]
    NotFound,
    #[error("{} fields need attention", .0.len())]
    Invalid(Vec<FieldError>),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Whether this person says how the residents of a case are told: whoever raised it, or for whom it was raised.
#[must_use]
pub fn may_change(caller: &Caller, row: &CaseRow) -> bool {
    parties_of(row).may_act_as_raiser(&caller.actor)
}

/// Changes how the residents are told. What waits and may not go any more is stopped at once; what came back from an address that
/// is another one now goes again.
///
/// # Errors
/// See [`ChangeError`].
pub async fn change(caller: &Caller, reference: &str, form: &TellingForm) -> Result<CaseRow, ChangeError> {
    let new = validate_telling(form, &caller.council.manifest).map_err(ChangeError::Invalid)?;
    let (caller, reference) = (caller.clone(), reference.to_owned());
    to_the_end(async move { keep(&caller, &reference, new).await }).await
}

async fn keep(caller: &Caller, reference: &str, new: NewTelling) -> Result<CaseRow, ChangeError> {
    let now = caller.now();
    let tx = caller.begin().await?;
    let row = cases::hold(&tx, reference).await?.filter(|row| may_change(caller, row));
    let row = row.ok_or(ChangeError::NotFound)?;
    let before = cases::people_of(&tx, vec![row.id]).await?;
    let known = |told: &casework::cases::NewTold| before.iter().any(|person| person.id == told.id.as_uuid());
    if !new.people.iter().all(known) {
        return Err(ChangeError::NotFound);
    }
    store::set_route(&tx, row.id, new.route.as_str(), new.confidential).await?;
    let mut mended = Vec::new();
    let mut people = Vec::new();
    for told in new.people {
        let id = told.id.as_uuid();
        let old = before.iter().find(|person| person.id == id);
        if old.is_some_and(|old| (&old.email, &old.address) != (&told.email, &told.address)) {
            mended.push(id);
        }
        people.push(ToldHow { to: told.id, tell: told.tell });
        let (tell, lang) = (told.tell.as_str(), told.lang.as_str());
        let set = SetTold { id, email: told.email, address: told.address, tell, lang };
        store::set_told(&tx, row.id, set).await?;
    }
    let desk = Desk { app: &caller.app, council: &caller.council, tx: &tx, now };
    store::stop(&tx, row.id, now).await?;
    for resident in mended {
        for mail in store::again(&tx, row.id, resident).await? {
            desk.send(&mail).await?;
        }
    }
    let event = EventBody::TellingChanged { reply_route: new.route, confidential: new.confidential, people };
    let row = cases::record(&caller.app, &caller.council, &tx, row, event, Some(caller.actor.person), now).await?;
    tx.commit().await?;
    caller.app.wake.work_for(caller.council.id);
    Ok(CaseRow { reply_route: new.route.as_str().to_owned(), confidential: new.confidential, ..row })
}
