//! Writing to a resident: a letter is written, printed with its address in the window, and read back (R31, R32).

use casework::people::Role;
use reqwest::StatusCode;

use super::read;
use crate::support::{Person, TestApp};

/// The address of the page on which a letter to the case's resident is written.
async fn letter_page(who: &Person, reference: &str) -> Option<String> {
    let page = who.page(&format!("/cases/{reference}")).await.1;
    let begin = format!("/cases/{reference}/write?to=");
    let rest = page.split(&begin).nth(1)?;
    Some(format!("{begin}{}", rest.split('"').next()?))
}

#[tokio::test]
async fn a_letter_is_written_printed_and_read_back() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let resident = [
        ("summary", "A hole by the school"),
        ("people.0.title", "Mrs"),
        ("people.0.name", "Siân Ŵyn"),
        ("people.0.address", "14 Mill Lane, Ashcombe, AC1 2QD"),
        ("people.0.consent", "yes"),
        ("people.0.tell", "post"),
    ];
    let reference = member.raises(&resident).await;
    let page = letter_page(&member, &reference).await.expect("a link beside the resident");
    let to = page.split("to=").nth(1).expect("an id").to_owned();
    let path = format!("/cases/{reference}/write");
    let answer = member.post_form(&path, &[("to", &to), ("text", " ")]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "an empty letter");

    let text = "The hole was filled on Thursday.\r\n\r\nThank you for telling us. #set page(width: 1cm)";
    let key = ("client_id", "0193a1f0-6c5e-7c41-9d5b-2f6f3f0a8c11");
    let place = member.submits(&path, &[("to", &to), ("text", text), key]).await;
    assert_eq!(member.submits(&path, &[("to", &to), ("text", text), key]).await, place, "sent twice is written once");
    let seq = place.split(['=', '#']).nth(2).expect("its number");
    assert!(member.page(&place).await.1.contains("Your letter waits to be printed"));
    let pdf = member.get_request(&format!("/cases/{reference}/letters/{seq}")).send().await.expect("an answer");
    assert_eq!(pdf.headers()["content-type"], "application/pdf");
    let pdf = pdf.bytes().await.expect("bytes");
    let words = read(&pdf, &["-layout"]);
    for expected in [
        "Dear Mrs Siân Ŵyn",
        "The hole was filled on Thursday.",
        "#set page(width: 1cm)",
        &reference,
        "Tuesday 17 November 2026",
    ] {
        assert!(words.contains(expected), "{expected} in {words}");
    }
    // The window: 24.6 to 120 mm from the left, 39.5 to 66.3 mm from the top, in points.
    let window = read(&pdf, &["-x", "70", "-y", "112", "-W", "270", "-H", "76"]);
    let lines: Vec<&str> = window.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(lines, ["Mrs Siân Ŵyn", "14 Mill Lane", "Ashcombe", "AC1 2QD"]);
}

#[tokio::test]
async fn nobody_but_those_who_raised_or_work_on_a_case_writes_to_its_residents() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let resident = [
        ("summary", "A hole by the school"),
        ("people.0.name", "Joan Reeve"),
        ("people.0.address", "14 Mill Lane"),
        ("people.0.consent", "yes"),
        ("people.0.tell", "post"),
    ];
    let reference = member.raises(&resident).await;
    let page = letter_page(&member, &reference).await.expect("a link");
    let ward = council.manifest.people.iter().find(|person| person.key == member.key).expect("a person").wards.clone();
    let colleague =
        app.somebody(&council, Role::Councillor, |person| person.key != member.key && person.wards == ward).await;
    assert_eq!(
        colleague.page(&format!("/cases/{reference}")).await.0,
        StatusCode::OK,
        "the resident agreed to sharing"
    );
    assert_eq!(letter_page(&colleague, &reference).await, None);
    assert_eq!(colleague.page(&page).await.0, StatusCode::NOT_FOUND);
}
