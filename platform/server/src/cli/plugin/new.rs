//! `wardbook plugin new`: a folder that compiles and passes its check.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use clap::ValueEnum;

use super::super::say;

/// What a new plugin decides.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum NewKind {
    /// Which team gets a case.
    Routing,
    /// When an answer is due.
    SlaPolicy,
}

const CARGO: &str = include_str!("template/Cargo.toml.txt");
const ROUTING: [(&str, &str); 3] = [
    ("plugin.toml", include_str!("template/routing.plugin.toml")),
    ("cases.json", include_str!("template/routing.cases.json")),
    (".rs", include_str!("template/routing.rs.txt")),
];
const SLA: [(&str, &str); 3] = [
    ("plugin.toml", include_str!("template/sla-policy.plugin.toml")),
    ("cases.json", include_str!("template/sla-policy.cases.json")),
    (".rs", include_str!("template/sla-policy.rs.txt")),
];

pub(super) fn new(name: &str, kind: NewKind, folder: &Path) -> anyhow::Result<()> {
    let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) || !name.bytes().all(good) {
        bail!("“{name}” is not a name for a plugin: use a to z, digits and hyphens, and begin with a letter");
    }
    let workspace = folder.join("Cargo.toml");
    let members = fs::read_to_string(&workspace).with_context(|| {
        format!("{} cannot be read: run this in a checkout of Wardbook, where the SDK is", workspace.display())
    })?;
    let place = folder.join(name);
    if place.exists() {
        bail!("{} is there already: choose another name", place.display());
    }
    let Some((before, after)) = members.split_once("members = [\n") else {
        bail!("{} has no list of members in which each stands on a line of its own", workspace.display());
    };
    fs::create_dir(&place)?;
    fs::write(place.join("Cargo.toml"), CARGO.replace("NAME", name))?;
    let files = match kind {
        NewKind::Routing => ROUTING,
        NewKind::SlaPolicy => SLA,
    };
    for (file, text) in files {
        let file = if file == ".rs" { format!("{name}.rs") } else { file.to_owned() };
        fs::write(place.join(file), text.replace("NAME", name))?;
    }
    fs::write(&workspace, format!("{before}members = [\n    \"{name}\",\n{after}"))?;
    say(&format!(
        "{} is a plugin that compiles and passes its check. Change {name}.rs and plugin.toml in it, then:\n\
         \x20 wardbook plugin build {name}\n\
         \x20 wardbook plugin check target/plugins/{name}.wasm --cases {cases}\n\
         \x20 wardbook plugin rehearse target/plugins/{name}.wasm --cases {cases}",
        place.display(),
        cases = place.join("cases.json").display()
    ))
}
