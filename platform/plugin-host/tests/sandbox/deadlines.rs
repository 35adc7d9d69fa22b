//! The two SLA plugins, on the council's own calendar (R26, R27, R29).

use std::collections::BTreeSet;
use std::sync::Arc;

use casework::calendar::{Nation, WorkingCalendar};
use casework::sla::{Situation, TargetKind};
use serde_json::{Value, json};

use crate::host::{calendar, day, sandbox, waiting_for};

fn working_days() -> Value {
    json!({ "first_response": 5, "next_response": 10, "representative_reply": 10, "remind_before": 2, "remind_every": 5 })
}

#[tokio::test]
async fn working_days_are_counted_from_today_and_explained() {
    let sandbox = sandbox();
    let policy = sandbox.sla("sla-working-days", working_days()).await.expect("good settings");
    let calendar = calendar();
    let proposed = policy.deadline(&waiting_for(TargetKind::FirstResponse), &calendar).await.expect("a deadline");

    assert_eq!(proposed.due, day("2026-11-24"));
    assert_eq!(proposed.explanation, "Due Tuesday 24 November 2026: 5 working days from Tuesday 17 November.");
    assert_eq!(proposed.remind_on[..3], [day("2026-11-20"), day("2026-12-01"), day("2026-12-08")]);
    assert_eq!(proposed.remind_on.len(), 20);
    // Five working days over Christmas take longer.
    assert!(proposed.remind_on.contains(&day("2027-01-08")));

    let next = policy.deadline(&waiting_for(TargetKind::NextResponse), &calendar).await.expect("a deadline");
    assert_eq!(next.due, day("2026-12-01"));
}

#[tokio::test]
async fn a_representative_is_reminded_once_half_way() {
    let sandbox = sandbox();
    let policy = sandbox.sla("sla-working-days", working_days()).await.expect("good settings");
    let proposed =
        policy.deadline(&waiting_for(TargetKind::RepresentativeReply), &calendar()).await.expect("a deadline");
    assert_eq!((proposed.due, proposed.remind_on), (day("2026-12-01"), vec![day("2026-11-24")]));
}

#[tokio::test]
async fn the_calendar_is_the_councils_own() {
    let sandbox = sandbox();
    let policy = sandbox.sla("sla-working-days", working_days()).await.expect("good settings");
    let closed = BTreeSet::from([day("2026-11-19")]);
    for (nation, closures, due) in [
        (Nation::England, closed, "2026-11-25"),
        // Saint Andrew's Day is a bank holiday in Scotland alone: 30 November 2026.
        (Nation::Scotland, BTreeSet::new(), "2026-11-24"),
    ] {
        let calendar = Arc::new(WorkingCalendar::new(nation, closures));
        let proposed = policy.deadline(&waiting_for(TargetKind::FirstResponse), &calendar).await.expect("a deadline");
        assert_eq!(proposed.due, day(due), "{nation}");
    }
    let scotland = Arc::new(WorkingCalendar::new(Nation::Scotland, BTreeSet::new()));
    let next = policy.deadline(&waiting_for(TargetKind::NextResponse), &scotland).await.expect("a deadline");
    assert_eq!(next.due, day("2026-12-02"));
}

#[tokio::test]
async fn priority_decides_how_soon_the_answer_is_due() {
    let sandbox = sandbox();
    let settings = json!({
        "priorities": [
            { "name": "urgent", "days": 3, "any_words": ["danger*", "no heating"] },
            { "name": "parliament", "days": 8, "representative_kinds": ["mp", "msp"] },
            { "name": "by hand", "days": 1 },
        ],
        "default": { "name": "standard", "days": 10 },
        "acknowledge_days": 2, "councillor_days": 10, "remind_before": 2, "remind_every": 5,
    });
    let policy = sandbox.sla("sla-priority", settings).await.expect("good settings");
    let calendar = calendar();
    let answer = waiting_for(TargetKind::NextResponse);

    for (situation, due, explanation) in [
        (
            waiting_for(TargetKind::FirstResponse),
            "2026-11-19",
            "Due Thursday 19 November 2026: to be acknowledged within 2 working days from Tuesday 17 November.",
        ),
        (
            waiting_for(TargetKind::RepresentativeReply),
            "2026-12-01",
            "Due Tuesday 1 December 2026: 10 working days for the councillor’s reply from Tuesday 17 November.",
        ),
        (
            answer.clone(),
            "2026-12-01",
            "Due Tuesday 1 December 2026: priority “standard” is answered within 10 working days from Tuesday 17 November.",
        ),
        (
            Situation { summary: "Dangerous wall".to_owned(), ..answer.clone() },
            "2026-11-20",
            "Due Friday 20 November 2026: priority “urgent” is answered within 3 working days from Tuesday 17 November.",
        ),
        (
            Situation { representative_kind: Some("msp".to_owned()), ..answer.clone() },
            "2026-11-27",
            "Due Friday 27 November 2026: priority “parliament” is answered within 8 working days from Tuesday 17 November.",
        ),
        (
            Situation { priority: Some("By hand".to_owned()), ..answer.clone() },
            "2026-11-18",
            "Due Wednesday 18 November 2026: priority “by hand” is answered within 1 working day from Tuesday 17 November.",
        ),
        (
            // It came back after the first answer was due: counted anew.
            Situation { today: day("2026-12-14"), ..answer },
            "2026-12-30",
            "Due Wednesday 30 December 2026: priority “standard” is answered within 10 working days from Monday 14 December.",
        ),
    ] {
        let proposed = policy.deadline(&situation, &calendar).await.expect("a deadline");
        assert_eq!((proposed.due, proposed.explanation.as_str()), (day(due), explanation));
    }
}
