//! Tables as other systems export them: comma-separated values (RFC 4180), with a first line that names the columns.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// Why a table cannot be read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadTable {
    /// It is not UTF-8.
    NotUtf8,
    /// It ends within quotes: it was cut short, or a quote is missing somewhere.
    CutShort,
    /// It has no line that names the columns.
    NoColumns,
}

impl BadTable {
    /// For the admin.
    pub const fn told(self) -> &'static str {
        match self {
            Self::NotUtf8 => "The file is not in UTF-8. Save it as “CSV UTF-8” and try again.",
            Self::CutShort => "The file ends within quotes, so it was cut short or a quote is missing.",
            Self::NoColumns => "The file is empty: it lacks the line that names the columns.",
        }
    }
}

/// A table that was read completely.
#[derive(Debug)]
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
}

/// A row, with the line on which it begins; the first line is 1.
#[derive(Debug)]
pub struct Row {
    pub line: usize,
    pub cells: Vec<String>,
}

impl Table {
    /// Reads a whole table. Spaces around a cell are left out, and so are empty lines.
    ///
    /// # Errors
    /// When it is no table, or not all of one.
    pub fn read(bytes: &[u8], delimiter: u8) -> Result<Self, BadTable> {
        let text = core::str::from_utf8(bytes).map_err(|_| BadTable::NotUtf8)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        // A quote that is not closed swallows the rest, which csv_core takes for a last cell.
        if text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
            return Err(BadTable::CutShort);
        }
        let mut rows = records(&mut ReaderBuilder::new().delimiter(delimiter).build(), text.as_bytes());
        if rows.is_empty() {
            return Err(BadTable::NoColumns);
        }
        let columns = rows.remove(0).cells;
        Ok(Self { columns, rows })
    }

    /// Where a column is, by its name; capitals do not matter.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.eq_ignore_ascii_case(name.trim()))
    }
}

fn records(reader: &mut Reader, mut input: &[u8]) -> Vec<Row> {
    let mut rows = Vec::new();
    // A record is never longer than what it was read from.
    let (mut cells, mut ends) = (vec![0; input.len() + 1], vec![0; 1_024]);
    let (mut written, mut ended) = (0, 0);
    let mut lines = Lines { text: input, line: 1 };
    let mut line = lines.next(input.len());
    loop {
        let (result, read, out, more) = reader.read_record(input, &mut cells[written..], &mut ends[ended..]);
        input = &input[read..];
        (written, ended) = (written + out, ended + more);
        match result {
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::OutputFull => cells.resize(cells.len() * 2, 0),
            ReadRecordResult::OutputEndsFull => ends.resize(ends.len() * 2, 0),
            ReadRecordResult::Record => {
                let starts = core::iter::once(0).chain(ends[..ended].iter().copied());
                let cell = |(start, end): (usize, usize)| String::from_utf8_lossy(&cells[start..end]).trim().to_owned();
                rows.push(Row { line, cells: starts.zip(ends[..ended].iter().copied()).map(cell).collect() });
                (written, ended) = (0, 0);
                line = lines.next(input.len());
            }
            ReadRecordResult::End => return rows,
        }
    }
}

/// Counts lines as a person does. (The reader's own count is behind where lines end in two characters.)
struct Lines<'t> {
    /// What is not counted yet.
    text: &'t [u8],
    line: usize,
}

impl Lines<'_> {
    /// The line of the next thing that is not empty, where so many bytes are left to read.
    fn next(&mut self, left: usize) -> usize {
        let read = self.text.len().saturating_sub(left);
        let empty = self.text[read..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let (counted, text) = self.text.split_at(read + empty);
        self.line += counted.iter().filter(|byte| **byte == b'\n').count();
        self.text = text;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_as_spreadsheets_write_it() {
        let bytes = "\u{feff}Id,Name\r\n1,\"Jo, or \"\"J\"\"\"\r\n\r\n2,\"two\nlines\"\r\n3, Zoë \r\n";
        let table = Table::read(bytes.as_bytes(), b',').expect("a table");
        assert_eq!(table.columns, ["Id", "Name"]);
        assert_eq!((table.column("NAME"), table.column("Team")), (Some(1), None));
        let cells: Vec<_> = table.rows.iter().map(|row| row.cells[1].as_str()).collect();
        assert_eq!(cells, ["Jo, or \"J\"", "two\nlines", "Zoë"]);
        assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 4, 6]);
    }

    #[test]
    fn what_is_no_whole_table_is_refused() {
        assert_eq!(Table::read(b"a,b\n1,\"cut", b',').map(|_| ()), Err(BadTable::CutShort));
        assert_eq!(Table::read(b"a\nZo\xeb", b',').map(|_| ()), Err(BadTable::NotUtf8));
        assert_eq!(Table::read(b"", b',').map(|_| ()), Err(BadTable::NoColumns));
    }

    #[test]
    fn wide_tables_are_read_whole() {
        let row = vec!["x"; 3_000].join(";");
        let table = Table::read(format!("{row}\n{row}").as_bytes(), b';').expect("a table");
        assert_eq!(table.rows[0].cells.len(), 3_000);
    }
}
