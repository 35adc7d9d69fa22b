//! Attempts to read more in a guest's scope than the link is for. The pages are not asked: this is what the database gives out.

use std::collections::BTreeSet;

use casework::people::Role;
use chrono::TimeDelta;
use sea_orm::{DbErr, FromQueryResult};
use server::guests::{LinkHash, read_token};
use server::tenancy::{Acting, Council};

use super::{guest, link_for, link_outside, raised, residents};
use crate::support::TestApp;

#[derive(FromQueryResult)]
struct Row {
    text: String,
}

/// Every row of a statement as text, in the scope of whoever has this link.
async fn read(app: &TestApp, council: &Council, link: &LinkHash, sql: String) -> Result<Vec<String>, DbErr> {
    let at = app.instance.app.clock.now();
    let tx = app.instance.app.database.begin(&council.schema, Acting::Guest { link, at }).await?;
    Ok(tx.all::<Row>(String::leak(sql), vec![]).await?.into_iter().map(|row| row.text).collect())
}

fn hash(path: &str) -> LinkHash {
    read_token(path.trim_start_matches("/g/")).expect("a token")
}

const DOORS: [&str; 4] = ["guest_question", "guest_case", "guest_told", "guest_copy"];

#[tokio::test]
async fn a_guests_scope_opens_four_views_and_nothing_else() {
    let app = TestApp::start().await;
    let (council, elsewhere) = (app.council("five_stages"), app.council("enquiry_route"));
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = raised(&member, &["Joan Reeve"]).await;
    let resident = hash(&link_for(&member, &reference, &residents(&member, &reference).await[0]).await);
    let outsider = hash(&link_outside(&member, &reference, &[]).await);
    let all = app.database.all_seeing().await;
    let columns = all.columns_of(council.schema.as_str()).await;
    let mut tables: BTreeSet<String> =
        columns.iter().filter_map(|column| column.split('.').next()).map(str::to_owned).collect();
    tables.insert("case_number".to_owned());
    tables.insert("seaql_migrations".to_owned());
    assert!(tables.len() > 20 && DOORS.iter().all(|door| tables.contains(*door)), "{tables:?}");
    for link in [&resident, &outsider] {
        for table in &tables {
            let read = read(&app, &council, link, format!("SELECT count(*)::text AS text FROM {table}")).await;
            match DOORS.contains(&table.as_str()) {
                true => drop(read.unwrap_or_else(|error| panic!("{table}: {error}"))),
                false => {
                    let error = read.expect_err(table).to_string();
                    assert!(error.contains("permission denied"), "{table}: {error}");
                }
            }
            for change in [format!("DELETE FROM {table}"), format!("INSERT INTO {table} DEFAULT VALUES")] {
                let at = app.instance.app.clock.now();
                let acting = Acting::Guest { link, at };
                let tx = app.instance.app.database.begin(&council.schema, acting).await.expect("a scope");
                let error = tx.run(String::leak(change), vec![]).await.expect_err(table).to_string();
                assert!(error.contains("permission denied") || error.contains("cannot"), "{table}: {error}");
            }
        }
        for other in DOORS {
            let qualified = format!("SELECT t::text AS text FROM {}.{other} t", elsewhere.schema);
            let error = read(&app, &council, link, qualified).await.expect_err("another council's").to_string();
            assert!(error.contains("permission denied for schema"), "{error}");
        }
    }
}

#[tokio::test]
async fn each_link_gives_out_its_own_rows_while_it_is_open() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = raised(&member, &["Joan Reeve", "Ada Other"]).await;
    let other = raised(&member, &["Nora Never"]).await;
    let [joan, ada] = <[String; 2]>::try_from(residents(&member, &reference).await).expect("two residents");
    let letter = format!("/cases/{reference}/write");
    member.submits(&letter, &[("to", &joan), ("text", "To Joan alone")]).await;
    member.submits(&letter, &[("to", &ada), ("text", "To Ada alone")]).await;
    member.submits(&format!("/cases/{reference}/notes"), &[("text", "A note"), ("audience", "case")]).await;
    let link = link_for(&member, &reference, &joan).await;
    let ada_link = link_for(&member, &reference, &ada).await;
    guest(&app, &council).submits(&format!("{ada_link}/words"), &[("text", "Said by Ada")]).await;
    let question = hash(&link_outside(&member, &reference, &[]).await);
    let resident = hash(&link);
    let seen = async |link: &LinkHash| {
        let mut seen = Vec::new();
        for door in DOORS {
            seen.push(read(&app, &council, link, format!("SELECT t::text AS text FROM {door} t")).await.expect("rows"));
        }
        <[Vec<String>; 4]>::try_from(seen).expect("four")
    };
    let [questions, cases, told, copies] = seen(&resident).await;
    assert!(
        questions.is_empty() && copies.is_empty() && cases.len() == 1 && cases[0].contains(&reference),
        "{cases:?}"
    );
    assert!(!cases[0].contains(&other) && !cases[0].contains("wall"), "{cases:?}");
    assert!(told.len() == 1 && told[0].contains("To Joan alone"), "{told:?}");
    let [questions, cases, told, copies] = seen(&question).await;
    assert!(questions.len() == 1 && cases.is_empty() && told.is_empty() && copies.is_empty());
    assert!(!questions[0].contains("wall that leans") && !questions[0].contains("chapel"), "{questions:?}");
    assert_eq!(seen(&[0; 32]).await, [const { Vec::<String>::new() }; 4], "an unknown link");

    // Nobody but a guest has a use for these doors: the council's own scope cannot open them, not even to write through them.
    let tx = app.instance.app.database.begin(&council.schema, Acting::System).await.expect("a scope");
    let error = tx.run("UPDATE guest_own SET question = 'x'", vec![]).await.expect_err("refused").to_string();
    assert!(error.contains("permission denied"), "{error}");

    app.clock.advance(TimeDelta::days(14));
    assert!(seen(&question).await.iter().all(Vec::is_empty), "it ran out");
    assert_eq!(seen(&resident).await[1].len(), 1);
    let page = member.page(&format!("/cases/{reference}")).await;
    assert_eq!(page.0, reqwest::StatusCode::SEE_OTHER, "the session ended meanwhile");
    let member = app.sign_in(&council, &member.key).await;
    let page = member.page(&format!("/cases/{reference}")).await.1;
    let ids: Vec<&str> =
        page.split("name=\"link\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    for id in ids {
        member.submits(&format!("/cases/{reference}/guests/take-back"), &[("link", id)]).await;
    }
    assert!(seen(&resident).await.iter().all(Vec::is_empty), "it was taken back");
}
