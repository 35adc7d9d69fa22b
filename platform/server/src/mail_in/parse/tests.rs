//! Awkward messages, as they come.

use proptest::prelude::*;

use super::words::{answer, bare_subject, forwarded_from, summary};
use super::*;

fn mail(lines: &[&str]) -> Vec<u8> {
    lines.join("\r\n").into_bytes()
}

fn of(lines: &[&str]) -> Mail {
    read(&mail(lines)).expect("a mail")
}

const PLAIN: [&str; 5] =
    ["From: Margaret Ellison <Cllr.Ellison@Ashcombe.Example>", "To: cases@in.example", "Subject: Hi", "", "Words"];

/// A mail of several parts between `--b` and `--b--`.
fn parts(kind: &str, parts: &[&str]) -> Vec<u8> {
    let head = format!("From: a@b.example\r\nContent-Type: {kind}; boundary=\"b\"\r\n\r\n");
    let body: String = parts.iter().map(|part| format!("--b\r\n{part}\r\n")).collect();
    format!("{head}{body}--b--\r\n").into_bytes()
}

#[test]
fn a_plain_mail_says_who_what_and_where_to() {
    let mail = of(&PLAIN);
    assert_eq!(mail.from, ["cllr.ellison@ashcombe.example"]);
    assert_eq!(
        (mail.from_name.as_str(), mail.subject.as_str(), mail.text.as_str()),
        ("Margaret Ellison", "Hi", "Words")
    );
    assert_eq!(mail.recipients, ["cases@in.example"]);
    assert_eq!((mail.nature, mail.attachments.len()), (Nature::Person, 0));
}

#[test]
fn words_in_other_charsets_are_read() {
    let mail = read(b"From: =?iso-8859-1?q?Si=F4n?= <s@b.example>\r\nSubject: =?utf-8?b?VHnFtyBhciB0w6Ju?= \
        =?utf-8?q?_eto?=\r\nContent-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        Costs =8025 =96 and the caf=E9=\r\n is shut")
    .expect("a mail");
    assert_eq!(mail.from_name, "Siôn");
    assert_eq!(mail.subject, "Tyŷ ar tân eto");
    assert_eq!(mail.text, "Costs €25 – and the café is shut");
    let unknown =
        read(b"From: a@b.example\r\nContent-Type: text/plain; charset=klingon\r\n\r\nna\xefve").expect("a mail");
    assert!(unknown.text.starts_with("na"), "an unknown charset loses a letter and no more: {}", unknown.text);
}

#[test]
fn html_is_told_as_plain_text() {
    let html = "<html><head><title>T</title><style>p{color:red}</style></head><body><div>One &amp; two</div><div>Three<br>four \
                <a href=\"https://evil.example/?a>b\">five</a></div><script>alert('<p>')</script><ul><li>six</li></ul>7 < 8 &lt;b&gt;</body></html>";
    let mail = of(&["From: a@b.example", "Content-Type: text/html; charset=utf-8", "", html]);
    assert_eq!(mail.text, "One & two\n\nThree\nfour five\n\n- six\n7 < 8 <b>");
    for hidden in ["alert", "color", "evil", "<p>"] {
        assert!(!mail.text.contains(hidden), "{hidden} in {}", mail.text);
    }
    for torn in ["<div", "<a href='x", "<!-- never", "<script>never", "a<", "</", "<>"] {
        read(&mail_with_html(torn)).expect("a mail");
    }
}

fn mail_with_html(html: &str) -> Vec<u8> {
    mail(&["From: a@b.example", "Content-Type: text/html", "", html])
}

#[test]
fn of_two_ways_to_say_it_the_plain_one_is_taken() {
    let raw = parts(
        "multipart/alternative",
        &["Content-Type: text/plain\r\n\r\nPlain words", "Content-Type: text/html\r\n\r\n<b>Plain</b> words"],
    );
    let mail = read(&raw).expect("a mail");
    assert_eq!((mail.text.as_str(), mail.attachments.len()), ("Plain words", 0));
}

#[test]
fn files_come_along_and_ornaments_do_not() {
    let raw = parts(
        "multipart/mixed",
        &[
            "Content-Type: text/plain\r\n\r\nSee the photo",
            "Content-Type: application/pdf; name=\"=?utf-8?q?caf=C3=A9.pdf?=\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQK",
            "Content-Type: image/png\r\nContent-ID: <logo@x>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=",
            "Content-Type: application/pgp-signature; name=signature.asc\r\n\r\n-----BEGIN",
            "Content-Type: image/jpeg\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n/9j/4AAQ",
        ],
    );
    let mail = read(&raw).expect("a mail");
    let names: Vec<&str> = mail.attachments.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["café.pdf", "attachment.jpg"]);
    assert_eq!(mail.attachments[0].bytes, b"%PDF-1.4\n");
    assert_eq!(mail.text, "See the photo");
}

#[test]
fn parts_that_do_not_fit_together_are_not_guessed_at() {
    let whole =
        parts("multipart/mixed", &["Content-Type: text/plain\r\n\r\nWords", "Content-Type: text/plain\r\n\r\nMore"]);
    read(&whole).expect("a mail");
    let cut = &whole[..whole.len() - 8];
    assert_eq!(read(cut), Err(Unreadable::Broken), "the end is missing");
    let none = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=zzz\r\n\r\nNo boundary anywhere\r\n";
    assert_eq!(read(none), Err(Unreadable::Broken));
    let nameless = b"From: a@b.example\r\nContent-Type: multipart/mixed\r\n\r\n--b\r\n\r\nWords\r\n--b--\r\n";
    assert_eq!(read(nameless), Err(Unreadable::Broken));
    let garbled = parts(
        "multipart/mixed",
        &["Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n!!&%$ not base64 ~~"],
    );
    assert_eq!(read(&garbled), Err(Unreadable::Broken));
    for nothing in [&b""[..], b"\r\n\r\n"] {
        assert_eq!(read(nothing), Err(Unreadable::NoMail), "{nothing:?}");
    }
    assert!(shown(cut).text.contains("Words"), "a person can still look at it");
    assert!(shown(b"\xff\xfe only noise").text.contains("only noise"));
}

#[test]
fn a_mail_that_nests_without_end_is_not_read() {
    let nested = "Content-Type: message/rfc822\n\n".repeat(100_000);
    assert_eq!(read(nested.as_bytes()), Err(Unreadable::TooComplex));
    let seldom = "Content-Type: message/rfc822\n\n".repeat(20) + "From: a@b.example\n\nDeep";
    assert_eq!(read(seldom.as_bytes()), Err(Unreadable::TooComplex), "deeper than anybody forwards");
    for hidden in [
        "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nQ29udGVudA==",
        "Content-Transfer-Encoding:\n base64\nContent-Type: MESSAGE/\n RFC822\n\nQ29udGVudA==",
        "Content-Type: multipart/digest; boundary=b\nContent-Transfer-Encoding: =?q?bit?=\n\n",
    ] {
        assert_eq!(read(hidden.as_bytes()), Err(Unreadable::TooComplex), "{hidden}");
    }
    let many = parts("multipart/mixed", &["Content-Type: text/plain\r\n\r\nx"; 201]);
    assert_eq!(read(&many), Err(Unreadable::TooComplex));
    let files = parts(
        "multipart/mixed",
        &["Content-Type: text/plain; name=a.txt\r\nContent-Disposition: attachment\r\n\r\nx"; 61],
    );
    assert_eq!(read(&files), Err(Unreadable::TooComplex));
}

#[test]
fn a_sender_is_one_address_or_none() {
    let from = |value: &str| of(&[value, "Subject: x", "", "y"]).from;
    assert_eq!(from("From: a@b.example"), ["a@b.example"]);
    assert_eq!(from("From: a@b.example, c@d.example"), ["a@b.example", "c@d.example"]);
    assert_eq!(from("From: a@b.example\r\nFrom: c@d.example"), ["a@b.example", "c@d.example"]);
    assert!(from("Sender: a@b.example").is_empty(), "somebody else may have sent it");
    assert_eq!(from("From: \"cllr@council.example\" <evil@x.example>"), ["evil@x.example"], "a name is no address");
    let odd = from("From: nobody");
    assert!(!odd.iter().any(|from| words::is_address(from)), "{odd:?}");
}

#[test]
fn programs_and_mail_servers_are_told_from_people() {
    let nature = |header: &str| of(&["From: a@b.example", header, "", "x"]).nature;
    for header in [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated (vacation)",
        "Precedence: Bulk",
        "Precedence: list",
        "X-Loop: wardbook",
        "List-Id: <news.example>",
        "Return-Path: <>",
        "X-Autoreply: yes",
    ] {
        assert_eq!(nature(header), Nature::Automatic, "{header}");
    }
    for header in ["Auto-Submitted: no", "Return-Path: <a@b.example>", "Precedence: first-class"] {
        assert_eq!(nature(header), Nature::Person, "{header}");
    }
}

#[test]
fn a_bounce_names_the_mail_that_came_back() {
    let status = "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nAction: failed\r\nStatus: 5.1.1";
    let whole = "Content-Type: message/rfc822\r\n\r\nMessage-ID: <one@ours.example>\r\nSubject: x\r\n\r\nwords";
    let headers = "Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <two@ours.example>";
    let report = "multipart/report; report-type=delivery-status";
    let text = "Content-Type: text/plain\r\n\r\nSorry";
    let original = |parts_of: &[&str]| read(&parts(report, parts_of)).expect("a mail").nature;
    let bounce = |id: &str| Nature::Bounce { original: Some(id.to_owned()) };
    assert_eq!(original(&[text, status, whole]), bounce("one@ours.example"));
    assert_eq!(original(&[text, status, headers]), bounce("two@ours.example"));
    assert_eq!(original(&[text, status]), Nature::Bounce { original: None });
    let receipt = read(&parts("multipart/report; report-type=disposition-notification", &[text])).expect("a mail");
    assert_eq!(receipt.nature, Nature::Automatic, "it was read, which is no news");
}

#[test]
fn what_it_answers_is_read_from_its_headers_alone() {
    let mail = of(&[
        "From: a@b.example",
        "Subject: Re: AC-10482: is yours",
        "In-Reply-To: <last@ours.example>",
        "References: <first@ours.example>",
        " <last@ours.example>",
        "",
        "x",
    ]);
    assert_eq!(mail.answers, ["last@ours.example", "first@ours.example", "last@ours.example"]);
    let envelope = of(&["From: a@b.example", "Delivered-To: <Case+1@in.example>", "To: list@x.example", "", "x"]);
    assert_eq!(envelope.recipients, ["case+1@in.example", "list@x.example"]);
}

#[test]
fn of_a_forwarded_mail_the_inner_sender_is_offered() {
    let inline = "Please look into this.\n\n---------- Forwarded message ---------\nFrom: Joan Reeve <Joan@Home.example>\nDate: Mon\n\nMy light";
    let named = |name: &str, email: &str| Some(Named { name: name.to_owned(), email: email.to_owned() });
    assert_eq!(forwarded_from(inline), named("Joan Reeve", "joan@home.example"));
    let outlook =
        "FYI\n\n-----Original Message-----\nFrom: Reeve, Joan [mailto:joan@home.example]\nSent: Monday\n\nMy light";
    assert_eq!(forwarded_from(outlook), named("Reeve, Joan", "joan@home.example"));
    let phone = "Begin forwarded message:\n\n> From: joan@home.example\n> Subject: Light";
    assert_eq!(forwarded_from(phone), named("", "joan@home.example"));
    for nobody in [
        "From: joan@home.example said hello",
        "Forwarded message\n\nno headers",
        "Forwarded message\nFrom: nobody at all",
    ] {
        assert_eq!(forwarded_from(nobody), None, "{nobody}");
    }
    let attached = parts(
        "multipart/mixed",
        &[
            "Content-Type: text/plain\r\n\r\nSee below",
            "Content-Type: message/rfc822\r\n\r\nFrom: Joan Reeve <joan@home.example>\r\nSubject: Light\r\n\r\nIt is out",
        ],
    );
    let mail = read(&attached).expect("a mail");
    assert_eq!(mail.forwarded_from, named("Joan Reeve", "joan@home.example"));
    assert!(
        mail.text.starts_with("See below\n\nFrom: Joan Reeve") && mail.text.ends_with("It is out"),
        "{}",
        mail.text
    );
    assert_eq!(mail.from, ["a@b.example"], "and is not who sent it");
}

#[test]
fn a_summary_is_the_subject_without_its_history() {
    assert_eq!(bare_subject("Re: FW: Fwd:  Street light"), "Street light");
    assert_eq!(bare_subject("Regarding: light"), "Regarding: light");
    assert_eq!(summary("Fwd:", "\n  First words\nmore"), "First words");
    assert_eq!(summary("", ""), "");
    assert_eq!(summary(&"ŵ".repeat(300), "").chars().count(), 200);
}

/// Only what we wrote ourselves is left out of an answer.
#[test]
fn an_answer_is_what_was_written_above_our_own_mail() {
    let link = "/cases/AC-10482";
    let ours = "> The team asks\n> https://casework.example/cases/AC-10482?notice=read\n";
    let gmail =
        format!("It is the left side.\n\nOn Tue, 17 Nov 2026 at 10:00, Casework <c@council.example>\nwrote:\n\n{ours}");
    assert_eq!(answer(&gmail, link), "It is the left side.");
    let outlook = "The left side.\n\n________________________________\nFrom: Casework\nSubject: x\n\nhttps://x.example/cases/AC-10482?notice=read";
    assert_eq!(answer(outlook, link), "The left side.");
    let signed = "The left side.\n--\nCllr M Ellison\nMillbrook ward";
    assert_eq!(answer(signed, link), "The left side.");
    let bare = format!("Yes\n{ours}");
    assert_eq!(answer(&bare, link), "Yes");

    let foreign = "See what Joan wrote:\n> It is the left side\n> she says";
    assert_eq!(answer(foreign, link), foreign, "a resident's words are kept");
    let between = format!("{ours}Which side?\nThe left one.");
    assert_eq!(answer(&between, link), between, "an answer between the lines is kept with them");
    let long = format!("Yes\n--\n{}", "one more line\n".repeat(20));
    assert_eq!(answer(&long, link), long.trim_end(), "too long for a signature");
    assert_eq!(answer(ours.trim_end(), link), ours.trim_end(), "nothing else was said, so that is kept");
}

#[test]
fn only_the_trusted_servers_newest_word_counts() {
    let passes = |results: &[&str]| {
        let results: Vec<String> = results.iter().map(|result| (*result).to_owned()).collect();
        authentic::passed(&results, "mx.council.example", "cllr@council.example")
    };
    assert!(passes(&["mx.council.example; spf=pass; dkim=pass; dmarc=pass header.from=council.example"]));
    assert!(passes(&["MX.Council.Example 1;\r\n\tDMARC = pass (p=reject) header.from=Council.Example"]));
    for forged in [
        &[][..],
        &["mx.council.example; dmarc=fail"],
        &["mx.council.example; none"],
        &["mx.council.example; spf=pass; dkim=pass"],
        &["mx.council.example; dmarc=pass header.from=evil.example"],
        &["mx.council.example; x=y (; dmarc=pass header.from=council.example)"],
        &["evil.example; dmarc=pass"],
        &["evil.example; mx.council.example; dmarc=pass"],
        &["mx.council.example; dmarc=fail", "mx.council.example; dmarc=pass"],
        &["mx.council.example; xdmarc=pass"],
    ] {
        assert!(!passes(forged), "{forged:?}");
    }
}

#[test]
fn text_is_kept_as_a_page_and_a_database_can_hold_it() {
    let mail = of(&["From: a@b.example", "Subject: a\u{1b}[31m\0b", "", "one  \r\n\r\n\r\n\r\ntwo\u{7}\0\r\n"]);
    assert_eq!(mail.subject, "a[31mb");
    assert_eq!(mail.text, "one\n\ntwo");
}

/// Pieces that mails are made of, in any order: what no person writes, and somebody sends.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"From: a@b.example\r\n".to_vec()),
        Just(b"Content-Type: multipart/mixed; boundary=\"b\"\r\n".to_vec()),
        Just(b"Content-Type: message/rfc822\r\n".to_vec()),
        Just(b"Content-Type: text/html; charset=\"utf-16\"\r\n".to_vec()),
        Just(b"Content-Transfer-Encoding: base64\r\n".to_vec()),
        Just(b"Content-Disposition: attachment; filename*0*=utf-8''%E2%82; filename*1=x\r\n".to_vec()),
        Just(b"Subject: =?utf-8?b?////?= =?x?q?=ZZ?=\r\n".to_vec()),
        Just(b"References: <a <b> c> \xff\r\n".to_vec()),
        Just(b"Authentication-Results: x; (((dmarc=pass\r\n".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"--b\r\n".to_vec()),
        Just(b"--b--\r\n".to_vec()),
        Just(b"<div><script><!-- &#xD800; &amp \xc3<a href=\"".to_vec()),
        Just(b"> quoted\r\n-- \r\n-----Original Message-----\r\nFrom:\r\n".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..40),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_bytes_end_the_program(raw in pieces()) {
        let shown = shown(&raw);
        prop_assert!(!shown.text.contains('\0') && shown.subject.lines().count() <= 1);
        if let Ok(mail) = read(&raw) {
            prop_assert!(answer(&mail.text, "/cases/X-1").len() <= mail.text.len());
            let _ = summary(&mail.subject, &mail.text);
            let _ = authentic::passed(&mail.results, "x", "a@b.example");
        }
    }
}
