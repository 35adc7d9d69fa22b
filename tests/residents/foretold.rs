//! What each resident will get is seen before it goes, and is what goes (R21, R31).

use reqwest::StatusCode;
use serde_json::json;

use super::{BY_EMAIL, Town, but, read, text_of};
use crate::support::Person;

/// A second resident, who gets letters in English.
const NEIGHBOUR: [(&str, &str); 5] = [
    ("people.1.name", "Ivor Pugh"),
    ("people.1.address", "16 Mill Lane, Ashcombe, AC1 2QD"),
    ("people.1.consent", "yes"),
    ("people.1.tell", "post"),
    ("people.1.lang", "en"),
];
/// A third one, whom nobody may write to.
const AUNT: [(&str, &str); 2] = [("people.2.name", "Dot Amos"), ("people.2.consent", "yes")];

/// A message as the page shows it.
#[derive(Debug, PartialEq)]
struct Shown {
    lang: String,
    subject: String,
    text: String,
}

fn plain(html: &str) -> String {
    let plain = html.replace("&#x27;", "'").replace("&#39;", "'").replace("&quot;", "\"").replace("&#x2f;", "/");
    plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// What stands between two texts for the first time.
fn between<'a>(page: &'a str, begin: &str, end: &str) -> &'a str {
    let after = page.split_once(begin).unwrap_or_else(|| panic!("{begin} in {page}")).1;
    after.split_once(end).unwrap_or_else(|| panic!("{end} in {after}")).0
}

fn shown(page: &str) -> Vec<Shown> {
    let sheets = page.split("<div class=\"wb-sheet\" lang=\"").skip(1);
    let one = |sheet: &str| Shown {
        lang: sheet[..2].to_owned(),
        subject: plain(between(sheet, "<strong>", "</strong>")),
        text: plain(between(sheet, "<p class=\"wb-typed\">", "</p>")),
    };
    sheets.map(one).collect()
}

fn seal(page: &str) -> &str {
    between(page, "name=\"seal\" value=\"", "\"")
}

/// Presses a button of a form, and reads the page that comes.
async fn presses(who: &Person, path: &str, pressed: &str, fields: &[(&str, &str)]) -> String {
    let answer = who.post_form(path, &[fields, &[("do", pressed)]].concat()).await;
    assert_eq!(answer.status(), StatusCode::OK, "{pressed} at {path}");
    answer.text().await.expect("text")
}

impl Town {
    /// Saves the council's own text for a kind of message.
    async fn says(&self, what: &str, lang: &str, subject: &str, body: &str) {
        let path = format!("/templates/{what}/{lang}");
        let versions = format!("SELECT count(*) FROM message_template WHERE what = '{what}' AND lang = '{lang}'");
        let version = self.number(&versions).await.to_string();
        let form = [("subject", subject), ("text", body), ("version", &version), ("do", "save")];
        self.admin().await.submits(&path, &form).await;
    }

    async fn goes_out(&mut self) {
        self.at("2026-11-17T09:31:00Z").await;
        self.at("2026-11-17T09:40:00Z").await;
    }
}

#[tokio::test]
async fn news_to_a_resident_is_seen_before_it_goes_and_is_what_goes() {
    let mut town = Town::new().await.speaking(r#"["en", "cy"]"#).await;
    town.says("progress", "cy", "Newyddion {{ case.reference }}", "{{ message }}\n\nEich achos: {{ case.summary }}")
        .await;
    let reference = town.raised(&[&BY_EMAIL[..], &[("people.0.lang", "cy")], &NEIGHBOUR].concat()).await;
    town.goes_out().await;
    let (before, _) = (town.messages().await, town.to_residents());
    let team = town.team_of(&reference).await;
    let to = town.resident_of(&reference).await;
    let (path, text) = (format!("/cases/{reference}/write"), "We come & look <tomorrow>.\r\n\r\nKeep \"it\" clear.");
    let form = team.page(&format!("{path}?to={to}")).await.1;
    assert!(form.contains("value=\"preview\"") && !form.contains("value=\"send\""), "nothing goes unseen: {form}");
    let typed = [("to", to.as_str()), ("text", text), ("client_id", "0193a1f0-6c5e-7c41-9d5b-2f6f3f0a8c11")];

    let page = presses(&team, &path, "preview", &typed).await;
    for words in
        ["joan.reeve@resident.example", "By email", "in Welsh", "Ivor Pugh", "This message is to somebody else"]
    {
        assert!(page.contains(words), "{words} in {page}");
    }
    let sheets = shown(&page);
    let [sheet] = sheets.as_slice() else { panic!("one message: {sheets:?}") };
    assert_eq!((sheet.lang.as_str(), &sheet.subject), ("cy", &format!("Newyddion {reference}")));
    assert!(sheet.text.starts_with("Annwyl Joan Reeve\n\nWe come & look <tomorrow>."), "{sheet:?}");
    assert!(sheet.text.contains("Eich achos: A hole by the school"), "by the council's own text: {sheet:?}");
    let again = presses(&team, &path, "change", &typed).await;
    assert!(again.contains("We come &amp; look") && again.contains("</textarea>"), "nothing typed is lost: {again}");
    assert_eq!(town.messages().await, before, "nothing has gone");

    let asks = "query($r: String!, $to: String!, $t: String!) { messagePreview(reference: $r, to: $to, text: $t) {
        residents { name way subject text withheld } refusal { code } } }";
    let told = team.asks(asks, json!({ "r": reference, "to": to, "t": text })).await["messagePreview"].clone();
    assert_eq!(
        (&told["residents"][0]["text"], &told["residents"][0]["subject"]),
        (&json!(sheet.text), &json!(sheet.subject))
    );
    assert_eq!(told["residents"][1]["withheld"], "another");
    let empty = team.asks(asks, json!({ "r": reference, "to": to, "t": " " })).await["messagePreview"].clone();
    assert_eq!(empty, json!({ "residents": [], "refusal": { "code": "text-missing" } }));

    let seal = seal(&page).to_owned();
    let place = team.submits(&path, &[&typed[..], &[("do", "send"), ("seal", &seal)]].concat()).await;
    assert!(place.contains("done=mail-written"), "{place}");
    town.at("2026-11-17T10:00:00Z").await;
    let mails = town.to_residents();
    let [mail] = mails.as_slice() else { panic!("one mail: {mails:?}") };
    let mail = text_of(mail);
    assert!(mail.contains(&format!("Subject: {}\n", sheet.subject)), "{mail}");
    assert!(mail.contains(&format!("\n\n{}\n", sheet.text)), "what was shown: {sheet:?}\nwhat went: {mail}");
}

#[tokio::test]
async fn a_letter_is_seen_before_it_is_made_and_is_what_is_printed() {
    let town = Town::new().await;
    let reference = town.raised(&super::BY_POST).await;
    let (member, to) = (town.member().await, town.resident_of(&reference).await);
    let (path, typed) = (format!("/cases/{reference}/write"), [("to", to.as_str()), ("text", "It was filled.")]);
    let page = presses(&member, &path, "preview", &typed).await;
    assert!(page.contains("By post") && page.contains("14 Mill Lane<br>Ashcombe<br>AC1 2QD"), "{page}");
    let place = member.submits(&path, &[&typed[..], &[("do", "send"), ("seal", seal(&page))]].concat()).await;
    let seq = place.split(['=', '#']).nth(2).expect("its number");
    let pdf = member.get_request(&format!("/cases/{reference}/letters/{seq}")).send().await.expect("an answer");
    let printed = read(&pdf.bytes().await.expect("bytes"), &["-layout"]);
    let sheet = &shown(&page)[0];
    for line in [sheet.subject.as_str()].into_iter().chain(sheet.text.lines()) {
        assert!(printed.contains(line), "{line} in {printed}");
    }
}

#[tokio::test]
async fn the_outcome_is_seen_by_whoever_closes_the_case_and_is_what_each_resident_gets() {
    let mut town = Town::new().await;
    let reference = town.raised(&[&BY_EMAIL[..], &NEIGHBOUR, &AUNT].concat()).await;
    town.goes_out().await;
    town.to_residents();
    let act = |verb: &str| format!("/cases/{reference}/actions/{verb}");
    let resolve = [("text", "The hole was filled on Thursday."), ("do", "preview")];
    let place = town.team_of(&reference).await.submits(&act("resolve"), &resolve).await;
    assert!(place.contains("done=resolve"), "no resident hears of it yet, so nothing is to be seen: {place}");

    let (member, before) = (town.member().await, town.messages().await);
    let page = member.page(&format!("/cases/{reference}")).await.1;
    assert!(page.contains("name=\"do\" value=\"preview\"") && page.contains("You see first what each resident gets"));
    let version = between(&page, "name=\"version\" value=\"", "\"").to_owned();
    let typed = [("text", "Thank you all."), ("version", version.as_str())];
    let page = presses(&member, &act("confirm-resolved"), "preview", &typed).await;
    let sheets = shown(&page);
    assert_eq!(sheets.len(), 2, "{page}");
    for words in [
        "joan.reeve@resident.example",
        "16 Mill Lane",
        "Dot Amos",
        "nobody said how they may be told",
        "Thank you all.",
    ] {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(sheets.iter().all(|sheet| sheet.text.contains("The hole was filled on Thursday.")), "{sheets:?}");
    let asks = "query($r: String!) { outcomePreview(reference: $r, action: \"confirm-resolved\") {
        residents { name lang way recipient subject text withheld } refusal { code } } }";
    let told = member.asks(asks, json!({ "r": reference })).await["outcomePreview"].clone();
    assert_eq!(told["residents"][0]["text"], sheets[0].text, "R61: the same for programs");
    assert_eq!(told["residents"][1]["recipient"], json!(["Ivor Pugh", "16 Mill Lane", "Ashcombe", "AC1 2QD"]));
    assert_eq!(
        (&told["residents"][2]["way"], &told["residents"][2]["withheld"]),
        (&json!(null), &json!("not-to-be-told"))
    );
    let again = presses(&member, &act("confirm-resolved"), "change", &typed).await;
    assert!(again.contains("Thank you all."), "{again}");
    let open = "query($r: String!) { case(reference: $r) { closedAt } }";
    assert_eq!(member.asks(open, json!({ "r": reference })).await["case"]["closedAt"], json!(null));
    assert_eq!(town.messages().await, before, "nothing has gone, and the case is open");

    member.submits(&act("confirm-resolved"), &[&typed[..], &[("do", "send"), ("seal", seal(&page))]].concat()).await;
    town.at("2026-11-17T10:30:00Z").await;
    let mails = town.to_residents();
    let [mail] = mails.as_slice() else { panic!("one mail: {mails:?}") };
    let mail = text_of(mail);
    let (by_email, by_post) = (&sheets[0], &sheets[1]);
    assert!(mail.contains(&format!("Subject: {}\n", by_email.subject)), "{by_email:?} in {mail}");
    assert!(mail.contains(&format!("\n\n{}\n", by_email.text)), "{by_email:?} in {mail}");
    let letters = "SELECT count(*) FROM resident_message WHERE what = 'outcome' AND way = 'post'";
    assert_eq!(town.number(letters).await, 1);
    let letter =
        town.number("SELECT max(seq)::bigint FROM resident_message WHERE what = 'outcome' AND way = 'post'").await;
    let pdf = member.get_request(&format!("/cases/{reference}/letters/{letter}")).send().await.expect("an answer");
    let printed = read(&pdf.bytes().await.expect("bytes"), &["-layout"]);
    for line in by_post.text.lines() {
        assert!(printed.contains(line), "{line} in {printed}");
    }
    assert_eq!(town.number("SELECT count(*) FROM resident_message WHERE what = 'outcome'").await, 2, "and nobody else");
}

#[tokio::test]
async fn what_has_changed_since_it_was_seen_is_shown_again_and_does_not_go() {
    let mut town = Town::new().await;
    let reference = town.raised(&BY_EMAIL).await;
    town.goes_out().await;
    town.to_residents();
    let (team, to) = (town.team_of(&reference).await, town.resident_of(&reference).await);
    let path = format!("/cases/{reference}/write");
    let typed = [("to", to.as_str()), ("text", "We come tomorrow.")];
    let page = presses(&team, &path, "preview", &typed).await;
    town.says("progress", "en", "News", "Another text: {{ message }}").await;
    let before = town.messages().await;
    let stale = [&typed[..], &[("seal", seal(&page))]].concat();
    let writes = "mutation($r: String!, $to: String!, $s: String) {
        writeToResident(reference: $r, to: $to, text: \"We come tomorrow.\", seal: $s) { seq refusal { code } } }";
    let written = team.asks(writes, json!({ "r": reference, "to": to, "s": seal(&page) })).await;
    assert_eq!(written["writeToResident"], json!({ "seq": null, "refusal": { "code": "changed" } }), "R61");
    let again = presses(&team, &path, "send", &stale).await;
    assert!(
        again.contains("Something has changed since you saw it") && again.contains("Another text: We come"),
        "{again}"
    );
    assert_eq!(town.messages().await, before, "nothing has gone");
    team.submits(&path, &[&typed[..], &[("do", "send"), ("seal", seal(&again))]].concat()).await;
    assert_eq!(town.messages().await, before + 1);
    let asks = "query($r: String!, $to: String!) {
        messagePreview(reference: $r, to: $to, text: \"We come tomorrow.\") { seal } }";
    let seen = team.asks(asks, json!({ "r": reference, "to": to })).await["messagePreview"]["seal"].clone();
    assert_eq!(seen, seal(&again), "the same for programs");
    let written = team.asks(writes, json!({ "r": reference, "to": to, "s": seen })).await;
    assert_eq!(written["writeToResident"]["refusal"], json!(null));
    assert_eq!(town.messages().await, before + 2);

    town.team_of(&reference)
        .await
        .submits(&format!("/cases/{reference}/actions/resolve"), &[("text", "Filled.")])
        .await;
    let (member, path) = (town.member().await, format!("/cases/{reference}/actions/confirm-resolved"));
    let page = presses(&member, &path, "preview", &[("text", "")]).await;
    town.says("outcome", "en", "The end", "It ended so: {{ answer }}").await;
    let again = presses(&member, &path, "send", &[("text", ""), ("seal", seal(&page))]).await;
    assert!(again.contains("Something has changed") && again.contains("It ended so: Filled."), "{again}");
    let open = "query($r: String!) { case(reference: $r) { closedAt } }";
    assert_eq!(member.asks(open, json!({ "r": reference })).await["case"]["closedAt"], json!(null));
}

#[tokio::test]
async fn where_no_resident_hears_of_the_end_it_takes_no_second_step() {
    let town = Town::new().await;
    for fields in [
        but(&BY_EMAIL, "reply_route", "through-me"),
        but(&BY_EMAIL, "reply_route", "confidential"),
        but(&BY_EMAIL, "people.0.tell", ""),
    ] {
        let reference = town.raised(&fields).await;
        let act = |verb: &str| format!("/cases/{reference}/actions/{verb}");
        town.team_of(&reference).await.submits(&act("resolve"), &[("text", "Filled.")]).await;
        let page = town.member().await.page(&format!("/cases/{reference}")).await.1;
        assert!(!page.contains("value=\"preview\"") && !page.contains("You see first"), "{page}");
        town.member().await.submits(&act("confirm-resolved"), &[("text", ""), ("do", "preview")]).await;
    }
}

#[tokio::test]
async fn an_outcome_for_all_is_seen_first_without_a_word_of_cases_that_its_sender_does_not_see() {
    let mut town = Town::new().await;
    let first = town.raised(&BY_EMAIL).await;
    let second = town.raised(&but(&BY_EMAIL, "people.0.name", "Peter Brand")).await;
    let hidden = [&but(&BY_EMAIL, "people.0.name", "Vera Secret")[..], &[("service", "")]].concat();
    let third = town.member().await.raises(&hidden).await;
    town.goes_out().await;
    town.to_residents();
    let merge = "mutation($r: String!, $o: String!) {
        connectCases(reference: $r, other: $o, relation: \"merged-into\") { refusal { code } } }";
    for follower in [&second, &third] {
        let merged = town.desk().await.asks(merge, json!({ "r": follower, "o": first })).await;
        assert_eq!(merged["connectCases"]["refusal"], json!(null), "{merged}");
    }
    let team = town.team_of(&first).await;
    assert_eq!(team.page(&format!("/cases/{third}")).await.0, StatusCode::NOT_FOUND, "not a case of theirs");
    let (path, typed) = (format!("/cases/{first}/outcome"), [("text", "The whole road gets a new surface.")]);
    let before = town.messages().await;
    let page = presses(&team, &path, "preview", &typed).await;
    let sheets = shown(&page);
    let [sheet] = sheets.as_slice() else { panic!("one message: {page}") };
    assert!(page.contains("Peter Brand") && page.contains(&second) && sheet.text.contains("a new surface"), "{page}");
    assert!(page.contains("One resident of a case that you do not see gets it, too."), "{page}");
    assert!(!page.contains("Vera Secret") && !page.contains(&third), "{page}");
    let asks = "query($r: String!, $t: String!) { followersPreview(reference: $r, text: $t) {
        residents { reference name text } unseen refusal { code } } }";
    let told = team.asks(asks, json!({ "r": first, "t": typed[0].1 })).await["followersPreview"].clone();
    let peter = json!({ "reference": second, "name": "Peter Brand", "text": sheet.text });
    assert_eq!(told, json!({ "residents": [peter], "unseen": 1, "refusal": null }), "R61: the same for programs");
    let empty = team.asks(asks, json!({ "r": first, "t": " " })).await["followersPreview"].clone();
    assert_eq!(empty, json!({ "residents": [], "unseen": 0, "refusal": { "code": "text-missing" } }));
    assert_eq!(town.messages().await, before);

    team.submits(&path, &[&typed[..], &[("do", "send"), ("seal", seal(&page))]].concat()).await;
    town.at("2026-11-17T10:30:00Z").await;
    let mails: Vec<String> = town.to_residents().iter().map(text_of).collect();
    assert_eq!(mails.len(), 2, "{mails:?}");
    assert!(mails.iter().any(|mail| mail.contains(&format!("\n\n{}\n", sheet.text))), "{sheet:?} in {mails:?}");
}

#[tokio::test]
async fn a_message_whose_author_was_signed_out_is_shown_before_it_is_sent() {
    let town = Town::new().await;
    let reference = town.raised(&BY_EMAIL).await;
    let (member, to) = (town.member().await, town.resident_of(&reference).await);
    town.app.clock.advance(chrono::TimeDelta::hours(13));
    let path = format!("/cases/{reference}/write");
    let lost = member.post_form(&path, &[("to", &to), ("text", "We come tomorrow."), ("do", "preview")]).await;
    let again = member.signs_in_again(lost).await;
    let page = member.sends_again(&again).await.text().await.expect("text");
    assert!(page.contains("We come tomorrow.") && page.contains("joan.reeve@resident.example"), "{page}");
    assert!(page.contains("name=\"seal\""), "shown, and not yet sent: {page}");
}
