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
    assert!(little.iter().all(|statements| *statements <= 8), "{little:?}");
}
