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

/// A name as names are compared: without titles, in small letters, with single spaces. Empty where nothing is left. Two people may have
/// the same; whoever compares must not take it for proof of who somebody is.
pub fn compared_name(name: &str) -> String {
    const TITLES: [&str; 18] = [
        "cllr",
        "clr",
        "councillor",
        "cyng",
        "cynghorydd",
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "sir",
        "dame",
        "lord",
        "lady",
        "the",
    ];
    let name = name.to_lowercase();
    let words = name
        .split(|letter: char| letter.is_whitespace() || matches!(letter, '.' | ','))
        .filter(|word| !word.is_empty());
    words.skip_while(|word| TITLES.contains(word)).collect::<Vec<_>>().join(" ")
}

impl Item for Meeting {
    fn key(&self) -> &str {
        &self.key
    }
}

#[cfg(test)]
mod tests {
    use super::compared_name;

    #[test]
    fn a_name_is_compared_without_titles_and_however_it_is_spaced() {
        for written in
            ["Cllr Imogen Penrose", "Councillor  Imogen Penrose", "imogen penrose", "The Cllr. Dr Imogen Penrose "]
        {
            assert_eq!(compared_name(written), "imogen penrose", "{written}");
        }
        assert_eq!(compared_name("Cllr"), "");
        assert_ne!(compared_name("Cllr Imogen Penrose-Smith"), "imogen penrose");
    }
}
