//! Real input: 50 service requests of a city, raised as casework through GraphQL. Read where the samples are present.

use casework::people::Role;
use serde_json::{Value, json};

use crate::support::{TestApp, samples};

#[tokio::test]
async fn every_real_request_is_routed_with_a_reason_and_a_deadline() {
    let Some(samples) = samples() else {
        eprintln!("skipped: the samples of other systems are not on this machine");
        return;
    };
    let text = std::fs::read_to_string(samples.join("open311/chicago_georeport_v2_requests.json")).expect("the sample");
    let requests: Vec<Value> = serde_json::from_str(&text).expect("a list of requests");
    assert_eq!(requests.len(), 50);
    let app = TestApp::start().await;
    for character in ["five_stages", "enquiry_route"] {
        let council = app.council(character);
        let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
        for (number, request) in requests.iter().enumerate() {
            let field = |name: &str| request[name].as_str().unwrap_or_default().to_owned();
            let input = json!({
                "summary": format!("{}: {}", field("service_name"), field("address")).chars().take(200).collect::<String>(),
                "details": field("description"),
                "place": field("address"),
                "latitude": request["lat"].as_f64(),
                "longitude": request["long"].as_f64(),
            });
            let raise = "mutation($input: RaiseCaseInput!, $key: String!) {
                raiseCase(input: $input, idempotencyKey: $key) {
                    problems { field reason } refusal { code }
                    case { dueOn timeline { kind body } } } }";
            let key = format!("00000000-0000-4000-8000-{number:012}");
            let payload = councillor.asks(raise, json!({ "input": input, "key": key })).await["raiseCase"].clone();
            assert_eq!((&payload["problems"], &payload["refusal"]), (&json!([]), &Value::Null), "{input}");
            let timeline = payload["case"]["timeline"].as_array().expect("events").clone();
            let body = |kind: &str| timeline.iter().find(|event| event["kind"] == kind).expect(kind)["body"].clone();
            let routed = body("routed");
            assert!(!routed["reason"].as_str().expect("a reason").is_empty(), "{routed}");
            assert_eq!(routed["failed"], false, "{routed}");
            let deadline = body("deadline-set");
            assert_eq!(deadline["due"], payload["case"]["dueOn"]);
            assert!(!deadline["explanation"].as_str().expect("an explanation").is_empty(), "{deadline}");
        }
        let all = app.database.all_seeing().await;
        assert_eq!(all.number(&council.schema, "SELECT count(*) FROM cases").await, 50);
    }
}
