//! `wardbook doctor`: what this machine lacks, and how to get it.

use std::path::Path;

use anyhow::bail;

use super::{Helpers, Places, say};
use crate::embedded;
use crate::tenancy::Database;
use crate::web::Pages;

pub(super) async fn doctor(places: &Places) -> anyhow::Result<()> {
    let mut missing = 0;
    let mut tell = |what: &str, state: Result<String, String>| {
        let words = match state {
            Ok(found) => format!("ok       {what}: {found}"),
            Err(remedy) => {
                missing += 1;
                format!("missing  {what}: {remedy}")
            }
        };
        say(&words)
    };
    match &places.database_url {
        Some(url) => tell("database", reached(url).await)?,
        None => tell("PostgreSQL's programs", embedded::installed().map_err(|error| error.to_string()))?,
    }
    tell("plugins", built(&places.plugins_dir))?;
    let drawn = Helpers::default().drawer.check().await;
    let advice = "let the program start itself anew and set seccomp filters, as containers usually may";
    tell(
        "pictures",
        drawn.map(|()| "drawn in a sealed process".to_owned()).map_err(|error| format!("{error}; {advice}")),
    )?;
    tell("pages", Pages::new().map(|_| "embedded".to_owned()).map_err(|error| error.to_string()))?;
    if missing > 0 {
        bail!("{missing} things are missing; `make setup` installs and builds them");
    }
    Ok(())
}

async fn reached(url: &str) -> Result<String, String> {
    let database = Database::connect(url, 1).map_err(|error| format!("the URL cannot be read: {error}"))?;
    match database.begin_control().await {
        Ok(_) => Ok("reached, with a control plane".to_owned()),
        Err(error) => Err(format!("{error}; check WARDBOOK_DATABASE_URL, then run `wardbook migrate`")),
    }
}

fn built(folder: &Path) -> Result<String, String> {
    let entries = std::fs::read_dir(folder).map_err(|_| format!("none in {}; run `make setup`", folder.display()))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    match names.filter(|name| name.ends_with(".wasm")).count() {
        0 => Err(format!("none in {}; run `make setup`", folder.display())),
        count => Ok(format!("{count} in {}", folder.display())),
    }
}
