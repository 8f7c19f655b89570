//! What a list may hold.

use auth_runtime::prelude::*;
use auth_runtime::security::{Permits, require, scope};
use auth_runtime::{Optional, fresh};

#[derive(Clone, PartialEq)]
pub struct User(Vec<String>);

impl Permits for User {
    fn permits(&self, scope: &str) -> bool {
        self.0.iter().any(|own| own == scope)
    }
}

pub mod guards {
    use auth_runtime::prelude::*;

    #[dependency]
    pub async fn current_user() -> Result<super::User, HttpError> {
        Ok(super::User(Vec::new()))
    }

    #[derive(Clone, PartialEq)]
    pub enum Role {
        Admin,
        Above(u32),
        Named { name: &'static str },
    }

    #[dependency]
    impl Role {
        async fn call(&self) -> u32 {
            match self {
                Self::Admin => 0,
                Self::Above(level) => *level,
                Self::Named { name } => name.len() as u32,
            }
        }
    }

    #[derive(Clone, PartialEq)]
    pub struct Can(Vec<&'static str>);

    impl Can {
        pub const NOTHING: Self = Self(Vec::new());

        pub fn any<const N: usize>(scopes: [&'static str; N]) -> Self {
            Self(scopes.to_vec())
        }
    }

    #[dependency]
    impl Can {
        async fn call(&self) {}
    }
}

#[derive(Clone, PartialEq)]
struct AtMost<const N: u32>;

#[dependency]
impl<const N: u32> AtMost<N> {
    fn call(&self) -> u32 {
        N
    }
}

#[derive(Clone, PartialEq)]
struct Limit {
    per_minute: u32,
}

#[dependency]
impl Limit {
    fn call(&self) -> u32 {
        self.per_minute
    }
}

#[derive(Clone, PartialEq)]
struct Cached<D>(D);

#[dependency]
impl<D: Clone + PartialEq + Send + Sync + 'static> Cached<D> {
    fn call(&self) -> Result<D, std::convert::Infallible> {
        Ok(self.0.clone())
    }
}

#[derive(Clone, PartialEq)]
struct Twice<D>(std::marker::PhantomData<fn() -> D>);

#[dependency]
impl<D> Twice<D>
where
    D: Default + Clone + PartialEq + Send + Sync + 'static,
{
    fn call(
        &self,
        #[depends(Cached::<D>(D::default()))] value: D,
        #[depends(AtMost<2>)] count: u32,
    ) -> Result<(D, u32), HttpError> {
        Ok((value, count))
    }
}

#[depends(
    guards::current_user,
    self::guards::Role::Admin,
    guards::Role::Above(3),
    guards::Role::Named { name: "editor" },
    <guards::Role>::Above(4),
    guards::Can::any(["a", "b"]),
    guards::Can::NOTHING,
    AtMost<5>,
    AtMost::<6>,
    Limit { per_minute: 5 },
    Cached::<u32>(3),
    Twice::<u32>(std::marker::PhantomData),
    fresh(guards::current_user),
    Optional(guards::current_user),
    Optional(fresh(guards::Role::Above(1))),
    require(guards::current_user, scope("users:read")),
)]
async fn list_users(
    #[depends(Optional(guards::current_user))] user: Option<User>,
    #[depends(auth_runtime::fresh(AtMost::<7>))] count: u32,
) -> String {
    format!("{} {count}", user.is_some())
}

macro_rules! handler {
    ($name:ident, $item:path, $call:expr, $part:ty, $value:ty) => {
        #[depends($item, $call)]
        async fn $name(request: $part, #[depends($item)] user: $value, body: String) -> String {
            format!("{} {} {body}", request.method, user.0.len())
        }
    };
}

macro_rules! with_bodies {
    ($vis:vis $name:ident -> $value:ty $body:block, $guard:ident($this:ident) $check:block, $show:ident $shown:block) => {
        #[dependency]
        $vis async fn $name() -> $value $body

        #[dependency]
        impl $guard {
            async fn call(&$this) -> u32 $check
        }

        #[depends($guard)]
        $vis async fn $show() -> String $shown
    };
}

#[derive(Clone, PartialEq)]
struct Guard;

with_bodies!(pub counted -> u32 { 1 }, Guard(self) { let Self = self; 2 }, show_counted { String::new() });

handler!(
    made_by_macro,
    guards::current_user,
    guards::Can::any(["c"]),
    &Parts,
    User
);

fn main() {
    let _ = ApiRouter::<()>::new("/users")
        .depends(counted)
        .route("/", get(list_users).post(made_by_macro).put(show_counted));
}
