//! Who may take which action where: every role in every stage of both councils, as the pages offer it (R19, R20).
//!
//! What is expected is read from the council's own stages; the pages must offer exactly that, and take nothing else.

use std::collections::BTreeSet;

use casework::people::Role;
use casework::stages::{Holder, StageDef, StageKind, Verb};
use reqwest::StatusCode;
use server::tenancy::Council;

use crate::support::{AllSeeing, Person, TestApp, potholes};

/// Somebody who looks at the case, and what they are to it.
struct Looker {
    person: Person,
    is_raiser: bool,
    groups: Vec<String>,
}

/// The verbs that this page offers as forms.
fn offered(page: &str) -> BTreeSet<Verb> {
    page.split("/actions/").skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok()).collect()
}

/// What the council's stages let this person do, when the case came from a team that can have it back.
fn expected(council: &Council, stage: &StageDef, looker: &Looker, team: &str) -> BTreeSet<Verb> {
    let workflow = &council.manifest.workflow;
    let holds = match &stage.holder {
        Holder::Raiser => looker.is_raiser,
        Holder::Team => looker.groups.iter().any(|group| group == team),
        Holder::Group(key) => looker.groups.contains(key),
        Holder::Nobody => false,
    };
    let mut verbs = BTreeSet::new();
    if holds {
        verbs.extend(stage.actions.iter().map(|action| action.verb));
    }
    if looker.is_raiser && stage.kind == StageKind::Closed {
        verbs.extend(workflow.reopen.as_ref().map(|reopen| reopen.action.verb));
    } else if looker.is_raiser {
        verbs.extend(workflow.withdraw.as_ref().map(|action| action.verb));
    }
    verbs
}

/// Puts the case into a stage, as if it had come there from the team.
async fn put(all: &AllSeeing, council: &Council, reference: &str, stage: &StageDef, team: &str) {
    let group = |key: &str| council.groups.lookup.id(key).expect("a group").as_uuid();
    let team = group(team);
    let (holder, holder_group) = match &stage.holder {
        Holder::Raiser => ("raiser", None),
        Holder::Team => ("group", Some(team)),
        Holder::Group(key) => ("group", Some(group(key))),
        Holder::Nobody => ("nobody", None),
    };
    let status = match stage.kind {
        StageKind::Closed => "closed",
        StageKind::Resolution => "resolved",
        StageKind::Information => "waiting",
        StageKind::Triage | StageKind::WithTeam | StageKind::Promised | StageKind::Referred | StageKind::Check => {
            "open"
        }
    };
    let back =
        council.manifest.workflow.stages.iter().find(|stage| stage.kind == StageKind::WithTeam).expect("a stage");
    let holder_group = holder_group.map_or_else(|| "NULL".to_owned(), |id| format!("'{id}'"));
    let closed_at = if stage.kind == StageKind::Closed { "'2026-11-17T09:30:00Z'" } else { "NULL" };
    let everybody: Vec<String> = council.groups.lookup.iter().map(|(_, id)| format!("'{}'", id.as_uuid())).collect();
    let sql = format!(
        "UPDATE cases SET stage = '{}', status = '{status}', holder = '{holder}', holder_group = {holder_group}, group_id = '{team}',
             return_stage = '{}', return_group = '{team}', closed_at = {closed_at}, acknowledged_at = NULL, agreed_day = '2026-12-24',
             visible_to = visible_to || ARRAY[{}]::uuid[]
         WHERE reference = '{reference}'",
        stage.key,
        back.key,
        everybody.join(", "),
    );
    all.run(&council.schema, &sql).await;
}

#[tokio::test]
async fn each_role_in_each_stage_is_offered_what_it_may_do_and_nothing_else() {
    let app = TestApp::start().await;
    for character in ["five_stages", "enquiry_route"] {
        let council = app.council(character);
        let all = app.database.all_seeing().await;
        let raiser = app.somebody(&council, Role::Councillor, |_| true).await;
        let reference = raiser.raises(&[("summary", "A hole"), ("service", &potholes(&council.manifest))]).await;
        let people = &council.manifest.people;
        let team = council.manifest.groups.iter().find(|group| {
            !group.triage && !group.oversees && people.iter().any(|person| person.groups.contains(&group.key))
        });
        let team = &team.expect("a team with somebody in it").key;
        let mut lookers = Vec::new();
        let mut kinds = BTreeSet::new();
        for person in people.iter().filter(|person| person.roles.iter().any(|role| *role != Role::OtherRepresentative))
        {
            let roles: Vec<&str> = person.roles.iter().map(|role| role.as_str()).collect();
            if !kinds.insert((roles, person.groups.clone(), person.wards.clone(), person.key == raiser.key)) {
                // Somebody like them is there already.
                continue;
            }
            lookers.push(Looker {
                person: app.sign_in(&council, &person.key).await,
                is_raiser: person.key == raiser.key,
                groups: person.groups.clone(),
            });
        }
        let path = format!("/cases/{reference}");
        let mut combinations = 0;
        for stage in &council.manifest.workflow.stages {
            put(&all, &council, &reference, stage, team).await;
            for looker in &lookers {
                let (status, page) = looker.person.page(&path).await;
                if status == StatusCode::NOT_FOUND {
                    continue;
                }
                let may = expected(&council, stage, looker, team);
                assert_eq!(offered(&page), may, "{} in {} of {character}", looker.person.key, stage.key);
                combinations += 1;
                // What is not offered is not taken either.
                for verb in Verb::ALL.into_iter().filter(|verb| !may.contains(verb)) {
                    let fields = [("text", "No"), ("group", team), ("by", "2026-12-25"), ("body", "The river board")];
                    let answer = looker.person.post_form(&format!("{path}/actions/{verb}"), &fields).await;
                    let what = format!("{verb} by {} in {} of {character}", looker.person.key, stage.key);
                    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{what}");
                }
            }
        }
        assert!(
            combinations > 3 * council.manifest.workflow.stages.len(),
            "{combinations} combinations in {character}"
        );
    }
}
