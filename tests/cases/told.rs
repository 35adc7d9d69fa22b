//! What the page of a case tells, and what somebody can do to read less of it.

use casework::people::Role;
use casework::text::Lang;
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
        let policy = word("policy");
        let title = council.titles.of(&policy, Lang::En);
        assert_ne!(title, policy, "what people call it");
        let worked_out = format!("Worked out by “{title}” {}.", word("policy_version"));

        let (_, page) = councillor.page(&format!("/cases/{reference}")).await;
        let (facts, timeline) =
            (page.find("id=\"facts\"").expect("the facts"), page.find("id=\"timeline\"").expect("the timeline"));
        let places: Vec<usize> = page.match_indices(&worked_out).map(|(at, _)| at).collect();
        assert_eq!(places.len(), 2, "{worked_out} in {character}: {page}");
        let (first, last) = (facts.min(timeline), facts.max(timeline));
        assert!(first < places[0] && places[0] < last && last < places[1], "once with the facts, once in the timeline");
    }
}

#[tokio::test]
async fn both_sides_read_progress_updates_alone_on_the_page_and_on_paper() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = councillor.raises(&[("summary", "A hole"), ("service", &potholes(&council.manifest))]).await;
    let path = format!("/cases/{reference}");
    let empty = councillor.page(&format!("{path}?history=progress")).await.1;
    assert!(empty.contains("No progress has been recorded yet"), "{empty}");

    let query = "query($r: String!) { case(reference: $r) { team { key } } }";
    let team = councillor.asks(query, json!({ "r": reference })).await["case"]["team"]["key"].clone();
    let in_team = |person: &casework::manifest::PersonDef| person.groups.iter().any(|group| *group == team);
    let worker = app.somebody(&council, Role::TeamMember, in_team).await;
    worker.submits(&format!("{path}/actions/record-progress"), &[("text", "An inspector came by.")]).await;
    councillor.submits(&format!("{path}/notes"), &[("text", "Still there today."), ("audience", "case")]).await;
    for person in [&worker, &councillor] {
        let all = person.page(&path).await.1;
        assert!(all.contains("An inspector came by.") && all.contains("Still there today."), "{all}");
        let link = format!("href=\"{path}?history=progress#timeline\"");
        assert!(all.contains(&link), "a link leads there, without a script: {all}");
        let progress = person.page(&format!("{path}?history=progress")).await.1;
        assert!(progress.contains("An inspector came by.") && !progress.contains("Still there today."), "{progress}");
        assert!(!progress.contains("raised the case"), "{progress}");
        assert!(progress.contains(&format!("{path}/progress.pdf?history=progress")), "{progress}");
        let paper = async |query: &str| {
            let answer = person.get_request(&format!("{path}/progress.pdf{query}")).send().await.expect("an answer");
            crate::residents::read(&answer.bytes().await.expect("a document"), &["-layout"])
        };
        let (whole, alone) = (paper("").await, paper("?history=progress").await);
        assert!(whole.contains("An inspector came by.") && whole.contains("Still there today."), "{whole}");
        assert!(alone.contains("An inspector came by.") && !alone.contains("Still there today."), "{alone}");
    }
}
