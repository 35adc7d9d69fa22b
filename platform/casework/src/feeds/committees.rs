//! Meetings of committees (R52).

use chrono::NaiveDateTime;

use serde::{Deserialize, Serialize};

use super::Item;

/// Whether a meeting takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeetingStatus {
    Planned,
    Provisional,
    /// Put off to a day that is not known yet.
    Postponed,
    Cancelled,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaperKind {
    Agenda,
    Reports,
    Minutes,
    Other,
}

/// Something to read before or after a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    pub kind: PaperKind,
    pub title: String,
    /// `https` or `http`.
    pub url: String,
}

/// Who sits on a committee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    pub key: Option<String>,
    pub name: String,
    /// "Chair" and the like, as it is written.
    pub role: Option<String>,
}

/// One meeting. Times are those on the council's clocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    pub key: String,
    pub committee_key: String,
    pub committee: String,
    pub title: Option<String>,
    pub begins: NaiveDateTime,
    /// Whether only the day of `begins` is known.
    pub all_day: bool,
    pub ends: Option<NaiveDateTime>,
    pub place: Option<String>,
    pub status: MeetingStatus,
    pub url: Option<String>,
    pub papers: Vec<Paper>,
    /// None where the source does not say.
    pub members: Option<Vec<Seat>>,
}

impl Item for Meeting {
    fn key(&self) -> &str {
        &self.key
    }
}

/// What may stand before or after a name and is none of it.
const TITLES: [&str; 26] = [
    "alderman",
    "baroness",
    "bem",
    "cbe",
    "cllr",
    "cllrs",
    "councillor",
    "cynghorydd",
    "cyng",
    "dame",
    "dr",
    "hon",
    "jp",
    "lady",
    "lord",
    "mbe",
    "miss",
    "mp",
    "mr",
    "mrs",
    "ms",
    "msp",
    "mx",
    "obe",
    "professor",
    "sir",
];

/// A name in the form in which names of different systems are compared: small letters, single spaces, no title before it and no
/// letters after it. `Councillor Dr. Jo  O’Neil MBE` becomes `jo o'neil`. A name that is nothing but titles stays what it is.
pub fn compared_name(name: &str) -> String {
    let plain = name.to_lowercase().replace('’', "'").replace(['.', ','], " ");
    let words: Vec<&str> = plain.split_whitespace().collect();
    let is_name = |word: &&str| !TITLES.contains(word);
    match (words.iter().position(is_name), words.iter().rposition(is_name)) {
        (Some(first), Some(last)) => words[first..=last].join(" "),
        _ => words.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::compared_name;

    #[test]
    fn a_name_is_the_same_however_a_system_writes_it() {
        for written in ["Jo O'Neil", "Cllr Jo O’Neil", "Councillor Dr. Jo  O'NEIL, MBE", " Cynghorydd  Jo O'Neil MP "]
        {
            assert_eq!(compared_name(written), "jo o'neil", "{written}");
        }
    }

    #[test]
    fn what_is_no_title_stays() {
        assert_eq!(compared_name("Miles Lord-Jones"), "miles lord-jones");
        assert_eq!(compared_name("Anna Lord Jones"), "anna lord jones", "a title within a name is a name");
        assert_eq!(compared_name("The Chair"), "the chair");
        assert_eq!(compared_name("Mrs Lady"), "mrs lady");
        assert_eq!(compared_name(""), "");
    }
}
