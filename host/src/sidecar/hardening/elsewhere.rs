//! Systems that offer none of it.

use super::{Layer, Needs};

pub(super) fn landlock(_: &Needs) -> Layer {
    Layer::absent("only Linux has it")
}

pub(super) fn seccomp(_: &Needs) -> Layer {
    Layer::absent("only Linux has it")
}
