//! Every limit has a guest that breaks it, and a typed failure that says so.

use std::time::Duration;

use casework::ids::GroupId;
use casework::routing::settle;
use casework::sla::TargetKind;
use casework::stages::GroupLookup;
use plugin_host::{Budget, GuestFailure, Kind, Limits, LoadError};
use serde_json::json;
use uuid::Uuid;

use crate::host::{Sandbox, TENANT, VERSION, calendar, component, pothole, sandbox, sandbox_with, waiting_for};

async fn failure(sandbox: &Sandbox, guest: &str) -> GuestFailure {
    let plugin = sandbox.misbehaving(guest).await;
    plugin.route(&pothole(), &calendar()).await.expect_err("it fails")
}

#[tokio::test]
async fn one_that_spins_runs_out_of_fuel_and_always_at_the_same_point() {
    let sandbox = sandbox();
    for _ in 0..3 {
        assert_eq!(failure(&sandbox, "spins").await, GuestFailure::OutOfFuel);
    }
}

#[tokio::test]
async fn one_that_spins_runs_out_of_wall_time_where_fuel_does_not_stop_it() {
    let decide = Budget { fuel: u64::MAX, ..Limits::default().decide };
    let sandbox = sandbox_with(Limits { decide, ..Limits::default() });
    assert_eq!(failure(&sandbox, "spins").await, GuestFailure::TimedOut);
}

#[tokio::test]
async fn a_caller_stops_waiting_where_nothing_else_stops_the_guest() {
    let decide = Budget {
        fuel: u64::MAX,
        wall: Duration::from_secs(3_600),
        answer: Duration::from_millis(50),
        ..Limits::default().decide
    };
    let sandbox = sandbox_with(Limits { decide, calls_per_tenant: 1, ..Limits::default() });
    let plugin = sandbox.misbehaving("spins").await;
    for _ in 0..3 {
        // The turn comes free again, so the abandoned call has really ended.
        assert_eq!(plugin.route(&pothole(), &calendar()).await, Err(GuestFailure::TimedOut));
    }
}

#[tokio::test]
async fn one_that_eats_memory_meets_the_cap() {
    let sandbox = sandbox();
    assert_eq!(failure(&sandbox, "eats-memory").await, GuestFailure::OutOfMemory);
}

#[tokio::test]
async fn one_that_recurses_meets_the_end_of_its_stack() {
    let sandbox = sandbox();
    let failure = failure(&sandbox, "recurses").await;
    assert!(matches!(failure, GuestFailure::Trapped { .. }), "{failure:?}");
}

#[tokio::test]
async fn one_that_traps_is_told_from_the_others() {
    let sandbox = sandbox();
    let failure = failure(&sandbox, "traps").await;
    let GuestFailure::Trapped { summary } = failure else { panic!("{failure:?}") };
    assert!(summary.contains("`unreachable`"), "{summary}");
}

#[tokio::test]
async fn one_that_returns_a_megabyte_meets_the_cap_on_output() {
    let sandbox = sandbox();
    assert_eq!(failure(&sandbox, "returns-a-megabyte").await, GuestFailure::OutputTooLarge);
}

#[tokio::test]
async fn one_without_a_reason_breaks_the_contract() {
    let sandbox = sandbox();
    assert_eq!(failure(&sandbox, "says-nothing").await, GuestFailure::BadOutput { what: "an empty sentence" });
}

#[tokio::test]
async fn one_with_an_impossible_day_breaks_the_contract() {
    let sandbox = sandbox();
    let policy = sandbox.sla("misbehaving/impossible-day", json!({})).await.expect("it loads");
    let answer = policy.deadline(&waiting_for(TargetKind::FirstResponse), &calendar()).await;
    assert_eq!(answer, Err(GuestFailure::BadOutput { what: "a day that does not exist" }));
}

#[tokio::test]
async fn one_that_counts_days_for_ever_runs_out_of_fuel() {
    let sandbox = sandbox();
    let policy = sandbox.sla("misbehaving/counts-days", json!({})).await.expect("it loads");
    let answer = policy.deadline(&waiting_for(TargetKind::FirstResponse), &calendar()).await;
    assert_eq!(answer, Err(GuestFailure::OutOfFuel));
}

#[tokio::test]
async fn one_that_leaves_ten_thousand_notes_still_decides() {
    let sandbox = sandbox();
    let plugin = sandbox.misbehaving("chatters").await;
    let decision = plugin.route(&pothole(), &calendar()).await.expect("a decision");
    assert_eq!(decision.reason, "I had a lot to say.");
}

#[tokio::test]
async fn an_unknown_group_ends_in_triage() {
    let sandbox = sandbox();
    let plugin = sandbox.misbehaving("unknown-group").await;
    let decision = plugin.route(&pothole(), &calendar()).await.map_err(|failure| failure.to_string());
    let groups = GroupLookup::new([("highways".to_owned(), GroupId::from_uuid(Uuid::from_u128(7)))]);
    let routed = settle(decision, &groups, plugin.name(), plugin.version());
    assert_eq!((routed.group, routed.failed), (None, true));
}

#[tokio::test]
async fn what_is_no_component_or_of_another_kind_is_refused() {
    let sandbox = sandbox();
    for bytes in [&b"not WebAssembly"[..], b"\0asm\x01\0\0\0", b""] {
        let refused = sandbox.host.load("broken", bytes).map(|_| ());
        assert!(matches!(refused, Err(LoadError::NotAComponent { .. })), "{refused:?}");
    }
    let artefact = sandbox.host.load("sla-priority", &component("sla-priority")).expect("a component");
    let refused = sandbox.host.routing(&artefact, &json!({}), VERSION, TENANT).await.map(|_| ());
    assert!(matches!(refused, Err(LoadError::WrongWorld { kind: Kind::Routing, .. })), "{refused:?}");
}

#[tokio::test]
async fn one_that_needs_too_much_from_the_start_is_refused() {
    let sandbox = sandbox_with(Limits { table_elements: 2, ..Limits::default() });
    let refused = sandbox.host.load("routing-table", &component("routing-table")).map(|_| ());
    assert!(matches!(&refused, Err(LoadError::NotAComponent { reason }) if reason.contains("limit")), "{refused:?}");
}
