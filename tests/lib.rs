//! Nothing of its own: the tests of the whole product are in `main.rs`, one binary that mirrors what it tests.
