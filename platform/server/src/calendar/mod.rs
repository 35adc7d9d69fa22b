//! A person's own calendar, as programs for calendars subscribe to it (R54): meetings of the committees on which they sit, and the days
//! by which cases wait for them.
//!
//! Such programs cannot sign in, so the address itself is the secret: 256 random bits, of which only the hash is stored. The person
//! makes it, renews it and switches it off; somebody who leaves loses it with their account. What is in it is read as that person, and
//! it says of a case no more than its reference and stage: calendars are shown to colleagues, and kept by firms in other countries.
//!
//! To put more into it: the events in [`read`], in `ics` nothing.

pub mod graphql;
mod ics;
pub mod pages;
mod store;

use std::sync::Arc;

use casework::feeds::{Meeting, MeetingStatus};
use casework::ids::PersonId;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Europe::London;
use fluent_bundle::FluentArgs;
use sea_orm::DbErr;
use sha2::{Digest as _, Sha256};

use crate::app::{App, Caller, to_the_end};
use crate::brought;
use crate::cases::{Item, lists};
use crate::guests::{self, LinkHash};
use crate::identity;
use crate::notices;
use crate::tenancy::{Acting, Council, TenantTx};

use ics::{Event, State, When};
pub use store::Link;

/// Meetings of so many days before and after today are in it.
const BEFORE: TimeDelta = TimeDelta::days(30);
const AFTER: TimeDelta = TimeDelta::days(365);
/// The most meetings, and the most deadlines, which come first if there are more.
const MEETINGS: i64 = 400;
const DEADLINES: i64 = 200;

/// The person's address, if they have one. What it is nobody knows any more.
///
/// # Errors
/// When the database cannot be asked.
pub async fn link(tx: &TenantTx, caller: &Caller) -> Result<Option<Link>, DbErr> {
    store::of_person(tx, caller.actor.person.as_uuid()).await
}

/// Makes an address, in place of the one that there may be: its path at the council's site, which is told this once.
///
/// # Errors
/// When the database cannot be written to.
pub async fn make(caller: &Caller, all_meetings: bool) -> Result<String, DbErr> {
    let caller = caller.clone();
    to_the_end(async move {
        let (token, hash) = guests::make_token(caller.app.ids);
        let tx = caller.begin().await?;
        store::save(&tx, caller.actor.person.as_uuid(), hash, all_meetings, caller.now()).await?;
        tx.commit().await?;
        Ok(format!("/calendar/{token}.ics"))
    })
    .await
}

/// Which meetings are in it from now on, at the address that there is. Tells whether there is one.
///
/// # Errors
/// When the database cannot be written to.
pub async fn choose(caller: &Caller, all_meetings: bool) -> Result<bool, DbErr> {
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        let changed = store::choose(&tx, caller.actor.person.as_uuid(), all_meetings).await?;
        tx.commit().await?;
        Ok(changed > 0)
    })
    .await
}

/// Switches it off at once. Tells whether there was one.
///
/// # Errors
/// When the database cannot be written to.
pub async fn end(caller: &Caller) -> Result<bool, DbErr> {
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        let ended = store::end(&tx, caller.actor.person.as_uuid()).await?;
        tx.commit().await?;
        Ok(ended > 0)
    })
    .await
}

/// The calendar at an address; none where there is none, or nobody any more whose it is.
///
/// # Errors
/// When the database cannot be asked.
pub async fn read(app: &Arc<App>, council: &Arc<Council>, link: LinkHash, site: &str) -> Result<Option<String>, DbErr> {
    let tx = app.database.begin(&council.schema, Acting::System).await?;
    let Some(whose) = store::by_hash(&tx, link).await? else { return Ok(None) };
    let Some(person) = identity::person(&tx, PersonId::from_uuid(whose.person_id)).await? else { return Ok(None) };
    drop(tx);
    let lang = council.manifest.languages.first().copied().unwrap_or_default();
    let mut caller = Caller { app: Arc::clone(app), council: Arc::clone(council), actor: Arc::new(person.actor), lang };
    let tx = caller.begin().await?;
    caller.lang = notices::choice(&tx, &caller).await?.1;
    let name = (!whose.all_meetings).then_some(caller.actor.name.as_str());
    let (from, until) = (caller.today() - BEFORE, caller.today() + AFTER);
    let meetings = brought::meetings_between(&tx, name, from, until, MEETINGS).await?;
    let waiting = lists::waiting(&caller, &tx, DEADLINES).await?;
    let words = Words { caller: &caller, site };
    let title = words.say("calendar-name", "council", caller.council.manifest.name.get(caller.lang));
    let events = meetings.into_iter().map(|(id, read_at, meeting)| words.meeting(&id, read_at, meeting));
    let deadlines = waiting.iter().map(|item| words.deadline(item));
    Ok(Some(ics::write(&title, events.chain(deadlines))))
}

/// Puts things into words for a calendar.
struct Words<'a> {
    caller: &'a Caller,
    /// Where the council's pages begin.
    site: &'a str,
}

impl Words<'_> {
    fn text(&self, key: &str) -> String {
        self.caller.app.pages.texts().get(self.caller.lang, key, None).into_owned()
    }

    fn say(&self, key: &str, name: &str, value: &str) -> String {
        let mut args = FluentArgs::new();
        args.set(name.to_owned(), value.to_owned());
        self.caller.app.pages.texts().get(self.caller.lang, key, Some(&args)).into_owned()
    }

    fn meeting(&self, id: &str, read_at: DateTime<Utc>, meeting: Meeting) -> Event {
        let name = match meeting.title {
            Some(title) => format!("{}: {title}", meeting.committee),
            None => meeting.committee,
        };
        let (state, title) = match meeting.status {
            MeetingStatus::Planned => (State::Certain, name),
            MeetingStatus::Provisional => (State::Uncertain, name),
            // Another day will come as another meeting.
            MeetingStatus::Postponed => (State::Off, self.say("calendar-postponed", "name", &name)),
            MeetingStatus::Cancelled => (State::Off, self.say("calendar-cancelled", "name", &name)),
        };
        let papers = meeting.papers.iter().map(|paper| format!("{}: {}", paper.title, paper.url));
        let in_utc =
            |here: chrono::NaiveDateTime| here.and_local_timezone(London).earliest().map(|at| at.with_timezone(&Utc));
        let when = match in_utc(meeting.begins) {
            Some(begins) if !meeting.all_day => When::Time { begins, ends: meeting.ends.and_then(in_utc) },
            _ => When::Day(meeting.begins.date()),
        };
        Event {
            uid: self.uid("meeting", id),
            at: read_at,
            when,
            title,
            place: meeting.place,
            words: papers.collect::<Vec<_>>().join("\n"),
            url: meeting.url,
            state,
            busy: true,
        }
    }

    /// The day on which an answer is due: reference and stage, and never what the case is about.
    fn deadline(&self, item: &Item) -> Event {
        let workflow = self.caller.council.workflow(item.workflow_version);
        let stage = workflow.stages.iter().find(|stage| stage.key.as_str() == item.stage);
        let stage = stage.map_or(item.stage.as_str(), |stage| stage.name.get(self.caller.lang));
        Event {
            uid: self.uid("due", &item.id.to_string()),
            at: item.updated_at,
            when: When::Day(item.due_on),
            title: format!("{}: {stage}", item.reference),
            place: None,
            words: self.text("calendar-due"),
            url: Some(format!("{}/cases/{}", self.site, item.reference)),
            state: State::Certain,
            busy: false,
        }
    }

    /// The same for the same thing at each reading, and without a word of it: keys of other systems may hold anything.
    fn uid(&self, kind: &str, id: &str) -> String {
        let hash = Sha256::digest(format!("{} {kind} {id}", self.caller.council.id));
        let short: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        format!("{kind}-{short}@{}", self.caller.council.host)
    }
}
