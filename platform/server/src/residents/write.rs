//! Writing to a resident: news of their case, from whoever works on it or raised it (R31).

use casework::ids::{ClientId, ConstituentId};
use casework::residents::Way;

use super::compose::{Desk, Wanted};
use super::writer::{WriteError, addressee, checked, news, way_to, writer};
use super::{foretell, store};
use crate::app::{Caller, to_the_end};
use crate::cases;

/// Writes to a resident, and tells the number of the event. With a `client_id`, any number of calls with the same one write once. With
/// the `seal` of what its author was shown, only if that is what is sent.
///
/// # Errors
/// See [`WriteError`].
pub async fn write(
    caller: &Caller,
    reference: &str,
    to: ConstituentId,
    text: &str,
    client_id: Option<ClientId>,
    seal: Option<String>,
) -> Result<(i32, Way), WriteError> {
    let (_, way) = addressee(caller, reference, to).await?;
    let text = checked(caller, way, text)?;
    let (caller, reference) = (caller.clone(), reference.to_owned());
    to_the_end(async move { keep(&caller, &reference, to, &text, client_id, seal).await }).await
}

async fn keep(
    caller: &Caller,
    reference: &str,
    to: ConstituentId,
    text: &str,
    client_id: Option<ClientId>,
    seal: Option<String>,
) -> Result<(i32, Way), WriteError> {
    let tx = caller.begin().await?;
    let row = cases::hold(&tx, reference).await?.ok_or(WriteError::NotFound)?;
    let people = cases::people_of(&tx, vec![row.id]).await?;
    let person = people.iter().find(|person| person.id == to.as_uuid()).ok_or(WriteError::NotFound)?;
    let writer = writer(caller, &row).ok_or(WriteError::NotFound)?;
    let way = way_to(&row, person, writer).ok_or(WriteError::NotToBeTold)?;
    let client_id = client_id.map(|id| id.as_uuid());
    if let Some(id) = client_id
        && let Some(seq) = store::by_client(&tx, row.id, id).await?
    {
        return Ok((seq, way));
    }
    let desk = Desk { app: &caller.app, council: &caller.council, tx: &tx, now: caller.now() };
    let wanted = Wanted { client_id, ..news(caller, person, way, writer, text) };
    if let Some(seal) = seal
        && foretell::of_news(caller, &desk, &row, &people, &wanted).await?.seal() != seal
    {
        return Err(WriteError::Changed);
    }
    let seq = desk.write(row, wanted).await?.last_seq;
    tx.commit().await?;
    caller.app.wake.work_for(caller.council.id);
    Ok((seq, way))
}
