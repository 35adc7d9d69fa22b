//! How plugins fare is known: what they cost, what they said, and whether they are left alone.

use std::time::Duration;

use chrono::TimeDelta;
use plugin_host::{FeedFailure, GuestFailure, Health, Limits, NoteLevel, Patience, PluginStatus};
use serde_json::json;

use crate::host::{Sandbox, TENANT, VERSION, calendar, component, now, pothole, pull, sandbox, sandbox_with};

fn status(sandbox: &Sandbox, plugin: &str) -> PluginStatus {
    sandbox.host.status().into_iter().find(|status| status.plugin == plugin).expect("a plugin of this name")
}

/// Left alone after three failures, for ten seconds.
fn impatient() -> Sandbox {
    sandbox_with(Limits { patience: Patience { failures: 3, pause: Duration::from_secs(10) }, ..Limits::default() })
}

#[tokio::test]
async fn calls_fuel_and_failures_are_counted_for_each_plugin_of_each_council() {
    let sandbox = sandbox();
    let settings = json!({ "rows": [{ "category": "roads", "group": "highways" }] });
    let table = sandbox.routing("routing-table", settings).await.expect("good settings");
    let traps = sandbox.misbehaving("traps").await;
    let prepared = status(&sandbox, "routing-table").figures.fuel;
    for _ in 0..3 {
        table.route(&pothole(), &calendar()).await.expect("a decision");
    }
    traps.route(&pothole(), &calendar()).await.expect_err("a trap");

    let good = status(&sandbox, "routing-table");
    assert_eq!((good.tenant, good.version.as_str(), &good.health), (TENANT, VERSION, &Health::Good));
    assert_eq!((good.figures.calls, good.figures.failures.len()), (3, 0));
    let fuel = good.figures.fuel - prepared;
    assert!(fuel > 3_000 && fuel.is_multiple_of(3), "the same decision costs the same fuel: {fuel}");
    let bad = status(&sandbox, "misbehaving/traps");
    assert_eq!((bad.figures.calls, bad.figures.failures.get("trapped")), (1, Some(&1)));
    let Health::Failing { in_a_row: 1, last } = bad.health else { panic!("{:?}", bad.health) };
    assert_eq!((last.at, last.code), (now(), "trapped"));
}

#[tokio::test]
async fn one_that_keeps_failing_is_left_alone_and_tried_again_later() {
    let sandbox = impatient();
    let traps = sandbox.misbehaving("traps").await;
    let call = async || traps.route(&pothole(), &calendar()).await.expect_err("a failure").code();
    for _ in 0..3 {
        assert_eq!(call().await, "trapped");
    }
    for _ in 0..2 {
        assert_eq!(call().await, "suspended");
    }
    let health = status(&sandbox, "misbehaving/traps").health;
    assert!(matches!(health, Health::Suspended { until, .. } if until == now() + TimeDelta::seconds(10)), "{health:?}");

    sandbox.clock.advance(TimeDelta::seconds(10));
    assert_eq!(call().await, "trapped", "one call is let through, to see");
    assert_eq!(call().await, "suspended", "and then none for another pause");
    let figures = status(&sandbox, "misbehaving/traps").figures;
    assert_eq!((figures.calls, figures.failures["trapped"], figures.failures["suspended"]), (7, 4, 3));
}

#[tokio::test]
async fn one_that_recovers_is_trusted_again() {
    let sandbox = impatient();
    let channel = sandbox.odd_channel().await;
    let calendar = calendar();
    let send = async |subject: &str| {
        let (to, body) = ("jo@example.org".to_owned(), "Hello".to_owned());
        let content = casework::channel::Content::Email { to, subject: subject.to_owned(), body };
        let language = casework::text::Lang::En;
        let message = casework::channel::Outgoing { idempotency_key: "1".to_owned(), language, content };
        channel.send(message, &calendar).await.map_err(|failure| failure.to_string())
    };
    let health = || status(&sandbox, "misbehaving/odd-channel").health;
    // Good answers between failures keep the count down.
    for _ in 0..3 {
        assert!(send("later").await.is_err() && send("later").await.is_err() && send("good").await.is_ok());
    }
    for _ in 0..5 {
        assert_eq!(
            send("never").await,
            Err("No such box.".to_owned()),
            "what is wrong with one message says nothing of the next"
        );
    }
    assert_eq!(health(), Health::Good);

    for _ in 0..3 {
        assert!(send("later").await.is_err());
    }
    assert!(send("good").await.is_err_and(|told| told.contains("left alone")));
    sandbox.clock.advance(TimeDelta::seconds(11));
    assert!(send("good").await.is_ok());
    assert_eq!(health(), Health::Good);
    assert!(send("good").await.is_ok());
}

#[tokio::test]
async fn new_settings_give_a_plugin_a_new_chance() {
    let sandbox = impatient();
    let spins = sandbox.odd_people("unavailable").await;
    for _ in 0..3 {
        assert!(matches!(spins.read(pull(), &calendar()).await, Err(FeedFailure::Source(_))));
    }
    let alone = spins.read(pull(), &calendar()).await;
    assert_eq!(alone, Err(FeedFailure::Plugin(GuestFailure::Suspended)));
    assert!(sandbox.odd_people("none").await.read(pull(), &calendar()).await.is_ok());
}

#[tokio::test]
async fn notes_are_kept_word_for_word_of_settings_and_by_length_of_calls() {
    let sandbox = sandbox();
    let old = sandbox.host.load("old", &component("misbehaving/contract-0-1")).expect("a component");
    sandbox.host.routing(&old, &json!({}), VERSION, TENANT).await.expect("good settings");
    let notes = sandbox.host.notes(TENANT, "old", VERSION);
    assert_eq!((notes.len(), notes[0].text.as_str(), notes[0].level), (1, "reading settings", NoteLevel::Info));

    let chatters = sandbox.misbehaving("chatters").await;
    for _ in 0..10 {
        chatters.route(&pothole(), &calendar()).await.expect("a decision");
    }
    let notes = sandbox.host.notes(TENANT, "misbehaving/chatters", VERSION);
    assert_eq!(notes.len(), 200, "of 320, and of the 100,000 that it wanted to leave");
    assert!(notes.iter().all(|note| note.text == "a note of 960 characters"), "{:?}", notes[0]);
}
