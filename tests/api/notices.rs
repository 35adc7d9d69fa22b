//! Notices, how one is told, and absences, for programs: the same as the pages.

use casework::people::Role;
use serde_json::{Value, json};
use server::work::Worker;

use crate::support::TestApp;

#[tokio::test]
async fn a_program_reads_notices_a_page_at_a_time_and_marks_them_as_read() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let mut worker = Worker::new(std::sync::Arc::clone(&app.instance.app));
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let desk = app.somebody(&council, Role::TriageOfficer, |_| true).await;
    let mut raised = Vec::new();
    for number in 0..7 {
        app.clock.advance(chrono::TimeDelta::minutes(1));
        raised.push(councillor.raises(&[("summary", &format!("Case {number}"))]).await);
    }
    app.clock.advance(chrono::TimeDelta::minutes(1));
    while worker.pass().await.expect("the worker looks") > 0 {
        app.clock.advance(chrono::TimeDelta::seconds(2));
    }
    let query = "query($after: String, $first: Int) { unreadNotices notices(first: $first, after: $after) {
                   nodes { kind topic actor reference summary onBehalfOf read } next } }";
    let (mut seen, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = desk.asks(query, json!({ "after": after, "first": 3 })).await;
        assert_eq!(page["unreadNotices"], 7);
        let nodes = page["notices"]["nodes"].as_array().expect("nodes").clone();
        let new = |node: &Value| node["kind"] == "raised" && node["topic"] == "waiting" && node["read"] == false;
        assert!(nodes.iter().all(new), "{nodes:?}");
        seen.extend(nodes.iter().map(|node| node["reference"].as_str().expect("a reference").to_owned()));
        after = page["notices"]["next"].clone();
        if after.is_null() {
            break;
        }
    }
    raised.reverse();
    assert_eq!(seen, raised, "each once, the newest first");

    let statements = async |first: i32| {
        let before = app.instance.app.database.statements();
        desk.asks(query, json!({ "first": first })).await;
        app.instance.app.database.statements() - before
    };
    desk.page("/notices").await;
    let (few, many) = (statements(1).await, statements(7).await);
    assert_eq!((few, many), (2, 2), "a page and a count, however many there are");

    let read = "mutation($r: String) { markNoticesRead(reference: $r) }";
    desk.asks(read, json!({ "r": raised[0] })).await;
    assert_eq!(desk.asks("{ unreadNotices }", json!({})).await["unreadNotices"], 6);
    desk.asks(read, json!({})).await;
    assert_eq!(desk.asks("{ unreadNotices }", json!({})).await["unreadNotices"], 0);
    let answer = desk.graphql(query, json!({ "after": "invented" })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "INVALID", "{answer}");
}

#[tokio::test]
async fn a_program_says_how_somebody_is_told_and_when_they_are_away() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let choose =
        "mutation($topics: [TopicChoiceInput!]!, $lang: String) { chooseNotices(topics: $topics, lang: $lang) {
                    choice { lang topics { topic how offered } } problems { field reason } } }";
    let how = |choice: &Value, topic: &str| {
        let topics = choice["topics"].as_array().expect("topics").clone();
        topics.iter().find(|known| known["topic"] == topic).map(|known| known["how"].clone()).unwrap_or_default()
    };
    let topics = json!([{ "topic": "own", "how": "daily" }]);
    let kept = &councillor.asks(choose, json!({ "topics": topics })).await["chooseNotices"]["choice"];
    assert_eq!((how(kept, "own"), how(kept, "waiting")), (json!("daily"), json!("at-once")));
    for (topic, wrong) in [("waiting", "not"), ("team", "here"), ("own", "loudly")] {
        let topics = json!([{ "topic": "colleagues", "how": "here" }, { "topic": topic, "how": wrong }]);
        let refused = &councillor.asks(choose, json!({ "topics": topics })).await["chooseNotices"];
        assert_eq!(refused["problems"], json!([{ "field": topic, "reason": "not-a-choice" }]));
    }
    let now = &councillor.asks("{ noticeChoice { lang topics { topic how } } }", json!({})).await["noticeChoice"];
    assert_eq!(
        (how(now, "colleagues"), how(now, "own")),
        (json!("not"), json!("daily")),
        "what was refused is not kept"
    );

    let known = councillor.asks("{ deputies { id name } absence { until } }", json!({})).await;
    assert!(known["absence"].is_null());
    let deputy = &known["deputies"][0]["id"];
    let say = "mutation($from: NaiveDate!, $until: NaiveDate!, $deputy: String!) {
                 sayAway(from: $from, until: $until, deputy: $deputy) {
                   absence { from until deputy { id } } problems { field reason } } }";
    let said = |from: &str, until: &str| json!({ "from": from, "until": until, "deputy": deputy });
    let refused = &councillor.asks(say, said("2026-11-20", "2026-11-19")).await["sayAway"];
    assert_eq!(refused["problems"], json!([{ "field": "until", "reason": "before-from" }]));
    let kept = &councillor.asks(say, said("2026-11-18", "2026-11-20")).await["sayAway"]["absence"];
    assert_eq!((&kept["until"], &kept["deputy"]["id"]), (&json!("2026-11-20"), deputy));
    assert_eq!(councillor.asks("{ absence { from } }", json!({})).await["absence"]["from"], "2026-11-18");
    assert_eq!(councillor.asks("mutation { endAway }", json!({})).await["endAway"], true);
    assert_eq!(councillor.asks("mutation { endAway }", json!({})).await["endAway"], false);
}
