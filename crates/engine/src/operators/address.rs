//! `=` and `!=` on addresses. Addresses of different families differ.

use std::net::IpAddr;

use super::boolean::Sameness;

/// Whether `value` passes the test against `other`.
pub(super) fn holds(sameness: Sameness, value: IpAddr, other: IpAddr) -> bool {
    sameness.accepts(value == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapped_address_is_not_its_ipv4_address() {
        let (v4, v6) = (
            "1.2.3.4".parse().unwrap(),
            "::ffff:1.2.3.4".parse().unwrap(),
        );
        assert!(holds(Sameness::Equal, v4, v4));
        assert!(!holds(Sameness::Equal, v4, v6));
        assert!(holds(Sameness::Differs, v4, v6));
    }
}
