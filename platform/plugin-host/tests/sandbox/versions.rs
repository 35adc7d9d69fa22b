//! Versions of the contract are served side by side, and a component tells which it was built for.

use std::fs;
use std::path::Path;

use plugin_host::{Contract, GuestFailure, Kind, LoadError};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::host::{TENANT, VERSION, calendar, component, pothole, sandbox};

/// The files of versions that were released, with the hash of each. They are never edited: plugins were built for them.
const RELEASED: [(&str, &str); 3] = [
    ("v0_1/routing.wit", "25d4a4978ea4dd60290ac4bd9aa784b22fb1b4548a4779574465accda001e322"),
    ("v0_1/sla-policy.wit", "8ccb3c98b82cd352b8155f1555fd65b6855c4435936b77f2a2e890be6b3c69a0"),
    ("v0_1/types.wit", "3bc966a308c790b231e68980c39c657af4446d68016937521f02dca9cbbc34ad"),
];

#[test]
fn a_released_version_of_the_contract_stays_as_it_was() {
    let wit = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plugins/wit");
    for (file, expected) in RELEASED {
        let found = Sha256::digest(fs::read(wit.join(file)).expect("a file of the contract"));
        let found: String = found.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(found, expected, "{file} was edited: make a new version beside it instead");
    }
    let files = fs::read_dir(wit.join("v0_1")).expect("a folder").count();
    assert_eq!(files, RELEASED.len(), "something was added to a released version");
}

#[tokio::test]
async fn a_plugin_of_version_0_1_decides_on_this_host() {
    let sandbox = sandbox();
    let artefact = sandbox.host.load("old", &component("misbehaving/contract-0-1")).expect("a component");
    assert_eq!(artefact.contract(), Contract::V0_1);
    let plugin = sandbox.host.routing(&artefact, &json!({}), VERSION, TENANT).await.expect("good settings");
    let decision = plugin.route(&pothole(), &calendar()).await.expect("a decision");
    assert_eq!(decision.group.as_deref(), Some("roads"));
    assert_eq!(decision.reason, "Raised by a councillor; looked at on day 18 of the month.");

    let refused = sandbox.host.routing(&artefact, &json!({ "a": 1 }), VERSION, TENANT).await.map(|_| ());
    let Err(LoadError::Settings(problems)) = refused else { panic!("{refused:?}") };
    assert_eq!(problems[0].remedy, "Empty it.");
}

#[tokio::test]
async fn the_same_host_serves_the_newest_version() {
    let sandbox = sandbox();
    let artefact = sandbox.host.load("new", &component("routing-table")).expect("a component");
    assert_eq!(artefact.contract(), Contract::V1_0);
    let failed = sandbox.misbehaving("traps").await.route(&pothole(), &calendar()).await;
    assert!(matches!(failed, Err(GuestFailure::Trapped { .. })), "{failed:?}");
}

#[test]
fn a_plugin_is_of_its_own_kind_and_of_no_other() {
    let sandbox = sandbox();
    for (name, own) in [
        ("routing-table", Kind::Routing),
        ("sla-priority", Kind::SlaPolicy),
        ("misbehaving/odd-people", Kind::PeopleFeed),
        ("misbehaving/odd-meetings", Kind::CommitteeCalendar),
        ("misbehaving/odd-works", Kind::HighwaysSchedule),
        ("misbehaving/odd-facts", Kind::WardFacts),
        ("misbehaving/odd-channel", Kind::NotificationChannel),
        ("misbehaving/contract-0-1", Kind::Routing),
    ] {
        let artefact = sandbox.host.load(name, &component(name)).expect("a component");
        for kind in Kind::ALL {
            let checked = sandbox.host.check(&artefact, kind);
            if kind == own {
                assert_eq!(checked, Ok(()), "{name}");
            } else {
                assert!(matches!(checked, Err(LoadError::WrongWorld { .. })), "{name} as {kind}: {checked:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_decision_that_imports_http_is_refused_before_it_runs() {
    let sandbox = sandbox();
    let artefact = sandbox.host.load("reaches-out", &component("misbehaving/reaches-out")).expect("a component");
    let refused = sandbox.host.routing(&artefact, &json!({}), VERSION, TENANT).await.map(|_| ());
    let Err(LoadError::WrongWorld { kind: Kind::Routing, reason }) = refused else { panic!("{refused:?}") };
    assert!(reason.contains("wardbook:plugin/http"), "{reason}");
}

/// An empty component: the header, and nothing after it.
#[test]
fn a_component_that_was_not_built_for_the_contract_is_refused() {
    let refused = sandbox().host.load("empty", b"\0asm\x0d\0\x01\0").map(|_| ());
    let Err(LoadError::UnknownContract { reason }) = refused else { panic!("{refused:?}") };
    assert!(reason.contains("not built for the contract"), "{reason}");
}

/// Text in a component is stored as it is, so a version that never was is one edit away.
#[test]
fn a_component_of_a_version_that_is_not_served_is_refused_with_those_that_are() {
    let mut bytes = component("misbehaving/contract-0-1");
    for at in 0..bytes.len() - 5 {
        if &bytes[at..at + 6] == b"@0.1.0" {
            bytes[at + 3] = b'7';
        }
    }
    let refused = sandbox().host.load("future", &bytes).map(|_| ());
    let Err(LoadError::UnknownContract { reason }) = refused else { panic!("{refused:?}") };
    assert!(reason.contains("0.7.0") && reason.contains("0.1.0 and 1.0.0"), "{reason}");
}
