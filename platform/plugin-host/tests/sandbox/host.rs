//! The words in which these tests are written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, LazyLock};

use casework::calendar::{Nation, WorkingCalendar};
use casework::clock::{Clock, FixedClock};
use casework::feeds::{Content, Fact, Meeting, Person, Reading, Source, Task, Upload, Work};
use casework::ids::TenantId;
use casework::routing::Enquiry;
use casework::sla::{Situation, TargetKind};
use chrono::{DateTime, NaiveDate, Utc};
use egress::{Egress, EgressLimits, Origin, PrivateHost, Secret};
use plugin_host::{
    Artefact, Channel, Description, Feed, Grants, Installed, Kind, Limits, LoadError, PluginHost, PluginHostConfig,
    RoutingPlugin, SlaPlugin,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::upstream::Upstream;

/// A host on the cache that all tests share, so that each guest is compiled once; tests of the cache use [`open`].
pub(crate) struct Sandbox {
    pub(crate) host: PluginHost,
    /// Stands still until a test sets it.
    pub(crate) clock: Arc<FixedClock>,
}

pub(crate) const TENANT: TenantId = TenantId::from_uuid(Uuid::from_u128(1));
pub(crate) const VERSION: &str = "0.1.0";

pub(crate) fn sandbox() -> Sandbox {
    sandbox_with(Limits::default())
}

pub(crate) fn sandbox_with(limits: Limits) -> Sandbox {
    sandbox_reaching(limits, Egress::new(EgressLimits::default()))
}

/// A host with a way out of the test's own.
pub(crate) fn sandbox_reaching(limits: Limits, egress: Egress) -> Sandbox {
    let clock = Arc::new(FixedClock::new(now()));
    let cache = Path::new(concat!(env!("CARGO_TARGET_TMPDIR"), "/plugin-cache"));
    let config = PluginHostConfig { cache_dir: cache.to_owned(), limits, clock: Arc::clone(&clock) as _, egress };
    Sandbox { host: PluginHost::new(config).expect("a host"), clock }
}

pub(crate) fn open(cache: &Path, limits: Limits) -> PluginHost {
    PluginHost::new(config(cache, limits)).expect("a host")
}

pub(crate) fn config(cache: &Path, limits: Limits) -> PluginHostConfig {
    let clock: Arc<dyn Clock> = Arc::new(FixedClock::new(now()));
    PluginHostConfig { cache_dir: cache.to_owned(), limits, clock, egress: Egress::new(EgressLimits::default()) }
}

/// Half past nine on Tuesday 24 November 2026.
pub(crate) fn now() -> DateTime<Utc> {
    "2026-11-24T09:30:00Z".parse().expect("a time")
}

/// Reading from another system, from the beginning, on that day.
pub(crate) fn pull() -> Task {
    task(Source::Pull(None))
}

pub(crate) fn task(source: Source) -> Task {
    Task { source, today: day("2026-11-24") }
}

/// What a guest of the tests says of itself: that it wants to reach these hosts, with the secret `key` at the first.
pub(crate) fn describing(kind: Kind, hosts: &[&str]) -> Description {
    let capability = |(at, host): (usize, &&str)| {
        let secrets = if at == 0 { "\nsecrets = [\"key\"]" } else { "" };
        format!("[[capabilities]]\nuse = \"http\"\nwhy = \"To ask.\"\nhost = \"{host}\"{secrets}\n")
    };
    let capabilities: String = hosts.iter().enumerate().map(capability).collect();
    let text = format!(
        "kind = \"{kind}\"\nname = \"guest\"\nversion = \"1.0.0\"\nsummary = \"A guest.\"\n{capabilities}\
         [[secrets]]\nname = \"key\"\ntitle = \"The key\"\n[settings]\ntype = \"object\"\n"
    );
    Description::parse(&text).expect("a description")
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

    pub(crate) async fn people(
        &self,
        name: &str,
        description: &Description,
        settings: Value,
        grants: &Grants,
    ) -> Result<Feed<Person>, LoadError> {
        let artefact = self.host.load(name, &component(name))?;
        let tenant = TENANT;
        self.host.people_feed(Installed { artefact: &artefact, description, settings: &settings, tenant, grants }).await
    }

    pub(crate) async fn meetings(
        &self,
        name: &str,
        settings: Value,
        grants: &Grants,
    ) -> Result<Feed<Meeting>, LoadError> {
        let (artefact, description) = (self.host.load(name, &component(name))?, description(name));
        self.host.committee_calendar(installed(&artefact, &description, &settings, grants)).await
    }

    pub(crate) async fn works(&self, name: &str, settings: Value, grants: &Grants) -> Result<Feed<Work>, LoadError> {
        let (artefact, description) = (self.host.load(name, &component(name))?, description(name));
        self.host.highways_schedule(installed(&artefact, &description, &settings, grants)).await
    }

    pub(crate) async fn facts(&self, name: &str, settings: Value, grants: &Grants) -> Result<Feed<Fact>, LoadError> {
        let (artefact, description) = (self.host.load(name, &component(name))?, description(name));
        self.host.ward_facts(installed(&artefact, &description, &settings, grants)).await
    }

    pub(crate) async fn channel(&self, name: &str, settings: Value, grants: &Grants) -> Result<Channel, LoadError> {
        let (artefact, description) = (self.host.load(name, &component(name))?, description(name));
        self.host.notification_channel(installed(&artefact, &description, &settings, grants)).await
    }

    /// A misbehaving feed of people that reaches nothing outside, and misbehaves in the way that is named.
    pub(crate) async fn odd_people(&self, way: &str) -> Feed<Person> {
        let (kind, grants) = (describing(Kind::PeopleFeed, &[]), Grants::default());
        self.people("misbehaving/odd-people", &kind, json!({ "way": way }), &grants).await.expect("it loads")
    }

    pub(crate) async fn odd_meetings(&self, way: &str) -> Feed<Meeting> {
        let (name, description) = ("misbehaving/odd-meetings", describing(Kind::CommitteeCalendar, &[]));
        let artefact = self.host.load(name, &component(name)).expect("a component");
        let (settings, grants) = (json!({ "way": way }), Grants::default());
        let (artefact, description, settings, grants) = (&artefact, &description, &settings, &grants);
        let installed = Installed { artefact, description, settings, tenant: TENANT, grants };
        self.host.committee_calendar(installed).await.expect("it loads")
    }

    pub(crate) async fn odd_works(&self, way: &str) -> Feed<Work> {
        let (name, description) = ("misbehaving/odd-works", describing(Kind::HighwaysSchedule, &[]));
        let artefact = self.host.load(name, &component(name)).expect("a component");
        let (settings, grants) = (json!({ "way": way }), Grants::default());
        let (artefact, description, settings, grants) = (&artefact, &description, &settings, &grants);
        let installed = Installed { artefact, description, settings, tenant: TENANT, grants };
        self.host.highways_schedule(installed).await.expect("it loads")
    }

    pub(crate) async fn odd_facts(&self, way: &str) -> Feed<Fact> {
        let (name, description) = ("misbehaving/odd-facts", describing(Kind::WardFacts, &[]));
        let artefact = self.host.load(name, &component(name)).expect("a component");
        let (settings, grants) = (json!({ "way": way }), Grants::default());
        let (artefact, description, settings, grants) = (&artefact, &description, &settings, &grants);
        let installed = Installed { artefact, description, settings, tenant: TENANT, grants };
        self.host.ward_facts(installed).await.expect("it loads")
    }

    pub(crate) async fn odd_channel(&self) -> Channel {
        let (name, description) = ("misbehaving/odd-channel", describing(Kind::NotificationChannel, &[]));
        let artefact = self.host.load(name, &component(name)).expect("a component");
        let (settings, grants) = (json!({}), Grants::default());
        let (artefact, description, settings, grants) = (&artefact, &description, &settings, &grants);
        let installed = Installed { artefact, description, settings, tenant: TENANT, grants };
        self.host.notification_channel(installed).await.expect("it loads")
    }

    /// A misbehaving guest; those take any settings but look at none.
    pub(crate) async fn misbehaving(&self, name: &str) -> RoutingPlugin {
        self.routing(&format!("misbehaving/{name}"), json!({})).await.expect("it loads")
    }
}

fn installed<'a>(
    artefact: &'a Artefact,
    description: &'a Description,
    settings: &'a Value,
    grants: &'a Grants,
) -> Installed<'a> {
    Installed { artefact, description, settings, tenant: TENANT, grants }
}

/// A host whose operator lets plugins reach the other systems of a test, which lie on loopback.
pub(crate) fn sandbox_beside(upstream: &Upstream) -> Sandbox {
    let private = PrivateHost { origin: origin(upstream), plain: true };
    let egress = Egress::new(EgressLimits::default()).with_private_hosts([private]);
    sandbox_reaching(Limits::default(), egress)
}

/// A council that allows its plugin to reach that other system, and has filled in these secrets.
pub(crate) fn grants(upstream: &Upstream, secrets: &[(&str, &str)]) -> Grants {
    let secret = |(name, secret): &(&str, &str)| ((*name).to_owned(), Secret::new(*secret));
    Grants { hosts: [origin(upstream)].into(), secrets: secrets.iter().map(secret).collect() }
}

fn origin(upstream: &Upstream) -> Origin {
    Origin::parse(&upstream.address.to_string()).expect("a host")
}

/// A file that an admin gives to a feed.
pub(crate) fn file(name: &str, media_type: &str, content: impl Into<Vec<u8>>) -> Task {
    let upload = Upload { name: name.to_owned(), media_type: media_type.to_owned(), content: content.into() };
    task(Source::File(upload, None))
}

/// A message or file of a real system, where it is at hand; none of them is part of the project. The one in that
/// folder whose name begins and ends so (without its ending), since the rest often names a council.
pub(crate) fn sample(folder: &str, begins: &str, ends: &str) -> Option<Vec<u8>> {
    let folder = std::fs::read_dir(root().join("../shared/samples").join(folder)).ok()?;
    let paths = folder.filter_map(|entry| Some(entry.ok()?.path()));
    let is_it = |path: &PathBuf| {
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.starts_with(begins) && name.ends_with(ends)
    };
    std::fs::read(paths.filter(is_it).min()?).ok()
}

/// All that there is, by a reading that says so.
pub(crate) fn all<T>(reading: &Reading<T>) -> &[T] {
    let Content::Complete(items) = &reading.content else { panic!("the reading is complete") };
    items
}

/// The paths of the mistakes for which settings are refused.
pub(crate) fn mistakes<T>(loaded: Result<T, LoadError>) -> Vec<String> {
    let Err(LoadError::Settings(problems)) = loaded else { panic!("the settings are refused") };
    problems.into_iter().map(|problem| problem.path).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Where the compiled guests are; the first use compiles them.
pub(crate) fn guests() -> &'static Path {
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
    let component = std::fs::read(guests().join(name).with_extension("wasm")).expect("a built plugin");
    plugin_host::description_in(&component).unwrap_or_else(|error| panic!("{name}: {error}"))
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
