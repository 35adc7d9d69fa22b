//! What each resident will get, seen before it goes (R21, R31). The words are made by what makes them when it goes: the rules of
//! `casework::residents`, the templates, and what stands around a mail or a letter. What is not written yet, such as the end of a case,
//! is done in a transaction that is dropped.

use std::hash::{DefaultHasher, Hash, Hasher as _};

use casework::channel::Carries;
use casework::ids::ConstituentId;
use casework::residents::{Way, Writer};
use casework::stages::Action;
use casework::text::Lang;
use sea_orm::DbErr;
use uuid::Uuid;

use super::automatic::told_of;
use super::compose::{Desk, Said, Wanted, lang_of, named};
use super::deliver::mailed;
use super::paper::recipient;
use super::writer::{WriteError, checked, mail_goes, news, told, way_to, writer};
use crate::app::Caller;
use crate::cases::{self, ActError, CaseRow, ConnectError, Constituent, Tried, TriedOutcome};
use crate::plugins::seat_for;

/// What the residents of one case get, or of several.
#[derive(Debug, Default, Hash)]
pub struct Foretelling {
    pub people: Vec<Foretold>,
    /// Residents who get something and whose case is not for this person to see.
    pub unseen: usize,
}

/// What one resident gets.
#[derive(Debug, Hash)]
pub struct Foretold {
    /// The case.
    pub reference: String,
    pub name: String,
    pub lang: Lang,
    pub gets: Gets,
}

#[derive(Debug, Hash)]
pub enum Gets {
    Message(Sheet),
    /// Nothing, and why: a word of `Withheld`, or `another`, where the message is to somebody else.
    Nothing(&'static str),
}

/// A message as it will be read.
#[derive(Debug, Hash)]
pub struct Sheet {
    pub way: Way,
    /// Name of the council's channel that carries it, where one does.
    pub channel: Option<String>,
    /// No mail goes out at present.
    pub waits: bool,
    /// Name and address, in lines.
    pub recipient: Vec<String>,
    pub subject: String,
    /// Everything from the greeting to the name below it.
    pub text: String,
    /// What comes before the address of the resident's own page, at the foot of a mail.
    pub page: Option<String>,
}

impl Foretelling {
    #[must_use]
    pub fn reaches_anybody(&self) -> bool {
        self.unseen > 0 || self.people.iter().any(|one| matches!(one.gets, Gets::Message(_)))
    }

    /// Different where anything is different: whether what is sent is what was shown.
    #[must_use]
    pub fn seal(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }
}

/// Whether the council tells a resident of this case how it ends.
#[must_use]
pub fn tells_anybody(row: &CaseRow, people: &[Constituent]) -> bool {
    people.iter().any(|person| way_to(row, person, Writer::Council).is_some())
}

/// What is sent when this person writes to a resident.
///
/// # Errors
/// See [`WriteError`].
pub async fn foretell_news(
    caller: &Caller,
    reference: &str,
    to: ConstituentId,
    text: &str,
) -> Result<Foretelling, WriteError> {
    let tx = caller.begin().await?;
    let row = cases::by_reference(&tx, reference).await?.ok_or(WriteError::NotFound)?;
    let writer = writer(caller, &row).ok_or(WriteError::NotFound)?;
    let people = cases::people_of(&tx, vec![row.id]).await?;
    let person = people.iter().find(|person| person.id == to.as_uuid()).ok_or(WriteError::NotFound)?;
    let way = way_to(&row, person, writer).ok_or(WriteError::NotToBeTold)?;
    let text = checked(caller, way, text)?;
    let desk = Desk { app: &caller.app, council: &caller.council, tx: &tx, now: caller.now() };
    Ok(of_news(caller, &desk, &row, &people, &news(caller, person, way, writer, &text)).await?)
}

/// As [`foretell_news`], in a transaction that goes on.
pub(super) async fn of_news(
    caller: &Caller,
    desk: &Desk<'_>,
    row: &CaseRow,
    people: &[Constituent],
    wanted: &Wanted<'_>,
) -> Result<Foretelling, DbErr> {
    let mut foretelling = Foretelling::default();
    for person in people {
        let gets = if person.id == wanted.to.id {
            Gets::Message(sheet(caller, desk, row, wanted).await?)
        } else {
            Gets::Nothing("another")
        };
        foretelling.people.push(foretold(desk, row, person, gets));
    }
    Ok(foretelling)
}

/// What is sent by itself when this person takes an action. Nobody gets anything where it does not end the case with an answer.
///
/// # Errors
/// As taking it, see [`ActError`].
pub async fn foretell_action(
    caller: &Caller,
    reference: &str,
    action: Action,
    seen_version: Option<i32>,
) -> Result<Foretelling, ActError> {
    let Tried { tx, row, since } = cases::try_act(caller, reference, action, seen_version).await?;
    let desk = Desk { app: &caller.app, council: &caller.council, tx: &tx, now: caller.now() };
    Ok(Foretelling { people: heard(caller, &desk, &row, since).await?, unseen: 0 })
}

/// What is sent by itself when this person sends the outcome of a case to those that follow it (R25). Of a case that they may not see,
/// they learn how many hear of it, and nothing else.
///
/// # Errors
/// As sending it, see [`ConnectError`].
pub async fn foretell_outcome(
    caller: &Caller,
    reference: &str,
    text: &str,
    seen_version: Option<i32>,
) -> Result<Foretelling, ConnectError> {
    let seen = followers_seen(caller, reference).await?;
    let TriedOutcome { tx, followers, .. } = cases::try_outcome(caller, reference, text, seen_version).await?;
    let desk = Desk { app: &caller.app, council: &caller.council, tx: &tx, now: caller.now() };
    let mut foretelling = Foretelling::default();
    for (row, since) in followers {
        let people = heard(caller, &desk, &row, since).await?;
        if seen.contains(&row.id) {
            foretelling.people.extend(people);
        } else {
            foretelling.unseen += people.iter().filter(|one| matches!(one.gets, Gets::Message(_))).count();
        }
    }
    Ok(foretelling)
}

/// Cases that are connected with this one and that the person may see.
async fn followers_seen(caller: &Caller, reference: &str) -> Result<Vec<Uuid>, DbErr> {
    let tx = caller.begin().await?;
    let Some(row) = cases::by_reference(&tx, reference).await? else { return Ok(Vec::new()) };
    let links = cases::links_of(&tx, vec![row.id]).await?;
    Ok(links.into_iter().map(|link| link.other_id).collect())
}

/// What the residents of a case hear of its events after this one, as the worker will tell it.
async fn heard(caller: &Caller, desk: &Desk<'_>, row: &CaseRow, since: i32) -> Result<Vec<Foretold>, DbErr> {
    let history = cases::history_of(desk.tx, row.id).await?;
    let news = history.iter().find(|event| event.seq > since && event.body.tells_residents().is_some());
    let Some((what, answer)) = news.and_then(|event| told_of(row, &history, event.seq)) else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for person in cases::people_of(desk.tx, vec![row.id]).await? {
        let gets = match told(row, &person, Writer::Council) {
            Err(why) => Gets::Nothing(why.as_str()),
            Ok(way) => {
                let wanted = Wanted {
                    what,
                    to: &person,
                    way,
                    writer: Writer::Council,
                    actor: None,
                    cause: None,
                    client_id: None,
                    answer: &answer,
                    message: "",
                };
                Gets::Message(sheet(caller, desk, row, &wanted).await?)
            }
        };
        all.push(foretold(desk, row, &person, gets));
    }
    Ok(all)
}

fn foretold(desk: &Desk<'_>, row: &CaseRow, person: &Constituent, gets: Gets) -> Foretold {
    let name = named(person.title.as_deref(), &person.name);
    Foretold { reference: row.reference.clone(), name, lang: lang_of(desk.council, person), gets }
}

async fn sheet(caller: &Caller, desk: &Desk<'_>, row: &CaseRow, wanted: &Wanted<'_>) -> Result<Sheet, DbErr> {
    let made = desk.words(row, wanted).await?;
    let (to, way, council) = (wanted.to, wanted.way, desk.council);
    let said = Said { lang: lang_of(council, to), subject: made.subject, text: made.text };
    let name = named(to.title.as_deref(), &to.name);
    let author = wanted.actor.is_some().then_some(caller.actor.name.as_str());
    let texts = desk.app.pages.texts();
    let carries = match way {
        Way::Email => Carries::Email,
        Way::Post => Carries::Letter,
    };
    Ok(Sheet {
        way,
        channel: seat_for(&council.carriers, carries).map(|(seat, _)| seat.plugin().unwrap_or_default().to_owned()),
        waits: way == Way::Email && !mail_goes(caller),
        recipient: recipient_of(to, way),
        text: mailed(council, texts, &said, &name, author).trim_end().to_owned(),
        page: (way == Way::Email).then(|| texts.get(said.lang, "mail-resident-page", None).into_owned()),
        subject: said.subject,
    })
}

/// Name and address of a resident who is told this way, in lines.
pub(super) fn recipient_of(person: &Constituent, way: Way) -> Vec<String> {
    let name = named(person.title.as_deref(), &person.name);
    match way {
        Way::Email => [Some(name), person.email.clone()].into_iter().flatten().collect(),
        Way::Post => recipient(&name, person.address.as_deref().unwrap_or_default()),
    }
}
