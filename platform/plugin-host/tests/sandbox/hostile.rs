//! A hostile plugin harms nobody else: not the server's own tasks, not another council.

use std::sync::Arc;
use std::time::{Duration, Instant};

use casework::ids::TenantId;
use plugin_host::{Budget, GuestFailure, Limits};
use serde_json::json;
use uuid::Uuid;

use crate::host::{Sandbox, TENANT, VERSION, calendar, component, pothole, sandbox_with};

/// A host whose guests may spin for a good while, without fuel to stop them.
fn patient() -> Sandbox {
    let decide = Budget {
        fuel: u64::MAX,
        wall: Duration::from_millis(400),
        answer: Duration::from_secs(5),
        ..Limits::default().decide
    };
    sandbox_with(Limits { decide, calls_per_tenant: 2, queue: Duration::from_millis(50), ..Limits::default() })
}

/// On a runtime that guests shared, spinning ones would hold a timer up for as long as they may run. Nothing here
/// waits for an exact time: the bound is many times what was seen, and a fraction of what sharing gives.
#[tokio::test(flavor = "current_thread")]
#[expect(clippy::disallowed_methods, reason = "the time a timer really took is what this test is about")]
async fn guests_that_spin_do_not_hold_up_the_servers_timers() {
    let sandbox = patient();
    let plugin = sandbox.misbehaving("spins").await;
    let spinning: Vec<_> = (0..2)
        .map(|_| {
            let plugin = plugin.clone();
            tokio::spawn(async move { plugin.route(&pothole(), &calendar()).await })
        })
        .collect();

    let mut delays = Vec::new();
    while !spinning.iter().all(tokio::task::JoinHandle::is_finished) {
        let before = Instant::now();
        tokio::time::sleep(Duration::from_millis(1)).await;
        delays.push(before.elapsed());
    }
    delays.sort_unstable();
    let median = delays[delays.len() / 2];
    assert!(median < Duration::from_millis(100), "a 1 ms timer took {median:?} in the middle");
    for call in spinning {
        assert_eq!(call.await.expect("no panic"), Err(GuestFailure::TimedOut));
    }
}

#[tokio::test]
async fn a_council_whose_plugin_spins_waits_alone() {
    let sandbox = patient();
    let spins = sandbox.misbehaving("spins").await;
    let artefact = sandbox.host.load("routing-table", &component("routing-table")).expect("a component");
    let other = TenantId::from_uuid(Uuid::from_u128(2));
    let settings = json!({ "rows": [{ "category": "roads", "group": "highways" }] });
    let neighbour = sandbox.host.routing(&artefact, &settings, VERSION, other).await.expect("good settings");
    let same_council = sandbox.host.routing(&artefact, &settings, VERSION, TENANT).await.expect("good settings");

    let calendar = calendar();
    let taken: Vec<_> = (0..2)
        .map(|_| {
            let (spins, calendar) = (spins.clone(), Arc::clone(&calendar));
            tokio::spawn(async move { spins.route(&pothole(), &calendar).await })
        })
        .collect();
    // Both of the council's turns are taken once the tasks ran.
    tokio::time::sleep(Duration::from_millis(20)).await;

    assert!(neighbour.route(&pothole(), &calendar).await.is_ok(), "another council has turns of its own");
    assert_eq!(same_council.route(&pothole(), &calendar).await, Err(GuestFailure::Busy));
    for call in taken {
        assert_eq!(call.await.expect("no panic"), Err(GuestFailure::TimedOut));
    }
    assert!(same_council.route(&pothole(), &calendar).await.is_ok(), "the turns came back");
}

#[test]
fn a_host_may_be_dropped_within_a_runtime() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let sandbox = sandbox_with(Limits::default());
        drop(sandbox);
    });
}
