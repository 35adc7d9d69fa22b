use casework::clock::Clock as _;
use chrono::TimeDelta;
use reqwest::StatusCode;

use super::uploads::described;
use super::{Desk, link};
use crate::support::a_tuesday;

impl Desk {
    /// Asks for a rehearsal of all cases of a year, and tells the path of its page.
    async fn rehearses(&self, setup: &str) -> String {
        // What is raised at this very moment is not of the past yet.
        self.app.clock.set(self.app.clock.now() + TimeDelta::seconds(1));
        self.admin.submits(&format!("{setup}/rehearse"), &[("months", "12")]).await
    }

    async fn state(&self, column: &str) -> String {
        let sql = format!("SELECT {column}::text FROM plugin_rehearsal ORDER BY asked_at DESC LIMIT 1");
        self.text(&sql).await
    }
}

#[tokio::test]
async fn it_is_told_which_cases_would_go_elsewhere_and_none_is_touched() {
    let desk = Desk::open().await;
    let mut potholes = Vec::new();
    for _ in 0..3 {
        potholes.push(desk.raises_a_pothole().await);
    }
    for _ in 0..2 {
        desk.councillor.raises(&[("summary", "Something else")]).await;
    }
    let events = desk.count("SELECT count(*) FROM case_event").await;
    let setup = desk.begins("routing").await;
    let (changed, other) = desk.diverted(&desk.settings(&setup).await);
    desk.saves(&setup, &changed).await;
    let rehearsal = desk.rehearses(&setup).await;
    let page = desk.admin.page(&rehearsal).await.1;
    assert!(page.contains("data-refresh"), "it is under way: {page}");
    desk.works().await;

    assert_eq!(
        (desk.state("state").await, desk.state("done").await, desk.state("total").await),
        ("done".into(), "5".into(), "5".into())
    );
    let (status, page) = desk.admin.page(&rehearsal).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("<strong>3</strong> of 5 cases would go to another team"), "{page}");
    let team = &desk.council.manifest.group(&other).expect("a team").name.en;
    assert!(page.contains(team.as_str()));
    for reference in &potholes {
        assert!(page.contains(reference.as_str()), "{reference} is in the list");
        assert_ne!(desk.team_of(reference).await, other, "and stays where it is");
    }
    assert_eq!(desk.count("SELECT count(*) FROM case_event").await, events, "nothing happened to any case");
    assert_eq!(desk.count("SELECT count(*) FROM plugin_rehearsal_case").await, 3);

    desk.activates(&setup, "As rehearsed").await;
    let page = desk.admin.page("/plugins/routing").await.1;
    assert_eq!(link(&page, "/plugins/rehearsals/"), rehearsal, "what was rehearsed stays with the activation");
}

#[tokio::test]
async fn it_is_told_which_deadlines_would_change_and_which_would_be_missed() {
    let mut desk = Desk::open().await;
    for _ in 0..4 {
        desk.raises_a_pothole().await;
    }
    // Three working days later: within five, beyond two.
    desk.at(a_tuesday() + TimeDelta::days(3)).await;
    let due = desk.count("SELECT count(*) FROM deadline").await;
    assert_eq!(due, 4);
    let before = desk.text("SELECT string_agg(due_on::text, ',') FROM deadline").await;
    let setup = desk.begins("sla-policy").await;
    let mut settings = desk.settings(&setup).await;
    settings["first_response"] = 2.into();
    desk.saves(&setup, &settings).await;
    desk.rehearses(&setup).await;
    desk.works().await;
    let counted = async |what: &str| desk.state(&format!("(outcome->>'{what}')")).await;
    for (what, wanted) in [
        ("deadlines", "4"),
        ("earlier", "4"),
        ("later", "0"),
        ("missed", "0"),
        ("would_miss", "4"),
        ("gained", "4"),
        ("lost", "0"),
    ] {
        assert_eq!(counted(what).await, wanted, "{what}");
    }
    desk.activates(&setup, "Quicker").await;
    desk.works().await;
    let after = desk.text("SELECT string_agg(due_on::text, ',') FROM deadline").await;
    assert_eq!(after, before, "a deadline that is set stays");
}

#[tokio::test]
async fn a_rehearsal_can_be_stopped_and_one_of_other_settings_is_said_to_be_so() {
    let desk = Desk::open().await;
    desk.raises_a_pothole().await;
    let setup = desk.begins("routing").await;
    let (changed, _) = desk.diverted(&desk.settings(&setup).await);
    desk.saves(&setup, &changed).await;
    let rehearsal = desk.rehearses(&setup).await;
    desk.admin.submits(&format!("{rehearsal}/cancel"), &[]).await;
    desk.works().await;
    assert_eq!((desk.state("state").await, desk.state("done").await), ("cancelled".into(), "0".into()));

    let rehearsal = desk.rehearses(&setup).await;
    desk.works().await;
    assert_eq!(desk.state("state").await, "done");
    desk.saves(&setup, &changed).await;
    let page = desk.admin.page(&rehearsal).await.1;
    assert!(page.contains("The settings have changed since they were rehearsed"), "{page}");
    desk.activates(&setup, "All the same").await;
    let sql = "SELECT count(*) FROM plugin_activation WHERE rehearsal_id IS NOT NULL";
    assert_eq!(desk.count(sql).await, 0, "a rehearsal of other settings is not its own");
}

#[tokio::test]
async fn a_plugin_that_fails_at_every_case_is_asked_about_each() {
    let desk = Desk::open().await;
    for _ in 0..7 {
        desk.raises_a_pothole().await;
    }
    let component = described("traps", "routing", "");
    desk.admin.post_files("/plugins/routing/upload", &[], &[("traps.wasm", &component)]).await;
    let page = desk.admin.page("/plugins/routing").await.1;
    let setup = desk.admin.submits("/plugins/routing/begin", &[("from", &link(&page, "kept:"))]).await;
    desk.rehearses(&setup).await;
    desk.works().await;
    let failures = desk.state("(outcome -> 'failures')").await;
    assert_eq!(failures, r#"{"trapped": 7}"#, "and is not left alone after five failures");
}

#[tokio::test]
async fn only_what_is_in_order_is_rehearsed() {
    let desk = Desk::open().await;
    let setup = desk.begins("routing").await;
    let mut settings = desk.settings(&setup).await;
    settings["rows"][0]["group"] = "nobody".into();
    desk.saves(&setup, &settings).await;
    let to = desk.admin.submits(&format!("{setup}/rehearse"), &[("months", "12")]).await;
    assert_eq!(to, setup, "back to what is wrong");
    assert_eq!(desk.count("SELECT count(*) FROM plugin_rehearsal").await, 0);
}
