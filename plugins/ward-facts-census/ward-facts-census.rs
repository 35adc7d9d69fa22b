//! Figures of wards from tables of the census or the like (R52): a row for each ward and statistic, with the ward's GSS code. Rows
//! of other areas, and of statistics that the settings do not name, are left out. Whether a ward still has the boundary for which
//! a figure was made is for Wardbook to say.
//!
//! Settings: see plugin.toml.

use sdk::csv::{Row, Table};
use sdk::facts::{Changes, Content, Fact, Feed, Reading, Unit, all};
use sdk::feeds::{self, FeedError, SkippedRow, Source, Task, skipped};
use sdk::settings::{Fields, Settings};
use sdk::{text, wording};
use serde::{Deserialize, Serialize};

struct Census;

#[derive(Serialize, Deserialize)]
struct Prepared<'a> {
    #[serde(borrow)]
    addresses: Vec<&'a str>,
    ward: &'a str,
    /// The column that says which statistic a row is about; without, there is one statistic.
    statistic: Option<&'a str>,
    value: &'a str,
    #[serde(borrow)]
    statistics: Vec<Statistic<'a>>,
    period: &'a str,
    source: &'a str,
    boundary_year: Option<u16>,
}

#[derive(Serialize, Deserialize)]
struct Statistic<'a> {
    key: &'a str,
    /// What the column says of it.
    when: Option<&'a str>,
    label: &'a str,
    label_cy: Option<&'a str>,
    /// As a number, since the contract's own type is not written down.
    unit: u8,
}

const UNITS: [(&str, Unit); 6] = [
    ("count", Unit::Count),
    ("percent", Unit::Percent),
    ("per-square-kilometre", Unit::PerSquareKilometre),
    ("years", Unit::Years),
    ("pounds", Unit::Pounds),
    ("other", Unit::Other),
];

impl Feed for Census {
    type Prepared<'a> = Prepared<'a>;

    fn prepare<'a>(settings: &Settings<'a>) -> Prepared<'a> {
        let columns = settings.fields("columns");
        let by = columns.optional_text("statistic");
        let statistics: Vec<_> =
            settings.list("statistics").iter().map(|fields| statistic(fields, by.is_some())).collect();
        if by.is_none() && statistics.len() > 1 {
            let remedy = "Name the column that says which one a row is about.";
            columns.problem("statistic", "There are several statistics and no column that tells them apart.", remedy);
        }
        Prepared {
            addresses: settings.addresses("addresses"),
            ward: columns.text("ward"),
            statistic: by,
            value: columns.text("value"),
            statistics,
            period: settings.text("period"),
            source: settings.text("source"),
            boundary_year: settings.optional_whole("boundary_year", 1900..=2200),
        }
    }

    fn read(prepared: Prepared<'_>, task: Task) -> Result<Reading, FeedError> {
        let (mut facts, mut unread) = (Vec::new(), Vec::new());
        let mut read = |file: &[u8]| {
            let (more, odd) = figures(file, &prepared)?;
            facts.extend(more);
            unread.extend(odd);
            Ok(())
        };
        match task.source {
            Source::Pull(cursor) if !prepared.addresses.is_empty() => {
                let mut bytes = Vec::new();
                for address in &prepared.addresses {
                    let file = sdk::http::get(address, None)?.body;
                    read(&file)?;
                    bytes.extend(file);
                }
                all(facts, unread, &bytes, cursor)
            }
            Source::File((file, cursor)) => {
                read(&file.content)?;
                let (changed, progress) = feeds::part(facts, unread, &file.content, cursor)?;
                // There may be other files: this one replaces its own figures and no others.
                let content = Content::Changes(Changes { changed, removed: Vec::new() });
                Ok(Reading { content, progress })
            }
            Source::Pull(_) | Source::Push(_) => Err(FeedError::NotThisWay),
        }
    }
}

fn statistic<'a>(fields: &Fields<'a>, several: bool) -> Statistic<'a> {
    let key = fields.text("key");
    let is_plain = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'-';
    if key.len() > 100 || !key.bytes().all(is_plain) {
        let remedy = "Use at most 100 of the letters a to z, digits and hyphens.";
        fields.problem("key", "The key has other letters than it may have.", remedy);
    }
    let when = fields.optional_text("when");
    if when.is_some() != several {
        let message = "“when” and the column “statistic” belong together; one of the two is missing.";
        fields.problem("when", message, "Fill in both, or neither.");
    }
    let unit = fields.text("unit");
    let known = UNITS.iter().position(|(name, _)| *name == unit);
    if known.is_none() && !unit.is_empty() {
        let names: Vec<_> = UNITS.iter().map(|(name, _)| *name).collect();
        fields.problem("unit", "This unit is not known.", format!("Write one of {}.", names.join(", ")));
    }
    let unit = known.and_then(|at| u8::try_from(at).ok()).unwrap_or_default();
    Statistic { key, when, label: fields.text("label"), label_cy: fields.optional_text("label_cy"), unit }
}

/// The figures of a file, and the rows that could not be read.
fn figures(file: &[u8], prepared: &Prepared<'_>) -> Result<(Vec<Fact>, Vec<SkippedRow>), FeedError> {
    let table = Table::read(file, b',').map_err(|bad| FeedError::Unreadable(bad.told().to_owned()))?;
    let find = |name: &str| {
        table.column(name).ok_or_else(|| FeedError::WrongSettings(format!("The file has no column “{name}”.")))
    };
    let (ward, value) = (find(prepared.ward)?, find(prepared.value)?);
    let by = prepared.statistic.map(find).transpose()?;
    let (mut facts, mut unread) = (Vec::new(), Vec::new());
    for row in &table.rows {
        let cell = |at: usize| row.cells.get(at).map_or("", String::as_str);
        let is_it =
            |statistic: &&Statistic<'_>| by.is_none_or(|by| statistic.when.is_some_and(|when| when == cell(by)));
        let Some(statistic) = prepared.statistics.iter().find(is_it) else { continue };
        if row.cells.len() != table.columns.len() {
            // The columns may have moved, so the code may be another ward's.
            let what = "The row has fewer or more cells than the first line.";
            unread.push(skipped(row.line, None, what, "Put cells that hold commas in quotes."));
            continue;
        }
        match fact(row, cell(ward), cell(value), statistic, prepared) {
            Ok(fact) => facts.extend(fact),
            Err(row) => unread.push(row),
        }
    }
    if facts.is_empty() {
        return Err(FeedError::WrongSettings("The file has no figure of a ward for any of the statistics.".to_owned()));
    }
    Ok((facts, unread))
}

/// None for an area that is no ward.
fn fact(
    row: &Row,
    ward: &str,
    value: &str,
    statistic: &Statistic<'_>,
    prepared: &Prepared<'_>,
) -> Result<Option<Fact>, SkippedRow> {
    if !wording::is_gss(ward) && !ward.starts_with('K') {
        return Err(skipped(
            row.line,
            None,
            "The area’s code is not one.",
            "Write nine letters and digits, like E05001771.",
        ));
    }
    if !["E05", "N08", "S13", "W05"].iter().any(|wards| ward.starts_with(wards)) {
        return Ok(None);
    }
    let key = format!("{ward}/{}/{}", statistic.key, text::line(prepared.period, 80).unwrap_or_default());
    let number = value.replace(',', "").parse().ok().filter(|number: &f64| number.is_finite());
    let Some(value) = number else {
        let what = "There is no figure; the source may keep it back.";
        return Err(skipped(row.line, Some(&key), what, "Nothing, if the source keeps it back."));
    };
    let line = |words: &str, most| text::line(words, most).unwrap_or_default();
    Ok(Some(Fact {
        key,
        ward_gss: ward.to_owned(),
        statistic: statistic.key.to_owned(),
        label: line(statistic.label, 200),
        label_cy: statistic.label_cy.and_then(|label| text::line(label, 200)),
        value,
        unit: UNITS[usize::from(statistic.unit)].1,
        period: line(prepared.period, 100),
        source: line(prepared.source, 200),
        boundary_year: prepared.boundary_year,
    }))
}

sdk::register_ward_facts!(Census);
