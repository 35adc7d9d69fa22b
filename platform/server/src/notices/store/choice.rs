//! Rows of how people want to be told.

use casework::news::{Choice, How};
use casework::text::Lang;
use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use crate::tenancy::TenantTx;

#[derive(FromQueryResult)]
struct Row {
    waiting: String,
    own: String,
    team: String,
    colleagues: String,
    lang: Option<String>,
}

/// What a person chose, and the language of their mails; `None` for whoever has chosen nothing.
pub(in crate::notices) async fn of(tx: &TenantTx, person: Uuid) -> Result<Option<(Choice, Option<Lang>)>, DbErr> {
    let sql = "SELECT waiting, own, team, colleagues, lang FROM telling_choice WHERE person_id = $1";
    let Some(row) = tx.one::<Row>(sql, vec![person.into()]).await? else { return Ok(None) };
    let how = |word: &str| How::from_word(word).ok_or_else(|| DbErr::Type(format!("nobody is told `{word}`")));
    let choice = Choice {
        waiting: how(&row.waiting)?,
        own: how(&row.own)?,
        team: how(&row.team)?,
        colleagues: how(&row.colleagues)?,
    };
    Ok(Some((choice, row.lang.and_then(|lang| lang.parse().ok()))))
}

/// Keeps a choice. What waits for the daily mail and is now wanted in the list alone is not mailed any more.
pub(in crate::notices) async fn save(
    tx: &TenantTx,
    person: Uuid,
    choice: &Choice,
    lang: Option<Lang>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let words = [choice.waiting, choice.own, choice.team, choice.colleagues].map(|how| how.as_str().into());
    let mut values = vec![person.into(), lang.map(Lang::as_str).into(), now.into()];
    values.extend(words);
    tx.run(
        "WITH saved AS (
            INSERT INTO telling_choice (person_id, lang, changed_at, waiting, own, team, colleagues)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (person_id) DO UPDATE SET lang = excluded.lang, changed_at = excluded.changed_at, waiting = excluded.waiting,
                own = excluded.own, team = excluded.team, colleagues = excluded.colleagues
            RETURNING telling_choice.*
         )
         UPDATE notice SET daily_on = NULL FROM saved
         WHERE notice.person_id = saved.person_id AND digest_id IS NULL AND daily_on IS NOT NULL
           AND to_jsonb(saved) ->> topic IN ('here', 'not')",
        values,
    )
    .await?;
    Ok(())
}

/// Whom a mail goes to.
#[derive(FromQueryResult)]
pub(in crate::notices) struct Address {
    pub email: Option<String>,
}

pub(in crate::notices) async fn address(tx: &TenantTx, person: Uuid) -> Result<Option<String>, DbErr> {
    let row = tx.one::<Address>("SELECT email FROM person WHERE id = $1 AND active", vec![person.into()]).await?;
    Ok(row.and_then(|row| row.email))
}
