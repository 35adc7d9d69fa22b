//! Starters and leavers, as programs deal with what only a person can say.

use casework::people::Role;
use serde_json::{Value, json};

use super::actions::refused;
use crate::people::{SEAT, Town, officer, row};
use crate::support::{Person, potholes};

async fn plan(admin: &Person) -> Value {
    admin.asks("{ peoplePlans { id body } }", json!({})).await["peoplePlans"][0].clone()
}

#[tokio::test]
async fn what_a_unit_is_can_be_said_and_forgotten() {
    let town = Town::open().await;
    let desk = town.app.somebody(&town.council, Role::TriageOfficer, |_| true).await;
    let team = town.council.manifest.groups.iter().find(|group| !group.triage).expect("a team").key.clone();
    let say = "mutation($u: [String!]!, $t: String) { sayUnit(unit: $u, team: $t) { done code message } }";
    let it = |team: &str| json!({ "u": ["Housing", "Repairs"], "t": team });
    refused(&desk.asks(say, it(&team)).await["sayUnit"], "not-allowed");
    refused(&town.admin.asks(say, it("nowhere")).await["sayUnit"], "not-a-team");
    assert_eq!(town.admin.asks(say, it(&team)).await["sayUnit"]["done"], 1);
    let units = async |who: &Person| {
        let units = who.asks("{ peopleUnits { key unit team { key } } }", json!({})).await["peopleUnits"].clone();
        units.as_array().expect("units").iter().find(|unit| unit["unit"][0] == "Housing").cloned()
    };
    let known = units(&town.admin).await.expect("it was said");
    assert_eq!((&known["unit"][1], &known["team"]["key"]), (&json!("Repairs"), &json!(team)));
    assert_eq!(units(&desk).await, None);

    let forget = "mutation($k: String!) { forgetUnit(key: $k) { done code message } }";
    refused(&desk.asks(forget, json!({ "k": known["key"] })).await["forgetUnit"], "not-allowed");
    assert_eq!(town.admin.asks(forget, json!({ "k": known["key"] })).await["forgetUnit"]["done"], 1);
    assert_eq!(units(&town.admin).await, None);
    refused(&town.admin.asks(forget, json!({ "k": known["key"] })).await["forgetUnit"], "not-found");
}

#[tokio::test]
async fn who_a_row_is_is_said_and_a_row_that_was_left_out_is_taken_in_again() {
    let town = Town::open().await;
    town.takes_in(town.rows()).await;
    let person = town.one(Role::TeamMember, |_| true);
    // HR gave a new number to somebody, and has a stranger with somebody else's address.
    let renumbered = casework::feeds::Person { key: "new-number".to_owned(), ..row(&person).expect("a row") };
    let taken = town.one(Role::Councillor, |_| true);
    let stranger = casework::feeds::Person { email: Some(taken.email.clone()), ..officer("904", &person.groups[0]) };
    let mut rows = town.rows_without(&person.key);
    rows.extend([renumbered, stranger]);
    town.reads(rows).await;
    let bind = "mutation($f: String!, $k: String!, $p: String) { bindPerson(feed: $f, key: $k, person: $p) { done code message } }";
    let is = |key: &str, person: Option<String>| json!({ "f": SEAT, "k": key, "p": person });
    let (right, wrong) = (town.id(&person.key).await, town.id(&taken.key).await);
    let desk = town.app.somebody(&town.council, Role::TriageOfficer, |_| true).await;
    refused(&desk.asks(bind, is("new-number", Some(right.clone()))).await["bindPerson"], "not-allowed");
    refused(&town.admin.asks(bind, is("new-number", Some(wrong))).await["bindPerson"], "not-a-person");
    assert_eq!(town.admin.asks(bind, is("new-number", Some(right.clone()))).await["bindPerson"]["done"], 1);
    refused(&town.admin.asks(bind, is("new-number", Some(right))).await["bindPerson"], "stale");
    assert_eq!(town.admin.asks(bind, is("904", None)).await["bindPerson"]["done"], 1);

    let left_out = "{ peopleLeftOut { feed key name } }";
    let known = town.admin.asks(left_out, json!({})).await["peopleLeftOut"].clone();
    assert_eq!((&known[0]["feed"], &known[0]["key"]), (&json!(SEAT), &json!("904")));
    let again = "mutation($f: String!, $k: String!) { takeInAgain(feed: $f, key: $k) { done code message } }";
    let it = json!({ "f": SEAT, "k": "904" });
    refused(&desk.asks(again, it.clone()).await["takeInAgain"], "not-allowed");
    assert_eq!(town.admin.asks(again, it).await["takeInAgain"]["done"], 1);
    assert_eq!(town.admin.asks(left_out, json!({})).await["peopleLeftOut"], json!([]));
    refused(&town.admin.asks(again, json!({ "f": SEAT, "k": "nobody" })).await["takeInAgain"], "not-found");
}

#[tokio::test]
async fn a_plan_is_set_aside_once_with_a_reason() {
    let town = Town::open().await;
    town.takes_in(town.rows()).await;
    let leaver = town.one(Role::Councillor, |_| true).key;
    town.reads(town.rows_without(&leaver)).await;
    let waiting = plan(&town.admin).await;
    let follows = "query($id: String!) { peoplePlanFollows(id: $id) { key drafts sharedCases otherCases inHand standsIn successors { id name } } }";
    let known = town.admin.asks(follows, json!({ "id": waiting["id"] })).await["peoplePlanFollows"].clone();
    assert_eq!((&known[0]["key"], &known[0]["sharedCases"]), (&json!(leaver), &json!(0)));
    let dismiss =
        "mutation($id: String!, $w: String!) { dismissPeoplePlan(id: $id, reason: $w) { done code message } }";
    let it = |reason: &str| json!({ "id": waiting["id"], "w": reason });
    let desk = town.app.somebody(&town.council, Role::TriageOfficer, |_| true).await;
    refused(&desk.asks(dismiss, it("No")).await["dismissPeoplePlan"], "not-allowed");
    assert!(desk.asks(follows, json!({ "id": waiting["id"] })).await["peoplePlanFollows"].is_null());
    refused(&town.admin.asks(dismiss, it(" ")).await["dismissPeoplePlan"], "no-reason");
    assert_eq!(town.admin.asks(dismiss, it("HR sent half of it.")).await["dismissPeoplePlan"]["done"], 1);
    refused(&town.admin.asks(dismiss, it("Again")).await["dismissPeoplePlan"], "stale");
    let decided = town.admin.asks("{ decidedPeoplePlans { id state reason } }", json!({})).await;
    let first = &decided["decidedPeoplePlans"][0];
    assert_eq!((&first["state"], &first["reason"]), (&json!("dismissed"), &json!("HR sent half of it.")));
    assert!(town.lets_in(&leaver).await);
}

#[tokio::test]
async fn cases_and_drafts_of_somebody_who_left_are_given_to_others() {
    let town = Town::open().await;
    town.takes_in(town.rows()).await;
    let (leaver, colleague) = town.ward_colleagues();
    let service = potholes(&town.council.manifest);
    let private =
        [("summary", "Damp"), ("people.0.name", "Nora Never"), ("people.0.consent", "no"), ("service", &service)];
    let reference = town.signs_in(&leaver.key).await.raises(&private).await;
    let draft = format!(
        "INSERT INTO draft (id, person_id, origin, summary, details, created_at)
         SELECT gen_random_uuid(), id, 'mail', 'The lamp by the church', '', now() FROM person WHERE key = '{}'",
        leaver.key
    );
    town.run(&draft).await;
    let (from, to) = (town.id(&leaver.key).await, town.id(&colleague.key).await);
    town.takes_in(town.rows_without(&leaver.key)).await;

    let triage = town.app.somebody(&town.council, Role::TriageOfficer, |_| true).await;
    let member = town.signs_in(&colleague.key).await;
    let behind = "{ casesWithoutCouncillor { reference shared } draftsLeftBehind { person { id } drafts }
        successors { id } writers: successors(drafts: true) { id } }";
    let known = triage.asks(behind, json!({})).await;
    assert_eq!(known["casesWithoutCouncillor"], json!([{ "reference": reference, "shared": false }]));
    assert_eq!(known["draftsLeftBehind"], json!([{ "person": { "id": from }, "drafts": 1 }]));
    assert!(known["successors"].as_array().expect("people").contains(&json!({ "id": to })));
    assert_eq!(member.asks(behind, json!({})).await["draftsLeftBehind"], json!([]));

    let give = "mutation($r: [String!]!, $to: String!, $a: Boolean!) { giveCases(references: $r, to: $to, agreed: $a) {
        done code message } }";
    let it = |to: &str, agreed: bool| json!({ "r": [reference], "to": to, "a": agreed });
    refused(&member.asks(give, it(&to, true)).await["giveCases"], "not-allowed");
    refused(&triage.asks(give, it("nobody", true)).await["giveCases"], "not-a-successor");
    assert_eq!(triage.asks(give, it(&to, false)).await["giveCases"]["done"], 0, "nobody was asked");
    assert_eq!(triage.asks(give, it(&to, true)).await["giveCases"]["done"], 1);
    let query = "query($r: String!) { case(reference: $r) { member { id } } }";
    assert_eq!(member.asks(query, json!({ "r": reference })).await["case"]["member"]["id"], to.as_str());
    refused(&triage.asks(give, it(&to, true)).await["giveCases"], "not-found");

    let drafts = "mutation($f: String!, $t: String!) { giveDrafts(from: $f, to: $t) { done code message } }";
    let it = json!({ "f": from, "t": to });
    refused(&member.asks(drafts, it.clone()).await["giveDrafts"], "not-allowed");
    assert_eq!(triage.asks(drafts, it.clone()).await["giveDrafts"]["done"], 1);
    let mine = member.asks("{ drafts { summary } }", json!({})).await;
    assert_eq!(mine["drafts"], json!([{ "summary": "The lamp by the church" }]));
    refused(&triage.asks(drafts, it).await["giveDrafts"], "not-found");
}

#[tokio::test]
async fn the_token_of_a_directory_is_made_once_told_once_and_taken_back() {
    let town = Town::open().await;
    let desk = town.app.somebody(&town.council, Role::TriageOfficer, |_| true).await;
    let source = "{ peopleSource { readers address open madeBy madeAt heardAt dueAt } }";
    let now = town.admin.asks(source, json!({})).await["peopleSource"].clone();
    assert_eq!((&now["readers"], &now["open"], &now["madeBy"]), (&json!([]), &json!(false), &Value::Null));
    assert!(now["address"].as_str().expect("an address").ends_with("/scim/v2"), "{now}");
    assert!(desk.asks(source, json!({})).await["peopleSource"].is_null());

    let revoke = "mutation { revokeDirectoryToken { done code message } }";
    refused(&desk.asks(revoke, json!({})).await["revokeDirectoryToken"], "not-allowed");
    refused(&town.admin.asks(revoke, json!({})).await["revokeDirectoryToken"], "not-found");
    let make = "mutation { makeDirectoryToken { token code message } }";
    refused(&desk.asks(make, json!({})).await["makeDirectoryToken"], "not-allowed");
    let made = town.admin.asks(make, json!({})).await["makeDirectoryToken"].clone();
    let token = made["token"].as_str().expect("a token").to_owned();
    let knocks = async || {
        let request = desk.get_request("/scim/v2/Users").header("authorization", format!("Bearer {token}"));
        request.send().await.expect("an answer").status().as_u16()
    };
    assert_eq!(knocks().await, 200);
    let now = town.admin.asks(source, json!({})).await["peopleSource"].clone();
    assert!(now["open"] == true && now["heardAt"].is_string() && now["madeBy"].is_string(), "{now}");
    assert_eq!(town.admin.asks(revoke, json!({})).await["revokeDirectoryToken"]["done"], 1);
    assert_eq!(knocks().await, 401);
    let log = town.admin.asks("{ peopleLog { what by details } }", json!({})).await["peopleLog"].to_string();
    assert!(log.contains("push-made") && log.contains("push-ended") && !log.contains(&token), "{log}");
}

#[tokio::test]
async fn each_list_of_what_admins_see_costs_a_statement_and_none_costs_the_others() {
    let town = Town::open().await;
    let statements = async |query: &str| {
        let before = town.app.instance.app.database.statements();
        town.admin.asks(query, json!({})).await;
        town.app.instance.app.database.statements() - before
    };
    let one = statements("{ peopleLog { what } }").await;
    let lists = "{ peopleLog { what } peopleUnits { key } peopleLeftOut { key } comingAccess { name } peoplePlans { id } decidedPeoplePlans { id } }";
    assert_eq!(statements(lists).await, one + 5);
}
