use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::json;

use super::Desk;
use crate::support::Person;

const SEAT: &str = "ward-facts/ward-facts-plain";
const FACTS: &str = "SELECT count(*) FROM feed_item";

fn table(desk: &Desk, rows: usize) -> String {
    let wards = desk.council.manifest.wards.iter().take(rows);
    let rows =
        wards.map(|ward| format!("{},residents,Residents,Trigolion,12034,count,2021,Census 2021,2021\n", ward.gss));
    format!("ward,statistic,label,label_cy,value,unit,period,source,boundary_year\n{}", rows.collect::<String>())
}

#[tokio::test]
async fn a_file_that_an_admin_gives_is_read_at_once() {
    let desk = Desk::open().await;
    desk.sets_up("ward-facts", "ward-facts-plain", &[]).await;
    let path = format!("/plugins/{SEAT}/file");
    let given = async |name, content: &str| desk.admin.post_files(&path, &[], &[(name, content.as_bytes())]).await;
    let sent = given("figures.csv", &table(&desk, 3)).await;
    assert_eq!(sent.status(), StatusCode::SEE_OTHER, "{}", sent.text().await.expect("a page"));
    assert_eq!(desk.count(FACTS).await, 3);

    // The same again changes nothing; one that has less lets go what is not in it; a broken one lets go nothing.
    given("figures.csv", &table(&desk, 3)).await;
    assert_eq!(desk.count(FACTS).await, 3);
    given("figures.csv", &table(&desk, 2)).await;
    assert_eq!(desk.count(FACTS).await, 2);
    let broken = given("figures.csv", "nothing of the kind\n1,2,3\n").await;
    assert_eq!(broken.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = broken.text().await.expect("a page");
    assert!(page.contains("The file was not read"), "{page}");
    assert_eq!(desk.count(FACTS).await, 2);
    assert_eq!(given("empty.csv", "").await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    // The worker finds that it cannot be asked, and keeps what was given.
    desk.works().await;
    desk.works().await;
    assert_eq!(desk.count(FACTS).await, 2);
    assert_eq!(desk.count("SELECT count(*) FROM feed WHERE next_at IS NULL AND failure IS NULL").await, 1);
}

#[tokio::test]
async fn a_secret_is_sealed_and_never_shown_again() {
    let desk = Desk::open().await;
    let from = [("from", "shipped:notify-govuk")];
    let setup = desk.admin.submits("/plugins/notification-channel/begin", &from).await;
    let secret = "key-0123456789-of-the-council";
    let version = desk.version(&setup).await;
    let id = "00000000-0000-4000-8000-000000000001";
    let fields = [
        ("version", version.as_str()),
        ("do", "save"),
        ("service_id", id),
        ("templates.email", id),
        ("secret.api-key", secret),
    ];
    let saved = desk.admin.post_form(&setup, &fields).await;
    assert!(saved.status().is_redirection(), "{}", saved.text().await.expect("a page"));
    let page = desk.admin.page(&setup).await.1;
    assert!(page.contains("Filled in by") && !page.contains(secret), "{page}");
    let stored = desk.text("SELECT encode(sealed, 'escape') FROM plugin_secret").await;
    assert!(!stored.contains(secret), "{stored}");

    // Left empty, it stays; ticked, it is taken out.
    let again = async |extra: &[(&str, &str)]| {
        let version = desk.version(&setup).await;
        let mut fields =
            vec![("version", version.as_str()), ("do", "save"), ("service_id", id), ("templates.email", id)];
        fields.extend_from_slice(extra);
        desk.admin.post_form(&setup, &fields).await;
        desk.count("SELECT count(*) FROM plugin_secret WHERE sealed IS NOT NULL").await
    };
    assert_eq!(again(&[]).await, 1);
    assert_eq!(again(&[("unset.api-key", "yes")]).await, 0);
    let councillor = desk.app.somebody(&desk.council, casework::people::Role::Councillor, |_| true).await;
    let counted = desk.app.counted_by(&desk.council, &councillor.key, "SELECT count(*) FROM plugin_secret").await;
    assert_eq!(counted, 0);
}

#[tokio::test]
async fn a_list_of_people_is_read_or_pushed_and_never_both() {
    let desk = Desk::open().await;
    let made = desk.admin.post_form("/people/push", &[("do", "make")]).await.text().await.expect("a page");
    let (_, after) = made.split_once("id=\"token\"").expect("the token is told");
    let token = after.split_once('>').expect("its start").1.split('<').next().expect("its end");
    let directory =
        Person::stranger(desk.app.address, &format!("{}.localhost", desk.council.manifest.slug), "directory");
    let sends = async |name: &str| {
        let user = json!({ "userName": name });
        let request = directory.post_request("/scim/v2/Users").header("authorization", format!("Bearer {token}"));
        request.json(&user).send().await.expect("an answer")
    };
    assert_eq!(sends("one").await.status(), StatusCode::CREATED);

    desk.sets_up("people-feed", "people-csv", &[("columns.key", "id"), ("columns.name", "name")]).await;
    let refused = sends("two").await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    assert!(refused.text().await.expect("words").contains("A plugin reads this council's list"));
    assert_eq!(desk.admin.post_form("/people/push", &[("do", "make")]).await.status(), StatusCode::CONFLICT);
    let page = desk.admin.page("/people").await.1;
    assert!(
        page.contains("It is read by “People from an HR file”")
            && page.contains("nothing that a directory sends is taken"),
        "{page}"
    );
    desk.later(TimeDelta::minutes(1)).await;
    assert_eq!(desk.count("SELECT count(*) FROM people_record").await, 0, "nor is what it sent before");

    desk.admin.submits("/plugins/people-feed/people-csv/off", &[("reason", "The directory sends it now")]).await;
    assert_eq!(sends("three").await.status(), StatusCode::CREATED);
    desk.later(TimeDelta::minutes(1)).await;
    assert_eq!(desk.count("SELECT count(*) FROM people_record WHERE seat = 'people-push/scim'").await, 2);
}
