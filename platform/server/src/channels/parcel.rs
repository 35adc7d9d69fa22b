//! What is handed over for a job.

use casework::channel::{Carries, Content};
use casework::text::Lang;
use sea_orm::DbErr;
use serde_json::json;

use super::store::{self, Job};
use crate::app::Turn;
use crate::residents::{self, LetterOut};
use crate::tenancy::TenantTx;
use crate::{mail, print};

/// Lines of an address that a channel takes.
const LINES: std::ops::RangeInclusive<usize> = 3..=7;
/// The most characters of a heading.
const LONGEST_HEADING: usize = 200;
/// The most bytes of a printed letter that a channel takes.
const LARGEST: usize = 2 * 1024 * 1024;

/// A message on its way out.
pub(super) enum Parcel {
    /// It is not to be sent any more.
    Nothing,
    /// Where it should go is no address.
    NoAddress,
    Ready(Lang, Content),
}

/// What a job hands over, before it is printed.
pub(super) enum Unpacked {
    Parcel(Parcel),
    Letter(Box<LetterOut>),
}

pub(super) async fn of(turn: &Turn, tx: &TenantTx, what: Carries, job: &Job) -> Result<Unpacked, DbErr> {
    let Some((case, seq)) = job.message() else { return Ok(Unpacked::Parcel(Parcel::Nothing)) };
    match what {
        Carries::Email => {
            let Some(resident) = job.resident else { return Ok(Unpacked::Parcel(Parcel::Nothing)) };
            let mail = mail::to_resident(turn, tx, (case, seq), resident).await?;
            Ok(Unpacked::Parcel(mail.map_or(Parcel::Nothing, |mail| {
                let content = Content::Email { to: mail.to, subject: heading(&mail.subject), body: mail.text };
                Parcel::Ready(mail.lang, content)
            })))
        }
        Carries::Letter => {
            let texts = turn.app.pages.texts();
            let letter = residents::letter_out(&turn.council, texts, tx, (case, seq), turn.now).await?;
            Ok(letter.map_or(Unpacked::Parcel(Parcel::Nothing), |letter| Unpacked::Letter(Box::new(letter))))
        }
        Carries::Event => event(turn, tx, job, (case, seq)).await.map(Unpacked::Parcel),
    }
}

/// Prints what has to be printed: typesetting holds no transaction open.
pub(super) async fn packed(unpacked: Unpacked) -> Parcel {
    let letter = match unpacked {
        Unpacked::Parcel(parcel) => return parcel,
        Unpacked::Letter(letter) => *letter,
    };
    let address = folded(letter.address);
    // What has no room in a window of ours has none elsewhere.
    let Ok(printed) = print::letter(letter.printed).await else { return Parcel::NoAddress };
    if !LINES.contains(&address.len()) {
        return Parcel::NoAddress;
    }
    let pdf = Some(printed.pdf).filter(|pdf| pdf.len() <= LARGEST);
    Parcel::Ready(letter.lang, Content::Letter { address, heading: heading(&letter.heading), body: letter.body, pdf })
}

fn heading(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_HEADING).collect()
}

/// Lines that are too many stand together before the last one.
fn folded(mut lines: Vec<String>) -> Vec<String> {
    let most = *LINES.end();
    if lines.len() > most {
        let last = lines.pop().unwrap_or_default();
        let rest = lines.split_off(most - 2).join(", ");
        lines.extend([rest, last]);
    }
    lines
}

/// Where a case stands; nothing that people wrote, and nothing of a confidential one.
async fn event(turn: &Turn, tx: &TenantTx, job: &Job, (case, seq): (uuid::Uuid, i32)) -> Result<Parcel, DbErr> {
    let (Some(name), Some(facts)) = (job.event.clone(), store::facts(tx, case, seq).await?) else {
        return Ok(Parcel::Nothing);
    };
    let body = json!({
        "case": facts.reference, "stage": job.stage, "category": facts.category, "service": facts.service, "ward": facts.ward,
        "happened_at": facts.happened_at, "raised_at": facts.raised_at, "due_on": facts.due_on, "closed_at": facts.closed_at,
    });
    let lang = turn.council.manifest.languages.first().copied().unwrap_or_default();
    Ok(Parcel::Ready(lang, Content::Webhook { event: name, body: body.to_string() }))
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn an_address_keeps_its_last_line() {
        let lines = |count: usize| (1..=count).map(|line| line.to_string()).collect::<Vec<_>>();
        assert_eq!(folded(lines(7)), lines(7));
        assert_eq!(folded(lines(9)), ["1", "2", "3", "4", "5", "6, 7, 8", "9"]);
    }
}
