//! Every council's folder is right, and says what the product needs of it.

use std::collections::BTreeSet;

use casework::{
    manifest::{Manifest, PluginKind, locate_setting},
    people::Role,
    stages::{StageKind, Verb},
    text::Lang,
    wards,
};
use serde_json::json;

use crate::help::{council_folders, councils};

#[test]
fn every_council_is_read_without_a_problem() {
    let councils = councils();
    assert!(councils.len() >= 2, "only {} councils", councils.len());
    for (folder, manifest) in &councils {
        assert_eq!(folder, &manifest.slug, "a folder is called as its council");
    }
}

#[test]
fn a_manifest_reads_back_from_json_as_it_was() {
    for (name, manifest) in councils() {
        let json = serde_json::to_string(&manifest).unwrap();
        assert_eq!(serde_json::from_str::<Manifest>(&json).unwrap(), manifest, "{name}");
    }
}

#[test]
fn a_stage_may_say_what_it_means_for_a_resident() {
    let (_, mut files) = council_folders().remove(0);
    let stages = files.get_mut("stages.toml").expect("stages");
    *stages = stages.replacen(
        "\nexplain = ",
        "\nresident = { en = \"We have it.\", cy = \"Mae gennym ni.\" }\nexplain = ",
        1,
    );
    let manifest = Manifest::from_files(&files).expect("a council in order");
    let words: Vec<_> = manifest.workflow.stages.iter().map(|stage| stage.resident.as_ref()).collect();
    assert_eq!(words[0].map(|words| words.get(Lang::Cy)), Some("Mae gennym ni."));
    assert!(words[1..].iter().all(Option::is_none), "others leave it to the program");
}

#[test]
fn councils_differ_in_stages_and_in_plugins() {
    let councils = councils();
    let stages: BTreeSet<Vec<&str>> =
        councils.iter().map(|(_, m)| m.workflow.stages.iter().map(|stage| stage.key.as_str()).collect()).collect();
    let plugins: BTreeSet<[&str; 2]> =
        councils.iter().map(|(_, m)| [m.plugins.routing.plugin.as_str(), m.plugins.sla.plugin.as_str()]).collect();
    assert_eq!((stages.len(), plugins.len()), (councils.len(), councils.len()));
}

#[test]
fn a_councillor_may_close_a_case_while_a_question_is_open() {
    for (name, manifest) in councils() {
        let ends = |to: &str| {
            manifest.workflow.stages.iter().any(|stage| stage.kind == StageKind::Closed && stage.key.as_str() == to)
        };
        let mut questions = manifest.workflow.stages.iter().filter(|stage| stage.kind == StageKind::Information);
        assert!(
            questions.all(|stage| stage.action(Verb::Resolve).is_some_and(|action| ends(action.to.as_str()))),
            "{name}"
        );
    }
}

#[test]
fn each_stage_that_a_group_holds_has_somebody_to_act_in_it() {
    for (name, manifest) in councils() {
        for group in manifest.groups.iter().filter(|group| !group.oversees || group.triage) {
            assert!(
                manifest.people.iter().any(|person| person.groups.contains(&group.key)),
                "{name}: nobody is in {}",
                group.key
            );
        }
        for role in [Role::Councillor, Role::Assistant, Role::TriageOfficer, Role::HeadOfService, Role::TenantAdmin] {
            assert!(manifest.people.iter().any(|person| person.roles.contains(&role)), "{name} has no {role}");
        }
    }
}

#[test]
fn some_councillors_share_a_ward() {
    for (name, manifest) in councils() {
        let sharing = |gss: &str| {
            let in_ward = |person: &&casework::manifest::PersonDef| person.wards.iter().any(|ward| ward == gss);
            manifest.people.iter().filter(in_ward).count() > 1
        };
        assert!(manifest.wards.iter().any(|ward| sharing(&ward.gss)), "{name}");
    }
}

#[test]
fn the_middle_of_each_ward_is_in_that_ward_alone() {
    for (name, manifest) in councils() {
        for ward in &manifest.wards {
            let corners = &ward.outline[0][1..];
            let share = 1.0 / f64::from(u32::try_from(corners.len()).unwrap());
            let middle = corners.iter().fold([0.0, 0.0], |sum, at| [sum[0] + at[0] * share, sum[1] + at[1] * share]);
            let found = wards::find(&manifest.wards, middle[1], middle[0]).map(|ward| ward.gss.as_str());
            assert_eq!(found, Some(ward.gss.as_str()), "{name}: {}", ward.name);
            let others = manifest.wards.iter().filter(|ward| ward.contains(middle[1], middle[0])).count();
            assert_eq!(others, 1, "{name}: {} overlaps", ward.name);
        }
    }
}

#[test]
fn settings_that_name_what_the_council_lacks_are_found() {
    let named = |thing: &str| json!({ "type": "string", "x-names": thing });
    let schema = json!({ "properties": { "rows": { "items": { "properties": {
        "category": named("category"), "service": named("service"), "group": named("group"),
        "wards": { "items": named("ward") }, "note": { "type": "string" },
    } } } } });
    for (name, manifest) in councils() {
        let [one, other] = &manifest.categories[..2] else { panic!("{name}: two categories") };
        let (service, elsewhere) = (&one.services[0].key, &other.services[0].key);
        let row = |service: &str, group: &str, ward: &str| json!({ "rows": [{ "category": one.key, "service": service, "group": group, "wards": [ward], "note": "any" }] });
        let (group, ward) = (&manifest.groups[0].key, &manifest.wards[0].gss);
        assert_eq!(manifest.unknown_names(&schema, &row(service, group, ward)), [], "{name}");
        let found = manifest.unknown_names(&schema, &row(elsewhere, "nobody", "X00000000"));
        let mut paths: Vec<&str> = found.iter().map(|problem| problem.path.as_str()).collect();
        paths.sort_unstable();
        assert_eq!(paths, ["$.rows[0].group", "$.rows[0].service", "$.rows[0].wards[0]"], "{name}");
    }
}

#[test]
fn a_plugins_complaint_about_a_setting_leads_to_its_line() {
    for (name, files) in council_folders() {
        let (file, line) = locate_setting(&files, PluginKind::Routing, "$").unwrap();
        let text = &files[&file];
        let entries = if text.contains("[[rules]]") { "rules" } else { "rows" };
        let second = locate_setting(&files, PluginKind::Routing, &format!("$.{entries}[1].group")).unwrap();
        let at = second.1.unwrap();
        assert!(at > line.unwrap(), "{name}");
        assert!(text.lines().nth(at - 1).unwrap().contains("group ="), "{name}: {file}:{at}");
        let (sla, _) = locate_setting(&files, PluginKind::Sla, "$.remind_every").unwrap();
        assert_eq!(sla, "plugins.toml");
    }
}

#[test]
fn reference_prefixes_and_addresses_are_each_councils_own() {
    let councils = councils();
    let prefixes: BTreeSet<&str> = councils.iter().map(|(_, m)| m.reference_prefix.as_str()).collect();
    assert_eq!(prefixes.len(), councils.len());
    for (name, manifest) in &councils {
        let invented = |email: &str| email.ends_with(".example");
        assert!(manifest.people.iter().all(|person| invented(&person.email)), "{name}: addresses must be invented");
    }
}
