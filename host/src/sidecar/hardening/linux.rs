//! What Linux offers.

use super::{Layer, Needs, landlock, seccomp};

pub(super) fn landlock(needs: &Needs) -> Layer {
    landlock::restrict(needs).unwrap_or_else(|error| Layer::absent(&error.to_string()))
}

pub(super) fn seccomp(needs: &Needs) -> Layer {
    seccomp::restrict(needs).unwrap_or_else(|error| Layer::absent(&error.to_string()))
}
