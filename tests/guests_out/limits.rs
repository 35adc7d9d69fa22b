//! How often guests may come.

use casework::people::Role;
use chrono::TimeDelta;
use reqwest::StatusCode;

use super::{guest, link_outside, raised, times};
use crate::support::{Person, TestApp};

/// The status that somebody from this address gets.
async fn from(address: &str, who: &Person, path: &str) -> StatusCode {
    let request = who.get_request(path).header("x-forwarded-for", address);
    request.send().await.expect("an answer").status()
}

#[tokio::test]
async fn who_tries_many_links_waits() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let who = guest(&app, &council);
    let mut tried = 0;
    while from("198.51.100.1", &who, &format!("/g/{tried:A>43}")).await == StatusCode::NOT_FOUND {
        tried += 1;
        assert!(tried < 20, "and is not held up");
    }
    let link = "/g/unknown";
    assert_eq!(from("198.51.100.1", &who, link).await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(from("198.51.100.2", &who, link).await, StatusCode::NOT_FOUND, "others are not held up");
    app.clock.advance(TimeDelta::minutes(1));
    assert_eq!(from("198.51.100.1", &who, link).await, StatusCode::NOT_FOUND, "a minute later");
}

#[tokio::test]
async fn one_link_is_not_hammered_from_many_addresses_and_what_was_typed_is_kept() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = raised(&member, &[]).await;
    let link = link_outside(&member, &reference, &[]).await;
    let who = guest(&app, &council);
    for number in 0..60 {
        assert_eq!(from(&format!("198.51.100.{number}"), &who, &link).await, StatusCode::OK);
    }
    assert_eq!(from("203.0.113.1", &who, &link).await, StatusCode::TOO_MANY_REQUESTS);
    let answer = who.post_form(&format!("{link}/answer"), &[("text", "It is ours.")]).await;
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.text().await.expect("a page").contains("It is ours."), "to be copied and sent later");
    assert_eq!(times(&member, &reference, "outsider-answered").await, 0);
    app.clock.advance(TimeDelta::minutes(2));
    who.submits(&format!("{link}/answer"), &[("text", "It is ours.")]).await;
}
