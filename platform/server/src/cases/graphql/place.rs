//! What is said to the place that a photo offers (R10).

use async_graphql::{Context, Object, Result};
use casework::ids::FileId;

use super::mutation::{CasePayload, refusal};
use super::types::Case;
use crate::api::request::{internal, scope};
use crate::cases::{PlaceAnswer, PlaceError, answer_offer, by_reference};

#[derive(Default)]
pub struct FileMutation;

#[Object(serial)]
impl FileMutation {
    /// Takes the place of a photo as that of its case (`use: true`), or puts it aside. A case that has a place keeps it.
    async fn answer_place_offer(
        &self,
        context: &Context<'_>,
        reference: String,
        file: String,
        r#use: bool,
    ) -> Result<CasePayload> {
        let caller = &scope(context)?.caller;
        let answer = if r#use { PlaceAnswer::Take } else { PlaceAnswer::PutAside };
        let answered = match file.parse::<FileId>() {
            Ok(file) => answer_offer(caller, &reference, file, answer).await,
            Err(_) => Err(PlaceError::NotFound),
        };
        match answered {
            Ok(()) => {
                let tx = caller.begin().await.map_err(|error| internal(&error))?;
                let row = by_reference(&tx, &reference).await.map_err(|error| internal(&error))?;
                Ok(CasePayload { case: row.map(Case::from), refusal: None })
            }
            Err(PlaceError::NotFound) => {
                let refusal = Some(refusal("not-found", "There is no such photo that offers a place."));
                Ok(CasePayload { refusal, ..Default::default() })
            }
            Err(PlaceError::Database(error)) => Err(internal(&error)),
        }
    }
}
