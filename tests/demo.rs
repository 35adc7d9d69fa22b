//! The demo: a year of invented cases, told by the same use cases that people use.

use std::collections::BTreeSet;
use std::sync::Arc;

use casework::clock::Clock as _;
use casework::manifest::Manifest;
use casework::people::Role;
use chrono::TimeDelta;
use plugin_host::Kind;
use server::ambient::Ids;
use server::demo::systems;
use server::demo::upstreams::Upstreams;
use server::tenancy::apply::{apply, read_folder};
use server::tenancy::{Council, Database};
use server::work::Worker;

use crate::support::{TestApp, potholes, root};
use crate::upstreams::page_of;

#[tokio::test]
async fn the_demo_tells_a_year_of_every_council_and_leaves_nothing_old_to_be_told() {
    let app = TestApp::start().await;
    server::demo::fill(&app.instance.app, |_| Ok(())).await.expect("the councils are filled");
    let all = app.database.all_seeing().await;
    let mut ended = 0;
    for character in ["five_stages", "enquiry_route"] {
        let council = app.council(character);
        assert!(all.number(&council.schema, "SELECT count(*) FROM cases").await > 100, "{character}");
        let late = "SELECT (SELECT count(*) FROM outbox WHERE sent_at IS NULL)
                        + (SELECT count(*) FROM deadline WHERE next_on <= '2026-11-17')
                        + (SELECT count(*) FROM job j JOIN cases c ON c.id = (j.payload ->> 'case')::uuid
                           WHERE j.state = 'waiting' AND j.kind IN ('residents', 'event') AND c.raised_at < '2026-11-15')";
        assert_eq!(all.number(&council.schema, late).await, 0, "{character}: nobody is told of last year's news");
        let unanswered = "SELECT count(*) FROM case_event WHERE kind = 'closed' AND body ->> 'how' = 'no-reply'";
        ended += all.number(&council.schema, unanswered).await;
        let member = app.somebody(&council, Role::Councillor, |_| true).await;
        assert_eq!(member.page("/").await.0, 200);
    }
    assert!(ended > 0, "what nobody answered has ended by itself");
    server::demo::fill(&app.instance.app, |_| panic!("what is filled is not filled again"))
        .await
        .expect("nothing to do");
}

/// Both councils as their files have them, with the other systems of the demo beside them.
struct Demo {
    app: TestApp,
    origin: String,
    _upstreams: Upstreams,
    worker: tokio::sync::Mutex<Worker>,
}

impl Demo {
    async fn start() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let origin = listener.local_addr().expect("an address").to_string();
        let private = format!("http://{origin}");
        let app = TestApp::start_as(|options| options.outside.private = vec![private]).await;
        let mut manifests = Vec::new();
        for council in app.instance.app.directory.all() {
            let folder = root().join("tenants").join(&council.manifest.slug);
            let files = systems::with_systems_at(&origin, read_folder(&folder).expect("a folder"));
            let manifest = Manifest::from_files(&files).expect("a council in order");
            let database = Database::connect(&app.database.app_url(), 1).expect("a URL");
            apply(&database, &council.schema, &manifest, Ids, app.clock.now()).await.expect("applied");
            database.close().await;
            app.reload(&council).await;
            manifests.push(manifest);
        }
        let upstreams = Upstreams::start(listener, Arc::clone(&app.clock) as _, &manifests).expect("serving");
        let worker = tokio::sync::Mutex::new(Worker::new(Arc::clone(&app.instance.app)));
        Self { app, origin, _upstreams: upstreams, worker }
    }

    async fn works(&self) {
        let mut worker = self.worker.lock().await;
        for _ in 0..6 {
            self.app.clock.set(self.app.clock.now() + TimeDelta::seconds(2));
            while worker.pass().await.expect("the worker looks") > 0 {}
        }
    }

    /// What a browser sees of one of the other systems.
    async fn at(&self, council: &Council, path: &str) -> String {
        page_of(&format!("http://{}/{}/{path}", self.origin, council.manifest.slug)).await
    }
}

#[tokio::test]
async fn the_councils_of_the_demo_use_other_plugins_for_every_kind() {
    let demo = Demo::start().await;
    let used = |council: &Council| -> BTreeSet<(Kind, String)> {
        let plugins = &council.manifest.plugins;
        let carriers = council.carriers.keys().map(|seat| {
            let name = seat.to_string();
            (seat.kind, name.split('/').nth(1).expect("a plugin").to_owned())
        });
        let deciding = [(Kind::Routing, plugins.routing.plugin.clone()), (Kind::SlaPolicy, plugins.sla.plugin.clone())];
        carriers.chain(deciding).collect()
    };
    let (one, other) = (used(&demo.app.council("five_stages")), used(&demo.app.council("enquiry_route")));
    for plugins in [&one, &other] {
        for kind in Kind::ALL {
            assert!(plugins.iter().any(|(used, _)| *used == kind), "{kind} has a plugin in both");
        }
    }
    assert!(one.is_disjoint(&other), "{one:?} {other:?}");
}

#[tokio::test]
async fn home_pages_fill_from_the_other_systems_of_the_demo() {
    let demo = Demo::start().await;
    // Doing it twice, as a demo does that is started again, changes nothing.
    for _ in 0..2 {
        systems::connect(&demo.app.instance.app, &demo.origin).await.expect("connected");
        demo.app.instance.app.directory.refresh().await.expect("the councils are read again");
    }
    demo.works().await;
    let all = demo.app.database.all_seeing().await;
    for character in ["five_stages", "enquiry_route"] {
        let council = demo.app.council(character);
        let failed = "SELECT coalesce(string_agg(seat || ': ' || why, '; '), '') FROM feed WHERE failure IS NOT NULL";
        assert_eq!(all.text(&council.schema, failed).await, "", "{character}: every system answers");
        let waiting = "SELECT count(*) FROM feed_message";
        assert_eq!(all.number(&council.schema, waiting).await, 0, "{character}: what was sent is read");

        let member = demo.app.somebody(&council, Role::Councillor, |person| !person.wards.is_empty()).await;
        let home = member.page("/").await.1;
        for (seat, card) in
            [("committee-calendar", "next meetings"), ("highways-schedule", "works"), ("ward-facts", "ward in figures")]
        {
            let items = format!("SELECT count(*) FROM feed_item WHERE kind = '{seat}'");
            assert!(all.number(&council.schema, &items).await > 10, "{character}: {seat}");
            assert!(home.contains(card), "{character}: {card}: {home}");
        }
        let admin = demo.app.somebody(&council, Role::TenantAdmin, |_| true).await;
        let overview = admin.page("/people").await.1.replace("&#x2f;", "/");
        let (_, plan) = overview.split_once("href=\"/people/plans/").expect("a plan waits");
        let plan = plan.split('"').next().expect("its end");
        let plan = admin.page(&format!("/people/plans/{plan}")).await.1;
        assert!(plan.contains("Rowan Tillingbourne"), "{character}: somebody begins next month: {plan}");
    }
}

#[tokio::test]
async fn the_channels_of_the_demo_carry_to_the_systems_beside_it() {
    let demo = Demo::start().await;
    systems::connect(&demo.app.instance.app, &demo.origin).await.expect("connected");
    demo.app.instance.app.directory.refresh().await.expect("the councils are read again");
    for (character, system, expected) in
        [("five_stages", "notify", "joan.reeve@resident.example"), ("enquiry_route", "hook", "case.raised")]
    {
        let council = demo.app.council(character);
        let service = potholes(&council.manifest);
        let fields = [
            ("summary", "A hole by the school"),
            ("service", service.as_str()),
            ("people.0.name", "Joan Reeve"),
            ("people.0.email", "joan.reeve@resident.example"),
            ("people.0.consent", "yes"),
            ("people.0.tell", "email"),
            ("reply_route", "to-resident"),
        ];
        let member = demo.app.somebody(&council, Role::Councillor, |person| !person.wards.is_empty()).await;
        member.raises(&fields).await;
        demo.works().await;
        let page = demo.at(&council, system).await;
        assert!(page.contains(expected), "{character}: {page}");
    }
}
