//! `categories.toml`: what a case can be about.

use super::{Listed, Table};
use crate::manifest::{CategoryDef, OTHER, ServiceDef};

/// Numbers in the Local Government Services List go up to the low thousands.
const LGSL: std::ops::RangeInclusive<u32> = 1..=9_999;

pub(super) fn read(table: &Table<'_>) -> Listed<CategoryDef> {
    let mut categories = Listed::new();
    for item in table.tables("categories") {
        let key = item.key("key");
        let name = item.words("name");
        let retired = item.flag("retired");
        let services = read_services(&item);
        item.finish();
        let category = (|| Some(CategoryDef { key: key.as_ref()?.value.clone(), name: name?, services, retired }))();
        categories.add(table.file, "categories", key.as_ref(), category);
    }
    if !categories.items.iter().any(|category| category.key == OTHER && !category.retired) {
        let remedy = "Add it: it is where a case goes that has no place of its own";
        table.file.problem_of_all(format!("there is no category with the key `{OTHER}`"), remedy);
    }
    categories
}

fn read_services(category: &Table<'_>) -> Vec<ServiceDef> {
    let mut services = Listed::new();
    for item in category.tables("services") {
        let key = item.key("key");
        let name = item.words("name");
        let lgsl = item.opt_number("lgsl", LGSL);
        let words = item.texts("words").into_iter().map(|word| word.value.to_lowercase()).collect();
        let retired = item.flag("retired");
        item.finish();
        let service = (|| Some(ServiceDef { key: key.as_ref()?.value.clone(), name: name?, lgsl, words, retired }))();
        services.add(category.file, "services of one category", key.as_ref(), service);
    }
    if !services.items.iter().any(|service| service.key == OTHER && !service.retired) {
        let message = format!("this category has no service with the key `{OTHER}`");
        category.file.problem(category.at, message, "Add it, so that nobody has to guess");
    }
    services.items
}
