//! Links for people outside, by a program.

use casework::people::Role;
use reqwest::StatusCode;
use serde_json::json;

use super::{guest, raised, residents, times};
use crate::support::TestApp;

const KEY: &str = "0193a1f0-6c5e-7c41-9d5b-2f6f3f0a8c11";

#[tokio::test]
async fn a_program_makes_lists_and_takes_back_links() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = raised(&member, &["Joan Reeve"]).await;
    let joan = residents(&member, &reference).await.remove(0);
    let make = "mutation($r: String!, $p: String!, $k: String) { makeResidentLink(reference: $r, residentId: $p, idempotencyKey: $k)
        { linkId path repeated expiresAt refusal { code } } }";
    let made = member.asks(make, json!({ "r": reference, "p": joan, "k": KEY })).await["makeResidentLink"].clone();
    let path = made["path"].as_str().expect("a path");
    assert_eq!((&made["repeated"], guest(&app, &council).page(path).await.0), (&json!(false), StatusCode::OK));
    let again = member.asks(make, json!({ "r": reference, "p": joan, "k": KEY })).await["makeResidentLink"].clone();
    assert_eq!((&again["repeated"], &again["path"], &again["linkId"]), (&json!(true), &json!(null), &made["linkId"]));

    // The newest comes first.
    app.clock.advance(chrono::TimeDelta::seconds(1));
    let ask = "mutation($r: String!, $i: AskOutsideInput!, $k: String) { askOutside(reference: $r, input: $i, idempotencyKey: $k)
        { linkId path problems { field reason } refusal { code } } }";
    let wrong = json!({ "r": reference, "i": { "name": "Northfield Homes", "question": " ", "days": 91 } });
    let problems = member.asks(ask, wrong).await["askOutside"]["problems"].clone();
    let expected = json!([{ "field": "question", "reason": "missing" }, { "field": "days", "reason": "not-a-choice" }]);
    assert_eq!(problems, expected);
    let input = json!({ "name": "Northfield Homes", "question": "Is the wall yours?", "showSummary": true });
    let used = json!({ "r": reference, "i": input, "k": KEY });
    assert_eq!(member.asks(ask, used).await["askOutside"]["refusal"]["code"], "key-already-used");
    let asked = member.asks(ask, json!({ "r": reference, "i": input })).await["askOutside"].clone();
    let page = guest(&app, &council).page(asked["path"].as_str().expect("a path")).await.1;
    assert!(page.contains("A wall that leans") && !page.contains("chapel"));

    let list = "query($r: String!) { outsideLinks(reference: $r) { id name residentId takenBackAt answeredAt } }";
    let back = "mutation($r: String!, $l: String!) { takeBackLink(reference: $r, linkId: $l) { refusal { code } } }";
    let taken = member.asks(back, json!({ "r": reference, "l": asked["linkId"] })).await;
    assert_eq!(taken["takeBackLink"]["refusal"], json!(null));
    let links = member.asks(list, json!({ "r": reference })).await["outsideLinks"].clone();
    let names: Vec<_> =
        links.as_array().expect("links").iter().map(|link| (&link["name"], link["takenBackAt"].is_null())).collect();
    assert_eq!(names, [(&json!("Northfield Homes"), false), (&json!("Joan Reeve"), true)], "{links}");

    // Somebody of another ward learns nothing and does nothing.
    let wards = council.manifest.people.iter().find(|person| person.key == member.key).expect("a person").wards.clone();
    let far = app.somebody(&council, Role::Councillor, |person| person.wards != wards).await;
    assert_eq!(far.asks(list, json!({ "r": reference })).await["outsideLinks"], json!(null));
    let refused = far.asks(make, json!({ "r": reference, "p": joan })).await["makeResidentLink"].clone();
    assert_eq!((&refused["refusal"]["code"], &refused["path"]), (&json!("not-found"), &json!(null)));
    assert_eq!(times(&member, &reference, "resident-link-made").await, 1);
}
