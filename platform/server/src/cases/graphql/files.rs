//! Files of a case in the GraphQL schema (R10). Their bytes go over HTTP beside it: see `docs/api.md`.

use async_graphql::{Object, SimpleObject};
use casework::cases::NoteAudience;
use casework::ids::FileId;
use chrono::{DateTime, Utc};

use super::named::Person;
use crate::cases::FileRow;

/// A file of a case.
pub struct CaseFile {
    pub row: FileRow,
    pub reference: String,
    /// The case has no point on the map, so that its photos may offer one.
    pub offers: bool,
}

/// A point on the map, in degrees (WGS 84).
#[derive(SimpleObject)]
#[graphql(serial)]
struct Point {
    latitude: f64,
    longitude: f64,
}

#[Object(serial)]
impl CaseFile {
    async fn id(&self) -> String {
        FileId::from_uuid(self.row.id).to_string()
    }

    async fn name(&self) -> &str {
        &self.row.name
    }

    /// What it is, as found in its content: `image/jpeg`, `application/pdf` and so on.
    async fn media_type(&self) -> &str {
        &self.row.media_type
    }

    /// Its length.
    async fn bytes(&self) -> f64 {
        // Exact up to 2^53, which no file here comes near; GraphQL's whole numbers end at 2^31.
        #[expect(clippy::cast_precision_loss, reason = "no file is that long")]
        let bytes = self.row.bytes as f64;
        bytes
    }

    /// Whether it is for those alone who work on the case.
    async fn for_team(&self) -> bool {
        self.row.audience == NoteAudience::Team.as_str()
    }

    /// Whether a virus scanner looked at it.
    async fn scanned(&self) -> bool {
        self.row.scanned
    }

    async fn added_by(&self) -> Person {
        Person::named(self.row.added_by_id, &self.row.added_by)
    }

    async fn added_at(&self) -> DateTime<Utc> {
        self.row.created_at
    }

    /// Path below the council's address from which the same session downloads it.
    async fn url(&self) -> String {
        format!("/cases/{}/files/{}", self.reference, FileId::from_uuid(self.row.id))
    }

    /// Path of its small picture, a JPEG; none where it is no picture.
    async fn small_picture_url(&self) -> Option<String> {
        let path = format!("/cases/{}/files/{}?size=small", self.reference, FileId::from_uuid(self.row.id));
        self.row.thumbnail.map(|_| path)
    }

    /// Where a photo says it was taken, while the case has no point on the map: to be offered to people. `answerPlaceOffer` takes it or
    /// puts it aside.
    async fn offered_place(&self) -> Option<Point> {
        let position = self.row.position().filter(|_| self.offers);
        position.map(|(latitude, longitude)| Point { latitude, longitude })
    }
}
