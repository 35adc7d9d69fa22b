//! What the program does in processes of its own: the tests' program does it as these tests, which are no tests.

use std::io::{self, Write as _};
use std::time::Duration;

use apart::{Apart, Limits, NoAnswer};
use files::picture::{Drawer, draw};
use server::cli::Helpers;
use server::plugins::{Inspector, inspect};

/// As the program starts them.
pub fn helpers() -> Helpers {
    Helpers {
        inspector: Inspector::started_with(words_for("support::helpers::inspector")),
        drawer: Drawer::started_with(words_for("support::helpers::drawer")),
    }
}

/// What makes the tests' program do what a test that is left out of others does.
pub fn words_for(test: &str) -> [&str; 4] {
    ["--exact", test, "--ignored", "--nocapture"]
}

/// On a line of its own among what the test's frame says.
pub fn say(answer: &str) {
    writeln!(io::stdout(), "\n{answer}").expect("an open output");
}

#[test]
#[ignore = "the program that looks at what is uploaded"]
fn inspector() {
    say(&inspect().expect("an answer"));
}

#[test]
#[ignore = "the program that draws pictures again"]
fn drawer() {
    say(&draw().expect("an answer"));
}

#[test]
#[ignore = "the program that another test starts"]
fn greedy() {
    let limits = Limits { memory: 100 << 20, processor: 10, file: 0 };
    let answered = apart::answer(limits, Ok, |_| {
        std::hint::black_box(vec![1_u8; 300 << 20]);
        Ok::<_, io::Error>([("taken", 300)].into_iter().collect::<std::collections::BTreeMap<_, _>>())
    });
    say(&answered.expect("an answer"));
}

/// The program's allocator, which is the tests' too, reserves a gigabyte when it starts.
#[tokio::test]
async fn what_is_reserved_is_not_free_for_a_process_that_may_take_little() {
    let apart = Apart::new(words_for("support::helpers::greedy"), Duration::from_secs(30));
    let answer: Result<serde_json::Value, NoAnswer> = apart.ask(b"").await;
    assert!(matches!(&answer, Err(NoAnswer::Ended(_))), "{answer:?}");
}
