//! The commands of the program, as somebody at a terminal gives them.

use std::path::Path;

use clap::Parser as _;
use server::cli::{Cli, run};

use crate::support::{council_with, root};

async fn command(words: &[&str]) -> Result<(), String> {
    let plugins = root().join("target/plugins");
    let folders = ["--plugins-dir", plugins.to_str().expect("text"), "--data-dir", "../target/tmp/commands"];
    let cli = Cli::try_parse_from(["wardbook"].iter().chain(words).chain(&folders)).expect("a command");
    run(cli).await.map_err(|error| format!("{error:#}"))
}

fn copy_of(character: &str, name: &str) -> std::path::PathBuf {
    let (from, to) = (root().join("tenants").join(council_with(character)), root().join("target/tmp").join(name));
    std::fs::create_dir_all(&to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a council").flatten() {
        std::fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
    }
    to
}

fn change(file: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(file).expect("a file");
    assert!(text.contains(from), "{from} is in {}", file.display());
    std::fs::write(file, text.replacen(from, to, 1)).expect("written");
}

#[tokio::test]
async fn the_demo_refuses_to_be_public() {
    let error = command(&["demo", "--listen", "0.0.0.0:8099"]).await.expect_err("refused");
    assert!(error.contains("--listen 127.0.0.1:8099"), "{error}");
}

#[tokio::test]
async fn checking_a_council_in_order_says_so() {
    for character in ["five_stages", "enquiry_route"] {
        let folder = root().join("tenants").join(council_with(character));
        command(&["tenant", "check", folder.to_str().expect("text")]).await.expect("in order");
    }
}

#[tokio::test]
async fn checking_explains_every_mistake_with_file_line_and_remedy() {
    let folder = copy_of("five_stages", "checked-stages");
    change(&folder.join("stages.toml"), "routed = \"case-assigned\"", "routed = \"case-asigned\"");
    change(&folder.join("groups.toml"), "key = ", "kee = ");
    let error = command(&["tenant", "check", folder.to_str().expect("text")]).await.expect_err("mistakes");
    assert!(error.contains("stages.toml:") && error.contains("case-asigned"), "{error}");
    assert!(error.contains("groups.toml:") && error.contains("kee"), "{error}");
    assert!(error.contains("nothing was changed"), "{error}");
}

#[tokio::test]
async fn checking_asks_the_plugins_about_their_settings() {
    let folder = copy_of("five_stages", "checked-plugins");
    let file = folder.join("plugins.toml");
    let text = std::fs::read_to_string(&file).expect("a file");
    let line =
        text.lines().find(|line| line.starts_with("first_response")).expect("a setting of the SLA plugin").to_owned();
    change(&file, &line, "first_response = \"soon\"");
    let error = command(&["tenant", "check", folder.to_str().expect("text")]).await.expect_err("a mistake");
    assert!(error.contains("plugins.toml:") && error.contains("sla-working-days"), "{error}");
}

#[tokio::test]
async fn checking_finds_a_team_that_the_council_lacks() {
    let folder = copy_of("five_stages", "checked-names");
    let file = folder.join("routing.toml");
    let text = std::fs::read_to_string(&file).expect("a file");
    let (at, line) =
        text.lines().enumerate().find(|(_, line)| line.contains("group = \"")).expect("a row of the table");
    let group = line.split("group = \"").nth(1).and_then(|rest| rest.split('"').next()).expect("a group").to_owned();
    change(&file, line, &line.replace(&format!("\"{group}\""), &format!("\"{group}x\"")));
    let error = command(&["tenant", "check", folder.to_str().expect("text")]).await.expect_err("a mistake");
    assert!(error.contains(&format!("routing.toml:{}:", at + 1)), "{error}");
    assert!(error.contains(&format!("Did you mean `{group}`?")), "{error}");
}
