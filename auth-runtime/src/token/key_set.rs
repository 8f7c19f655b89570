//! Several keys at once: the newest signs, all of them verify.

use std::{fmt, iter};

use super::Key;

/// The keys of an application: the first signs, all verify.
///
/// To rotate keys without logging anyone out, put the new key first and keep the old one for as
/// long as its tokens live, which is one window:
///
/// ```
/// use auth_runtime::token::{Key, KeySet};
///
/// let new = Key::hs256("mB4vXzQ8rT1yLpC6sWdN0kHfJ3gU7aEo")?.with_id("2026-10")?;
/// let old = Key::hs256("cW9p3rVbHq7sY0dKxUeM2nZtLfA8gJ5w")?.with_id("2026-04")?;
/// let keys = KeySet::new([new, old])?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// At most one key may be without a name (`kid`): the one that was in use before keys had names.
#[derive(Debug)]
pub struct KeySet {
    signing: Key,
    /// Keys that only verify.
    others: Box<[Key]>,
}

impl KeySet {
    /// A set of `keys`, the first of which signs.
    ///
    /// # Errors
    /// [`KeySetError::Empty`] if there is no key, [`KeySetError::DuplicateId`] if two keys have the
    /// same name or none.
    pub fn new(keys: impl IntoIterator<Item = Key>) -> Result<Self, KeySetError> {
        let mut keys = keys.into_iter();
        let signing = keys.next().ok_or(KeySetError::Empty)?;
        let set = Self {
            signing,
            others: keys.collect(),
        };
        check_ids(&set)?;
        Ok(set)
    }

    /// All keys, the one that signs first.
    pub fn iter(&self) -> impl Iterator<Item = &Key> + Clone {
        iter::once(&self.signing).chain(&self.others)
    }

    /// The key that signs.
    pub(super) fn signing(&self) -> &Key {
        &self.signing
    }
}

fn check_ids(keys: &KeySet) -> Result<(), KeySetError> {
    for (index, key) in keys.iter().enumerate() {
        if keys
            .iter()
            .take(index)
            .any(|earlier| earlier.id() == key.id())
        {
            return Err(KeySetError::DuplicateId);
        }
    }
    Ok(())
}

impl From<Key> for KeySet {
    fn from(key: Key) -> Self {
        Self {
            signing: key,
            others: Box::default(),
        }
    }
}

/// Why keys do not form a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeySetError {
    /// There is no key to sign with.
    Empty,
    /// Two keys have the same name, or more than one has none.
    DuplicateId,
}

impl fmt::Display for KeySetError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Empty => "a key set needs at least one key",
            Self::DuplicateId => {
                "each key in a set needs a different name: set it with `Key::with_id`"
            }
        })
    }
}

impl std::error::Error for KeySetError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Key {
        Key::hs256("cW9p3rVbHq7sY0dKxUeM2nZtLfA8gJ5w").unwrap()
    }

    #[test]
    fn a_set_needs_a_key() {
        assert_eq!(KeySet::new([]).unwrap_err(), KeySetError::Empty);
    }

    #[test]
    fn names_are_unique_and_at_most_one_is_missing() {
        let named = || key().with_id("a").unwrap();
        assert_eq!(
            KeySet::new([named(), named()]).unwrap_err(),
            KeySetError::DuplicateId
        );
        assert_eq!(
            KeySet::new([key(), named(), key()]).unwrap_err(),
            KeySetError::DuplicateId
        );
        assert!(KeySet::new([named(), key()]).is_ok());
    }
}
