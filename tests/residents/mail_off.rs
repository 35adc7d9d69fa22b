//! Mail where no mail server is named: it waits for one, and is not sent as old news.

use serde_json::Value;
use server::work::Worker;

use super::{BY_EMAIL, Town};
use crate::support::MailServer;

impl Town {
    /// A town whose program knows of no mail server.
    async fn without_mail() -> Self {
        Self::with(MailServer::start("nobody-is-refused"), |_| {}).await
    }

    /// The operator names the mail server and starts the program again.
    async fn gets_mail(&mut self) -> server::cli::Instance {
        let instance = self.app.beside(|options| options.mail = self.mail.options()).await;
        let free = "UPDATE control.lease SET expires_at = '-infinity'";
        self.app.database.all_seeing().await.run(&self.council.schema, free).await;
        self.worker = Worker::new(std::sync::Arc::clone(&instance.app));
        instance
    }

    async fn state(&self) -> String {
        let sql = "SELECT string_agg(state, ' ') FROM resident_message";
        self.app.database.all_seeing().await.text(&self.council.schema, sql).await
    }
}

#[tokio::test]
async fn mail_waits_for_a_server_and_those_who_need_to_know_are_told_that_it_does() {
    let mut town = Town::without_mail().await;
    let reference = town.raised(&BY_EMAIL).await;
    town.at("2026-11-17T09:31:00Z").await;
    assert_eq!(town.state().await, "waiting");
    assert!(town.desk().await.page("/").await.1.contains("Email is off"));
    let member = town.member().await;
    assert!(!member.page("/").await.1.contains("Email is off"), "who can do nothing about it");
    let telling = member.page(&format!("/cases/{reference}/telling")).await.1;
    assert!(telling.contains("Email is not set up yet. An email waits for three days."), "{telling}");
    town.app.clock.advance(chrono::TimeDelta::minutes(5));
    // The council's own turn of the hour may fall in these minutes.
    town.worker.pass().await.expect("the worker looks");
    town.app.clock.advance(chrono::TimeDelta::seconds(2));
    assert_eq!(town.worker.pass().await.expect("the worker looks"), 0, "and nobody is busy with it meanwhile");

    let instance = town.gets_mail().await;
    town.at("2026-11-19T10:00:00Z").await;
    town.at("2026-11-19T10:10:00Z").await;
    assert_eq!(town.state().await, "sent");
    assert_eq!(town.to_residents().len(), 1);
    drop(instance);
}

#[tokio::test]
async fn what_waited_too_long_is_marked_and_told_and_sent_by_decision_only() {
    let mut town = Town::without_mail().await;
    let reference = town.raised(&BY_EMAIL).await;
    town.at("2026-11-17T09:31:00Z").await;
    town.at("2026-11-20T09:30:00Z").await;
    assert_eq!(town.state().await, "waiting", "three days are not over");
    town.at("2026-11-20T09:33:00Z").await;
    assert_eq!(town.state().await, "unsent");
    let page = town.member().await.page(&format!("/cases/{reference}")).await.1;
    assert!(page.contains("was not sent: email was not set up in time"), "{page}");
    assert!(page.contains("wb-event__state--unsent"), "{page}");
    let notices = town.member().await.page("/notices").await.1;
    assert!(notices.contains("The message to the resident was not sent"), "{notices}");

    let instance = town.gets_mail().await;
    town.at("2026-11-20T10:00:00Z").await;
    town.at("2026-11-20T10:10:00Z").await;
    assert_eq!(town.to_residents(), Vec::<Value>::new(), "not by itself");
    let desk = town.desk().await;
    let jobs = desk.page("/jobs").await.1;
    assert!(jobs.contains("It waited for three days, and email was not set up."), "{jobs}");
    desk.submits("/jobs/retry", &[("what", "mail-resident")]).await;
    let app = &instance.app;
    server::work::hint(&app.database, town.council.id, app.clock.now())
        .await
        .expect("the other program's worker hints");
    town.at("2026-11-20T10:20:00Z").await;
    town.at("2026-11-20T10:30:00Z").await;
    assert_eq!((town.state().await.as_str(), town.to_residents().len()), ("sent", 1));
    drop(instance);
}
