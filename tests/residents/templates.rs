//! The council's own words.

use reqwest::StatusCode;
use serde_json::json;

use super::{BY_EMAIL, Town, text_of};

const PAGE: &str = "/templates/acknowledgement/en";

#[tokio::test]
async fn a_text_is_changed_seen_beforehand_used_and_taken_back() {
    let mut town = Town::new().await;
    let admin = town.admin().await;
    assert!(admin.page("/templates").await.1.contains("Standard text"));
    let own = [
        ("subject", "We have {{ case.reference }}"),
        ("text", "Hello from {{ council }}.\n\n{% if due %}\n{{ due }}\n{% endif %}\nSee you."),
    ];
    let with = |version: &'static str, pressed: &'static str| [own[0], own[1], ("version", version), ("do", pressed)];
    let preview = admin.post_form(PAGE, &with("0", "preview")).await;
    assert_eq!(preview.status(), StatusCode::OK);
    let preview = preview.text().await.expect("text");
    assert!(preview.contains("Dear Mrs Joan Reeve") && preview.contains("Hello from"), "{preview}");
    assert!(admin.page("/templates").await.1.contains("Standard text"), "a look changes nothing");

    admin.submits(PAGE, &with("0", "save")).await;
    assert!(admin.page("/templates").await.1.contains("Changed by"), "R31: who and when");
    let late = town.desk().await.post_form(PAGE, &with("0", "save")).await;
    assert_eq!(late.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let late = late.text().await.expect("text");
    assert!(late.contains("Somebody else has changed this text") && late.contains("See you."), "{late}");

    town.raised(&BY_EMAIL).await;
    town.at("2026-11-17T09:31:00Z").await;
    town.at("2026-11-17T09:40:00Z").await;
    let text = text_of(&town.to_residents()[0]);
    assert!(text.contains("Subject: We have ") && text.contains("Hello from") && text.contains("See you."), "{text}");
    assert!(!text.contains("Your case has the number"), "{text}");

    admin.submits(PAGE, &with("1", "standard")).await;
    let page = admin.page(PAGE).await.1;
    assert!(
        page.contains("Your case has the number") && page.contains("Version 1") && page.contains("See you."),
        "{page}"
    );
}

#[tokio::test]
async fn a_text_with_a_mistake_is_refused_by_line_and_nothing_typed_is_lost() {
    let town = Town::new().await;
    let admin = town.admin().await;
    for (body, words) in [
        ("Kept\n\n{{ case.refernce }}", "Line 3: there is no field called case.refernce"),
        ("Kept\n{% for i in range(1000000000) %}x{% endfor %}", "Line 2: “for i in range(1000000000)” cannot be used"),
        ("Kept\n{{ message.__class__ }}", "Line 2: there is no field called message.__class__"),
        ("Kept\n{{ &#39;x&#39; * 9999999 }}", "cannot be used"),
        ("Kept\n{% if due %}never closed", "something is not closed"),
        ("Kept {{ message }}{{ message }}{{ message }}{{ message }}{{ message }}", "too long for a letter"),
    ] {
        let form = [("subject", "Kept, too"), ("text", body), ("version", "0"), ("do", "save")];
        let answer = admin.post_form(PAGE, &form).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        let page = answer.text().await.expect("text");
        assert!(page.contains(words), "{words} in {page}");
        assert!(
            page.contains("Kept, too") && page.contains("resident.name"),
            "what was typed, and the fields there are"
        );
    }
    assert_eq!(town.number("SELECT count(*) FROM message_template").await, 0);

    let save = "mutation($b: String!) { saveResidentText(what: \"outcome\", lang: \"en\", subject: \"S\", body: $b, version: 0) {
        saved problems { part line reason found } fields refusal { code } } }";
    let answer = admin.asks(save, json!({ "b": "One\n{{ two }}" })).await;
    let wanted = json!([{ "part": "body", "line": 2, "reason": "unknown-field", "found": "two" }]);
    assert_eq!(answer["saveResidentText"]["problems"], wanted);
    assert!(
        admin.asks(save, json!({ "b": "{{ answer }}" })).await["saveResidentText"]["saved"].as_bool() == Some(true)
    );
}

#[tokio::test]
async fn nobody_else_reads_or_writes_the_councils_texts() {
    let town = Town::new().await;
    let member = town.member().await;
    for path in ["/templates", PAGE] {
        assert_eq!(member.page(path).await.0, StatusCode::FORBIDDEN);
    }
    let form = [("subject", "Mine"), ("text", "Mine"), ("version", "0"), ("do", "save")];
    assert_eq!(member.post_form(PAGE, &form).await.status(), StatusCode::FORBIDDEN);
    let save = "mutation { saveResidentText(what: \"outcome\", lang: \"en\", subject: \"S\", body: \"B\", version: 0) { saved refusal { code } } }";
    let wanted = json!({ "saved": false, "refusal": { "code": "not-allowed" } });
    assert_eq!(member.asks(save, json!({})).await["saveResidentText"], wanted);
    assert_eq!(member.asks("{ residentTexts { what } }", json!({})).await["residentTexts"], json!(null));
    assert_eq!(
        town.admin().await.page("/templates/acknowledgement/cy").await.0,
        StatusCode::NOT_FOUND,
        "no such language here"
    );
}
