//! Cases that belong together (R25): merged and back again, following a master, and nothing of the one seen on the other.

use std::sync::Arc;

use casework::people::Role;
use reqwest::StatusCode;
use serde_json::{Value, json};
use server::tenancy::Council;

use crate::support::{Person, TestApp, potholes};

/// Two cases of two members, which the same team has, and the desk that sees both.
struct Street {
    app: TestApp,
    council: Arc<Council>,
    one: Person,
    other: Person,
    desk: Person,
    first: String,
    second: String,
}

impl Street {
    async fn with_two_cases() -> Self {
        let app = TestApp::start().await;
        let council = app.council("five_stages");
        let one = app.somebody(&council, Role::Councillor, |_| true).await;
        let other = app.somebody(&council, Role::Councillor, |person| person.key != one.key).await;
        let desk = app.somebody(&council, Role::TriageOfficer, |_| true).await;
        let service = potholes(&council.manifest);
        let resident = |name| vec![("people.0.name", name), ("people.0.consent", "no")];
        let raise =
            |summary, name| [vec![("summary", summary), ("service", service.as_str())], resident(name)].concat();
        let first = one.raises(&raise("A hole by the school gate", "Ada Quill")).await;
        let second = other.raises(&raise("Deep hole outside the primary school", "Bert Rowe")).await;
        Self { app, council, one, other, desk, first, second }
    }

    async fn case(&self, who: &Person, reference: &str) -> Value {
        let query =
            "query($r: String!) { case(reference: $r) { dueOn closedAt version stage { key } timeline { kind body }
            links { id relation reference } } }";
        who.asks(query, json!({ "r": reference })).await["case"].clone()
    }

    async fn connects(&self, reference: &str, relation: &str, other: &str) -> StatusCode {
        let form = [("other", other), ("relation", relation)];
        self.desk.post_form(&format!("/cases/{reference}/links"), &form).await.status()
    }

    /// Somebody of the team that has the cases.
    async fn team(&self) -> Person {
        let query = "query($r: String!) { case(reference: $r) { team { key } } }";
        let asked = self.desk.asks(query, json!({ "r": self.first })).await;
        let key = asked["case"]["team"]["key"].as_str().expect("a team").to_owned();
        self.app.somebody(&self.council, Role::TeamMember, |person| person.groups.contains(&key)).await
    }
}

#[tokio::test]
async fn a_case_that_is_merged_ends_and_comes_back_as_it_was() {
    let street = Street::with_two_cases().await;
    let before = street.case(&street.desk, &street.second).await;
    assert_eq!(street.connects(&street.second, "merged-into", &street.first).await, StatusCode::SEE_OTHER);
    let merged = street.case(&street.desk, &street.second).await;
    assert!(merged["closedAt"].is_string(), "{merged}");
    assert_eq!(merged["links"][0]["relation"], "merged-into");
    assert_eq!(street.case(&street.desk, &street.first).await["links"][0]["relation"], "absorbed");
    let page = street.desk.page(&format!("/cases/{}", street.second)).await.1;
    assert!(page.contains("This case is closed and follows") && page.contains("Undo the merge"), "{page}");

    let link = merged["links"][0]["id"].as_str().expect("an id").to_owned();
    let end = format!("/cases/{}/links/{link}/end", street.second);
    assert!(street.desk.submits(&end, &[]).await.contains("taken-apart"));
    let back = street.case(&street.desk, &street.second).await;
    assert_eq!((&back["stage"], &back["dueOn"]), (&before["stage"], &before["dueOn"]));
    assert_eq!(back["closedAt"], Value::Null);
    assert_eq!(back["links"], json!([]));
    street.desk.submits(&end, &[]).await;
    assert_eq!(street.case(&street.desk, &street.second).await["version"], back["version"], "undone once");
    for reference in [&street.first, &street.second] {
        let chain = server::cases::verify_history(&street.app.instance.app.database, &street.council, reference).await;
        assert_eq!(chain.expect("a history"), Ok(()));
    }
}

#[tokio::test]
async fn whoever_sees_one_case_learns_nothing_of_the_other() {
    let street = Street::with_two_cases().await;
    street.connects(&street.second, "merged-into", &street.first).await;
    let page = street.other.page(&format!("/cases/{}", street.second)).await.1;
    assert!(page.contains("merged this case into another case"), "they are told that it was: {page}");
    for secret in [street.first.as_str(), "school gate", "Ada Quill"] {
        assert!(!page.contains(secret), "{secret} on {page}");
    }
    assert_eq!(street.case(&street.other, &street.second).await["links"], json!([]));
    let page = street.one.page(&format!("/cases/{}", street.first)).await.1;
    for secret in [street.second.as_str(), "primary school", "Bert Rowe"] {
        assert!(!page.contains(secret), "{secret} on {page}");
    }
    let stranger = street.app.somebody(&street.council, Role::Councillor, |person| {
        ![&street.one.key, &street.other.key].contains(&&person.key)
    });
    for (person, links) in [(&street.one.key, 1), (&street.other.key, 1), (&stranger.await.key, 0)] {
        assert_eq!(
            street.app.counted_by(&street.council, person, "SELECT count(*) FROM case_link").await,
            links,
            "{person}"
        );
    }
    // Nor can a case be reached by connecting with it.
    let form = [("other", street.second.as_str()), ("relation", "related")];
    let answer = street.one.post_form(&format!("/cases/{}/links", street.first), &form).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().await.expect("text").contains("There is no case of this number that you can see"));
}

#[tokio::test]
async fn the_outcome_of_a_master_answers_what_the_sender_could_answer_and_tells_the_others() {
    let street = Street::with_two_cases().await;
    let master = street
        .one
        .raises(&[("summary", "The whole road breaks up"), ("service", &potholes(&street.council.manifest))])
        .await;
    assert_eq!(street.connects(&street.first, "member-of", &master).await, StatusCode::SEE_OTHER);
    assert_eq!(street.connects(&master, "master-of", &street.second).await, StatusCode::SEE_OTHER, "from either side");
    let team = street.team().await;
    let version = street.case(&team, &master).await["version"].to_string();
    let form = [("text", "The road gets a new surface in March."), ("version", version.as_str())];
    let outcome = format!("/cases/{master}/outcome");
    assert!(team.submits(&outcome, &form).await.contains("outcome-sent"));
    for (who, reference) in [(&street.one, &street.first), (&street.other, &street.second)] {
        let case = street.case(who, reference).await;
        assert!(case["timeline"].to_string().contains("new surface in March"), "{case}");
        assert_eq!(case["stage"]["key"], "resolution", "the member says whether that settles it");
    }
    let again = team.post_form(&outcome, &form).await;
    assert_eq!(again.status(), StatusCode::CONFLICT, "a second click sends nothing twice");

    // Now both wait for their members, so the desk can only tell.
    let form = [("text", "It begins on 3 March.")];
    street.desk.submits(&outcome, &form).await;
    let case = street.case(&street.other, &street.second).await;
    assert!(
        case["timeline"].to_string().contains("outcome-shared") && case["timeline"].to_string().contains("3 March")
    );
    let refused = street.desk.post_form(&outcome, &[("text", "  ")]).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_cannot_be_connected_says_why_and_keeps_what_was_typed() {
    let street = Street::with_two_cases().await;
    let page = async |reference: &str, relation: &str, other: &str| {
        let form = [("other", other), ("relation", relation)];
        let answer = street.desk.post_form(&format!("/cases/{reference}/links"), &form).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        answer.text().await.expect("text")
    };
    assert!(page(&street.first, "related", &street.first).await.contains("This is the number of this case"));
    let unknown = page(&street.first, "merged-into", "XX-99").await;
    assert!(unknown.contains("There is no case of this number") && unknown.contains("value=\"XX-99\""), "{unknown}");
    street.connects(&street.first, "related", &street.second).await;
    let twice = page(&street.second, "related", &street.first).await;
    assert!(twice.contains("connected in this way already"), "from the other side it is the same");
    street.connects(&street.second, "merged-into", &street.first).await;
    assert!(page(&street.first, "merged-into", &street.second).await.contains("The other case is closed"));
    let third = street.one.raises(&[("summary", "A third hole")]).await;
    assert!(page(&street.first, "merged-into", &third).await.contains("Other cases follow this one"));
}

#[tokio::test]
async fn a_member_connects_cases_that_they_see_but_ends_none_and_sends_no_outcome() {
    let street = Street::with_two_cases().await;
    let mine = street.one.raises(&[("summary", "The sign there is gone, too")]).await;
    let links = format!("/cases/{}/links", street.first);
    street.one.submits(&links, &[("other", &mine.to_lowercase())]).await;
    assert_eq!(street.case(&street.one, &mine).await["links"][0]["relation"], "related");
    let connect = "mutation($a: String!, $b: String!) { connectCases(reference: $a, relation: \"merged-into\", other: $b) { refusal { code } } }";
    let answer = street.one.asks(connect, json!({ "a": mine, "b": street.first })).await;
    assert_eq!(answer["connectCases"]["refusal"]["code"], "not-yours");
    // The desk merges two cases of this member: it is not the member who takes them apart or speaks for both.
    assert_eq!(street.connects(&mine, "merged-into", &street.first).await, StatusCode::SEE_OTHER);
    let links = street.case(&street.one, &mine).await["links"].clone();
    let merge =
        links.as_array().expect("links").iter().find(|link| link["relation"] == "merged-into").expect("the merge");
    let end = format!("/cases/{mine}/links/{}/end", merge["id"].as_str().expect("an id"));
    assert_eq!(street.one.post_form(&end, &[]).await.status(), StatusCode::FORBIDDEN);
    let answer = street.one.post_form(&format!("/cases/{}/outcome", street.first), &[("text", "All done")]).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    assert!(!street.case(&street.one, &mine).await["timeline"].to_string().contains("All done"));
    // Opened again by its member, a merged case follows nobody.
    street.connects(&street.second, "merged-into", &street.first).await;
    street
        .other
        .submits(&format!("/cases/{}/actions/reopen", street.second), &[("text", "Mine is another hole.")])
        .await;
    assert_eq!(street.case(&street.desk, &street.second).await["links"], json!([]));
}

#[tokio::test]
async fn a_part_is_raised_as_a_case_of_its_own_with_what_is_known_and_connected_once() {
    let street = Street::with_two_cases().await;
    let form = street.one.page(&format!("/raise?part_of={}", street.first)).await.1;
    assert!(form.contains("Ada Quill") && form.contains("goes on as it is"), "{form}");
    let fields = [
        ("part_of", street.first.as_str()),
        ("client_id", "0193a1f0-6c5e-7c41-9d5b-2f6f3f0a8c55"),
        ("summary", "And the street light is out"),
        ("people.0.name", "Ada Quill"),
        ("people.0.consent", "no"),
    ];
    let part = street.one.raises(&fields).await;
    assert_eq!(street.one.raises(&fields).await, part, "sent twice is raised once");
    assert_eq!(street.case(&street.one, &part).await["links"][0]["relation"], "part-of");
    let whole = street.case(&street.one, &street.first).await;
    assert_eq!(whole["links"].as_array().map(Vec::len), Some(1), "connected once");
    assert_eq!((&whole["links"][0]["relation"], &whole["closedAt"]), (&json!("split-into"), &Value::Null));
    let (status, page) = street.other.page(&format!("/raise?part_of={}", street.first)).await;
    assert!(status == StatusCode::NOT_FOUND && !page.contains("Ada Quill"), "nobody splits what they cannot see");
}
