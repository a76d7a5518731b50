//! The tree of a pattern.

/// The largest code point.
pub(super) const MAX_CODE_POINT: u32 = 0x10_FFFF;

/// A pattern or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// A code point; a surrogate, which only an escape can write, matches nothing.
    Literal(u32),
    /// `.`
    Any,
    /// `^`
    LineStart,
    /// `$`
    LineEnd,
    /// `[...]`
    Class(Class),
    /// One after the other; empty for the empty pattern.
    Concat(Vec<Node>),
    /// Any of several.
    Alternate(Vec<Node>),
    /// `(...)`
    Group(Box<Node>),
    /// Something a number of times.
    Repeat(Box<Node>, Quantifier),
}

/// How often something is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantifier {
    /// `*`
    Star,
    /// `+`
    Plus,
    /// `?`
    Quest,
    /// `{min}`, `{min,}` or `{min,max}`
    Counted {
        /// At least so often.
        min: u32,
        /// At most so often.
        max: Option<u32>,
    },
}

/// A set of code points.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Class {
    /// Inclusive ranges, in any order.
    pub(super) ranges: Vec<(u32, u32)>,
    /// Whether the set is what the ranges leave out.
    pub(super) negated: bool,
}
