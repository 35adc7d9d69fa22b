//! `plugin.toml`: what a plugin says about itself, next to its component.
//!
//! ```toml
//! kind = "committee-calendar"      # which world of the contract
//! name = "committees-by-post"
//! version = "1.0.0"
//! title = { en = "…", cy = "…" }   # what people call it; its name where left out
//! summary = { en = "…", cy = "…" }
//!
//! [[capabilities]]                 # what it may do besides computing: feeds and channels may ask for HTTP
//! use = "http"
//! host = "api.example.org"         # this host; or, instead,
//! setting = "calendars.address"    # the hosts of the addresses that the council gives in this setting
//! secrets = ["api-key"]            # which secrets may go there; none if left out
//! why = { en = "…", cy = "…" }     # told to the admin who is asked to allow it
//!
//! [[secrets]]                      # what the council has to fill in
//! name = "api-key"
//! title = { en = "…", cy = "…" }
//!
//! [settings]                       # a JSON Schema, from which the form for the settings is drawn
//! type = "object"
//! ```

use std::collections::BTreeSet;
use std::fmt;

use casework::text::{Lang, Text};
use egress::Origin;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The kinds of plugins that this host runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Routing,
    SlaPolicy,
    PeopleFeed,
    CommitteeCalendar,
    HighwaysSchedule,
    WardFacts,
    NotificationChannel,
}

impl Kind {
    pub const ALL: [Self; 7] = [
        Self::Routing,
        Self::SlaPolicy,
        Self::PeopleFeed,
        Self::CommitteeCalendar,
        Self::HighwaysSchedule,
        Self::WardFacts,
        Self::NotificationChannel,
    ];

    /// Its name in the contract and in `plugin.toml`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Routing => "routing",
            Self::SlaPolicy => "sla-policy",
            Self::PeopleFeed => "people-feed",
            Self::CommitteeCalendar => "committee-calendar",
            Self::HighwaysSchedule => "highways-schedule",
            Self::WardFacts => "ward-facts",
            Self::NotificationChannel => "notification-channel",
        }
    }

    /// Whether plugins of this kind only decide, so that they need, and get, nothing from outside.
    pub const fn decides(self) -> bool {
        matches!(self, Self::Routing | Self::SlaPolicy)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a plugin asks to be allowed besides computing. The council grants it, or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "use", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Capability {
    /// Requests to one host, or to those of the addresses in a setting.
    Http {
        /// `api.example.org` or `api.example.org:8443`.
        host: Option<String>,
        /// Where the settings hold an address, keys joined by dots; of a list, each entry is looked at.
        setting: Option<String>,
        /// Names of the secrets that may go there.
        #[serde(default)]
        secrets: BTreeSet<String>,
        /// For the admin who is asked.
        why: Text,
    },
}

/// Something secret that the council fills in. The plugin never sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretDescription {
    /// Letters a to z, digits and hyphens.
    pub name: String,
    /// What it is, and where the admin finds it.
    pub title: Text,
}

/// A host that a plugin wants to reach with certain settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredHost {
    pub origin: Origin,
    /// Names of the secrets that may go there.
    pub secrets: BTreeSet<String>,
    pub why: Text,
}

/// The contents of a `plugin.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    pub kind: Kind,
    /// Letters a to z, digits and hyphens; also the name of its files.
    pub name: String,
    pub version: String,
    /// What people call it; its name where there is nothing better.
    #[serde(default)]
    title: Option<Text>,
    /// What it does, for the person who chooses it.
    pub summary: Text,
    #[serde(default)]
    pub capabilities: Vec<Capability>,
    #[serde(default)]
    pub secrets: Vec<SecretDescription>,
    /// JSON Schema (2020-12) of the settings. `title` and `description` are English; `x-cy` holds them in Welsh.
    pub settings: Value,
}

impl Description {
    /// Reads a `plugin.toml`.
    ///
    /// # Errors
    /// What is wrong, with line and column where known, for the author of the plugin.
    pub fn parse(text: &str) -> Result<Self, String> {
        let description: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        is_name(&description.name)?;
        description.secrets.iter().try_for_each(|secret| is_name(&secret.name))?;
        description.capabilities.iter().try_for_each(|capability| description.permits(capability))?;
        Ok(description)
    }

    /// What people call it.
    #[must_use]
    pub fn title(&self, lang: Lang) -> &str {
        self.title.as_ref().map_or(&self.name, |title| title.get(lang))
    }

    fn permits(&self, capability: &Capability) -> Result<(), String> {
        let Capability::Http { host, setting, secrets, why: _ } = capability;
        if self.kind.decides() {
            return Err(format!("a plugin of kind {} decides, and may reach nothing outside", self.kind));
        }
        match (host, setting) {
            (Some(host), None) if Origin::parse(host).is_none() => {
                return Err(format!("“{host}” is not a host: write api.example.org, or api.example.org:8443"));
            }
            (Some(_), None) | (None, Some(_)) => {}
            _ => return Err("a capability to use http names a host or a setting, one of the two".to_owned()),
        }
        let described = |name: &&String| self.secrets.iter().any(|secret| secret.name == **name);
        match secrets.iter().find(|name| !described(name)) {
            Some(name) => Err(format!("the secret “{name}” is not described: add [[secrets]] with its name and title")),
            None => Ok(()),
        }
    }

    /// The hosts that the plugin wants to reach with these settings. What is no address in a setting names no host; that is
    /// for the plugin to complain about.
    #[must_use]
    pub fn hosts(&self, settings: &Value) -> Vec<DeclaredHost> {
        let mut hosts = Vec::new();
        for Capability::Http { host, setting, secrets, why } in &self.capabilities {
            let fixed = host.iter().filter_map(|host| Origin::parse(host));
            let given = setting.iter().flat_map(|path| addresses(settings, path)).filter_map(Origin::of_address);
            let declared = |origin| DeclaredHost { origin, secrets: secrets.clone(), why: why.clone() };
            hosts.extend(fixed.chain(given).map(declared));
        }
        hosts
    }
}

/// The texts at a path like `calendars.address`.
fn addresses<'a>(settings: &'a Value, path: &str) -> Vec<&'a str> {
    let mut here = vec![settings];
    for key in path.split('.') {
        here = here.into_iter().filter_map(|value| value.get(key)).flat_map(entries).collect();
    }
    here.into_iter().filter_map(Value::as_str).collect()
}

/// The entries of a list, or what is no list.
fn entries(value: &Value) -> Vec<&Value> {
    value.as_array().map_or_else(|| vec![value], |entries| entries.iter().collect())
}

fn is_name(name: &str) -> Result<(), String> {
    let good = !name.is_empty() && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    if good { Ok(()) } else { Err(format!("“{name}” is not a name: use a to z, digits and hyphens")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        kind = "sla-policy"
        name = "by-the-moon"
        version = "1.0.0"
        summary = "Deadlines by the phases of the moon."
        capabilities = []
        [settings]
        type = "object"
    "#;

    #[test]
    fn a_good_description_is_read() {
        let description = Description::parse(GOOD).expect("a good description");
        assert_eq!((description.kind, description.name.as_str()), (Kind::SlaPolicy, "by-the-moon"));
        assert_eq!(description.settings["type"], "object");
    }

    #[test]
    fn what_this_host_does_not_know_is_refused() {
        for (good, bad, told) in [
            ("sla-policy", "weather", "weather"),
            ("[]", "[{ use = \"network\" }]", "network"),
            ("[]", "[{ use = \"http\", host = \"example.org\", why = \"x\" }]", "decides"),
            ("by-the-moon", "../moon", "is not a name"),
            ("version", "verison", "verison"),
        ] {
            let error = Description::parse(&GOOD.replace(good, bad)).expect_err(bad);
            assert!(error.contains(told), "{error}");
        }
    }

    const FEED: &str = r#"
        kind = "people-feed"
        name = "by-pigeon"
        version = "1.0.0"
        summary = "People, by carrier pigeon."
        [[capabilities]]
        use = "http"
        host = "api.example.org"
        secrets = ["key"]
        why = "To ask for people."
        [[capabilities]]
        use = "http"
        setting = "lofts.address"
        why = "To ask the lofts."
        [[secrets]]
        name = "key"
        title = "The key"
        [settings]
        type = "object"
    "#;

    #[test]
    fn hosts_are_those_named_and_those_of_the_settings() {
        let feed = Description::parse(FEED).expect("a good description");
        let settings = serde_json::json!({ "lofts": [
            { "address": "https://North.example.org/birds" }, { "address": "http://south.example.org:8080/" },
            { "address": "no address" }, { "address": 7 }, {},
        ]});
        let hosts: Vec<_> =
            feed.hosts(&settings).into_iter().map(|host| (host.origin.to_string(), host.secrets.len())).collect();
        let expected = [("api.example.org", 1), ("north.example.org", 0), ("south.example.org:8080", 0)];
        assert_eq!(hosts, expected.map(|(host, secrets)| (host.to_owned(), secrets)));
    }

    #[test]
    fn a_capability_that_cannot_be_meant_is_refused() {
        for (good, bad, told) in [
            ("\"api.example.org\"", "\"*.example.org\"", "is not a host"),
            ("\"api.example.org\"", "\"api.example.org\"\nsetting = \"a\"", "one of the two"),
            ("host = \"api.example.org\"", "", "one of the two"),
            ("[\"key\"]", "[\"word\"]", "not described"),
            ("host = ", "hots = ", "hots"),
        ] {
            let error = Description::parse(&FEED.replace(good, bad)).expect_err(bad);
            assert!(error.contains(told), "{error}");
        }
    }
}
