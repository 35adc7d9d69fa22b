//! The place of a photo: offered, taken when somebody says so, and never given out with the photo (R10).

use std::sync::Arc;

use casework::people::Role;
use reqwest::{Response, StatusCode};
use serde_json::json;
use server::tenancy::Council;

use super::files::{PDF, files_on};
use crate::support::places::{inside_a_ward, photo_at};
use crate::support::{Person, TestApp};

struct Place {
    app: TestApp,
    council: Arc<Council>,
    member: Person,
}

impl Place {
    async fn open() -> Self {
        let app = TestApp::start().await;
        let council = app.council("five_stages");
        let member = app.somebody(&council, Role::Councillor, |_| true).await;
        Self { app, council, member }
    }

    async fn count(&self, sql: &str) -> i64 {
        self.app.database.all_seeing().await.number(&self.council.schema, sql).await
    }

    /// Positions that are kept anywhere.
    async fn positions(&self) -> i64 {
        let sql = "SELECT (SELECT count(*) FROM file WHERE latitude IS NOT NULL OR longitude IS NOT NULL)
                        + (SELECT count(*) FROM draft_file WHERE latitude IS NOT NULL OR longitude IS NOT NULL)";
        self.count(sql).await
    }

    /// The case's number and the photo's id, with a photo that was added by the page.
    async fn with_a_photo(&self, who: &Person, audience: &str, fields: &[(&str, &str)]) -> (String, String) {
        let reference = self.member.raises(fields).await;
        let (_, latitude, longitude) = inside_a_ward(&self.council.manifest);
        let photo = photo_at(latitude, longitude);
        let path = format!("/cases/{reference}/files");
        let added = who.post_files(&path, &[("audience", audience)], &[("light.jpg", &photo)]).await;
        assert_eq!(added.status(), StatusCode::SEE_OTHER);
        let file = files_on(who, &reference).await.remove(0);
        (reference, file.rsplit('/').next().expect("an id").to_owned())
    }
}

async fn text(answer: Response) -> String {
    answer.text().await.expect("a page")
}

fn between(text: &str, begin: &str) -> String {
    let found = text.split(begin).nth(1).unwrap_or_else(|| panic!("{begin} in {text}"));
    found.split('"').next().unwrap_or_default().to_owned()
}

const OFFER: &str = "says it was taken here";
const ID: &str = "00000000-0000-7000-8000-00000000000a";

#[tokio::test]
async fn the_raise_form_offers_the_place_of_a_photo_and_takes_it_when_told_to() {
    let place = Place::open().await;
    let (ward, latitude, longitude) = inside_a_ward(&place.council.manifest);
    let photo = photo_at(latitude, longitude);
    let files: [(&str, &[u8]); 2] = [("plan.pdf", PDF), ("light.jpg", &photo)];
    let page = text(place.member.post_files("/raise", &[("client_id", ID), ("do", "add-files")], &files).await).await;
    let shown = format!("{latitude:.5}, {longitude:.5} ({})", ward.name);
    assert!(page.contains(&format!("light.jpg {OFFER}")) && page.contains(&shown), "{page}");
    assert_eq!(between(&page, "name=\"latitude\" value=\""), "", "nothing is taken silently");
    let draft = between(&page, "name=\"draft\" value=\"");
    let fields = [("client_id", ID), ("draft", &draft), ("summary", "A light is out"), ("do", "use-place")];
    let page = text(place.member.post_form("/raise", &fields).await).await;
    assert!(!page.contains(OFFER) && page.contains("Your position is added."), "{page}");
    let (north, east) = (between(&page, "name=\"latitude\" value=\""), between(&page, "name=\"longitude\" value=\""));
    assert!((north.parse::<f64>().expect("degrees") - latitude).abs() < 1e-5, "{north}");

    let point = [("latitude", north.as_str()), ("longitude", east.as_str()), ("draft", &draft)];
    let reference = place.member.raises(&[[("summary", "A light is out")].as_slice(), &point].concat()).await;
    let query =
        "query($r: String!) { case(reference: $r) { latitude ward { gss } files { name offeredPlace { latitude } } } }";
    let case = place.member.asks(query, json!({ "r": reference })).await["case"].clone();
    assert!((case["latitude"].as_f64().expect("a latitude") - latitude).abs() < 1e-5, "{case}");
    assert_eq!(case["ward"]["gss"], ward.gss.as_str());
    assert_eq!(case["files"][0]["offeredPlace"], json!(null));
    assert_eq!(place.positions().await, 0, "no file remembers where it was taken");
    for name in place.app.stored(&place.council) {
        let bytes =
            std::fs::read(place.app.files.path().join(place.council.schema.as_str()).join(name)).expect("a file");
        assert!(!bytes.windows(4).any(|part| part == b"Exif"), "no stored picture says anything");
    }
}

#[tokio::test]
async fn a_place_that_is_not_wanted_is_forgotten() {
    let place = Place::open().await;
    let (_, latitude, longitude) = inside_a_ward(&place.council.manifest);
    let photo = photo_at(latitude, longitude);
    let fields = [("client_id", ID), ("do", "add-files")];
    let page = text(place.member.post_files("/raise", &fields, &[("light.jpg", &photo)]).await).await;
    assert_eq!(place.positions().await, 1);
    let draft = between(&page, "name=\"draft\" value=\"");
    let page = text(place.member.post_form("/raise", &[("draft", &draft), ("do", "no-place")]).await).await;
    assert!(page.contains("light.jpg") && !page.contains(OFFER), "{page}");
    assert_eq!(place.positions().await, 0);
    let reference = place.member.raises(&[("summary", "A light is out"), ("draft", &draft)]).await;
    assert!(!place.member.page(&format!("/cases/{reference}")).await.1.contains(OFFER));
}

#[tokio::test]
async fn a_case_without_a_point_offers_the_place_of_its_photo_to_whoever_may_add_to_it() {
    let place = Place::open().await;
    let (ward, latitude, longitude) = inside_a_ward(&place.council.manifest);
    let (reference, file) = place.with_a_photo(&place.member, "case", &[("summary", "A light is out")]).await;
    let all = place.app.database.all_seeing().await;
    all.run(&place.council.schema, "UPDATE cases SET ward_id = NULL").await;
    let desk = place.app.somebody(&place.council, Role::TriageOfficer, |_| true).await;
    let page = desk.page(&format!("/cases/{reference}")).await.1;
    assert!(page.contains(OFFER) && page.contains(&format!("{latitude:.5}, {longitude:.5} ({})", ward.name)), "{page}");
    let path = format!("/cases/{reference}/place");
    assert_eq!(
        desk.submits(&path, &[("file", &file), ("do", "use")]).await,
        format!("/cases/{reference}?done=place-added#files")
    );
    let page = desk.page(&format!("/cases/{reference}")).await.1;
    assert!(!page.contains(OFFER) && page.contains("added the place of a photo"), "{page}");
    let stored = format!("SELECT round(latitude * 1000)::bigint FROM cases WHERE reference = '{reference}'");
    #[expect(clippy::cast_possible_truncation, reason = "thousandths of a degree")]
    let wanted = (latitude * 1000.0).round() as i64;
    assert_eq!(place.count(&stored).await, wanted);
    let found = "SELECT count(*) FROM cases JOIN ward ON ward.id = ward_id AND ward_id = ANY(visible_to)";
    assert_eq!(place.count(found).await, 1, "the ward around it is the case's, and sees it");
    assert_eq!(place.positions().await, 0, "it is the case's now, and no file's");
    // Pressed again, or by somebody else at the same time.
    desk.submits(&path, &[("file", &file), ("do", "use")]).await;
    assert_eq!(place.count("SELECT count(*) FROM case_event WHERE kind = 'place-added'").await, 1);
    let history = server::cases::verify_history(&place.app.instance.app.database, &place.council, &reference);
    history.await.expect("the database").expect("a whole history");
}

#[tokio::test]
async fn a_case_that_has_a_point_keeps_nothing_of_where_a_photo_was_taken() {
    let place = Place::open().await;
    let (_, latitude, longitude) = inside_a_ward(&place.council.manifest);
    let (latitude, longitude) = (latitude.to_string(), longitude.to_string());
    let fields = [("summary", "A hole"), ("latitude", latitude.as_str()), ("longitude", longitude.as_str())];
    let (reference, _) = place.with_a_photo(&place.member, "case", &fields).await;
    assert_eq!(place.positions().await, 0);
    assert!(!place.member.page(&format!("/cases/{reference}")).await.1.contains(OFFER));
}

#[tokio::test]
async fn the_place_of_a_photo_for_the_team_is_offered_to_the_team_alone() {
    let place = Place::open().await;
    let desk = place.app.somebody(&place.council, Role::TriageOfficer, |_| true).await;
    let (reference, file) =
        place.with_a_photo(&desk, "team", &[("summary", "Who owns the footbridge?"), ("service", "")]).await;
    assert!(desk.page(&format!("/cases/{reference}")).await.1.contains(OFFER));
    assert!(!place.member.page(&format!("/cases/{reference}")).await.1.contains(OFFER));
    let path = format!("/cases/{reference}/place");
    let taken = place.member.post_form(&path, &[("file", &file), ("do", "use")]).await;
    assert_eq!(taken.status(), StatusCode::NOT_FOUND);
    assert_eq!(place.count("SELECT count(*) FROM cases WHERE latitude IS NOT NULL").await, 0);
}

#[tokio::test]
async fn programs_see_files_and_answer_offers_as_pages_do() {
    let place = Place::open().await;
    let (reference, file) = place.with_a_photo(&place.member, "case", &[("summary", "A light is out")]).await;
    let query = "query($r: String!) { case(reference: $r) {
        files { id name mediaType bytes forTeam scanned addedBy { name } addedAt url smallPictureUrl offeredPlace { latitude longitude } } } }";
    let seen = place.member.asks(query, json!({ "r": reference })).await["case"]["files"].clone();
    let first = &seen[0];
    assert_eq!(
        (&first["id"], &first["name"], &first["mediaType"]),
        (&json!(file), &json!("light.jpg"), &json!("image/jpeg"))
    );
    assert_eq!((&first["forTeam"], &first["scanned"]), (&json!(false), &json!(false)));
    assert!(first["offeredPlace"]["latitude"].is_number(), "{first}");
    let url = first["url"].as_str().expect("a path");
    let given = place.member.get_request(url).send().await.expect("an answer").bytes().await.expect("bytes");
    assert_eq!(first["bytes"].as_f64(), Some(f64::from(u32::try_from(given.len()).expect("a length"))));
    let small =
        place.member.get_request(first["smallPictureUrl"].as_str().expect("a path")).send().await.expect("an answer");
    assert_eq!(small.status(), StatusCode::OK);

    let answer = "mutation($r: String!, $f: String!, $u: Boolean!) {
        answerPlaceOffer(reference: $r, file: $f, use: $u) { case { latitude } refusal { code } } }";
    let put_aside = place.member.asks(answer, json!({ "r": reference, "f": file, "u": false })).await;
    assert_eq!(put_aside["answerPlaceOffer"], json!({ "case": { "latitude": null }, "refusal": null }));
    assert_eq!(place.positions().await, 0);
    let taken = place.member.asks(answer, json!({ "r": reference, "f": file, "u": true })).await;
    assert_eq!(
        taken["answerPlaceOffer"]["refusal"]["code"], "not-found",
        "what was put aside is not there to be taken"
    );
}

#[tokio::test]
async fn a_list_of_cases_shows_each_its_own_files_and_no_team_file_to_the_member() {
    let place = Place::open().await;
    let desk = place.app.somebody(&place.council, Role::TriageOfficer, |_| true).await;
    let (first, _) =
        place.with_a_photo(&desk, "team", &[("summary", "Who owns the footbridge?"), ("service", "")]).await;
    let (second, _) = place.with_a_photo(&place.member, "case", &[("summary", "A light is out")]).await;
    let cases = place.member.asks("{ cases(first: 10) { nodes { reference files { name } } } }", json!({})).await["cases"]["nodes"].clone();
    let files_of = |reference: &str| {
        let case =
            cases.as_array().expect("a list").iter().find(|case| case["reference"] == reference).expect("the case");
        case["files"].as_array().expect("files").len()
    };
    assert_eq!((files_of(&first), files_of(&second)), (0, 1));
}
