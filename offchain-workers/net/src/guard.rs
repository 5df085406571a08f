//! Which addresses a client must not reach, since who chose them may mean what only we can reach.

use ipnet::IpNet;
use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

/// Lets through what lies on the public internet, and what it was told to.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    allowed: Vec<IpNet>,
}

/// An address that may not be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{address} is {kind}")]
pub struct Refused {
    /// Which one.
    pub address: IpAddr,
    /// What it is.
    pub kind: Kind,
}

/// What an address is, if it is no public one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// This machine.
    Loopback,
    /// A network of somebody's own.
    Private,
    /// The cable it hangs on; clouds tell machines their secrets there.
    LinkLocal,
    /// A provider's customers behind one address.
    Shared,
    /// Many at once.
    Multicast,
    /// Nobody: for documents, tests, the future, or no address at all.
    Reserved,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Loopback => "this machine itself",
            Self::Private => "in a private network",
            Self::LinkLocal => "link-local",
            Self::Shared => "shared by a provider's customers",
            Self::Multicast => "multicast",
            Self::Reserved => "reserved, not public",
        })
    }
}

impl Guard {
    /// One that lets these through too.
    pub fn allowing(allowed: impl IntoIterator<Item = IpNet>) -> Self {
        Self { allowed: allowed.into_iter().collect() }
    }

    /// Whether it may be reached.
    pub fn check(&self, address: IpAddr) -> Result<(), Refused> {
        // What reaches an IPv4 address is judged, and allowed, as one.
        let meant = match address {
            IpAddr::V6(six) => embedded(six).map_or(address, IpAddr::V4),
            IpAddr::V4(_) => address,
        };
        let listed = |net: &IpNet| net.contains(&address) || net.contains(&meant);
        match kind(meant) {
            Some(kind) if !self.allowed.iter().any(listed) => Err(Refused { address, kind }),
            _ => Ok(()),
        }
    }
}

/// The IPv4 address that is reached by an IPv6 one: mapped, compatible, by NAT64 or 6to4.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let four = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match [a, b, c, d, e, f] {
        // `::` and `::1` are no IPv4 addresses.
        [0, 0, 0, 0, 0, 0] if (g, h) > (0, 1) => Some(four(g, h)),
        [0, 0, 0, 0, 0, 0xffff] | [0, 0, 0, 0, 0xffff, 0] | [0x64, 0xff9b, 0, 0, 0, 0] => {
            Some(four(g, h))
        },
        [0x2002, ..] => Some(four(b, c)),
        _ => None,
    }
}

fn kind(address: IpAddr) -> Option<Kind> {
    match address {
        IpAddr::V4(address) => kind_of_four(address),
        IpAddr::V6(address) => kind_of_six(address),
    }
}

/// By IANA's registry of special addresses.
fn kind_of_four(address: Ipv4Addr) -> Option<Kind> {
    match address.octets() {
        [127, ..] => Some(Kind::Loopback),
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Some(Kind::Private),
        [169, 254, ..] => Some(Kind::LinkLocal),
        [100, 64..=127, ..] => Some(Kind::Shared),
        [224..=239, ..] => Some(Kind::Multicast),
        [0, ..]
        | [192, 0, 0 | 2, _]
        | [192, 88, 99, _]
        | [198, 18 | 19, ..]
        | [198, 51, 100, _]
        | [203, 0, 113, _]
        | [240..=255, ..] => Some(Kind::Reserved),
        _ => None,
    }
}

/// Only `2000::/3` is handed out; of that, what is named here is not public either.
fn kind_of_six(address: Ipv6Addr) -> Option<Kind> {
    if address.is_loopback() {
        return Some(Kind::Loopback);
    }
    match address.segments() {
        [0xfc00..=0xfdff, ..] => Some(Kind::Private),
        [0xfe80..=0xfebf, ..] => Some(Kind::LinkLocal),
        [0xfec0..=0xfeff, ..] => Some(Kind::Private),
        // NAT64 with a prefix of a network's own: what it leads to cannot be told.
        [0x64, 0xff9b, ..] => Some(Kind::Private),
        [0xff00..=0xffff, ..] => Some(Kind::Multicast),
        [0x2001, 0x0db8, ..] | [0x2001, 0..=0x1ff, ..] | [0x3fff, 0..=0xfff, ..] => {
            Some(Kind::Reserved)
        },
        [0x2000..=0x3fff, ..] => None,
        _ => Some(Kind::Reserved),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(address: &str) -> Option<Kind> {
        Guard::default().check(address.parse().unwrap()).err().map(|refused| refused.kind)
    }

    #[test]
    fn public_addresses_should_be_let_through() {
        for address in [
            "1.1.1.1",
            "8.8.8.8",
            "172.15.0.1",
            "172.32.0.1",
            "100.63.255.255",
            "100.128.0.0",
            "169.253.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "223.255.255.255",
            "2606:4700:4700::1111",
            "2a00:1450::1",
            "::ffff:1.1.1.1",
            "64:ff9b::1.1.1.1",
            "2002:0101:0101::",
        ] {
            assert_eq!(kind_of(address), None, "{address}");
        }
    }

    #[test]
    fn addresses_that_are_not_public_should_be_refused_as_what_they_are() {
        for (kind, addresses) in [
            (Kind::Loopback, &["127.0.0.1", "127.255.255.255", "::1"][..]),
            (Kind::Private, &["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"]),
            (Kind::Private, &["fc00::1", "fd12::", "fec0::1", "64:ff9b:1::a00:1"]),
            (Kind::LinkLocal, &["169.254.169.254", "fe80::1", "febf::"]),
            (Kind::Shared, &["100.64.0.1", "100.127.255.255"]),
            (Kind::Multicast, &["224.0.0.1", "239.255.255.255", "ff02::1"]),
            (Kind::Reserved, &["0.0.0.0", "0.1.2.3", "255.255.255.255", "240.0.0.1"]),
            (Kind::Reserved, &["192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1"]),
            (Kind::Reserved, &["203.0.113.9", "192.88.99.1"]),
            (Kind::Reserved, &["::", "2001:db8::1", "3fff::1", "2001::1", "100::1", "4000::1"]),
        ] {
            for address in addresses {
                assert_eq!(kind_of(address), Some(kind), "{address}");
            }
        }
    }

    #[test]
    fn an_ipv4_address_in_disguise_should_be_judged_as_itself() {
        for disguise in [
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "::ffff:0:127.0.0.1",
            "64:ff9b::127.0.0.1",
            "2002:7f00:0001::1",
        ] {
            assert_eq!(kind_of(disguise), Some(Kind::Loopback), "{disguise}");
        }
    }

    #[test]
    fn what_is_allowed_should_be_let_through_in_any_disguise_and_nothing_beside_it() {
        let guard = Guard::allowing(["10.1.0.0/16".parse().unwrap(), "fd00::/8".parse().unwrap()]);
        for address in ["10.1.2.3", "::ffff:10.1.2.3", "fd00::1"] {
            assert_eq!(guard.check(address.parse().unwrap()), Ok(()), "{address}");
        }
        for address in ["10.2.0.1", "fc00::1", "127.0.0.1"] {
            assert!(guard.check(address.parse().unwrap()).is_err(), "{address}");
        }
    }
}
