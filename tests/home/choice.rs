//! Which cards somebody has, and in which order.

use casework::people::Role;
use serde_json::{Value, json};

use super::{Feeds, MEETINGS, WORKS, another, member};
use crate::support::TestApp;

const CARDS: &str = "{ me { cards { key aside shown } } }";

fn keys(cards: &Value, field: &str) -> Vec<String> {
    let cards = cards["me"]["cards"].as_array().expect("cards").iter();
    cards
        .filter(|card| card[field] == json!(true))
        .map(|card| card["key"].as_str().expect("a key").to_owned())
        .collect()
}

#[tokio::test]
async fn each_person_hides_cards_and_puts_them_in_order_for_themselves() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    Feeds::of(&app, &council, &[MEETINGS, WORKS]).await;
    let me = member(&app, &council).await;
    let (_, page) = me.person.page("/home/cards").await;
    assert!(page.contains("value=\"works\" checked") && !page.contains("value=\"figures\""), "there is no such feed");
    assert!(!page.contains("value=\"queues\""), "a councillor has no queue");

    // What the form sends: the order, what is ticked, and the button.
    let form = [
        ("order", "needs-me"),
        ("order", "drafts"),
        ("order", "recent"),
        ("order", "works"),
        ("order", "stages"),
        ("order", "meetings"),
        ("shown", "needs-me"),
        ("shown", "works"),
        ("shown", "stages"),
        ("shown", "meetings"),
        ("do", "up:meetings"),
    ];
    assert_eq!(me.person.submits("/home/cards", &form).await, "/home/cards?saved=1#card-meetings");
    let (_, page) = me.person.page("/").await;
    assert!(!page.contains("Recent updates"));
    let at = |page: &str, words: &str| page.find(words).unwrap_or_else(|| panic!("{words} is on the page"));
    assert!(at(&page, "id=\"meetings\"") < at(&page, "id=\"stages\""));
    let cards = me.person.asks(CARDS, json!({})).await;
    assert_eq!(keys(&cards, "shown"), ["needs-me", "works", "meetings", "stages"]);
    assert_eq!(keys(&cards, "aside"), ["meetings", "stages"]);

    let other = another(&app, &council, &me).await;
    assert!(other.page("/").await.1.contains("Recent updates"), "it is nobody else's page");
    let rows = "SELECT count(*) FROM home_cards";
    assert_eq!(app.counted_by(&council, &me.person.key, rows).await, 1);
    assert_eq!(app.counted_by(&council, &other.key, rows).await, 0, "the database shows it to nobody else");

    me.person.submits("/home/cards", &[("do", "usual")]).await;
    assert_eq!(keys(&me.person.asks(CARDS, json!({})).await, "shown").len(), 6);
}

#[tokio::test]
async fn the_api_arranges_cards_and_says_which_name_is_none() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let me = member(&app, &council).await;
    let arrange = "mutation($order: [String!]!, $hidden: [String!]!) {
        arrangeCards(order: $order, hidden: $hidden) { cards { key shown } problems { field reason } } }";
    let done = me.person.asks(arrange, json!({ "order": ["recent", "needs-me"], "hidden": ["needs-me"] })).await;
    let cards = &done["arrangeCards"]["cards"];
    assert_eq!(
        (&cards[0], &done["arrangeCards"]["problems"]),
        (&json!({ "key": "recent", "shown": true }), &json!([]))
    );
    assert!(!me.person.page("/").await.1.contains("id=\"needs-me\""));
    for (order, hidden, field) in
        [(json!(["weather"]), json!([]), "order"), (json!(["recent"]), json!(["weather"]), "hidden")]
    {
        let refused = me.person.asks(arrange, json!({ "order": order, "hidden": hidden })).await;
        assert_eq!(refused["arrangeCards"]["problems"], json!([{ "field": field, "reason": "not-a-choice" }]));
    }
}

#[tokio::test]
async fn officers_have_cards_of_their_own() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let officer = app.somebody(&council, Role::TriageOfficer, |_| true).await;
    let (_, page) = officer.page("/home/cards").await;
    for key in ["queues", "mail-in", "jobs"] {
        assert!(page.contains(&format!("value=\"{key}\"")), "{key}");
    }
    officer.submits("/home/cards", &[("order", "queues"), ("order", "needs-me"), ("shown", "needs-me")]).await;
    assert!(!officer.page("/").await.1.contains("id=\"queues\""));
}

#[tokio::test]
async fn whoever_is_signed_out_signs_in_and_comes_back() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let host = format!("{}.localhost", council.manifest.slug);
    let nobody = crate::support::Person::stranger(app.address, &host, "nobody");
    for path in ["/home/cards", "/home/calendar"] {
        let answer = nobody.get_request(path).send().await.expect("an answer");
        let next = format!("/sign-in?next={}", path.replace('/', "%2F"));
        assert_eq!(answer.headers()["location"].to_str().expect("a path"), next);
    }
}
