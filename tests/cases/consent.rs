//! Who sees a case (R34): enforced in the database, tried through pages and GraphQL.

use std::collections::BTreeMap;

use casework::people::Role;
use reqwest::StatusCode;
use serde_json::json;
use server::tenancy::Council;

use crate::support::{Person, TestApp};

/// Two councillors of one ward.
async fn ward_colleagues(app: &TestApp, council: &Council) -> (Person, Person) {
    let mut by_ward: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for person in council.manifest.people.iter().filter(|person| person.roles == [Role::Councillor]) {
        for ward in &person.wards {
            by_ward.entry(ward).or_default().push(&person.key);
        }
    }
    let shared = by_ward.values().find(|people| people.len() >= 2).expect("a ward with two councillors");
    (app.sign_in(council, shared[0]).await, app.sign_in(council, shared[1]).await)
}

fn resident<'a>(name: &'a str, consent: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("summary", "Damp in the back bedroom"), ("people.0.name", name), ("people.0.consent", consent)]
}

#[tokio::test]
async fn a_ward_colleague_sees_a_case_only_where_the_resident_agreed() {
    let app = TestApp::start().await;
    for character in ["five_stages", "enquiry_route"] {
        let council = app.council(character);
        let (raiser, colleague) = ward_colleagues(&app, &council).await;
        let shared = raiser.raises(&resident("Ada Agreed", "yes")).await;
        let private = raiser.raises(&resident("Nora Never", "no")).await;
        let unnamed = raiser.raises(&[("summary", "Nobody is named here")]).await;

        for reference in [&shared, &unnamed] {
            assert_eq!(colleague.page(&format!("/cases/{reference}")).await.0, StatusCode::OK);
        }
        let (status, page) = colleague.page(&format!("/cases/{private}")).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert!(!page.contains("Nora") && !page.contains("Damp"), "nothing of it shows");
        let (_, list) = colleague.page("/ward").await;
        assert!(list.contains(&shared) && list.contains(&unnamed) && !list.contains(&private));
        let query = "query($r: String!) { case(reference: $r) { summary constituents { name } } }";
        assert!(colleague.asks(query, json!({ "r": private })).await["case"].is_null());
        let refused = "mutation($r: String!) { addNote(reference: $r, body: \"Hello\") { refusal { code } } }";
        let answer = colleague.asks(refused, json!({ "r": private })).await;
        assert_eq!(answer["addNote"]["refusal"]["code"], "not-found");
        assert_eq!(raiser.page(&format!("/cases/{private}")).await.0, StatusCode::OK);
    }
}

#[tokio::test]
async fn one_resident_who_did_not_agree_keeps_the_case_from_the_ward() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let (raiser, colleague) = ward_colleagues(&app, &council).await;
    let mut form = resident("Ada Agreed", "yes");
    form.extend([("people.1.name", "Nora Never"), ("people.1.consent", "no")]);
    let reference = raiser.raises(&form).await;
    assert_eq!(colleague.page(&format!("/cases/{reference}")).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_other_council_sees_nothing() {
    let app = TestApp::start().await;
    let (here, there) = (app.council("five_stages"), app.council("enquiry_route"));
    let raiser = app.somebody(&here, Role::Councillor, |_| true).await;
    let reference = raiser.raises(&resident("Ada Agreed", "yes")).await;
    let desk = app.somebody(&there, Role::TriageOfficer, |_| true).await;
    assert_eq!(desk.page(&format!("/cases/{reference}")).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_team_that_never_had_the_case_does_not_see_it() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let raiser = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = raiser.raises(&[("summary", "Only for triage")]).await;
    let outsider = app.somebody(&council, Role::TeamMember, |_| true).await;
    assert_eq!(outsider.page(&format!("/cases/{reference}")).await.0, StatusCode::NOT_FOUND);
}
