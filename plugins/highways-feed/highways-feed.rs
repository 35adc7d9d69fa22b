//! Works on streets from files (R52), uploaded or at an address: tables (CSV) and GeoJSON, for which the council says what holds
//! what, and digital traffic regulation orders (D-TRO) of the Department for Transport, which need no such settings. Permanent
//! orders are no works and are left out.
//!
//! Settings: see plugin.toml.

use sdk::csv::Table;
use sdk::dates::{self, Date};
use sdk::feeds::{self, FeedError, SkippedRow, Task, skipped};
use sdk::highways::{Feed, Reading, Shape, Status, Traffic, Work, all, traffic};
use sdk::settings::Settings;
use sdk::{geo, text};
use serde::{Deserialize, Serialize};
use serde_json::Value;

struct Works;

#[derive(Serialize, Deserialize)]
struct Prepared<'a> {
    address: Option<&'a str>,
    promoter: &'a str,
    #[serde(borrow)]
    fields: Option<Names<'a>>,
}

/// What the columns of a table, or the properties of GeoJSON, are called.
#[derive(Serialize, Deserialize)]
struct Names<'a> {
    key: &'a str,
    street: &'a str,
    starts: &'a str,
    ends: &'a str,
    description: Option<&'a str>,
    promoter: Option<&'a str>,
    area: Option<&'a str>,
    status: Option<&'a str>,
    traffic: Option<&'a str>,
    /// Well-known text, or two columns of numbers.
    shape: Option<&'a str>,
    x: Option<&'a str>,
    y: Option<&'a str>,
    url: Option<&'a str>,
}

impl Feed for Works {
    type Prepared<'a> = Prepared<'a>;

    fn prepare<'a>(settings: &Settings<'a>) -> Prepared<'a> {
        let fields = settings.optional_fields("fields").map(|fields| {
            let names = Names {
                key: fields.text("key"),
                street: fields.text("street"),
                starts: fields.text("starts"),
                ends: fields.text("ends"),
                description: fields.optional_text("description"),
                promoter: fields.optional_text("promoter"),
                area: fields.optional_text("area"),
                status: fields.optional_text("status"),
                traffic: fields.optional_text("traffic"),
                shape: fields.optional_text("shape"),
                x: fields.optional_text("x"),
                y: fields.optional_text("y"),
                url: fields.optional_text("url"),
            };
            if names.x.is_some() != names.y.is_some() {
                fields.problem(
                    "x",
                    "“x” and “y” belong together; one of the two is missing.",
                    "Fill in both, or neither.",
                );
            }
            names
        });
        Prepared { address: settings.optional_address("address"), promoter: settings.text("promoter"), fields }
    }

    fn read(prepared: Prepared<'_>, task: Task) -> Result<Reading, FeedError> {
        let (today, address) = (task.today, prepared.address);
        let (file, cursor) = feeds::file(task.source, address)?;
        let begins = file.iter().copied().find(|byte| byte.is_ascii_graphic());
        let rows: Vec<Result<Option<Work>, SkippedRow>> = if matches!(begins, Some(b'{' | b'[')) {
            let json: Value = serde_json::from_slice(file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file))
                .map_err(|_| unreadable("The file is not complete JSON."))?;
            match json.get("features").and_then(Value::as_array) {
                Some(features) => {
                    let names = names(&prepared)?;
                    let work = |(at, feature)| of_feature(feature, at, names, &prepared, &today);
                    features.iter().enumerate().map(work).collect()
                }
                None => orders(&json, &prepared, &today)?,
            }
        } else {
            let table = Table::read(&file, b',').map_err(|bad| unreadable(bad.told()))?;
            let names = names(&prepared)?;
            for name in [names.key, names.street, names.starts, names.ends] {
                if table.column(name).is_none() {
                    return Err(FeedError::WrongSettings(format!("The file has no column “{name}”.")));
                }
            }
            let cell = |at: usize, name: &str| {
                let row = &table.rows[at];
                // In a row of another length the columns may have moved.
                let fits = row.cells.len() == table.columns.len();
                row.cells.get(table.column(name)?).filter(|_| fits).cloned()
            };
            let work = |at: usize| {
                let shape = |text: &str| geo::well_known(text);
                let found = Found { row: table.rows[at].line, shape: None, get: &|name| cell(at, name) };
                found.work(names, &prepared, &today, shape).map(Some)
            };
            (0..table.rows.len()).map(work).collect()
        };
        let (mut works, mut unread) = (Vec::new(), Vec::new());
        for row in rows {
            match row {
                Ok(work) => works.extend(work),
                Err(row) => unread.push(row),
            }
        }
        all(works, unread, &file, cursor)
    }
}

fn names<'p, 'a>(prepared: &'p Prepared<'a>) -> Result<&'p Names<'a>, FeedError> {
    let missing =
        || FeedError::WrongSettings("The settings do not say what the columns of the file are called.".to_owned());
    prepared.fields.as_ref().ok_or_else(missing)
}

/// A row of a table or a feature, whose texts are found by name.
struct Found<'f> {
    row: usize,
    shape: Option<Shape>,
    get: &'f dyn Fn(&str) -> Option<String>,
}

impl Found<'_> {
    fn work(
        self,
        names: &Names<'_>,
        prepared: &Prepared<'_>,
        today: &Date,
        well_known: impl Fn(&str) -> Option<Shape>,
    ) -> Result<Work, SkippedRow> {
        let text_of = |name: &str, most| text::line(&(self.get)(name)?, most);
        let line = |name: Option<&str>, most| text_of(name?, most);
        let key = (self.get)(names.key).and_then(|key| text::key(&key, 100));
        let skip = |what: &str, remedy: &str| skipped(self.row, key.as_deref(), what, remedy);
        let Some(key) = &key else {
            return Err(skip("The row has no reference, or too few cells.", "Complete the row."));
        };
        let day = |name| {
            let day = text_of(name, 100).and_then(|text| dates::london_day(&text));
            day.ok_or_else(|| skip("A day is missing or is not one.", "Write days like 2026-11-24 or 24/11/2026."))
        };
        let (starts, ends) = (day(names.starts)?, day(names.ends)?);
        if dates::order(&ends) < dates::order(&starts) {
            return Err(skip("The work ends before it starts.", "Exchange the two days."));
        }
        let words = line(names.status, 100);
        let status = match &words {
            Some(words) => status(words).ok_or_else(|| {
                skip("The status is not known.", "Write planned, in progress, finished or cancelled.")
            })?,
            None => by_day(&starts, &ends, today),
        };
        let number = |name: Option<&str>| line(name, 30)?.parse::<f64>().ok();
        let by_numbers = || geo::position(number(names.x)?, number(names.y)?).map(Shape::Point);
        let traffic_words = line(names.traffic, 200);
        let street = text_of(names.street, 200).ok_or_else(|| skip("The row has no street.", "Fill it in."))?;
        Ok(Work {
            key: key.clone(),
            promoter: line(names.promoter, 200).or_else(|| text::line(prepared.promoter, 200)).unwrap_or_default(),
            street,
            area: line(names.area, 200),
            description: line(names.description, 500).unwrap_or_else(|| "Works".to_owned()),
            status,
            starts,
            ends,
            traffic: traffic_words.as_deref().map_or(Traffic::Unknown, |words| traffic(words, false)),
            traffic_words,
            shape: self
                .shape
                .clone()
                .or_else(|| names.shape.and_then(|name| well_known(&(self.get)(name)?)))
                .or_else(by_numbers),
            url: names.url.and_then(|name| text::link("", &(self.get)(name)?)),
            changed_at: None,
        })
    }
}

fn of_feature(
    feature: &Value,
    at: usize,
    names: &Names<'_>,
    prepared: &Prepared<'_>,
    today: &Date,
) -> Result<Option<Work>, SkippedRow> {
    let get = |name: &str| match feature.get("properties")?.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let found = Found { row: at + 1, shape: feature.get("geometry").and_then(geo::geojson), get: &get };
    found.work(names, prepared, today, geo::well_known).map(Some)
}

/// The provisions of one order, or of several.
fn orders(
    json: &Value,
    prepared: &Prepared<'_>,
    today: &Date,
) -> Result<Vec<Result<Option<Work>, SkippedRow>>, FeedError> {
    let records = json.as_array().map_or(core::slice::from_ref(json), Vec::as_slice);
    let mut works = Vec::new();
    for record in records {
        let provisions = record.pointer("/data/source/provision").and_then(Value::as_array);
        let provisions = provisions.ok_or_else(|| unreadable("The file is neither GeoJSON nor a D-TRO."))?;
        for provision in provisions {
            works.push(of_provision(provision, works.len() + 1, prepared, today));
        }
    }
    Ok(works)
}

/// None for a provision without an end.
fn of_provision(
    provision: &Value,
    row: usize,
    prepared: &Prepared<'_>,
    today: &Date,
) -> Result<Option<Work>, SkippedRow> {
    let text_of = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let key = text_of(provision, "reference").and_then(|key| text::key(&key, 100));
    let skip = |what: &str| skipped(row, key.as_deref(), what, "Look at the order in D-TRO.");
    let Some(key) = &key else { return Err(skip("A provision has no reference.")) };
    let regulation = provision.get("regulation").map(|all| all.get(0).unwrap_or(all)).unwrap_or(&Value::Null);
    let Some(time) = within(regulation, "timeValidity") else { return Err(skip("A provision says no time.")) };
    let Some(ends) = text_of(time, "end") else { return Ok(None) };
    let starts = text_of(time, "start").and_then(|day| dates::london_day(&day));
    let (Some(starts), Some(ends)) = (starts, dates::london_day(&ends)) else { return Err(skip("A day is not one.")) };
    if dates::order(&ends) < dates::order(&starts) {
        return Err(skip("A provision ends before it starts."));
    }
    let places = provision.get("regulatedPlace").and_then(Value::as_array).into_iter().flatten();
    let place = places.into_iter().find(|place| text_of(place, "type").as_deref() == Some("regulationLocation"));
    let street = place.and_then(|place| text::line(&text_of(place, "description")?, 200));
    let Some(street) = street else { return Err(skip("A provision says no place.")) };
    let kind = within(regulation, "regulationType").and_then(Value::as_str).unwrap_or_default();
    let revoked = text_of(provision, "actionType").as_deref() == Some("fullRevoke");
    Ok(Some(Work {
        key: key.clone(),
        promoter: text::line(prepared.promoter, 200).unwrap_or_default(),
        street,
        area: None,
        description: text_of(provision, "provisionDescription")
            .and_then(|words| text::line(&words, 500))
            .unwrap_or_else(|| "Temporary traffic order".to_owned()),
        status: if revoked { Status::Cancelled } else { by_day(&starts, &ends, today) },
        starts,
        ends,
        traffic: traffic(kind, false),
        traffic_words: None,
        shape: place.and_then(shape_within),
        url: None,
        changed_at: None,
    }))
}

/// The value of this name, wherever it stands.
fn within<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    match value {
        Value::Object(fields) => fields.get(name).or_else(|| fields.values().find_map(|value| within(value, name))),
        Value::Array(values) => values.iter().find_map(|value| within(value, name)),
        _ => None,
    }
}

/// The first text that is a shape, whatever the kind of geometry under which it stands.
fn shape_within(value: &Value) -> Option<Shape> {
    match value {
        Value::String(text) if text.contains('(') => geo::well_known(text),
        Value::Object(fields) => fields.values().find_map(shape_within),
        Value::Array(values) => values.iter().find_map(shape_within),
        _ => None,
    }
}

fn status(words: &str) -> Option<Status> {
    let words = words.to_ascii_lowercase();
    let says = |any: &[&str]| any.iter().any(|word| words.contains(word));
    Some(if says(&["cancel", "refused", "revoked", "withdrawn"]) {
        Status::Cancelled
    } else if says(&["complete", "finished", "closed", "ended"]) {
        Status::Finished
    } else if says(&["progress", "started", "active", "underway"]) {
        Status::InProgress
    } else if says(&["propos", "submitted", "provisional"]) {
        Status::Proposed
    } else if says(&["plan", "granted", "agreed", "scheduled", "confirmed"]) {
        Status::Planned
    } else {
        return None;
    })
}

/// For sources that say no status.
fn by_day(starts: &Date, ends: &Date, today: &Date) -> Status {
    match dates::order(today) {
        today if today < dates::order(starts) => Status::Planned,
        today if today > dates::order(ends) => Status::Finished,
        _ => Status::InProgress,
    }
}

fn unreadable(why: &str) -> FeedError {
    FeedError::Unreadable(why.to_owned())
}

sdk::register_highways_schedule!(Works);
