//! Predicates on the values of one event.

use super::predicate::Predicate;

/// Number of something that has a value: a field or a transformer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct SubjectId(pub(super) u32);

/// Number of an atom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct AtomId(pub(super) u32);

/// A predicate on the value of a subject.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Atom<'a> {
    pub(super) subject: SubjectId,
    pub(super) predicate: Predicate<'a>,
}

/// That a predicate holds, or does not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim<'p, 'a> {
    pub(super) predicate: &'p Predicate<'a>,
    pub(super) holds: bool,
}
