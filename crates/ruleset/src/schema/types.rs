//! The parts of JSON schema that the schema of rules files uses.

/// A schema.
pub(super) enum Schema {
    /// Anything.
    Any,
    /// Any scalar but null.
    String,
    /// A scalar spelled `true` or `false`.
    Boolean,
    /// A scalar spelled as a decimal number.
    Integer,
    /// One of these scalars.
    Enum(&'static [&'static str]),
    /// A value of one of these kinds.
    AnyOf(&'static [Schema]),
    /// A sequence.
    Array(&'static Schema),
    /// A mapping.
    Object(ObjectSchema),
}

/// A mapping with known keys only.
pub(super) struct ObjectSchema {
    /// Keys in bytewise order, which is the order of the findings.
    pub(super) properties: &'static [(&'static str, &'static Schema)],
    /// Keys that must be there.
    pub(super) required: &'static [&'static str],
    /// How many keys there must be.
    pub(super) least: usize,
}
