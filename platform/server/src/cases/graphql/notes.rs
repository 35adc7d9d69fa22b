//! What a note on a case looks like to a program.

use async_graphql::{Object, SimpleObject};
use casework::cases::NoteAudience;
use casework::ids::NoteId;
use chrono::{DateTime, Utc};

use super::named::Person;
use crate::cases::Note;

/// A note on a case.
pub struct CaseNote(pub(super) Note);

#[Object(serial)]
impl CaseNote {
    async fn id(&self) -> String {
        NoteId::from_uuid(self.0.id).to_string()
    }

    async fn author(&self) -> Person {
        Person::named(self.0.author_id, &self.0.author)
    }

    async fn body(&self) -> &str {
        &self.0.body
    }

    /// Whether it is for those alone who work on the case.
    async fn for_team(&self) -> bool {
        self.0.audience == NoteAudience::Team.as_str()
    }

    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When its words were last changed.
    async fn edited_at(&self) -> Option<DateTime<Utc>> {
        self.0.edited_at
    }

    /// What it said before, the oldest first.
    async fn earlier(&self) -> Vec<EarlierNote> {
        self.0.earlier().into_iter().map(|was| EarlierNote { body: was.body, written_at: was.written_at }).collect()
    }
}

/// What a note said before it was changed.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct EarlierNote {
    body: String,
    written_at: DateTime<Utc>,
}
