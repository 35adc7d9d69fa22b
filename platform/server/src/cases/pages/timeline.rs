//! What happened to a case, as its page tells it.

use casework::events::{Event, EventBody, Rating};
use casework::ids::{ConstituentId, GroupId, PersonId};
use casework::notes::may_change;
use casework::residents::Way;

use super::present;
use crate::app::Caller;
use crate::cases::{CaseView, is_progress};
use crate::http::extract::Fields;
use crate::residents;
use crate::web::views::{Earlier, Happening, Message};

/// What happened to a case, told to one reader.
pub(super) struct Told {
    /// What people did, the latest first, each with what followed from it.
    pub latest: Vec<Happening>,
    /// How many acts there were before those.
    pub before: usize,
    /// The last words that wait to be answered, if the last of them ask for that.
    pub asked: Option<Happening>,
}

/// How much of what happened is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum History {
    #[default]
    Latest,
    /// Everything, however long it is.
    Whole,
    /// Progress updates alone: what was said of how the work goes (R22).
    Progress,
}

impl History {
    /// As `?history=` asks for it.
    pub fn asked(asked: &Fields) -> Self {
        match asked.get("history") {
            "whole" => Self::Whole,
            "progress" => Self::Progress,
            _ => Self::Latest,
        }
    }

    fn tells(self, act: &[&Event]) -> bool {
        self != Self::Progress || act.iter().any(|event| is_progress(&event.body))
    }
}

/// Tells the latest acts of a history, so many at most.
pub(super) fn timeline(caller: &Caller, case: &CaseView, history: History, most: usize) -> Told {
    let group = |id: &GroupId| caller.council.group_name(*id, caller.lang).to_owned();
    let note = |id: uuid::Uuid| case.notes.iter().find(|note| note.id == id);
    let whom = |id: &ConstituentId| {
        let person = case.constituents.iter().find(|person| person.id == id.as_uuid());
        person.map(|person| person.name.clone())
    };
    let several = case.constituents.len() > 1;
    let may_print = residents::writes(caller, &case.row);
    let resident = |id: ConstituentId| whom(&id).unwrap_or_default();
    let happening = |event: &Event| {
        let mut line = Happening {
            at: event.at,
            kind: event.body.name().to_owned(),
            actor: event.actor.map(|id| case.name(id.as_uuid()).to_owned()),
            on_behalf_of: event.on_behalf_of.map(|id| case.name(id.as_uuid()).to_owned()),
            team: None,
            stage: None,
            due: None,
            text: None,
            how: None,
            reason: None,
            policy: None,
            letter: None,
            message: None,
            mark: None,
            case: None,
            relation: None,
            days: None,
            whom: None,
            from_whom: None,
            rating: None,
            told: Vec::new(),
            changed_at: None,
            earlier: Vec::new(),
            change: None,
            then: Vec::new(),
        };
        match &event.body {
            EventBody::Raised { .. } | EventBody::Acknowledged | EventBody::StagesChanged { .. } => {}
            EventBody::Reminded { due, .. }
            | EventBody::Breached { due, .. }
            | EventBody::PromiseMissed { by: due }
            | EventBody::ReplyMissed { by: due } => {
                line.due = Some(*due);
                line.actor = None;
            }
            EventBody::Routed { group: to, reason, .. } => {
                line.team = to.as_ref().map(group);
                line.reason = Some(reason.clone());
                line.actor = None;
            }
            EventBody::DeadlineSet { due, explanation, policy, policy_version, .. } => {
                line.policy = Some(present::policy(caller, policy, policy_version));
                line.due = Some(*due);
                line.reason = Some(explanation.clone());
                line.actor = None;
            }
            EventBody::StageAssigned { to, .. } => {
                line.team = Some(group(to));
                line.actor = None;
            }
            EventBody::StageTold { who, text, .. } => {
                line.text = Some(text.get(caller.lang).to_owned());
                line.told = who.iter().map(|told| told.as_str().to_owned()).collect();
                line.actor = None;
            }
            EventBody::Assigned { to, reason, .. } => {
                line.team = Some(group(to));
                line.reason.clone_from(reason);
            }
            EventBody::InformationRequested { question: text }
            | EventBody::InformationProvided { answer: text }
            | EventBody::ProgressRecorded { text }
            | EventBody::Resolved { answer: text } => {
                line.text = Some(text.clone()).filter(|text| !text.is_empty());
                if line.text.is_none() {
                    // An answer without words, for this reader: it is being checked, or was returned.
                    line.kind = "answer-unchecked".to_owned();
                }
            }
            EventBody::LetterWritten { text, .. } => {
                line.text = Some(text.clone());
                line.letter = Some(event.seq).filter(|_| may_print);
            }
            EventBody::ResidentLinkMade { resident } => line.whom = whom(resident),
            EventBody::ResidentSaid { resident, text } => {
                line.whom = whom(resident).filter(|_| several);
                line.text = Some(text.clone());
            }
            EventBody::ResidentSolved { resident, opinion } | EventBody::ResidentNotSolved { resident, opinion } => {
                line.whom = whom(resident).filter(|_| several);
                line.text.clone_from(&opinion.comment);
                line.rating = opinion.rating.map(Rating::number);
            }
            EventBody::OutsiderAsked { name, question: text } | EventBody::OutsiderAnswered { name, answer: text } => {
                line.whom = Some(name.clone());
                line.text = Some(text.clone());
            }
            EventBody::LinkTakenBack { resident, name } => {
                line.whom = resident.as_ref().map_or_else(|| name.clone(), whom);
            }
            EventBody::ResidentWritten { to, way, what, subject, text, .. } => {
                line.text = Some(text.clone());
                line.letter = Some(event.seq).filter(|_| may_print && *way == Way::Post);
                let message = case.messages.iter().find(|message| message.seq == event.seq);
                line.message = Some(Message {
                    to: resident(*to),
                    way: way.as_str().to_owned(),
                    what: what.as_str().to_owned(),
                    subject: subject.clone(),
                    state: message.map(|message| message.state.clone()).unwrap_or_default(),
                });
            }
            EventBody::ResidentNotReached { to, .. } | EventBody::ResidentNotSent { to, .. } => {
                line.message = Some(Message { to: resident(*to), ..Message::default() });
                line.actor = None;
            }
            EventBody::TellingChanged { .. } | EventBody::PlaceAdded => {}
            EventBody::HandedOver { from, to, agreed } => {
                line.whom = Some(case.name(to.as_uuid()).to_owned());
                line.from_whom = Some(case.name(from.as_uuid()).to_owned());
                line.how = Some(if *agreed { "agreed" } else { "shared" }.to_owned());
            }
            EventBody::MemberLeft { member: left } | EventBody::OfficerLeft { officer: left } => {
                line.whom = Some(case.name(left.as_uuid()).to_owned());
                line.actor = None;
            }
            EventBody::CopyAdded { name, .. } => line.whom = Some(name.clone()),
            EventBody::CopyEnded { name, how, .. } => {
                line.whom = Some(name.clone());
                line.how = Some(how.as_str().to_owned());
            }
            EventBody::CopiesWritten { what, to, subject, text, .. } => {
                let named = case.copies.iter().filter(|copy| to.iter().any(|id| id.as_uuid() == copy.id));
                line.whom = Some(named.map(|copy| copy.name.as_str()).collect::<Vec<_>>().join(", "));
                line.text = Some(text.clone());
                let (what, subject) = (what.as_str().to_owned(), subject.clone());
                line.message = Some(Message { what, subject, ..Message::default() });
                line.actor = None;
            }
            EventBody::FileAdded { file: id } | EventBody::TeamFileAdded { file: id } => {
                let file = case.files.iter().find(|file| file.id == id.as_uuid());
                line.text = file.map(|file| file.name.clone());
            }
            EventBody::NoteAdded { note: id, .. } | EventBody::TeamNoteAdded { note: id, .. } => {
                if let Some(note) = note(id.as_uuid()) {
                    let author = PersonId::from_uuid(note.author_id);
                    let mine = may_change(author, note.created_at, caller.actor.person, caller.now());
                    line.text = Some(note.body.clone());
                    line.changed_at = note.edited_at;
                    line.earlier =
                        note.earlier().into_iter().map(|was| Earlier { at: was.written_at, text: was.body }).collect();
                    line.change = mine.then(|| id.to_string());
                }
            }
            // The note itself says that it was changed.
            EventBody::NoteChanged { .. } | EventBody::TeamNoteChanged { .. } => {}
            EventBody::Withdrawn { reason } | EventBody::Reopened { reason } => line.text = Some(reason.clone()),
            EventBody::WorkPromised { by, order, text } => {
                line.due = Some(*by);
                line.mark.clone_from(order);
                line.text = Some(text.clone());
            }
            EventBody::Referred { body, by, reference, text } => {
                line.due = Some(*by);
                line.mark.clone_from(reference);
                line.team = Some(body.clone());
                line.text = Some(text.clone());
            }
            EventBody::WorkDone { text } | EventBody::ReplyRecorded { text } => {
                line.text = Some(text.clone()).filter(|text| !text.is_empty());
            }
            EventBody::ClockPaused { days_left, .. } | EventBody::ClockResumed { days_left, .. } => {
                line.days = Some(*days_left);
                line.actor = None;
            }
            EventBody::CaseLinked { case: other, relation } | EventBody::CaseUnlinked { case: other, relation } => {
                line.relation = Some(relation.as_str().to_owned());
                line.case = case.reference_of(*other).map(str::to_owned);
            }
            EventBody::OutcomeShared { case: other, text } => {
                line.case = case.reference_of(*other).map(str::to_owned);
                line.text = Some(text.clone());
            }
            EventBody::OutcomeSent { text, cases } => {
                line.days = i32::try_from(*cases).ok();
                line.text = Some(text.clone());
            }
            EventBody::SentBack { reason } => line.reason = Some(reason.clone()).filter(|reason| !reason.is_empty()),
            EventBody::ResolutionConfirmed { comment } => line.text.clone_from(comment),
            EventBody::StageEntered { stage, .. } => {
                line.stage = Some(present::stage(caller, case.row.workflow_version, stage.as_str()).0);
                line.actor = None;
            }
            EventBody::Closed { how } => {
                line.how = serde_json::to_value(how).ok().and_then(|how| how.as_str().map(str::to_owned));
            }
        }
        line
    };
    let by_itself =
        |event: &&Event| !matches!(event.body, EventBody::NoteChanged { .. } | EventBody::TeamNoteChanged { .. });
    let events = || case.events.iter().filter(by_itself);
    let mut acts: Vec<Vec<&Event>> = Vec::new();
    for event in events() {
        // A reminder is nothing that a case closes by, though a worker that was away may write both at once.
        let joins = |act: &&mut Vec<&Event>| {
            follows(&event.body) && act[0].at == event.at && !matches!(act[0].body, EventBody::Reminded { .. })
        };
        match acts.last_mut().filter(joins) {
            Some(act) => act.push(event),
            None => acts.push(vec![event]),
        }
    }
    acts.retain(|act| history.tells(act));
    let before = acts.len().saturating_sub(most);
    let told = |act: &Vec<&Event>| {
        let closed = act.iter().any(|event| matches!(event.body, EventBody::Closed { .. }));
        // "Closed" says it; "moved to Closed" would say it again.
        let says_it = |event: &&&Event| !(closed && matches!(event.body, EventBody::StageEntered { .. }));
        let then = act[1..].iter().filter(says_it).map(|event| happening(event)).collect();
        Happening { then, ..happening(act[0]) }
    };
    let latest = acts[before..].iter().rev().map(told).collect();
    Told { latest, before, asked: asked(&case.events).map(happening) }
}

/// What somebody said that the next step answers: the last of what was asked, answered or given to somebody.
fn asked(events: &[Event]) -> Option<&Event> {
    let turn = events.iter().rev().find(|event| {
        matches!(
            event.body,
            EventBody::InformationRequested { .. }
                | EventBody::InformationProvided { .. }
                | EventBody::Resolved { .. }
                | EventBody::SentBack { .. }
                | EventBody::Assigned { .. }
                | EventBody::Raised { .. }
        )
    });
    turn.filter(|event| !matches!(event.body, EventBody::Assigned { .. } | EventBody::Raised { .. }))
}

/// Whether an event follows from what somebody did at that moment.
fn follows(event: &EventBody) -> bool {
    match event {
        EventBody::Routed { .. }
        | EventBody::StageEntered { .. }
        | EventBody::DeadlineSet { .. }
        | EventBody::ClockPaused { .. }
        | EventBody::ClockResumed { .. }
        | EventBody::StageAssigned { .. }
        | EventBody::StageTold { .. }
        | EventBody::Closed { .. } => true,
        EventBody::Raised { .. }
        | EventBody::Acknowledged
        | EventBody::Assigned { .. }
        | EventBody::InformationRequested { .. }
        | EventBody::InformationProvided { .. }
        | EventBody::ProgressRecorded { .. }
        | EventBody::NoteAdded { .. }
        | EventBody::TeamNoteAdded { .. }
        | EventBody::NoteChanged { .. }
        | EventBody::TeamNoteChanged { .. }
        | EventBody::LetterWritten { .. }
        | EventBody::ResidentWritten { .. }
        | EventBody::ResidentNotReached { .. }
        | EventBody::ResidentNotSent { .. }
        | EventBody::TellingChanged { .. }
        | EventBody::CopyAdded { .. }
        | EventBody::CopyEnded { .. }
        | EventBody::CopiesWritten { .. }
        | EventBody::FileAdded { .. }
        | EventBody::TeamFileAdded { .. }
        | EventBody::PlaceAdded
        | EventBody::ResidentLinkMade { .. }
        | EventBody::ResidentSaid { .. }
        | EventBody::ResidentSolved { .. }
        | EventBody::ResidentNotSolved { .. }
        | EventBody::OutsiderAsked { .. }
        | EventBody::OutsiderAnswered { .. }
        | EventBody::LinkTakenBack { .. }
        | EventBody::Resolved { .. }
        | EventBody::SentBack { .. }
        | EventBody::WorkPromised { .. }
        | EventBody::WorkDone { .. }
        | EventBody::PromiseMissed { .. }
        | EventBody::Referred { .. }
        | EventBody::ReplyRecorded { .. }
        | EventBody::ReplyMissed { .. }
        | EventBody::CaseLinked { .. }
        | EventBody::CaseUnlinked { .. }
        | EventBody::OutcomeShared { .. }
        | EventBody::OutcomeSent { .. }
        | EventBody::HandedOver { .. }
        | EventBody::MemberLeft { .. }
        | EventBody::OfficerLeft { .. }
        | EventBody::StagesChanged { .. }
        | EventBody::ResolutionConfirmed { .. }
        | EventBody::Withdrawn { .. }
        | EventBody::Reopened { .. }
        | EventBody::Reminded { .. }
        | EventBody::Breached { .. } => false,
    }
}
