//! Figures of the person's wards beside the average over the council's wards.
//!
//! A figure belongs to the boundary for which it was made. A ward whose boundary changed has another code than before, and so no
//! figure: none is taken from another ward's.

use casework::feeds::{Fact, FactUnit};
use casework::text::Lang;
use sea_orm::DbErr;

use super::{Reading, fresh, has};
use crate::app::Caller;
use crate::brought::{self, Figure, Kind, Sources};
use crate::web::views::{CardView, FigureLine, FiguresCard, Origin, WardFigures};

/// Figures of each ward that are shown on the home page.
const SHOWN: i64 = 6;

pub(super) fn is_for(caller: &Caller, sources: Option<&Sources>) -> bool {
    !caller.actor.wards.is_empty() && has(sources, Kind::Figures)
}

pub(super) async fn read(reading: &Reading<'_>) -> Result<Option<CardView>, DbErr> {
    card(reading, SHOWN).await.map(|card| Some(CardView::Figures(card)))
}

/// The card with so many figures of each ward.
pub(in crate::dashboard) async fn card(reading: &Reading<'_>, shown: i64) -> Result<FiguresCard, DbErr> {
    let (caller, fresh) = (reading.caller, fresh(reading, Kind::Figures)?);
    let mut figures = brought::figures(reading.tx, caller, shown).await?;
    let most = usize::try_from(shown).unwrap_or(usize::MAX);
    let more = figures.len() > most;
    figures.truncate(most);
    let origin = one_origin(&figures);
    let wards = caller.actor.wards.iter().map(|ward| {
        let gss = caller.council.wards.gss(*ward);
        let lines: Vec<_> = figures.iter().map(|figure| line(figure, gss, caller.lang, origin.is_some())).collect();
        let has_any = lines.iter().any(|line| line.value.is_some());
        let name = caller.council.wards.name(*ward).to_owned();
        WardFigures { name, figures: if has_any { lines } else { Vec::new() } }
    });
    Ok(FiguresCard { fresh, wards: wards.collect(), more, origin })
}

fn origin(fact: &Fact) -> Origin {
    Origin { source: fact.source.clone(), period: fact.period.clone() }
}

/// Where all figures come from, if that is one place and time.
fn one_origin(figures: &[Figure]) -> Option<Origin> {
    let mut origins = figures.iter().flat_map(|figure| &figure.of_wards).map(origin);
    let first = origins.next()?;
    origins.all(|other| other == first).then_some(first)
}

fn line(figure: &Figure, gss: &str, lang: Lang, same_origin: bool) -> FigureLine {
    let own = figure.of_wards.iter().find(|fact| fact.ward_gss == gss);
    // The statement gives no figure that none of the wards has.
    let some = own.or(figure.of_wards.first());
    let unit = some.map_or(FactUnit::Other, |fact| fact.unit);
    let longest = figure.of_wards.iter().map(|fact| fact.value).fold(figure.average, f64::max);
    let bar = |value: f64| format!("{:.1}", if longest > 0.0 { (value / longest * 95.0).clamp(0.0, 100.0) } else { 0.0 });
    let label = some.map(|fact| match (lang, &fact.label_cy) {
        (Lang::Cy, Some(welsh)) => welsh.clone(),
        _ => fact.label.clone(),
    });
    FigureLine {
        label: label.unwrap_or_default(),
        value: own.map(|fact| written(fact.value, unit)),
        average: written(figure.average, unit),
        wards: figure.wards,
        unit: word(unit).to_owned(),
        bar: bar(own.map_or(0.0, |fact| fact.value)),
        average_bar: bar(figure.average),
        origin: some.filter(|_| !same_origin).map(origin),
    }
}

/// A unit in the words of the API and of the locales.
pub(in crate::dashboard) const fn word(unit: FactUnit) -> &'static str {
    match unit {
        FactUnit::Count => "count",
        FactUnit::Percent => "percent",
        FactUnit::PerSquareKilometre => "per-square-kilometre",
        FactUnit::Years => "years",
        FactUnit::Pounds => "pounds",
        FactUnit::Other => "other",
    }
}

/// A number as people write it: 12,931 and 38.5. Nobody counts in tenths of persons or pounds.
fn written(value: f64, unit: FactUnit) -> String {
    let plain = match unit {
        FactUnit::Count | FactUnit::Pounds => format!("{value:.0}"),
        _ => format!("{value:.1}"),
    };
    let plain = plain.strip_suffix(".0").unwrap_or(&plain);
    let (sign, plain) = plain.strip_prefix('-').map_or(("", plain), |plain| ("−", plain));
    let (whole, tenths) = plain.split_once('.').map_or((plain, None), |(whole, tenths)| (whole, Some(tenths)));
    let mut text = sign.to_owned();
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(tenths) = tenths {
        text.push('.');
        text.push_str(tenths);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_write_them() {
        assert_eq!(written(12_931.0, FactUnit::Count), "12,931");
        assert_eq!(written(1_234_567.6, FactUnit::Pounds), "1,234,568");
        assert_eq!(written(4_263.7, FactUnit::PerSquareKilometre), "4,263.7");
        assert_eq!(written(38.0, FactUnit::Years), "38");
        assert_eq!(written(-1_000.25, FactUnit::Other), "−1,000.2");
        assert_eq!(written(0.0, FactUnit::Percent), "0");
    }
}
