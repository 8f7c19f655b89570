//! `AppState`: what the routes share, and how it is created.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use auth_runtime::token::{BuildError, Clock, Key, KeyError, NumericDate, Tokens};
use axum::extract::FromRef;
use zeroize::Zeroizing;

use crate::config::Config;
use crate::domain::{AllowedOrigins, Invalid, NewUser, Password, Permissions, Username};
use crate::events::Events;
use crate::login::Logins;
use crate::passwords::{HashingError, Passwords};
use crate::store::{Store, StoreError};
use crate::throttle::Throttle;

/// The issuer and the audience of the site's tokens.
const ISSUER: &str = "example-admin";

/// The name under which the generated key is stored in the database.
const KEY_SETTING: &str = "token-key";

/// The length of a generated key: as many bytes as HS256 can make use of.
const KEY_BYTES: usize = 32;

/// The user that exists from the first start on.
const FIRST_USER: &str = "admin";

/// What the routes share. A clone is the same state.
#[derive(Debug, Clone, FromRef)]
pub struct AppState {
    /// Users, sessions and settings.
    pub store: Store,
    /// Issues, verifies and slides tokens.
    pub tokens: Tokens,
    /// Hashes passwords.
    pub passwords: Passwords,
    /// Logs users in.
    pub logins: Logins,
    /// Reports what is written to the audit log.
    pub events: Events,
    /// The sites whose pages may use this one.
    pub origins: AllowedOrigins,
    /// How long a client may take to send the body of a request.
    #[from_ref(skip)]
    pub body_within: Duration,
}

/// A state, and what there is to report about its creation.
#[derive(Debug)]
pub struct Start {
    /// The state.
    pub state: AppState,
    /// The password that was generated for the first user, if this is the first start and none was
    /// given. Nobody can find it out later.
    pub generated_password: Option<Password>,
}

/// Why the site cannot start.
#[derive(Debug)]
pub enum StartError {
    /// The database.
    Store(StoreError),
    /// The hashing of passwords.
    Hashing(HashingError),
    /// The operating system returned no random bytes.
    Random(getrandom::Error),
    /// The key that signs tokens.
    Key(KeyError),
    /// The rules of tokens.
    Tokens(BuildError),
    /// The first user's name.
    FirstUser(Invalid),
}

impl AppState {
    /// Opens the database and creates what is missing: tables, the key, the first user.
    ///
    /// One clock decides everything: tokens, sessions, throttling.
    ///
    /// # Errors
    ///
    /// [`StartError`].
    pub async fn open(config: Config, clock: Arc<dyn Clock>) -> Result<Start, StartError> {
        let store = Store::open(config.database_url.reveal())
            .await?
            .with_reuse_grace(config.reuse_grace);
        let key = match config.key {
            Some(key) => key,
            None => kept_key(&store).await?,
        };
        let tokens = Tokens::builder(key)
            .issuer(ISSUER)
            .audience(ISSUER)
            .window(config.token_ttl)
            .session_maximum(config.session_max)
            .clock(Arc::clone(&clock))
            .build()?;
        let passwords = Passwords::new()?;
        let now = tokens.now();
        let generated_password = first_user(config.password, &store, &passwords, now).await?;
        let logins = Logins {
            store: store.clone(),
            tokens: tokens.clone(),
            passwords: passwords.clone(),
            throttle: Throttle::new(clock),
        };
        let events = Events::of(&store, &tokens).await?;
        Ok(Start {
            state: Self {
                events,
                origins: config.allow_origin.into_iter().collect(),
                body_within: config.body_within,
                store,
                tokens,
                passwords,
                logins,
            },
            generated_password,
        })
    }
}

/// The key in the database: generated once, shared by all nodes.
async fn kept_key(store: &Store) -> Result<Key, StartError> {
    let mut generated = Zeroizing::new([0; KEY_BYTES]);
    getrandom::fill(generated.as_mut_slice())?;
    let kept = store.setting_or(KEY_SETTING, generated.as_slice()).await?;
    Ok(Key::hs256(&*Zeroizing::new(kept))?)
}

/// Creates the first user if there is none; returns the password if it had to be generated.
async fn first_user(
    given: Option<Password>,
    store: &Store,
    passwords: &Passwords,
    now: NumericDate,
) -> Result<Option<Password>, StartError> {
    if store.has_users().await? {
        return Ok(None);
    }
    let (password, is_generated) = match given {
        Some(password) => (password, false),
        None => (Password::generate()?, true),
    };
    let user = NewUser {
        username: Username::parse(FIRST_USER)?,
        password_hash: passwords.hash(password.clone()).await?,
        permissions: Permissions::all(),
    };
    let is_created = store.create_first_user(&user, now).await?;
    Ok((is_created && is_generated).then_some(password))
}

impl From<StoreError> for StartError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<HashingError> for StartError {
    fn from(error: HashingError) -> Self {
        Self::Hashing(error)
    }
}

impl From<getrandom::Error> for StartError {
    fn from(error: getrandom::Error) -> Self {
        Self::Random(error)
    }
}

impl From<KeyError> for StartError {
    fn from(error: KeyError) -> Self {
        Self::Key(error)
    }
}

impl From<BuildError> for StartError {
    fn from(error: BuildError) -> Self {
        Self::Tokens(error)
    }
}

impl From<Invalid> for StartError {
    fn from(error: Invalid) -> Self {
        Self::FirstUser(error)
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => error.fmt(formatter),
            Self::Hashing(error) => error.fmt(formatter),
            Self::Random(error) => write!(formatter, "cannot generate random bytes: {error}"),
            Self::Key(error) => {
                write!(formatter, "the key that signs tokens is not valid: {error}")
            }
            Self::Tokens(error) => write!(formatter, "cannot issue tokens: {error}"),
            Self::FirstUser(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for StartError {}
