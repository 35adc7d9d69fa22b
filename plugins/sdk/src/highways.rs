//! Plugins that bring works on streets and roads (world `highways-schedule`, R52).

crate::feeds::feed!(highways_schedule, highways, register_highways_schedule, export_highways_schedule, highways, Work);
