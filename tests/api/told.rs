//! Residents, copies, letters, texts and mail in, as programs deal with them.

use serde_json::json;

use super::actions::{Office, refused};
use crate::mail_in::{Post, mail};
use crate::residents::{BY_POST, Town};

#[tokio::test]
async fn a_resident_is_written_to_once_and_only_by_who_may() {
    let town = Town::new().await;
    let (reference, member) = (town.raised(&BY_POST).await, town.member().await);
    let to = town.resident_of(&reference).await;
    let write = "mutation($r: String!, $to: String!, $t: String!, $k: String) {
        writeToResident(reference: $r, to: $to, text: $t, idempotencyKey: $k) { seq way refusal { code message } } }";
    let words =
        |text: &str| json!({ "r": reference, "to": to, "t": text, "k": "0190b5a2-7a5e-7c3d-9f10-3b8f0f6c2a13" });
    let team = town.team_of(&reference).await;
    let written = team.asks(write, words("The hole is filled.")).await["writeToResident"].clone();
    assert_eq!(written["way"], "post", "{written}");
    assert_eq!(team.asks(write, words("The hole is filled.")).await["writeToResident"]["seq"], written["seq"]);
    let query = "query($r: String!) { case(reference: $r) { residentMessages { seq what state to } } }";
    let messages = member.asks(query, json!({ "r": reference })).await["case"]["residentMessages"].clone();
    assert_eq!(messages, json!([{ "seq": written["seq"], "what": "progress", "state": "waiting", "to": to }]));

    refused(&team.asks(write, words(" ")).await["writeToResident"], "text-missing");
    let office =
        town.app.somebody(&town.council, casework::people::Role::Councillor, |person| person.key != member.key);
    refused(&office.await.asks(write, words("News")).await["writeToResident"], "not-found");
    let nobody = json!({ "r": reference, "to": "nobody", "t": "News" });
    refused(&team.asks(write, nobody).await["writeToResident"], "not-found");
}

#[tokio::test]
async fn how_residents_are_told_is_said_by_whoever_raised_the_case() {
    let town = Town::new().await;
    let (reference, member) = (town.raised(&BY_POST).await, town.member().await);
    let id = town.resident_of(&reference).await;
    let tell = "mutation($r: String!, $route: String!, $p: [ToldInput!]!) { tellResidents(reference: $r, replyRoute: $route, people: $p) {
        case { replyRoute confidential constituents { tell email } } problems { field reason } refusal { code message } } }";
    let by_email = json!([{ "id": id, "tell": "email", "email": "joan@resident.example", "address": "" }]);
    let said = member.asks(tell, json!({ "r": reference, "route": "through-me", "p": by_email })).await;
    let wanted = json!({ "replyRoute": "through-me", "confidential": false,
        "constituents": [{ "tell": "email", "email": "joan@resident.example" }] });
    assert_eq!(said["tellResidents"]["case"], wanted);
    let nowhere = json!([{ "id": id, "tell": "email", "email": "nowhere", "address": "" }]);
    let wrong = member.asks(tell, json!({ "r": reference, "route": "through-me", "p": nowhere })).await;
    assert_eq!(wrong["tellResidents"]["problems"], json!([{ "field": "people.0.email", "reason": "not-an-email" }]));
    let team = town.team_of(&reference).await;
    let theirs = team.asks(tell, json!({ "r": reference, "route": "to-resident", "p": by_email })).await;
    refused(&theirs["tellResidents"], "not-found");
    let query = "query($r: String!) { case(reference: $r) { replyRoute } }";
    assert_eq!(team.asks(query, json!({ "r": reference })).await["case"]["replyRoute"], "through-me");
}

#[tokio::test]
async fn an_address_is_taken_off_the_copies_of_a_case() {
    let office = Office::open().await;
    let add = "mutation($r: String!) { addCopy(reference: $r, name: \"Riverside association\", email: \"sec@riverside.example\") {
        case { copies { id ended } } refusal { code message } } }";
    let it = json!({ "r": office.reference });
    let added = office.member.asks(add, it.clone()).await["addCopy"].clone();
    refused(&office.member.asks(add, it.clone()).await["addCopy"], "already");
    let shown = "query($r: String!) { copyExamples(reference: $r) { subject text } }";
    let shown = async |who: &crate::support::Person| who.asks(shown, it.clone()).await["copyExamples"].clone();
    assert!(shown(&office.member).await[0]["text"].as_str().is_some_and(|text| text.contains(&office.reference)));
    assert!(shown(&office.desk).await.is_null());

    let remove = "mutation($r: String!, $id: String!) { removeCopy(reference: $r, id: $id) {
        case { copies { ended } } refusal { code message } } }";
    let it = json!({ "r": office.reference, "id": added["case"]["copies"][0]["id"] });
    for other in [&office.desk, &office.stranger] {
        refused(&other.asks(remove, it.clone()).await["removeCopy"], "not-found");
    }
    let removed = office.member.asks(remove, it.clone()).await["removeCopy"].clone();
    assert_eq!(removed["case"]["copies"], json!([{ "ended": "removed" }]));
    refused(&office.member.asks(remove, it).await["removeCopy"], "not-found");
}

#[tokio::test]
async fn letters_are_put_back_and_their_batch_says_so() {
    let mut town = Town::new().await;
    let reference = town.raised(&BY_POST).await;
    town.at("2026-11-17T09:31:00Z").await;
    let (desk, member) = (town.desk().await, town.member().await);
    let print = "mutation { printLetters { batch pdf refusal { code message } } }";
    refused(&member.asks(print, json!({})).await["printLetters"], "not-allowed");
    let batch = desk.asks(print, json!({})).await["printLetters"]["batch"].clone();
    let batches = "{ letterBatches { id letters printedBy returnedAt pdf } lettersToPrint { nodes { reference } } }";
    let known = desk.asks(batches, json!({})).await;
    assert_eq!((&known["letterBatches"][0]["id"], &known["letterBatches"][0]["letters"]), (&batch, &json!(1)));
    assert_eq!(known["lettersToPrint"]["nodes"], json!([]));
    assert!(member.asks(batches, json!({})).await["letterBatches"].is_null());

    let back = "mutation($b: String!) { returnLetters(batch: $b) { returned refusal { code message } } }";
    refused(&member.asks(back, json!({ "b": batch })).await["returnLetters"], "not-allowed");
    let returned =
        async |id: serde_json::Value| desk.asks(back, json!({ "b": id })).await["returnLetters"]["returned"].clone();
    assert_eq!((returned(batch.clone()).await, returned(batch).await), (json!(true), json!(false)), "once");
    assert_eq!(returned(json!("nothing")).await, json!(false));
    let known = desk.asks(batches, json!({})).await;
    assert!(known["letterBatches"][0]["returnedAt"].is_string() && known["letterBatches"][0]["pdf"].is_null());
    assert_eq!(known["lettersToPrint"]["nodes"], json!([{ "reference": reference }]));
}

#[tokio::test]
async fn a_text_for_residents_is_looked_at_first_and_goes_back_to_the_standard_one() {
    let town = Town::new().await;
    let (admin, member) = (town.admin().await, town.member().await);
    let preview = "query($b: String!) { residentTextFields
        previewResidentText(what: \"outcome\", lang: \"en\", subject: \"Your case\", body: $b) { subject text problems { reason found } } }";
    let shown = admin.asks(preview, json!({ "b": "We say: {{ answer }}" })).await;
    assert!(shown["previewResidentText"]["text"].as_str().is_some_and(|text| text.starts_with("We say: ")), "{shown}");
    assert!(shown["residentTextFields"].as_array().expect("fields").contains(&json!("answer")));
    let wrong = admin.asks(preview, json!({ "b": "{{ two }}" })).await["previewResidentText"].clone();
    assert_eq!((&wrong["text"], &wrong["problems"][0]["found"]), (&json!(null), &json!("two")));
    assert!(member.asks(preview, json!({ "b": "x" })).await["previewResidentText"].is_null());

    let save = "mutation { saveResidentText(what: \"outcome\", lang: \"en\", subject: \"Ours\", body: \"{{ answer }}\", version: 0) { saved } }";
    assert_eq!(admin.asks(save, json!({})).await["saveResidentText"]["saved"], true);
    let reset = "mutation($v: Int!) { resetResidentText(what: \"outcome\", lang: \"en\", version: $v) { saved refusal { code message } } }";
    refused(&admin.asks(reset, json!({ "v": 0 })).await["resetResidentText"], "stale");
    refused(&member.asks(reset, json!({ "v": 1 })).await["resetResidentText"], "not-allowed");
    assert_eq!(admin.asks(reset, json!({ "v": 1 })).await["resetResidentText"]["saved"], true);
    let known = "{ residentTexts { what standard version } residentTextVersions(what: \"outcome\", lang: \"en\") { version subject } }";
    let known = admin.asks(known, json!({})).await;
    assert!(
        known["residentTexts"]
            .as_array()
            .expect("texts")
            .contains(&json!({ "what": "outcome", "standard": true, "version": 2 }))
    );
    let versions = json!([{ "version": 2, "subject": null }, { "version": 1, "subject": "Ours" }]);
    assert_eq!(known["residentTextVersions"], versions);
}

#[tokio::test]
async fn a_mail_that_needs_nothing_is_closed_by_who_sorts_mail() {
    let mut post = Post::open().await;
    post.receives(&mail("shop@home.example", "Carpets", &[], "Cheap")).await;
    let (desk, member) =
        (post.desk().await, post.app.somebody(&post.council, casework::people::Role::Councillor, |_| true).await);
    let list = "{ parkedMail { id } mailMembers { id name } }";
    let parked = desk.asks(list, json!({})).await;
    assert!(parked["mailMembers"].as_array().is_some_and(|members| members.len() > 2));
    let theirs = member.asks(list, json!({})).await;
    assert_eq!((&theirs["parkedMail"], &theirs["mailMembers"]), (&json!([]), &json!([])));
    let id = &parked["parkedMail"][0]["id"];
    let open = "query($id: String!) { oneParkedMail(id: $id) { text cut attachments mail { subject } } }";
    let opened = desk.asks(open, json!({ "id": id })).await["oneParkedMail"].clone();
    assert_eq!((&opened["mail"]["subject"], &opened["cut"]), (&json!("Carpets"), &json!(false)));
    assert!(member.asks(open, json!({ "id": id })).await["oneParkedMail"].is_null());

    let dismiss = "mutation($id: String!) { dismissMail(id: $id) { done code message } }";
    refused(&member.asks(dismiss, json!({ "id": id })).await["dismissMail"], "not-allowed");
    assert_eq!(desk.asks(dismiss, json!({ "id": id })).await["dismissMail"]["done"], true);
    assert_eq!(desk.asks(list, json!({})).await["parkedMail"], json!([]));
    refused(&desk.asks(dismiss, json!({ "id": id })).await["dismissMail"], "not-found");
}
