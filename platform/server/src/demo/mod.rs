//! A believable year of cases for `wardbook demo`.
//!
//! Every case is raised and worked on by the council's own (invented) people through the use cases that pages and GraphQL
//! call, with a clock that stands at that moment of the past: routing, deadlines, history and who may see it are as real
//! as in any other case. The way of a case follows the council's workflow, whatever it is; nothing here knows a stage, a
//! team or a council by name.
//!
//! - `words.toml` (in `platform/server/demo`) is what people say; `words` reads it. Another kind of problem is a
//!   `[[subjects]]` there, and no Rust.
//! - `opening` is who raises what and when; `plot` what the holder of a case does next; `story` plays it, with `hours`
//!   for when and `cast` for who.
//!
//! - `upstreams` plays the other systems of the councils, and `systems` connects the councils with them.
//!
//! The chance is seeded, so two fresh demos of one day tell the same stories. A council that holds any case is left alone:
//! what somebody tried out stays. That is also so for one whose filling was cut short; `--fresh` begins again.

mod cast;
mod hours;
mod opening;
mod plot;
mod store;
mod story;
pub mod systems;
pub mod upstreams;
mod words;

use std::sync::Arc;

use casework::text::Lang;
use chrono::TimeDelta;
use tokio::task::JoinSet;

use crate::app::{App, Turn, local_date};
use crate::tenancy::{Acting, Council};
use crate::{cases, notices};
use cast::Cast;
use opening::Openings;
use story::Teller;
use words::Words;

/// How many cases of a council go on at the same time.
const AT_ONCE: usize = 8;

/// Cases in a year: so many for each ward, and so many for each councillor.
const FOR_A_WARD: usize = 50;
const FOR_A_COUNCILLOR: usize = 75;

/// Fills the councils that hold no case yet.
///
/// # Errors
/// When a case cannot be stored.
pub async fn fill(app: &App, say: impl Fn(&str) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let words = Arc::new(Words::read()?);
    let mut councils = app.directory.all();
    councils.sort_by(|one, other| one.manifest.slug.cmp(&other.manifest.slug));
    for council in councils {
        let tx = app.database.begin(&council.schema, Acting::System).await?;
        if store::holds_cases(&tx).await? {
            continue;
        }
        drop(tx);
        fill_council(app, council, &words, &say).await?;
    }
    Ok(())
}

async fn fill_council(
    app: &App,
    council: Arc<Council>,
    words: &Arc<Words>,
    say: impl Fn(&str) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let cast = Cast::new(&council, app.identity.people(&council).await?);
    let count = council.manifest.wards.len() * FOR_A_WARD + cast.councillors() * FOR_A_COUNCILLOR;
    let now = app.clock.now();
    let openings = Openings::new(&council, &cast, words, now).year(seed_of(&council), count);
    say(&format!("Inventing a year of {} cases for {} …", openings.len(), council.manifest.name.get(Lang::En)))?;

    let teller = Arc::new(Teller { app: app.clone(), council, cast, words: Arc::clone(words), now });
    let mut going_on = JoinSet::new();
    // Raised one after the other, so that references follow time.
    for opening in openings {
        let begun = teller.begin(opening).await?;
        if going_on.len() >= AT_ONCE
            && let Some(ended) = going_on.join_next().await
        {
            ended??;
        }
        going_on.spawn(Arc::clone(&teller).go_on(begun));
    }
    while let Some(ended) = going_on.join_next().await {
        ended??;
    }
    let turn = Turn { app: Arc::new(app.clone()), council: Arc::clone(&teller.council), fence: 0, now };
    while notices::tell(&turn).await? > 0 {}
    let tx = turn.begin().await?;
    store::pass_over(&tx, local_date(now)).await?;
    tx.commit().await?;
    while cases::take_steps(&turn).await? > 0 {}
    while notices::tell(&turn).await? > 0 {}
    let tx = turn.begin().await?;
    store::look_back(&tx, now - TimeDelta::days(2)).await?;
    tx.commit().await?;
    Ok(())
}

/// The council's own stories, the same each time.
fn seed_of(council: &Council) -> u64 {
    council.manifest.slug.bytes().fold(0, |seed, byte| seed * 31 % 1_000_003 + u64::from(byte))
}
