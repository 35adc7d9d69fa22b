//! `wardbook mail-in`, as a mail server's pipe runs it.

use std::io::Write as _;
use std::process::Stdio;

use casework::clock::Clock as _;

use super::{Post, mail};
use crate::commands::the_program_with;

/// Runs the program with a message on its standard input, and tells with what it ended.
fn pipe(database: &str, files: &str, slug: &str, message: &[u8]) -> i32 {
    let words = ["mail-in", slug, "--database-url", database, "--data-dir", "../target/tmp/data"];
    let mut program = the_program_with(&words)
        .env("WARDBOOK_FILES", files)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program");
    // A program that has ended, or read enough, closes its end.
    let _ = program.stdin.take().expect("its input").write_all(message);
    program.wait().expect("an end").code().expect("a code")
}

#[tokio::test]
async fn a_mail_server_is_told_whether_its_message_is_kept() {
    let mut post = Post::open().await;
    let (database, slug) = (post.app.database.app_url(), post.council.manifest.slug.clone());
    let message = mail(&post.councillor().email, "Bins", &[], "By a pipe");
    let files = post.app.files.path().display().to_string();
    let piped = async |database: String, slug: String, message: Vec<u8>| {
        let files = files.clone();
        tokio::task::spawn_blocking(move || pipe(&database, &files, &slug, &message)).await.expect("joined")
    };
    assert_eq!(piped(database.clone(), slug.clone(), message.clone().into_bytes()).await, 0);
    assert_eq!(
        piped(database.clone(), slug.clone(), message.clone().into_bytes()).await,
        0,
        "again, it is taken again"
    );
    assert_eq!(post.count("SELECT count(*) FROM mail_in").await, 1, "and is one");
    let told = "SELECT count(*) FROM control.work WHERE due_at <= now()";
    assert_eq!(post.count(told).await, 1, "and whichever worker has the council is told");
    // The command goes by the machine's clock.
    post.app.clock.set(server::ambient::SystemClock.now());
    post.works().await;
    assert_eq!(post.drafts().await, 1);

    assert_eq!(piped(database.clone(), "no-such-council".to_owned(), message.clone().into_bytes()).await, 75);
    let gone = database.replace("test_", "gone_");
    assert_eq!(piped(gone, slug.clone(), message.into_bytes()).await, 75);
    assert_eq!(piped(database.clone(), slug.clone(), vec![b'a'; 37 * 1024 * 1024]).await, 65, "its sender is told");
    assert_eq!(piped(database, slug, Vec::new()).await, 65);
    assert_eq!(post.count("SELECT count(*) FROM mail_in").await, 1);
}
