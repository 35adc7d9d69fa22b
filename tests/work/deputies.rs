//! Who stands in for somebody who is away (issue 3, point 9).

use casework::people::Role;
use reqwest::StatusCode;
use server::tenancy::Acting;

use super::mail::office_with;
use super::{Office, by_mail};
use crate::support::{MailServer, Person};

impl Office {
    /// Another councillor: of the same ward as the one who raised the case, or of another.
    async fn colleague(&self, same_ward: bool) -> Person {
        let key = self.councillor().await.key;
        let people = &self.council.manifest.people;
        let wards = &people.iter().find(|person| person.key == key).expect("the councillor").wards;
        let other = |person: &casework::manifest::PersonDef| person.key != key && (person.wards == *wards) == same_ward;
        self.app.somebody(&self.council, Role::Councillor, other).await
    }

    async fn id(&self, key: &str) -> String {
        let people = self.app.instance.app.identity.people(&self.council).await.expect("people");
        people.iter().find(|person| person.key == key).expect("a person").id.to_string()
    }

    fn name(&self, key: &str) -> &str {
        &self.council.manifest.people.iter().find(|person| person.key == key).expect("a person").name
    }

    async fn away(&self, who: &Person, from: &str, until: &str, deputy: &Person) {
        let deputy = self.id(&deputy.key).await;
        who.submits("/notices/away", &[("from", from), ("until", until), ("deputy", &deputy)]).await;
    }
}

#[tokio::test]
async fn what_waits_for_somebody_who_is_away_is_told_to_both_until_it_ends_by_itself() {
    let mut office = Office::with_a_case().await;
    let (councillor, deputy) = (office.councillor().await, office.colleague(true).await);
    office.away(&councillor, "2026-11-18", "2026-11-25", &deputy).await;
    let page = deputy.page("/notices/away").await.1;
    let (name, deputy_name) = (office.name(&councillor.key).to_owned(), office.name(&deputy.key).to_owned());
    assert!(page.contains(&format!("You will stand in for {name} from Wednesday 18 November 2026 until")), "{page}");
    office.acts(&office.team().await, "record-progress", "Not yet.").await;
    office.at("2026-11-18T09:00:00Z").await;
    assert!(!office.colleague(true).await.page("/notices").await.1.contains("Progress"), "news waits for nobody");

    office.acts(&office.team().await, "request-information", "Which side of the road?").await;
    office.at("2026-11-18T10:00:00Z").await;
    let page = office.colleague(true).await.page("/notices").await.1;
    assert!(page.contains("asks for information") && page.contains(&format!("For {name}")), "{page}");
    assert!(page.contains(&format!("/cases/{}?notice=read", office.reference)), "a case that they may see anyway");
    assert!(
        page.contains("It began on Wednesday 18 November 2026 and ends after Wednesday 25 November 2026"),
        "{page}"
    );
    assert!(
        office.councillor().await.page("/notices").await.1.contains("asks for information"),
        "the person is told, too"
    );
    // Ten working days from Wednesday, with a reminder half way.
    office.at("2026-11-25T09:00:00Z").await;
    assert!(
        office.colleague(true).await.page("/notices").await.1.contains("A reminder was sent"),
        "and so are both of reminders"
    );

    let case = office.team().await.page(&format!("/cases/{}", office.reference)).await.1;
    let away = format!("{name} is away until Wednesday 25 November 2026. {deputy_name} stands in.");
    assert!(case.contains(&away), "{case}");
    let before = office.notices("information-requested").await;
    office.at("2026-11-26T09:00:00Z").await;
    let case = office.team().await.page(&format!("/cases/{}", office.reference)).await.1;
    assert!(!case.contains("is away until"));
    assert!(!office.colleague(true).await.page("/notices").await.1.contains("You are standing in"));
    office.acts(&office.councillor().await, "provide-information", "The left one.").await;
    office.acts(&office.team().await, "request-information", "How far from the kerb?").await;
    office.at("2026-11-26T10:00:00Z").await;
    assert_eq!(office.notices("information-requested").await, before + 1, "the person alone");
}

#[tokio::test]
async fn a_deputy_who_may_not_see_a_case_hears_that_something_waits_and_nothing_of_it() {
    let server = MailServer::start("nobody-is-refused");
    let mut office = office_with(&server).await;
    let (councillor, deputy) = (office.councillor().await, office.colleague(false).await);
    office.away(&councillor, "2026-11-17", "2026-11-25", &deputy).await;
    office.at("2026-11-17T10:00:00Z").await;
    office.at("2026-11-17T10:20:00Z").await;
    server.taken();
    office.acts(&office.team().await, "request-information", "Which side of the road?").await;
    office.at("2026-11-17T11:00:00Z").await;

    let deputy = office.colleague(false).await;
    let page = deputy.page("/notices").await.1;
    let told = format!("A case of {} waits for an answer", office.name(&councillor.key));
    assert!(page.contains(&told), "{page}");
    assert!(
        !page.contains(&office.reference) && !page.contains("hole by the school") && !page.contains("asks for"),
        "{page}"
    );
    assert_eq!(
        deputy.page(&format!("/cases/{}", office.reference)).await.0,
        StatusCode::NOT_FOUND,
        "no right came with it"
    );
    let cases = "SELECT count(*) FROM cases";
    assert_eq!(office.app.counted_by(&office.council, &deputy.key, cases).await, 0);
    let named = "SELECT count(*) FROM notice WHERE case_id IS NOT NULL OR seq IS NOT NULL OR kind <> 'unseen'";
    assert_eq!(office.app.counted_by(&office.council, &deputy.key, named).await, 0, "nor does the row name it");

    let mails = by_mail(&office, &server.taken(), &deputy.key);
    let [mail] = mails.as_slice() else { panic!("one mail: {mails:?}") };
    let text = mail["text"].as_str().expect("text");
    assert!(text.contains(&told) && text.contains("/notices"), "{text}");
    assert!(!text.contains(&office.reference) && !text.contains("asks for"), "{text}");
    deputy.submits("/notices/read", &[]).await;
    assert!(!deputy.page("/notices").await.1.contains("Mark all as read"), "it can be marked as read");
}

#[tokio::test]
async fn an_officer_of_the_same_group_stands_in_and_is_told_once() {
    let mut office = Office::with_a_case().await;
    let away = office.team().await;
    let (app, council, team) = (&office.app, office.council.clone(), office.team.clone());
    // Somebody else joins the team, so that it has two.
    let other = app.somebody(&council, Role::TeamMember, |person| !person.groups.contains(&team)).await;
    let joins = format!(
        "UPDATE person SET group_ids = group_ids || (SELECT id FROM work_group WHERE key = '{team}') WHERE key = '{}'",
        other.key
    );
    app.database.all_seeing().await.run(&council.schema, &joins).await;
    let other = app.sign_in(&council, &other.key).await;
    office.away(&away, "2026-11-17", "2026-11-20", &other).await;
    office.at("2026-11-17T10:00:00Z").await;
    let sql =
        format!("SELECT count(*) FROM notice n JOIN person p ON p.id = n.person_id WHERE p.key = '{}'", other.key);
    let all = office.app.database.all_seeing().await;
    assert_eq!(all.number(&council.schema, &sql).await, 1, "in the group's name, and not for the other as well");
}

#[tokio::test]
async fn the_page_refuses_what_cannot_be_and_keeps_what_was_typed() {
    let office = Office::with_a_case().await;
    let (councillor, colleague) = (office.councillor().await, office.colleague(true).await);
    let id = office.id(&colleague.key).await;
    let officer = office.id(&office.team().await.key).await;
    let page = councillor.page("/notices/away").await.1;
    assert!(page.contains(&id) && !page.contains(&officer), "a team member cannot stand in for a councillor");

    let tries = [
        (["", "2026-11-20", &id], "Choose the first day"),
        (["2026-11-20", "soon", &id], "Write a day such as"),
        (["2026-11-20", "2026-11-19", &id], "must not be before"),
        (["2026-11-10", "2026-11-16", &id], "This day is over"),
        (["2026-11-18", "2028-11-20", &id], "within a year"),
        (["2026-11-18", "2026-11-20", ""], "Choose who stands in"),
        (["2026-11-18", "2026-11-20", &officer], "Choose somebody from the list"),
    ];
    for ([from, until, deputy], why) in tries {
        let fields = [("from", from), ("until", until), ("deputy", deputy)];
        let refused = councillor.post_form("/notices/away", &fields).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{why}");
        let page = refused.text().await.expect("text");
        assert!(page.contains(why), "{why}: {page}");
        assert!(until.is_empty() || page.contains(&format!("value=\"{until}\"")), "{until} is kept");
    }
    office.away(&colleague, "2026-11-20", "2026-11-23", &councillor).await;
    let fields = [("from", "2026-11-18"), ("until", "2026-11-20"), ("deputy", id.as_str())];
    let page = councillor.post_form("/notices/away", &fields).await.text().await.expect("text");
    assert!(page.contains("away at that time, too"), "{page}");
}

#[tokio::test]
async fn an_absence_is_ones_own_and_stays_in_the_record() {
    let office = Office::with_a_case().await;
    let (councillor, colleague) = (office.councillor().await, office.colleague(true).await);
    office.away(&councillor, "2026-11-17", "2026-11-18", &colleague).await;
    office.away(&councillor, "2026-11-17", "2026-11-20", &colleague).await;
    assert!(councillor.page("/notices/away").await.1.contains("You are away until Friday 20 November 2026"));

    let people = office.app.instance.app.identity.people(&office.council).await.expect("people");
    let find = |key: &str| people.iter().find(|person| person.key == key).expect("a person");
    let (database, schema) = (&office.app.instance.app.database, &office.council.schema);
    let tx = database.begin(schema, Acting::Person(&find(&colleague.key).actor)).await.expect("a scope");
    assert_eq!(tx.run("UPDATE absence SET ended_at = now()", vec![]).await.expect("an update"), 0, "of another");
    assert_eq!(tx.run("DELETE FROM absence", vec![]).await.expect("a delete"), 0, "nobody takes it out");
    let say = "INSERT INTO absence (id, person_id, deputy_id, from_on, until_on, said_at)
               VALUES (gen_random_uuid(), $1, $2, '2026-12-01', '2026-12-02', now())";
    let ids = |one: &str, other: &str| vec![find(one).id.as_uuid().into(), find(other).id.as_uuid().into()];
    let desk = office.desk().await.key;
    assert!(tx.run(say, ids(&desk, &colleague.key)).await.is_err(), "nobody sends another away");

    councillor.submits("/notices/away/end", &[]).await;
    assert!(!councillor.page("/notices/away").await.1.contains("You are away"));
    let all = office.app.database.all_seeing().await;
    let kept = "SELECT count(*) FROM absence WHERE ended_at IS NOT NULL";
    assert_eq!(all.number(schema, kept).await, 2, "both were said, and both ended");
}

#[tokio::test]
async fn whoever_passes_a_case_on_sees_who_is_away_in_a_team() {
    let office = Office::of_desk().await;
    let team = office.team().await;
    let other = office.app.somebody(&office.council, Role::TeamMember, |person| person.key != team.key).await;
    let (away, deputy) = (office.id(&team.key).await, office.id(&other.key).await);
    let uuid = |id: &str| id.trim_start_matches("person_").to_owned();
    let all = office.app.database.all_seeing().await;
    let says = format!(
        "INSERT INTO absence (id, person_id, deputy_id, from_on, until_on, said_at)
         VALUES (gen_random_uuid(), '{}', '{}', '2026-11-16', '2026-11-20', now())",
        uuid(&away),
        uuid(&deputy)
    );
    all.run(&office.council.schema, &says).await;
    let page = office.desk().await.page(&format!("/cases/{}", office.reference)).await.1;
    let told = format!("({} away until Friday 20 November 2026)", office.name(&team.key));
    assert!(page.contains(&told), "{page}");
}
