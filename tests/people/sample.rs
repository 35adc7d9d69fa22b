//! The real plugin reads a real export of an HR system.

use casework::feeds::{Person as Row, Reading, Source, Task, Upload};
use plugin_host::{Grants, Installed};
use serde_json::{Value, json};

use super::{Town, ticks};
use crate::support::samples;

impl Town {
    /// What the plugin that comes with the program reads out of a file.
    async fn uploads(&self, content: Vec<u8>, settings: &Value) -> Reading<Row> {
        let app = &self.app.instance.app;
        let shipped = app.plugins.shipped("people-csv").await.expect("it comes with the program");
        let host = &app.plugins.host;
        let artefact = host.load("people-csv", &shipped.component).expect("it compiles");
        let (description, grants) = (&shipped.description, &Grants::default());
        let installed = Installed { artefact: &artefact, description, settings, tenant: self.council.id, grants };
        let feed = host.people_feed(installed).await.expect("good settings");
        let upload = Upload { name: "hr.csv".to_owned(), media_type: "text/csv".to_owned(), content };
        let task = Task { source: Source::File(upload, None), today: "2026-11-17".parse().expect("a day") };
        feed.read(task, &self.council.calendar).await.expect("a reading")
    }
}

fn settings() -> Value {
    json!({
        "active_when": ["Active"],
        "columns": {
            "key": "WorkerID", "given_name": "FirstName", "family_name": "LastName", "units": ["Division", "Department"],
            "manager": "ManagerID", "starts": "HireDate", "status": "WorkerStatus",
        },
    })
}

#[tokio::test]
async fn a_real_file_of_three_hundred_is_asked_by_department_and_comes_to_rest() {
    let Some(samples) = samples() else { return };
    let file = std::fs::read(samples.join("scim/hr_employeeData.csv")).expect("the sample");
    let town = Town::open().await;
    let reading = town.uploads(file.clone(), &settings()).await;
    let first = town.reads_this(&reading).await;
    assert!(first.conflicts > 0 && first.waiting == 0, "no team is known yet: {first:?}");
    let casework::feeds::Content::Complete(rows) = &reading.content else { panic!("it is whole") };
    let mut divisions: Vec<&String> = rows.iter().filter_map(|row| row.units.first()).collect();
    divisions.sort();
    divisions.dedup();
    let (last, others) = divisions.split_last().expect("a division");
    for (division, group) in others.iter().zip(town.council.manifest.groups.iter().cycle()) {
        town.says_unit(&[division], &group.key).await;
    }
    town.says_unit(&[last], "outside").await;

    let (path, page) = town.plan().await;
    let keys = ticks(&page);
    let expected = rows.iter().filter(|row| row.active && row.units.first() != Some(*last)).count();
    let keyed: std::collections::BTreeSet<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    let twice = rows.len() - keyed.len();
    assert!(keys.len() <= expected && keys.len() + 2 * twice >= expected, "{} of {expected}", keys.len());
    let fields: Vec<(&str, &str)> = keys.iter().map(|key| ("take", key.as_str())).collect();
    town.admin.submits(&path, &fields).await;
    let joined = "SELECT count(*) FROM person WHERE origin = 'feed' AND active";
    assert_eq!(town.number(joined).await, i64::try_from(keys.len()).expect("a number"));
    assert!(town.lets_in(&format!("people-csv:{}", keys[0])).await);

    let log = town.number("SELECT count(*) FROM people_log").await;
    let again = town.uploads(file, &settings()).await;
    let again = town.reads_this(&again).await;
    assert_eq!((again.done, again.waiting), (0, 0), "the same file again changes nothing");
    assert_eq!(town.number("SELECT count(*) FROM people_log").await, log);
}
