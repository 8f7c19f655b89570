//! Tests that need the whole workspace.
