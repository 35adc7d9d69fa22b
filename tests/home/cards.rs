//! What the cards of the home page show of what feeds brought, and how they fail.

use casework::feeds::{MeetingStatus, Shape, Traffic, WorkStatus};
use casework::people::Role;
use serde_json::json;

use super::{FIGURES, Feeds, MEETINGS, WORKS, another, day, fact, meeting, member, work};
use crate::support::TestApp;

#[tokio::test]
async fn a_councillor_sees_the_next_meetings_at_which_they_sit_and_others_those_of_the_council() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let feeds = Feeds::of(&app, &council, &[MEETINGS]).await;
    let me = member(&app, &council).await;
    let formal = me.name.replacen("Cllr ", "Councillor ", 1).to_uppercase();
    feeds.meeting(meeting("1", "Licensing Panel", "2026-11-18", &["Councillor Some Body"])).await;
    feeds.meeting(meeting("2", "Planning Board", "2026-11-19", &["Councillor Some Body", &formal])).await;
    let cancelled = meeting("3", "Audit Board", "2026-12-01", &[&formal]);
    feeds.meeting(casework::feeds::Meeting { status: MeetingStatus::Cancelled, ..cancelled }).await;
    feeds.meeting(meeting("4", "Past Board", "2026-11-16", &[&formal])).await;
    for number in 10..20 {
        feeds.meeting(meeting(&number.to_string(), "Later Board", &format!("2027-01-{number}"), &[&formal])).await;
    }

    let (_, page) = me.person.page("/").await;
    assert!(page.contains("Your next meetings") && page.contains("Planning Board"));
    assert!(!page.contains("Licensing Panel"), "somebody else sits there");
    assert!(!page.contains("Past Board"), "it is over");
    assert!(page.contains("Thursday 19 November 2026, 6pm to 8:30pm") && page.contains("Room 1"));
    assert!(
        page.contains("href=\"https:&#x2f;&#x2f;democracy.example.org&#x2f;agenda\"")
            && page.contains("Agenda &amp; reports")
    );
    assert!(page.contains("wb-state--cancelled"));
    assert_eq!(
        page.matches("class=\"wb-meeting ").count() + page.matches("class=\"wb-meeting\"").count(),
        5,
        "the next five"
    );
    assert!(page.contains("As of 9am today."));

    let (_, page) = another(&app, &council, &me).await.page("/").await;
    assert!(page.contains("The council’s next meetings") && page.contains("Licensing Panel"));
    let officer = app.somebody(&council, Role::TeamMember, |_| true).await;
    let (_, page) = officer.page("/").await;
    assert!(page.contains("The council’s next meetings") && page.contains("Planning Board"));

    let asked = "{ me { meetings(first: 2) { own fresh { at silent } meetings { committee begins status papers { title url } } } } }";
    let found = &me.person.asks(asked, json!({})).await["me"]["meetings"];
    assert_eq!((&found["own"], &found["fresh"]["silent"]), (&json!(true), &json!(false)));
    assert_eq!(found["meetings"][0]["begins"], "2026-11-19T18:00:00");
    assert_eq!(found["meetings"][1]["status"], "cancelled");
}

#[tokio::test]
async fn works_are_those_of_the_councillors_ward_with_numbers_on_a_map() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let feeds = Feeds::of(&app, &council, &[WORKS]).await;
    let me = member(&app, &council).await;
    let mine = [me.gss.as_str()];
    let here = || Some(Shape::Point(me.at));
    let later = work("W1", "Second Street", "2026-12-01", "2026-12-02", here());
    feeds.work(casework::feeds::Work { traffic: Traffic::Alternating, ..later }, &mine).await;
    feeds.work(work("W2", "First Street", "2026-11-01", "2026-11-20", here()), &mine).await;
    feeds.work(work("W3", "Elsewhere Street", "2026-11-20", "2026-11-22", here()), &["E05999999"]).await;
    feeds.work(work("W4", "Past Street", "2026-11-01", "2026-11-16", here()), &mine).await;
    for (key, street, status) in
        [("W5", "Finished Street", WorkStatus::Finished), ("W6", "Cancelled Street", WorkStatus::Cancelled)]
    {
        let done = work(key, street, "2026-11-01", "2026-11-30", here());
        feeds.work(casework::feeds::Work { status, ..done }, &mine).await;
    }
    feeds.work(work("W7", "Placeless Street", "2026-11-20", "2026-11-22", None), &[]).await;
    feeds.work(work("W8", "Outside Street", "2026-11-20", "2026-11-22", here()), &[]).await;

    let (_, page) = me.person.page("/").await;
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words} is on the page"));
    assert!(at("First Street") < at("Second Street"), "what goes on comes first");
    assert!(at("Works without a place") < at("Placeless Street"));
    for other in ["Elsewhere", "Past", "Finished", "Cancelled", "Outside"] {
        assert!(!page.contains(&format!("{other} Street")), "{other}");
    }
    assert!(page.contains("The road is closed") && page.contains("One direction at a time"));
    assert_eq!(page.matches("class=\"wb-map__mark ").count(), 2, "each work of the list is on the map");
    assert_eq!(page.matches("class=\"wb-map__leader\"").count(), 1, "two at one place make room");

    let nobody = app.somebody(&council, Role::TeamMember, |_| true).await;
    assert!(!nobody.page("/").await.1.contains("Roadworks in your ward"), "who has no ward has no such card");
    assert_eq!(nobody.page("/home/works").await.0, 404);
    assert_eq!(nobody.asks("{ me { works { more } } }", json!({})).await["me"]["works"], json!(null));
}

#[tokio::test]
async fn more_works_than_the_card_holds_are_on_a_page_of_their_own() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let feeds = Feeds::of(&app, &council, &[WORKS]).await;
    let me = member(&app, &council).await;
    for number in 10..25 {
        let (street, starts) = (format!("Number {number} Street"), format!("2026-12-{number}"));
        let shape = Some(Shape::Point(me.at));
        feeds.work(work(&street, &street, &starts, &starts, shape), &[me.gss.as_str()]).await;
    }
    let (_, page) = me.person.page("/").await;
    assert!(page.contains("Number 15 Street") && !page.contains("Number 16 Street"));
    assert!(page.contains("href=\"/home/works\""));
    let (_, page) = me.person.page("/home/works").await;
    assert!(page.contains("Number 24 Street") && !page.contains("There are more works later"));
    let found = me.person.asks("{ me { works(first: 7) { more placed { key underWay traffic } } } }", json!({})).await;
    let works = &found["me"]["works"];
    assert_eq!((works["placed"].as_array().expect("works").len(), &works["more"]), (7, &json!(true)));
    assert_eq!(works["placed"][0]["traffic"], "road-closure");
}

#[tokio::test]
async fn a_figure_stands_beside_the_councils_average_and_never_for_another_boundary() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let feeds = Feeds::of(&app, &council, &[FIGURES]).await;
    let me = member(&app, &council).await;
    let others: Vec<_> = council.manifest.wards.iter().filter(|ward| ward.gss != me.gss).take(3).collect();
    feeds.fact(fact(&me.gss, "residents", 12_000.0)).await;
    for (ward, value) in others.iter().zip([6_000.0, 7_000.0, 8_000.0]) {
        feeds.fact(fact(&ward.gss, "residents", value)).await;
    }
    feeds.fact(fact("E05001771", "residents", 999_999.0)).await;
    feeds.fact(fact(&others[0].gss, "households", 4_321.0)).await;

    let (_, page) = me.person.page("/").await;
    assert!(page.contains("Label of residents") && page.contains("12,000"));
    assert!(page.contains("8,250"), "the mean of four wards, and not of a boundary that is no ward of the council");
    assert!(!page.contains("999,999") && !page.contains("households"));
    assert!(page.contains("Census: 2021."));

    let (_, page) = another(&app, &council, &me).await.page("/").await;
    assert!(!page.contains("12,000"), "no figure is another ward's");
    let without = council.manifest.people.iter().find(|person| {
        person.wards.first().is_some_and(|gss| *gss != me.gss && !others.iter().any(|ward| ward.gss == *gss))
    });
    let without = app.sign_in(&council, &without.expect("a councillor of another ward").key).await;
    let (_, page) = without.page("/").await;
    assert!(page.contains("There is no figure for this boundary."));

    let asked = "{ me { wardFacts { facts { ward { gss } statistic value average wards unit period source } } } }";
    let found = &me.person.asks(asked, json!({})).await["me"]["wardFacts"]["facts"];
    let expected = json!([{
        "ward": { "gss": me.gss }, "statistic": "residents", "value": 12_000.0, "average": 8_250.0, "wards": 4, "unit": "count",
        "period": "2021", "source": "Census",
    }]);
    assert_eq!(*found, expected);
    assert_eq!(without.asks(asked, json!({})).await["me"]["wardFacts"]["facts"], json!([]));
}

#[tokio::test]
async fn without_a_feed_there_is_no_card_and_with_one_that_is_silent_the_card_says_so() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let me = member(&app, &council).await;
    let titles =
        ["Your next meetings", "The council’s next meetings", "Roadworks in your ward", "Your ward in figures"];
    let (_, page) = me.person.page("/").await;
    assert!(titles.iter().all(|title| !page.contains(title)));
    assert_eq!(me.person.page("/home/works").await.0, 404);

    let feeds = Feeds::of(&app, &council, &[MEETINGS, WORKS]).await;
    let silent =
        "UPDATE feed SET good_at = '2026-11-12T06:30:00Z', failures = 3, failure = 'unavailable' WHERE seat = ";
    feeds.rows.run(&council.schema, &format!("{silent}'{WORKS}'")).await;
    feeds.rows.run(&council.schema, &format!("UPDATE feed SET good_at = NULL WHERE seat = '{MEETINGS}'")).await;
    feeds.work(work("W1", "High Street", "2026-11-01", "2026-11-20", None), &[me.gss.as_str()]).await;
    let (_, page) = me.person.page("/").await;
    assert!(page.contains("The source has not answered since Thursday, 6:30am. This is what was known then."));
    assert!(page.contains("High Street"), "what was known stays known");
    assert!(page.contains("The council’s next meetings") && page.contains("Nothing has come in yet."));
    assert!(!page.contains("No meeting is planned."), "nobody knows that");
}

#[tokio::test]
async fn a_card_that_fails_takes_no_other_along() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let feeds = Feeds::of(&app, &council, &[MEETINGS, WORKS, FIGURES]).await;
    let me = member(&app, &council).await;
    feeds.meeting(meeting("1", "Planning Board", "2026-11-19", &[&me.name])).await;
    feeds.fact(fact(&me.gss, "residents", 12_000.0)).await;
    let about = [me.gss.clone()];
    let days = Some((day("2026-11-01"), day("2026-12-01")));
    feeds.bring(WORKS, "odd", &about, days, &json!({ "street": 7, "status": "planned" })).await;
    me.person.raises(&[("summary", "Who owns the footbridge?")]).await;

    let (status, page) = me.person.page("/").await;
    assert_eq!(status, 200);
    assert_eq!(page.matches("This cannot be shown at the moment.").count(), 1, "a row that is no work");
    assert!(page.contains("Roadworks in your ward") && page.contains("Planning Board") && page.contains("12,000"));
    assert!(page.contains("My cases by stage"));

    // The statements themselves fail, which ends a transaction.
    feeds.rows.run(&council.schema, "ALTER TABLE feed_item RENAME COLUMN body TO lost").await;
    let (status, page) = me.person.page("/").await;
    assert_eq!(status, 200);
    assert_eq!(page.matches("This cannot be shown at the moment.").count(), 3);
    assert!(page.contains("Your next meetings") && page.contains("Your ward in figures"));
    assert!(page.contains("My cases by stage") && page.contains("Recent updates"));
    feeds.rows.run(&council.schema, "ALTER TABLE feed RENAME COLUMN seat TO lost").await;
    let (status, page) = me.person.page("/").await;
    assert_eq!(status, 200);
    assert!(page.contains("My cases by stage") && page.contains("This cannot be shown at the moment."));
}

#[tokio::test]
async fn the_home_page_costs_the_same_statements_however_much_feeds_brought() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let feeds = Feeds::of(&app, &council, &[MEETINGS, WORKS, FIGURES]).await;
    let me = member(&app, &council).await;
    let cost = async || {
        me.person.page("/language/en").await;
        let before = app.instance.app.database.statements();
        assert_eq!(me.person.page("/").await.0, 200);
        app.instance.app.database.statements() - before
    };
    me.person.page("/").await;
    let little = cost().await;
    for number in 0..12 {
        let key = number.to_string();
        feeds.meeting(meeting(&key, "Planning Board", "2026-12-19", &[&me.name])).await;
        feeds.work(work(&key, "High Street", "2026-11-01", "2026-11-20", Some(Shape::Point(me.at))), &[&*me.gss]).await;
        feeds.fact(fact(&me.gss, &key, 1.0)).await;
    }
    assert_eq!(cost().await, little);
    assert!(little <= 10, "{little}");
}
