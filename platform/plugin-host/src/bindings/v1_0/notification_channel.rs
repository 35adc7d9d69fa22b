//! World `notification-channel` of `wardbook:plugin@1.0.0`, and the way to the types of `casework`.

use std::time::Duration;

use casework::channel as out;
use casework::feeds;
use wasmtime::Store;

use super::feeds::{failure, text, words};
use crate::bindings::world;
use crate::failure::{FeedFailure, GuestFailure, SendFailure};
use crate::guest::{Guest, plain, prepared_unreadable};

wasmtime::component::bindgen!({
    path: "../../plugins/wit/v1_0",
    world: "notification-channel",
    imports: { default: trappable },
    exports: { default: async },
    with: {
        "wardbook:plugin/types@1.0.0": super::routing::wardbook::plugin::types,
        "wardbook:plugin/log@1.0.0": super::routing::wardbook::plugin::log,
        "wardbook:plugin/calendar@1.0.0": super::routing::wardbook::plugin::calendar,
        "wardbook:plugin/http@1.0.0": super::people_feed::wardbook::plugin::http,
        "wardbook:plugin/feeds@1.0.0": super::people_feed::wardbook::plugin::feeds,
    },
});

use wardbook::plugin::notifications as wit;

world!(NotificationChannel, NotificationChannelPre);

impl wit::Host for Guest {}

const LONGEST_REFERENCE: usize = 200;
const MOST_DELIVERIES: usize = 1_000;

/// Calls `send` of a fresh instance.
pub(crate) async fn send(
    pre: &Pre,
    store: &mut Store<Guest>,
    prepared: &[u8],
    outgoing: out::Outgoing,
) -> wasmtime::Result<Result<out::Receipt, SendFailure>> {
    let instance = pre.instantiate_async(&mut *store).await?;
    Ok(match instance.call_send(store, prepared, &message(outgoing)).await? {
        Ok(receipt) => words(receipt.reference, LONGEST_REFERENCE)
            .map(|reference| out::Receipt { reference })
            .map_err(SendFailure::Plugin),
        Err(error) => Err(not_sent(error)),
    })
}

/// Calls `receive` of a fresh instance.
pub(crate) async fn receive(
    pre: &Pre,
    store: &mut Store<Guest>,
    prepared: &[u8],
    pushed: feeds::Message,
) -> wasmtime::Result<Result<Vec<out::Delivery>, FeedFailure>> {
    let instance = pre.instantiate_async(&mut *store).await?;
    let answer = instance.call_receive(store, prepared, &super::feeds::message(pushed)).await?;
    Ok(answer.map_err(failure).and_then(|deliveries| {
        if deliveries.len() > MOST_DELIVERIES {
            return Err(GuestFailure::BadOutput { what: "news of more than 1,000 messages" }.into());
        }
        Ok(deliveries.into_iter().map(delivery).collect::<Result<_, _>>()?)
    }))
}

fn message(outgoing: out::Outgoing) -> Message {
    Message {
        idempotency_key: outgoing.idempotency_key,
        language: outgoing.language.as_str().to_owned(),
        content: match outgoing.content {
            out::Content::Email { to, subject, body } => wit::Content::Email(wit::Email { to, subject, body }),
            out::Content::Sms { to, body } => wit::Content::Sms(wit::Sms { to, body }),
            out::Content::Letter { address, heading, body, pdf } => {
                wit::Content::Letter(wit::Letter { address, heading, body, pdf })
            }
            out::Content::Webhook { event, body } => wit::Content::Webhook(wit::Event { name: event, body }),
        },
    }
}

fn not_sent(error: wit::SendError) -> SendFailure {
    SendFailure::Channel(match error {
        wit::SendError::PreparedUnreadable => return SendFailure::Plugin(prepared_unreadable()),
        wit::SendError::NotThisKind => out::SendError::NotThisKind,
        wit::SendError::Temporary(wit::Delay { why, retry_after }) => out::SendError::Temporary {
            why: plain(&why),
            retry_after: retry_after.map(|seconds| Duration::from_secs(seconds.into())),
        },
        wit::SendError::Permanent(wit::Rejection { cause, why }) => out::SendError::Permanent {
            cause: match cause {
                wit::Cause::BadAddress => out::Cause::BadAddress,
                wit::Cause::RecipientBlocked => out::Cause::RecipientBlocked,
                wit::Cause::BadContent => out::Cause::BadContent,
                wit::Cause::Account => out::Cause::Account,
                wit::Cause::Other => out::Cause::Other,
            },
            why: plain(&why),
        },
    })
}

fn delivery(delivery: wit::Delivery) -> Result<out::Delivery, GuestFailure> {
    Ok(out::Delivery {
        reference: text(delivery.reference, LONGEST_REFERENCE)?,
        outcome: match delivery.outcome {
            wit::Outcome::Sent => out::Outcome::Sent,
            wit::Outcome::Delivered => out::Outcome::Delivered,
            wit::Outcome::FailedForNow => out::Outcome::FailedForNow,
            wit::Outcome::Failed => out::Outcome::Failed,
        },
        why: delivery.why.map(|why| plain(&why)),
    })
}
