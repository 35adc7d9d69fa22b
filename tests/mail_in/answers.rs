//! An answer to a mail of ours becomes a note of whoever was asked, and of nobody else.

use server::cli::MailOptions;

use super::{DOT, Post, mail, mail_with_files};
use crate::support::MailServer;
use crate::support::potholes;

/// A case on which the team has asked the councillor something, and the mail that told the councillor of it.
struct Asked {
    post: Post,
    reference: String,
    /// The mail as it was really sent, one line a header.
    text: String,
    server: MailServer,
}

impl Asked {
    async fn of() -> Self {
        let server = MailServer::start("nobody-is-refused");
        let sending = server.options();
        let mut post = Post::open_as(move |options| {
            let incoming = options.mail.incoming.clone();
            options.mail = MailOptions { incoming, ..sending };
        })
        .await;
        let councillor = post.sign_in(&post.councillor()).await;
        let service = potholes(&post.council.manifest);
        let reference = councillor.raises(&[("summary", "A hole by the school"), ("service", &service)]).await;
        let team = post.sign_in(&post.person(|person| person.groups.contains(&"highways".to_owned()))).await;
        let ask = format!("/cases/{reference}/actions/request-information");
        team.submits(&ask, &[("text", "Which side of the road?")]).await;
        // The server puts the very first mail off once.
        post.works().await;
        post.app.clock.advance(chrono::TimeDelta::minutes(10));
        post.works().await;
        let address = post.councillor().email;
        let taken = server.taken();
        let asking = taken.iter().find(|mail| mail["to"][0] == address.as_str());
        let text = asking.unwrap_or_else(|| panic!("a mail to {address} in {taken:?}"))["text"].as_str().expect("text");
        let text = text.replace("\r\n ", " ");
        Self { post, reference, text, server }
    }

    fn header(&self, name: &str) -> String {
        header(&self.text, name)
    }

    /// The address in `Reply-To`.
    fn reply_address(&self) -> String {
        let value = self.header("Reply-To");
        value.rsplit(['<', ' ']).next().expect("an address").trim_end_matches('>').to_owned()
    }
}

fn header(text: &str, name: &str) -> String {
    let begin = format!("{name}: ");
    let line = text.lines().find_map(|line| line.strip_prefix(&begin));
    line.unwrap_or_else(|| panic!("{name} in {text}")).trim().to_owned()
}

fn to(address: &str) -> String {
    format!("Cc: {address}")
}

#[tokio::test]
async fn answering_a_mail_that_was_really_sent_writes_a_note_with_its_files_once() {
    let mut asked = Asked::of().await;
    assert!(asked.text.contains("Just answer this mail"), "{}", asked.text);
    assert_eq!(asked.header("Auto-Submitted"), "auto-generated");
    let (address, councillor) = (asked.reply_address(), asked.post.councillor());
    assert!(address.split('@').next().expect("a name").len() <= 64, "{address}");
    let quoted = format!("> {}", asked.text.split("\r\n\r\n").nth(2).expect("the link"));
    let body = format!("It is the left side.\r\n\r\nOn 17 November 2026, Casework wrote:\r\n{quoted}\r\n");
    let files = [("dot.png", "image/png", DOT), ("x.html", "text/html", "PGI+eDwvYj4=")];
    let message = mail_with_files(&councillor.email, "Re: whatever", &body, &files)
        .replace("To: cases@in.example", &format!("To: {address}"));
    for _ in 0..2 {
        asked.post.receives(&message).await;
    }
    asked.post.receives(&format!("Received: from elsewhere\r\n{message}")).await;
    assert_eq!((asked.post.notes().await, asked.post.drafts().await), (1, 0));
    let path = format!("/cases/{}", asked.reference);
    let page = asked.post.sign_in(&councillor).await.page(&path).await.1;
    assert!(page.contains("It is the left side.") && page.contains("dot.png"), "{page}");
    assert!(page.contains("x.html: This kind of file cannot be added"), "what was not kept is named in the note");
    assert!(!page.contains("On 17 November 2026, Casework wrote"), "what we wrote ourselves is left out");
    let team = asked.post.sign_in(&asked.post.person(|person| person.groups.contains(&"highways".to_owned()))).await;
    assert!(team.page(&path).await.1.contains("It is the left side."), "the team reads it");
    let author = format!(
        "SELECT count(*) FROM note n JOIN person p ON p.id = n.author_id WHERE p.key = '{}' AND n.audience = 'case'",
        councillor.key
    );
    assert_eq!(asked.post.count(&author).await, 1);
    drop(asked.server);
}

#[tokio::test]
async fn the_headers_of_an_answer_lead_to_the_case_for_the_person_who_was_asked_alone() {
    let mut asked = Asked::of().await;
    let answers = format!("In-Reply-To: {}", asked.header("Message-ID"));
    let (councillor, other) = (asked.post.councillor(), asked.post.another_councillor());
    asked.post.receives(&mail(&other.email, "Re: hole", &[&answers], "Not mine")).await;
    assert_eq!((asked.post.notes().await, asked.post.drafts().await), (0, 1), "it was sent to somebody else");
    let invented = "References: <0192f1a0-0000-4000-8000-000000000000@council.example>";
    asked.post.receives(&mail(&councillor.email, "Re: hole", &[invented], "No such mail")).await;
    let elsewhere = answers.replace("@council.example", "@evil.example");
    asked.post.receives(&mail(&councillor.email, "Re: hole", &[&elsewhere], "Of another server")).await;
    let subject = format!("Re: {}: hole", asked.reference);
    asked.post.receives(&mail(&councillor.email, &subject, &[], "A subject proves nothing")).await;
    assert_eq!((asked.post.notes().await, asked.post.drafts().await), (0, 4), "drafts of theirs, and harmless");
    let of_ours = asked.post.count("SELECT count(*) FROM draft WHERE origin = 'answer'").await;
    assert_eq!(of_ours, 2, "those that answer something that could be ours say so");
    asked.post.receives(&mail(&councillor.email, "Re: hole", &[&answers], "The left side")).await;
    assert_eq!((asked.post.notes().await, asked.post.drafts().await), (1, 4));
}

#[tokio::test]
async fn a_reply_address_is_worth_nothing_to_anybody_else_and_cannot_be_made_up() {
    let mut asked = Asked::of().await;
    let (address, councillor, other) =
        (asked.reply_address(), asked.post.councillor(), asked.post.another_councillor());
    let second = asked.post.sign_in(&other).await;
    let service = potholes(&asked.post.council.manifest);
    second.raises(&[("summary", "Another hole"), ("service", &service)]).await;
    asked.post.receives(&mail(&other.email, "Re: a", &[&to(&address)], "I got hold of this address")).await;
    assert_eq!(asked.post.notes().await, 0, "made for somebody else");
    asked.post.receives(&mail("evil@home.example", "Re: b", &[&to(&address)], "So did I")).await;
    assert_eq!(asked.post.mails("parked", Some("unknown-sender")).await, 1);

    let (name, domain) = address.split_once('@').expect("an address");
    let proof = &name[name.len() - 24..];
    let other_case = asked.post.app.database.all_seeing().await;
    let id = other_case
        .text(&asked.post.council.schema, "SELECT replace(id::text, '-', '') FROM cases WHERE summary = 'Another hole'")
        .await;
    for forged in [
        format!("case+{id}{proof}@{domain}"),
        format!("{}{}@{domain}", &name[..name.len() - 24], "0".repeat(24)),
        format!("{}@{domain}", &name[..name.len() - 24]),
        format!("{name}@evil.example"),
        format!("case+@{domain}"),
        format!("case+é{}@{domain}", &name[5..]),
    ] {
        let before = asked.post.drafts().await;
        asked.post.receives(&mail(&councillor.email, "Re: c", &[&to(&forged)], &format!("Forged {forged}"))).await;
        assert_eq!(asked.post.notes().await, 0, "{forged}");
        assert_eq!(asked.post.drafts().await, before + 1, "{forged}");
    }
    asked.post.receives(&mail(&councillor.email, "Re: d", &[&to(&address.to_uppercase())], "Mine")).await;
    assert_eq!(asked.post.notes().await, 1, "in capitals, as some mail programs write it");
}

#[tokio::test]
async fn whoever_may_not_see_the_case_any_more_writes_nothing_on_it() {
    let mut asked = Asked::of().await;
    let (address, councillor) = (asked.reply_address(), asked.post.councillor());
    let all = asked.post.app.database.all_seeing().await;
    let given_away = format!(
        "UPDATE cases SET (member_id, raised_by, visible_to) = (SELECT id, id, ARRAY[id] FROM person WHERE key = '{}')",
        asked.post.another_councillor().key
    );
    all.run(&asked.post.council.schema, &given_away).await;
    asked.post.receives(&mail(&councillor.email, "Re: hole", &[&to(&address)], "Still me")).await;
    assert_eq!(asked.post.notes().await, 0);
    assert_eq!(
        asked.post.count("SELECT count(*) FROM draft WHERE origin = 'answer'").await,
        1,
        "theirs to keep, and not lost"
    );
    let left = format!("UPDATE person SET active = false WHERE key = '{}'", councillor.key);
    all.run(&asked.post.council.schema, &left).await;
    asked.post.receives(&mail(&councillor.email, "Re: hole", &[&to(&address)], "I have left")).await;
    assert_eq!(asked.post.mails("parked", Some("unknown-sender")).await, 1, "who has left is nobody");
}

#[tokio::test]
async fn absence_notes_newsletters_and_our_own_mails_make_nothing() {
    let mut asked = Asked::of().await;
    let (address, councillor) = (asked.reply_address(), asked.post.councillor());
    for header in ["Auto-Submitted: auto-replied", "Precedence: bulk", "X-Loop: council"] {
        asked.post.receives(&mail(&councillor.email, "Away", &[&to(&address), header], header)).await;
    }
    asked.post.receives(&asked.text.replace('\n', "\r\n").replace("Auto-Submitted", "X-Was")).await;
    assert_eq!(asked.post.mails("automatic", None).await, 4);
    let bounce = bounce_of(&asked.header("Message-ID"));
    asked.post.receives(&bounce).await;
    let about = asked.header("Message-ID");
    let kept =
        format!("SELECT count(*) FROM mail_in WHERE state = 'bounce' AND about = '{}'", about.trim_matches(['<', '>']));
    assert_eq!(asked.post.count(&kept).await, 1);
    assert_eq!((asked.post.notes().await, asked.post.drafts().await), (0, 0));
    assert_eq!(asked.server.taken().len(), 0, "and nothing is answered");
}

/// What a mail server sends when it cannot deliver the mail of this Message-ID.
fn bounce_of(message_id: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example\r\nAuto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
         --b\r\n\r\nSorry\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nStatus: 5.1.1\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n\
         Message-ID: {message_id}\r\n--b--\r\n",
    )
}

#[tokio::test]
async fn a_mail_to_a_resident_that_comes_back_is_told_to_whoever_raised_the_case() {
    let mut asked = Asked::of().await;
    let councillor = asked.post.sign_in(&asked.post.councillor()).await;
    let fields = [
        ("summary", "The lamp is out"),
        ("people.0.name", "Joan Reeve"),
        ("people.0.email", "joan.reeve@resident.example"),
        ("people.0.consent", "yes"),
        ("people.0.tell", "email"),
        ("reply_route", "to-resident"),
    ];
    let reference = councillor.raises(&fields).await;
    asked.post.works().await;
    let taken = asked.server.taken();
    let mail = taken.iter().find(|mail| mail["to"][0] == "joan.reeve@resident.example").expect("a mail to her");
    let id = header(&mail["text"].as_str().expect("text").replace("\r\n ", " "), "Message-ID");
    let told = "SELECT count(*) FROM case_event WHERE kind = 'resident-not-reached'";
    asked.post.receives(&bounce_of("<00000000-0000-4000-8000-000000000000@council.example>")).await;
    assert_eq!(asked.post.count(told).await, 0, "a mail that we never sent");
    asked.post.receives(&bounce_of(&id)).await;
    assert_eq!(asked.post.count(told).await, 1);
    let page = councillor.page(&format!("/cases/{reference}")).await.1;
    assert!(page.contains("The message to Joan Reeve came back. Check the address"), "{page}");
    asked.post.receives(&bounce_of(&id).replace("Sorry", "Sorry again")).await;
    assert_eq!(asked.post.count(told).await, 1, "once");
}
