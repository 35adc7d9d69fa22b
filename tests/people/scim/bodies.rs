use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Directory, user};

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_words_and_changes_nothing() {
    let directory = Directory::open().await;
    let id = directory.adds("/Users", &user("amina", None)).await;
    let group = directory.adds("/Groups", &json!({ "displayName": "Parks", "members": [{ "value": id }] })).await;
    directory.is_quiet().await;
    let before = directory.everything().await;
    let (one, parks) = (format!("/Users/{id}"), format!("/Groups/{group}"));
    let patch = |operation: Value| json!({ "Operations": [operation] }).to_string();
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    let requests = [
        (Method::POST, "/Users", "{".to_owned(), "invalidSyntax"),
        (Method::POST, "/Users", String::new(), "invalidSyntax"),
        (Method::POST, "/Users", deep, "invalidSyntax"),
        (Method::POST, "/Users", "[]".to_owned(), "invalidSyntax"),
        (Method::POST, "/Users", "{}".to_owned(), "invalidValue"),
        (Method::POST, "/Users", json!({ "userName": ["x"] }).to_string(), "invalidValue"),
        (Method::POST, "/Groups", json!({ "displayName": "" }).to_string(), "invalidValue"),
        (
            Method::POST,
            "/Groups",
            json!({ "displayName": "x", "members": [{ "value": group }] }).to_string(),
            "invalidValue",
        ),
        (Method::PUT, &one, json!({ "displayName": "x" }).to_string(), "invalidValue"),
        (Method::PATCH, &one, json!({ "active": false }).to_string(), "invalidSyntax"),
        (Method::PATCH, &one, patch(json!({ "op": "copy", "path": "active" })), "invalidSyntax"),
        (Method::PATCH, &one, patch(json!({ "op": "replace", "path": "active", "value": "perhaps" })), "invalidValue"),
        (Method::PATCH, &one, patch(json!({ "op": "remove", "path": "userName" })), "invalidValue"),
        (
            Method::PATCH,
            &one,
            patch(json!({ "op": "replace", "path": "emails[type co \"w\"]", "value": {} })),
            "invalidPath",
        ),
        (Method::PATCH, &one, patch(json!({ "op": "remove" })), "noTarget"),
        (
            Method::PATCH,
            &parks,
            patch(json!({ "op": "add", "path": "members", "value": [{ "value": "nobody" }] })),
            "invalidValue",
        ),
        (Method::PATCH, &parks, patch(json!({ "op": "remove", "path": "displayName" })), "invalidValue"),
        (Method::GET, "/Users?filter=userName%20co%20%22x%22", String::new(), "invalidFilter"),
        (Method::GET, "/Users?filter=shoeSize%20eq%20%229%22", String::new(), "invalidFilter"),
        (Method::GET, "/Groups?filter=(displayName%20eq%20%22x%22)", String::new(), "invalidFilter"),
    ];
    for (method, path, body, kind) in requests {
        let (status, answer) = directory.sends_as(Some(&directory.token), method.clone(), path, body.clone()).await;
        let shown = body.get(..200).unwrap_or(&body);
        assert_eq!(
            (status, &answer["scimType"]),
            (StatusCode::BAD_REQUEST, &json!(kind)),
            "{method} {path} {shown}: {answer}"
        );
        assert_eq!(answer["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:Error"]));
        assert!(
            answer["detail"].as_str().is_some_and(|words| words.len() > 15 && !words.contains("amina")),
            "{answer}"
        );
    }
    let large = format!("{{\"userName\": \"{}\"}}", "x".repeat(server::scim::LARGEST));
    let (status, _) = directory.sends_as(Some(&directory.token), Method::POST, "/Users", large).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    let nobody = "00000000-0000-7000-8000-000000000000";
    for kind in ["Users", "Groups"] {
        for id in [nobody, "nobody"] {
            for method in [Method::GET, Method::PUT, Method::PATCH, Method::DELETE] {
                let body = match (method.as_str(), kind) {
                    ("PATCH", _) => json!({ "Operations": [{ "op": "replace", "path": "displayName", "value": "x" }] }),
                    (_, "Users") => json!({ "userName": "x" }),
                    _ => json!({ "displayName": "x" }),
                };
                let (status, answer) = directory.sends(method.clone(), &format!("/{kind}/{id}"), &body).await;
                assert_eq!((status, &answer["status"]), (StatusCode::NOT_FOUND, &json!("404")), "{method} {kind}/{id}");
            }
        }
    }
    for path in ["", "/Me", "/Bulk", "/Users/x/y", "/Schemas/none"] {
        assert_eq!(directory.sends(Method::GET, path, &Value::Null).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(directory.everything().await, before);
}

#[tokio::test]
async fn people_and_groups_are_found_by_what_is_known_of_them() {
    let directory = Directory::open().await;
    let amina = directory.adds("/Users", &user("amina", None)).await;
    directory.adds("/Users", &user("ben", None)).await;
    let parks = directory
        .adds("/Groups", &json!({ "displayName": "Parks", "externalId": "g1", "members": [{ "value": amina }] }))
        .await;
    let found = async |kind: &str, filter: &str| {
        let filter: String = form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        directory.gets(&format!("/{kind}?filter={filter}")).await["totalResults"].as_i64().expect("a number")
    };
    let id = format!("ID eq \"{amina}\"");
    for (filter, wanted) in [
        ("userName eq \"AMINA@directory.example\"", 1),
        ("externalId eq \"ext-amina\"", 1),
        ("externalId eq \"EXT-amina\"", 0),
        ("emails eq \"amina@NEW.example\"", 1),
        ("emails[type eq \"work\"].value eq \"ben@new.example\"", 1),
        ("active eq true", 2),
        ("active eq \"False\"", 0),
        ("displayName eq \"person ben\" and active eq true", 1),
        ("userName eq \"amina@directory.example\" and externalId eq \"ext-ben\"", 0),
        ("userName eq \"amina@directory.example\" and userName eq \"ben@directory.example\"", 0),
        ("urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"ben@directory.example\"", 1),
        ("userName eq \"' OR true --\"", 0),
        ("id eq \"nobody\"", 0),
        (&id, 1),
    ] {
        assert_eq!(found("Users", filter).await, wanted, "{filter}");
    }
    let member = format!("id eq \"{parks}\" and members eq \"{amina}\"");
    for (filter, wanted) in [
        ("displayName eq \"parks\"", 1),
        ("externalId eq \"g1\"", 1),
        (member.as_str(), 1),
        ("members.value eq \"x\"", 0),
    ] {
        assert_eq!(found("Groups", filter).await, wanted, "{filter}");
    }
    let few =
        directory.gets("/Users?attributes=userName,urn:ietf:params:scim:schemas:core:2.0:User:active&count=1").await;
    let keys: Vec<&String> = few["Resources"][0].as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["active", "id", "schemas", "userName"]);
    let fewer = directory.gets(&format!("/Users/{amina}?excludedAttributes=emails,name")).await;
    assert!(fewer.get("emails").is_none() && fewer["userName"].is_string(), "{fewer}");
    let shown = directory.gets(&format!("/Users/{amina}")).await;
    assert_eq!((&shown["groups"][0]["value"], &shown["groups"][0]["display"]), (&json!(parks), &json!("Parks")));
}

#[tokio::test]
async fn what_we_say_of_ourselves_is_what_is_there() {
    let directory = Directory::open().await;
    let config = directory.gets("/ServiceProviderConfig").await;
    let supported: Vec<&str> = ["patch", "filter", "bulk", "sort", "etag", "changePassword"]
        .into_iter()
        .filter(|what| config[what]["supported"] == true)
        .collect();
    assert_eq!(supported, ["patch", "filter"]);
    let kinds = directory.gets("/ResourceTypes").await;
    assert_eq!(kinds["totalResults"], 2);
    for kind in kinds["Resources"].as_array().expect("kinds") {
        let name = kind["id"].as_str().expect("an id");
        assert_eq!(&directory.gets(&format!("/ResourceTypes/{name}")).await, kind);
        assert_eq!(directory.gets(kind["endpoint"].as_str().expect("a path")).await["totalResults"], 0);
        let schema = directory.gets(&format!("/Schemas/{}", kind["schema"].as_str().expect("a name"))).await;
        assert_eq!(schema["name"], name);
    }
    // Whatever is listed as an attribute comes back as it was sent.
    let schemas = directory.gets("/Schemas").await;
    let listed = schemas.to_string();
    for gone in ["password", "title", "phoneNumbers", "manager"] {
        assert!(!listed.contains(gone), "{gone}");
    }
    let (status, created) = directory.sends(Method::POST, "/Users", &user("amina", Some("Parks"))).await;
    let location = created["meta"]["location"].as_str().expect("an address");
    assert_eq!(status, StatusCode::CREATED);
    assert!(
        location.starts_with("https://") && location.ends_with(created["id"].as_str().expect("an id")),
        "{location}"
    );
}
