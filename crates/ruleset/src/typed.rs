//! Conditions and outputs after checking: every field resolved, every literal converted, every operator
//! known to fit. What the engine runs.

use std::net::IpAddr;

use falconet_condition::Span;
pub use falconet_condition::ast::{Modifier, Operator, Transformer};
use falconet_event::catalogue::{FieldRef, Source, ValueType};

/// A checked condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// All children hold.
    And(Vec<Condition>),
    /// Some child holds.
    Or(Vec<Condition>),
    /// The child does not hold.
    Not(Box<Condition>),
    /// A test.
    Leaf(Box<Leaf>),
}

/// A checked test. False whenever its left side, or a right-hand expression, has no value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Leaf {
    /// What is tested.
    pub left: Expression,
    /// The test.
    pub test: Test,
    /// Where it stands in the text of the condition that was parsed.
    pub span: Span,
}

/// A test of a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Test {
    /// It has a value.
    Exists,
    /// A scalar against one literal. The operator is never `exists`, `in`, `intersects` or `pmatch`.
    Compare(Operator, Literal),
    /// A scalar against each literal of a list.
    CompareEach(Operator, Modifier, Vec<Literal>),
    /// A scalar equals one of the literals; every element of a list does.
    In(Vec<Literal>),
    /// A scalar equals one of the literals; some element of a list does.
    Intersects(Vec<Literal>),
    /// Some path is a prefix of the value.
    PathMatch(Vec<Vec<u8>>),
    /// Against another expression of the same type and list-ness.
    CompareExpression(Operator, Expression),
}

/// A literal, converted by the type it is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Literal {
    /// Bytes; for `glob` and `iglob` the pattern.
    Text(Vec<u8>),
    /// Unsigned number.
    Number(u64),
    /// Truth value.
    Bool(bool),
    /// Address.
    Address(IpAddr),
    /// Network.
    Network(Network),
    /// A `regex` pattern that passed RE2's POSIX checks.
    Pattern(Pattern),
}

/// An IP network; host bits of the address are ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network {
    /// Some address of the network.
    pub address: IpAddr,
    /// Length of the prefix in bits: 0-32 or 1-128.
    pub prefix: u8,
}

/// A pattern in both spellings.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    /// As written in the rule.
    pub source: String,
    /// The same language for the `regex` crate, anchored at both ends, flags included.
    pub translated: String,
}

/// Something that yields a value for an event.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Expression {
    /// How it is computed.
    pub kind: ExpressionKind,
    /// Type of its value, or of its elements.
    pub value_type: ValueType,
    /// Whether it yields a list.
    pub is_list: bool,
    /// Its printed form: `ct.name`, `json.value[/a]`, `tolower(ct.name)`. Empty for what stands inside a
    /// transformer, fields excepted: nested texts would add up to the square of the nesting.
    pub text: String,
}

impl Expression {
    /// A field of a source as it is written; nothing if the source has none of that name, or not with that argument.
    pub fn of_field(source: &Source, text: &str) -> Option<Self> {
        let found = source.resolve(text.as_bytes()).ok()?;
        let spec = source.spec(&found);
        Some(Self {
            value_type: spec.value_type,
            is_list: spec.is_list,
            kind: ExpressionKind::Field(found),
            text: text.to_owned(),
        })
    }
}

/// How an [`Expression`] is computed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ExpressionKind {
    /// A field of the source.
    Field(FieldRef),
    /// A literal argument of a transformer.
    Constant(Vec<u8>),
    /// A transformer applied to its arguments. `val` never appears: it is its argument.
    Transform {
        /// Which one.
        name: Transformer,
        /// What it is applied to.
        arguments: Vec<Expression>,
        /// The option of `getopt(…)[c]`.
        selector: Option<u8>,
    },
    /// `( a, b, … )` among a transformer's arguments: a list of strings, absent if any element is.
    List(Vec<Expression>),
}

/// A checked output format.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Format {
    /// The text cut at its fields.
    pub pieces: Vec<Piece>,
    /// Every distinct plain field in the format, those inside transformers included, by printed form,
    /// in order of first appearance.
    pub fields: Vec<Expression>,
}

/// A piece of a [`Format`].
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Text as it is.
    Text(String),
    /// A value; `width` cuts or pads its text to that many bytes.
    Value {
        /// The value.
        expression: Expression,
        /// Bytes to cut or pad to; `None` or 0 for the text as it is.
        width: Option<usize>,
    },
}
