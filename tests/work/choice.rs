//! How each person wants to be told (issue 3, point 9).

use casework::people::Role;
use reqwest::StatusCode;
use server::tenancy::Acting;

use super::mail::office_with;
use super::{Office, by_mail};
use crate::support::MailServer;

const HERE: [(&str, &str); 3] = [("waiting", "here"), ("own", "here"), ("colleagues", "not")];

#[tokio::test]
async fn a_person_chooses_on_a_page_and_the_choice_stays() {
    let office = Office::with_a_case().await;
    let councillor = office.councillor().await;
    let chosen = |page: &str, topic: &str, how: &str| {
        let radio = page
            .split("<input")
            .find(|tag| tag.contains(&format!("name=\"{topic}\"")) && tag.contains(&format!("value=\"{how}\"")));
        radio
            .unwrap_or_else(|| panic!("{topic} has no {how}: {page}"))
            .split('>')
            .next()
            .expect("a tag")
            .contains("checked")
    };
    let before = councillor.page("/notices/choice").await.1;
    assert!(
        chosen(&before, "waiting", "at-once") && chosen(&before, "own", "at-once"),
        "as it was before there was a choice"
    );
    assert!(chosen(&before, "colleagues", "not"));
    assert!(!before.contains("News for your team"), "a councillor has none");

    for missing in [("waiting", "not"), ("waiting", ""), ("own", "loudly")] {
        let fields = [("waiting", "daily"), ("own", "daily"), ("colleagues", "not"), missing];
        let refused = councillor.post_form("/notices/choice", &fields).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{missing:?}");
        let page = refused.text().await.expect("text");
        assert!(page.contains("Choose how you are told of"), "{page}");
    }
    let after =
        councillor.submits("/notices/choice", &[("waiting", "daily"), ("own", "here"), ("colleagues", "daily")]).await;
    let page = councillor.page(&after).await.1;
    assert!(page.contains("It is saved") && chosen(&page, "waiting", "daily") && chosen(&page, "own", "here"));

    let officer = office.team().await.page("/notices/choice").await.1;
    assert!(officer.contains("News for your team") && !officer.contains("ward colleagues"), "an officer has no ward");
    assert!(officer.contains("/notices/away"), "and the menu leads to both pages");
}

#[tokio::test]
async fn whoever_wants_no_mail_is_told_in_the_list_and_nothing_urgent_is_lost() {
    let server = MailServer::start("nobody-is-refused");
    let mut office = office_with(&server).await;
    for person in [office.councillor().await, office.team().await] {
        let team = [("waiting", "here"), ("team", "here")];
        let fields = if person.key == office.councillor().await.key { HERE.to_vec() } else { team.to_vec() };
        person.submits("/notices/choice", &fields).await;
    }
    office.at("2026-11-17T10:00:00Z").await;
    let team = office.team().await;
    office.acts(&team, "request-information", "Which side of the road?").await;
    office.at("2026-11-17T11:00:00Z").await;
    let councillor = office.councillor().await;
    assert!(councillor.page("/notices").await.1.contains("asks for information"), "it is in the list");
    office.acts(&councillor, "provide-information", "The left one.").await;
    // The time the question took is added to what was left.
    office.at("2026-12-15T08:40:00Z").await;
    assert_eq!(office.events("breached").await, 1);
    assert!(office.team().await.page("/notices").await.1.contains("The answer is overdue"), "who must act is told");
    let mails = server.taken();
    let to = |key: &str| by_mail(&office, &mails, key).len();
    assert_eq!((to(&councillor.key), to(&team.key)), (0, 0), "{mails:?}");
    assert!(to(&office.desk().await.key) > 0, "everybody else gets mail as before");
}

#[tokio::test]
async fn nobody_reads_or_changes_the_choice_of_another() {
    let office = Office::with_a_case().await;
    let councillor = office.councillor().await;
    councillor.submits("/notices/choice", &HERE).await;
    let other = office.app.somebody(&office.council, Role::Councillor, |person| person.key != councillor.key).await;
    let all = "SELECT count(*) FROM telling_choice";
    assert_eq!(office.app.counted_by(&office.council, &councillor.key, all).await, 1);
    assert_eq!(office.app.counted_by(&office.council, &other.key, all).await, 0, "the database keeps it");

    let people = office.app.instance.app.identity.people(&office.council).await.expect("people");
    let find = |key: &str| people.iter().find(|person| person.key == key).expect("a person");
    let (database, schema) = (&office.app.instance.app.database, &office.council.schema);
    let tx = database.begin(schema, Acting::Person(&find(&other.key).actor)).await.expect("a scope");
    let changed = tx.run("UPDATE telling_choice SET waiting = 'daily'", vec![]).await.expect("an update");
    assert_eq!(changed, 0);
    let insert = "INSERT INTO telling_choice (person_id, waiting, own, team, colleagues, changed_at)
                  VALUES ($1, 'here', 'here', 'here', 'here', now())";
    let desk = office.desk().await.key;
    assert!(tx.run(insert, vec![find(&desk).id.as_uuid().into()]).await.is_err(), "nobody chooses for another");
}

#[tokio::test]
async fn a_colleague_in_the_ward_hears_of_new_cases_only_when_they_ask_and_may_see_them() {
    let mut office = Office::with_a_case().await;
    let councillor = office.councillor().await;
    let ward =
        office.council.manifest.people.iter().find(|person| person.key == councillor.key).expect("them").wards.clone();
    let (app, council, key) = (&office.app, office.council.clone(), councillor.key.clone());
    let colleague = app.somebody(&council, Role::Councillor, |person| person.key != key && person.wards == ward).await;
    office.at("2026-11-17T10:00:00Z").await;
    assert!(!colleague.page("/notices").await.1.contains(&office.reference), "nobody asked");

    let ask = [("waiting", "at-once"), ("own", "at-once"), ("colleagues", "here")];
    colleague.submits("/notices/choice", &ask).await;
    let ward = ("ward", ward[0].as_str());
    let shared = councillor.raises(&[("summary", "The bench is broken"), ward]).await;
    let fields = [("summary", "A private matter"), ward, ("people.0.name", "Joan Reeve"), ("people.0.consent", "no")];
    let private = councillor.raises(&fields).await;
    office.at("2026-11-17T10:30:00Z").await;
    let page = colleague.page("/notices").await.1;
    assert!(page.contains(&shared) && !page.contains(&private), "{page}");
    let own =
        "SELECT count(*) FROM notice n JOIN person p ON p.id = n.person_id WHERE n.topic = 'colleagues' AND p.key = '";
    let own = format!("{own}{}'", councillor.key);
    let all = office.app.database.all_seeing().await;
    assert_eq!(all.number(&office.council.schema, &own).await, 0, "whoever raised it is no colleague of themselves");
}
