//! What a council's stages tell by themselves, and what they hold back until it is met (R16, R17).

use casework::people::Role;
use reqwest::StatusCode;

use super::Office;
use crate::support::TestApp;

/// A case of the council whose answers are checked, passed to a service that has promised work.
async fn promised() -> Office {
    let mut office = Office::in_council(TestApp::start().await, "enquiry_route").await;
    let team = office.team.clone();
    office.acts_with(&office.desk().await, "assign", &[("group", &team)]).await;
    office.at("2026-11-17T15:00:00Z").await;
    let promise = [("by", "2026-12-10"), ("text", "Fill the hole")];
    office.acts_with(&office.team().await, "promise-work", &promise).await;
    office.at("2026-11-18T09:00:00Z").await;
    office
}

#[tokio::test]
async fn a_stage_tells_whom_the_council_says_in_its_words_beside_those_who_hear_anyway() {
    let office = promised().await;
    assert_eq!(office.events("stage-told").await, 1);
    let overseer = office.app.somebody(&office.council, Role::HeadOfService, |_| true).await;
    assert!(overseer.page("/notices").await.1.contains("Came to a stage of which you are told"));
    let page = overseer.page(&format!("/cases/{}", office.reference)).await.1;
    assert!(page.contains("Please keep an eye on it") && page.contains("triage and the heads of service"), "{page}");
    let councillor = office.councillor().await.page("/notices").await.1;
    assert!(!councillor.contains("of which you are told"), "who is not named is not told");
    assert!(councillor.contains("promised"), "and hears of the promise as before");
    // Nobody is told of one step twice.
    let twice = "SELECT count(*) FROM (SELECT FROM notice GROUP BY person_id, case_id, at HAVING count(*) > 1) n";
    let all = office.app.database.all_seeing().await;
    assert_eq!(all.number(&office.council.schema, twice).await, 0);
}

#[tokio::test]
async fn an_answer_is_not_passed_on_by_whoever_gave_it() {
    let office = promised().await;
    let path = format!("/cases/{}", office.reference);
    // Somebody at the desk who also works in the service.
    let desk = office.desk().await;
    let all = office.app.database.all_seeing().await;
    let joins = format!(
        "UPDATE person SET group_ids = group_ids || (SELECT id FROM work_group WHERE key = '{}') WHERE key = '{}'",
        office.team, desk.key
    );
    all.run(&office.council.schema, &joins).await;
    let desk = office.app.sign_in(&office.council, &desk.key).await;
    office.acts(&desk, "work-done", "Filled on Monday.").await;

    let page = desk.page(&path).await.1;
    assert!(page.contains("by somebody other than whoever gave the answer"), "{page}");
    assert!(!page.contains(&format!("{path}/actions/confirm-resolved")), "there is no such button");
    let refused = desk.post_form(&format!("{path}/actions/confirm-resolved"), &[("text", "")]).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().await.expect("text").contains("somebody else must do this"));

    let colleague = office.app.somebody(&office.council, Role::TriageOfficer, |person| person.key != desk.key).await;
    assert!(!colleague.page(&path).await.1.contains("by somebody other than"));
    office.acts(&colleague, "confirm-resolved", "").await;
    assert!(office.councillor().await.page(&path).await.1.contains("Filled on Monday."));
}
