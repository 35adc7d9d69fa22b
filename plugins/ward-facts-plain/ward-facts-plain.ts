// Figures of wards from a table whose columns have fixed names (R52). It needs no settings, and it is what a plugin looks like in
// a language other than Rust: this is AssemblyScript, which looks like TypeScript.
//
// `ward,statistic,label,label_cy,value,unit,period,source,boundary_year`, in any order; label_cy and boundary_year may be missing.

import { failure, putList, putOptionalText, putText, room } from "./abi";
export { cabi_realloc } from "./abi";

const UNITS: StaticArray<string> = ["count", "percent", "per-square-kilometre", "years", "pounds", "other"];
const NEEDED: StaticArray<string> = ["ward", "statistic", "label", "value", "unit", "period", "source"];

// The cases of the contract's `source` and `feed-error`, in its order.
const FILE: i32 = 2;
const CURSOR_UNKNOWN: u8 = 1;
const NOT_THIS_WAY: u8 = 2;
const UNREADABLE: u8 = 5;

const FACT: usize = 80;
const SKIPPED: usize = 32;
const MOST: i32 = 5000;
const MOST_SKIPPED: i32 = 1000;

/** There are no settings: anything else than an empty object is a mistake. */
export function prepare(settings: usize, length: usize): usize {
  const text = String.UTF8.decodeUnsafe(settings, length);
  const result = room(12);
  if (text.replaceAll(" ", "").replaceAll("\n", "") == "{}") return result;
  const problem = room(24);
  putText(problem, "$");
  putText(problem + 8, "This plugin has no settings.");
  putText(problem + 16, "Remove all of them.");
  store<u8>(result, 1);
  putList(result + 4, problem, 1);
  return result;
}

/**
 * Reads an uploaded file. The arguments are those of the contract, one after the other; of the source, those of a file: name,
 * media type, content, cursor.
 */
export function read(
  _prepared: usize, _preparedLength: usize,
  source: i32,
  _name: usize, _nameLength: usize, _type: usize, _typeLength: usize, content: usize, contentLength: usize,
  hasCursor: i32, _cursor: usize, _cursorLength: usize,
  _year: i32, _month: i32, _day: i32,
): usize {
  if (source != FILE) return failure(NOT_THIS_WAY, "");
  if (hasCursor) return failure(CURSOR_UNKNOWN, "");
  let text = String.UTF8.decodeUnsafe(content, contentLength);
  if (text.includes("\ufffd")) return failure(UNREADABLE, "The file is not in UTF-8. Save it as “CSV UTF-8” and try again.");
  if (text.startsWith("\ufeff")) text = text.substring(1);
  const rows = table(text);
  if (rows == null) return failure(UNREADABLE, "The file ends within quotes, so it was cut short or a quote is missing.");
  if (rows.length == 0) return failure(UNREADABLE, "The file is empty: it lacks the line that names the columns.");
  const columns = rows[0].cells;
  for (let i = 0; i < NEEDED.length; i++) {
    if (!columns.includes(NEEDED[i])) return failure(UNREADABLE, `The file has no column “${NEEDED[i]}”.`);
  }
  if (rows.length - 1 > MOST) return failure(UNREADABLE, "The file has more than 5,000 rows.");

  const facts = room(FACT * rows.length);
  const skipped = room(SKIPPED * rows.length);
  let read = 0, unread = 0;
  for (let i = 1; i < rows.length; i++) {
    const row = rows[i];
    const wrong = putFact(facts + FACT * read, row, columns);
    if (wrong.length == 0) { read++; continue; }
    const at = skipped + SKIPPED * unread++;
    store<u32>(at, row.line);
    putText(at + 16, wrong);
    putText(at + 24, "Correct the row and upload the file again.");
  }
  if (unread > MOST_SKIPPED) return failure(UNREADABLE, "More than 1,000 rows of the file could not be read.");
  // ok(reading { content: complete(facts), progress: { next: none, more: false, skipped } })
  const result = room(48);
  putList(result + 8, facts, read);
  putList(result + 40, skipped, unread);
  return result;
}

/** Writes a row as a fact, or says what is wrong with it. A row that cannot be read has no key: any figure might be its. */
function putFact(at: usize, row: Row, columns: string[]): string {
  if (row.cells.length != columns.length) return "The row has fewer or more cells than the first line.";
  const ward = row.cell(columns, "ward"), statistic = row.cell(columns, "statistic");
  const label = row.cell(columns, "label"), welsh = row.cell(columns, "label_cy");
  const period = row.cell(columns, "period"), source = row.cell(columns, "source");
  const value = row.cell(columns, "value").replaceAll(",", "");
  const unit = UNITS.indexOf(row.cell(columns, "unit"));
  const year = row.cell(columns, "boundary_year");
  if (ward.length != 9 || !"ENSW".includes(ward.charAt(0)) || !isMadeOf(ward.substring(1), "0123456789")) {
    return "The ward’s code is not a GSS code.";
  }
  if (statistic.length > 100 || !isMadeOf(statistic, "abcdefghijklmnopqrstuvwxyz0123456789-")) {
    return "The statistic has other letters than a to z, digits and hyphens.";
  }
  if (!isLine(label, 200) || !isLine(period, 80) || !isLine(source, 200) || (welsh.length > 0 && !isLine(welsh, 200))) {
    return "A text is missing, too long, or has more than one line.";
  }
  const digits = value.startsWith("-") ? value.substring(1) : value;
  if (digits.length > 15 || !isMadeOf(digits, "0123456789.") || isNaN(parseFloat(value)) || digits.split(".").length > 2) {
    return "The figure is not a number.";
  }
  if (unit < 0) return "The unit is not one of count, percent, per-square-kilometre, years, pounds and other.";
  if (year.length > 0 && (year.length != 4 || !isMadeOf(year, "0123456789"))) return "The year of the boundaries is not one.";
  putText(at, `${ward}/${statistic}/${period}`);
  putText(at + 8, ward);
  putText(at + 16, statistic);
  putText(at + 24, label);
  putOptionalText(at + 32, welsh);
  store<f64>(at, parseFloat(value), 48);
  store<u8>(at, <u8>unit, 56);
  putText(at + 60, period);
  putText(at + 68, source);
  if (year.length > 0) {
    store<u8>(at, 1, 76);
    store<u16>(at, <u16>parseInt(year), 78);
  }
  return "";
}

function isMadeOf(text: string, letters: string): bool {
  for (let i = 0; i < text.length; i++) {
    if (!letters.includes(text.charAt(i))) return false;
  }
  return text.length > 0;
}

/** Whether the contract takes it: something, not too long, and no control characters. */
function isLine(text: string, most: i32): bool {
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i);
    if (letter < 32 || (letter >= 127 && letter < 160)) return false;
  }
  return text.length > 0 && text.length <= most;
}

class Row {
  cells: string[] = [];
  /** On which it begins. */
  constructor(public line: u32) {}

  cell(columns: string[], name: string): string {
    const at = columns.indexOf(name);
    return at < 0 ? "" : this.cells[at];
  }
}

/** The rows of comma-separated values (RFC 4180), without empty lines; null if it ends within quotes. */
function table(text: string): Row[] | null {
  const rows: Row[] = [];
  let row = new Row(1), cell = "", quoted = false, line: u32 = 1;
  // From where on what was read is not in the cell yet.
  let from = 0;
  for (let i = 0; i <= text.length; i++) {
    const letter = i < text.length ? text.charCodeAt(i) : 10;
    if (letter == 34) {
      // A quote within quotes is written twice: the second one stays.
      cell += text.substring(from, i);
      from = i + 1;
      if (!quoted && i > 0 && text.charCodeAt(i - 1) == 34) from = i;
      quoted = !quoted;
    } else if (!quoted && (letter == 44 || letter == 10)) {
      row.cells.push((cell + text.substring(from, i)).trim());
      cell = "";
      from = i + 1;
      if (letter == 10) {
        if (row.cells.length > 1 || row.cells[0].length > 0) rows.push(row);
        row = new Row(line + 1);
      }
    }
    if (letter == 10) line++;
  }
  return quoted ? null : rows;
}
