//! What the page of a case tells, and what somebody can do to read less of it.

use casework::people::Role;
use serde_json::{Value, json};

use crate::support::{TestApp, potholes};

#[tokio::test]
async fn the_page_says_what_worked_a_deadline_out_where_it_explains_the_deadline() {
    let app = TestApp::start().await;
    for character in ["five_stages", "enquiry_route"] {
        let council = app.council(character);
        let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
        let reference = councillor.raises(&[("summary", "A hole"), ("service", &potholes(&council.manifest))]).await;
        let query = "query($r: String!) { case(reference: $r) { timeline { kind body } } }";
        let told = councillor.asks(query, json!({ "r": reference })).await;
        let events: &Vec<Value> = told["case"]["timeline"].as_array().expect("events");
        let set = events.iter().find(|event| event["kind"] == "deadline-set").expect("a deadline");
        let word = |field: &str| set["body"][field].as_str().expect("words").to_owned();
        let worked_out = format!("Worked out by {} {}.", word("policy"), word("policy_version"));

        let (_, page) = councillor.page(&format!("/cases/{reference}")).await;
        let (facts, timeline) =
            (page.find("id=\"facts\"").expect("the facts"), page.find("id=\"timeline\"").expect("the timeline"));
        let places: Vec<usize> = page.match_indices(&worked_out).map(|(at, _)| at).collect();
        assert_eq!(places.len(), 2, "{worked_out} in {character}: {page}");
        let (first, last) = (facts.min(timeline), facts.max(timeline));
        assert!(first < places[0] && places[0] < last && last < places[1], "once with the facts, once in the timeline");
    }
}
