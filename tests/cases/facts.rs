//! The facts of a case (R12): what happened so far, who was asked already, what the resident wants. Whoever sees the case reads them.

use casework::cases::limits;
use casework::people::Role;
use reqwest::StatusCode;
use serde_json::json;

use crate::residents::read;
use crate::support::{TestApp, potholes};

const FACTS: [(&str, &str); 3] = [
    ("history", "It was filled in March.\r\nIt came back after the frost."),
    ("approached", "The contact centre, twice."),
    ("wanted", "A repair that lasts."),
];
const TOLD: [&str; 4] =
    ["It was filled in March.", "It came back after the frost.", "The contact centre, twice.", "A repair that lasts."];

#[tokio::test]
async fn the_facts_of_a_case_are_told_to_whoever_sees_it_and_to_nobody_else() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let service = potholes(&council.manifest);
    let about = [("summary", "A hole by the school"), ("service", service.as_str())];
    let resident = [("people.0.name", "Ada Quill"), ("people.0.consent", "no")];
    let reference = member.raises(&[&about[..], &resident, &FACTS].concat()).await;
    let path = format!("/cases/{reference}");

    let asked = "query($r: String!) { case(reference: $r) { history approached wanted team { key } } }";
    let case = member.asks(asked, json!({ "r": reference })).await["case"].clone();
    assert_eq!(case["history"], "It was filled in March.\nIt came back after the frost.");
    assert_eq!((&case["approached"], &case["wanted"]), (&json!(FACTS[1].1), &json!(FACTS[2].1)));
    let team = case["team"]["key"].as_str().expect("a team").to_owned();
    let worker = app.somebody(&council, Role::TeamMember, |person| person.groups.contains(&team)).await;
    for person in [&member, &worker] {
        let page = person.page(&path).await.1;
        let pdf = person.get_request(&format!("{path}/progress.pdf")).send().await.expect("an answer");
        let record = read(&pdf.bytes().await.expect("bytes"), &[]).split_whitespace().collect::<Vec<_>>().join(" ");
        for words in
            TOLD.into_iter().chain(["What has happened so far", "Who was asked already", "What the resident wants"])
        {
            assert!(page.contains(words), "{words} in {page}");
            assert!(record.contains(words), "{words} in {record}");
        }
    }
    let colleague = app.somebody(&council, Role::Councillor, |person| person.key != member.key).await;
    assert_eq!(colleague.page(&path).await.0, StatusCode::NOT_FOUND, "the resident did not agree");
    assert_eq!(colleague.asks(asked, json!({ "r": reference })).await["case"], json!(null));

    let quick = member.raises(&about).await;
    let page = member.page(&format!("/cases/{quick}")).await.1;
    assert!(!page.contains("What has happened so far"), "what nobody said has no heading: {page}");
}

#[tokio::test]
async fn a_fact_that_is_too_long_is_told_in_words_and_nothing_typed_is_lost() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let form = member.page("/raise").await.1;
    assert!(form.contains("More that helps the team") && form.contains("name=\"history\""), "{form}");
    let long = "x".repeat(limits::FACT + 1);
    let words = [
        ("history", "Say what has happened so far in 2000 characters or fewer"),
        ("approached", "Say who was asked in 2000 characters or fewer"),
        ("wanted", "Say what the resident wants in 2000 characters or fewer"),
    ];
    for (field, said) in words {
        let typed: Vec<_> =
            FACTS.iter().map(|(name, text)| (*name, if *name == field { long.as_str() } else { *text })).collect();
        let answer = member.post_form("/raise", &[&[("summary", "A hole")], &typed[..]].concat()).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let page = answer.text().await.expect("a page");
        assert!(page.contains(said) && page.contains(&format!("href=\"#{field}\"")), "{said} in {page}");
        for (name, text) in typed {
            let kept = text.lines().all(|line| page.contains(line));
            assert!(kept, "{name} is kept: {page}");
        }
        let fold = page.split("<details").find(|fold| fold.contains("name=\"history\"")).expect("the fold");
        assert!(
            fold.split('>').next().is_some_and(|tag| tag.contains(" open")),
            "what is to be corrected is seen: {fold}"
        );
    }
    let raise = "mutation($i: RaiseCaseInput!) { raiseCase(input: $i) { case { wanted } problems { field reason } } }";
    let refused = member.asks(raise, json!({ "i": { "summary": "A hole", "wanted": long } })).await;
    assert_eq!(refused["raiseCase"]["problems"], json!([{ "field": "wanted", "reason": "too-long" }]));
    let raised = member.asks(raise, json!({ "i": { "summary": "A hole", "wanted": "  A date. " } })).await;
    assert_eq!(raised["raiseCase"]["case"]["wanted"], "A date.");
}

#[tokio::test]
async fn what_is_known_of_a_case_comes_along_with_a_part_that_is_split_off() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let whole = member.raises(&[&[("summary", "A hole, and no light")], &FACTS[..]].concat()).await;
    let form = member.page(&format!("/raise?part_of={whole}")).await.1;
    for words in TOLD {
        assert!(form.contains(words), "{words} in {form}");
    }
}
