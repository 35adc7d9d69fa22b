//! Photos and files on the raise form: kept whatever becomes of the form, and added to its case once (R10, R3).

use std::sync::Arc;

use casework::people::Role;
use reqwest::{Response, StatusCode};
use server::tenancy::Council;
use uuid::Uuid;

use super::files::{DOT, PDF, files_on};
use crate::support::clamd::{Clamd, eicar};
use crate::support::{Person, TestApp};

/// A councillor with the raise form before them.
struct Form {
    app: TestApp,
    council: Arc<Council>,
    member: Person,
    client_id: String,
}

impl Form {
    async fn open() -> Self {
        Self::of(TestApp::start().await).await
    }

    async fn of(app: TestApp) -> Self {
        let council = app.council("five_stages");
        let member = app.somebody(&council, Role::Councillor, |_| true).await;
        let page = member.page("/raise").await.1;
        let client_id = between(&page, "name=\"client_id\" value=\"");
        Self { app, council, member, client_id }
    }

    /// Sends it with these fields and files, the button among the fields.
    async fn sends(&self, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Response {
        let own = [("client_id", self.client_id.as_str())];
        self.member.post_files("/raise", &[&own, fields].concat(), files).await
    }

    async fn count(&self, sql: &str) -> i64 {
        self.app.database.all_seeing().await.number(&self.council.schema, sql).await
    }
}

/// What stands behind `begin` in a text, up to a quotation mark.
fn between(text: &str, begin: &str) -> String {
    let found = text.split(begin).nth(1).unwrap_or_else(|| panic!("{begin} in {text}"));
    found.split('"').next().unwrap_or_default().to_owned()
}

/// The page of a form that was not raised.
async fn page_of(answer: Response, status: StatusCode) -> String {
    let (found, page) = (answer.status(), answer.text().await.expect("a page"));
    assert_eq!(found, status, "{page}");
    page
}

/// Number of the case that a form became.
fn reference_of(answer: &Response) -> String {
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let place = answer.headers()["location"].to_str().expect("text");
    place.trim_start_matches("/cases/").split('?').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn photos_of_a_refused_form_stay_and_go_with_the_case_that_it_becomes() {
    let form = Form::open().await;
    let files: [(&str, &[u8]); 2] = [("dot.png", DOT), ("plan.pdf", PDF)];
    let refused = form.sends(&[("summary", ""), ("place_words", "By the school"), ("do", "raise")], &files).await;
    let page = page_of(refused, StatusCode::UNPROCESSABLE_ENTITY).await;
    for words in ["Say what the problem is", "By the school", "dot.png", "plan.pdf", "2 files go with this case"] {
        assert!(page.contains(words), "{words} in {page}");
    }
    let draft = between(&page, "name=\"draft\" value=\"");
    let picture = between(&page, &format!("src=\"/drafts/{draft}/files/"));
    let picture = format!("/drafts/{draft}/files/{picture}");
    let small = form.member.get_request(&picture).send().await.expect("an answer");
    assert_eq!(
        (small.status(), &small.headers()["content-type"]),
        (StatusCode::OK, &"image/jpeg".parse().expect("text"))
    );
    let key = form.member.key.clone();
    let other = form.app.somebody(&form.council, Role::Councillor, |person| person.key != key).await;
    assert_eq!(other.page(&picture).await.0, StatusCode::NOT_FOUND, "a draft is its owner's alone");
    assert_eq!(files_of_nobody_else(&form, &other, &draft).await, StatusCode::FORBIDDEN);

    let fields = [("summary", "A hole by the school"), ("draft", draft.as_str()), ("do", "raise")];
    let reference = reference_of(&form.sends(&fields, &[]).await);
    assert_eq!(files_on(&form.member, &reference).await.len(), 2);
    let desk = form.app.somebody(&form.council, Role::TriageOfficer, |_| true).await;
    assert_eq!(files_on(&desk, &reference).await.len(), 2, "they are for everybody who sees the case");
    assert_eq!(form.count("SELECT count(*) FROM case_event WHERE kind = 'file-added'").await, 2);
    assert_eq!(form.count("SELECT (SELECT count(*) FROM draft) + (SELECT count(*) FROM draft_file)").await, 0);
    let history = server::cases::verify_history(&form.app.instance.app.database, &form.council, &reference);
    history.await.expect("the database").expect("a whole history");
}

/// What somebody else is answered who sends a file to a draft that is not theirs.
async fn files_of_nobody_else(form: &Form, other: &Person, draft: &str) -> StatusCode {
    let fields = [("client_id", form.client_id.as_str()), ("draft", draft), ("do", "add-files")];
    let status = other.post_files("/raise", &fields, &[("mine.pdf", PDF)]).await.status();
    assert_eq!(form.count("SELECT count(*) FROM draft_file").await, 2, "nothing was put with it");
    status
}

#[tokio::test]
async fn a_refused_file_is_named_the_others_are_kept_and_the_case_is_raised_all_the_same() {
    let clamd = Clamd::start().await;
    let socket = clamd.socket().display().to_string();
    let form = Form::of(TestApp::start_as(|options| options.files.clamd = Some(socket)).await).await;
    let (large, virus) = (vec![0; 26 * 1024 * 1024], eicar());
    let files: [(&str, &[u8]); 4] =
        [("large.pdf", &large), ("page.html", b"<script>alert(1)</script>"), ("ill.txt", &virus), ("dot.png", DOT)];
    let page = form.sends(&[("summary", "A hole"), ("do", "raise")], &files).await;
    let page = page_of(page, StatusCode::UNPROCESSABLE_ENTITY).await;
    for words in [
        "large.pdf: It is larger than 25 MB",
        "page.html: This kind of file cannot be added",
        "ill.txt: It holds a virus",
        "1 file goes with this case",
    ] {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert_eq!(form.count("SELECT count(*) FROM cases").await, 0, "its author sees first what is missing");
    let draft = between(&page, "name=\"draft\" value=\"");
    let reference = reference_of(&form.sends(&[("summary", "A hole"), ("draft", &draft), ("do", "raise")], &[]).await);
    assert_eq!(files_on(&form.member, &reference).await.len(), 1);
    assert_eq!(form.app.stored(&form.council).len(), 2, "the picture and its small one");
}

#[tokio::test]
async fn a_form_that_is_sent_again_makes_one_case_and_adds_each_file_once() {
    let form = Form::open().await;
    let fields = [("summary", "A hole"), ("do", "raise")];
    let files: [(&str, &[u8]); 2] = [("dot.png", DOT), ("plan.pdf", PDF)];
    let reference = reference_of(&form.sends(&fields, &files).await);
    for _ in 0..2 {
        assert_eq!(reference_of(&form.sends(&fields, &files).await), reference);
    }
    assert_eq!(form.count("SELECT count(*) FROM cases").await, 1);
    assert_eq!(form.count("SELECT count(*) FROM file").await, 2);
    assert_eq!(form.count("SELECT count(*) FROM draft").await, 0);
    assert_eq!(form.app.stored(&form.council).len(), 3, "what came again is not kept");

    let more: &[u8] = &[PDF, b"%2"].concat();
    assert_eq!(reference_of(&form.sends(&fields, &[("dot.png", DOT), ("more.pdf", more)]).await), reference);
    assert_eq!(files_on(&form.member, &reference).await.len(), 3, "what a later copy brings is not lost");
    assert_eq!(form.count("SELECT count(*) FROM case_event WHERE kind = 'file-added'").await, 3);
}

#[tokio::test]
async fn two_copies_of_a_form_at_the_same_moment_make_one_case_with_each_file_once() {
    let form = Form::open().await;
    let fields = [("summary", "A hole"), ("do", "raise")];
    let files: [(&str, &[u8]); 2] = [("dot.png", DOT), ("plan.pdf", PDF)];
    let copies = futures::future::join_all((0..8).map(|_| form.sends(&fields, &files))).await;
    let references: Vec<String> = copies.iter().map(reference_of).collect();
    assert!(references.iter().all(|reference| *reference == references[0]), "{references:?}");
    assert_eq!(form.count("SELECT count(*) FROM cases").await, 1);
    assert_eq!(form.count("SELECT count(*) FROM file").await, 2);
    assert_eq!(form.count("SELECT count(*) FROM case_event WHERE kind = 'file-added'").await, 2);
    assert_eq!(form.count("SELECT count(*) FROM draft").await, 0);
}

#[tokio::test]
async fn a_file_is_taken_out_again_and_nothing_of_it_is_left() {
    let form = Form::open().await;
    let page = page_of(form.sends(&[("do", "add-files")], &[("dot.png", DOT)]).await, StatusCode::OK).await;
    let (draft, remove) = (between(&page, "name=\"draft\" value=\""), between(&page, "value=\"remove-file-"));
    assert_eq!(form.app.stored(&form.council).len(), 2);
    let key = form.member.key.clone();
    let other = form.app.somebody(&form.council, Role::Councillor, |person| person.key != key).await;
    let button = format!("remove-file-{remove}");
    other.post_form("/raise", &[("draft", &draft), ("do", &button)]).await;
    assert_eq!(form.app.stored(&form.council).len(), 2, "somebody else takes nothing out");
    let page = page_of(form.sends(&[("draft", &draft), ("do", &button)], &[]).await, StatusCode::OK).await;
    assert!(!page.contains("dot.png"), "{page}");
    assert_eq!(form.app.stored(&form.council).len(), 0);
    let none = form.sends(&[("draft", &draft), ("do", "add-files")], &[("", b"")]).await;
    let page = page_of(none, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert!(page.contains("Choose a photo or a file first"), "{page}");
}

#[tokio::test]
async fn a_form_that_was_left_is_a_draft_with_its_photos() {
    let form = Form::open().await;
    form.sends(&[("summary", "A hole by the ford"), ("do", "add-files")], &[("dot.png", DOT)]).await;
    let home = form.member.page("/").await.1;
    assert!(home.contains("A hole by the ford"), "{home}");
    let draft = between(&home, "href=\"/raise?draft=");
    let page = form.member.page(&format!("/raise?draft={draft}")).await.1;
    assert!(page.contains("A hole by the ford") && page.contains("dot.png"), "{page}");
    assert!(!page.contains("from your mail"), "{page}");
    let reference = form.member.raises(&[("summary", "A hole by the ford"), ("draft", &draft)]).await;
    assert_eq!(files_on(&form.member, &reference).await.len(), 1);
}

#[tokio::test]
async fn what_was_typed_beside_photos_outlives_a_lost_session() {
    let form = Form::open().await;
    let host = format!("{}.localhost", form.council.manifest.slug);
    let stranger = Person::stranger(form.app.address, &host, "nobody");
    let fields = [("client_id", form.client_id.as_str()), ("summary", "A hole by the ford"), ("do", "raise")];
    let lost = stranger.post_files("/raise", &fields, &[("dot.png", DOT)]).await;
    assert_eq!(form.app.stored(&form.council).len(), 0, "nobody's files are not kept");
    let again = form.member.signs_in_again(lost).await;
    let page = page_of(form.member.sends_again(&again).await, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert!(page.contains("A hole by the ford") && page.contains("Please choose them again"), "{page}");
}

#[tokio::test]
async fn a_form_with_files_holds_no_more_text_than_others() {
    let form = Form::open().await;
    let long = "x".repeat(300 * 1024);
    assert_eq!(form.sends(&[("summary", &long)], &[]).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let plain = form.member.post_form("/raise", &[("summary", &long)]).await;
    assert_eq!(plain.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let reference = form.member.raises(&[("summary", "A hole")]).await;
    let path = format!("/cases/{reference}/files");
    assert_eq!(
        form.member.post_files(&path, &[("audience", &long)], &[]).await.status(),
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

#[tokio::test]
async fn a_form_without_its_id_takes_no_files() {
    let form = Form::open().await;
    let answer = form.member.post_files("/raise", &[("summary", "A hole")], &[("dot.png", DOT)]).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    let answer = form.member.post_files("/raise", &[("client_id", &Uuid::nil().to_string())], &[]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "and needs none without");
}
