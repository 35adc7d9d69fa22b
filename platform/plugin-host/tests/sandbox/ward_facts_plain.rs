//! A plugin in another language than Rust: it meets the same limits, and reads as well.

use std::fmt::Write as _;

use casework::feeds::{Fact, FactUnit, FeedError, Reading, Source, Upload};
use plugin_host::{FeedFailure, Grants};
use serde_json::json;

use crate::host::{all, calendar, file, mistakes, pull, sandbox, task};

const TABLE: &str = "\u{feff}ward,statistic,label,label_cy,value,unit,period,source,boundary_year\r\n\
    E05001771,all-persons,\"Residents, \"\"usual\"\" ones\",Preswylwyr,\"12,931\",count,2021,Census,2021\r\n\
    \r\n\
    W05000001,median-age,Median age,,38.5,years,2021,Census,\r\n\
    E0500,all-persons,Residents,,1,count,2021,Census,\r\n\
    E05001771,All persons,Residents,,1,count,2021,Census,\r\n\
    E05001771,all-persons,\"Resi\ndents\",,1,count,2021,Census,\r\n\
    E05001771,all-persons,Residents,,1.2.3,count,2021,Census,\r\n\
    E05001771,all-persons,Residents,,1,people,2021,Census,\r\n\
    E05001771,all-persons,Residents,,1,count,2021,Census,MMXXI\r\n\
    E05001771,all-persons\r\n";

async fn upload(content: impl Into<Vec<u8>>) -> Result<Reading<Fact>, FeedFailure> {
    let feed = sandbox().facts("ward-facts-plain", json!({}), &Grants::default()).await.expect("good settings");
    feed.read(file("facts.csv", "text/csv", content), &calendar()).await
}

#[tokio::test]
async fn a_table_brings_figures_and_says_what_it_could_not_read() {
    let reading = upload(TABLE).await.expect("a reading");
    let [persons, age] = all(&reading) else { panic!("{reading:?}") };
    assert_eq!((persons.key.as_str(), persons.ward_gss.as_str()), ("E05001771/all-persons/2021", "E05001771"));
    assert_eq!(
        (persons.label.as_str(), persons.label_cy.as_deref()),
        ("Residents, \"usual\" ones", Some("Preswylwyr"))
    );
    assert_eq!((persons.value, persons.unit, persons.boundary_year), (12_931.0, FactUnit::Count, Some(2021)));
    assert_eq!((persons.period.as_str(), persons.source.as_str()), ("2021", "Census"));
    assert_eq!((age.value, age.unit, age.label_cy.as_deref(), age.boundary_year), (38.5, FactUnit::Years, None, None));
    let told: Vec<_> = reading.skipped.iter().map(|row| (row.row, row.key.as_deref())).collect();
    assert_eq!(told, [5, 6, 7, 9, 10, 11, 12].map(|line| (line, None)));
    assert_eq!(upload(TABLE).await, Ok(reading), "the same again is the same");
}

#[tokio::test]
async fn what_is_not_the_whole_table_brings_nothing() {
    let mut large = "ward,statistic,label,value,unit,period,source\n".to_owned();
    for number in 0..5_001 {
        writeln!(large, "E05001771,s-{number},Residents,1,count,2021,Census").expect("a text takes it");
    }
    let within_quotes = TABLE.split_once(",931").expect("a place to cut").0;
    for bad in
        [within_quotes.as_bytes(), b"", b"ward\nZo\xeb", b"<html><body>We are sorry</body></html>", large.as_bytes()]
    {
        let answer = upload(bad).await;
        assert!(matches!(answer, Err(FeedFailure::Source(FeedError::Unreadable(_)))), "{answer:?}");
    }
    let five_thousand = large.lines().take(5_001).collect::<Vec<_>>().join("\n");
    assert_eq!(all(&upload(five_thousand).await.expect("a reading")).len(), 5_000);
}

#[tokio::test]
async fn it_reads_uploads_from_the_beginning_and_nothing_else() {
    let feed = sandbox().facts("ward-facts-plain", json!({}), &Grants::default()).await.expect("good settings");
    assert_eq!(feed.read(pull(), &calendar()).await, Err(FeedFailure::Source(FeedError::NotThisWay)));
    let upload = Upload { name: "f".to_owned(), media_type: "text/csv".to_owned(), content: TABLE.into() };
    let later = task(Source::File(upload, Some(casework::feeds::Cursor(vec![1]))));
    assert_eq!(feed.read(later, &calendar()).await, Err(FeedFailure::Source(FeedError::CursorUnknown)));
}

#[tokio::test]
async fn settings_that_cannot_work_are_told() {
    let refused = sandbox().facts("ward-facts-plain", json!({ "address": "x" }), &Grants::default()).await;
    assert_eq!(mistakes(refused), ["$"]);
}
