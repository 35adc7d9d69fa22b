//! The words in which these tests are written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, LazyLock};

use casework::calendar::{Nation, WorkingCalendar};
use casework::ids::TenantId;
use casework::routing::Enquiry;
use casework::sla::{Situation, TargetKind};
use chrono::NaiveDate;
use plugin_host::{Description, Limits, LoadError, PluginHost, PluginHostConfig, RoutingPlugin, SlaPlugin};
use serde_json::{Value, json};
use uuid::Uuid;

/// A host on the cache that all tests share, so that each guest is compiled once; tests of the cache use [`open`].
pub(crate) struct Sandbox {
    pub(crate) host: PluginHost,
}

pub(crate) const TENANT: TenantId = TenantId::from_uuid(Uuid::from_u128(1));
pub(crate) const VERSION: &str = "0.1.0";

pub(crate) fn sandbox() -> Sandbox {
    sandbox_with(Limits::default())
}

pub(crate) fn sandbox_with(limits: Limits) -> Sandbox {
    Sandbox { host: open(Path::new(concat!(env!("CARGO_TARGET_TMPDIR"), "/plugin-cache")), limits) }
}

pub(crate) fn open(cache: &Path, limits: Limits) -> PluginHost {
    PluginHost::new(PluginHostConfig { cache_dir: cache.to_owned(), limits }).expect("a host")
}

impl Sandbox {
    pub(crate) async fn routing(&self, name: &str, settings: Value) -> Result<RoutingPlugin, LoadError> {
        let artefact = self.host.load(name, &component(name))?;
        self.host.routing(&artefact, &settings, VERSION, TENANT).await
    }

    pub(crate) async fn sla(&self, name: &str, settings: Value) -> Result<SlaPlugin, LoadError> {
        let artefact = self.host.load(name, &component(name))?;
        self.host.sla(&artefact, &settings, VERSION, TENANT).await
    }

    /// A misbehaving guest; those take any settings but look at none.
    pub(crate) async fn misbehaving(&self, name: &str) -> RoutingPlugin {
        self.routing(&format!("misbehaving/{name}"), json!({})).await.expect("it loads")
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Where the compiled guests are; the first use compiles them.
fn guests() -> &'static Path {
    static GUESTS: LazyLock<PathBuf> = LazyLock::new(|| {
        let built = Command::new(root().join("scripts/build-plugins")).status().expect("scripts/build-plugins runs");
        assert!(built.success(), "scripts/build-plugins failed");
        root().join("target/plugins")
    });
    &GUESTS
}

pub(crate) fn component(name: &str) -> Vec<u8> {
    let path = guests().join(name).with_extension("wasm");
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn description(name: &str) -> Description {
    let text = std::fs::read_to_string(guests().join(name).with_extension("toml")).expect("a plugin.toml");
    Description::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

pub(crate) fn calendar() -> Arc<WorkingCalendar> {
    Arc::new(WorkingCalendar::new(Nation::England, BTreeSet::new()))
}

/// A pothole in Abbey ward, raised on a Tuesday morning.
pub(crate) fn pothole() -> Enquiry {
    Enquiry {
        category: "roads".to_owned(),
        service: "pothole".to_owned(),
        ward_gss: Some("E05001771".to_owned()),
        ward_name: Some("Abbey".to_owned()),
        summary: "Deep pothole outside the library".to_owned(),
        details: "A cyclist came off last night.".to_owned(),
        place_words: "High Street, by the bus stop".to_owned(),
        latitude: Some(52.92),
        longitude: Some(-1.47),
        raised_on: day("2026-11-17"),
        raised_at_minutes: 9 * 60 + 30,
        raiser_kind: "councillor".to_owned(),
    }
}

/// A case that waits for `target` from Tuesday 17 November 2026 on.
pub(crate) fn waiting_for(target: TargetKind) -> Situation {
    Situation {
        target,
        category: "roads".to_owned(),
        service: "pothole".to_owned(),
        ward_gss: None,
        raised_on: day("2026-11-17"),
        entered_on: day("2026-11-17"),
        today: day("2026-11-17"),
        priority: None,
        summary: "Deep pothole outside the library".to_owned(),
        representative_kind: None,
    }
}
