//! Plugins that bring starters, movers and leavers (world `people-feed`, R60).

crate::feeds::feed!(people_feed, people, register_people_feed, export_people_feed, people, Person);
