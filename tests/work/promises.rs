//! Answered is not solved: promises, referrals and the clock meanwhile (R23, R24, R28).

use reqwest::StatusCode;
use serde_json::json;

use super::Office;

/// Until when the case's next answer is due, and in which stage it stands.
async fn due(office: &Office) -> (String, String) {
    let query = "query($r: String!) { case(reference: $r) { dueOn stage { key } } }";
    let case = office.councillor().await.asks(query, json!({ "r": office.reference })).await;
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    (text(&case["case"]["dueOn"]), text(&case["case"]["stage"]["key"]))
}

#[tokio::test]
async fn a_promise_that_is_not_kept_brings_the_case_back_and_tells_both_sides() {
    let mut office = Office::with_a_case().await;
    let promise = [("by", "2026-12-10"), ("order", "WO-10442"), ("text", "Fill the hole and paint the line")];
    office.acts_with(&office.team().await, "promise-work", &promise).await;
    let (day, promised_in) = due(&office).await;
    assert_eq!(day, "2026-12-10");
    let path = format!("/cases/{}", office.reference);
    let page = office.councillor().await.page(&path).await.1;
    for words in [
        "Work is promised by Thursday 10 December",
        "WO-10442",
        "Fill the hole and paint the line",
        "Nobody has said yet that it is solved",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }

    office.at("2026-12-08T08:30:00Z").await;
    assert_eq!(office.events("reminded").await, 1, "the team is reminded two working days before");
    office.at("2026-12-10T17:00:00Z").await;
    assert_eq!(office.events("promise-missed").await, 0, "the day itself is in time");
    office.at("2026-12-11T08:30:00Z").await;
    assert_eq!(office.events("promise-missed").await, 1);
    let (next, stage) = due(&office).await;
    assert_ne!(stage, promised_in, "it is back with the team");
    assert_eq!(next, "2027-01-04", "with ten working days, over Christmas, when this council is closed");
    let told = "Promised work was not done in time";
    for person in [office.councillor().await, office.team().await, office.desk().await] {
        assert!(person.page("/notices").await.1.contains(told), "{} is told", person.key);
    }
    assert!(office.councillor().await.page(&path).await.1.contains("was not done by then"));
    office.at("2026-12-14T09:00:00Z").await;
    assert_eq!(office.events("promise-missed").await, 1, "once");
}

#[tokio::test]
async fn work_that_is_done_is_not_yet_solved_until_somebody_who_should_know_says_so() {
    let office = Office::with_a_case().await;
    let path = format!("/cases/{}", office.reference);
    office.acts_with(&office.team().await, "promise-work", &[("by", "24 12 2026"), ("text", "Fill the hole")]).await;
    office.acts(&office.team().await, "work-done", "Filled on Monday.").await;
    let page = office.councillor().await.page(&path).await.1;
    assert!(page.contains("The promised work was done") && page.contains("Nobody has said yet that it is solved"));
    office.acts(&office.councillor().await, "send-back", "It is open again at the edge.").await;
    let (_, stage) = due(&office).await;
    let workflow = &office.council.manifest.workflow;
    let kind = workflow.stages.iter().find(|known| known.key.as_str() == stage).map(|known| known.kind.as_str());
    assert_eq!(kind, Some("with-team"));
    office.acts(&office.team().await, "resolve", "Filled and sealed.").await;
    office.acts(&office.councillor().await, "confirm-resolved", "").await;
    let page = office.councillor().await.page(&path).await.1;
    assert!(page.contains("Answered") && page.contains("says it is solved"), "{page}");
}

#[tokio::test]
async fn another_body_has_a_clock_of_its_own_and_the_councils_stands_still_meanwhile() {
    let mut office = Office::with_a_case().await;
    // A first answer on Tuesday 17; the next is due on Tuesday 1 December, ten working days later.
    office.acts(&office.team().await, "record-progress", "We had a look.").await;
    assert_eq!(due(&office).await.0, "2026-12-01");
    office.at("2026-11-20T09:00:00Z").await;
    let ask =
        [("body", "The water company"), ("by", "2026-12-18"), ("reference", "SW-77"), ("text", "Is it your pipe?")];
    office.acts_with(&office.team().await, "refer", &ask).await;
    assert_eq!(due(&office).await.0, "2026-12-18");
    let page = office.councillor().await.page(&format!("/cases/{}", office.reference)).await.1;
    for words in ["The water company was asked", "SW-77", "with 7 working days left"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    office.at("2026-12-15T09:00:00Z").await;
    office.acts(&office.team().await, "record-reply", "It is. They will mend it.").await;
    assert_eq!(due(&office).await.0, "2026-12-24", "seven working days after Tuesday 15");
    let page = office.councillor().await.page(&format!("/cases/{}", office.reference)).await.1;
    assert!(
        page.contains("was asked and replied") && page.contains("7 working days were left when it stopped"),
        "{page}"
    );
}

#[tokio::test]
async fn another_body_that_says_nothing_brings_the_case_back_to_whoever_asked() {
    let mut office = Office::with_a_case().await;
    let ask = [("body", "The water company"), ("by", "2026-12-01"), ("text", "Is it your pipe?")];
    office.acts_with(&office.team().await, "refer", &ask).await;
    office.at("2026-12-02T09:00:00Z").await;
    assert_eq!(office.events("reply-missed").await, 1);
    assert!(office.team().await.page("/notices").await.1.contains("has not replied in time"));
    let page = office.councillor().await.page(&format!("/cases/{}", office.reference)).await.1;
    assert!(page.contains("did not reply by Tuesday 1 December"), "{page}");
}

#[tokio::test]
async fn a_day_that_cannot_be_meant_is_explained_and_nothing_typed_is_lost() {
    let office = Office::with_a_case().await;
    let path = format!("/cases/{}/actions/promise-work", office.reference);
    for (day, words) in [
        ("", "Choose a day"),
        ("soon", "Write a day such as"),
        ("2026-11-17", "Choose a day after today"),
        ("2036-11-17", "within two years"),
    ] {
        let fields = [("by", day), ("order", "WO-3"), ("text", "Fill the hole by the school gate")];
        let answer = office.team().await.post_form(&path, &fields).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let page = answer.text().await.expect("text");
        assert!(page.contains(words), "{day}: {page}");
        assert!(page.contains("WO-3") && page.contains("Fill the hole by the school gate"), "kept with {day}");
    }
}
