//! The record of a case.

use letters::{Entry, Language, PressError};

use crate::reading::Paper;
use crate::samples;

#[test]
fn a_record_has_its_facts_as_a_table_with_headers_and_its_entries_under_headings() {
    let paper = Paper::read(samples::press().record(&samples::record()).unwrap());
    let structure = paper.structure();
    let count = |tag: &str| {
        structure
            .lines()
            .filter(|line| line.split_whitespace().next().map(|first| first.trim_end_matches(':')) == Some(tag))
            .count()
    };
    assert_eq!((count("Table"), count("TR"), count("TH"), count("TD")), (1, 6, 6, 6), "{structure}");
    assert_eq!(count("Span"), 0, "every text belongs to a paragraph, a cell or a heading:\n{structure}");
    assert_eq!((count("H1"), count("H2"), count("H3")), (1, 1, 3), "{structure}");
    assert!(paper.has("/Scope/Row"), "a fact's name is the header of its row");
    let text = paper.text();
    for said in
        ["Case: AV-26-0142", "Pothole in High Street", "Work is under way", "Street team", "forty across. Made safe"]
    {
        assert!(text.contains(said), "{said:?} is not in {text}");
    }
    assert!(paper.metadata().contains("pdfuaid:part"));
    assert!(paper.has("/Lang(en-GB)") && paper.info().contains("Pothole in High Street"));
}

#[test]
fn a_long_record_says_on_each_page_which_it_is() {
    let mut record = samples::record();
    record.language = Language::Welsh;
    record.facts[0].value = "1\n2\n3".repeat(40);
    record.entries = (0..12).flat_map(|_| record.entries.clone()).collect();
    let paper = Paper::read(samples::press().record(&record).unwrap());
    let pages = paper.printed.pages;
    assert!(pages > 2);
    for page in 2..=pages {
        assert_eq!(paper.line_at_top(page), format!("Case: AV-26-0142 {page} o {pages}"));
    }
    assert!(paper.has("/Lang(cy)"));
}

#[test]
fn a_record_may_have_no_facts_and_no_entries_but_needs_a_title() {
    let press = samples::press();
    let mut record = samples::record();
    record.facts.clear();
    record.entries.clear();
    record.entries_heading.clear();
    assert_eq!(press.record(&record).unwrap().pages, 1);
    record.entries =
        vec![Entry { date: "Today".to_owned(), author: String::new(), text: "#panic() 🙏 *x*".to_owned() }];
    let missing = |field| PressError::Missing { field };
    assert_eq!(press.record(&record).unwrap_err(), missing("the heading of the entries"));
    record.entries_heading = "Progress".to_owned();
    let paper = Paper::read(press.record(&record).unwrap());
    assert!(paper.text().contains("#panic() ? *x*"));
    assert_eq!(paper.printed.warnings.len(), 1);
    record.title.clear();
    assert_eq!(press.record(&record).unwrap_err(), missing("the title"));
}
