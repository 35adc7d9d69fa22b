//! `groups.toml`: the council's teams.

use super::{Listed, Table, tenant::check_email};
use crate::manifest::GroupDef;

pub(super) fn read(table: &Table<'_>) -> Listed<GroupDef> {
    let mut groups = Listed::new();
    for item in table.tables("groups") {
        let key = item.key("key");
        let name = item.words("name");
        let email = item.opt_text("email");
        if let Some(email) = &email {
            check_email(table.file, email);
        }
        let (oversees, triage) = (item.flag("oversees"), item.flag("triage"));
        item.finish();
        let group = (|| {
            let key = key.as_ref()?.value.clone();
            Some(GroupDef { key, name: name?, email: email.map(|email| email.value), oversees, triage })
        })();
        groups.add(table.file, "groups", key.as_ref(), group);
    }
    if !groups.items.iter().any(|group| group.triage) {
        table.file.problem_of_all("no group does triage", "Write `triage = true` in the group that does");
    }
    groups
}
