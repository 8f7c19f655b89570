//! What the feature costs those who do not use it.

use std::process::Command;

/// The crates that `auth-runtime` depends on with these features.
fn crates(features: &str) -> String {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--package", "auth-runtime"])
        .args(["--edges", "normal,build", "--features", features])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo");
    assert!(tree.status.success(), "{tree:?}");
    String::from_utf8(tree.stdout).expect("text")
}

#[test]
fn without_the_feature_nothing_of_utoipa_is_there() {
    let without = crates("");
    assert!(without.contains("axum v"), "{without}");
    assert!(!without.contains("utoipa"), "{without}");
    assert!(crates("openapi").contains("utoipa-swagger-ui v"));
}
