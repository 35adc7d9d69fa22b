//! People from the file of an HR system: uploaded, and fetched from a server that has it.

use std::fmt::Write as _;

use casework::feeds::{Capacity, FeedError, Item, Person, Reading, Source, Upload};
use plugin_host::{FeedFailure, Grants};
use serde_json::{Value, json};

use crate::host::{
    Sandbox, all, calendar, day, description, grants, mistakes, pull, sample, sandbox, sandbox_beside, task,
};
use crate::upstream::{Reply, Upstream};

const FILE: &str = "\u{feff}WorkerID,WorkerStatus,FirstName,LastName,Department,Team,JobTitle,ManagerID,HireDate,EndDate,Type,Ward\r\n\
    100,Active,Ada,Jones,Place,\"Roads, east\",Engineer,101,2026-11-30,,Staff,\r\n\
    101,active,Bo,Evans,Place,Roads,Manager,101,01/04/2019,31/12/2026,Staff,\r\n\
    102,Left,Cai,Price,,,,,,,Staff,\r\n\
    103,Active,Dee,Hughes,,,,,,,Councillor,E05001771\r\n\
    104,Active,Eve,Lloyd,,,,,31/06/2026,,Staff,\r\n\
    105,Active,Fay,Rees\r\n";

fn settings() -> Value {
    json!({
        "active_when": ["Active"], "members_when": ["Councillor"],
        "columns": {
            "key": "workerid", "given_name": "FirstName", "family_name": "LastName", "units": ["Department", "Team"],
            "job_title": "JobTitle", "manager": "ManagerID", "starts": "HireDate", "ends": "EndDate",
            "status": "WorkerStatus", "kind": "Type", "ward": "Ward",
        },
    })
}

async fn upload(file: &[u8], settings: Value) -> Result<Reading<Person>, FeedFailure> {
    let sandbox = sandbox();
    let feed = sandbox.people("people-csv", &description("people-csv"), settings, &Grants::default()).await;
    feed.expect("good settings").read(crate::host::file("people.csv", "text/csv", file), &calendar()).await
}

#[tokio::test]
async fn a_file_brings_people_and_says_what_it_could_not_read() {
    let reading = upload(FILE.as_bytes(), settings()).await.expect("a reading");
    let [ada, bo, cai, dee] = all(&reading) else { panic!("{reading:?}") };
    assert_eq!((ada.key.as_str(), ada.name.as_str(), ada.manager.as_deref()), ("100", "Ada Jones", Some("101")));
    assert_eq!(
        (ada.units.as_slice(), ada.starts),
        (&["Place".to_owned(), "Roads, east".to_owned()][..], Some(day("2026-11-30")))
    );
    assert_eq!((bo.active, bo.starts, bo.ends), (true, Some(day("2019-04-01")), Some(day("2026-12-31"))));
    assert_eq!(bo.manager, None, "nobody is their own manager");
    assert!(!cai.active);
    assert_eq!((dee.capacity, dee.ward_gss.as_deref()), (Capacity::Member, Some("E05001771")));

    let unread: Vec<_> = reading.skipped.iter().map(|row| (row.row, row.key.as_deref())).collect();
    assert_eq!(unread, [(6, Some("104")), (7, None)]);
    // As long as a row may be anybody's, nobody is gone.
    assert_eq!(reading.gone(["104", "999"]), [""; 0]);
    assert!(!reading.more);
}

#[tokio::test]
async fn the_same_file_again_brings_the_same() {
    let one = upload(FILE.as_bytes(), settings()).await.expect("a reading");
    assert_eq!(upload(FILE.as_bytes(), settings()).await, Ok(one));
}

#[tokio::test]
async fn what_is_not_the_whole_file_brings_nothing() {
    let cut = FILE.split_once(", east").expect("a place to cut").0;
    let page = "<html><body>We are sorry</body></html>";
    let latin = b"WorkerID,FirstName\n1,Zo\xeb";
    let nobody = FILE.lines().next().expect("a line");
    for file in [cut.as_bytes(), latin, b"", nobody.as_bytes()] {
        let answer = upload(file, settings()).await;
        assert!(matches!(answer, Err(FeedFailure::Source(FeedError::Unreadable(_)))), "{answer:?}");
    }
    let answer = upload(page.as_bytes(), settings()).await;
    let Err(FeedFailure::Source(FeedError::WrongSettings(why))) = answer else { panic!("{answer:?}") };
    assert_eq!(why, "The file has no column “workerid”.");
}

#[tokio::test]
async fn a_large_council_comes_in_parts() {
    let mut file = "WorkerID,FirstName,LastName\n".to_owned();
    for number in 0..5_001 {
        writeln!(file, "{number},{},Jones", "A".repeat(if number == 7 { 300 } else { 3 })).expect("a text takes it");
    }
    let settings = json!({ "columns": { "key": "WorkerID", "given_name": "FirstName", "family_name": "LastName" } });
    let feed = sandbox().people("people-csv", &description("people-csv"), settings, &Grants::default()).await;
    let feed = feed.expect("good settings");
    let read = async |cursor, file: &str| {
        let (name, media_type) = ("people.csv".to_owned(), "text/csv".to_owned());
        let upload = Upload { name, media_type, content: file.as_bytes().to_vec() };
        feed.read(task(Source::File(upload, cursor)), &calendar()).await
    };
    let first = read(None, &file).await.expect("a part");
    assert_eq!((all(&first).len(), first.more, all(&first)[7].name.len()), (5_000, true, 200));
    let second = read(first.next.clone(), &file).await.expect("the rest");
    assert_eq!((all(&second)[0].key.as_str(), second.more), ("5000", false));
    let other = read(first.next, &file.replace("Jones", "Evans")).await;
    assert_eq!(other, Err(FeedFailure::Source(FeedError::CursorUnknown)), "two files never make one reading");
}

async fn fetched(sandbox: &Sandbox, url: &str, grants: &Grants) -> Result<Reading<Person>, FeedFailure> {
    let mut settings = settings();
    settings["address"] = json!(url);
    let feed = sandbox.people("people-csv", &description("people-csv"), settings, grants).await;
    feed.expect("good settings").read(pull(), &calendar()).await
}

#[tokio::test]
async fn a_file_is_fetched_from_the_address_in_the_settings_if_the_council_allows_its_host() {
    let upstream = Upstream::start(|asked| match asked.path() {
        "/people.csv" => Reply::ok(FILE),
        "/later" => Reply::Full(503, vec![("retry-after", "90".to_owned())], b"sorry".to_vec()),
        _ => Reply::Full(403, Vec::new(), Vec::new()),
    })
    .await;
    let sandbox = sandbox_beside(&upstream);
    let at = |path: &str| format!("http://{}{path}", upstream.address);
    let allowed = grants(&upstream, &[]);

    let reading = fetched(&sandbox, &at("/people.csv"), &allowed).await.expect("a reading");
    assert_eq!(all(&reading).len(), 4);
    let denied = fetched(&sandbox, &at("/people.csv"), &Grants::default()).await;
    assert!(matches!(denied, Err(FeedFailure::Source(FeedError::NotAllowed(_)))), "{denied:?}");
    let later = fetched(&sandbox, &at("/later"), &allowed).await;
    let Err(FeedFailure::Source(FeedError::Unavailable { retry_after, .. })) = later else { panic!("{later:?}") };
    assert_eq!(retry_after.map(|wait| wait.as_secs()), Some(90));
    let refused = fetched(&sandbox, &at("/private"), &allowed).await;
    assert!(matches!(refused, Err(FeedFailure::Source(FeedError::NotAllowed(_)))), "{refused:?}");
}

#[tokio::test]
async fn settings_that_cannot_work_are_told() {
    let settings = json!({ "active_when": ["Active"], "columns": { "key": "Id" } });
    let refused = sandbox().people("people-csv", &description("people-csv"), settings, &Grants::default()).await;
    assert_eq!(mistakes(refused), ["$.columns", "$.active_when"]);
}

/// A real export, where it is at hand.
#[tokio::test]
async fn a_real_export_is_read_whole() {
    let Some(file) = sample("scim", "hr_employeeData", "") else { return };
    let example = description("people-csv").settings["examples"][0].clone();
    let reading = upload(&file, example).await.expect("a reading");
    let active = all(&reading).iter().filter(|person| person.active).count();
    assert_eq!((all(&reading).len(), active, reading.skipped.len()), (332, 167, 0));
    assert!(all(&reading).iter().all(|person| !person.key().is_empty()));
}
