//! An argument of a dependency comes from the request.
//!
//! Fix: a dependency is constructed before the first request; let it extract `Path(id): Path<u32>` itself.

use auth_runtime::prelude::*;
use axum::extract::Path;
#[derive(Clone, PartialEq)]
struct Owns(u32);

#[dependency(errors(403))]
impl Owns {
    async fn call(&self) -> Result<(), HttpError> {
        Ok(())
    }
}

#[depends]
async fn show(Path(note): Path<u32>, #[depends(Owns(note))] _owns: ()) -> String {
    note.to_string()
}

fn main() {}
