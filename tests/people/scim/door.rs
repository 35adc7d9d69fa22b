use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Directory, new_token, user};
use crate::support::Person;

const USERS: &str = "/Users";

impl Directory {
    async fn knocks(&self, token: Option<&str>) -> StatusCode {
        self.sends_as(token, Method::GET, USERS, String::new()).await.0
    }
}

#[tokio::test]
async fn only_the_token_of_this_council_opens_and_only_here() {
    let directory = Directory::open().await;
    let town = &directory.town;
    let (status, answer) = directory.sends_as(None, Method::POST, USERS, user("x", None).to_string()).await;
    assert_eq!((status, &answer["status"]), (StatusCode::UNAUTHORIZED, &json!("401")));
    assert!(answer["detail"].as_str().expect("words").contains("Starters and leavers"), "it says what to do");
    let guessed = "A".repeat(43);
    for token in ["", "x", guessed.as_str()] {
        assert_eq!(directory.knocks(Some(token)).await, StatusCode::UNAUTHORIZED, "{token}");
    }
    assert_eq!(directory.knocks(Some(&directory.token)).await, StatusCode::OK);

    // Of another council of the same program.
    let elsewhere = town.app.council("enquiry_route");
    let admin = town.app.somebody(&elsewhere, casework::people::Role::TenantAdmin, |_| true).await;
    let token = new_token(&admin).await;
    assert_eq!(directory.knocks(Some(&token)).await, StatusCode::UNAUTHORIZED);
    let there = Person::stranger(town.app.address, &format!("{}.localhost", elsewhere.manifest.slug), "directory");
    let knocks = async |token: &str| {
        let request = there.get_request("/scim/v2/Users").header("authorization", format!("Bearer {token}"));
        request.send().await.expect("an answer").status()
    };
    assert_eq!((knocks(&directory.token).await, knocks(&token).await), (StatusCode::UNAUTHORIZED, StatusCode::OK));

    // Sessions of people open nothing here, and the token opens nothing else.
    let session = town.admin.get_request("/scim/v2/Users").send().await.expect("an answer");
    assert_eq!(session.status(), StatusCode::UNAUTHORIZED);
    let identity = &town.app.instance.app.identity;
    let people = identity.people(&town.council).await.expect("people");
    let admin = people.iter().find(|person| person.key == town.admin.key).expect("the admin");
    let now = casework::clock::Clock::now(&*town.app.clock);
    let session = identity.sign_in(&town.council, admin.id, now).await.expect("a session");
    assert_eq!(directory.knocks(Some(&session)).await, StatusCode::UNAUTHORIZED);
    let stranger =
        Person::stranger(town.app.address, &format!("{}.localhost", town.council.manifest.slug), "directory");
    let query = stranger.post_request("/graphql").json(&json!({ "query": "{ me { name } }" }));
    let asked = query.header("authorization", format!("Bearer {}", directory.token)).send().await.expect("an answer");
    assert_eq!(asked.status(), StatusCode::UNAUTHORIZED);
    let page = stranger.get_request("/people").header("authorization", format!("Bearer {}", directory.token));
    assert_eq!(page.send().await.expect("an answer").status(), StatusCode::SEE_OTHER);
    assert_eq!(town.number("SELECT count(*) FROM scim_user").await, 0);
}

#[tokio::test]
async fn whoever_guesses_is_slowed_down_and_the_directory_is_not() {
    let directory = Directory::open().await;
    let guessed = "A".repeat(43);
    let mut answers = Vec::new();
    for _ in 0..12 {
        answers.push(directory.knocks(Some(&guessed)).await);
    }
    assert_eq!((answers[0], answers[11]), (StatusCode::UNAUTHORIZED, StatusCode::TOO_MANY_REQUESTS));
    assert_eq!(directory.knocks(Some(&directory.token)).await, StatusCode::OK);
}

#[tokio::test]
async fn a_new_token_takes_the_place_of_the_old_one_and_what_was_done_is_in_the_log() {
    let directory = Directory::open().await;
    let town = &directory.town;
    assert!(town.admin.page("/people").await.1.contains("Not yet"), "the directory was not heard");
    let (status, page) = (directory.knocks(Some(&directory.token)).await, town.admin.page("/people").await.1);
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Heard last") && !page.contains("Not yet"), "{page}");
    let address = format!("https://{}/scim/v2", town.council.host).replace('/', "&#x2f;");
    assert!(page.contains(&address) || page.contains(&address.replace("&#x2f;", "/")), "{page}");
    let renewed = new_token(&town.admin).await;
    assert_eq!(directory.knocks(Some(&directory.token)).await, StatusCode::UNAUTHORIZED);
    assert_eq!(directory.knocks(Some(&renewed)).await, StatusCode::OK);
    assert_eq!(town.admin.submits("/people/push", &[("do", "end")]).await, "/people?done=push-ended");
    assert_eq!(directory.knocks(Some(&renewed)).await, StatusCode::UNAUTHORIZED);
    assert_eq!(town.admin.post_form("/people/push", &[("do", "end")]).await.status(), StatusCode::NOT_FOUND);

    let (_, page) = town.admin.page("/people").await;
    assert_eq!(page.matches("A token for the directory was made").count(), 2);
    assert!(page.contains("The token of the directory was taken back") && page.contains("Make a token"), "{page}");
    let everything = directory.everything().await;
    for token in [&directory.token, &renewed] {
        assert!(!page.contains(token.as_str()) && !everything.contains(token.as_str()), "only its hash is kept");
    }
    let who = "SELECT count(*) FROM people_log l JOIN person p ON p.id = l.made_by WHERE l.what LIKE 'push-%'";
    assert_eq!(town.number(who).await, 3);
}

#[tokio::test]
async fn nobody_but_an_admin_makes_a_token_or_sees_what_was_sent() {
    let directory = Directory::open().await;
    let town = &directory.town;
    directory.adds(USERS, &user("amina", None)).await;
    let other = town.one(casework::people::Role::TriageOfficer, |_| true).key;
    let person = town.signs_in(&other).await;
    for what in ["make", "end"] {
        assert_eq!(person.post_form("/people/push", &[("do", what)]).await.status(), StatusCode::FORBIDDEN);
    }
    let seen = "SELECT (SELECT count(*) FROM people_push) + (SELECT count(*) FROM scim_user) + (SELECT count(*) FROM scim_group)
                + (SELECT count(*) FROM scim_member) AS count";
    assert_eq!(town.app.counted_by(&town.council, &other, seen).await, 0);
    assert_eq!(directory.sends(Method::GET, USERS, &Value::Null).await.1["totalResults"], 1, "the token is as it was");
}
