//! Both languages have the same words, and every word that a template asks for exists.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use casework::text::Lang;

use super::Texts;
use super::texts::Locales;

/// Key → names of its arguments.
fn words(folder: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut words = BTreeMap::new();
    for file in Locales::iter().filter(|file| file.starts_with(folder)) {
        let content = Locales::get(&file).expect("just listed");
        let source = String::from_utf8(content.data.into_owned()).expect("UTF-8");
        let mut key = String::new();
        for line in source.lines() {
            if let Some((name, _)) =
                line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                name.clone_into(&mut key);
                words.entry(key.clone()).or_insert_with(BTreeSet::new);
            }
            for argument in
                line.split("$").skip(1).filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next())
            {
                words.entry(key.clone()).or_default().insert(argument.to_owned());
            }
        }
    }
    words
}

#[test]
fn both_languages_have_the_same_words_with_the_same_arguments() {
    let (en, cy) = (words("en/"), words("cy/"));
    let lacks = |one: &BTreeMap<String, _>, other: &BTreeMap<String, _>| -> Vec<String> {
        one.keys().filter(|key| !other.contains_key(*key)).cloned().collect()
    };
    assert_eq!(lacks(&en, &cy), Vec::<String>::new(), "missing in Welsh");
    assert_eq!(lacks(&cy, &en), Vec::<String>::new(), "missing in English");
    for (key, arguments) in &en {
        assert_eq!(Some(arguments), cy.get(key), "arguments of {key}");
    }
}

#[test]
fn every_word_a_template_asks_for_exists() {
    let en = words("en/");
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("web/templates");
    let mut missing = Vec::new();
    let mut folders = vec![templates];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("templates") {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(&path).expect("UTF-8");
            for call in source.split("t(\"").skip(1).filter_map(|rest| rest.split_once('"')) {
                let (key, after) = call;
                // `t("kind-" ~ kind)` asks for a family of words: at least one must exist.
                let found = if after.trim_start().starts_with('~') {
                    en.keys().any(|word| word.starts_with(key))
                } else {
                    en.contains_key(key)
                };
                if !found && !key.is_empty() {
                    missing.push(format!("{}: {key}", path.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn the_languages_do_not_share_their_sentences() {
    let texts = Texts::new().expect("the locales parse");
    let same: Vec<_> = words("en/")
        .into_keys()
        .filter(|key| {
            let (en, cy) = (texts.find(Lang::En, key, None), texts.find(Lang::Cy, key, None));
            // Patterns of dates are made of the same parts.
            !key.starts_with("date-") && en == cy && en.is_some_and(|words| words.split_whitespace().count() > 2)
        })
        .collect();
    assert_eq!(same, Vec::<String>::new(), "left untranslated");
}
