//! Random bytes for identifiers that are not secret: one system call returns enough for many of them.

use std::cell::RefCell;

use super::RandomError;

/// The number of bytes of an identifier.
pub(super) const BYTES: usize = 16;

/// The number of identifiers per system call.
const IDENTIFIERS: usize = 32;

thread_local! {
    static POOL: RefCell<Pool> = const { RefCell::new(Pool::empty()) };
}

/// The next bytes; no bytes are returned twice. Drawing them in advance reveals nothing: a token's identifier
/// can be read by anyone who has the token.
pub(super) fn draw() -> Result<[u8; BYTES], RandomError> {
    match POOL.try_with(|pool| pool.try_borrow_mut().map(|mut pool| pool.draw())) {
        Ok(Ok(drawn)) => drawn,
        // The thread is exiting.
        _ => Pool::empty().draw(),
    }
}

struct Pool {
    drawn: [[u8; BYTES]; IDENTIFIERS],
    left: usize,
}

impl Pool {
    const fn empty() -> Self {
        Self {
            drawn: [[0; BYTES]; IDENTIFIERS],
            left: 0,
        }
    }

    fn draw(&mut self) -> Result<[u8; BYTES], RandomError> {
        if self.left == 0 {
            getrandom::fill(self.drawn.as_flattened_mut()).map_err(|_| RandomError)?;
            self.left = IDENTIFIERS;
        }
        self.left -= 1;
        Ok(self.drawn[self.left])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn nothing_is_given_twice() {
        let draw_many = || (0..3 * IDENTIFIERS).map(|_| draw().unwrap());
        let here: Vec<_> = draw_many().collect();
        let there = std::thread::spawn(move || draw_many().collect::<Vec<_>>());
        let all: HashSet<_> = here.into_iter().chain(there.join().unwrap()).collect();
        assert_eq!(all.len(), 2 * 3 * IDENTIFIERS);
    }
}
