//! The transformers, one a file: from the values of their arguments to a new value.
//!
//! A transformer never sees an absent argument: it is absent itself then.

mod b64;
mod basename;
mod case;
mod concat;
mod getopt;
mod join;
mod length;
mod list;
mod output;

use falconet_ruleset::typed::Transformer;

use crate::program::Arguments;

pub(crate) use output::Output;

/// What a transformer has written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    /// Nothing: the expression has no value.
    Absent,
    /// A number.
    Number(u64),
    /// The text in the output buffer.
    Text,
    /// The elements in the output buffer.
    List,
}

/// How a computed expression comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Transform {
    /// `tolower(x)`
    ToLower,
    /// `toupper(x)`
    ToUpper,
    /// `b64(x)`
    B64,
    /// `basename(x)`
    Basename,
    /// `len(x)`
    Len,
    /// `join(separator, list)`
    Join,
    /// `concat(a, b, …)`
    Concat,
    /// `getopt(argv, optstring)`, with the option that is asked for.
    GetOpt(Option<u8>),
    /// `(a, b, …)` among a transformer's arguments.
    List,
}

impl Transform {
    /// The transform that `name` with `selector` is; `None` for `val`, which changes nothing.
    pub(crate) fn new(name: Transformer, selector: Option<u8>) -> Option<Self> {
        Some(match name {
            Transformer::Val => return None,
            Transformer::ToLower => Self::ToLower,
            Transformer::ToUpper => Self::ToUpper,
            Transformer::B64 => Self::B64,
            Transformer::Basename => Self::Basename,
            Transformer::Len => Self::Len,
            Transformer::Join => Self::Join,
            Transformer::Concat => Self::Concat,
            Transformer::GetOpt => Self::GetOpt(selector),
        })
    }

    /// Applies it to `arguments`, all of which have a value.
    pub(crate) fn apply(self, arguments: &Arguments<'_>, out: &mut Output) -> Made {
        match self {
            Self::ToLower => case::lower(arguments, out),
            Self::ToUpper => case::upper(arguments, out),
            Self::B64 => b64::decode(arguments, out),
            Self::Basename => basename::basename(arguments, out),
            Self::Len => length::length(arguments),
            Self::Join => join::join(arguments, out),
            Self::Concat => concat::concat(arguments, out),
            Self::GetOpt(selector) => getopt::getopt(arguments, selector, out),
            Self::List => list::list(arguments, out),
        }
    }
}
