//! The place of a case that has none on the map, out of a photo (R10): offered to whoever may add to the case, never taken silently.
//!
//! The position lies beside the file until it is taken or put aside, and is in nothing that is given out. Once the case has a place, or
//! when nobody answered for a month, it is forgotten.

use casework::events::EventBody;
use casework::ids::{FileId, WardId};
use casework::wards;
use sea_orm::DbErr;
use uuid::Uuid;

use super::change::Author;
use super::store;
use crate::app::{Caller, to_the_end};

/// What somebody says to the offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Take,
    PutAside,
}

/// Why a place was not taken.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// No such case or photo, none that this person may see, or one that says nothing of where it was taken.
    #[error("no photo of the case offers a place")]
    NotFound,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Takes the position of a photo as the place of its case, and the ward around it where the case has none; or puts it aside. A case
/// that has a place by now keeps it.
///
/// # Errors
/// See [`PlaceError`].
pub async fn answer_offer(caller: &Caller, reference: &str, file: FileId, answer: Answer) -> Result<(), PlaceError> {
    let (caller, reference) = (caller.clone(), reference.to_owned());
    to_the_end(async move {
        let tx = caller.begin().await?;
        let mut row = store::read::for_change(&tx, &reference).await?.ok_or(PlaceError::NotFound)?;
        let photo = store::files::one(&tx, &reference, file.as_uuid()).await?;
        let position = photo.and_then(|photo| photo.position());
        let case = row.id;
        match (answer, row.latitude, position) {
            (_, Some(_), _) => return Ok(()),
            (_, None, None) => return Err(PlaceError::NotFound),
            (Answer::PutAside, None, Some(_)) => {
                store::files::forget_positions(&tx, case, Some(file.as_uuid())).await?;
            }
            (Answer::Take, None, Some((latitude, longitude))) => {
                (row.latitude, row.longitude) = (Some(latitude), Some(longitude));
                row.ward_id = row.ward_id.or_else(|| ward_around(&caller, latitude, longitude));
                row.visible_to = super::audience_of(&row, &caller.council.groups.oversee);
                store::files::put_place(&tx, &row).await?;
                Author::from(&caller).append(&tx, row, EventBody::PlaceAdded).await?;
                store::files::forget_positions(&tx, case, None).await?;
            }
        }
        tx.commit().await?;
        caller.app.wake.work_for(caller.council.id);
        Ok(())
    })
    .await
}

fn ward_around(caller: &Caller, latitude: f64, longitude: f64) -> Option<Uuid> {
    let ward = wards::find(&caller.council.manifest.wards, latitude, longitude)?;
    caller.council.wards.by_gss.get(&ward.gss).map(WardId::as_uuid)
}
