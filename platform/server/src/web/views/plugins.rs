//! The pages of a council's plugins.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Page;
use super::shared::{Choice, FieldProblem};

/// What is in force and on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluginsPage {
    pub kinds: Vec<PluginKindLine>,
    pub carriers: Vec<PluginCarriersLine>,
}

/// The plugins of one kind that carries, of which there may be several.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluginCarriersLine {
    pub kind: String,
    pub seats: Vec<PluginSeatLine>,
}

/// A plugin that carries, in force or on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluginSeatLine {
    pub href: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<PluginNow>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub candidate: Option<String>,
    /// Of a feed, once the worker has come by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fares: Option<FeedFares>,
}

/// How a feed fares, in a line.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedFares {
    /// None: it was never read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub good_at: Option<DateTime<Utc>>,
    /// A message id, while its source is down or says no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
}

/// Everything about one plugin that carries.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PluginSeatPage {
    pub kind: String,
    pub plugin: String,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<PluginNow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub candidate: Option<String>,
    pub history: Vec<PluginActivationLine>,
    /// Of a feed, once the worker has come by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feed: Option<FeedPanel>,
    /// What is wrong with how a channel carries, and what its service says of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// A channel has an address to which its other side can send.
    pub address_made: bool,
    /// What was done just now: `activated`, `discarded`, `soon`, `given`, `again`, `thrown-away`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done: Option<String>,
    /// What a file brought, and what is gone by it.
    pub items: usize,
    pub gone: u64,
    /// The address to which the other system sends, told this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    pub problems: Vec<FieldProblem>,
}

/// How a feed fares.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FeedPanel {
    /// It brings people, whose changes wait on a page of their own.
    pub people: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub good_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tried_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_at: Option<DateTime<Utc>>,
    pub failures: i32,
    /// What went wrong, as `feed-<code>` words it, and what the plugin says of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Counted up to ten thousand.
    pub items: i64,
    pub skipped: Vec<FeedSkipped>,
    pub more_skipped: usize,
    pub has_address: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    pub waiting: i64,
    pub given_up: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_up_why: Option<String>,
}

/// A row that could not be read.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedSkipped {
    pub row: u32,
    pub what: String,
    pub remedy: String,
}

/// A host that a plugin wants to reach.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluginHostLine {
    pub host: String,
    pub why: String,
    pub allowed: bool,
}

/// Something secret that the council fills in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluginSecretLine {
    pub name: String,
    pub title: String,
    /// Since when it is filled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filled_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filled_by: Option<String>,
}

/// One kind of plugin, as `plugins-kind-<kind>` words it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluginKindLine {
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<PluginNow>,
    /// Id of the setup that is worked on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub candidate: Option<String>,
}

/// A plugin in force.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluginNow {
    pub plugin: String,
    /// Empty where it cannot be read.
    pub version: String,
    pub summary: String,
    /// `good`, `failing`, `suspended` or `broken`.
    pub health: String,
    /// What went wrong last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
    pub calls: u64,
    pub failed: u64,
}

/// Everything about one kind.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluginKindPage {
    pub kind: String,
    /// There may be several in force.
    #[serde(default)]
    pub several: bool,
    #[serde(default)]
    pub seats: Vec<PluginSeatLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<PluginNow>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub candidate: Option<String>,
    pub choices: Vec<PluginChoiceLine>,
    pub history: Vec<PluginActivationLine>,
    /// What was done just now: `uploaded`, `activated`, `discarded`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<String>,
    pub problems: Vec<FieldProblem>,
}

/// A plugin that can be chosen.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluginChoiceLine {
    /// What the form sends for it.
    pub value: String,
    pub plugin: String,
    pub version: String,
    pub summary: String,
    /// The beginning of its fingerprint and who uploaded it, for one that does not come with the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uploaded: Option<PluginUploaded>,
    /// It was uploaded just now.
    #[serde(default)]
    pub chosen: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluginUploaded {
    pub by: String,
    pub at: DateTime<Utc>,
    pub fingerprint: String,
}

/// A moment at which something came into force, the newest first.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluginActivationLine {
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plugin: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Empty where the council's files said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    pub at: DateTime<Utc>,
    pub reason: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rehearsal: Option<String>,
    /// Whether it can be had again.
    pub again: bool,
}

/// The settings of a candidate.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluginSetupPage {
    pub id: String,
    pub version: i32,
    pub kind: String,
    pub plugin: String,
    pub plugin_version: String,
    pub summary: String,
    pub fields: Vec<SettingField>,
    /// What can be typed for things of the council, by list.
    pub lists: Vec<SettingList>,
    /// What a channel can be used for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carries: Vec<PluginCarriesLine>,
    /// It carries: it may be allowed to reach these, with these secrets.
    #[serde(default)]
    pub hosts: Vec<PluginHostLine>,
    #[serde(default)]
    pub secrets: Vec<PluginSecretLine>,
    /// It decides, so that it can be rehearsed.
    #[serde(default)]
    pub decides: bool,
    /// Of the page of all of its kind, or of its own.
    #[serde(default)]
    pub back: String,
    /// Saved, and nothing is wrong with it.
    pub ready: bool,
    /// What was done just now: `saved`, `pasted`, `imported`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<String>,
    /// How many rows were pasted.
    #[serde(default)]
    pub pasted: usize,
    /// The newest rehearsal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rehearsal: Option<RehearsalLine>,
    pub problems: Vec<FieldProblem>,
}

/// Something for which a channel can be used.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluginCarriesLine {
    /// `email`, `letter` or `event`.
    pub what: String,
    pub chosen: bool,
}

/// A rehearsal in one line.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RehearsalLine {
    pub id: String,
    /// `waiting`, `done`, `cancelled` or `failed`.
    pub state: String,
    /// Of these very settings.
    pub current: bool,
    pub by: String,
    pub at: DateTime<Utc>,
    pub cases: i32,
    pub changed: u32,
}

/// One field of a plugin's settings.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SettingField {
    /// `text`, `address`, `number`, `yes-no`, `choice`, `texts`, `rows` or `group`.
    pub shape: String,
    pub name: String,
    pub title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub help: String,
    pub required: bool,
    /// What stands in it; of a table, what was pasted and could not be taken over.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// Which list says what can be typed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub list: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// Of a group.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<SettingField>,
    /// Of a table: what its columns are called, and whether it has too many to stand side by side.
    pub columns: Vec<SettingColumn>,
    pub wide: bool,
    pub rows: Vec<SettingRow>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingColumn {
    pub title: String,
    pub help: String,
    pub required: bool,
    /// Holds sentences.
    #[serde(default)]
    pub long: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingRow {
    /// From nought.
    pub at: usize,
    pub cells: Vec<SettingField>,
}

/// What can be typed in a field.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingList {
    pub name: String,
    pub words: Vec<String>,
}

/// What a candidate, or an earlier activation, would change; and whether to put it in force.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluginActivatePage {
    pub kind: String,
    /// It decides, so that it can be rehearsed.
    #[serde(default)]
    pub decides: bool,
    pub plugin: String,
    pub plugin_version: String,
    /// Where the form is sent.
    pub action: String,
    /// Of the candidate, as it was seen.
    #[serde(default)]
    pub version: i32,
    /// It was in force before.
    pub again: bool,
    /// The plugin in force is another one, or another version of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<String>,
    pub differences: Vec<PluginDifference>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rehearsal: Option<RehearsalLine>,
    pub reason: String,
    pub limit: usize,
    pub back: String,
    pub problems: Vec<FieldProblem>,
}

/// Something that is set in another way.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluginDifference {
    pub title: String,
    pub before: Vec<String>,
    pub after: Vec<String>,
    /// How many more there are of each.
    #[serde(default)]
    pub more_before: usize,
    #[serde(default)]
    pub more_after: usize,
    #[serde(default)]
    pub reordered: bool,
}

/// A rehearsal as far as it has come.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RehearsalPage {
    pub id: String,
    pub setup: String,
    pub kind: String,
    pub plugin: String,
    pub plugin_version: String,
    pub state: String,
    /// These are the settings as they are now.
    pub current: bool,
    /// The setup can still be put in force.
    pub open: bool,
    pub since: DateTime<Utc>,
    pub until: DateTime<Utc>,
    pub by: String,
    pub at: DateTime<Utc>,
    pub done: i32,
    /// Absent until they were counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    pub failures: Vec<RehearsalFailure>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routing: Option<RehearsalRouting>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadlines: Option<RehearsalDeadlines>,
    pub changes: Vec<RehearsalChange>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RehearsalFailure {
    pub code: String,
    pub times: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RehearsalRouting {
    pub cases: u32,
    pub moved: u32,
    pub shifts: Vec<RehearsalShift>,
    pub teams: Vec<RehearsalTeam>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RehearsalShift {
    pub from: String,
    pub to: String,
    pub cases: u32,
}

/// What a team would get, over all weeks and in each.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RehearsalTeam {
    pub name: String,
    pub was: u32,
    pub would: u32,
    pub weeks: Vec<RehearsalWeek>,
    /// Points of the two lines of the chart, in its own units.
    pub line_was: String,
    pub line_would: String,
    pub most: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RehearsalWeek {
    pub monday: NaiveDate,
    pub was: u32,
    pub would: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RehearsalDeadlines {
    pub all: u32,
    pub earlier: u32,
    pub later: u32,
    pub missed: u32,
    pub would_miss: u32,
    pub gained: u32,
    pub lost: u32,
}

/// A case that would have gone another way.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RehearsalChange {
    pub reference: String,
    pub on: NaiveDate,
    pub was: String,
    pub would: String,
    pub why: String,
    /// `gained` or `lost`, where a deadline would be missed only then, or no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breach: Option<String>,
}

impl Page for PluginsPage {
    const TEMPLATE: &'static str = "plugins";
}

impl Page for PluginKindPage {
    const TEMPLATE: &'static str = "plugin-kind";
}

impl Page for PluginSeatPage {
    const TEMPLATE: &'static str = "plugin-seat";
}

impl Page for PluginSetupPage {
    const TEMPLATE: &'static str = "plugin-setup";
}

impl Page for PluginActivatePage {
    const TEMPLATE: &'static str = "plugin-activate";
}

impl Page for RehearsalPage {
    const TEMPLATE: &'static str = "plugin-rehearsal";
}
