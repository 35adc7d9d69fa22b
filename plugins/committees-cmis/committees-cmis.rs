//! Meetings from the pages of CMIS (R52), which has nothing for programs: one page for each month, which lists days and
//! meetings, then the page of each meeting for its place, status and papers.
//!
//! Settings: see plugin.toml.

use sdk::committees::{self, Content, Feed, LocalTime, Meeting, Paper, PaperKind, Reading};
use sdk::dates::{self, Date};
use sdk::feeds::{self, FeedError, Progress, SkippedRow, Source, Task, skipped};
use sdk::html::{Element, Page};
use sdk::settings::Settings;
use sdk::text;
use serde::{Deserialize, Serialize};

struct Cmis;

#[derive(Serialize, Deserialize)]
struct Prepared<'a> {
    address: &'a str,
    past: u16,
    ahead: u16,
}

/// Where the calendar is, as its addresses say: `https://…/tabid/70` and `/mid/397`.
#[derive(Clone, Serialize, Deserialize)]
struct Module {
    tab: String,
    module: u32,
}

/// A reading under way. Months are counted from the year 0.
#[derive(Serialize, Deserialize)]
struct Place {
    calendar: Module,
    month: u32,
    last: u32,
    /// Meetings of that month that were read.
    done: usize,
}

/// Meetings of one part. Each is a page of its own, and these pages are slow, and large for the memory of a call.
const PART: usize = 15;

impl Feed for Cmis {
    type Prepared<'a> = Prepared<'a>;

    fn prepare<'a>(settings: &Settings<'a>) -> Prepared<'a> {
        Prepared {
            address: settings.address("address"),
            past: settings.optional_whole("months_past", 0..=24).unwrap_or(2),
            ahead: settings.optional_whole("months_ahead", 0..=24).unwrap_or(6),
        }
    }

    fn read(prepared: Prepared<'_>, task: Task) -> Result<Reading, FeedError> {
        let Source::Pull(cursor) = task.source else { return Err(FeedError::NotThisWay) };
        let place: Place = match cursor {
            Some(cursor) => feeds::place(&cursor)?,
            None => {
                let month = u32::from(task.today.year) * 12 + u32::from(task.today.month) - 1;
                let (month, last) = (month - u32::from(prepared.past), month + u32::from(prepared.ahead));
                Place { calendar: Module::find(prepared.address)?, month, last, done: 0 }
            }
        };
        let (listed, mut unread) = listed(&place)?;
        if place.done > 0 {
            unread.clear();
        }
        let mut meetings = Vec::new();
        for meeting in listed.iter().skip(place.done).take(PART) {
            match meeting.whole(&place.calendar) {
                Ok(meeting) => meetings.push(meeting),
                Err(Trouble::Row(row)) => unread.push(row),
                Err(Trouble::Whole(error)) => return Err(error),
            }
        }
        let done = place.done + PART;
        let next = if done < listed.len() {
            Some(Place { done, ..place })
        } else {
            (place.month < place.last).then(|| Place { month: place.month + 1, done: 0, ..place })
        };
        let next = next.map(|place| feeds::cursor(&place));
        let progress = Progress { more: next.is_some(), next, skipped: unread };
        Ok(Reading { content: Content::Complete(meetings), progress })
    }
}

fn page(address: &str) -> Result<Page, FeedError> {
    Ok(Page::read(&sdk::http::get(address, None)?.body))
}

/// The number that begins a text.
fn number(text: &str) -> Option<u32> {
    text.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

impl Module {
    /// Of an address that says both numbers; it is reached where the settings say, whatever host a page writes into its links.
    fn of(address: &str, known: &str) -> Option<Self> {
        let address = text::link(known, address)?;
        let (before, after) = address.split_once("/tabid/")?;
        let path = before.split_once("//")?.1.split_once('/')?.1;
        let tab = text::link(known, &format!("/{path}/tabid/{}", number(after)?))?;
        Some(Self { tab, module: number(after.split_once("/mid/")?.1)? })
    }

    /// By the address in the settings: a meeting’s, or that of the page with the calendar, which knows the calendar’s number
    /// and lists the meetings of this month.
    fn find(address: &str) -> Result<Self, FeedError> {
        if let Some(module) = Self::of(address, address) {
            return Ok(module);
        }
        let of_calendar = |element: Element<'_>| {
            let (number_first, _) = element.attribute("id")?.split_once("_MeetingCalendarPublic")?;
            number(number_first.strip_prefix("dnn_ctr")?)
        };
        let module = page(address)?.elements().find_map(of_calendar);
        let module = module.ok_or_else(|| unreadable("The page has no calendar of CMIS."))?;
        let mark = if address.contains('?') { '&' } else { '?' };
        let list = page(&format!("{address}{mark}ctl=MeetingCalendarListView&mid={module}"))?;
        let found =
            list.elements().filter_map(|element| element.attribute("href")).find_map(|at| Self::of(at, address));
        found.ok_or_else(|| {
            let why = "The page lists no meeting this month. Give the address of any one meeting instead.";
            FeedError::WrongSettings(why.to_owned())
        })
    }
}

/// A meeting as the page of its month has it.
struct Listed {
    /// Counted as on that page.
    row: usize,
    id: u32,
    committee_id: u32,
    committee: String,
    day: Date,
    time: Option<u16>,
}

/// The meetings of a month, and the rows that could not be read.
fn listed(place: &Place) -> Result<(Vec<Listed>, Vec<SkippedRow>), FeedError> {
    let (year, month) = (place.month / 12, place.month % 12 + 1);
    let Module { tab, module } = &place.calendar;
    let view = "ctl/MeetingCalendarPublicNoJava/mid";
    let page = page(&format!("{tab}/{view}/{module}/Date/{year:04}-{month:02}-01/Default.aspx"))?;
    let (mut listed, mut unread, mut days) = (Vec::new(), Vec::new(), 0);
    let mut row = 0;
    for cell in page.elements().filter(|element| element.is("SimpleCalendarDate")) {
        // "Monday, 8 June": the year is that of the month that was asked for.
        let text = cell.text();
        let mut words = text.split_once(',').map_or("", |(_, day)| day).split_whitespace();
        let (number, name) = (words.next().unwrap_or_default(), words.next().and_then(dates::month));
        if name.map(u32::from) != Some(month) {
            continue;
        }
        days += 1;
        let day = dates::read(&format!("{number}/{month}/{year:04}"));
        let meetings = cell.after().find(|element| element.name() == "td").into_iter().flat_map(Element::within);
        for link in meetings.filter(|element| element.name() == "a") {
            row += 1;
            let remedy = "Look at the meeting in CMIS.";
            match day.and_then(|day| Listed::of(link, row, day)) {
                Some(meeting) => listed.push(meeting),
                None => {
                    unread.push(skipped(row, None, format!("A meeting of {month}/{year} is not as expected."), remedy))
                }
            }
        }
    }
    if days == 0 {
        return Err(unreadable("The page of a month lists no days of that month."));
    }
    Ok((listed, unread))
}

/// Why a meeting could not be read: it alone, or it and all others.
enum Trouble {
    Row(SkippedRow),
    Whole(FeedError),
}

impl Listed {
    /// `<a href="…/Meeting/15028/Committee/6/…">10:00 Planning Committee</a>`
    fn of(link: Element<'_>, row: usize, day: Date) -> Option<Self> {
        let (_, after) = link.attribute("href")?.split_once("/Meeting/")?;
        let committee_id = number(after.split_once("/Committee/")?.1)?;
        let text = link.text();
        let (first, rest) = text.split_once(' ').unwrap_or(("", &text));
        let time = dates::clock(first);
        let committee = text::line(if time.is_some() { rest } else { &text }, 300)?;
        Some(Self { row, id: number(after)?, committee_id, committee, day, time })
    }

    fn whole(&self, calendar: &Module) -> Result<Meeting, Trouble> {
        let (key, Module { tab, module }) = (self.id.to_string(), calendar);
        let skip = |why: &str| Trouble::Row(skipped(self.row, Some(&key), why, "Look at the meeting in CMIS."));
        let meeting = format!("Meeting/{key}/Committee/{}", self.committee_id);
        let address = format!("{tab}/ctl/ViewMeetingPublic/mid/{module}/{meeting}/SelectedTab/Documents/Default.aspx");
        let page = page(&address).map_err(|error| match error {
            FeedError::Unreadable(why) => skip(&why),
            other => Trouble::Whole(other),
        })?;
        if !page.elements().any(|element| element.is("ModCMISMeetingsC")) {
            return Err(skip("The page of a meeting is not one of CMIS."));
        }
        let status = value(&page, "Status").unwrap_or_default();
        Ok(Meeting {
            committee_key: self.committee_id.to_string(),
            committee: self.committee.clone(),
            title: None,
            begins: LocalTime { day: self.day, minutes: self.time.unwrap_or(0) },
            all_day: self.time.is_none(),
            ends: None,
            place: value(&page, "Venue"),
            status: committees::status(&status),
            papers: page
                .elements()
                .filter(|link| link.is("TitleLink"))
                .filter_map(|link| paper(link, &address))
                .take(100)
                .collect(),
            url: text::link("", &address),
            members: None,
            key,
        })
    }
}

/// What stands beside a label. Only labels tell them apart: status and venue have the same classes.
fn value(page: &Page, label: &str) -> Option<String> {
    let is_it = |element: &Element<'_>| element.is("DNNLabel") && element.text().trim_end_matches(':').trim() == label;
    let value = page.elements().find(is_it)?.after().find(|element| element.is("Value"))?;
    text::line(&value.text(), 300)
}

fn paper(link: Element<'_>, page: &str) -> Option<Paper> {
    let title = text::line(&link.text(), 300)?;
    let says = |word| title.to_ascii_lowercase().contains(word);
    let kind = if says("agenda") {
        PaperKind::Agenda
    } else if says("minutes") && !says("previous") && !says("last meeting") {
        PaperKind::Minutes
    } else {
        PaperKind::Other
    };
    Some(Paper { kind, title, url: text::link(page, link.attribute("href")?)? })
}

fn unreadable(why: &str) -> FeedError {
    FeedError::Unreadable(why.to_owned())
}

sdk::register_committee_calendar!(Cmis);
