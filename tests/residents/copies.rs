//! Copies of a case's news for addresses outside (R11): what goes there, what never does, and how it is stopped.

use casework::people::Role;
use chrono::TimeDelta;
use reqwest::StatusCode;
use sea_orm::{DbErr, FromQueryResult};
use serde_json::{Value, json};
use server::guests::read_token;
use server::tenancy::Acting;

use super::{BY_EMAIL, Town, text_of};
use crate::support::Person;

const MP: &str = "office@mp.outside.example";
const RIVERSIDE: &str = "secretary@riverside.outside.example";

impl Town {
    /// The mails to addresses outside that were taken by now.
    fn to_outside(&self) -> Vec<(String, String)> {
        let to = |mail: &Value| mail["to"][0].as_str().unwrap_or_default().to_owned();
        let mails = self.mail.taken().into_iter().map(|mail| (to(&mail), text_of(&mail)));
        mails.filter(|(to, _)| to.ends_with("outside.example")).collect()
    }

    async fn copied(&self, reference: &str, name: &str, email: &str, agreed: &str) {
        let path = format!("/cases/{reference}/copies");
        let fields = [("name", name), ("email", email), ("agreed", agreed)];
        assert_eq!(self.member().await.submits(&path, &fields).await, format!("{path}?done=added"));
        self.app.clock.advance(TimeDelta::seconds(1));
    }
}

fn path_in(mail: &str) -> String {
    let rest = mail.split("List-Unsubscribe: <https://").nth(1).expect("a header");
    let address = rest.split('>').next().expect("an address");
    address[address.find('/').expect("a path")..].to_owned()
}

#[tokio::test]
async fn an_office_outside_hears_how_a_case_goes_on_and_nothing_of_whom_it_is_about() {
    let mut town = Town::new().await;
    let reference = town.raised(&BY_EMAIL).await;
    town.at("2026-11-17T10:00:00Z").await;
    town.mail.taken();
    town.copied(&reference, "Office of the MP", MP, "yes").await;
    town.copied(&reference, "Riverside association", RIVERSIDE, "no").await;
    town.at("2026-11-17T10:05:00Z").await;
    let mails = town.to_outside();
    assert_eq!(mails.len(), 2, "each is told that it gets copies: {mails:?}");
    assert!(mails.iter().all(|(_, text)| text.contains("asked us to tell you how case")), "{mails:?}");

    let team = town.team_of(&reference).await;
    let page = team.page(&format!("/cases/{reference}")).await.1;
    for words in ["Copies go to", "Office of the MP", MP, RIVERSIDE, "Hears where it stands, not the answer"] {
        assert!(page.contains(words), "everybody on the case sees {words}: {page}");
    }
    assert!(page.contains("What happens next is also told to: Office of the MP, Riverside association"));
    let secret = "Only for us: the contractor was late.";
    team.submits(&format!("/cases/{reference}/notes"), &[("text", secret), ("audience", "team")]).await;
    team.submits(&format!("/cases/{reference}/actions/record-progress"), &[("text", "Joan Reeve was called.")]).await;
    town.closed(&reference, "The hole at Mrs Reeve's gate is filled.").await;
    town.at("2026-11-17T11:00:00Z").await;
    let mails = town.to_outside();
    let to = |address: &str| -> Vec<&str> {
        mails.iter().filter(|(to, _)| to == address).map(|(_, text)| text.as_str()).collect()
    };
    assert!(to(MP).iter().any(|text| text.contains("has moved on")), "{mails:?}");
    let closed: Vec<_> = mails.iter().filter(|(_, text)| text.contains("is closed. It is about:")).collect();
    assert_eq!(closed.len(), 2, "each hears once that it is closed: {mails:?}");
    assert!(to(MP).iter().any(|text| text.contains("The hole at Mrs Reeve's gate is filled.")), "everybody agreed");
    assert!(!to(RIVERSIDE).iter().any(|text| text.contains("gate is filled")), "not everybody agreed");
    for (_, text) in &mails {
        for hidden in ["Joan", "joan.reeve", "resident.example", "hole by the school", "Only for us", "was called"] {
            assert!(!text.contains(hidden), "{hidden} in {text}");
        }
        assert!(text.contains("You get this because") && text.contains("Auto-Submitted: auto-generated"), "{text}");
        assert!(text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{text}");
    }
    let told = "SELECT count(*) FROM case_event WHERE kind = 'copies-written'";
    assert!(town.number(told).await >= 4, "the history says what went out");
    let page = team.page(&format!("/cases/{reference}")).await.1;
    assert!(page.contains("Copy to Office of the MP"), "{page}");
}

#[tokio::test]
async fn one_click_ends_the_copies_for_good_without_signing_in() {
    let mut town = Town::new().await;
    let reference = town.raised(&[("summary", "A hole by the school")]).await;
    town.copied(&reference, "Office of the MP", MP, "").await;
    town.at("2026-11-17T09:40:00Z").await;
    town.at("2026-11-17T09:50:00Z").await;
    let mails = town.to_outside();
    let path = path_in(&mails.first().expect("a mail").1);
    let token = path.trim_start_matches("/g/").trim_end_matches("/unsubscribe");
    let readable = "SELECT count(*) FROM guest_link WHERE kind = 'copy' AND length(token_hash) <> 32";
    assert_eq!(town.number(readable).await, 0, "only its hash is kept");

    let host = format!("{}.localhost", town.council.manifest.slug);
    let reader = Person::stranger(town.app.address, &host, "reader");
    let (status, page) = reader.page(&path).await;
    assert!(status == StatusCode::OK && page.contains("Stop these emails"), "{page}");
    assert!(page.contains(&reference) && !page.contains("hole by the school"), "{page}");
    let live = "SELECT count(*) FROM copy_address WHERE ended IS NULL";
    assert_eq!(town.number(live).await, 1, "looking changes nothing");
    assert_eq!(reader.page(&format!("/g/{token}")).await.0, StatusCode::NOT_FOUND, "the link opens nothing else");
    let words = reader.post_form(&format!("/g/{token}/words"), &[("text", "Hello")]).await;
    assert_eq!(words.status(), StatusCode::NOT_FOUND, "and says nothing");

    // As a mail program does it: another site's origin, no cookie, no redirect (RFC 8058).
    let one_click = || {
        let post =
            reader.post_request(&path).header("origin", "https://mail.example").header("sec-fetch-site", "cross-site");
        post.header("content-type", "application/x-www-form-urlencoded").body("List-Unsubscribe=One-Click")
    };
    for _ in 0..2 {
        let answer = one_click().send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK, "as often as it is asked");
        assert!(answer.text().await.expect("text").contains("You get no more emails about this case"));
    }
    assert_eq!(town.number(live).await, 0);
    assert_eq!(town.number("SELECT count(*) FROM case_event WHERE kind = 'copy-ended'").await, 1, "once");
    town.closed(&reference, "It is filled.").await;
    town.at("2026-11-17T11:00:00Z").await;
    assert_eq!(town.to_outside(), [], "no more");

    let member = town.member().await;
    let add = format!("/cases/{reference}/copies");
    let again = member.post_form(&add, &[("name", "Office of the MP"), ("email", "OFFICE@mp.outside.example")]).await;
    assert_eq!(again.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = again.text().await.expect("a page");
    assert!(page.contains("gets no more mail about this case") && page.contains("OFFICE@mp"), "{page}");
    let notices = member.page("/notices").await.1;
    assert!(notices.contains("Somebody outside gets no more copies"), "whoever raised it is told: {notices}");
    let wrong = path.replace(&token[..4], "AAAA");
    assert_eq!(reader.page(&wrong).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_was_taken_off_and_added_again_can_stop_it_with_the_old_mail() {
    let mut town = Town::new().await;
    let reference = town.raised(&[("summary", "A hole by the school")]).await;
    town.copied(&reference, "Office of the MP", MP, "").await;
    town.at("2026-11-17T09:40:00Z").await;
    town.at("2026-11-17T09:50:00Z").await;
    let path = path_in(&town.to_outside().first().expect("a mail").1);
    let member = town.member().await;
    let page = member.page(&format!("/cases/{reference}/copies")).await.1;
    let remove = page.split(&format!("/cases/{reference}/copies/")).nth(1).and_then(|rest| rest.split('"').next());
    member.submits(&format!("/cases/{reference}/copies/{}", remove.expect("a button")), &[]).await;
    let live = "SELECT count(*) FROM copy_address WHERE ended IS NULL";
    assert_eq!(town.number(live).await, 0);
    town.copied(&reference, "Office of the MP", MP, "").await;
    let host = format!("{}.localhost", town.council.manifest.slug);
    let reader = Person::stranger(town.app.address, &host, "reader");
    assert_eq!(reader.post_form(&path, &[]).await.status(), StatusCode::OK);
    assert_eq!(town.number(live).await, 0);
    assert_eq!(town.number("SELECT count(*) FROM copy_address WHERE ended = 'unsubscribed'").await, 1);
}

#[tokio::test]
async fn nothing_goes_out_of_a_confidential_case() {
    let mut town = Town::new().await;
    let reference = town.raised(&BY_EMAIL).await;
    town.copied(&reference, "Office of the MP", MP, "yes").await;
    let member = town.member().await;
    let telling = format!("/cases/{reference}/telling");
    member.submits(&telling, &[("reply_route", "confidential")]).await;
    town.closed(&reference, "It is filled.").await;
    town.at("2026-11-17T11:00:00Z").await;
    town.at("2026-11-18T11:00:00Z").await;
    assert_eq!(town.to_outside(), []);
    let member = town.member().await;
    let page = member.page(&format!("/cases/{reference}")).await.1;
    assert!(page.contains("This case is confidential, so no copies go out."), "{page}");
    let add = "mutation($r: String!) { addCopy(reference: $r, name: \"A\", email: \"a@outside.example\", agreed: true) { refusal { code } } }";
    assert_eq!(member.asks(add, json!({ "r": reference })).await["addCopy"]["refusal"]["code"], "confidential");

    // Whatever the program forgets to ask.
    let tx = town.app.instance.app.database.begin(&town.council.schema, Acting::System).await.expect("a scope");
    let write = "INSERT INTO copy_message (case_id, seq, copy_id, cause, created_at) SELECT case_id, 1, id, 1, now() FROM copy_address";
    let error = tx.run(write, vec![]).await.expect_err("refused").to_string();
    assert!(error.contains("row-level security"), "{error}");
}

#[tokio::test]
async fn mail_that_comes_back_ends_the_copies_and_everybody_sees_it() {
    let mut town = Town::refusing("mp.outside").await;
    let reference = town.raised(&[("summary", "A hole by the school")]).await;
    town.copied(&reference, "Office of the MP", MP, "").await;
    town.at("2026-11-17T09:40:00Z").await;
    assert_eq!(town.number("SELECT count(*) FROM copy_address WHERE ended = 'refused'").await, 1);
    assert_eq!(town.number("SELECT count(*) FROM copy_message WHERE state = 'refused'").await, 1);
    let page = town.team_of(&reference).await.page(&format!("/cases/{reference}")).await.1;
    assert!(page.contains("the mail came back"), "{page}");
    town.closed(&reference, "It is filled.").await;
    town.at("2026-11-17T11:00:00Z").await;
    assert_eq!(town.number("SELECT count(*) FROM copy_message").await, 1, "nothing more is written");
    let again = "mutation($r: String!) { addCopy(reference: $r, name: \"A\", email: \"office@mp.outside.example\") { refusal { code } } }";
    let member = town.member().await;
    assert_eq!(member.asks(again, json!({ "r": reference })).await["addCopy"]["refusal"]["code"], "had-enough");
    let jobs = town.desk().await.page("/jobs").await.1;
    assert!(jobs.contains("somebody outside"), "{jobs}");
}

#[tokio::test]
async fn only_whoever_raised_the_case_says_who_gets_copies() {
    let town = Town::new().await;
    let reference = town.raised(&BY_EMAIL).await;
    let (path, fields) = (format!("/cases/{reference}/copies"), [("name", "A"), ("email", MP), ("agreed", "yes")]);
    let member = town.member().await;
    let missing = member.post_form(&path, &[("name", "A"), ("email", "mp"), ("agreed", "")]).await;
    assert_eq!(missing.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = missing.text().await.expect("a page");
    assert!(page.contains("Say whether everybody agreed") && page.contains("This is not an email address"), "{page}");
    let team = town.team_of(&reference).await;
    for other in [&team, &town.desk().await] {
        assert_eq!(other.page(&path).await.0, StatusCode::NOT_FOUND);
        assert_eq!(other.post_form(&path, &fields).await.status(), StatusCode::NOT_FOUND);
    }
    let people = town.app.instance.app.identity.people(&town.council).await.expect("people");
    let insert = "INSERT INTO copy_address (id, case_id, name, email, agreed, added_by, added_at)
                  SELECT gen_random_uuid(), c.id, 'A', p.key, true, p.id, now() FROM cases c, person p WHERE p.key = $1";
    for (key, allowed) in [(&team.key, false), (&member.key, true)] {
        let person = people.iter().find(|person| &person.key == key).expect("a person");
        let acting = Acting::Person(&person.actor);
        let tx = town.app.instance.app.database.begin(&town.council.schema, acting).await.expect("a scope");
        assert_eq!(tx.run(insert, vec![key.clone().into()]).await.is_ok(), allowed, "{key}");
    }
    for number in 0..5 {
        town.copied(&reference, "A", &format!("{number}@outside.example"), "no").await;
    }
    let sixth = member.post_form(&path, &fields).await;
    assert_eq!(sixth.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sixth.text().await.expect("a page").contains("At most 5 get copies"));
    let query = "query($r: String!) { case(reference: $r) { copies { email agreed ended } } }";
    let asked = team.asks(query, json!({ "r": reference })).await;
    assert_eq!(asked["case"]["copies"][0], json!({ "email": "0@outside.example", "agreed": false, "ended": null }));
    let stranger = town.app.somebody(&town.council, Role::TenantAdmin, |_| true).await;
    assert_eq!(stranger.asks(query, json!({ "r": reference })).await["case"], Value::Null);
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

#[tokio::test]
async fn the_link_in_a_copy_reads_nothing_of_the_case_but_its_number() {
    let mut town = Town::new().await;
    let reference = town.raised(&BY_EMAIL).await;
    town.copied(&reference, "Office of the MP", MP, "yes").await;
    town.at("2026-11-17T09:40:00Z").await;
    town.at("2026-11-17T09:50:00Z").await;
    let path = path_in(&town.to_outside().first().expect("a mail").1);
    let link = read_token(path.trim_start_matches("/g/").trim_end_matches("/unsubscribe")).expect("a token");
    let at = town.app.instance.app.clock.now();
    let read = async |sql: &'static str| {
        let acting = Acting::Guest { link: &link, at };
        let tx = town.app.instance.app.database.begin(&town.council.schema, acting).await?;
        Ok::<_, DbErr>(tx.one::<Count>(sql, vec![]).await?.expect("a row").count)
    };
    assert_eq!(read("SELECT count(*) FROM guest_copy").await.expect("its view"), 1);
    for other in
        ["SELECT count(*) FROM guest_case", "SELECT count(*) FROM guest_told", "SELECT count(*) FROM guest_question"]
    {
        assert_eq!(read(other).await.expect("a view"), 0, "{other}");
    }
    for table in ["SELECT count(*) FROM copy_address", "SELECT count(*) FROM cases"] {
        assert!(read(table).await.expect_err("refused").to_string().contains("permission denied"), "{table}");
    }
}
