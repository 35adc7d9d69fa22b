//! A resident's page by secret link (R23, R33).

use casework::ids::{CaseId, ConstituentId};
use casework::people::Role;
use reqwest::StatusCode;
use serde_json::json;
use server::ambient::Ids;
use server::guests::link_for_resident;
use server::tenancy::Acting;

use super::{guest, history, link_for, raised, residents, tell, times};
use crate::support::TestApp;

const KEY: &str = "0193a1f0-6c5e-7c41-9d5b-2f6f3f0a8c11";

#[tokio::test]
async fn a_resident_sees_where_their_matter_stands_and_nothing_that_was_not_said_to_them() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let desk = app.somebody(&council, Role::TriageOfficer, |_| true).await;
    let reference = raised(&member, &["Joan Reeve", "Ada Other"]).await;
    let [joan, ada] = <[String; 2]>::try_from(residents(&member, &reference).await).expect("two residents");
    for (to, text) in [(&joan, "An inspector comes on Monday."), (&ada, "Your fence is another matter.")] {
        member.submits(&format!("/cases/{reference}/write"), &[("to", to), ("text", text)]).await;
    }
    let note = |text: &'static str, audience: &'static str| [("text", text), ("audience", audience)];
    let notes = format!("/cases/{reference}/notes");
    desk.submits(&notes, &note("Legal says it is ours.", "team")).await;
    member.submits(&notes, &note("She rings every day.", "case")).await;
    desk.submits(&format!("/cases/{reference}/actions/record-progress"), &[("text", "Asked the engineer.")]).await;

    let (status, page) = guest(&app, &council).page(&link_for(&member, &reference, &joan).await).await;
    assert_eq!(status, StatusCode::OK);
    let desk_name = council.manifest.groups.iter().find(|group| group.triage).expect("a desk").name.en.clone();
    for shown in [reference.as_str(), "finding the right team", "An inspector comes on Monday.", &desk_name] {
        assert!(page.contains(shown), "{shown} is shown:\n{page}");
    }
    let people = council.manifest.people.iter().map(|person| person.name.as_str());
    let hidden = ["Ada", "fence", "Legal says", "every day", "engineer", "wall", "chapel", "difficult", "Reeve"];
    for hidden in hidden.into_iter().chain(people) {
        assert!(!page.contains(hidden), "{hidden} is not shown:\n{page}");
    }
}

#[tokio::test]
async fn what_a_resident_says_is_told_and_stands_in_the_history_as_theirs() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let desk = app.somebody(&council, Role::TriageOfficer, |_| true).await;
    let reference = raised(&member, &["Joan Reeve"]).await;
    let link = link_for(&member, &reference, &residents(&member, &reference).await[0]).await;
    let joan = guest(&app, &council);
    let next = joan.submits(&format!("{link}/words"), &[("text", "It leans further now.")]).await;
    assert!(joan.page(&next).await.1.contains("What you wrote has arrived"));
    let verdict = [("solved", "yes"), ("rating", "5"), ("comment", "They were quick.")];
    let next = joan.submits(&format!("{link}/verdict"), &verdict).await;
    let page = joan.page(&next).await.1;
    assert!(page.contains("You said it is solved") && page.contains("5 – very well"), "{page}");

    for reader in [&member, &desk] {
        let page = reader.page(&format!("/cases/{reference}")).await.1;
        for told in
            ["The resident wrote", "It leans further now.", "Verified by the resident", "very well", "They were quick."]
        {
            assert!(page.contains(told), "{told}");
        }
    }
    let said = history(&member, &reference).await;
    let theirs: Vec<_> =
        said.iter().filter(|(kind, _)| ["resident-said", "resident-solved"].contains(&&**kind)).collect();
    assert!(theirs.len() == 2 && theirs.iter().all(|(_, actor)| actor.is_none()), "nobody is invented: {said:?}");
    tell(&app).await;
    for reader in [&member, &desk] {
        let notices = reader.page("/notices").await.1;
        assert!(notices.contains("The resident wrote") && notices.contains("The resident says it is solved"));
    }
    let chain = server::cases::verify_history(&app.instance.app.database, &council, &reference);
    assert_eq!(chain.await.expect("a history"), Ok(()));
    let pdf = member.get_request(&format!("/cases/{reference}/progress.pdf")).send().await.expect("an answer");
    assert_eq!(pdf.status(), StatusCode::OK, "the history is still printed");
}

#[tokio::test]
async fn who_says_that_a_closed_case_is_not_solved_is_heard_and_the_case_can_be_opened_again() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = raised(&member, &["Joan Reeve"]).await;
    let link = link_for(&member, &reference, &residents(&member, &reference).await[0]).await;
    let act = |verb: &str| format!("/cases/{reference}/actions/{verb}");
    member.submits(&act("withdraw"), &[("text", "It is mended.")]).await;
    let joan = guest(&app, &council);
    assert!(joan.page(&link).await.1.contains("The council has closed it"));
    joan.submits(&format!("{link}/verdict"), &[("solved", "no"), ("comment", "It still leans.")]).await;

    tell(&app).await;
    assert!(member.page("/notices").await.1.contains("The resident says it is not solved"));
    let page = member.page(&format!("/cases/{reference}")).await.1;
    assert!(page.contains("id=\"verdict\"") && page.contains("You can open the case again below"), "{page}");
    member.submits(&act("reopen"), &[("text", "The resident says no.")]).await;
    let page = member.page(&format!("/cases/{reference}")).await.1;
    assert!(!page.contains("id=\"verdict\""), "that verdict was on the answer before");
}

#[tokio::test]
async fn a_refused_form_keeps_what_was_typed_and_a_repeated_one_says_it_once() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = raised(&member, &["Joan Reeve"]).await;
    let link = link_for(&member, &reference, &residents(&member, &reference).await[0]).await;
    let joan = guest(&app, &council);
    let half = [("rating", "2"), ("comment", "Nobody came.")];
    let answer = joan.post_form(&format!("{link}/verdict"), &half).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text().await.expect("a page");
    assert!(page.contains("href=\"#solved\"") && page.contains("Nobody came."), "{page}");
    let answer = joan.post_form(&format!("{link}/words"), &[("text", &"x".repeat(5_001))]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);

    let words = [("text", "It leans further now."), ("client_id", KEY)];
    let path = format!("{link}/words");
    let sent = tokio::join!(joan.submits(&path, &words), joan.submits(&path, &words), joan.submits(&path, &words));
    assert_eq!((&sent.0, &sent.0), (&sent.1, &sent.2));
    assert_eq!(times(&member, &reference, "resident-said").await, 1);
}

#[tokio::test]
async fn only_who_writes_to_residents_makes_sees_and_takes_back_their_links() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = raised(&member, &["Joan Reeve"]).await;
    let joan = residents(&member, &reference).await.remove(0);
    let link = link_for(&member, &reference, &joan).await;
    let ward = council.manifest.people.iter().find(|person| person.key == member.key).expect("a person").wards.clone();
    let colleague =
        app.somebody(&council, Role::Councillor, |person| person.key != member.key && person.wards == ward).await;
    let (status, page) = colleague.page(&format!("/cases/{reference}")).await;
    assert!(status == StatusCode::OK && !page.contains("Links for people outside"), "{page}");
    let page = member.page(&format!("/cases/{reference}")).await.1;
    let id = page.split("name=\"link\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    let (make, back) = (format!("/cases/{reference}/guests/resident"), format!("/cases/{reference}/guests/take-back"));
    assert_eq!(colleague.post_form(&make, &[("resident", &joan)]).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(colleague.post_form(&back, &[("link", id)]).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(guest(&app, &council).page(&link).await.0, StatusCode::OK);

    // A resident of another case is none of this one.
    let other = raised(&member, &["Ada Other"]).await;
    let ada = residents(&member, &other).await.remove(0);
    assert_eq!(member.post_form(&make, &[("resident", &ada)]).await.status(), StatusCode::NOT_FOUND);

    // With one link, all of the resident's are taken back; a second time changes nothing.
    let again = link_for(&member, &reference, &joan).await;
    for _ in 0..2 {
        member.submits(&back, &[("link", id)]).await;
    }
    for link in [&link, &again] {
        assert_eq!(guest(&app, &council).page(link).await.0, StatusCode::NOT_FOUND);
    }
    assert_eq!(times(&member, &reference, "link-taken-back").await, 1);
    assert!(member.page(&format!("/cases/{reference}")).await.1.contains("Taken back on 17 Nov 2026"));
}

#[tokio::test]
async fn a_link_is_shown_once_and_only_its_hash_is_stored() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = raised(&member, &["Joan Reeve", "Ada Other"]).await;
    let [joan, ada] = <[String; 2]>::try_from(residents(&member, &reference).await).expect("two residents");
    let path = format!("/cases/{reference}/guests/resident");
    let make = async |resident: &str| {
        let answer = member.post_form(&path, &[("resident", resident), ("client_id", KEY)]).await;
        super::link_on(&answer.text().await.expect("a page"))
    };
    let link = make(&joan).await.expect("a link");
    assert_eq!(make(&joan).await, None, "the same form again");
    assert!(make(&ada).await.is_some(), "the same page, gone back to, for somebody else");
    assert_eq!(times(&member, &reference, "resident-link-made").await, 2);

    let all = app.database.all_seeing().await;
    let token = link.trim_start_matches("/g/");
    let hash = server::guests::read_token(token).expect("a token");
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let stored = format!("SELECT count(*) FROM guest_link WHERE token_hash = decode('{hex}', 'hex')");
    assert_eq!(all.number(&council.schema, &stored).await, 1);
    let base64 = format!("{}=", token.replace('-', "+").replace('_', "/"));
    let bare = format!(
        "SELECT count(*) FROM guest_link l WHERE l.token_hash = decode('{base64}', 'base64') OR l::text LIKE '%{token}%'"
    );
    assert_eq!(all.number(&council.schema, &bare).await, 0);
    assert!(!member.page(&format!("/cases/{reference}")).await.1.contains("/g/"));
}

#[tokio::test]
async fn the_program_makes_a_link_for_a_mail_and_keeps_those_that_are_there() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = raised(&member, &["Joan Reeve"]).await;
    let joan = residents(&member, &reference).await.remove(0);
    let by_hand = link_for(&member, &reference, &joan).await;
    let id = member.asks("query($r: String!) { case(reference: $r) { id } }", json!({ "r": reference })).await;
    let case: CaseId = id["case"]["id"].as_str().expect("an id").parse().expect("a case");
    let resident: ConstituentId = joan.parse().expect("a resident");

    let tx = app.instance.app.database.begin(&council.schema, Acting::System).await.expect("a scope");
    let now = app.instance.app.clock.now();
    let mailed = link_for_resident(&tx, Ids, case, resident, now).await.expect("a link");
    let nobody = ConstituentId::from_uuid(case.as_uuid());
    link_for_resident(&tx, Ids, case, nobody, now).await.expect_err("nobody of this case");
    tx.commit().await.expect("kept");
    for link in [&by_hand, &mailed] {
        assert_eq!(guest(&app, &council).page(link).await.0, StatusCode::OK);
    }
    let page = member.page(&format!("/cases/{reference}")).await.1;
    assert_eq!(page.matches("name=\"link\"").count(), 1, "one line for one resident");
    app.clock.advance(chrono::TimeDelta::days(180));
    assert_eq!(guest(&app, &council).page(&mailed).await.0, StatusCode::NOT_FOUND, "after 180 days");
}
