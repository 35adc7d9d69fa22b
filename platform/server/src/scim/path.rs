//! Paths and filters (RFC 7644, 3.4.2.2 and 3.5.2), as far as directories use them: `eq` and `and`.

use serde_json::{Map, Value};

use super::{ScimError, Wrong, refused};

pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// Longer ones are nobody's.
const LONGEST: usize = 1_000;
const MOST_TERMS: usize = 10;

/// Where an attribute belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    Core,
    Enterprise,
    /// Of an extension that is not known: what is said of it is ignored.
    Other,
}

/// What a path names: `emails[type eq "work"].value`, `name.familyName`, or the same behind the name of its schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    pub schema: Schema,
    /// Empty for all of the schema.
    pub attribute: String,
    pub terms: Vec<Term>,
    pub sub: Option<String>,
}

/// Something that must be so: `userName eq "x"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    pub path: Path,
    pub value: Value,
}

/// Names of attributes are the same in capitals (RFC 7643, 2.1).
pub fn named<'v>(of: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    of.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// Whether two values are the same. Entra ID sends `"True"` for `true`.
pub fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(one), Value::String(other)) => one.to_lowercase() == other.to_lowercase(),
        (Value::Bool(flag), Value::String(text)) | (Value::String(text), Value::Bool(flag)) => {
            text.eq_ignore_ascii_case(if *flag { "true" } else { "false" })
        }
        (one, other) => one == other,
    }
}

impl Path {
    /// Whether it names this attribute of the core schema, without a filter.
    pub fn is(&self, attribute: &str, sub: Option<&str>) -> bool {
        let ours = self.sub.as_deref().map(str::to_ascii_lowercase);
        self.schema == Schema::Core
            && self.terms.is_empty()
            && self.attribute.eq_ignore_ascii_case(attribute)
            && ours == sub.map(str::to_ascii_lowercase)
    }

    /// # Errors
    /// `invalidPath`.
    pub fn parse(text: &str) -> Result<Self, ScimError> {
        let text = text.trim();
        if text.is_empty() || text.len() > LONGEST {
            return Err(refused(Wrong::Path, "A path names an attribute, such as name.familyName."));
        }
        let (schema, rest) = schema_of(text);
        if schema == Schema::Other || rest.is_empty() {
            return Ok(Self { schema, attribute: String::new(), terms: Vec::new(), sub: None });
        }
        let (attribute, terms, sub) = match rest.split_once('[') {
            Some((attribute, after)) => {
                let end = closing(after).ok_or_else(|| refused(Wrong::Path, "A bracket of the path is not closed."))?;
                let sub = match &after[end + 1..] {
                    "" => None,
                    more => Some(more.strip_prefix('.').unwrap_or_default()),
                };
                let terms = terms(&after[..end], true).map_err(|_| {
                    refused(Wrong::Path, "In brackets, paths know `eq` and `and`, such as emails[type eq \"work\"].")
                })?;
                (attribute, terms, sub)
            }
            None => match rest.split_once('.') {
                Some((attribute, sub)) => (attribute, Vec::new(), Some(sub)),
                None => (rest, Vec::new(), None),
            },
        };
        if !is_name(attribute) || sub.is_some_and(|sub| !is_name(sub)) {
            return Err(refused(
                Wrong::Path,
                "A path is an attribute and at most one part of it, such as name.familyName.",
            ));
        }
        Ok(Self { schema, attribute: attribute.to_owned(), terms, sub: sub.map(str::to_owned) })
    }
}

/// What must be so of every resource that is listed.
///
/// # Errors
/// `invalidFilter`.
pub fn filter(text: &str) -> Result<Vec<Term>, ScimError> {
    terms(text, false)
}

fn terms(text: &str, inside: bool) -> Result<Vec<Term>, ScimError> {
    let wrong = || refused(Wrong::Filter, "Filters know `eq` and `and`, such as userName eq \"name@example.org\".");
    let (mut rest, mut terms) = (text.trim(), Vec::new());
    if rest.len() > LONGEST {
        return Err(wrong());
    }
    loop {
        let end = attribute_end(rest).ok_or_else(wrong)?;
        let (attribute, after) = rest.split_at(end);
        if inside && attribute.contains('[') {
            return Err(wrong());
        }
        let path = Path::parse(attribute).map_err(|_| wrong())?;
        let after = word(after, "eq").ok_or_else(wrong)?;
        let mut values = serde_json::Deserializer::from_str(after).into_iter::<Value>();
        let value = values.next().and_then(Result::ok).filter(|value| !value.is_array() && !value.is_object());
        let value = value.ok_or_else(wrong)?;
        let read = values.byte_offset();
        terms.push(Term { path, value });
        rest = after[read..].trim_start();
        if rest.is_empty() {
            return Ok(terms);
        }
        rest = word(rest, "and").ok_or_else(wrong)?;
        if terms.len() >= MOST_TERMS {
            return Err(wrong());
        }
    }
}

/// What follows a word, which ends with a space.
fn word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let text = text.trim_start();
    let (first, rest) = (text.get(..word.len())?, text.get(word.len()..)?);
    (first.eq_ignore_ascii_case(word) && rest.starts_with(char::is_whitespace)).then(|| rest.trim_start())
}

/// Where an attribute ends: at the first space outside brackets.
fn attribute_end(text: &str) -> Option<usize> {
    let space = text.find(char::is_whitespace)?;
    match text.find('[').filter(|open| *open < space) {
        Some(open) => {
            let close = open + 1 + closing(&text[open + 1..])?;
            Some(close + text[close..].find(char::is_whitespace)?)
        }
        None => Some(space),
    }
}

/// Where the bracket closes that is open, outside of quotes.
fn closing(text: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ']' if !quoted => return Some(at),
            _ => {}
        }
    }
    None
}

fn schema_of(text: &str) -> (Schema, &str) {
    let of = |schema: &str| {
        let (start, rest) = (text.get(..schema.len())?, text.get(schema.len()..)?);
        let rest = if rest.is_empty() { Some(rest) } else { rest.strip_prefix(':') };
        rest.filter(|_| start.eq_ignore_ascii_case(schema))
    };
    if let Some(rest) = of(ENTERPRISE) {
        return (Schema::Enterprise, rest);
    }
    if let Some(rest) = of(USER).or_else(|| of(GROUP)) {
        return (Schema::Core, rest);
    }
    let foreign = text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("urn:"));
    (if foreign { Schema::Other } else { Schema::Core }, text)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_path_names_an_attribute_a_part_of_it_or_some_of_several() {
        let parts = |text: &str| {
            let path = Path::parse(text).expect(text);
            (path.schema, path.attribute, path.terms.len(), path.sub.unwrap_or_default())
        };
        let core = |attribute: &str, terms, sub: &str| (Schema::Core, attribute.to_owned(), terms, sub.to_owned());
        assert_eq!(parts("active"), core("active", 0, ""));
        assert_eq!(parts("name.familyName"), core("name", 0, "familyName"));
        assert_eq!(parts("emails[type eq \"work\"].value"), core("emails", 1, "value"));
        assert_eq!(parts("members[value eq \"a].b\"]"), core("members", 1, ""));
        assert_eq!(parts("emails[type EQ \"work\" and primary eq true].value"), core("emails", 2, "value"));
        assert_eq!(parts(&format!("{USER}:name.givenName")), core("name", 0, "givenName"));
        let enterprise = (Schema::Enterprise, "department".to_owned(), 0, String::new());
        assert_eq!(parts(&format!("{}:department", ENTERPRISE.to_uppercase())), enterprise);
        assert_eq!(parts("urn:example:2.0:Other:thing").0, Schema::Other);
        for wrong in [
            "",
            " ",
            "a.b.c",
            "emails[type eq \"work\"",
            "emails[type co \"w\"].value",
            "emails[a[b eq 1] eq 2]",
            "a b",
            "x]",
            "[x eq 1]",
            "e[a eq 1]x",
        ] {
            assert!(matches!(Path::parse(wrong), Err(ScimError::Refused { wrong: Wrong::Path, .. })), "{wrong}");
        }
    }

    #[test]
    fn a_filter_says_what_must_be_so_and_nothing_else_is_guessed() {
        let terms =
            filter(r#" userName eq "a \"b\" and c" AND emails[type eq "work"].value Eq "x@y" and active eq True"#);
        assert!(terms.is_err(), "JSON has no True");
        let terms =
            filter(r#"userName eq "a \"b\" and c" AND emails[type eq "work"].value Eq "x@y" and active eq true"#);
        let values: Vec<Value> = terms.expect("it is read").into_iter().map(|term| term.value).collect();
        assert_eq!(values, [Value::from("a \"b\" and c"), "x@y".into(), true.into()]);
        for wrong in [
            "",
            "userName",
            "userName eq",
            "userName eq x",
            "userName co \"x\"",
            "userName pr",
            "not (a eq 1)",
            "(userName eq \"x\")",
            "userName eq \"x\" or userName eq \"y\"",
            "userName eq \"x\" and",
            "userName eq [1]",
            "userName eq \"x\"\"y\"",
            "eq \"x\"",
        ] {
            assert!(matches!(filter(wrong), Err(ScimError::Refused { wrong: Wrong::Filter, .. })), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_sent_as_a_filter_or_path_stops_the_program(text in "[a-z\\[\\]\\.\\\\\" é]{0,40}|(eq|and|a|\\[|\\]|\"x\"| ){0,12}|\\PC{0,40}") {
            let _ = filter(&text);
            let _ = Path::parse(&text);
        }
    }
}
