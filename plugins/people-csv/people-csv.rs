//! Starters, movers and leavers from the file that an HR system exports (R60): one row for each person, complete each
//! time. The council says which column holds what.
//!
//! Settings: see plugin.toml.

use sdk::csv::{Row, Table};
use sdk::dates::{self, Date};
use sdk::feeds::{self, FeedError, SkippedRow, Task, skipped};
use sdk::people::{Capacity, Feed, Person, Reading, all};
use sdk::settings::{Fields, Settings};
use sdk::text;
use serde::{Deserialize, Serialize};

struct HrFile;

#[derive(Serialize, Deserialize)]
struct Prepared<'a> {
    address: Option<&'a str>,
    semicolons: bool,
    #[serde(borrow)]
    columns: Columns<'a>,
    /// Lower case. None: everybody in the file is active.
    #[serde(borrow)]
    active_when: Option<Vec<&'a str>>,
    #[serde(borrow)]
    members_when: Option<Vec<&'a str>>,
}

/// Names of columns.
#[derive(Serialize, Deserialize)]
struct Columns<'a> {
    key: &'a str,
    name: Option<&'a str>,
    given_name: Option<&'a str>,
    family_name: Option<&'a str>,
    email: Option<&'a str>,
    phone: Option<&'a str>,
    job_title: Option<&'a str>,
    #[serde(borrow)]
    units: Vec<&'a str>,
    manager: Option<&'a str>,
    starts: Option<&'a str>,
    ends: Option<&'a str>,
    status: Option<&'a str>,
    kind: Option<&'a str>,
    ward: Option<&'a str>,
}

impl Feed for HrFile {
    type Prepared<'a> = Prepared<'a>;

    fn prepare<'a>(settings: &Settings<'a>) -> Prepared<'a> {
        let columns = columns(&settings.fields("columns"));
        if columns.name.is_none() && columns.family_name.is_none() {
            settings.problem("columns", "No column holds names.", "Add name, or given_name and family_name.");
        }
        if columns.units.len() > 8 {
            settings.problem(
                "columns.units",
                "There are more than eight columns.",
                "Name at most eight, the team last.",
            );
        }
        let words = |key| Some(settings.texts(key)).filter(|words| !words.is_empty());
        let (active_when, members_when) = (words("active_when"), words("members_when"));
        for (words, column, key, needs) in [
            (&active_when, columns.status, "active_when", "status"),
            (&members_when, columns.kind, "members_when", "kind"),
        ] {
            if words.is_some() != column.is_some() {
                let message = format!("“{key}” and the column “{needs}” belong together; one of the two is missing.");
                settings.problem(key, message, "Fill in both, or neither.");
            }
        }
        Prepared {
            address: settings.optional_address("address"),
            semicolons: settings.optional_flag("semicolons").unwrap_or_default(),
            columns,
            active_when,
            members_when,
        }
    }

    fn read(prepared: Prepared<'_>, task: Task) -> Result<Reading, FeedError> {
        let (file, cursor) = feeds::file(task.source, prepared.address)?;
        let delimiter = if prepared.semicolons { b';' } else { b',' };
        let table = Table::read(&file, delimiter).map_err(|bad| FeedError::Unreadable(bad.told().to_owned()))?;
        let places = Places::find(&table, &prepared.columns)?;
        let (mut people, mut unread) = (Vec::new(), Vec::new());
        for row in &table.rows {
            match person(row, &table, &places, &prepared) {
                Ok(person) => people.push(person),
                Err(row) => unread.push(row),
            }
        }
        if people.is_empty() {
            return Err(FeedError::Unreadable("No row of the file could be read as a person.".to_owned()));
        }
        all(people, unread, &file, cursor)
    }
}

fn columns<'a>(fields: &Fields<'a>) -> Columns<'a> {
    Columns {
        key: fields.text("key"),
        name: fields.optional_text("name"),
        given_name: fields.optional_text("given_name"),
        family_name: fields.optional_text("family_name"),
        email: fields.optional_text("email"),
        phone: fields.optional_text("phone"),
        job_title: fields.optional_text("job_title"),
        units: fields.texts("units"),
        manager: fields.optional_text("manager"),
        starts: fields.optional_text("starts"),
        ends: fields.optional_text("ends"),
        status: fields.optional_text("status"),
        kind: fields.optional_text("kind"),
        ward: fields.optional_text("ward"),
    }
}

/// Where the columns are in this file.
struct Places {
    key: usize,
    name: Option<usize>,
    given_name: Option<usize>,
    family_name: Option<usize>,
    email: Option<usize>,
    phone: Option<usize>,
    job_title: Option<usize>,
    units: Vec<usize>,
    manager: Option<usize>,
    starts: Option<usize>,
    ends: Option<usize>,
    status: Option<usize>,
    kind: Option<usize>,
    ward: Option<usize>,
}

impl Places {
    fn find(table: &Table, columns: &Columns<'_>) -> Result<Self, FeedError> {
        let find = |name: &str| {
            let missing = || FeedError::WrongSettings(format!("The file has no column “{name}”."));
            table.column(name).ok_or_else(missing)
        };
        let maybe = |name: Option<&str>| name.map(find).transpose();
        Ok(Self {
            key: find(columns.key)?,
            name: maybe(columns.name)?,
            given_name: maybe(columns.given_name)?,
            family_name: maybe(columns.family_name)?,
            email: maybe(columns.email)?,
            phone: maybe(columns.phone)?,
            job_title: maybe(columns.job_title)?,
            units: columns.units.iter().map(|name| find(name)).collect::<Result<_, _>>()?,
            manager: maybe(columns.manager)?,
            starts: maybe(columns.starts)?,
            ends: maybe(columns.ends)?,
            status: maybe(columns.status)?,
            kind: maybe(columns.kind)?,
            ward: maybe(columns.ward)?,
        })
    }
}

fn person(row: &Row, table: &Table, at: &Places, prepared: &Prepared<'_>) -> Result<Person, SkippedRow> {
    let cell = |place: Option<usize>| text::line(row.cells.get(place?)?, 200);
    // What is of use only as a whole is never cut.
    let exact = |place: Option<usize>, most| text::key(row.cells.get(place?)?, most);
    let key = exact(Some(at.key), 100);
    let skip = |what: &str, remedy: &str| skipped(row.line, key.as_deref(), what, remedy);
    if row.cells.len() != table.columns.len() {
        let (has, wants) = (row.cells.len(), table.columns.len());
        // The columns may have moved, so the key may not be one.
        let what = format!("The row has {has} cells and the first line {wants}.");
        return Err(skipped(row.line, None, what, "Put cells that hold commas in quotes."));
    }
    let Some(key) = key.clone() else {
        return Err(skip("The row has no employee id, or one of more than 100 characters.", "Fill it in."));
    };
    let (given_name, family_name) = (cell(at.given_name), cell(at.family_name));
    let whole = || {
        let parts: Vec<_> = [&given_name, &family_name].into_iter().flatten().map(String::as_str).collect();
        text::line(&parts.join(" "), 200)
    };
    let Some(name) = cell(at.name).or_else(whole) else { return Err(skip("The row has no name.", "Fill it in.")) };
    let day = |place| -> Result<Option<Date>, SkippedRow> {
        let Some(text) = cell(place) else { return Ok(None) };
        let bad = || skip("A date is not one.", "Write dates like 2026-11-24 or 24/11/2026.");
        dates::read(&text).map(Some).ok_or_else(bad)
    };
    let among = |place, words: &Option<Vec<&str>>| {
        let text = cell(place).unwrap_or_default();
        words.as_ref().map(|words| words.iter().any(|word| word.trim().eq_ignore_ascii_case(&text)))
    };
    let (starts, ends) = (day(at.starts)?, day(at.ends)?);
    let is_member = among(at.kind, &prepared.members_when).unwrap_or_default();
    Ok(Person {
        capacity: if is_member { Capacity::Member } else { Capacity::Officer },
        name,
        given_name,
        family_name,
        email: exact(at.email, 254),
        phone: cell(at.phone).and_then(|phone| text::line(&phone, 50)),
        job_title: cell(at.job_title),
        units: at.units.iter().filter_map(|place| cell(Some(*place))).collect(),
        manager: exact(at.manager, 100).filter(|manager| *manager != key),
        starts,
        ends,
        active: among(at.status, &prepared.active_when).unwrap_or(true),
        ward_gss: cell(at.ward).filter(|ward| sdk::wording::is_gss(ward)),
        ward_name: cell(at.ward).filter(|ward| !sdk::wording::is_gss(ward)),
        key,
    })
}

sdk::register_people_feed!(HrFile);
