//! The cluster's own configuration: safe for the data, modest on a small machine, silent about people.

use std::path::Path;

/// How much the data is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Durability {
    /// What was acknowledged survives a power cut.
    Kept,
    /// For tests: nothing is forced to disk, so that hundreds of databases are made quickly, and the log of what was
    /// written stays small, since nothing will be recovered from it.
    Disposable,
}

/// The text of `postgresql.conf`, written at every start.
///
/// Another setting is one more line here; a setting for one machine only goes into `local.conf` beside
/// it, which is read last and never written.
pub(super) fn postgresql_conf(socket_dir: &Path, durability: Durability) -> String {
    let socket_dir = socket_dir.display().to_string().replace('\'', "''");
    let durability = match durability {
        Durability::Kept => KEPT,
        Durability::Disposable => DISPOSABLE,
    };
    format!(
        "# Written by Wardbook at every start. Settings of your own belong in local.conf, in this folder.\n\
         unix_socket_directories = '{socket_dir}'\n{COMMON}{durability}include_if_exists = 'local.conf'\n"
    )
}

/// `pg_hba.conf`: the socket, in a folder that only PostgreSQL's user and root can enter, and nothing else.
pub(super) const PG_HBA: &str = "# Written by Wardbook at every start. The folder of the socket is the guard.\n\
                                 local all all trust\n";

const COMMON: &str = "\
# Reached by the private socket only, never by the network.
listen_addresses = ''
unix_socket_permissions = 0700

# A small machine that does many small things.
shared_buffers = 128MB
effective_cache_size = 1GB
work_mem = 8MB
maintenance_work_mem = 64MB
random_page_cost = 1.1
jit = off
max_parallel_workers_per_gather = 0

# Tables that churn (cases, outbox, jobs) slow down many times over when they are not vacuumed.
autovacuum_vacuum_scale_factor = 0.05
autovacuum_vacuum_insert_scale_factor = 0.05
autovacuum_analyze_scale_factor = 0.02

# No personal data in the log: no statement, no value, no detail of a violated constraint.
log_error_verbosity = terse
log_min_error_statement = panic
log_min_duration_statement = -1
log_parameter_max_length_on_error = 0
log_line_prefix = '%m [%p] '
log_timezone = 'UTC'
timezone = 'UTC'
";

const KEPT: &str = "
max_connections = 60
fsync = on
full_page_writes = on
synchronous_commit = on
wal_compression = on
max_wal_size = 1GB
min_wal_size = 80MB
checkpoint_timeout = 15min
autovacuum_naptime = 15s
";

const DISPOSABLE: &str = "
max_connections = 300
fsync = off
full_page_writes = off
synchronous_commit = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 512MB
checkpoint_timeout = 1h
autovacuum_naptime = 5min
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_in_the_path_does_not_end_the_setting() {
        let conf = postgresql_conf(Path::new("/tmp/o'brien"), Durability::Kept);
        assert!(conf.contains("unix_socket_directories = '/tmp/o''brien'\n"), "{conf}");
    }

    #[test]
    fn only_a_disposable_cluster_gives_up_durability() {
        let kept = postgresql_conf(Path::new("/s"), Durability::Kept);
        assert!(kept.contains("fsync = on") && kept.contains("synchronous_commit = on"));
        assert!(postgresql_conf(Path::new("/s"), Durability::Disposable).contains("fsync = off"));
    }
}
