//! What the sandbox costs (issue 4): the same routing decision over 200 rows, in one run, by
//!
//! - a plain Rust function, which isolates nothing: the baseline;
//! - our plugin, a WebAssembly component with a fresh instance and every limit;
//! - Rhai: compiled once, a fresh scope for each decision;
//! - QuickJS: once with a fresh runtime for each decision, as isolated as ours, and once in a runtime that is kept, which isolates nothing;
//! - Regorus (Rego, the language of Open Policy Agent): prepared once, a copy of the engine for each decision;
//! - a webhook: HTTP with JSON to a server on loopback, over a connection that is kept.
//!
//! `engines PLUGIN.wasm`. They take turns, so that whatever else the machine does troubles all; medians, and the ratio to the baseline.

use std::collections::{BTreeSet, HashMap};
use std::error::Error;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Json;
use axum::routing::post;
use casework::calendar::{Nation, WorkingCalendar};
use casework::clock::Clock;
use casework::ids::TenantId;
use casework::routing::Enquiry;
use chrono::{DateTime, NaiveDate, Utc};
use egress::{Egress, EgressLimits};
use plugin_host::{Limits, PluginHost, PluginHostConfig, RoutingPlugin};
use rquickjs::{CatchResultExt as _, Context, Function, Runtime};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

type Failure = Box<dyn Error + Send + Sync>;

/// Decisions of one engine before the next one has its turn, and turns.
const IN_A_ROW: usize = 50;
const TURNS: usize = 40;

/// What a decision is made of, as every engine but ours gets it.
#[derive(Clone, Serialize, Deserialize)]
struct Facts {
    category: String,
    service: String,
    ward: String,
    ward_name: String,
    summary: String,
    details: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Decision {
    group: Option<String>,
    reason: String,
}

/// The machine's clock.
struct Machine;

impl Clock for Machine {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let component = std::env::args().nth(1).ok_or("name the built plugin routing-table.wasm")?;
    let (facts, plain) = (facts(), Plain::new());
    let ours = Ours::new(&component).await?;
    let rhai = Rhai::new()?;
    let (script, quick) = (quick_script(), Quick::new()?);
    let rego = rego()?;
    let webhook = Webhook::new().await?;

    // Each is asked once before, and must say the same.
    let expected = plain.decide(&facts);
    assert_eq!(expected.group.as_deref(), Some("street-team"));
    assert_eq!(ours.decide().await?.group, expected.group);
    assert_eq!(rhai.decide(&facts)?, expected);
    assert_eq!(quick.decide(&facts)?, expected);
    assert_eq!(fresh_quick(&script, &facts)?, expected);
    assert_eq!(rego_decides(&rego, &facts)?, expected);
    assert_eq!(webhook.decide(&facts).await?, expected);

    let mut times: [(&str, Vec<Duration>); 7] = [
        ("plain Rust, no isolation", Vec::new()),
        ("WebAssembly component, fresh instance (ours)", Vec::new()),
        ("Rhai, fresh scope", Vec::new()),
        ("QuickJS, kept runtime, no isolation", Vec::new()),
        ("QuickJS, fresh runtime", Vec::new()),
        ("Regorus, a copy of the engine", Vec::new()),
        ("webhook on loopback", Vec::new()),
    ];
    for _ in 0..TURNS {
        timed(&mut times[0].1, async || Ok(plain.decide(&facts))).await?;
        timed(&mut times[1].1, async || ours.decide().await).await?;
        timed(&mut times[2].1, async || rhai.decide(&facts)).await?;
        timed(&mut times[3].1, async || quick.decide(&facts)).await?;
        timed(&mut times[4].1, async || fresh_quick(&script, &facts)).await?;
        timed(&mut times[5].1, async || rego_decides(&rego, &facts)).await?;
        timed(&mut times[6].1, async || webhook.decide(&facts).await).await?;
    }
    let median = |times: &mut Vec<Duration>, of: usize| {
        times.sort_unstable();
        times[times.len() * of / 100]
    };
    let baseline = median(&mut times[0].1, 50);
    println!("{:<46}{:>12}{:>12}{:>10}", "one decision over 200 rows by", "median", "p99", "ratio");
    for (name, times) in &mut times {
        let (half, most) = (median(times, 50), median(times, 99));
        println!("{name:<46}{half:>12.1?}{most:>12.1?}{:>9.0}×", half.as_secs_f64() / baseline.as_secs_f64());
    }
    Ok(())
}

async fn timed<T, F: Future<Output = Result<T, Failure>>>(
    times: &mut Vec<Duration>,
    mut decide: impl FnMut() -> F,
) -> Result<(), Failure> {
    for _ in 0..IN_A_ROW {
        let begun = Instant::now();
        std::hint::black_box(decide().await?);
        times.push(begun.elapsed());
    }
    Ok(())
}

/// 200 rows: 20 categories of 8 services, one of them different in two wards.
fn rows() -> Vec<(String, String, Option<&'static str>, &'static str)> {
    let mut rows = Vec::new();
    for category in 0..20 {
        for service in 0..8 {
            rows.push((format!("category-{category}"), format!("service-{service}"), None, "street-team"));
        }
        for ward in ["E05001771", "E05001772"] {
            rows.push((format!("category-{category}"), "service-3".to_owned(), Some(ward), "city-centre"));
        }
    }
    rows
}

/// The same rows under one key each, for the engines that are given a table to look in.
fn table() -> HashMap<String, &'static str> {
    let key = |(category, service, ward, group): (String, String, Option<&str>, _)| {
        (format!("{category}/{service}/{}", ward.unwrap_or_default()), group)
    };
    rows().into_iter().map(key).collect()
}

fn facts() -> Facts {
    Facts {
        category: "category-17".to_owned(),
        service: "service-6".to_owned(),
        ward: "E05001771".to_owned(),
        ward_name: "Abbey".to_owned(),
        summary: "Deep pothole outside the library".to_owned(),
        details: "A cyclist came off last night. It has been reported twice since the spring, and it is getting deeper."
            .to_owned(),
    }
}

struct Plain(HashMap<String, &'static str>);

impl Plain {
    fn new() -> Self {
        Self(table())
    }

    fn decide(&self, facts: &Facts) -> Decision {
        let Facts { category, service, ward, .. } = facts;
        let places = [(service.as_str(), ward.as_str()), (service, ""), ("", ward), ("", "")];
        for (service, ward) in places {
            if let Some(group) = self.0.get(&format!("{category}/{service}/{ward}")) {
                let reason = format!("Requests about {service} go to {group}.");
                return Decision { group: Some((*group).to_owned()), reason };
            }
        }
        Decision { group: None, reason: format!("No team is listed for {service}.") }
    }
}

struct Ours {
    plugin: RoutingPlugin,
    enquiry: Enquiry,
    calendar: Arc<WorkingCalendar>,
    _cache: tempfile::TempDir,
}

impl Ours {
    async fn new(component: &str) -> Result<Self, Failure> {
        let cache = tempfile::tempdir()?;
        let host = PluginHost::new(PluginHostConfig {
            cache_dir: cache.path().to_owned(),
            limits: Limits::default(),
            clock: Arc::new(Machine),
            egress: Egress::new(EgressLimits::default()),
        })?;
        let row = |(category, service, ward, group): (String, String, Option<&str>, &str)| {
            let mut row = json!({ "category": category, "service": service, "group": group });
            if let Some(ward) = ward {
                row["ward"] = json!(ward);
            }
            row
        };
        let settings = json!({ "rows": rows().into_iter().map(row).collect::<Vec<_>>() });
        let artefact = host.load("routing-table", &std::fs::read(component)?)?;
        let plugin = host.routing(&artefact, &settings, "0.1.0", TenantId::from_uuid(Uuid::from_u128(1))).await?;
        let facts = facts();
        let enquiry = Enquiry {
            category: facts.category,
            service: facts.service,
            ward_gss: Some(facts.ward),
            ward_name: Some(facts.ward_name),
            summary: facts.summary,
            details: facts.details,
            place_words: "High Street, by the bus stop".to_owned(),
            latitude: Some(52.92),
            longitude: Some(-1.47),
            raised_on: NaiveDate::default(),
            raised_at_minutes: 570,
            raiser_kind: "councillor".to_owned(),
        };
        let calendar = Arc::new(WorkingCalendar::new(Nation::England, BTreeSet::new()));
        Ok(Self { plugin, enquiry, calendar, _cache: cache })
    }

    async fn decide(&self) -> Result<Decision, Failure> {
        let decided = self.plugin.route(&self.enquiry, &self.calendar).await?;
        Ok(Decision { group: decided.group, reason: decided.reason })
    }
}

struct Rhai {
    engine: rhai::Engine,
    script: rhai::AST,
    table: rhai::Dynamic,
}

impl Rhai {
    fn new() -> Result<Self, Failure> {
        let mut engine = rhai::Engine::new();
        // The same kind of limits as ours.
        engine.set_max_operations(1_000_000).set_max_call_levels(32).set_max_string_size(16_384);
        let script = engine.compile(
            r#"
            for place in [[facts.service, facts.ward], [facts.service, ""], ["", facts.ward], ["", ""]] {
                let group = table[`${facts.category}/${place[0]}/${place[1]}`];
                if group != () {
                    return #{ group: group, reason: `Requests about ${place[0]} go to ${group}.` };
                }
            }
            #{ group: (), reason: `No team is listed for ${facts.service}.` }
            "#,
        )?;
        let table = rhai::serde::to_dynamic(table())?.into_shared();
        Ok(Self { engine, script, table })
    }

    fn decide(&self, facts: &Facts) -> Result<Decision, Failure> {
        let mut scope = rhai::Scope::new();
        scope.push_constant_dynamic("table", self.table.clone());
        scope.push_constant_dynamic("facts", rhai::serde::to_dynamic(facts).map_err(|error| error.to_string())?);
        let decided: rhai::Dynamic =
            self.engine.eval_ast_with_scope(&mut scope, &self.script).map_err(|error| error.to_string())?;
        Ok(rhai::serde::from_dynamic(&decided).map_err(|error| error.to_string())?)
    }
}

/// Texts go in and out as JSON.
fn quick_script() -> String {
    let table = json!(table());
    format!(
        "const table = {table};
         function decide(json) {{
           const facts = JSON.parse(json)
           for (const [service, ward] of [[facts.service, facts.ward], [facts.service, ''], ['', facts.ward], ['', '']]) {{
             const group = table[`${{facts.category}}/${{service}}/${{ward}}`]
             if (group !== undefined) return JSON.stringify({{ group, reason: `Requests about ${{service}} go to ${{group}}.` }})
           }}
           return JSON.stringify({{ group: null, reason: `No team is listed for ${{facts.service}}.` }})
         }}"
    )
}

struct Quick {
    context: Context,
    _runtime: Runtime,
}

impl Quick {
    fn new() -> Result<Self, Failure> {
        Self::with(&quick_script())
    }

    fn with(script: &str) -> Result<Self, Failure> {
        let runtime = Runtime::new()?;
        runtime.set_memory_limit(16 * 1024 * 1024);
        let context = Context::full(&runtime)?;
        context.with(|ctx| ctx.eval::<(), _>(script).catch(&ctx).map_err(|error| error.to_string()))?;
        Ok(Self { context, _runtime: runtime })
    }

    fn decide(&self, facts: &Facts) -> Result<Decision, Failure> {
        let json = serde_json::to_string(facts)?;
        let decided: String = self.context.with(|ctx| {
            let decide: Function<'_> = ctx.globals().get("decide").map_err(|error| error.to_string())?;
            decide.call((json,)).catch(&ctx).map_err(|error| error.to_string())
        })?;
        Ok(serde_json::from_str(&decided)?)
    }
}

fn fresh_quick(script: &str, facts: &Facts) -> Result<Decision, Failure> {
    Quick::with(script)?.decide(facts)
}

fn rego() -> Result<regorus::Engine, Failure> {
    let mut engine = regorus::Engine::new();
    let policy = r#"
        package routing
        import rego.v1

        places := [[input.service, input.ward], [input.service, ""], ["", input.ward], ["", ""]]

        found := [{"group": group, "reason": sprintf("Requests about %s go to %s.", [place[0], group])} |
            some place in places
            group := data.rows[sprintf("%s/%s/%s", [input.category, place[0], place[1]])]
        ]

        default decision := {"group": null, "reason": "No team is listed."}
        decision := found[0]
    "#;
    engine.add_policy("routing.rego".to_owned(), policy.to_owned())?;
    engine.add_data(regorus::Value::from(serde_json::from_value::<regorus::Value>(json!({ "rows": table() }))?))?;
    // Compiled now, and not with the first decision.
    engine.set_input(serde_json::from_value(serde_json::to_value(facts())?)?);
    engine.eval_rule("data.routing.decision".to_owned())?;
    Ok(engine)
}

fn rego_decides(engine: &regorus::Engine, facts: &Facts) -> Result<Decision, Failure> {
    let mut engine = engine.clone();
    engine.set_input(serde_json::from_value(serde_json::to_value(facts)?)?);
    let decided = engine.eval_rule("data.routing.decision".to_owned())?;
    Ok(serde_json::from_value(serde_json::to_value(&decided)?)?)
}

struct Webhook {
    client: reqwest::Client,
    url: String,
}

impl Webhook {
    async fn new() -> Result<Self, Failure> {
        let plain = Arc::new(Plain::new());
        let decide = move |Json(facts): Json<Facts>| {
            let decided = plain.decide(&facts);
            async move { Json(decided) }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/route", listener.local_addr()?);
        let router = axum::Router::new().route("/route", post(decide));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { client: reqwest::Client::builder().timeout(Duration::from_secs(5)).build()?, url })
    }

    async fn decide(&self, facts: &Facts) -> Result<Decision, Failure> {
        Ok(self.client.post(&self.url).json(facts).send().await?.error_for_status()?.json().await?)
    }
}
