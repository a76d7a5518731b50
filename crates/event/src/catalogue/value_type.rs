//! Types of field values.

/// The type of a field's value, or of its elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueType {
    /// Bytes, usually UTF-8 text.
    String,
    /// Unsigned 64-bit number.
    Uint64,
    /// Truth value.
    Bool,
    /// IPv4 or IPv6 address.
    IpAddr,
    /// IPv4 or IPv6 address that is compared with networks.
    IpNet,
    /// Nanoseconds since some event.
    RelTime,
    /// Nanoseconds since the Unix epoch.
    AbsTime,
}

impl ValueType {
    /// The name that Falco's messages use.
    pub const fn falco_name(self) -> &'static str {
        match self {
            Self::String => "CHARBUF",
            Self::Uint64 => "UINT64",
            Self::Bool => "BOOL",
            Self::IpAddr => "IPADDR",
            Self::IpNet => "IPNET",
            Self::RelTime => "RELTIME",
            Self::AbsTime => "ABSTIME",
        }
    }

    /// The name for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Uint64 => "uint64",
            Self::Bool => "bool",
            Self::IpAddr => "ipaddr",
            Self::IpNet => "ipnet",
            Self::RelTime => "reltime",
            Self::AbsTime => "abstime",
        }
    }

    /// Whether values are unsigned numbers.
    pub(crate) const fn is_numeric(self) -> bool {
        matches!(self, Self::Uint64 | Self::RelTime | Self::AbsTime)
    }
}
