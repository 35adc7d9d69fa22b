use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Directory, ENTERPRISE};

/// Somebody as Okta sends them: with a password that is none, and groups that say nothing.
fn user(name: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": format!("{name}@council.example"), "name": { "givenName": name, "familyName": "Quill" },
        "emails": [{ "primary": true, "value": format!("{name}@council.example"), "type": "work" }],
        "displayName": format!("{name} Quill"), "locale": "en-GB", "externalId": format!("00u{name}"), "groups": [],
        "password": "Hunter-2-is-junk", "active": true,
    })
}

#[tokio::test]
async fn okta_adds_lists_puts_and_disables_people() {
    let directory = Directory::open().await;
    let lookup = "/Users?filter=userName%20eq%20%22Owen%40council.example%22&startIndex=1&count=100";
    assert_eq!(directory.gets(lookup).await["totalResults"], 0);
    let id = directory.adds("/Users", &user("Owen")).await;
    let found = directory.gets(lookup).await;
    assert_eq!((&found["totalResults"], &found["Resources"][0]["id"]), (&json!(1), &json!(id)));
    let capitals = user("OWEN");
    let (status, answer) = directory.sends(Method::POST, "/Users", &capitals).await;
    assert_eq!((status, &answer["scimType"]), (StatusCode::CONFLICT, &json!("uniqueness")), "{answer}");

    let mut moved = user("Owen");
    moved["name"]["familyName"] = "Quill-Ash".into();
    moved["displayName"] = "Owen Quill-Ash".into();
    moved[ENTERPRISE] = json!({ "department": "Parks" });
    let path = format!("/Users/{id}");
    let (status, answer) = directory.sends(Method::PUT, &path, &moved).await;
    assert_eq!((status, &answer["displayName"]), (StatusCode::OK, &json!("Owen Quill-Ash")));
    let off = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{ "op": "replace", "value": { "active": false } }] });
    let (status, answer) = directory.sends(Method::PATCH, &path, &off).await;
    assert_eq!((status, &answer["active"]), (StatusCode::OK, &json!(false)));
    // A whole person that does not say so is not taken on again.
    moved.as_object_mut().expect("an object").remove("active");
    let (_, answer) = directory.sends(Method::PUT, &path, &moved).await;
    assert_eq!((&answer["active"], &answer[ENTERPRISE]["department"]), (&json!(false), &json!("Parks")));
    assert_eq!(directory.gets(lookup).await["totalResults"], 1, "who is disabled is still there");

    let group = json!({ "schemas": [], "displayName": "Parks", "members": [{ "value": id, "display": "Owen" }] });
    let group_id = directory.adds("/Groups", &group).await;
    let renamed = json!({ "op": "replace", "value": { "id": group_id, "displayName": "Parks and trees" } });
    directory.patches(&format!("/Groups/{group_id}"), renamed).await;
    let group = directory.gets(&format!("/Groups/{group_id}")).await;
    assert_eq!((&group["displayName"], &group["members"][0]["value"]), (&json!("Parks and trees"), &json!(id)));
    let without = json!({ "displayName": "Parks" });
    directory.sends(Method::PUT, &format!("/Groups/{group_id}"), &without).await;
    let group = directory.gets(&format!("/Groups/{group_id}")).await;
    assert_eq!(group["members"].as_array().map(Vec::len), Some(1), "who is not named is not thrown out");
}

#[tokio::test]
async fn a_password_is_nowhere_in_the_database_and_neither_is_anything_else_that_nobody_needs() {
    let directory = Directory::open().await;
    let id = directory.adds("/Users", &user("Owen")).await;
    let secret = json!({ "op": "replace", "value": { "password": "Another-junk-1", "title": "Chief of staff", "nickName": "Babs" } });
    directory.patches(&format!("/Users/{id}"), secret).await;
    directory.is_quiet().await;
    let everything = directory.everything().await;
    assert!(everything.contains("Owen Quill") && everything.contains("00uOwen"), "the rest is there");
    for gone in ["Hunter-2", "Another-junk", "Chief of staff", "Babs", "en-GB"] {
        assert!(!everything.contains(gone), "{gone}");
    }
    let shown = directory.gets(&format!("/Users/{id}")).await.to_string();
    assert!(!shown.contains("password") && !shown.contains("junk"), "{shown}");
}

#[tokio::test]
async fn a_long_list_comes_in_pages_that_hold_everybody_once() {
    let directory = Directory::open().await;
    for number in 0..7 {
        directory.adds("/Users", &user(&format!("n{number}"))).await;
    }
    let mut names = Vec::new();
    for start in [1, 4, 7] {
        let page = directory.gets(&format!("/Users?startIndex={start}&count=3")).await;
        assert_eq!((&page["totalResults"], &page["startIndex"]), (&json!(7), &json!(start)));
        let some = page["Resources"].as_array().expect("a list");
        assert_eq!(page["itemsPerPage"], some.len());
        names.extend(some.iter().map(|user| user["externalId"].as_str().expect("an id").to_owned()));
    }
    let wanted: Vec<String> = (0..7).map(|number| format!("00un{number}")).collect();
    assert_eq!(names, wanted);
    for (query, shown) in
        [("startIndex=0", 7), ("startIndex=-3&count=2", 2), ("count=0", 0), ("startIndex=99", 0), ("count=100000", 7)]
    {
        let page = directory.gets(&format!("/Users?{query}")).await;
        assert_eq!(
            (&page["totalResults"], page["Resources"].as_array().map(Vec::len)),
            (&json!(7), Some(shown)),
            "{query}"
        );
    }
    let (status, answer) = directory.sends(Method::GET, "/Users?count=many", &Value::Null).await;
    assert_eq!((status, &answer["scimType"]), (StatusCode::BAD_REQUEST, &json!("invalidValue")));
}
