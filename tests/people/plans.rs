use casework::feeds::{Content, Person as Row, Reading};
use casework::people::Role;
use reqwest::StatusCode;
use serde_json::json;
use server::tenancy::apply::{apply, read_folder};

use super::{SEAT, Town, officer, row, ticks};
use crate::support::root;

#[tokio::test]
async fn the_same_file_twice_changes_nothing_whether_or_not_somebody_has_decided() {
    let town = Town::open().await;
    let first = town.reads(town.rows()).await;
    assert!(first.waiting > 10 && first.conflicts == 0 && first.done == 0, "{first:?}");
    let (path, _) = town.plan().await;
    town.reads(town.rows()).await;
    assert_eq!(town.plan().await.0, path, "the same plan goes on waiting");
    town.puts_in_force(&[]).await;
    let people = "SELECT count(*) FROM person WHERE changed_at > '2026-01-01'";
    let before = (town.number(people).await, town.number("SELECT count(*) FROM people_log").await);
    let mut turned = town.rows();
    turned.reverse();
    assert_eq!(town.reads(turned).await, server::people::Taken::default());
    assert!(town.nothing_waits().await);
    assert_eq!((town.number(people).await, town.number("SELECT count(*) FROM people_log").await), before);
}

#[tokio::test]
async fn what_is_not_ticked_does_not_happen_and_is_not_asked_again_for_the_same() {
    let town = Town::open().await;
    town.takes_in(town.rows()).await;
    let (one, other) = (town.one(Role::TeamMember, |_| true), town.one(Role::Councillor, |_| true));
    let rows: Vec<Row> = town.rows_without(&one.key).into_iter().filter(|row| row.key != other.key).collect();
    town.reads(rows.clone()).await;
    let (path, page) = town.plan().await;
    assert_eq!(ticks(&page).len(), 2);
    town.admin.submits(&path, &[("take", &one.key)]).await;
    assert!(!town.lets_in(&one.key).await && town.lets_in(&other.key).await);
    town.reads(rows.clone()).await;
    assert!(town.nothing_waits().await);
    assert!(town.admin.page("/people").await.1.contains("Put in force"));
    let mut rows = rows;
    rows.push(officer("901", &one.groups[0]));
    town.reads(rows).await;
    assert_eq!(ticks(&town.plan().await.1).len(), 2, "something else is asked, and that with it");
}

#[tokio::test]
async fn a_plan_is_set_aside_with_a_reason_and_a_plan_that_was_overtaken_is_not_put_in_force() {
    let town = Town::open().await;
    town.takes_in(town.rows()).await;
    let (one, other) = (town.one(Role::TeamMember, |_| true).key, town.one(Role::Councillor, |_| true).key);
    town.reads(town.rows_without(&one)).await;
    let (path, _) = town.plan().await;
    town.reads(town.rows_without(&other)).await;
    let answer = town.admin.submits(&path, &[("take", &one)]).await;
    assert!(answer.starts_with("/people/plans/") && answer.ends_with("?stale=1"), "{answer}");
    assert!(town.admin.page(&answer).await.1.contains("Something has changed since you opened the page"));
    assert!(town.lets_in(&one).await && town.lets_in(&other).await);

    let (path, _) = town.plan().await;
    let none = town.admin.post_form(&format!("{path}/dismiss"), &[("reason", " ")]).await;
    assert_eq!(none.status(), StatusCode::UNPROCESSABLE_ENTITY);
    town.admin.submits(&format!("{path}/dismiss"), &[("reason", "HR sent half of it.")]).await;
    town.reads(town.rows_without(&other)).await;
    assert!(town.nothing_waits().await, "the same is not asked again");
    let (_, page) = town.admin.page("/people").await;
    assert!(page.contains("HR sent half of it."), "{page}");
    assert_ne!(town.admin.post_form(&path, &[("take", &other)]).await.status(), StatusCode::OK);
    assert!(town.lets_in(&other).await, "what was set aside cannot be put in force");
}

#[tokio::test]
async fn a_feed_that_suddenly_loses_many_is_held_whatever_the_councils_way() {
    let town = Town::open().await;
    town.takes_in(town.rows()).await;
    town.becomes_automatic().await;
    let few: Vec<Row> = town.rows().into_iter().skip(4).collect();
    let taken = town.reads(few).await;
    assert_eq!((taken.done, taken.waiting, taken.held), (0, 4, true));
    assert_eq!(town.number("SELECT count(*) FROM person WHERE NOT active").await, 0);
    let (path, page) = town.plan().await;
    assert!(page.contains("Held for you: 4 of"), "{page}");
    let keys = ticks(&page);
    let fields: Vec<(&str, &str)> = keys.iter().map(|key| ("take", key.as_str())).collect();
    let refused = town.admin.post_form(&path, &fields).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(town.number("SELECT count(*) FROM person WHERE NOT active").await, 0);
    town.puts_in_force(&[("checked", "yes")]).await;
    assert_eq!(town.number("SELECT count(*) FROM person WHERE NOT active").await, 4);
}

#[tokio::test]
async fn a_council_can_let_it_happen_by_itself_and_is_told_what_only_a_person_can_say() {
    let town = Town::open().await;
    town.takes_in(town.rows()).await;
    town.becomes_automatic().await;
    let leaver = town.one(Role::TeamMember, |_| true);
    let session = town.signs_in(&leaver.key).await;
    let mut rows = town.rows_without(&leaver.key);
    rows.extend([officer("902", &leaver.groups[0]), officer("903", "A unit that nobody knows")]);
    let taken = town.reads(rows).await;
    assert_eq!((taken.done, taken.waiting, taken.conflicts), (2, 0, 1));
    assert_eq!(session.page("/").await.0, StatusCode::SEE_OTHER, "at once");
    assert!(town.lets_in("people-csv:902").await && !town.lets_in("people-csv:903").await);
    let (_, page) = town.admin.page("/people").await;
    assert!(page.contains("By itself") && page.contains("1 thing only you can say"), "{page}");
}

impl Town {
    pub async fn becomes_automatic(&self) {
        let starters = r#"{"apply": "automatic", "officers": "team-member", "limit": {"share": 10, "always": 3}}"#;
        self.run(&format!("UPDATE manifest SET body = jsonb_set(body, '{{starters}}', '{starters}')")).await;
        self.app.reload(&self.council).await;
    }
}

#[tokio::test]
async fn a_unit_without_a_team_is_asked_once_and_what_is_said_of_a_department_counts_for_what_is_in_it() {
    let town = Town::open().await;
    let team = town.council.manifest.groups.iter().find(|group| !group.triage).expect("a team");
    let in_unit = |key: &str, units: &[&str]| Row {
        units: units.iter().map(|name| (*name).to_owned()).collect(),
        ..officer(key, "")
    };
    let rows = vec![
        in_unit("1", &["Housing", "Repairs"]),
        in_unit("2", &["Housing", "Repairs"]),
        in_unit("3", &["Housing", "Rents"]),
        in_unit("4", &["Theatre"]),
    ];
    town.reads(rows.clone()).await;
    let (path, page) = town.plan().await;
    assert!(page.contains("No team is set for “Housing › Repairs” (2 people)"), "{page}");
    assert!(page.contains("No team is set for “Theatre” (1 person)") && ticks(&page).is_empty());
    let plan = path.rsplit('/').next().expect("an id");
    let id = town.council.groups.lookup.id(&team.key).expect("an id").to_string();
    let fields = [("plan", plan), ("unit", "Housing"), ("unit", "Repairs"), ("levels", "1"), ("to", &id)];
    assert_eq!(town.admin.submits("/people/units", &fields).await, "/people?done=said");
    town.says_unit(&["Theatre"], "outside").await;
    let (_, page) = town.plan().await;
    assert!(ticks(&page) == ["1", "2", "3"] && !page.contains("No team is set"), "{page}");
    town.puts_in_force(&[]).await;
    assert!(town.lets_in("people-csv:3").await && !town.lets_in("people-csv:4").await);

    town.says_unit(&["Housing", "Rents"], "outside").await;
    let (_, page) = town.plan().await;
    assert!(page.contains("Person 3 leaves") && page.contains("Nobody uses Wardbook where they work now"), "{page}");
    assert_eq!(
        town.admin.submits("/people/units/forget", &[("key", "housing › rents")]).await,
        "/people?done=forgotten"
    );
    assert!(town.nothing_waits().await);
}

#[tokio::test]
async fn who_a_row_is_is_said_by_hand_where_the_address_says_too_little() {
    let town = Town::open().await;
    town.takes_in(town.rows()).await;
    let person = town.one(Role::TeamMember, |_| true);
    // HR gave a new number to somebody, and has a stranger with somebody else's address.
    let renumbered = Row { key: "new-number".to_owned(), ..row(&person).expect("a row") };
    let taken = town.one(Role::Councillor, |_| true);
    let stranger = Row { email: Some(taken.email.clone()), ..officer("904", &person.groups[0]) };
    let mut rows = town.rows_without(&person.key);
    rows.extend([renumbered, stranger]);
    town.reads(rows.clone()).await;
    let (path, page) = town.plan().await;
    assert!(page.contains(&format!("which is {}’s", person.name)) && page.contains("leaves"), "{page}");
    assert!(!page.contains(&format!("{} joins", person.name)), "nobody is guessed to be somebody");
    let plan = path.rsplit('/').next().expect("an id").to_owned();
    let wrong = town.id(&taken.key).await;
    let refused = town.admin.post_form("/people/bind", &[("plan", &plan), ("key", "new-number"), ("to", &wrong)]).await;
    assert_ne!(refused.status(), StatusCode::SEE_OTHER, "only one of those who could be meant");
    let id = town.id(&person.key).await;
    town.admin.submits("/people/bind", &[("plan", &plan), ("key", "new-number"), ("to", &id)]).await;
    let (path, page) = town.plan().await;
    assert!(!page.contains(&format!("{} leaves", person.name)), "they are the new number now: {page}");
    let plan = path.rsplit('/').next().expect("an id").to_owned();
    town.admin.submits("/people/bind", &[("plan", &plan), ("key", "904"), ("to", "left-out")]).await;
    town.reads(rows).await;
    let (_, page) = town.admin.page("/people").await;
    assert!(page.contains("Nothing waits") && page.contains("Person 904 (904)"), "{page}");
    assert!(town.lets_in(&person.key).await && town.lets_in(&taken.key).await);
    town.admin.submits("/people/taken-in", &[("feed", SEAT), ("key", "904")]).await;
    assert!(!town.nothing_waits().await, "it is asked again");
}

#[tokio::test]
async fn changes_alone_remove_only_whom_they_name_and_lose_nothing_that_waits() {
    let town = Town::open().await;
    town.takes_in(town.rows()).await;
    let (one, other) = (town.one(Role::TeamMember, |_| true), town.one(Role::Councillor, |_| true));
    let changes = |changed: Vec<Row>, removed: &[&str]| Reading {
        content: Content::Changes { changed, removed: removed.iter().map(|key| (*key).to_owned()).collect() },
        next: None,
        more: false,
        skipped: vec![],
    };
    town.reads_this(&changes(vec![], &[&one.key])).await;
    town.reads_this(&changes(vec![officer("905", &one.groups[0])], &[&other.key])).await;
    let mut waits = ticks(&town.plan().await.1);
    waits.sort();
    let mut expected = vec!["905".to_owned(), one.key.clone(), other.key.clone()];
    expected.sort();
    assert_eq!(waits, expected, "what the first said still waits");
    town.puts_in_force(&[]).await;
    assert_eq!(town.number("SELECT count(*) FROM person WHERE NOT active").await, 2);
}

#[tokio::test]
async fn the_councils_files_do_not_give_back_what_a_feed_took() {
    let town = Town::open().await;
    town.takes_in(town.rows()).await;
    let leaver = town.one(Role::TeamMember, |_| true).key;
    town.takes_in(town.rows_without(&leaver)).await;
    let mut files = read_folder(&root().join("tenants").join(&town.council.manifest.slug)).expect("a folder");
    let tenant = files.get_mut("tenant.toml").expect("tenant.toml");
    *tenant = tenant.replacen("people_max = 3", "people_max = 2", 1);
    let manifest = casework::manifest::Manifest::from_files(&files).expect("it is right");
    let app = &town.app.instance.app;
    let applied =
        apply(&app.database, &town.council.schema, &manifest, app.ids, app.clock.now()).await.expect("applied");
    assert!(applied.changed);
    assert!(!town.lets_in(&leaver).await);
    assert_eq!(town.number("SELECT count(*) FROM person WHERE NOT active").await, 1);
}

#[tokio::test]
async fn programs_decide_as_the_pages_do() {
    let town = Town::open().await;
    town.takes_in(town.rows()).await;
    let leaver = town.one(Role::TeamMember, |_| true).key;
    town.reads(town.rows_without(&leaver)).await;
    let query = "{ peoplePlans { id state feed body } }";
    let plans = town.admin.asks(query, json!({})).await;
    let plan = &plans["peoplePlans"][0];
    assert_eq!((&plan["state"], &plan["body"]["steps"][0]["what"]), (&json!("waiting"), &json!("leaves")));
    let put = "mutation($id: String!, $w: [String!]!) { putPeoplePlanInForce(id: $id, without: $w) { done code } }";
    let officer = town.app.somebody(&town.council, Role::TriageOfficer, |_| true).await;
    assert_eq!(officer.asks(query, json!({})).await["peoplePlans"], json!([]));
    let refused = officer.asks(put, json!({ "id": plan["id"], "w": [] })).await;
    assert_eq!(refused["putPeoplePlanInForce"]["code"], "not-allowed");
    let done = town.admin.asks(put, json!({ "id": plan["id"], "w": [] })).await;
    assert_eq!(done["putPeoplePlanInForce"], json!({ "done": 1, "code": null }));
    assert!(!town.lets_in(&leaver).await);
    let log = town.admin.asks("{ peopleLog { what by } }", json!({})).await;
    assert_eq!(log["peopleLog"][0]["what"], "access-ended");
}
