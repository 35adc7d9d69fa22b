//! Wakes the workers of other processes, where a Redis is named: a write here is work there at once.
//!
//! Redis carries hints and nothing else. What is to be done stands in the council's schema, so a hint that is lost, because Redis is away
//! or slow, costs seconds: workers look by themselves all the time (`work::LOOK`). No request waits
//! for Redis or fails with it: what rings is handed to a task of its own, and what has no room there is dropped.

use std::time::Duration;

use casework::ids::TenantId;
use futures::StreamExt as _;
use redis::aio::MultiplexedConnection;
use redis::{Client, RedisError};
use tokio::sync::mpsc::{self, Receiver};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use crate::wake::Wake;

/// Where hints are told and heard.
const CHANNEL: &str = "wardbook.wake";
/// Hints that wait to be told.
const WAITING: usize = 1_000;
/// How long Redis may take to answer, and how long it is left alone after it failed.
const WITHIN: Duration = Duration::from_secs(5);
const REST: Duration = Duration::from_secs(1);

/// Rings as long as it is there.
pub struct Bell {
    tasks: [JoinHandle<()>; 2],
}

impl Bell {
    /// Connects in the background, and again whenever the connection is lost. `me` tells this process's hints from others'.
    ///
    /// # Errors
    /// When the address is none of a Redis; that none answers there is no error.
    pub fn hang(url: &str, wake: &Wake, me: Uuid) -> Result<Self, RedisError> {
        let client = Client::open(url)?;
        let (ring, rung) = mpsc::channel(WAITING);
        wake.ring_others(ring);
        let telling = tokio::spawn(tell(client.clone(), rung, me));
        Ok(Self { tasks: [telling, tokio::spawn(hear(client, wake.clone(), me))] })
    }
}

impl Drop for Bell {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

/// Tells others what rings here.
async fn tell(client: Client, mut rung: Receiver<TenantId>, me: Uuid) {
    let mut connection: Option<MultiplexedConnection> = None;
    while let Some(council) = rung.recv().await {
        if let Err(error) = publish(&client, &mut connection, &format!("{me} {council}")).await {
            tracing::warn!(error = %error, "other processes could not be woken; they look by themselves");
            connection = None;
            sleep(REST).await;
            // What rang meanwhile is as old.
            while rung.try_recv().is_ok() {}
        }
    }
}

async fn publish(
    client: &Client,
    connection: &mut Option<MultiplexedConnection>,
    hint: &str,
) -> Result<(), RedisError> {
    let connection = match connection {
        Some(connection) => connection,
        None => connection.insert(client.get_multiplexed_async_connection().await?),
    };
    redis::cmd("PUBLISH").arg(CHANNEL).arg(hint).exec_async(connection).await
}

/// Hears what rings in other processes.
async fn hear(client: Client, wake: Wake, me: Uuid) {
    loop {
        let subscribed = timeout(WITHIN, async {
            let mut pubsub = client.get_async_pubsub().await?;
            pubsub.subscribe(CHANNEL).await?;
            Ok::<_, RedisError>(pubsub)
        });
        match subscribed.await {
            Ok(Ok(pubsub)) => {
                tracing::info!("other processes can wake this one");
                wake.others_ring(true);
                let mut hints = pubsub.into_on_message();
                while let Some(hint) = hints.next().await {
                    if let Some(council) = hint.get_payload::<String>().ok().and_then(|hint| of_others(&hint, me)) {
                        wake.heard(council);
                    }
                }
                wake.others_ring(false);
                tracing::warn!("Redis has gone: other processes do not wake this one until it is back");
            }
            Ok(Err(error)) => tracing::warn!(error = %error, "Redis does not answer: nobody wakes this process"),
            Err(_) => tracing::warn!("Redis does not answer in time: nobody wakes this process"),
        }
        sleep(REST).await;
    }
}

/// The council of a hint that is not our own.
fn of_others(hint: &str, me: Uuid) -> Option<TenantId> {
    let (from, council) = hint.split_once(' ')?;
    (from.parse::<Uuid>().ok()? != me).then(|| council.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hints_of_others_are_heard_and_nonsense_is_not() {
        let (me, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let council = TenantId::from_uuid(Uuid::from_u128(3));
        assert_eq!(of_others(&format!("{other} {council}"), me), Some(council));
        assert_eq!(of_others(&format!("{me} {council}"), me), None);
        for nonsense in ["", "x", "x y", &council.to_string(), &format!("{other} tenant_1")] {
            assert_eq!(of_others(nonsense, me), None, "{nonsense}");
        }
    }
}
