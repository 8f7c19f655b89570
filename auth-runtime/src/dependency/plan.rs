//! Which dependencies a request may need more than once, and whether one may refuse it: known before the first
//! request.

/// What a dependency and everything under it use, as sets of bits, one bit for each dependency; and whether
/// anything there may refuse a request.
///
/// A value is kept for the rest of the request only if it may be needed again. If two dependencies share a
/// bit, a value may be kept unnecessarily. Nothing else changes, because the store of values compares types
/// and arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    own: u128,
    seen: u128,
    shared: u128,
    refuses: bool,
}

impl Plan {
    /// The plan of a handler without dependencies.
    pub const NONE: Self = Self {
        own: 0,
        seen: 0,
        shared: 0,
        refuses: false,
    };

    /// The plan of a dependency about which nothing is known: each value is kept, and it may refuse.
    pub const UNKNOWN: Self = Self {
        own: u128::MAX,
        seen: u128::MAX,
        shared: u128::MAX,
        refuses: true,
    };

    /// The plan of a dependency with this name that depends on no other, and refuses nobody.
    #[must_use]
    pub const fn of(name: &str) -> Self {
        let own = 1 << (fnv_1a(name.as_bytes()) % 128);
        Self {
            own,
            seen: own,
            shared: 0,
            refuses: false,
        }
    }

    /// The plan of something that may also refuse a request without credentials, if `refuses`.
    #[must_use]
    pub const fn refusing(self, refuses: bool) -> Self {
        Self {
            refuses: self.refuses || refuses,
            ..self
        }
    }

    /// The plan of something that refuses no request without credentials, whatever it needs.
    #[must_use]
    pub const fn refusing_nobody(self) -> Self {
        Self {
            refuses: false,
            ..self
        }
    }

    /// The plan of something that also depends on a dependency with the plan `other`.
    #[must_use]
    pub const fn needs(self, other: Self) -> Self {
        Self {
            own: self.own,
            seen: self.seen | other.seen,
            shared: self.shared | other.shared | (self.seen & other.seen),
            refuses: self.refuses || other.refuses,
        }
    }

    /// Whether it may refuse a request without credentials.
    pub(crate) const fn refuses(self) -> bool {
        self.refuses
    }

    /// Whether it has no dependency.
    pub(crate) const fn is_empty(self) -> bool {
        self.seen == 0
    }

    /// The plan of something that runs `self` anew each time: its value is never kept, but what it depends on
    /// may be.
    #[must_use]
    pub const fn fresh(self) -> Self {
        Self { own: 0, ..self }
    }

    /// The bits of the dependencies that are used more than once.
    pub(crate) const fn shared(self) -> Shared {
        Shared(self.shared.to_ne_bytes())
    }
}

/// The dependencies whose values a request keeps. It is an array of bytes, because an integer of the same
/// length would align, and pad, every request's future.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shared([u8; 16]);

impl Shared {
    /// Whether there is none.
    #[inline]
    pub(crate) const fn is_empty(self) -> bool {
        u128::from_ne_bytes(self.0) == 0
    }

    /// Whether the dependency of this plan is one of them.
    pub(crate) const fn contains(self, plan: Plan) -> bool {
        u128::from_ne_bytes(self.0) & plan.own != 0
    }
}

/// The FNV-1a hash: short, and a `const fn`.
const fn fnv_1a(bytes: &[u8]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut index = 0;
    while index < bytes.len() {
        hash = (hash ^ bytes[index] as u64).wrapping_mul(0x0100_0000_01b3);
        index += 1;
    }
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::Plan;

    const LEAF: Plan = Plan::of("leaf");
    const PARENT: Plan = Plan::of("parent").needs(LEAF);

    #[test]
    fn what_is_used_once_is_not_shared() {
        let shared = Plan::NONE.needs(PARENT).shared();
        assert!(!shared.contains(LEAF));
        assert!(!shared.contains(PARENT));
    }

    #[test]
    fn what_is_used_twice_at_any_depth_is_shared() {
        let shared = Plan::NONE.needs(LEAF).needs(PARENT).shared();
        assert!(shared.contains(LEAF));
        assert!(!shared.contains(PARENT));
    }

    #[test]
    fn one_that_refuses_is_enough() {
        assert!(!Plan::NONE.needs(PARENT).refuses());
        assert!(PARENT.needs(LEAF.refusing(true)).fresh().refuses());
        assert!(PARENT.refusing(true).refusing(false).refuses());
        assert!(!PARENT.refusing(true).refusing_nobody().refuses());
        assert!(Plan::UNKNOWN.refuses());
    }

    #[test]
    fn an_unknown_dependency_makes_everything_shared() {
        let shared = Plan::NONE.needs(PARENT).needs(Plan::UNKNOWN).shared();
        assert!(shared.contains(LEAF) && shared.contains(PARENT) && shared.contains(Plan::UNKNOWN));
    }
}
