use plugin_host::Description;
use reqwest::StatusCode;
use server::plugins::{INSPECTION, Inspector, Refusal};

use super::{Desk, link};
use crate::support::helpers::{say, words_for};
use crate::support::root;

fn built(name: &str) -> Vec<u8> {
    let path = root().join("target/plugins").join(name).with_extension("wasm");
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}; run `make setup`", path.display()))
}

/// A component with one section more.
fn with_section(mut component: Vec<u8>, name: &str, data: &str) -> Vec<u8> {
    fn number(mut value: usize, into: &mut Vec<u8>) {
        loop {
            let byte = u8::try_from(value & 0x7f).expect("seven bits");
            value >>= 7;
            into.push(if value == 0 { byte } else { byte | 0x80 });
            if value == 0 {
                return;
            }
        }
    }
    let mut body = Vec::new();
    number(name.len(), &mut body);
    body.extend(name.as_bytes());
    body.extend(data.as_bytes());
    component.push(0);
    number(body.len(), &mut component);
    component.extend(body);
    component
}

pub fn described(guest: &str, kind: &str, schema: &str) -> Vec<u8> {
    let text = format!(
        "kind = \"{kind}\"\nname = \"guest\"\nversion = \"1.0.0\"\nsummary = \"A guest.\"\n[settings]\ntype = \"object\"\n{schema}"
    );
    with_section(built(&format!("misbehaving/{guest}")), plugin_host::SECTION, &text)
}

#[tokio::test]
async fn what_is_no_plugin_is_refused_with_the_reason_and_the_guide_knows_it() {
    let desk = Desk::open().await;
    let guide = std::fs::read_to_string(root().join("docs/plugin-authors.md")).expect("the guide");
    let cases = [
        (b"hello".to_vec(), "not-a-component", "no WebAssembly"),
        (b"\0asm\x01\0\0\0".to_vec(), "not-a-component", "core WebAssembly module"),
        (built("routing-table")[..4_000].to_vec(), "not-a-component", ""),
        (built("misbehaving/says-nothing"), "no-description", "plugin.toml"),
        (with_section(built("misbehaving/spins"), plugin_host::SECTION, "kind = 7"), "bad-description", "kind"),
        (described("spins", "sla-policy", ""), "wrong-world", "sla-policy"),
        (described("reaches-out", "routing", ""), "wrong-world", "routing"),
        (described("spins", "routing", "[settings.properties.a]\ntype = \"magic\"\n"), "bad-schema", "$.properties.a"),
    ];
    for (component, code, told) in cases {
        let sent = desk.admin.post_files("/plugins/routing/upload", &[], &[("plugin.wasm", &component)]).await;
        assert_eq!(sent.status(), StatusCode::UNPROCESSABLE_ENTITY, "{code}");
        let page = sent.text().await.expect("text");
        assert!(page.contains(&format!("({code})")) && page.contains(told), "{code}, {told}: {page}");
        assert!(guide.contains(&format!("| `{code}` |")), "the guide lacks {code}");
    }
    let large = vec![0; plugin_host::MOST_BYTES + 1];
    let sent = desk.admin.post_files("/plugins/routing/upload", &[], &[("plugin.wasm", &large)]).await;
    assert_eq!(sent.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(guide.contains("| `too-large` |") && guide.contains("| `too-costly` |"));
    assert_eq!(desk.count("SELECT count(*) FROM plugin_artefact").await, 0, "nothing of it is kept");
}

#[tokio::test]
async fn an_uploaded_plugin_is_set_up_and_decides() {
    let desk = Desk::open().await;
    // Another than the shipped one by its bytes.
    let component = with_section(built("routing-rules"), "note", "made by the council itself");
    let sent = desk.admin.post_files("/plugins/sla-policy/upload", &[], &[("mine.wasm", &component)]).await;
    assert_eq!(sent.status(), StatusCode::SEE_OTHER, "{}", sent.text().await.expect("text"));
    let to = sent.headers()["location"].to_str().expect("text").to_owned();
    assert!(to.starts_with("/plugins/routing?done=uploaded&chosen=kept:"), "to the kind that it is: {to}");
    let page = desk.admin.page(&to).await.1;
    let chosen = link(&page, "kept:");
    let setup = desk.admin.submits("/plugins/routing/begin", &[("from", &chosen)]).await;
    let team = &desk.council.manifest.groups.iter().find(|group| !group.triage).expect("a team").key;
    let settings =
        serde_json::json!({ "rules": [{ "when": { "any_words": ["hole"] }, "group": team, "because": "Holes." }] });
    desk.saves(&setup, &settings).await;
    desk.activates(&setup, "Ours is better").await;
    assert_eq!(desk.team_of(&desk.raises_a_pothole().await).await, *team);
    let sql = "SELECT count(*) FROM case_event WHERE body->>'plugin' = 'routing-rules' AND body->>'reason' = 'Holes.'";
    assert_eq!(desk.count(sql).await, 1, "the reason is kept with the plugin’s name");
}

#[tokio::test]
async fn a_plugin_that_hangs_fails_no_case_and_its_admin_is_told() {
    let desk = Desk::open().await;
    let component = described("spins", "routing", "");
    desk.admin.post_files("/plugins/routing/upload", &[], &[("spins.wasm", &component)]).await;
    let page = desk.admin.page("/plugins/routing").await.1;
    let setup = desk.admin.submits("/plugins/routing/begin", &[("from", &link(&page, "kept:"))]).await;
    desk.activates(&setup, "To see").await;
    let reference = desk.raises_a_pothole().await;
    assert_eq!(desk.team_of(&reference).await, "", "the case is there, with Triage");
    let page = desk.admin.page("/plugins").await.1;
    assert!(page.contains("Its last answers failed"), "{page}");
}

#[tokio::test]
async fn what_takes_more_memory_than_is_allowed_stops_the_process_that_looks_and_nothing_else() {
    let inspector = Inspector::started_with(words_for("plugins::uploads::greedy"));
    let refusal = inspector.look(&built("routing-table")).await.expect("an end").expect_err("too costly");
    assert_eq!(refusal.code, "too-costly");
}

/// Not a test: a process that looks at a component and takes three gigabytes for it.
#[test]
#[ignore = "the program that another test starts"]
fn greedy() {
    let answered = apart::answer(INSPECTION, Ok, |_| {
        std::hint::black_box(vec![1_u8; 3 << 30]);
        let refusal = Refusal { code: "looked-at".to_owned(), detail: String::new() };
        Ok::<_, std::io::Error>(Err::<Description, _>(refusal))
    });
    say(&answered.expect("an answer"));
}
