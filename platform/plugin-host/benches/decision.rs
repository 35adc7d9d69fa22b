//! What a decision costs: `cargo bench --workspace --bench decision`.
//!
//! A routing decision over a table of 200 rows and a deadline, each with a fresh instance and every limit in place, as
//! the server makes them: from the council's turn to the checked answer.
//! Medians of many rounds, so that one slow round does not show.

#![expect(clippy::print_stdout, reason = "a bench is for reading")]
#![expect(clippy::disallowed_methods, reason = "a bench measures time")]

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use casework::calendar::{Nation, WorkingCalendar};
use casework::clock::Clock;
use casework::ids::TenantId;
use casework::routing::Enquiry;
use casework::sla::{Situation, TargetKind};
use chrono::{DateTime, NaiveDate, Utc};
use egress::{Egress, EgressLimits};
use plugin_host::{Limits, PluginHost, PluginHostConfig, RoutingPlugin, SlaPlugin};
use serde_json::{Value, json};
use uuid::Uuid;

const ROUNDS: usize = 20_000;
/// The promise of the design: a decision over 200 rows within 15 µs.
const PROMISE: Duration = Duration::from_micros(15);

/// The machine's clock, as the server has it.
struct Machine;

impl Clock for Machine {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

type Failure = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let server = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let cache = tempfile::tempdir()?;
    let host = PluginHost::new(PluginHostConfig {
        cache_dir: cache.path().to_owned(),
        limits: Limits::default(),
        clock: Arc::new(Machine),
        egress: Egress::new(EgressLimits::default()),
    })?;
    let calendar = Arc::new(WorkingCalendar::new(Nation::England, BTreeSet::new()));

    let cold = timed(|| host.load("routing-table", &component("routing-table")?).map_err(Failure::from))?;
    let warm = timed(|| host.load("routing-table", &component("routing-table")?).map_err(Failure::from))?;
    println!("compile the table plugin            {cold:>10.1?}");
    println!("load it from the cache              {warm:>10.1?}");

    let routing = server.block_on(routing_of(&host, "routing-table", table()))?;
    let rules = server.block_on(routing_of(&host, "routing-rules", rules()))?;
    let sla = server.block_on(sla_plugin(&host))?;

    let one = server.block_on(routes(routing.clone(), Arc::clone(&calendar)))?;
    println!("route over 200 rows, median         {:>10.1?}   (promise: {PROMISE:.1?})", one.median);
    println!("                     99th percentile{:>10.1?}", one.p99);
    println!(
        "route by 50 rules, median           {:>10.1?}",
        server.block_on(routes(rules, Arc::clone(&calendar)))?.median
    );
    println!(
        "deadline in working days, median    {:>10.1?}",
        server.block_on(deadlines(sla, Arc::clone(&calendar)))?.median
    );

    for callers in [1, 2, 4] {
        let tasks: Vec<_> =
            (0..callers).map(|_| server.spawn(routes(routing.clone(), Arc::clone(&calendar)))).collect();
        let begun = Instant::now();
        for task in tasks {
            server.block_on(task)??;
        }
        let decisions = u32::try_from(callers * ROUNDS)?;
        let per_second = f64::from(decisions) / begun.elapsed().as_secs_f64();
        println!("routes per second, {callers} at once        {per_second:>10.0}");
    }
    if one.median > PROMISE {
        println!("slower than promised");
    }
    Ok(())
}

struct Figures {
    median: Duration,
    p99: Duration,
}

impl Figures {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self { median: times[times.len() / 2], p99: times[times.len() * 99 / 100] }
    }
}

async fn routes(plugin: RoutingPlugin, calendar: Arc<WorkingCalendar>) -> Result<Figures, Failure> {
    let enquiry = enquiry();
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let decision = plugin.route(&enquiry, &calendar).await?;
        times.push(begun.elapsed());
        assert!(decision.group.is_some(), "{}", decision.reason);
    }
    Ok(Figures::of(times))
}

async fn deadlines(plugin: SlaPlugin, calendar: Arc<WorkingCalendar>) -> Result<Figures, Failure> {
    let situation = situation();
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        plugin.deadline(&situation, &calendar).await?;
        times.push(begun.elapsed());
    }
    Ok(Figures::of(times))
}

async fn routing_of(host: &PluginHost, name: &str, settings: Value) -> Result<RoutingPlugin, Failure> {
    let artefact = host.load(name, &component(name)?)?;
    Ok(host.routing(&artefact, &settings, "0.1.0", tenant()).await?)
}

async fn sla_plugin(host: &PluginHost) -> Result<SlaPlugin, Failure> {
    let settings = json!({
        "first_response": 5, "next_response": 10, "representative_reply": 10, "remind_before": 2, "remind_every": 5,
    });
    let artefact = host.load("sla-working-days", &component("sla-working-days")?)?;
    Ok(host.sla(&artefact, &settings, "0.1.0", tenant()).await?)
}

fn component(name: &str) -> Result<Vec<u8>, Failure> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    if !Command::new(root.join("scripts/build-plugins")).status()?.success() {
        return Err("scripts/build-plugins failed".into());
    }
    Ok(std::fs::read(root.join("target/plugins").join(name).with_extension("wasm"))?)
}

fn timed<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<Duration, Failure> {
    let begun = Instant::now();
    work()?;
    Ok(begun.elapsed())
}

/// 200 rows: 20 categories of 8 services, one of them different in two wards.
fn table() -> Value {
    let mut rows = Vec::new();
    for category in 0..20 {
        for service in 0..8 {
            rows.push(json!({ "category": format!("category-{category}"), "service": format!("service-{service}"), "group": "street-team" }));
        }
        for ward in ["E05001771", "E05001772"] {
            rows.push(json!({ "category": format!("category-{category}"), "service": "service-3", "ward": ward, "group": "city-centre" }));
        }
    }
    json!({ "rows": rows })
}

/// 50 rules, of which the last one fits.
fn rules() -> Value {
    let rule = |n: usize| {
        let word = if n == 49 { "library".to_owned() } else { format!("word{n}") };
        json!({ "when": { "any_words": [word, format!("phrase number {n}")] }, "group": "street-team", "because": "It fits." })
    };
    json!({ "rules": (0..50).map(rule).collect::<Vec<_>>() })
}

fn tenant() -> TenantId {
    TenantId::from_uuid(Uuid::from_u128(1))
}

fn enquiry() -> Enquiry {
    Enquiry {
        category: "category-17".to_owned(),
        service: "service-6".to_owned(),
        ward_gss: Some("E05001771".to_owned()),
        ward_name: Some("Abbey".to_owned()),
        summary: "Deep pothole outside the library".to_owned(),
        details:
            "A cyclist came off last night. It has been reported twice since the spring, and it is getting deeper."
                .to_owned(),
        place_words: "High Street, by the bus stop".to_owned(),
        latitude: Some(52.92),
        longitude: Some(-1.47),
        raised_on: NaiveDate::default(),
        raised_at_minutes: 570,
        raiser_kind: "councillor".to_owned(),
    }
}

fn situation() -> Situation {
    Situation {
        target: TargetKind::FirstResponse,
        category: "roads".to_owned(),
        service: "pothole".to_owned(),
        ward_gss: Some("E05001771".to_owned()),
        raised_on: NaiveDate::default(),
        entered_on: NaiveDate::default(),
        today: NaiveDate::default(),
        priority: None,
        summary: "Deep pothole outside the library".to_owned(),
        representative_kind: None,
    }
}
