//! A demo site with sample users and a history.
//!
//! The store writes the history like the present: everything in the audit log has really happened.

use std::collections::HashMap;
use std::error::Error;
use std::net::{IpAddr, Ipv4Addr};

use auth_runtime::token::{NumericDate, SessionId};

use crate::domain::{Actor, NewUser, Password, Permission, User, UserChange, Username};
use crate::state::AppState;
use crate::store::{Credentials, NewSession};

use Deed::{Creates, Deletes, LogsIn, LogsOut, MayNow, NewPassword};
use Permission::{AuditRead, UsersRead, UsersWrite};

/// A sample user that a visitor can log in as.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) permissions: String,
}

/// What a user did.
enum Deed {
    LogsIn,
    LogsOut,
    Creates(&'static str, &'static [Permission]),
    MayNow(&'static str, &'static [Permission]),
    NewPassword(&'static str),
    Deletes(&'static str),
}

/// How many days ago, at which hour and minute, who, and what.
type Scene = (i64, i64, i64, &'static str, Deed);

/// Only the person who runs the demo sees an error: it is reported, and not handled in any other way.
type Failure = Box<dyn Error + Send + Sync>;

const EVERYTHING: &[Permission] = &[UsersRead, UsersWrite, AuditRead];

const STORY: [Scene; 38] = [
    (13, 8, 2, "admin", LogsIn),
    (13, 8, 9, "admin", Creates("maria.keller", EVERYTHING)),
    (13, 8, 30, "admin", LogsOut),
    (13, 9, 5, "maria.keller", LogsIn),
    (
        13,
        9,
        11,
        "maria.keller",
        Creates("tom.okafor", &[UsersRead]),
    ),
    (
        13,
        9,
        14,
        "maria.keller",
        Creates("yuki.tanaka", &[UsersRead, AuditRead]),
    ),
    (
        13,
        9,
        19,
        "maria.keller",
        Creates("temp.contractor", &[UsersRead]),
    ),
    (13, 16, 40, "maria.keller", LogsOut),
    (12, 8, 12, "tom.okafor", LogsIn),
    (12, 8, 48, "temp.contractor", LogsIn),
    (12, 15, 55, "tom.okafor", LogsOut),
    (11, 8, 3, "yuki.tanaka", LogsIn),
    (11, 8, 31, "maria.keller", LogsIn),
    (
        11,
        8,
        36,
        "maria.keller",
        MayNow("tom.okafor", &[UsersRead, AuditRead]),
    ),
    (11, 14, 20, "yuki.tanaka", LogsOut),
    (9, 8, 15, "maria.keller", LogsIn),
    (
        9,
        8,
        22,
        "maria.keller",
        Creates("lena.brandt", &[UsersRead, UsersWrite]),
    ),
    (9, 9, 2, "lena.brandt", LogsIn),
    (9, 9, 10, "lena.brandt", NewPassword("lena.brandt")),
    (8, 8, 7, "lena.brandt", LogsIn),
    (8, 8, 19, "lena.brandt", Creates("priya.nair", &[AuditRead])),
    (8, 10, 44, "priya.nair", LogsIn),
    (8, 16, 1, "lena.brandt", LogsOut),
    (6, 8, 26, "maria.keller", LogsIn),
    (6, 8, 41, "maria.keller", Deletes("temp.contractor")),
    (6, 15, 13, "maria.keller", LogsOut),
    (5, 8, 55, "tom.okafor", LogsIn),
    (4, 9, 33, "lena.brandt", LogsIn),
    (4, 9, 38, "lena.brandt", NewPassword("tom.okafor")),
    (4, 9, 59, "tom.okafor", LogsIn),
    (3, 8, 5, "priya.nair", LogsIn),
    (2, 8, 44, "lena.brandt", LogsIn),
    (2, 8, 52, "lena.brandt", Creates("samuel.ortiz", &[])),
    (2, 9, 30, "samuel.ortiz", LogsIn),
    (1, 8, 18, "maria.keller", LogsIn),
    (1, 8, 29, "maria.keller", MayNow("tom.okafor", &[UsersRead])),
    (1, 14, 5, "yuki.tanaka", LogsIn),
    (1, 15, 50, "yuki.tanaka", LogsOut),
];

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Fills the store with users, who all have this password, and with what they did before today. Returns
/// the users.
pub(crate) async fn fill(state: &AppState, password: &Password) -> Result<Vec<Person>, Failure> {
    let mut narrator = Narrator {
        state,
        password,
        sessions: HashMap::new(),
    };
    let now = state.tokens.now().as_secs();
    let today = now - now % DAY;
    for (days, hour, minute, name, deed) in STORY {
        let at = today - days * DAY + hour * HOUR + minute * MINUTE;
        let actor = Actor {
            username: Username::parse(name)?,
            at: NumericDate::from_secs(at)
                .ok_or("the clock is earlier than the history of the demo")?,
            address: address_of(name),
        };
        narrator.tell(&actor, deed).await?;
    }
    let users = state.store.users().await?;
    Ok(users.iter().map(Person::of).collect())
}

/// Each user has a desk, with one of the addresses that are reserved for documentation (RFC 5737 §3).
fn address_of(name: &str) -> IpAddr {
    let desk = name
        .bytes()
        .fold(0_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte));
    Ipv4Addr::new(192, 0, 2, desk).into()
}

struct Narrator<'a> {
    state: &'a AppState,
    password: &'a Password,
    /// Each user's latest session.
    sessions: HashMap<Username, SessionId>,
}

impl Narrator<'_> {
    async fn tell(&mut self, actor: &Actor, deed: Deed) -> Result<(), Failure> {
        match deed {
            LogsIn => self.log_in(actor).await,
            LogsOut => {
                let session = self.session_of(actor)?;
                Ok(self.state.store.end_session(&session, actor).await?)
            }
            Creates(name, permissions) => self.create(actor, name, permissions).await,
            MayNow(name, permissions) => {
                let permissions = permissions.iter().copied().collect();
                let change = UserChange {
                    permissions: Some(permissions),
                    ..UserChange::default()
                };
                self.change(actor, name, change).await
            }
            NewPassword(name) => {
                let change = UserChange {
                    password_hash: Some(self.hash().await?),
                    ..UserChange::default()
                };
                self.change(actor, name, change).await
            }
            Deletes(name) => {
                let id = self.credentials(&Username::parse(name)?).await?.user_id;
                Ok(self.state.store.delete_user(id, actor).await?)
            }
        }
    }

    async fn log_in(&mut self, actor: &Actor) -> Result<(), Failure> {
        let session = NewSession {
            id: SessionId::random()?,
            started_at: actor.at,
            ends_at: actor.at.saturating_add(self.state.tokens.session_maximum()),
        };
        let credentials = self.credentials(&actor.username).await?;
        self.state
            .store
            .start_session(&session, &credentials, actor)
            .await?;
        self.sessions.insert(actor.username.clone(), session.id);
        Ok(())
    }

    async fn create(
        &self,
        actor: &Actor,
        name: &str,
        permissions: &[Permission],
    ) -> Result<(), Failure> {
        let new = NewUser {
            username: Username::parse(name)?,
            password_hash: self.hash().await?,
            permissions: permissions.iter().copied().collect(),
        };
        self.state.store.create_user(new, actor).await?;
        Ok(())
    }

    async fn change(&self, actor: &Actor, name: &str, change: UserChange) -> Result<(), Failure> {
        let id = self.credentials(&Username::parse(name)?).await?.user_id;
        let kept = self.session_of(actor)?;
        self.state
            .store
            .change_user(id, &change, &kept, actor)
            .await?;
        Ok(())
    }

    async fn hash(&self) -> Result<String, Failure> {
        Ok(self.state.passwords.hash(self.password.clone()).await?)
    }

    async fn credentials(&self, username: &Username) -> Result<Credentials, Failure> {
        let found = self.state.store.credentials(username).await?;
        Ok(found.ok_or("the history of the demo names a user who does not exist")?)
    }

    fn session_of(&self, actor: &Actor) -> Result<SessionId, Failure> {
        let session = self.sessions.get(&actor.username);
        Ok(*session.ok_or("the history of the demo names a user who is not logged in")?)
    }
}

impl Person {
    fn of(user: &User) -> Self {
        let permissions: Vec<_> = user.permissions.iter().map(Permission::as_str).collect();
        Self {
            name: user.username.to_string(),
            permissions: match permissions.as_slice() {
                [] => "(nothing)".to_owned(),
                some => some.join(", "),
            },
        }
    }
}
