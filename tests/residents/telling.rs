//! Who is told, by whom, how often and when.

use casework::ids::ConstituentId;
use chrono::TimeDelta;
use reqwest::StatusCode;
use sea_orm::Value as Bound;
use serde_json::json;
use server::tenancy::Acting;
use server::work::Worker;

use super::{BY_EMAIL, Town, but, text_of};

#[tokio::test]
async fn a_resident_hears_of_the_start_and_of_the_answer_once_by_email() {
    let mut town = Town::new().await;
    let reference = town.raised(&BY_EMAIL).await;
    town.at("2026-11-17T09:31:00Z").await;
    // The server puts the very first mail off, whoever it is for.
    town.at("2026-11-17T09:40:00Z").await;
    let mails = town.to_residents();
    let [mail] = mails.as_slice() else { panic!("one acknowledgement: {mails:?}") };
    let text = text_of(mail);
    for expected in [
        &format!("Subject: Your case {reference}: A hole by the school"),
        "Dear Joan Reeve",
        &format!("Your case has the number {reference}"),
        "Yours sincerely",
        "Auto-Submitted: auto-generated",
        "Reply-To: ",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    let page = town.member().await.page(&format!("/cases/{reference}")).await.1;
    assert!(page.contains("wrote to Joan Reeve by email: acknowledgement"), "R31: an event that everybody sees");
    assert!(page.contains("Thank you for telling") && page.contains("wb-event__state--sent"), "{page}");

    // A worker that dies and one that begins again say nothing twice.
    town.app
        .database
        .all_seeing()
        .await
        .run(&town.council.schema, "UPDATE job SET state = 'waiting' WHERE kind = 'residents'")
        .await;
    town.worker = Worker::new(std::sync::Arc::clone(&town.app.instance.app));
    town.app
        .database
        .all_seeing()
        .await
        .run(&town.council.schema, "UPDATE control.lease SET expires_at = '-infinity'")
        .await;
    town.at("2026-11-17T10:00:00Z").await;
    assert_eq!((town.to_residents(), town.messages().await), (vec![], 1), "told once");

    town.closed(&reference, "The hole was filled on Thursday.").await;
    town.at("2026-11-17T10:30:00Z").await;
    let mails = town.to_residents();
    let [mail] = mails.as_slice() else { panic!("one outcome: {mails:?}") };
    let text = text_of(mail);
    assert!(text.contains("The answer to your case") && text.contains("The hole was filled on Thursday."), "{text}");
    let member = town.member().await;
    assert!(member.page("/notices").await.1.contains("Message to the resident by"), "R12: a copy for the councillor");
    let query = "query($r: String!) { case(reference: $r) { replyRoute constituents { tell } residentMessages { what way state } } }";
    let asked = member.asks(query, json!({ "r": reference })).await;
    assert_eq!(
        asked["case"],
        json!({ "replyRoute": "to-resident", "constituents": [{ "tell": "email" }], "residentMessages": [
            { "what": "acknowledgement", "way": "email", "state": "sent" }, { "what": "outcome", "way": "email", "state": "sent" },
        ] })
    );
    let chain = server::cases::verify_history(&town.app.instance.app.database, &town.council, &reference);
    assert_eq!(chain.await.expect("a history"), Ok(()));
}

#[tokio::test]
async fn nobody_is_told_who_is_not_to_be_told() {
    let mut town = Town::new().await;
    let wishes = [
        but(&BY_EMAIL, "reply_route", "confidential"),
        but(&BY_EMAIL, "reply_route", "through-me"),
        but(&BY_EMAIL, "reply_route", ""),
        but(&BY_EMAIL, "people.0.tell", ""),
    ];
    let mut references = Vec::new();
    for fields in &wishes {
        references.push(town.raised(fields).await);
    }
    town.at("2026-11-17T10:00:00Z").await;
    for reference in &references {
        town.closed(reference, "The hole was filled.").await;
    }
    town.at("2026-11-18T10:00:00Z").await;
    assert_eq!((town.to_residents(), town.messages().await), (vec![], 0));

    let team = town.team_of(&references[1]).await;
    for (reference, what) in
        references.iter().zip(["confidential", "through the councillor", "so by default", "not told"])
    {
        let to = town.resident_of(reference).await;
        let answer = team.post_form(&format!("/cases/{reference}/write"), &[("to", &to), ("text", "News")]).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{what}: an officer does not write either");
    }
    let member = town.member().await;
    let writes = async |reference: &str| {
        let to = town.resident_of(reference).await;
        member.post_form(&format!("/cases/{reference}/write"), &[("to", &to), ("text", "News")]).await.status()
    };
    assert_eq!(writes(&references[0]).await, StatusCode::FORBIDDEN, "confidential is confidential for all");
    assert_eq!(writes(&references[3]).await, StatusCode::FORBIDDEN, "a resident who is not told");
    assert_eq!(writes(&references[1]).await, StatusCode::SEE_OTHER, "through the councillor means by the councillor");
    let page = member.page(&format!("/cases/{}", references[0])).await.1;
    assert!(page.contains("Confidential: nothing goes to a resident."));
}

#[tokio::test]
async fn the_database_itself_refuses_a_message_against_what_was_said() {
    let town = Town::new().await;
    let wishes = [
        (but(&BY_EMAIL, "reply_route", "confidential"), "member", "email"),
        (but(&BY_EMAIL, "reply_route", "through-me"), "council", "email"),
        (but(&BY_EMAIL, "people.0.tell", ""), "council", "email"),
        (BY_EMAIL.to_vec(), "council", "post"),
        (BY_EMAIL.to_vec(), "council", "email"),
    ];
    for (number, (fields, writer, way)) in wishes.iter().enumerate() {
        let reference = town.raised(fields).await;
        let to: ConstituentId = town.resident_of(&reference).await.parse().expect("an id");
        let tx = town.app.instance.app.database.begin(&town.council.schema, Acting::System).await.expect("a scope");
        let values: Vec<Bound> = vec![reference.clone().into(), to.as_uuid().into(), (*writer).into(), (*way).into()];
        let written = tx
            .run(
                "INSERT INTO resident_message (case_id, seq, constituent_id, cause, what, way, writer, created_at)
                 SELECT id, 1, $2, 1, 'progress', $4, $3, raised_at FROM cases WHERE reference = $1",
                values,
            )
            .await;
        let refused = written.err().map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(refused.contains("row-level security"), number < 4, "{writer} by {way}, {fields:?}: {refused}");
    }
}

#[tokio::test]
async fn what_waits_is_stopped_when_the_councillor_changes_their_mind() {
    let mut town = Town::new().await;
    town.app.clock.set("2026-11-17T19:30:00Z".parse().expect("a time"));
    let reference = town.raised(&BY_EMAIL).await;
    let team = town.team_of(&reference).await;
    let to = town.resident_of(&reference).await;
    team.submits(&format!("/cases/{reference}/write"), &[("to", &to), ("text", "We come tomorrow.")]).await;
    town.at("2026-11-17T20:00:00Z").await;
    assert_eq!(town.to_residents(), Vec::<serde_json::Value>::new(), "nobody is disturbed in the evening");

    let path = format!("/cases/{reference}/telling");
    assert_eq!(team.page(&path).await.0, StatusCode::NOT_FOUND, "whoever raised the case says it, and nobody else");
    let forged = team.post_form(&path, &[("reply_route", "to-resident")]).await;
    assert_eq!(forged.status(), StatusCode::NOT_FOUND);
    let page = town.member().await.page(&path).await.1;
    assert!(page.contains("joan.reeve@resident.example"));
    let form = [
        ("reply_route", "confidential"),
        ("people.0.id", to.as_str()),
        ("people.0.email", "joan.reeve@resident.example"),
        ("people.0.tell", "email"),
    ];
    town.member().await.submits(&path, &form).await;
    town.at("2026-11-18T09:00:00Z").await;
    town.at("2026-11-18T10:00:00Z").await;
    assert_eq!(town.to_residents(), Vec::<serde_json::Value>::new());
    assert_eq!(town.number("SELECT count(*) FROM resident_message WHERE state = 'stopped'").await, 1);
    assert_eq!(town.messages().await, 1, "nor is the acknowledgement written that was due in the morning");
    let page = town.member().await.page(&format!("/cases/{reference}")).await.1;
    assert!(page.contains("changed how the resident is told") && page.contains("it may not go any more"), "{page}");
}

#[tokio::test]
async fn whoever_is_to_be_told_needs_an_address_and_nothing_typed_is_lost() {
    let town = Town::new().await;
    let member = town.member().await;
    for (fields, words) in [
        (but(&BY_EMAIL, "people.0.email", ""), "Enter the email address of resident 1, or choose another way"),
        (but(&BY_EMAIL, "people.0.tell", "post"), "Enter the address of resident 1, or choose another way"),
        (but(&BY_EMAIL, "people.0.tell", "pigeon"), "Choose one from the list"),
        (but(&BY_EMAIL, "reply_route", "nobody-knows"), "Choose one from the list"),
    ] {
        let answer = member.post_form("/raise", &fields).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let page = answer.text().await.expect("text");
        assert!(page.contains(words) && page.contains("Joan Reeve"), "{words} in {page}");
    }
    let raise = "mutation($i: RaiseCaseInput!) { raiseCase(input: $i) { problems { field reason } } }";
    let resident = json!({ "name": "Joan Reeve", "consent": true, "tell": "email" });
    let input = json!({ "summary": "A hole", "replyRoute": "to-resident", "people": [resident] });
    let answer = member.asks(raise, json!({ "i": input })).await;
    let wanted = json!([{ "field": "people.0.email", "reason": "needed-to-tell" }]);
    assert_eq!(answer["raiseCase"]["problems"], wanted);
}

#[tokio::test]
async fn a_resident_is_written_to_in_their_language() {
    let mut town = Town::new().await.speaking(r#"["cy", "en"]"#).await;
    let page = town.member().await.page("/raise").await.1;
    assert!(page.contains("people.0.lang"), "asked where the council has two languages");
    town.raised(&BY_EMAIL).await;
    let english: Vec<_> = BY_EMAIL.into_iter().chain([("people.0.lang", "en")]).collect();
    town.raised(&english).await;
    town.at("2026-11-17T09:31:00Z").await;
    town.at("2026-11-17T09:40:00Z").await;
    let mut texts: Vec<String> = town.to_residents().iter().map(text_of).collect();
    texts.sort_by_key(|text| text.contains("Yours sincerely"));
    let [welsh, english] = texts.as_slice() else { panic!("two mails: {texts:?}") };
    assert!(
        welsh.contains("Annwyl Joan Reeve") && welsh.contains("Rhif eich achos yw"),
        "the council's first: {welsh}"
    );
    assert!(english.contains("Dear Joan Reeve") && english.contains("Your case has the number"), "{english}");
}

#[tokio::test]
async fn the_residents_of_a_merged_case_hear_the_outcome_of_the_one_that_it_follows() {
    let mut town = Town::new().await;
    let (first, second) = (town.raised(&BY_EMAIL).await, town.raised(&BY_EMAIL).await);
    let merge = "mutation($r: String!, $o: String!) {
        connectCases(reference: $r, other: $o, relation: \"merged-into\") { refusal { code } } }";
    let merged = town.desk().await.asks(merge, json!({ "r": second, "o": first })).await;
    assert_eq!(merged["connectCases"]["refusal"], json!(null));
    town.at("2026-11-17T09:31:00Z").await;
    town.at("2026-11-17T09:40:00Z").await;
    assert_eq!(town.to_residents().len(), 2, "both were raised; that one was merged is no outcome");

    let send =
        "mutation($r: String!) { sendOutcome(reference: $r, text: \"The hole was filled.\") { refusal { code } } }";
    let sent = town.desk().await.asks(send, json!({ "r": first })).await;
    assert_eq!(sent["sendOutcome"]["refusal"], json!(null));
    town.at("2026-11-17T10:00:00Z").await;
    let mails = town.to_residents();
    let [mail] = mails.as_slice() else { panic!("one outcome: {mails:?}") };
    let text = text_of(mail);
    assert!(text.contains(&format!("case {second}")) && text.contains("The hole was filled."), "{text}");
}

#[tokio::test]
async fn a_mail_leads_the_resident_to_their_own_page_and_the_case_does_not_keep_the_way() {
    let mut town = Town::new().await;
    let reference = town.raised(&BY_EMAIL).await;
    town.at("2026-11-17T09:31:00Z").await;
    town.at("2026-11-17T09:40:00Z").await;
    let mails = town.to_residents();
    // A long line is broken up on its way, as mail programs expect and put together again.
    let text = mails[0]["text"].as_str().expect("text").replace("=\r\n", "").replace("=3D", "=");
    let (_, path) = text.split_once("/g/").unwrap_or_else(|| panic!("a link in {text}"));
    let path = format!("/g/{}", path.split_whitespace().next().expect("a token"));
    let resident = crate::support::Person::stranger(town.app.address, &town.council.host, "nobody");
    let (status, page) = resident.page(&path).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains(&reference) && page.contains("solved"), "{page}");
    let case = town.member().await.page(&format!("/cases/{reference}")).await.1;
    assert!(!case.contains(&path), "whoever sees the case does not see the resident's own way in");
    let stored = format!("SELECT count(*) FROM case_event WHERE body::text LIKE '%{path}%'");
    assert_eq!(town.number(&stored).await, 0);
}

#[tokio::test]
async fn a_case_that_cannot_be_told_of_holds_up_no_other_and_is_given_up_in_the_end() {
    let mut town = Town::new().await;
    let broken = town.raised(&BY_EMAIL).await;
    let all = town.app.database.all_seeing().await;
    // Something that this program cannot read, such as an event of a newer one.
    let spoil = "UPDATE case_event SET body = '{\"kind\": \"from-the-future\"}' WHERE kind = 'routed'";
    all.run(&town.council.schema, spoil).await;
    town.app.clock.advance(TimeDelta::seconds(5));
    let whole = town.raised(&but(&BY_EMAIL, "people.0.email", "peter@resident.example")).await;
    town.at("2026-11-17T09:40:00Z").await;
    town.at("2026-11-17T09:50:00Z").await;
    let mails = town.to_residents();
    assert!(mails.len() == 1 && text_of(&mails[0]).contains(&whole), "{mails:?}");
    for day in 18..30 {
        for hour in [9, 11, 15, 17] {
            town.at(&format!("2026-11-{day}T{hour:02}:00:00Z")).await;
        }
    }
    assert_eq!(town.number("SELECT attempts::bigint FROM job WHERE state = 'dead' AND kind = 'residents'").await, 8);
    let page = town.desk().await.page("/jobs").await.1;
    assert!(page.contains("Wardbook itself failed") && page.contains("Tried 8 times"), "{broken}: {page}");
}
