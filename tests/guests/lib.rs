//! Plugins that misbehave. Each breaks one limit of the host, so each limit has a test that fails when the limit
//! is taken away. To add one: a file here, an `[[example]]` in Cargo.toml, a test in `platform/plugin-host`.
