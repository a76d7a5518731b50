//! What Falco says about a value that it cannot convert.

use super::super::regex::RegexError;
use super::text::MAX_LENGTH;

/// Why a value cannot be compared with the left side. The texts are Falco's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// A zero byte.
    #[error("filter error: filter value cannot contain a NUL byte (\\x00)")]
    Nul,
    /// A string that does not fit Falco's buffer, end mark included.
    #[error("filter parameter too long (used={used}, available={}):{value}", MAX_LENGTH + 1)]
    TooLong {
        /// Its length, end mark included.
        used: usize,
        /// The string.
        value: String,
    },
    /// No unsigned decimal number.
    #[error("{0} is not a valid number")]
    Number(String),
    /// Neither `true` nor `false`.
    #[error("filter error: unrecognized boolean value {0}")]
    Bool(String),
    /// A dot, but no IPv4 address.
    #[error("unrecognized IPv4 address {0}")]
    Ipv4(String),
    /// Neither a dot nor an IPv6 address.
    #[error("unrecognized IPv6 address {0}")]
    Ipv6(String),
    /// A dot, but no slash.
    #[error("unrecognized IP network {0}")]
    Network(String),
    /// A network of something else than an IPv4 address.
    #[error("unrecognized IP address {0}")]
    NetworkAddress(String),
    /// An IPv4 prefix of more than 32 bits.
    #[error("invalid netmask {0}")]
    Netmask(u8),
    /// Neither a dot nor a slash.
    #[error("invalid v6 netmask: {0}")]
    MissingNetmask6(String),
    /// An IPv6 prefix of no bits, or of more than 128.
    #[error("invalid v6 netmask {0}")]
    Netmask6(u8),
    /// A pattern that RE2 refuses.
    #[error("invalid regex pattern: {0}")]
    Regex(#[from] RegexError),
}

/// A value as an error shows it.
pub(super) fn shown(value: &[u8]) -> String {
    String::from_utf8_lossy(value).into_owned()
}
