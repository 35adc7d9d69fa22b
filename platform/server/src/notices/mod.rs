//! What people are told of cases: a line for each thing that concerns them, so that nobody must look for it, and a mail as they chose.
//!
//! A write leaves a message in the outbox, in its own transaction, that says who is told (see `casework::events::Told`). The
//! worker turns it into one notice a person; a notice is the person's own and vanishes with their right to see the case. Mail goes
//! at once, once a day or not at all (`casework::news`); what it tells is read as the person to whom it goes, when it goes.
//!
//! While somebody is away, what waits for them is told to their deputy, too (slice `away`).

pub mod graphql;
pub mod pages;
mod store;

use casework::calendar::daily_mail_at;
use casework::channel::Carries;
use casework::ids::PersonId;
use casework::news::{Choice, Topic};
use casework::people::Actor;
use casework::text::Lang;
use sea_orm::DbErr;
use uuid::Uuid;

use crate::app::{Caller, Turn, local_date, to_the_end};
use crate::tenancy::{Acting, TenantTx};
use crate::{identity, plugins};

use store::tell::When;
pub use store::{At, Notice};

/// Notices on one page.
pub const A_PAGE: i64 = 25;

/// The person's notices, the newest first; with `after`, those that come after that one.
///
/// # Errors
/// When the database cannot be asked.
pub async fn newest(tx: &TenantTx, caller: &Caller, after: Option<At>, limit: i64) -> Result<Vec<Notice>, DbErr> {
    store::newest(tx, caller.actor.person.as_uuid(), after, limit).await
}

impl At {
    /// A place as it stands in an address or a cursor.
    #[must_use]
    pub fn of(notice: &Notice) -> String {
        format!("{}.{}", notice.at.timestamp_micros(), notice.id)
    }

    /// The place that was written so; `None` for anything else.
    #[must_use]
    pub fn read(written: &str) -> Option<Self> {
        let (at, id) = written.split_once('.')?;
        let at = chrono::DateTime::from_timestamp_micros(at.parse().ok()?)?;
        Some(Self { at, id: id.parse().ok()? })
    }
}

/// How many the person has not read; counting stops at a hundred.
///
/// # Errors
/// When the database cannot be asked.
pub async fn unread(tx: &TenantTx, caller: &Caller) -> Result<i64, DbErr> {
    store::unread(tx, caller.actor.person.as_uuid()).await
}

/// Marks the person's notices as read: those of one case, or all.
///
/// # Errors
/// When the database cannot be written to.
pub async fn mark_read(caller: &Caller, reference: Option<String>) -> Result<(), DbErr> {
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        store::mark_read(&tx, caller.actor.person.as_uuid(), reference, caller.now()).await?;
        tx.commit().await
    })
    .await
}

/// What a person chose, and the language of their mails; the default for whoever has chosen nothing.
///
/// # Errors
/// When the database cannot be asked.
pub async fn choice(tx: &TenantTx, caller: &Caller) -> Result<(Choice, Lang), DbErr> {
    chosen(tx, caller.actor.person, caller.council.manifest.languages.first().copied()).await
}

async fn chosen(tx: &TenantTx, person: PersonId, first: Option<Lang>) -> Result<(Choice, Lang), DbErr> {
    let (choice, lang) = store::choice::of(tx, person.as_uuid()).await?.unwrap_or_default();
    Ok((choice, lang.or(first).unwrap_or_default()))
}

/// The kinds of news that this person can be told: an officer has no cases of their own, and only councillors have a ward.
#[must_use]
pub fn topics(actor: &Actor) -> Vec<Topic> {
    let has = |topic: &Topic| match topic {
        Topic::Waiting => true,
        Topic::Own => actor.may_raise(),
        Topic::Team => !actor.groups.is_empty(),
        Topic::Colleagues => !actor.wards.is_empty(),
    };
    Topic::ALL.iter().copied().filter(has).collect()
}

/// Keeps how the person wants to be told from now on.
///
/// # Errors
/// When the database cannot be written to.
pub async fn choose(caller: &Caller, choice: Choice, lang: Option<Lang>) -> Result<(), DbErr> {
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        let lang = lang.filter(|lang| caller.council.manifest.languages.contains(lang));
        store::choice::save(&tx, caller.actor.person.as_uuid(), &choice, lang, caller.now()).await?;
        tx.commit().await
    })
    .await
}

/// Messages that are told in one transaction.
const AT_ONCE: i64 = 200;
/// Transactions before other councils have their turn.
const IN_A_ROW: usize = 4;

/// Tells some of what the outbox holds, the oldest first, and returns how many messages there were.
///
/// # Errors
/// When the database cannot be asked, or the lease was lost.
pub async fn tell(turn: &Turn) -> Result<u64, DbErr> {
    let calendar = &turn.council.calendar;
    let daily_on = calendar.daily_mail_day(turn.now);
    let late_on = calendar.add_working_days(daily_on, -1);
    let when = When {
        now: turn.now,
        today: local_date(turn.now),
        office_opens: calendar.office_opens(turn.now),
        daily_on,
        late_on,
        late_before: daily_mail_at(late_on),
        mail: turn.app.postman.is_some(),
        event_seats: plugins::seats_for(&turn.council.carriers, Carries::Event)
            .map(|(seat, _)| seat.to_string())
            .collect(),
    };
    let mut told = 0;
    for _ in 0..IN_A_ROW {
        let tx = turn.begin().await?;
        let found = store::tell::tell(&tx, AT_ONCE, &when, &Choice::default()).await?;
        tx.commit().await?;
        told += found;
        if i64::try_from(found).is_ok_and(|found| found < AT_ONCE) {
            break;
        }
    }
    Ok(told)
}

/// Makes the daily mails that are due, and tells how many.
///
/// # Errors
/// When the database cannot be asked, or the lease was lost.
pub async fn make_daily(turn: &Turn) -> Result<u64, DbErr> {
    if turn.council.calendar.daily_mail_goes(turn.now) > turn.now {
        return Ok(0);
    }
    let tx = turn.begin().await?;
    let made = store::tell::make_daily(&tx, local_date(turn.now), turn.now).await?;
    tx.commit().await?;
    Ok(made)
}

/// Which notices a mail tells of.
#[derive(Clone, Copy, Debug)]
pub enum Mailed {
    One(Uuid),
    /// The notice of one event, by case and number: mails that were due when notices had no ids.
    Of(Uuid, i32),
    /// Those of a daily mail.
    Daily(Uuid),
}

/// What a mail tells, and to whom.
#[derive(Debug)]
pub struct ToMail {
    pub email: String,
    pub person: PersonId,
    pub lang: Lang,
    /// Not empty; those that wait for somebody first, then in the order in which things happened.
    pub notices: Vec<Notice>,
}

/// Reads what a mail tells, as the person to whom it goes: nothing is in it that they may not see now. `None` where nothing is left to
/// tell, or nobody to tell it to.
///
/// # Errors
/// When the database cannot be asked.
pub async fn to_mail(turn: &Turn, person: PersonId, mailed: Mailed) -> Result<Option<ToMail>, DbErr> {
    let (schema, first) = (&turn.council.schema, turn.council.manifest.languages.first().copied());
    let tx = turn.app.database.begin(schema, Acting::System).await?;
    let Some(known) = identity::person(&tx, person).await? else { return Ok(None) };
    let Some(email) = store::choice::address(&tx, person.as_uuid()).await? else { return Ok(None) };
    drop(tx);
    let tx = turn.app.database.begin(schema, Acting::Person(&known.actor)).await?;
    let notices = store::of_mail(&tx, person.as_uuid(), mailed).await?;
    let (_, lang) = chosen(&tx, person, first).await?;
    Ok((!notices.is_empty()).then_some(ToMail { email, person, lang, notices }))
}
