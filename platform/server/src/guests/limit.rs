//! How often guests may come: by the address that they come from, and by the link that they open.
//!
//! Nobody guesses 256 bits; this bounds what a broken script, a curious one or a link in the wrong hands costs the council. It
//! is kept in this process and bounded: of many, the ones seen longest ago are forgotten.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use lru::LruCache;

use super::token::LinkHash;

/// The most addresses, and the most links, that are remembered.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(10_000).expect("not zero");
/// Visits that may come at once. From an address one more comes free each second, for a link each ten seconds.
pub const AT_ONCE: i32 = 60;
const ADDRESS_EVERY: TimeDelta = TimeDelta::seconds(1);
const LINK_EVERY: TimeDelta = TimeDelta::seconds(10);
/// What somebody says counts as this many visits, and so does a link that opens nothing.
pub const DEARER: i32 = 6;

/// Limits of guests. One for the program.
pub struct Limits {
    addresses: Limit<IpAddr>,
    links: Limit<LinkHash>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { addresses: Limit::new(ADDRESS_EVERY), links: Limit::new(LINK_EVERY) }
    }
}

impl Limits {
    /// Whether an address may make a request that counts as `visits`, which is then counted.
    pub fn address(&self, from: IpAddr, visits: i32, now: DateTime<Utc>) -> bool {
        self.addresses.allows(one_network(from), visits, now)
    }

    /// As [`Limits::address`], for a link.
    pub fn link(&self, link: LinkHash, visits: i32, now: DateTime<Utc>) -> bool {
        self.links.allows(link, visits, now)
    }
}

/// Of each, the moment at which everything that it used is free again: all that must be known of it.
struct Limit<K: Hash + Eq> {
    every: TimeDelta,
    free_at: Mutex<LruCache<K, DateTime<Utc>>>,
}

impl<K: Hash + Eq> Limit<K> {
    fn new(every: TimeDelta) -> Self {
        Self { every, free_at: Mutex::new(LruCache::new(REMEMBERED)) }
    }

    fn allows(&self, key: K, visits: i32, now: DateTime<Utc>) -> bool {
        let mut free_at = self.free_at.lock().unwrap_or_else(PoisonError::into_inner);
        let used_until = free_at.get(&key).copied().map_or(now, |until| until.max(now));
        let until = used_until + self.every * visits;
        let allowed = until - now <= self.every * AT_ONCE;
        if allowed {
            free_at.put(key, until);
        }
        allowed
    }
}

/// A household or a firm has as many addresses of version 6 as it likes, all in one network.
fn one_network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => match six.to_ipv4_mapped() {
            Some(four) => four.into(),
            None => std::net::Ipv6Addr::from_bits(six.to_bits() & !u128::from(u64::MAX)).into(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn an_address_may_come_so_often_at_once_and_then_once_a_second() {
        let limits = Limits::default();
        let comes = |from: &str, seconds: i64| limits.address(address(from), 1, NOW + TimeDelta::seconds(seconds));
        assert!((0..AT_ONCE).all(|_| comes("192.0.2.1", 0)));
        assert!(!comes("192.0.2.1", 0));
        assert!(comes("192.0.2.2", 0), "another address is another matter");
        assert!(comes("192.0.2.1", 1) && !comes("192.0.2.1", 1), "a second later, once");
    }

    #[test]
    fn what_is_dearer_is_used_up_sooner() {
        let limits = Limits::default();
        let says = || limits.link([7; 32], DEARER, NOW);
        assert!((0..AT_ONCE / DEARER).all(|_| says()));
        assert!(!says());
    }

    #[test]
    fn a_network_of_version_six_counts_as_one_address() {
        assert_eq!(one_network(address("2001:db8:1:2:3:4:5:6")), one_network(address("2001:db8:1:2::1")));
        assert_ne!(one_network(address("2001:db8:1:2::1")), one_network(address("2001:db8:1:3::1")));
        assert_eq!(one_network(address("::ffff:192.0.2.1")), address("192.0.2.1"));
    }

    #[test]
    fn of_very_many_the_oldest_are_forgotten() {
        let limits = Limits::default();
        for number in 0..20_000_u32 {
            limits.address(std::net::Ipv4Addr::from_bits(number).into(), 1, NOW);
        }
        assert_eq!(limits.addresses.free_at.lock().expect("not poisoned").len(), REMEMBERED.get());
    }
}
