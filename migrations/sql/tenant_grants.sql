-- Repeated after the migrations of a council: what its role may do. Events, what notes said before, plugins that were checked
-- and when they came into force, and what happened to whose access can be added and read, never changed; of a note, only its words.
GRANT USAGE ON SCHEMA :schema TO :schema;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA :schema TO :schema;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA :schema TO :schema;
REVOKE UPDATE, DELETE, TRUNCATE ON :schema.case_event, :schema.note_version, :schema.job_decision FROM :schema;
REVOKE UPDATE, DELETE, TRUNCATE ON :schema.plugin_artefact, :schema.plugin_activation FROM :schema;
REVOKE UPDATE, DELETE, TRUNCATE ON :schema.people_log FROM :schema;
REVOKE UPDATE ON :schema.note FROM :schema;
GRANT UPDATE (body, edited_at) ON :schema.note TO :schema;
REVOKE INSERT, UPDATE, DELETE ON :schema.seaql_migrations FROM :schema;
-- Guests have a role of their own, which reads four views and nothing else. The council's role has no use for them.
REVOKE ALL ON :schema.guest_own, :schema.guest_question, :schema.guest_case, :schema.guest_told, :schema.guest_copy FROM :schema;
GRANT USAGE ON SCHEMA :schema TO :schema_guest;
GRANT SELECT ON :schema.guest_question, :schema.guest_case, :schema.guest_told, :schema.guest_copy TO :schema_guest;
