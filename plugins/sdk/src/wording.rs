//! Small helpers for keys and codes, and for the sentences that councillors read.

/// A key as words within a sentence: `street-lighting` becomes `street lighting`.
pub fn plain(key: &str) -> String {
    key.replace(['-', '_'], " ")
}

/// A group's key as the name of a team: `highways` becomes `the Highways team`, `street-team` becomes
/// `the Street team`.
pub fn team(key: &str) -> String {
    const OFFICES: [&str; 7] = ["team", "service", "services", "office", "unit", "desk", "support"];
    let name = plain(key);
    let mut letters = name.chars();
    let capitalised: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let says_what_it_is = name.rsplit(' ').next().is_some_and(|last| OFFICES.contains(&last));
    if says_what_it_is { format!("the {capitalised}") } else { format!("the {capitalised} team") }
}

/// `1 working day`, `5 working days`.
pub fn working_days(days: u16) -> String {
    if days == 1 { "1 working day".to_owned() } else { format!("{days} working days") }
}

/// Whether a text has the form of a GSS code: a letter for the nation and eight digits, `E05001771`.
pub fn is_gss(code: &str) -> bool {
    code.len() == 9 && code.starts_with(['E', 'N', 'S', 'W']) && code.bytes().skip(1).all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_become_words() {
        assert_eq!(team("highways"), "the Highways team");
        assert_eq!(team("street-team"), "the Street team");
        assert_eq!(team("members-services"), "the Members services");
        assert_eq!(plain("dog_fouling"), "dog fouling");
        assert_eq!(working_days(1), "1 working day");
    }
}
