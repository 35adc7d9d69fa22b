//! Starters, movers and leavers (R42, R60): who may come in from when until when, and what becomes of the work of those who leave.

mod access;
mod handover;
mod plans;
mod safety;
mod sample;
mod scim;

use std::sync::Arc;

use casework::feeds::{Capacity, Content, Person as Row, Reading};
use casework::manifest::PersonDef;
use casework::people::Role;
use reqwest::StatusCode;
use server::app::Turn;
use server::people::{self, Taken};
use server::tenancy::Council;
use server::work::Worker;

use crate::support::{Person, TestApp};

pub const SEAT: &str = "people-feed/people-csv";

/// A council whose units are called as its teams are, with one of its admins.
pub struct Town {
    pub app: TestApp,
    pub council: Arc<Council>,
    pub admin: Person,
}

impl Town {
    pub async fn open() -> Self {
        let app = TestApp::start().await;
        let council = app.council("five_stages");
        let admin = app.somebody(&council, Role::TenantAdmin, |_| true).await;
        let town = Self { app, council, admin };
        for group in &town.council.manifest.groups {
            town.says_unit(&[&group.key], &group.key).await;
        }
        town
    }

    /// Says on the page which team a unit is.
    async fn says_unit(&self, unit: &[&str], team: &str) {
        let to = self.council.groups.lookup.id(team).map_or_else(|| team.to_owned(), |id| id.to_string());
        let mut fields: Vec<(&str, &str)> = unit.iter().map(|name| ("unit", *name)).collect();
        fields.push(("to", &to));
        assert_eq!(self.admin.submits("/people/units", &fields).await, "/people?done=said");
    }

    /// The worker's turn.
    async fn turn(&self) -> Turn {
        let app = Arc::clone(&self.app.instance.app);
        let council =
            app.directory.all().into_iter().find(|council| council.id == self.council.id).expect("it is served");
        let now = app.clock.now();
        Turn { app, council, fence: self.number("SELECT fence FROM work_fence").await, now }
    }

    pub async fn reads(&self, rows: Vec<Row>) -> Taken {
        let reading = Reading { content: Content::Complete(rows), next: None, more: false, skipped: vec![] };
        self.reads_this(&reading).await
    }

    async fn reads_this(&self, reading: &Reading<Row>) -> Taken {
        let turn = self.turn().await;
        let tx = turn.begin().await.expect("a turn");
        let taken = people::take(&turn, &tx, SEAT, reading).await.expect("it is taken in");
        tx.commit().await.expect("it is kept");
        taken
    }

    async fn days_ask(&self) -> usize {
        people::apply_due(&self.turn().await).await.expect("it is done")
    }

    /// Lets the worker of the whole program look, so that people are told.
    async fn works(&self) {
        let mut worker = Worker::new(Arc::clone(&self.app.instance.app));
        let all = self.app.database.all_seeing().await;
        all.run(&self.council.schema, "UPDATE control.lease SET expires_at = '-infinity'").await;
        self.app.clock.advance(chrono::TimeDelta::seconds(2));
        while worker.pass().await.expect("the worker looks") > 0 {
            self.app.clock.advance(chrono::TimeDelta::seconds(2));
        }
    }

    /// The page of the plan that waits.
    async fn plan(&self) -> (String, String) {
        let (_, page) = self.admin.page("/people").await;
        let path = page.split("href=\"").find(|rest| rest.starts_with("/people/plans/"));
        let path =
            path.unwrap_or_else(|| panic!("a plan waits: {page}")).split('"').next().expect("its end").to_owned();
        let (status, page) = self.admin.page(&path).await;
        assert_eq!(status, StatusCode::OK);
        (path, page)
    }

    async fn nothing_waits(&self) -> bool {
        self.admin.page("/people").await.1.contains("Nothing waits")
    }

    /// Puts the plan that waits in force, with everything ticked and this besides.
    async fn puts_in_force(&self, more: &[(&str, &str)]) {
        let (path, page) = self.plan().await;
        let keys = ticks(&page);
        let mut fields: Vec<(&str, &str)> = keys.iter().map(|key| ("take", key.as_str())).collect();
        fields.extend(more);
        assert_eq!(self.admin.submits(&path, &fields).await, "/people?done=applied");
    }

    /// Reads these rows and puts in force what they say.
    pub async fn takes_in(&self, rows: Vec<Row>) {
        self.reads(rows).await;
        self.puts_in_force(&[]).await;
    }

    /// Everybody of the council's files as their rows, so that all of them are known by them.
    pub fn rows(&self) -> Vec<Row> {
        self.council.manifest.people.iter().filter_map(row).collect()
    }

    /// The same without this one.
    pub fn rows_without(&self, key: &str) -> Vec<Row> {
        self.rows().into_iter().filter(|row| row.key != key).collect()
    }

    /// Somebody of the files of this role, as they are written there.
    pub fn one(&self, role: Role, accepted: impl Fn(&PersonDef) -> bool) -> PersonDef {
        let mut people = self.council.manifest.people.iter();
        let found = people.find(|person| person.roles.contains(&role) && row(person).is_some() && accepted(person));
        found.expect("the council has such a person").clone()
    }

    /// A councillor, and another one of the same ward.
    pub fn ward_colleagues(&self) -> (PersonDef, PersonDef) {
        let people = &self.council.manifest.people;
        let councillors = || people.iter().filter(|person| person.roles == [Role::Councillor] && row(person).is_some());
        let pairs = councillors().flat_map(|one| councillors().map(move |other| (one, other)));
        let mut of_ward = pairs.filter(|(one, other)| one.key != other.key && one.wards == other.wards);
        let (one, other) = of_ward.next().expect("a ward with two councillors");
        (one.clone(), other.clone())
    }

    pub async fn id(&self, key: &str) -> String {
        let id = self.text(&format!("SELECT id::text FROM person WHERE key = '{key}'")).await;
        format!("person_{}", id.replace('-', ""))
    }

    pub async fn signs_in(&self, key: &str) -> Person {
        self.app.sign_in(&self.council, key).await
    }

    /// Whether somebody can sign in now.
    pub async fn lets_in(&self, key: &str) -> bool {
        let host = format!("{}.localhost", self.council.manifest.slug);
        let stranger = Person::stranger(self.app.address, &host, key);
        let answer = stranger.post_form("/sign-in", &[("person", key), ("next", "/")]).await;
        answer.status() == StatusCode::SEE_OTHER
    }

    async fn number(&self, sql: &str) -> i64 {
        self.app.database.all_seeing().await.number(&self.council.schema, sql).await
    }

    async fn text(&self, sql: &str) -> String {
        self.app.database.all_seeing().await.text(&self.council.schema, sql).await
    }

    pub async fn run(&self, sql: &str) {
        self.app.database.all_seeing().await.run(&self.council.schema, sql).await;
    }

    async fn history_is_whole(&self, reference: &str) {
        let chain = server::cases::verify_history(&self.app.instance.app.database, &self.council, reference).await;
        assert_eq!(chain.expect("a history"), Ok(()), "{reference}");
    }
}

/// What can be ticked on the page of a plan.
fn ticks(page: &str) -> Vec<String> {
    let boxes = page.split("name=\"take\" type=\"checkbox\" value=\"").skip(1);
    boxes.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// Somebody of the files as a row; none for whoever a feed of staff and councillors does not hold.
pub fn row(person: &PersonDef) -> Option<Row> {
    let member = person.roles.contains(&Role::Councillor);
    let known = if member { person.wards.len() == 1 } else { !person.groups.is_empty() };
    (known && !person.roles.contains(&Role::OtherRepresentative)).then(|| Row {
        capacity: if member { Capacity::Member } else { Capacity::Officer },
        name: person.name.clone(),
        email: Some(person.email.clone()),
        units: person.groups.iter().take(1).cloned().collect(),
        ward_gss: person.wards.first().cloned().filter(|_| member),
        ..officer(&person.key, "")
    })
}

pub fn officer(key: &str, unit: &str) -> Row {
    Row {
        key: key.to_owned(),
        capacity: Capacity::Officer,
        name: format!("Person {key}"),
        given_name: None,
        family_name: None,
        email: Some(format!("{key}@new.example")),
        phone: None,
        job_title: None,
        units: vec![unit.to_owned()],
        manager: None,
        starts: None,
        ends: None,
        active: true,
        ward_gss: None,
        ward_name: None,
    }
}
