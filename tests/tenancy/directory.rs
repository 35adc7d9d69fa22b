//! Host names, suspension, and councils that change while the program runs.

use casework::manifest::Manifest;
use reqwest::StatusCode;
use server::ambient::Ids;
use server::tenancy::apply::{Applied, ApplyError, apply, read_folder};
use server::tenancy::provision::Owner;

use crate::support::{Person, TestApp, a_tuesday, council_with, root};

fn manifest_of(character: &str) -> Manifest {
    let folder = root().join("tenants").join(council_with(character));
    let mut manifest = Manifest::from_files(&read_folder(&folder).expect("a folder")).expect("a council in order");
    // As the councils of the tests are.
    manifest.plugins.integrations.clear();
    manifest
}

#[tokio::test]
async fn an_unknown_host_gets_a_page_that_says_so() {
    let app = TestApp::start().await;
    let stranger = Person::stranger(app.address, "nowhere.localhost", "stranger");
    let (status, page) = stranger.page("/").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(page.contains("nowhere.localhost"), "{page}");
}

#[tokio::test]
async fn a_suspended_councils_people_are_told_and_others_are_not_touched() {
    let app = TestApp::start().await;
    let (here, there) = (app.council("five_stages"), app.council("enquiry_route"));
    let owner = Owner::connect(&app.database.owner_url()).await.expect("the owner");
    owner.set_suspended(&here.manifest.slug, true, a_tuesday()).await.expect("suspended");
    app.instance.app.directory.refresh().await.expect("refreshed");

    let host = |slug: &str| Person::stranger(app.address, &format!("{slug}.localhost"), "stranger");
    assert_eq!(host(&here.manifest.slug).page("/sign-in").await.0, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(host(&there.manifest.slug).page("/sign-in").await.0, StatusCode::OK);

    owner.set_suspended(&here.manifest.slug, false, a_tuesday()).await.expect("resumed");
    app.instance.app.directory.refresh().await.expect("refreshed");
    assert_eq!(host(&here.manifest.slug).page("/sign-in").await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_session_of_one_council_opens_nothing_in_another() {
    let app = TestApp::start().await;
    let (here, there) = (app.council("five_stages"), app.council("enquiry_route"));
    let person = app.instance.app.identity.people(&here).await.expect("people").remove(0);
    let token = app.instance.app.identity.sign_in(&here, person.id, a_tuesday()).await.expect("a session");
    for (council, wanted) in [(&here, StatusCode::OK), (&there, StatusCode::SEE_OTHER)] {
        let host = format!("{}.localhost", council.manifest.slug);
        let stranger = Person::stranger(app.address, &host, "stranger");
        let answer = stranger.get_request("/").header("cookie", format!("session={token}")).send().await;
        assert_eq!(answer.expect("an answer").status(), wanted);
    }
}

#[tokio::test]
async fn applying_a_folder_twice_changes_nothing() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let database = &app.instance.app.database;
    let again = apply(database, &council.schema, &manifest_of("five_stages"), Ids, a_tuesday()).await.expect("applied");
    assert_eq!(again, Applied { manifest_version: 1, changed: false, new_workflow: false });
}

#[tokio::test]
async fn running_cases_finish_on_their_stages_and_new_ones_begin_on_the_new() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, casework::people::Role::Councillor, |_| true).await;
    let old = councillor.raises(&[("summary", "Raised before the change")]).await;

    let mut manifest = manifest_of("five_stages");
    manifest.workflow.stages[0].name.en = "Sorting desk".to_owned();
    let database = &app.instance.app.database;
    let applied = apply(database, &council.schema, &manifest, Ids, a_tuesday()).await.expect("applied");
    assert_eq!(applied, Applied { manifest_version: 2, changed: true, new_workflow: true });
    let owner = Owner::connect(&app.database.owner_url()).await.expect("the owner");
    owner.touch(council.id, a_tuesday()).await.expect("touched");
    app.instance.app.directory.refresh().await.expect("refreshed");

    let new = councillor.raises(&[("summary", "Raised after the change")]).await;
    let stage = async |reference: &str| {
        let query = "query($r: String!) { case(reference: $r) { stage { name } } }";
        let answer = councillor.asks(query, serde_json::json!({ "r": reference })).await;
        answer["case"]["stage"]["name"].as_str().expect("a name").to_owned()
    };
    assert_ne!(stage(&old).await, "Sorting desk");
    assert_eq!(stage(&new).await, "Sorting desk");
}

#[tokio::test]
async fn what_cases_still_need_cannot_be_taken_away() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, casework::people::Role::Councillor, |_| true).await;
    let category = &council.manifest.categories[0];
    let service = format!("{}/{}", category.key, category.services[0].key);
    councillor.raises(&[("summary", "Needs its service"), ("service", &service)]).await;

    let mut manifest = manifest_of("five_stages");
    manifest.categories.remove(0);
    let database = &app.instance.app.database;
    let refused = apply(database, &council.schema, &manifest, Ids, a_tuesday()).await.expect_err("refused");
    let ApplyError::Refused(problems) = &refused else { panic!("{refused}") };
    assert!(problems[0].message.contains(&service), "{refused}");
    assert!(problems[0].remedy.contains("retired = true"), "{refused}");
}
