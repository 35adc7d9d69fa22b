//! Taking mail in over HTTP: whose it is, how much of it, and that it is kept.

use futures::stream;
use reqwest::{Body, StatusCode};

use super::{Post, mail};
use crate::support::{Person, TestApp};

#[tokio::test]
async fn only_the_councils_own_mail_server_sends_mail_in() {
    let post = Post::open().await;
    let message = mail(&post.councillor().email, "Bins", &[], "Again");
    let other = post.app.council("enquiry_route");
    let settings = &post.app.instance.app.mail_in;
    let others = settings.secret(other.id).expect("there is a key");
    let server = post.mail_server();
    let own = settings.secret(post.council.id).expect("there is a key");
    for wrong in ["", "guessed", others.as_str(), &own[..own.len() - 1], super::KEY] {
        let answer =
            server.post_request("/mail-in").bearer_auth(wrong).body(message.clone()).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{wrong}");
    }
    let without = server.post_request("/mail-in").body(message.clone()).send().await.expect("an answer");
    assert_eq!(without.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(post.count("SELECT count(*) FROM mail_in").await, 0);
    assert_eq!(post.sends(message).await.status(), StatusCode::ACCEPTED);
    assert_eq!(post.mails("waiting", None).await, 1, "kept before anybody looked at it");

    let closed = TestApp::start().await;
    let host = format!("{}.localhost", post.council.manifest.slug);
    let server = Person::stranger(closed.address, &host, "the mail server");
    let answer = server.post_request("/mail-in").bearer_auth(own).body("x").send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::NOT_FOUND, "without a key, no mail comes in this way");
}

#[tokio::test]
async fn what_is_too_large_is_refused_so_that_its_sender_is_told() {
    let post = Post::open().await;
    let beginning = mail(&post.councillor().email, "Film", &[], "");
    let declared = vec![b'a'; 37 * 1024 * 1024];
    assert_eq!(post.sends(declared).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let pieces = std::iter::once(beginning.into_bytes()).chain(std::iter::repeat_n(vec![b'a'; 1024 * 1024], 37));
    let streamed = Body::wrap_stream(stream::iter(pieces.map(Ok::<_, std::io::Error>)));
    assert_eq!(post.sends(streamed).await.status(), StatusCode::PAYLOAD_TOO_LARGE, "whatever it says of its length");
    assert_eq!(post.sends("").await.status(), StatusCode::BAD_REQUEST);
    assert_eq!(post.count("SELECT count(*) FROM mail_in").await, 0);
}

#[tokio::test]
async fn a_flood_is_put_off_and_not_refused() {
    let post = Post::open().await;
    let mut last = StatusCode::ACCEPTED;
    for number in 0..121 {
        assert_eq!(last, StatusCode::ACCEPTED, "{number}");
        last = post.sends(format!("From: a@b.example\r\n\r\n{number}")).await.status();
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    post.app.clock.advance(chrono::TimeDelta::minutes(1));
    assert_eq!(post.sends("From: a@b.example\r\n\r\nlater").await.status(), StatusCode::ACCEPTED);
}
