//! `wardbook jobs`

use anyhow::Context as _;
use casework::clock::Clock as _;

use super::start::Databases;
use super::{Places, say};
use crate::ambient::SystemClock;
use crate::jobs;
use crate::tenancy::{Acting, Database};

pub(super) async fn jobs(places: &Places, slug: &str, retry: bool) -> anyhow::Result<()> {
    let databases = Databases::open(places, false).await?;
    let listed = databases.owner().await?.list().await?;
    let council = listed.into_iter().find(|council| council.slug == slug);
    let council = council.with_context(|| format!("no council is called {slug}: `wardbook tenant list` names them"))?;
    let database = Database::connect(&databases.app_url, 1)?;
    let tx = database.begin(&council.schema, Acting::System).await?;
    let dead = jobs::given_up(&tx).await?;
    if retry {
        let taken_up = jobs::retry_all(&tx, SystemClock.now()).await?;
        tx.commit().await?;
        say(&format!("{taken_up} jobs are tried again, within the hour at the latest."))?;
    } else {
        drop(tx);
        for job in &dead {
            let when = job.ended_at.map(|at| at.to_rfc3339()).unwrap_or_default();
            let error = job.last_error.as_deref().unwrap_or_default();
            say(&format!("{}\t{}\t{when}\tafter {} tries\t{error}", job.id, job.what, job.attempts))?;
        }
        if dead.is_empty() {
            say("No job was given up.")?;
        }
    }
    database.close().await;
    databases.close().await
}
