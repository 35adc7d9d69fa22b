//! What somebody does who opened a link: reads what it is for, and says something.

use std::sync::Arc;

use casework::cases::limits;
use casework::events::{EventBody, Opinion, Rating};
use casework::ids::{ClientId, ConstituentId};
use casework::text::cleaned;
use chrono::{DateTime, Utc};
use sea_orm::DbErr;

use super::store::{self, CopyOf, Question, Standing};
use super::token::LinkHash;
use crate::app::{App, to_the_end};
use crate::tenancy::{Acting, Council};
use crate::{cases, copies};

/// The most characters of what a guest says at once.
pub const LONGEST: usize = limits::NOTE;

/// What a link opens.
pub enum Opened {
    /// A question to another party, not answered yet.
    Question(Question),
    /// A resident's page.
    Matter(Matter),
}

/// Where a resident's matter stands, and what was said, the newest first.
pub struct Matter {
    pub standing: Standing,
    pub said: Vec<(DateTime<Utc>, EventBody)>,
}

/// What the link of this hash opens now. `None` for one that opens nothing, whyever: unknown, run out, taken back, answered, or
/// of another council. Looking changes nothing, however often a mail scanner looks.
///
/// # Errors
/// When the database cannot be asked.
pub async fn open(app: &App, council: &Council, link: LinkHash) -> Result<Option<Opened>, DbErr> {
    let tx = app.database.begin(&council.schema, Acting::Guest { link: &link, at: app.clock.now() }).await?;
    if let Some(standing) = store::standing(&tx).await? {
        let told = store::told(&tx).await?.into_iter().map(|told| {
            let body = serde_json::from_value(told.body).map_err(|error| DbErr::Json(error.to_string()))?;
            Ok((told.at, body))
        });
        return Ok(Some(Opened::Matter(Matter { standing, said: told.collect::<Result<_, DbErr>>()? })));
    }
    Ok(store::question(&tx).await?.map(Opened::Question))
}

/// The copies that a link is of; `None` as for [`open`]. Looking changes nothing.
///
/// # Errors
/// When the database cannot be asked.
pub async fn copy_of(app: &App, council: &Council, link: LinkHash) -> Result<Option<CopyOf>, DbErr> {
    let tx = app.database.begin(&council.schema, Acting::Guest { link: &link, at: app.clock.now() }).await?;
    store::copy_of(&tx).await
}

/// Whoever reads the copies asks for no more (R11). Asked for again, it changes nothing.
///
/// # Errors
/// [`SayError::Gone`] for a link that is none of a copy.
pub async fn unsubscribe(app: &Arc<App>, council: &Arc<Council>, link: LinkHash) -> Result<(), SayError> {
    let (app, council) = (Arc::clone(app), Arc::clone(council));
    to_the_end(async move {
        let now = app.clock.now();
        let tx = app.database.begin(&council.schema, Acting::System).await?;
        let case = store::case_of(&tx, link).await?.ok_or(SayError::Gone)?;
        let row = cases::hold_by_id(&tx, case).await?.ok_or(SayError::Gone)?;
        let copy = store::live(&tx, link, now).await?.and_then(|live| live.copy_id).ok_or(SayError::Gone)?;
        copies::unsubscribe(&app, &council, &tx, row, copy, now).await?;
        tx.commit().await?;
        app.wake.work_for(council.id);
        Ok(())
    })
    .await
}

/// What a guest says, as it was typed.
#[derive(Clone, Debug)]
pub enum Said {
    /// The other party's answer.
    Answer(String),
    /// What a resident adds.
    Words(String),
    /// What a resident says of the outcome.
    Verdict { solved: Option<bool>, rating: Option<u8>, comment: String },
}

/// Why nothing was taken.
#[derive(Debug, thiserror::Error)]
pub enum SayError {
    #[error("this link opens nothing")]
    Gone,
    #[error("`{0}` is missing")]
    Missing(&'static str),
    #[error("`{0}` is longer than {LONGEST} characters")]
    TooLong(&'static str),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Takes what a guest says: an event on the case, of which those are told whom it concerns. With a key, any number of calls with
/// the same one say it once.
///
/// # Errors
/// See [`SayError`]; nothing is stored then.
pub async fn say(
    app: &Arc<App>,
    council: &Arc<Council>,
    link: LinkHash,
    said: Said,
    key: Option<ClientId>,
) -> Result<(), SayError> {
    let said = checked(said)?;
    let (app, council) = (Arc::clone(app), Arc::clone(council));
    to_the_end(async move { take(&app, &council, link, said, key).await }).await
}

/// What was said, in order to be stored.
enum Checked {
    Answer(String),
    Words(String),
    Verdict { solved: bool, opinion: Opinion },
}

fn checked(said: Said) -> Result<Checked, SayError> {
    let words = |typed: &str, field: &'static str| match cleaned(typed).trim() {
        words if words.chars().count() > LONGEST => Err(SayError::TooLong(field)),
        "" => Ok(None),
        words => Ok(Some(words.to_owned())),
    };
    let needed = |typed: &str| words(typed, "text")?.ok_or(SayError::Missing("text"));
    Ok(match said {
        Said::Answer(text) => Checked::Answer(needed(&text)?),
        Said::Words(text) => Checked::Words(needed(&text)?),
        Said::Verdict { solved, rating, comment } => {
            let solved = solved.ok_or(SayError::Missing("solved"))?;
            let rating = rating.and_then(|number| Rating::try_from(number).ok());
            Checked::Verdict { solved, opinion: Opinion { rating, comment: words(&comment, "comment")? } }
        }
    })
}

/// In the council's own name, because a guest's scope can write nothing: this function is all that a guest can do.
async fn take(
    app: &Arc<App>,
    council: &Council,
    link: LinkHash,
    said: Checked,
    key: Option<ClientId>,
) -> Result<(), SayError> {
    let now = app.clock.now();
    let tx = app.database.begin(&council.schema, Acting::System).await?;
    let case = store::case_of(&tx, link).await?.ok_or(SayError::Gone)?;
    // Links are made and taken back under the same lock, so what is read of the link below stays true until the commit.
    let row = cases::hold_by_id(&tx, case).await?.ok_or(SayError::Gone)?;
    let live = store::live(&tx, link, now).await?.ok_or(SayError::Gone)?;
    if let Some(key) = key
        && !store::say_once(&tx, live.id, key.as_uuid(), now).await?
    {
        return Ok(());
    }
    let resident = live.constituent_id.map(ConstituentId::from_uuid);
    let event = match (said, resident, live.name) {
        (Checked::Answer(answer), None, Some(name)) if live.answered_at.is_none() => {
            store::answered(&tx, live.id, now).await?;
            EventBody::OutsiderAnswered { name, answer }
        }
        (Checked::Words(text), Some(resident), _) => EventBody::ResidentSaid { resident, text },
        (Checked::Verdict { solved: true, opinion }, Some(resident), _) => {
            EventBody::ResidentSolved { resident, opinion }
        }
        (Checked::Verdict { solved: false, opinion }, Some(resident), _) => {
            EventBody::ResidentNotSolved { resident, opinion }
        }
        (Checked::Answer(_) | Checked::Words(_) | Checked::Verdict { .. }, _, _) => return Err(SayError::Gone),
    };
    cases::append_from_outside(app, council, &tx, row, event).await?;
    tx.commit().await?;
    app.wake.work_for(council.id);
    Ok(())
}
