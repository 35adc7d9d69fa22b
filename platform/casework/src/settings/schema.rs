//! From JSON Schema to fields.

use serde_json::{Map, Value};

use crate::text::{Lang, Text};

/// What a plugin's settings may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    pub fields: Vec<Field>,
}

/// One thing that can be set.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    pub key: String,
    pub title: Text,
    pub help: Text,
    pub required: bool,
    pub shape: Shape,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    Text {
        names: Option<Names>,
        longest: Option<u64>,
        /// A web address.
        address: bool,
    },
    /// A whole number, or any.
    Number {
        whole: bool,
        least: Option<f64>,
        most: Option<f64>,
        unit: Option<Text>,
    },
    YesNo,
    /// One of these, each with what it is called.
    Choice(Vec<(String, Text)>),
    /// Several texts.
    Texts {
        names: Option<Names>,
    },
    /// Rows of a table; fields of groups within a row are columns of their own.
    Rows(Vec<Field>),
    /// Fields that belong together.
    Group(Vec<Field>),
}

/// Things of the council that a text may be the key of (`x-names`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    Group,
    Category,
    Service,
    Ward,
    Representative,
}

impl Names {
    pub const ALL: [Self; 5] = [Self::Group, Self::Category, Self::Service, Self::Ward, Self::Representative];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Category => "category",
            Self::Service => "service",
            Self::Ward => "ward",
            Self::Representative => "representative",
        }
    }
}

/// Why no form can be drawn from a schema, for the author of the plugin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {message}")]
pub struct SchemaProblem {
    /// A JSON path that starts at the schema: `$.properties.rows.items`.
    pub path: String,
    pub message: String,
}

const EVERYWHERE: [&str; 5] = ["type", "title", "description", "x-cy", "examples"];

impl Schema {
    /// Reads the JSON Schema of a plugin's settings.
    ///
    /// # Errors
    /// Everything from which no field can be made.
    pub fn new(schema: &Value) -> Result<Self, Vec<SchemaProblem>> {
        let mut problems = Vec::new();
        let fields = match schema["type"].as_str() {
            Some("object") => fields_of(schema, "$", true, &mut problems),
            _ => {
                problem("$", "settings are an object: write type = \"object\"", &mut problems);
                Vec::new()
            }
        };
        if problems.is_empty() { Ok(Self { fields }) } else { Err(problems) }
    }
}

fn problem(path: &str, message: impl Into<String>, problems: &mut Vec<SchemaProblem>) {
    problems.push(SchemaProblem { path: path.to_owned(), message: message.into() });
}

/// The fields of an object, those that are needed first, in the order in which `required` has them or `x-order` says.
fn fields_of(object: &Value, path: &str, rows: bool, problems: &mut Vec<SchemaProblem>) -> Vec<Field> {
    known(
        object,
        path,
        &["$schema", "properties", "required", "additionalProperties", "minProperties", "x-order"],
        problems,
    );
    let nothing = Map::new();
    let properties = object["properties"].as_object().unwrap_or(&nothing);
    if properties.is_empty() && path != "$" {
        problem(path, "an object has properties", problems);
    }
    let texts = |value: &Value| -> Vec<String> {
        value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let required = texts(&object["required"]);
    for (list, name) in [(&required, "required"), (&texts(&object["x-order"]), "x-order")] {
        for key in list.iter().filter(|key| !properties.contains_key(*key)) {
            problem(path, format!("{name} has “{key}”, which is no property"), problems);
        }
    }
    let order: Vec<String> = texts(&object["x-order"]).into_iter().chain(required.iter().cloned()).collect();
    let place = |key: &str| order.iter().position(|known| known == key).unwrap_or(usize::MAX);
    let mut sorted: Vec<_> = properties.iter().collect();
    sorted.sort_by_key(|(key, _)| place(key));
    let mut fields = Vec::new();
    for (key, schema) in sorted {
        let path = format!("{path}.properties.{key}");
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        {
            problem(&path, "a property’s name has a to z, digits and underscores", problems);
        }
        if let Some(shape) = shape_of(schema, &path, rows, problems) {
            let (title, help) = (text_of(schema, "title"), text_of(schema, "description"));
            if title.en.is_empty() {
                problem(&path, "a property has a title, which people see beside it", problems);
            }
            fields.push(Field { key: key.clone(), title, help, required: required.contains(key), shape });
        }
    }
    fields
}

/// `rows` tells whether a table may stand here: there is no table within a table.
fn shape_of(schema: &Value, path: &str, rows: bool, problems: &mut Vec<SchemaProblem>) -> Option<Shape> {
    Some(match schema["type"].as_str() {
        Some("string") if schema.get("enum").is_some() => {
            known(schema, path, &["enum", "x-labels", "default"], problems);
            Shape::Choice(choices(schema, path, problems))
        }
        Some("string") => {
            known(schema, path, &["x-names", "minLength", "maxLength", "pattern", "format", "default"], problems);
            let names = names_of(schema, path, problems);
            Shape::Text { names, longest: schema["maxLength"].as_u64(), address: schema["format"] == "uri" }
        }
        Some(kind @ ("integer" | "number")) => {
            known(schema, path, &["minimum", "maximum", "x-unit", "default"], problems);
            let unit = schema.get("x-unit").map(|_| text_of(schema, "x-unit"));
            let bound = |name: &str| schema[name].as_f64();
            Shape::Number { whole: kind == "integer", least: bound("minimum"), most: bound("maximum"), unit }
        }
        Some("boolean") => {
            known(schema, path, &["default"], problems);
            Shape::YesNo
        }
        Some("array") => {
            known(schema, path, &["items", "minItems", "maxItems", "uniqueItems"], problems);
            let (items, path) = (&schema["items"], format!("{path}.items"));
            match items["type"].as_str() {
                Some("string") => {
                    known(items, &path, &["x-names", "minLength", "maxLength", "pattern", "format"], problems);
                    Shape::Texts { names: names_of(items, &path, problems) }
                }
                Some("object") if rows => Shape::Rows(fields_of(items, &path, false, problems)),
                Some("object") => {
                    problem(&path, "a table within a table cannot be drawn as a form", problems);
                    return None;
                }
                _ => {
                    problem(&path, "a list holds strings or objects", problems);
                    return None;
                }
            }
        }
        Some("object") => Shape::Group(fields_of(schema, path, rows, problems)),
        _ => {
            let known = "string, integer, number, boolean, array or object";
            problem(path, format!("a property has one type: {known}"), problems);
            return None;
        }
    })
}

/// Complains of keywords that a form would ignore.
fn known(schema: &Value, path: &str, here: &[&str], problems: &mut Vec<SchemaProblem>) {
    for keyword in schema.as_object().into_iter().flat_map(Map::keys) {
        if !EVERYWHERE.contains(&keyword.as_str()) && !here.contains(&keyword.as_str()) {
            problem(path, format!("the keyword “{keyword}” is not known here, and would be ignored"), problems);
        }
    }
}

fn names_of(schema: &Value, path: &str, problems: &mut Vec<SchemaProblem>) -> Option<Names> {
    let word = schema.get("x-names")?;
    let found = Names::ALL.into_iter().find(|names| word == names.as_str());
    if found.is_none() {
        let known = Names::ALL.map(Names::as_str).join(", ");
        problem(path, format!("x-names is one of: {known}"), problems);
    }
    found
}

fn choices(schema: &Value, path: &str, problems: &mut Vec<SchemaProblem>) -> Vec<(String, Text)> {
    let values: Vec<_> = schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if values.is_empty() {
        problem(path, "enum lists the texts that can be chosen", problems);
    }
    let called = |value: &str, lang: Lang| match lang {
        Lang::En => schema["x-labels"][value].as_str(),
        Lang::Cy => schema["x-cy"]["x-labels"][value].as_str(),
    };
    let text = |value: &str| Text {
        en: called(value, Lang::En).unwrap_or(value).to_owned(),
        cy: called(value, Lang::Cy).map(str::to_owned),
    };
    values.into_iter().map(|value| (value.to_owned(), text(value))).collect()
}

/// A text of a schema, in each language.
fn text_of(schema: &Value, keyword: &str) -> Text {
    Text {
        en: schema[keyword].as_str().unwrap_or_default().to_owned(),
        cy: schema["x-cy"][keyword].as_str().map(str::to_owned),
    }
}
