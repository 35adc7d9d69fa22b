//! Plugins that bring figures of wards (world `ward-facts`, R52).

crate::feeds::feed!(ward_facts, facts, register_ward_facts, export_ward_facts, facts, Fact);
