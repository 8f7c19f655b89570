//! The document as a whole: valid, complete, readable.

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::app::api;
use crate::support::document;

/// The schema that the OpenAPI Initiative publishes for 3.1, without Schema Objects.
/// <https://spec.openapis.org/oas/3.1/schema/2022-10-07>
const OPENAPI_3_1: &str = include_str!("openapi-3.1.schema.json");

fn validator() -> Validator {
    let schema: Value = serde_json::from_str(OPENAPI_3_1).expect("JSON");
    jsonschema::validator_for(&schema).expect("a schema")
}

/// The official schema's errors for a document.
fn complaints(document: &Value) -> Vec<String> {
    let complaint =
        |error: jsonschema::ValidationError<'_>| format!("{}: {error}", error.instance_path());
    validator().iter_errors(document).map(complaint).collect()
}

/// Calls `look` for each value in `value`, with the keys that lead to it.
fn walk(value: &Value, path: &mut Vec<String>, look: &mut dyn FnMut(&[String], &Value)) {
    look(path, value);
    let inside: Vec<(String, &Value)> = match value {
        Value::Object(object) => object
            .iter()
            .map(|(key, value)| (key.clone(), value))
            .collect(),
        Value::Array(array) => array
            .iter()
            .enumerate()
            .map(|(index, value)| (index.to_string(), value))
            .collect(),
        _ => Vec::new(),
    };
    for (key, value) in inside {
        path.push(key);
        walk(value, path, look);
        path.pop();
    }
}

#[test]
fn the_document_is_valid_by_the_official_schema() {
    assert_eq!(complaints(&document(&api())), Vec::<String>::new());
}

#[test]
fn the_validator_finds_what_is_wrong() {
    let mut document = document(&api());
    document["paths"]["/login"]["post"]["parameters"] = json!([{ "name": "x" }]);
    assert!(!complaints(&document).is_empty());
}

#[test]
fn every_schema_is_valid_json_schema() {
    let document = document(&api());
    let mut count = 0;
    walk(&document, &mut Vec::new(), &mut |path, value| {
        let is_component = path.len() == 3 && path[..2] == ["components", "schemas"];
        if is_component || path.last().is_some_and(|key| key == "schema") {
            jsonschema::draft202012::meta::validate(value).expect("a schema");
            count += 1;
        }
    });
    assert!(count > 20, "only {count} schemas were looked at");
}

#[test]
fn every_reference_points_to_a_component() {
    let document = document(&api());
    let mut count = 0;
    walk(&document, &mut Vec::new(), &mut |_, value| {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            let pointer = reference.strip_prefix('#').expect("a local reference");
            assert!(document.pointer(pointer).is_some(), "{reference}");
            count += 1;
        }
    });
    assert!(count > 10, "only {count} references were looked at");
}

#[test]
fn operation_ids_are_unique() {
    let document = document(&api());
    let mut ids = Vec::new();
    walk(&document, &mut Vec::new(), &mut |_, value| {
        ids.extend(
            value
                .get("operationId")
                .and_then(Value::as_str)
                .map(str::to_owned),
        );
    });
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), count), (11, 11), "{ids:?}");
}

#[test]
fn the_whole_document() {
    insta::assert_json_snapshot!(document(&api()));
}
