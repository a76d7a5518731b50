//! What Falco says about a transformer that cannot be applied.

use falconet_condition::ast::Transformer;

/// Why a transformer cannot be applied. The texts are Falco's, misspelling included.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransformerError {
    /// The argument has another type.
    #[error(
        "can't add field transformer: type '{value_type}' is not supported by '{name}' transformer applied on {}field '{subject}'",
        if *.is_list { "list " } else { "" }
    )]
    Type {
        /// The transformer.
        name: Transformer,
        /// The type of its argument.
        value_type: &'static str,
        /// Whether the argument is a list.
        is_list: bool,
        /// The field that the argument comes from.
        subject: String,
    },
    /// `[…]` behind a transformer of one argument.
    #[error("filter error: transformer '{0}' does not support field arguments")]
    Selector(Transformer),
    /// `[…]` behind `join` or `concat`.
    #[error("transformer '{0}' does not support field arguments")]
    SelectorOfMany(Transformer),
    /// One argument for a transformer of several.
    #[error("unknown field transfomer '{0}'")]
    OneArgument(Transformer),
    /// Several arguments for a transformer of one.
    #[error("unknown multivalue transformer")]
    ManyArguments,
    /// `join` takes two arguments.
    #[error("join() requires exactly 2 arguments: separator and list")]
    JoinCount,
    /// `join` separates by one value.
    #[error("join() first argument (separator) must be a single value, not a list")]
    JoinSeparator,
    /// `join` joins a list.
    #[error("join() second argument must be a list")]
    JoinList,
    /// `concat` takes strings.
    #[error("concat() arguments must be strings")]
    ConcatType,
    /// `getopt` takes two arguments.
    #[error("getopt() requires exactly 2 arguments: args list and optstring")]
    GetOptCount,
    /// `getopt` reads a list.
    #[error("getopt() first argument must be a list")]
    GetOptList,
    /// `getopt` knows options by one value.
    #[error("getopt() second argument (optstring) must be a single value")]
    GetOptOptions,
    /// `getopt` takes strings.
    #[error("getopt() arguments must be strings")]
    GetOptType,
    /// `getopt` selects one option.
    #[error("getopt() field argument must be a single option character")]
    GetOptSelector,
}
