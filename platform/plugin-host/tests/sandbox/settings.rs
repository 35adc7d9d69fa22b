//! Mistakes in settings are told with their path and a remedy, all at once.

use casework::settings::Schema;
use plugin_host::{Grants, Kind, LoadError};
use serde_json::{Value, json};

use crate::host::{description, sandbox};

const ALL: [&str; 14] = [
    "routing-table",
    "routing-rules",
    "sla-working-days",
    "sla-priority",
    "people-csv",
    "committees-moderngov",
    "committees-ical",
    "committees-cmis",
    "ward-facts-census",
    "ward-facts-plain",
    "highways-street-manager",
    "highways-feed",
    "notify-govuk",
    "webhook",
];

async fn problems(plugin: &str, settings: Value) -> Vec<(String, String)> {
    let sandbox = sandbox();
    let result = match description(plugin).kind {
        Kind::Routing => sandbox.routing(plugin, settings).await.map(|_| ()),
        Kind::SlaPolicy => sandbox.sla(plugin, settings).await.map(|_| ()),
        Kind::PeopleFeed => {
            sandbox.people(plugin, &description(plugin), settings, &Grants::default()).await.map(|_| ())
        }
        Kind::CommitteeCalendar => sandbox.meetings(plugin, settings, &Grants::default()).await.map(|_| ()),
        Kind::HighwaysSchedule => sandbox.works(plugin, settings, &Grants::default()).await.map(|_| ()),
        Kind::WardFacts => sandbox.facts(plugin, settings, &Grants::default()).await.map(|_| ()),
        Kind::NotificationChannel => sandbox.channel(plugin, settings, &Grants::default()).await.map(|_| ()),
    };
    match result {
        Err(LoadError::Settings(problems)) => problems.into_iter().map(|p| (p.path, p.remedy)).collect(),
        Err(other) => panic!("{plugin}: {other}"),
        Ok(()) => Vec::new(),
    }
}

fn has(problems: &[(String, String)], path: &str, remedy: &str) {
    assert!(
        problems.iter().any(|(p, r)| p == path && r.contains(remedy)),
        "no {path} with “{remedy}” in {problems:#?}"
    );
}

#[tokio::test]
async fn the_example_in_every_plugin_toml_is_accepted() {
    for plugin in ALL {
        let examples = description(plugin).settings["examples"].as_array().cloned().unwrap_or_default();
        assert!(!examples.is_empty(), "{plugin} has no example");
        for example in examples {
            assert_eq!(problems(plugin, example).await, [], "{plugin}");
        }
    }
}

#[tokio::test]
async fn every_setting_has_a_help_text_in_both_languages() {
    fn walk(path: &str, schema: &Value) {
        for (key, field) in schema["properties"].as_object().into_iter().flatten() {
            let path = format!("{path}.{key}");
            for text in [&field["title"], &field["description"], &field["x-cy"]["title"], &field["x-cy"]["description"]]
            {
                assert!(text.as_str().is_some_and(|text| !text.is_empty()), "{path} lacks a help text");
            }
            walk(&path, field);
            walk(&path, &field["items"]);
        }
    }
    for plugin in ALL {
        walk(plugin, &description(plugin).settings);
    }
}

#[tokio::test]
async fn a_form_can_be_drawn_from_the_settings_of_every_plugin() {
    for plugin in ALL {
        let schema = Schema::new(&description(plugin).settings);
        assert!(schema.is_ok(), "{plugin}: {schema:?}");
    }
}

#[tokio::test]
async fn what_the_schema_requires_the_plugin_requires() {
    for plugin in ALL {
        let found = problems(plugin, json!({})).await;
        let schema = description(plugin).settings;
        for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            has(&found, &format!("$.{key}"), &format!("Add {key}"));
        }
    }
}

#[tokio::test]
async fn mistakes_in_a_table() {
    let found = problems(
        "routing-table",
        json!({ "rows": [
            { "category": "roads", "gruop": "highways" },
            { "category": "roads", "ward": "Abbey", "group": 7 },
            { "category": "parks", "group": "a" },
            { "category": "parks", "group": "b", "colour": "green" },
        ], "row": [] }),
    )
    .await;
    has(&found, "$.rows[0].group", "Add group");
    has(&found, "$.rows[0].gruop", "Did you mean “group”?");
    has(&found, "$.rows[1].ward", "E05001771");
    has(&found, "$.rows[1].group", "quotes");
    has(&found, "$.rows[3]", "Remove one of the two rows");
    has(&found, "$.rows[3].colour", "Known here: category");
    has(&found, "$.row", "Did you mean “rows”?");
}

#[tokio::test]
async fn mistakes_in_rules() {
    let found = problems(
        "routing-rules",
        json!({ "rules": [
            { "when": {}, "group": "a", "because": "x" },
            { "when": { "hours": { "from": "25:00" }, "ward": ["north"], "any_words": ["--"] }, "group": "a", "because": "x" },
            { "when": { "weekend": "yes" }, "group": "a" },
        ] }),
    )
    .await;
    has(&found, "$.rules[0].when", "otherwise");
    has(&found, "$.rules[1].when.hours.from", "17:30");
    has(&found, "$.rules[1].when.hours.to", "Add to");
    has(&found, "$.rules[1].when.ward[0]", "E05001771");
    has(&found, "$.rules[1].when.any_words", "Remove it");
    has(&found, "$.rules[2].when.weekend", "true or false");
    has(&found, "$.rules[2].because", "Add because");
}

#[tokio::test]
async fn mistakes_in_deadlines() {
    let found = problems(
        "sla-working-days",
        json!({ "first_response": 0, "next_response": "ten", "representative_reply": 10.5, "remind_before": 2, "remind_evry": 5 }),
    )
    .await;
    has(&found, "$.first_response", "from 1 to 250");
    has(&found, "$.next_response", "without quotes");
    has(&found, "$.representative_reply", "whole number");
    has(&found, "$.remind_every", "Add remind_every");
    has(&found, "$.remind_evry", "Did you mean “remind_every”?");

    let found = problems(
        "sla-priority",
        json!({ "priorities": [{ "name": "normal", "days": 1 }], "default": { "name": "normal", "days": 10 },
            "acknowledge_days": 2, "councillor_days": 10, "remind_before": 2, "remind_every": 5 }),
    )
    .await;
    has(&found, "$.priorities[0].name", "Rename");
}

#[tokio::test]
async fn settings_that_are_too_large_are_refused_before_the_plugin_sees_them() {
    let sandbox = sandbox();
    let settings = json!({ "rows": "x".repeat(300 * 1024) });
    let refused = sandbox.routing("routing-table", settings).await.map(|_| ());
    assert!(matches!(refused, Err(LoadError::SettingsTooLarge { .. })), "{refused:?}");
}

#[tokio::test]
async fn every_plugin_that_is_shipped_would_be_taken_from_anybody() {
    for plugin in ALL {
        let component =
            std::fs::read(crate::host::guests().join(plugin).with_extension("wasm")).expect("a built plugin");
        let inspected = plugin_host::inspect(&component).expect("an engine");
        let inspected = inspected.unwrap_or_else(|error| panic!("{plugin}: {error}"));
        assert_eq!(inspected.description.name, plugin);
        for lang in casework::text::Lang::ALL {
            assert_ne!(inspected.description.title(lang), plugin, "people call it something else");
        }
    }
}
