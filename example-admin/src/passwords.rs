//! `Passwords`: argon2id on a bounded pool.
//!
//! A hash takes tens of milliseconds of a core and 19 MiB, and anyone may cause one. So as many hashes run at
//! once as there are cores, a limited number waits, and every request beyond that is told to come back later.
//! Requests with a token are not affected: those that set a password have a place of their own.

use std::fmt;
use std::sync::Arc;
use std::thread;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::domain::{GivenPassword, Password};

/// OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// How many may wait per core: at about 40 ms a hash, the last one waits little more than a second.
const WAITING_PER_CORE: usize = 32;

/// Hashes and verifies passwords.
#[derive(Clone)]
pub struct Passwords {
    /// For passwords that anyone sends to log in.
    attempts: Pool,
    /// For the new passwords of users, which only somebody who is logged in can set.
    changes: Pool,
    /// The hash that an attempt is verified against if there is no such user.
    nobody: Arc<str>,
}

/// What runs, and what waits for it. A clone is the same one.
#[derive(Clone)]
struct Pool {
    /// Everything that runs or waits holds one of these.
    places: Arc<Semaphore>,
    /// Everything that runs holds one of these as well.
    cores: Arc<Semaphore>,
}

/// Why a password could not be hashed or checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HashingError {
    /// Too many are waiting already.
    Busy,
    /// Hashing failed: no random bytes, no memory, or an invalid stored hash.
    Failed,
}

impl Passwords {
    /// One place per core for attempts, and one for changes.
    ///
    /// # Errors
    ///
    /// [`HashingError::Failed`] when the hash that stands in for unknown users cannot be made.
    pub fn new() -> Result<Self, HashingError> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let nobody = Password::generate().map_err(|_| HashingError::Failed)?;
        Ok(Self {
            attempts: Pool::of(cores, cores * WAITING_PER_CORE),
            changes: Pool::of(1, WAITING_PER_CORE),
            nobody: hash(nobody.reveal())?.into(),
        })
    }

    /// Hashes a password with a salt of its own; returns a PHC string.
    ///
    /// # Errors
    ///
    /// [`HashingError`].
    pub async fn hash(&self, password: Password) -> Result<String, HashingError> {
        self.changes.run(move || hash(password.reveal())).await
    }

    /// Whether `stored` is the hash of the password `attempt`. Without a hash, as for a user who does
    /// not exist, the answer is `false` after the same work.
    ///
    /// `then` gets the answer where the work is done, so that it is called even if the caller has gone
    /// away.
    ///
    /// # Errors
    ///
    /// [`HashingError`].
    pub async fn verify(
        &self,
        attempt: GivenPassword,
        stored: Option<String>,
        then: impl FnOnce(bool) + Send + 'static,
    ) -> Result<bool, HashingError> {
        let exists = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.nobody.to_string());
        self.attempts
            .run(move || {
                let is_right = matches(attempt.reveal(), &stored)? && exists;
                then(is_right);
                Ok(is_right)
            })
            .await
    }
}

impl Pool {
    fn of(cores: usize, waiting: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(cores + waiting)),
            cores: Arc::new(Semaphore::new(cores)),
        }
    }

    /// Runs `work` on a blocking thread, once a core is free.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, HashingError> + Send + 'static,
    ) -> Result<T, HashingError> {
        let place = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| HashingError::Busy)?;
        let core = Arc::clone(&self.cores)
            .acquire_owned()
            .await
            .map_err(|_| HashingError::Failed)?;
        tokio::task::spawn_blocking(move || {
            // The permits live as long as the work. A client that disconnects drops this future, but cannot
            // stop the thread, whose place must not become free before the work is done.
            let _held: (OwnedSemaphorePermit, OwnedSemaphorePermit) = (place, core);
            work()
        })
        .await
        .map_err(|_| HashingError::Failed)?
    }
}

fn hash(password: &str) -> Result<String, HashingError> {
    let hash: PasswordHash = argon2()?
        .hash_password(password.as_bytes())
        .map_err(|_| HashingError::Failed)?;
    Ok(hash.to_string())
}

fn matches(attempt: &[u8], stored: &str) -> Result<bool, HashingError> {
    use argon2::password_hash::Error;

    let stored = PasswordHash::new(stored).map_err(|_| HashingError::Failed)?;
    match argon2()?.verify_password(attempt, &stored) {
        Ok(()) => Ok(true),
        Err(Error::PasswordInvalid) => Ok(false),
        Err(_) => Err(HashingError::Failed),
    }
}

fn argon2() -> Result<Argon2<'static>, HashingError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| HashingError::Failed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

impl fmt::Debug for Passwords {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Passwords").finish_non_exhaustive()
    }
}

impl fmt::Display for HashingError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Busy => "too many passwords are being checked",
            Self::Failed => "a password could not be hashed",
        })
    }
}

impl std::error::Error for HashingError {}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::{Duration, Instant};

    use super::*;

    fn password(text: &str) -> Password {
        Password::parse(text).unwrap()
    }

    async fn is_right(passwords: &Passwords, attempt: &str, stored: Option<&str>) -> bool {
        passwords
            .verify(
                GivenPassword::new(attempt),
                stored.map(str::to_owned),
                |_| (),
            )
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn the_whole_password_counts() {
        let passwords = Passwords::new().unwrap();
        let long = "x".repeat(1024);
        for right in ["correct horse", " spaces ", "nul\0nul\0nul", &long] {
            let stored = passwords.hash(password(right)).await.unwrap();

            assert!(is_right(&passwords, right, Some(&stored)).await);
            for wrong in [
                &right[..right.len() - 1],
                &format!("{right} "),
                right.trim(),
                &right.to_uppercase(),
            ] {
                assert!(
                    wrong == right || !is_right(&passwords, wrong, Some(&stored)).await,
                    "{wrong:?}"
                );
            }
        }
    }

    #[tokio::test]
    async fn the_parameters_are_owasps_and_salts_differ() {
        let passwords = Passwords::new().unwrap();
        let one = passwords.hash(password("same password")).await.unwrap();
        let other = passwords.hash(password("same password")).await.unwrap();

        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert_ne!(one, other);
    }

    #[tokio::test]
    async fn nobody_has_no_password_and_costs_as_much() {
        let passwords = Passwords::new().unwrap();
        let stored = passwords.hash(password("correct horse")).await.unwrap();
        let (mut known, mut unknown) = (Duration::MAX, Duration::MAX);
        for _ in 0..5 {
            let start = Instant::now();
            assert!(!is_right(&passwords, "wrong", Some(&stored)).await);
            known = known.min(start.elapsed());

            let start = Instant::now();
            assert!(!is_right(&passwords, "wrong", None).await);
            unknown = unknown.min(start.elapsed());
        }

        // Without a dummy hash it would take a thousandth of the time.
        assert!(
            unknown * 4 > known && known * 4 > unknown,
            "known {known:?}, unknown {unknown:?}"
        );
    }

    #[tokio::test]
    async fn who_finds_no_place_is_sent_away_and_leavers_keep_theirs_while_they_run() {
        let pool = Pool::of(1, 1);
        let (release, wait) = mpsc::channel::<()>();

        // One runs, and its client leaves; one waits.
        let running = pool.run(move || wait.recv().map_err(|_| HashingError::Failed));
        tokio::time::timeout(Duration::from_millis(50), running)
            .await
            .unwrap_err();
        let waiting = tokio::spawn({
            let pool = pool.clone();
            async move { pool.run(|| Ok(())).await }
        });
        tokio::task::yield_now().await;

        assert_eq!(pool.run(|| Ok(())).await, Err(HashingError::Busy));
        assert!(!waiting.is_finished());

        release.send(()).unwrap();
        assert_eq!(waiting.await.unwrap(), Ok(()));
        assert_eq!(pool.run(|| Ok(())).await, Ok(()));
    }

    #[tokio::test]
    async fn who_leaves_the_queue_frees_his_place() {
        let pool = Pool::of(1, 1);
        let (release, wait) = mpsc::channel::<()>();
        let running = tokio::spawn({
            let pool = pool.clone();
            async move {
                pool.run(move || wait.recv().map_err(|_| HashingError::Failed))
                    .await
            }
        });
        tokio::task::yield_now().await;

        for _ in 0..10 {
            let leaving = pool.run(|| Ok(()));
            tokio::time::timeout(Duration::from_millis(5), leaving)
                .await
                .unwrap_err();
        }

        release.send(()).unwrap();
        running.await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn a_storm_of_logins_leaves_a_place_for_who_sets_a_password() {
        let passwords = Passwords::new().unwrap();
        let everyone = passwords.attempts.places.available_permits();
        let _storm = passwords
            .attempts
            .places
            .try_acquire_many(u32::try_from(everyone).unwrap());

        let attempt = GivenPassword::new("correct horse");
        let refused = passwords.verify(attempt, None, |_| ()).await;
        assert_eq!(refused, Err(HashingError::Busy));
        assert!(passwords.hash(password("correct horse")).await.is_ok());
    }
}
