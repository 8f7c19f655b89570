use std::net::{Ipv4Addr, Ipv6Addr};
use std::time::UNIX_EPOCH;

use auth_runtime::token::ManualClock;

use super::*;

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
const ELSEWHERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2));

fn throttle() -> (Throttle, ManualClock) {
    let clock = ManualClock::at(UNIX_EPOCH + Duration::from_secs(1_000_000));
    (Throttle::new(Arc::new(clock.clone())), clock)
}

/// The number of failures that are let through, one after the other.
fn failures(throttle: &Throttle, account: &str, address: IpAddr) -> usize {
    let listened = |_: &usize| {
        throttle
            .reserve(account, address)
            .map(|attempt| attempt.settle(false))
            .is_ok()
    };
    (0..1000).take_while(listened).count()
}

#[test]
fn guessing_from_one_address_ends_and_begins_again_by_itself() {
    let (throttle, clock) = throttle();
    assert_eq!(failures(&throttle, "admin", HERE), 30);

    let RetryAfter(seconds) = throttle.reserve("admin", HERE).unwrap_err();
    assert_eq!(seconds, 10);
    clock.advance(Duration::from_secs(seconds - 1));
    assert_eq!(throttle.reserve("admin", HERE).unwrap_err(), RetryAfter(1));
    clock.advance(Duration::from_secs(1));
    assert_eq!(failures(&throttle, "admin", HERE), 1);
}

#[test]
fn the_owner_is_not_locked_out_elsewhere() {
    let (throttle, _clock) = throttle();
    failures(&throttle, "admin", HERE);
    assert!(throttle.reserve("admin", ELSEWHERE).is_ok());
    assert!(throttle.reserve("anna", HERE).is_ok());
}

#[test]
fn guessing_from_many_addresses_ends_but_not_for_an_address_of_the_owner() {
    let (throttle, _clock) = throttle();
    throttle.reserve("admin", ELSEWHERE).unwrap().settle(true);

    let listened = (0..=255).filter(|last| {
        let address = IpAddr::V4(Ipv4Addr::new(198, 51, 100, *last));
        throttle
            .reserve("admin", address)
            .map(|attempt| attempt.settle(false))
            .is_ok()
    });
    assert_eq!(listened.count(), 40);
    assert!(throttle.reserve("admin", HERE).is_err());
    assert!(throttle.reserve("admin", ELSEWHERE).is_ok());
}

#[test]
fn spraying_names_from_one_address_ends() {
    let (throttle, _clock) = throttle();
    let listened = (0..200).filter(|number| {
        let attempt = throttle.reserve(&format!("user {number}"), HERE);
        attempt.map(|attempt| attempt.settle(false)).is_ok()
    });
    assert_eq!(listened.count(), 60);
}

#[test]
fn right_passwords_and_abandoned_attempts_cost_nothing() {
    let (throttle, _clock) = throttle();
    for _ in 0..100 {
        throttle.reserve("admin", HERE).unwrap().settle(true);
        drop(throttle.reserve("admin", HERE).unwrap());
    }
    assert_eq!(failures(&throttle, "admin", HERE), 30);
}

#[test]
fn attempts_at_the_same_time_do_not_slip_through() {
    let (throttle, _clock) = throttle();
    let under_way: Vec<_> = (0..100)
        .filter_map(|_| throttle.reserve("admin", HERE).ok())
        .collect();
    assert_eq!(under_way.len(), 30);
}

#[test]
fn a_clock_that_jumps_locks_nobody_out_for_longer() {
    let (throttle, clock) = throttle();
    failures(&throttle, "admin", HERE);
    clock.turn_back(Duration::from_secs(500_000));
    assert_eq!(throttle.reserve("admin", HERE).unwrap_err(), RetryAfter(10));
    clock.advance(Duration::from_secs(10));
    assert!(throttle.reserve("admin", HERE).is_ok());
}

#[test]
fn a_clock_that_is_turned_back_takes_no_drop() {
    let (throttle, clock) = throttle();
    throttle.reserve("admin", HERE).unwrap().settle(false);
    clock.turn_back(Duration::from_secs(500_000));
    assert_eq!(failures(&throttle, "admin", HERE), 29);
}

#[test]
fn a_clock_may_jump_by_thousands_of_years() {
    let (throttle, clock) = throttle();
    for _ in 0..3 {
        failures(&throttle, "admin", HERE);
        clock.advance(Duration::from_hours(1_000 * 365 * 24));
        assert!(throttle.reserve("admin", HERE).is_ok());
    }
}

#[test]
fn the_addresses_of_one_ipv6_network_are_one() {
    let (throttle, _clock) = throttle();
    let one = IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 1, 0, 0, 0, 1));
    let other = IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 1, 9, 9, 9, 9));
    failures(&throttle, "admin", one);
    assert!(throttle.reserve("admin", other).is_err());

    let mapped = Ipv4Addr::new(192, 0, 2, 1).to_ipv6_mapped();
    assert_eq!(network(IpAddr::V6(mapped)), HERE);
}

#[test]
fn what_is_over_is_forgotten() {
    let (throttle, clock) = throttle();
    for number in 0..20_000_u32 {
        let address = IpAddr::V4(Ipv4Addr::from(0x0a00_0000 + number));
        throttle
            .reserve(&number.to_string(), address)
            .unwrap()
            .settle(false);
        clock.advance(Duration::from_secs(1));
    }
    assert!(throttle.0.levels.count() < 2 * FIRST_CLEANING);
}
