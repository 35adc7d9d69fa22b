//! The pages over HTTP: reachable by those they are for, in both widths' markup, safe headers.

use casework::people::Role;
use reqwest::StatusCode;

use crate::support::TestApp;

#[tokio::test]
async fn each_role_has_its_pages_and_no_others() {
    let app = TestApp::start().await;
    for character in ["five_stages", "enquiry_route"] {
        let council = app.council(character);
        let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
        let worker = app.somebody(&council, Role::TeamMember, |person| person.roles == [Role::TeamMember]).await;
        for path in
            ["/", "/raise", "/requests", "/requests?status=needs-me&search=x&size=25", "/ward", "/ward?status=all"]
        {
            assert_eq!(councillor.page(path).await.0, StatusCode::OK, "{path}");
        }
        for path in ["/queue", "/raise?x=1"] {
            let (status, _) = worker.page(path).await;
            let wanted = if path == "/queue" { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };
            assert_eq!(status, wanted, "{path}");
        }
        assert_eq!(councillor.page("/queue").await.0, StatusCode::FORBIDDEN);
        assert_eq!(councillor.page("/no-such-page").await.0, StatusCode::NOT_FOUND);
        assert_eq!(councillor.page("/requests?after=invented").await.0, StatusCode::BAD_REQUEST);
        for show in ["open", "overdue", "waiting"] {
            let group = council.manifest.people.iter().find(|person| person.key == worker.key);
            let key = &group.expect("the worker").groups[0];
            assert_eq!(worker.page(&format!("/queue/{key}?show={show}")).await.0, StatusCode::OK);
        }
    }
}

#[tokio::test]
async fn every_page_forbids_inline_script_and_being_kept() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let answer = councillor.get_request("/raise").send().await.expect("an answer");
    let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    assert!(header("content-security-policy").contains("script-src 'self'"));
    assert_eq!(header("cache-control"), "no-store");
}

#[tokio::test]
async fn health_and_readiness_need_no_council() {
    let app = TestApp::start().await;
    let stranger = crate::support::Person::stranger(app.address, "anything.localhost", "stranger");
    assert_eq!(stranger.page("/healthz").await.0, StatusCode::OK);
    assert_eq!(stranger.page("/readyz").await.0, StatusCode::OK);
}

#[tokio::test]
async fn signing_out_ends_the_session_at_once() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    assert_eq!(councillor.page("/").await.0, StatusCode::OK);
    councillor.submits("/sign-out", &[]).await;
    assert_eq!(councillor.page("/").await.0, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_page_costs_the_same_statements_however_much_there_is() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let mut form = vec![("summary", "Who owns the footbridge?")];
    let reference = councillor.raises(&form).await;
    let case = format!("/cases/{reference}");
    let pages = ["/", "/requests", "/ward", case.as_str()];
    let cost = async || {
        let mut costs = Vec::new();
        for page in pages {
            // The session is remembered from the page before.
            councillor.page("/language/en").await;
            let before = app.instance.app.database.statements();
            assert_eq!(councillor.page(page).await.0, StatusCode::OK);
            costs.push(app.instance.app.database.statements() - before);
        }
        costs
    };
    councillor.page("/").await;
    let little = cost().await;
    form.extend([("people.0.name", "Joan Reeve"), ("people.0.consent", "yes")]);
    for number in 0..15 {
        councillor.raises(&form).await;
        let text = format!("Note {number}");
        councillor.submits(&format!("{case}/notes"), &[("text", &text)]).await;
    }
    assert_eq!(cost().await, little);
    // Years of a case: 200 events, most of them notes, and 30 files. Their bytes are not there; a page only names them.
    let all = app.database.all_seeing().await;
    let chosen = format!("(SELECT * FROM cases WHERE reference = '{reference}')");
    let years = format!(
        "INSERT INTO note (id, case_id, author_id, body, created_at)
             SELECT md5('note ' || n)::uuid, c.id, c.member_id, 'Spoke to them again, for the ' || n || 'th time.', c.raised_at + n * interval '1 minute'
             FROM {chosen} c, generate_series(c.last_seq + 1, 200) n WHERE n % 4 <> 0;
         INSERT INTO case_event (case_id, seq, at, actor_id, kind, body, hash)
             SELECT c.id, n, c.raised_at + n * interval '1 minute', c.member_id, x.body ->> 'kind', x.body, sha256(n::text::bytea)
             FROM {chosen} c, generate_series(c.last_seq + 1, 200) n,
                 LATERAL (SELECT CASE WHEN n % 4 <> 0 THEN jsonb_build_object('kind', 'note-added', 'note', 'note_' || md5('note ' || n))
                     ELSE jsonb_build_object('kind', 'progress-recorded', 'text', 'Inspected again.') END AS body) x;
         INSERT INTO file (id, case_id, added_by, name, media_type, drawn, bytes, sent_sha256, thumbnail, scanned, created_at)
             SELECT md5('file ' || n)::uuid, c.id, c.member_id, 'photo-' || n || '.jpg', 'image/jpeg', true, 240000,
                 sha256(n::text::bytea), md5('small ' || n)::uuid, true, c.raised_at + n * interval '1 minute'
             FROM {chosen} c, generate_series(1, 30) n;
         UPDATE cases SET last_seq = 200 WHERE reference = '{reference}'"
    );
    all.run(&council.schema, &years).await;
    let page = councillor.page(&case).await.1;
    assert!(page.contains("photo-30.jpg") && page.contains("for the 199th time"), "all of it is on the page");
    assert_eq!(cost().await, little, "with 200 events and 30 files");
    assert!(little.iter().all(|statements| *statements <= 8), "{little:?}");
}
