//! Clients that hang up in mid-request, over real HTTP: nothing that was acknowledged is lost.

use std::time::Duration;

use casework::people::Role;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_client_that_hangs_up_costs_nobody_an_acknowledged_case() {
    // One connection: whatever a hung-up request leaves on it meets the next request.
    let app = TestApp::start_with(1).await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let people = app.instance.app.identity.people(&council).await.expect("people");
    let me = people.iter().find(|person| person.key == councillor.key).expect("me").id;
    let now = casework::clock::Clock::now(app.clock.as_ref());
    let token = app.instance.app.identity.sign_in(&council, me, now).await.expect("a session");

    let mut acknowledged = Vec::new();
    for round in 0..60_u64 {
        let host = format!("{}.localhost", council.manifest.slug);
        for path in ["/", "/requests", "/graphql?query=%7Bme%7BupdatesX%7B__typename%7D%7D%7D"] {
            let mut stream = TcpStream::connect(app.address).await.expect("a connection");
            let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: session={token}\r\n\r\n");
            stream.write_all(request.as_bytes()).await.expect("sent");
            tokio::time::sleep(Duration::from_micros(round * 50)).await;
            drop(stream);
        }
        let summary = format!("Hung up {round}");
        acknowledged.push(councillor.raises(&[("summary", &summary)]).await);
    }

    let all = app.database.all_seeing().await;
    let stored = all.number(&council.schema, "SELECT count(*) FROM cases WHERE summary LIKE 'Hung up %'").await;
    assert_eq!(usize::try_from(stored).expect("a count"), acknowledged.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_write_whose_client_hangs_up_is_done_whole_or_not_at_all() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    for round in 0..40_u64 {
        let summary = format!("Gone {round}");
        let form = councillor.post_form_request("/raise", &[("summary", &summary)]);
        let _ = tokio::time::timeout(Duration::from_micros(200 + round * 100), form.send()).await;
    }
    // Writes run to their end without their clients.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let all = app.database.all_seeing().await;
    let incomplete = "SELECT count(*) FROM cases c WHERE summary LIKE 'Gone %' AND (
        (SELECT count(*) FROM case_event e WHERE e.case_id = c.id) <> c.last_seq
        OR NOT EXISTS (SELECT FROM deadline d WHERE d.case_id = c.id)
        OR NOT EXISTS (SELECT FROM outbox o WHERE o.payload ->> 'case' = c.id::text))";
    assert_eq!(all.number(&council.schema, incomplete).await, 0);
}
