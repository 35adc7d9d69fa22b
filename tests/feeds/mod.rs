//! What plugins bring in from other systems, from the admin's page to what is known (R52, R58, R61).

mod giving;
mod reading;
mod sending;
mod upstream;

use std::sync::Arc;

use casework::people::Role;
use chrono::TimeDelta;
use server::tenancy::Council;
use server::work::Worker;

use crate::support::{Person, TestApp};
use upstream::Upstream;

const CALENDAR: &str = "committee-calendar/committees-ical";

/// A council with one of its admins, another system, and a worker.
struct Desk {
    app: TestApp,
    council: Arc<Council>,
    admin: Person,
    upstream: Upstream,
    worker: tokio::sync::Mutex<Worker>,
}

impl Desk {
    async fn open() -> Self {
        let upstream = Upstream::start().await;
        let private = format!("http://{}", upstream.address);
        let app = TestApp::start_as(|options| options.outside.private = vec![private]).await;
        let council = app.council("five_stages");
        let admin = app.somebody(&council, Role::TenantAdmin, |_| true).await;
        let worker = tokio::sync::Mutex::new(Worker::new(Arc::clone(&app.instance.app)));
        Self { app, council, admin, upstream, worker }
    }

    /// Has the worker do what is due, and waits until all of it is done.
    async fn works(&self) {
        let mut worker = self.worker.lock().await;
        while worker.pass().await.expect("the worker looks") > 0 {}
    }

    /// Lets time go by, as far as the admin's session lasts.
    async fn later(&self, time: TimeDelta) {
        use casework::clock::Clock as _;
        self.app.clock.set(self.app.clock.now() + time);
        self.works().await;
    }

    /// Sets a plugin up as an admin does, and puts it in force.
    async fn sets_up(&self, kind: &str, plugin: &str, fields: &[(&str, &str)]) -> String {
        let from = format!("shipped:{plugin}");
        let setup = self.admin.submits(&format!("/plugins/{kind}/begin"), &[("from", &from)]).await;
        for _ in 0..2 {
            // Hosts of addresses are known once the addresses are.
            let version = self.version(&setup).await;
            let mut all = vec![("version", version.as_str()), ("do", "save")];
            all.extend_from_slice(fields);
            let saved = self.admin.post_form(&setup, &all).await;
            assert!(saved.status().is_redirection(), "{}", saved.text().await.expect("a page"));
        }
        let version = self.version(&setup).await;
        let to = self
            .admin
            .submits(&format!("{setup}/activate"), &[("version", &version), ("reason", "It was asked for")])
            .await;
        assert_eq!(to, format!("/plugins/{kind}/{plugin}?done=activated"));
        setup
    }

    async fn version(&self, setup: &str) -> String {
        let page = self.admin.page(setup).await.1;
        let (_, after) = page.split_once("name=\"version\" value=\"").expect("a version");
        after.split('"').next().expect("its end").to_owned()
    }

    /// The calendar of the other system, allowed and in force.
    async fn reads_the_calendar(&self) -> String {
        let address = format!("http://{}/calendar.ics", self.upstream.address);
        let host = self.upstream.address.to_string();
        let fields = [
            ("calendars.count", "1"),
            ("calendars.0.committee", "Planning Committee"),
            ("calendars.0.address", address.as_str()),
            ("hosts", host.as_str()),
        ];
        self.sets_up("committee-calendar", "committees-ical", &fields).await
    }

    /// A page of the admin's, with its addresses as a browser reads them.
    async fn page(&self, path: &str) -> String {
        self.admin.page(path).await.1.replace("&#x2f;", "/")
    }

    async fn count(&self, sql: &str) -> i64 {
        self.app.database.all_seeing().await.number(&self.council.schema, sql).await
    }

    async fn text(&self, sql: &str) -> String {
        self.app.database.all_seeing().await.text(&self.council.schema, sql).await
    }
}
