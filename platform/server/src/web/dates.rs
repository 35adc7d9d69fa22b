//! Dates as people in the United Kingdom write them, in Europe/London time, in the page's language.
//!
//! Filters on ISO text (`2026-11-24`, or a moment in UTC such as `2026-11-24T15:35:00Z`):
//! - `day`: Tuesday 24 November 2026
//! - `short_day`: 24 Nov 2026
//! - `moment`: 24 November 2026 at 3:35pm
//! - `weekday`: Tuesday
//! - `clock`: 3:35pm, or 3pm at the full hour
//!
//! A time without a zone (`2026-11-24T15:35:00`) is what clocks here show.
//!
//! Absent values give nothing. The names of days and months are words like all others (`date-…`).

use std::sync::Arc;

use casework::text::Lang;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Utc};
use chrono_tz::Europe::London;
use fluent_bundle::FluentArgs;
use minijinja::{Environment, Error, ErrorKind, State, Value};

use super::Texts;
use super::functions::lang;

pub fn register(environment: &mut Environment<'static>, texts: &Arc<Texts>) {
    for style in [Style::Day, Style::ShortDay, Style::Moment, Style::Weekday, Style::Clock] {
        let texts = Arc::clone(texts);
        environment.add_filter(style.name(), move |state: &State, value: &Value| -> Result<String, Error> {
            if value.is_none() || value.is_undefined() {
                return Ok(String::new());
            }
            let iso = value.to_string();
            let when = parse(&iso).ok_or_else(|| {
                Error::new(ErrorKind::InvalidOperation, format!("{iso} is neither a date nor a moment"))
            })?;
            Ok(style.format(when, lang(state), &texts))
        });
    }
}

/// A day as `|day` writes it, for documents that are no pages.
#[must_use]
pub fn day(day: NaiveDate, lang: Lang, texts: &Texts) -> String {
    Style::Day.format(day.and_time(chrono::NaiveTime::MIN), lang, texts)
}

/// A day as `|short_day` writes it.
#[must_use]
pub fn short_day(day: NaiveDate, lang: Lang, texts: &Texts) -> String {
    Style::ShortDay.format(day.and_time(chrono::NaiveTime::MIN), lang, texts)
}

/// A moment as `|moment` writes it.
#[must_use]
pub fn moment(at: DateTime<Utc>, lang: Lang, texts: &Texts) -> String {
    Style::Moment.format(at.with_timezone(&London).naive_local(), lang, texts)
}

/// A day as browsers send it, or as people in this country write it where a browser has no calendar of its own.
#[must_use]
pub fn typed_day(typed: &str) -> Option<NaiveDate> {
    let typed = typed.trim().replace(['.', '-', ' '], "/");
    ["%Y/%m/%d", "%d/%m/%Y", "%d/%B/%Y", "%d/%b/%Y"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(&typed, form).ok().filter(|day| (2000..3000).contains(&day.year())))
}

/// In London's time; midnight for a mere date.
fn parse(iso: &str) -> Option<NaiveDateTime> {
    if let Ok(date) = iso.parse::<NaiveDate>() {
        return date.and_hms_opt(0, 0, 0);
    }
    if let Ok(here) = iso.parse::<NaiveDateTime>() {
        return Some(here);
    }
    let moment = DateTime::parse_from_rfc3339(iso).ok()?;
    Some(moment.with_timezone(&London).naive_local())
}

#[derive(Clone, Copy)]
enum Style {
    Day,
    ShortDay,
    Moment,
    Weekday,
    Clock,
}

impl Style {
    fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::ShortDay => "short_day",
            Self::Moment => "moment",
            Self::Weekday => "weekday",
            Self::Clock => "clock",
        }
    }

    fn format(self, when: NaiveDateTime, lang: Lang, texts: &Texts) -> String {
        let word = |key: String| texts.find(lang, &key, None).unwrap_or(key);
        let mut args = FluentArgs::new();
        args.set("day", when.day());
        // As text, because a number would be written with a separator of thousands.
        args.set("year", when.year().to_string());
        let pattern = match self {
            Self::Day => {
                args.set("weekday", word(format!("date-weekday-{}", when.weekday().number_from_monday())));
                args.set("month", word(format!("date-month-{}", when.month())));
                "date-day"
            }
            Self::ShortDay => {
                args.set("month", word(format!("date-short-month-{}", when.month())));
                "date-short-day"
            }
            Self::Moment => {
                args.set("month", word(format!("date-month-{}", when.month())));
                let (afternoon, hour) = when.time().hour12();
                let half = if afternoon { "pm" } else { "am" };
                args.set("time", format!("{hour}:{:02}{half}", when.minute()));
                "date-moment"
            }
            Self::Weekday => return word(format!("date-weekday-{}", when.weekday().number_from_monday())),
            Self::Clock => {
                let (afternoon, hour) = when.time().hour12();
                let half = if afternoon { "pm" } else { "am" };
                return match when.minute() {
                    0 => format!("{hour}{half}"),
                    minute => format!("{hour}:{minute:02}{half}"),
                };
            }
        };
        texts.get(lang, pattern, Some(&args)).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_understood_as_a_calendar_or_a_person_writes_it() {
        let christmas = NaiveDate::from_ymd_opt(2026, 12, 25);
        for typed in ["2026-12-25", "25/12/2026", "25.12.2026", "25 12 2026", " 25 December 2026", "25 dec 2026"] {
            assert_eq!(typed_day(typed), christmas, "{typed}");
        }
        for typed in ["", "soon", "12/25/2026", "25/12/26", "31/11/2026"] {
            assert_eq!(typed_day(typed), None, "{typed}");
        }
    }

    fn written(style: Style, iso: &str, lang: Lang) -> String {
        let texts = Texts::new().expect("the locales parse");
        style.format(parse(iso).expect("an ISO date"), lang, &texts)
    }

    #[test]
    fn a_day_is_written_out_in_both_languages() {
        assert_eq!(written(Style::Day, "2026-11-24", Lang::En), "Tuesday 24 November 2026");
        assert_eq!(written(Style::Day, "2026-11-24", Lang::Cy), "Dydd Mawrth 24 Tachwedd 2026");
        assert_eq!(written(Style::ShortDay, "2026-09-03", Lang::En), "3 Sep 2026");
    }

    #[test]
    fn a_time_is_written_as_short_as_it_can_be() {
        assert_eq!(written(Style::Clock, "2026-11-24T07:00:00Z", Lang::En), "7am");
        assert_eq!(written(Style::Clock, "2026-07-01T18:30:00Z", Lang::En), "7:30pm", "summer time");
        assert_eq!(written(Style::Clock, "2026-07-01T18:30:00", Lang::Cy), "6:30pm", "as clocks here show it");
        assert_eq!(written(Style::Weekday, "2026-11-24", Lang::Cy), "Dydd Mawrth");
    }

    #[test]
    fn a_moment_is_told_in_london_time_whether_summer_or_winter() {
        assert_eq!(written(Style::Moment, "2026-11-24T15:35:00Z", Lang::En), "24 November 2026 at 3:35pm");
        assert_eq!(written(Style::Moment, "2026-07-01T23:05:00Z", Lang::En), "2 July 2026 at 12:05am");
    }
}
