//! Figures of wards from tables: uploaded, and fetched from a server that has them.

use casework::feeds::{Content, Fact, FactUnit, FeedError, Reading};
use plugin_host::{FeedFailure, Grants};
use serde_json::{Value, json};

use crate::host::{all, calendar, description, file, grants, mistakes, pull, sample, sandbox, sandbox_beside};
use crate::upstream::{Reply, Upstream};

const TABLE: &str = "area_code,area_name,period,indicator,value\n\
    E05001771,Abbey,2021-03-21,All persons,\"12,931\"\n\
    E05001771,Abbey,2021-03-21,Median age,38.5\n\
    E05001771,Abbey,2021-03-21,Something else,1\n\
    E08000009,The borough,2021-03-21,All persons,235052\n\
    K04000001,England and Wales,2021-03-21,All persons,59597542\n\
    E05001772,Broad Oak,2021-03-21,All persons,..\n\
    Abbey,Abbey,2021-03-21,All persons,1\n\
    W05000001,Aberaeron,2021-03-21,All persons,1400\n\
    E05001773,Cut,2021-03-21,All persons\n";

fn settings() -> Value {
    json!({
        "period": "Census day, 21 March 2021", "source": "Census 2021, Office for National Statistics", "boundary_year": 2021,
        "columns": { "ward": "area_code", "statistic": "indicator", "value": "value" },
        "statistics": [
            { "key": "all-persons", "when": "All persons", "label": "Usual residents", "label_cy": "Preswylwyr arferol", "unit": "count" },
            { "key": "median-age", "when": "Median age", "label": "Median age", "unit": "years" },
        ],
    })
}

async fn upload(content: impl Into<Vec<u8>>, settings: Value) -> Result<Reading<Fact>, FeedFailure> {
    let feed = sandbox().facts("ward-facts-census", settings, &Grants::default()).await.expect("good settings");
    feed.read(file("census.csv", "text/csv", content), &calendar()).await
}

fn changed(reading: &Reading<Fact>) -> &[Fact] {
    let Content::Changes { changed, removed } = &reading.content else { panic!("a file is one of several") };
    assert!(removed.is_empty());
    changed
}

#[tokio::test]
async fn a_table_brings_figures_of_wards_and_says_what_it_could_not_read() {
    let reading = upload(TABLE, settings()).await.expect("a reading");
    let [persons, age, welsh] = changed(&reading) else { panic!("{reading:?}") };
    assert_eq!(persons.key, "E05001771/all-persons/Census day, 21 March 2021");
    assert_eq!((persons.ward_gss.as_str(), persons.value, persons.unit), ("E05001771", 12_931.0, FactUnit::Count));
    assert_eq!((persons.label.as_str(), persons.label_cy.as_deref()), ("Usual residents", Some("Preswylwyr arferol")));
    assert_eq!((persons.boundary_year, age.value, age.unit), (Some(2021), 38.5, FactUnit::Years));
    assert_eq!(welsh.ward_gss, "W05000001");
    let told: Vec<_> = reading.skipped.iter().map(|row| (row.row, row.key.as_deref())).collect();
    assert_eq!(told, [(7, Some("E05001772/all-persons/Census day, 21 March 2021")), (8, None), (10, None)]);
    assert_eq!(upload(TABLE, settings()).await, Ok(reading), "the same again is the same");
}

#[tokio::test]
async fn a_ward_that_is_not_in_the_table_has_no_figure() {
    let reading = upload(TABLE, settings()).await.expect("a reading");
    // The ward that took the place of Abbey has another code: it gets none of Abbey's figures.
    assert!(changed(&reading).iter().all(|fact| fact.ward_gss != "E05015000"));
}

#[tokio::test]
async fn what_is_not_the_whole_table_brings_nothing() {
    let within_quotes = TABLE.split_once(",931").expect("a place to cut").0;
    for bad in [within_quotes, ""] {
        let answer = upload(bad, settings()).await;
        assert!(matches!(answer, Err(FeedFailure::Source(FeedError::Unreadable(_)))), "{answer:?}");
    }
    for other in ["<html><body>We are sorry</body></html>", "area_code,indicator,value\nE05001771,Other,1\n"] {
        let answer = upload(other, settings()).await;
        assert!(matches!(answer, Err(FeedFailure::Source(FeedError::WrongSettings(_)))), "{answer:?}");
    }
}

#[tokio::test]
async fn several_tables_are_fetched_and_all_have_to_be_there() {
    let upstream = Upstream::start(|asked| match asked.path() {
        "/persons" => Reply::ok("area_code,indicator,value\nE05001771,All persons,1\n"),
        "/age" => Reply::ok("area_code,indicator,value\nE05001771,Median age,2\n"),
        _ => Reply::Full(503, Vec::new(), Vec::new()),
    })
    .await;
    let fetched = async |paths: &[&str]| {
        let mut settings = settings();
        settings["addresses"] = paths.iter().map(|path| format!("http://{}{path}", upstream.address)).collect();
        let feed = sandbox_beside(&upstream).facts("ward-facts-census", settings, &grants(&upstream, &[])).await;
        feed.expect("good settings").read(pull(), &calendar()).await
    };
    let reading = fetched(&["/persons", "/age"]).await.expect("a reading");
    assert_eq!(all(&reading).iter().map(|fact| fact.value).collect::<Vec<_>>(), [1.0, 2.0]);
    let answer = fetched(&["/persons", "/gone"]).await;
    assert!(matches!(answer, Err(FeedFailure::Source(FeedError::Unavailable { .. }))), "{answer:?}");
}

#[tokio::test]
async fn settings_that_cannot_work_are_told() {
    let settings = json!({
        "period": "2021", "source": "ONS", "addresses": ["census"], "columns": { "ward": "w", "value": "v" },
        "statistics": [
            { "key": "All persons", "label": "Residents", "unit": "people" },
            { "key": "age", "when": "Age", "label": "Age", "unit": "years" },
        ],
    });
    let refused = sandbox().facts("ward-facts-census", settings, &Grants::default()).await;
    let expected = [
        "$.statistics[0].key",
        "$.statistics[0].unit",
        "$.statistics[1].when",
        "$.columns.statistic",
        "$.addresses[0]",
    ];
    assert_eq!(mistakes(refused), expected);
}

/// Tables of the census, where they are at hand.
#[tokio::test]
async fn real_tables_are_read_whole() {
    let (sex, density) =
        (sample("census", "2021_population_by_sex", ""), sample("census", "2021_population_density", ""));
    let (Some(sex), Some(density)) = (sex, density) else { return };
    let example = description("ward-facts-census").settings["examples"][0].clone();
    for (table, statistic) in [(sex, "all-persons"), (density, "residents-per-square-kilometre")] {
        let reading = upload(table, example.clone()).await.expect("a reading");
        assert_eq!((changed(&reading).len(), reading.skipped.len()), (21, 0));
        assert!(changed(&reading).iter().all(|fact| fact.statistic == statistic && fact.value > 0.0));
    }
}
