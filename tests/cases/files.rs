//! Files of a case: taken in, kept from whoever may not see them, given out harmless (R10); and the record to print (R22).

use std::process::Command;

use casework::people::Role;
use reqwest::StatusCode;
use server::tenancy::Council;

use crate::support::{Person, TestApp};

/// A picture of one red dot.
pub const DOT: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 2,
    0, 0, 0, 0x90, 0x77, 0x53, 0xde, 0, 0, 0, 12, b'I', b'D', b'A', b'T', 8, 0xd7, 0x63, 0xf8, 0xcf, 0xc0, 0, 0, 3, 1,
    1, 0, 0x18, 0xdd, 0x8d, 0xb0, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];
pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// Sends files as the page's form does, and tells the status and the page or the place it leads to.
async fn adds(who: &Person, reference: &str, audience: &str, files: &[(&str, &[u8])]) -> (StatusCode, String) {
    let answer = who.post_files(&format!("/cases/{reference}/files"), &[("audience", audience)], files).await;
    let place = answer.headers().get("location").and_then(|place| place.to_str().ok()).map(str::to_owned);
    (
        answer.status(),
        match place {
            Some(place) => place,
            None => answer.text().await.expect("a page"),
        },
    )
}

/// Addresses of the files on a case's page.
pub async fn files_on(who: &Person, reference: &str) -> Vec<String> {
    let page = who.page(&format!("/cases/{reference}")).await.1;
    let begin = format!("href=\"/cases/{reference}/files/");
    let mut found: Vec<String> = page
        .split(&begin)
        .skip(1)
        .filter_map(|rest| rest.split(['"', '?']).next())
        .map(|id| format!("/cases/{reference}/files/{id}"))
        .collect();
    found.dedup();
    found
}

async fn councillor(app: &TestApp, council: &Council) -> Person {
    app.somebody(council, Role::Councillor, |_| true).await
}

#[tokio::test]
async fn what_may_not_come_in_is_named_and_the_rest_is_kept() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = councillor(&app, &council).await;
    let reference = member.raises(&[("summary", "A hole by the school")]).await;
    let files: [(&str, &[u8]); 3] = [("dot.png", DOT), ("page.html", b"<script>alert(1)</script>"), ("photo.jpg", PDF)];
    let (status, page) = adds(&member, &reference, "case", &files).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("page.html: This kind of file cannot be added"), "{page}");
    assert!(page.contains("photo.jpg: Its name does not fit"), "{page}");
    assert!(page.contains("These were added: dot.png"), "{page}");
    assert_eq!(files_on(&member, &reference).await.len(), 1);
    let (status, page) = adds(&member, &reference, "case", &[]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Choose a photo or a file first"));
}

#[tokio::test]
async fn ten_files_are_taken_at_a_time_and_the_others_are_named() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = councillor(&app, &council).await;
    let reference = member.raises(&[("summary", "A hole by the school")]).await;
    let contents: Vec<Vec<u8>> = (0..60).map(|number| [PDF, format!("%{number}").as_bytes()].concat()).collect();
    let names: Vec<String> = (0..60).map(|number| format!("{number}.pdf")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(String::as_str).zip(contents.iter().map(Vec::as_slice)).collect();
    let (status, page) = adds(&member, &reference, "case", &files).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("10.pdf: 10 files at a time are the most"), "{page}");
    assert!(!page.contains("59.pdf"), "and not all of a flood");
    assert_eq!(files_on(&member, &reference).await.len(), 10);
}

#[tokio::test]
async fn a_file_is_given_to_whoever_sees_the_case_and_to_nobody_else() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = councillor(&app, &council).await;
    let reference =
        member.raises(&[("summary", "A hole"), ("people.0.name", "Joan Reeve"), ("people.0.consent", "no")]).await;
    let (status, place) = adds(&member, &reference, "case", &[("dot.png", DOT), ("note.pdf", PDF)]).await;
    assert_eq!((status, place), (StatusCode::SEE_OTHER, format!("/cases/{reference}?done=file-added#files")));
    let files = files_on(&member, &reference).await;
    assert_eq!(files.len(), 2, "{files:?}");
    // Both were added at the same moment of the test's clock, in no order.
    let first = member.get_request(&files[0]).send().await.expect("an answer");
    let is_pdf = first.headers()["content-type"] == "application/pdf";
    let (pdf, png) = if is_pdf { (&files[0], &files[1]) } else { (&files[1], &files[0]) };

    let answer = member.get_request(pdf).send().await.expect("an answer");
    let header = |name: &str| answer.headers()[name].to_str().expect("text").to_owned();
    assert_eq!(header("content-type"), "application/pdf");
    assert!(header("content-disposition").starts_with("attachment; filename=\"note.pdf\""));
    assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(answer.bytes().await.expect("bytes"), PDF);
    let small = member.get_request(&format!("{png}?size=small")).send().await.expect("an answer");
    assert_eq!(small.headers()["content-type"], "image/jpeg");
    assert!(small.bytes().await.expect("bytes").starts_with(&[0xff, 0xd8]));

    let key = member.key.clone();
    let ward = council.manifest.people.iter().find(|person| person.key == key).expect("a person").wards.clone();
    let other = app.somebody(&council, Role::Councillor, |person| person.key != key && person.wards == ward).await;
    assert_eq!(other.page(pdf).await.0, StatusCode::NOT_FOUND, "a ward colleague, without consent");
    assert_eq!(adds(&other, &reference, "case", &[("dot.png", DOT)]).await.0, StatusCode::NOT_FOUND);
    let stranger = Person::stranger(app.address, &format!("{}.localhost", council.manifest.slug), "nobody");
    assert_eq!(stranger.get_request(pdf).send().await.expect("an answer").status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_retry_adds_nothing_twice() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = councillor(&app, &council).await;
    let reference = member.raises(&[("summary", "A hole")]).await;
    for _ in 0..2 {
        assert_eq!(adds(&member, &reference, "case", &[("dot.png", DOT)]).await.0, StatusCode::SEE_OTHER);
    }
    let all = app.database.all_seeing().await;
    assert_eq!(all.number(&council.schema, "SELECT count(*) FROM file").await, 1);
    assert_eq!(all.number(&council.schema, "SELECT count(*) FROM case_event WHERE kind = 'file-added'").await, 1);
}

#[tokio::test]
async fn a_file_for_the_team_is_kept_from_the_member() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = councillor(&app, &council).await;
    let desk = app.somebody(&council, Role::TriageOfficer, |_| true).await;
    let reference = member.raises(&[("summary", "Who owns the footbridge?")]).await;
    adds(&desk, &reference, "team", &[("advice.pdf", PDF)]).await;
    let [file] = files_on(&desk, &reference).await.try_into().expect("one file");
    assert!(!member.page(&format!("/cases/{reference}")).await.1.contains("advice.pdf"));
    assert_eq!(member.page(&file).await.0, StatusCode::NOT_FOUND);
    assert_eq!(adds(&member, &reference, "team", &[("mine.pdf", PDF)]).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_progress_of_a_case_is_a_document_that_says_what_its_reader_may_see() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = councillor(&app, &council).await;
    let desk = app.somebody(&council, Role::TriageOfficer, |_| true).await;
    let reference = member.raises(&[("summary", "Who owns the footbridge?"), ("service", "")]).await;
    let notes = format!("/cases/{reference}/notes");
    desk.submits(&notes, &[("text", "Between us: it is ours."), ("audience", "team")]).await;
    desk.submits(&notes, &[("text", "We are finding out whose it is."), ("audience", "case")]).await;
    let read = async |who: &Person| {
        let answer = who.get_request(&format!("/cases/{reference}/progress.pdf")).send().await.expect("an answer");
        assert_eq!(answer.headers()["content-type"], "application/pdf");
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("record.pdf");
        std::fs::write(&file, answer.bytes().await.expect("bytes")).expect("written");
        let text = Command::new("pdftotext").args(["-layout".as_ref(), file.as_os_str(), "-".as_ref()]).output();
        String::from_utf8(text.expect("pdftotext is installed: make setup").stdout).expect("text")
    };
    let (members, desks) = (read(&member).await, read(&desk).await);
    for words in [reference.as_str(), "Who owns the footbridge?", "We are finding out whose it is.", "17 November 2026"]
    {
        assert!(members.contains(words), "{words} in {members}");
    }
    assert!(desks.contains("Between us: it is ours.") && !members.contains("Between us"));
}
