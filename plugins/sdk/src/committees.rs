//! Plugins that bring meetings of committees (world `committee-calendar`, R52).

crate::feeds::feed!(
    committee_calendar,
    committees,
    register_committee_calendar,
    export_committee_calendar,
    committees,
    Meeting
);

/// Whether a meeting takes place, by the words in which systems for committees say it: `Confirmed`, `Cancelled`, `Scheduled`,
/// `Confirmed; webcast` and the like.
pub fn status(status: &str) -> Status {
    let status = status.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| status.contains(word));
    if says(&["cancel", "abandon"]) {
        Status::Cancelled
    } else if says(&["postpone", "defer"]) {
        Status::Postponed
    } else if says(&["provisional", "unconfirmed", "not confirmed"]) {
        Status::Provisional
    } else {
        Status::Planned
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_for_a_status() {
        for (words, expected) in [
            ("Confirmed; webcast", Status::Planned),
            ("Scheduled", Status::Planned),
            ("", Status::Planned),
            ("CANCELLED", Status::Cancelled),
            ("Postponed", Status::Postponed),
            ("Provisional", Status::Provisional),
            ("Unconfirmed", Status::Provisional),
        ] {
            assert_eq!(status(words), expected, "{words}");
        }
    }
}
