//! Settings of plugins as forms: in the council's own words, read back as they were, and nothing that was typed is lost (R58).

use std::collections::BTreeMap;
use std::fs;

use casework::manifest::{CategoryDef, Manifest};
use casework::settings::{FaultKind, Names, PasteProblem, RowChange, Schema, Typed, Words, field_name};
use casework::text::Lang;
use serde_json::{Value, json};

use crate::help::{councils, repository};

/// The schema of a plugin that is shipped.
fn schema_of(plugin: &str) -> Schema {
    let text = fs::read_to_string(repository().join(format!("plugins/{plugin}/plugin.toml"))).expect("a plugin.toml");
    let description: Value = toml::from_str(&text).expect("TOML");
    Schema::new(&description["settings"]).unwrap_or_else(|problems| panic!("{plugin}: {problems:?}"))
}

fn read(schema: &Schema, words: Words<'_>, typed: &BTreeMap<String, String>) -> Typed {
    schema.read(words, true, &|name| typed.get(name).cloned())
}

fn table() -> Schema {
    schema_of("routing-table")
}

/// A council, a category of it with a service that has a name of its own, and a team.
fn council() -> (Manifest, CategoryDef, String) {
    let manifest = councils().remove(0).1;
    let category = manifest.categories.iter().find(|known| known.services.len() > 1).expect("a category").clone();
    let group = manifest.groups[0].name.en.clone();
    (manifest, category, group)
}

#[test]
fn the_settings_of_every_council_are_the_same_after_they_were_shown_and_read() {
    for (name, manifest) in councils() {
        for choice in [&manifest.plugins.routing, &manifest.plugins.sla] {
            let schema = schema_of(&choice.plugin);
            for lang in Lang::ALL {
                let words = Words::new(&manifest, lang);
                let shown = schema.shown(&choice.settings, words);
                let typed = read(&schema, words, &shown);
                assert_eq!(typed.faults, [], "{name}");
                assert_eq!(typed.settings, choice.settings, "{name}, {}, {lang}", choice.plugin);
            }
        }
    }
}

#[test]
fn people_see_names_and_may_type_names_or_keys_whatever_the_capitals() {
    let (manifest, category, group) = council();
    let words = Words::new(&manifest, Lang::En);
    let service = &category.services[0];
    let row = |text: [&str; 3]| {
        let pairs =
            [("rows.count", "1"), ("rows.0.category", text[0]), ("rows.0.service", text[1]), ("rows.0.group", text[2])];
        pairs.map(|(name, text)| (name.to_owned(), text.to_owned())).into_iter().collect::<BTreeMap<_, _>>()
    };
    let expected = json!({ "rows": [
        { "category": category.key, "service": service.key, "group": manifest.groups[0].key } ] });
    let loud = category.name.en.to_uppercase();
    for typed in [
        row([&category.name.en, &service.name.en, &group]),
        row([&category.key, &service.key, &manifest.groups[0].key]),
        row([&loud, &service.name.en.to_lowercase(), &group.to_lowercase()]),
    ] {
        let read = read(&table(), words, &typed);
        assert_eq!((read.settings, read.faults), (expected.clone(), vec![]));
    }
    let shown = table().shown(&expected, words);
    assert_eq!(shown["rows.0.group"], group);
}

#[test]
fn what_cannot_be_read_stays_as_it_was_typed_and_is_told() {
    let (manifest, ..) = council();
    let words = Words::new(&manifest, Lang::En);
    let schema = schema_of("sla-working-days");
    let typed =
        [("first_response", "soon"), ("next_response", "1.5"), ("representative_reply", "0"), ("remind_before", "61")];
    let typed: BTreeMap<_, _> = typed.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
    let got = read(&schema, words, &typed);
    let faults: BTreeMap<_, _> = got.faults.iter().map(|fault| (fault.field.as_str(), fault.kind)).collect();
    let expected = [
        ("first_response", FaultKind::NotANumber),
        ("next_response", FaultKind::NotWhole),
        ("representative_reply", FaultKind::Below(1.0)),
        ("remind_before", FaultKind::Above(60.0)),
        ("remind_every", FaultKind::Missing),
    ];
    assert_eq!(faults, expected.into());
    let shown = schema.shown(&got.settings, words);
    for (name, text) in typed {
        assert_eq!(shown[&name], text);
    }
}

#[test]
fn a_row_without_anything_is_dropped_and_faults_name_the_rows_that_are_left() {
    let (manifest, ..) = council();
    let words = Words::new(&manifest, Lang::En);
    let typed: BTreeMap<_, _> =
        [("rows.count".to_owned(), "2".to_owned()), ("rows.1.reason".to_owned(), "Because.".to_owned())].into();
    let got = read(&table(), words, &typed);
    assert_eq!(got.settings, json!({ "rows": [{ "reason": "Because." }] }));
    let fields: Vec<_> = got.faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["rows.0.category", "rows.0.group"]);
    let kept = table().read(words, false, &|name| typed.get(name).cloned());
    assert_eq!(kept.settings["rows"].as_array().map(Vec::len), Some(2), "a row that was just added stays");
}

#[test]
fn rows_are_added_moved_and_taken_away() {
    let mut settings = json!({ "rows": [{ "group": "a" }, { "group": "b" }, { "group": "c" }] });
    let order = |settings: &Value| {
        let rows = settings["rows"].as_array().cloned().unwrap_or_default();
        rows.iter().map(|row| row["group"].as_str().unwrap_or("-").to_owned()).collect::<String>()
    };
    for (change, expected) in [
        (RowChange::Down(0), "bac"),
        (RowChange::Up(2), "bca"),
        (RowChange::Up(0), "bca"),
        (RowChange::Down(2), "bca"),
        (RowChange::Remove(1), "ba"),
        (RowChange::Remove(9), "ba"),
        (RowChange::Add, "ba-"),
    ] {
        table().change_rows(&mut settings, "rows", change);
        assert_eq!(order(&settings), expected, "{change:?}");
    }
}

#[test]
fn rows_are_pasted_from_a_spreadsheet_with_or_without_the_names_of_the_columns() {
    let (manifest, category, group) = council();
    let words = Words::new(&manifest, Lang::En);
    let service = &category.services[0];
    let expected = json!([
        { "category": category.key, "service": service.key, "group": manifest.groups[0].key },
        { "category": category.key, "group": "nobody", "reason": "Two\tcells, \"quoted\"." },
    ]);
    let plain = format!(
        "{}\t{}\t\t{group}\r\n{}\t\t\tnobody\t\"Two\tcells, \"\"quoted\"\".\"\r\n\r\n",
        category.name.en, service.name.en, category.key
    );
    let named = format!(
        "Team,reason,Category,Service\n{group},,{},{}\nnobody,\"Two\tcells, \"\"quoted\"\".\",{},\n",
        category.name.en, service.name.en, category.key
    )
    .replace('\t', " ");
    for (text, tab) in [(&plain, true), (&named, false)] {
        let mut settings = json!({ "rows": [{ "category": "kept", "group": "kept" }] });
        assert_eq!(table().paste(&mut settings, "rows", text, false, words), Ok(2));
        let rows = settings["rows"].as_array().expect("rows");
        assert_eq!(rows.len(), 3);
        let wanted = expected.to_string();
        let wanted = if tab { wanted } else { wanted.replace("\\t", " ") };
        assert_eq!(Value::Array(rows[1..].to_vec()).to_string(), wanted);
        assert_eq!(table().paste(&mut settings, "rows", text, true, words), Ok(2));
        assert_eq!(settings["rows"].as_array().map(Vec::len), Some(2));
    }
}

#[test]
fn what_cannot_be_pasted_changes_nothing() {
    let (manifest, ..) = council();
    let words = Words::new(&manifest, Lang::En);
    let before = json!({ "rows": [{ "category": "kept" }] });
    let many = "a\n".repeat(2_001);
    for (text, problem) in [
        ("", PasteProblem::Empty),
        ("Category\tTeam\n", PasteProblem::Empty),
        ("a\tb\n1\t2\t3\t4\t5\t6\n", PasteProblem::TooWide { row: 2, cells: 6, columns: 5 }),
        (many.as_str(), PasteProblem::TooMany),
    ] {
        let mut settings = before.clone();
        assert_eq!(table().paste(&mut settings, "rows", text, true, words), Err(problem));
        assert_eq!(settings, before);
    }
}

#[test]
fn a_table_goes_out_to_a_spreadsheet_and_comes_back_as_it_was() {
    for (name, manifest) in councils() {
        let choice = &manifest.plugins.routing;
        let schema = schema_of(&choice.plugin);
        let table = if choice.settings.get("rows").is_some() { "rows" } else { "rules" };
        for lang in Lang::ALL {
            let words = Words::new(&manifest, lang);
            let copied = schema.copied(&choice.settings, table, words, lang);
            let mut settings = choice.settings.clone();
            schema.paste(&mut settings, table, &copied, true, words).expect("it is pasted");
            assert_eq!(settings, choice.settings, "{name}, {lang}");
        }
    }
}

#[test]
fn a_schema_from_which_no_form_can_be_drawn_is_refused_with_the_place() {
    let good = json!({ "type": "object", "properties": { "days": { "type": "integer", "title": "Days" } } });
    assert!(Schema::new(&good).is_ok());
    let with = |schema: Value| json!({ "type": "object", "properties": { "a": schema } });
    for (schema, path, told) in [
        (json!({ "type": "array" }), "$", "an object"),
        (with(json!({ "title": "A" })), "$.properties.a", "one type"),
        (with(json!({ "type": "string" })), "$.properties.a", "title"),
        (with(json!({ "type": "string", "title": "A", "oneOf": [] })), "$.properties.a", "oneOf"),
        (with(json!({ "type": "string", "title": "A", "x-names": "tree" })), "$.properties.a", "x-names is one of"),
        (
            with(json!({ "type": "array", "title": "A", "items": { "type": "integer" } })),
            "$.properties.a.items",
            "strings or",
        ),
        (with(json!({ "type": "object", "title": "A" })), "$.properties.a", "has properties"),
        (
            json!({ "type": "object", "required": ["b"], "properties": { "a": { "type": "string", "title": "A" } } }),
            "$",
            "no property",
        ),
    ] {
        let problems = Schema::new(&schema).expect_err("no form");
        assert!(problems.iter().any(|p| p.path == path && p.message.contains(told)), "{problems:?}");
    }
}

#[test]
fn a_path_of_a_plugin_is_a_field_of_the_form() {
    for (path, name) in [("$.rows[3].when.hours", "rows.3.when.hours"), ("$.default", "default"), ("$", "")] {
        assert_eq!(field_name(path), name);
    }
}

#[test]
fn what_changes_is_told_in_the_words_of_the_council() {
    let (manifest, category, group) = council();
    let words = Words::new(&manifest, Lang::En);
    let team = &manifest.groups[0].key;
    let row = |service: &str| json!({ "category": category.key, "service": service, "group": team });
    let [one, two] = [0, 1].map(|at| &category.services[at]);
    let before = json!({ "rows": [row(&one.key), row(&two.key), row(&two.key)] });
    let after = json!({ "rows": [row(&two.key), { "category": category.key, "group": team }] });
    let [found] = &table().differences(&before, &after, words)[..] else { panic!("one difference") };
    let line = |service: &str| format!("{} · {service} · {group}", category.name.en);
    assert_eq!((found.titles[0].en.as_str(), found.reordered), ("Rows", false));
    assert_eq!(found.before, [line(&one.name.en), line(&two.name.en)]);
    assert_eq!(found.after, [format!("{} · {group}", category.name.en)]);

    let turned = json!({ "rows": [row(&two.key), row(&two.key), row(&one.key)] });
    let [found] = &table().differences(&before, &turned, words)[..] else { panic!("one difference") };
    assert!(found.reordered);
    assert_eq!(table().differences(&before, &before, words), []);

    let days = |first: u8| json!({ "first_response": first, "next_response": 10 });
    let [found] = &schema_of("sla-working-days").differences(&days(5), &days(6), words)[..] else { panic!("one") };
    assert_eq!((&found.before[..], &found.after[..]), (&["5".to_owned()][..], &["6".to_owned()][..]));
}

#[test]
fn what_the_council_does_not_have_is_told_and_stays_as_it_was_typed() {
    let (manifest, category, _) = council();
    let words = Words::new(&manifest, Lang::En);
    let typed = [("rows.count", "1"), ("rows.0.category", category.key.as_str()), ("rows.0.group", "The mayor")];
    let typed: BTreeMap<_, _> = typed.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
    let got = read(&table(), words, &typed);
    let faults: Vec<_> = got.faults.iter().map(|fault| (fault.field.as_str(), fault.kind)).collect();
    assert_eq!(faults, [("rows.0.group", FaultKind::Unknown(Names::Group))]);
    assert_eq!(got.settings["rows"][0]["group"], "The mayor");
}
