//! Plugins that bring works on streets and roads (world `highways-schedule`, R52).

crate::feeds::feed!(highways_schedule, highways, register_highways_schedule, export_highways_schedule, highways, Work);

/// How much traffic feels of a work, by the words of systems for street works: `Multi-way signals`, `road_closure`,
/// `miscLaneClosure`. What happens on the footway counts where the road is not affected.
pub fn traffic(words: &str, footway: bool) -> Traffic {
    let words: String = words.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    let says = |any: &[&str]| any.iter().any(|word| words.contains(word));
    if says(&["nocarriageway", "noincursion"]) || words == "none" {
        if footway { Traffic::Footway } else { Traffic::Slight }
    } else if says(&["signal", "light", "stopgo", "giveandtake", "priorityworking", "convoy"]) {
        Traffic::Alternating
    } else if says(&["lane", "contraflow", "somecarriageway"]) {
        Traffic::LaneClosure
    } else if says(&["footway", "footpath", "pavement", "cycle"]) {
        Traffic::Footway
    } else if says(&["roadclos", "roadisclosed", "closureofroad", "fullclosure"]) || words == "closed" {
        Traffic::RoadClosure
    } else {
        Traffic::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_for_traffic() {
        for (words, expected) in [
            ("Road closure", Traffic::RoadClosure),
            ("road_closure", Traffic::RoadClosure),
            ("miscRoadClosure", Traffic::RoadClosure),
            ("Multi-way signals", Traffic::Alternating),
            ("Stop/go boards", Traffic::Alternating),
            ("Give and take", Traffic::Alternating),
            ("Contra-flow", Traffic::LaneClosure),
            ("Some carriageway incursion", Traffic::LaneClosure),
            ("No carriageway incursion", Traffic::Slight),
            ("Cycleway closed", Traffic::Footway),
            ("", Traffic::Unknown),
            ("A new way of working", Traffic::Unknown),
        ] {
            assert_eq!(traffic(words, false), expected, "{words}");
        }
        assert_eq!(traffic("No carriageway incursion", true), Traffic::Footway);
    }
}
