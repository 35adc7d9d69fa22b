//! The commands of the program, as somebody at a terminal gives them.

use std::path::Path;
use std::process::Command;

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

#[tokio::test]
async fn a_component_is_checked_with_its_own_examples_and_with_expected_decisions() {
    let built = |name: &str| root().join("target/plugins").join(name).with_extension("wasm");
    let shown = |path: &Path| path.to_str().expect("text").to_owned();
    for name in ["routing-table", "routing-rules", "sla-working-days", "sla-priority"] {
        command(&["plugin", "check", &shown(&built(name))]).await.expect("in order");
    }
    let error = command(&["plugin", "check", &shown(&built("misbehaving/spins"))]).await.expect_err("no description");
    assert!(error.contains("no-description"), "{error}");

    let cases = root().join("target/tmp/expected-decisions.json");
    let write = |due: &str| {
        let given = serde_json::json!({ "today": "2026-12-23", "entered_on": "2026-12-23", "raised_on": "2026-12-23" });
        let case = serde_json::json!([{ "name": "over Christmas", "given": given, "expect": { "due": due } }]);
        std::fs::write(&cases, case.to_string()).expect("written");
    };
    let check =
        async || command(&["plugin", "check", &shown(&built("sla-working-days")), "--cases", &shown(&cases)]).await;
    write("2026-12-31");
    let error = check().await.expect_err("another day");
    assert!(error.contains("over Christmas: due is \"2027-01-04\", not \"2026-12-31\""), "{error}");
    write("2027-01-04");
    check().await.expect("as expected");
}

/// Every file below a folder, to the same place below another one.
fn copy_all(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_all(&path, &to);
        } else {
            std::fs::copy(&path, &to).expect("copied");
        }
    }
}

#[tokio::test]
async fn a_new_plugin_compiles_and_passes_its_check() {
    let checkout = root().join("target/tmp/authors");
    let _ = std::fs::remove_dir_all(checkout.join("plugins"));
    // What a plugin is built with; the others would only take time.
    for part in ["sdk", "pack", "wit", ".cargo"] {
        copy_all(&root().join("plugins").join(part), &checkout.join("plugins").join(part));
    }
    let workspace = std::fs::read_to_string(root().join("plugins/Cargo.toml")).expect("the workspace");
    let other = |line: &str| line.starts_with("    \"") && !["    \"sdk\",", "    \"pack\","].contains(&line);
    let kept: String = workspace.lines().filter(|line| !other(line)).flat_map(|line| [line, "\n"]).collect();
    std::fs::write(checkout.join("plugins/Cargo.toml"), kept).expect("written");
    std::fs::copy(root().join("plugins/Cargo.lock"), checkout.join("plugins/Cargo.lock")).expect("copied");
    std::fs::create_dir_all(checkout.join("tests/guests")).expect("a folder");
    std::fs::create_dir_all(checkout.join("scripts")).expect("a folder");
    std::fs::copy(root().join("scripts/build-plugins"), checkout.join("scripts/build-plugins")).expect("copied");
    let folder = checkout.join("plugins");
    let folder = folder.to_str().expect("text");
    for (name, kind) in [("by-words", "routing"), ("same-days", "sla-policy")] {
        command(&["plugin", "new", name, "--kind", kind, "--folder", folder]).await.expect("made");
    }
    let error = command(&["plugin", "new", "by-words", "--folder", folder]).await.expect_err("it is there");
    assert!(error.contains("is there already"), "{error}");
    let error = command(&["plugin", "new", "../mine", "--folder", folder]).await.expect_err("no name");
    assert!(error.contains("a to z"), "{error}");
    command(&["plugin", "build", "by-words", "--folder", folder]).await.expect("built");
    for name in ["by-words", "same-days"] {
        let component = checkout.join("target/plugins").join(name).with_extension("wasm");
        let cases = checkout.join("plugins").join(name).join("cases.json");
        let [component, cases] = [component, cases].map(|path| path.to_str().expect("text").to_owned());
        command(&["plugin", "check", &component, "--cases", &cases]).await.expect("it passes its check");
    }
}

const WORDS: &str = "WARDBOOK_TEST_COMMAND_WORDS";

/// Not a test: the program that the tests below start, with their words.
#[tokio::test]
#[ignore = "the program that other tests start"]
#[expect(clippy::exit, reason = "with what it ends is what they look at")]
async fn the_program() {
    let Ok(words) = std::env::var(WORDS) else { return };
    let cli = Cli::try_parse_from(words.split('\n')).expect("a command");
    let ended = run(cli).await;
    if let Err(error) = &ended {
        eprintln!("wardbook: {error:#}");
    }
    std::process::exit(server::cli::exit_code(&ended).into());
}

/// The program with these words, as a process to be.
pub fn the_program_with(words: &[&str]) -> Command {
    let words = ["wardbook"].iter().chain(words).copied().collect::<Vec<_>>().join("\n");
    let mut program = Command::new(std::env::current_exe().expect("this program"));
    program.args(["--exact", "commands::the_program", "--ignored", "--nocapture"]).env(WORDS, words);
    program
}

/// Runs the program to its end: with what it ended, and all that it said.
async fn program(words: &[&str]) -> (i32, String) {
    let program = the_program_with(&[words, &["--data-dir", "../target/tmp/commands"]].concat());
    let ended = tokio::process::Command::from(program).output().await.expect("an end");
    let said = [ended.stdout, ended.stderr].map(|said| String::from_utf8(said).expect("text")).concat();
    (ended.status.code().expect("a code"), said)
}

/// A file for a rehearsal, by its name.
fn written(name: &str, text: &str) -> String {
    let folder = root().join("target/tmp/rehearsed");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(name), text).expect("written");
    folder.join(name).to_str().expect("text").to_owned()
}

fn rules(word: &str, group: &str) -> String {
    let rule = serde_json::json!({ "when": { "any_words": [word] }, "group": group, "because": "It says so." });
    serde_json::json!({ "rules": [rule] }).to_string()
}

#[tokio::test]
async fn an_author_sees_which_cases_other_settings_would_send_elsewhere() {
    let component = root().join("target/plugins/routing-rules.wasm");
    let component = component.to_str().expect("text");
    let cases = written(
        "enquiries.jsonl",
        "{\"name\":\"by the school\",\"given\":{\"summary\":\"A deep hole\"}}\n\n\
         {\"name\":\"in the park\",\"given\":{\"summary\":\"A hole and a tree\"}}\n\
         {\"name\":\"missed\",\"given\":{\"summary\":\"A bin\"}}\n",
    );
    let (holes, trees) =
        (written("holes.json", &rules("hole", "roads")), written("trees.json", &rules("tree", "parks")));
    let base = ["plugin", "rehearse", component, "--cases", &cases, "--settings", &trees];
    let (code, said) = program(&base).await;
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("over 3 case(s)") && said.contains("\n      2  Triage\n      1  parks\n"), "{said}");
    assert!(said.contains("in the park: parks. It says so."), "{said}");

    let (code, said) = program(&[&base[..], &["--against-settings", &holes]].concat()).await;
    assert_eq!(code, 0, "{said}");
    for row in ["1  roads   parks\n", "1  roads   Triage\n", "1  Triage  Triage\n"] {
        assert!(said.contains(row), "{row}: {said}");
    }
    assert!(said.contains("by the school: roads → Triage."), "{said}");
    assert!(!said.contains("missed:"), "what stays as it is, is counted alone: {said}");

    let folder = root().join("tenants").join(council_with("five_stages"));
    let (code, said) = program(&[&base[..], &["--council", folder.to_str().expect("text")]].concat()).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("in the park: the council has no team “parks”"), "{said}");
}

#[tokio::test]
async fn an_author_sees_which_deadlines_would_move_and_by_what() {
    let built = |name: &str| root().join("target/plugins").join(name).with_extension("wasm");
    let (working, priority) = (built("sla-working-days"), built("sla-priority"));
    let [working, priority] = [&working, &priority].map(|path| path.to_str().expect("text"));
    let cases = written(
        "situations.json",
        "[{\"name\":\"over Christmas\",\"given\":{\"today\":\"2026-12-23\",\"entered_on\":\"2026-12-23\",\"raised_on\":\"2026-12-23\"}},\
         {\"name\":\"in autumn\"}]",
    );
    let settings = |days: u8| {
        serde_json::json!({ "first_response": days, "next_response": days, "representative_reply": days, "remind_before": 2, "remind_every": 5 }).to_string()
    };
    let (five, six) = (written("five.json", &settings(5)), written("six.json", &settings(6)));
    let (code, said) =
        program(&["plugin", "rehearse", working, "--cases", &cases, "--settings", &six, "--against-settings", &five])
            .await;
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("2 deadline(s): 0 would be earlier, 2 would be later, 0 would be the same"), "{said}");
    assert!(said.contains("in autumn: 2026-12-01 → 2026-12-02."), "{said}");
    let (code, said) = program(&[
        "plugin",
        "rehearse",
        priority,
        "--cases",
        &cases,
        "--against",
        component_of("routing-table").as_str(),
    ])
    .await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("cannot be compared with one of kind sla-policy"), "{said}");
}

fn component_of(name: &str) -> String {
    let path = root().join("target/plugins").join(name).with_extension("wasm");
    path.to_str().expect("text").to_owned()
}

#[tokio::test]
async fn a_rehearsal_of_a_plugin_that_hangs_tells_each_failure_and_ends_with_one() {
    let spins = crate::plugins::described("spins", "routing", "");
    let folder = root().join("target/tmp/rehearsed");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("spins.wasm"), spins).expect("written");
    let case = |number: u32| format!("{{\"name\":\"case {number}\"}}\n");
    let cases = written("seven.jsonl", &(1..=7).map(case).collect::<String>());
    let component = folder.join("spins.wasm");
    let (code, said) = program(&["plugin", "rehearse", component.to_str().expect("text"), "--cases", &cases]).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("out-of-fuel 7"), "more than five in a row are asked, too: {said}");
    assert!(said.contains("case 7: out-of-fuel (the plugin computed more than it may)"), "{said}");
    assert!(said.contains("7 of 7 case(s) got no answer"), "{said}");
    let cases = written("wrong.jsonl", "{\"name\":\"a\",\"given\":{\"sumary\":\"x\"}}\n");
    let (code, said) = program(&["plugin", "rehearse", &component_of("routing-rules"), "--cases", &cases]).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("there is no fact “sumary”") && said.contains("summary"), "{said}");
}
