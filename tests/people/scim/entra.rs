use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Directory, ENTERPRISE, user};
use crate::support::samples;

/// The requests that Microsoft documents, by name; none where this machine has no samples.
struct Documented(Vec<Value>);

impl Documented {
    fn read() -> Option<Self> {
        let text = std::fs::read_to_string(samples()?.join("scim/entra_scim_requests.json")).expect("the samples");
        Some(Self(serde_json::from_str(&text).expect("a list")))
    }

    /// Sends one, about this user and this group in the place of those that the documentation names.
    async fn sent(&mut self, directory: &Directory, name: &str, user: &str, group: &str) -> Value {
        let at = self.0.iter().position(|request| request["name"] == name);
        let request = self.0.remove(at.unwrap_or_else(|| panic!("{name} is a request that was not sent yet")));
        let method: Method = request["method"].as_str().expect("a method").parse().expect("a method");
        let documented = request["path"].as_str().expect("a path");
        let (path, query) = documented.split_once('?').unwrap_or((documented, ""));
        let mut parts = path.split('/').skip(1);
        let (kind, one) = (parts.next().expect("a kind"), parts.next().is_some());
        let id = if kind == "Users" { user } else { group };
        let mut path = if one { format!("/{kind}/{id}") } else { format!("/{kind}") };
        if !query.is_empty() {
            path = format!("{path}?{}", query.replace(' ', "%20").replace('"', "%22"));
        }
        let mut body = request["body"].to_string();
        for member in ["f648f8d5ea4e4cd38e9c", "u1091", "7f4bc1a3-285e-48ae-8202-5accb43efb0e"] {
            body = body.replace(member, user);
        }
        let body: Value = serde_json::from_str(&body).expect("JSON");
        let (status, answer) = directory.sends(method.clone(), &path, &body).await;
        let wanted = match (method.as_str(), kind) {
            ("POST", _) => StatusCode::CREATED,
            ("DELETE", _) | ("PATCH", "Groups") => StatusCode::NO_CONTENT,
            _ => StatusCode::OK,
        };
        assert_eq!(status, wanted, "{name}: {answer}");
        answer
    }
}

#[tokio::test]
async fn every_request_that_entra_id_is_documented_to_send_is_answered_as_it_expects() {
    let Some(mut documented) = Documented::read() else { return };
    let directory = Directory::open().await;
    let created = documented.sent(&directory, "create user", "", "").await;
    let user_id = created["id"].as_str().expect("an id").to_owned();
    let group = documented.sent(&directory, "create group", "", "").await;
    assert_eq!(group["members"], json!([]));
    let group_id = group["id"].as_str().expect("an id").to_owned();
    let path = format!("/Users/{user_id}");
    let other = directory.adds("/Users", &user("other", None)).await;
    let others = json!({ "op": "Add", "path": "members", "value": [{ "value": other }] });
    directory.patches(&format!("/Groups/{group_id}"), others).await;

    assert_eq!(documented.sent(&directory, "get user", &user_id, "").await["userName"], created["userName"]);
    assert_eq!(documented.sent(&directory, "get user by userName", "", "").await["totalResults"], 1);
    let none = documented.sent(&directory, "get user by userName, none", "", "").await;
    assert_eq!((&none["totalResults"], &none["Resources"]), (&json!(0), &json!([])));
    let changed = documented.sent(&directory, "update multi-valued", &user_id, "").await;
    let email = json!([{ "primary": true, "type": "work", "value": "updatedEmail@microsoft.com" }]);
    assert_eq!((&changed["emails"], &changed["name"]["familyName"]), (&email, &json!("updatedFamilyName")));
    let changed = documented.sent(&directory, "update single-valued", &user_id, "").await;
    assert_eq!(changed["userName"], "5b50642d-79fc-4410-9e90-4c077cdd1a59@testuser.com");
    for name in ["disable user (main page)", "disable, without flag", "disable, with flag"] {
        let off = documented.sent(&directory, name, &user_id, "").await;
        assert_eq!((&off["active"], &directory.gets(&path).await["active"]), (&json!(false), &json!(false)), "{name}");
        directory.patches(&path, json!({ "op": "Add", "path": "active", "value": "True" })).await;
        assert_eq!(directory.gets(&path).await["active"], true);
    }
    for name in ["add single string, without flag", "add single string, with flag"] {
        let ignored = documented.sent(&directory, name, &user_id, "").await;
        assert!(ignored.get("nickName").is_none(), "what nobody needs is not kept");
    }
    let changed = documented.sent(&directory, "replace several, without flag", &user_id, "").await;
    assert_eq!((&changed["displayName"], &changed["externalId"]), (&json!("Pvlo"), &json!("Eqpj")));
    assert_eq!(changed["name"]["givenName"], "Gtfd");
    let changed = documented.sent(&directory, "replace several, with flag", &user_id, "").await;
    let (name, email) = (&changed["name"], &changed["emails"][0]["value"]);
    assert_eq!((&name["givenName"], &name["familyName"]), (&json!("Kkom"), &json!("Unua")));
    assert_eq!((&changed["displayName"], email), (&json!("Bjfe"), &json!("TestMhvaes@test.microsoft.com")));
    assert!(changed.get(ENTERPRISE).is_none(), "numbers of employees are not kept");

    let shown = documented.sent(&directory, "get group", "", &group_id).await;
    assert!(shown.get("members").is_none());
    let found = documented.sent(&directory, "get group by displayName", "", "").await;
    assert_eq!((&found["totalResults"], found["Resources"][0].get("members")), (&json!(1), None));
    documented.sent(&directory, "rename group", "", &group_id).await;
    let members = async || directory.gets(&format!("/Groups/{group_id}")).await["members"].clone();
    documented.sent(&directory, "add member", &user_id, &group_id).await;
    for name in ["remove member", "remove member, without flag", "remove member, with flag"] {
        let again = json!({ "op": "Add", "path": "members", "value": [{ "$ref": null, "value": user_id }] });
        directory.patches(&format!("/Groups/{group_id}"), again).await;
        assert_eq!(members().await.as_array().map(Vec::len), Some(2));
        documented.sent(&directory, name, &user_id, &group_id).await;
        let left = members().await;
        assert_eq!((left.as_array().map(Vec::len), &left[0]["value"]), (Some(1), &json!(other)), "{name}");
    }
    directory.is_quiet().await;
    documented.sent(&directory, "delete group", "", &group_id).await;
    documented.sent(&directory, "delete user", &user_id, "").await;
    for path in [path, format!("/Groups/{group_id}")] {
        assert_eq!(directory.sends(Method::GET, &path, &Value::Null).await.0, StatusCode::NOT_FOUND);
    }
    assert_eq!(documented.0, Vec::<Value>::new(), "each was sent");
}
