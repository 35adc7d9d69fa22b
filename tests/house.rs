//! Rules of the house that only the running whole can show.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::TestApp;

#[tokio::test]
async fn every_column_has_a_class_of_personal_data() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let classes: BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>> =
        toml::from_str(server::PERSONAL_DATA).expect("personal_data.toml is in order");
    let all = app.database.all_seeing().await;
    for (plane, schema) in [("control", "control"), ("tenant", council.schema.as_str())] {
        let classed: BTreeSet<String> = classes[plane]
            .iter()
            .flat_map(|(table, columns)| columns.keys().map(move |column| format!("{table}.{column}")))
            .collect();
        let stored: BTreeSet<String> = all.columns_of(schema).await.into_iter().collect();
        assert_eq!(stored, classed, "personal_data.toml and the columns of {plane} differ");
    }
    for columns in classes.values().flat_map(BTreeMap::values) {
        for class in columns.values() {
            assert!(["none", "pseudonym", "staff", "personal", "secret"].contains(&class.as_str()), "{class}");
        }
    }
}

#[tokio::test]
async fn every_table_of_cases_has_a_row_level_policy() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let all = app.database.all_seeing().await;
    // What holds nothing of a case is named here; whatever is added must have a policy or a place in this list.
    let unguarded = "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = current_schema() AND c.relkind = 'r' AND NOT c.relrowsecurity
          AND c.relname NOT IN ('manifest', 'workflow', 'ward', 'work_group', 'person', 'session', 'outbox', 'job', 'work_fence', 'file_sweep',
                                'letter_batch', 'message_template', 'seaql_migrations')";
    assert_eq!(all.number(&council.schema, unguarded).await, 0);
}

/// Where a policy may ask for many rows, PostgreSQL answers its question about cases by reading all cases of the council once. Background
/// work sees everything; its statements would do so each time (seen: four fifths of the time that 10,000 reminders took).
#[tokio::test]
async fn a_policy_asks_for_background_work_before_it_asks_another_table() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let all = app.database.all_seeing().await;
    let asking = "SELECT count(*) FROM pg_policies
        WHERE schemaname = current_schema() AND permissive = 'PERMISSIVE' AND qual LIKE '%SELECT%FROM%'";
    assert!(all.number(&council.schema, asking).await >= 18, "policies that ask another table");
    let late = format!("{asking} AND qual NOT LIKE '((( SELECT current_setting(''app.system''%= ''on''::text) OR %'");
    assert_eq!(all.number(&council.schema, &late).await, 0);
}
