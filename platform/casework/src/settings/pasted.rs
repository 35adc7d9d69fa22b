//! Rows from a spreadsheet: what is on the clipboard after cells were copied, or the text of a CSV file.

use serde_json::Value;

use super::schema::{Field, Schema, Shape};
use super::words::Words;
use crate::text::Lang;

/// The most rows of a table.
pub const MOST_ROWS: usize = 2_000;

/// Why nothing was taken from what was pasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasteProblem {
    #[error("nothing was pasted")]
    Empty,
    #[error("a row has more cells than the table has columns")]
    TooWide { row: usize, cells: usize, columns: usize },
    #[error("there are more than {MOST_ROWS} rows")]
    TooMany,
    #[error("a row cannot be read")]
    Unreadable { row: usize },
}

/// A column of a table as a spreadsheet has it: fields of groups are columns, too.
struct Column<'f> {
    name: String,
    field: &'f Field,
}

impl Schema {
    /// Adds rows of a spreadsheet to a table, or puts them in place of those that are there, and tells how many they are. The
    /// first row may name the columns, in any order; without that they stand in the order of the form.
    ///
    /// # Errors
    /// See [`PasteProblem`]; nothing has changed then.
    pub fn paste(
        &self,
        settings: &mut Value,
        name: &str,
        text: &str,
        replace: bool,
        words: Words<'_>,
    ) -> Result<usize, PasteProblem> {
        let Some((fields, rows)) = self.table(settings, name) else { return Err(PasteProblem::Empty) };
        let columns = columns(fields, "");
        let mut cells = cells(text)?;
        let Some(first) = cells.first() else { return Err(PasteProblem::Empty) };
        let order = heading(first, &columns);
        if order.is_some() {
            cells.remove(0);
        }
        let order = order.unwrap_or_else(|| (0..columns.len()).map(Some).collect());
        if cells.is_empty() {
            return Err(PasteProblem::Empty);
        }
        let kept = if replace { 0 } else { rows.len() };
        if kept + cells.len() > MOST_ROWS {
            return Err(PasteProblem::TooMany);
        }
        let narrow = Schema { fields: fields.to_vec() };
        let mut pasted = Vec::with_capacity(cells.len());
        for (number, row) in (1..).zip(&cells) {
            let filled = row.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
            if filled > order.len() {
                return Err(PasteProblem::TooWide { row: number, cells: filled, columns: order.len() });
            }
            let typed = |wanted: &str| {
                let at = order.iter().position(|at| at.is_some_and(|at| columns[at].name == wanted))?;
                let (cell, column) = (row.get(at)?, columns.get(order[at]?)?);
                Some(as_typed(cell, &column.field.shape))
            };
            // What cannot be read stays as it was pasted, and is told when the form is saved.
            pasted.push(narrow.read(words, true, &typed).settings);
        }
        if replace {
            rows.clear();
        }
        rows.append(&mut pasted);
        Ok(cells.len())
    }
}

fn columns<'f>(fields: &'f [Field], within: &str) -> Vec<Column<'f>> {
    let mut columns = Vec::new();
    for field in fields {
        let name = if within.is_empty() { field.key.clone() } else { format!("{within}.{}", field.key) };
        match &field.shape {
            Shape::Group(inner) => columns.append(&mut self::columns(inner, &name)),
            _ => columns.push(Column { name, field }),
        }
    }
    columns
}

/// The cells of each row: cut at tabs where there are any, else at commas.
fn cells(text: &str) -> Result<Vec<Vec<String>>, PasteProblem> {
    let delimiter = if text.contains('\t') { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| PasteProblem::Unreadable { row: rows.len() + 1 })?;
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(record.iter().map(str::to_owned).collect());
        }
        if rows.len() > MOST_ROWS + 1 {
            return Err(PasteProblem::TooMany);
        }
    }
    Ok(rows)
}

/// Which column each cell of the first row names, if that row names columns.
fn heading(first: &[String], columns: &[Column<'_>]) -> Option<Vec<Option<usize>>> {
    let called = |column: &Column<'_>, cell: &str| {
        let title = &column.field.title;
        let names = [title.get(Lang::En), title.get(Lang::Cy), column.field.key.as_str(), column.name.as_str()];
        names.iter().any(|name| name.to_lowercase() == cell.trim().to_lowercase())
    };
    let named = first.iter().map(|cell| columns.iter().position(|column| called(column, cell)));
    let named: Vec<Option<usize>> = named.collect();
    let written = first.iter().filter(|cell| !cell.trim().is_empty()).count();
    (named.iter().flatten().count() == written).then_some(named)
}

/// What people write for yes and no in a cell, as the form has it.
fn as_typed(cell: &str, shape: &Shape) -> String {
    match (shape, cell.trim().to_lowercase().as_str()) {
        (Shape::YesNo, "yes" | "true" | "y" | "ie") => "yes".to_owned(),
        (Shape::YesNo, "no" | "false" | "n" | "na") => "no".to_owned(),
        _ => cell.to_owned(),
    }
}

impl Schema {
    /// The rows of a table as a spreadsheet takes them (CSV), with a first row that names the columns.
    pub fn copied(&self, settings: &Value, name: &str, words: Words<'_>, lang: Lang) -> String {
        let mut settings = settings.clone();
        let Some((fields, rows)) = self.table(&mut settings, name) else { return String::new() };
        let columns = columns(fields, "");
        let narrow = Schema { fields: fields.to_vec() };
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        let titles = columns.iter().map(|column| column.field.title.get(lang));
        // Writing to memory cannot fail.
        let _ = writer.write_record(titles);
        for row in rows {
            let shown = narrow.shown(row, words);
            let cell =
                |column: &Column<'_>| shown.get(&column.name).map(|text| text.replace('\n', "; ")).unwrap_or_default();
            let _ = writer.write_record(columns.iter().map(cell));
        }
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}
