//! IP networks.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::ValueError;
use super::address::{is_dotted, parse};
use super::error::shown;
use super::number;
use crate::typed::Network;

/// An address, a slash and the length of the prefix.
pub(super) fn convert(value: &[u8]) -> Result<Network, ValueError> {
    if is_dotted(value) {
        convert_v4(value)
    } else {
        convert_v6(value)
    }
}

fn convert_v4(value: &[u8]) -> Result<Network, ValueError> {
    let (address, length) =
        split_at_slash(value).ok_or_else(|| ValueError::Network(shown(value)))?;
    let address: Ipv4Addr =
        parse(address).ok_or_else(|| ValueError::NetworkAddress(shown(value)))?;
    let prefix = prefix_length(length)?;
    if prefix > 32 {
        return Err(ValueError::Netmask(prefix));
    }
    Ok(Network {
        address: IpAddr::V4(address),
        prefix,
    })
}

fn convert_v6(value: &[u8]) -> Result<Network, ValueError> {
    let (address, length) =
        split_at_slash(value).ok_or_else(|| ValueError::MissingNetmask6(shown(value)))?;
    let address: Ipv6Addr = parse(address).ok_or_else(|| ValueError::Ipv6(shown(value)))?;
    let prefix = prefix_length(length)?;
    if prefix == 0 || prefix > 128 {
        return Err(ValueError::Netmask6(prefix));
    }
    Ok(Network {
        address: IpAddr::V6(address),
        prefix,
    })
}

fn split_at_slash(value: &[u8]) -> Option<(&[u8], &[u8])> {
    let slash = value.iter().position(|byte| *byte == b'/')?;
    let (address, rest) = value.split_at(slash);
    rest.split_first().map(|(_, length)| (address, length))
}

/// Falco reads any number and keeps its lowest eight bits.
fn prefix_length(length: &[u8]) -> Result<u8, ValueError> {
    let [lowest, ..] = number::convert(length)?.to_le_bytes();
    Ok(lowest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> (IpAddr, u8) {
        let network = convert(text.as_bytes()).unwrap();
        (network.address, network.prefix)
    }

    #[test]
    fn networks_of_both_families_are_read() {
        assert_eq!(network("10.1.0.0/16"), ("10.1.0.0".parse().unwrap(), 16));
        assert_eq!(network("0.0.0.0/0"), ("0.0.0.0".parse().unwrap(), 0));
        assert_eq!(network("fe80::/10"), ("fe80::".parse().unwrap(), 10));
    }

    #[test]
    fn the_length_of_a_prefix_wraps_at_256() {
        assert_eq!(network("10.0.0.0/288").1, 32);
    }

    #[test]
    fn anything_else_is_no_network() {
        let cases = [
            ("10.0.0.1", "unrecognized IP network 10.0.0.1"),
            ("10.0.0/8", "unrecognized IP address 10.0.0/8"),
            ("10.0.0.0/33", "invalid netmask 33"),
            ("10.0.0.0/x", "x is not a valid number"),
            ("10.0.0.0/", " is not a valid number"),
            ("::1", "invalid v6 netmask: ::1"),
            ("::/0", "invalid v6 netmask 0"),
            ("::/129", "invalid v6 netmask 129"),
            ("foo/8", "unrecognized IPv6 address foo/8"),
        ];
        for (text, expected) in cases {
            assert_eq!(convert(text.as_bytes()).unwrap_err().to_string(), expected);
        }
    }
}
