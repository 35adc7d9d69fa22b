//! A question to another party, answered once by a link (R20).

use casework::people::Role;
use chrono::TimeDelta;
use reqwest::{StatusCode, header};

use super::{QUESTION, asks_outside, guest, header_of, history, link_outside, raised, residents, tell, times};
use crate::support::{Person, TestApp};

const KEY: &str = "0193a1f0-6c5e-7c41-9d5b-2f6f3f0a8c11";

#[tokio::test]
async fn another_party_sees_what_was_chosen_and_answers_once() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let desk = app.somebody(&council, Role::TriageOfficer, |_| true).await;
    let reference = raised(&member, &["Joan Reeve"]).await;
    let link = link_outside(&desk, &reference, &[("show_place", "yes")]).await;
    let northfield = guest(&app, &council);
    let (status, page) = northfield.page(&link).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        page.contains(QUESTION) && page.contains("Behind the chapel") && page.contains("1 December 2026"),
        "{page}"
    );
    let people = council.manifest.people.iter().map(|person| person.name.as_str());
    let hidden = ["A wall that leans", "difficult", "Joan", "Mill Lane", "Northfield", &reference];
    for hidden in hidden.into_iter().chain(people) {
        assert!(!page.contains(hidden), "{hidden} is not shown:\n{page}");
    }

    let path = format!("{link}/answer");
    let empty = northfield.post_form(&path, &[("text", " "), ("client_id", KEY)]).await;
    assert_eq!(empty.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let answer = [("text", "It is ours."), ("client_id", KEY)];
    let next = northfield.submits(&path, &answer).await;
    assert!(northfield.page(&next).await.1.contains("Your answer has arrived"));
    assert_eq!(northfield.submits(&path, &answer).await, next, "a retry is told the same");
    let other = northfield.post_form(&path, &[("text", "It is not ours.")]).await;
    assert_eq!(other.status(), StatusCode::NOT_FOUND);
    let (status, page) = northfield.page(&link).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(page.contains("answered already") && !page.contains(QUESTION), "{page}");

    let happened = history(&member, &reference).await;
    let answers: Vec<_> = happened.iter().filter(|(kind, _)| kind == "outsider-answered").collect();
    assert!(answers.len() == 1 && answers[0].1.is_none(), "{happened:?}");
    let page = member.page(&format!("/cases/{reference}")).await.1;
    for told in ["asked Northfield Homes", "Northfield Homes answered", "It is ours.", "Answered on 17 Nov 2026"] {
        assert!(page.contains(told), "{told}:\n{page}");
    }
    tell(&app).await;
    for asker in [&member, &desk] {
        assert!(asker.page("/notices").await.1.contains("Somebody outside answered"));
    }
    let chain = server::cases::verify_history(&app.instance.app.database, &council, &reference);
    assert_eq!(chain.await.expect("a history"), Ok(()));
}

#[tokio::test]
async fn the_page_shows_what_they_will_see_before_a_link_is_made() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = raised(&member, &[]).await;
    let path = format!("/cases/{reference}/outside");
    assert!(member.page(&format!("/cases/{reference}")).await.1.contains(&path));
    let form = [("name", "Northfield Homes"), ("text", QUESTION), ("show_summary", "yes"), ("days", "7")];
    let mut preview = form.to_vec();
    preview.push(("do", "preview"));
    let page = member.post_form(&path, &preview).await.text().await.expect("a page");
    let panel = page.split("wb-shown").nth(1).and_then(|rest| rest.split("<form").next()).expect("a preview");
    assert!(panel.contains(QUESTION) && panel.contains("A wall that leans") && panel.contains("24 November 2026"));
    assert!(!panel.contains("chapel"), "the place was not ticked");
    assert_eq!(times(&member, &reference, "outsider-asked").await, 0, "nothing is made yet");
    let mut change = form.to_vec();
    change.push(("do", "change"));
    let page = member.post_form(&path, &change).await.text().await.expect("a page");
    assert!(page.contains(QUESTION) && page.contains("Northfield Homes") && page.contains(" checked"), "{page}");

    let wrong = ["0", "91", "-1", "a week", "99999999999999999999"];
    for days in wrong {
        let answer = asks_outside(&member, &reference, &[("days", days)]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{days}");
        let page = answer.text().await.expect("a page");
        assert!(page.contains("href=\"#days\"") && page.contains(QUESTION), "{page}");
    }
    let blank = member.post_form(&path, &[("do", "make"), ("name", ""), ("text", ""), ("days", "x")]).await;
    let page = blank.text().await.expect("a page");
    for field in ["name", "text", "days"] {
        assert!(page.contains(&format!("href=\"#{field}\"")), "{field}");
    }
    assert_eq!(times(&member, &reference, "outsider-asked").await, 0);
}

/// A page without what differs from link to link: its own address.
async fn opened(guest: &Person, link: &str) -> (StatusCode, String) {
    let (status, page) = guest.page(link).await;
    (status, page.replace(link.trim_start_matches("/g/"), "…"))
}

#[tokio::test]
async fn every_link_that_opens_nothing_shows_the_same_page() {
    let app = TestApp::start().await;
    let (council, elsewhere) = (app.council("five_stages"), app.council("enquiry_route"));
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = raised(&member, &["Joan Reeve"]).await;
    let northfield = guest(&app, &council);
    let unknown = opened(&northfield, "/g/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").await;
    assert_eq!(unknown.0, StatusCode::NOT_FOUND);
    let contact = &council.manifest.contact.email;
    assert!(unknown.1.contains("Ask whoever sent it to you") && unknown.1.contains(contact.as_str()), "whom to ask");

    let used = link_outside(&member, &reference, &[]).await;
    northfield.submits(&format!("{used}/answer"), &[("text", "It is ours.")]).await;
    let revoked = link_outside(&member, &reference, &[]).await;
    let page = member.page(&format!("/cases/{reference}")).await.1;
    let id = page.split("name=\"link\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    member.submits(&format!("/cases/{reference}/guests/take-back"), &[("link", id)]).await;
    let expired = link_outside(&member, &reference, &[("days", "1")]).await;
    let open = link_outside(&member, &reference, &[]).await;
    let resident = super::link_for(&member, &reference, &residents(&member, &reference).await[0]).await;
    app.clock.advance(TimeDelta::days(1));
    for (what, link) in [("used", &used), ("revoked", &revoked), ("expired", &expired), ("cut", &open[..20].to_owned())]
    {
        app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(opened(&northfield, link).await, unknown, "{what}");
        let answer = northfield.post_form(&format!("{link}/answer"), &[("text", "It is ours.")]).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{what}");
    }
    app.clock.advance(TimeDelta::minutes(10));
    // Each council's page looks like that council's; what it says is the same for what it has never seen.
    let stranger = guest(&app, &elsewhere);
    let there = opened(&stranger, "/g/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").await;
    for link in [&open, &resident] {
        assert_eq!(opened(&stranger, link).await, there, "another council's");
        assert_eq!(northfield.page(link).await.0, StatusCode::OK, "and open where it belongs");
    }
    app.clock.advance(TimeDelta::minutes(1));
    // A link is for one thing: neither can be used as the other.
    for path in [format!("{open}/words"), format!("{open}/verdict"), format!("{resident}/answer")] {
        let form = [("text", "It is ours."), ("solved", "yes")];
        assert_eq!(northfield.post_form(&path, &form).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    let member = app.sign_in(&council, &member.key).await;
    assert_eq!(times(&member, &reference, "outsider-answered").await, 1);
    assert_eq!(times(&member, &reference, "resident-said").await, 0);
}

#[tokio::test]
async fn a_mail_scanner_that_looks_uses_nothing_up_and_the_address_leaks_nowhere() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = raised(&member, &[]).await;
    let link = link_outside(&member, &reference, &[]).await;
    let scanner = guest(&app, &council);
    for _ in 0..10 {
        assert_eq!(scanner.page(&link).await.0, StatusCode::OK);
        assert_eq!(scanner.page(&format!("{link}/answer")).await.0, StatusCode::METHOD_NOT_ALLOWED);
    }
    let answer = scanner.get_request(&link).send().await.expect("an answer");
    assert_eq!(header_of(&answer, header::REFERRER_POLICY), "no-referrer");
    assert_eq!(header_of(&answer, header::CACHE_CONTROL), "no-store");
    assert!(header_of(&answer, header::HeaderName::from_static("x-robots-tag")).contains("noindex"));
    assert!(header_of(&answer, header::CONTENT_SECURITY_POLICY).contains("default-src 'none'"));
    assert!(answer.headers().get(header::SET_COOKIE).is_none());

    // An older browser: no `Sec-Fetch-Site`, and no origin because of `no-referrer`.
    let old = scanner.post_request(&format!("{link}/answer")).header("origin", "null");
    let old = old.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body("text=It+is+ours.");
    assert_eq!(old.send().await.expect("an answer").status(), StatusCode::SEE_OTHER);
    assert_eq!(times(&member, &reference, "outsider-answered").await, 1);
}

#[tokio::test]
async fn whoever_holds_the_case_or_raised_it_asks_and_nobody_else() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let desk = app.somebody(&council, Role::TriageOfficer, |_| true).await;
    let reference = raised(&member, &[]).await;
    let path = format!("/cases/{reference}/outside");
    for asker in [&member, &desk] {
        assert_eq!(asker.page(&path).await.0, StatusCode::OK);
    }
    let ward = council.manifest.people.iter().find(|person| person.key == member.key).expect("a person").wards.clone();
    let colleague =
        app.somebody(&council, Role::Councillor, |person| person.key != member.key && person.wards == ward).await;
    assert_eq!(colleague.page(&format!("/cases/{reference}")).await.0, StatusCode::OK, "who sees the case …");
    assert_eq!(colleague.page(&path).await.0, StatusCode::NOT_FOUND, "… does not therefore ask");
    assert_eq!(asks_outside(&colleague, &reference, &[]).await.status(), StatusCode::NOT_FOUND);
    // The desk passes it on, and holds it no longer.
    let team = council.manifest.groups.iter().find(|group| !group.triage && !group.oversees).expect("a team");
    desk.submits(&format!("/cases/{reference}/actions/assign"), &[("group", &team.key)]).await;
    assert_eq!(asks_outside(&desk, &reference, &[]).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(times(&member, &reference, "outsider-asked").await, 0);
}

#[tokio::test]
async fn a_question_survives_a_lost_session() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = raised(&member, &[]).await;
    app.clock.advance(TimeDelta::hours(13));
    let lost = asks_outside(&member, &reference, &[("do", "")]).await;
    let again = member.signs_in_again(lost).await;
    let page = member.sends_again(&again).await.text().await.expect("a page");
    assert!(page.contains(QUESTION) && page.contains("Northfield Homes"), "{page}");
}
