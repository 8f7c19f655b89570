//! A function as it was written, while it runs.

/// The future that `function` returned.
///
/// When it is not `Send`, this is where rustc says so: of the user's own function, once, and not of
/// every future around it.
pub fn running<F: Future + Send>(function: F) -> impl Future<Output = F::Output> + Send {
    function
}
