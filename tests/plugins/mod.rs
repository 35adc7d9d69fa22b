//! A council's plugins: changed, rehearsed, put in force and taken back by its admins (R58, R59).

mod life;
mod metrics;
mod rehearsal;
mod uploads;

use std::sync::Arc;

use casework::people::Role;
use reqwest::{Response, StatusCode};
use serde_json::Value;
use server::tenancy::Council;
use server::work::Worker;

pub use uploads::described;

use crate::support::{Person, TestApp, potholes};

/// A council whose routing is a table, one of its admins, and a councillor.
struct Desk {
    app: TestApp,
    council: Arc<Council>,
    admin: Person,
    councillor: Person,
    worker: tokio::sync::Mutex<Worker>,
}

impl Desk {
    async fn open() -> Self {
        Self::open_in("five_stages").await
    }

    async fn open_in(character: &str) -> Self {
        let app = TestApp::start().await;
        let council = app.council(character);
        let admin = app.somebody(&council, Role::TenantAdmin, |_| true).await;
        let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
        let worker = tokio::sync::Mutex::new(Worker::new(Arc::clone(&app.instance.app)));
        Self { app, council, admin, councillor, worker }
    }

    /// Sets the clock; sessions that have run out begin anew.
    async fn at(&mut self, time: chrono::DateTime<chrono::Utc>) {
        self.app.clock.set(time);
        self.admin = self.app.sign_in(&self.council, &self.admin.key).await;
    }

    /// Begins a change of what is in force, and tells the path of its page.
    async fn begins(&self, kind: &str) -> String {
        self.admin.submits(&format!("/plugins/{kind}/begin"), &[("from", "in-force")]).await
    }

    async fn settings(&self, setup: &str) -> Value {
        let (status, text) = self.admin.page(&format!("{setup}/settings.json")).await;
        assert_eq!(status, StatusCode::OK);
        serde_json::from_str::<Value>(&text).expect("JSON")["settings"].clone()
    }

    async fn version(&self, setup: &str) -> String {
        let page = self.admin.page(setup).await.1;
        let (_, after) = page.split_once("name=\"version\" value=\"").expect("a version");
        after.split('"').next().expect("its end").to_owned()
    }

    /// Sends the form with these settings in it, to do something.
    async fn sends(&self, setup: &str, settings: &Value, what: &str) -> Response {
        let version = self.version(setup).await;
        self.sends_version(setup, settings, what, &version).await
    }

    async fn sends_version(&self, setup: &str, settings: &Value, what: &str, version: &str) -> Response {
        let mut fields = vec![("version".to_owned(), version.to_owned()), ("do".to_owned(), what.to_owned())];
        typed(settings, "", &mut fields);
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.admin.post_form(setup, &fields).await
    }

    async fn saves(&self, setup: &str, settings: &Value) {
        let answer = self.sends(setup, settings, "save").await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", answer.text().await.expect("text"));
    }

    /// Puts a change in force, and tells where that leads.
    async fn activates(&self, setup: &str, reason: &str) -> String {
        let version = self.version(setup).await;
        self.admin.submits(&format!("{setup}/activate"), &[("version", &version), ("reason", reason)]).await
    }

    /// The settings of the table with potholes going to another team; and that team.
    fn diverted(&self, settings: &Value) -> (Value, String) {
        let potholes = potholes(&self.council.manifest);
        let (category, service) = potholes.split_once('/').expect("category and service");
        let mut settings = settings.clone();
        let rows = settings["rows"].as_array_mut().expect("rows");
        let row = rows.iter_mut().find(|row| row["category"] == category && row["service"] == service);
        let row = row.expect("potholes have a row");
        let manifest = &self.council.manifest;
        let other = manifest.groups.iter().find(|group| !group.triage && row["group"] != group.key.as_str());
        let other = other.expect("another team").key.clone();
        row["group"] = other.clone().into();
        (settings, other)
    }

    async fn raises_a_pothole(&self) -> String {
        let service = potholes(&self.council.manifest);
        self.councillor.raises(&[("summary", "A hole in the road"), ("service", &service)]).await
    }

    /// The key of the team that has a case; empty for none.
    async fn team_of(&self, reference: &str) -> String {
        let sql = format!(
            "SELECT coalesce(g.key, '') FROM cases c LEFT JOIN work_group g ON g.id = c.group_id WHERE c.reference = '{reference}'"
        );
        self.text(&sql).await
    }

    async fn text(&self, sql: &str) -> String {
        self.app.database.all_seeing().await.text(&self.council.schema, sql).await
    }

    async fn count(&self, sql: &str) -> i64 {
        self.app.database.all_seeing().await.number(&self.council.schema, sql).await
    }

    async fn works(&self) {
        self.worker.lock().await.pass().await.expect("it looks");
    }
}

/// Settings as the fields of the form.
fn typed(value: &Value, name: &str, fields: &mut Vec<(String, String)>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                typed(value, &name, fields);
            }
        }
        Value::Array(items) if items.iter().all(Value::is_object) => {
            fields.push((format!("{name}.count"), items.len().to_string()));
            for (at, item) in items.iter().enumerate() {
                typed(item, &format!("{name}.{at}"), fields);
            }
        }
        Value::Array(items) => {
            let texts: Vec<_> = items.iter().filter_map(Value::as_str).collect();
            fields.push((name.to_owned(), texts.join("\n")));
        }
        Value::Bool(yes) => fields.push((name.to_owned(), if *yes { "yes" } else { "no" }.to_owned())),
        Value::String(text) => fields.push((name.to_owned(), text.clone())),
        Value::Number(number) => fields.push((name.to_owned(), number.to_string())),
        Value::Null => {}
    }
}

/// What is in the first address of a page that begins like this.
fn link(page: &str, beginning: &str) -> String {
    let page = page.replace("&#x2f;", "/");
    let at = page.find(&format!("\"{beginning}")).unwrap_or_else(|| panic!("no {beginning} in {page}"));
    page[at + 1..].split('"').next().expect("its end").to_owned()
}
