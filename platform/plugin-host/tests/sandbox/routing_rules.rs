//! The rules: the first one whose conditions all hold decides.

use casework::routing::Enquiry;
use serde_json::json;

use crate::host::{calendar, day, pothole, sandbox};

#[tokio::test]
async fn the_first_rule_that_fits_decides() {
    let sandbox = sandbox();
    let settings = json!({
        "rules": [
            { "when": { "any_words": ["flood*"], "hours": { "from": "17:30", "to": "08:00" } }, "group": "duty-engineer",
              "because": "Flooding goes to the duty engineer at night." },
            { "when": { "any_words": ["flood*"] }, "group": "drainage", "because": "Flooding goes to Drainage." },
            { "when": { "all_words": ["pothole", "cyclist"], "weekend": false }, "group": "street-team",
              "because": "Potholes that hurt cyclists come first." },
            { "when": { "place_words": ["bus stop"], "ward": ["E05001771"] }, "group": "transport",
              "because": "Bus stops in the centre belong to Transport." },
            { "when": { "category": "roads", "service": "gritting" }, "group": "highways", "because": "Highways grits." },
        ],
        "otherwise": "members-services",
    });
    let rules = sandbox.routing("routing-rules", settings).await.expect("good settings");
    let calendar = calendar();
    let flood = Enquiry { summary: "Road FLOODED again!".to_owned(), ..pothole() };

    for (what, enquiry, group) in [
        ("in the evening", Enquiry { raised_at_minutes: 17 * 60 + 30, ..flood.clone() }, "duty-engineer"),
        ("before eight", Enquiry { raised_at_minutes: 7 * 60 + 59, ..flood.clone() }, "duty-engineer"),
        ("at eight", Enquiry { raised_at_minutes: 8 * 60, ..flood }, "drainage"),
        ("on a weekday", pothole(), "street-team"),
        ("on a Sunday", Enquiry { raised_on: day("2026-11-22"), ..pothole() }, "transport"),
        (
            "gritting elsewhere",
            Enquiry {
                service: "gritting".to_owned(),
                summary: "Icy hill".to_owned(),
                details: String::new(),
                ward_gss: None,
                ..pothole()
            },
            "highways",
        ),
        (
            "nothing fits",
            Enquiry { summary: "Noise".to_owned(), details: String::new(), place_words: String::new(), ..pothole() },
            "members-services",
        ),
    ] {
        let decision = rules.route(&enquiry, &calendar).await.expect("a decision");
        assert_eq!(decision.group.as_deref(), Some(group), "{what}");
        assert!(decision.reason.ends_with('.'), "{what}: {}", decision.reason);
    }
}

#[tokio::test]
async fn without_otherwise_the_rest_goes_to_triage() {
    let sandbox = sandbox();
    let settings = json!({ "rules": [{ "when": { "category": "parks" }, "group": "parks", "because": "Parks." }] });
    let rules = sandbox.routing("routing-rules", settings).await.expect("good settings");
    let decision = rules.route(&pothole(), &calendar()).await.expect("a decision");
    assert_eq!(decision.group, None);
    assert_eq!(decision.reason, "None of the council’s rules fits, so Triage will choose the team.");
}
