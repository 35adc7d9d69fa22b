//! Keys of the council's own things, and what people call them.

use serde_json::Value;

use super::schema::Names;
use crate::manifest::Manifest;
use crate::people::Role;
use crate::text::Lang;

/// What a council calls its teams, categories, services and wards.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    manifest: &'a Manifest,
    lang: Lang,
}

impl<'a> Words<'a> {
    pub const fn new(manifest: &'a Manifest, lang: Lang) -> Self {
        Self { manifest, lang }
    }

    /// Every thing of a kind: its key, and its name. Services come once for each category that has one of the key.
    pub fn all(&self, names: Names) -> Vec<(&'a str, &'a str)> {
        self.among(names, None)
    }

    /// What people call the thing with this key: its name where no other has it, else the key; a key that nothing has as it is.
    pub fn shown(&self, names: Names, key: &str, beside: &Value) -> String {
        let all = self.among(names, Some(beside));
        let name = all.iter().find(|(known, _)| *known == key).map_or(key, |(_, name)| *name);
        let same = all.iter().filter(|(known, other)| *known != key && *other == name);
        if same.count() == 0 { name.to_owned() } else { key.to_owned() }
    }

    /// The key of what was typed: a key, or a name in the council's language or in English, whatever its capitals. What is
    /// neither stays as it is.
    pub fn key(&self, names: Names, typed: &str, beside: &Value) -> String {
        let typed = typed.trim();
        let english = Words { lang: Lang::En, ..*self };
        let known = [self.among(names, Some(beside)), english.among(names, Some(beside)), self.among(names, None)];
        let same = |name: &str| name.to_lowercase() == typed.to_lowercase();
        if let Some((key, _)) = known.iter().flatten().find(|(key, _)| *key == typed) {
            return (*key).to_owned();
        }
        let found = known.iter().flatten().find(|(key, name)| same(name) || same(key));
        found.map_or(typed, |(key, _)| *key).to_owned()
    }

    /// Whether there is a thing with this key.
    pub fn has(&self, names: Names, key: &str, beside: &Value) -> bool {
        self.among(names, Some(beside)).iter().any(|(known, _)| *known == key)
    }

    /// Services are those of the category that stands beside them, where one does.
    fn among(&self, names: Names, beside: Option<&Value>) -> Vec<(&'a str, &'a str)> {
        let (manifest, lang) = (self.manifest, self.lang);
        match names {
            Names::Group => manifest.groups.iter().map(|group| (&*group.key, group.name.get(lang))).collect(),
            Names::Category => manifest.categories.iter().map(|known| (&*known.key, known.name.get(lang))).collect(),
            Names::Service => {
                let category = beside.and_then(|beside| beside["category"].as_str());
                let within = manifest.categories.iter().filter(|known| category.is_none_or(|key| known.key == key));
                within.flat_map(|known| &known.services).map(|known| (&*known.key, known.name.get(lang))).collect()
            }
            Names::Ward => manifest.wards.iter().map(|ward| (&*ward.gss, &*ward.name)).collect(),
            Names::Representative => {
                let bodies = manifest.representatives.iter().map(|body| (&*body.key, body.name.get(lang)));
                let own = Role::Councillor.as_str();
                bodies.chain([(own, own)]).collect()
            }
        }
    }
}
