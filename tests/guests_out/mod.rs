//! People without an account: a resident's page (R33) and a question to another party (R20), over HTTP.

mod graphql;
mod limits;
mod outsider;
mod resident;
mod scope;

use reqwest::{Response, StatusCode, header};
use serde_json::json;
use server::tenancy::Council;

use crate::support::{Person, TestApp};

/// Somebody with nothing but a link.
fn guest(app: &TestApp, council: &Council) -> Person {
    Person::stranger(app.address, &format!("{}.localhost", council.manifest.slug), "guest")
}

/// A case with a hole, a place, and these residents, who all agreed to sharing.
async fn raised(member: &Person, residents: &[&str]) -> String {
    let rows: Vec<(String, &str)> = (0..)
        .zip(residents)
        .flat_map(|(index, name)| {
            [("name", *name), ("address", "14 Mill Lane, Ashcombe, AC1 2QD"), ("consent", "yes"), ("tell", "post")]
                .map(|(field, value)| (format!("people.{index}.{field}"), value))
        })
        .collect();
    let mut form = vec![
        ("summary", "A wall that leans"),
        ("details", "Between us: the owner is difficult."),
        ("place_words", "Behind the chapel"),
    ];
    form.extend(rows.iter().map(|(field, value)| (field.as_str(), *value)));
    member.raises(&form).await
}

/// Ids of a case's residents, in the order of the form.
async fn residents(member: &Person, reference: &str) -> Vec<String> {
    let query = "query($r: String!) { case(reference: $r) { constituents { id } } }";
    let asked = member.asks(query, json!({ "r": reference })).await;
    let people = asked["case"]["constituents"].as_array().expect("residents");
    people.iter().map(|person| person["id"].as_str().expect("an id").to_owned()).collect()
}

/// The path of the link that a page shows once.
fn link_on(page: &str) -> Option<String> {
    let field = page.split("data-copied=").nth(1)?.split('<').next()?.replace("&#x2f;", "/");
    Some(format!("/g/{}", field.split("/g/").nth(1)?))
}

/// Makes a link for a resident, as the case's page does.
async fn link_for(member: &Person, reference: &str, resident: &str) -> String {
    let form = [("resident", resident)];
    let answer = member.post_form(&format!("/cases/{reference}/guests/resident"), &form).await;
    assert_eq!(answer.status(), StatusCode::OK);
    link_on(&answer.text().await.expect("a page")).expect("a link")
}

const QUESTION: &str = "Is the wall yours?";

/// Asks another party, as its page does; `more` are fields beside the question.
async fn asks_outside(who: &Person, reference: &str, more: &[(&str, &str)]) -> Response {
    let mut form = vec![("do", "make"), ("name", "Northfield Homes"), ("text", QUESTION), ("days", "14")];
    form.extend(more);
    who.post_form(&format!("/cases/{reference}/outside"), &form).await
}

/// The link for another party, made with these fields beside the question.
async fn link_outside(who: &Person, reference: &str, more: &[(&str, &str)]) -> String {
    let answer = asks_outside(who, reference, more).await;
    assert_eq!(answer.status(), StatusCode::OK);
    link_on(&answer.text().await.expect("a page")).expect("a link")
}

/// Kinds of what happened to a case, and who did it.
async fn history(who: &Person, reference: &str) -> Vec<(String, Option<String>)> {
    let query = "query($r: String!) { case(reference: $r) { timeline { kind actor { name } } } }";
    let asked = who.asks(query, json!({ "r": reference })).await;
    let events = asked["case"]["timeline"].as_array().expect("events").iter();
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    events.map(|event| (text(&event["kind"]).expect("a kind"), text(&event["actor"]["name"]))).collect()
}

/// How often something of this kind happened.
async fn times(who: &Person, reference: &str, kind: &str) -> usize {
    history(who, reference).await.iter().filter(|(happened, _)| happened == kind).count()
}

/// The worker tells what happened by now.
async fn tell(app: &TestApp) {
    for _ in 0..2 {
        let mut worker = server::work::Worker::new(std::sync::Arc::clone(&app.instance.app));
        worker.pass().await.expect("it looks");
        app.clock.advance(chrono::TimeDelta::seconds(2));
    }
}

fn header_of(answer: &Response, name: header::HeaderName) -> &str {
    answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
