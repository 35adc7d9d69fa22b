//! `wardbook plugin …`: what authors of plugins need, from an empty folder to a council.
//!
//! `new` and `build` work in a checkout of Wardbook, whose SDK and toolchain they use; `check` and `rehearse` take a component in any
//! language.

mod cases;
mod check;
mod component;
mod new;
mod played;
mod rehearse;

pub use new::NewKind;
pub use rehearse::Asked;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use casework::clock::Clock as _;

use super::start::Databases;
use super::{Places, PluginCommand, say};
use crate::ambient::SystemClock;
use crate::plugins;
use crate::tenancy::{self, Database};

pub(super) async fn plugin(places: &Places, command: PluginCommand) -> anyhow::Result<()> {
    match command {
        PluginCommand::Inspect => say(&plugins::inspect()?),
        PluginCommand::New { name, kind, folder } => new::new(&name, kind, &folder),
        PluginCommand::Build { name, folder } => build(&name, &folder),
        PluginCommand::Check { component, settings, cases } => {
            check::check(places, &component, settings.as_deref(), cases.as_deref()).await
        }
        PluginCommand::Rehearse(asked) => rehearse::rehearse(places, &asked).await,
        PluginCommand::Install { slug, component } => install(places, &slug, &component).await,
    }
}

/// One byte more than is taken tells that it is too large.
/// Compiles the plugins of the checkout in which the folder of plugins lies.
fn build(name: &str, folder: &Path) -> anyhow::Result<()> {
    let root = folder.canonicalize().with_context(|| format!("there is no folder {}", folder.display()))?;
    let root = root.parent().context("the folder of plugins lies in a checkout of Wardbook")?.to_owned();
    let script = root.join("scripts/build-plugins");
    if !script.is_file() || !folder.join(name).is_dir() {
        bail!(
            "{} is no folder of plugins in a checkout of Wardbook with a plugin {name} in it: run this where you ran `wardbook plugin new`",
            folder.display()
        );
    }
    // A plugin that is new stands in no lock file yet.
    let known = std::process::Command::new("cargo")
        .args(["update", "--workspace", "--offline", "--quiet"])
        .current_dir(root.join("plugins"))
        .status()
        .context("cargo is not installed")?;
    if !known.success() {
        bail!("cargo could not take {name} into plugins/Cargo.lock; mend what is said above");
    }
    say("Compiling all plugins of the checkout; the first time that takes minutes …")?;
    let ended = std::process::Command::new(script).status()?;
    if !ended.success() {
        bail!("{name} was not built; mend what is said above");
    }
    say(&format!("Built {}", shown(&root.join("target/plugins").join(format!("{name}.wasm")))))
}

/// A path as it is shorter to type.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}

/// Keeps a component for a council, so that its admins find it among what can be set up.
async fn install(places: &Places, slug: &str, component: &Path) -> anyhow::Result<()> {
    let bytes = component::bytes_of(component)?;
    let description = match plugin_host::inspect(&bytes)? {
        Ok(inspected) => inspected.description,
        Err(error) => bail!("{} is refused as {}: {error}", component.display(), error.code()),
    };
    let databases = Databases::open(places, false).await.map_err(|error| {
        anyhow!("{error:#}\nWhile a council is served, its admins can upload the file on its page “How the council decides”, with the same effect.")
    })?;
    let database = Database::connect(&databases.app_url, 1)?;
    let council = tenancy::by_slug(&database, slug).await?;
    let (_, schema) = council.with_context(|| {
        format!("no council is called {slug} in this database: see `wardbook tenant list`, with the --data-dir of the demo where it is meant")
    })?;
    let fingerprint = plugins::install(&database, &schema, bytes, &description, SystemClock.now()).await?;
    database.close().await;
    databases.close().await?;
    say(&format!(
        "{} {} can be set up in {slug} now, under “How the council decides”. It is known by {fingerprint}.",
        description.name, description.version
    ))
}
