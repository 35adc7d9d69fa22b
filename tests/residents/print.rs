//! Letters that are printed together (R32).

use reqwest::StatusCode;
use serde_json::json;

use super::{BY_POST, Town, but, read};

const WAITING: &str = "SELECT count(*) FROM resident_message WHERE way = 'post' AND state = 'waiting'";

#[tokio::test]
async fn all_that_wait_are_printed_as_one_document_and_can_be_put_back() {
    let mut town = Town::new().await;
    let first = town.raised(&BY_POST).await;
    town.app.clock.advance(chrono::TimeDelta::seconds(20));
    let second = town.raised(&but(&BY_POST, "people.0.name", "Peter Adeyemi")).await;
    town.at("2026-11-17T09:31:00Z").await;
    let desk = town.desk().await;
    let page = desk.page("/letters").await.1;
    assert!(page.contains(&first) && page.contains(&second), "{page}");

    let place = desk.submits("/letters/print", &[]).await;
    let batch = place.split("batch=").nth(1).expect("a batch").to_owned();
    assert!(desk.page(&place).await.1.contains(&batch));
    let pdf = async || {
        let answer = desk.get_request(&format!("/letters/batches/{batch}")).send().await.expect("an answer");
        assert_eq!(answer.headers()["content-type"], "application/pdf");
        answer.bytes().await.expect("bytes")
    };
    let words = read(&pdf().await, &["-layout"]);
    for expected in ["Dear Mrs Siân Ŵyn", "Dear Mrs Peter Adeyemi", &first, &second, "AC1 2QD"] {
        assert!(words.contains(expected), "{expected} in {words}");
    }
    // The council's own address, right of the window and never in it.
    let column = read(&pdf().await, &["-l", "1", "-x", "370", "-y", "110", "-W", "160", "-H", "160"]);
    let letterhead = &town.council.manifest.letterhead;
    assert!(letterhead.address.len() > 2, "the council has said where it is");
    for line in letterhead.address.iter().chain([&letterhead.web]) {
        assert!(column.contains(line.as_str()), "{line} in {column}");
    }
    // The window: 24.6 to 120 mm from the left, 39.5 to 66.3 mm from the top, in points.
    let window = read(&pdf().await, &["-l", "1", "-x", "70", "-y", "112", "-W", "270", "-H", "76"]);
    let lines: Vec<&str> = window.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(lines, ["Mrs Siân Ŵyn", "14 Mill Lane", "Ashcombe", "AC1 2QD"]);
    assert!(String::from_utf8_lossy(&pdf().await).contains("pdfuaid"), "PDF/UA");
    assert!(town.member().await.page(&format!("/cases/{first}")).await.1.contains("wb-event__state--printed"));
    assert_eq!(desk.submits("/letters/print", &[]).await, "/letters?done=nothing");

    desk.submits(&format!("/letters/batches/{batch}/return"), &[]).await;
    assert_eq!(town.number(WAITING).await, 2, "the printer ate them");
    assert_eq!(desk.page(&format!("/letters/batches/{batch}")).await.0, StatusCode::NOT_FOUND);
    desk.submits(&format!("/letters/batches/{batch}/return"), &[]).await;
    assert_eq!(town.number(WAITING).await, 2, "putting back twice is putting back once");
    assert_ne!(desk.submits("/letters/print", &[]).await, "/letters?done=nothing", "and they are printed again");
}

#[tokio::test]
async fn two_who_print_at_once_get_every_letter_once() {
    let mut town = Town::new().await;
    for number in 0..6 {
        let name = format!("Resident Number{number}");
        town.raised(&but(&BY_POST, "people.0.name", &name)).await;
    }
    town.at("2026-11-17T09:31:00Z").await;
    assert_eq!(town.number(WAITING).await, 6);
    let (one, other) = (town.desk().await, town.desk().await);
    let print = "mutation { printLetters { batch pdf } }";
    let (a, b) = tokio::join!(one.asks(print, json!({})), other.asks(print, json!({})));
    let mut words = String::new();
    for printed in [a, b] {
        if let Some(pdf) = printed["printLetters"]["pdf"].as_str() {
            let answer = one.get_request(pdf).send().await.expect("an answer");
            words.push_str(&read(&answer.bytes().await.expect("bytes"), &["-layout"]));
        }
    }
    for number in 0..6 {
        assert_eq!(words.matches(&format!("Dear Mrs Resident Number{number}")).count(), 1, "{words}");
    }
    assert_eq!(town.number(WAITING).await, 0);
    let taken = "SELECT sum(letters) FROM letter_batch";
    assert_eq!(town.number(taken).await, 6, "none was taken by both");
}

#[tokio::test]
async fn a_letter_that_fits_no_window_holds_up_no_other_and_is_told() {
    let mut town = Town::new().await;
    let wide = [
        "W".repeat(60),
        "W".repeat(60),
        "W".repeat(60),
        "W".repeat(60),
        "W".repeat(60),
        "W".repeat(60),
        "W".repeat(60),
    ]
    .join("\n");
    let reference = town.raised(&but(&BY_POST, "people.0.address", &wide)).await;
    town.raised(&BY_POST).await;
    town.at("2026-11-17T09:31:00Z").await;
    let place = town.desk().await.submits("/letters/print", &[]).await;
    assert!(place.contains("batch="), "the other is printed");
    assert_eq!(town.number("SELECT count(*) FROM resident_message WHERE state = 'printed'").await, 1);
    assert_eq!(town.number("SELECT letters::bigint FROM letter_batch").await, 1);
    let page = town.member().await.page(&format!("/cases/{reference}")).await.1;
    assert!(page.contains("came back. Check the address"), "{page}");
}

#[tokio::test]
async fn only_those_who_print_see_the_letters() {
    let mut town = Town::new().await;
    town.raised(&BY_POST).await;
    town.at("2026-11-17T09:31:00Z").await;
    let member = town.member().await;
    assert_eq!(member.page("/letters").await.0, StatusCode::FORBIDDEN);
    assert_eq!(member.post_form("/letters/print", &[]).await.status(), StatusCode::FORBIDDEN);
    let asked = member.asks("{ lettersToPrint { next } }", json!({})).await;
    assert_eq!(asked["lettersToPrint"], json!(null));
    let asked = member.asks("mutation { printLetters { batch refusal { code } } }", json!({})).await;
    assert_eq!(asked["printLetters"], json!({ "batch": null, "refusal": { "code": "not-allowed" } }));
    assert_eq!(town.number(WAITING).await, 1);
    let asked =
        town.desk().await.asks("{ lettersToPrint(first: 1) { nodes { resident what } next } }", json!({})).await;
    assert_eq!(asked["lettersToPrint"]["nodes"], json!([{ "resident": "Siân Ŵyn", "what": "acknowledgement" }]));
}
