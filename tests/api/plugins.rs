//! A council's plugins through the API alone (R58, R59, R61): begun, mended, rehearsed, put in force, taken back.

use std::sync::Arc;

use casework::people::Role;
use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::{Value, json};
use server::tenancy::Council;
use server::work::Worker;

use super::actions::refused;
use crate::support::{Person, TestApp, potholes};

const WORKS: &str = "highways-schedule/highways-street-manager";
const SETUP: &str = "setup { id version isCandidate settings hosts { host allowed } carries { what chosen } secrets { name setAt setBy } }
    problems { path reason message } refusal { code message }";

/// A council, one of its admins, a councillor, and a worker that looks when it is told to.
struct Desk {
    app: TestApp,
    council: Arc<Council>,
    admin: Person,
    councillor: Person,
    worker: Worker,
}

impl Desk {
    async fn open() -> Self {
        let app = TestApp::start().await;
        let council = app.council("five_stages");
        let admin = app.somebody(&council, Role::TenantAdmin, |_| true).await;
        let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
        let worker = Worker::new(Arc::clone(&app.instance.app));
        Self { app, council, admin, councillor, worker }
    }

    async fn works(&mut self) {
        self.app.clock.advance(TimeDelta::seconds(2));
        while self.worker.pass().await.expect("the worker looks") > 0 {}
    }

    /// What a mutation answers, with a setup in it.
    async fn does(&self, call: &str, variables: Value) -> Value {
        let (types, name) = declared(call);
        let answer = self.admin.asks(&format!("mutation{types} {{ {call} {{ {SETUP} }} }}"), variables).await;
        answer[name].clone()
    }

    async fn begins(&self, call: &str) -> Value {
        let begun = self.does(call, json!({})).await;
        assert!(begun["refusal"].is_null(), "{begun}");
        begun["setup"].clone()
    }

    async fn saves(&self, setup: &Value, settings: &Value) -> Value {
        let call = "savePluginSetup(id: $id, version: $v, settings: $s)";
        self.does(call, json!({ "id": setup["id"], "v": setup["version"], "s": settings })).await
    }

    async fn activates(&self, who: &Person, setup: &Value, reason: &str) -> Value {
        let activate =
            "mutation($id: String!, $v: Int!, $w: String!) { activatePlugin(id: $id, version: $v, reason: $w) {
            seat { seat inForce { plugin health } candidate } problems { path } refusal { code message } } }";
        let it = json!({ "id": setup["id"], "v": setup["version"], "w": reason });
        who.asks(activate, it).await["activatePlugin"].clone()
    }

    async fn seat(&self, who: &Person, seat: &str) -> Value {
        let query = "query($s: String!) { pluginSeat(seat: $s) { seat kind candidate
            inForce { plugin version health calls failed activation setup { settings differences { title } } }
            history { id plugin by reason rehearsal current }
            feed { goodAt nextAt failures trouble items hasAddress waiting givenUp } } }";
        who.asks(query, json!({ "s": seat })).await["pluginSeat"].clone()
    }

    /// The team that gets a new case about a pothole.
    async fn team_of_a_pothole(&self) -> String {
        let service = potholes(&self.council.manifest);
        let reference = self.councillor.raises(&[("summary", "A hole in the road"), ("service", &service)]).await;
        let query = "query($r: String!) { case(reference: $r) { team { key } } }";
        let case = self.councillor.asks(query, json!({ "r": reference })).await["case"].clone();
        case["team"]["key"].as_str().unwrap_or_default().to_owned()
    }

    /// The settings of the table with potholes going to another team; and that team.
    fn diverted(&self, settings: &Value) -> (Value, String) {
        let service = potholes(&self.council.manifest);
        let (category, service) = service.split_once('/').expect("category and service");
        let mut settings = settings.clone();
        let rows = settings["rows"].as_array_mut().expect("rows");
        let row = rows.iter_mut().find(|row| row["category"] == category && row["service"] == service);
        let row = row.expect("potholes have a row");
        let mut groups = self.council.manifest.groups.iter();
        let other = groups.find(|group| !group.triage && row["group"] != group.key.as_str());
        let other = other.expect("another team").key.clone();
        row["group"] = other.clone().into();
        (settings, other)
    }
}

/// The declaration of the variables in a call, and the call's name.
fn declared(call: &str) -> (String, &str) {
    let types = [
        ("$id", "String!"),
        ("$v", "Int!"),
        ("$s", "JSON!"),
        ("$f", "JSON!"),
        ("$n", "String!"),
        ("$x", "String"),
        ("$c", "[String!]"),
    ];
    let used: Vec<String> = types
        .iter()
        .filter(|(name, _)| call.contains(&format!(": {name}")))
        .map(|(name, of)| format!("{name}: {of}"))
        .collect();
    let declared = if used.is_empty() { String::new() } else { format!("({})", used.join(", ")) };
    (declared, call.split('(').next().unwrap_or_default())
}

#[tokio::test]
async fn a_table_is_begun_mended_rehearsed_put_in_force_and_taken_back() {
    let mut desk = Desk::open().await;
    let before = desk.team_of_a_pothole().await;
    let setup = desk.begins("beginPluginSetup(inForce: \"routing\")").await;
    assert_eq!(desk.begins("beginPluginSetup(inForce: \"routing\")").await["id"], setup["id"], "one is worked on");
    let (changed, other) = desk.diverted(&setup["settings"]);

    let mut mistaken = changed.clone();
    mistaken["rows"][0]["group"] = "nobody at all".into();
    let saved = desk.saves(&setup, &mistaken).await;
    let problem = &saved["problems"][0];
    assert_eq!((&problem["path"], &problem["reason"]), (&json!("rows.0.group"), &json!("setting-unknown")));
    assert!(problem["message"].as_str().is_some_and(|words| words.contains("nobody at all")), "{problem}");
    assert_eq!(saved["setup"]["settings"], mistaken, "nothing typed is lost");
    let unready = desk.activates(&desk.admin, &saved["setup"], "All the same").await;
    assert_eq!((&unready["seat"], &unready["problems"][0]["path"]), (&Value::Null, &json!("rows.0.group")));
    let rehearse = "mutation($id: String!) { rehearsePlugin(id: $id, months: 12) {
        rehearsal { id state } problems { path } refusal { code message } } }";
    let unready = desk.admin.asks(rehearse, json!({ "id": setup["id"] })).await["rehearsePlugin"].clone();
    assert_eq!((&unready["rehearsal"], &unready["problems"][0]["path"]), (&Value::Null, &json!("rows.0.group")));

    refused(&desk.saves(&setup, &changed).await, "stale");
    let saved = desk.saves(&saved["setup"], &changed).await;
    assert_eq!((&saved["problems"], &saved["refusal"]), (&json!([]), &Value::Null));
    let setup = saved["setup"].clone();
    assert_eq!(desk.team_of_a_pothole().await, before, "what is saved is not in force");

    // What is raised at this very moment is not of the past yet.
    desk.app.clock.advance(TimeDelta::seconds(1));
    let asked = desk.admin.asks(rehearse, json!({ "id": setup["id"] })).await["rehearsePlugin"].clone();
    assert_eq!(asked["rehearsal"]["state"], "waiting", "{asked}");
    desk.works().await;
    let read = "query($id: String!) { pluginRehearsal(id: $id) { state current done total failures { code }
        routing { cases moved shifts { from { key } to { key } cases } weeks { monday was would } } deadlines { all }
        changes { nodes { reference from { key } to { key } } next } } }";
    let rehearsal = desk.admin.asks(read, json!({ "id": asked["rehearsal"]["id"] })).await["pluginRehearsal"].clone();
    assert_eq!((&rehearsal["state"], &rehearsal["done"], &rehearsal["total"]), (&json!("done"), &json!(2), &json!(2)));
    assert_eq!(rehearsal["routing"]["moved"], 2);
    let shift = json!([{ "from": { "key": before }, "to": { "key": other }, "cases": 2 }]);
    assert_eq!(rehearsal["routing"]["shifts"], shift);
    assert_eq!(rehearsal["changes"]["nodes"].as_array().map(Vec::len), Some(2));
    let cancel = "mutation($id: String!) { cancelRehearsal(id: $id) { rehearsal { state } refusal { code message } } }";
    let late = desk.admin.asks(cancel, json!({ "id": asked["rehearsal"]["id"] })).await;
    assert_eq!(late["cancelRehearsal"]["rehearsal"]["state"], "done", "what is done stays done");
    let again = desk.admin.asks(rehearse, json!({ "id": setup["id"] })).await["rehearsePlugin"]["rehearsal"].clone();
    let stopped = desk.admin.asks(cancel, json!({ "id": again["id"] })).await;
    assert_eq!(stopped["cancelRehearsal"]["rehearsal"]["state"], "cancelled");

    refused(&desk.activates(&desk.admin, &setup, " ").await, "no-reason");
    let activated = desk.activates(&desk.admin, &setup, "Because of the trams").await;
    assert_eq!(activated["seat"]["candidate"], Value::Null, "{activated}");
    refused(&desk.activates(&desk.admin, &setup, "Twice").await, "stale");
    assert_eq!(desk.team_of_a_pothole().await, other, "a new case goes the new way");

    let seat = desk.seat(&desk.admin, "routing").await;
    assert_eq!(
        (&seat["history"][0]["reason"], &seat["history"][0]["current"]),
        (&json!("Because of the trams"), &json!(true))
    );
    assert_eq!((&seat["inForce"]["health"], &seat["inForce"]["setup"]["settings"]), (&json!("good"), &changed));
    let back = "mutation($a: String!, $w: String!) { rollBackPlugin(seat: \"routing\", activation: $a, reason: $w) {
        seat { history { reason } } refusal { code message } } }";
    let to = |reason: &str| json!({ "a": seat["history"][1]["id"], "w": reason });
    refused(&desk.admin.asks(back, to("")).await["rollBackPlugin"], "no-reason");
    let taken = desk.admin.asks(back, to("The trams are gone")).await["rollBackPlugin"].clone();
    assert_eq!(taken["seat"]["history"].as_array().map(Vec::len), Some(3), "all is kept");
    assert_eq!(desk.team_of_a_pothole().await, before);
}

#[tokio::test]
async fn settings_go_out_as_a_file_and_come_in_again_and_a_setup_is_put_aside() {
    let desk = Desk::open().await;
    let setup = desk.begins("beginPluginSetup(inForce: \"routing\")").await;
    let (changed, _) = desk.diverted(&setup["settings"]);
    let saved = desk.saves(&setup, &changed).await["setup"].clone();
    let query = "query($id: String!) { pluginSetup(id: $id) { file title schema differences { title before after } rehearsal { id } } }";
    let known = desk.admin.asks(query, json!({ "id": setup["id"] })).await["pluginSetup"].clone();
    assert_eq!(known["differences"].as_array().map(Vec::len), Some(1), "{known}");
    assert_eq!(known["schema"]["type"], "object");
    let discard = "discardPluginSetup(id: $id, version: $v)";
    refused(&desk.does(discard, json!({ "id": setup["id"], "v": 1 })).await, "stale");
    let gone = desk.does(discard, json!({ "id": setup["id"], "v": saved["version"] })).await;
    assert_eq!(gone["setup"]["isCandidate"], false, "{gone}");
    refused(&desk.does(discard, json!({ "id": setup["id"], "v": saved["version"] })).await, "not-found");

    let setup = desk.begins("beginPluginSetup(inForce: \"routing\")").await;
    let import = async |file: Value| {
        let it = json!({ "id": setup["id"], "v": setup["version"], "f": file });
        desk.does("importPluginSettings(id: $id, version: $v, file: $f)", it).await
    };
    assert_eq!(import(json!({ "plugin": "another" })).await["problems"][0]["reason"], "import-other");
    assert_eq!(import(json!({ "plugin": "routing-table" })).await["problems"][0]["reason"], "import-empty");
    assert_eq!(import(known["file"].clone()).await["setup"]["settings"], changed);
    refused(&import(known["file"].clone()).await, "stale");
    let listed = desk.saves(&json!({ "id": setup["id"], "version": 2 }), &json!([])).await;
    assert_eq!(listed["problems"][0]["reason"], "settings-no-object");
}

#[tokio::test]
async fn a_secret_can_be_set_and_taken_out_and_is_told_to_nobody() {
    let desk = Desk::open().await;
    let setup = desk.begins("beginPluginSetup(shipped: \"notify-govuk\")").await;
    assert_eq!(setup["secrets"], json!([{ "name": "api-key", "setAt": null, "setBy": null }]));
    let set = async |name: &str, secret: Value| {
        let it = json!({ "id": setup["id"], "n": name, "x": secret });
        desk.does("setPluginSecret(id: $id, name: $n, secret: $x)", it).await
    };
    let secret = "a-secret-that-nobody-reads";
    let kept = set("api-key", json!(secret)).await;
    assert!(kept["setup"]["secrets"][0]["setAt"].is_string(), "{kept}");
    let query = "query($id: String!) { pluginSetup(id: $id) { settings file secrets { name title setBy } } }";
    let known = desk.admin.asks(query, json!({ "id": setup["id"] })).await;
    assert!(!kept.to_string().contains(secret) && !known.to_string().contains(secret), "{known}");
    refused(&set("another", json!("x")).await, "not-found");
    refused(&set("api-key", json!("x".repeat(4_001))).await, "secret-too-long");
    assert!(set("api-key", Value::Null).await["setup"]["secrets"][0]["setAt"].is_null(), "taken out");

    let carries = async |what: &str| {
        let version = desk.begins("beginPluginSetup(shipped: \"notify-govuk\")").await["version"].clone();
        let it = json!({ "id": setup["id"], "v": version, "s": setup["settings"], "c": [what] });
        desk.does("savePluginSetup(id: $id, version: $v, settings: $s, carries: $c)", it).await
    };
    let host = setup["hosts"][0]["host"].clone();
    assert_eq!(setup["hosts"][0]["allowed"], false, "{setup}");
    let version = desk.begins("beginPluginSetup(shipped: \"notify-govuk\")").await["version"].clone();
    let it = json!({ "id": setup["id"], "v": version, "s": setup["settings"], "c": [host, "elsewhere.example"] });
    let allowed = desk.does("savePluginSetup(id: $id, version: $v, settings: $s, hosts: $c)", it).await;
    let hosts = allowed["setup"]["hosts"].as_array().expect("hosts").clone();
    assert!(hosts.contains(&json!({ "host": host, "allowed": true })), "{hosts:?}");
    assert!(hosts.iter().all(|known| known["host"] != "elsewhere.example"), "only what the plugin asks for");

    assert_eq!(carries("pigeons").await["problems"][0]["reason"], "not-a-choice");
    let chosen = carries("email").await["setup"]["carries"].clone();
    assert!(chosen.as_array().expect("uses").contains(&json!({ "what": "email", "chosen": true })), "{chosen}");
}

#[tokio::test]
async fn a_feed_is_set_up_read_sent_something_and_turned_off() {
    let mut desk = Desk::open().await;
    let choices = "{ pluginChoices(kind: \"highways-schedule\") { name kind version fingerprint } }";
    let choices = desk.admin.asks(choices, json!({})).await["pluginChoices"].clone();
    assert!(choices.as_array().expect("plugins").iter().any(|choice| choice["name"] == "highways-street-manager"));
    for wrong in ["shipped: \"../x\"", "shipped: \"no-such-plugin\"", "uploaded: \"ff\"", "inForce: \"nothing\""] {
        refused(&desk.does(&format!("beginPluginSetup({wrong})"), json!({})).await, "not-found");
    }
    let setup = desk.begins("beginPluginSetup(shipped: \"highways-street-manager\")").await;
    let activated = desk.activates(&desk.admin, &setup, "For the home page").await;
    assert_eq!(activated["seat"]["inForce"]["plugin"], "highways-street-manager", "{activated}");
    desk.works().await;
    let seats = desk.admin.asks("{ pluginSeats { seat inForce { health } feed { items } } }", json!({})).await;
    let seats = seats["pluginSeats"].as_array().expect("seats").clone();
    assert!(seats.iter().any(|seat| seat["seat"] == "routing") && seats.iter().any(|seat| seat["seat"] == WORKS));

    let read = "mutation($s: String!) { readFeed(seat: $s) { done refusal { code message } } }";
    refused(&desk.admin.asks(read, json!({ "s": "people-feed/none" })).await["readFeed"], "not-found");
    assert!(desk.seat(&desk.admin, WORKS).await["feed"]["nextAt"].is_null(), "it is only sent something");
    assert_eq!(desk.admin.asks(read, json!({ "s": WORKS })).await["readFeed"]["done"], true);
    assert!(desk.seat(&desk.admin, WORKS).await["feed"]["nextAt"].is_string(), "as soon as the worker comes by");

    let make = "mutation($s: String!) { makeFeedAddress(seat: $s) { path refusal { code message } } }";
    let made = desk.admin.asks(make, json!({ "s": WORKS })).await["makeFeedAddress"].clone();
    let path = made["path"].as_str().expect("a path");
    let host = format!("{}.localhost", desk.council.manifest.slug);
    let other = Person::stranger(desk.app.address, &host, "another system");
    let sent = other.post_request(path).body("this is no permit").send().await.expect("an answer");
    assert_eq!(sent.status(), StatusCode::OK);
    desk.works().await;
    let feed = desk.seat(&desk.admin, WORKS).await["feed"].clone();
    assert_eq!((&feed["hasAddress"], &feed["givenUp"]), (&json!(true), &json!(1)), "{feed}");
    let decide =
        "mutation($s: String!) { decideFeedMessages(seat: $s, again: false) { done refusal { code message } } }";
    assert_eq!(desk.admin.asks(decide, json!({ "s": WORKS })).await["decideFeedMessages"]["done"], true);
    assert_eq!(desk.seat(&desk.admin, WORKS).await["feed"]["givenUp"], 0);

    let off = "mutation($s: String!, $w: String!) { turnOffPlugin(seat: $s, reason: $w) {
        seat { inForce { plugin } history { plugin reason } } refusal { code message } } }";
    let turned = async |seat: &str, reason: &str| {
        desk.admin.asks(off, json!({ "s": seat, "w": reason })).await["turnOffPlugin"].clone()
    };
    refused(&turned(WORKS, "").await, "no-reason");
    refused(&turned("routing", "No more").await, "not-found");
    let gone = turned(WORKS, "We have another one").await;
    assert!(gone["seat"]["inForce"].is_null(), "{gone}");
    assert_eq!(gone["seat"]["history"][0], json!({ "plugin": null, "reason": "We have another one" }));
}

#[tokio::test]
async fn a_councillor_finds_no_plugins() {
    let desk = Desk::open().await;
    let setup = desk.begins("beginPluginSetup(inForce: \"routing\")").await;
    let who = &desk.councillor;
    let queries = "query($id: String!) { pluginSeats { seat } pluginChoices { name } pluginSetup(id: $id) { id }
        pluginSeat(seat: \"routing\") { seat } pluginRehearsal(id: $id) { id } }";
    let seen = who.asks(queries, json!({ "id": setup["id"] })).await;
    assert!(seen.as_object().expect("an answer").values().all(Value::is_null), "{seen}");
    let id = setup["id"].as_str().expect("an id");
    let activation = desk.seat(&desk.admin, "routing").await["history"][0]["id"].clone();
    let calls = [
        "beginPluginSetup(inForce: \"routing\")".to_owned(),
        format!("savePluginSetup(id: \"{id}\", version: 1, settings: {{}})"),
        format!("importPluginSettings(id: \"{id}\", version: 1, file: {{}})"),
        format!("setPluginSecret(id: \"{id}\", name: \"api-key\", secret: \"x\")"),
        format!("discardPluginSetup(id: \"{id}\", version: 1)"),
        format!("rehearsePlugin(id: \"{id}\")"),
        "cancelRehearsal(id: \"rehearsal_00000000000000000000000000000000\")".to_owned(),
        format!("activatePlugin(id: \"{id}\", version: 1, reason: \"Mine\")"),
        format!("rollBackPlugin(seat: \"routing\", activation: {activation}, reason: \"Mine\")"),
        format!("turnOffPlugin(seat: \"{WORKS}\", reason: \"Mine\")"),
        format!("readFeed(seat: \"{WORKS}\")"),
        format!("makeFeedAddress(seat: \"{WORKS}\")"),
        format!("decideFeedMessages(seat: \"{WORKS}\", again: true)"),
    ];
    for call in &calls {
        let answer = who.asks(&format!("mutation {{ did: {call} {{ refusal {{ code message }} }} }}"), json!({})).await;
        refused(&answer["did"], "not-found");
    }
    let still = desk.begins("beginPluginSetup(inForce: \"routing\")").await;
    assert_eq!((&still["id"], &still["version"]), (&setup["id"], &setup["version"]), "nothing was changed");
}
