//! How much is looked at and told.

/// Completions that are given at once; whoever gets so many asks again when another letter is typed.
pub const MOST_COMPLETIONS: usize = 200;
/// Events of a sample that are looked at.
pub const MOST_SAMPLE_EVENTS: usize = 10_000;
/// Values that are given of each field, the most frequent ones.
pub const MOST_SAMPLE_VALUES: usize = 50;
/// Different values that are counted of each field; others that come later are not.
pub(crate) const MOST_COUNTED: usize = 1000;
/// Bytes of a value that is worth proposing.
pub(crate) const LONGEST_VALUE: usize = 120;
/// Bytes of a definition that are shown beside a word.
pub(crate) const LONGEST_SHOWN: usize = 1500;
/// Definitions of one name that are shown.
pub(crate) const MOST_SHOWN: usize = 5;
/// Event sources with an event of one name that are shown.
pub(crate) const MOST_SOURCES: usize = 20;
/// Levels of lists and mappings above a place in which the key that it stands under is looked for.
pub(crate) const DEEPEST: usize = 64;
