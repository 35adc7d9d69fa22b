use casework::feeds::Person as Row;
use casework::manifest::PersonDef;
use casework::people::Role;
use reqwest::StatusCode;
use serde_json::json;

use super::{Town, row};
use crate::support::{Person, potholes};

/// A councillor with an open case that everybody shares, one that a resident keeps to themselves, and one that waits for the
/// councillor's answer; and a colleague of the ward.
struct Ward {
    town: Town,
    leaver: PersonDef,
    colleague: PersonDef,
    shared: String,
    private: String,
    asked: String,
    team: String,
}

impl Ward {
    async fn open() -> Self {
        let town = Town::open().await;
        town.takes_in(town.rows()).await;
        let (leaver, colleague) = town.ward_colleagues();
        let councillor = town.signs_in(&leaver.key).await;
        let service = potholes(&town.council.manifest);
        let named = |name: &'static str, consent: &'static str| {
            [("summary", "Damp in the back bedroom"), ("people.0.name", name), ("people.0.consent", consent)]
        };
        let raise = async |form: &[(&str, &str)]| {
            let mut fields = form.to_vec();
            fields.push(("service", &service));
            councillor.raises(&fields).await
        };
        let shared = raise(&named("Ada Agreed", "yes")).await;
        let private = raise(&named("Nora Never", "no")).await;
        let asked = raise(&named("Nora Never", "no")).await;
        let query = "query($r: String!) { case(reference: $r) { team { key } } }";
        let team = councillor.asks(query, json!({ "r": asked })).await["case"]["team"]["key"]
            .as_str()
            .expect("a team")
            .to_owned();
        let ward = Self { town, leaver, colleague, shared, private, asked, team };
        let path = format!("/cases/{}/actions/request-information", ward.asked);
        ward.officer().await.submits(&path, &[("text", "Which bedroom?")]).await;
        ward
    }

    async fn officer(&self) -> Person {
        self.town.app.somebody(&self.town.council, Role::TeamMember, |person| person.groups.contains(&self.team)).await
    }

    async fn triage(&self) -> Person {
        self.town.app.somebody(&self.town.council, Role::TriageOfficer, |_| true).await
    }

    async fn opens(&self, who: &Person, reference: &str) -> StatusCode {
        who.page(&format!("/cases/{reference}")).await.0
    }

    async fn leaves(&self, successor: Option<&str>) {
        self.town.reads(self.town.rows_without(&self.leaver.key)).await;
        let successor = match successor {
            Some(key) => self.town.id(key).await,
            None => String::new(),
        };
        let name = format!("successor.{}", self.leaver.key);
        self.town.puts_in_force(&[(name.as_str(), successor.as_str())]).await;
    }

    async fn member_of(&self, reference: &str) -> String {
        let sql =
            format!("SELECT m.key FROM cases c JOIN person m ON m.id = c.member_id WHERE c.reference = '{reference}'");
        self.town.text(&sql).await
    }

    async fn histories_are_whole(&self) {
        for reference in [&self.shared, &self.private, &self.asked] {
            self.town.history_is_whole(reference).await;
        }
    }
}

#[tokio::test]
async fn a_successor_gets_what_the_residents_share_and_triage_the_rest() {
    let ward = Ward::open().await;
    let (leaver, colleague) = (&ward.leaver.name, ward.town.signs_in(&ward.colleague.key).await);
    assert_eq!(ward.opens(&colleague, &ward.private).await, StatusCode::NOT_FOUND);
    ward.town.reads(ward.town.rows_without(&ward.leaver.key)).await;
    let (_, page) = ward.town.plan().await;
    assert!(page.contains("1 open case goes to whoever you choose below"), "{page}");
    assert!(page.contains("2 open cases name people who have not agreed") && !page.contains("Nora"), "{page}");
    assert!(page.contains(&ward.colleague.name), "a colleague of the ward can be chosen");
    ward.leaves(Some(&ward.colleague.key)).await;

    assert_eq!(ward.member_of(&ward.shared).await, ward.colleague.key);
    let (status, page) = colleague.page(&format!("/cases/{}", ward.shared)).await;
    let told = format!("handed the case over from {leaver} to {}", ward.colleague.name);
    assert!(status == StatusCode::OK && page.contains(&told), "{page}");
    assert!(colleague.page("/requests").await.1.contains(&ward.shared), "it is theirs");
    colleague.submits(&format!("/cases/{}/actions/withdraw", ward.shared), &[("text", "It is dry.")]).await;

    for kept in [&ward.private, &ward.asked] {
        assert_eq!(ward.opens(&colleague, kept).await, StatusCode::NOT_FOUND, "the residents did not agree to that");
        assert_eq!(ward.opens(&ward.triage().await, kept).await, StatusCode::OK, "nothing is out of everybody’s sight");
        assert!(ward.triage().await.page("/people/behind").await.1.contains(kept.as_str()));
    }
    let triage = ward.triage().await;
    assert!(triage.page("/").await.1.contains("Cases without a councillor"));
    assert!(!colleague.page("/ward").await.1.contains(&ward.private));
    ward.histories_are_whole().await;
}

#[tokio::test]
async fn what_waited_for_the_councillor_waits_for_triage_and_never_closes_by_itself() {
    let ward = Ward::open().await;
    ward.leaves(None).await;
    let triage = ward.triage().await;
    let (_, page) = triage.page(&format!("/cases/{}", ward.asked)).await;
    assert!(page.contains(&format!("{} has left. Nobody has taken the case over yet", ward.leaver.name)), "{page}");
    assert!(page.contains("/actions/assign"), "triage has it and may act: {page}");
    assert!(triage.page("/").await.1.contains(&ward.asked), "it is among what needs them");
    let holder = format!("SELECT count(*) FROM cases WHERE holder = 'raiser' AND reference = '{}'", ward.asked);
    assert_eq!(ward.town.number(&holder).await, 0);
    let kept = format!("SELECT count(*) FROM cases WHERE holder = 'group' AND reference = '{}'", ward.shared);
    assert_eq!(ward.town.number(&kept).await, 1, "what a team has, it keeps");
    ward.town.works().await;
    assert!(ward.triage().await.page("/notices").await.1.contains("nobody has taken the case over yet"));
    ward.histories_are_whole().await;
}

#[tokio::test]
async fn what_was_left_is_given_by_hand_and_private_cases_only_where_everybody_was_asked() {
    let ward = Ward::open().await;
    ward.leaves(None).await;
    let (triage, to) = (ward.triage().await, ward.town.id(&ward.colleague.key).await);
    let give = async |cases: &[&str], more: &[(&str, &str)]| {
        let mut fields: Vec<(&str, &str)> = cases.iter().map(|case| ("case", *case)).collect();
        fields.extend([("to", to.as_str())]);
        fields.extend(more);
        triage.post_form("/people/behind/cases", &fields).await
    };
    let refused = give(&[&ward.private], &[]).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().await.expect("text").contains("was asked and agreed"));
    let colleague = ward.town.signs_in(&ward.colleague.key).await;
    assert_eq!(ward.opens(&colleague, &ward.private).await, StatusCode::NOT_FOUND);

    assert_eq!(give(&[&ward.shared], &[]).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(ward.member_of(&ward.shared).await, ward.colleague.key);
    assert_eq!(give(&[&ward.private], &[("agreed", "yes")]).await.status(), StatusCode::SEE_OTHER);
    let (status, page) = colleague.page(&format!("/cases/{}", ward.private)).await;
    assert!(status == StatusCode::OK && page.contains("as everybody named agreed"), "{page}");
    let (_, third) = other_councillor(&ward);
    let third = ward.town.signs_in(&third).await;
    assert_eq!(ward.opens(&third, &ward.private).await, StatusCode::NOT_FOUND, "nobody else came to see it");
    assert_eq!(give(&[&ward.private], &[("agreed", "yes")]).await.status(), StatusCode::NOT_FOUND, "once");
    assert_eq!(
        colleague.post_form("/people/behind/cases", &[("case", &ward.asked), ("to", &to)]).await.status(),
        StatusCode::FORBIDDEN
    );
    ward.histories_are_whole().await;
}

fn other_councillor(ward: &Ward) -> (String, String) {
    let other =
        ward.town.one(Role::Councillor, |person| person.key != ward.leaver.key && person.key != ward.colleague.key);
    (other.name, other.key)
}

#[tokio::test]
async fn only_a_councillor_who_stays_can_take_cases_over() {
    let ward = Ward::open().await;
    let rows: Vec<Row> = ward.town.rows_without(&ward.leaver.key);
    ward.town.reads(rows).await;
    let (path, _) = ward.town.plan().await;
    let name = format!("successor.{}", ward.leaver.key);
    let officer = ward.officer().await.key;
    for nobody in [officer, ward.leaver.key.clone(), other_councillor(&ward).1] {
        let id = ward.town.id(&nobody).await;
        let fields = [("take", ward.leaver.key.as_str()), (name.as_str(), id.as_str())];
        let refused = ward.town.admin.post_form(&path, &fields).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{nobody}");
    }
    assert_eq!(ward.member_of(&ward.shared).await, ward.leaver.key, "nothing happened");
    assert!(ward.town.lets_in(&ward.leaver.key).await);
}

#[tokio::test]
async fn a_last_day_to_come_keeps_who_takes_over_until_then() {
    let ward = Ward::open().await;
    let mut rows = ward.town.rows();
    let ends = |rows: &mut Vec<Row>, day: &str| {
        let row = rows.iter_mut().find(|row| row.key == ward.leaver.key).expect("the row");
        row.ends = Some(day.parse().expect("a day"));
    };
    ends(&mut rows, "2026-11-30");
    ward.town.reads(rows.clone()).await;
    let (name, to) = (format!("successor.{}", ward.leaver.key), ward.town.id(&ward.colleague.key).await);
    ward.town.puts_in_force(&[(&name, &to)]).await;
    assert_eq!(ward.member_of(&ward.shared).await, ward.leaver.key, "not before the day");
    ends(&mut rows, "2026-11-20");
    ward.town.takes_in(rows).await;
    ward.town.app.clock.set("2026-11-21T00:00:00Z".parse().expect("a time"));
    assert_eq!(ward.town.days_ask().await, 1);
    assert_eq!(ward.member_of(&ward.shared).await, ward.colleague.key, "whoever was chosen before is still chosen");
}

#[tokio::test]
async fn what_an_officer_had_in_hand_is_the_teams_again_and_the_team_is_told() {
    let ward = Ward::open().await;
    let officer = ward.officer().await;
    officer
        .submits(&format!("/cases/{}/actions/record-progress", ward.shared), &[("text", "We have looked at it.")])
        .await;
    let team = ward.team.clone();
    let other = ward.town.one(Role::TeamMember, |person| !person.groups.contains(&team)).key;
    let joins = format!(
        "UPDATE person SET group_ids = group_ids || (SELECT id FROM work_group WHERE key = '{team}') WHERE key = '{other}'"
    );
    ward.town.run(&joins).await;
    ward.town.reads(ward.town.rows_without(&officer.key)).await;
    let team_name = ward.town.council.manifest.group(&team).expect("the team").name.en.clone();
    let (_, page) = ward.town.plan().await;
    // The one that they looked at, and the one about which they asked does not wait for the team.
    assert!(page.contains(&format!("1 case goes back to {}", team_name.replace('&', "&amp;"))), "{page}");
    ward.town.puts_in_force(&[]).await;
    ward.town.works().await;
    let other = ward.town.signs_in(&other).await;
    assert!(other.page("/notices").await.1.contains("is the team’s again"));
    let (status, page) = other.page(&format!("/cases/{}", ward.shared)).await;
    assert!(status == StatusCode::OK && page.contains("has left the team. The team has it"), "{page}");
    ward.histories_are_whole().await;
}

#[tokio::test]
async fn drafts_and_standing_in_are_not_lost_with_whoever_leaves() {
    let ward = Ward::open().await;
    let town = &ward.town;
    let draft = format!(
        "INSERT INTO draft (id, person_id, origin, summary, details, created_at)
         SELECT gen_random_uuid(), id, 'mail', 'The lamp by the church', '', now() FROM person WHERE key = '{}'",
        ward.leaver.key
    );
    town.run(&draft).await;
    let colleague = town.signs_in(&ward.colleague.key).await;
    let deputy = town.id(&ward.leaver.key).await;
    colleague.submits("/notices/away", &[("from", "2026-11-18"), ("until", "2026-11-25"), ("deputy", &deputy)]).await;
    town.reads(town.rows_without(&ward.leaver.key)).await;
    let (_, page) = town.plan().await;
    assert!(page.contains("1 draft stays") && page.contains("They stand in for 1 person"), "{page}");
    town.puts_in_force(&[]).await;

    let told = colleague.page("/notices").await.1;
    assert!(told.contains(&format!("{} has left and does not stand in any more", ward.leaver.name)), "{told}");
    assert!(!colleague.page("/notices/away").await.1.contains("2026-11-25\""), "it can be said anew");
    let triage = ward.triage().await;
    let page = triage.page("/people/behind").await.1;
    assert!(page.contains("1 draft of") && !page.contains("The lamp by the church"), "{page}");
    let (from, to) = (town.id(&ward.leaver.key).await, town.id(&ward.colleague.key).await);
    let given = triage.submits("/people/behind/drafts", &[("from", &from), ("to", &to)]).await;
    assert_eq!(given, "/people/behind?done=drafts&count=1");
    assert!(colleague.page("/").await.1.contains("The lamp by the church"));
    let third = town.id(&other_councillor(&ward).1).await;
    let mine = triage.post_form("/people/behind/drafts", &[("from", &to), ("to", &third)]).await;
    assert_ne!(mine.status(), StatusCode::SEE_OTHER, "drafts of somebody who is here are their own");
}

#[tokio::test]
async fn an_officer_row_is_no_councillor() {
    let ward = Ward::open().await;
    let mut rows = ward.town.rows_without(&ward.leaver.key);
    let units = ward.town.one(Role::TeamMember, |_| true).groups;
    let as_staff = Row { capacity: casework::feeds::Capacity::Officer, units, ..row(&ward.leaver).expect("a row") };
    rows.push(as_staff);
    ward.town.reads(rows).await;
    let (_, page) = ward.town.plan().await;
    assert!(page.contains("is staff by the one and a councillor by the other"), "{page}");
    assert!(ward.town.lets_in(&ward.leaver.key).await, "and stays as they are");
}
