use casework::people::Role;
use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use server::scim;

use super::{Directory, ENTERPRISE, known, user};
use crate::people::row;

const PLANS: &str = "SELECT count(*) FROM people_plan";
const WAITS: &str = "SELECT count(*) FROM people_push WHERE due_at IS NOT NULL";
const GONE: &str = "SELECT count(*) FROM person WHERE NOT active";

#[tokio::test]
async fn a_joiner_a_mover_and_a_leaver_get_and_lose_access_as_an_admin_says() {
    let directory = Directory::open().await;
    let (town, (team, other)) = (&directory.town, directory.teams());
    let id = directory.adds("/Users", &user("amina", Some(&team))).await;
    assert!(town.nothing_waits().await, "it is not quiet yet");
    directory.is_quiet().await;
    let (_, page) = town.plan().await;
    assert!(page.contains("Person amina joins") && page.contains("directory · <time"), "{page}");
    assert!(!town.lets_in("scim:ext-amina").await);
    town.puts_in_force(&[]).await;
    let amina = town.signs_in("scim:ext-amina").await;
    assert_eq!(amina.page(&format!("/queue/{team}")).await.0, StatusCode::OK);

    let department = format!("{ENTERPRISE}:department");
    let moves = json!({ "op": "Replace", "path": department, "value": other });
    directory.patches(&format!("/Users/{id}"), moves).await;
    directory.is_quiet().await;
    town.puts_in_force(&[]).await;
    town.app.clock.advance(TimeDelta::seconds(3));
    assert_eq!(amina.page(&format!("/queue/{other}")).await.0, StatusCode::OK);
    assert_eq!(amina.page(&format!("/queue/{team}")).await.0, StatusCode::NOT_FOUND);

    let leaves = json!({ "op": "Replace", "path": "active", "value": "False" });
    directory.patches(&format!("/Users/{id}"), leaves).await;
    assert_eq!(directory.gets(&format!("/Users/{id}")).await["active"], false, "still listed");
    directory.is_quiet().await;
    assert_eq!(amina.page("/").await.0, StatusCode::OK, "an admin decides");
    assert!(town.plan().await.1.contains("They lose access at once"));
    town.puts_in_force(&[]).await;
    assert_eq!(amina.page("/").await.0, StatusCode::SEE_OTHER);
    assert!(!town.lets_in("scim:ext-amina").await);
}

#[tokio::test]
async fn where_people_change_by_themselves_a_leaver_is_out_before_the_directory_has_its_answer() {
    let directory = Directory::open().await;
    let town = &directory.town;
    town.becomes_automatic().await;
    let mut officers = town.council.manifest.people.iter().filter(|it| it.roles == [Role::TeamMember]);
    let (one, other) = (officers.next().expect("an officer"), officers.next().expect("another"));
    let ids = [directory.adds("/Users", &known(one)).await, directory.adds("/Users", &known(other)).await];
    directory.adds("/Users", &user("stays", one.groups.first().map(String::as_str))).await;
    directory.is_quiet().await;
    assert!(town.lets_in("scim:ext-stays").await && town.nothing_waits().await);
    town.app.clock.advance(TimeDelta::minutes(1));
    let sessions = (town.signs_in(&one.key).await, town.signs_in(&other.key).await);

    directory.patches(&format!("/Users/{}", ids[0]), json!({ "op": "replace", "value": { "active": false } })).await;
    assert_eq!(sessions.0.page("/").await.0, StatusCode::SEE_OTHER, "disabled");
    assert_eq!(sessions.1.page("/").await.0, StatusCode::OK);
    let (status, _) = directory.sends(Method::DELETE, &format!("/Users/{}", ids[1]), &Value::Null).await;
    assert_eq!((status, sessions.1.page("/").await.0), (StatusCode::NO_CONTENT, StatusCode::SEE_OTHER), "deleted");
    let log = (town.number(PLANS).await, town.number("SELECT count(*) FROM people_log").await);
    directory.is_quiet().await;
    assert_eq!((town.number(PLANS).await, town.number("SELECT count(*) FROM people_log").await), log, "told once");

    // Both are taken on again: one is enabled, and one is sent anew with the same id of the directory's.
    directory
        .patches(&format!("/Users/{}", ids[0]), json!({ "op": "Replace", "path": "active", "value": "True" }))
        .await;
    directory.adds("/Users", &known(other)).await;
    directory.is_quiet().await;
    assert!(town.lets_in(&one.key).await && town.lets_in(&other.key).await);
}

#[tokio::test]
async fn many_who_leave_one_by_one_are_held_as_many_who_leave_at_once_are() {
    let directory = Directory::open().await;
    let town = &directory.town;
    town.becomes_automatic().await;
    let officers = town.council.manifest.people.iter().filter(|it| it.roles == [Role::TeamMember] && row(it).is_some());
    let officers: Vec<_> = officers.take(12).collect();
    assert!(officers.len() > 6);
    let mut ids = Vec::new();
    for officer in &officers {
        ids.push(directory.adds("/Users", &known(officer)).await);
    }
    directory.is_quiet().await;
    assert!(town.nothing_waits().await);
    for id in &ids[..3] {
        directory.patches(&format!("/Users/{id}"), json!({ "op": "replace", "path": "active", "value": false })).await;
        // However slowly they come.
        directory.is_quiet().await;
        town.app.clock.advance(TimeDelta::hours(1));
    }
    assert_eq!(town.number(GONE).await, 3, "three may always leave");
    directory.sends(Method::DELETE, &format!("/Users/{}", ids[3]), &Value::Null).await;
    let plans = town.number(PLANS).await;
    for id in &ids[4..6] {
        directory.patches(&format!("/Users/{id}"), json!({ "op": "replace", "path": "active", "value": false })).await;
    }
    assert_eq!((town.number(GONE).await, town.number(PLANS).await), (3, plans), "the fourth is held, once");
    directory.is_quiet().await;
    assert_eq!(town.number(GONE).await, 3);
    let (_, page) = town.plan().await;
    assert!(page.contains(&format!("Held for you: 6 of {}", officers.len())), "{page}");
    town.puts_in_force(&[("checked", "yes")]).await;
    assert_eq!(town.number(GONE).await, 6);
}

#[tokio::test]
async fn the_same_sent_twice_changes_nothing() {
    let directory = Directory::open().await;
    let (town, (team, _)) = (&directory.town, directory.teams());
    let sent = user("amina", Some(&team));
    let id = directory.adds("/Users", &sent).await;
    let group = json!({ "displayName": "Wardbook users", "members": [{ "value": id }] });
    let group_id = directory.adds("/Groups", &group).await;
    directory.is_quiet().await;
    town.puts_in_force(&[]).await;
    let before = directory.everything().await;
    for _ in 0..2 {
        let (status, answer) = directory.sends(Method::POST, "/Users", &sent).await;
        assert_eq!((status, &answer["scimType"]), (StatusCode::CONFLICT, &json!("uniqueness")));
        for path in [format!("/Users/{id}"), format!("/Groups/{group_id}")] {
            let whole = if path.starts_with("/U") { &sent } else { &group };
            assert_eq!(directory.sends(Method::PUT, &path, whole).await.0, StatusCode::OK);
        }
        directory.patches(&format!("/Users/{id}"), json!({ "op": "Replace", "path": "active", "value": "True" })).await;
        let members = json!({ "op": "Add", "path": "members", "value": [{ "value": id }] });
        directory.patches(&format!("/Groups/{group_id}"), members).await;
    }
    assert_eq!(town.number(WAITS).await, 0);
    assert_eq!(directory.everything().await, before);
    town.run("UPDATE people_push SET due_at = '2026-01-01'").await;
    directory.is_quiet().await;
    assert!(town.nothing_waits().await && town.number(PLANS).await == 1, "a whole reading of the same, too");
}

#[tokio::test]
async fn groups_are_teams_where_the_directory_sends_no_department() {
    let directory = Directory::open().await;
    let (town, (team, other)) = (&directory.town, directory.teams());
    town.becomes_automatic().await;
    let (one, two) =
        (directory.adds("/Users", &user("one", None)).await, directory.adds("/Users", &user("two", None)).await);
    let all = json!({ "displayName": "Wardbook users", "members": [{ "value": one }, { "value": two }] });
    directory.adds("/Groups", &all).await;
    let from = directory.adds("/Groups", &json!({ "displayName": team })).await;
    let to = directory.adds("/Groups", &json!({ "displayName": other })).await;
    let add = |ids: &[&str]| {
        let members: Vec<Value> = ids.iter().map(|id| json!({ "value": id })).collect();
        json!({ "op": "Add", "path": "members", "value": members })
    };
    directory.patches(&format!("/Groups/{from}"), add(&[&one, &two])).await;
    directory.is_quiet().await;
    let mover = town.signs_in("scim:ext-one").await;
    assert_eq!(mover.page(&format!("/queue/{team}")).await.0, StatusCode::OK);

    let out = json!({ "op": "Remove", "path": format!("members[value eq \"{one}\"]") });
    directory.patches(&format!("/Groups/{from}"), out).await;
    let left = directory.gets(&format!("/Groups/{from}")).await;
    assert_eq!(left["members"].as_array().map(Vec::len), Some(1), "the other one stays: {left}");
    directory.patches(&format!("/Groups/{to}"), add(&[&one])).await;
    directory.is_quiet().await;
    town.app.clock.advance(TimeDelta::seconds(3));
    assert_eq!(mover.page(&format!("/queue/{other}")).await.0, StatusCode::OK);
    assert!(town.lets_in("scim:ext-two").await && town.nothing_waits().await);

    directory.patches(&format!("/Groups/{to}"), add(&[&two])).await;
    directory.is_quiet().await;
    let (_, page) = town.plan().await;
    let (first, last) = if team < other { (&team, &other) } else { (&other, &team) };
    assert!(page.contains(&format!("No team is set for “{first} + {last}”")), "which of two is asked: {page}");
}

#[tokio::test]
async fn what_comes_in_a_row_is_one_plan_and_a_directory_that_is_never_quiet_is_heard_all_the_same() {
    let directory = Directory::open().await;
    let (town, (team, _)) = (&directory.town, directory.teams());
    for number in 0..8 {
        directory.adds("/Users", &user(&format!("n{number}"), Some(&team))).await;
        town.works().await;
    }
    assert_eq!((town.number(PLANS).await, town.number(WAITS).await), (0, 1));
    town.app.clock.advance(TimeDelta::seconds(31));
    town.works().await;
    assert_eq!((town.number(PLANS).await, town.number(WAITS).await), (1, 0), "the worker has it by itself");

    let mut taken = 0;
    for number in 8..26 {
        directory.adds("/Users", &user(&format!("n{number}"), Some(&team))).await;
        town.app.clock.advance(TimeDelta::seconds(20));
        taken += scim::take_due(&town.turn().await).await.expect("it is looked at");
    }
    assert_eq!(taken, 1, "five minutes after the first");
}

#[tokio::test]
async fn who_is_a_councillor_is_said_by_the_council_and_a_directory_makes_nobody_an_admin() {
    let directory = Directory::open().await;
    let (town, (team, _)) = (&directory.town, directory.teams());
    let starters = r#"{"apply": "automatic", "officers": "team-member", "limit": {"share": 10, "always": 3}, "members_when": ["Elected member"]}"#;
    town.run(&format!("UPDATE manifest SET body = jsonb_set(body, '{{starters}}', '{starters}')")).await;
    town.app.reload(&town.council).await;
    let mut elected = user("cllr", Some(&team));
    elected["userType"] = "ELECTED MEMBER".into();
    directory.adds("/Users", &elected).await;
    let mut boss = user("boss", Some(&team));
    boss["roles"] = json!([{ "value": "tenant-admin", "primary": true }]);
    directory.adds("/Users", &boss).await;
    directory.is_quiet().await;
    let (_, page) = town.plan().await;
    assert!(page.contains("Person cllr (ext-cllr) is a councillor without a ward"), "{page}");
    let roles = "SELECT array_to_string(roles, ' ') FROM person WHERE key = 'scim:ext-boss'";
    assert_eq!(town.text(roles).await, "team-member");
}
