//! A directory that pushes its people by SCIM 2.0 (R57, R60), as Entra ID and Okta do: over HTTP, through plans, to who may come in.

mod bodies;
mod door;
mod entra;
mod okta;
mod taken;

use casework::manifest::PersonDef;
use chrono::TimeDelta;
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use server::scim;

use super::Town;
use crate::support::Person;

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// A council whose directory has a token.
struct Directory {
    town: Town,
    token: String,
    client: Client,
}

impl Directory {
    #[expect(clippy::disallowed_methods, reason = "a directory has a client of its own")]
    async fn open() -> Self {
        let town = Town::open().await;
        let token = new_token(&town.admin).await;
        Self { town, token, client: Client::builder().build().expect("a client") }
    }

    async fn sends(&self, method: Method, path: &str, body: &Value) -> (StatusCode, Value) {
        self.sends_as(Some(&self.token), method, path, body.to_string()).await
    }

    /// Sends with this token to the council's own host.
    async fn sends_as(&self, token: Option<&str>, method: Method, path: &str, body: String) -> (StatusCode, Value) {
        let url = format!("http://{}/scim/v2{path}", self.town.app.address);
        let mut request = self.client.request(method, url).header("host", &self.town.council.host).body(body);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let response = request.header("content-type", "application/scim+json").send().await.expect("an answer");
        let status = response.status();
        let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok()).map(str::to_owned);
        let text = response.text().await.expect("text");
        if status == StatusCode::NO_CONTENT {
            assert_eq!(text, "");
            return (status, Value::Null);
        }
        assert_eq!(kind.as_deref(), Some("application/scim+json"), "{status} {text}");
        (status, serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")))
    }

    async fn gets(&self, path: &str) -> Value {
        let (status, answer) = self.sends(Method::GET, path, &Value::Null).await;
        assert_eq!(status, StatusCode::OK, "{path}: {answer}");
        answer
    }

    /// Adds a person or a group, and gives its id.
    async fn adds(&self, path: &str, body: &Value) -> String {
        let (status, answer) = self.sends(Method::POST, path, body).await;
        assert_eq!(status, StatusCode::CREATED, "{answer}");
        answer["id"].as_str().expect("an id").to_owned()
    }

    async fn patches(&self, path: &str, operation: Value) {
        let (status, answer) = self.sends(Method::PATCH, path, &json!({ "Operations": [operation] })).await;
        assert!(status.is_success(), "{path}: {answer}");
    }

    /// Nothing more comes for a while, and the worker takes in what came.
    async fn is_quiet(&self) {
        self.town.app.clock.advance(TimeDelta::seconds(31));
        assert_eq!(scim::take_due(&self.town.turn().await).await.expect("it is taken in"), 1);
    }

    /// All of the database that belongs to the council, as text.
    async fn everything(&self) -> String {
        let all = self.town.app.database.all_seeing().await;
        let schema = &self.town.council.schema;
        let mut tables: Vec<String> = all.columns_of(schema.as_str()).await;
        tables.iter_mut().for_each(|column| *column = column.split('.').next().unwrap_or_default().to_owned());
        tables.dedup();
        let mut text = String::new();
        for table in tables {
            let rows = format!("SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t");
            text.push_str(&all.text(schema, &rows).await);
        }
        text
    }

    /// Teams in which people work who decide nothing for others.
    fn teams(&self) -> (String, String) {
        let mut teams = self.town.council.manifest.groups.iter().filter(|group| !group.triage);
        let mut team = || teams.next().expect("a team").key.clone();
        (team(), team())
    }
}

/// The token as the page shows it, once.
async fn new_token(admin: &Person) -> String {
    let made = admin.post_form("/people/push", &[("do", "make")]).await;
    assert_eq!(made.status(), StatusCode::OK);
    let page = made.text().await.expect("a page");
    let (_, after) = page.split_once("id=\"token\"").expect("the token is told");
    let token = after.split_once('>').expect("its start").1.split('<').next().expect("its end").to_owned();
    assert_eq!(token.len(), 43, "{token}");
    token
}

/// Somebody new, as Entra ID sends them.
fn user(name: &str, department: Option<&str>) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
        "externalId": format!("ext-{name}"), "userName": format!("{name}@directory.example"), "active": true,
        "displayName": format!("Person {name}"),
        "emails": [{ "primary": true, "type": "work", "value": format!("{name}@new.example") }],
        ENTERPRISE: department.map(|department| json!({ "department": department })),
        "roles": [],
    })
}

/// Somebody whom the council has, as the directory knows them.
fn known(person: &PersonDef) -> Value {
    let mut user = user(&person.key, person.groups.first().map(String::as_str));
    user["emails"][0]["value"] = person.email.as_str().into();
    user["displayName"] = person.name.as_str().into();
    user
}
