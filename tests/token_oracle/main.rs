//! `Tokens` compared with `jsonwebtoken`, for each algorithm: both must judge every token alike, except for
//! the rules that only we have, which are implemented here a second time.
//!
//! `jsonwebtoken` signs and verifies with `RustCrypto`, and `auth-runtime` with AWS-LC (except HS256): where
//! the two agree, two independent implementations agree.
#![expect(clippy::unwrap_used, reason = "what fails here is the test")]

mod generate;
mod judges;

use std::fmt::Debug;

use auth_runtime::token::{Algorithm, SessionId};
use generate::{algorithm, apply, change, claims, header};
use judges::{ALGORITHMS, Judges};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

/// An algorithm, and something that depends on it.
fn with<T: Debug, S: Strategy<Value = T>>(
    other: impl Fn(Algorithm) -> S,
) -> impl Strategy<Value = (Algorithm, T)> {
    algorithm().prop_flat_map(move |algorithm| (Just(algorithm), other(algorithm)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn both_judge_any_claims_alike((algorithm, header) in with(header), claims in claims()) {
        let judges = Judges::of(algorithm);
        let token = judges.sign(&header, claims.to_string().as_bytes());
        prop_assert_eq!(judges.ours_accept(&token), judges.theirs_accept(&token));
    }

    #[test]
    fn both_judge_any_changed_text_alike(algorithm in algorithm(), change in change()) {
        let judges = Judges::of(algorithm);
        let token = judges.ours.issue("ann", SessionId::random().unwrap()).unwrap();
        let changed = apply(&change, token.as_str());
        prop_assert_eq!(judges.ours_accept(&changed), judges.theirs_accept(&changed));
        prop_assert_eq!(judges.ours_accept(&changed), changed == token.as_str());
    }

    #[test]
    fn both_judge_any_changed_payload_alike(
        algorithm in algorithm(),
        change in change(),
        claims in claims(),
    ) {
        let judges = Judges::of(algorithm);
        let payload = apply(&change, &claims.to_string());
        let token = judges.sign(&judges.header, payload.as_bytes());
        prop_assert_eq!(judges.ours_accept(&token), judges.theirs_accept(&token));
    }

    /// A key is chosen by its name, and nothing that another key signed is accepted.
    #[test]
    fn both_judge_alike_with_a_set_of_keys(
        algorithm in algorithm(),
        signed_by in algorithm(),
        is_alone in prop::bool::weighted(0.1),
        claims in claims(),
    ) {
        let judges = Judges::with_all_keys(algorithm);
        let header = if is_alone { &Judges::of(algorithm).header } else { &judges.header };
        for signer in [signed_by, algorithm] {
            let token = Judges::of(signer).sign(header, claims.to_string().as_bytes());
            let verifier = Judges::with_all_keys(signed_by);
            prop_assert_eq!(verifier.ours_accept(&token), judges.theirs_accept(&token));
            prop_assert!(signer == algorithm || !judges.theirs_accept(&token));
        }
    }

    #[test]
    fn what_we_issue_and_slide_is_accepted_by_both(
        algorithm in algorithm(),
        is_alone in any::<bool>(),
        subject in ".{1,40}",
    ) {
        let judges = if is_alone { Judges::of(algorithm) } else { Judges::with_all_keys(algorithm) };
        let token = judges.ours.issue(&subject, SessionId::random().unwrap()).unwrap();
        prop_assert!(judges.theirs_accept(token.as_str()));
        let session = judges.ours.verify(token.as_str()).unwrap();
        let fresh = judges.ours.slide(&session).unwrap();
        prop_assert!(judges.theirs_accept(fresh.as_str()));
        prop_assert_eq!(session.subject(), subject);
    }
}

/// The generators would prove little if nearly everything were refused.
#[test]
fn a_fair_part_of_the_generated_claims_is_accepted() {
    let mut runner = TestRunner::deterministic();
    for algorithm in ALGORITHMS {
        let judges = Judges::of(algorithm);
        let accepted = (0..500).filter(|_| {
            let claims = claims().new_tree(&mut runner).unwrap().current();
            judges.ours_accept(&judges.sign(&judges.header, claims.to_string().as_bytes()))
        });
        let accepted = accepted.count();
        assert!(
            (50..450).contains(&accepted),
            "{accepted} of 500 for {}",
            algorithm.name()
        );
    }
}
