use std::collections::BTreeMap;
use super::{Manifest, Problem, PluginKind};
pub const FILES: [&str; 7] = ["tenant.toml", "groups.toml", "categories.toml", "wards.geojson", "stages.toml", "plugins.toml", "people.toml"];
impl Manifest {
    pub fn from_files(_files: &BTreeMap<String, String>) -> Result<Self, Vec<Problem>> { Err(Vec::new()) }
}
pub fn locate_setting(_files: &BTreeMap<String, String>, _kind: PluginKind, _path: &str) -> Option<(String, Option<usize>)> { None }
