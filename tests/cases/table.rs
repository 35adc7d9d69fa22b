//! Who may take which action where: every role in every stage of both councils, as the pages and GraphQL offer it (R19, R20).
//!
//! What is expected is worked out here from the council's own files: who sees the case from its teams, wards and parties (R34), what
//! they may do from its stages. Both faces must offer exactly that, take it, and take nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use casework::manifest::PersonDef;
use casework::people::Role;
use casework::stages::{ActionDef, Destination, Holder, StageDef, StageKind, Verb};
use futures::future::join_all;
use reqwest::StatusCode;
use serde_json::json;
use server::tenancy::Council;

use crate::support::actions::{answered, mutation};
use crate::support::{AllSeeing, Person, TestApp, potholes};

/// A case that the table looks at, and what decides who sees it.
struct Subject {
    reference: String,
    /// Who raised it, and for whom.
    parties: BTreeSet<String>,
    team: String,
    /// GSS code, where the residents agreed that its councillors may see the case.
    shared_with: Option<String>,
    /// What the row says of who sees it, put back after each step.
    seen: String,
    worked: String,
}

/// The council, the database behind it, and everybody who was signed in so far.
struct Table<'a> {
    app: &'a TestApp,
    council: Arc<Council>,
    all: AllSeeing,
    people: BTreeMap<String, Person>,
}

/// The verbs that this page offers as forms.
fn offered(page: &str) -> BTreeSet<Verb> {
    page.split("/actions/").skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok()).collect()
}

impl Subject {
    fn is_party(&self, person: &PersonDef) -> bool {
        self.parties.contains(&person.key)
    }

    /// Whether this person sees the case, by the rule in words: its parties, its team, who oversees everything, and the ward's
    /// councillors where every resident agreed (R34).
    fn is_seen_by(&self, council: &Council, person: &PersonDef) -> bool {
        let watches = |key: &String| council.manifest.groups.iter().any(|group| group.key == *key && group.oversees);
        self.is_party(person)
            || person.groups.iter().any(|key| *key == self.team || watches(key))
            || self.shared_with.as_ref().is_some_and(|ward| person.wards.contains(ward))
    }

    /// What the council's stages let this person do, when the case came from a team that can have it back.
    fn may(&self, council: &Council, stage: &StageDef, person: &PersonDef) -> BTreeSet<Verb> {
        let workflow = &council.manifest.workflow;
        let party = self.is_party(person);
        let holds = match &stage.holder {
            Holder::Raiser => party,
            Holder::Team => person.groups.contains(&self.team),
            Holder::Group(key) => person.groups.contains(key),
            Holder::Nobody => false,
        };
        let mut verbs = BTreeSet::new();
        if holds {
            verbs.extend(stage.actions.iter().map(|action| action.verb));
        }
        if party && stage.kind == StageKind::Closed {
            verbs.extend(workflow.reopen.as_ref().map(|reopen| reopen.action.verb));
        } else if party {
            verbs.extend(workflow.withdraw.as_ref().map(|action| action.verb));
        }
        verbs
    }
}

impl Table<'_> {
    async fn signed_in(&mut self, key: &str) {
        if !self.people.contains_key(key) {
            let person = self.app.sign_in(&self.council, key).await;
            self.people.insert(key.to_owned(), person);
        }
    }

    /// Raises a case as somebody, perhaps for somebody else, and tells what decides who sees it.
    async fn raises(&mut self, raiser: &PersonDef, member: Option<&PersonDef>, consent: &str) -> Subject {
        self.signed_in(&raiser.key).await;
        let people = self.app.instance.app.identity.people(&self.council).await.expect("people");
        let known = member.and_then(|member| people.iter().find(|person| person.key == member.key));
        let (service, id) = (potholes(&self.council.manifest), known.map(|known| known.id.to_string()));
        let fields = [
            ("summary", "A hole"),
            ("service", &service),
            ("on_behalf_of", id.as_deref().unwrap_or_default()),
            ("people.0.name", "Joan Reeve"),
            ("people.0.consent", consent),
        ];
        let person = &self.people[&raiser.key];
        let reference = person.raises(&fields).await;
        let query = "query($r: String!) { case(reference: $r) { team { key } ward { gss } member { id } } }";
        let case = person.asks(query, json!({ "r": reference })).await["case"].clone();
        let ward = case["ward"]["gss"].as_str().filter(|_| consent == "yes").map(str::to_owned);
        let column = async |name: &str| {
            let sql = format!("SELECT {name}::text FROM cases WHERE reference = '{reference}'");
            self.all.text(&self.council.schema, &sql).await
        };
        Subject {
            parties: [Some(raiser), member].into_iter().flatten().map(|person| person.key.clone()).collect(),
            team: case["team"]["key"].as_str().expect("a team").to_owned(),
            shared_with: ward,
            seen: column("visible_to").await,
            worked: column("worked_groups").await,
            reference,
        }
    }

    /// Puts the case into a stage, as if it had come there from its team. Who sees it stays as the program wrote it when it was raised.
    async fn put(&self, subject: &Subject, stage: &StageDef) {
        let group = |key: &str| self.council.groups.lookup.id(key).expect("a group").as_uuid();
        let team = group(&subject.team);
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
        let holder_group = holder_group.map_or_else(|| "NULL".to_owned(), |id| format!("'{id}'"));
        let closed_at = if stage.kind == StageKind::Closed { "'2026-11-17T09:30:00Z'" } else { "NULL" };
        let sql = format!(
            "UPDATE cases SET stage = '{}', status = '{status}', holder = '{holder}', holder_group = {holder_group}, group_id = '{team}',
                 return_stage = '{}', return_group = '{team}', closed_at = {closed_at}, agreed_day = '2026-12-24',
                 acknowledged_at = NULL, first_response_at = NULL, resolved_at = NULL, answered_by = NULL,
                 paused_target = NULL, paused_days_left = NULL, visible_to = '{}', worked_groups = '{}'
             WHERE reference = '{}'",
            stage.key,
            self.back().key,
            subject.seen,
            subject.worked,
            subject.reference,
        );
        self.all.run(&self.council.schema, &sql).await;
    }

    /// Where a case that was put into a stage goes back to.
    fn back(&self) -> &StageDef {
        let stages = &self.council.manifest.workflow.stages;
        stages.iter().find(|stage| stage.kind == StageKind::WithTeam).expect("a stage")
    }

    /// A team that is not the case's.
    fn another_team(&self, subject: &Subject) -> &str {
        let mut groups = self.council.manifest.groups.iter();
        &groups.find(|group| !group.triage && !group.oversees && group.key != subject.team).expect("another team").key
    }

    /// What both faces show one person of a case in a stage, against what they should. Returns whether they see it.
    async fn looks(&self, subject: &Subject, stage: &StageDef, person: &PersonDef) -> bool {
        let (looker, reference) = (&self.people[&person.key], &subject.reference);
        let who = format!("{} in {} of {}", person.key, stage.key, self.council.manifest.slug);
        let (status, page) = looker.page(&format!("/cases/{reference}")).await;
        let query = "query($r: String!) { case(reference: $r) { actions { verb } } }";
        let case = looker.asks(query, json!({ "r": reference })).await["case"].clone();
        let sees = subject.is_seen_by(&self.council, person);
        let may = if sees { subject.may(&self.council, stage, person) } else { BTreeSet::new() };
        if sees {
            assert_eq!(status, StatusCode::OK, "{who} sees the case");
            assert_eq!(offered(&page), may, "{who}: what the page offers");
            let verbs = case["actions"].as_array().expect("actions").iter();
            let verbs: BTreeSet<Verb> =
                verbs.map(|action| action["verb"].as_str().expect("a verb").parse().expect("a verb")).collect();
            assert_eq!(verbs, may, "{who}: what GraphQL offers");
        } else {
            assert_eq!(status, StatusCode::NOT_FOUND, "{who} does not see the case");
            assert!(case.is_null(), "{who} does not see the case: {case}");
        }
        // What is not offered is not taken either.
        let refused: Vec<Verb> = Verb::ALL.into_iter().filter(|verb| !may.contains(verb)).collect();
        let all: Vec<String> = refused.iter().map(|verb| mutation(*verb, self.another_team(subject))).collect();
        let document = format!("mutation($r: String!) {{ {} }}", all.join(" "));
        let answers = looker.asks(&document, json!({ "r": reference })).await;
        for verb in refused {
            let code = answers[answered(verb)]["refusal"]["code"].as_str().unwrap_or_else(|| panic!("{verb} by {who}"));
            assert_eq!(code == "not-found", !sees, "{verb} by {who}: {code}");
        }
        sees
    }

    /// Posts an action as its form would, and tells what became of it.
    async fn posts(&self, subject: &Subject, stage: &StageDef, person: &PersonDef, verb: Verb) -> StatusCode {
        // Where assigning leads elsewhere, the team that the case has is the right one; where it stays, another.
        let stays = stage.action(verb).is_some_and(|action| action.to == Destination::Stay);
        let group = if stays { self.another_team(subject) } else { &subject.team };
        let fields = [("text", "So it is."), ("group", group), ("by", "2026-12-25"), ("body", "The river board")];
        let path = format!("/cases/{}/actions/{verb}", subject.reference);
        self.people[&person.key].post_form(&path, &fields).await.status()
    }

    async fn stage_of(&self, subject: &Subject) -> String {
        let sql = format!("SELECT stage FROM cases WHERE reference = '{}'", subject.reference);
        self.all.text(&self.council.schema, &sql).await
    }

    /// Every action of a stage is taken by somebody who may, leads where it should, and is refused to somebody who may not.
    async fn acts(&self, subject: &Subject, stage: &StageDef, lookers: &[&PersonDef]) {
        let workflow = &self.council.manifest.workflow;
        let standing = match stage.kind {
            StageKind::Closed => workflow.reopen.as_ref().map(|reopen| &reopen.action),
            _ => workflow.withdraw.as_ref(),
        };
        for ActionDef { verb, to, .. } in stage.actions.iter().chain(standing) {
            let what = format!("{verb} in {} of {}", stage.key, self.council.manifest.slug);
            let (may, may_not): (Vec<&PersonDef>, Vec<&PersonDef>) =
                lookers.iter().partition(|person| subject.may(&self.council, stage, person).contains(verb));
            // One who sees the case and one who does not stand for the others: `looks` asked for all of them.
            let (watching, strangers): (Vec<&PersonDef>, Vec<&PersonDef>) =
                may_not.into_iter().partition(|person| subject.is_seen_by(&self.council, person));
            for person in watching.first().into_iter().chain(strangers.first()) {
                let sees = subject.is_seen_by(&self.council, person);
                let wanted = if sees { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::NOT_FOUND };
                assert_eq!(self.posts(subject, stage, person, *verb).await, wanted, "{what} by {}", person.key);
            }
            assert!(!may.is_empty(), "nobody can {what}");
            assert_eq!(self.stage_of(subject).await, stage.key.as_str(), "nothing that was refused moved the case");
            // Whoever raised the case and for whom, or two of those who hold it.
            for person in may.into_iter().take(2) {
                let status = self.posts(subject, stage, person, *verb).await;
                assert_eq!(status, StatusCode::SEE_OTHER, "{what} by {}", person.key);
                let now = self.stage_of(subject).await;
                match to {
                    _ if *verb == Verb::Withdraw => assert_ne!(now, stage.key.as_str(), "{what}"),
                    _ if *verb == Verb::Reopen => assert_ne!(now, stage.key.as_str(), "{what}"),
                    Destination::Stay => assert_eq!(now, stage.key.as_str(), "{what}"),
                    Destination::Back => assert_eq!(now, self.back().key.as_str(), "{what}"),
                    Destination::Stage(key) => assert_eq!(now, key.as_str(), "{what}"),
                }
                self.put(subject, stage).await;
            }
        }
    }
}

/// Those who differ in what decides about this case, each kind once. The parties are all there.
fn kinds<'a>(council: &'a Council, subject: &Subject) -> Vec<&'a PersonDef> {
    let concerns = |key: &&String| {
        let watches =
            council.manifest.groups.iter().any(|group| group.key == **key && (group.triage || group.oversees));
        **key == subject.team || watches
    };
    let mut kinds = BTreeSet::new();
    let mut found = Vec::new();
    for person in &council.manifest.people {
        let groups: Vec<&String> = person.groups.iter().filter(concerns).collect();
        let ward = subject.shared_with.as_ref().is_some_and(|ward| person.wards.contains(ward));
        let party = subject.is_party(person).then_some(&person.key);
        if kinds.insert((&person.roles, groups, ward, party)) {
            found.push(person);
        }
    }
    found
}

async fn table(character: &str) {
    let app = TestApp::start().await;
    let council = app.council(character);
    let all = app.database.all_seeing().await;
    let mut table = Table { app: &app, council: Arc::clone(&council), all, people: BTreeMap::new() };
    let people = &council.manifest.people;
    let first = |role: Role, other: &dyn Fn(&PersonDef) -> bool| {
        people.iter().find(|person| person.roles.contains(&role) && other(person))
    };
    let councillor = first(Role::Councillor, &|_| true).expect("a councillor");
    let colleague = first(Role::Councillor, &|person| person.wards != councillor.wards).expect("another councillor");
    let assistant =
        first(Role::Assistant, &|person| person.groups.is_empty()).or_else(|| first(Role::Assistant, &|_| true));
    let assistant = assistant.expect("an assistant");

    let mut subjects =
        vec![table.raises(councillor, None, "yes").await, table.raises(assistant, Some(colleague), "no").await];
    if let Some(representative) = first(Role::OtherRepresentative, &|_| true) {
        subjects.push(table.raises(assistant, Some(representative), "yes").await);
    }
    let mut roles: BTreeSet<Role> = BTreeSet::new();
    let (mut seen, mut unseen) = (0, 0);
    for subject in &subjects {
        let lookers = kinds(&council, subject);
        for person in &lookers {
            table.signed_in(&person.key).await;
            roles.extend(&person.roles);
        }
        for stage in &council.manifest.workflow.stages {
            table.put(subject, stage).await;
            let looks = lookers.iter().map(|person| table.looks(subject, stage, person));
            for sees in join_all(looks).await {
                match sees {
                    true => seen += 1,
                    false => unseen += 1,
                }
            }
            table.acts(subject, stage, &lookers).await;
        }
    }
    let every: BTreeSet<Role> = people.iter().flat_map(|person| person.roles.iter().copied()).collect();
    assert_eq!(roles, every, "every role of {character} looked");
    let stages = council.manifest.workflow.stages.len();
    assert!(seen > 8 * stages && unseen > 4 * stages, "{seen} combinations see a case, {unseen} do not");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_role_in_each_stage_is_offered_what_it_may_do_and_nothing_else_where_teams_are_found() {
    table("five_stages").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_role_in_each_stage_is_offered_what_it_may_do_and_nothing_else_where_a_desk_checks() {
    table("enquiry_route").await;
}
