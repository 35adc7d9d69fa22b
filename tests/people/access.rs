use casework::people::Role;
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::StatusCode;
use server::people;

use super::{Town, officer};
use crate::support::Person;

impl Town {
    fn at(&self, time: &str) {
        self.app.clock.set(time.parse::<DateTime<Utc>>().expect("a time"));
    }

    fn a_team(&self) -> String {
        self.council.manifest.groups.iter().find(|group| !group.triage).expect("a team").key.clone()
    }
}

#[tokio::test]
async fn a_joiner_cannot_come_in_before_the_day_and_can_on_it() {
    let mut town = Town::open().await;
    let row = casework::feeds::Person {
        starts: Some("2026-12-01".parse().expect("a day")),
        ..officer("900", &town.a_team())
    };
    let mut rows = town.rows();
    rows.push(row);
    town.reads(rows.clone()).await;
    assert!(!town.lets_in("people-csv:900").await, "nothing happens before somebody says so");
    let (_, page) = town.plan().await;
    assert!(page.contains("Person 900 joins") && page.contains("Comes in from Tuesday 1 December 2026"), "{page}");
    town.puts_in_force(&[]).await;
    assert!(!town.lets_in("people-csv:900").await);
    assert!(town.admin.page("/people").await.1.contains("Person 900 comes in from Tuesday 1 December 2026"));
    let tx = town.turn().await.begin().await.expect("a turn");
    let due = people::next_due(&tx).await.expect("a day");
    assert_eq!(due, Some("2026-12-01T00:00:00Z".parse().expect("a time")), "when the council’s day begins");
    drop(tx);

    town.at("2026-11-30T23:59:59Z");
    assert_eq!(town.days_ask().await, 0);
    assert!(!town.lets_in("people-csv:900").await, "a minute too early");
    town.at("2026-12-01T00:00:00Z");
    assert_eq!(town.days_ask().await, 1);
    assert!(town.lets_in("people-csv:900").await);
    let joined = town.signs_in("people-csv:900").await;
    let queue = joined.page(&format!("/queue/{}", town.a_team())).await;
    assert!(queue.0 == StatusCode::OK && queue.1.contains("Person 900"), "and works in the team");
    assert_eq!(town.days_ask().await, 0, "once");
    town.admin = town.signs_in(&town.admin.key).await;
    town.reads(rows).await;
    assert!(town.nothing_waits().await);
}

#[tokio::test]
async fn a_leavers_open_session_ends_at_once_here_and_soon_elsewhere() {
    let town = Town::open().await;
    town.takes_in(town.rows()).await;
    // Whoever was changed lately is not remembered, so that time must pass.
    town.app.clock.advance(TimeDelta::minutes(10));
    let leaver = town.one(Role::TeamMember, |_| true).key;
    let session = town.signs_in(&leaver).await;
    assert_eq!(session.page("/").await.0, StatusCode::OK);
    let elsewhere = town.app.beside(|_| ()).await;
    let token = session_of(&town, &leaver).await;
    let now = || town.app.instance.app.clock.now();
    let there = || elsewhere.app.identity.actor(&town.council, &token, now());
    assert!(there().await.expect("an answer").is_some());

    town.reads(town.rows_without(&leaver)).await;
    assert_eq!(session.page("/").await.0, StatusCode::OK, "it waits for the admin");
    let (_, page) = town.plan().await;
    assert!(page.contains("They lose access at once"), "{page}");
    town.puts_in_force(&[]).await;
    assert_eq!(session.page("/").await.0, StatusCode::SEE_OTHER, "the clock has not moved");
    assert_eq!(session.post_form("/notices/read", &[]).await.status(), StatusCode::UNAUTHORIZED);
    assert!(!town.lets_in(&leaver).await);
    assert!(there().await.expect("an answer").is_some(), "remembered for a moment by another program");
    town.app.clock.advance(server::identity::REMEMBERED);
    assert!(there().await.expect("an answer").is_none());
    assert_eq!(town.number("SELECT count(*) FROM person WHERE NOT active").await, 1, "nobody else");
}

/// A token of a session that is opened beside the one of the browser.
async fn session_of(town: &Town, key: &str) -> String {
    let app = &town.app.instance.app;
    let people = app.identity.people(&town.council).await.expect("people");
    let person = people.iter().find(|person| person.key == key).expect("the person");
    app.identity.sign_in(&town.council, person.id, app.clock.now()).await.expect("a token")
}

#[tokio::test]
async fn access_ends_with_the_last_day_whatever_a_worker_does() {
    let town = Town::open().await;
    let leaver = town.one(Role::TeamMember, |_| true).key;
    let mut rows = town.rows();
    let row = rows.iter_mut().find(|row| row.key == leaver).expect("the row");
    row.ends = Some("2026-11-17".parse().expect("a day"));
    town.takes_in(rows.clone()).await;
    town.at("2026-11-17T23:00:00Z");
    let session: Person = town.signs_in(&leaver).await;
    assert_eq!(session.page("/").await.0, StatusCode::OK, "the last day belongs to it");
    town.at("2026-11-18T00:00:01Z");
    assert_eq!(session.page("/").await.0, StatusCode::SEE_OTHER, "no worker has looked yet");
    assert!(!town.lets_in(&leaver).await);
    let taken = town.reads(rows.clone()).await;
    assert_eq!(taken, people::Taken::default(), "a known last day is no news");
    assert_eq!(town.days_ask().await, 1);
    assert_eq!(town.number("SELECT count(*) FROM person WHERE NOT active").await, 1);
    assert_eq!(town.number("SELECT count(*) FROM people_log WHERE what = 'access-ended'").await, 1);
    town.reads(rows).await;
    let admin = town.signs_in(&town.admin.key).await;
    assert!(admin.page("/people").await.1.contains("Nothing waits"));
}

#[tokio::test]
async fn who_comes_back_comes_as_what_the_list_says() {
    let town = Town::open().await;
    town.takes_in(town.rows()).await;
    let person = town.one(Role::TeamMember, |_| true);
    town.takes_in(town.rows_without(&person.key)).await;
    assert!(!town.lets_in(&person.key).await);
    let mut rows = town.rows();
    let other = town.council.manifest.groups.iter().find(|group| !person.groups.contains(&group.key)).expect("another");
    rows.iter_mut().find(|row| row.key == person.key).expect("the row").units = vec![other.key.clone()];
    town.reads(rows).await;
    assert!(town.plan().await.1.contains(&format!("{} comes back", person.name)));
    town.puts_in_force(&[]).await;
    let back = town.signs_in(&person.key).await;
    assert_eq!(back.page(&format!("/queue/{}", other.key)).await.0, StatusCode::OK);
    let teams = format!("SELECT cardinality(group_ids)::bigint FROM person WHERE key = '{}'", person.key);
    assert_eq!(town.number(&teams).await, 1, "the team of before is not theirs any more");
}

#[tokio::test]
async fn a_mover_sees_the_new_teams_cases_at_once_and_no_more_of_the_old_one() {
    let town = Town::open().await;
    town.takes_in(town.rows()).await;
    let teams: Vec<_> = town.council.manifest.groups.iter().filter(|group| !group.triage && !group.oversees).collect();
    let mover = town.one(Role::TeamMember, |person| {
        person.groups.len() == 1 && teams.iter().any(|team| person.groups[0] == team.key)
    });
    let other = teams.iter().find(|team| team.key != mover.groups[0]).expect("another team");
    let session = town.signs_in(&mover.key).await;
    let old = format!("/queue/{}", mover.groups[0]);
    assert_eq!(session.page(&old).await.0, StatusCode::OK);
    let mut rows = town.rows();
    rows.iter_mut().find(|row| row.key == mover.key).expect("the row").units = vec![other.key.clone()];
    town.takes_in(rows).await;
    assert_eq!(session.page(&format!("/queue/{}", other.key)).await.0, StatusCode::OK, "the session goes on");
    assert_ne!(session.page(&old).await.0, StatusCode::OK);
    town.app.clock.advance(TimeDelta::minutes(10));
    assert_eq!(session.page("/").await.0, StatusCode::OK);
}
