//! The stages of a council as a diagram, and the same in words (R17).

use casework::people::Role;
use reqwest::StatusCode;
use serde_json::json;

use crate::support::{TestApp, potholes};

#[tokio::test]
async fn everybody_can_see_how_a_case_moves_in_their_council() {
    let app = TestApp::start().await;
    for character in ["five_stages", "enquiry_route"] {
        let council = app.council(character);
        let member = app.somebody(&council, Role::Councillor, |_| true).await;
        let page = member.page("/stages").await.1;
        for stage in &council.manifest.workflow.stages {
            let name = stage.name.get(casework::text::Lang::En).replace('\'', "&#x27;");
            assert!(page.matches(name.as_str()).count() >= 2, "{name} in the diagram and in words");
        }
        let ways = council.manifest.workflow.ways();
        let mut pairs: Vec<_> = ways.iter().map(|way| (way.from, way.to, way.action.is_none())).collect();
        pairs.sort_unstable();
        pairs.dedup();
        assert_eq!(page.matches("marker-end=").count(), pairs.len(), "an arrow for each");
        assert_eq!(page.matches("<li value=").count(), pairs.len(), "and a line");
        assert!(page.contains("By itself, when the day it is due has passed"));
    }
}

#[tokio::test]
async fn running_cases_move_to_newer_stages_as_was_shown_before() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = member.raises(&[("summary", "A hole"), ("service", &potholes(&council.manifest))]).await;
    let kept = member.raises(&[("summary", "Something else")]).await;
    let all = app.database.all_seeing().await;
    // As if the case had begun on stages that had another name for this one.
    let older = "INSERT INTO workflow SELECT version - 1, replace(definition::text, '\"case-assigned\"', '\"with-works\"')::jsonb FROM workflow";
    all.run(&council.schema, older).await;
    let back = format!(
        "UPDATE cases SET workflow_version = workflow_version - 1, stage = 'with-works' WHERE reference = '{reference}'"
    );
    all.run(&council.schema, &back).await;
    app.reload(&council).await;

    let admin = app.somebody(&council, Role::TenantAdmin, |_| true).await;
    let page = admin.page("/stages/move").await.1;
    assert!(page.contains("1 case in") && page.contains("Leave them on their stages"), "{page}");
    let field = format!("{}.with-works", council.workflow_version - 1);
    let preview = admin.post_form("/stages/move", &[(field.as_str(), "case-assigned"), ("do", "preview")]).await;
    let preview = preview.text().await.expect("text");
    assert!(preview.contains("1 case: from"));
    assert!(preview.contains(&reference), "the case that moves is named: {preview}");
    assert!(
        !preview.contains("A hole") && !preview.contains(&kept),
        "to somebody who may not see it by its number alone"
    );
    let query = "query($r: String!) { case(reference: $r) { dueOn stage { key } timeline { kind } } }";
    let before = member.asks(query, json!({ "r": reference })).await["case"].clone();
    assert_eq!(before["stage"]["key"], "with-works", "a preview moves nothing");
    let absurd = admin.submits("/stages/move", &[(field.as_str(), "closed"), ("do", "move")]).await;
    assert!(absurd.ends_with("moved=0"), "an open case is not closed by moving it: {absurd}");

    let done = admin.submits("/stages/move", &[(field.as_str(), "case-assigned"), ("do", "move")]).await;
    assert!(done.ends_with("moved=1"), "{done}");
    let after = member.asks(query, json!({ "r": reference })).await["case"].clone();
    assert_eq!((&after["stage"]["key"], &after["dueOn"]), (&json!("case-assigned"), &before["dueOn"]));
    assert!(after["timeline"].to_string().contains("stages-changed"));
    assert!(!member.asks(query, json!({ "r": kept })).await["case"]["timeline"].to_string().contains("stages-changed"));
    assert!(admin.page("/stages/move").await.1.contains("There is nothing to move"));
    let chain = server::cases::verify_history(&app.instance.app.database, &council, &reference).await;
    assert_eq!(chain.expect("a history"), Ok(()));
    assert_eq!(member.page("/stages/move").await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_preview_names_so_many_cases_and_says_what_they_are_about_to_whoever_sees_them() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let mut raised = Vec::new();
    for number in 0..22 {
        raised.push(member.raises(&[("summary", &format!("Hole number {number}."))]).await);
    }
    let admin = app.somebody(&council, Role::TenantAdmin, |_| true).await;
    let all = app.database.all_seeing().await;
    all.run(&council.schema, "INSERT INTO workflow SELECT version - 1, definition FROM workflow").await;
    all.run(&council.schema, "UPDATE cases SET workflow_version = workflow_version - 1").await;
    // Of one case the admin is told as anybody is who was given it.
    let given = format!(
        "UPDATE cases SET visible_to = visible_to || (SELECT id FROM person WHERE key = '{}') WHERE reference = '{}'",
        admin.key, raised[3]
    );
    all.run(&council.schema, &given).await;
    app.reload(&council).await;

    let stage = council.manifest.workflow.entry.unrouted.clone();
    let field = format!("{}.{stage}", council.workflow_version - 1);
    let form = [(field.as_str(), stage.as_str()), ("do", "preview")];
    let preview = admin.post_form("/stages/move", &form).await.text().await.expect("text");
    let named = raised.iter().filter(|reference| preview.contains(reference.as_str())).count();
    assert_eq!(named, 20, "{preview}");
    assert!(preview.contains("and 2 more"), "{preview}");
    assert_eq!(preview.matches("Hole number").count(), 1, "{preview}");
    assert!(preview.contains("Hole number 3."), "{preview}");
    let left = admin.post_form("/stages/move", &[(field.as_str(), ""), ("do", "preview")]).await;
    let left = left.text().await.expect("text");
    assert!(!left.contains(&raised[0]), "what stays where it is moves nowhere: {left}");
}
