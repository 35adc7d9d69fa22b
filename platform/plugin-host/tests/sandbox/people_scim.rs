//! People from a directory that lists them by SCIM.

use casework::feeds::{Capacity, FeedError, Item, Person, Reading, Source};
use plugin_host::FeedFailure;
use serde_json::{Value, json};

use crate::host::{all, calendar, description, grants, pull, sandbox_beside, task};
use crate::upstream::{Reply, Upstream};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// A user as directories list them: names of attributes in any capitals, much left out.
fn user(id: &str, more: &Value) -> Value {
    let mut user = json!({ "id": id, "userName": format!("{id}@council.example"), "name": { "givenName": "Ada", "familyName": "Jones" } });
    user.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    user
}

/// A directory that gives two users at a time, of as many as `total` says, to whoever has the token.
async fn directory(users: Vec<Value>, total: impl Fn(usize) -> usize + Send + Sync + 'static) -> Upstream {
    Upstream::start(move |asked| {
        if asked.header("authorization") != Some("Bearer hunter2") {
            return Reply::Full(401, Vec::new(), Vec::new());
        }
        let query = asked.path().split_once("startIndex=").map_or("", |(_, query)| query);
        let first: usize = query.split('&').next().and_then(|first| first.parse().ok()).expect("a first one");
        let page: Vec<_> = users.iter().skip(first - 1).take(2).collect();
        let body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": total(first), "Resources": page,
        });
        Reply::Full(200, vec![("content-type", "application/scim+json".to_owned())], body.to_string().into_bytes())
    })
    .await
}

/// All parts of a reading.
async fn read(upstream: &Upstream, secret: &str, more: &Value) -> Result<Reading<Person>, FeedFailure> {
    let sandbox = sandbox_beside(upstream);
    let mut settings =
        json!({ "address": format!("http://{}/scim/v2/", upstream.address), "members_when": ["Councillor"] });
    settings.as_object_mut().expect("a table").extend(more.as_object().expect("a table").clone());
    let granted = grants(upstream, &[("token", secret)]);
    let feed =
        sandbox.people("people-scim", &description("people-scim"), settings, &granted).await.expect("good settings");
    let mut reading = feed.read(pull(), &calendar()).await?;
    while reading.more {
        let part = feed.read(task(Source::Pull(reading.next.clone())), &calendar()).await?;
        reading = reading.joined(part).expect("they go together");
    }
    Ok(reading)
}

#[tokio::test]
async fn everybody_is_read_page_after_page() {
    let users = vec![
        user(
            "a",
            &json!({
                "displayName": "Ada Jones", "Active": true, "title": "Engineer", "externalId": "100",
                "emails": [{ "type": "home", "value": "ada@home.example" }, { "type": "work", "value": "ada.jones@council.example" }],
                "phoneNumbers": [{ "type": "work", "value": "01234 567890" }],
                ENTERPRISE: { "employeeNumber": "7", "division": "Place", "department": "Roads, east", "manager": { "value": "b" } },
            }),
        ),
        user("b", &json!({ "active": false, "name": { "formatted": "Bo Evans" } })),
        user("c", &json!({ "userType": "councillor" })),
        json!({ "id": "d", "userName": "printer-3" }),
        user("e", &json!({ "emails": [{ "value": "e@council.example", "primary": true }] })),
    ];
    let upstream = directory(users, |_| 5).await;
    let reading = read(&upstream, "hunter2", &json!({})).await.expect("a reading");
    let [ada, bo, cleo, last] = all(&reading) else { panic!("{reading:?}") };
    assert_eq!((ada.key(), ada.name.as_str(), ada.manager.as_deref(), ada.active), ("a", "Ada Jones", Some("b"), true));
    assert_eq!((ada.email.as_deref(), ada.phone.as_deref()), (Some("ada.jones@council.example"), Some("01234 567890")));
    assert_eq!(
        (ada.units.as_slice(), ada.job_title.as_deref()),
        (&["Place".to_owned(), "Roads, east".to_owned()][..], Some("Engineer"))
    );
    assert_eq!((bo.name.as_str(), bo.active), ("Bo Evans", false));
    assert_eq!((cleo.capacity, cleo.active), (Capacity::Member, true), "who is listed works here");
    assert_eq!((last.capacity, last.email.as_deref()), (Capacity::Officer, Some("e@council.example")));
    let unread: Vec<_> = reading.skipped.iter().map(|row| (row.row, row.key.as_deref())).collect();
    assert_eq!(unread, [(4, Some("d"))], "what has no name is nobody");
    assert_eq!(reading.gone(["a", "d", "x"]), ["x"], "the printer is there still; only who is not listed is gone");
}

#[tokio::test]
async fn people_are_known_by_the_attribute_that_the_council_names() {
    let numbered = user("a", &json!({ ENTERPRISE: { "employeeNumber": "7", "manager": { "value": "b" } } }));
    let upstream = directory(vec![numbered, user("b", &json!({}))], |_| 2).await;
    let reading = read(&upstream, "hunter2", &json!({ "key": "employeeNumber" })).await.expect("a reading");
    let [ada] = all(&reading) else { panic!("{reading:?}") };
    assert_eq!((ada.key(), ada.manager.as_deref()), ("7", None), "the manager is told by another key");
    assert_eq!(reading.skipped[0].what, "The person has no “employeeNumber”, or one of more than 100 characters.");
}

#[tokio::test]
async fn a_list_that_changes_while_it_is_read_takes_nobody_away() {
    let users = |count: usize| (0..count).map(|n| user(&n.to_string(), &json!({}))).collect::<Vec<_>>();
    let upstream = directory(users(4), |first| if first == 1 { 4 } else { 3 }).await;
    assert_eq!(read(&upstream, "hunter2", &json!({})).await, Err(FeedFailure::Source(FeedError::CursorUnknown)));

    let upstream = directory(users(2), |_| 9).await;
    let answer = read(&upstream, "hunter2", &json!({})).await;
    assert!(matches!(answer, Err(FeedFailure::Source(FeedError::Unreadable(_)))), "the list ends early: {answer:?}");

    let upstream = directory(Vec::new(), |_| 0).await;
    let answer = read(&upstream, "hunter2", &json!({})).await;
    assert!(
        matches!(answer, Err(FeedFailure::Source(FeedError::Unreadable(_)))),
        "an empty directory is none: {answer:?}"
    );
}

#[tokio::test]
async fn without_the_right_token_a_person_is_needed() {
    let upstream = directory(vec![user("a", &json!({}))], |_| 1).await;
    let answer = read(&upstream, "hunter3", &json!({})).await;
    assert!(matches!(answer, Err(FeedFailure::Source(FeedError::NotAllowed(_)))), "{answer:?}");
}
