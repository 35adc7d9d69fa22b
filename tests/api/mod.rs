//! GraphQL: the specification of its transport, its limits, its cost in statements, and the schema as published.

mod actions;
mod councils;
mod notices;
mod people;
mod plugins;
mod told;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use casework::people::Role;
use casework::stages::Verb;
use reqwest::StatusCode;
use serde_json::{Value, json};
use server::tenancy::provision::Owner;

use crate::support::{TestApp, a_tuesday, actions as actions_of_cases, root};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_transport_keeps_every_must_of_graphql_over_http() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    // The audit knows addresses only, so the council answers at one.
    let owner = Owner::connect(&app.database.owner_url()).await.expect("the owner");
    let hosts = ["127.0.0.1".to_owned()];
    owner.ensure_tenant(&council.manifest.slug, &hosts, council.id.as_uuid(), a_tuesday()).await.expect("a host");
    app.instance.app.directory.refresh().await.expect("refreshed");
    let person = app.instance.app.identity.people(&council).await.expect("people").remove(0);
    let token = app.instance.app.identity.sign_in(&council, person.id, a_tuesday()).await.expect("a session");

    let (url, script) = (format!("http://{}/graphql", app.address), root().join("tests/api/audit.mjs"));
    let audit = tokio::task::spawn_blocking(move || Command::new("node").arg(script).args([url, token]).output());
    let audit = audit.await.expect("joined").expect("node runs: `make setup` installs what the audit needs");
    let (said, complained) = (String::from_utf8_lossy(&audit.stdout), String::from_utf8_lossy(&audit.stderr));
    assert!(audit.status.success(), "{said}\n{complained}");
}

#[tokio::test]
async fn the_published_schema_is_the_schema() {
    let file = root().join("platform/server/schema.graphql");
    let published = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        published.trim() == server::api::sdl().trim(),
        "the schema changed: run `target/debug/wardbook schema > platform/server/schema.graphql` and look at the difference"
    );
}

#[tokio::test]
async fn a_query_that_asks_too_much_is_refused() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let aliases: String = (0..20).map(|number| format!("a{number}: name ")).collect();
    let many = "me { name } ".repeat(16);
    // Each fragment names the next one twice: written out, the last stands in it two million times.
    let doubled: String = (0..21).map(|n| format!("fragment f{n} on Query {{ ...f{0} ...f{0} }} ", n + 1)).collect();
    let twice = r#"addNote(reference: "AB-123", body: "x") { noteId }"#;
    let wide = "cases(first: 100) { nodes { notes(first: 50) { id body createdAt author { id name } } } }";
    let deep = format!(
        "__schema {{ types {{ fields {{ type {{ {} name {} }} }} }} }}",
        "ofType { ".repeat(15),
        "} ".repeat(15)
    );
    let refused = [
        (format!("{{ me {{ {aliases} }} }}"), "aliases"),
        (format!("{{ {many} }}"), "fields of its own"),
        (format!("{{ ...f0 }} {doubled} fragment f21 on Query {{ me {{ id }} }}"), "fields"),
        ("{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }".to_owned(), "fields"),
        (format!("mutation {{ {twice} {twice} }}"), "twice"),
        ("{ cases(first: 2147483647) { nodes { notes(first: 2147483647) { id body } } } }".to_owned(), "complex"),
        (format!("{{ {wide} }}"), "complex"),
        (format!("{{ {deep} }}"), "deep"),
    ];
    for (query, reason) in refused {
        let answer = councillor.graphql(&query, json!({})).await;
        let message = answer["errors"][0]["message"].as_str().unwrap_or_default().to_owned();
        assert!(message.contains(reason), "{query}: {answer}");
        assert!(answer.get("data").is_none_or(Value::is_null));
    }
}

#[tokio::test]
async fn nobody_asks_without_a_session() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let host = format!("{}.localhost", council.manifest.slug);
    let stranger = crate::support::Person::stranger(app.address, &host, "stranger");
    let answer = stranger.post_request("/graphql").json(&json!({ "query": "{ me { name } }" })).send().await;
    assert_eq!(answer.expect("an answer").status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_list_costs_the_same_statements_however_many_cases_it_shows() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let query = "{ cases { nodes { reference details member { name } raisedBy { name } constituents { name }
                   ward { name } actions { verb } notes { body } timeline { kind } } } me { updates { reference note } stages { cases } } }";
    let statements = async || {
        let before = app.instance.app.database.statements();
        councillor.asks(query, json!({})).await;
        app.instance.app.database.statements() - before
    };
    let raise = async |count: usize| {
        for number in 0..count {
            let summary = format!("Case {number}");
            councillor
                .raises(&[("summary", &summary), ("people.0.name", "Joan Reeve"), ("people.0.consent", "yes")])
                .await;
        }
    };
    raise(2).await;
    let few = statements().await;
    raise(18).await;
    assert_eq!(statements().await, few, "20 cases cost more statements than 2");
    assert!(few <= 8, "{few} statements");
}

#[tokio::test]
async fn pages_of_a_list_show_every_case_once() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let mut raised = Vec::new();
    for number in 0..12 {
        app.clock.advance(chrono::TimeDelta::minutes(1));
        raised.push(councillor.raises(&[("summary", &format!("Case {number}"))]).await);
    }
    let query = "query($after: String) { cases(first: 5, after: $after) { nodes { reference } next } }";
    let (mut seen, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = councillor.asks(query, json!({ "after": after })).await["cases"].clone();
        let nodes = page["nodes"].as_array().expect("nodes").clone();
        seen.extend(nodes.iter().map(|node| node["reference"].as_str().expect("a reference").to_owned()));
        after = page["next"].clone();
        if after.is_null() {
            break;
        }
    }
    raised.reverse();
    assert_eq!(seen, raised);
    let answer = councillor.graphql(query, json!({ "after": "invented" })).await;
    assert!(answer["errors"][0]["message"].as_str().is_some_and(|message| message.contains("Begin again")), "{answer}");
}

/// The names of what programs can do, as the schema lists them.
fn mutations(schema: &str) -> BTreeSet<&str> {
    let begun = schema.split("\ntype Mutation {\n").nth(1).expect("there are mutations");
    let lines = begun.split("\n}\n").next().unwrap_or_default().lines();
    // One level deep stand fields and what is said of them; arguments stand deeper.
    let named = lines.filter_map(|line| line.strip_prefix('\t')?.split_once(['(', ':'])).map(|(name, _)| name);
    named.filter(|name| name.starts_with(char::is_lowercase) && name.chars().all(char::is_alphanumeric)).collect()
}

fn rust_in(folder: &Path) -> String {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let texts = entries.map(|path| match (path.is_dir(), path.extension().is_some_and(|kind| kind == "rs")) {
        (true, _) => rust_in(&path),
        (false, true) => std::fs::read_to_string(&path).expect("a test"),
        (false, false) => String::new(),
    });
    texts.collect()
}

#[tokio::test]
async fn every_mutation_is_driven_by_a_test() {
    let (schema, tests) = (server::api::sdl(), rust_in(&root().join("tests")));
    let mutations = mutations(&schema);
    assert!(mutations.len() > 60 && mutations.contains("endAway") && mutations.contains("raiseCase"), "{mutations:?}");
    // What a case's stages allow is taken one by one from `support::actions`.
    let taken: BTreeSet<String> = Verb::ALL.iter().map(|verb| actions_of_cases::answered(*verb)).collect();
    let called = |name: &str| tests.contains(&format!("{name}(")) || tests.contains(&format!("mutation {{ {name} "));
    let idle: Vec<_> = mutations.iter().filter(|name| !taken.contains(**name) && !called(name)).collect();
    assert!(idle.is_empty(), "no test drives {idle:?}: say in tests/api what each does, and when it refuses");
}
