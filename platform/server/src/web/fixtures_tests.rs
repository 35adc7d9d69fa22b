//! Components match the package's fixtures: each converted GOV.UK component, drawn with every example that
//! govuk-frontend ships, gives what the original gives.

use std::path::{Path, PathBuf};

use minijinja::context;
use minijinja::value::{Serde, Value};
use serde::Deserialize;

use super::Pages;
use super::html_tests::tokens;

#[derive(Deserialize)]
struct Fixtures {
    fixtures: Vec<Fixture>,
}

#[derive(Deserialize)]
struct Fixture {
    name: String,
    options: serde_json::Value,
    html: String,
}

fn package() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../node_modules/govuk-frontend/dist/govuk/components")
}

/// `error-summary` → `govukErrorSummary`.
fn macro_name(component: &str) -> String {
    component.split('-').fold("govuk".to_owned(), |name, word| {
        let (first, rest) = word.split_at(1);
        name + &first.to_uppercase() + rest
    })
}

#[test]
fn components_match_the_packages_fixtures() {
    let pages = Pages::new().expect("pages are built");
    let environment = pages.environment();
    let mut compared = 0;
    let mut differences = Vec::new();
    for (template, _) in environment.templates() {
        let Some(component) = template.strip_prefix("govuk/").and_then(|name| name.strip_suffix(".html")) else {
            continue;
        };
        let Ok(fixtures) = std::fs::read_to_string(package().join(component).join("fixtures.json")) else {
            assert_eq!(component, "i18n", "{component} has no fixtures; was scripts/build-web run?");
            continue;
        };
        let name = macro_name(component);
        let source = format!("{{% from \"{template}\" import {name} %}}{{{{ {name}(params) }}}}");
        let fixtures: Fixtures = serde_json::from_str(&fixtures).expect("fixtures are JSON");
        for fixture in fixtures.fixtures {
            compared += 1;
            let drawn = environment
                .render_named_str("fixture.html", &source, context! { params => Value::from(Serde(&fixture.options)) })
                .unwrap_or_else(|error| format!("{error:#}"));
            let (ours, theirs) = (tokens(&drawn), tokens(&fixture.html));
            if ours != theirs {
                let at =
                    ours.iter().zip(&theirs).position(|(one, two)| one != two).unwrap_or(ours.len().min(theirs.len()));
                differences.push(format!(
                    "{component} / {}:\n  ours   {:?}\n  theirs {:?}",
                    fixture.name,
                    ours.get(at),
                    theirs.get(at)
                ));
            }
        }
    }
    assert!(compared > 300, "only {compared} fixtures were found");
    assert!(differences.is_empty(), "{} of {compared} differ:\n{}", differences.len(), differences.join("\n"));
}
