//! The tree of a parsed condition.
//!
//! `and`/`or` nodes are n-ary and are not flattened across parentheses; redundant parentheses and double
//! negations leave no node; a one-child `and`/`or` is its child.
//!
//! The parser bounds how deep its trees nest. Cloning, comparing and dropping recurse, so whoever puts trees into
//! trees, as macros do, has to bound the depth of the result.

use crate::Span;

/// A Boolean expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    /// What kind of expression this is.
    pub kind: ExprKind,
    /// The text it was parsed from.
    pub span: Span,
}

/// The kinds of Boolean expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind {
    /// All children hold, tested left to right.
    And(Vec<Expr>),
    /// Some child holds, tested left to right.
    Or(Vec<Expr>),
    /// The child does not hold.
    Not(Box<Expr>),
    /// A reference to a macro by name.
    Macro(String),
    /// A test of a field.
    Check(Box<Check>),
}

/// One test: `ct.name = CreateUser`, `ct.error exists`, `ct.src in (a, b)`, `ct.name = anyof (a, b)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What is tested.
    pub left: Operand,
    /// How it is tested.
    pub operator: Operator,
    /// `oneof`, `anyof` or `allof` behind the operator.
    pub modifier: Option<Modifier>,
    /// The text of the operator, and of the modifier where there is one.
    pub operator_span: Span,
    /// What it is tested against; nothing for `exists`.
    pub right: Right,
    /// The text of the right-hand side, a list's parentheses included.
    pub right_span: Span,
}

/// The right-hand side of a [`Check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Right {
    /// `exists` takes nothing.
    Nothing,
    /// A single value. A bare identifier behind `in`, `pmatch`, `intersects` or a modifier is one too.
    Value(Literal),
    /// A list in parentheses.
    List(Vec<Literal>),
    /// A transformer, `val(...)` included.
    Operand(Operand),
}

/// Something that yields a value for an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// A field.
    Field(Field),
    /// A transformer applied to its arguments.
    Transform(Box<Transform>),
    /// A literal argument of a transformer (quoted string or number).
    Literal(Literal),
    /// A `( … )` list among a transformer's arguments.
    List(Vec<Operand>, Span),
}

impl Operand {
    /// The text it was parsed from.
    pub fn span(&self) -> Span {
        match self {
            Self::Field(field) => field.span,
            Self::Transform(call) => call.span,
            Self::Literal(literal) => literal.span,
            Self::List(_, span) => *span,
        }
    }
}

/// A field with its optional bracketed argument: `json.value[/eventName]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Dotted name.
    pub name: String,
    /// The text between the brackets, unescaped if it was quoted. `Some("")` for `[""]`.
    pub argument: Option<Vec<u8>>,
    /// The text it was parsed from.
    pub span: Span,
}

/// A transformer call: `tolower(ct.name)`, `getopt(proc.args, "n:")[n]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transform {
    /// Which transformer.
    pub name: Transformer,
    /// The bracketed argument behind the call.
    pub selector: Option<Vec<u8>>,
    /// What it is applied to, in order.
    pub arguments: Vec<Operand>,
    /// The text it was parsed from.
    pub span: Span,
}

/// A value as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// The bytes after unescaping; not always UTF-8, since `\xHH` writes any byte.
    pub value: Vec<u8>,
    /// The text it was parsed from, quotes included.
    pub span: Span,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            /// Every variant, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word as it is written in a condition.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.word())
            }
        }
    };
}

words! {
    /// The comparison operators, in the order in which the parser tries them.
    Operator {
        /// `exists`: the field has a value.
        Exists = "exists",
        /// `<=`
        LessOrEqual = "<=",
        /// `<`
        Less = "<",
        /// `>=`
        GreaterOrEqual = ">=",
        /// `>`
        Greater = ">",
        /// `==`, the same test as `=`.
        DoubleEqual = "==",
        /// `=`
        Equal = "=",
        /// `!=`
        NotEqual = "!=",
        /// `glob`: shell pattern over the whole value.
        Glob = "glob",
        /// `iglob`: the same, ASCII case folded.
        IGlob = "iglob",
        /// `contains`: substring.
        Contains = "contains",
        /// `icontains`: substring, ASCII case folded.
        IContains = "icontains",
        /// `bcontains`: byte substring given in hex.
        BContains = "bcontains",
        /// `startswith`
        StartsWith = "startswith",
        /// `bstartswith`: byte prefix given in hex.
        BStartsWith = "bstartswith",
        /// `endswith`
        EndsWith = "endswith",
        /// `regex`: the whole value matches a POSIX RE2 pattern.
        Regex = "regex",
        /// `intersects`: some value of the field is in the list.
        Intersects = "intersects",
        /// `in`: every value of the field is in the list.
        In = "in",
        /// `pmatch`: some list item is a path prefix of the value.
        PMatch = "pmatch",
    }
}

words! {
    /// The words that turn a string operator into a test against a list.
    #[expect(clippy::enum_variant_names, reason = "the variants are named as the words are")]
    Modifier {
        /// Exactly one item satisfies the operator.
        OneOf = "oneof",
        /// At least one item does.
        AnyOf = "anyof",
        /// Every item does.
        AllOf = "allof",
    }
}

words! {
    /// The transformers.
    Transformer {
        /// `val(field)`: the field itself, on a right-hand side.
        Val = "val",
        /// ASCII lower case.
        ToLower = "tolower",
        /// ASCII upper case.
        ToUpper = "toupper",
        /// Strict Base64 decoding.
        B64 = "b64",
        /// Text behind the last `/`.
        Basename = "basename",
        /// Byte length of a string, element count of a list.
        Len = "len",
        /// `join(separator, list)`.
        Join = "join",
        /// `concat(a, b, …)`.
        Concat = "concat",
        /// `getopt(argv, optstring)[option]`.
        GetOpt = "getopt",
    }
}
