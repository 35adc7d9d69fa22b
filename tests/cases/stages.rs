//! The stages of a council as a diagram, and the same in words (R17).

use casework::people::Role;

use crate::support::TestApp;

#[tokio::test]
async fn everybody_can_see_how_a_case_moves_in_their_council() {
    let app = TestApp::start().await;
    for character in ["five_stages", "enquiry_route"] {
        let council = app.council(character);
        let member = app.somebody(&council, Role::Councillor, |_| true).await;
        let page = member.page("/stages").await.1;
        for stage in &council.manifest.workflow.stages {
            let name = stage.name.get(casework::text::Lang::En).replace('\'', "&#x27;");
            assert!(page.matches(name.as_str()).count() >= 2, "{name} in the diagram and in words");
        }
        let ways = council.manifest.workflow.ways();
        let mut pairs: Vec<_> = ways.iter().map(|way| (way.from, way.to, way.action.is_none())).collect();
        pairs.sort_unstable();
        pairs.dedup();
        assert_eq!(page.matches("marker-end=").count(), pairs.len(), "an arrow for each");
        assert_eq!(page.matches("<li value=").count(), pairs.len(), "and a line");
        assert!(page.contains("By itself, when the day it is due has passed"));
    }
}
