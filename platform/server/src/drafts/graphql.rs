//! Drafts in the GraphQL schema. `raiseCase` with a draft's id raises it.

use async_graphql::{Context, Object, Result, SimpleObject};
use casework::ids::{DraftId, FileId};
use chrono::{DateTime, Utc};

use super::{Draft, DraftFile, Line};
use crate::api::request::{internal, scope};

#[derive(Default)]
pub struct DraftQuery;

#[derive(Default)]
pub struct DraftMutation;

#[Object(serial)]
impl DraftQuery {
    /// The caller's drafts, the newest first; fifty at the most.
    #[graphql(complexity = "10 * child_complexity")]
    async fn drafts(&self, context: &Context<'_>) -> Result<Vec<DraftInList>> {
        let scope = scope(context)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let drafts = super::mine(tx, &scope.caller).await.map_err(|error| internal(&error))?;
        Ok(drafts.into_iter().map(DraftInList).collect())
    }

    /// One of the caller's drafts; null where there is none.
    async fn draft(&self, context: &Context<'_>, id: String) -> Result<Option<WholeDraft>> {
        let scope = scope(context)?;
        let Ok(id) = id.parse::<DraftId>() else { return Ok(None) };
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let draft = super::one(tx, &scope.caller, id).await.map_err(|error| internal(&error))?;
        Ok(draft.map(WholeDraft))
    }
}

#[Object(serial)]
impl DraftMutation {
    /// Throws a draft away, with its files. Tells whether there was one.
    async fn delete_draft(&self, context: &Context<'_>, id: String) -> Result<bool> {
        let Ok(id) = id.parse::<DraftId>() else { return Ok(false) };
        super::delete(&scope(context)?.caller, id).await.map_err(|error| internal(&error))
    }

    /// Takes a file away from a draft. Tells whether it was there.
    async fn remove_draft_file(&self, context: &Context<'_>, draft: String, file: String) -> Result<bool> {
        let (Ok(draft), Ok(file)) = (draft.parse::<DraftId>(), file.parse::<FileId>()) else { return Ok(false) };
        super::take_away(&scope(context)?.caller, draft, file).await.map_err(|error| internal(&error))
    }

    /// Forgets where the photos of a draft were taken: the place is known, or was not wanted. Tells whether one of them said so.
    async fn forget_draft_places(&self, context: &Context<'_>, draft: String) -> Result<bool> {
        let Ok(draft) = draft.parse::<DraftId>() else { return Ok(false) };
        super::forget_positions(&scope(context)?.caller, draft).await.map_err(|error| internal(&error))
    }
}

/// A case that was not raised yet, in a list.
struct DraftInList(Line);

#[Object(serial)]
impl DraftInList {
    async fn id(&self) -> String {
        DraftId::from_uuid(self.0.id).to_string()
    }

    async fn summary(&self) -> &str {
        &self.0.summary
    }

    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

/// A case that was not raised yet, with what its form would show.
struct WholeDraft(Draft);

/// A file that could not be taken.
#[derive(SimpleObject)]
#[graphql(serial)]
struct RefusedAttachment {
    name: String,
    /// For programs: `infected`, `not-allowed`, `too-large` and so on.
    reason: String,
}

/// A file that waits with a draft.
struct HeldFile<'d> {
    draft: DraftId,
    file: &'d DraftFile,
}

#[Object(name = "DraftFile", serial)]
impl HeldFile<'_> {
    async fn id(&self) -> String {
        FileId::from_uuid(self.file.id).to_string()
    }

    async fn name(&self) -> &str {
        &self.file.name
    }

    /// What it is, as found in its content.
    async fn media_type(&self) -> &str {
        &self.file.media_type
    }

    /// Its length.
    async fn bytes(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "no file is that long")]
        let bytes = self.file.bytes as f64;
        bytes
    }

    /// Whether a virus scanner looked at it.
    async fn scanned(&self) -> bool {
        self.file.scanned
    }

    /// Path of its small picture, a JPEG; none where it is no picture.
    async fn small_picture_url(&self) -> Option<String> {
        let path = format!("/drafts/{}/files/{}", self.draft, FileId::from_uuid(self.file.id));
        self.file.thumbnail.map(|_| path)
    }

    /// Where a photo says it was taken, to be offered as the place of the case. `forgetDraftPlaces` puts it aside.
    async fn latitude(&self) -> Option<f64> {
        self.file.position().map(|(latitude, _)| latitude)
    }

    async fn longitude(&self) -> Option<f64> {
        self.file.position().map(|(_, longitude)| longitude)
    }
}

#[Object(serial)]
impl WholeDraft {
    async fn id(&self) -> String {
        self.0.id.to_string()
    }

    /// `mail`, `answer` (to a mail of ours, which fits no case), `handed-over`, or `form` (photos came with a form).
    async fn origin(&self) -> &str {
        &self.0.origin
    }

    async fn summary(&self) -> &str {
        &self.0.summary
    }

    async fn details(&self) -> &str {
        &self.0.details
    }

    /// Who may have written what was forwarded; the mail says so, and nobody has checked it.
    async fn resident_name(&self) -> Option<&str> {
        self.0.resident_name.as_deref()
    }

    async fn resident_email(&self) -> Option<&str> {
        self.0.resident_email.as_deref()
    }

    /// Names of the files that go with it to the case.
    async fn files(&self) -> Vec<&str> {
        self.0.files.iter().map(|file| file.name.as_str()).collect()
    }

    /// The same files with all that is known of them.
    #[graphql(complexity = "10 * child_complexity")]
    async fn attachments(&self) -> Vec<HeldFile<'_>> {
        self.0.files.iter().map(|file| HeldFile { draft: self.0.id, file }).collect()
    }

    async fn refused(&self) -> Vec<RefusedAttachment> {
        let refused = self.0.refused.iter().cloned();
        refused.map(|file| RefusedAttachment { name: file.name, reason: file.reason }).collect()
    }

    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}
