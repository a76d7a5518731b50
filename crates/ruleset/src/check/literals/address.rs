//! IP addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use super::ValueError;
use super::error::shown;

/// A dot makes it IPv4, so an IPv6 address cannot end in a dotted quad.
pub(super) fn convert(value: &[u8]) -> Result<IpAddr, ValueError> {
    if is_dotted(value) {
        let address = parse::<Ipv4Addr>(value).map(IpAddr::V4);
        address.ok_or_else(|| ValueError::Ipv4(shown(value)))
    } else {
        let address = parse::<Ipv6Addr>(value).map(IpAddr::V6);
        address.ok_or_else(|| ValueError::Ipv6(shown(value)))
    }
}

/// Whether an address or a network is IPv4.
pub(super) fn is_dotted(value: &[u8]) -> bool {
    value.contains(&b'.')
}

/// An address of one family.
pub(super) fn parse<A: FromStr>(value: &[u8]) -> Option<A> {
    std::str::from_utf8(value).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_both_families_are_read() {
        assert_eq!(convert(b"10.0.0.1"), Ok("10.0.0.1".parse().unwrap()));
        assert_eq!(convert(b"2001:DB8::1"), Ok("2001:db8::1".parse().unwrap()));
    }

    #[test]
    fn the_family_is_told_by_a_dot() {
        let cases = [
            ("10.0.0.0/8", "unrecognized IPv4 address 10.0.0.0/8"),
            ("010.0.0.1", "unrecognized IPv4 address 010.0.0.1"),
            (
                "::ffff:10.0.0.1",
                "unrecognized IPv4 address ::ffff:10.0.0.1",
            ),
            ("foo", "unrecognized IPv6 address foo"),
            ("", "unrecognized IPv6 address "),
            ("fe80::1%eth0", "unrecognized IPv6 address fe80::1%eth0"),
        ];
        for (text, expected) in cases {
            assert_eq!(convert(text.as_bytes()).unwrap_err().to_string(), expected);
        }
    }
}
