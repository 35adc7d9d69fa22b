//! The demo: a year of invented cases, told by the same use cases that people use.

use casework::people::Role;

use crate::support::TestApp;

#[tokio::test]
async fn the_demo_tells_a_year_of_every_council_and_leaves_nothing_old_to_be_told() {
    let app = TestApp::start().await;
    server::demo::fill(&app.instance.app, |_| Ok(())).await.expect("the councils are filled");
    let all = app.database.all_seeing().await;
    let mut ended = 0;
    for character in ["five_stages", "enquiry_route"] {
        let council = app.council(character);
        assert!(all.number(&council.schema, "SELECT count(*) FROM cases").await > 100, "{character}");
        let late = "SELECT (SELECT count(*) FROM outbox WHERE sent_at IS NULL)
                        + (SELECT count(*) FROM deadline WHERE next_on <= '2026-11-17')
                        + (SELECT count(*) FROM job j JOIN cases c ON c.id = (j.payload ->> 'case')::uuid
                           WHERE j.state = 'waiting' AND j.kind = 'residents' AND c.raised_at < '2026-11-15')";
        assert_eq!(all.number(&council.schema, late).await, 0, "{character}: nobody is told of last year's news");
        let unanswered = "SELECT count(*) FROM case_event WHERE kind = 'closed' AND body ->> 'how' = 'no-reply'";
        ended += all.number(&council.schema, unanswered).await;
        let member = app.somebody(&council, Role::Councillor, |_| true).await;
        assert_eq!(member.page("/").await.0, 200);
    }
    assert!(ended > 0, "what nobody answered has ended by itself");
    server::demo::fill(&app.instance.app, |_| panic!("what is filled is not filled again"))
        .await
        .expect("nothing to do");
}
