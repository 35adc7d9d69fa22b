//! The table: the most specific row wins, and every reason is a sentence for a councillor.

use casework::routing::{Enquiry, RouteDecision};
use serde_json::json;

use crate::host::{calendar, pothole, sandbox};

#[tokio::test]
async fn the_most_specific_row_wins() {
    let sandbox = sandbox();
    let rows = json!({ "rows": [
        { "category": "roads", "group": "highways" },
        { "category": "roads", "ward": "E05001772", "group": "roads-north" },
        { "category": "roads", "service": "pothole", "group": "street-team" },
        { "category": "roads", "service": "pothole", "ward": "E05001771", "group": "city-centre" },
        { "category": "parks", "group": "green-spaces", "reason": "The rangers know every tree." },
        { "category": "bins", "service": "missed-bin", "group": "waste" },
    ]});
    let table = sandbox.routing("routing-table", rows).await.expect("good settings");
    let calendar = calendar();
    let asked = |category: &str, service: &str, ward: Option<&str>| Enquiry {
        category: category.to_owned(),
        service: service.to_owned(),
        ward_gss: ward.map(str::to_owned),
        ward_name: ward.map(|_| "Abbey".to_owned()),
        ..pothole()
    };

    for (enquiry, group, reason) in [
        (
            asked("roads", "pothole", Some("E05001771")),
            Some("city-centre"),
            "Requests about pothole in Abbey go to the City centre team.",
        ),
        (
            asked("roads", "pothole", Some("E05001999")),
            Some("street-team"),
            "Requests about pothole go to the Street team.",
        ),
        (asked("roads", "pothole", None), Some("street-team"), "Requests about pothole go to the Street team."),
        (
            asked("roads", "gritting", Some("E05001772")),
            Some("roads-north"),
            "Requests about roads in Abbey go to the Roads north team.",
        ),
        (asked("roads", "gritting", None), Some("highways"), "Requests about roads go to the Highways team."),
        (asked("parks", "other", None), Some("green-spaces"), "The rangers know every tree."),
        (
            asked("bins", "missed-bin", None),
            Some("waste"),
            "Requests about missed bin go to the Waste team for every ward.",
        ),
        (asked("bins", "other", None), None, "No team is listed for requests about bins, so Triage will choose one."),
        (asked("other", "other", None), None, "The category is “Other”, so Triage will choose the team."),
    ] {
        let decision = table.route(&enquiry, &calendar).await.expect("a decision");
        assert_eq!(decision, RouteDecision { group: group.map(str::to_owned), reason: reason.to_owned() });
    }
}

#[tokio::test]
async fn the_same_facts_give_the_same_answer() {
    let sandbox = sandbox();
    let settings = json!({ "rows": [{ "category": "roads", "group": "highways" }] });
    let first = sandbox.routing("routing-table", settings.clone()).await.expect("good settings");
    let again = sandbox.routing("routing-table", settings).await.expect("good settings");
    let calendar = calendar();

    let answer = first.route(&pothole(), &calendar).await;
    for _ in 0..50 {
        assert_eq!(first.route(&pothole(), &calendar).await, answer);
        assert_eq!(again.route(&pothole(), &calendar).await, answer);
    }
}

#[tokio::test]
async fn a_long_report_and_a_large_table_fit_the_limits() {
    let sandbox = sandbox();
    let rows: Vec<_> = (0..1_000)
        .map(|n| json!({ "category": format!("category-{}", n % 40), "service": format!("service-{n}"), "group": "team" }))
        .collect();
    let table = sandbox.routing("routing-table", json!({ "rows": rows })).await.expect("good settings");
    let enquiry = Enquiry {
        category: "category-39".to_owned(),
        service: "service-999".to_owned(),
        details: "Ŵ".repeat(5_000),
        ..pothole()
    };
    let decision = table.route(&enquiry, &calendar()).await.expect("a decision");
    assert_eq!(decision.group.as_deref(), Some("team"));
}
