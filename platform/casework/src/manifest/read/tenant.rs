//! `tenant.toml`: who the council is.

use chrono::NaiveDate;

use super::{Listed, Table, starters};
use crate::{
    calendar::Nation,
    cases::is_email,
    ids::CaseReference,
    manifest::{
        BodyDef, Branding, Contact, GateItem, GroupDef, Letterhead, StartersDef,
        file::{At, File},
    },
    sla::DefaultTargets,
    text::{Lang, Text},
};

/// What `tenant.toml` holds.
pub(in crate::manifest) struct Tenant {
    pub slug: String,
    pub name: Text,
    pub gss: String,
    pub nation: Nation,
    pub languages: Vec<Lang>,
    pub reference_prefix: String,
    pub branding: Branding,
    pub contact: Contact,
    pub letterhead: Letterhead,
    pub starters: StartersDef,
    pub gate: Vec<GateItem>,
    pub people_max: u8,
    pub closures: Vec<NaiveDate>,
    pub representatives: Vec<BodyDef>,
    pub targets: DefaultTargets,
}

pub(super) fn read(table: &Table<'_>, groups: Option<&Listed<GroupDef>>) -> Option<Tenant> {
    let slug = table.key("slug");
    let name = table.words("name");
    let gss = table.text("gss");
    let nation = table.choice("nation", &Nation::ALL.map(|nation| (nation.as_str(), nation)));
    if let (Some(gss), Some(nation)) = (&gss, &nation) {
        check_gss(table.file, gss, nation.value);
    }
    let languages = languages(table);
    let reference_prefix = table.text("reference_prefix");
    if let Some(prefix) = &reference_prefix
        && !CaseReference::is_prefix(&prefix.value)
    {
        let message = format!("`{}` cannot stand before a case's number", prefix.value);
        table.file.problem(prefix.at, message, "Use 2 to 5 capital letters");
    }
    let people_max = table.number("people_max", 1..=10);
    let closures = table.dates("closures");
    let branding = table.table("branding").and_then(|branding| read_branding(&branding));
    let contact = table.table("contact").and_then(|contact| read_contact(&contact));
    let letterhead = table.opt_table("letterhead").map(|letterhead| read_letterhead(&letterhead)).unwrap_or_default();
    let starters = table.opt_table("starters").map(|table| starters::read(&table, groups)).unwrap_or_default();
    let targets = table.table("targets").and_then(|targets| read_targets(&targets));
    let gate = read_gate(table);
    let representatives = read_bodies(table);
    Some(Tenant {
        slug: slug?.value,
        name: name?,
        gss: gss?.value,
        nation: nation?.value,
        languages: languages?,
        reference_prefix: reference_prefix?.value,
        branding: branding?,
        contact: contact?,
        letterhead,
        starters,
        gate,
        people_max: u8::try_from(people_max?).ok()?,
        closures,
        representatives,
        targets: targets?,
    })
}

/// The code of a council, a letter for the nation and eight digits.
fn check_gss(file: &File<'_>, gss: &At<String>, nation: Nation) {
    let letter = match nation {
        Nation::England => 'E',
        Nation::Wales => 'W',
        Nation::Scotland => 'S',
        Nation::NorthernIreland => 'N',
    };
    let digits = gss.value.strip_prefix(letter);
    if !digits.is_some_and(|digits| digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit())) {
        let message = format!("`{}` is no GSS code of a council in this nation", gss.value);
        file.problem(gss.at, message, format!("It is `{letter}` and eight digits; the ONS publishes it"));
    }
}

fn languages(table: &Table<'_>) -> Option<Vec<Lang>> {
    let found = table.choices("languages", &Lang::ALL.map(|lang| (lang.as_str(), lang)))?;
    let mut languages: Vec<Lang> = Vec::new();
    for lang in found {
        if languages.contains(&lang.value) {
            table.file.problem(lang.at, format!("the language `{}` is there twice", lang.value), "Remove one");
        } else {
            languages.push(lang.value);
        }
    }
    if !languages.contains(&Lang::En) {
        table.file.problem(table.at, "`languages` does not hold \"en\"", "Add it: other languages fall back to it");
    }
    Some(languages)
}

fn read_branding(table: &Table<'_>) -> Option<Branding> {
    let colour = read_colour(table, "colour");
    let colour_text = read_colour(table, "colour_text");
    let accent = read_colour(table, "accent");
    let strapline = table.words("strapline");
    table.finish();
    if let (Some(back), Some(front)) = (&colour, &colour_text) {
        let contrast = contrast(&back.value, &front.value);
        // WCAG 2.2 AA for text of normal size.
        if contrast < 4.5 {
            let message = format!("`colour_text` is hard to read on `colour`: the contrast is {contrast:.1} to 1");
            table.file.problem(front.at, message, "Choose colours with a contrast of at least 4.5 to 1");
        }
    }
    Some(Branding {
        colour: colour?.value,
        colour_text: colour_text?.value,
        accent: accent?.value,
        strapline: strapline?,
    })
}

fn read_colour(table: &Table<'_>, key: &'static str) -> Option<At<String>> {
    let found = table.text(key)?;
    let hex = found.value.strip_prefix('#');
    if hex.is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit())) {
        return Some(found);
    }
    table.file.problem(found.at, format!("`{}` is no colour", found.value), "Write # and six digits, such as #1d70b8");
    None
}

/// The contrast of two colours as WCAG defines it, from 1 (the same) to 21 (black on white).
fn contrast(a: &str, b: &str) -> f64 {
    let luminance = |colour: &str| {
        let channel = |from: usize| {
            let value = colour.get(from..from + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
            let part = f64::from(value) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn read_contact(table: &Table<'_>) -> Option<Contact> {
    let email = table.text("email");
    if let Some(email) = &email {
        check_email(table.file, email);
    }
    let phone = table.text("phone");
    table.finish();
    Some(Contact { email: email?.value, phone: phone?.value })
}

/// The most lines of a council's postal address, and the most characters of each: what has room beside an envelope's window.
const ADDRESS_LINES: usize = 8;
const ADDRESS_LINE: usize = 60;

fn read_letterhead(table: &Table<'_>) -> Letterhead {
    let address = table.texts("address");
    let web = table.opt_text("web");
    table.finish();
    for line in &address {
        let length = line.value.trim().chars().count();
        if length == 0 || length > ADDRESS_LINE {
            let message = format!("a line of `address` has {length} characters");
            table.file.problem(line.at, message, format!("Write 1 to {ADDRESS_LINE} on each line"));
        }
    }
    if let Some(beyond) = address.get(ADDRESS_LINES) {
        let message = format!("`address` has {} lines", address.len());
        table.file.problem(beyond.at, message, format!("At most {ADDRESS_LINES} have room on a letter"));
    }
    if let Some(last) = address.last().filter(|last| !is_postcode(&last.value)) {
        let message = format!("`{}` is no postcode", last.value);
        table.file.problem(last.at, message, "End the address with a line for the postcode, such as AB1 2CD");
    }
    if let Some(web) = web.as_ref().filter(|web| web.value.contains("//") || !web.value.contains('.')) {
        let message = format!("`{}` is no address of a website", web.value);
        table.file.problem(web.at, message, "Write it as people read it, such as www.example.org");
    }
    Letterhead {
        address: address.into_iter().map(|line| line.value.trim().to_owned()).collect(),
        web: web.map(|web| web.value).unwrap_or_default(),
    }
}

/// The shape of a postcode of the United Kingdom: `A9 9AA` to `AA9A 9AA`.
fn is_postcode(text: &str) -> bool {
    let Some((area, street)) = text.trim().split_once(' ') else { return false };
    let letters = |text: &str| text.bytes().all(|b| b.is_ascii_uppercase());
    let starts = |text: &str, digit: usize| text.as_bytes().get(digit).is_some_and(u8::is_ascii_digit);
    let area_is = (2..=4).contains(&area.len())
        && area.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && letters(&area[..1])
        && (starts(area, 1) || letters(&area[1..2]) && starts(area, 2));
    area_is && street.len() == 3 && starts(street, 0) && letters(&street[1..])
}

pub(super) fn check_email(file: &File<'_>, email: &At<String>) {
    if !is_email(&email.value) {
        file.problem(email.at, format!("`{}` is no email address", email.value), "Write it as name@example.org");
    }
}

fn read_targets(table: &Table<'_>) -> Option<DefaultTargets> {
    let days = |key| table.number(key, 1..=250).and_then(|days| u16::try_from(days).ok());
    let (first_response, next_response) = (days("first_response"), days("next_response"));
    let representative_reply = days("representative_reply");
    table.finish();
    Some(DefaultTargets {
        first_response: first_response?,
        next_response: next_response?,
        representative_reply: representative_reply?,
    })
}

fn read_gate(table: &Table<'_>) -> Vec<GateItem> {
    let mut gate = Listed::new();
    for item in table.tables("gate") {
        let key = item.key("key");
        let (title, text, instead) = (item.words("title"), item.words("text"), item.words("instead"));
        item.finish();
        let read =
            (|| Some(GateItem { key: key.as_ref()?.value.clone(), title: title?, text: text?, instead: instead? }))();
        gate.add(table.file, "gate items", key.as_ref(), read);
    }
    gate.items
}

fn read_bodies(table: &Table<'_>) -> Vec<BodyDef> {
    let mut bodies = Listed::new();
    for item in table.tables("representatives") {
        let key = item.key("key");
        let (name, title) = (item.words("name"), item.text("title"));
        item.finish();
        let read = (|| Some(BodyDef { key: key.as_ref()?.value.clone(), name: name?, title: title?.value }))();
        bodies.add(table.file, "bodies", key.as_ref(), read);
    }
    bodies.items
}
