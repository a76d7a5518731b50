//! The comparison operators, each as the specification has it.

use std::cmp::Ordering;
use std::net::IpAddr;

use falconet_ruleset::typed::{Literal, Network, Operator, Pattern};
use regex::Regex;

use super::glob::glob;
use super::value::Scalar;

/// `value operator literal`
pub(super) fn compare(value: &Scalar, operator: Operator, literal: &Literal) -> bool {
    match (value, literal) {
        (Scalar::Text(value), Literal::Text(text)) => texts(value, operator, text),
        (Scalar::Text(value), Literal::Pattern(pattern)) => regex(value, pattern),
        (Scalar::Number(value), Literal::Number(number)) => ordered(value.cmp(number), operator),
        (Scalar::Bool(value), Literal::Bool(truth)) => ordered(value.cmp(truth), operator),
        (Scalar::Address(value), Literal::Address(address)) => {
            ordered(value.cmp(address), operator)
        }
        (Scalar::Address(value), Literal::Network(network)) => {
            is_inside(*value, *network) == (operator != Operator::NotEqual)
        }
        _ => false,
    }
}

/// `value operator other`, both values of the event.
pub(super) fn same_kind_compare(value: &Scalar, operator: Operator, other: &Scalar) -> bool {
    match (value, other) {
        (Scalar::Text(value), Scalar::Text(other)) => texts(value, operator, other),
        (Scalar::Number(value), Scalar::Number(other)) => ordered(value.cmp(other), operator),
        (Scalar::Bool(value), Scalar::Bool(other)) => ordered(value.cmp(other), operator),
        (Scalar::Address(value), Scalar::Address(other)) => ordered(value.cmp(other), operator),
        _ => false,
    }
}

fn texts(value: &[u8], operator: Operator, other: &[u8]) -> bool {
    match operator {
        Operator::Contains => contains(value, other),
        Operator::IContains => contains(&value.to_ascii_lowercase(), &other.to_ascii_lowercase()),
        Operator::StartsWith => value.starts_with(other),
        Operator::EndsWith => value.ends_with(other),
        Operator::Glob => glob(value, other, false),
        Operator::IGlob => glob(value, other, true),
        _ => ordered(value.cmp(other), operator),
    }
}

fn ordered(ordering: Ordering, operator: Operator) -> bool {
    match operator {
        Operator::Equal | Operator::DoubleEqual => ordering.is_eq(),
        Operator::NotEqual => ordering.is_ne(),
        Operator::Less => ordering.is_lt(),
        Operator::LessOrEqual => ordering.is_le(),
        Operator::Greater => ordering.is_gt(),
        Operator::GreaterOrEqual => ordering.is_ge(),
        _ => false,
    }
}

fn contains(value: &[u8], part: &[u8]) -> bool {
    part.is_empty() || value.windows(part.len()).any(|window| window == part)
}

/// The pattern is anchored at both ends.
fn regex(value: &[u8], pattern: &Pattern) -> bool {
    let compiled = Regex::new(&pattern.translated);
    compiled.is_ok_and(|regex| regex.is_match(&String::from_utf8_lossy(value)))
}

/// Whether some literal equals the value or, if it is a network, has it inside.
pub(super) fn is_member(value: &Scalar, literals: &[Literal]) -> bool {
    literals
        .iter()
        .any(|literal| compare(value, Operator::Equal, literal))
}

/// Bit by bit.
fn is_inside(address: IpAddr, network: Network) -> bool {
    match (address, network.address) {
        (IpAddr::V4(own), IpAddr::V4(other)) => {
            same_bits(&own.octets(), &other.octets(), network.prefix)
        }
        (IpAddr::V6(own), IpAddr::V6(other)) => {
            same_bits(&own.octets(), &other.octets(), network.prefix)
        }
        _ => false,
    }
}

fn same_bits(own: &[u8], other: &[u8], count: u8) -> bool {
    bits(own)
        .take(count.into())
        .eq(bits(other).take(count.into()))
}

fn bits(bytes: &[u8]) -> impl Iterator<Item = bool> {
    bytes
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1))
}

/// Whether the components of the path are those that the value begins with.
pub(super) fn path_matches(value: &[u8], path: &[u8]) -> bool {
    let (parts, wanted) = (components(value), components(path));
    wanted.len() <= parts.len()
        && wanted
            .iter()
            .zip(parts)
            .all(|(wanted, part)| component_matches(part, wanted))
}

fn components(path: &[u8]) -> Vec<&[u8]> {
    path.split(|byte| *byte == b'/')
        .filter(|part| !part.is_empty())
        .collect()
}

fn component_matches(part: &[u8], wanted: &[u8]) -> bool {
    if wanted.iter().any(|byte| b"?*[".contains(byte)) {
        glob(part, wanted, false)
    } else {
        part == wanted
    }
}
