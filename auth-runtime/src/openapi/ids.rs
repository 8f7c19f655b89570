//! The ids of operations: the one that the user set, or else the handler's name, made unique if necessary.

use std::collections::{HashMap, HashSet};

use super::operation::Shown;

/// Gives each operation its id.
pub(super) fn set(operations: &mut [Shown<'_>]) {
    let mut taken: HashSet<String> = HashSet::new();
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for shown in operations.iter_mut() {
        match &mut shown.operation.operation_id {
            Some(id) => *id = of_method(id, &shown.route.info.method, shown.method),
            None => *uses.entry(shown.route.info.handler).or_default() += 1,
        }
        taken.extend(shown.operation.operation_id.clone());
    }
    for shown in operations {
        if shown.operation.operation_id.is_none() {
            let handler = shown.route.info.handler;
            let is_unique = uses.get(handler) == Some(&1);
            let id = free_id(handler, is_unique, shown, &taken);
            taken.insert(id.clone());
            shown.operation.operation_id = Some(id);
        }
    }
}

/// The id that the user set, for one of the methods of its route: a route for any method is several operations.
pub(super) fn of_method(id: &str, of_route: &str, method: &str) -> String {
    if of_route == "ANY" {
        format!("{id}_{}", method.to_ascii_lowercase())
    } else {
        id.to_owned()
    }
}

/// `show`, or `show_get_users_id`, or that with a number.
fn free_id(handler: &str, is_unique: bool, shown: &Shown<'_>, taken: &HashSet<String>) -> String {
    let handler = handler.trim_start_matches("r#");
    if is_unique && !taken.contains(handler) {
        return handler.to_owned();
    }
    let method = shown.method.to_ascii_lowercase();
    let words = shown
        .route
        .info
        .path
        .split(|character: char| !character.is_ascii_alphanumeric());
    let id = words
        .filter(|word| !word.is_empty())
        .fold(format!("{handler}_{method}"), |id, word| {
            format!("{id}_{word}")
        });
    if !taken.contains(&id) {
        return id;
    }
    let numbered = (2_u32..).map(|number| format!("{id}_{number}"));
    let mut free = numbered.filter(|id| !taken.contains(id));
    free.next().unwrap_or(id)
}
