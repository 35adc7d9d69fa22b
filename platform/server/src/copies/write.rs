//! What addresses outside read, and when it is written: by the worker, when a case moves on or ends.

use casework::events::{Event, EventBody, standing_answer};
use casework::ids::CopyId;
use casework::manifest::OTHER;
use casework::residents::What;
use casework::stages::StageKey;
use casework::text::Lang;
use fluent_bundle::FluentArgs;
use sea_orm::DbErr;

use super::store::{self, CopyRow, NewMessage};
use crate::app::Turn;
use crate::cases::{self, CaseRow};
use crate::jobs::{self, Task};
use crate::tenancy::{Council, TenantTx};
use crate::web::Texts;

/// Writes the copies that are due, one event a transaction, and tells how many mails were made.
///
/// # Errors
/// When the database cannot be asked, or the lease was lost.
pub async fn write_due(turn: &Turn) -> Result<usize, DbErr> {
    jobs::tell_due(turn, "copies", |turn, tx, task| Box::pin(tell(turn, tx, task))).await
}

/// Writes to every address that is to hear of this event, each once however often this is begun.
async fn tell(turn: &Turn, tx: &TenantTx, task: Task) -> Result<usize, DbErr> {
    let Some(mut row) = cases::hold_by_id(tx, task.case_id).await?.filter(|row| !row.confidential) else {
        return Ok(0);
    };
    let history = cases::history_of(tx, task.case_id).await?;
    let Some(event) = history.iter().find(|event| event.seq == task.cause) else { return Ok(0) };
    let Some(what) = event.body.tells_copies() else { return Ok(0) };
    let told = store::told(tx, row.id, task.cause).await?;
    let hears = |copy: &CopyRow| {
        let only = match &event.body {
            EventBody::CopyAdded { to, .. } => Some(to.as_uuid()),
            _ => None,
        };
        // Whoever was added since then was told where it stands.
        let since = copy.added_at > event.at;
        copy.ended.is_none() && !since && !told.contains(&copy.id) && only.is_none_or(|only| only == copy.id)
    };
    let copies: Vec<CopyRow> = store::of_case(tx, row.id).await?.into_iter().filter(hears).collect();
    let due_at = turn.council.calendar.office_opens(turn.now);
    let mut written = 0;
    for agreed in [true, false] {
        let group: Vec<&CopyRow> = copies.iter().filter(|copy| copy.agreed == agreed).collect();
        let Some(first) = group.first() else { continue };
        let answer = answer_of(&history, event, agreed);
        let words = Words::new(&turn.council, turn.app.pages.texts(), &row);
        let (subject, text) = words.say(what, &event.body, &first.added_by, answer.as_deref());
        let to = group.iter().map(|copy| CopyId::from_uuid(copy.id)).collect();
        let said = EventBody::CopiesWritten { what, to, lang: words.lang, subject, text };
        row = cases::record(&turn.app, &turn.council, tx, row, said, None, turn.now).await?;
        for copy in group {
            let message = NewMessage { case_id: row.id, seq: row.last_seq, copy_id: copy.id, cause: task.cause };
            store::write(tx, &message, turn.app.ids.row(turn.now), due_at, turn.now).await?;
            written += 1;
        }
    }
    Ok(written)
}

/// The answer with which a case ended, for a body that everybody named agreed to.
fn answer_of(history: &[Event], cause: &Event, agreed: bool) -> Option<String> {
    let before = history.iter().filter(|event| event.seq <= cause.seq).map(|event| &event.body);
    let ended = cause.body.tells_copies() == Some(What::Outcome);
    standing_answer(before).filter(|_| agreed && ended).map(str::to_owned)
}

/// What a copy says, before anything has happened: shown to whoever adds an address.
#[derive(Clone, Debug)]
pub struct Example {
    pub subject: String,
    pub text: String,
}

/// What they will read when the case moves on and when it ends, in the case's own words.
#[must_use]
pub fn examples(council: &Council, texts: &Texts, row: &CaseRow) -> Vec<Example> {
    let words = Words::new(council, texts, row);
    let moved = EventBody::StageEntered { stage: StageKey::new(row.stage.as_str()), from: None };
    let progress = words.say(What::Progress, &moved, "", None);
    let outcome = words.say(What::Outcome, &moved, "", None);
    [progress, outcome].map(|(subject, text)| Example { subject, text }).into()
}

/// The words of copies about one case: the council's own of its stages and services, and ours; nothing that anybody typed.
struct Words<'a> {
    council: &'a Council,
    texts: &'a Texts,
    row: &'a CaseRow,
    lang: Lang,
}

impl<'a> Words<'a> {
    fn new(council: &'a Council, texts: &'a Texts, row: &'a CaseRow) -> Self {
        Self { council, texts, row, lang: council.manifest.languages.first().copied().unwrap_or_default() }
    }

    fn word(&self, key: &str, more: &[(&'static str, &str)]) -> String {
        let mut all = FluentArgs::new();
        all.set("reference", self.row.reference.clone());
        all.set("council", self.council.manifest.name.get(self.lang).to_owned());
        for (name, value) in more {
            all.set(*name, (*value).to_owned());
        }
        self.texts.get(self.lang, key, Some(&all)).into_owned()
    }

    /// What it is about, from the council's list.
    fn about(&self) -> String {
        let manifest = &self.council.manifest;
        let service = manifest.service(&self.row.category, &self.row.service).filter(|service| service.key != OTHER);
        let category = manifest.category(&self.row.category).filter(|category| category.key != OTHER);
        let name = service.map(|service| &service.name).or(category.map(|category| &category.name));
        name.map_or_else(|| self.word("copy-about-other", &[]), |name| name.get(self.lang).to_owned())
    }

    fn stage(&self, event: &EventBody) -> String {
        let EventBody::StageEntered { stage, .. } = event else { return String::new() };
        let kind = self.council.workflow(self.row.workflow_version).stage(stage).map(|stage| stage.kind);
        kind.map_or_else(String::new, |kind| self.word(&format!("copy-stage-{}", kind.as_str()), &[]))
    }

    /// Subject and text.
    fn say(&self, what: What, event: &EventBody, added_by: &str, answer: Option<&str>) -> (String, String) {
        let subject = self.word(&format!("copy-subject-{what}"), &[]);
        let about = self.about();
        let mut text = self.word(&format!("copy-text-{what}"), &[("about", &about), ("name", added_by)]);
        let more = match what {
            What::Acknowledgement => Vec::new(),
            What::Progress => vec![self.stage(event)],
            What::Outcome => match answer {
                Some(answer) => vec![self.word("copy-answer", &[]), answer.to_owned()],
                None => vec![self.word("copy-no-answer", &[])],
            },
        };
        for paragraph in more.into_iter().filter(|paragraph| !paragraph.is_empty()) {
            text.push_str("\n\n");
            text.push_str(&paragraph);
        }
        (subject, text)
    }
}

#[cfg(test)]
mod tests {
    use casework::stages::StageKind;

    use super::*;

    #[test]
    fn every_kind_of_stage_and_of_message_has_words_for_those_outside() {
        let texts = Texts::new().expect("the locales parse");
        let stages = StageKind::ALL.into_iter().map(|kind| format!("copy-stage-{}", kind.as_str()));
        let messages = What::ALL.iter().flat_map(|what| [format!("copy-subject-{what}"), format!("copy-text-{what}")]);
        for key in stages.chain(messages) {
            assert!(Lang::ALL.into_iter().all(|lang| texts.find(lang, &key, None).is_some()), "{key}");
        }
    }
}
