//! `Places`: how many clients may listen at the same time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::UserId;

/// The limit for everyone: each listener costs a socket, and a database query now and then.
const ALL: usize = 256;

/// The limit for one user: enough for many browser tabs, but no user can take everyone's places.
const OF_ONE_USER: usize = 16;

/// The places of all listeners. A clone counts the same ones.
#[derive(Debug, Clone, Default)]
pub(super) struct Places(Arc<Mutex<HashMap<UserId, usize>>>);

/// Whose places are all taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Full {
    /// Everyone's.
    ForAll,
    /// This user's.
    ForUser,
}

/// A taken place, until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Places,
    user: UserId,
}

impl Places {
    pub(super) fn take(&self, user: UserId) -> Result<Place, Full> {
        let mut taken = self.taken();
        if taken.get(&user).is_some_and(|own| *own >= OF_ONE_USER) {
            return Err(Full::ForUser);
        }
        if taken.values().sum::<usize>() >= ALL {
            return Err(Full::ForAll);
        }
        *taken.entry(user).or_default() += 1;
        Ok(Place {
            places: self.clone(),
            user,
        })
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<UserId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        if let Some(own) = taken.get_mut(&self.user) {
            *own -= 1;
            if *own == 0 {
                taken.remove(&self.user);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_user_takes_the_places_of_others_and_who_leaves_frees_his() {
        let places = Places::default();
        let mut own: Vec<_> = (0..OF_ONE_USER)
            .map(|_| places.take(UserId(1)).unwrap())
            .collect();
        assert_eq!(places.take(UserId(1)).unwrap_err(), Full::ForUser);
        let other = places.take(UserId(2)).unwrap();

        own.pop();
        places.take(UserId(1)).unwrap();
        drop((own, other));
        assert!(places.taken().is_empty());
    }

    #[test]
    fn there_is_an_end_to_them() {
        let places = Places::default();
        let taken: Vec<_> = (0..)
            .map_while(|user| places.take(UserId(user)).ok())
            .collect();
        assert_eq!(taken.len(), ALL);
        assert_eq!(places.take(UserId(-1)).unwrap_err(), Full::ForAll);
    }
}
