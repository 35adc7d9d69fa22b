//! Where other systems send (`POST /incoming/…`), and how we know that it is they.
//!
//! Each feed has an address of its own with a secret in it, which an admin makes and gives to the other system; only its hash is kept.
//! What a notification service of AWS sends (Street Manager does so) has to be signed by it as well, and to come from the one topic that
//! was the first to send there: [`sns`] checks that and takes the envelope off. Where a sender can only say who it is in a header
//! (GOV.UK Notify does), the secret may stand there as a bearer's token.
//!
//! Nothing is thought about here: what was sent is kept, the sender has its answer, and the worker has the plugin read it.

pub mod sns;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sea_orm::DbErr;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::store::{self, NewMessage};
use crate::app::to_the_end;
use crate::http::here::Here;
use crate::plugins::Seat;
use crate::tenancy::Acting;
use sns::{Envelope, NotGenuine};

/// The largest message, in bytes, as the contract has it.
pub const LARGEST: usize = 1024 * 1024;
/// Messages that one council takes in a minute; whoever sends more tries again.
pub const A_MINUTE: u32 = 600;

/// `POST /incoming/{kind}/{plugin}/{secret}`
pub async fn take(
    here: Here,
    Path((kind, plugin, secret)): Path<(String, String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let seat = format!("{kind}/{plugin}").parse::<Seat>();
    taken(&here, seat.ok(), &secret, &headers, body).await
}

/// `POST /incoming/{kind}/{plugin}` with the secret as a bearer's token.
pub async fn take_from_bearer(
    here: Here,
    Path((kind, plugin)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let secret = given.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default().to_owned();
    let seat = format!("{kind}/{plugin}").parse::<Seat>();
    taken(&here, seat.ok(), &secret, &headers, body).await
}

/// Why something that was sent was not kept.
#[derive(Debug, thiserror::Error)]
enum NotKept {
    /// No such feed, or not its secret: which of them, nobody is told.
    #[error("there is nothing here")]
    Unknown,
    #[error("it comes from another topic than before")]
    OtherTopic,
    #[error(transparent)]
    NotGenuine(#[from] NotGenuine),
    #[error(transparent)]
    Database(#[from] DbErr),
}

async fn taken(here: &Here, seat: Option<Seat>, secret: &str, headers: &HeaderMap, body: Bytes) -> Response {
    let now = here.app.clock.now();
    if !here.app.incoming.admits(here.council.id, now) {
        let later = [(header::RETRY_AFTER, "60")];
        return (StatusCode::TOO_MANY_REQUESTS, later, "Too much at once: send it again in a minute.\n")
            .into_response();
    }
    let Some(seat) = seat.filter(|seat| here.council.carriers.contains_key(seat)) else {
        return (StatusCode::NOT_FOUND, "There is nothing here.\n").into_response();
    };
    match kept(here, &seat, secret, headers, body).await {
        Ok(()) => (StatusCode::OK, "Taken.\n").into_response(),
        Err(error @ NotKept::Unknown) => (StatusCode::NOT_FOUND, format!("{error}\n")).into_response(),
        Err(error @ (NotKept::OtherTopic | NotKept::NotGenuine(NotGenuine::Forged(_)))) => {
            tracing::warn!(tenant.id = %here.council.id, plugin.seat = %seat, error = %error, "something was sent that does not count");
            (StatusCode::FORBIDDEN, format!("{error}\n")).into_response()
        }
        Err(error) => {
            tracing::error!(tenant.id = %here.council.id, plugin.seat = %seat, error = %error, "something that was sent could not be kept");
            (StatusCode::SERVICE_UNAVAILABLE, "It could not be kept: send it again later.\n").into_response()
        }
    }
}

async fn kept(here: &Here, seat: &Seat, secret: &str, headers: &HeaderMap, body: Bytes) -> Result<(), NotKept> {
    let (app, council, now) = (here.app.clone(), here.council.clone(), here.app.clock.now());
    let address = store::address(&app.database.begin(&council.schema, Acting::System).await?, seat).await?;
    let address = address.ok_or(NotKept::Unknown)?;
    if !address.push_hash.is_some_and(|hash| bool::from(hash.ct_eq(&hash_of(secret)))) {
        return Err(NotKept::Unknown);
    }
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (media_type, body, sent_as, topic) = match headers.get("x-amz-sns-message-type") {
        None => (media_type, body.to_vec(), None, None),
        Some(_) => {
            let envelope = Envelope::read(&body)?;
            if address.topic.as_ref().is_some_and(|topic| *topic != envelope.topic) {
                return Err(NotKept::OtherTopic);
            }
            envelope.verify(&app.certificates, &app.egress, &app.private_hosts, now).await?;
            if let Some(url) = &envelope.subscribe_url {
                sns::confirm(&app.egress, &app.private_hosts, url, now).await?;
            }
            let Envelope { message, id, topic, subscribe_url, .. } = envelope;
            let message = subscribe_url.is_none().then_some(message);
            ("application/json".to_owned(), message.unwrap_or_default().into_bytes(), Some(id), Some(topic))
        }
    };
    let seat = seat.clone();
    to_the_end(async move {
        let tx = app.database.begin(&council.schema, Acting::System).await?;
        if let Some(topic) = &topic {
            store::set_topic(&tx, &seat, topic).await?;
        }
        // A subscription that was confirmed brings nothing yet.
        if !body.is_empty() {
            let id = app.ids.row(now);
            let new = NewMessage { id, seat: &seat, media_type: &media_type, body: &body, sent_as: sent_as.as_deref() };
            store::keep(&tx, new, now).await?;
        }
        tx.commit().await?;
        app.wake.work_for(council.id);
        Ok(())
    })
    .await
}

pub(super) fn hash_of(secret: &str) -> [u8; 32] {
    Sha256::digest(secret).into()
}
