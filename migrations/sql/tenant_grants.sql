-- Repeated after the migrations of a council: what its role may do. Events can be added and read, never changed.
GRANT USAGE ON SCHEMA :schema TO :schema;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA :schema TO :schema;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA :schema TO :schema;
REVOKE UPDATE, DELETE, TRUNCATE ON :schema.case_event FROM :schema;
REVOKE INSERT, UPDATE, DELETE ON :schema.seaql_migrations FROM :schema;
