//! Plugins that bring meetings of committees (world `committee-calendar`, R52).

crate::feeds::feed!(
    committee_calendar,
    committees,
    register_committee_calendar,
    export_committee_calendar,
    committees,
    Meeting
);
