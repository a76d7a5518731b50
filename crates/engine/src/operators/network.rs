//! Membership of an address in a network. An address of the other family is in none.

use std::net::IpAddr;

use falconet_ruleset::typed::Network;

/// Whether `address` lies in `network`; host bits of the network's address do not count.
pub(super) fn contains(network: &Network, address: IpAddr) -> bool {
    match (network.address, address) {
        (IpAddr::V4(own), IpAddr::V4(other)) => shares_prefix(
            own.to_bits().into(),
            other.to_bits().into(),
            network.prefix,
            32,
        ),
        (IpAddr::V6(own), IpAddr::V6(other)) => {
            shares_prefix(own.to_bits(), other.to_bits(), network.prefix, 128)
        }
        _ => false,
    }
}

fn shares_prefix(own: u128, other: u128, prefix: u8, width: u32) -> bool {
    let host_bits = width.saturating_sub(u32::from(prefix));
    let difference = own ^ other;
    difference.checked_shr(host_bits).unwrap_or(0) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(address: &str, network: &str, prefix: u8) -> bool {
        let network = Network {
            address: network.parse().unwrap(),
            prefix,
        };
        contains(&network, address.parse().unwrap())
    }

    #[test]
    fn host_bits_do_not_count() {
        assert!(within("10.1.2.3", "10.1.255.255", 16));
        assert!(!within("10.2.2.3", "10.1.255.255", 16));
        assert!(within("2001:db8::1", "2001:db8::ffff", 64));
        assert!(!within("2001:db8:0:1::1", "2001:db8::", 64));
    }

    #[test]
    fn prefix_zero_takes_every_address_of_the_family() {
        assert!(within("255.255.255.255", "0.0.0.0", 0));
        assert!(!within("::1", "0.0.0.0", 0));
    }

    #[test]
    fn a_full_prefix_takes_one_address() {
        assert!(within("1.2.3.4", "1.2.3.4", 32));
        assert!(!within("1.2.3.5", "1.2.3.4", 32));
        assert!(!within("::2", "::1", 128));
    }
}
