//! Feeds and channels: what breaks the contract is told from a good answer, and their limits are their own.

use std::sync::Arc;
use std::time::Duration;

use casework::channel::{Cause, Content as Outgoing, Outcome, Outgoing as Message, Receipt, SendError};
use casework::feeds::{Content, FeedError, Message as Pushed, Source};
use casework::text::Lang;
use plugin_host::{Budget, Carry, FeedFailure, GuestFailure, Limits, SendFailure};

use crate::host::{calendar, pothole, pull, sandbox, sandbox_with, task};

fn bad<T>(what: &str) -> impl Fn(Result<T, FeedFailure>) -> bool {
    move |answer| matches!(answer, Err(FeedFailure::Plugin(GuestFailure::BadOutput { what: told })) if told.contains(what))
}

#[tokio::test]
async fn people_who_break_the_contract_bring_nothing() {
    for (way, what) in [
        ("many", "more than 5,000 items"),
        ("many removed", "more than 5,000 items"),
        ("no key", "lacks a text"),
        ("long key", "longer than it may be"),
        ("odd key", "control characters"),
        ("no name", "lacks a text"),
        ("long name", "longer than it may be"),
        ("odd name", "control characters"),
        ("impossible day", "does not exist"),
        ("no ward", "GSS code"),
        ("many units", "more than eight units"),
        ("long cursor", "4 KiB"),
        ("more of nothing", "goes on"),
        ("many skipped", "1,000 rows"),
    ] {
        // A host for each: one that breaks the contract again and again is left alone.
        let answer = sandbox().odd_people(way).await.read(pull(), &calendar()).await;
        assert!(bad(what)(answer.clone()), "{way}: {answer:?}");
    }
    let good = sandbox().odd_people("none").await.read(pull(), &calendar()).await.expect("a reading");
    assert!(matches!(good.content, Content::Complete(people) if people.len() == 1));
}

#[tokio::test]
async fn a_message_is_read_in_one_part() {
    let feed = sandbox().odd_people("more").await;
    assert!(feed.read(pull(), &calendar()).await.is_ok_and(|reading| reading.more && reading.next.is_some()));
    let pushed = Source::Push(Pushed { media_type: String::new(), body: Vec::new() });
    assert!(bad("goes on")(feed.read(task(pushed), &calendar()).await));
}

#[tokio::test]
async fn meetings_works_and_figures_that_break_the_contract_bring_nothing() {
    for (way, what) in [
        ("script", "not https or http"),
        ("paper", "not https or http"),
        ("split", "not https or http"),
        ("papers", "more than 100 papers"),
        ("minutes", "1,439 minutes"),
    ] {
        let answer = sandbox().odd_meetings(way).await.read(pull(), &calendar()).await;
        assert!(bad(what)(answer.clone()), "{way}: {answer:?}");
    }
    for (way, what) in [
        ("nowhere", "not on Earth"),
        ("grid", "not on Earth"),
        ("short line", "positions"),
        ("long line", "positions"),
        ("open area", "not closed"),
        ("backwards", "ends before it starts"),
        ("never", "out of range"),
    ] {
        let answer = sandbox().odd_works(way).await.read(pull(), &calendar()).await;
        assert!(bad(what)(answer.clone()), "{way}: {answer:?}");
    }
    for (way, what) in [("no number", "no number"), ("no ward", "GSS code"), ("odd statistic", "a to z")] {
        let answer = sandbox().odd_facts(way).await.read(pull(), &calendar()).await;
        assert!(bad(what)(answer.clone()), "{way}: {answer:?}");
    }
    assert!(sandbox().odd_meetings("none").await.read(pull(), &calendar()).await.is_ok());
    assert!(sandbox().odd_works("none").await.read(pull(), &calendar()).await.is_ok());
    assert!(sandbox().odd_facts("none").await.read(pull(), &calendar()).await.is_ok());
}

#[tokio::test]
async fn what_a_feed_says_to_the_admin_is_made_fit_to_be_read() {
    let answer = sandbox().odd_people("long words").await.read(pull(), &calendar()).await;
    let Err(FeedFailure::Source(FeedError::Unreadable(words))) = answer else { panic!("{answer:?}") };
    assert_eq!(words, "w".repeat(500));
}

#[tokio::test]
async fn a_feed_has_more_memory_than_a_decision_and_not_more_than_that() {
    let sandbox = sandbox();
    assert!(sandbox.odd_people("48").await.read(pull(), &calendar()).await.is_ok());
    let answer = sandbox.odd_people("80").await.read(pull(), &calendar()).await;
    assert_eq!(answer, Err(FeedFailure::Plugin(GuestFailure::OutOfMemory)));
    let small =
        Limits { carry: Carry { memory_bytes: 8 * 1024 * 1024, ..Limits::default().carry }, ..Limits::default() };
    let answer = sandbox_with(small).odd_people("48").await.read(pull(), &calendar()).await;
    assert_eq!(answer, Err(FeedFailure::Plugin(GuestFailure::OutOfMemory)));
}

fn carrying(call: Budget) -> Limits {
    Limits {
        carry: Carry { call, calls_per_tenant: 1, queue: Duration::from_millis(50), ..Limits::default().carry },
        ..Limits::default()
    }
}

#[tokio::test]
async fn a_feed_that_spins_runs_out_of_fuel_or_time() {
    let call = Limits::default().carry.call;
    let spin =
        async |call: Budget| sandbox_with(carrying(call)).odd_people("spins").await.read(pull(), &calendar()).await;
    let answer = spin(Budget { fuel: 50_000_000, ..call.clone() }).await;
    assert_eq!(answer, Err(FeedFailure::Plugin(GuestFailure::OutOfFuel)));
    let answer = spin(Budget { fuel: u64::MAX, wall: Duration::from_millis(100), ..call }).await;
    assert_eq!(answer, Err(FeedFailure::Plugin(GuestFailure::TimedOut)));
}

#[tokio::test]
async fn feeds_never_take_the_turns_of_decisions() {
    let call = Budget { fuel: u64::MAX, wall: Duration::from_millis(600), ..Limits::default().carry.call };
    let sandbox = sandbox_with(Limits { calls: 1, calls_per_tenant: 1, queue: Duration::ZERO, ..carrying(call) });
    let spins = sandbox.odd_people("spins").await;
    let decides = sandbox.misbehaving("unknown-group").await;
    let reading = {
        let spins = spins.clone();
        tokio::spawn(async move { spins.read(pull(), &calendar()).await })
    };
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(decides.route(&pothole(), &calendar()).await.is_ok(), "a decision has a turn of its own");
    let second = spins.read(pull(), &calendar()).await;
    assert_eq!(second, Err(FeedFailure::Plugin(GuestFailure::Busy)), "the council's one turn for feeds is taken");
    assert_eq!(reading.await.expect("no panic"), Err(FeedFailure::Plugin(GuestFailure::TimedOut)));
}

fn email(subject: &str) -> Message {
    let (to, body) = ("jo@example.org".to_owned(), "Hello".to_owned());
    let content = Outgoing::Email { to, subject: subject.to_owned(), body };
    Message { idempotency_key: "0001".to_owned(), language: Lang::En, content }
}

#[tokio::test]
async fn a_channel_says_whether_to_try_again() {
    let channel = sandbox().odd_channel().await;
    let calendar = calendar();
    let sent = channel.send(email("good"), &calendar).await;
    assert_eq!(sent, Ok(Receipt { reference: Some("0001".to_owned()) }));
    let later = SendError::Temporary { why: "Later.".to_owned(), retry_after: Some(Duration::from_secs(5)) };
    assert_eq!(channel.send(email("later"), &calendar).await, Err(SendFailure::Channel(later)));
    let never = SendError::Permanent { cause: Cause::BadAddress, why: "No such box.".to_owned() };
    assert_eq!(channel.send(email("never"), &calendar).await, Err(SendFailure::Channel(never)));
    let odd = channel.send(email("odd"), &calendar).await;
    assert!(matches!(odd, Err(SendFailure::Plugin(GuestFailure::BadOutput { .. }))), "{odd:?}");
    let sms = Message { content: Outgoing::Sms { to: "+447700900123".to_owned(), body: "Hi".to_owned() }, ..email("") };
    assert_eq!(channel.send(sms, &calendar).await, Err(SendFailure::Channel(SendError::NotThisKind)));
}

#[tokio::test]
async fn news_of_messages_is_checked_like_everything_else() {
    let channel = sandbox().odd_channel().await;
    let pushed = |body: &[u8]| Pushed { media_type: "application/json".to_owned(), body: body.to_vec() };
    let calendar = Arc::clone(&calendar());
    let news = channel.receive(pushed(b"one"), &calendar).await.expect("news");
    assert_eq!((news[0].reference.as_str(), news[0].outcome), ("1", Outcome::Delivered));
    assert!(bad("1,000 messages")(channel.receive(pushed(b"many"), &calendar).await));
    assert!(bad("lacks a text")(channel.receive(pushed(b"nameless"), &calendar).await));
}

#[tokio::test]
async fn a_feed_computes_on_threads_that_let_everybody_else_go_first() {
    let sandbox = sandbox();
    assert!(sandbox.odd_people("none").await.read(pull(), &calendar()).await.is_ok());
    let mut nice: Vec<i32> = Vec::new();
    for thread in std::fs::read_dir("/proc/self/task").expect("Linux tells it") {
        // One that has ended since is not one of ours.
        let Ok(line) = std::fs::read_to_string(thread.expect("a thread").path().join("stat")) else { continue };
        // What follows the name in brackets begins with the third field; the nineteenth is the niceness.
        let (name, fields) = line.rsplit_once(") ").expect("a name");
        let niceness = fields.split(' ').nth(19 - 3).expect("a field").parse().expect("a number");
        if name.ends_with("(plugin") {
            nice.push(niceness);
        } else {
            assert_eq!(niceness, 0, "{line}");
        }
    }
    nice.sort_unstable();
    let Limits { threads, carry, .. } = Limits::default();
    assert_eq!(nice, [vec![0; threads], vec![19; carry.threads]].concat(), "those of decisions and those of feeds");
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the machine's time is what is measured")]
async fn a_feed_that_computes_leaves_the_processor_idle_for_most_of_the_time() {
    let carry =
        Carry { call: Budget { fuel: 2_000_000_000, ..Limits::default().carry.call }, ..Limits::default().carry };
    let sandbox = sandbox_with(Limits { carry, ..Limits::default() });
    let feed = sandbox.odd_people("spins").await;
    // User and system time of this process, in hundredths of a second.
    let used = || -> u64 {
        let line = std::fs::read_to_string("/proc/self/stat").expect("Linux tells it");
        let fields = line.rsplit_once(") ").expect("a name").1;
        fields.split(' ').skip(14 - 3).take(2).map(|ticks| ticks.parse::<u64>().expect("a number")).sum()
    };
    let (begun, before) = (std::time::Instant::now(), used());
    let answer = feed.read(pull(), &calendar()).await;
    assert_eq!(answer, Err(FeedFailure::Plugin(GuestFailure::OutOfFuel)));
    let share = Duration::from_millis((used() - before) * 10).as_secs_f64() / begun.elapsed().as_secs_f64();
    assert!(share < 0.5, "{share} of a processor");
}
