//! `[starters]` of `tenant.toml`: how a feed of people becomes who may come in (R60).

use super::{Listed, Table};
use crate::{
    manifest::{GroupDef, StartersDef, UnitDef},
    people::Role,
    starters::{Limit, Way},
};

const WAYS: [(&str, Way); 2] = [("reviewed", Way::Reviewed), ("automatic", Way::Automatic)];
/// What a feed may make of an officer: nothing that sets the council up, and nobody who was elected.
const OFFICERS: [(&str, Role); 3] = [
    (Role::TeamMember.as_str(), Role::TeamMember),
    (Role::HeadOfService.as_str(), Role::HeadOfService),
    (Role::Assistant.as_str(), Role::Assistant),
];
/// As deep as a feed's units go.
const DEEPEST: usize = 8;

pub(super) fn read(table: &Table<'_>, groups: Option<&Listed<GroupDef>>) -> StartersDef {
    let apply = table.opt_choice("apply", &WAYS).map(|way| way.value).unwrap_or_default();
    let officers = table.opt_choice("officers", &OFFICERS).map_or(Role::TeamMember, |role| role.value);
    let standard = Limit::default();
    let share = table.opt_number("largest_share", 1..=100).and_then(|share| u8::try_from(share).ok());
    let always = table.opt_number("always", 0..=1000).and_then(|always| u16::try_from(always).ok());
    let limit = Limit { share: share.unwrap_or(standard.share), always: always.unwrap_or(standard.always) };
    let members_when = table.texts("members_when").into_iter().map(|word| word.value).collect();
    let units = table.tables("units").iter().filter_map(|item| unit(item, groups)).collect();
    table.finish();
    StartersDef { apply, officers, limit, members_when, units }
}

fn unit(item: &Table<'_>, groups: Option<&Listed<GroupDef>>) -> Option<UnitDef> {
    let unit = item.texts("unit");
    let (group, outside) = (item.opt_text("group"), item.flag("outside"));
    item.finish();
    if unit.is_empty() || unit.len() > DEEPEST {
        let message = format!("`unit` has {} names", unit.len());
        let remedy = format!("Write the department first, then what is in it: 1 to {DEEPEST} names in square brackets");
        item.file.problem(item.at, message, remedy);
        return None;
    }
    if group.is_some() == outside {
        let message = if outside { "this unit has a group and is outside" } else { "this unit has no group" };
        let remedy = "Write `group` with the team's key, or `outside = true` where nobody uses Wardbook";
        item.file.problem(item.at, message, remedy);
        return None;
    }
    if let (Some(groups), Some(group)) = (groups, &group)
        && !groups.knows(item.file, "group", group)
    {
        return None;
    }
    Some(UnitDef { unit: unit.into_iter().map(|name| name.value).collect(), group: group.map(|group| group.value) })
}
