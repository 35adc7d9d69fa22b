//! From the files of a council's folder to a manifest: one reader a file, each told what the files before it hold.

mod categories;
mod groups;
mod people;
mod plugins;
mod stages;
mod starters;
mod tenant;
mod wards;

use std::collections::{BTreeMap, BTreeSet};

use toml::de::DeTable;

pub use plugins::locate_setting;

use super::{
    Manifest, Problem,
    file::{At, File, Problems},
    suggest::instead_of,
    table::Table,
};

/// The files that every council's folder has, in the order in which they are read.
pub const FILES: [&str; 7] =
    ["tenant.toml", "groups.toml", "categories.toml", "wards.geojson", "stages.toml", "plugins.toml", "people.toml"];

impl Manifest {
    /// Reads the files of a council's folder: file name to text. Nothing is read from the disk here.
    ///
    /// A file that is no part of a council's folder is a mistake when it is TOML or GeoJSON (most likely its name is
    /// mistyped); anything else, such as a read-me, is left alone.
    ///
    /// # Errors
    ///
    /// Every mistake, in the order of the files and their lines.
    pub fn from_files(files: &BTreeMap<String, String>) -> Result<Self, Vec<Problem>> {
        let problems = Problems::default();
        let reading = Reading { files, problems: &problems };

        let groups = reading.toml("groups.toml", groups::read);
        let tenant = reading.toml("tenant.toml", |table| tenant::read(table, groups.as_ref()));
        let categories = reading.toml("categories.toml", categories::read);
        let wards = reading.file("wards.geojson").and_then(|file| wards::read(&file));
        let workflow = reading.toml("stages.toml", |table| stages::read(table, groups.as_ref()));
        let plugins = reading.toml("plugins.toml", |table| plugins::read(table, &reading));
        let bodies = tenant.as_ref().and_then(Option::as_ref).map(|tenant| tenant.representatives.as_slice());
        let people = reading.toml("people.toml", |table| {
            people::read(table, &people::Known { groups: groups.as_ref(), wards: wards.as_ref(), bodies })
        });
        reading.strangers(plugins.as_ref().map(|read| read.files.as_slice()));

        let found = problems.into_inner();
        let whole = (|| {
            let tenant = tenant??;
            Some(Self {
                slug: tenant.slug,
                name: tenant.name,
                gss: tenant.gss,
                nation: tenant.nation,
                languages: tenant.languages,
                reference_prefix: tenant.reference_prefix,
                branding: tenant.branding,
                contact: tenant.contact,
                letterhead: tenant.letterhead,
                starters: tenant.starters,
                gate: tenant.gate,
                people_max: tenant.people_max,
                closures: tenant.closures,
                representatives: tenant.representatives,
                targets: tenant.targets,
                groups: groups?.items,
                categories: categories?.items,
                wards: wards?.items,
                workflow: workflow??,
                plugins: plugins?.choices?,
                people: people?.items,
            })
        })();
        match whole {
            Some(manifest) if found.is_empty() => Ok(manifest),
            _ => Err(in_order(found)),
        }
    }
}

/// The order in which somebody would go through the files to put them right.
fn in_order(mut problems: Vec<Problem>) -> Vec<Problem> {
    let place = |problem: &Problem| FILES.iter().position(|name| *name == problem.file).unwrap_or(FILES.len());
    problems.sort_by(|a, b| (place(a), a).cmp(&(place(b), b)));
    problems.dedup();
    problems
}

/// A list that was read, with the keys by which other files name its items. The keys hold those of broken items too, so
/// that one mistake is not reported again wherever the item is named.
pub(super) struct Listed<T> {
    pub items: Vec<T>,
    pub keys: BTreeSet<String>,
}

impl<T> Listed<T> {
    fn new() -> Self {
        Self { items: Vec::new(), keys: BTreeSet::new() }
    }

    /// Takes an item; a key that is there already is reported at `key`.
    fn add(&mut self, file: &File<'_>, what: &str, key: Option<&At<String>>, item: Option<T>) {
        if let Some(key) = key
            && !self.keys.insert(key.value.clone())
        {
            file.problem(
                key.at,
                format!("there are two {what} with the key `{}`", key.value),
                "Give one of them another",
            );
        }
        self.items.extend(item);
    }

    /// Whether `named` is there; reported when not.
    fn knows(&self, file: &File<'_>, what: &str, named: &At<String>) -> bool {
        let known = self.keys.contains(&named.value);
        if !known {
            let keys: Vec<&str> = self.keys.iter().map(String::as_str).collect();
            file.problem(named.at, format!("there is no {what} `{}`", named.value), instead_of(&named.value, &keys));
        }
        known
    }
}

/// The folder while it is read.
struct Reading<'a> {
    files: &'a BTreeMap<String, String>,
    problems: &'a Problems,
}

impl<'a> Reading<'a> {
    fn file(&self, name: &'a str) -> Option<File<'a>> {
        let text = self.files.get(name);
        if text.is_none() {
            self.problems.add(Problem {
                file: name.to_owned(),
                line: None,
                message: "this file is missing".to_owned(),
                remedy: "Copy it from another council's folder and change what it says".to_owned(),
            });
        }
        text.map(|text| File::new(name, text, self.problems))
    }

    /// Reads a TOML file. Mistakes in the spelling of TOML itself are reported alone: what else the file says is not
    /// known for certain.
    fn toml<T>(&self, name: &'a str, read: impl FnOnce(&Table<'_>) -> T) -> Option<T> {
        let file = self.file(name)?;
        let (root, errors) = DeTable::parse_recoverable(file.text);
        for error in &errors {
            let at = error.span().map_or(0, |span| span.start);
            file.problem(at, format!("this is not TOML: {}", one_line(error.message())), "Correct the line");
        }
        errors.is_empty().then(|| {
            let table = Table::new(&file, "the file", root.get_ref(), 0);
            let value = read(&table);
            table.finish();
            value
        })
    }

    /// Reports files that look as if they should have been read, but were not.
    fn strangers(&self, named: Option<&[String]>) {
        let Some(named) = named else { return };
        for name in self.files.keys() {
            let ours = FILES.contains(&name.as_str()) || named.contains(name);
            if !ours && (name.ends_with(".toml") || name.ends_with(".geojson")) {
                let missing: Vec<&str> = FILES.into_iter().filter(|file| !self.files.contains_key(*file)).collect();
                let remedy = match missing.as_slice() {
                    [] => "Remove it, or name it as a `settings_file` in plugins.toml".to_owned(),
                    missing => instead_of(name, missing),
                };
                self.problems.add(Problem {
                    file: name.clone(),
                    line: None,
                    message: "nothing reads this file".to_owned(),
                    remedy,
                });
            }
        }
    }
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
